// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether lists that tools copy out of manifests still say what the manifests say: modules that Go
//! has put into `vendor`, requests in the lock of pnpm. Both tools refuse to build with others.

use std::collections::{HashMap, HashSet};

use heirloom_model::{
    PackageFact, PackageFacts, PackageSource, Problem, ProblemCode, Requirement, TreePath,
};

use crate::paths;

/// The name under which the version of Go itself is requested.
pub(super) const STDLIB: &str = "stdlib";

pub(super) type Files<'a> = [(TreePath, PackageFacts)];

/// Tells of lists that differ from their manifests.
pub(super) fn compare(files: &Files<'_>, problems: &mut Vec<Problem>) {
    let of_format = |format: &'static str| {
        let found = files.iter().filter(move |(_, facts)| &*facts.format == format);
        found.map(|(path, facts)| (path, facts))
    };
    let by_folder = |format: &'static str| -> HashMap<TreePath, (&TreePath, &PackageFacts)> {
        let all = of_format(format);
        all.map(|(path, facts)| (path.parent().unwrap_or_default(), (path, facts))).collect()
    };
    let modules = by_folder("go-mod");
    // What one vendor folder holds for several modules, each of them requires in part.
    let works = by_folder("go-work");
    for (path, list) in of_format("go-vendor") {
        let folder = path.parent().and_then(|vendor| vendor.parent()).unwrap_or_default();
        if let Some((path, module)) = modules.get(&folder).filter(|_| !works.contains_key(&folder))
        {
            vendored(path, module, list, problems);
        }
    }
    let manifests = by_folder("npm-manifest");
    for (path, lock) in of_format("pnpm-lock") {
        let folder = path.parent().unwrap_or_default();
        for importer in lock.packages.iter().filter(|package| package.is_root) {
            let PackageSource::Path { path: at } = &importer.source else { continue };
            let manifest = paths::join(&folder, at).and_then(|at| manifests.get(&at));
            if let Some((of_manifest, manifest)) = manifest {
                imported(path, importer, of_manifest, manifest, problems);
            }
        }
    }
}

/// A module of `go.mod` that is not in `vendor`, or in another version.
fn vendored(
    path: &TreePath,
    module: &PackageFacts,
    list: &PackageFacts,
    problems: &mut Vec<Problem>,
) {
    // Of lists from before Go 1.14 none says which modules were asked for.
    if !list.packages.iter().any(|package| package.is_root) {
        return;
    }
    let replaced: HashSet<&str> = module.replacements.iter().map(|one| &*one.name).collect();
    let versions: HashMap<&str, Option<&str>> =
        list.packages.iter().map(|one| (&*one.name, one.version.as_deref())).collect();
    let mut asked: HashMap<&str, Vec<&Requirement>> = HashMap::new();
    for requirement in module.packages.iter().flat_map(|package| &package.requirements) {
        asked.entry(&requirement.name).or_default().push(requirement);
    }
    // What Go itself brings is in no list.
    asked.remove(STDLIB);
    let wanted = asked.values().filter(|all| all.len() == 1).flatten();
    for requirement in wanted.filter(|one| !replaced.contains(&*one.name)) {
        let Some(requested) = requirement.requested.as_deref() else { continue };
        let name = || ("name", requirement.name.clone());
        let found = match versions.get(&*requirement.name) {
            None => Problem::new(ProblemCode::LOCK_OUTDATED, vec![name()]),
            Some(Some(version)) if *version != requested => {
                let args =
                    vec![name(), ("requested", requested.into()), ("version", (*version).into())];
                Problem::new(ProblemCode::LOCK_CONTRADICTED, args)
            }
            Some(_) => continue,
        };
        let line = requirement.span.first_line;
        problems.push(found.at_path(path.clone()).at_line(line));
    }
}

/// A request that the lock of pnpm copied from a manifest and that no longer stands there so.
fn imported(
    path: &TreePath,
    importer: &PackageFact,
    of_manifest: &TreePath,
    manifest: &PackageFacts,
    problems: &mut Vec<Problem>,
) {
    let own: Vec<&Requirement> =
        manifest.packages.iter().flat_map(|package| &package.requirements).collect();
    let mut by_name: HashMap<&str, Vec<&Requirement>> = HashMap::new();
    for &requirement in &own {
        let name = requirement.alias.as_deref().unwrap_or(&requirement.name);
        by_name.entry(name).or_default().push(requirement);
    }
    // Overrides stand in the lock in place of what was requested.
    let is_free = |name: &str| manifest.replacements.iter().all(|one| &*one.name != name);
    for locked in importer.requirements.iter().filter(|one| is_free(&one.name)) {
        let Some(copied) = locked.requested.as_deref() else { continue };
        let asked = by_name.get(&*locked.name).map(Vec::as_slice).unwrap_or_default();
        // `npm:` gives a package another name, which the manifest's reader takes apart.
        let says_so =
            |one: &&Requirement| one.alias.is_some() || one.requested.as_deref() == Some(copied);
        if asked.iter().any(says_so) {
            continue;
        }
        let (at, line) = match asked.first() {
            Some(one) => (of_manifest, one.span.first_line),
            None => (path, locked.span.first_line),
        };
        let problem = Problem::new(ProblemCode::LOCK_OUTDATED, vec![("name", locked.name.clone())]);
        problems.push(problem.at_path(at.clone()).at_line(line));
    }
}
