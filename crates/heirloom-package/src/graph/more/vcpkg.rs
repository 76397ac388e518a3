// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! vcpkg: `vcpkg.json`, registries with their ports, and the list of what is installed.

mod registry;

use std::collections::{HashMap, HashSet};

use heirloom_model::{
    PackageEdge, PackageFact, PackageFileKind, PackageGraph, RelationKind, Requirement, Scope,
};

use self::registry::Registry;
use super::{Simple, entries, items, numbered, plain_of, request, root};
use crate::{
    fields,
    graph::{
        builder::Builder,
        ecosystem::{Ecosystem, Format, Linkage},
        input::Input,
        plain::{self, Named, Plain},
        tree::Tree,
    },
    purl::Purl,
    value::Value,
};

const MANIFEST: &str = "vcpkg-manifest";
const STATUS: &str = "vcpkg-status";
const BASELINE: &str = "vcpkg-baseline";
const CONFIGURATION: &str = "vcpkg-configuration";

/// The property of a folder with ports of the project's own.
const OVERLAY: &str = "overlay-ports";
/// What stands before the name of a port whose version the project overrides.
const OVERRIDE: &str = "override ";

pub(super) static VCPKG: Vcpkg = Vcpkg;

pub(super) struct Vcpkg;

impl Ecosystem for Vcpkg {
    fn purl_type(&self) -> &'static str {
        SIMPLE.purl_type()
    }

    fn formats(&self) -> &'static [Format] {
        SIMPLE.formats()
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        match Registry::new(tree) {
            Some(registry) => {
                registry::resolve(&registry, builder);
                plain::resolve(&INSTALLED, tree, builder);
            }
            None => SIMPLE.resolve(tree, builder),
        }
    }

    fn linkage(&self, graph: &PackageGraph, edge: &PackageEdge) -> Linkage {
        SIMPLE.linkage(graph, edge)
    }
}

/// What is installed, beside projects whose requests a registry answers.
const INSTALLED: Plain = Plain { installed: &[STATUS], ..plain_of("vcpkg", &[], &[], purl) };

static SIMPLE: Simple = Simple {
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
            name: BASELINE,
            kind: PackageFileKind::Workspace,
            files: &["versions/baseline.json"],
            takes: "versions that requests come to; the ports beside it tell what these need",
            read: baseline,
        },
        Format {
            name: CONFIGURATION,
            kind: PackageFileKind::Workspace,
            files: &["vcpkg-configuration.json"],
            takes: "folders with ports that come before those of registries",
            read: configuration,
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

fn purl_of(name: &str, version: Option<&str>) -> Option<Purl> {
    Purl::new("vcpkg", None, name, version).ok()
}

/// The versions of a registry at one time: `{"default": {"fmt": {"baseline": "1.2", "port-version": 0}}}`.
fn baseline(input: &mut Input<'_>) -> bool {
    let json = input.json();
    let first = json.entries().first().map(|(_, value)| value);
    let Some(table) = json.get("default").or(first) else {
        return false;
    };
    let mut is_one = false;
    for (name, value) in table.entries() {
        let Some(version) = value.scalar("baseline") else { continue };
        is_one = true;
        let version = with_port(version, value);
        let managed = request(input, name, Some(&version), value.range.clone());
        input.add_managed(managed);
    }
    is_one
}

fn configuration(input: &mut Input<'_>) -> bool {
    let json = input.json();
    overlays(input, &json);
    json.get("default-registry").or(json.get("registries")).or(json.get(OVERLAY)).is_some()
}

fn overlays(input: &mut Input<'_>, settings: &Value<'_>) {
    let folders = items(settings, OVERLAY).iter().filter_map(Value::as_text);
    let folders: Vec<_> = folders.take(100).map(|path| (OVERLAY.into(), path.into())).collect();
    input.facts().properties.extend(folders);
}

fn manifest(input: &mut Input<'_>) -> bool {
    let json = input.json();
    let name = json.text("name").unwrap_or_default();
    let mut package = root(input, name, json.get("name").unwrap_or(&json).range.clone());
    package.version = version_of(&json).map(Into::into);
    input.declare("", &mut package);
    let overrides = overrides(&json);
    for item in items(&json, "dependencies") {
        package.requirements.extend(requirement(input, &overrides, item, None));
    }
    let usual: HashSet<&str> = items(&json, "default-features")
        .iter()
        .filter_map(|one| one.as_text().or_else(|| one.text("name")))
        .collect();
    for (feature, value) in entries(&json, "features") {
        for item in items(value, "dependencies") {
            let mut one = requirement(input, &overrides, item, Some(feature));
            // The usual features are taken unless somebody refuses them.
            if let Some(one) = one.as_mut().filter(|_| usual.contains(&**feature)) {
                one.scope = Scope::Runtime;
            }
            package.requirements.extend(one);
        }
    }
    input.add_package(package);
    let mut overrides: Vec<(&str, String)> = overrides.into_iter().collect();
    overrides.sort_unstable();
    let pairs = overrides.into_iter();
    let pairs = pairs.map(|(name, version)| (format!("{OVERRIDE}{name}").into(), version.into()));
    input.facts().properties.extend(pairs);
    if let Some(settings) = json.get("vcpkg-configuration") {
        overlays(input, settings);
    }
    json.get("name").or(json.get("dependencies")).is_some()
}

/// The versions that a project takes of ports whatever is asked for; of several for one the first.
fn overrides<'a>(json: &'a Value<'_>) -> HashMap<&'a str, String> {
    let mut found = HashMap::new();
    for item in items(json, "overrides") {
        if let (Some(name), Some(version)) = (item.text("name"), version_of(item)) {
            found.entry(name).or_insert(version);
        }
    }
    found
}

/// The version, with that of the port behind it where it is not the first: `1.2#3`.
fn version_of(value: &Value<'_>) -> Option<String> {
    let keys = ["version", "version-semver", "version-string", "version-date"];
    let version = keys.into_iter().find_map(|key| value.scalar(key))?;
    Some(with_port(version, value))
}

fn with_port(version: &str, value: &Value<'_>) -> String {
    let port = value.scalar("port-version").filter(|port| *port != "0");
    port.map_or_else(|| version.to_owned(), |port| format!("{version}#{port}"))
}

fn requirement(
    input: &Input<'_>,
    overrides: &HashMap<&str, String>,
    item: &Value<'_>,
    feature: Option<&str>,
) -> Option<Requirement> {
    let name = item.as_text().or_else(|| item.text("name"))?;
    let version = overrides.get(name).map(String::as_str);
    let mut one = request(input, name, version, item.range.clone());
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
