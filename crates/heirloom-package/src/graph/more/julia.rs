// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Julia: `Project.toml` and every version of `Manifest.toml`.

use std::collections::HashSet;

use heirloom_model::{PackageFact, PackageFileKind, PackageSource, RelationKind, Scope};

use super::{Simple, entries, index, items, plain_of, request, root, sum};
use crate::{
    graph::{ecosystem::Format, input::Input, plain::Named},
    purl::Purl,
    value::{Data, Value},
};

const PROJECT: &str = "julia-project";
const MANIFEST: &str = "julia-manifest";

pub(super) static JULIA: Simple = Simple {
    plain: plain_of("julia", &[PROJECT], &[MANIFEST], purl),
    formats: &[
        Format {
            name: MANIFEST,
            kind: PackageFileKind::Lock,
            files: &["manifest.toml", "juliamanifest.toml", "manifest-v*.toml"],
            takes: "packages, edges, trees of the sources, repositories; formats 1 and 2",
            read: manifest,
        },
        Format {
            name: PROJECT,
            kind: PackageFileKind::Manifest,
            files: &["project.toml", "juliaproject.toml"],
            takes: "package, people, dependencies with bounds, weak ones, those of tests",
            read: project,
        },
    ],
    usual: (RelationKind::DynamicLink, 0.8, "Julia loads and compiles packages when they are used"),
};

fn purl(named: Named<'_>) -> Option<Purl> {
    let uuid = named.qualifiers.iter().find(|(key, _)| &**key == "uuid");
    let parts = uuid.map(|(key, value)| (key.to_string(), value.to_string())).into_iter().collect();
    Purl::with_parts("julia", None, named.name, named.version, parts, None).ok()
}

fn manifest(input: &mut Input<'_>) -> bool {
    let toml = input.toml();
    let is_new = toml.get("manifest_format").is_some();
    let tables = match is_new {
        true => entries(&toml, "deps"),
        false => toml.entries(),
    };
    let several: HashSet<&str> =
        tables.iter().filter(|(_, list)| list.items().len() > 1).map(|(name, _)| &**name).collect();
    for (name, list) in tables {
        for table in list.items().iter().filter(|table| table.get("uuid").is_some()) {
            let uuid = table.text("uuid").unwrap_or_default();
            let key = if several.contains(&**name) { uuid } else { name };
            let mut package = PackageFact::new(key, name, input.span(table.range.clone()));
            package.qualifiers.push(("uuid".into(), uuid.into()));
            // The standard library has the version of Julia itself.
            let is_standard = table.get("git-tree-sha1").or(table.get("path")).is_none();
            let of_julia = toml.scalar("julia_version").filter(|_| is_standard);
            package.version = table.scalar("version").or(of_julia).map(Into::into);
            package
                .checksums
                .extend(table.text("git-tree-sha1").map(|value| sum("git-tree-sha1", value)));
            package.source = source(table);
            requirements(input, table, &several, &mut package);
            input.add_package(package);
        }
    }
    is_new || tables.iter().any(|(_, list)| list.items().iter().any(|t| t.get("uuid").is_some()))
}

fn source(table: &Value<'_>) -> PackageSource {
    match (table.text("path"), table.text("repo-url")) {
        (Some(path), _) => PackageSource::Path { path: path.into() },
        (None, Some(url)) => {
            PackageSource::Git { url: url.into(), revision: table.text("repo-rev").map(Into::into) }
        }
        _ => PackageSource::Registry { url: None },
    }
}

/// Names, or names with identities where a name stands for several packages.
fn requirements(
    input: &Input<'_>,
    table: &Value<'_>,
    several: &HashSet<&str>,
    package: &mut PackageFact,
) {
    let Some(deps) = table.get("deps") else {
        return;
    };
    match &deps.data {
        Data::List(_) => {
            for item in items(table, "deps") {
                if let Some(name) = item.as_text() {
                    let mut one = request(input, name, None, item.range.clone());
                    one.resolved = Some(name.into());
                    package.requirements.push(one);
                }
            }
        }
        _ => {
            for (name, uuid) in deps.entries() {
                let mut one = request(input, name, None, uuid.range.clone());
                let key = if several.contains(&**name) { uuid.as_text() } else { Some(&**name) };
                one.resolved = key.map(Into::into);
                package.requirements.push(one);
            }
        }
    }
}

fn project(input: &mut Input<'_>) -> bool {
    let toml = input.toml();
    let name = toml.get("name");
    let shown = name.and_then(Value::as_text).unwrap_or_default();
    let mut package = root(input, shown, name.unwrap_or(&toml).range.clone());
    package.version = toml.scalar("version").map(Into::into);
    package.qualifiers.extend(toml.text("uuid").map(|uuid| ("uuid".into(), uuid.into())));
    for author in items(&toml, "authors").iter().filter_map(Value::as_text) {
        let role = heirloom_model::PartyRole::Author;
        package.about.parties.push(heirloom_model::Party { role, name: author.into() });
    }
    let compat = index(&toml, "compat");
    for (section, scope) in
        [("deps", Scope::Runtime), ("weakdeps", Scope::Optional), ("extras", Scope::Test)]
    {
        for (name, uuid) in entries(&toml, section) {
            let bounds = compat.get(&**name).and_then(|bounds| bounds.as_text());
            let mut one = request(input, name, bounds, uuid.range.clone());
            one.scope = scope;
            package.requirements.push(one);
        }
    }
    input.add_package(package);
    toml.get("deps").or(toml.get("uuid")).is_some()
}
