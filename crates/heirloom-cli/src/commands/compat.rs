// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom compat`: can these be in one work, and under which license does it go out.

use heirloom_engine::check;
use heirloom_model::Expression;
use heirloom_report::TerminalOptions;

use crate::{
    error::{CliError, Exit, Kind},
    output::{self, Target},
    ui::Ui,
};

/// Say whether licenses can meet in one work, and under which license it goes out
///
/// The parts are linked into one program of yours, delivered as binary. Exits with 1 if no license
/// suits all of them.
#[derive(Debug, clap::Args)]
pub(crate) struct CompatArgs {
    /// SPDX expressions of the parts
    #[arg(value_name = "LICENSE", required = true, num_args = 1..)]
    licenses: Vec<String>,
}

pub(crate) fn run(ui: &Ui, args: &CompatArgs) -> Result<Exit, CliError> {
    let parts: Vec<Expression> =
        args.licenses.iter().map(|text| expression(text)).collect::<Result<_, _>>()?;
    let book = check::license_book()?;
    let met = check::meeting(&book, &parts);
    output::write(&Target::Stdout, |out| {
        let options = TerminalOptions { language: ui.language, color: ui.color, width: ui.width };
        heirloom_report::proof_terminal(&met.proof, &[], &options, out)
    })?;
    Ok(if met.is_possible { Exit::Clean } else { Exit::Rejected })
}

/// An SPDX expression that was typed.
pub(super) fn expression(text: &str) -> Result<Expression, CliError> {
    Expression::parse(text).map_err(|error| {
        CliError::new(Kind::User, format!("`{text}` is no license expression: failed to {error}"))
            .hint(
                "write SPDX identifiers, such as \"GPL-2.0-or-later WITH Classpath-exception-2.0\"",
            )
    })
}
