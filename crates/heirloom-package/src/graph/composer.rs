// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! PHP: `composer.json`, `composer.lock` and the list of what is installed in `vendor`.
//!
//! Requirements of PHP itself, its extensions and libraries (`php`, `ext-…`, `lib-…`) name the
//! platform; they are no packages.

use heirloom_model::{
    Checksum, PackageEdge, PackageFact, PackageFileKind, PackageGraph, PackageSource, Party,
    PartyRole, Requirement, Scope,
};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    input::Input,
    plain::{self, Named, Plain},
    relate::loaded,
    tree::Tree,
};
use crate::{address::fetched, purl::Purl, value::Value};

pub(crate) struct Composer;

const MANIFEST: &str = "composer-manifest";
const LOCK: &str = "composer-lock";
const INSTALLED: &str = "composer-installed";

const PLAIN: Plain = Plain {
    ecosystem: "composer",
    manifests: &[MANIFEST],
    locks: &[LOCK],
    installed: &[INSTALLED],
    names_absent: false,
    lists: &[],
    spread: &[],
    purl,
    normal: str::to_lowercase,
    pinned,
    lock_folder: plain::beside,
    manager_folder: plain::beside,
    property: None,
};

impl Ecosystem for Composer {
    fn purl_type(&self) -> &'static str {
        "composer"
    }

    fn formats(&self) -> &'static [Format] {
        &[
            Format {
                name: MANIFEST,
                kind: PackageFileKind::Manifest,
                files: &["composer.json"],
                takes: "package, dependencies with scope, local repositories",
                read: manifest,
            },
            Format {
                name: LOCK,
                kind: PackageFileKind::Lock,
                files: &["composer.lock"],
                takes: "packages, edges, scope, licenses, people, sources, checksums, provided and replaced packages",
                read: lock,
            },
            Format {
                name: INSTALLED,
                kind: PackageFileKind::Installed,
                files: &["composer/installed.json"],
                takes: "installed packages with their folders, edges, scope, licenses, people, sources, checksums",
                read: installed,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        plain::resolve(&PLAIN, tree, builder);
    }

    /// The autoloader includes the files of a class into the running program when it is used.
    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        loaded(edge.scope, 0.9, "Composer's autoloader loads classes when they are used")
    }
}

fn purl(named: Named<'_>) -> Option<Purl> {
    let (namespace, name) = named.name.split_once('/')?;
    Purl::new("composer", Some(namespace), name, named.version).ok()
}

/// A request without any operator fixes a version.
fn pinned(requested: &str) -> Option<&str> {
    let is_version = requested.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
    let is_plain = !requested.contains(['*', '|', ' ', ',', '<', '>', '~', '^', '#']);
    let is_whole = requested.split('.').count() >= 3;
    (is_version && is_plain && is_whole).then_some(requested)
}

fn manifest(input: &mut Input<'_>) -> bool {
    let root = input.json();
    let name = root.get("name");
    let text = name.and_then(Value::as_text).unwrap_or_default();
    let range = name.unwrap_or(&root).range.clone();
    let mut package = PackageFact::new("", text, input.span(range));
    package.is_root = true;
    package.version = root.text("version").map(Into::into);
    input.declare("", &mut package);
    for (section, scope) in [("require", Scope::Runtime), ("require-dev", Scope::Development)] {
        requests(input, root.get(section), scope, &mut package.requirements);
    }
    let says_something =
        !text.is_empty() || root.get("require").or(root.get("require-dev")).is_some();
    if says_something {
        input.add_package(package);
    }
    says_something
}

fn requests(
    input: &Input<'_>,
    section: Option<&Value<'_>>,
    scope: Scope,
    found: &mut Vec<Requirement>,
) {
    for (name, value) in section.map(Value::entries).unwrap_or_default() {
        if !is_package(name) {
            continue;
        }
        let mut requirement = Requirement::new(name, input.span(value.range.clone()));
        requirement.requested = value.as_text().map(Into::into);
        requirement.scope = scope;
        found.push(requirement);
    }
}

/// Names of packages have a vendor; what has none is part of the platform.
fn is_package(name: &str) -> bool {
    name.contains('/')
}

fn lock(input: &mut Input<'_>) -> bool {
    let root = input.json();
    for (section, scope) in [("packages", None), ("packages-dev", Some(Scope::Development))] {
        for value in root.get(section).map(Value::items).unwrap_or_default() {
            add(input, value, scope);
        }
    }
    root.get("packages").or(root.get("packages-dev")).is_some()
}

fn installed(input: &mut Input<'_>) -> bool {
    let root = input.json();
    let list = root.get("packages").unwrap_or(&root);
    let development: Vec<&str> = root
        .get("dev-package-names")
        .map(Value::items)
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_text)
        .collect();
    for value in list.items() {
        let is_development = value.text("name").is_some_and(|name| development.contains(&name));
        add(input, value, is_development.then_some(Scope::Development));
        // Composer 1 has no paths: packages lie beside its own folder.
        let path = value.text("install-path").map(str::to_owned);
        let path = path.or_else(|| value.text("name").map(|name| format!("../{name}")));
        if let (Some(package), Some(path)) = (input.facts().packages.last_mut(), path) {
            package.source = PackageSource::Path { path: path.into() };
        }
    }
    !list.items().is_empty()
}

fn add(input: &mut Input<'_>, value: &Value<'_>, scope: Option<Scope>) {
    let (Some(name), Some(version)) = (value.text("name"), value.scalar("version")) else {
        return;
    };
    let mut package = PackageFact::new(name, name, input.span(value.range.clone()));
    package.version = Some(version.into());
    package.scope = scope;
    let part = |section: &str, key: &str| {
        value.at(&[section, key]).and_then(Value::as_text).filter(|text| !text.is_empty())
    };
    package.source = match (part("source", "url"), part("dist", "url")) {
        (_, Some(path)) if part("dist", "type") == Some("path") => {
            PackageSource::Path { path: path.into() }
        }
        (Some(url), _) => PackageSource::Git {
            url: url.into(),
            revision: part("source", "reference").map(Into::into),
        },
        (None, Some(url)) => PackageSource::Archive { url: url.into() },
        (None, None) => PackageSource::Registry { url: None },
    };
    if part("source", "url").is_some() {
        package.about.download = part("dist", "url").and_then(fetched);
    }
    let sum = part("dist", "shasum");
    package
        .checksums
        .extend(sum.map(|sum| Checksum { algorithm: "sha1".into(), value: sum.into() }));
    if let Some(license) = value.get("license") {
        for one in license.one_or_many() {
            if let Some(written) = one.as_text() {
                package.licenses.push(input.license("license", written, one.range.clone()));
            }
        }
    }
    package.about.description = value.text("description").map(Into::into);
    package.about.homepage = value.text("homepage").map(Into::into);
    let repository = value.at(&["support", "source"]).and_then(Value::as_text);
    package.about.repository = repository.map(Into::into);
    for author in value.get("authors").map(Value::items).unwrap_or_default() {
        let name = author.text("name").or_else(|| author.text("email"));
        let party = name.map(|name| Party { role: PartyRole::Author, name: name.into() });
        package.about.parties.extend(party);
    }
    for section in ["provide", "replace"] {
        for (name, version) in value.get(section).map(Value::entries).unwrap_or_default() {
            package.provides.push(((**name).into(), version.as_text().map(Into::into)));
        }
    }
    requests(input, value.get("require"), Scope::Runtime, &mut package.requirements);
    input.add_package(package);
}
