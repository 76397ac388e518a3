// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One file per command.

pub(crate) mod bom;
pub(crate) mod bundle;
pub(crate) mod cache;
pub(crate) mod check;
pub(crate) mod compat;
pub(crate) mod generate;
pub(crate) mod init;
pub(crate) mod matrix;
pub(crate) mod plan;
pub(crate) mod policy;
pub(crate) mod rules;
pub(crate) mod scan;
pub(crate) mod why;

use std::ffi::OsString;

use crate::{
    args::Command,
    environment::Environment,
    error::{CliError, Exit},
    ui::Ui,
};

/// Runs a command; `typed` are the arguments before they were parsed.
pub(crate) fn run(
    ui: &Ui,
    environment: &Environment,
    command: Command,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    match command {
        Command::Scan(args) => scan::run(ui, environment, *args, typed),
        Command::Check(args) => check::run(ui, environment, *args, typed),
        Command::Explain(args) => check::explain(ui, environment, *args, typed),
        Command::Bom(args) => bom::run(ui, environment, *args, typed),
        Command::Bundle(args) => bundle::run(ui, environment, *args, typed),
        Command::Matrix(args) => matrix::run(ui, &args),
        Command::Compat(args) => compat::run(ui, &args),
        Command::Init(args) => init::run(ui, environment, *args, typed),
        Command::Plan(args) => plan::run(ui, environment, *args, typed),
        Command::Policy(args) => policy::run(ui, environment, args, typed),
        Command::Rules(args) => rules::run(ui, environment, args),
        Command::Generate(args) => generate::run(args),
        Command::Why(args) => why::run(ui, environment, *args, typed),
        Command::Cache(args) => cache::run(environment, &args),
    }
}
