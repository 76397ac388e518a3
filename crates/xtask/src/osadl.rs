// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Compares the license facts with the matrix and the checklists of OSADL.
//!
//! Nothing here decides anything: the answers come from `heirloom-lineage`, and a difference that
//! nobody explained, or an explanation without a difference, fails the command.

mod checklist;
mod differences;
mod duties;
mod matrix;
mod words;

use std::{error::Error, fs, path::PathBuf};

use heirloom_lineage::book::LicenseBook;

use crate::{Outcome, repository::Repository};

/// Compares the license facts with OSADL's matrix and checklists.
#[derive(clap::Args)]
pub(crate) struct OsadlArgs {
    /// The folder with `matrixseqexpl.json` and `checklists`.
    path: PathBuf,
    /// Prints every cell that is not decided, with our answer.
    #[arg(long)]
    undecided: bool,
}

/// Runs `cargo xtask osadl`.
pub(crate) fn osadl(repository: &Repository, args: &OsadlArgs) -> Outcome {
    let book = LicenseBook::built_in()?;
    let file = repository.root().join("data/evaluation/osadl-differences.toml");
    let mut explained = differences::Differences::read(&fs::read_to_string(file)?)?;
    let matrix = fs::read_to_string(args.path.join("matrixseqexpl.json"))?;
    let matrix = matrix::Matrix::read(&matrix)?;
    matrix::report(&book, &matrix, &mut explained, args.undecided);
    println!();
    let checklists = checklists(args)?;
    duties::report(&book, &checklists, &mut explained);
    explained.finish()
}

fn checklists(args: &OsadlArgs) -> Result<Vec<checklist::Checklist>, Box<dyn Error>> {
    let mut lists = Vec::new();
    for entry in fs::read_dir(args.path.join("checklists"))? {
        let path = entry?.path();
        let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        if path.extension().is_some_and(|extension| extension == "txt") {
            lists.push(checklist::Checklist::read(name, &fs::read_to_string(&path)?));
        }
    }
    lists.sort_by(|one, other| one.license.cmp(&other.license));
    Ok(lists)
}
