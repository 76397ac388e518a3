// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins manifests and locks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_model::{
    Owner, PackageFact, PackageSource, ProblemCode, Requirement, Scope, TreePath,
};
use semver::{Version, VersionReq};

use super::{
    CHECKSUM, LOCK, MANIFEST,
    copies::Copies,
    members::{Member, Wanted, is_vendored, lock_folder, members},
    program,
};
use crate::{
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place},
        carried::is_registry_source,
        tree::{File, Tree},
    },
    purl::Purl,
};

pub(super) type Members<'a> = BTreeMap<TreePath, Member<'a>>;

pub(super) fn resolve(tree: &Tree<'_>, builder: &mut Builder) {
    let members = members(tree);
    let locks: Vec<File<'_>> = tree.of_format(LOCK).collect();
    let unpacked = unpacked(tree);
    let vendored = vendored(&locks, &members, &unpacked);
    let mut own: BTreeMap<TreePath, Node> = BTreeMap::new();
    for (folder, member) in members.iter().filter(|(folder, _)| !vendored.contains(*folder)) {
        own.extend(add_own(builder, member).map(|node| (folder.clone(), node)));
    }
    let mut locked = BTreeSet::new();
    for lock in locks {
        locked.extend(resolve_lock(builder, lock, &members, &own, &vendored));
    }
    let copies = Copies::new(builder, &members, &vendored, &unpacked, &locked);
    copies.connect(builder, &members, &locked);
    for (folder, node) in &own {
        if !locked.contains(folder) {
            resolve_unlocked(builder, &members[folder], *node, &own, &copies);
        }
    }
    program::resolve(tree, builder, |package| {
        let is_it = |(folder, _): &(&TreePath, &Node)| {
            let member = &members[*folder];
            member.package.name == package.name && member.version() == package.version.as_deref()
        };
        own.iter().find(is_it).map(|(_, node)| *node)
    });
}

/// The folders in which Cargo keeps sources of others, with their checksums.
fn unpacked<'a>(tree: &Tree<'a>) -> BTreeMap<TreePath, Option<File<'a>>> {
    let manifests = tree.of_format(MANIFEST).map(|file| file.folder());
    let sources = manifests.filter(is_registry_source).map(|folder| (folder, None));
    let mut found: BTreeMap<TreePath, Option<File<'a>>> = sources.collect();
    found.extend(tree.of_format(CHECKSUM).map(|file| (file.folder(), Some(file))));
    found
}

/// The folders of manifests that are copies of what others made: Cargo has put them there, or a lock
/// takes them from a registry or repository.
fn vendored(
    locks: &[File<'_>],
    members: &Members<'_>,
    unpacked: &BTreeMap<TreePath, Option<File<'_>>>,
) -> BTreeSet<TreePath> {
    let mut foreign = BTreeSet::new();
    for package in locks.iter().flat_map(|lock| &lock.facts.packages) {
        if package.source != PackageSource::Unknown {
            foreign.insert((&*package.name, package.version.as_deref()));
        }
    }
    let is_copy = |(folder, member): &(&TreePath, &Member<'_>)| {
        let is_foreign = foreign.contains(&(&*member.package.name, member.version()));
        is_foreign && is_vendored(folder) || unpacked.contains_key(*folder)
    };
    members.iter().filter(is_copy).map(|(folder, _)| folder.clone()).collect()
}

fn add_own(builder: &mut Builder, member: &Member<'_>) -> Option<Node> {
    let name = &*member.package.name;
    // Cargo takes a package without version as 0.0.0; one whose workspace is elsewhere has some.
    let none = (!member.package.inherits("version")).then_some("0.0.0");
    let version = member.version().or(none);
    let node = builder.add(NewPackage {
        ecosystem: "cargo",
        name,
        version,
        purl: Purl::new("cargo", None, name, version).ok(),
        owner: Owner::Own,
        folder: Some(member.file.folder()),
        source: PackageSource::Path { path: "".into() },
    })?;
    describe(builder, node, member);
    Some(node)
}

pub(super) fn describe(builder: &mut Builder, node: Node, member: &Member<'_>) {
    builder.place(node, place(member.file, member.package.span));
    builder.add_licenses(node, &member.inherited_licenses());
    builder.describe(node, member.package);
    builder.add_about(node, &member.inherited_about());
}

/// A lock with its packages by name and as nodes.
struct Lock<'a> {
    file: File<'a>,
    by_name: HashMap<&'a str, Vec<usize>>,
    nodes: Vec<Option<Node>>,
    /// The manifests of its packages that are in the tree.
    manifests: Vec<Option<Member<'a>>>,
}

/// Adds what a lock holds; gives the folders of the packages of the tree that it holds.
fn resolve_lock<'a>(
    builder: &mut Builder,
    file: File<'a>,
    members: &Members<'a>,
    own: &BTreeMap<TreePath, Node>,
    vendored: &BTreeSet<TreePath>,
) -> BTreeSet<TreePath> {
    let local = local_packages(file, members);
    let mut copies: HashMap<(&str, &str), &TreePath> = HashMap::new();
    for folder in vendored {
        let member = &members[folder];
        if let Some(version) = member.version() {
            copies.insert((&member.package.name, version), folder);
        }
    }
    let mut lock = Lock { file, by_name: HashMap::new(), nodes: Vec::new(), manifests: Vec::new() };
    let mut found = BTreeSet::new();
    for (at, package) in file.facts.packages.iter().enumerate() {
        lock.by_name.entry(&*package.name).or_default().push(at);
        let version = package.version.as_deref().unwrap_or_default();
        let folder = match package.source {
            PackageSource::Unknown => {
                let exact = local.get(&(&*package.name, version)).copied();
                exact.or_else(|| other_version(builder, file, package, &local, members))
            }
            _ => copies.get(&(&*package.name, version)).copied(),
        };
        let member = folder.and_then(|folder| members.get(folder));
        let node = match folder.and_then(|folder| own.get(folder)) {
            Some(node) => Some(*node),
            None => add_locked(builder, package, folder, member),
        };
        if let Some(node) = node {
            builder.place(node, place(file, package.span));
            builder.describe(node, package);
        }
        found.extend(folder.cloned());
        lock.nodes.push(node);
        lock.manifests.push(member.copied());
    }
    for at in 0..lock.nodes.len() {
        connect_locked(builder, &lock, at);
    }
    found
}

/// The folders of the packages that a lock takes from the tree: members of its workspace and what
/// they depend on by path.
fn local_packages<'a, 'b>(
    lock: File<'a>,
    members: &'b Members<'a>,
) -> HashMap<(&'a str, &'a str), &'b TreePath> {
    let base = lock.folder();
    let mut open: Vec<&TreePath> = Vec::new();
    for (folder, member) in members {
        if lock_folder(member) == base {
            open.push(folder);
        }
    }
    let mut seen = BTreeSet::new();
    let mut found = HashMap::new();
    while let Some(folder) = open.pop() {
        if !seen.insert(folder) {
            continue;
        }
        let member = &members[folder];
        let version = member.version().unwrap_or("0.0.0");
        found.entry((&*member.package.name, version)).or_insert(folder);
        for wanted in member.wanted() {
            let target = member.path_of(&wanted).and_then(|path| members.get_key_value(&path));
            open.extend(target.map(|(path, _)| path));
        }
    }
    found
}

/// The folder of a package of the tree that a lock holds with another version than its manifest has
/// now.
fn other_version<'b>(
    builder: &mut Builder,
    lock: File<'_>,
    package: &PackageFact,
    local: &HashMap<(&str, &str), &'b TreePath>,
    members: &Members<'_>,
) -> Option<&'b TreePath> {
    let mut named = local.iter().filter(|((name, _), _)| *name == &*package.name);
    let (Some(((_, version), folder)), None) = (named.next(), named.next()) else {
        return None;
    };
    // It is the only one of that name in the lock too.
    let is_same =
        |other: &&PackageFact| other.name == package.name && other.source == PackageSource::Unknown;
    if lock.facts.packages.iter().filter(is_same).count() > 1 {
        return None;
    }
    let member = members.get(*folder)?;
    let args = vec![
        ("name", package.name.clone()),
        ("requested", (*version).into()),
        ("version", package.version.clone().unwrap_or_default()),
    ];
    let span = Some(member.package.span);
    builder.problem(ProblemCode::LOCK_CONTRADICTED, args, member.file.path, span);
    Some(folder)
}

fn add_locked(
    builder: &mut Builder,
    package: &PackageFact,
    folder: Option<&TreePath>,
    member: Option<&Member<'_>>,
) -> Option<Node> {
    let version = package.version.as_deref();
    let mut purl = Purl::new("cargo", None, &package.name, version).ok();
    if let Some(purl) = &mut purl {
        qualify(purl, &package.source);
    }
    // A package without source that is not in the tree is somebody's own all the same.
    let is_local = package.source == PackageSource::Unknown;
    let owner = if is_local { Owner::Own } else { Owner::ThirdParty };
    let node = builder.add(NewPackage {
        ecosystem: "cargo",
        name: &package.name,
        version,
        purl,
        owner,
        folder: folder.cloned(),
        source: package.source.clone(),
    })?;
    if let Some(member) = member {
        describe(builder, node, member);
    }
    Some(node)
}

fn qualify(purl: &mut Purl, source: &PackageSource) {
    let qualified = match source {
        PackageSource::Git { url, revision } => {
            let at = revision.as_deref().map(|revision| format!("@{revision}"));
            purl.qualify("vcs_url", &format!("git+{url}{}", at.unwrap_or_default()))
        }
        PackageSource::Registry { url: Some(url) } => purl.qualify("repository_url", url),
        _ => Ok(()),
    };
    debug_assert!(qualified.is_ok(), "constant keys, each once");
}

/// The edges of one package of a lock.
fn connect_locked(builder: &mut Builder, lock: &Lock<'_>, at: usize) {
    let package = &lock.file.facts.packages[at];
    let Some(from) = lock.nodes[at] else {
        return;
    };
    let wanted: Vec<Wanted<'_>> =
        lock.manifests[at].iter().flat_map(|member| member.wanted()).collect();
    let mut met = vec![false; wanted.len()];
    for requirement in &package.requirements {
        let Some(target) = find(lock, requirement) else {
            let args = vec![("name", requirement.name.clone())];
            let span = Some(requirement.span);
            builder.problem(ProblemCode::PACKAGE_UNKNOWN, args, lock.file.path, span);
            continue;
        };
        let Some(to) = lock.nodes[target] else {
            continue;
        };
        let is_alone =
            package.requirements.iter().filter(|r| r.name == requirement.name).count() < 2;
        let version = lock.file.facts.packages[target].version.as_deref().unwrap_or_default();
        let mut is_told = false;
        for (wanted, met) in wanted.iter().zip(&mut met) {
            if wanted.name() != &*requirement.name || !(is_alone || accepts(wanted, version)) {
                continue;
            }
            *met = true;
            is_told = true;
            let member = lock.manifests[at].expect("it has requirements");
            builder.connect(
                from,
                to,
                wanted.edge(vec![
                    place(lock.file, requirement.span),
                    place(member.file, wanted.requirement.span),
                ]),
            );
        }
        if !is_told {
            builder.connect(
                from,
                to,
                NewEdge {
                    scope: Scope::Runtime,
                    scope_is_known: false,
                    condition: None,
                    requested: None,
                    direct: true,
                    places: vec![place(lock.file, requirement.span)],
                },
            );
        }
    }
    report_unmet(builder, lock, at, &wanted, &met);
}

/// The lock of a member lacks what its manifest requests. Copies of others request more than is
/// taken: optional packages and those for tests.
fn report_unmet(
    builder: &mut Builder,
    lock: &Lock<'_>,
    at: usize,
    wanted: &[Wanted<'_>],
    met: &[bool],
) {
    let Some(member) = lock.manifests[at] else {
        return;
    };
    // Of path dependencies outside the workspace a lock leaves out what serves their tests.
    let is_local = lock.file.facts.packages[at].source == PackageSource::Unknown;
    if !is_local || lock_folder(&member) != lock.file.folder() {
        return;
    }
    for (wanted, _) in wanted.iter().zip(met).filter(|(_, met)| !**met) {
        // A package may be a development dependency of itself, which locks leave out.
        if *wanted.name() != *member.package.name && wanted.requirement.scope != Scope::Optional {
            let args = vec![("name", wanted.name().into())];
            let span = Some(wanted.requirement.span);
            builder.problem(ProblemCode::LOCK_OUTDATED, args, member.file.path, span);
        }
    }
}

/// The package of a lock that a requirement of the same lock means.
fn find(lock: &Lock<'_>, requirement: &Requirement) -> Option<usize> {
    let text = requirement.resolved.as_deref()?;
    let candidates = lock.by_name.get(&*requirement.name)?;
    let packages = &lock.file.facts.packages;
    let mut words = text.splitn(3, ' ').skip(1);
    let (version, source) = (words.next(), words.next());
    let mut fitting = candidates.iter().copied().filter(|&at| {
        let package = &packages[at];
        let is_version = version.is_none() || version == package.version.as_deref();
        // The source of the key stands behind name and version.
        is_version && source.is_none_or(|source| package.key.ends_with(source))
    });
    let first = fitting.next()?;
    match fitting.next() {
        None => Some(first),
        // Of two with one version, that of the tree is written without source.
        Some(second) => {
            let is_local = |&at: &usize| packages[at].source == PackageSource::Unknown;
            // An entry that stands twice is one, which is told elsewhere.
            let is_same = packages[first].key == packages[second].key;
            [first, second].into_iter().find(is_local).or(is_same.then_some(first))
        }
    }
}

pub(super) fn accepts(wanted: &Wanted<'_>, version: &str) -> bool {
    let Some(requested) = wanted.requested() else {
        return true;
    };
    match (VersionReq::parse(requested), Version::parse(version)) {
        (Ok(requested), Ok(version)) => requested.matches(&version),
        _ => true,
    }
}

/// The requests of a package of the tree that no lock holds.
fn resolve_unlocked(
    builder: &mut Builder,
    member: &Member<'_>,
    from: Node,
    own: &BTreeMap<TreePath, Node>,
    copies: &Copies<'_>,
) {
    let mut is_open = false;
    for wanted in member.wanted() {
        let in_tree = member.path_of(&wanted).and_then(|path| own.get(&path).copied());
        let in_tree = in_tree.or_else(|| copies.find(&wanted));
        is_open |= in_tree.is_none();
        let Some(to) = in_tree.or_else(|| add_requested(builder, &wanted)) else {
            return;
        };
        connect_wanted(builder, from, to, member, &wanted);
    }
    if is_open {
        let span = Some(member.package.span);
        builder.problem(ProblemCode::LOCK_MISSING, Vec::new(), member.file.path, span);
    }
}

/// A package of which only the name is known.
pub(super) fn add_requested(builder: &mut Builder, wanted: &Wanted<'_>) -> Option<Node> {
    builder.add(NewPackage {
        ecosystem: "cargo",
        name: wanted.name(),
        version: None,
        purl: Purl::new("cargo", None, wanted.name(), None).ok(),
        owner: Owner::ThirdParty,
        folder: None,
        source: wanted.requirement.source.clone(),
    })
}

/// The edge that a manifest alone tells.
pub(super) fn connect_wanted(
    builder: &mut Builder,
    from: Node,
    to: Node,
    member: &Member<'_>,
    wanted: &Wanted<'_>,
) {
    builder.connect(from, to, wanted.edge(vec![place(member.file, wanted.requirement.span)]));
}
