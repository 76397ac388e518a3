// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Nix: the lock of a flake.

use std::collections::HashMap;

use heirloom_model::{PackageFact, PackageFileKind, PackageSource, RelationKind, Requirement};

use super::{Simple, entries, plain_of, repository, request, sum};
use crate::{
    graph::{ecosystem::Format, input::Input, plain::Named},
    purl::Purl,
    value::{Data, Value},
};

const LOCK: &str = "flake-lock";

pub(super) static NIX: Simple = Simple {
    plain: plain_of("nix", &[], &[LOCK], purl),
    formats: &[Format {
        name: LOCK,
        kind: PackageFileKind::Lock,
        files: &["flake.lock"],
        takes: "inputs with repositories, revisions and checksums, edges, inputs that follow others",
        read: lock,
    }],
    usual: (RelationKind::BuildTool, 0.6, "inputs of a flake are what it is built with"),
};

fn purl(named: Named<'_>) -> Option<Purl> {
    repository::purl(named.name, named.version, named.source)
}

/// The nodes by their names.
type Nodes<'a, 'b> = HashMap<&'b str, &'b Value<'a>>;

fn lock(input: &mut Input<'_>) -> bool {
    let json = input.json();
    let start = json.text("root").unwrap_or("root").to_owned();
    let Some(nodes) = json.get("nodes") else {
        return false;
    };
    let index: Nodes<'_, '_> = nodes.entries().iter().map(|(key, node)| (&**key, node)).collect();
    for (key, node) in nodes.entries() {
        let mut package = PackageFact::new(key, key, input.span(node.range.clone()));
        package.is_root = **key == start;
        let part = |name: &str| node.at(&["locked", name]).and_then(Value::as_text);
        let revision = part("rev");
        package.version = revision.map(Into::into);
        package.checksums.extend(part("narHash").map(|value| sum("nar", value)));
        package.source = source(&part);
        for (name, to) in entries(node, "inputs") {
            package.requirements.extend(requirement(input, &index, &start, name, to));
        }
        if package.is_root {
            package.name = "".into();
        }
        input.add_package(package);
    }
    true
}

fn source<'a>(part: &impl Fn(&str) -> Option<&'a str>) -> PackageSource {
    let revision = part("rev").map(Into::into);
    let host = match part("type") {
        Some("github") => part("host").unwrap_or("github.com"),
        Some("gitlab") => part("host").unwrap_or("gitlab.com"),
        Some("sourcehut") => part("host").unwrap_or("git.sr.ht"),
        Some("path") => {
            return PackageSource::Path { path: part("path").unwrap_or_default().into() };
        }
        Some("git" | "hg") => {
            return PackageSource::Git { url: part("url").unwrap_or_default().into(), revision };
        }
        _ => {
            return match part("url") {
                Some(url) => PackageSource::Archive { url: url.into() },
                None => PackageSource::Unknown,
            };
        }
    };
    let (owner, name) = (part("owner").unwrap_or_default(), part("repo").unwrap_or_default());
    PackageSource::Git { url: format!("https://{host}/{owner}/{name}").into(), revision }
}

/// A name is a node; a list is a path of inputs from the root, which another input follows.
fn requirement(
    input: &Input<'_>,
    nodes: &Nodes<'_, '_>,
    start: &str,
    name: &str,
    to: &Value<'_>,
) -> Option<Requirement> {
    const MAX_STEPS: usize = 64;
    let mut n_left = MAX_STEPS;
    let node = follow(nodes, start, to, &mut n_left)?;
    let mut one = request(input, name, None, to.range.clone());
    one.resolved = Some(node.into());
    Some(one)
}

fn follow<'a>(
    nodes: &'a Nodes<'_, '_>,
    start: &'a str,
    to: &'a Value<'_>,
    n_left: &mut usize,
) -> Option<&'a str> {
    match &to.data {
        Data::Text(key) => Some(key),
        Data::List(path) => {
            let mut at = start;
            for step in path {
                *n_left = n_left.checked_sub(1)?;
                let next = nodes.get(at).copied()?.get("inputs")?.get(step.as_text()?)?;
                at = follow(nodes, start, next, n_left)?;
            }
            Some(at)
        }
        _ => None,
    }
}
