// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Joins the projects of a reactor.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_model::{Owner, PackageSource, ProblemCode, Requirement, Scope, TreePath};

use super::{
    jar::is_packed,
    model::{Effective, Managed, Projects},
    read::PLUGIN,
};
use crate::{
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place},
        tree::{File, Tree},
    },
    paths,
    purl::Purl,
};

type Own<'a> = HashMap<(String, Option<String>), Node>;

pub(super) fn resolve(tree: &Tree<'_>, builder: &mut Builder) {
    let projects = Projects::new(tree);
    report_modules(&projects, builder);
    let mut own = Own::new();
    let mut effectives: BTreeMap<&TreePath, (Effective<'_>, Node)> = BTreeMap::new();
    for (path, project) in projects.by_path.iter().filter(|(path, _)| !is_packed(path)) {
        let effective = projects.effective(project);
        let Some(node) = add_own(builder, &effective) else {
            return;
        };
        own.insert((effective.name.clone(), effective.version.clone()), node);
        effectives.insert(path, (effective, node));
    }
    let mut told = BTreeSet::new();
    for (effective, node) in effectives.values() {
        for (file, include, name) in &effective.missing {
            if told.insert((file.path, include.span)) {
                let args = vec![("name", name.as_str().into())];
                let span = Some(include.span);
                builder.problem(ProblemCode::PACKAGE_PARENT_MISSING, args, file.path, span);
            }
        }
        connect_project(builder, effective, *node, &own);
    }
}

fn report_modules(projects: &Projects<'_>, builder: &mut Builder) {
    for (path, project) in &projects.by_path {
        let Some(workspace) = &project.file.facts.workspace else {
            continue;
        };
        for module in &workspace.members {
            let at = paths::join(&project.file.folder(), module);
            let in_folder = at.as_ref().and_then(|at| at.child(b"pom.xml").ok());
            let is_there = at.iter().chain(&in_folder).any(|at| projects.by_path.contains_key(at));
            if !is_there {
                let args = vec![("file", module.clone())];
                let span = Some(workspace.span);
                builder.problem(ProblemCode::PACKAGE_FILE_MISSING, args, path, span);
            }
        }
    }
}

fn add_own(builder: &mut Builder, effective: &Effective<'_>) -> Option<Node> {
    let project = effective.chain[0];
    let version = effective.version.as_deref();
    let node = builder.add(NewPackage {
        ecosystem: "maven",
        name: &effective.name,
        version,
        purl: purl(&effective.name, version, ""),
        owner: Owner::Own,
        folder: Some(project.file.folder()),
        source: PackageSource::Path { path: "".into() },
    })?;
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
    Some(node)
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

/// The dependencies of a project: its own and those of its parents.
fn connect_project(builder: &mut Builder, effective: &Effective<'_>, from: Node, own: &Own<'_>) {
    let mut is_open = false;
    let mut seen: BTreeSet<(Box<str>, Option<Box<str>>)> = BTreeSet::new();
    for (depth, project) in effective.chain.iter().enumerate() {
        for requirement in &project.package.requirements {
            // What an inner project requires again is said there.
            let key = (requirement.name.clone(), requirement.alias.clone());
            if depth > 0 && seen.contains(&key) {
                continue;
            }
            seen.insert(key);
            is_open |= connect(builder, effective, project.file, requirement, from, own);
        }
    }
    if is_open && effective.chain.len() == 1 {
        let project = effective.chain[0];
        let span = Some(project.package.span);
        builder.problem(ProblemCode::LOCK_MISSING, Vec::new(), project.file.path, span);
    }
}

/// Adds one dependency; whether it leads out of the tree.
fn connect(
    builder: &mut Builder,
    effective: &Effective<'_>,
    file: File<'_>,
    requirement: &Requirement,
    from: Node,
    own: &Own<'_>,
) -> bool {
    let name = effective.filled(&requirement.name);
    let name = name.unwrap_or_else(|| requirement.name.to_string());
    let managed = effective.managed(requirement);
    let written = requirement.requested.as_deref();
    let version = match written {
        Some(written) => effective.filled(written),
        None => managed.and_then(|managed| managed.version.clone()),
    };
    // Ranges are requests, not versions.
    let version = version.filter(|version| !version.contains(['[', '(', ',']));
    report_version(builder, effective, file, requirement, version.as_deref(), &name);
    let scope = match managed.and_then(|managed| managed.scope) {
        Some(scope) if !requirement.has_own_scope && requirement.scope == Scope::Runtime => scope,
        _ => requirement.scope,
    };
    let alias = requirement.alias.as_deref().unwrap_or_default();
    let alias = effective.filled(alias).unwrap_or_default();
    let in_tree = own.get(&(name.clone(), version.clone())).copied();
    let to = in_tree.or_else(|| {
        builder.add(NewPackage {
            ecosystem: "maven",
            name: &name,
            version: version.as_deref(),
            purl: purl(&name, version.as_deref(), &alias),
            owner: Owner::ThirdParty,
            folder: None,
            source: PackageSource::Registry { url: None },
        })
    });
    let Some(to) = to.filter(|to| *to != from) else {
        return false;
    };
    let mut places = vec![place(file, requirement.span)];
    let by_management = |managed: &&Managed<'_>| written.is_none() && managed.version.is_some();
    places.extend(
        managed.filter(by_management).map(|managed| place(managed.file, managed.requirement.span)),
    );
    let requested = written.or_else(|| managed?.requirement.requested.as_deref());
    builder.connect(
        from,
        to,
        NewEdge {
            scope,
            scope_is_known: true,
            condition: requirement.condition.as_deref(),
            requested,
            direct: true,
            places,
        },
    );
    in_tree.is_none() && scope != Scope::Build
}

/// Nothing is guessed: a version that needs what is not there is a problem, told once where a
/// parent or bill of materials is missing.
fn report_version(
    builder: &mut Builder,
    effective: &Effective<'_>,
    file: File<'_>,
    requirement: &Requirement,
    version: Option<&str>,
    name: &str,
) {
    let written = requirement.requested.as_deref();
    let is_plugin = requirement.alias.as_deref() == Some(PLUGIN);
    let is_told = written.is_none() && (is_plugin || !effective.missing.is_empty());
    let is_range = written.is_some_and(|written| written.contains(['[', '(', ',']));
    if version.is_none() && !is_told && !is_range {
        let value = written.unwrap_or_default();
        let args = vec![("name", name.into()), ("value", value.into())];
        let span = Some(requirement.span);
        builder.problem(ProblemCode::PACKAGE_VERSION_UNKNOWN, args, file.path, span);
    }
}
