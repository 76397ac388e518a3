// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `pyproject.toml`: PEP 621, PEP 735, Poetry's tables and uv's.

use std::collections::HashMap;

use heirloom_model::{PackageFact, PackageSource, Replacement, Requirement, Scope, WorkspaceFact};

use super::{normalized, requirements::specifier};
use crate::{graph::input::Input, value::Value};

pub(super) fn project(input: &mut Input<'_>) -> bool {
    let root = input.toml();
    let project = root.get("project");
    let poetry = root.at(&["tool", "poetry"]);
    let uv = root.at(&["tool", "uv"]);
    let groups = root.get("dependency-groups");
    let build = root.at(&["build-system", "requires"]);
    if project.or(poetry).or(groups).or(build).is_none() {
        return false;
    }
    let named = |table: Option<&Value<'_>>| table.is_some_and(|table| table.text("name").is_some());
    let table = if named(project) { project } else { poetry };
    let name = table.and_then(|table| table.get("name"));
    let range = name.or(table).unwrap_or(&root).range.clone();
    let text = name.and_then(Value::as_text).unwrap_or_default();
    let mut package = PackageFact::new("", &normalized(text), input.span(range));
    package.is_root = true;
    let version = project.and_then(|project| project.text("version"));
    package.version = version.or_else(|| poetry?.text("version")).map(Into::into);
    input.declare("", &mut package);
    let found = &mut package.requirements;
    list(input, project.and_then(|p| p.get("dependencies")), Scope::Runtime, None, found);
    let extras = project.and_then(|project| project.get("optional-dependencies"));
    for (extra, items) in extras.map(Value::entries).unwrap_or_default() {
        let condition = format!("extra {extra}");
        list(input, Some(items), Scope::Optional, Some(&condition), found);
    }
    for (group, items) in groups.map(Value::entries).unwrap_or_default() {
        let condition = format!("group {group}");
        list(input, Some(items), Scope::Development, Some(&condition), found);
    }
    let development = uv.and_then(|uv| uv.get("dev-dependencies"));
    list(input, development, Scope::Development, Some("group dev"), found);
    list(input, build, Scope::Build, None, found);
    if let Some(poetry) = poetry {
        poetry_tables(input, poetry, found);
    }
    apply_sources(uv, found);
    workspace(input, uv);
    let overrides = uv.and_then(|uv| uv.get("override-dependencies"));
    for written in overrides.map(Value::items).unwrap_or_default() {
        let name = written.as_text().and_then(specifier).map(|one| normalized(one.name));
        if let Some(name) = name {
            replaced(input, &name, written);
        }
    }
    let overrides = root.at(&["tool", "pdm", "resolution", "overrides"]);
    for (name, written) in overrides.map(Value::entries).unwrap_or_default() {
        replaced(input, &normalized(name), written);
    }
    input.add_package(package);
    true
}

/// A list of texts; in groups there may be tables that include other groups, which add nothing.
fn list(
    input: &Input<'_>,
    items: Option<&Value<'_>>,
    scope: Scope,
    condition: Option<&str>,
    found: &mut Vec<Requirement>,
) {
    for item in items.map(Value::items).unwrap_or_default() {
        let Some(specifier) = item.as_text().and_then(specifier) else {
            continue;
        };
        let mut requirement = specifier.requirement(input.span(item.range.clone()));
        requirement.scope = scope;
        requirement.condition = match (condition, requirement.condition.take()) {
            (Some(condition), Some(marker)) => Some(format!("{condition}, {marker}").into()),
            (Some(condition), None) => Some(condition.into()),
            (None, marker) => marker,
        };
        found.push(requirement);
    }
}

fn poetry_tables(input: &Input<'_>, poetry: &Value<'_>, found: &mut Vec<Requirement>) {
    poetry_table(input, poetry.get("dependencies"), Scope::Runtime, None, found);
    let old = poetry.get("dev-dependencies");
    poetry_table(input, old, Scope::Development, Some("group dev"), found);
    for (group, table) in poetry.get("group").map(Value::entries).unwrap_or_default() {
        let condition = format!("group {group}");
        let scope = if &**group == "main" { Scope::Runtime } else { Scope::Development };
        poetry_table(input, table.get("dependencies"), scope, Some(&condition), found);
    }
    poetry_extras(poetry, found);
}

/// Says of optional requirements which extra wants them.
fn poetry_extras(poetry: &Value<'_>, found: &mut [Requirement]) {
    let mut extras: HashMap<String, Vec<&str>> = HashMap::new();
    for (extra, names) in poetry.get("extras").map(Value::entries).unwrap_or_default() {
        for name in names.items().iter().filter_map(Value::as_text) {
            extras.entry(normalized(name)).or_default().push(extra);
        }
    }
    for one in found.iter_mut().filter(|one| one.scope == Scope::Optional) {
        let Some(wanted) = extras.get(&*one.name) else { continue };
        let wanted = format!("extra {}", wanted.join(" or "));
        one.condition = Some(match &one.condition {
            Some(known) => format!("{wanted}, {known}").into(),
            None => wanted.into(),
        });
    }
}

fn poetry_table(
    input: &Input<'_>,
    table: Option<&Value<'_>>,
    scope: Scope,
    condition: Option<&str>,
    found: &mut Vec<Requirement>,
) {
    for (name, value) in table.map(Value::entries).unwrap_or_default() {
        if name.eq_ignore_ascii_case("python") {
            continue;
        }
        for one in value.one_or_many() {
            let mut requirement =
                Requirement::new(&normalized(name), input.span(one.range.clone()));
            requirement.requested = one.as_text().or_else(|| one.text("version")).map(Into::into);
            let is_optional = one.get("optional").is_some_and(Value::is_true);
            let is_runtime = scope == Scope::Runtime;
            requirement.scope = if is_optional && is_runtime { Scope::Optional } else { scope };
            let python = one.text("python").map(|bound| format!("python {bound}"));
            let parts = [condition, python.as_deref(), one.text("markers")];
            let parts: Vec<&str> = parts.into_iter().flatten().collect();
            requirement.condition = (!parts.is_empty()).then(|| parts.join(", ").into());
            requirement.source = table_source(one);
            found.push(requirement);
        }
    }
}

/// `path`, `git` or `url` of a table.
pub(super) fn table_source(value: &Value<'_>) -> PackageSource {
    if let Some(path) = value.text("path") {
        return PackageSource::Path { path: path.into() };
    }
    if let Some(url) = value.text("git") {
        let revision = ["rev", "tag", "branch"].iter().find_map(|key| value.text(key));
        return PackageSource::Git { url: url.into(), revision: revision.map(Into::into) };
    }
    match value.text("url") {
        Some(url) => PackageSource::Archive { url: url.into() },
        None => PackageSource::Registry { url: None },
    }
}

/// `[tool.uv.sources]` says where requested packages come from.
fn apply_sources(uv: Option<&Value<'_>>, found: &mut [Requirement]) {
    let sources = uv.and_then(|uv| uv.get("sources"));
    for (name, value) in sources.map(Value::entries).unwrap_or_default() {
        let name = normalized(name);
        let source = value.one_or_many().first().map(table_source).unwrap_or_default();
        for requirement in found.iter_mut().filter(|requirement| *requirement.name == *name) {
            requirement.source = source.clone();
        }
    }
}

fn workspace(input: &mut Input<'_>, uv: Option<&Value<'_>>) {
    let Some(table) = uv.and_then(|uv| uv.get("workspace")) else {
        return;
    };
    let texts = |key: &str| {
        let items = table.get(key).map(Value::items).unwrap_or_default();
        items.iter().filter_map(Value::as_text).map(Into::into).collect()
    };
    let span = input.span(table.range.clone());
    input.facts().workspace = Some(WorkspaceFact {
        members: texts("members"),
        excluded: texts("exclude"),
        span,
        ..WorkspaceFact::default()
    });
}

/// Notes that a package is taken as the project says, whatever others request.
fn replaced(input: &mut Input<'_>, name: &str, written: &Value<'_>) {
    let span = input.span(written.range.clone());
    input.facts().replacements.push(Replacement {
        name: name.into(),
        version: None,
        with: name.into(),
        with_version: written.as_text().map(Into::into),
        source: PackageSource::Unknown,
        span,
    });
}
