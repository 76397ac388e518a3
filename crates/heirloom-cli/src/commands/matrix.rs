// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom matrix`: ways of use against licenses.

use std::ffi::OsString;

use heirloom_engine::check;
use heirloom_model::{Expression, RelationKind};
use heirloom_report::{MatrixView, TerminalOptions};

use crate::{
    error::{CliError, Exit, Kind},
    output::{self, Target},
    ui::Ui,
};

/// Show what each way of use means under each license
///
/// Computed from the terms of the licenses. Without LICENSES the five families of the classic
/// table: BSD, Apache, LGPL, GPL and AGPL.
#[derive(Debug, clap::Args)]
pub(crate) struct MatrixArgs {
    /// SPDX expressions, one for each column
    #[arg(value_name = "LICENSE")]
    licenses: Vec<String>,
    /// Ways of use, one for each row: static_link, exec, … [default: R1 to R6 of the table]
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    relations: Vec<String>,
    /// Write CSV: verdict tokens joined by `+`
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    csv: Option<OsString>,
    /// Write one HTML page that works offline
    #[arg(long, value_name = "FILE")]
    html: Option<OsString>,
}

pub(crate) fn run(ui: &Ui, args: &MatrixArgs) -> Result<Exit, CliError> {
    let book = check::license_book()?;
    let columns: Vec<(String, Vec<Expression>)> = if args.licenses.is_empty() {
        check::families()
    } else {
        let one = |text: &String| {
            let expression = super::compat::expression(text)?;
            Ok((text.clone(), vec![expression]))
        };
        args.licenses.iter().map(one).collect::<Result<_, CliError>>()?
    };
    let rows = rows(&args.relations)?;
    let view = MatrixView {
        columns: columns.iter().map(|(name, _)| name.clone()).collect(),
        rows: rows
            .into_iter()
            .map(|(name, kind)| {
                let verdicts = columns
                    .iter()
                    .map(|(_, licenses)| check::matrix_cell(&book, licenses, kind))
                    .collect();
                (name, kind.name().to_owned(), verdicts)
            })
            .collect(),
    };
    if let Some(file) = &args.csv {
        output::write(&Target::of(file), |out| heirloom_report::matrix_csv(&view, out))?;
    }
    if let Some(file) = &args.html {
        output::write(&Target::of(file), |out| {
            heirloom_report::matrix_html(&view, env!("CARGO_PKG_VERSION"), ui.language, out)
        })?;
    }
    if args.csv.is_none() && args.html.is_none() {
        let options = TerminalOptions { language: ui.language, color: ui.color, width: ui.width };
        output::write(&Target::Stdout, |out| {
            heirloom_report::matrix_terminal(&view, &options, out)
        })?;
    }
    Ok(Exit::Clean)
}

fn rows(kinds: &[String]) -> Result<Vec<(String, RelationKind)>, CliError> {
    if kinds.is_empty() {
        return Ok(check::rows());
    }
    kinds
        .iter()
        .map(|name| {
            RelationKind::from_name(name).map(|kind| (name.clone(), kind)).ok_or_else(|| {
                let known: Vec<_> = RelationKind::ALL.iter().map(|kind| kind.name()).collect();
                CliError::new(Kind::User, format!("`{name}` is no way of use"))
                    .hint(format!("known: {}", known.join(", ")))
            })
        })
        .collect()
}
