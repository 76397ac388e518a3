// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `yarn.lock`: the line format of version 1, and the YAML of later ones.
//!
//! An entry stands under the list of all requests it answers, `name@range, name@other`; a request
//! finds its package by that text.

use std::{collections::HashMap, ops::Range};

use heirloom_model::{Checksum, PackageFact, PackageSource, Requirement, Scope};

use super::{
    source::{add_download, alias, integrity, registered_name, source, split_at_version},
    systems,
};
use crate::{graph::input::Input, lines::lines, value::Value};

pub(super) fn lock(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let mut conditions: HashMap<Box<str>, Box<str>> = HashMap::new();
    let mut packages = if text.contains("\n__metadata:") || text.starts_with("__metadata:") {
        modern(input, &mut conditions)
    } else {
        classic(input)
    };
    let mut by_request: HashMap<String, Box<str>> = HashMap::new();
    let mut by_name: HashMap<Box<str>, Vec<Box<str>>> = HashMap::new();
    for package in &packages {
        by_name.entry(package.name.clone()).or_default().push(package.key.clone());
        for request in package.key.split(", ") {
            by_request.insert(request.to_owned(), package.key.clone());
        }
    }
    for package in &mut packages {
        for requirement in &mut package.requirements {
            let name = requirement.alias.as_deref().unwrap_or(&requirement.name);
            let requested = requirement.resolved.take().unwrap_or_default();
            let requests = [format!("{name}@{requested}"), format!("{name}@npm:{requested}")];
            let found = requests.iter().find_map(|request| by_request.get(request));
            // `resolutions` of the root replace what was requested: then there is one alone.
            let alone = || match by_name.get(&requirement.name).map(Vec::as_slice) {
                Some([key]) => Some(key),
                _ => None,
            };
            requirement.resolved = found.or_else(alone).cloned();
        }
        package.requirements.retain(|r| r.resolved.is_some() || r.scope == Scope::Runtime);
    }
    systems::impose(&mut packages, &conditions);
    for package in packages {
        input.add_package(package);
    }
    true
}

/// Version 1: keys at the margin, fields below them, lists of requirements below those.
fn classic(input: &Input<'_>) -> Vec<PackageFact> {
    let mut packages: Vec<PackageFact> = Vec::new();
    let mut section: Option<Scope> = None;
    for line in lines(input.text()) {
        let (depth, words) = (line.depth(), line.words());
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        let range = line.words_range();
        if depth == 0 {
            packages.extend(classic_entry(input, words, range));
            section = None;
            continue;
        }
        let Some(package) = packages.last_mut() else {
            continue;
        };
        let (key, value) = words.split_once(' ').unwrap_or((words, ""));
        // Some tools put every word in quotes, a list's name before its colon too.
        let (key, value) = (key.trim_matches('"'), value.trim().trim_matches('"'));
        let key = key.strip_suffix("\":").map_or(key, |_| list_name(key));
        match (depth, section) {
            (2, _) => {
                section = match key {
                    "dependencies:" => Some(Scope::Runtime),
                    "optionalDependencies:" => Some(Scope::Optional),
                    _ => None,
                };
                classic_field(package, key, value);
            }
            (_, Some(scope)) => {
                let requirement = requested(input, key.trim_matches('"'), value, range, scope);
                package.requirements.push(requirement);
            }
            _ => {}
        }
    }
    packages
}

fn list_name(quoted: &str) -> &'static str {
    match quoted {
        "dependencies\":" => "dependencies:",
        "optionalDependencies\":" => "optionalDependencies:",
        _ => "",
    }
}

fn classic_entry(input: &Input<'_>, line: &str, range: Range<usize>) -> Option<PackageFact> {
    let requests = line.strip_suffix(':')?;
    let requests: Vec<&str> =
        requests.split(", ").map(|request| request.trim_matches('"')).collect();
    let first = *requests.first()?;
    let named = split_at_version(first).filter(|(name, reference)| {
        let is_login = *name == "git" && reference.contains(':') && reference.contains('/');
        !name.contains(':') && !is_login
    });
    let name = match named {
        Some((name, reference)) => alias(reference).map_or(name, |(name, _)| name),
        None => of_address(first),
    };
    Some(PackageFact::new(&requests.join(", "), name, input.span(range)))
}

/// What a request is called that is an address alone: its last part.
fn of_address(address: &str) -> &str {
    let plain = address.split(['#', '?']).next().unwrap_or(address).trim_end_matches('/');
    let last = plain.rsplit(['/', ':']).next().unwrap_or(plain);
    let ends = [".git", ".tgz", ".tar.gz"];
    ends.iter().find_map(|end| last.strip_suffix(end)).unwrap_or(last)
}

fn classic_field(package: &mut PackageFact, key: &str, value: &str) {
    match key {
        "version" => package.version = Some(value.into()),
        "resolved" => {
            // What is fetched counts, whatever name it goes by.
            if let Some(name) = registered_name(value) {
                package.name = name.into();
            }
            package.source = source(&package.name, value);
            add_download(package, value);
            let (_, hash) = value.rsplit_once('#').unwrap_or_default();
            let is_sha1 = hash.len() == 40 && hash.bytes().all(|b| b.is_ascii_hexdigit());
            if is_sha1 && matches!(package.source, PackageSource::Registry { .. }) {
                package.checksums.push(Checksum { algorithm: "sha1".into(), value: hash.into() });
            }
        }
        "integrity" => package.checksums.extend(integrity(value)),
        _ => {}
    }
}

/// A requirement whose request is kept in `resolved` until all entries are known.
fn requested(
    input: &Input<'_>,
    name: &str,
    reference: &str,
    range: Range<usize>,
    scope: Scope,
) -> Requirement {
    let mut requirement = Requirement::new(name, input.span(range));
    requirement.scope = scope;
    requirement.resolved = Some(reference.into());
    requirement.requested = Some(reference.strip_prefix("npm:").unwrap_or(reference).into());
    if let Some((real, version)) = alias(reference) {
        requirement.alias = Some(name.into());
        requirement.name = real.into();
        requirement.requested = Some(version.into());
    }
    requirement
}

/// Later versions: YAML, with the workspaces among the entries.
fn modern(input: &mut Input<'_>, conditions: &mut HashMap<Box<str>, Box<str>>) -> Vec<PackageFact> {
    let root = input.yaml();
    let mut packages = Vec::new();
    for (key, value) in root.entries() {
        let Some(resolution) = value.text("resolution") else {
            continue;
        };
        let Some((name, reference)) = split_at_version(resolution) else {
            continue;
        };
        let mut package = PackageFact::new(key, name, input.span(value.range.clone()));
        // Members have no version in the lock.
        let version = value.scalar("version").filter(|version| *version != "0.0.0-use.local");
        package.version = version.map(Into::into);
        match reference.strip_prefix("workspace:") {
            Some(path) => {
                package.is_root = true;
                package.source = PackageSource::Path { path: path.into() };
            }
            None => package.source = modern_source(name, reference),
        }
        let checksum = value.text("checksum").map(|sum| sum.rsplit('/').next().unwrap_or(sum));
        package
            .checksums
            .extend(checksum.map(|sum| Checksum { algorithm: "yarn".into(), value: sum.into() }));
        for (name, reference) in value.get("dependencies").map(Value::entries).unwrap_or_default() {
            let is_optional =
                value.at(&["dependenciesMeta", name, "optional"]).is_some_and(Value::is_true);
            let scope = if is_optional { Scope::Optional } else { Scope::Runtime };
            let written = reference.as_scalar().unwrap_or_default();
            let range = reference.range.clone();
            package.requirements.push(requested(input, name, written, range, scope));
        }
        conditions.extend(systems::condition(value).map(|one| (package.key.clone(), one)));
        packages.push(package);
    }
    packages
}

fn modern_source(name: &str, reference: &str) -> PackageSource {
    if reference.starts_with("npm:") {
        return PackageSource::Registry { url: None };
    }
    // A patch stands for the package it changes.
    if reference.starts_with("patch:") {
        return PackageSource::Registry { url: None };
    }
    source(name, reference)
}
