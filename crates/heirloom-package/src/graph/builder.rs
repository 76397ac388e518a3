// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Collects packages and edges in any order and gives them back sorted, each once.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use heirloom_model::{
    Checksum, ComponentId, DeclaredLicense, EvidenceMethod, Owner, Package, PackageAbout,
    PackageEdge, PackageFact, PackageFile, PackageFileKind, PackageGraph, PackageIndex,
    PackageNature, PackagePlace, PackageSource, Problem, ProblemCode, Requirement, Scope, Span,
    TreePath,
};

use super::{BareCopy, GraphLimits, IMAGES, programs::is_program, tree::File};
use crate::{
    address::{make_about_public, make_public, public, public_source},
    paths,
    purl::Purl,
};

/// A package in the making: its number in [`Builder::packages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Node(usize);

/// What is known of a package when it is added.
pub(crate) struct NewPackage<'a> {
    pub(crate) ecosystem: &'a str,
    pub(crate) name: &'a str,
    pub(crate) version: Option<&'a str>,
    pub(crate) purl: Option<Purl>,
    pub(crate) owner: Owner,
    /// Tells packages of the tree apart that have one purl.
    pub(crate) folder: Option<TreePath>,
    pub(crate) source: PackageSource,
}

/// What is known of an edge when it is added.
pub(crate) struct NewEdge<'a> {
    pub(crate) scope: Scope,
    pub(crate) scope_is_known: bool,
    pub(crate) condition: Option<&'a str>,
    pub(crate) requested: Option<&'a str>,
    pub(crate) direct: bool,
    pub(crate) places: Vec<PackagePlace>,
}

impl<'a> NewEdge<'a> {
    /// The edge of a request, which is direct where nothing else is said.
    pub(crate) fn asked(requirement: &'a Requirement, places: Vec<PackagePlace>) -> NewEdge<'a> {
        NewEdge {
            scope: requirement.scope,
            scope_is_known: true,
            condition: requirement.condition.as_deref(),
            requested: requirement.requested.as_deref(),
            direct: true,
            places,
        }
    }
}

/// Ecosystem, purl or name, and the folder of the tree's own packages.
type Identity = (Arc<str>, Arc<str>, Option<TreePath>);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct EdgeKey {
    from: Node,
    to: Node,
    scope: Scope,
    condition: Option<Box<str>>,
}

/// A graph in the making.
pub(crate) struct Builder {
    packages: Vec<Package>,
    by_identity: HashMap<Identity, Node>,
    edges: BTreeMap<EdgeKey, PackageEdge>,
    /// Purl types, which are few.
    ecosystems: HashSet<Arc<str>>,
    problems: Vec<Problem>,
    n_left: usize,
}

impl Builder {
    pub(crate) fn new(limits: &GraphLimits) -> Builder {
        Builder {
            packages: Vec::new(),
            by_identity: HashMap::new(),
            edges: BTreeMap::new(),
            ecosystems: HashSet::new(),
            problems: Vec::new(),
            n_left: limits.max_graph,
        }
    }

    /// Adds a package, or finds the one that is there. `None` when there are too many.
    pub(crate) fn add(&mut self, new: NewPackage<'_>) -> Option<Node> {
        let purl: Option<Arc<str>> = new.purl.map(|purl| purl.into_public().to_string().into());
        let (name, version) = (public(new.name), new.version.map(public));
        let identity: Arc<str> = match &purl {
            Some(purl) => purl.clone(),
            None => format!("{name}@{}", version.as_deref().unwrap_or_default()).into(),
        };
        // The ids of NuGet are the same in any case.
        let identity = match new.ecosystem {
            "nuget" => identity.to_lowercase().into(),
            _ => identity,
        };
        // A package of somebody else is one, wherever its files lie.
        let folder = new.folder.clone().filter(|_| new.owner == Owner::Own);
        let key = (self.ecosystem(new.ecosystem), identity, folder);
        if let Some(&node) = self.by_identity.get(&key) {
            let package = &mut self.packages[node.0];
            package.folder = package.folder.take().or(new.folder);
            if package.source == PackageSource::Unknown {
                package.source = public_source(new.source);
            }
            return Some(node);
        }
        self.take_room()?;
        let node = Node(self.packages.len());
        let ecosystem = key.0.clone();
        self.by_identity.insert(key, node);
        self.packages.push(Package {
            id: placeholder(),
            purl,
            ecosystem,
            name: name.into(),
            version: version.map(Into::into),
            owner: new.owner,
            nature: PackageNature::Library,
            folder: new.folder,
            licenses: Vec::new(),
            source: public_source(new.source),
            checksums: Vec::new(),
            about: PackageAbout::default(),
            built_from: None,
            files: Vec::new(),
            places: Vec::new(),
        });
        Some(node)
    }

    /// The name of an ecosystem, held once.
    fn ecosystem(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.ecosystems.get(name) {
            return known.clone();
        }
        let name: Arc<str> = name.into();
        self.ecosystems.insert(name.clone());
        name
    }

    /// Notes that a file describes a package.
    pub(crate) fn place(&mut self, node: Node, place: PackagePlace) {
        self.packages[node.0].places.push(place);
    }

    pub(crate) fn set_nature(&mut self, node: Node, nature: PackageNature) {
        if nature != PackageNature::Library {
            self.packages[node.0].nature = nature;
        }
    }

    pub(crate) fn add_checksums(&mut self, node: Node, checksums: &[Checksum]) {
        self.packages[node.0].checksums.extend_from_slice(checksums);
    }

    /// Adds licenses, unless a file said them before.
    pub(crate) fn add_licenses(&mut self, node: Node, licenses: &[DeclaredLicense]) {
        let known = &mut self.packages[node.0].licenses;
        if known.is_empty() {
            known.extend_from_slice(licenses);
        }
    }

    /// Adds what a file says of the package beside what others need to find it: licenses,
    /// checksums, people, the source it is built from, its files.
    pub(crate) fn describe(&mut self, node: Node, fact: &PackageFact) {
        self.describe_in(node, fact, &TreePath::root());
    }

    /// As [`Builder::describe`], for files that were installed below a folder of the tree.
    pub(crate) fn describe_in(&mut self, node: Node, fact: &PackageFact, base: &TreePath) {
        self.add_checksums(node, &fact.checksums);
        self.add_licenses(node, &fact.licenses);
        self.set_nature(node, fact.nature);
        self.add_about(node, &fact.about);
        let package = &mut self.packages[node.0];
        if package.built_from.is_none() {
            package.built_from.clone_from(&fact.built_from);
        }
        package.files.extend(fact.files.iter().filter_map(|file| below(base, file)));
    }

    /// As [`Builder::describe`], with facts that nobody else needs.
    pub(crate) fn take_in(&mut self, node: Node, fact: PackageFact) {
        self.set_nature(node, fact.nature);
        let package = &mut self.packages[node.0];
        append(&mut package.checksums, fact.checksums);
        append(&mut package.files, fact.files);
        if package.licenses.is_empty() {
            package.licenses = fact.licenses;
        }
        if package.about == PackageAbout::default() {
            package.about = fact.about;
        } else {
            package.about.fill_from(&fact.about);
        }
        make_about_public(&mut package.about);
        package.built_from = package.built_from.take().or(fact.built_from);
    }

    /// Notes what is said to people, where nothing else was said before.
    pub(crate) fn add_about(&mut self, node: Node, about: &PackageAbout) {
        let known = &mut self.packages[node.0].about;
        known.fill_from(about);
        make_about_public(known);
    }

    /// Adds copies that lie in the tree without a file that describes them.
    pub(crate) fn add_copies(&mut self, copies: &[BareCopy]) {
        for copy in copies {
            let version = copy.version.as_deref();
            let owner = self.innermost_around(&copy.folder);
            let node = self.add(NewPackage {
                ecosystem: "generic",
                name: &copy.name,
                version,
                purl: Purl::new("generic", None, &copy.name.to_lowercase(), version).ok(),
                owner: Owner::ThirdParty,
                folder: Some(copy.folder.clone()),
                source: PackageSource::Path { path: "".into() },
            });
            let Some(node) = node else { break };
            let place = PackagePlace {
                file: copy.folder.clone(),
                span: Span::default(),
                method: EvidenceMethod::Layout,
            };
            self.place(node, place.clone());
            if let Some((file, span)) = &copy.header {
                let method = EvidenceMethod::SourceCode;
                self.place(node, PackagePlace { file: file.clone(), span: *span, method });
            }
            let Some(owner) = owner.filter(|owner| *owner != node) else { continue };
            let edge = NewEdge {
                scope: Scope::Runtime,
                scope_is_known: false,
                condition: None,
                requested: None,
                direct: true,
                places: vec![place],
            };
            self.connect(owner, node, edge);
        }
    }

    /// The package in the innermost folder around another, not in the folder itself.
    fn innermost_around(&self, folder: &TreePath) -> Option<Node> {
        let depth = |package: &Package| {
            let around = package.folder.as_ref().filter(|around| *around != folder)?;
            folder.is_within(around).then(|| (around.as_bytes().len(), package.owner == Owner::Own))
        };
        let found = self.packages.iter().enumerate().rev();
        let found = found.filter_map(|(at, package)| Some((depth(package)?, at)));
        found.max_by_key(|(depth, _)| *depth).map(|(_, at)| Node(at))
    }

    /// Adds an edge, or its places to the one that is there.
    pub(crate) fn connect(&mut self, from: Node, to: Node, new: NewEdge<'_>) {
        let condition: Option<Box<str>> = new.condition.map(Into::into);
        let requested = new.requested.map(|requested| public(requested).into());
        let key = EdgeKey { from, to, scope: new.scope, condition: condition.clone() };
        if let Some(edge) = self.edges.get_mut(&key) {
            edge.places.extend(new.places);
            edge.direct |= new.direct;
            edge.scope_is_known |= new.scope_is_known;
            if edge.requested.is_none() {
                edge.requested = requested;
            }
            return;
        }
        if self.take_room().is_none() {
            return;
        }
        let edge = PackageEdge {
            from: PackageIndex(from.0 as u32),
            to: PackageIndex(to.0 as u32),
            scope: new.scope,
            scope_is_known: new.scope_is_known,
            condition,
            requested,
            direct: new.direct,
            linkage: None,
            places: new.places,
        };
        self.edges.insert(key, edge);
    }

    /// Parts packages of an ecosystem that locks list for several platforms: what is for one uses
    /// nothing that is for another, and is needed there alone.
    pub(crate) fn part_by_platform(
        &mut self,
        ecosystem: &str,
        platform: fn(&Package) -> Option<&str>,
    ) {
        let packages = &self.packages;
        let of = |index: PackageIndex| {
            let package = packages.get(index.0 as usize)?;
            platform(package).filter(|_| &*package.ecosystem == ecosystem)
        };
        // Where all are for one platform, that is no condition.
        let all: HashSet<&str> =
            (0..packages.len() as u32).filter_map(|at| of(PackageIndex(at))).collect();
        if all.len() < 2 {
            return;
        }
        let edges = std::mem::take(&mut self.edges);
        for (mut key, mut edge) in edges {
            let (from, to) = (of(edge.from), of(edge.to));
            if from.is_some() && to.is_some() && from != to {
                continue;
            }
            if from.is_none() && edge.condition.is_none() {
                edge.condition = to.map(Into::into);
                key.condition.clone_from(&edge.condition);
            }
            self.edges.insert(key, edge);
        }
    }

    /// Reports a problem of a file.
    pub(crate) fn problem(
        &mut self,
        code: ProblemCode,
        mut args: Vec<(&'static str, Box<str>)>,
        file: &TreePath,
        span: Option<Span>,
    ) {
        args.iter_mut().for_each(|(_, value)| make_public(value));
        let problem = Problem::new(code, args).at_path(file.clone());
        self.problems.push(match span {
            Some(span) => problem.at_line(span.first_line),
            None => problem,
        });
    }

    fn take_room(&mut self) -> Option<()> {
        if self.n_left == 0 {
            let args = vec![("limit", "graph".into())];
            self.problems.push(Problem::new(ProblemCode::PACKAGE_LIMIT, args));
            return None;
        }
        self.n_left -= 1;
        Some(())
    }

    /// The graph, sorted.
    pub(crate) fn finish(mut self) -> PackageGraph {
        self.by_identity = HashMap::new();
        self.name_all();
        let mut order: Vec<usize> = (0..self.packages.len()).collect();
        order.sort_by(|&a, &b| sort_key(&self.packages[a]).cmp(&sort_key(&self.packages[b])));
        let mut place_of = vec![0_u32; order.len()];
        for (place, &old) in order.iter().enumerate() {
            place_of[old] = place as u32;
        }
        let mut packages: Vec<Option<Package>> = self.packages.into_iter().map(Some).collect();
        let in_order = order.iter().filter_map(|&old| packages[old].take());
        let packages: Vec<Package> = in_order.map(tidied).collect();
        let renumber = |index: PackageIndex| PackageIndex(place_of[index.0 as usize]);
        let edges = self.edges.into_values().map(|mut edge| {
            edge.from = renumber(edge.from);
            edge.to = renumber(edge.to);
            edge.places.sort_by(|a, b| place_key(a).cmp(&place_key(b)));
            edge.places.dedup();
            edge
        });
        let mut edges: Vec<PackageEdge> = edges.collect();
        edges.sort_by(|a, b| edge_key(a).cmp(&edge_key(b)));
        let is_root = |(_, package): &(usize, &Package)| package.owner == Owner::Own;
        let roots = packages.iter().enumerate().filter(is_root);
        let roots = roots.map(|(at, _)| PackageIndex(at as u32)).collect();
        self.problems.sort();
        self.problems.dedup();
        PackageGraph { packages, edges, roots, problems: self.problems }
    }

    /// Gives each package its identity.
    fn name_all(&mut self) {
        let mut n_named: HashMap<Arc<str>, usize> = HashMap::new();
        for package in &self.packages {
            *n_named.entry(plain_id(package)).or_default() += 1;
        }
        let mut taken: HashSet<Arc<str>> = HashSet::with_capacity(self.packages.len());
        for package in &mut self.packages {
            let plain = plain_id(package);
            let folder = package.folder.as_ref().filter(|_| package.owner == Owner::Own);
            let mut id: Arc<str> = match folder {
                Some(folder) if n_named[&plain] > 1 => format!("{plain}#{folder}").into(),
                _ => plain,
            };
            while !taken.insert(id.clone()) {
                id = format!("{id}+").into();
            }
            package.id = ComponentId::shared(id).unwrap_or_else(|_| placeholder());
        }
    }
}

/// Appends to a list, which is most often empty and takes the other one over then.
fn append<T>(list: &mut Vec<T>, mut more: Vec<T>) {
    if list.is_empty() {
        more.shrink_to_fit();
        *list = more;
    } else {
        list.append(&mut more);
    }
}

/// The file as the tree has it; `None` for one outside of the tree.
fn below(base: &TreePath, file: &PackageFile) -> Option<PackageFile> {
    let path = paths::installed(base.as_bytes(), &file.path)?;
    Some(PackageFile { path, checksum: file.checksum.clone() })
}

fn plain_id(package: &Package) -> Arc<str> {
    match &package.purl {
        Some(purl) => purl.clone(),
        None => {
            let folder = package.folder.as_ref().map(ToString::to_string).unwrap_or_default();
            let text = match &*package.name {
                // What is called after its own file.
                name if name == folder && &*package.ecosystem == IMAGES => {
                    format!("{}:{folder}", package.ecosystem)
                }
                name => format!("{}:{folder}/{name}", package.ecosystem),
            };
            text.escape_debug().to_string().trim().into()
        }
    }
}

fn placeholder() -> ComponentId {
    ComponentId::new("unnamed").expect("a plain word")
}

fn tidied(mut package: Package) -> Package {
    package.checksums.sort();
    package.checksums.dedup();
    package.files.sort();
    package.files.dedup();
    package.places.sort();
    package.places.dedup();
    package
}

fn sort_key(package: &Package) -> (&str, &str, Option<&str>, &ComponentId) {
    (&package.ecosystem, &package.name, package.version.as_deref(), &package.id)
}

fn edge_key(edge: &PackageEdge) -> (PackageIndex, PackageIndex, Scope, Option<&str>) {
    (edge.from, edge.to, edge.scope, edge.condition.as_deref())
}

/// Locks stand before manifests.
fn place_key(place: &PackagePlace) -> (bool, &PackagePlace) {
    (place.method != EvidenceMethod::Lockfile, place)
}

/// The name of a package for people: its own, else its folder's.
pub(crate) fn shown_name(folder: &TreePath, name: &str) -> String {
    match folder.file_name() {
        _ if !name.is_empty() => name.to_owned(),
        b"" => ".".to_owned(),
        last => String::from_utf8_lossy(last).into_owned(),
    }
}

/// A place in a package file.
pub(crate) fn place(file: File<'_>, span: Span) -> PackagePlace {
    let method = match file.facts.kind {
        PackageFileKind::Manifest | PackageFileKind::Workspace => EvidenceMethod::Manifest,
        PackageFileKind::Lock | PackageFileKind::Checksums => EvidenceMethod::Lockfile,
        // Programs have no names that tell what they are.
        PackageFileKind::Installed if is_program(&file.facts.format) => EvidenceMethod::ObjectFile,
        PackageFileKind::Installed => EvidenceMethod::Layout,
    };
    PackagePlace { file: file.path.clone(), span, method }
}
