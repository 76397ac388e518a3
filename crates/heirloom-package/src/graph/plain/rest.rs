// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages that no manifest requests: roots and leftovers of locks, installed packages that nothing
//! needs, managed versions without users.

use heirloom_model::{PackageFact, PackageSource, TreePath};

use super::{Joiner, Own};
use crate::{
    graph::{
        builder::{Node, place},
        tree::{File, Tree, upward},
    },
    paths,
};

impl<'a> Joiner<'a, '_> {
    /// Edges that only the lock states for its roots, and packages that nothing requires.
    pub(super) fn connect_rest(&mut self, at: usize) {
        let lock = &self.locks[at];
        let folder = &lock.folder.clone();
        let own = self.owns.get(folder).and_then(|owns| owns.first()).map(|own| own.node);
        let (file, nodes, roots) = (lock.file, lock.nodes.clone(), lock.roots.clone());
        let mut edges = Vec::new();
        let mut wanted = Vec::new();
        for package in &roots {
            let path = match &package.source {
                PackageSource::Path { path } => paths::join(folder, path),
                _ => None,
            };
            let at = path.unwrap_or_else(|| folder.clone());
            let is_same = |own: &&Own<'_>| {
                (self.plain.normal)(own.name) == (self.plain.normal)(&package.name)
            };
            let known =
                self.owns.get(&at).and_then(|owns| owns.iter().find(is_same).or(owns.first()));
            let known = known.map(|own| own.node);
            for requirement in &package.requirements {
                let targets = self.in_lock(lock, requirement);
                edges.extend(targets.into_iter().map(|to| (wanted.len(), to, requirement)));
            }
            wanted.push((known, at, *package));
        }
        let mut owners = Vec::new();
        for (known, at, package) in wanted {
            let node =
                known.or_else(|| self.add_own(&at, &package.name, package.version.as_deref()));
            if let Some(node) = node {
                self.builder.place(node, place(file, package.span));
            }
            owners.push(node);
        }
        for (at, to, requirement) in edges {
            let Some(from) = owners[at].filter(|from| *from != to) else {
                continue;
            };
            // What the manifest says is there already, with its place.
            if self.connected.contains(&(from, to)) {
                continue;
            }
            self.connect(from, to, requirement, None, vec![place(file, requirement.span)]);
        }
        if nodes.iter().all(|(node, _)| self.required.contains(node)) {
            return;
        }
        let first = owners.first().copied().flatten().or(own);
        let Some(root) = first.or_else(|| self.add_own(folder, "", None)) else {
            return;
        };
        for (node, package) in nodes {
            if node != root && !self.required.contains(&node) {
                self.connect_indirect(root, node, file, package);
            }
        }
    }

    /// Installed packages that nothing requires hang on the package of the tree around them.
    pub(super) fn connect_rest_installed(
        &mut self,
        installed: &[(File<'a>, Node, &'a PackageFact)],
    ) {
        for (file, node, package) in installed {
            if self.required.contains(node) {
                continue;
            }
            let around = upward(&file.folder())
                .find_map(|above| self.owns.get(&above).and_then(|owns| owns.first()));
            if let Some(root) = around.map(|own| own.node) {
                self.connect_indirect(root, *node, *file, package);
            }
        }
    }

    /// Managed versions where the packages that would request them are not in the tree: they are
    /// listed, and nothing says that they are used.
    pub(super) fn add_unused(&mut self, tree: &Tree<'a>) {
        let files = || self.plain.manifests.iter().flat_map(|format| tree.of_format(format));
        let managers: Vec<File<'a>> =
            files().filter(|file| !file.facts.managed.is_empty()).collect();
        for file in managers {
            let folder = (self.plain.manager_folder)(&file);
            let is_user = |(at, owns): (&TreePath, &Vec<Own<'_>>)| {
                let asks = |own: &Own<'_>| {
                    own.manifests.iter().any(|(_, package)| !package.requirements.is_empty())
                };
                at.is_within(&folder) && owns.iter().any(asks)
            };
            if self.owns.iter().any(is_user) {
                continue;
            }
            let Some(root) = self.add_own(&folder, "", None) else {
                return;
            };
            for managed in &file.facts.managed {
                let requested = self.filled(&folder, managed.requested.as_deref());
                let mut fact = PackageFact::new("", &managed.name, managed.span);
                let version = requested.as_deref().and_then(|one| (self.plain.pinned)(one));
                fact.version = version.map(Into::into);
                if let Some(node) = self.add_foreign(&fact, None) {
                    let mut request = managed.clone();
                    request.direct = false;
                    let places = vec![place(file, managed.span)];
                    self.connect(root, node, &request, requested.as_deref(), places);
                }
            }
        }
    }
}
