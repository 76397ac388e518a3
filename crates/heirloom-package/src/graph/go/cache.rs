// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The module cache of the Go tool, where one lies in the tree: which module needs which.
//!
//! `cache/download/MODULE/@v/VERSION.mod` holds the `go.mod` of a module, and `MODULE@VERSION` its
//! files. What a module requires itself is an edge; the version is the one that the build takes,
//! as its own `go.mod` says. From Go 1.17 on modules that are not named there serve tests of
//! others alone: they count where `go.sum` has the checksum of one version of them.

use std::collections::{BTreeMap, HashMap};

use heirloom_model::{PackageFact, Scope, TreePath};

use super::{CACHED, MANIFEST, resolve::Summed};
use crate::graph::{
    builder::{Builder, NewEdge, Node, place},
    tree::{File, Tree},
};

/// The `go.mod` files of modules that the tool fetched, by name and version.
pub(super) struct Cache<'a> {
    modules: HashMap<(&'a str, &'a str), (File<'a>, &'a PackageFact)>,
}

impl<'a> Cache<'a> {
    pub(super) fn new(tree: &Tree<'a>) -> Cache<'a> {
        let mut modules = HashMap::new();
        for file in tree.of_format(CACHED).chain(tree.of_format(MANIFEST)) {
            let version = match &*file.facts.format {
                CACHED => file_version(file.path),
                _ => fetched(file.path),
            };
            if let (Some(version), Some(package)) = (version, file.facts.packages.first()) {
                modules.entry((&*package.name, version)).or_insert((file, package));
            }
        }
        Cache { modules }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.modules.is_empty()
    }

    /// The folder of the files of a module, where they were fetched.
    pub(super) fn folder(&self, name: &str, version: Option<&str>) -> Option<TreePath> {
        let (file, _) = self.modules.get(&(name, version?))?;
        (&*file.facts.format == MANIFEST).then(|| file.folder())
    }
}

/// `VERSION.mod`.
fn file_version(path: &TreePath) -> Option<&str> {
    let name = std::str::from_utf8(path.file_name()).ok()?;
    name.strip_suffix(".mod")
}

/// The version of a fetched module whose own folder holds the file: `NAME@VERSION/go.mod`.
fn fetched(path: &TreePath) -> Option<&str> {
    let text = std::str::from_utf8(path.as_bytes()).ok()?;
    let folder = text.rsplit('/').nth(1)?;
    folder.rsplit_once('@').map(|(_, version)| version).filter(|one| one.starts_with('v'))
}

/// Whether a file lies in a module that was fetched.
pub(in crate::graph) fn is_fetched(path: &TreePath) -> bool {
    let mut folders = path.components().filter(|part| part.contains(&b'@'));
    folders.any(|part| part.windows(2).any(|two| two == b"@v"))
}

/// A module that a build takes.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) node: Node,
    pub(super) name: &'a str,
    pub(super) version: Option<&'a str>,
    /// What it serves the main module for.
    pub(super) scope: Scope,
}

/// The modules of one build, by the names that others ask for.
pub(super) struct Build<'a, 'b> {
    pub(super) members: BTreeMap<&'a str, Member<'a>>,
    /// What those need that the main module does not name.
    pub(super) unnamed: Scope,
    /// Modules with a checksum of their files.
    pub(super) summed: &'b Summed<'a>,
}

/// Connects the modules of a build with what each of them requires. `add` makes a package of a
/// module.
pub(super) fn connect<'a>(
    cache: &Cache<'a>,
    builder: &mut Builder,
    mut build: Build<'a, '_>,
    mut add: impl FnMut(&mut Builder, &'a str, &'a str) -> Option<Node>,
) {
    let mut waiting: Vec<Member<'a>> = build.members.values().copied().collect();
    while let Some(member) = waiting.pop() {
        let Some(version) = member.version else { continue };
        let Some((file, package)) = cache.modules.get(&(member.name, version)) else { continue };
        let modules = package.requirements.iter().filter(|one| one.alias.is_none() && one.direct);
        for requirement in modules {
            let name = &*requirement.name;
            let known = build.members.get(name).copied();
            let to = known.or_else(|| {
                let [(_, summed)] = build.summed.get(name)?.as_slice() else { return None };
                let version = summed.version.as_deref()?;
                let node = add(builder, name, version)?;
                Some(Member { node, name, version: Some(version), scope: build.unnamed })
            });
            let Some(to) = to.filter(|to| to.node != member.node) else { continue };
            if known.is_none() {
                build.members.insert(name, to);
                waiting.push(to);
            }
            let edge = NewEdge {
                scope: to.scope,
                scope_is_known: to.scope == Scope::Test,
                condition: None,
                requested: requirement.requested.as_deref(),
                direct: true,
                places: vec![place(*file, requirement.span)],
            };
            builder.connect(member.node, to.node, edge);
        }
    }
}
