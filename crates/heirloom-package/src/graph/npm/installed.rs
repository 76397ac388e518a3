// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages whose files lie in `node_modules`.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{EvidenceMethod, Owner, PackageFact, Scope, TreePath};

use super::{MANIFEST, source::purl};
use crate::graph::{
    builder::{Builder, NewEdge, NewPackage, Node, place},
    tree::{File, Tree, upward},
};

/// Whether a file lies in a `node_modules` folder.
pub(super) fn is_installed(path: &TreePath) -> bool {
    path.components().any(|component| component == b"node_modules")
}

/// The installed packages by their folders.
pub(super) struct Installed<'a> {
    by_folder: BTreeMap<TreePath, (Node, File<'a>, &'a PackageFact)>,
    /// The folders that hold a `node_modules` with packages, with the names of all packages there.
    names: BTreeMap<TreePath, BTreeSet<&'a str>>,
}

impl<'a> Installed<'a> {
    /// Adds the installed packages: `node_modules/NAME` and `node_modules/@SCOPE/NAME`; other
    /// manifests further down are settings of theirs.
    pub(super) fn new(tree: &Tree<'a>, builder: &mut Builder) -> Installed<'a> {
        let mut by_folder = BTreeMap::new();
        let mut names: BTreeMap<TreePath, BTreeSet<&str>> = BTreeMap::new();
        for file in tree.of_format(MANIFEST) {
            let folder = file.folder();
            let Some(package) = file.facts.packages.first().filter(|_| is_package(&folder)) else {
                continue;
            };
            let version = package.version.as_deref();
            let node = builder.add(NewPackage {
                ecosystem: "npm",
                name: &package.name,
                version,
                purl: purl(&package.name, version, &package.source),
                owner: Owner::ThirdParty,
                folder: Some(folder.clone()),
                source: package.source.clone(),
            });
            let Some(node) = node else {
                break;
            };
            let mut found = place(file, package.span);
            found.method = EvidenceMethod::Layout;
            builder.place(node, found);
            builder.describe(node, package);
            names.entry(base_of(&folder)).or_default().insert(&package.name);
            by_folder.insert(folder, (node, file, package));
        }
        Installed { by_folder, names }
    }

    /// Whether packages are installed in a folder, and none of this name among them.
    pub(super) fn lacks(&self, folder: &TreePath, name: &str) -> bool {
        self.names.get(folder).is_some_and(|names| !names.contains(name))
    }

    /// The package that Node loads by a name from a folder's own `node_modules`.
    pub(super) fn at(&self, folder: &TreePath, name: &str) -> Option<Node> {
        let mut place = folder.child(b"node_modules").ok()?;
        for part in name.split('/') {
            place = place.child(part.as_bytes()).ok()?;
        }
        self.by_folder.get(&place).map(|(node, _, _)| *node)
    }

    /// Adds the edges between installed packages, as Node finds them.
    pub(super) fn connect(&self, builder: &mut Builder) {
        for (folder, (from, file, package)) in &self.by_folder {
            // What serves the development of somebody else's package is not installed with it.
            let wanted = package.requirements.iter().filter(|r| r.scope != Scope::Development);
            for requirement in wanted {
                let name = requirement.alias.as_deref().unwrap_or(&requirement.name);
                let Some(to) = upward(folder).find_map(|above| self.at(&above, name)) else {
                    continue;
                };
                let mut found = place(*file, requirement.span);
                found.method = EvidenceMethod::Layout;
                builder.connect(*from, to, NewEdge::asked(requirement, vec![found]));
            }
        }
    }
}

/// The folder that holds the outermost `node_modules`.
fn base_of(folder: &TreePath) -> TreePath {
    upward(folder).find(|above| !is_installed(above)).unwrap_or_default()
}

fn is_package(folder: &TreePath) -> bool {
    let mut inside_out = folder.as_bytes().rsplit(|&byte| byte == b'/');
    let _name = inside_out.next();
    match inside_out.next() {
        Some(b"node_modules") => true,
        Some(scope) => scope.starts_with(b"@") && inside_out.next() == Some(b"node_modules"),
        None => false,
    }
}
