// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The packages of a tree and who requires whom.

use std::{collections::VecDeque, sync::Arc};

use crate::{
    Checksum, ComponentId, DeclaredLicense, EvidenceMethod, Owner, PackageAbout, PackageFile,
    PackageNature, PackageSource, Problem, RelationKind, Scope, Span, TreePath,
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
    /// The files that belong to it once it is installed, sorted; their paths start at the root of
    /// the tree.
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
    /// How the ecosystem uses what is required unless something says otherwise; `None` for one that has
    /// no usual way.
    pub linkage: Option<RelationKind>,
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

    /// What the tree needs each package for: of all ways from a root the one that serves the product
    /// most counts, and of a way the first step that does not. `None` for what no root reaches.
    pub fn scopes(&self) -> Vec<Option<Scope>> {
        let mut scopes: Vec<Option<Scope>> = vec![None; self.packages.len()];
        let mut waiting: VecDeque<PackageIndex> = VecDeque::new();
        for &root in &self.roots {
            scopes[root.0 as usize] = Some(Scope::Runtime);
            waiting.push_back(root);
        }
        while let Some(at) = waiting.pop_front() {
            let Some(so_far) = scopes[at.0 as usize] else { continue };
            for edge in self.edges_of(at) {
                let scope = if so_far.is_delivered() { so_far.max(edge.scope) } else { so_far };
                let known = &mut scopes[edge.to.0 as usize];
                // A better scope is taken at most once for each there is.
                if known.is_none_or(|known| scope < known) {
                    *known = Some(scope);
                    waiting.push_back(edge.to);
                }
            }
        }
        scopes
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

    /// A shortest way from each root that reaches a package, as numbers of edges; the shortest
    /// first. A root that is the package itself has the empty way. Among equal ones the way through
    /// what is delivered is taken.
    pub fn paths_to(&self, to: PackageIndex) -> Vec<PackagePath> {
        let distances = self.distances_to(to);
        let mut paths: Vec<PackagePath> = Vec::new();
        for &root in &self.roots {
            if distances[root.0 as usize] == u32::MAX {
                continue;
            }
            let mut edges = Vec::new();
            let mut at = root;
            while at != to {
                let first = self.edges.partition_point(|edge| edge.from < at);
                let nearer = |edge: &&(usize, &PackageEdge)| {
                    distances[edge.1.to.0 as usize] < distances[at.0 as usize]
                };
                let own = self.edges[first..].iter().take_while(|edge| edge.from == at);
                let own: Vec<(usize, &PackageEdge)> =
                    own.enumerate().map(|(n, edge)| (first + n, edge)).collect();
                let Some((number, edge)) = own
                    .iter()
                    .filter(nearer)
                    .min_by_key(|(_, edge)| (distances[edge.to.0 as usize], edge.scope))
                else {
                    break;
                };
                edges.push(*number);
                at = edge.to;
            }
            paths.push(PackagePath { root, edges });
        }
        paths.sort_by_key(|path| path.edges.len());
        paths
    }

    /// How many edges lie between each package and another; `u32::MAX` where none lead there.
    fn distances_to(&self, to: PackageIndex) -> Vec<u32> {
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); self.packages.len()];
        for edge in &self.edges {
            before[edge.to.0 as usize].push(edge.from.0);
        }
        let mut distances = vec![u32::MAX; self.packages.len()];
        distances[to.0 as usize] = 0;
        let mut reached = VecDeque::from([to.0]);
        while let Some(at) = reached.pop_front() {
            for &user in &before[at as usize] {
                if distances[user as usize] == u32::MAX {
                    distances[user as usize] = distances[at as usize] + 1;
                    reached.push_back(user);
                }
            }
        }
        distances
    }
}

/// A way from a root to a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackagePath {
    /// Where it starts.
    pub root: PackageIndex,
    /// The places of its edges in [`PackageGraph::edges`], in order.
    pub edges: Vec<usize>,
}
