// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads what NuGet and builds write.

use std::collections::{HashMap, HashSet};

use heirloom_model::{Checksum, PackageFact, PackageSource, Requirement, Scope, Span};

use crate::{graph::input::Input, value::Value};

pub(super) fn packages_config(input: &mut Input<'_>) -> bool {
    let Some(root) = input.xml().filter(|root| &*root.name == "packages") else {
        return false;
    };
    for item in root.all("package") {
        let (Some(name), Some(version)) = (item.attribute("id"), item.attribute("version")) else {
            continue;
        };
        if name.is_empty() || version.is_empty() {
            continue;
        }
        let mut package = PackageFact::new(name, name, input.span(item.range.clone()));
        package.version = Some(version.into());
        package.source = PackageSource::Registry { url: None };
        let is_development = item.attribute("developmentDependency") == Some("true");
        package.scope = is_development.then_some(Scope::Development);
        input.add_package(package);
    }
    true
}

/// The request of `name` that came to what one target has under that name.
fn request(target: &str, name: &str, value: &Value<'_>, span: Span) -> Requirement {
    let mut requirement = Requirement::new(name, span);
    requirement.requested = value.as_scalar().map(Into::into);
    requirement.resolved = Some(key(target, name));
    requirement
}

pub(super) fn key(target: &str, name: &str) -> Box<str> {
    format!("{target} {}", name.to_lowercase()).into()
}

fn root(span: Span) -> PackageFact {
    let mut root = PackageFact::new("", "", span);
    root.is_root = true;
    root.source = PackageSource::Path { path: "".into() };
    root
}

pub(super) fn lock(input: &mut Input<'_>) -> bool {
    let value = input.json();
    let Some(targets) = value.get("dependencies") else {
        return false;
    };
    let mut own = root(input.span(targets.range.clone()));
    for (target, packages) in targets.entries() {
        for (name, entry) in packages.entries() {
            let span = input.span(entry.range.clone());
            let kind = entry.text("type").unwrap_or_default();
            let mut package = PackageFact::new(&key(target, name), name, span);
            package.version = entry.text("resolved").map(Into::into);
            package.source = match kind {
                "Project" => PackageSource::Unknown,
                _ => PackageSource::Registry { url: None },
            };
            let hash = entry.text("contentHash");
            let hash = hash.map(|hash| Checksum { algorithm: "sha512".into(), value: hash.into() });
            package.checksums.extend(hash);
            for (name, requested) in
                entry.get("dependencies").map(Value::entries).unwrap_or_default()
            {
                let span = input.span(requested.range.clone());
                let mut one = request(target, name, requested, span);
                // Target frameworks with a runtime list only what differs from those without.
                one.condition = target.contains('/').then(|| (**target).into());
                package.requirements.push(one);
            }
            if kind == "Direct" {
                let mut one = Requirement::new(name, span);
                one.requested = entry.text("requested").map(Into::into);
                one.resolved = Some(key(target, name));
                own.requirements.push(one);
            }
            input.add_package(package);
        }
    }
    input.add_package(own);
    true
}

pub(super) fn assets(input: &mut Input<'_>) -> bool {
    let value = input.json();
    let (Some(targets), Some(libraries)) = (value.get("targets"), value.get("libraries")) else {
        return false;
    };
    let mut own = root(input.span(0..1));
    let project = value.get("project");
    let name = project.and_then(|project| project.at(&["restore", "projectName"]));
    own.name = name.and_then(Value::as_text).unwrap_or_default().into();
    own.version = project.and_then(|project| project.text("version")).map(Into::into);
    let direct = project.and_then(|project| project.get("frameworks"));
    for (target, packages) in targets.entries() {
        target_packages(input, target, packages, libraries);
        // Targets are named in the long form, frameworks of the project in the short one; what is
        // direct in one is direct in all.
        for (_, framework) in direct.map(Value::entries).unwrap_or_default() {
            let all = framework.get("dependencies").map(Value::entries).unwrap_or_default();
            for (name, asked) in all {
                let span = input.span(asked.range.clone());
                let mut one = Requirement::new(name, span);
                one.requested = asked.text("version").map(Into::into);
                one.resolved = Some(key(target, name));
                if asked.text("suppressParent") == Some("All") {
                    one.scope = Scope::Development;
                }
                let is_known = own.requirements.iter().any(|known| known.resolved == one.resolved);
                if !is_known {
                    own.requirements.push(one);
                }
            }
        }
    }
    input.add_package(own);
    true
}

/// The packages of one target: `NAME/VERSION` with what they require.
fn target_packages(
    input: &mut Input<'_>,
    target: &str,
    packages: &Value<'_>,
    libraries: &Value<'_>,
) {
    let by_name: HashMap<&str, &Value<'_>> =
        libraries.entries().iter().map(|(name, value)| (&**name, value)).collect();
    for (id, entry) in packages.entries() {
        let (name, version) = id.rsplit_once('/').unwrap_or((id, ""));
        let library = by_name.get(&**id);
        let span = input.span(entry.range.clone());
        let mut package = PackageFact::new(&key(target, name), name, span);
        package.version = (!version.is_empty()).then(|| version.into());
        let text = |key: &str| library.and_then(|library| library.text(key));
        let kind = entry.text("type").or_else(|| text("type"));
        package.source = match (kind, text("path")) {
            (Some("project"), Some(path)) => PackageSource::Path { path: path.into() },
            (Some("project"), None) => PackageSource::Unknown,
            _ => PackageSource::Registry { url: None },
        };
        let hash = text("sha512").filter(|hash| !hash.is_empty());
        package.checksums.extend(hash.map(|hash| Checksum {
            algorithm: "sha512".into(),
            value: hash.trim_start_matches("sha512-").into(),
        }));
        for (name, requested) in entry.get("dependencies").map(Value::entries).unwrap_or_default() {
            let span = input.span(requested.range.clone());
            package.requirements.push(request(target, name, requested, span));
        }
        input.add_package(package);
    }
}

/// What lies beside a built program; its own entry is the one of type `project` that no other
/// project requires.
pub(super) fn deps(input: &mut Input<'_>) -> bool {
    let value = input.json();
    let Some(libraries) = value.get("libraries") else {
        return false;
    };
    let wanted = value.at(&["runtimeTarget", "name"]).and_then(Value::as_text);
    let targets = value.get("targets");
    let target = wanted.and_then(|name| targets?.get(name));
    let target = target.or_else(|| targets?.entries().first().map(|(_, value)| value));
    let none = Value { data: crate::value::Data::Null, range: 0..0 };
    let target = target.unwrap_or(&none);
    let listed: HashMap<&str, &Value<'_>> =
        target.entries().iter().map(|(id, value)| (&**id, value)).collect();
    let name_of = |id: &str| id.split('/').next().unwrap_or(id).to_lowercase();
    let names: HashSet<String> = libraries.entries().iter().map(|(id, _)| name_of(id)).collect();
    let required = |value: &Value<'_>| {
        let all = value.get("dependencies").map(Value::entries).unwrap_or_default();
        all.iter().map(|(name, _)| name.to_lowercase()).collect::<Vec<String>>()
    };
    let inner: HashSet<String> = listed.values().flat_map(|value| required(value)).collect();
    for (id, library) in libraries.entries() {
        let (name, version) = id.rsplit_once('/').unwrap_or((id, ""));
        let span = input.span(library.range.clone());
        let mut package = PackageFact::new(&key("", name), name, span);
        package.version = (!version.is_empty()).then(|| version.into());
        // Packs of the runtime are named for what they are; the package has the rest of the name.
        if library.text("type") == Some("runtimepack") {
            package.name = name.trim_start_matches("runtimepack.").into();
        }
        let is_project = library.text("type") == Some("project");
        package.is_root = is_project && !inner.contains(&name_of(id));
        if !is_project {
            package.source = PackageSource::Registry { url: None };
        }
        let hash = library.text("sha512").filter(|hash| !hash.is_empty());
        package.checksums.extend(hash.map(|hash| Checksum {
            algorithm: "sha512".into(),
            value: hash.trim_start_matches("sha512-").into(),
        }));
        let entry = listed.get(&**id);
        let all = entry.and_then(|entry| entry.get("dependencies"));
        for (name, requested) in all.map(Value::entries).unwrap_or_default() {
            let span = input.span(requested.range.clone());
            let mut one = request("", name, requested, span);
            // Parts of the framework are named and not listed.
            let is_listed = names.contains(&name.to_lowercase());
            one.condition = (!is_listed).then(|| "of the framework".into());
            package.requirements.push(one);
        }
        input.add_package(package);
    }
    true
}
