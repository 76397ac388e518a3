// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![expect(clippy::disallowed_methods, reason = "a front end reads its environment and its clock")]

mod args;
mod clock;
mod commands;
mod environment;
mod error;
mod interrupt;
mod output;
mod progress;
mod ui;

use std::{ffi::OsString, process::ExitCode};

use clap::{CommandFactory, FromArgMatches};

use crate::{args::Args, environment::Environment, ui::Ui};

/// The command line's definition, for completions and manual pages.
pub fn command() -> clap::Command {
    Args::command()
}

/// Runs the program with the arguments and environment of the process.
pub fn main() -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let environment = Environment::of_process();
    let matches = match command().try_get_matches_from(&typed) {
        Ok(matches) => matches,
        Err(error) => return args::show_clap(&error),
    };
    let args = match Args::from_arg_matches(&matches) {
        Ok(args) => args,
        Err(error) => return args::show_clap(&error),
    };
    let ui = Ui::new(&args.global, &environment);
    match commands::run(&ui, &environment, args.command, &typed) {
        Ok(code) => code.into(),
        Err(error) => {
            ui.error(&error);
            error.exit().into()
        }
    }
}
