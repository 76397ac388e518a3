// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether `go.sum` holds the modules that `go.mod` requires. From Go 1.17 on `go.mod` names every
//! module of a build in the version that is chosen, and `go mod tidy` writes down at least the
//! checksum of its `go.mod`; Go refuses to build without.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_model::{
    PackageFacts, PackageSource, Problem, ProblemCode, Replacement, Requirement, TreePath,
};

use super::lists::{Files, STDLIB};
use crate::{
    graph::go::{self, ONLY_MANIFEST},
    paths,
};

/// The versions of modules that lists of checksums name, and whether with the module's own files.
type Versions<'a> = BTreeMap<&'a str, BTreeMap<&'a str, bool>>;

/// A workspace: its replacements, and the folders whose lists count for each member.
struct Work<'a> {
    facts: &'a PackageFacts,
    folders: BTreeSet<TreePath>,
}

/// Tells of modules without a line in the lists that count for them.
pub(super) fn compare(files: &Files<'_>, problems: &mut Vec<Problem>) {
    let of_format =
        |format: &'static str| files.iter().filter(move |(_, facts)| &*facts.format == format);
    let mut lists: HashMap<TreePath, Versions<'_>> = HashMap::new();
    for (path, facts) in of_format("go-sum") {
        add(facts, lists.entry(path.parent().unwrap_or_default()).or_default());
    }
    if lists.is_empty() {
        return;
    }
    let works: Vec<Work<'_>> =
        of_format("go-work").filter_map(|(path, facts)| work(path, facts)).collect();
    for (path, module) in of_format("go-mod") {
        let folder = path.parent().unwrap_or_default();
        // A module without a list of its own was never tidied, or is part of something else; what
        // the Go tool has fetched is checked against the list of who asked for it.
        if !lists.contains_key(&folder) || go::is_fetched(path) || !names_all(module) {
            continue;
        }
        let works: Vec<&Work<'_>> =
            works.iter().filter(|work| work.folders.contains(&folder)).collect();
        let folders: BTreeSet<&TreePath> =
            works.iter().flat_map(|work| &work.folders).chain([&folder]).collect();
        let known: Vec<&Versions<'_>> =
            folders.iter().filter_map(|folder| lists.get(*folder)).collect();
        let outer: Vec<&PackageFacts> = works.iter().map(|work| work.facts).collect();
        for (requirement, name, version) in wanted(module, &outer) {
            problems.extend(
                missing(&known, name, version)
                    .map(|found| found.at_path(path.clone()))
                    .map(|found| found.at_line(requirement.span.first_line)),
            );
        }
    }
}

fn add<'a>(facts: &'a PackageFacts, versions: &mut Versions<'a>) {
    for package in &facts.packages {
        let version = package.version.as_deref().unwrap_or_default();
        versions.entry(&package.name).or_default().insert(version, true);
    }
    for (key, value) in &facts.properties {
        if let Some((name, version)) = value.split_once(' ').filter(|_| **key == *ONLY_MANIFEST) {
            versions.entry(name).or_default().entry(version).or_insert(false);
        }
    }
}

fn work<'a>(path: &TreePath, facts: &'a PackageFacts) -> Option<Work<'a>> {
    let folder = path.parent().unwrap_or_default();
    let members = facts.workspace.as_ref()?.members.iter();
    let mut folders: BTreeSet<TreePath> =
        members.filter_map(|member| paths::join(&folder, member)).collect();
    folders.insert(folder);
    Some(Work { facts, folders })
}

/// Whether `go.mod` names every module of a build, as from Go 1.17 on.
fn names_all(module: &PackageFacts) -> bool {
    let mut parts = module.property("go").unwrap_or_default().split('.');
    let mut number = || parts.next().and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    (number(), number()) >= (1, 17)
}

/// What a module requires from elsewhere, in the name and version that replacements give it.
fn wanted<'a>(
    module: &'a PackageFacts,
    outer: &[&'a PackageFacts],
) -> Vec<(&'a Requirement, &'a str, &'a str)> {
    let mut asked: BTreeMap<&str, Vec<&Requirement>> = BTreeMap::new();
    for requirement in module.packages.iter().flat_map(|package| &package.requirements) {
        asked.entry(&requirement.name).or_default().push(requirement);
    }
    asked.remove(STDLIB);
    // Which of two lines counts, vendored lists and others tell.
    let alone = asked.into_values().filter(|all| all.len() == 1).flatten();
    let taken = alone.filter_map(|requirement| {
        let version = requirement.requested.as_deref()?;
        let is_replaced = |facts: &&&PackageFacts| replacement(facts, requirement).is_some();
        let Some(facts) = outer.iter().chain([&module]).find(is_replaced) else {
            return Some((requirement, &*requirement.name, version));
        };
        // A folder has no checksum.
        let found = replacement(facts, requirement)?;
        let is_folder = matches!(found.source, PackageSource::Path { .. });
        let version = found.with_version.as_deref().filter(|_| !is_folder)?;
        Some((requirement, &*found.with, version))
    });
    // A branch or a commit by name is no version yet.
    taken.filter(|(_, _, version)| version.starts_with('v')).collect()
}

fn replacement<'a>(facts: &'a PackageFacts, asked: &Requirement) -> Option<&'a Replacement> {
    let fits = |one: &&Replacement| {
        one.name == asked.name && (one.version.is_none() || one.version == asked.requested)
    };
    facts.replacements.iter().filter(fits).max_by_key(|one| one.version.is_some())
}

/// A module that no list has, or in other versions alone.
fn missing(known: &[&Versions<'_>], name: &str, version: &str) -> Option<Problem> {
    let of_name = || known.iter().filter_map(|versions| versions.get(name)).flatten();
    if of_name().any(|(one, _)| *one == version) {
        return None;
    }
    let arg = ("name", name.into());
    // Lists keep old versions: the one whose files are there is what was built before.
    let mut built = of_name().filter(|(_, has_files)| **has_files).map(|(one, _)| *one);
    Some(match (built.next(), built.next()) {
        (Some(other), None) => Problem::new(
            ProblemCode::LOCK_CONTRADICTED,
            vec![arg, ("requested", version.into()), ("version", other.into())],
        ),
        _ => Problem::new(ProblemCode::LOCK_OUTDATED, vec![arg]),
    })
}
