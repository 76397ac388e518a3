// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The packages of a tree and who requires whom.

use std::sync::Arc;

use crate::{
    Checksum, ComponentId, DeclaredLicense, EvidenceMethod, Owner, PackageAbout, PackageFile,
    PackageNature, PackageSource, Problem, Scope, Span, TreePath,
};

/// The place of a package in [`PackageGraph::packages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PackageIndex(pub u32);

/// The packages of a tree and who requires whom.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PackageGraph {
    /// The packages, sorted by ecosystem, name, version and identity.
    pub packages: Vec<Package>,
    /// Who requires whom, sorted; one edge for each scope and condition.
    pub edges: Vec<PackageEdge>,
    /// The packages of the tree itself: where every path starts. Sorted.
    pub roots: Vec<PackageIndex>,
    /// What could not be resolved, sorted.
    pub problems: Vec<Problem>,
}

/// A package of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its identity: the purl, made unique by its folder where two packages of the tree share one.
    pub id: ComponentId,
    /// Its package URL; `None` for packages without a name.
    pub purl: Option<Arc<str>>,
    /// The ecosystem by its purl type.
    pub ecosystem: Arc<str>,
    /// The name, with its namespace, in the ecosystem's own writing.
    pub name: Arc<str>,
    /// The version; `None` where no file resolves it (edges say what was requested).
    pub version: Option<Arc<str>>,
    /// Whether it belongs to the tree or came from elsewhere.
    pub owner: Owner,
    /// What it is made for.
    pub nature: PackageNature,
    /// The folder of its files, if they lie in the tree.
    pub folder: Option<TreePath>,
    /// What manifests and locks say of its license.
    pub licenses: Vec<DeclaredLicense>,
    /// Where it comes from.
    pub source: PackageSource,
    /// Its checksums, sorted.
    pub checksums: Vec<Checksum>,
    /// What files say of it to people.
    pub about: PackageAbout,
    /// The package whose source it is built from, as name and version, where that is another one.
    pub built_from: Option<(Box<str>, Option<Box<str>>)>,
    /// The files that belong to it once it is installed, sorted.
    pub files: Vec<PackageFile>,
    /// The places that describe it, sorted.
    pub places: Vec<PackagePlace>,
}

/// Where a file describes something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackagePlace {
    /// The file.
    pub file: TreePath,
    /// Where in it.
    pub span: Span,
    /// What the file is evidence by: a lock or a manifest.
    pub method: EvidenceMethod,
}

/// One package's requirement of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageEdge {
    /// Who requires.
    pub from: PackageIndex,
    /// What is required.
    pub to: PackageIndex,
    /// What for.
    pub scope: Scope,
    /// Whether a file tells the scope; else it is the ecosystem's usual one.
    pub scope_is_known: bool,
    /// When it holds, as written.
    pub condition: Option<Box<str>>,
    /// The version requested, as written.
    pub requested: Option<Box<str>>,
    /// Whether the requiring package itself uses it. `false`: it is needed, but the file does not
    /// say by which of the packages that the requiring one uses.
    pub direct: bool,
    /// Where it is said: the lock first, then the manifest.
    pub places: Vec<PackagePlace>,
}

impl PackageGraph {
    /// A package by its index.
    ///
    /// # Panics
    /// When the index is of another graph.
    pub fn package(&self, index: PackageIndex) -> &Package {
        &self.packages[index.0 as usize]
    }

    /// The edges of one package.
    pub fn edges_of(&self, from: PackageIndex) -> &[PackageEdge] {
        let start = self.edges.partition_point(|edge| edge.from < from);
        let n_edges = self.edges[start..].partition_point(|edge| edge.from == from);
        &self.edges[start..start + n_edges]
    }

    /// The package that a file of the tree belongs to: of those whose folder holds it the innermost;
    /// of several in one folder the first of the tree's own.
    pub fn owner_of(&self, path: &TreePath) -> Option<PackageIndex> {
        let depth = |package: &Package| {
            let folder = package.folder.as_ref().filter(|folder| path.is_within(folder))?;
            Some((folder.as_bytes().len(), package.owner == Owner::Own))
        };
        let found = self.packages.iter().enumerate().rev();
        let found = found.filter_map(|(at, package)| Some((depth(package)?, at)));
        found.max_by_key(|(depth, _)| *depth).map(|(_, at)| PackageIndex(at as u32))
    }
}
