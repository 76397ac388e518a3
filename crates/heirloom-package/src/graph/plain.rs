// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins the files of ecosystems that need nothing special: manifests, the locks beside them,
//! versions managed further up, and lists of installed packages.
//!
//! A manifest's request is answered by its own path, the lock of its folder, packages installed
//! below it, or a package of the tree with that name; else it stays as requested. What a lock holds
//! and nothing is known to require hangs on the root, marked as indirect.

mod requests;
mod rest;

use std::collections::{BTreeMap, HashMap, HashSet};

use heirloom_model::{
    Owner, PackageFact, PackagePlace, PackageSource, ProblemCode, Requirement, Scope, TreePath,
};

use super::{
    builder::{Builder, NewEdge, NewPackage, Node, place, shown_name},
    tree::{File, Tree, upward},
};
use crate::{paths, purl::Purl};

/// What stands between the name of a property and the end of the path of the file that sets it,
/// without its ending, where that is known.
pub(crate) const IN_FILE: &str = " in ";

/// What a package is known by.
#[derive(Clone, Copy)]
pub(crate) struct Named<'a> {
    pub(crate) ecosystem: &'a str,
    pub(crate) name: &'a str,
    pub(crate) version: Option<&'a str>,
    pub(crate) source: &'a PackageSource,
    pub(crate) qualifiers: &'a [(Box<str>, Box<str>)],
}

/// What an ecosystem tells of itself.
pub(crate) struct Plain {
    pub(crate) ecosystem: &'static str,
    /// Formats that describe packages of the tree.
    pub(crate) manifests: &'static [&'static str],
    /// Formats that hold what requests came to; of several beside one manifest the first counts.
    pub(crate) locks: &'static [&'static str],
    /// Formats that list or describe installed packages.
    pub(crate) installed: &'static [&'static str],
    /// Whether what an installed package needs is a package, installed or not, and not a part of the
    /// system around it.
    pub(crate) names_absent: bool,
    /// Formats that list packages and answer no request.
    pub(crate) lists: &'static [&'static str],
    /// Formats whose nameless packages request for each package in the folders below.
    pub(crate) spread: &'static [&'static str],
    pub(crate) purl: fn(Named<'_>) -> Option<Purl>,
    /// Names as they are compared.
    pub(crate) normal: fn(&str) -> String,
    /// The version that a request fixes.
    pub(crate) pinned: fn(&str) -> Option<&str>,
    /// The folder of the manifest that a lock belongs to.
    pub(crate) lock_folder: fn(&File<'_>) -> TreePath,
    /// The folder from which on properties and managed versions of a file count.
    pub(crate) manager_folder: fn(&File<'_>) -> TreePath,
    /// What stands around the names of properties in values.
    pub(crate) property: Option<(&'static str, &'static str)>,
}

/// The folder of a package of the tree: that of its manifest, unless one further up or down speaks for
/// it. `None` where that lies outside of the tree.
fn own_folder(file: File<'_>, package: &PackageFact) -> Option<TreePath> {
    match &package.source {
        PackageSource::Path { path } => paths::join(&file.folder(), path),
        _ => Some(file.folder()),
    }
}

/// A lock belongs to the manifest beside it.
pub(crate) fn beside(file: &File<'_>) -> TreePath {
    file.folder()
}

struct Own<'a> {
    node: Node,
    manifests: Vec<(File<'a>, &'a PackageFact)>,
    name: &'a str,
}

struct Lock<'a> {
    folder: TreePath,
    file: File<'a>,
    by_key: HashMap<&'a str, (Node, &'a PackageFact)>,
    by_name: HashMap<String, Vec<(Node, &'a PackageFact)>>,
    nodes: Vec<(Node, &'a PackageFact)>,
    roots: Vec<&'a PackageFact>,
}

struct Joiner<'a, 'b> {
    plain: &'b Plain,
    builder: &'b mut Builder,
    owns: BTreeMap<TreePath, Vec<Own<'a>>>,
    locks: Vec<Lock<'a>>,
    installed: HashMap<String, Vec<(TreePath, Node)>>,
    /// Files that manage versions or set properties, by their folders.
    managers: BTreeMap<TreePath, Vec<File<'a>>>,
    required: HashSet<Node>,
    connected: HashSet<(Node, Node)>,
}

pub(crate) fn resolve(plain: &Plain, tree: &Tree<'_>, builder: &mut Builder) {
    let mut joiner = Joiner {
        plain,
        builder,
        owns: BTreeMap::new(),
        locks: Vec::new(),
        installed: HashMap::new(),
        managers: BTreeMap::new(),
        required: HashSet::new(),
        connected: HashSet::new(),
    };
    joiner.add_owns(tree);
    joiner.add_locks(tree);
    let installed = joiner.add_installed(tree);
    for at in 0..joiner.locks.len() {
        joiner.connect_lock(at);
    }
    joiner.connect_installed(&installed);
    for folder in joiner.owns.keys().cloned().collect::<Vec<_>>() {
        joiner.connect_owns(&folder);
    }
    for at in 0..joiner.locks.len() {
        joiner.connect_rest(at);
    }
    joiner.connect_rest_installed(&installed);
    joiner.add_unused(tree);
}

impl<'a> Joiner<'a, '_> {
    fn add_owns(&mut self, tree: &Tree<'a>) {
        let files = || self.plain.manifests.iter().flat_map(|format| tree.of_format(format));
        let mut all: Vec<(File<'a>, &'a PackageFact)> = Vec::new();
        for file in files() {
            if !file.facts.managed.is_empty() || !file.facts.properties.is_empty() {
                self.managers.entry((self.plain.manager_folder)(&file)).or_default().push(file);
            }
            all.extend(file.facts.packages.iter().map(|package| (file, package)));
        }
        // Those without a name join the one that has one.
        all.sort_by_key(|(_, package)| package.name.is_empty());
        for (file, package) in all {
            let Some(folder) = own_folder(file, package) else { continue };
            if package.name.is_empty() && self.spread(file, package) {
                continue;
            }
            let owns = self.owns.entry(folder.clone()).or_default();
            let same =
                owns.iter_mut().find(|own| package.name.is_empty() || *own.name == *package.name);
            if let Some(own) = same {
                own.manifests.push((file, package));
                let node = own.node;
                self.builder.place(node, place(file, package.span));
                self.builder.describe(node, package);
                continue;
            }
            let version = self.filled(&folder, package.version.as_deref());
            let Some(node) = self.add_own(&folder, &package.name, version.as_deref()) else {
                return;
            };
            self.builder.place(node, place(file, package.span));
            self.builder.describe(node, package);
            let own = Own { node, manifests: vec![(file, package)], name: &package.name };
            self.owns.entry(folder).or_default().push(own);
        }
    }

    /// Makes requests for all packages of the tree those of each; whether there is one.
    fn spread(&mut self, file: File<'a>, package: &'a PackageFact) -> bool {
        let mut is_any = false;
        if self.plain.spread.contains(&&*file.facts.format) {
            let base = file.folder();
            let below = self.owns.iter_mut().filter(|(folder, _)| folder.is_within(&base));
            for own in below.flat_map(|(_, owns)| owns).filter(|own| !own.name.is_empty()) {
                own.manifests.push((file, package));
                is_any = true;
            }
        }
        is_any
    }

    fn add_own(&mut self, folder: &TreePath, name: &str, version: Option<&str>) -> Option<Node> {
        let shown = shown_name(folder, name);
        let source = PackageSource::Path { path: "".into() };
        let ecosystem = self.plain.ecosystem;
        let named = Named { ecosystem, name, version, source: &source, qualifiers: &[] };
        let purl = if name.is_empty() { None } else { (self.plain.purl)(named) };
        self.builder.add(NewPackage {
            ecosystem,
            name: &shown,
            version,
            purl,
            owner: Owner::Own,
            folder: Some(folder.clone()),
            source,
        })
    }

    fn add_foreign(&mut self, package: &PackageFact, folder: Option<TreePath>) -> Option<Node> {
        let version = package.version.as_deref();
        let ecosystem = package.ecosystem.as_deref().unwrap_or(self.plain.ecosystem);
        let named = Named {
            ecosystem,
            name: &package.name,
            version,
            source: &package.source,
            qualifiers: &package.qualifiers,
        };
        let purl = (self.plain.purl)(named);
        self.builder.add(NewPackage {
            ecosystem,
            name: &package.name,
            version,
            purl,
            owner: Owner::ThirdParty,
            folder,
            source: package.source.clone(),
        })
    }

    /// Adds the packages of locks.
    fn add_locks(&mut self, tree: &Tree<'a>) {
        for file in self.plain.locks.iter().flat_map(|format| tree.of_format(format)) {
            let folder = (self.plain.lock_folder)(&file);
            let mut lock = Lock {
                folder: folder.clone(),
                file,
                by_key: HashMap::new(),
                by_name: HashMap::new(),
                nodes: Vec::new(),
                roots: Vec::new(),
            };
            for package in &file.facts.packages {
                if package.is_root {
                    lock.roots.push(package);
                    continue;
                }
                let Some(node) = self.add_locked(file, &folder, package) else {
                    break;
                };
                self.builder.place(node, place(file, package.span));
                self.builder.describe(node, package);
                lock.by_key.insert(&package.key, (node, package));
                let name = (self.plain.normal)(&package.name);
                lock.by_name.entry(name).or_default().push((node, package));
                lock.nodes.push((node, package));
            }
            // What another package stands for counts where no package has that name.
            for (node, package) in lock.nodes.clone() {
                for (name, _) in &package.provides {
                    let name = (self.plain.normal)(name);
                    lock.by_name.entry(name).or_insert_with(|| vec![(node, package)]);
                }
            }
            self.locks.push(lock);
        }
    }

    fn add_locked(
        &mut self,
        file: File<'a>,
        base: &TreePath,
        package: &PackageFact,
    ) -> Option<Node> {
        let folder = match &package.source {
            PackageSource::Path { path } => {
                paths::join(base, path).or_else(|| paths::join(&file.folder(), path))
            }
            _ => None,
        };
        let same =
            |own: &&Own<'_>| (self.plain.normal)(own.name) == (self.plain.normal)(&package.name);
        let own = folder.as_ref().and_then(|folder| self.owns.get(folder)?.iter().find(same));
        match own {
            Some(own) => Some(own.node),
            None => self.add_foreign(package, folder),
        }
    }

    fn add_installed(&mut self, tree: &Tree<'a>) -> Vec<(File<'a>, Node, &'a PackageFact)> {
        let mut found = Vec::new();
        let formats = self.plain.installed.iter().chain(self.plain.lists);
        for file in formats.flat_map(|format| tree.of_format(format)) {
            let answers = self.plain.installed.contains(&&*file.facts.format);
            for package in &file.facts.packages {
                let folder = match &package.source {
                    PackageSource::Path { path } => paths::join(&file.folder(), path),
                    _ => None,
                };
                let Some(node) = self.add_foreign(package, folder) else {
                    return found;
                };
                self.builder.place(node, place(file, package.span));
                self.builder.describe(node, package);
                let name = (self.plain.normal)(&package.name);
                if answers {
                    self.installed.entry(name).or_default().push((file.path.clone(), node));
                }
                found.push((file, node, package));
            }
        }
        found
    }

    /// The lock that answers the requests of a folder.
    fn lock_of(&self, folder: &TreePath) -> Option<&Lock<'a>> {
        self.locks.iter().find(|lock| lock.folder == *folder)
    }

    fn connect_lock(&mut self, at: usize) {
        let lock = &self.locks[at];
        let mut edges = Vec::new();
        for (from, package) in &lock.nodes {
            for requirement in &package.requirements {
                let targets = self.in_lock(lock, requirement);
                if targets.is_empty()
                    && requirement.scope == Scope::Runtime
                    && requirement.condition.is_none()
                {
                    let args = vec![("name", requirement.name.clone())];
                    let span = Some(requirement.span);
                    self.builder.problem(ProblemCode::PACKAGE_UNKNOWN, args, lock.file.path, span);
                }
                let place = place(lock.file, requirement.span);
                let others = targets.into_iter().filter(|to| to != from);
                edges.extend(others.map(|to| (*from, to, requirement, vec![place.clone()])));
            }
        }
        for (from, to, requirement, places) in edges {
            self.connect(from, to, requirement, None, places);
        }
    }

    /// What a request came to in a lock, by the key it names or by its name.
    fn in_lock(&self, lock: &Lock<'a>, requirement: &Requirement) -> Vec<Node> {
        if let Some(key) = &requirement.resolved {
            return lock.by_key.get(&**key).map(|(node, _)| *node).into_iter().collect();
        }
        let named = lock.by_name.get(&(self.plain.normal)(&requirement.name));
        named.into_iter().flatten().map(|(node, _)| *node).collect()
    }

    fn connect_installed(&mut self, installed: &[(File<'a>, Node, &'a PackageFact)]) {
        for (file, from, package) in installed {
            for requirement in &package.requirements {
                let found = self.installed_for(&file.folder(), requirement, 3);
                // What is needed for certain and is not there has a name all the same.
                let is_certain =
                    requirement.scope == Scope::Runtime && requirement.condition.is_none();
                let absent = |joiner: &mut Self| {
                    let mut fact = PackageFact::new("", &requirement.name, requirement.span);
                    fact.ecosystem.clone_from(&requirement.ecosystem);
                    joiner.add_foreign(&fact, None)
                };
                let found = match found {
                    None if is_certain && self.plain.names_absent => absent(self),
                    found => found,
                };
                if let Some(to) = found.filter(|to| to != from) {
                    self.connect(
                        *from,
                        to,
                        requirement,
                        None,
                        vec![place(*file, requirement.span)],
                    );
                }
            }
        }
    }

    /// The installed package of that name that shares the most with a folder: at most so many levels
    /// up.
    fn installed_for(
        &self,
        folder: &TreePath,
        requirement: &Requirement,
        n_up: usize,
    ) -> Option<Node> {
        let all = self.installed.get(&(self.plain.normal)(&requirement.name))?;
        upward(folder).take(n_up).find_map(|above| {
            all.iter().find(|(path, _)| path.is_within(&above)).map(|(_, node)| *node)
        })
    }

    fn connect(
        &mut self,
        from: Node,
        to: Node,
        requirement: &Requirement,
        requested: Option<&str>,
        places: Vec<PackagePlace>,
    ) {
        self.required.insert(to);
        self.connected.insert((from, to));
        self.builder.connect(
            from,
            to,
            NewEdge {
                requested: requested.or(requirement.requested.as_deref()),
                direct: requirement.direct,
                ..NewEdge::asked(requirement, places)
            },
        );
    }

    fn connect_indirect(&mut self, root: Node, node: Node, file: File<'a>, package: &PackageFact) {
        self.required.insert(node);
        self.builder.connect(
            root,
            node,
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
}
