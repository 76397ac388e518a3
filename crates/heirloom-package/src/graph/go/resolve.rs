// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins modules, workspaces, checksums and vendored copies.

use std::collections::{BTreeMap, HashMap};

use heirloom_model::{
    Checksum, DeclaredLicense, Owner, PackageFact, PackageFacts, PackageSource, ProblemCode,
    Replacement, Requirement, Scope, Span, TreePath,
};
use semver::Version;

use super::{
    MANIFEST, SUM, VENDOR, WORK,
    cache::{self, Build, Cache, Member, is_fetched},
    program,
    read::{LIBRARY, RELEASE},
};
use crate::{
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place, shown_name},
        tree::{File, Tree},
    },
    license, paths,
    purl::Purl,
};

/// A module of the tree.
struct Main<'a> {
    file: File<'a>,
    package: &'a PackageFact,
    node: Node,
    work: Option<File<'a>>,
}

type Mains<'a> = BTreeMap<TreePath, Main<'a>>;
type Sums<'a> = HashMap<(&'a str, &'a str), Vec<Checksum>>;

pub(super) fn resolve(tree: &Tree<'_>, builder: &mut Builder) {
    let vendors: BTreeMap<TreePath, File<'_>> =
        tree.of_format(VENDOR).map(|file| (file.folder(), file)).collect();
    let sums = sums(tree);
    let mut mains = mains(tree, builder, &vendors);
    join_workspaces(tree, builder, &mut mains, &vendors);
    let chosen = chosen(&mains);
    let cache = Cache::new(tree);
    let summed = summed(tree);
    let context =
        Context { mains: &mains, sums: &sums, chosen: &chosen, cache: &cache, summed: &summed };
    add_lone_vendors(builder, &context, &vendors);
    for (folder, main) in &mains {
        let vendor = vendor_of(folder, main, &vendors);
        connect(builder, &context, main, vendor);
    }
    program::resolve(tree, builder, |name| {
        mains.values().find(|main| *main.package.name == *name).map(|main| main.node)
    });
}

/// Vendored modules of a folder whose `go.mod` is not in the tree.
fn add_lone_vendors(
    builder: &mut Builder,
    context: &Context<'_, '_>,
    vendors: &BTreeMap<TreePath, File<'_>>,
) {
    for (folder, file) in vendors {
        let base = folder.parent().unwrap_or_default();
        let is_known = context.mains.contains_key(&base)
            || context.mains.values().any(|main| main.work.is_some_and(|w| w.folder() == base));
        if is_known {
            continue;
        }
        let root = builder.add(NewPackage {
            ecosystem: "golang",
            name: &shown_name(&base, ""),
            version: None,
            purl: None,
            owner: Owner::Own,
            folder: Some(base.clone()),
            source: PackageSource::Path { path: "".into() },
        });
        for package in &file.facts.packages {
            let (name, version) = (&*package.name, package.version.as_deref());
            let taken = match replacement_of(file.facts, name, version) {
                Some(found) => replaced(&base, found, name, version),
                None => Taken { name, version, path: None },
            };
            let (Some(root), Some(to)) = (root, target(builder, context, &taken)) else {
                return;
            };
            add_folder(builder, context, *file, package, &taken);
            builder.connect(
                root,
                to,
                NewEdge {
                    scope: Scope::Runtime,
                    scope_is_known: false,
                    condition: None,
                    requested: None,
                    direct: false,
                    places: vec![place(*file, package.span)],
                },
            );
        }
    }
}

struct Context<'a, 'b> {
    mains: &'b Mains<'a>,
    sums: &'b Sums<'a>,
    chosen: &'b Chosen<'a>,
    cache: &'b Cache<'a>,
    summed: &'b BTreeMap<TreePath, Summed<'a>>,
}

impl<'a> Context<'a, '_> {
    /// The checksums that hold for a module: beside it, else beside its workspace.
    fn summed_of(&self, main: &Main<'a>) -> Option<&Summed<'a>> {
        let of_work = || self.summed.get(&main.work?.folder());
        self.summed.get(&main.file.folder()).or_else(of_work)
    }
}

/// Modules with a checksum of their files: each version with the place, by name.
pub(super) type Summed<'a> = HashMap<&'a str, Vec<(File<'a>, &'a PackageFact)>>;

/// The same by the folder of their list.
fn summed<'a>(tree: &Tree<'a>) -> BTreeMap<TreePath, Summed<'a>> {
    let mut found: BTreeMap<TreePath, Summed<'a>> = BTreeMap::new();
    for file in tree.of_format(SUM) {
        let modules = found.entry(file.folder()).or_default();
        for package in &file.facts.packages {
            let known = modules.entry(&package.name).or_default();
            if known.iter().all(|(_, one)| one.version != package.version) {
                known.push((file, package));
            }
        }
    }
    found
}

fn sums<'a>(tree: &Tree<'a>) -> Sums<'a> {
    let mut sums: Sums<'a> = HashMap::new();
    for package in tree.of_format(SUM).flat_map(|file| &file.facts.packages) {
        let version = package.version.as_deref().unwrap_or_default();
        let known = sums.entry((&package.name, version)).or_default();
        known.extend(package.checksums.iter().cloned());
    }
    sums
}

/// The modules of the tree; `go.mod` files of vendored copies are none.
fn mains<'a>(
    tree: &Tree<'a>,
    builder: &mut Builder,
    vendors: &BTreeMap<TreePath, File<'a>>,
) -> Mains<'a> {
    let mut mains = BTreeMap::new();
    for file in tree.of_format(MANIFEST) {
        let folder = file.folder();
        let is_vendored =
            vendors.keys().any(|vendor| folder.is_within(vendor)) || is_fetched(file.path);
        let Some(package) = file.facts.packages.first().filter(|_| !is_vendored) else {
            continue;
        };
        let shown = shown_name(&folder, &package.name);
        let node = builder.add(NewPackage {
            ecosystem: "golang",
            name: &shown,
            version: None,
            purl: if package.name.is_empty() { None } else { purl(&package.name, None) },
            owner: Owner::Own,
            folder: Some(folder.clone()),
            source: PackageSource::Path { path: "".into() },
        });
        if let Some(node) = node {
            builder.place(node, place(file, package.span));
            mains.insert(folder, Main { file, package, node, work: None });
        }
    }
    mains
}

pub(super) fn purl(name: &str, version: Option<&str>) -> Option<Purl> {
    let (namespace, name) = match name.rsplit_once('/') {
        Some((namespace, name)) => (Some(namespace), name),
        None => (None, name),
    };
    Purl::new("golang", namespace, name, version).ok()
}

fn join_workspaces<'a>(
    tree: &Tree<'a>,
    builder: &mut Builder,
    mains: &mut Mains<'a>,
    vendors: &BTreeMap<TreePath, File<'a>>,
) {
    let is_own = |file: &File<'_>| !vendors.keys().any(|vendor| file.path.is_within(vendor));
    for work in tree.of_format(WORK).filter(is_own) {
        let Some(workspace) = &work.facts.workspace else {
            continue;
        };
        for member in &workspace.members {
            let main = paths::join(&work.folder(), member).and_then(|path| mains.get_mut(&path));
            match main {
                Some(main) => main.work = Some(work),
                None => {
                    let args = vec![("file", member.clone())];
                    let span = Some(workspace.span);
                    builder.problem(ProblemCode::PACKAGE_FILE_MISSING, args, work.path, span);
                }
            }
        }
    }
}

/// The version of a module in a workspace: of those its members require the highest.
type Chosen<'a> = HashMap<(&'a TreePath, &'a str), &'a str>;

fn chosen<'a>(mains: &Mains<'a>) -> Chosen<'a> {
    let mut chosen: Chosen<'a> = HashMap::new();
    for main in mains.values() {
        let Some(work) = main.work else {
            continue;
        };
        let modules = main.package.requirements.iter().filter(|one| one.alias.is_none());
        for requirement in modules {
            let version = requirement.requested.as_deref().unwrap_or_default();
            let known = chosen.entry((work.path, &requirement.name)).or_insert(version);
            if order(known) < order(version) {
                *known = version;
            }
        }
    }
    chosen
}

/// Versions of modules are semantic versions behind a `v`.
fn order(version: &str) -> Option<Version> {
    Version::parse(version.strip_prefix('v')?).ok()
}

/// The vendored modules that a build of a module uses: beside it or beside its workspace.
fn vendor_of<'a, 'b>(
    folder: &TreePath,
    main: &Main<'a>,
    vendors: &'b BTreeMap<TreePath, File<'a>>,
) -> Option<&'b File<'a>> {
    let folder = main.work.map_or_else(|| folder.clone(), |work| work.folder());
    vendors.get(&folder.child(b"vendor").ok()?)
}

/// What a build takes for a required module.
struct Taken<'a> {
    name: &'a str,
    version: Option<&'a str>,
    path: Option<TreePath>,
}

fn taken<'a>(main: &Main<'a>, name: &'a str, version: Option<&'a str>) -> Taken<'a> {
    // A workspace's replacements win over those of its members.
    let of = |file: File<'a>| Some((file, replacement_of(file.facts, name, version)?));
    match main.work.and_then(of).or_else(|| of(main.file)) {
        Some((file, found)) => replaced(&file.folder(), found, name, version),
        None => Taken { name, version, path: None },
    }
}

/// What a file replaces a module by: a replacement of one version counts before one of all.
fn replacement_of<'a>(
    facts: &'a PackageFacts,
    name: &str,
    version: Option<&str>,
) -> Option<&'a Replacement> {
    let all = facts.replacements.iter().filter(|one| *one.name == *name);
    let fits = |one: &&Replacement| one.version.is_some() && one.version.as_deref() == version;
    all.clone().find(fits).or_else(|| all.clone().find(|one| one.version.is_none()))
}

/// The module that stands in for another; paths start from a folder.
fn replaced<'a>(
    folder: &TreePath,
    replacement: &'a Replacement,
    name: &'a str,
    version: Option<&'a str>,
) -> Taken<'a> {
    match &replacement.source {
        PackageSource::Path { path } => Taken { name, version, path: paths::join(folder, path) },
        _ => Taken {
            name: &replacement.with,
            version: replacement.with_version.as_deref(),
            path: None,
        },
    }
}

fn connect<'a>(
    builder: &mut Builder,
    context: &Context<'a, '_>,
    main: &Main<'a>,
    vendor: Option<&File<'a>>,
) {
    let mut members: BTreeMap<&'a str, Member<'a>> = BTreeMap::new();
    let mut vendored: HashMap<&str, (&PackageFact, bool)> = HashMap::new();
    for package in vendor.iter().flat_map(|file| &file.facts.packages) {
        vendored.insert(&package.name, (package, false));
    }
    let (library, modules): (Vec<&Requirement>, Vec<&Requirement>) =
        main.package.requirements.iter().partition(|requirement| requirement.alias.is_some());
    for requirement in library {
        connect_library(builder, main, requirement);
    }
    for &requirement in &modules {
        let mut version = requirement.requested.as_deref();
        if let Some(work) = main.work {
            version = context.chosen.get(&(work.path, &*requirement.name)).copied().or(version);
        }
        let taken = taken(main, &requirement.name, version);
        let Some(to) = target(builder, context, &taken) else {
            continue;
        };
        let (name, version) = (taken.name, taken.version);
        let member = Member { node: to, name, version, scope: Scope::Runtime };
        members.insert(&requirement.name, member);
        let mut places = vec![place(main.file, requirement.span)];
        if let (Some(vendor), Some((package, is_met))) =
            (vendor, vendored.get_mut(&*requirement.name))
        {
            *is_met = true;
            places.push(place(*vendor, package.span));
            add_folder(builder, context, *vendor, package, &taken);
        }
        add_edge(builder, main, to, requirement, places);
    }
    // Before Go 1.17 `go.mod` named direct requirements alone; the vendored list is complete. The
    // list of a workspace holds what other members require, too.
    let is_told = main.work.is_none() || is_before_pruning(main);
    let rest = vendored.values().filter(|(_, is_met)| is_told && !is_met);
    let mut rest: Vec<&PackageFact> = rest.map(|(package, _)| *package).collect();
    rest.sort_by_key(|package| package.span.start);
    for (vendor, package) in vendor.into_iter().flat_map(|v| rest.iter().map(move |p| (v, *p))) {
        let taken = taken(main, &package.name, package.version.as_deref());
        let Some(to) = target(builder, context, &taken) else {
            continue;
        };
        add_folder(builder, context, *vendor, package, &taken);
        let mut requirement = Requirement::new(&package.name, package.span);
        requirement.direct = false;
        add_edge(builder, main, to, &requirement, vec![place(*vendor, package.span)]);
    }
    let mut is_open = vendor.is_none() && is_before_pruning(main) && !modules.is_empty();
    if is_open {
        is_open = !add_summed(builder, context, main, &mut members);
    }
    connect_members(builder, context, main, members);
    if is_open {
        let span = Some(main.package.span);
        builder.problem(ProblemCode::LOCK_MISSING, Vec::new(), main.file.path, span);
    }
}

/// What the modules of a build need themselves, where the cache of the Go tool lies in the tree.
fn connect_members<'a>(
    builder: &mut Builder,
    context: &Context<'a, '_>,
    main: &Main<'a>,
    mut members: BTreeMap<&'a str, Member<'a>>,
) {
    if context.cache.is_empty() {
        return;
    }
    // Modules of the tree say it themselves.
    members.retain(|_, member| context.mains.values().all(|main| main.node != member.node));
    let unnamed = if is_before_pruning(main) { Scope::Runtime } else { Scope::Test };
    let none = Summed::new();
    let summed = context.summed_of(main).unwrap_or(&none);
    let build = Build { members, unnamed, summed };
    cache::connect(context.cache, builder, build, |builder, name, version| {
        let version = Some(version);
        target(builder, context, &Taken { name, version, path: None })
    });
}

/// Before Go 1.17 `go.mod` named direct requirements alone: of the others `go.sum` has the
/// checksums, and of several versions a build takes the latest. `false` without such a list.
fn add_summed<'a>(
    builder: &mut Builder,
    context: &Context<'a, '_>,
    main: &Main<'a>,
    members: &mut BTreeMap<&'a str, Member<'a>>,
) -> bool {
    let Some(summed) = context.summed_of(main) else {
        return false;
    };
    let mut names: Vec<&'a str> = summed.keys().copied().collect();
    names.sort_unstable();
    for name in names {
        let latest = summed[name].iter().max_by_key(|(_, one)| one.version.as_deref().map(order));
        let Some((file, package)) = latest.filter(|_| !members.contains_key(name)) else {
            continue;
        };
        let taken = taken(main, name, package.version.as_deref());
        let Some(node) = target(builder, context, &taken) else { break };
        let (name_taken, version) = (taken.name, taken.version);
        members.insert(name, Member { node, name: name_taken, version, scope: Scope::Runtime });
        let mut requirement = Requirement::new(name, package.span);
        requirement.direct = false;
        if node != main.node {
            add_edge(builder, main, node, &requirement, vec![place(*file, package.span)]);
        }
    }
    true
}

/// Every program holds some of the standard library, under the license of the Go distribution: that
/// is known of all its releases and stands in no file of a module.
fn connect_library(builder: &mut Builder, main: &Main<'_>, requirement: &Requirement) {
    let is_release = requirement.alias.as_deref() == Some(RELEASE);
    let version = requirement.requested.as_deref().filter(|_| is_release);
    let node = builder.add(NewPackage {
        ecosystem: "golang",
        name: LIBRARY,
        version,
        purl: purl(LIBRARY, version),
        owner: Owner::ThirdParty,
        folder: None,
        source: PackageSource::Unknown,
    });
    let Some(node) = node else { return };
    add_library_license(builder, node, requirement.span);
    add_edge(builder, main, node, requirement, vec![place(main.file, requirement.span)]);
}

pub(super) fn add_library_license(builder: &mut Builder, node: Node, span: Span) {
    let license = "BSD-3-Clause";
    let declared = DeclaredLicense {
        field: "known of the Go distribution".into(),
        as_written: license.into(),
        expression: license::parse_declared("golang", license),
        refers_to: None,
        span,
    };
    builder.add_licenses(node, &[declared]);
}

/// Whether the language version is below 1.17, where `go.mod` began to name all modules.
fn is_before_pruning(main: &Main<'_>) -> bool {
    let mut parts = main.file.facts.property("go").unwrap_or("1.16").split('.');
    let mut number = || parts.next().and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    (number(), number()) < (1, 17)
}

fn add_edge(
    builder: &mut Builder,
    main: &Main<'_>,
    to: Node,
    requirement: &Requirement,
    places: Vec<heirloom_model::PackagePlace>,
) {
    builder.connect(
        main.node,
        to,
        NewEdge {
            scope: Scope::Runtime,
            scope_is_known: false,
            condition: None,
            requested: requirement.requested.as_deref(),
            direct: requirement.direct,
            places,
        },
    );
}

/// The package that is taken: of the tree where a path leads to one.
fn target(builder: &mut Builder, context: &Context<'_, '_>, taken: &Taken<'_>) -> Option<Node> {
    if let Some(path) = &taken.path
        && let Some(main) = context.mains.get(path)
    {
        return Some(main.node);
    }
    let node = builder.add(NewPackage {
        ecosystem: "golang",
        name: taken.name,
        version: taken.version,
        purl: purl(taken.name, taken.version),
        owner: Owner::ThirdParty,
        folder: taken.path.clone().or_else(|| context.cache.folder(taken.name, taken.version)),
        source: PackageSource::Registry { url: None },
    })?;
    let sums = taken.version.and_then(|version| context.sums.get(&(taken.name, version)));
    builder.add_checksums(node, sums.map(Vec::as_slice).unwrap_or_default());
    Some(node)
}

/// Notes where the files of a vendored module lie, if any of it was taken.
fn add_folder(
    builder: &mut Builder,
    context: &Context<'_, '_>,
    vendor: File<'_>,
    package: &PackageFact,
    taken: &Taken<'_>,
) {
    let PackageSource::Path { path } = &package.source else {
        return;
    };
    let folder = paths::join(&vendor.folder(), path);
    let is_main = taken.path.as_ref().is_some_and(|path| context.mains.contains_key(path));
    if is_main {
        return;
    }
    let node = builder.add(NewPackage {
        ecosystem: "golang",
        name: taken.name,
        version: taken.version,
        purl: purl(taken.name, taken.version),
        owner: Owner::ThirdParty,
        folder,
        source: PackageSource::Unknown,
    });
    if let Some(node) = node {
        builder.place(node, place(vendor, package.span));
    }
}
