// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a scan is asked to do, checked and complete.

use std::{num::NonZeroUsize, path::PathBuf, sync::Arc};

use heirloom_intake::{Selection, SourceSpec, Stage};
use heirloom_model::{Curation, TreePath};
use heirloom_package::{ManifestLimits, graph::GraphLimits};
use heirloom_source::SourceLimits;
use heirloom_store::CacheConfig;
use heirloom_text::{decode::TextLimits, license::LicenseLimits};

use crate::{KnownBase, Repository, Rules, conclude::ConcludeLimits};

/// A scan as a front end asks for it.
#[derive(Clone, Debug)]
pub struct ScanRequest {
    /// What to scan.
    pub source: SourceSpec,
    /// How the user named it.
    pub source_name: Box<str>,
    /// Which files of it.
    pub selection: Selection,
    /// How much of hostile input is read.
    pub limits: Limits,
    /// How many threads read files.
    pub threads: NonZeroUsize,
    /// Where facts are kept between runs; `None` keeps them for this run only.
    pub cache: Option<CacheConfig>,
    /// A folder for temporary files.
    pub temporary: PathBuf,
    /// Whether the source is one file that is a bill of materials, whose packages are taken.
    pub is_bill: bool,
    /// The license rules.
    pub rules: Arc<Rules>,
    /// Licenses decided by people.
    pub curations: Vec<Curation>,
    /// What to look for.
    pub want: Want,
    /// Folders outside of the source that tell what packages need.
    pub repositories: Vec<Repository>,
    /// Images that the source, if it is an image, may be built on.
    pub bases: Vec<KnownBase>,
}

/// What to look for in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Want {
    /// Licenses.
    pub licenses: bool,
    /// Copyright statements and authors.
    pub copyrights: bool,
    /// Manifests of packages.
    pub packages: bool,
    /// What files say of other software, which products are made from: package files and source
    /// text are read for it once more.
    pub uses: bool,
}

impl Want {
    /// Everything that a scan shows.
    pub const ALL: Want = Want { licenses: true, copyrights: true, packages: true, uses: false };
}

/// All limits of a scan.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Limits of walking, reading and expanding.
    pub intake: heirloom_intake::Limits,
    /// Limits of decoding text.
    pub text: TextLimits,
    /// Limits of finding licenses.
    pub license: LicenseLimits,
    /// Limits of reading manifests.
    pub manifest: ManifestLimits,
    /// Limits of reading what package files require.
    pub graph: GraphLimits,
    /// Limits of reading what source text uses.
    pub source: SourceLimits,
    /// Limits of concluding.
    pub conclude: ConcludeLimits,
    /// Problems listed per code in the summary; all are in the records of the files.
    pub problems_per_code: u64,
}

impl Limits {
    /// The defaults of each part.
    pub fn standard() -> Limits {
        Limits {
            intake: heirloom_intake::Limits::standard(),
            text: TextLimits::standard(),
            license: LicenseLimits::standard(),
            manifest: ManifestLimits::standard(),
            graph: GraphLimits::standard(),
            source: SourceLimits::standard(),
            conclude: ConcludeLimits::standard(),
            problems_per_code: 1000,
        }
    }
}

/// Hears how a scan goes on; called by many threads.
pub trait Progress: Sync {
    /// A file was met that will be read.
    fn found(&self, n_bytes: u64);
    /// The facts of a file are there.
    fn done(&self, path: &TreePath, n_bytes: u64);
    /// Something is done before the first file can be met.
    fn preparing(&self, _stage: Stage) {}
    /// All files are read; the rest of the tree's conclusions follow.
    fn concluding(&self);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn found(&self, _n_bytes: u64) {}
    fn done(&self, _path: &TreePath, _n_bytes: u64) {}
    fn concluding(&self) {}
}
