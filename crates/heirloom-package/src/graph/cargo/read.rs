// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `Cargo.toml` and `Cargo.lock`.

use heirloom_model::{
    Checksum, Include, IncludeKind, PackageAbout, PackageFact, PackageNature, PackageSource,
    PartyRole, Requirement, Scope, WorkspaceFact,
};

use crate::{
    context::{add_party, manifest as manifest_of},
    graph::input::Input,
    value::Value,
};

/// The key that a version of a package has in a lock: unique, and what requirements say in full.
fn lock_key(name: &str, version: &str, source: Option<&str>) -> String {
    match source {
        Some(source) => format!("{name} {version} ({source})"),
        None => format!("{name} {version}"),
    }
}

/// Reads `Cargo.lock`.
pub(super) fn lock(input: &mut Input<'_>) -> bool {
    let root = input.toml();
    let packages = root.get("package").map(Value::items).unwrap_or_default();
    // Before version 1 the root package stood apart.
    let tables = root.get("root").into_iter().chain(packages);
    for table in tables {
        let (Some(name), Some(version)) = (table.get("name"), table.text("version")) else {
            continue;
        };
        let Some(name_text) = name.as_text() else {
            continue;
        };
        let source = table.text("source");
        let key = lock_key(name_text, version, source);
        let mut package = PackageFact::new(&key, name_text, input.span(name.range.clone()));
        package.version = Some(version.into());
        package.source = source.map_or(PackageSource::Unknown, lock_source);
        package.checksums = checksum(&root, table, &key);
        let dependencies = table.get("dependencies").map(Value::items).unwrap_or_default();
        package.requirements =
            dependencies.iter().filter_map(|dependency| locked(input, dependency)).collect();
        input.add_package(package);
    }
    true
}

/// Reads `.cargo-checksum.json`, which Cargo lays beside the files of a vendored crate.
pub(super) fn checksum_file(input: &mut Input<'_>) -> bool {
    let root = input.json();
    if root.get("files").is_none() {
        return false;
    }
    let mut package = PackageFact::new("", "", input.span(0..1));
    // A crate of a repository has none.
    package.checksums = root.text("package").map(sha256).into_iter().collect();
    input.add_package(package);
    true
}

fn sha256(value: &str) -> Checksum {
    Checksum { algorithm: "sha256".into(), value: value.into() }
}

/// `name`, `name version` or `name version (source)`; which package it is, the graph finds.
fn locked(input: &Input<'_>, dependency: &Value<'_>) -> Option<Requirement> {
    let text = dependency.as_text()?;
    let name = text.split(' ').next().filter(|name| !name.is_empty())?;
    let mut requirement = Requirement::new(name, input.span(dependency.range.clone()));
    requirement.resolved = Some(text.into());
    Some(requirement)
}

fn lock_source(source: &str) -> PackageSource {
    if let Some(git) = source.strip_prefix("git+") {
        let (url, revision) = match git.rsplit_once('#') {
            Some((url, revision)) => (url, Some(revision.into())),
            None => (git, None),
        };
        let url = url.split('?').next().unwrap_or(url);
        return PackageSource::Git { url: url.into(), revision };
    }
    let is_default = source.starts_with("registry+https://github.com/rust-lang/crates")
        || source.starts_with("sparse+https://index.crates.");
    if is_default {
        return PackageSource::Registry { url: None };
    }
    let url = source.split_once('+').map_or(source, |(_, url)| url);
    PackageSource::Registry { url: Some(url.into()) }
}

/// In the first version checksums stood together under `metadata`.
fn checksum(root: &Value<'_>, table: &Value<'_>, key: &str) -> Vec<Checksum> {
    let metadata = root.get("metadata").filter(|metadata| !metadata.entries().is_empty());
    let old = metadata.and_then(|metadata| metadata.text(&format!("checksum {key}")));
    let value = table.text("checksum").or(old).filter(|value| *value != "<none>");
    value
        .map(|value| Checksum { algorithm: "sha256".into(), value: value.into() })
        .into_iter()
        .collect()
}

/// Reads `Cargo.toml`.
pub(super) fn manifest(input: &mut Input<'_>) -> bool {
    let root = input.toml();
    let own = root.get("package").or_else(|| root.get("project"));
    if let Some(table) = own.filter(|table| table.text("name").is_some()) {
        package(input, &root, table);
    }
    if let Some(table) = root.get("workspace") {
        workspace(input, table);
    }
    own.is_some() || root.get("workspace").is_some()
}

/// What a package may take from `[workspace.package]`, of what is kept.
const INHERITED: [&str; 7] =
    ["version", "license", "license-file", "authors", "description", "homepage", "repository"];

fn package(input: &mut Input<'_>, root: &Value<'_>, table: &Value<'_>) {
    let Some(name) = table.get("name") else {
        return;
    };
    let text = name.as_text().unwrap_or_default();
    let mut package = PackageFact::new(text, text, input.span(name.range.clone()));
    package.is_root = true;
    package.version = table.text("version").map(Into::into);
    input.declare("package.", &mut package);
    package.about.description = table.text("description").map(Into::into);
    for key in INHERITED {
        let inherits = table.at(&[key, "workspace"]).is_some_and(Value::is_true);
        package.inherits.extend(inherits.then(|| key.into()));
    }
    let is_macro = |key| root.at(&["lib", key]).is_some_and(Value::is_true);
    if is_macro("proc-macro") || is_macro("proc_macro") {
        package.nature = PackageNature::BuildTool;
    }
    requirements(input, root, None, &mut package.requirements);
    for (target, table) in root.get("target").map(Value::entries).unwrap_or_default() {
        requirements(input, table, Some(target), &mut package.requirements);
    }
    if let Some(path) = table.text("workspace") {
        let span = input.span(table.range.clone());
        let kind = IncludeKind::Workspace;
        input.facts().includes.push(Include { kind, path: path.into(), package: None, span });
    }
    input.add_package(package);
}

const SECTIONS: [(&str, Scope); 5] = [
    ("dependencies", Scope::Runtime),
    ("build-dependencies", Scope::Build),
    ("build_dependencies", Scope::Build),
    ("dev-dependencies", Scope::Development),
    ("dev_dependencies", Scope::Development),
];

fn requirements(
    input: &Input<'_>,
    table: &Value<'_>,
    target: Option<&str>,
    found: &mut Vec<Requirement>,
) {
    for (section, scope) in SECTIONS {
        for (alias, value) in table.get(section).map(Value::entries).unwrap_or_default() {
            let mut requirement = requirement(input, alias, value);
            let is_optional = value.get("optional").is_some_and(Value::is_true);
            requirement.scope = match scope {
                Scope::Runtime if is_optional => Scope::Optional,
                _ => scope,
            };
            requirement.condition = target.map(Into::into);
            found.push(requirement);
        }
    }
}

fn requirement(input: &Input<'_>, alias: &str, value: &Value<'_>) -> Requirement {
    let name = value.text("package").unwrap_or(alias);
    let mut requirement = Requirement::new(name, input.span(value.range.clone()));
    requirement.alias = (name != alias).then(|| alias.into());
    requirement.requested = value.as_text().or_else(|| value.text("version")).map(Into::into);
    requirement.inherited = value.get("workspace").is_some_and(Value::is_true);
    requirement.source = if let Some(path) = value.text("path") {
        PackageSource::Path { path: path.into() }
    } else if let Some(url) = value.text("git") {
        let revision = ["rev", "tag", "branch"].iter().find_map(|key| value.text(key));
        PackageSource::Git { url: url.into(), revision: revision.map(Into::into) }
    } else {
        let registry = value.text("registry-index").or_else(|| value.text("registry"));
        PackageSource::Registry { url: registry.map(Into::into) }
    };
    requirement
}

fn about(table: &Value<'_>) -> PackageAbout {
    let mut people = manifest_of("cargo");
    for author in table.get("authors").map(Value::items).unwrap_or_default() {
        add_party(&mut people, PartyRole::Author, author.as_text().unwrap_or_default());
    }
    PackageAbout {
        description: table.text("description").map(Into::into),
        homepage: table.text("homepage").map(Into::into),
        repository: table.text("repository").map(Into::into),
        parties: people.parties,
        ..PackageAbout::default()
    }
}

fn workspace(input: &mut Input<'_>, table: &Value<'_>) {
    let texts = |key: &str| {
        let items = table.get(key).map(Value::items).unwrap_or_default();
        items.iter().filter_map(Value::as_text).map(Into::into).collect()
    };
    let package = table.get("package");
    let span = input.span(table.range.clone());
    let mut inherited = PackageFact::new("", "", span);
    input.declare("workspace.package.", &mut inherited);
    let workspace = WorkspaceFact {
        members: texts("members"),
        excluded: texts("exclude"),
        version: package.and_then(|package| package.text("version")).map(Into::into),
        licenses: inherited.licenses,
        about: package.map(about).unwrap_or_default(),
        span,
    };
    input.facts().workspace = Some(workspace);
    for (alias, value) in table.get("dependencies").map(Value::entries).unwrap_or_default() {
        let managed = requirement(input, alias, value);
        input.add_managed(managed);
    }
}
