// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins modules, workspaces, checksums and vendored copies.

use std::collections::{BTreeMap, HashMap};

use heirloom_model::{
    Checksum, Owner, PackageFact, PackageSource, ProblemCode, Replacement, Requirement, Scope,
    TreePath,
};
use semver::Version;

use super::{MANIFEST, SUM, VENDOR, WORK};
use crate::{
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place, shown_name},
        tree::{File, Tree},
    },
    paths,
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
    let context = Context { mains: &mains, sums: &sums, chosen: &chosen };
    add_lone_vendors(builder, &context, &vendors);
    for (folder, main) in &mains {
        let vendor = vendor_of(folder, main, &vendors);
        connect(builder, &context, main, vendor);
    }
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
            folder: Some(base),
            source: PackageSource::Path { path: "".into() },
        });
        for package in &file.facts.packages {
            let version = package.version.as_deref();
            let taken = Taken { name: &package.name, version, path: None };
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
        let is_vendored = vendors.keys().any(|vendor| folder.is_within(vendor));
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

fn purl(name: &str, version: Option<&str>) -> Option<Purl> {
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
        for requirement in &main.package.requirements {
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
    let fits = |r: &&Replacement| {
        *r.name == *name && r.version.as_deref().is_none_or(|only| Some(only) == version)
    };
    // A workspace's replacements win over those of its members; one of a version over one of all.
    let of = |file: File<'a>| {
        let all = &file.facts.replacements;
        let fitting: Vec<&'a Replacement> = all.iter().filter(fits).collect();
        fitting
            .iter()
            .copied()
            .find(|r| r.version.is_some())
            .or(fitting.first().copied())
            .map(|found| (file, found))
    };
    let Some((file, replacement)) = main.work.and_then(of).or_else(|| of(main.file)) else {
        return Taken { name, version, path: None };
    };
    match &replacement.source {
        PackageSource::Path { path } => {
            Taken { name, version, path: paths::join(&file.folder(), path) }
        }
        _ => Taken {
            name: &replacement.with,
            version: replacement.with_version.as_deref(),
            path: None,
        },
    }
}

fn connect(
    builder: &mut Builder,
    context: &Context<'_, '_>,
    main: &Main<'_>,
    vendor: Option<&File<'_>>,
) {
    let mut vendored: HashMap<&str, (&PackageFact, bool)> = HashMap::new();
    for package in vendor.iter().flat_map(|file| &file.facts.packages) {
        vendored.insert(&package.name, (package, false));
    }
    for requirement in &main.package.requirements {
        let mut version = requirement.requested.as_deref();
        if let Some(work) = main.work {
            version = context.chosen.get(&(work.path, &*requirement.name)).copied().or(version);
        }
        let taken = taken(main, &requirement.name, version);
        let Some(to) = target(builder, context, &taken) else {
            continue;
        };
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
    if vendor.is_none() && is_before_pruning(main) && !main.package.requirements.is_empty() {
        let span = Some(main.package.span);
        builder.problem(ProblemCode::LOCK_MISSING, Vec::new(), main.file.path, span);
    }
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
        folder: taken.path.clone(),
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
