// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which workspace a manifest belongs to, and what it inherits from there.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{
    DeclaredLicense, IncludeKind, PackageAbout, PackageFact, PackagePlace, PackageSource,
    Requirement, TreePath, WorkspaceFact,
};

use super::MANIFEST;
use crate::{
    graph::{
        builder::NewEdge,
        tree::{File, Tree, upward},
    },
    paths,
};

/// A manifest with a package.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) file: File<'a>,
    pub(super) package: &'a PackageFact,
    /// The manifest with the `[workspace]` it belongs to, which may be itself.
    pub(super) root: Option<File<'a>>,
}

/// A requirement with what its workspace adds.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) requirement: &'a Requirement,
    /// The requirement of the workspace, when it is inherited.
    managed: Option<&'a Requirement>,
}

impl<'a> Wanted<'a> {
    pub(super) fn name(&self) -> &'a str {
        &self.managed.unwrap_or(self.requirement).name
    }

    pub(super) fn requested(&self) -> Option<&'a str> {
        self.managed.unwrap_or(self.requirement).requested.as_deref()
    }

    pub(super) fn edge(&self, places: Vec<PackagePlace>) -> NewEdge<'a> {
        NewEdge { requested: self.requested(), ..NewEdge::asked(self.requirement, places) }
    }

    /// The path, and whether it is relative to the workspace.
    pub(super) fn path(&self) -> Option<(&'a str, bool)> {
        match &self.managed.unwrap_or(self.requirement).source {
            PackageSource::Path { path } => Some((path, self.managed.is_some())),
            _ => None,
        }
    }
}

impl<'a> Member<'a> {
    /// Its version, from the workspace where it is inherited.
    pub(super) fn version(&self) -> Option<&'a str> {
        match self.workspace() {
            Some(workspace) if self.package.inherits("version") => workspace.version.as_deref(),
            _ => self.package.version.as_deref(),
        }
    }

    fn workspace(&self) -> Option<&'a WorkspaceFact> {
        self.root.and_then(|root| root.facts.workspace.as_ref())
    }

    /// The licenses that it takes from its workspace, by the fields that it names.
    pub(super) fn inherited_licenses(&self) -> Vec<DeclaredLicense> {
        let all = self.workspace().map(|workspace| workspace.licenses.as_slice());
        let is_inherited = |license: &&DeclaredLicense| {
            let field = license.field.rsplit('.').next().unwrap_or_default();
            self.package.inherits(field)
        };
        all.unwrap_or_default().iter().filter(is_inherited).cloned().collect()
    }

    /// What it tells people in the words of its workspace.
    pub(super) fn inherited_about(&self) -> PackageAbout {
        let Some(workspace) = self.workspace() else {
            return PackageAbout::default();
        };
        let PackageAbout { description, homepage, repository, parties, .. } = &workspace.about;
        let taken = |field: &str, value: &Option<Box<str>>| {
            value.clone().filter(|_| self.package.inherits(field))
        };
        let is_inherited = self.package.inherits("authors");
        PackageAbout {
            description: taken("description", description),
            homepage: taken("homepage", homepage),
            repository: taken("repository", repository),
            parties: if is_inherited { parties.clone() } else { Vec::new() },
            ..PackageAbout::default()
        }
    }

    /// What it requires.
    pub(super) fn wanted(&self) -> impl Iterator<Item = Wanted<'a>> + use<'a> {
        let managed = self.root.map(|root| root.facts.managed.as_slice()).unwrap_or_default();
        let known_as = |r: &'a Requirement| r.alias.as_deref().unwrap_or(&r.name);
        self.package.requirements.iter().map(move |requirement| {
            let inherited = managed.iter().find(|managed| {
                requirement.inherited && known_as(managed) == known_as(requirement)
            });
            Wanted { requirement, managed: inherited }
        })
    }

    /// The folder that a requirement leads to.
    pub(super) fn path_of(&self, wanted: &Wanted<'a>) -> Option<TreePath> {
        let (path, from_workspace) = wanted.path()?;
        let folder = if from_workspace { self.root?.folder() } else { self.file.folder() };
        paths::join(&folder, path)
    }
}

/// The manifests of packages by their folders.
pub(super) fn members<'a>(tree: &Tree<'a>) -> BTreeMap<TreePath, Member<'a>> {
    let mut members = BTreeMap::new();
    for file in tree.of_format(MANIFEST) {
        if let Some(package) = file.facts.packages.first() {
            members.insert(file.folder(), Member { file, package, root: None });
        }
    }
    let roots: Vec<File<'a>> =
        tree.of_format(MANIFEST).filter(|file| file.facts.workspace.is_some()).collect();
    for root in roots {
        for folder in members_of(root, &members) {
            if let Some(member) = members.get_mut(&folder) {
                // The inner workspace comes later in the order of paths, and is nearer.
                member.root = Some(root);
            }
        }
    }
    members
}

/// The folders of the members of a workspace: its own, those its patterns match, those that name it,
/// and those inside it that members depend on by path.
fn members_of(root: File<'_>, all: &BTreeMap<TreePath, Member<'_>>) -> BTreeSet<TreePath> {
    let Some(workspace) = &root.facts.workspace else {
        return BTreeSet::new();
    };
    let base = root.folder();
    let is_excluded = |folder: &TreePath| {
        let excluded = workspace.excluded.iter().filter_map(|path| paths::join(&base, path));
        let excluded = excluded.into_iter().any(|excluded| folder.is_within(&excluded));
        excluded && !is_listed(&workspace.members, &base, folder)
    };
    let mut found = BTreeSet::new();
    let mut open: Vec<TreePath> = Vec::new();
    for (folder, member) in all.range(base.clone()..) {
        let names_it = member.file.facts.includes.iter().any(|include| {
            include.kind == IncludeKind::Workspace
                && paths::join(folder, &include.path).as_ref() == Some(&base)
        });
        let is_own = *folder == base;
        let is_listed = is_listed(&workspace.members, &base, folder) && !is_excluded(folder);
        if names_it || is_own || is_listed {
            open.push(folder.clone());
        }
    }
    while let Some(folder) = open.pop() {
        let Some(member) = all.get(&folder) else {
            continue;
        };
        if !found.insert(folder) {
            continue;
        }
        let member = Member { root: Some(root), ..*member };
        for wanted in member.wanted() {
            let target = member.path_of(&wanted);
            let is_inner = |path: &TreePath| path.is_within(&base) && !is_excluded(path);
            open.extend(target.filter(is_inner));
        }
    }
    found
}

fn is_listed(patterns: &[Box<str>], base: &TreePath, folder: &TreePath) -> bool {
    paths::below(base, folder)
        .is_some_and(|below| patterns.iter().any(|pattern| paths::matches(pattern, below)))
}

/// The folder of the lock that holds for a manifest: of its workspace, else its own.
pub(super) fn lock_folder(member: &Member<'_>) -> TreePath {
    member.root.map_or_else(|| member.file.folder(), |root| root.folder())
}

/// Whether a folder lies where copies of other packages are kept.
pub(super) fn is_vendored(folder: &TreePath) -> bool {
    upward(folder).any(|folder| matches!(folder.file_name(), b"vendor" | b"third_party"))
}
