// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins projects, locks and requirements files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_model::{
    IncludeKind, Owner, PackageFact, PackagePlace, PackageSource, ProblemCode, Requirement, Scope,
    TreePath,
};

use super::{
    INCLUDED, PIPFILE, POETRY_LOCK, PROJECT, REQUIREMENTS, SETUP_CFG, SETUP_PY, SOURCE_PACKAGE,
    UV_LOCK,
    joined::{Installed, Manifests, resolve_flat},
    requirements::{archive, pinned},
};
use crate::{
    graph::{
        agree::allows,
        builder::{Builder, NewEdge, NewPackage, Node, place, shown_name},
        conda,
        tree::{File, Tree, upward},
    },
    paths,
    purl::Purl,
};

#[derive(Clone, Copy)]
pub(super) struct Own<'a> {
    pub(super) node: Node,
    pub(super) manifest: Option<(File<'a>, &'a PackageFact)>,
}

pub(super) type Owns<'a> = BTreeMap<TreePath, Own<'a>>;

pub(super) fn resolve(tree: &Tree<'_>, builder: &mut Builder) {
    let mut manifests = Manifests::new();
    for format in [PROJECT, SETUP_CFG, SETUP_PY, PIPFILE, SOURCE_PACKAGE] {
        for file in tree.of_format(format) {
            if let Some(package) = file.facts.packages.first() {
                manifests.entry(file.folder()).or_default().push((file, package));
            }
        }
    }
    let mut owns = Owns::new();
    for (folder, all) in &manifests {
        let name = all.iter().map(|(_, package)| &*package.name).find(|name| !name.is_empty());
        let version = all.iter().find_map(|(_, package)| package.version.as_deref());
        if let Some(node) = add_own(builder, folder, name.unwrap_or_default(), version) {
            for (file, package) in all {
                builder.place(node, place(*file, package.span));
                builder.describe(node, package);
            }
            owns.insert(folder.clone(), Own { node, manifest: all.first().copied() });
        }
    }
    let mut covered = BTreeSet::new();
    for file in tree.of_format(UV_LOCK).chain(tree.of_format(POETRY_LOCK)) {
        let folders = resolve_lock(builder, file, &mut owns);
        let manifests = folders.iter().filter_map(|folder| manifests.get(folder)?.first());
        covered.extend(manifests.map(|(file, _)| file.path));
    }
    covered.extend(resolve_flat(tree, builder, &mut owns, &manifests));
    let installed = Installed::new(tree, builder, &manifests, &owns);
    installed.connect(builder);
    let pins = resolve_lists(tree, builder, &mut owns, &installed);
    for (folder, all) in &manifests {
        let Some(own) = owns.get(folder).copied() else {
            continue;
        };
        for manifest in all.iter().filter(|(file, _)| !covered.contains(file.path)) {
            let own = Own { manifest: Some(*manifest), ..own };
            resolve_unlocked(builder, folder, &own, &owns, pins.get(folder), &installed);
        }
    }
}

pub(super) fn add_own(
    builder: &mut Builder,
    folder: &TreePath,
    name: &str,
    version: Option<&str>,
) -> Option<Node> {
    let shown = shown_name(folder, name);
    builder.add(NewPackage {
        ecosystem: "pypi",
        name: &shown,
        version,
        purl: if name.is_empty() { None } else { purl(name, version, &PackageSource::Unknown) },
        owner: Owner::Own,
        folder: Some(folder.clone()),
        source: PackageSource::Path { path: "".into() },
    })
}

fn purl(name: &str, version: Option<&str>, source: &PackageSource) -> Option<Purl> {
    let mut purl = Purl::new("pypi", None, name, version).ok()?;
    let qualified = match source {
        PackageSource::Registry { url: Some(url) } => purl.qualify("repository_url", url),
        PackageSource::Archive { url } => purl.qualify("download_url", url),
        PackageSource::Git { url, revision } => {
            let at = revision.as_deref().map(|revision| format!("@{revision}"));
            purl.qualify("vcs_url", &format!("git+{url}{}", at.unwrap_or_default()))
        }
        _ => Ok(()),
    };
    debug_assert!(qualified.is_ok(), "constant keys, each once");
    Some(purl)
}

pub(super) fn add_foreign(builder: &mut Builder, package: &PackageFact) -> Option<Node> {
    let version = package.version.as_deref();
    builder.add(NewPackage {
        ecosystem: "pypi",
        name: &package.name,
        version,
        purl: purl(&package.name, version, &package.source),
        owner: Owner::ThirdParty,
        folder: None,
        source: package.source.clone(),
    })
}

pub(super) struct Lock<'a> {
    pub(super) file: File<'a>,
    pub(super) nodes: Vec<Option<Node>>,
    pub(super) by_name: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Lock<'a> {
    /// The packages a requirement came to: one, unless versions differ by platform.
    fn find(&self, requirement: &Requirement) -> Vec<usize> {
        let all = self.by_name.get(&*requirement.name).map(Vec::as_slice).unwrap_or_default();
        // A requirement of `uv.lock` names version and source where there are several.
        let words: Vec<&str> =
            requirement.resolved.as_deref().unwrap_or_default().split(' ').skip(1).collect();
        let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
        let fits = |&at: &usize| {
            let key = &self.file.facts.packages[at].key;
            words.iter().all(|word| key.split(' ').any(|part| part == *word))
        };
        all.iter().copied().filter(fits).collect()
    }

    /// Of several versions of a package those that a request allows; all where none is known to be.
    fn fitting(&self, all: Vec<usize>, requirement: &Requirement) -> Vec<usize> {
        let Some(requested) = requirement.requested.as_deref().filter(|_| all.len() > 1) else {
            return all;
        };
        let fits = |at: &usize| {
            let version = self.file.facts.packages[*at].version.as_deref();
            version.and_then(|version| allows("pypi", requested, version)).unwrap_or(true)
        };
        let fitting: Vec<usize> = all.iter().copied().filter(fits).collect();
        if fitting.is_empty() { all } else { fitting }
    }
}

fn resolve_lock<'a>(
    builder: &mut Builder,
    file: File<'a>,
    owns: &mut Owns<'a>,
) -> BTreeSet<TreePath> {
    let mut lock = Lock { file, nodes: Vec::new(), by_name: HashMap::new() };
    let mut covered = BTreeSet::new();
    for (at, package) in file.facts.packages.iter().enumerate() {
        lock.by_name.entry(&*package.name).or_default().push(at);
        let node = match local_folder(file, package) {
            Some(folder) if package.is_root || owns.contains_key(&folder) => {
                if package.is_root {
                    covered.insert(folder.clone());
                }
                own_at(builder, owns, &folder, package)
            }
            _ => add_foreign(builder, package),
        };
        if let Some(node) = node {
            builder.place(node, place(file, package.span));
            builder.describe(node, package);
        }
        lock.nodes.push(node);
    }
    for (at, package) in file.facts.packages.iter().enumerate() {
        let manifest = local_folder(file, package)
            .filter(|_| package.is_root)
            .and_then(|folder| owns.get(&folder)?.manifest);
        if let Some(from) = lock.nodes[at] {
            for requirement in &package.requirements {
                connect_locked(builder, &lock, from, requirement, manifest);
            }
            if let Some((file, own)) = manifest.filter(|_| &*lock.file.facts.format == UV_LOCK) {
                tell_unlocked(builder, package, file, own);
            }
        }
    }
    // The lock of Poetry has no entry for the project: its requirements stand in the manifest.
    if &*file.facts.format == POETRY_LOCK
        && let Some(own) = owns.get(&file.folder())
        && let Some((manifest, package)) = own.manifest
    {
        covered.insert(file.folder());
        connect_project(builder, &lock, own.node, manifest, package);
    }
    covered
}

/// Requests of a manifest that the lock of uv does not know.
fn tell_unlocked(
    builder: &mut Builder,
    locked: &PackageFact,
    file: File<'_>,
    manifest: &PackageFact,
) {
    let known: BTreeSet<&str> = locked.requirements.iter().map(|one| &*one.name).collect();
    let wanted = manifest.requirements.iter().filter(|one| one.scope != Scope::Build);
    for requirement in wanted.filter(|one| !known.contains(&*one.name)) {
        let args = vec![("name", requirement.name.clone())];
        builder.problem(ProblemCode::LOCK_OUTDATED, args, file.path, Some(requirement.span));
    }
}

pub(super) fn local_folder(file: File<'_>, package: &PackageFact) -> Option<TreePath> {
    match &package.source {
        PackageSource::Path { path } => paths::join(&file.folder(), path),
        _ => None,
    }
}

fn own_at(
    builder: &mut Builder,
    owns: &mut Owns<'_>,
    folder: &TreePath,
    package: &PackageFact,
) -> Option<Node> {
    if let Some(own) = owns.get(folder) {
        return Some(own.node);
    }
    let node = add_own(builder, folder, &package.name, package.version.as_deref())?;
    owns.insert(folder.clone(), Own { node, manifest: None });
    Some(node)
}

pub(super) fn connect_locked(
    builder: &mut Builder,
    lock: &Lock<'_>,
    from: Node,
    requirement: &Requirement,
    manifest: Option<(File<'_>, &PackageFact)>,
) {
    let targets = lock.find(requirement);
    // What an extra would need is named even where nobody asked for the extra.
    if targets.is_empty() && requirement.scope == Scope::Runtime && requirement.condition.is_none()
    {
        let args = vec![("name", requirement.name.clone())];
        let span = Some(requirement.span);
        builder.problem(ProblemCode::PACKAGE_UNKNOWN, args, lock.file.path, span);
    }
    for at in lock.fitting(targets, requirement) {
        let Some(to) = lock.nodes[at] else { continue };
        let requirement = &both(requirement, lock.file.facts.packages[at].condition.as_deref());
        let same = manifest.and_then(|(file, package)| {
            let is_same =
                |r: &&Requirement| r.name == requirement.name && r.scope == requirement.scope;
            Some((file, package.requirements.iter().find(is_same)?))
        });
        let mut places = vec![place(lock.file, requirement.span)];
        places.extend(same.map(|(file, same)| place(file, same.span)));
        let requested = requirement.requested.as_deref();
        let requested = requested.or_else(|| same.and_then(|(_, same)| same.requested.as_deref()));
        connect(builder, from, to, requirement, requested, places);
    }
}

pub(super) fn connect(
    builder: &mut Builder,
    from: Node,
    to: Node,
    requirement: &Requirement,
    requested: Option<&str>,
    places: Vec<PackagePlace>,
) {
    builder.connect(
        from,
        to,
        NewEdge { requested, direct: requirement.direct, ..NewEdge::asked(requirement, places) },
    );
}

/// The edges of a project by its manifest, with the versions of Poetry's lock.
pub(super) fn connect_project(
    builder: &mut Builder,
    lock: &Lock<'_>,
    from: Node,
    manifest: File<'_>,
    package: &PackageFact,
) {
    for requirement in &package.requirements {
        let targets = lock.find(requirement);
        // Poetry builds with packages that its lock leaves out.
        if targets.is_empty() && requirement.scope != Scope::Build {
            let args = vec![("name", requirement.name.clone())];
            let span = Some(requirement.span);
            builder.problem(ProblemCode::LOCK_OUTDATED, args, manifest.path, span);
        }
        for at in lock.fitting(targets, requirement) {
            let Some(to) = lock.nodes[at] else {
                continue;
            };
            let locked = &lock.file.facts.packages[at];
            let entry = place(lock.file, locked.span);
            let places = vec![entry, place(manifest, requirement.span)];
            let requirement = &both(requirement, locked.condition.as_deref());
            connect(builder, from, to, requirement, requirement.requested.as_deref(), places);
        }
    }
}

/// A requirement that holds where a marker of the package holds too.
fn both(requirement: &Requirement, condition: Option<&str>) -> Requirement {
    let mut whole = requirement.clone();
    if let Some(condition) = condition {
        whole.condition = Some(match requirement.condition.as_deref() {
            Some(own) if own == condition => own.into(),
            Some(own) => format!("{own}, {condition}").into(),
            None => condition.into(),
        });
    }
    whole
}

/// The pinned packages that the lists of a folder hold, by name.
type Pins = BTreeMap<TreePath, HashMap<Box<str>, Node>>;

/// Requirements files: each that no other includes hangs on the project around it.
fn resolve_lists<'a>(
    tree: &Tree<'a>,
    builder: &mut Builder,
    owns: &mut Owns<'_>,
    installed: &Installed<'a>,
) -> Pins {
    let files = lists(tree);
    let mut included = BTreeSet::new();
    let mut required = BTreeSet::new();
    for file in files.values() {
        for include in &file.facts.includes {
            let path = paths::join(&file.folder(), &include.path);
            if let Some(path) = path.filter(|path| files.contains_key(path)) {
                if include.kind == IncludeKind::Requirements {
                    required.insert(path.clone());
                }
                included.insert(path);
            } else {
                let args = vec![("file", include.path.clone())];
                let span = Some(include.span);
                builder.problem(ProblemCode::PACKAGE_FILE_MISSING, args, file.path, span);
            }
        }
    }
    let mut pins = Pins::new();
    let mut reached = of_environments(tree, builder, owns, installed, &files);
    included.extend(reached.iter().map(|path| (*path).clone()));
    let first = files.values().filter(|file| !included.contains(file.path));
    // Those that include each other in a circle, too.
    for file in first.chain(files.values().filter(|file| required.contains(file.path))) {
        let name = file.path.file_name().to_ascii_lowercase();
        if reached.contains(file.path) || name.windows(11).any(|part| part == b"constraints") {
            continue;
        }
        let (folder, from) = match project_of(owns, &file.folder()) {
            Some((folder, own)) => (folder, own.node),
            None => {
                let folder = file.folder();
                let Some(node) = add_own(builder, &folder, "", None) else {
                    return pins;
                };
                owns.insert(folder.clone(), Own { node, manifest: None });
                (folder, node)
            }
        };
        let mut list = List {
            files: &files,
            installed,
            seen: BTreeSet::new(),
            constraining: BTreeSet::new(),
            constraints: HashMap::new(),
        };
        list.constrain(*file, 0);
        list.seen.clear();
        let scope = scope_of(file.path);
        let found = list.connect(builder, owns, *file, from, scope);
        reached.extend(&list.seen);
        pins.entry(folder).or_default().extend(found);
    }
    pins
}

/// Hangs the lists that environments of conda name on these; returns those that are lists for that
/// reason alone.
fn of_environments<'a>(
    tree: &Tree<'a>,
    builder: &mut Builder,
    owns: &Owns<'_>,
    installed: &Installed<'a>,
    files: &BTreeMap<&'a TreePath, File<'a>>,
) -> BTreeSet<&'a TreePath> {
    let mut reached = BTreeSet::new();
    for environment in environments(tree) {
        let Some(node) = conda::node_of(&environment, builder) else { break };
        let (seen, constraining) = (BTreeSet::new(), BTreeSet::new());
        let constraints = HashMap::new();
        let mut list = List { files, installed, seen, constraining, constraints };
        list.constrain(environment, 0);
        list.seen.clear();
        let includes = environment.facts.includes.iter();
        for include in includes.filter(|include| include.kind == IncludeKind::Requirements) {
            let path = paths::join(&environment.folder(), &include.path);
            if let Some(file) = path.and_then(|path| files.get(&path)) {
                list.connect(builder, owns, *file, node, Scope::Runtime);
            }
        }
        let all = list.seen.iter().chain(&list.constraining);
        reached.extend(all.filter(|path| &*files[**path].facts.format == INCLUDED));
    }
    reached
}

/// The environments of conda that name lists for pip, in the order of their paths.
fn environments<'a>(tree: &Tree<'a>) -> Vec<File<'a>> {
    let all = tree.of_any(conda::ENVIRONMENT);
    let mut found: Vec<File<'a>> = all.filter(|file| !file.facts.includes.is_empty()).collect();
    found.sort_by_key(|file| file.path);
    found
}

/// The lists of requirements: those that their names tell, and those that these include.
fn lists<'a>(tree: &Tree<'a>) -> BTreeMap<&'a TreePath, File<'a>> {
    let mut files = BTreeMap::new();
    let others: BTreeMap<&TreePath, File<'a>> =
        tree.of_format(INCLUDED).map(|file| (file.path, file)).collect();
    let mut open: Vec<File<'a>> = tree.of_format(REQUIREMENTS).collect();
    for file in environments(tree) {
        let paths = file.facts.includes.iter();
        let paths = paths.filter_map(|include| paths::join(&file.folder(), &include.path));
        open.extend(paths.filter_map(|path| others.get(&path)));
    }
    while let Some(file) = open.pop() {
        if files.insert(file.path, file).is_some() {
            continue;
        }
        for include in &file.facts.includes {
            let path = paths::join(&file.folder(), &include.path);
            open.extend(path.and_then(|path| others.get(&path)));
        }
    }
    files
}

/// The project of a requirements file: in its folder, or around a folder of such files.
fn project_of<'a>(owns: &Owns<'a>, folder: &TreePath) -> Option<(TreePath, Own<'a>)> {
    let is_own_folder = folder.file_name().eq_ignore_ascii_case(b"requirements");
    let n_levels = if is_own_folder { 2 } else { 1 };
    let mut folders = upward(folder).take(n_levels);
    folders.find_map(|folder| owns.get(&folder).map(|own| (folder, *own)))
}

/// What a requirements file is for, by its name.
fn scope_of(path: &TreePath) -> Scope {
    let name = String::from_utf8_lossy(path.file_name()).to_lowercase();
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .find_map(|word| match word {
            "test" | "tests" | "testing" => Some(Scope::Test),
            "dev" | "develop" | "development" | "docs" | "doc" | "lint" | "linting" | "ci"
            | "typing" | "mypy" => Some(Scope::Development),
            "build" => Some(Scope::Build),
            _ => None,
        })
        .unwrap_or(Scope::Runtime)
}

/// A requirements file with those it includes.
struct List<'a, 'b> {
    files: &'b BTreeMap<&'a TreePath, File<'a>>,
    installed: &'b Installed<'a>,
    seen: BTreeSet<&'a TreePath>,
    /// Files whose versions are among the constraints.
    constraining: BTreeSet<&'a TreePath>,
    constraints: HashMap<&'a str, &'a str>,
}

impl<'a> List<'a, '_> {
    /// Collects the versions that constraints fix, of all files included.
    fn constrain(&mut self, file: File<'a>, depth: usize) {
        if depth > MAX_INCLUDES || !self.seen.insert(file.path) {
            return;
        }
        for include in &file.facts.includes {
            let path = paths::join(&file.folder(), &include.path);
            let Some(other) = path.and_then(|path| self.files.get(&path).copied()) else {
                continue;
            };
            if include.kind == IncludeKind::Constraints && self.constraining.insert(other.path) {
                for package in other.facts.packages.iter().filter(|package| !package.is_root) {
                    let version = package.version.as_deref();
                    self.constraints.extend(version.map(|version| (&*package.name, version)));
                }
            }
            self.constrain(other, depth + 1);
        }
    }

    fn connect(
        &mut self,
        builder: &mut Builder,
        owns: &Owns<'_>,
        file: File<'a>,
        from: Node,
        scope: Scope,
    ) -> HashMap<Box<str>, Node> {
        let mut found = HashMap::new();
        let mut open = vec![file];
        while let Some(file) = open.pop() {
            if !self.seen.insert(file.path) {
                continue;
            }
            let includes = file.facts.includes.iter();
            for include in includes.filter(|include| include.kind == IncludeKind::Requirements) {
                let path = paths::join(&file.folder(), &include.path);
                open.extend(path.and_then(|path| self.files.get(&path)));
            }
            self.connect_file(builder, owns, file, from, scope, &mut found);
        }
        found
    }

    fn connect_file(
        &self,
        builder: &mut Builder,
        owns: &Owns<'_>,
        file: File<'a>,
        from: Node,
        scope: Scope,
        found: &mut HashMap<Box<str>, Node>,
    ) {
        let Some(root) = file.facts.packages.first() else {
            return;
        };
        let pins = &file.facts.packages[1..];
        let mut nodes: HashMap<&str, Node> = HashMap::new();
        for pin in pins {
            if let Some(node) = add_foreign(builder, pin) {
                builder.place(node, place(file, pin.span));
                builder.add_checksums(node, &pin.checksums);
                nodes.insert(&pin.name, node);
                found.insert(pin.name.clone(), node);
            }
        }
        for pin in pins {
            for requirement in &pin.requirements {
                let to = nodes.get(&*requirement.name).filter(|_| requirement.name != pin.name);
                if let (Some(&from), Some(&to)) = (nodes.get(&*pin.name), to) {
                    let places = vec![place(file, requirement.span)];
                    connect(builder, from, to, requirement, None, places);
                }
            }
        }
        for requirement in &root.requirements {
            let to = nodes.get(&*requirement.name).copied();
            let to = to.or_else(|| self.target(builder, owns, file, requirement));
            let Some(to) = to.filter(|to| *to != from) else {
                continue;
            };
            let requirement = Requirement { scope, ..requirement.clone() };
            let places = vec![place(file, requirement.span)];
            connect(builder, from, to, &requirement, requirement.requested.as_deref(), places);
        }
    }

    /// What a requirement without a fixed version means: a project of the tree, what a constraint
    /// fixes, or only a name.
    fn target(
        &self,
        builder: &mut Builder,
        owns: &Owns<'_>,
        file: File<'_>,
        requirement: &Requirement,
    ) -> Option<Node> {
        if let PackageSource::Path { path } = &requirement.source {
            let path = path.split('[').next().unwrap_or(path);
            let own = paths::join(&file.folder(), path).and_then(|folder| owns.get(&folder));
            if let Some(own) = own {
                return Some(own.node);
            }
        }
        if requirement.name.is_empty() {
            report_nameless(builder, file, requirement);
            return None;
        }
        let version = self.constraints.get(&*requirement.name).copied();
        let of_archive = archive(&requirement.source).map(|(_, version)| version);
        let version = of_archive.or(version).or(pinned(requirement.requested.as_deref()));
        let is_registered = matches!(requirement.source, PackageSource::Registry { .. });
        let installed = || self.installed.only(&requirement.name);
        let found = (version.is_none() && is_registered).then(installed).flatten();
        found.or_else(|| add_requested(builder, requirement, version))
    }
}

/// A request by an address or path that does not tell which package it leads to.
fn report_nameless(builder: &mut Builder, file: File<'_>, requirement: &Requirement) {
    let span = Some(requirement.span);
    match &requirement.source {
        PackageSource::Path { path } if !path.ends_with(".whl") && !path.ends_with(".zip") => {
            let args = vec![("file", path.clone())];
            builder.problem(ProblemCode::PACKAGE_FILE_MISSING, args, file.path, span);
        }
        PackageSource::Git { url: address, .. }
        | PackageSource::Archive { url: address }
        | PackageSource::Path { path: address } => {
            let args = vec![("name", address.clone())];
            builder.problem(ProblemCode::PACKAGE_UNKNOWN, args, file.path, span);
        }
        _ => {}
    }
}

/// Files that include each other deeper are not followed.
const MAX_INCLUDES: usize = 50;

pub(super) fn add_requested(
    builder: &mut Builder,
    requirement: &Requirement,
    version: Option<&str>,
) -> Option<Node> {
    if requirement.name.is_empty() {
        return None;
    }
    builder.add(NewPackage {
        ecosystem: "pypi",
        name: &requirement.name,
        version,
        purl: purl(&requirement.name, version, &requirement.source),
        owner: Owner::ThirdParty,
        folder: None,
        source: requirement.source.clone(),
    })
}

/// The requests of a project without a lock: lists of fixed versions beside it answer them, or they
/// stay as requested.
fn resolve_unlocked(
    builder: &mut Builder,
    folder: &TreePath,
    own: &Own<'_>,
    owns: &Owns<'_>,
    pins: Option<&HashMap<Box<str>, Node>>,
    installed: &Installed<'_>,
) {
    let Some((file, package)) = own.manifest else {
        return;
    };
    let mut is_open = false;
    for requirement in &package.requirements {
        let in_tree = match &requirement.source {
            PackageSource::Path { path } => {
                paths::join(folder, path).and_then(|path| owns.get(&path)).map(|own| own.node)
            }
            _ => None,
        };
        let pin = pins.and_then(|pins| pins.get(&requirement.name).copied());
        let pin = pin.or_else(|| installed.below(folder, &requirement.name));
        let to = in_tree.or(pin).or_else(|| {
            let version = pinned(requirement.requested.as_deref());
            is_open |= version.is_none() && requirement.scope != Scope::Build;
            add_requested(builder, requirement, version)
        });
        if let Some(to) = to.filter(|to| *to != own.node) {
            let places = vec![place(file, requirement.span)];
            connect(builder, own.node, to, requirement, requirement.requested.as_deref(), places);
        }
    }
    if is_open {
        let span = Some(package.span);
        builder.problem(ProblemCode::LOCK_MISSING, Vec::new(), file.path, span);
    }
}
