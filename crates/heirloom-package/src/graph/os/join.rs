// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins the packages of a database: who requires whom among what is installed.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use heirloom_model::{
    Owner, PackageFact, PackageFile, PackageSource, ProblemCode, Requirement, Scope, TreePath,
};

use super::{Manager, SYSTEM, release::Release};
use crate::{
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place},
        tree::{File, Tree},
    },
    purl::Purl,
};

/// What one package manager installed in one root.
pub(super) struct Database<'a> {
    pub(super) root: TreePath,
    pub(super) packages: Vec<Installed<'a>>,
    /// The names of the packages that somebody asked for; `None` where nothing says it.
    pub(super) wanted: Option<BTreeSet<String>>,
    /// Whether a requirement that nothing meets is worth telling: not in images that leave parts
    /// of a system out.
    pub(super) is_whole: bool,
}

/// An installed package.
pub(super) struct Installed<'a> {
    pub(super) file: File<'a>,
    pub(super) fact: Cow<'a, PackageFact>,
    /// Requirements that stand in files of their own.
    pub(super) apart: Vec<(File<'a>, &'a Requirement)>,
}

impl<'a> Installed<'a> {
    pub(super) fn new(file: File<'a>, fact: Cow<'a, PackageFact>) -> Installed<'a> {
        Installed { file, fact, apart: Vec::new() }
    }

    /// What it requires, each with the file that says so.
    fn requirements(&self) -> impl Iterator<Item = (File<'a>, &Requirement)> {
        let own = self.fact.requirements.iter().map(|requirement| (self.file, requirement));
        own.chain(self.apart.iter().copied())
    }
}

/// The packages of files that say all of them.
pub(super) fn packages_of<'a>(files: &[File<'a>]) -> Vec<Installed<'a>> {
    let facts = files.iter().flat_map(|&file| file.facts.packages.iter().map(move |f| (file, f)));
    facts.map(|(file, fact)| Installed::new(file, Cow::Borrowed(fact))).collect()
}

/// The roots that files of some formats are in, with the files.
pub(super) fn by_root<'a>(
    tree: &Tree<'a>,
    manager: &Manager,
    formats: &[&str],
) -> BTreeMap<TreePath, Vec<File<'a>>> {
    let mut roots: BTreeMap<TreePath, Vec<File<'a>>> = BTreeMap::new();
    for &file in tree.files().iter().filter(|file| formats.contains(&&*file.facts.format)) {
        roots.entry(root_of(&file.folder(), manager.places)).or_default().push(file);
    }
    roots
}

/// The root that a database's folder lies in; the folder itself for one that lies elsewhere.
pub(super) fn root_of(folder: &TreePath, places: &[&str]) -> TreePath {
    let names: Vec<&[u8]> = folder.components().collect();
    let fits = |place: &&&str| {
        let wanted: Vec<&str> = place.split('/').collect();
        let Some(start) = names.len().checked_sub(wanted.len()) else {
            return false;
        };
        let mut pairs = names[start..].iter().zip(&wanted);
        pairs.all(|(name, wanted)| *wanted == "*" || *name == wanted.as_bytes())
    };
    let n_names = places.iter().find(fits).map_or(0, |place| place.split('/').count());
    (0..n_names).try_fold(folder.clone(), |path, _| path.parent()).unwrap_or_default()
}

/// Adds the system, its packages, and who requires whom.
pub(super) fn join(
    manager: &Manager,
    database: &Database<'_>,
    release: &Release<'_>,
    builder: &mut Builder,
) {
    let Some(system) = add_system(builder, &database.root, release) else {
        return;
    };
    let mut nodes = Vec::with_capacity(database.packages.len());
    for installed in &database.packages {
        let Some(node) = add_package(manager, &database.root, installed, release, builder) else {
            return;
        };
        nodes.push(node);
    }
    let index = Index::new(&database.packages);
    let mut used: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (from, installed) in database.packages.iter().enumerate() {
        for (file, requirement) in installed.requirements() {
            match index.find(from, requirement) {
                Found::Itself => {}
                Found::Package(to) => {
                    used[from].push(to);
                    let edge = NewEdge::asked(requirement, vec![place(file, requirement.span)]);
                    builder.connect(nodes[from], nodes[to], edge);
                }
                Found::Nothing if database.is_whole && requirement.scope == Scope::Runtime => {
                    let args = vec![("name", requirement.name.clone())];
                    let span = Some(requirement.span);
                    builder.problem(ProblemCode::PACKAGE_UNKNOWN, args, file.path, span);
                }
                Found::Nothing => {}
            }
        }
    }
    for (at, direct) in top(database, &used) {
        let installed = &database.packages[at];
        let edge = NewEdge {
            scope: Scope::Runtime,
            scope_is_known: true,
            condition: None,
            requested: None,
            direct,
            places: vec![place(installed.file, installed.fact.span)],
        };
        builder.connect(system, nodes[at], edge);
    }
}

fn add_system(builder: &mut Builder, root: &TreePath, release: &Release<'_>) -> Option<Node> {
    let node = builder.add(NewPackage {
        ecosystem: SYSTEM,
        name: release.id().unwrap_or(SYSTEM),
        version: release.version(),
        purl: None,
        owner: Owner::Own,
        folder: Some(root.clone()),
        source: PackageSource::Path { path: "".into() },
    })?;
    if let Some((file, fact)) = release.file {
        builder.place(node, place(file, fact.span));
        builder.describe(node, fact);
    }
    Some(node)
}

fn add_package(
    manager: &Manager,
    root: &TreePath,
    installed: &Installed<'_>,
    release: &Release<'_>,
    builder: &mut Builder,
) -> Option<Node> {
    let fact = &*installed.fact;
    let node = builder.add(NewPackage {
        ecosystem: manager.purl_type,
        name: &fact.name,
        version: fact.version.as_deref(),
        purl: purl(manager, fact, release),
        owner: Owner::ThirdParty,
        folder: None,
        source: fact.source.clone(),
    })?;
    builder.place(node, place(installed.file, fact.span));
    builder.describe_in(node, fact, root);
    Some(node)
}

/// Epochs of RPM packages stand beside the version, those of others in it.
fn purl(manager: &Manager, fact: &PackageFact, release: &Release<'_>) -> Option<Purl> {
    let (namespace, name) = match fact.name.rsplit_once('/') {
        Some((category, name)) => (Some(category), name),
        None => (release.id(), &*fact.name),
    };
    let mut version = fact.version.as_deref();
    let mut epoch = None;
    if let Some((before, after)) = version.and_then(|version| version.split_once(':'))
        && manager.purl_type == "rpm"
    {
        (epoch, version) = (Some(before), Some(after));
    }
    let mut purl = Purl::new(manager.purl_type, namespace, name, version).ok()?;
    for (key, value) in &fact.qualifiers {
        purl.qualify(key, value).ok()?;
    }
    if let Some(epoch) = epoch {
        purl.qualify("epoch", epoch).ok()?;
    }
    if let Some(distro) = release.distro() {
        purl.qualify("distro", &distro).ok()?;
    }
    Some(purl)
}

enum Found {
    Package(usize),
    Itself,
    Nothing,
}

/// Installed packages by what requirements may call them.
struct Index<'a> {
    packages: &'a [Installed<'a>],
    by_name: HashMap<&'a str, Vec<usize>>,
    by_provided: HashMap<&'a str, Vec<usize>>,
    by_file: HashMap<Vec<u8>, Option<usize>>,
}

impl<'a> Index<'a> {
    fn new(packages: &'a [Installed<'a>]) -> Index<'a> {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut by_provided: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut by_file: HashMap<Vec<u8>, Option<usize>> = HashMap::new();
        let requirements = packages.iter().flat_map(Installed::requirements);
        for name in requirements.flat_map(|(_, requirement)| requirement.name.split('|')) {
            if let Some(path) = name.strip_prefix('/') {
                by_file.insert(path.into(), None);
                // `bin` and its like lead to `usr/bin` in most systems of today.
                by_file.insert([b"usr/", path.as_bytes()].concat(), None);
            }
        }
        for (at, installed) in packages.iter().enumerate() {
            keep(by_name.entry(&installed.fact.name).or_default(), at);
            for (name, _) in &installed.fact.provides {
                keep(by_provided.entry(name).or_default(), at);
            }
            let files: &[PackageFile] =
                if by_file.is_empty() { &[] } else { &installed.fact.files };
            for file in files {
                if let Some(owner) = by_file.get_mut(&*file.path) {
                    *owner = Some(at);
                }
            }
        }
        Index { packages, by_name, by_provided, by_file }
    }

    /// The package that meets a requirement: of alternatives the first that is installed under its
    /// own name, else the first that another package answers to.
    fn find(&self, from: usize, requirement: &Requirement) -> Found {
        let names = || requirement.name.split('|');
        let named = names().find_map(|name| self.by_name.get(name));
        let provided = || names().find_map(|name| self.by_provided.get(name));
        if let Some(found) = named.or_else(provided) {
            return self.best(from, requirement, found);
        }
        let files = names().filter_map(|name| name.strip_prefix('/'));
        let mut owners = files.filter_map(|path| self.owner(path));
        match owners.next() {
            Some(owner) if owner == from => Found::Itself,
            Some(owner) => Found::Package(owner),
            None => Found::Nothing,
        }
    }

    fn owner(&self, path: &str) -> Option<usize> {
        let known = |path: &[u8]| self.by_file.get(path).copied().flatten();
        known(path.as_bytes()).or_else(|| known(&[b"usr/", path.as_bytes()].concat()))
    }

    /// Of several that meet it: the requested version, then the same architecture.
    fn best(&self, from: usize, requirement: &Requirement, found: &[usize]) -> Found {
        if found.contains(&from) {
            return Found::Itself;
        }
        let arch = |at: usize| {
            let qualifiers = &self.packages[at].fact.qualifiers;
            qualifiers.iter().find(|(key, _)| &**key == "arch").map(|(_, value)| value)
        };
        let requested = requirement.requested.as_deref().unwrap_or_default();
        let rank = |&at: &usize| {
            let version = self.packages[at].fact.version.as_deref().unwrap_or_default();
            let is_version = !version.is_empty() && requested.contains(version);
            (is_version, arch(at) == arch(from), std::cmp::Reverse(at))
        };
        found.iter().copied().max_by_key(rank).map_or(Found::Nothing, Found::Package)
    }
}

/// More packages of one name are not looked through for each who requires it.
const MAX_OF_ONE_NAME: usize = 64;

fn keep(known: &mut Vec<usize>, at: usize) {
    if known.len() < MAX_OF_ONE_NAME {
        known.push(at);
    }
}

/// The packages that the system holds for their own sake: those somebody asked for or, where
/// nothing says it, those that no other requires. Then, not direct, one of each group that only
/// requires itself.
fn top(database: &Database<'_>, used: &[Vec<usize>]) -> Vec<(usize, bool)> {
    let mut is_required = vec![false; used.len()];
    for (from, others) in used.iter().enumerate() {
        for &to in others.iter().filter(|to| **to != from) {
            is_required[to] = true;
        }
    }
    let is_top = |at: usize| match &database.wanted {
        Some(wanted) => {
            let fact = &database.packages[at].fact;
            wanted.contains(&*fact.name)
        }
        None => !is_required[at],
    };
    let mut found: Vec<(usize, bool)> =
        (0..used.len()).filter(|&at| is_top(at)).map(|at| (at, true)).collect();
    let mut is_reached = vec![false; used.len()];
    for &(at, _) in &found {
        reach(at, used, &mut is_reached);
    }
    for at in (0..used.len()).filter(|&at| !is_required[at]).chain(0..used.len()) {
        if !is_reached[at] {
            found.push((at, false));
            reach(at, used, &mut is_reached);
        }
    }
    found
}

fn reach(from: usize, used: &[Vec<usize>], is_reached: &mut [bool]) {
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut is_reached[at], true) {
            open.extend(&used[at]);
        }
    }
}
