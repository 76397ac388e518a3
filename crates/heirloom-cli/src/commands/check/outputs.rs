// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Where the results of a check go, and in which forms.

use std::{
    ffi::OsString,
    io::{self, Write},
};

use heirloom_engine::proofs::Prover;
use heirloom_model::{ComponentId, Plans, Proof};
use heirloom_report::{CheckView, MatrixView, PageExtras, Proofs, TerminalOptions};

use crate::{
    error::{CliError, Kind},
    output::{self, Target},
    ui::Ui,
};

/// Licenses that the table of a page has.
const MAX_LICENSES: usize = 40;

/// Where results go; several may be asked for in one run, `-` means stdout.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct CheckOutputArgs {
    /// Write one JSON document (form heirloom-check/1)
    ///
    /// A single path after `--json` is SOURCE, and the result goes to stdout; with SOURCE, or
    /// written as `--json=FILE`, it is the file to write.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    json: Option<OsString>,
    /// Write SARIF 2.1.0, for code scanning
    #[arg(long, value_name = "FILE")]
    sarif: Option<OsString>,
    /// Write JUnit XML, for CI systems
    #[arg(long, value_name = "FILE")]
    junit: Option<OsString>,
    /// Write one HTML page that works offline: graph, proofs, duties, licenses
    #[arg(long, value_name = "FILE")]
    html: Option<OsString>,
    /// Look for remedies and show them on the HTML page; see `heirloom plan`
    #[arg(long, requires = "html")]
    plans: bool,
    /// Put the proof of each whole into the JSON document
    #[arg(long)]
    proofs: bool,
}

/// The form of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Sarif,
    Junit,
    Html,
    Terminal,
}

/// What is written where.
#[derive(Debug)]
pub(crate) struct CheckOutputs {
    outputs: Vec<(Format, Target)>,
    with_proofs: bool,
    with_plans: bool,
}

impl CheckOutputs {
    /// What was asked for; without SOURCE, a single path after `--json` becomes it.
    pub(crate) fn new(
        ui: &Ui,
        args: CheckOutputArgs,
        source: &mut Option<OsString>,
        typed: &[OsString],
    ) -> Result<CheckOutputs, CliError> {
        let CheckOutputArgs { mut json, sarif, junit, html, plans, proofs } = args;
        let is_joined = typed.iter().any(|arg| arg.as_encoded_bytes().starts_with(b"--json="));
        if source.is_none() && !is_joined && json.as_ref().is_some_and(|value| value != "-") {
            *source = json.replace("-".into());
        }
        let asked = [
            (Format::Json, json),
            (Format::Sarif, sarif),
            (Format::Junit, junit),
            (Format::Html, html),
        ];
        let mut outputs: Vec<(Format, Target)> = asked
            .into_iter()
            .filter_map(|(format, value)| Some((format, Target::of(&value?))))
            .collect();
        let n_stdout = outputs.iter().filter(|(_, target)| *target == Target::Stdout).count();
        if n_stdout > 1 {
            return Err(CliError::new(Kind::User, "two results cannot both go to stdout")
                .hint("name a file for all but one of them"));
        }
        if n_stdout == 0 && (!ui.quiet || outputs.is_empty()) {
            outputs.push((Format::Terminal, Target::Stdout));
        }
        Ok(CheckOutputs { outputs, with_proofs: proofs, with_plans: plans })
    }

    /// Whether plans are to be looked for.
    pub(crate) fn with_plans(&self) -> bool {
        self.with_plans
    }

    /// Writes all of them.
    pub(crate) fn write(
        &self,
        ui: &Ui,
        view: &CheckView<'_>,
        prover: &Prover<'_>,
        plans: Option<&Plans>,
    ) -> Result<(), CliError> {
        let prove =
            |delivery: usize, root: &ComponentId| -> Option<Proof> { prover.prove(delivery, root) };
        let proofs = Proofs::new(&prove);
        for (format, target) in &self.outputs {
            output::write(target, |out| match format {
                Format::Json => {
                    heirloom_report::check_json(view, self.with_proofs.then_some(proofs), out)
                }
                Format::Sarif => heirloom_report::check_sarif(view, ui.language, out),
                Format::Junit => heirloom_report::check_junit(view, ui.language, out),
                Format::Html => page(ui, view, prover, plans, out),
                Format::Terminal => {
                    let options =
                        TerminalOptions { language: ui.language, color: ui.color, width: ui.width };
                    heirloom_report::check_terminal(view, &options, out)
                }
            })?;
        }
        Ok(())
    }
}

/// Writes the page of a check.
pub(in crate::commands) fn page(
    ui: &Ui,
    view: &CheckView<'_>,
    prover: &Prover<'_>,
    plans: Option<&Plans>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let prove =
        |delivery: usize, root: &ComponentId| -> Option<Proof> { prover.prove(delivery, root) };
    let matrix = matrix(prover);
    let extras = PageExtras { proofs: Some(Proofs::new(&prove)), matrix: Some(&matrix), plans };
    heirloom_report::check_html(view, &extras, ui.language, out)
}

/// The ways of use of a product against its most frequent licenses.
fn matrix(prover: &Prover<'_>) -> MatrixView {
    let table = prover.license_table(MAX_LICENSES);
    MatrixView {
        columns: table.licenses.iter().map(ToString::to_string).collect(),
        rows: table
            .rows
            .into_iter()
            .map(|(kind, verdicts)| (kind.name().to_owned(), kind.name().to_owned(), verdicts))
            .collect(),
    }
}
