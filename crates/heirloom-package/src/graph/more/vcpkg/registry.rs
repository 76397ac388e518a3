// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! vcpkg's registries that lie in the tree: what versions requests come to, and what these need.
//!
//! A registry is a folder with `versions/baseline.json` and one folder for each port. vcpkg takes
//! the least version that all requests allow: that of the baseline, or a higher one that somebody
//! asks for with `version>=`; `overrides` of the project win over both. What a port needs itself is
//! told by its own `vcpkg.json`, where it is of the version taken. Ports in folders that
//! `overlay-ports` names come before those of registries. The first registry in the order of paths
//! counts; that it is at the baseline that a project names is not looked into.

use std::{
    cell::Cell,
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
};

use heirloom_model::{
    Owner, PackageFact, PackageSource, ProblemCode, Requirement, Scope, TreePath,
};

use super::{BASELINE, CONFIGURATION, MANIFEST, OVERLAY, OVERRIDE, purl_of};
use crate::{
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place, shown_name},
        more::numbered,
        tree::{File, Tree, upward},
    },
    paths,
    version::Scheme,
};

/// A manifest with what it says.
type Manifest<'a> = (File<'a>, &'a PackageFact);

/// The ports of a tree, and what is none.
pub(super) struct Registry<'a> {
    /// Ports of overlays by name.
    overlays: HashMap<&'a str, Manifest<'a>>,
    /// Ports of the registry by name, each version that lies there.
    ports: HashMap<&'a str, Vec<Manifest<'a>>>,
    /// Versions of the baseline.
    baseline: HashMap<&'a str, &'a str>,
    /// Manifests of projects.
    owns: Vec<Manifest<'a>>,
    n_left: Cell<usize>,
}

/// Requests that are looked at for all projects of a tree.
const MAX_STEPS: usize = 20_000_000;

impl<'a> Registry<'a> {
    /// The registry of a tree, or `None` where all manifests are those of projects.
    pub(super) fn new(tree: &Tree<'a>) -> Option<Registry<'a>> {
        let baseline = tree.of_format(BASELINE).next();
        let roots = tree.of_format(BASELINE).filter_map(|file| file.folder().parent());
        let roots: BTreeSet<TreePath> = roots.collect();
        let root = baseline.and_then(|file| file.folder().parent());
        let root = root.as_ref();
        let overlays: BTreeSet<TreePath> = tree
            .of_format(CONFIGURATION)
            .chain(tree.of_format(MANIFEST))
            .flat_map(overlays)
            .collect();
        let mut found = Registry {
            overlays: HashMap::new(),
            ports: HashMap::new(),
            baseline: HashMap::new(),
            owns: Vec::new(),
            n_left: Cell::new(MAX_STEPS),
        };
        for file in tree.of_format(MANIFEST) {
            let Some(package) = file.facts.packages.first() else {
                continue;
            };
            let folder = file.folder();
            let is_port = |registry: &TreePath| is_port(registry, &folder);
            let above = || upward(&folder).filter(|above| roots.contains(above));
            let is_other = || above().any(|other| is_port(&other));
            if upward(&folder).any(|above| overlays.contains(&above)) {
                found.overlays.entry(&package.name).or_insert((file, package));
            } else if root.is_some_and(is_port) {
                found.ports.entry(&package.name).or_default().push((file, package));
            } else if !is_other() {
                found.owns.push((file, package));
            }
        }
        // A registry that is the whole tree is one of packages like any other.
        let is_whole = found.owns.is_empty() && root == Some(&TreePath::root());
        if is_whole || (root.is_none() && found.overlays.is_empty()) {
            return None;
        }
        for managed in baseline.iter().flat_map(|file| &file.facts.managed) {
            if let Some(version) = managed.requested.as_deref() {
                found.baseline.insert(&managed.name, version);
            }
        }
        Some(found)
    }

    /// The port that a name stands for, and the version that is taken.
    fn taken(&self, name: &str, wanted: &Wanted<'a>) -> (Option<Manifest<'a>>, Option<&'a str>) {
        self.n_left.set(self.n_left.get().saturating_sub(1));
        if let Some(port) = self.overlays.get(name) {
            return (Some(*port), port.1.version.as_deref());
        }
        let baseline = self.baseline.get(name).copied();
        let version = match (wanted.exact, wanted.least) {
            (Some(exact), _) => Some(exact),
            (None, None) => baseline,
            (None, Some(least)) => higher(baseline, least),
        };
        let ports = self.ports.get(name).into_iter().flatten();
        let port = ports
            .copied()
            .find(|(_, port)| port.version.is_some() && port.version.as_deref() == version);
        (port, version)
    }
}

/// Whether a folder is that of a port. Beside a registry at the root of the tree projects may lie.
fn is_port(registry: &TreePath, folder: &TreePath) -> bool {
    let ports = registry.child(b"ports");
    let is_whole = *registry == TreePath::root();
    ports.is_ok_and(|ports| folder.is_within(&ports))
        || (!is_whole && folder.is_within(registry) && folder != registry)
}

/// The folders of ports that a file names.
fn overlays(file: File<'_>) -> Vec<TreePath> {
    let named = file.facts.properties.iter().filter(|(key, _)| &**key == OVERLAY);
    named.filter_map(|(_, path)| paths::join(&file.folder(), path)).collect()
}

/// The higher of two versions with their ports' numbers behind `#`; none where that is not known.
fn higher<'a>(baseline: Option<&'a str>, least: &'a str) -> Option<&'a str> {
    let baseline = baseline?;
    let parts = |version: &'a str| version.split_once('#').unwrap_or((version, "0"));
    let ((a, port_a), (b, port_b)) = (parts(baseline), parts(least));
    let order = match a == b {
        true => Ordering::Equal,
        // Numbers with dots between them: dates and versions alike, save words behind them.
        false => Scheme::Gem.compare(a, b).ok()?,
    };
    let number = |port: &str| port.parse::<u32>().unwrap_or(0);
    let order = order.then(number(port_a).cmp(&number(port_b)));
    Some(if order == Ordering::Less { least } else { baseline })
}

/// What is asked for of a name by all that a project needs.
#[derive(Default, Clone, Copy)]
struct Wanted<'a> {
    /// By the project's overrides.
    exact: Option<&'a str>,
    /// The highest least version.
    least: Option<&'a str>,
}

/// Joins manifests of projects with the registry.
pub(super) fn resolve(registry: &Registry<'_>, builder: &mut Builder) {
    for &(file, package) in &registry.owns {
        let folder = file.folder();
        let version = package.version.as_deref();
        let own = builder.add(NewPackage {
            ecosystem: "vcpkg",
            name: &shown_name(&folder, &package.name),
            version,
            purl: purl_of(&package.name, version),
            owner: Owner::Own,
            folder: Some(folder),
            source: PackageSource::Path { path: "".into() },
        });
        let Some(own) = own else { return };
        builder.place(own, place(file, package.span));
        builder.describe(own, package);
        connect(registry, builder, own, (file, package));
        if registry.n_left.get() == 0 {
            let args = vec![("limit", "steps".into())];
            builder.problem(ProblemCode::PACKAGE_LIMIT, args, file.path, None);
            return;
        }
    }
}

/// All that a project needs: first which versions, as later requests raise them, then the edges.
fn connect<'a>(registry: &Registry<'a>, builder: &mut Builder, own: Node, manifest: Manifest<'a>) {
    let wanted = wanted(registry, manifest);
    let mut nodes: BTreeMap<&'a str, Option<Node>> = BTreeMap::new();
    let mut open: VecDeque<(Node, Manifest<'a>, bool)> = VecDeque::from([(own, manifest, true)]);
    while let Some((from, (file, package), is_own)) =
        open.pop_front().filter(|_| registry.n_left.get() > 0)
    {
        for requirement in package.requirements.iter().filter(|one| is_own || is_taken(one)) {
            let name = &*requirement.name;
            let (port, version) =
                registry.taken(name, &wanted.get(name).copied().unwrap_or_default());
            let is_new = !nodes.contains_key(name);
            let node = *nodes.entry(name).or_insert_with(|| add(builder, name, port, version));
            let Some(to) = node else { return };
            // So a port asks for features of its own.
            if to == from {
                continue;
            }
            if is_new && let Some(port) = port {
                open.push_back((to, port, false));
            }
            let edge = NewEdge::asked(requirement, vec![place(file, requirement.span)]);
            builder.connect(from, to, edge);
        }
    }
}

/// Of a port the features that are not its usual ones are not taken: who asks for them is not known.
fn is_taken(requirement: &Requirement) -> bool {
    requirement.scope != Scope::Optional
}

/// The requests of a project and of all that it needs, until none of them raises a version.
fn wanted<'a>(registry: &Registry<'a>, manifest: Manifest<'a>) -> HashMap<&'a str, Wanted<'a>> {
    const MAX_ROUNDS: usize = 8;
    let mut wanted: HashMap<&'a str, Wanted<'a>> = HashMap::new();
    for requirement in &manifest.1.requirements {
        let exact = requirement.requested.as_deref().and_then(numbered);
        wanted.entry(&requirement.name).or_default().exact = exact;
    }
    // Overrides are of whatever is needed, asked for by the project itself or not.
    for (key, version) in &manifest.0.facts.properties {
        if let Some(name) = key.strip_prefix(OVERRIDE) {
            wanted.entry(name).or_default().exact = Some(version);
        }
    }
    for _ in 0..MAX_ROUNDS {
        let mut is_changed = false;
        let mut met: BTreeSet<&'a str> = BTreeSet::new();
        let mut open = vec![(manifest.1, true)];
        while let Some((package, is_own)) = open.pop().filter(|_| registry.n_left.get() > 0) {
            for requirement in package.requirements.iter().filter(|one| is_own || is_taken(one)) {
                let name = &*requirement.name;
                let least = requirement.requested.as_deref();
                let one = wanted.entry(name).or_default();
                if let Some(least) = least.and_then(|text| text.strip_prefix(">=")).map(str::trim) {
                    let best = match one.least {
                        Some(known) => higher(Some(known), least).unwrap_or(known),
                        None => least,
                    };
                    is_changed |= one.least != Some(best);
                    one.least = Some(best);
                }
                let port = met.insert(name).then(|| registry.taken(name, one).0).flatten();
                open.extend(port.map(|(_, port)| (port, false)));
            }
        }
        if !is_changed {
            break;
        }
    }
    wanted
}

fn add(
    builder: &mut Builder,
    name: &str,
    port: Option<Manifest<'_>>,
    version: Option<&str>,
) -> Option<Node> {
    let node = builder.add(NewPackage {
        ecosystem: "vcpkg",
        name,
        version,
        purl: purl_of(name, version),
        owner: Owner::ThirdParty,
        folder: None,
        source: PackageSource::Registry { url: None },
    })?;
    if let Some((file, package)) = port {
        builder.place(node, place(file, package.span));
        builder.describe(node, package);
    }
    Some(node)
}
