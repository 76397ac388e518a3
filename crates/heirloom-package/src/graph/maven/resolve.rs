// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins the projects of a reactor.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

use heirloom_model::{
    Owner, PackageNature, PackageSource, ProblemCode, Requirement, Scope, Span, TreePath,
};

use super::{
    model::{Effective, Place, Project, Projects},
    read::PLUGIN,
    stored,
    walk::{self, Asked},
};
use crate::{
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place, shown_name},
        tree::Tree,
    },
    paths,
    purl::Purl,
};

/// The condition of edges to modules: they are built together, and neither uses the other.
pub(super) const MODULE: &str = "module";

/// Our own projects by name and version.
pub(super) type Own<'a> = HashMap<(String, Option<String>), (Node, Rc<Effective<'a>>)>;

pub(super) fn resolve(tree: &Tree<'_>, builder: &mut Builder) {
    let projects = &Projects::new(tree);
    let mut own = Own::new();
    let mut effectives: BTreeMap<&TreePath, (Rc<Effective<'_>>, Node)> = BTreeMap::new();
    for (path, project) in projects.by_path.iter().filter(|(_, one)| one.place == Place::Own) {
        let effective = projects.effective(project);
        let Some(node) = add_own(builder, &effective) else {
            return;
        };
        let name = (effective.name.clone(), effective.version.clone());
        own.insert(name, (node, effective.clone()));
        effectives.insert(path, (effective, node));
    }
    for (effective, node) in effectives.values() {
        connect_modules(projects, builder, effective.chain[0], *node, &effectives);
    }
    let mut told = BTreeSet::new();
    for (effective, node) in effectives.values() {
        report_missing(builder, effective, &mut told);
        connect_project(projects, builder, effective, *node, &own);
    }
    add_rest(projects, builder);
    if projects.is_cut()
        && let Some((path, _)) = projects.by_path.first_key_value()
    {
        let args = vec![("limit", "steps".into())];
        builder.problem(ProblemCode::PACKAGE_LIMIT, args, path, None);
    }
}

/// Reports parents and bills of materials that are not there, each once.
fn report_missing<'a>(
    builder: &mut Builder,
    effective: &Effective<'a>,
    told: &mut BTreeSet<(&'a TreePath, Span)>,
) {
    for (file, include, name) in &effective.missing {
        if told.insert((file.path, include.span)) {
            let args = vec![("name", name.as_str().into())];
            let span = Some(include.span);
            builder.problem(ProblemCode::PACKAGE_PARENT_MISSING, args, file.path, span);
        }
    }
}

/// Connects a project with the modules that are built together with it.
fn connect_modules<'a>(
    projects: &Projects<'a>,
    builder: &mut Builder,
    project: Project<'a>,
    from: Node,
    own: &BTreeMap<&TreePath, (Rc<Effective<'a>>, Node)>,
) {
    let Some(workspace) = &project.file.facts.workspace else {
        return;
    };
    for module in &workspace.members {
        let at = paths::join(&project.file.folder(), module);
        let in_folder = at.as_ref().and_then(|at| at.child(b"pom.xml").ok());
        let found = at.iter().chain(&in_folder).find_map(|at| projects.by_path.get(at));
        let Some(found) = found else {
            let args = vec![("file", module.clone())];
            let span = Some(workspace.span);
            builder.problem(ProblemCode::PACKAGE_FILE_MISSING, args, project.file.path, span);
            continue;
        };
        let Some((_, to)) = own.get(found.file.path).filter(|(_, to)| *to != from) else {
            continue;
        };
        let edge = NewEdge {
            scope: Scope::Runtime,
            scope_is_known: true,
            condition: Some(MODULE),
            requested: None,
            direct: true,
            places: vec![place(project.file, workspace.span)],
        };
        builder.connect(from, *to, edge);
    }
}

fn add_own(builder: &mut Builder, effective: &Effective<'_>) -> Option<Node> {
    let project = effective.chain[0];
    let version = effective.version.as_deref();
    let name = match effective.name.strip_suffix(':') {
        Some(_) => shown_name(&project.file.folder(), ""),
        None => effective.name.clone(),
    };
    let node = builder.add(NewPackage {
        ecosystem: "maven",
        name: &name,
        version,
        purl: purl(&effective.name, version, ""),
        owner: Owner::Own,
        folder: Some(project.file.folder()),
        source: PackageSource::Path { path: "".into() },
    })?;
    describe(builder, node, effective);
    Some(node)
}

/// Adds what the POM says of its package.
pub(super) fn describe(builder: &mut Builder, node: Node, effective: &Effective<'_>) {
    let project = effective.chain[0];
    builder.place(node, place(project.file, project.package.span));
    // A project without licenses has those of its parent.
    let licensed = effective
        .chain
        .iter()
        .find(|project| project.package.licenses.iter().any(|license| license.refers_to.is_none()));
    if let Some(licensed) = licensed {
        builder.add_licenses(node, &licensed.package.licenses);
    }
    builder.describe(node, project.package);
}

/// `alias` is type and classifier, where they are not the usual ones.
pub(super) fn purl(name: &str, version: Option<&str>, alias: &str) -> Option<Purl> {
    let (group, artifact) = name.split_once(':')?;
    let mut purl = Purl::new("maven", Some(group), artifact, version).ok()?;
    let (kind, classifier) = alias.split_once(':').unwrap_or(("", ""));
    for (key, value) in [("type", kind), ("classifier", classifier)] {
        // Test JARs are a type of Maven alone; in a repository they are JARs with a classifier.
        let value = match (key, value, kind) {
            ("type", "jar" | "maven-plugin" | "test-jar", _) => "",
            ("classifier", "", "test-jar") => "tests",
            _ => value,
        };
        let qualified = purl.qualify(key, value);
        debug_assert!(qualified.is_ok(), "constant keys, each once");
    }
    Some(purl)
}

/// The requirements of a project, its own before those of its parents: what an inner one requires
/// again is said there.
pub(super) fn requirements<'a>(effective: &Effective<'a>) -> Vec<(Project<'a>, &'a Requirement)> {
    let mut seen: BTreeSet<(&str, Option<&str>)> = BTreeSet::new();
    let mut found = Vec::new();
    for (depth, project) in effective.chain.iter().enumerate() {
        for requirement in &project.package.requirements {
            let key = (&*requirement.name, requirement.alias.as_deref());
            if seen.insert(key) || depth == 0 {
                found.push((*project, requirement));
            }
        }
    }
    found
}

/// The dependencies of a project: its own and those of its parents, and what these need.
fn connect_project<'a>(
    projects: &Projects<'a>,
    builder: &mut Builder,
    effective: &Effective<'a>,
    from: Node,
    own: &Own<'a>,
) {
    let (mut direct, mut plugins) = (Vec::new(), Vec::new());
    for (project, requirement) in requirements(effective) {
        let asked = asked(projects, effective, project, requirement);
        report_version(builder, effective, &asked);
        match asked.scope {
            Scope::Build => plugins.push(asked),
            _ => direct.push(asked),
        }
    }
    for plugin in &plugins {
        connect(projects, builder, plugin, plugin.version.as_deref(), from, own);
    }
    let walked = walk::walk(projects, effective, &direct, own);
    for (asked, version) in direct.iter().zip(&walked.direct) {
        connect(projects, builder, asked, version.as_deref(), from, own);
    }
    walked.connect(projects, builder, own);
    if walked.is_open && effective.chain.len() == 1 {
        let project = effective.chain[0];
        let span = Some(project.package.span);
        builder.problem(ProblemCode::LOCK_MISSING, Vec::new(), project.file.path, span);
    }
}

/// What a requirement comes to in its project.
fn asked<'a>(
    projects: &Projects<'a>,
    effective: &Effective<'a>,
    project: Project<'a>,
    requirement: &'a Requirement,
) -> Asked<'a> {
    let (name, alias) = effective.key(requirement);
    let managed = effective.managed(requirement);
    let requested = match requirement.requested.as_deref() {
        Some(written) => effective.filled(written),
        None => managed.as_ref().and_then(|managed| managed.version.clone()),
    };
    // Ranges are requests, not versions, unless the files at hand decide.
    let version = requested.as_deref().and_then(|one| projects.stored.chosen(&name, one));
    let moved = version.as_deref().and_then(|version| projects.relocated(&name, version));
    let (name, version) = moved.map_or((name, version), |(name, version)| (name, Some(version)));
    let scope = match managed.as_ref().and_then(|managed| managed.scope) {
        Some(scope) if !requirement.has_own_scope && requirement.scope == Scope::Runtime => scope,
        _ => requirement.scope,
    };
    Asked { name, alias, requested, version, scope, file: project.file, requirement, managed }
}

/// Adds one dependency.
fn connect<'a>(
    projects: &Projects<'a>,
    builder: &mut Builder,
    asked: &Asked<'a>,
    version: Option<&str>,
    from: Node,
    own: &Own<'a>,
) {
    let Asked { name, alias, requirement, managed, .. } = asked;
    let Some(to) = node_of(projects, builder, name, alias, version, own) else {
        return;
    };
    if to == from {
        return;
    }
    let written = requirement.requested.as_deref();
    let mut places = vec![place(asked.file, requirement.span)];
    let managed = managed.as_ref();
    let by_management = managed.filter(|one| written.is_none() && one.version.is_some());
    places.extend(by_management.map(|managed| place(managed.file, managed.requirement.span)));
    let requested = written.or_else(|| managed?.requirement.requested.as_deref());
    builder.connect(
        from,
        to,
        NewEdge { scope: asked.scope, requested, ..NewEdge::asked(requirement, places) },
    );
}

/// The package of that name and version: ours, else somebody's, with what its POM says where that
/// is there.
pub(super) fn node_of(
    projects: &Projects<'_>,
    builder: &mut Builder,
    name: &str,
    alias: &str,
    version: Option<&str>,
    own: &Own<'_>,
) -> Option<Node> {
    let key = (name.to_owned(), version.map(str::to_owned));
    if let Some((node, _)) = own.get(&key) {
        return Some(*node);
    }
    let project = version.and_then(|version| projects.foreign(name, version));
    let in_repository = project.filter(|project| project.place == Place::Stored);
    let node = builder.add(NewPackage {
        ecosystem: "maven",
        name,
        version,
        purl: purl(name, version, alias),
        owner: Owner::ThirdParty,
        folder: in_repository.map(|project| project.file.folder()),
        source: PackageSource::Registry { url: None },
    })?;
    if let Some(project) = in_repository.filter(|project| projects.is_new(project)) {
        describe(builder, node, &projects.effective(project));
    }
    Some(node)
}

/// Adds the packages of repositories in the tree that no project of ours uses: they lie there all
/// the same. Those that hold no program are left out.
fn add_rest(projects: &Projects<'_>, builder: &mut Builder) {
    for (name, version, path) in projects.stored.all() {
        let Some(project) = projects.by_path.get(path) else { continue };
        let is_program = project.package.nature != PackageNature::Platform;
        if is_program {
            let added = node_of(projects, builder, name, "", Some(version), &Own::new());
            if added.is_none() {
                return;
            }
        }
    }
}

/// Nothing is guessed: a version that needs what is not there is a problem, told once where a
/// parent or bill of materials is missing.
fn report_version(builder: &mut Builder, effective: &Effective<'_>, asked: &Asked<'_>) {
    let requirement = asked.requirement;
    let written = requirement.requested.as_deref();
    let is_plugin = requirement.alias.as_deref() == Some(PLUGIN);
    let is_told = written.is_none() && (is_plugin || !effective.missing.is_empty());
    let is_range = asked.requested.as_deref().or(written).is_some_and(stored::is_range);
    if asked.version.is_none() && !is_told && !is_range {
        let value = written.unwrap_or_default();
        let args = vec![("name", asked.name.as_str().into()), ("value", value.into())];
        let span = Some(requirement.span);
        builder.problem(ProblemCode::PACKAGE_VERSION_UNKNOWN, args, asked.file.path, span);
    }
}
