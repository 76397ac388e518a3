// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom rules`: packs of license rules.

use std::{ffi::OsString, fmt::Write};

use clap::Subcommand;
use heirloom_engine::{AddError, NewPack, PackFolder, SampleReport, SourceSpec};
use heirloom_model::RuleSource;

use crate::{
    environment::Environment,
    error::{CliError, Exit, Kind, open_error},
    output,
    ui::Ui,
};

/// Arguments of `heirloom rules`.
#[derive(Debug, clap::Args)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Compile rule files and add them as a pack
    ///
    /// Reads ScanCode's .RULE and .LICENSE files and Heirloom's own .toml rule files, from a
    /// folder, a file, or an archive such as the Python wheels `licensedcode-data` and
    /// `scancode-toolkit-mini`.
    Add(AddArgs),
    /// List the built-in rules and the packs, and check that the packs are whole
    List,
    /// Remove a pack
    Remove {
        /// Its name
        name: String,
    },
    /// Try own .toml rule files on the samples in them
    Test {
        /// A folder or a file
        source: OsString,
    },
}

#[derive(Debug, clap::Args)]
struct AddArgs {
    /// A folder, a file or an archive
    source: OsString,
    /// Name of the pack [default: the wheel's, or that of SOURCE]
    #[arg(long)]
    name: Option<String>,
    /// Version of the rules [default: the wheel's]
    #[arg(long, value_name = "VERSION")]
    pack_version: Option<String>,
    /// License of the rules [default for ScanCode's: CC-BY-4.0]
    #[arg(long)]
    license: Option<String>,
    /// What reports must say that used them [default for ScanCode's: its makers' copyright]
    #[arg(long)]
    attribution: Option<String>,
}

pub(crate) fn run(ui: &Ui, environment: &Environment, args: RulesArgs) -> Result<Exit, CliError> {
    match args.command {
        RulesCommand::Add(args) => add(ui, &folder(environment)?, args),
        RulesCommand::List => list(environment),
        RulesCommand::Remove { name } => {
            folder(environment)?.remove(&name)?;
            Ok(Exit::Clean)
        }
        RulesCommand::Test { source } => test(&source),
    }
}

/// Where packs are kept.
pub(crate) fn folder(environment: &Environment) -> Result<PackFolder, CliError> {
    let data = environment.data.as_ref().ok_or_else(|| {
        CliError::new(Kind::User, "there is no home folder to keep rule packs in")
            .hint("set HEIRLOOM_HOME to a folder for them")
    })?;
    Ok(PackFolder::new(&data.join("rules")))
}

fn add(ui: &Ui, folder: &PackFolder, args: AddArgs) -> Result<Exit, CliError> {
    let AddArgs { source, name, pack_version: version, license, attribution } = args;
    let source = SourceSpec::parse(&source).map_err(|error| open_error(&error))?;
    let new = NewPack { source, name, version, license, attribution };
    let pack = heirloom_engine::add_pack(folder, &new)?;
    ui.note(&format!("added {} with {} rules", pack.source.name, pack.source.n_rules));
    Ok(Exit::Clean)
}

fn list(environment: &Environment) -> Result<Exit, CliError> {
    let mut sources = heirloom_engine::built_in().sources();
    let mut damaged = None;
    if environment.data.is_some() {
        let folder = folder(environment)?;
        for pack in folder.list()? {
            damaged = damaged.or(folder.verify(&pack).err());
            sources.push(pack.source);
        }
    }
    let mut text = String::new();
    for source in &sources {
        describe(source, &mut text);
    }
    output::print(&text)?;
    damaged.map_or(Ok(Exit::Clean), |error| Err(error.into()))
}

fn describe(source: &RuleSource, text: &mut String) {
    let RuleSource { name, version, license, attribution, n_rules, .. } = source;
    writeln!(text, "{name} {version}  {n_rules} rules, {license}").expect("a string");
    if !attribution.is_empty() {
        writeln!(text, "    {attribution}").expect("a string");
    }
}

fn test(source: &OsString) -> Result<Exit, CliError> {
    let source = SourceSpec::parse(source).map_err(|error| open_error(&error))?;
    let SampleReport { n_rules, n_samples, failed } = heirloom_engine::test_samples(&source)?;
    let mut text = String::new();
    for sample in &failed {
        let found: Vec<String> = sample
            .found
            .iter()
            .map(|(expression, rule)| format!("{expression} by {rule}"))
            .collect();
        writeln!(text, "{}: {:?}", sample.file, sample.text).expect("a string");
        writeln!(text, "    expected {:?}", sample.expect).expect("a string");
        writeln!(text, "    found    {found:?}").expect("a string");
    }
    writeln!(text, "{n_rules} rules, {n_samples} samples, {} failed", failed.len())
        .expect("a string");
    output::print(&text)?;
    Ok(if failed.is_empty() { Exit::Clean } else { Exit::Rejected })
}

impl From<AddError> for CliError {
    fn from(error: AddError) -> CliError {
        match error {
            AddError::Open(open) => open_error(&open),
            AddError::Pack(pack) => pack.into(),
            AddError::Empty => CliError::failed(Kind::User, &error).hint(
                "name the folder that holds them, or the wheel of `licensedcode-data` or \
                 `scancode-toolkit-mini`",
            ),
            AddError::File(_) | AddError::Compile(_) => CliError::failed(Kind::Config, &error),
            AddError::Walk(_) | AddError::Unread(_) => CliError::failed(Kind::Data, &error),
        }
    }
}
