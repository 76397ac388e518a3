// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins the files of ecosystems that need nothing special: manifests, the locks beside them,
//! versions managed further up, and lists of installed packages.
//!
//! A manifest's request is answered by its own path, the lock of its folder, packages installed
//! below it, or a package of the tree with that name; else it stays as requested. What a lock holds
//! and nothing is known to require hangs on the root, marked as indirect.

use std::collections::{BTreeMap, HashMap, HashSet};

use heirloom_model::{
    Owner, PackageFact, PackagePlace, PackageSource, ProblemCode, Requirement, Scope, TreePath,
};

use super::{
    builder::{Builder, NewEdge, NewPackage, Node, place, shown_name},
    tree::{File, Tree, upward},
};
use crate::{paths, purl::Purl};

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
    /// Formats that list packages and answer no request.
    pub(crate) lists: &'static [&'static str],
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
    by_key: HashMap<&'a str, Node>,
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
            let folder = file.folder();
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
                lock.by_key.insert(&package.key, node);
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
            return lock.by_key.get(&**key).copied().into_iter().collect();
        }
        let named = lock.by_name.get(&(self.plain.normal)(&requirement.name));
        named.into_iter().flatten().map(|(node, _)| *node).collect()
    }

    fn connect_installed(&mut self, installed: &[(File<'a>, Node, &'a PackageFact)]) {
        for (file, from, package) in installed {
            for requirement in &package.requirements {
                let found = self.installed_for(&file.folder(), requirement, 3);
                if let Some(to) = found {
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

    fn connect_owns(&mut self, folder: &TreePath) {
        let owns = self.owns.get(folder).into_iter().flatten();
        let all: Vec<(Node, Vec<(File<'a>, &'a PackageFact)>)> =
            owns.map(|own| (own.node, own.manifests.clone())).collect();
        for (from, manifests) in all {
            for (file, package) in manifests {
                let mut is_open = false;
                for requirement in &package.requirements {
                    is_open |= self.connect_request(folder, from, file, requirement);
                }
                // Where nothing locks, nothing is missing.
                if is_open && !self.plain.locks.is_empty() {
                    let span = Some(package.span);
                    self.builder.problem(ProblemCode::LOCK_MISSING, Vec::new(), file.path, span);
                }
            }
        }
    }

    /// Adds the edges of a manifest's request, which may name a managed one or several of them by an
    /// alias; whether only a version is open.
    fn connect_request(
        &mut self,
        folder: &TreePath,
        from: Node,
        file: File<'a>,
        requirement: &'a Requirement,
    ) -> bool {
        let aliased = self.aliased(folder, requirement);
        if aliased.is_empty() {
            return self.connect_named(
                folder,
                from,
                file,
                requirement,
                self.managed(folder, requirement),
            );
        }
        let mut is_open = false;
        for (manager, managed) in aliased {
            let mut named = requirement.clone();
            named.name = managed.name.clone();
            is_open |= self.connect_named(folder, from, file, &named, Some((manager, managed)));
        }
        is_open
    }

    /// The managed packages that an alias stands for: `libs.x` of a version catalog.
    fn aliased(
        &self,
        folder: &TreePath,
        requirement: &Requirement,
    ) -> Vec<(File<'a>, &'a Requirement)> {
        let Some(alias) = requirement.alias.as_deref().filter(|_| requirement.inherited) else {
            return Vec::new();
        };
        let found = upward(folder).find_map(|above| {
            let files = self.managers.get(&above)?.iter();
            let all = files.flat_map(|file| file.facts.managed.iter().map(|one| (*file, one)));
            let fits: Vec<(File<'a>, &'a Requirement)> =
                all.filter(|(_, one)| one.alias.as_deref() == Some(alias)).collect();
            (!fits.is_empty()).then_some(fits)
        });
        found.unwrap_or_default()
    }

    fn connect_named(
        &mut self,
        folder: &TreePath,
        from: Node,
        file: File<'a>,
        requirement: &Requirement,
        manager: Option<(File<'a>, &'a Requirement)>,
    ) -> bool {
        let requested = requirement.requested.as_deref();
        let requested = requested.or_else(|| manager.and_then(|(_, one)| one.requested.as_deref()));
        let filled = self.filled(folder, requested);
        let mut places = vec![place(file, requirement.span)];
        places.extend(manager.map(|(file, one)| place(file, one.span)));
        let requested = filled.as_deref().or(requested);
        let found = self.answers(folder, requirement, &mut places);
        if !found.is_empty() {
            for to in found.into_iter().filter(|to| *to != from) {
                self.connect(from, to, requirement, requested, places.clone());
            }
            return false;
        }
        let is_locked = self.lock_of(folder).is_some_and(|lock| !lock.nodes.is_empty());
        let is_same =
            requirement.ecosystem.as_deref().is_none_or(|one| one == self.plain.ecosystem);
        let is_wanted =
            !matches!(requirement.scope, Scope::Optional | Scope::Provided | Scope::Build);
        if is_locked && is_wanted && is_same && requirement.condition.is_none() {
            let args = vec![("name", requirement.name.clone())];
            let span = Some(requirement.span);
            self.builder.problem(ProblemCode::LOCK_OUTDATED, args, file.path, span);
        }
        let version = requested.and_then(|requested| (self.plain.pinned)(requested));
        let mut fact = PackageFact::new("", &requirement.name, requirement.span);
        fact.ecosystem = requirement.ecosystem.clone();
        fact.version = version.map(Into::into);
        fact.source = requirement.source.clone();
        let is_path = matches!(&requirement.source, PackageSource::Path { .. });
        // What goes by its path alone stays as it is written.
        let is_project = is_path && requirement.inherited && !requirement.name.starts_with("./");
        if requirement.name.is_empty() || is_project {
            return false;
        }
        if let Some(to) = self.add_foreign(&fact, None).filter(|to| *to != from) {
            self.connect(from, to, requirement, requested, places);
        }
        version.is_none() && !is_locked && is_wanted
    }

    /// The packages that a request of a manifest means, with the places that say so.
    fn answers(
        &self,
        folder: &TreePath,
        requirement: &Requirement,
        places: &mut Vec<PackagePlace>,
    ) -> Vec<Node> {
        let normal = (self.plain.normal)(&requirement.name);
        if let PackageSource::Path { path } = &requirement.source {
            let in_folder = |folder: &TreePath| {
                let owns = self.owns.get(folder)?;
                let same = owns.iter().find(|own| (self.plain.normal)(own.name) == normal);
                same.or(owns.first()).map(|own| own.node)
            };
            let at = |target: TreePath| in_folder(&target).or_else(|| self.in_file(&target));
            let beside = |target: TreePath| in_folder(&target.parent()?);
            let found = if requirement.inherited {
                // From the root of the build or repository, which is some folder further up.
                upward(folder).find_map(|above| at(paths::join(&above, path)?))
            } else {
                let target = paths::join(folder, path);
                target.and_then(|target| at(target.clone()).or_else(|| beside(target)))
            };
            if let Some(node) = found {
                return vec![node];
            }
        }
        if let Some(lock) = self.lock_of(folder) {
            let found = lock.by_name.get(&normal).map(Vec::as_slice).unwrap_or_default();
            if !found.is_empty() {
                places.extend(found.iter().map(|(_, package)| place(lock.file, package.span)));
                return found.iter().map(|(node, _)| *node).collect();
            }
        }
        let is_same =
            |own: &&Own<'_>| !own.name.is_empty() && (self.plain.normal)(own.name) == normal;
        let own = || self.owns.values().flatten().find(is_same).map(|own| own.node);
        self.installed_for(folder, requirement, 1).or_else(own).into_iter().collect()
    }

    /// The package of the tree that a file describes.
    fn in_file(&self, path: &TreePath) -> Option<Node> {
        let owns = self.owns.get(&path.parent()?)?;
        let is_it = |own: &&Own<'_>| own.manifests.iter().any(|(file, _)| file.path == path);
        owns.iter().find(is_it).map(|own| own.node)
    }

    /// The managed version of a request without one: the nearest file upward that has it.
    fn managed(
        &self,
        folder: &TreePath,
        requirement: &Requirement,
    ) -> Option<(File<'a>, &'a Requirement)> {
        if !requirement.inherited {
            return None;
        }
        let normal = (self.plain.normal)(&requirement.name);
        upward(folder).find_map(|above| {
            self.managers.get(&above)?.iter().find_map(|file| {
                let mut all = file.facts.managed.iter();
                let found = all.find(|one| (self.plain.normal)(&one.name) == normal)?;
                Some((*file, found))
            })
        })
    }

    /// A value with its properties replaced by what files upward say of them.
    fn filled(&self, folder: &TreePath, value: Option<&str>) -> Option<String> {
        let mut value = value?.to_owned();
        let Some((start, end)) = self.plain.property else {
            return Some(value);
        };
        for _ in 0..8 {
            let Some((before, rest)) = value.split_once(start) else {
                break;
            };
            let (name, after) = rest.split_once(end)?;
            let found = upward(folder).find_map(|above| {
                self.managers.get(&above)?.iter().find_map(|file| {
                    let known = file.facts.properties.iter().rev();
                    known.clone().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v)
                })
            })?;
            value = format!("{before}{found}{after}");
            if value.len() > 1_000 {
                return None;
            }
        }
        Some(value)
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
                scope: requirement.scope,
                scope_is_known: true,
                condition: requirement.condition.as_deref(),
                requested: requested.or(requirement.requested.as_deref()),
                direct: requirement.direct,
                places,
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

    /// Edges that only the lock states for its roots, and packages that nothing requires.
    fn connect_rest(&mut self, at: usize) {
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
    fn connect_rest_installed(&mut self, installed: &[(File<'a>, Node, &'a PackageFact)]) {
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
    fn add_unused(&mut self, tree: &Tree<'a>) {
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
