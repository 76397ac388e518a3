// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a project comes to with its parents, properties and imported bills of materials.

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

use heirloom_model::{IncludeKind, PackageFact, Requirement, Scope, TreePath};

use super::{
    POM,
    jar::is_packed,
    stored::{self, Stored},
};
use crate::{
    graph::tree::{File, Tree},
    paths,
};

/// Chains of parents and imports longer than this are not followed.
const MAX_CHAIN: usize = 64;
/// Properties inside properties are replaced this deep.
const MAX_DEPTH: usize = 16;
/// Longer values are no names or versions.
const MAX_VALUE: usize = 1_000;

/// Steps from package to package beyond this number are not followed.
const MAX_STEPS: usize = 20_000_000;
/// A package that moved more often than this is taken where it is then.
const MAX_MOVES: usize = 8;

/// The projects of a tree.
pub(super) struct Projects<'a> {
    pub(super) by_path: BTreeMap<&'a TreePath, Project<'a>>,
    /// Those outside of repositories by `group:artifact`, groups inherited where they are.
    by_name: BTreeMap<String, Vec<&'a TreePath>>,
    /// Those of repositories.
    pub(super) stored: Stored<'a>,
    effectives: RefCell<HashMap<&'a TreePath, Rc<Effective<'a>>>>,
    indexes: RefCell<HashMap<&'a TreePath, Rc<Index<'a>>>>,
    described: RefCell<BTreeSet<&'a TreePath>>,
    n_left: Cell<usize>,
}

/// Whose project a POM describes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Ours.
    Own,
    /// One in a JAR.
    Packed,
    /// One in a repository.
    Stored,
}

/// A project as its file writes it.
#[derive(Clone, Copy)]
pub(super) struct Project<'a> {
    pub(super) file: File<'a>,
    pub(super) package: &'a PackageFact,
    pub(super) place: Place,
}

/// A project with everything it inherits.
pub(super) struct Effective<'a> {
    pub(super) name: String,
    pub(super) version: Option<String>,
    /// The project and its parents in the tree, inside out.
    pub(super) chain: Vec<Project<'a>>,
    /// What the files of the chain say, ready to be looked up.
    indexes: Vec<Rc<Index<'a>>>,
    /// Managed entries whose names hold properties, filled once they are looked for: the number in
    /// the chain, and what is managed.
    open: OnceCell<Open<'a>>,
    /// What the project is, as properties.
    own_properties: HashMap<String, String>,
    /// Bills of materials, in order, each before those that it imports itself.
    imported: Vec<Rc<Effective<'a>>>,
    /// Parents and bills of materials that are not in the tree, and where they are named.
    pub(super) missing: Vec<(File<'a>, &'a heirloom_model::Include, String)>,
}

type Open<'a> = HashMap<(String, String), Vec<(usize, &'a Requirement)>>;

/// Properties and managed versions of one file, made once: many projects have one parent.
struct Index<'a> {
    properties: HashMap<&'a str, &'a str>,
    /// By name, and type with classifier.
    managed: HashMap<(&'a str, &'a str), Vec<&'a Requirement>>,
    /// Those whose names hold properties.
    open: Vec<&'a Requirement>,
}

impl<'a> Index<'a> {
    fn new(file: File<'a>) -> Index<'a> {
        let properties = &file.facts.properties;
        let properties = properties.iter().map(|(key, value)| (&**key, &**value)).collect();
        let mut index = Index { properties, managed: HashMap::new(), open: Vec::new() };
        for requirement in &file.facts.managed {
            let alias = requirement.alias.as_deref().unwrap_or_default();
            if requirement.name.contains("${") || alias.contains("${") {
                index.open.push(requirement);
            } else {
                index.managed.entry((&requirement.name, alias)).or_default().push(requirement);
            }
        }
        index
    }
}

/// A managed version and scope.
#[derive(Clone)]
pub(super) struct Managed<'a> {
    pub(super) version: Option<String>,
    pub(super) scope: Option<Scope>,
    pub(super) file: File<'a>,
    pub(super) requirement: &'a Requirement,
}

impl<'a> Projects<'a> {
    pub(super) fn new(tree: &Tree<'a>) -> Projects<'a> {
        let mut projects = Projects {
            by_path: BTreeMap::new(),
            by_name: BTreeMap::new(),
            stored: Stored::default(),
            effectives: RefCell::default(),
            indexes: RefCell::default(),
            described: RefCell::default(),
            n_left: Cell::new(MAX_STEPS),
        };
        for file in tree.of_format(POM) {
            let Some(package) = file.facts.packages.first() else {
                continue;
            };
            let coordinates = stored::coordinates(file.path);
            let place = match coordinates {
                Some(_) => Place::Stored,
                None if is_packed(file.path) => Place::Packed,
                None => Place::Own,
            };
            let project = Project { file, package, place };
            let name = projects.name_of(&project);
            match coordinates {
                Some((artifact, version)) => {
                    let group = name.split(':').next().unwrap_or_default();
                    projects.stored.add(format!("{group}:{artifact}"), version, file.path);
                }
                None => projects.by_name.entry(name).or_default().push(file.path),
            }
            projects.by_path.insert(file.path, project);
        }
        projects
    }

    /// Takes room for work; `false` when there is none left.
    pub(super) fn take_steps(&self, n_steps: usize) -> bool {
        let left = self.n_left.get().checked_sub(n_steps);
        self.n_left.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Whether this is the first time that the package of a POM is described.
    pub(super) fn is_new(&self, project: &Project<'a>) -> bool {
        self.described.borrow_mut().insert(project.file.path)
    }

    /// Whether some of the work was left out.
    pub(super) fn is_cut(&self) -> bool {
        self.n_left.get() == 0
    }

    /// `group:artifact`, the group from the parent where the project has none.
    fn name_of(&self, project: &Project<'a>) -> String {
        let name = &*project.package.name;
        if !project.package.inherits("groupId") {
            return name.to_owned();
        }
        let parent = project.file.facts.includes.iter().find(|i| i.kind == IncludeKind::Parent);
        let parent = parent.and_then(|include| include.package.as_ref());
        let group = parent.and_then(|(name, _)| name.split(':').next()).unwrap_or_default();
        format!("{group}{name}")
    }

    /// The project of that name: with that version here, else in a repository; else the first one
    /// here, unless it is a repository that asks.
    fn named(&self, name: &str, version: Option<&str>, asking: Place) -> Option<&Project<'a>> {
        let found = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        let has_version = |path: &&&'a TreePath| {
            version.is_some() && self.by_path[**path].package.version.as_deref() == version
        };
        let exact = found.iter().find(has_version).copied();
        let stored = || self.stored.find(name, version?);
        let first = || found.first().copied().filter(|_| asking != Place::Stored);
        self.by_path.get(exact.or_else(stored).or_else(first)?)
    }

    /// What a version of somebody's package says of itself, where a repository or JAR has it.
    pub(super) fn foreign(&self, name: &str, version: &str) -> Option<&Project<'a>> {
        let found = self.named(name, Some(version), Place::Stored)?;
        (found.place != Place::Own).then_some(found)
    }

    /// Where a version of somebody's package has moved to, as its POM in a repository says.
    pub(super) fn relocated(&self, name: &str, version: &str) -> Option<(String, String)> {
        let mut found: Option<(String, String)> = None;
        // Packages move more than once, and one that moves to itself stays.
        for _ in 0..MAX_MOVES {
            let (name, version) =
                found.as_ref().map_or((name, version), |(name, version)| (name, version));
            let path = self.stored.find(name, version)?;
            let Some(moved) = self.by_path[path].file.facts.replacements.first() else { break };
            // A POM may leave its group to its parent.
            let group = name.split(':').next().unwrap_or_default();
            let with = match moved.with.strip_prefix(':') {
                Some(artifact) => format!("{group}:{artifact}"),
                None => moved.with.to_string(),
            };
            let to = (with, moved.with_version.as_deref().unwrap_or(version).to_owned());
            let is_there = self.stored.find(&to.0, &to.1).is_some();
            if (&*to.0, &*to.1) == (name, version) {
                break;
            }
            found = Some(to);
            if !is_there {
                break;
            }
        }
        found
    }

    fn parent(&self, project: &Project<'a>) -> Option<Project<'a>> {
        let include = project.file.facts.includes.iter().find(|i| i.kind == IncludeKind::Parent)?;
        let (name, version) = include.package.as_ref()?;
        let beside = paths::join(&project.file.folder(), &include.path).and_then(|path| {
            let in_folder = path.child(b"pom.xml").ok();
            let direct = self.by_path.get(&path);
            direct.or_else(|| self.by_path.get(&in_folder?)).copied()
        });
        let fits = |parent: &Project<'a>| self.name_of(parent) == **name;
        let found = beside.filter(fits);
        found
            .or_else(|| self.named(name, version.as_deref(), project.place).copied())
            .filter(|parent| parent.file.path != project.file.path)
    }

    /// The project with all it inherits.
    pub(super) fn effective(&self, project: &Project<'a>) -> Rc<Effective<'a>> {
        self.effective_below(project, &mut BTreeSet::new())
    }

    fn effective_below(
        &self,
        project: &Project<'a>,
        importing: &mut BTreeSet<&'a TreePath>,
    ) -> Rc<Effective<'a>> {
        if let Some(known) = self.effectives.borrow().get(project.file.path) {
            return known.clone();
        }
        let chain = self.chain(project);
        let mut effective = Effective {
            name: String::new(),
            version: None,
            indexes: chain.iter().map(|project| self.index(project)).collect(),
            open: OnceCell::new(),
            own_properties: HashMap::new(),
            imported: Vec::new(),
            missing: Vec::new(),
            chain,
        };
        self.name_effective(&mut effective);
        self.note_missing_parent(&mut effective);
        self.import(&mut effective, importing);
        let effective = Rc::new(effective);
        self.effectives.borrow_mut().insert(project.file.path, effective.clone());
        effective
    }

    fn index(&self, project: &Project<'a>) -> Rc<Index<'a>> {
        let mut indexes = self.indexes.borrow_mut();
        let index = indexes.entry(project.file.path);
        index.or_insert_with(|| Rc::new(Index::new(project.file))).clone()
    }

    fn chain(&self, project: &Project<'a>) -> Vec<Project<'a>> {
        let mut chain = vec![*project];
        while let Some(parent) = chain.last().and_then(|last| self.parent(last)) {
            let is_loop = chain.iter().any(|known| known.file.path == parent.file.path);
            if is_loop || chain.len() == MAX_CHAIN {
                break;
            }
            chain.push(parent);
        }
        chain
    }

    /// Fills name and version, and the properties that speak of them.
    fn name_effective(&self, effective: &mut Effective<'a>) {
        let own = effective.chain[0];
        let parent = own.file.facts.includes.iter().find(|i| i.kind == IncludeKind::Parent);
        let parent = parent.and_then(|include| include.package.as_ref());
        let parent_version = parent.and_then(|(_, version)| version.as_deref());
        let name = self.name_of(&own);
        let (group, artifact) = name.split_once(':').unwrap_or(("", &name));
        let version = own.package.version.as_deref().or(parent_version);
        let mut set = |key: &str, value: &str| {
            effective.own_properties.insert(key.to_owned(), value.to_owned());
        };
        set("groupId", group);
        set("artifactId", artifact);
        if let Some(version) = version {
            set("version", version);
        }
        if let Some((name, _)) = parent {
            let (group, artifact) = name.split_once(':').unwrap_or(("", name));
            set("parent.groupId", group);
            set("parent.artifactId", artifact);
            if let Some(version) = parent_version {
                set("parent.version", version);
            }
        }
        effective.version = version.and_then(|version| effective.filled(version));
        effective.name = effective.filled(&name).unwrap_or(name);
        if let Some((_, version)) = stored::coordinates(own.file.path) {
            effective.version = Some(version.to_owned());
        }
    }

    fn note_missing_parent(&self, effective: &mut Effective<'a>) {
        let Some(last) = effective.chain.last().copied() else {
            return;
        };
        let mut parents = last.file.facts.includes.iter();
        if let Some(include) = parents.find(|include| include.kind == IncludeKind::Parent)
            && let Some((name, version)) = &include.package
        {
            let name = with_version(name, version.as_deref());
            effective.missing.push((last.file, include, name));
        }
    }

    /// Finds imported bills of materials.
    fn import(&self, effective: &mut Effective<'a>, importing: &mut BTreeSet<&'a TreePath>) {
        for project in effective.chain.clone() {
            let includes = project.file.facts.includes.iter();
            for include in includes.filter(|include| include.kind == IncludeKind::Constraints) {
                let Some((name, version)) = &include.package else {
                    continue;
                };
                let name = effective.filled(name).unwrap_or_else(|| name.to_string());
                let version = version.as_deref().and_then(|version| effective.filled(version));
                match self.named(&name, version.as_deref(), project.place) {
                    Some(bom) if importing.len() < MAX_CHAIN && importing.insert(bom.file.path) => {
                        let imported = self.effective_below(bom, importing);
                        importing.remove(bom.file.path);
                        effective.take_in(&imported);
                    }
                    Some(_) => {}
                    None => {
                        let name = with_version(&name, version.as_deref());
                        effective.missing.push((project.file, include, name));
                    }
                }
            }
        }
    }
}

fn with_version(name: &str, version: Option<&str>) -> String {
    match version {
        Some(version) => format!("{name}:{version}"),
        None => name.to_owned(),
    }
}

impl<'a> Effective<'a> {
    /// A text with its properties replaced; `None` when one is unknown or they never end.
    pub(super) fn filled(&self, text: &str) -> Option<String> {
        let mut text = text.to_owned();
        for _ in 0..MAX_DEPTH {
            if !text.contains("${") {
                // Entities are not replaced, so that what holds one is unknown.
                let is_known = text.len() <= MAX_VALUE && !has_entity(&text);
                return is_known.then_some(text);
            }
            let mut out = String::new();
            let mut rest = text.as_str();
            while let Some((before, after)) = rest.split_once("${") {
                let (key, after) = after.split_once('}')?;
                out.push_str(before);
                out.push_str(self.property(key)?);
                if out.len() > MAX_VALUE {
                    return None;
                }
                rest = after;
            }
            out.push_str(rest);
            text = out;
        }
        None
    }

    /// What the project is stands above properties of that name, and without `project.` below them;
    /// of the properties of a chain the inner ones win.
    fn property(&self, key: &str) -> Option<&str> {
        let prefixed = key.strip_prefix("project.").or_else(|| key.strip_prefix("pom."));
        let own = |key: &str| self.own_properties.get(key).map(String::as_str);
        let written = || self.indexes.iter().find_map(|index| index.properties.get(key).copied());
        prefixed.and_then(own).or_else(written).or_else(|| own(key))
    }

    /// What tells managed entries apart: name, type and classifier.
    pub(super) fn key(&self, requirement: &Requirement) -> (String, String) {
        let name = self.filled(&requirement.name).unwrap_or_else(|| requirement.name.to_string());
        let alias = requirement.alias.as_deref().unwrap_or_default();
        let alias = self.filled(alias).unwrap_or_else(|| alias.to_owned());
        (name, alias)
    }

    /// Adds an imported bill of materials, and those that it imports itself.
    fn take_in(&mut self, bom: &Rc<Effective<'a>>) {
        for bom in std::iter::once(bom).chain(&bom.imported) {
            if !self.imported.iter().any(|known| Rc::ptr_eq(known, bom)) {
                self.imported.push(bom.clone());
            }
        }
        for missing in &bom.missing {
            let is_same = |known: &(File<'_>, &heirloom_model::Include, String)| {
                known.0.path == missing.0.path && known.1.span == missing.1.span
            };
            if !self.missing.iter().any(is_same) {
                self.missing.push(missing.clone());
            }
        }
    }

    /// The managed version and scope of a requirement.
    pub(super) fn managed(&self, requirement: &Requirement) -> Option<Managed<'a>> {
        self.managed_by(&self.key(requirement))
    }

    /// As [`Effective::managed`], by name, and type with classifier.
    pub(super) fn managed_by(&self, key: &(String, String)) -> Option<Managed<'a>> {
        let imported = || self.imported.iter().find_map(|bom| bom.managed_here(key));
        self.managed_here(key).or_else(imported)
    }

    /// What the project manages: its own before its parents'.
    fn managed_here(&self, key: &(String, String)) -> Option<Managed<'a>> {
        let mut found: Option<Managed<'a>> = None;
        let open = self.open.get_or_init(|| self.opened()).get(key);
        for (at, (project, index)) in self.chain.iter().zip(&self.indexes).enumerate() {
            let plain = index.managed.get(&(key.0.as_str(), key.1.as_str()));
            let open = open.into_iter().flatten().filter(|(of, _)| *of == at);
            let all = plain.into_iter().flatten().chain(open.map(|(_, requirement)| requirement));
            for requirement in all {
                // One that only configures a plugin leaves the version to the parent.
                if found.as_ref().is_some_and(|known| known.version.is_some()) {
                    return found;
                }
                found = Some(Managed {
                    version: requirement.requested.as_deref().and_then(|v| self.filled(v)),
                    scope: requirement.has_own_scope.then_some(requirement.scope),
                    file: project.file,
                    requirement,
                });
            }
        }
        found
    }

    fn opened(&self) -> Open<'a> {
        let mut open = Open::new();
        for (at, index) in self.indexes.iter().enumerate() {
            for &requirement in &index.open {
                open.entry(self.key(requirement)).or_default().push((at, requirement));
            }
        }
        open
    }
}

/// Whether a text holds `&name;`.
fn has_entity(text: &str) -> bool {
    let is_name =
        |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-#".contains(&b));
    let mut parts = text.split('&').skip(1);
    parts.any(|part| part.split_once(';').is_some_and(|(name, _)| is_name(name)))
}
