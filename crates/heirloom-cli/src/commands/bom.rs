// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom bom`: a software bill of materials of a source, and what is done with those of others.

mod documents;

use std::ffi::OsString;

use heirloom_sbom::{BomOptions, Form};

use super::scan::{
    LimitArgs, OutputArgs, RunningArgs, ScanArgs, SelectionArgs, TreeArgs, scanned, unread,
};
use crate::{
    clock,
    environment::Environment,
    error::{CliError, Exit, Kind},
    output::{self, Target},
    ui::Ui,
};

/// Write a software bill of materials: packages, who requires whom, licenses, holders
///
/// Equal sources give equal documents but for the time, which SOURCE_DATE_EPOCH sets and
/// `--no-timestamp` leaves out; the serial number is made of the contents.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct BomArgs {
    #[command(subcommand)]
    command: Option<documents::DocumentCommand>,
    /// A folder, a file, an archive, a bill of materials, or git:REPO@REV [default: the current folder]
    source: Option<OsString>,
    /// The form: cyclonedx-1.7, -1.6, -1.5, -1.4, spdx-3, spdx-2.3, spdx-2.3-tag-value
    #[arg(long, short, value_name = "FORM", default_value = "cyclonedx-1.6")]
    format: String,
    /// The file to write [default: stdout]
    #[arg(long, short, value_name = "FILE")]
    output: Option<OsString>,
    /// List packages that serve tests, examples and building alone too
    #[arg(long)]
    all: bool,
    /// Say no time (SPDX asks for one: the first second of 1970)
    #[arg(long)]
    no_timestamp: bool,
    /// Exit with 0 even when some input could not be read
    #[arg(long)]
    allow_partial: bool,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    running: RunningArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

pub(crate) fn run(
    ui: &Ui,
    environment: &Environment,
    args: BomArgs,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    if let Some(command) = &args.command {
        return documents::run(ui, command);
    }
    let BomArgs { source, format, output: file, all, no_timestamp, allow_partial, .. } = args;
    let (selection, running, limits) = (args.selection, args.running, args.limits);
    let format = form(&format)?;
    let (outputs, tree) = (OutputArgs::default(), TreeArgs::default());
    let scan = ScanArgs { source, selection, outputs, tree, running, limits };
    let result = scanned(ui, environment, scan, typed, |_| ())?;
    let options = BomOptions { created: (!no_timestamp).then(clock::now), with_aside: all };
    let target = file.as_ref().map_or(Target::Stdout, |file| Target::of(file));
    output::write(&target, |out| heirloom_sbom::write(&result.summary, format, &options, out))?;
    Ok(unread(ui, &result.summary, allow_partial))
}

/// The form of a name.
fn form(name: &str) -> Result<Form, CliError> {
    Form::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Form::WRITTEN.iter().map(|form| form.name()).collect();
        CliError::new(Kind::User, format!("there is no form {name:?}"))
            .hint(format!("known ones: {}", known.join(", ")))
    })
}
