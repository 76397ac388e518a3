// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask truth`: agreement with what others wrote about real software.
//!
//! Two sources: Debian's per-file copyright records, and files that carry a tag and a notice, with
//! the tag removed. In both a file counts only when *its own words confirm* the record, so that
//! mistakes of the record are not charged to the scanner; [`words`] defines that without any use
//! of our detector.
//!
//! What is scored is what a scanner says of the whole file: the composed expression, `detected`.
//! A second line scores the single finds, before joining: how much composing changes.

mod copyrights;
mod debian;
mod dep5;
mod fetch;
mod graphs;
mod inventory;
mod packages;
mod parts;
mod purl;
mod rows;
mod source;
mod tagged;
mod vers;
mod words;

use std::{
    collections::BTreeSet,
    error::Error,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use super::{accuracy::program, found::Scanner};
use crate::{Outcome, repository::Repository};

/// Scores against what others wrote about real software.
#[derive(clap::Args)]
pub(crate) struct TruthArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Downloads and unpacks Debian source packages with careful copyright files.
    Fetch(FetchArgs),
    /// Scores against the copyright files of unpacked source packages.
    Debian(TreesArgs),
    /// Scores the licenses of whole packages against their copyright files.
    Packages(PackagesArgs),
    /// Scores copyright statements and holders against files that were read one by one.
    Copyrights(CopyrightsArgs),
    /// Compares dependency graphs with what the tools of their ecosystems say.
    Graphs(graphs::GraphsArgs),
    /// Compares packages with what other scanners expect of their own fixtures.
    Inventory(inventory::InventoryArgs),
    /// Scores programs and libraries of source text against files that were read one by one.
    Source(source::SourceArgs),
    /// Compares the files that builds compiled with those that build files are read to name.
    Parts(parts::PartsArgs),
    /// Compares package URLs with the test suite of their specification.
    Purl(purl::PurlArgs),
    /// Compares versions and ranges of versions with the test suite of their specification.
    Vers(vers::VersArgs),
    /// Scores files that carry a tag and a notice, the tag removed.
    Tagged(TreesArgs),
}

#[derive(clap::Args)]
struct FetchArgs {
    /// Where the packages go; outside the repository.
    #[arg(long)]
    into: PathBuf,
    /// Source packages; a chosen list when none is named.
    packages: Vec<String>,
}

#[derive(clap::Args)]
struct TreesArgs {
    /// A folder of packages (`debian`) or a source tree (`tagged`); may be given more than once.
    #[arg(long, required = true)]
    tree: Vec<PathBuf>,
    /// Another scanner to score on the same files; speaks ScanCode's command line.
    #[arg(long)]
    peer: Option<PathBuf>,
    /// The program; built when not given.
    #[arg(long)]
    heirloom: Option<PathBuf>,
    /// Writes a line per wrong answer of the half for tuning here; the other half stays unseen.
    #[arg(long)]
    details: Option<PathBuf>,
    /// More arguments for `heirloom scan`.
    #[arg(last = true)]
    arguments: Vec<OsString>,
}

#[derive(clap::Args)]
struct PackagesArgs {
    /// Which records are careful, and why.
    #[arg(long, default_value = "data/evaluation/debian-records.toml")]
    records: PathBuf,
    #[command(flatten)]
    trees: TreesArgs,
}

#[derive(clap::Args)]
struct CopyrightsArgs {
    /// What the person wrote down.
    #[arg(long, default_value = "data/evaluation/copyright-truth.toml")]
    list: PathBuf,
    #[command(flatten)]
    trees: TreesArgs,
}

impl TreesArgs {
    /// Calls `score` for heirloom and for the peer.
    fn each_scanner(
        &self,
        repository: &Repository,
        mut score: impl FnMut(&str, Scanner<'_>) -> Result<String, Box<dyn Error>>,
    ) -> Outcome {
        let heirloom = program(self.heirloom.as_ref(), repository)?;
        let wrong = score(
            "heirloom",
            Scanner::Heirloom { program: &heirloom, arguments: &self.arguments },
        )?;
        if let Some(path) = &self.details {
            fs::write(path, wrong)?;
        }
        if let Some(program) = &self.peer {
            score("peer", Scanner::ScanCode { program })?;
        }
        Ok(())
    }
}

/// Runs `cargo xtask truth`.
pub(crate) fn truth(repository: &Repository, args: &TruthArgs) -> Outcome {
    match &args.what {
        What::Fetch(args) => fetch::fetch(&args.into, &args.packages),
        What::Debian(args) => debian::debian(repository, args),
        What::Packages(args) => packages::packages(repository, args),
        What::Copyrights(args) => copyrights::copyrights(repository, args),
        What::Graphs(args) => graphs::graphs(args),
        What::Inventory(args) => inventory::inventory(args),
        What::Source(args) => source::source(repository, args),
        What::Parts(args) => parts::parts(args),
        What::Purl(args) => purl::purl(args),
        What::Vers(args) => vers::vers(args),
        What::Tagged(args) => tagged::tagged(repository, args),
    }
}

/// The folders in a folder, sorted.
fn folders_of(tree: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries = fs::read_dir(tree)?.map(|entry| Ok(entry?.path()));
    let mut folders: Vec<PathBuf> = entries.collect::<std::io::Result<_>>()?;
    folders.retain(|folder| folder.is_dir());
    folders.sort();
    Ok(folders)
}

/// Identifiers of the SPDX list in current form: `GPL-2.0+` is `GPL-2.0-or-later`.
fn current_ids<'a>(expressions: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for expression in expressions {
        for token in expression.split([' ', '(', ')']) {
            let operator = ["", "AND", "OR", "WITH"].contains(&&*token.to_uppercase());
            if !operator && !token.to_lowercase().starts_with("licenseref-") {
                ids.insert(words::current_id(token));
            }
        }
    }
    ids
}
