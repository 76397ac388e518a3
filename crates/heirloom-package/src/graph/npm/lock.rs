// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `package-lock.json` and `npm-shrinkwrap.json`.
//!
//! A requirement is resolved as Node does it: `node_modules` beside the requiring package, then one
//! level up, and so on.

use std::collections::HashMap;

use heirloom_model::{PackageFact, PackageSource, Requirement, Scope};

use super::{
    manifest::requirements,
    source::{add_download, alias, integrity, source},
    systems,
};
use crate::{graph::input::Input, value::Value};

pub(super) fn lock(input: &mut Input<'_>) -> bool {
    let root = input.json();
    match root.get("packages") {
        Some(packages) => places(input, packages),
        None => nested(input, &root),
    }
    root.get("lockfileVersion").is_some() || root.get("dependencies").is_some()
}

/// Versions 2 and 3: a map from places in the tree to packages.
fn places(input: &mut Input<'_>, packages: &Value<'_>) {
    let entries: HashMap<&str, &Value<'_>> =
        packages.entries().iter().map(|(place, value)| (&**place, value)).collect();
    // A link stands for the folder it leads to.
    let real = |place: &str| -> Option<&str> {
        let (&key, &value) = entries.get_key_value(place)?;
        let is_link = value.get("link").is_some_and(Value::is_true);
        match value.text("resolved").filter(|_| is_link) {
            Some(target) => entries.get_key_value(target).map(|(&key, _)| key),
            None => Some(key),
        }
    };
    let mut buffer = String::new();
    for (place, value) in packages.entries() {
        if value.get("link").is_some_and(Value::is_true) {
            continue;
        }
        let is_own = !place.contains("node_modules/");
        let name = value.text("name").unwrap_or_else(|| name_of(place));
        let mut package = PackageFact::new(place, name, input.span(value.range.clone()));
        package.is_root = is_own;
        package.version = value.text("version").map(Into::into);
        package.source = match value.text("resolved") {
            _ if is_own => PackageSource::Path { path: (&**place).into() },
            Some(resolved) => source(name, resolved),
            None => PackageSource::Registry { url: None },
        };
        add_download(&mut package, value.text("resolved").unwrap_or_default());
        package.checksums = integrity(value.text("integrity").unwrap_or_default());
        if let Some(license) = value.get("license").filter(|license| license.as_text().is_some()) {
            let written = license.as_text().unwrap_or_default();
            let range = license.range.clone();
            package.licenses = vec![input.license("license", written, range)];
        }
        package.scope = value.get("dev").is_some_and(Value::is_true).then_some(Scope::Development);
        package.requirements = requirements(input, value);
        for requirement in &mut package.requirements {
            let name = requirement.alias.as_deref().unwrap_or(&requirement.name);
            let found = first_found(place, name, &mut buffer, real);
            requirement.condition = requirement
                .condition
                .take()
                .or_else(|| found.and_then(|found| systems::condition(entries.get(found)?)));
            requirement.resolved = found.map(Into::into);
        }
        // What is optional and not there is not required after all.
        package.requirements.retain(|r| {
            r.resolved.is_some() || !(r.scope == Scope::Optional || r.scope == Scope::Provided)
        });
        input.add_package(package);
    }
}

/// The name of a package by its place, where it goes by its folder's name: what follows the last
/// `node_modules/`; of a member of a workspace its folder, with the scope above it.
fn name_of(place: &str) -> &str {
    if let Some((_, name)) = place.rsplit_once("node_modules/") {
        return name;
    }
    let mut starts = place.rmatch_indices('/').map(|(at, _)| at + 1);
    let base = starts.next().unwrap_or(0);
    let above = starts.next().unwrap_or(0);
    let is_scoped = base > 0 && place[above..].starts_with('@');
    &place[if is_scoped { above } else { base }..]
}

/// Longer ways up are no folders that anybody installed.
const MAX_FOLDERS: usize = 256;

/// The first place that Node looks at for a package that one at `place` requires, and `find` knows.
fn first_found<T>(
    place: &str,
    name: &str,
    buffer: &mut String,
    find: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    // A folder `node_modules` holds no other.
    let is_holder = |folder: &&str| folder.ends_with("node_modules");
    let folders = std::iter::successors(Some(place), |folder| above(folder));
    folders.take(MAX_FOLDERS).filter(|folder| !is_holder(folder)).find_map(|folder| {
        let slash = if folder.is_empty() { "" } else { "/" };
        buffer.clear();
        buffer.extend([folder, slash, "node_modules/", name]);
        find(buffer)
    })
}

/// The folder that holds another; the root has none.
fn above(folder: &str) -> Option<&str> {
    match folder.rfind('/') {
        _ if folder.is_empty() => None,
        Some(end) => Some(&folder[..end]),
        None => Some(""),
    }
}

/// Version 1: packages inside packages. What the root requires stands in `package.json` alone.
fn nested(input: &mut Input<'_>, root: &Value<'_>) {
    let mut all: Vec<(String, &str, &Value<'_>)> = Vec::new();
    let mut open: Vec<(String, &Value<'_>)> = vec![(String::new(), root)];
    while let Some((place, value)) = open.pop() {
        for (name, child) in value.get("dependencies").map(Value::entries).unwrap_or_default() {
            let slash = if place.is_empty() { "" } else { "/" };
            let at = format!("{place}{slash}node_modules/{name}");
            all.push((at.clone(), &**name, child));
            open.push((at, child));
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    let known: std::collections::HashSet<String> =
        all.iter().map(|(place, _, _)| place.clone()).collect();
    let own = root.text("name").unwrap_or_default();
    let mut first = PackageFact::new("", own, input.span(root.range.clone()));
    first.is_root = true;
    first.version = root.text("version").map(Into::into);
    first.source = PackageSource::Path { path: "".into() };
    input.add_package(first);
    for (place, name, value) in all {
        let package =
            nested_package(input, &place, name, value, &|candidate| known.contains(candidate));
        input.add_package(package);
    }
}

fn nested_package(
    input: &Input<'_>,
    place: &str,
    name: &str,
    value: &Value<'_>,
    is_known: &dyn Fn(&str) -> bool,
) -> PackageFact {
    let mut package = PackageFact::new(place, name, input.span(value.range.clone()));
    let version = value.text("version").unwrap_or_default();
    let is_address = version.contains("://") || version.contains(':');
    package.version = (!is_address).then(|| version.into());
    package.source = match value.text("resolved") {
        Some(resolved) => source(name, resolved),
        None => source(name, version),
    };
    add_download(&mut package, value.text("resolved").unwrap_or_default());
    if let Some((real, version)) = alias(version) {
        package.name = real.into();
        package.version = Some(version.into());
    }
    package.checksums = integrity(value.text("integrity").unwrap_or_default());
    package.scope = value.get("dev").is_some_and(Value::is_true).then_some(Scope::Development);
    let mut buffer = String::new();
    for (name, requested) in value.get("requires").map(Value::entries).unwrap_or_default() {
        let mut requirement = Requirement::new(name, input.span(requested.range.clone()));
        requirement.requested = requested.as_text().map(Into::into);
        let found = first_found(place, name, &mut buffer, |candidate| {
            is_known(candidate).then(|| candidate.to_owned())
        });
        let is_optional = value.get("optional").is_some_and(Value::is_true);
        if found.is_none() && is_optional {
            continue;
        }
        requirement.resolved = found.map(Into::into);
        package.requirements.push(requirement);
    }
    package
}
