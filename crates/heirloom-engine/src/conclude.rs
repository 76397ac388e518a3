// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Concludes licenses from what all files of a tree say, in two passes and bounded memory.
//!
//! First [`Collector::observe`] sees every file once and keeps only what can speak of other files:
//! manifests, license texts, annotations. [`Collector::conclude`] turns that into [`Conclusions`],
//! which [`Conclusions::finalize`] applies to every file in a second pass; files may come in any
//! order. [`Conclusions::finish`] gives the folders. Pure functions over facts: nothing is read.

use heirloom_model::{Curation, FileFacts, FileRecord, FolderRecord, Problem, TreePath};

/// Limits on the memory that concluding may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConcludeLimits {
    /// Folders beyond this number do not become projects of their own.
    pub max_projects: usize,
    /// Files beyond this number cannot be the target of a reference.
    pub max_targets: usize,
    /// Annotation rules beyond this number are not applied.
    pub max_rules: usize,
}

impl ConcludeLimits {
    /// Limits that no real tree reaches.
    pub const fn standard() -> ConcludeLimits {
        ConcludeLimits { max_projects: 100_000, max_targets: 200_000, max_rules: 200_000 }
    }
}

/// The first pass: gathers what can speak of other files.
#[derive(Debug)]
pub struct Collector {
    limits: ConcludeLimits,
}

impl Collector {
    /// An empty collector.
    pub fn new(limits: ConcludeLimits) -> Collector {
        Collector { limits }
    }

    /// Takes in one file.
    pub fn observe(&mut self, path: &TreePath, facts: &FileFacts) {
        let _ = (path, facts, self.limits);
    }

    /// Ends the first pass; of the curations that match a file the last decides.
    pub fn conclude(self, curations: Vec<Curation>) -> Conclusions {
        Conclusions { curations }
    }
}

/// The second pass: what the tree says about each file.
#[derive(Debug)]
pub struct Conclusions {
    curations: Vec<Curation>,
}

impl Conclusions {
    /// Fills the context of one file and counts the file for its folders.
    pub fn finalize(&mut self, record: &mut FileRecord) {
        let _ = record;
    }

    /// Ends the second pass.
    pub fn finish(self) -> TreeConclusion {
        TreeConclusion {
            project: FolderRecord::default(),
            folders: Vec::new(),
            curations: self.curations,
            problems: Vec::new(),
        }
    }
}

/// What was concluded for the tree as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeConclusion {
    /// The root.
    pub project: FolderRecord,
    /// Projects below it, sorted by path.
    pub folders: Vec<FolderRecord>,
    /// The curations with the number of files each decided.
    pub curations: Vec<Curation>,
    /// Curations that decided nothing.
    pub problems: Vec<Problem>,
}
