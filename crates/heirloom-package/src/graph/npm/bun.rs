// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `bun.lock`: workspaces with what they request, and packages by their places in the tree of
//! modules, as `chalk/supports-color`.

use std::collections::HashMap;

use heirloom_model::{PackageFact, PackageSource, Requirement, Scope};

use super::{
    manifest::requirements,
    source::{integrity, source, split_at_version},
};
use crate::{graph::input::Input, value::Value};

pub(super) fn lock(input: &mut Input<'_>) -> bool {
    let root = input.json();
    let (Some(workspaces), Some(packages)) = (root.get("workspaces"), root.get("packages")) else {
        return root.get("lockfileVersion").is_some();
    };
    let entries: HashMap<&str, &Value<'_>> =
        packages.entries().iter().map(|(place, entry)| (&**place, entry)).collect();
    for (path, value) in workspaces.entries() {
        let name = value.text("name").unwrap_or_default();
        let span = input.span(value.range.clone());
        let mut package = PackageFact::new(&format!("workspace:{path}"), name, span);
        package.is_root = true;
        package.version = value.text("version").map(Into::into);
        package.source = PackageSource::Path { path: (&**path).into() };
        package.requirements = requirements(input, value);
        for requirement in &mut package.requirements {
            resolve(requirement, name, &entries);
        }
        package.requirements.retain(is_there);
        input.add_package(package);
    }
    for (place, entry) in packages.entries() {
        let Some((name, reference)) = named(entry) else {
            continue;
        };
        if reference.starts_with("workspace:") || reference.starts_with("root:") {
            continue;
        }
        let mut package = PackageFact::new(place, name, input.span(entry.range.clone()));
        let source = source(name, reference);
        let is_version = reference.starts_with(|c: char| c.is_ascii_digit());
        package.version = is_version.then(|| reference.into());
        package.source = match (is_version, repository(reference)) {
            (true, _) => PackageSource::Registry { url: registry(entry) },
            (false, Some(git)) => git,
            (false, None) => source,
        };
        let info = entry.items().iter().find(|item| !item.entries().is_empty());
        if let Some(info) = info {
            package.requirements = requirements(input, info);
            for requirement in &mut package.requirements {
                resolve(requirement, place, &entries);
            }
            package.requirements.retain(is_there);
        }
        let last = entry.items().last().and_then(Value::as_text).unwrap_or_default();
        package.checksums = integrity(last);
        input.add_package(package);
    }
    true
}

/// Name and version of an entry, a list that starts with `NAME@VERSION`.
fn named<'a>(entry: &'a Value<'_>) -> Option<(&'a str, &'a str)> {
    split_at_version(entry.items().first()?.as_text()?)
}

/// The registry stands behind the name, empty for the usual one.
fn registry(entry: &Value<'_>) -> Option<Box<str>> {
    let url = entry.items().get(1)?.as_text()?;
    (!url.is_empty() && url.contains("://")).then(|| url.into())
}

/// `github:OWNER/NAME#COMMIT` and its like.
fn repository(reference: &str) -> Option<PackageSource> {
    let (host, rest) = reference.split_once(':')?;
    let host = match host {
        "github" => "https://github.com/",
        "gitlab" => "https://gitlab.com/",
        "bitbucket" => "https://bitbucket.org/",
        _ => return None,
    };
    let (path, revision) = rest.split_once('#').unwrap_or((rest, ""));
    let revision = (!revision.is_empty()).then(|| revision.into());
    Some(PackageSource::Git { url: format!("{host}{path}.git").into(), revision })
}

/// What is optional and not there is not required after all.
fn is_there(requirement: &Requirement) -> bool {
    let is_open = matches!(requirement.scope, Scope::Optional | Scope::Provided);
    requirement.resolved.is_some()
        || !is_open
        || matches!(requirement.source, PackageSource::Path { .. })
}

/// Finds what a package at a place gets under a name: below itself, else below those around it.
fn resolve(requirement: &mut Requirement, place: &str, entries: &HashMap<&str, &Value<'_>>) {
    let name = requirement.alias.as_deref().unwrap_or(&requirement.name);
    let mut around = Some(place);
    let mut found: Option<String> = None;
    while let Some(here) = around {
        let candidate = if here.is_empty() { name.to_owned() } else { format!("{here}/{name}") };
        if entries.contains_key(&*candidate) {
            found = Some(candidate);
            break;
        }
        around = match here.rsplit_once('/') {
            _ if here.is_empty() => None,
            // A scope is no package of its own.
            Some((before, _)) if before.rsplit('/').next().is_some_and(|s| s.starts_with('@')) => {
                Some(before.rsplit_once('/').map_or("", |(before, _)| before))
            }
            Some((before, _)) => Some(before),
            None => Some(""),
        };
    }
    let entry = found.as_deref().and_then(|found| entries.get(found));
    match entry.and_then(|entry| named(entry)).and_then(|(_, r)| r.strip_prefix("workspace:")) {
        Some(path) => requirement.source = PackageSource::Path { path: path.into() },
        None => requirement.resolved = found.map(Into::into),
    }
}
