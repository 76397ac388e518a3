// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom policy`: what is accepted, and the policy that a command decides by.

mod faults;
mod text;

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Subcommand;
use heirloom_engine::{
    Gate,
    check::{self, CheckRequest},
    gate,
    policy::{Date, Policy, Starter},
};
use heirloom_model::TreePath;
use heirloom_report::messages::Messages;

use super::check::{ProductArgs, request};
use crate::{
    clock,
    environment::Environment,
    error::{CliError, Exit, Kind},
    interrupt, output,
    progress::ProgressLine,
    ui::Ui,
};

/// Arguments of `heirloom policy`.
#[derive(Debug, clap::Args)]
pub(crate) struct PolicyCommandArgs {
    #[command(subcommand)]
    command: PolicyCommand,
}

#[derive(Debug, Subcommand)]
enum PolicyCommand {
    /// List the policies that come along
    List,
    /// Print a policy, as a file to start from
    Show {
        /// A policy that comes along, or a file
        #[arg(default_value = "default")]
        policy: OsString,
    },
    /// Read a policy, tell everything wrong with it, and try it on its examples
    Test {
        /// A file, or a policy that comes along [default: that of heirloom.toml here, else `default`]
        policy: Option<OsString>,
    },
    /// Say which rule decided about a finding, and what kept the others from matching
    Explain {
        /// The name of a finding, as `heirloom check` shows it
        finding: String,
        #[command(flatten)]
        product: Box<ProductArgs>,
    },
}

/// By what to decide.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Policy")]
pub(crate) struct PolicyArgs {
    /// Decide by this policy: a file, or one that comes along (`heirloom policy list`)
    /// [default: `policy` in heirloom.toml, else `default`]
    #[arg(long, value_name = "FILE|NAME")]
    pub(crate) policy: Option<OsString>,
    /// The day on which waivers hold, such as 2026-12-31 [default: today in UTC]
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
}

pub(crate) fn run(
    ui: &Ui,
    environment: &Environment,
    args: PolicyCommandArgs,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    match args.command {
        PolicyCommand::List => list(),
        PolicyCommand::Show { policy } => {
            let source = Source::of_argument(&policy)?;
            output::print(&source.text)?;
            Ok(Exit::Clean)
        }
        PolicyCommand::Test { policy } => test(ui, policy.as_deref()),
        PolicyCommand::Explain { finding, product } => {
            explain(ui, environment, &finding, *product, typed)
        }
    }
}

/// The policy that a command decides by, with the day; `stated` is what the configuration in
/// `folder` names.
pub(crate) fn gate_of(
    ui: &Ui,
    args: &PolicyArgs,
    stated: Option<(&TreePath, &Path)>,
) -> Result<Gate, CliError> {
    let as_of = match &args.as_of {
        Some(text) => Date::parse(text).map_err(|error| CliError::failed(Kind::User, &error))?,
        None => clock::today(),
    };
    let source = match (&args.policy, stated) {
        (Some(argument), _) => Source::of_argument(argument)?,
        (None, Some((name, folder))) => Source::of_configuration(name, folder)?,
        (None, None) => Source::starter(Starter::ALL[0]),
    };
    let policy = Arc::new(source.policy(ui)?);
    Ok(Gate { policy, file: source.file, as_of, max_findings: Gate::MAX_FINDINGS })
}

/// The text of a policy and where it is from.
struct Source {
    /// How problems name it.
    name: String,
    text: String,
    /// Its name in reports, where it is a file.
    file: Option<TreePath>,
}

impl Source {
    fn starter(starter: Starter) -> Source {
        Source { name: starter.name.to_owned(), text: starter.text.to_owned(), file: None }
    }

    /// What was typed: a file, else a policy that comes along.
    fn of_argument(argument: &OsStr) -> Result<Source, CliError> {
        let path = Path::new(argument);
        let starter = argument.to_str().and_then(Starter::of_name);
        match starter {
            Some(starter) if !path.is_file() => Ok(Source::starter(starter)),
            _ => Source::file(path),
        }
    }

    /// What the configuration names: a policy that comes along, else a file beside it.
    fn of_configuration(name: &TreePath, folder: &Path) -> Result<Source, CliError> {
        let text = String::from_utf8_lossy(name.as_bytes()).into_owned();
        match Starter::of_name(&text) {
            Some(starter) => Ok(Source::starter(starter)),
            None => Source::file(&folder.join(text)),
        }
    }

    fn file(path: &Path) -> Result<Source, CliError> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| {
            let known: Vec<&str> = Starter::ALL.iter().map(|starter| starter.name).collect();
            CliError::new(Kind::Config, format!("failed to read the policy {name}: {error}"))
                .hint(format!("name a file, or a policy that comes along: {}", known.join(", ")))
        })?;
        let text = String::from_utf8(bytes)
            .map_err(|_| CliError::new(Kind::Config, format!("{name}: the policy is not UTF-8")))?;
        let file_name = path.file_name().unwrap_or(path.as_os_str()).as_encoded_bytes();
        Ok(Source { name, text, file: TreePath::parse(file_name).ok() })
    }

    /// Reads it; everything that is wrong is told, a line each.
    fn policy(&self, ui: &Ui) -> Result<Policy, CliError> {
        Policy::read(&self.name, &self.text).map_err(|error| {
            let messages = Messages::for_language(ui.language);
            let problems = error.problems.iter();
            let lines: Vec<String> = problems.map(|one| faults::line(&messages, one)).collect();
            let n = messages.count("policy.wrong", lines.len() as u64);
            CliError::new(Kind::Config, format!("{n}\n{}", lines.join("\n")))
                .hint(messages.label("policy.form-hint"))
        })
    }
}

fn list() -> Result<Exit, CliError> {
    let lines: Vec<String> = Starter::ALL
        .iter()
        .map(|starter| {
            let policy = starter.policy();
            let n_rules = policy.rules().len();
            format!("{:12} {n_rules:2} rules  {}\n", starter.name, policy.description())
        })
        .collect();
    output::print(&lines.concat())?;
    Ok(Exit::Clean)
}

fn test(ui: &Ui, argument: Option<&OsStr>) -> Result<Exit, CliError> {
    let source = match argument {
        Some(argument) => Source::of_argument(argument)?,
        None => here()?,
    };
    let policy = source.policy(ui)?;
    let book = check::license_book()?;
    let kinds = gate::kinds(&book);
    let report = policy.test(&kinds);
    let problems = gate::unknown_licenses(&book, &policy);
    let expired: Vec<_> = policy.expired(clock::today()).collect();
    let messages = Messages::for_language(ui.language);
    let text = text::test(&messages, &source.name, &policy, &report, &problems, &expired);
    output::print(&text)?;
    Ok(if report.passed() { Exit::Clean } else { Exit::Rejected })
}

/// The policy of the configuration in the current folder.
fn here() -> Result<Source, CliError> {
    let path = PathBuf::from("heirloom.toml");
    let Ok(bytes) = std::fs::read(&path) else { return Ok(Source::starter(Starter::ALL[0])) };
    let stated = heirloom_engine::parse_stated(&TreePath::root(), &bytes).map_err(|errors| {
        let lines: Vec<String> =
            errors.iter().map(|error| format!("{}:{error}", path.display())).collect();
        CliError::new(Kind::Config, lines.join("\n"))
    })?;
    match &stated.policy {
        Some(name) => Source::of_configuration(name, Path::new(".")),
        None => Ok(Source::starter(Starter::ALL[0])),
    }
}

fn explain(
    ui: &Ui,
    environment: &Environment,
    finding: &str,
    args: ProductArgs,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    let request: CheckRequest = request(ui, environment, args, typed)?;
    let cancel = interrupt::flag();
    let progress = ProgressLine::new(ui.progress, ui.width);
    let book = check::license_book()?;
    let (_, product) = check::survey(&request, &progress, &cancel)?;
    drop(progress);
    let explained =
        check::explain_finding(&book, product, &request.gate, finding).ok_or_else(|| {
            CliError::new(Kind::User, format!("no finding of this product is called `{finding}`"))
                .hint("`heirloom check` shows the names of findings; use the same options here")
        })?;
    let messages = Messages::for_language(ui.language);
    output::print(&text::explained(&messages, &request.gate, &explained))?;
    Ok(Exit::Clean)
}
