// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! vcpkg: `vcpkg.json`, and the list of what is installed.

use heirloom_model::{PackageFact, PackageFileKind, RelationKind, Requirement, Scope};

use super::{Simple, entries, items, numbered, plain_of, request, root};
use crate::{
    fields,
    graph::{
        ecosystem::Format,
        input::Input,
        plain::{Named, Plain},
    },
    purl::Purl,
    value::Value,
};

const MANIFEST: &str = "vcpkg-manifest";
const STATUS: &str = "vcpkg-status";

pub(super) static VCPKG: Simple = Simple {
    plain: Plain {
        pinned: numbered,
        installed: &[STATUS],
        ..plain_of("vcpkg", &[MANIFEST], &[], purl)
    },
    formats: &[
        Format {
            name: MANIFEST,
            kind: PackageFileKind::Manifest,
            files: &["vcpkg.json"],
            takes: "package, license, people, dependencies with features, platforms and overrides",
            read: manifest,
        },
        Format {
            name: STATUS,
            kind: PackageFileKind::Installed,
            files: &["vcpkg/status"],
            takes: "installed packages with triplets, edges",
            read: status,
        },
    ],
    usual: (
        RelationKind::StaticLink,
        0.5,
        "triplets of vcpkg link statically or not, which no file says",
    ),
};

fn purl(named: Named<'_>) -> Option<Purl> {
    let mut purl = Purl::new("vcpkg", None, named.name, named.version).ok()?;
    for (key, value) in named.qualifiers {
        purl.qualify(key, value).ok()?;
    }
    Some(purl)
}

fn manifest(input: &mut Input<'_>) -> bool {
    let json = input.json();
    let name = json.text("name").unwrap_or_default();
    let mut package = root(input, name, json.get("name").unwrap_or(&json).range.clone());
    package.version = version_of(&json).map(Into::into);
    input.declare("", &mut package);
    for item in items(&json, "dependencies") {
        package.requirements.extend(requirement(input, &json, item, None));
    }
    for (feature, value) in entries(&json, "features") {
        for item in items(value, "dependencies") {
            package.requirements.extend(requirement(input, &json, item, Some(feature)));
        }
    }
    input.add_package(package);
    json.get("name").or(json.get("dependencies")).is_some()
}

/// The version, with that of the port behind it where it is not the first: `1.2#3`.
fn version_of(value: &Value<'_>) -> Option<String> {
    let keys = ["version", "version-semver", "version-string", "version-date"];
    let version = keys.into_iter().find_map(|key| value.scalar(key))?;
    let port = value.scalar("port-version").filter(|port| *port != "0");
    Some(port.map_or_else(|| version.to_owned(), |port| format!("{version}#{port}")))
}

fn requirement(
    input: &Input<'_>,
    json: &Value<'_>,
    item: &Value<'_>,
    feature: Option<&str>,
) -> Option<Requirement> {
    let name = item.as_text().or_else(|| item.text("name"))?;
    let is_it = |one: &&Value<'_>| one.text("name") == Some(name);
    let pinned = items(json, "overrides").iter().take(1_000).find(is_it);
    let version = pinned.and_then(version_of);
    let mut one = request(input, name, version.as_deref(), item.range.clone());
    if version.is_none()
        && let Some(least) = item.scalar("version>=")
    {
        one.requested = Some(format!(">= {least}").into());
    }
    one.scope = match feature {
        Some(_) => Scope::Optional,
        None if item.get("host").is_some_and(Value::is_true) => Scope::Build,
        None => Scope::Runtime,
    };
    let feature = feature.map(|feature| format!("feature {feature}"));
    one.condition = feature.as_deref().or(item.text("platform")).map(Into::into);
    Some(one)
}

/// Paragraphs of packages and of their features; only the packages count.
fn status(input: &mut Input<'_>) -> bool {
    let mut is_one = false;
    for fields in fields::paragraphs(input.text()) {
        let value = |key: &str| fields::value(&fields, key).filter(|value| !value.is_empty());
        let (Some(name), Some(version)) = (fields::find(&fields, "Package"), value("Version"))
        else {
            continue;
        };
        is_one = true;
        if value("Feature").is_some() || value("Status") != Some("install ok installed") {
            continue;
        }
        let mut package = PackageFact::new(name.value, name.value, input.span(name.range.clone()));
        let port = value("Port-Version").filter(|port| *port != "0");
        package.version = Some(match port {
            Some(port) => format!("{version}#{port}").into(),
            None => version.into(),
        });
        let arch = value("Architecture").map(|arch| ("triplet".into(), arch.into()));
        package.qualifiers.extend(arch);
        for word in value("Depends").iter().flat_map(|text| text.split(',')) {
            let (name, triplet) = word.trim().split_once(':').unwrap_or((word.trim(), ""));
            let name = name.split('[').next().unwrap_or(name);
            let mut one = request(input, name, None, 0..0);
            one.condition = Some(triplet).filter(|text| !text.is_empty()).map(Into::into);
            package.requirements.push(one);
        }
        input.add_package(package);
    }
    is_one
}
