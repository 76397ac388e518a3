// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Concludes licenses from what all files of a tree say, in two passes and bounded memory.
//!
//! First [`Collector::observe`] sees every file once and keeps only what can speak of other files:
//! manifests, license texts, annotations. [`Collector::conclude`] turns that into [`Conclusions`],
//! which [`Conclusions::finalize`] applies to every file in a second pass. [`Conclusions::finish`]
//! gives the folders. Pure functions over facts: nothing is read. The order of files does not
//! matter but for which of several equal things is named first; callers come in path order.
//!
//! # What holds for a file
//!
//! The first of these that says something:
//! 1. a curation of `heirloom.toml`, of several the last that matches;
//! 2. an annotation that overrides (`REUSE.toml`), of nested ones the outermost;
//! 3. the sidecar `NAME.license`, which stands for the file;
//! 4. the file's own tag, then what it declares when it is a manifest, then its own words, then the
//!    file that it points to ("see COPYING"); an annotation that aggregates applies as well;
//! 5. any other annotation (`REUSE.toml`, DEP-5), of nested ones the innermost, of several rules
//!    in one file the last that matches.
//!
//! Documents that only name licenses in passing, histories, and settings of tools that handle
//! licenses do not speak of themselves.
//!
//! A file that nothing speaks of has no concluded license; what its project says is not repeated
//! for it.
//!
//! # What holds for a project
//!
//! A project is the root, or a folder where a manifest or a license text stands. Its license is
//! what a curation says of the whole folder; else what its manifests declare, when the license
//! text beside them does not contradict; else what the text says; else what its `README` says;
//! else what most of its files say. A license text of the GPL family does not say whether later
//! versions are allowed: there the headers decide. Folders that are projects of their own are
//! counted in their parents but never disagree with them.

mod annotations;
mod contents;
mod curate;
mod file;
mod globs;
mod inherited;
mod names;
mod project;
mod references;
mod role;
mod seeds;

use std::collections::BTreeSet;

use heirloom_model::{
    Curation, Expression, FileFacts, FileRecord, FolderRecord, Problem, TreePath,
};

use annotations::Annotations;
use curate::Curations;
pub(crate) use names::said_of_parts;
use project::Projects;
use references::Targets;
use role::Place;
use seeds::Seeds;

/// Limits on the memory that concluding may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConcludeLimits {
    /// Folders beyond this number do not become projects of their own.
    pub max_projects: usize,
    /// Files beyond this number cannot be the target of a reference.
    pub max_targets: usize,
    /// Annotation rules and sidecar files beyond this number are not applied.
    pub max_rules: usize,
    /// Distinct license expressions of one project beyond this number are counted together.
    pub max_expressions: usize,
}

impl ConcludeLimits {
    /// Limits that no real tree reaches.
    pub const fn standard() -> ConcludeLimits {
        ConcludeLimits {
            max_projects: 100_000,
            max_targets: 200_000,
            max_rules: 200_000,
            max_expressions: 10_000,
        }
    }
}

/// The first pass: gathers what can speak of other files.
#[derive(Debug)]
pub struct Collector {
    limits: ConcludeLimits,
    annotations: Annotations,
    targets: Targets,
    seeds: Seeds,
}

impl Collector {
    /// An empty collector.
    pub fn new(limits: ConcludeLimits) -> Collector {
        Collector {
            limits,
            annotations: Annotations::new(limits.max_rules),
            targets: Targets::new(limits.max_targets),
            seeds: Seeds::new(limits.max_projects),
        }
    }

    /// Takes in one file.
    pub fn observe(&mut self, path: &TreePath, facts: &FileFacts) {
        self.annotations.observe(path, facts);
        self.targets.observe(path, facts);
        self.seeds.observe(path, facts);
    }

    /// Ends the first pass; of the curations that match a file the last decides.
    pub fn conclude(mut self, curations: Vec<Curation>) -> Conclusions {
        let curations = Curations::new(curations);
        let collections = self.seeds.take_collections();
        let projects =
            Projects::new(self.seeds, &self.targets, &curations, self.limits.max_expressions);
        let Collector { annotations, targets, .. } = self;
        let place = Place::default();
        Conclusions { annotations, targets, curations, collections, projects, place }
    }
}

/// The second pass: what the tree says about each file.
#[derive(Debug)]
pub struct Conclusions {
    annotations: Annotations,
    targets: Targets,
    curations: Curations,
    /// Folders of license texts.
    collections: BTreeSet<TreePath>,
    projects: Projects,
    place: Place,
}

impl Conclusions {
    /// Fills the context of one file and counts the file for its folders.
    pub fn finalize(&mut self, record: &mut FileRecord) {
        let curated = self.curations.find(&record.path);
        let (annotations, targets) = (&self.annotations, &self.targets);
        record.context = file::context(record, &mut self.place, annotations, targets, curated);
        let is_data = !self.collections.is_empty()
            && record.path.parent().is_some_and(|folder| self.collections.contains(&folder));
        if is_data || names::is_list(&record.facts) {
            file::drop_own(&mut record.context);
        }
        self.projects.count(record);
    }

    /// The folders where a project starts, sorted, with what their license texts say.
    pub(crate) fn projects(&self) -> impl Iterator<Item = (&TreePath, Option<&Expression>)> {
        self.projects.folders()
    }

    /// Ends the second pass.
    pub fn finish(self) -> TreeConclusion {
        let (project, folders) = self.projects.finish();
        let (curations, problems) = self.curations.finish();
        TreeConclusion { project, folders, curations, problems }
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

#[cfg(test)]
mod tests;
