// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Haskell: Cabal's package files and frozen versions, Stack's projects and locks.

use heirloom_model::{
    PackageFact, PackageFileKind, PackageSource, RelationKind, Requirement, Scope,
};

use super::{Simple, behind_equals, items, named, place_in, plain_of, request, root, sum};
use crate::{
    fields,
    graph::{ecosystem::Format, input::Input, plain::Plain},
};

const CABAL: &str = "cabal";
const FREEZE: &str = "cabal-freeze";
const STACK: &str = "stack";
const STACK_LOCK: &str = "stack-lock";

pub(super) static HACKAGE: Simple = Simple {
    plain: Plain {
        pinned: behind_equals,
        ..plain_of("hackage", &[CABAL, STACK], &[FREEZE, STACK_LOCK], named)
    },
    formats: &[
        Format {
            name: FREEZE,
            kind: PackageFileKind::Lock,
            files: &["cabal.project.freeze"],
            takes: "packages that were chosen",
            read: freeze,
        },
        Format {
            name: STACK_LOCK,
            kind: PackageFileKind::Lock,
            files: &["stack.yaml.lock"],
            takes: "packages beside the snapshot, with checksums and repositories",
            read: stack_lock,
        },
        Format {
            name: STACK,
            kind: PackageFileKind::Manifest,
            files: &["stack.yaml"],
            takes: "packages beside the snapshot",
            read: stack,
        },
        Format {
            name: CABAL,
            kind: PackageFileKind::Manifest,
            files: &["*.cabal"],
            takes: "package, license, people, dependencies with scope",
            read: cabal,
        },
    ],
    usual: (RelationKind::StaticLink, 0.8, "GHC links packages statically unless told otherwise"),
};

/// `constraints: any.name ==1.0, any.name +flag,`.
fn freeze(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let mut is_one = false;
    for part in text.split(['\n', ',']) {
        let plain = part.trim().trim_start_matches("constraints:").trim();
        let Some((name, version)) = plain.split_once("==") else {
            continue;
        };
        let name = name.trim().trim_start_matches("any.");
        let mut package = PackageFact::new(name, name, input.span(place_in(text, plain)));
        package.version = Some(version.trim().into());
        is_one = true;
        input.add_package(package);
    }
    is_one
}

/// `name-1.2@sha256:…,1234`.
fn split(text: &str) -> Option<(&str, &str, Option<&str>)> {
    let (text, hash) = match text.split_once('@') {
        Some((text, rest)) => (text, rest.split(',').next()),
        None => (text, None),
    };
    let (name, version) = text.rsplit_once('-')?;
    let is_version =
        version.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !version.is_empty();
    is_version.then_some((name, version, hash.and_then(|hash| hash.strip_prefix("sha256:"))))
}

fn stack_lock(input: &mut Input<'_>) -> bool {
    let yaml = input.yaml();
    for item in items(&yaml, "packages") {
        let Some(completed) = item.get("completed") else {
            continue;
        };
        let range = completed.range.clone();
        let found = completed.text("hackage").and_then(split);
        let name = found.map(|(name, _, _)| name).or_else(|| completed.text("name"));
        let Some(name) = name else {
            continue;
        };
        let mut package = PackageFact::new(name, name, input.span(range));
        let version = found.map(|(_, version, _)| version);
        package.version = version.or_else(|| completed.scalar("version")).map(Into::into);
        package
            .checksums
            .extend(found.and_then(|(_, _, hash)| hash).map(|hash| sum("sha256", hash)));
        let url = completed.text("git").or_else(|| completed.text("url"));
        package.source = match (url, completed.text("commit")) {
            (Some(url), Some(commit)) => {
                PackageSource::Git { url: url.into(), revision: Some(commit.into()) }
            }
            (Some(url), None) => PackageSource::Archive { url: url.into() },
            (None, _) => PackageSource::Registry { url: None },
        };
        input.add_package(package);
    }
    yaml.get("packages").or(yaml.get("snapshots")).is_some()
}

fn stack(input: &mut Input<'_>) -> bool {
    let yaml = input.yaml();
    let mut package = root(input, "", 0..0);
    for item in items(&yaml, "extra-deps") {
        if let Some((name, version, _)) = item.as_text().and_then(split) {
            let asked = format!("=={version}");
            package.requirements.push(request(input, name, Some(&asked), item.range.clone()));
        }
    }
    input.add_package(package);
    yaml.get("resolver").or(yaml.get("snapshot")).is_some()
}

/// Sections are indented; `build-depends` may go on over lines.
fn cabal(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let head = fields::paragraphs(text);
    let find = |key: &str| head.iter().flatten().find(|field| field.is(key));
    let Some(name) = find("name") else {
        return false;
    };
    let mut package = root(input, name.value, name.range.clone());
    package.version = find("version").map(|field| field.value.into());
    input.declare("", &mut package);
    package.requirements = depends(input, text, name.value);
    input.add_package(package);
    true
}

fn depends(input: &Input<'_>, text: &str, own: &str) -> Vec<Requirement> {
    let mut found: Vec<Requirement> = Vec::new();
    let mut scope = Scope::Runtime;
    let mut column = None;
    for line in text.lines() {
        let plain = line.trim_start();
        let indent = line.len() - plain.len();
        if plain.is_empty() || plain.starts_with("--") {
            continue;
        }
        let lower = plain.to_ascii_lowercase();
        if indent == 0 {
            scope = match lower.split_whitespace().next().unwrap_or_default() {
                "test-suite" => Scope::Test,
                "benchmark" => Scope::Development,
                "custom-setup" => Scope::Build,
                _ => Scope::Runtime,
            };
        }
        let mut rest = plain;
        let key = ["build-depends:", "setup-depends:", "build-tool-depends:"];
        if let Some(key) = key.into_iter().find(|key| lower.starts_with(key)) {
            column =
                Some((indent, if key.starts_with("build-tool") { Scope::Build } else { scope }));
            rest = &plain[key.len()..];
        } else if !column.is_some_and(|(at, _)| indent > at || plain.starts_with(',')) {
            column = None;
        }
        let Some((_, scope)) = column else {
            continue;
        };
        for part in rest.split(',') {
            let part = part.trim();
            let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            let (name, bounds) = part.split_at(end.unwrap_or(part.len()));
            if name.is_empty() || name == own || bounds.starts_with("::") {
                continue;
            }
            let mut one = request(input, name, Some(bounds.trim()), place_in(text, part));
            one.scope = scope;
            found.push(one);
        }
    }
    found
}
