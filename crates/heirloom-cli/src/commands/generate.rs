// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom generate`: shell completions and manual pages, for packagers.

use std::path::PathBuf;

use clap::Subcommand;
use clap_complete::Shell;

use crate::{
    error::{CliError, Exit, Kind},
    output::{self, Target},
};

/// Arguments of `heirloom generate`.
#[derive(Debug, clap::Args)]
pub(crate) struct GenerateArgs {
    #[command(subcommand)]
    command: GenerateCommand,
}

#[derive(Debug, Subcommand)]
enum GenerateCommand {
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write manual pages, one a command
    Man {
        /// The folder to write to
        folder: PathBuf,
    },
}

pub(crate) fn run(args: GenerateArgs) -> Result<Exit, CliError> {
    match args.command {
        GenerateCommand::Completions { shell } => output::write(&Target::Stdout, |out| {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut crate::command(), "heirloom", &mut script);
            out.write_all(&script)
        })?,
        GenerateCommand::Man { folder } => {
            std::fs::create_dir_all(&folder)
                .and_then(|()| clap_mangen::generate_to(crate::command(), &folder))
                .map_err(|error| {
                    let message = format!("failed to write {}: {error}", folder.display());
                    CliError::new(Kind::User, message)
                })?;
        }
    }
    Ok(Exit::Clean)
}
