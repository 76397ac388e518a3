// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom cache`: what was kept of earlier scans.

use std::path::PathBuf;

use clap::Subcommand;

use crate::{
    environment::Environment,
    error::{CliError, Exit, Kind},
    output,
};

/// Arguments of `heirloom cache`.
#[derive(Debug, clap::Args)]
pub(crate) struct CacheArgs {
    #[command(subcommand)]
    command: CacheCommand,
    /// Folder of the cache [default: $HEIRLOOM_HOME/cache or $XDG_CACHE_HOME/heirloom]
    #[arg(long, value_name = "DIR", global = true)]
    cache_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum CacheCommand {
    /// Show where the cache is and how large it is
    Status,
    /// Remove it
    Clear,
}

pub(crate) fn run(environment: &Environment, args: &CacheArgs) -> Result<Exit, CliError> {
    let folder = args.cache_dir.as_ref().or(environment.cache.as_ref()).ok_or_else(|| {
        CliError::new(Kind::User, "there is no home folder to keep a cache in")
            .hint("name a folder with `--cache-dir`, or set HEIRLOOM_HOME")
    })?;
    let failed = |error| CliError::failed(Kind::Data, &error);
    match args.command {
        CacheCommand::Status => {
            let status = heirloom_engine::cache_status(folder).map_err(failed)?;
            output::print(&format!(
                "folder  {}\nfiles   {}\nvalues  {}\nbytes   {}\n",
                folder.display(),
                status.n_segments,
                status.n_values,
                status.n_bytes
            ))?;
        }
        CacheCommand::Clear => heirloom_engine::clear_cache(folder).map_err(failed)?,
    }
    Ok(Exit::Clean)
}
