// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a project comes to with its parents, properties and imported bills of materials.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_model::{IncludeKind, PackageFact, Requirement, Scope, TreePath};

use super::POM;
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

/// The projects of a tree.
pub(super) struct Projects<'a> {
    pub(super) by_path: BTreeMap<&'a TreePath, Project<'a>>,
    /// By `group:artifact`, groups inherited where they are.
    by_name: BTreeMap<String, Vec<&'a TreePath>>,
}

/// A project as its file writes it.
#[derive(Clone, Copy)]
pub(super) struct Project<'a> {
    pub(super) file: File<'a>,
    pub(super) package: &'a PackageFact,
}

/// A project with everything it inherits.
pub(super) struct Effective<'a> {
    pub(super) name: String,
    pub(super) version: Option<String>,
    /// The project and its parents in the tree, inside out.
    pub(super) chain: Vec<Project<'a>>,
    properties: HashMap<String, String>,
    managed: HashMap<(String, String), Managed<'a>>,
    /// Parents and bills of materials that are not in the tree, and where they are named.
    pub(super) missing: Vec<(File<'a>, &'a heirloom_model::Include, String)>,
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
        let mut by_path = BTreeMap::new();
        for file in tree.of_format(POM) {
            if let Some(package) = file.facts.packages.first() {
                by_path.insert(file.path, Project { file, package });
            }
        }
        let mut projects = Projects { by_path, by_name: BTreeMap::new() };
        let mut by_name: BTreeMap<String, Vec<&'a TreePath>> = BTreeMap::new();
        for (path, project) in &projects.by_path {
            by_name.entry(projects.name_of(project)).or_default().push(path);
        }
        projects.by_name = by_name;
        projects
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

    /// The project of that name; of several the one with that version, else the first.
    pub(super) fn named(&self, name: &str, version: Option<&str>) -> Option<&Project<'a>> {
        let found = self.by_name.get(name)?;
        let has_version = |path: &&&'a TreePath| {
            version.is_some() && self.by_path[**path].package.version.as_deref() == version
        };
        let path = found.iter().find(has_version).or(found.first())?;
        self.by_path.get(path)
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
            .or_else(|| self.named(name, version.as_deref()).copied())
            .filter(|parent| parent.file.path != project.file.path)
    }

    /// The project with all it inherits. `imports` are the bills of materials being joined.
    pub(super) fn effective(&self, project: &Project<'a>) -> Effective<'a> {
        self.effective_below(project, &mut BTreeSet::new())
    }

    fn effective_below(
        &self,
        project: &Project<'a>,
        importing: &mut BTreeSet<&'a TreePath>,
    ) -> Effective<'a> {
        let chain = self.chain(project);
        let mut effective = Effective {
            name: String::new(),
            version: None,
            properties: properties(&chain),
            managed: HashMap::new(),
            missing: Vec::new(),
            chain,
        };
        self.name_effective(&mut effective);
        self.note_missing_parent(&mut effective);
        self.manage(&mut effective, importing);
        effective
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
            for prefix in ["project.", "pom.", ""] {
                effective
                    .properties
                    .entry(format!("{prefix}{key}"))
                    .or_insert_with(|| value.into());
            }
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
            set("parent.version", parent_version.unwrap_or_default());
        }
        effective.version = version.and_then(|version| effective.filled(version));
        effective.name = effective.filled(&name).unwrap_or(name);
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

    /// Collects managed versions: the project's before its parents', those before imported ones.
    fn manage(&self, effective: &mut Effective<'a>, importing: &mut BTreeSet<&'a TreePath>) {
        for project in effective.chain.clone() {
            for requirement in &project.file.facts.managed {
                let managed = Managed {
                    version: requirement.requested.as_deref().and_then(|v| effective.filled(v)),
                    scope: requirement.has_own_scope.then_some(requirement.scope),
                    file: project.file,
                    requirement,
                };
                let key = effective.key(requirement);
                match effective.managed.get_mut(&key) {
                    // One that only configures a plugin leaves the version to the parent.
                    Some(known) if known.version.is_none() => *known = managed,
                    Some(_) => {}
                    None => {
                        effective.managed.insert(key, managed);
                    }
                }
            }
        }
        for project in effective.chain.clone() {
            let includes = project.file.facts.includes.iter();
            for include in includes.filter(|include| include.kind == IncludeKind::Constraints) {
                let Some((name, version)) = &include.package else {
                    continue;
                };
                let name = effective.filled(name).unwrap_or_else(|| name.to_string());
                let version = version.as_deref().and_then(|version| effective.filled(version));
                let known = self.named(&name, version.as_deref());
                match known {
                    Some(bom) if importing.len() < MAX_CHAIN && importing.insert(bom.file.path) => {
                        let imported = self.effective_below(bom, importing);
                        importing.remove(bom.file.path);
                        for (key, managed) in imported.managed {
                            effective.managed.entry(key).or_insert(managed);
                        }
                        effective.missing.extend(imported.missing);
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

/// The properties of a chain: the inner ones win.
fn properties(chain: &[Project<'_>]) -> HashMap<String, String> {
    let outside_in = chain.iter().rev().flat_map(|project| &project.file.facts.properties);
    outside_in.map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

impl<'a> Effective<'a> {
    /// A text with its properties replaced; `None` when one is unknown or they never end.
    pub(super) fn filled(&self, text: &str) -> Option<String> {
        let mut text = text.to_owned();
        for _ in 0..MAX_DEPTH {
            if !text.contains("${") {
                return (text.len() <= MAX_VALUE).then_some(text);
            }
            let mut out = String::new();
            let mut rest = text.as_str();
            while let Some((before, after)) = rest.split_once("${") {
                let (key, after) = after.split_once('}')?;
                out.push_str(before);
                out.push_str(self.properties.get(key)?);
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

    /// What tells managed entries apart: name, type and classifier.
    fn key(&self, requirement: &Requirement) -> (String, String) {
        let name = self.filled(&requirement.name).unwrap_or_else(|| requirement.name.to_string());
        let alias = requirement.alias.as_deref().unwrap_or_default();
        let alias = self.filled(alias).unwrap_or_else(|| alias.to_owned());
        (name, alias)
    }

    /// The managed version and scope of a requirement.
    pub(super) fn managed(&self, requirement: &Requirement) -> Option<&Managed<'a>> {
        self.managed.get(&self.key(requirement))
    }
}
