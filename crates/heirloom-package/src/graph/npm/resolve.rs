// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins manifests, workspaces, locks and installed packages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_model::{
    Owner, PackageFact, PackageSource, ProblemCode, Replacement, Requirement, Scope, TreePath,
};

use super::{
    BUN_LOCK, DENO_LOCK, DENO_MANIFEST, INSTALLED_LOCK, MANIFEST, NPM_LOCK, PNPM_INSTALLED_LOCK,
    PNPM_LOCK, PNPM_WORKSPACE, YARN_LOCK,
    installed::{Installed, is_installed},
    source::{pinned, purl},
};
use crate::{
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place, shown_name},
        tree::{File, Tree, upward},
    },
    paths,
    purl::Purl,
};

/// A package of the tree itself.
#[derive(Clone, Copy)]
pub(super) struct Own<'a> {
    pub(super) node: Node,
    /// Its manifest; locks may name members whose manifests are not in the tree.
    pub(super) manifest: Option<(File<'a>, &'a PackageFact)>,
}

/// The packages of the tree itself.
#[derive(Default)]
pub(super) struct Owns<'a> {
    by_folder: BTreeMap<TreePath, Own<'a>>,
    /// By the name in the manifest; of several the one in the first folder.
    by_name: BTreeMap<&'a str, (TreePath, Own<'a>)>,
}

pub(super) fn resolve(tree: &Tree<'_>, builder: &mut Builder) {
    let mut owns = owns(tree, builder);
    let installed = Installed::new(tree, builder);
    let mut covered = BTreeSet::new();
    for format in [NPM_LOCK, PNPM_LOCK, YARN_LOCK, BUN_LOCK, DENO_LOCK] {
        for file in tree.of_format(format).filter(|file| !is_installed(file.path)) {
            let members = workspace_members(tree, &owns, &file.folder());
            covered.extend(resolve_lock(builder, file, &mut owns, &members, &installed));
        }
    }
    for format in [INSTALLED_LOCK, PNPM_INSTALLED_LOCK] {
        for file in tree.of_format(format) {
            resolve_installed(builder, file, &installed);
        }
    }
    installed.connect(builder);
    for (folder, own) in &owns.by_folder {
        if !covered.contains(folder) {
            resolve_unlocked(builder, folder, own, &owns, &installed);
        }
    }
}

fn owns<'a>(tree: &Tree<'a>, builder: &mut Builder) -> Owns<'a> {
    let mut owns = Owns::default();
    let manifests = tree.of_format(MANIFEST).chain(tree.of_format(DENO_MANIFEST));
    for file in manifests.filter(|file| !is_installed(file.path)) {
        let Some(package) = file.facts.packages.first() else {
            continue;
        };
        let folder = file.folder();
        // What both manifests of a folder request stands in the lock; the first one speaks.
        if owns.by_folder.contains_key(&folder) {
            continue;
        }
        let version = package.version.as_deref();
        if let Some(node) = add_own(builder, &folder, &package.name, version) {
            builder.place(node, place(file, package.span));
            builder.describe(node, package);
            let own = Own { node, manifest: Some((file, package)) };
            let named = owns.by_name.entry(&package.name).or_insert_with(|| (folder.clone(), own));
            if folder < named.0 {
                *named = (folder.clone(), own);
            }
            owns.by_folder.insert(folder, own);
        }
    }
    owns
}

fn add_own(
    builder: &mut Builder,
    folder: &TreePath,
    name: &str,
    version: Option<&str>,
) -> Option<Node> {
    let shown = shown_name(folder, name);
    let purl = if name.is_empty() { None } else { purl(name, version, &PackageSource::Unknown) };
    builder.add(NewPackage {
        ecosystem: "npm",
        name: &shown,
        version,
        purl,
        owner: Owner::Own,
        folder: Some(folder.clone()),
        source: PackageSource::Path { path: "".into() },
    })
}

/// The folders of the members of the workspace rooted at `base`, itself among them.
fn workspace_members(tree: &Tree<'_>, owns: &Owns<'_>, base: &TreePath) -> BTreeSet<TreePath> {
    let mut members: BTreeSet<TreePath> =
        owns.by_folder.contains_key(base).then(|| base.clone()).into_iter().collect();
    let manifest = owns.by_folder.get(base).and_then(|own| own.manifest).map(|(file, _)| file);
    let pnpm = tree.of_format(PNPM_WORKSPACE).find(|file| file.folder() == *base);
    for file in manifest.into_iter().chain(pnpm) {
        let Some(workspace) = &file.facts.workspace else {
            continue;
        };
        for folder in owns.by_folder.keys() {
            let Some(below) = paths::below(base, folder) else {
                continue;
            };
            let any = |patterns: &[Box<str>]| patterns.iter().any(|p| paths::matches(p, below));
            if any(&workspace.members) && !any(&workspace.excluded) {
                members.insert(folder.clone());
            }
        }
    }
    members
}

struct Lock<'a> {
    file: File<'a>,
    nodes: HashMap<&'a str, Node>,
    /// The packages of the lock by key.
    entries: HashMap<&'a str, &'a PackageFact>,
    /// Keys of packages by name: the only one, or `None` for several.
    by_name: HashMap<&'a str, Option<&'a str>>,
    /// Requests of Yarn's locks and the keys of the packages that answer them.
    by_request: HashMap<&'a str, &'a str>,
    /// What the manifest beside the lock takes whatever is requested.
    replacements: &'a [Replacement],
    installed: &'a Installed<'a>,
}

impl<'a> Lock<'a> {
    fn new(file: File<'a>, installed: &'a Installed<'a>) -> Lock<'a> {
        let mut entries = HashMap::new();
        let mut by_name: HashMap<&str, Option<&str>> = HashMap::new();
        for package in &file.facts.packages {
            entries.entry(&*package.key).or_insert(package);
            by_name
                .entry(&package.name)
                .and_modify(|key| *key = None)
                .or_insert(Some(&package.key));
        }
        Lock {
            file,
            nodes: HashMap::new(),
            entries,
            by_name,
            by_request: HashMap::new(),
            replacements: &[],
            installed,
        }
    }

    /// The key of what is taken in place of a requested package.
    fn replaced(&self, name: &str) -> Option<&'a str> {
        let all = self.replacements.iter().filter(|one| *one.name == *name);
        let versions = all.filter_map(|one| one.with_version.as_deref());
        versions
            .flat_map(|version| [format!("{name}@{version}"), format!("{name}@npm:{version}")])
            .find_map(|request| self.by_request.get(&*request).copied())
    }
}

/// Adds what a lock holds; gives the folders of the tree's own packages that it holds.
fn resolve_lock<'a>(
    builder: &mut Builder,
    file: File<'a>,
    owns: &mut Owns<'a>,
    members: &BTreeSet<TreePath>,
    installed: &Installed<'a>,
) -> BTreeSet<TreePath> {
    let mut lock = Lock::new(file, installed);
    let manifest = owns.by_folder.get(&file.folder()).and_then(|own| own.manifest);
    lock.replacements = manifest.map_or(&[], |(file, _)| &file.facts.replacements);
    let mut covered: BTreeSet<TreePath> = BTreeSet::new();
    let mut roots: Vec<(TreePath, Option<&PackageFact>)> = Vec::new();
    for package in &file.facts.packages {
        let folder = match &package.source {
            PackageSource::Path { path } => paths::join(&file.folder(), path),
            _ => None,
        };
        let node = match folder {
            Some(folder) if package.is_root => {
                let own = own_at(builder, owns, &folder, package);
                covered.insert(folder.clone());
                roots.push((folder, Some(package)));
                own.map(|own| own.node)
            }
            folder => add_locked(builder, package, folder),
        };
        let Some(node) = node else {
            continue;
        };
        builder.place(node, place(file, package.span));
        builder.describe(node, package);
        lock.nodes.insert(&package.key, node);
        if &*file.facts.format == YARN_LOCK {
            lock.by_request.extend(package.key.split(", ").map(|request| (request, &*package.key)));
        }
    }
    for package in file.facts.packages.iter().filter(|package| !package.is_root) {
        if let Some(&from) = lock.nodes.get(&*package.key) {
            for requirement in &package.requirements {
                connect(builder, &lock, owns, from, requirement, None);
            }
        }
    }
    // Locks without the roots' requirements: version 1 of npm and of Yarn.
    if &*file.facts.format == YARN_LOCK && roots.is_empty() {
        roots = members.iter().map(|folder| (folder.clone(), None)).collect();
        covered.extend(members.iter().cloned());
    }
    for (folder, package) in roots {
        connect_root(builder, &lock, owns, &folder, package);
    }
    covered
}

/// What a package manager says that it installed: packages and edges, without those of the project.
fn resolve_installed<'a>(builder: &mut Builder, file: File<'a>, installed: &Installed<'a>) {
    let mut lock = Lock::new(file, installed);
    let base = file.folder().parent().unwrap_or_default();
    let own = |package: &&PackageFact| !package.is_root;
    for package in file.facts.packages.iter().filter(own) {
        // The keys of npm are places below the project.
        let is_place = package.key.starts_with("node_modules/");
        let folder = is_place.then(|| paths::join(&base, &package.key)).flatten();
        let Some(node) = add_locked(builder, package, folder) else {
            return;
        };
        builder.place(node, place(file, package.span));
        builder.describe(node, package);
        lock.nodes.insert(&package.key, node);
    }
    for package in file.facts.packages.iter().filter(own) {
        if let Some(&from) = lock.nodes.get(&*package.key) {
            for requirement in &package.requirements {
                connect(builder, &lock, &Owns::default(), from, requirement, None);
            }
        }
    }
}

/// The tree's own package in a folder; one that only the lock knows is added.
fn own_at<'a>(
    builder: &mut Builder,
    owns: &mut Owns<'a>,
    folder: &TreePath,
    package: &PackageFact,
) -> Option<Own<'a>> {
    if let Some(own) = owns.by_folder.get(folder) {
        return Some(*own);
    }
    let node = add_own(builder, folder, &package.name, package.version.as_deref())?;
    let own = Own { node, manifest: None };
    owns.by_folder.insert(folder.clone(), own);
    Some(own)
}

/// A package of modules by address.
fn generic(package: &PackageFact) -> Option<Purl> {
    let name = package.name.rsplit('/').next().unwrap_or(&package.name);
    let mut purl = Purl::new("generic", None, name, package.version.as_deref()).ok()?;
    if let PackageSource::Archive { url } = &package.source {
        purl.qualify("download_url", url).ok()?;
    }
    Some(purl)
}

fn add_locked(
    builder: &mut Builder,
    package: &PackageFact,
    folder: Option<TreePath>,
) -> Option<Node> {
    let version = package.version.as_deref();
    let is_other = package.ecosystem.is_some();
    let purl =
        if is_other { generic(package) } else { purl(&package.name, version, &package.source) };
    builder.add(NewPackage {
        ecosystem: package.ecosystem.as_deref().unwrap_or("npm"),
        name: &package.name,
        version,
        purl,
        owner: Owner::ThirdParty,
        folder,
        source: package.source.clone(),
    })
}

/// The edges of one of the tree's own packages, by the lock's words and the manifest's.
fn connect_root(
    builder: &mut Builder,
    lock: &Lock<'_>,
    owns: &Owns<'_>,
    folder: &TreePath,
    package: Option<&PackageFact>,
) {
    let Some(own) = owns.by_folder.get(folder) else {
        return;
    };
    let mut met: BTreeSet<&str> = BTreeSet::new();
    let locked = package.map(|package| package.requirements.as_slice()).unwrap_or_default();
    let manifest = own.manifest.map(|(file, fact)| (file, fact.requirements.as_slice()));
    let mut stated: HashMap<&str, &Requirement> = HashMap::new();
    for requirement in manifest.map(|(_, all)| all).unwrap_or_default() {
        stated.entry(known_as(requirement)).or_insert(requirement);
    }
    for requirement in locked {
        let known_as = known_as(requirement);
        met.insert(known_as);
        let same = manifest.and_then(|(file, _)| Some((file, *stated.get(known_as)?)));
        if let Some((file, same)) = same
            && is_outdated(lock, requirement, same)
        {
            let args = vec![("name", requirement.name.clone())];
            let span = Some(same.span);
            builder.problem(ProblemCode::LOCK_OUTDATED, args, file.path, span);
        }
        connect(builder, lock, owns, own.node, requirement, same);
    }
    let Some((file, all)) = manifest else {
        return;
    };
    for requirement in all.iter().filter(|requirement| !met.contains(known_as(requirement))) {
        let mut found = requirement.clone();
        found.resolved = by_words(lock, requirement);
        let is_local = local(owns, folder, requirement).is_some();
        if found.resolved.is_some() || is_local {
            connect_at(builder, lock, owns, own.node, folder, &found, file);
        } else if !matches!(requirement.scope, Scope::Optional | Scope::Provided) {
            let args = vec![("name", requirement.name.clone())];
            let span = Some(requirement.span);
            builder.problem(ProblemCode::LOCK_OUTDATED, args, file.path, span);
        }
    }
}

/// Whether a lock that writes down requests as the manifest has them was made for another one.
fn is_outdated(lock: &Lock<'_>, locked: &Requirement, stated: &Requirement) -> bool {
    let (Some(locked_range), Some(stated_range)) = (&locked.requested, &stated.requested) else {
        return false;
    };
    let is_range = |text: &str| crate::vers::from_native("npm", text).is_ok();
    let writes_requests = matches!(&*lock.file.facts.format, NPM_LOCK | PNPM_LOCK);
    let overrides = lock.replacements.iter().chain(&lock.file.facts.replacements);
    writes_requests
        && locked.scope == stated.scope
        && locked_range.trim() != stated_range.trim()
        && is_range(locked_range)
        && is_range(stated_range)
        && !overrides.into_iter().any(|one| one.name == locked.name)
}

fn known_as(requirement: &Requirement) -> &str {
    requirement.alias.as_deref().unwrap_or(&requirement.name)
}

/// The key of a lock that a manifest's request came to, where the lock does not name roots.
fn by_words(lock: &Lock<'_>, requirement: &Requirement) -> Option<Box<str>> {
    let name = known_as(requirement);
    if &*lock.file.facts.format != YARN_LOCK {
        let key = format!("node_modules/{name}");
        return lock.nodes.contains_key(&*key).then(|| key.into());
    }
    let requested = requirement.requested.as_deref().unwrap_or_default();
    let requests = match &requirement.alias {
        Some(_) => [
            format!("{name}@npm:{}@{requested}", requirement.name),
            format!("{name}@{}@{requested}", requirement.name),
        ],
        None => [format!("{name}@{requested}"), format!("{name}@npm:{requested}")],
    };
    let found = requests.iter().find_map(|request| lock.by_request.get(&**request));
    let found = found.copied().or_else(|| lock.replaced(&requirement.name)).map(Into::into);
    // Replacements of members count for all, and then the lock has one package of that name.
    found.or_else(|| lock.by_name.get(&*requirement.name).copied().flatten().map(Into::into))
}

/// The tree's own package that a request means: by path, or by name inside the workspace.
fn local<'a>(owns: &Owns<'a>, folder: &TreePath, requirement: &Requirement) -> Option<Own<'a>> {
    if let PackageSource::Path { path } = &requirement.source {
        return owns.by_folder.get(&paths::join(folder, path)?).copied();
    }
    owns.by_name.get(&*requirement.name).map(|(_, own)| *own)
}

/// Adds an edge that a lock states, with the manifest's word on it.
fn connect(
    builder: &mut Builder,
    lock: &Lock<'_>,
    owns: &Owns<'_>,
    from: Node,
    requirement: &Requirement,
    manifest: Option<(File<'_>, &Requirement)>,
) {
    let key = requirement.resolved.as_deref().or_else(|| lock.replaced(&requirement.name));
    let resolved = key.and_then(|key| lock.nodes.get(key).copied());
    let in_tree = || match &requirement.source {
        PackageSource::Path { path } => {
            let folder = paths::join(&lock.file.folder(), path)?;
            owns.by_folder.get(&folder).map(|own| own.node)
        }
        _ => None,
    };
    // What is optional and was not installed beside the lock does not come along.
    if requirement.scope == Scope::Optional
        && lock.installed.lacks(&lock.file.folder(), &requirement.name)
    {
        return;
    }
    let Some(to) = resolved.or_else(in_tree) else {
        if !matches!(requirement.scope, Scope::Optional | Scope::Provided) {
            let args = vec![("name", requirement.name.clone())];
            let span = Some(requirement.span);
            builder.problem(ProblemCode::PACKAGE_UNKNOWN, args, lock.file.path, span);
        }
        return;
    };
    let mut places = vec![place(lock.file, requirement.span)];
    places.extend(manifest.map(|(file, same)| place(file, same.span)));
    // Later locks of Yarn do not tell scopes.
    let scope = match manifest {
        Some((_, same)) if &*lock.file.facts.format == YARN_LOCK => same.scope,
        _ => requirement.scope,
    };
    let requested = requirement.requested.as_deref();
    let requested = requested.or_else(|| manifest.and_then(|(_, same)| same.requested.as_deref()));
    builder.connect(
        from,
        to,
        NewEdge {
            scope,
            requested,
            direct: requirement.direct,
            ..NewEdge::asked(requirement, places)
        },
    );
}

/// Adds an edge that a manifest states and a lock only resolves.
fn connect_at(
    builder: &mut Builder,
    lock: &Lock<'_>,
    owns: &Owns<'_>,
    from: Node,
    folder: &TreePath,
    requirement: &Requirement,
    file: File<'_>,
) {
    let resolved = requirement.resolved.as_deref().and_then(|key| lock.nodes.get(key).copied());
    let to = resolved.or_else(|| local(owns, folder, requirement).map(|own| own.node));
    let Some(to) = to else {
        return;
    };
    let mut places = vec![place(file, requirement.span)];
    let entry = requirement.resolved.as_deref().and_then(|key| lock.entries.get(key));
    places.extend(entry.map(|entry| place(lock.file, entry.span)));
    builder.connect(from, to, NewEdge::asked(requirement, places));
}

/// The requests of a package of the tree that no lock holds: installed packages answer them, or
/// they stay as requested.
fn resolve_unlocked(
    builder: &mut Builder,
    folder: &TreePath,
    own: &Own<'_>,
    owns: &Owns<'_>,
    installed: &Installed<'_>,
) {
    let Some((file, package)) = own.manifest else {
        return;
    };
    let mut is_open = false;
    for requirement in &package.requirements {
        let found = upward(folder).find_map(|above| installed.at(&above, known_as(requirement)));
        let found = found.or_else(|| local(owns, folder, requirement).map(|own| own.node));
        let is_wanted = requirement.scope != Scope::Provided;
        let version = requirement.requested.as_deref().and_then(pinned);
        is_open |= found.is_none() && is_wanted;
        let to = found.or_else(|| {
            builder.add(NewPackage {
                ecosystem: "npm",
                name: &requirement.name,
                version,
                purl: purl(&requirement.name, version, &requirement.source),
                owner: Owner::ThirdParty,
                folder: None,
                source: requirement.source.clone(),
            })
        });
        let Some(to) = to else {
            return;
        };
        builder.connect(
            own.node,
            to,
            NewEdge::asked(requirement, vec![place(file, requirement.span)]),
        );
    }
    if is_open {
        let span = Some(package.span);
        builder.problem(ProblemCode::LOCK_MISSING, Vec::new(), file.path, span);
    }
}
