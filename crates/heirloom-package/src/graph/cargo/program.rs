// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs of Rust that were built with `cargo auditable`: the crates and edges that it wrote down
//! in a section, as JSON packed by zlib.

use std::{collections::BTreeSet, io::Read};

use flate2::read::ZlibDecoder;
use heirloom_model::{Owner, PackageFact, PackageSource, Requirement, Scope, Span};

use super::PROGRAM;
use crate::{
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place},
        input::Input,
        programs,
        tree::Tree,
    },
    json,
    purl::Purl,
    value::Value,
};

/// The section in ELF, PE and Mach-O files.
pub(crate) const SECTIONS: &[&str] = &[".dep-v0"];
/// What the section unpacks to at most: a list of some ten thousand crates.
const MAX_LIST: u64 = 4 << 20;

/// Reads the list of crates; each names those that it needs by their numbers.
pub(super) fn program(input: &mut Input<'_>) -> bool {
    let Some(range) = programs::section(input.bytes(), SECTIONS) else { return false };
    let (start, end) = (range.start as u64, range.end as u64);
    let span = Span { start, end, first_line: 1, last_line: 1 };
    let mut list = String::new();
    let unpacked = ZlibDecoder::new(&input.bytes()[range]).take(MAX_LIST).read_to_string(&mut list);
    if unpacked.is_err() {
        input.damaged_part("the list of crates in the program cannot be unpacked");
        return true;
    }
    let (value, damage) = json::read(&list, &input.limits().values);
    if let Some(damage) = damage {
        input.damaged_part(format!("the list of crates in the program: {}", damage.reason));
    }
    let listed = value.get("packages").map(Value::items).unwrap_or_default();
    for (at, entry) in listed.iter().enumerate() {
        let Some(name) = entry.text("name").filter(is_crate_name) else { continue };
        let mut package = PackageFact::new(&at.to_string(), name, span);
        package.version = entry.text("version").map(Into::into);
        package.is_root = entry.get("root").is_some_and(Value::is_true);
        package.source = match entry.text("source") {
            Some(source) if source.starts_with("crates.") => PackageSource::Registry { url: None },
            _ => PackageSource::Unknown,
        };
        package.scope = (entry.text("kind") == Some("build")).then_some(Scope::Build);
        // A number that stands again says nothing new.
        let needed = entry.get("dependencies").map(Value::items).unwrap_or_default();
        let needed = needed.iter().filter_map(|at| at.as_scalar()?.parse::<usize>().ok());
        let needed: BTreeSet<usize> = needed.filter(|at| *at < listed.len()).collect();
        for at in needed {
            let Some(name) = listed[at].text("name").filter(is_crate_name) else { continue };
            let mut requirement = Requirement::new(name, span);
            requirement.resolved = Some(at.to_string().into());
            package.requirements.push(requirement);
        }
        input.add_package(package);
    }
    true
}

/// Whether a crate may be called so: registries take 64 letters.
fn is_crate_name(name: &&str) -> bool {
    !name.is_empty() && name.len() <= 256
}

/// Adds the crates of programs. `own` tells the crate of the tree of a name and version.
pub(super) fn resolve(
    tree: &Tree<'_>,
    builder: &mut Builder,
    own: impl Fn(&PackageFact) -> Option<Node>,
) {
    for file in tree.of_format(PROGRAM) {
        let mut nodes = std::collections::HashMap::new();
        for package in &file.facts.packages {
            let version = package.version.as_deref();
            let known = (package.source == PackageSource::Unknown).then(|| own(package)).flatten();
            let node = known.or_else(|| {
                builder.add(NewPackage {
                    ecosystem: "cargo",
                    name: &package.name,
                    version,
                    purl: Purl::new("cargo", None, &package.name, version).ok(),
                    owner: Owner::ThirdParty,
                    folder: None,
                    source: package.source.clone(),
                })
            });
            let Some(node) = node else { return };
            builder.place(node, place(file, package.span));
            nodes.insert(&*package.key, (node, package));
        }
        for package in &file.facts.packages {
            let (from, _) = nodes[&*package.key];
            for requirement in &package.requirements {
                let key = requirement.resolved.as_deref().unwrap_or_default();
                let Some((to, needed)) = nodes.get(key).filter(|(to, _)| *to != from) else {
                    continue;
                };
                // What serves building alone says so of itself, and is built for building too.
                let scope = match package.scope {
                    Some(_) => Scope::Runtime,
                    None => needed.scope.unwrap_or(Scope::Runtime),
                };
                let edge = NewEdge {
                    scope,
                    scope_is_known: true,
                    condition: None,
                    requested: None,
                    direct: true,
                    places: vec![place(file, requirement.span)],
                };
                builder.connect(from, *to, edge);
            }
        }
    }
}
