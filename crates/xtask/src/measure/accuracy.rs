// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask accuracy`: agreement with annotated files.

use std::{ffi::OsString, path::PathBuf};

use super::{copyrights, licenses};
use crate::{Outcome, repository::Repository, status::build_heirloom};

/// Scores against annotated files: FILE with FILE.yml beside it.
#[derive(clap::Args)]
pub(crate) struct AccuracyArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// License expressions, in ScanCode's keys.
    Licenses(LicenseArgs),
    /// Copyright statements, holders and authors.
    Copyrights(CopyrightArgs),
}

#[derive(clap::Args)]
pub(super) struct LicenseArgs {
    #[command(flatten)]
    pub(super) common: CommonArgs,
    /// The table from keys to SPDX identifiers.
    #[arg(long)]
    pub(super) keys: PathBuf,
    /// Another scanner to score on the same files; speaks ScanCode's command line.
    #[arg(long)]
    pub(super) peer: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(super) struct CopyrightArgs {
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(clap::Args)]
pub(super) struct CommonArgs {
    /// A folder of cases; may be given more than once.
    #[arg(long, required = true)]
    pub(super) cases: Vec<PathBuf>,
    /// The program; built when not given.
    #[arg(long)]
    heirloom: Option<PathBuf>,
    /// Writes a line per wrong answer of the half for tuning here; the other half stays unseen.
    #[arg(long)]
    pub(super) details: Option<PathBuf>,
    /// More arguments for `heirloom scan`.
    #[arg(last = true)]
    pub(super) arguments: Vec<OsString>,
}

impl CommonArgs {
    /// The program under measure.
    pub(super) fn program(
        &self,
        repository: &Repository,
    ) -> Result<PathBuf, Box<dyn std::error::Error>> {
        program(self.heirloom.as_ref(), repository)
    }
}

/// The given program, or a fresh build.
pub(super) fn program(
    given: Option<&PathBuf>,
    repository: &Repository,
) -> Result<PathBuf, Box<dyn std::error::Error>> {
    match given {
        Some(program) => Ok(program.clone()),
        None => build_heirloom(repository.root()),
    }
}

/// Runs `cargo xtask accuracy`.
pub(crate) fn accuracy(repository: &Repository, args: &AccuracyArgs) -> Outcome {
    match &args.what {
        What::Licenses(args) => licenses::licenses(repository, args),
        What::Copyrights(args) => copyrights::copyrights(repository, args),
    }
}
