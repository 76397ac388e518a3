// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins locks that do not tell what the project itself requires, and installed packages.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use heirloom_model::{PackageFact, Requirement, Scope, TreePath};

use super::{
    DIRECT_URL, FILE_LIST, METADATA, PDM_LOCK, PIPFILE, PIPFILE_LOCK, PYLOCK, RECORD, REQUIRES,
    installed::is_of_extra,
    resolve::{
        Lock, Own, Owns, add_foreign, add_own, add_requested, connect, connect_locked,
        connect_project, local_folder,
    },
};
use crate::graph::{
    builder::{Builder, NewEdge, Node, place},
    tree::{File, Tree, upward},
};

/// The manifests of each folder.
pub(super) type Manifests<'a> = BTreeMap<TreePath, Vec<(File<'a>, &'a PackageFact)>>;

/// Joins all flat locks; gives the manifests that they answer.
pub(super) fn resolve_flat<'a>(
    tree: &Tree<'a>,
    builder: &mut Builder,
    owns: &mut Owns<'a>,
    manifests: &Manifests<'a>,
) -> BTreeSet<&'a TreePath> {
    let mut covered = BTreeSet::new();
    for format in [PIPFILE_LOCK, PDM_LOCK, PYLOCK] {
        for file in tree.of_format(format) {
            covered.extend(resolve_one(builder, file, owns, manifests));
        }
    }
    covered
}

fn resolve_one<'a>(
    builder: &mut Builder,
    file: File<'a>,
    owns: &mut Owns<'a>,
    manifests: &Manifests<'a>,
) -> BTreeSet<&'a TreePath> {
    let mut covered = BTreeSet::new();
    let folder = file.folder();
    let root = match owns.get(&folder) {
        Some(own) => own.node,
        None => {
            let Some(node) = add_own(builder, &folder, "", None) else {
                return covered;
            };
            owns.insert(folder.clone(), Own { node, manifest: None });
            node
        }
    };
    let mut lock = Lock { file, nodes: Vec::new(), by_name: HashMap::new() };
    for (at, package) in file.facts.packages.iter().enumerate() {
        let in_tree = local_folder(file, package).and_then(|folder| owns.get(&folder));
        let node = match in_tree {
            Some(own) => Some(own.node),
            None => add_foreign(builder, package),
        };
        if let Some(node) = node {
            builder.place(node, place(file, package.span));
            builder.describe(node, package);
        }
        lock.by_name.entry(&*package.name).or_default().push(at);
        lock.nodes.push(node);
    }
    let mut required: HashSet<&str> = HashSet::new();
    for (at, package) in file.facts.packages.iter().enumerate() {
        for requirement in &package.requirements {
            required.insert(&requirement.name);
            if let Some(from) = lock.nodes[at] {
                connect_locked(builder, &lock, from, requirement, None);
            }
        }
    }
    let is_pipfile = &*file.facts.format == PIPFILE_LOCK;
    let of_folder = manifests.get(&folder).map(Vec::as_slice).unwrap_or_default();
    for (manifest, package) in of_folder {
        if is_pipfile == (&*manifest.facts.format == PIPFILE) {
            covered.insert(manifest.path);
            required.extend(package.requirements.iter().map(|requirement| &*requirement.name));
            connect_project(builder, &lock, root, *manifest, package);
        }
    }
    for (at, package) in file.facts.packages.iter().enumerate() {
        if let Some(to) =
            lock.nodes[at].filter(|to| *to != root && !required.contains(&*package.name))
        {
            connect_indirect(builder, root, to, file, package);
        }
    }
    covered
}

fn connect_indirect(
    builder: &mut Builder,
    root: Node,
    to: Node,
    file: File<'_>,
    package: &PackageFact,
) {
    builder.connect(
        root,
        to,
        NewEdge {
            scope: package.scope.unwrap_or(Scope::Runtime),
            scope_is_known: package.scope.is_some(),
            condition: None,
            requested: None,
            direct: false,
            places: vec![place(file, package.span)],
        },
    );
}

/// An installed package.
struct One<'a> {
    node: Node,
    file: File<'a>,
    /// The folder that modules are imported from.
    site: TreePath,
    requirements: Vec<(File<'a>, &'a Requirement)>,
}

/// The installed packages of a tree.
pub(super) struct Installed<'a> {
    all: Vec<One<'a>>,
    by_name: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Installed<'a> {
    pub(super) fn new(
        tree: &Tree<'a>,
        builder: &mut Builder,
        manifests: &Manifests<'a>,
        owns: &Owns<'a>,
    ) -> Installed<'a> {
        let mut beside: HashMap<TreePath, Vec<File<'a>>> = HashMap::new();
        for file in [RECORD, REQUIRES, FILE_LIST, DIRECT_URL]
            .iter()
            .flat_map(|format| tree.of_format(format))
        {
            beside.entry(file.folder()).or_default().push(file);
        }
        let mut installed = Installed { all: Vec::new(), by_name: HashMap::new() };
        for file in tree.of_format(METADATA) {
            let Some(package) = file.facts.packages.first() else {
                continue;
            };
            let is_folder = !file.path.file_name().to_ascii_lowercase().ends_with(b".egg-info");
            let folder = file.folder();
            let site = if is_folder { folder.parent().unwrap_or_default() } else { folder.clone() };
            // Building a project of the tree leaves its metadata beside its source.
            let is_same = |above: &TreePath| {
                let all = manifests.get(above).map(Vec::as_slice).unwrap_or_default();
                all.iter().any(|(_, own)| own.name == package.name)
            };
            let own = upward(&site).take(2).find(is_same).and_then(|above| owns.get(&above));
            let node = match own {
                Some(own) => Some(own.node),
                None => {
                    let others = beside.get(&folder).filter(|_| is_folder).into_iter().flatten();
                    let told = others.filter(|file| &*file.facts.format == DIRECT_URL);
                    let told = told.flat_map(|file| &file.facts.packages).next();
                    let source = told.map(|told| told.source.clone()).unwrap_or_default();
                    let plain = PackageFact { source, ..package.clone() };
                    add_foreign(builder, &plain)
                }
            };
            let Some(node) = node else {
                break;
            };
            builder.place(node, place(file, package.span));
            builder.describe(node, package);
            let mut requirements: Vec<(File<'a>, &'a Requirement)> =
                package.requirements.iter().map(|requirement| (file, requirement)).collect();
            let others = if is_folder { beside.get(&folder) } else { None };
            for other in others.into_iter().flatten() {
                // `RECORD` counts from where modules are imported, older lists from themselves.
                let base = if &*other.facts.format == FILE_LIST { &folder } else { &site };
                for fact in &other.facts.packages {
                    builder.describe_in(node, fact, base);
                    requirements.extend(fact.requirements.iter().map(|one| (*other, one)));
                }
            }
            installed.by_name.entry(&package.name).or_default().push(installed.all.len());
            installed.all.push(One { node, file, site, requirements });
        }
        installed
    }

    /// The installed package of that name below a folder.
    pub(super) fn below(&self, folder: &TreePath, name: &str) -> Option<Node> {
        let all = self.by_name.get(name)?;
        let found = all.iter().map(|&at| &self.all[at]);
        found.into_iter().find(|one| one.file.path.is_within(folder)).map(|one| one.node)
    }

    /// The installed package of that name, where the tree has one version of it alone.
    pub(super) fn only(&self, name: &str) -> Option<Node> {
        let mut nodes = self.by_name.get(name)?.iter().map(|&at| self.all[at].node);
        let first = nodes.next()?;
        nodes.all(|node| node == first).then_some(first)
    }

    /// The edges between packages of one place. What is needed for certain and is not there has a name
    /// all the same.
    pub(super) fn connect(&self, builder: &mut Builder) {
        for one in &self.all {
            for (file, requirement) in &one.requirements {
                let all = self.by_name.get(&*requirement.name).into_iter().flatten();
                let beside = all.map(|&at| &self.all[at]).find(|other| other.site == one.site);
                let is_certain =
                    requirement.scope == Scope::Runtime && requirement.condition.is_none();
                let to = beside.map(|other| other.node).or_else(|| {
                    let other = || self.only(&requirement.name);
                    is_certain
                        .then(|| other().or_else(|| add_requested(builder, requirement, None)))?
                });
                let Some(to) = to.filter(|to| *to != one.node) else {
                    continue;
                };
                let mut wanted = (*requirement).clone();
                if is_of_extra(requirement) {
                    wanted.scope = Scope::Optional;
                }
                let places = vec![place(*file, requirement.span)];
                connect(builder, one.node, to, &wanted, requirement.requested.as_deref(), places);
            }
        }
    }
}
