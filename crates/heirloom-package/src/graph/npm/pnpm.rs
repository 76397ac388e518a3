// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `pnpm-lock.yaml` and `pnpm-workspace.yaml`.
//!
//! The key of a package changed over time: `/name/1.0.0_peers` up to version 5, `/name@1.0.0(peers)`
//! in version 6, `name@1.0.0(peers)` from version 9 on, where edges moved to `snapshots`. One package
//! may have several keys, one for each set of peers; they are one package of the graph.

use std::collections::{HashMap, HashSet};

use heirloom_model::{PackageFact, PackageSource, Requirement, Scope, WorkspaceFact};

use super::{
    SECTIONS,
    manifest::replacements,
    source::{add_download, integrity, source, split_at_version},
    systems,
};
use crate::{graph::input::Input, value::Value};

pub(super) fn lock(input: &mut Input<'_>) -> bool {
    // Later versions write what pnpm itself needs as a document of its own.
    let documents = input.yaml_documents();
    let n_read = documents.iter().filter(|root| document(input, root)).count();
    n_read > 0
}

fn document(input: &mut Input<'_>, root: &Value<'_>) -> bool {
    let Some(version) = root.scalar("lockfileVersion") else {
        return false;
    };
    let number: f32 = version.trim_end_matches("-experimental").parse().unwrap_or(9.0);
    let form = if number < 6.0 { Form::Slashes } else { Form::At };
    importers(input, root, form);
    if let Some(overrides) = root.get("overrides") {
        replacements(input, overrides, 0);
    }
    let packages: HashMap<&str, &Value<'_>> = root
        .get("packages")
        .map(Value::entries)
        .unwrap_or_default()
        .iter()
        .map(|(key, value)| (&**key, value))
        .collect();
    let listed = root.get("snapshots").or_else(|| root.get("packages"));
    let mut conditions: HashMap<Box<str>, Box<str>> = HashMap::new();
    for (key, snapshot) in listed.map(Value::entries).unwrap_or_default() {
        // A snapshot's details stand under its key without peers.
        let plain = key.split('(').next().unwrap_or(key);
        let details = packages.get(plain).or_else(|| packages.get(&**key)).copied();
        let details = details.unwrap_or(snapshot);
        let package = package(input, key, snapshot, details, form);
        conditions.extend(systems::condition(details).map(|one| (package.key.clone(), one)));
        input.add_package(package);
    }
    add_unlisted(input, form);
    systems::impose(&mut input.facts().packages, &conditions);
    true
}

/// Packages that a root came to and the list lacks, as in locks that were cut by hand.
fn add_unlisted(input: &mut Input<'_>, form: Form) {
    let packages = &input.facts().packages;
    let known: HashSet<&str> = packages.iter().map(|package| &*package.key).collect();
    let roots = packages.iter().filter(|package| package.is_root);
    let open = roots.flat_map(|package| &package.requirements).filter_map(|requirement| {
        let key = requirement.resolved.as_deref()?;
        let (name, version) = parse_key(key, form).filter(|_| !known.contains(key))?;
        let mut package = PackageFact::new(key, name, requirement.span);
        let is_version = version.starts_with(|c: char| c.is_ascii_digit());
        package.version = is_version.then(|| version.into());
        is_version.then_some(package)
    });
    let mut open: Vec<PackageFact> = open.collect();
    open.dedup_by(|a, b| a.key == b.key);
    for package in open {
        input.add_package(package);
    }
}

/// How name and version stand in a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `/name/version_peers`.
    Slashes,
    /// `name@version(peers)`, with or without a slash before it.
    At,
}

/// Name and version of a key.
fn parse_key(key: &str, form: Form) -> Option<(&str, &str)> {
    let plain = key.split('(').next().unwrap_or(key).trim_start_matches('/');
    match form {
        Form::At => split_at_version(plain),
        Form::Slashes => {
            let (name, version) = plain.rsplit_once('/')?;
            Some((name, version.split('_').next().unwrap_or(version)))
        }
    }
}

/// The key that a requirement of `name` with that reference came to; `None` for folders.
fn key_of(name: &str, reference: &str, form: Form) -> String {
    let plain = reference.split('(').next().unwrap_or(reference);
    // A reference that names a package itself is a key: the requirement is an alias.
    let is_key = match form {
        Form::Slashes => plain.contains('/'),
        Form::At => {
            plain.starts_with('/')
                || split_at_version(plain).is_some_and(|(name, _)| !name.contains(':'))
        }
    };
    if is_key { reference.to_owned() } else { String::new() + name + "\0" + reference }
}

fn importers(input: &mut Input<'_>, root: &Value<'_>, form: Form) {
    match root.get("importers") {
        Some(importers) => {
            for (path, importer) in importers.entries() {
                add_importer(input, path, importer, form);
            }
        }
        None => add_importer(input, ".", root, form),
    }
}

fn add_importer(input: &mut Input<'_>, path: &str, importer: &Value<'_>, form: Form) {
    let mut package =
        PackageFact::new(&format!("importer:{path}"), "", input.span(importer.range.clone()));
    package.is_root = true;
    package.source = PackageSource::Path { path: path.into() };
    for (section, scope) in SECTIONS {
        for (name, value) in importer.get(section).map(Value::entries).unwrap_or_default() {
            let reference = value.scalar("version").or_else(|| value.as_scalar());
            let Some(reference) = reference else {
                continue;
            };
            let mut requirement = reference_to(input, name, reference, value, form);
            requirement.scope = scope;
            let specifier = value.text("specifier");
            let specifier = specifier.or_else(|| importer.get("specifiers")?.text(name));
            requirement.requested = specifier.map(Into::into);
            if let PackageSource::Path { path: target } = &requirement.source {
                // Relative to the importer; made relative to the lock here.
                let joined = format!("{path}/{target}");
                requirement.source = PackageSource::Path { path: joined.into() };
            }
            package.requirements.push(requirement);
        }
    }
    input.add_package(package);
}

fn reference_to(
    input: &Input<'_>,
    name: &str,
    reference: &str,
    value: &Value<'_>,
    form: Form,
) -> Requirement {
    let mut requirement = Requirement::new(name, input.span(value.range.clone()));
    if let Some(path) = reference.strip_prefix("link:") {
        requirement.source = PackageSource::Path { path: path.into() };
    } else {
        let key = key_of(name, reference, form);
        let key = match (key.split_once('\0'), form) {
            (None, _) => key,
            (Some((name, reference)), Form::At) => format!("{name}@{reference}"),
            (Some((name, reference)), Form::Slashes) => format!("/{name}/{reference}"),
        };
        // Keys of version 6 start with a slash, later ones do not; both are written without.
        requirement.resolved = Some(key.trim_start_matches('/').into());
    }
    requirement
}

fn package(
    input: &Input<'_>,
    key: &str,
    snapshot: &Value<'_>,
    details: &Value<'_>,
    form: Form,
) -> PackageFact {
    let (name, version) = parse_key(key, form).unwrap_or((key, ""));
    let name = details.text("name").unwrap_or(name);
    let short = key.trim_start_matches('/');
    let mut package = PackageFact::new(short, name, input.span(snapshot.range.clone()));
    let is_address = version.contains(':') || version.contains('/');
    let version = details.scalar("version").or((!is_address).then_some(version));
    package.version = version.map(Into::into);
    let resolution = details.get("resolution");
    let written = |key| resolution.and_then(|resolution| resolution.text(key));
    package.source = match (written("repo"), written("tarball"), written("directory")) {
        (Some(url), _, _) => {
            PackageSource::Git { url: url.into(), revision: written("commit").map(Into::into) }
        }
        (_, Some(url), _) => source(name, url),
        (_, _, Some(path)) => PackageSource::Path { path: path.into() },
        _ => PackageSource::Registry { url: None },
    };
    add_download(&mut package, written("tarball").unwrap_or_default());
    package.checksums = integrity(written("integrity").unwrap_or_default());
    package.scope = details.get("dev").is_some_and(Value::is_true).then_some(Scope::Development);
    for (section, scope) in &SECTIONS[..2] {
        for (name, value) in snapshot.get(section).map(Value::entries).unwrap_or_default() {
            if let Some(reference) = value.as_scalar() {
                let mut requirement = reference_to(input, name, reference, value, form);
                requirement.scope = *scope;
                package.requirements.push(requirement);
            }
        }
    }
    package
}

pub(super) fn workspace(input: &mut Input<'_>) -> bool {
    let root = input.yaml();
    let items = root.get("packages").map(Value::items).unwrap_or_default();
    let patterns: Vec<&str> = items.iter().filter_map(Value::as_text).collect();
    let (excluded, members): (Vec<&str>, Vec<&str>) =
        patterns.into_iter().partition(|pattern| pattern.starts_with('!'));
    let span = input.span(root.range.clone());
    input.facts().workspace = Some(WorkspaceFact {
        members: members.into_iter().map(Into::into).collect(),
        excluded: excluded.into_iter().map(|pattern| pattern[1..].into()).collect(),
        span,
        ..WorkspaceFact::default()
    });
    let default = root.get("catalog").map(|catalog| ("", catalog));
    let named = root.get("catalogs").map(Value::entries).unwrap_or_default();
    let named = named.iter().map(|(name, catalog)| (&**name, catalog));
    for (catalog, entries) in default.into_iter().chain(named) {
        for (name, value) in entries.entries() {
            let mut managed = Requirement::new(name, input.span(value.range.clone()));
            managed.requested = value.as_scalar().map(Into::into);
            managed.condition = Some(format!("catalog:{catalog}").into());
            input.add_managed(managed);
        }
    }
    true
}
