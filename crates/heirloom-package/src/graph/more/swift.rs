// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Swift packages: `Package.resolved` of every version, and the literal parts of `Package.swift`.

use heirloom_model::{
    PackageFact, PackageFileKind, PackageSource, RelationKind, Requirement, Scope,
};

use super::{Simple, items, place_in, plain_of, repository, root};
use crate::{
    graph::{
        ecosystem::Format,
        input::Input,
        plain::{Named, Plain},
    },
    purl::Purl,
    value::Value,
};

const MANIFEST: &str = "swift-manifest";
const LOCK: &str = "swift-resolved";

pub(super) static SWIFT: Simple = Simple {
    plain: Plain { normal: str::to_lowercase, ..plain_of("swift", &[MANIFEST], &[LOCK], purl) },
    formats: &[
        Format {
            name: LOCK,
            kind: PackageFileKind::Lock,
            files: &["package.resolved"],
            takes: "packages, versions, branches and revisions; versions 1 to 3",
            read: lock,
        },
        Format {
            name: MANIFEST,
            kind: PackageFileKind::Manifest,
            files: &["package.swift"],
            takes: "name, dependencies that are written out",
            read: manifest,
        },
    ],
    usual: (
        RelationKind::StaticLink,
        0.7,
        "Swift links packages statically unless they ask for a dynamic library",
    ),
};

/// Host and owner are the namespace; packages of a registry have their scope.
fn purl(named: Named<'_>) -> Option<Purl> {
    let (namespace, name) = match named.name.rsplit_once('/') {
        Some(parts) => parts,
        None => named.name.split_once('.')?,
    };
    Purl::new("swift", Some(namespace), name, named.version).ok()
}

fn lock(input: &mut Input<'_>) -> bool {
    let json = input.json();
    let old = json.get("object").map(|object| items(object, "pins"));
    let pins = old.unwrap_or_else(|| items(&json, "pins"));
    for pin in pins {
        let location = pin.get("location").or_else(|| pin.get("repositoryURL"));
        let is_registry = pin.text("kind") == Some("registry");
        let identity = pin.text("identity").or_else(|| pin.text("package"));
        let Some(url) = location.and_then(Value::as_text).or(identity) else {
            continue;
        };
        let name = match identity {
            Some(identity) if is_registry => identity.to_owned(),
            _ => repository::plain(url),
        };
        let mut package = PackageFact::new(&name, &name, input.span(pin.range.clone()));
        let state = |key: &str| pin.at(&["state", key]).and_then(Value::as_text);
        let revision = state("revision").filter(|text| !text.is_empty());
        package.version = state("version").or(state("branch")).or(revision).map(Into::into);
        package.source = match is_registry {
            true => PackageSource::Registry { url: None },
            false => PackageSource::Git { url: url.into(), revision: revision.map(Into::into) },
        };
        input.add_package(package);
    }
    json.get("version").is_some() || !pins.is_empty()
}

/// Nothing is evaluated: each `.package(…)` whose parts are literals counts.
fn manifest(input: &mut Input<'_>) -> bool {
    let text = input.text();
    if !text.contains("PackageDescription") {
        return false;
    }
    let name = text.split_once("Package(").and_then(|(_, rest)| argument(call(rest), "name"));
    let range = name.map_or(0..0, |name| place_in(text, name));
    let mut package = root(input, name.unwrap_or_default(), range);
    for (at, _) in text.match_indices(".package(") {
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        if line.trim_start().starts_with("//") {
            continue;
        }
        let inner = call(&text[at + ".package(".len()..]);
        package.requirements.extend(requirement(input, text, inner));
    }
    input.add_package(package);
    true
}

fn requirement(input: &Input<'_>, text: &str, inner: &str) -> Option<Requirement> {
    let path = argument(inner, "path");
    let url = argument(inner, "url").or_else(|| argument(inner, "id"));
    let name =
        url.map(repository::plain).or_else(|| path.map(|path| repository::last(path).into()))?;
    let mut requirement = Requirement::new(&name, input.span(place_in(text, inner)));
    requirement.scope = Scope::Runtime;
    if let Some(path) = path {
        requirement.source = PackageSource::Path { path: path.into() };
        return Some(requirement);
    }
    let said = ["exact", "from", "branch", "revision"].into_iter();
    let said = said.filter_map(|key| argument(inner, key).map(|value| (key, value))).next();
    requirement.requested = said.map(|(key, value)| format!("{key} {value}").into());
    if said.is_none()
        && let Some((start, rest)) = inner.split_once("..")
        && let (Some(start), Some(end)) = (start.rsplit('"').nth(1), rest.split('"').nth(1))
    {
        requirement.requested = Some(format!("{start} ..{} {end}", &rest[..1]).into());
    }
    Some(requirement)
}

/// What stands in brackets up to the one that closes them.
fn call(text: &str) -> &str {
    let mut depth = 1_usize;
    let end = text.bytes().take(4_096).position(|byte| {
        depth += usize::from(byte == b'(');
        depth -= usize::from(byte == b')');
        depth == 0
    });
    &text[..end.unwrap_or(0)]
}

/// The literal behind `name:`.
fn argument<'a>(inner: &'a str, name: &str) -> Option<&'a str> {
    let mut places = inner.match_indices(name);
    places.find_map(|(at, _)| {
        let before = inner[..at].chars().next_back();
        let rest = inner[at + name.len()..].trim_start().strip_prefix(':')?.trim_start();
        let rest = rest.strip_prefix('"').filter(|_| !before.is_some_and(char::is_alphanumeric))?;
        let value = &rest[..rest.find('"')?];
        (!value.contains("\\(")).then_some(value)
    })
}
