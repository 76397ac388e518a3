// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Rows about packages and who requires whom.
//!
//! The path of such a row is the folder of the package's files, or the file that says the fact.

use heirloom_model::{
    Inventory, Package, PackageContents, PackageEdge, PackageGraph, PackagePlace, PackageSource,
    RelationKind, Span,
};

use super::{Row, Shared, push, reason, text};
use crate::wire::{
    FileRoleWire, MethodWire, NatureWire, OwnerWire, RoleWire, ScopeWire, Uses, Word,
};

pub(super) fn rows(inventory: &Inventory, out: &mut String) {
    let uses = Uses::new(&inventory.graph);
    for (index, package, contents) in inventory.iter() {
        component(package, contents, out);
        needed(package, &uses, index.0 as usize, out);
    }
    for edge in &inventory.graph.edges {
        dependency(&inventory.graph, edge, out);
    }
}

fn component(package: &Package, contents: &PackageContents, out: &mut String) {
    let shared = Shared {
        path: text(package.folder.as_ref()),
        concluded: text(contents.concluded.as_ref().map(|concluded| &concluded.expression)),
        detected: String::new(),
        role: FileRoleWire::from(contents.role).word(),
    };
    let version = text(package.version.as_ref());
    let detail = format!(
        "{} {} {version}; {}; {}",
        package.ecosystem,
        package.name,
        NatureWire::from(package.nature).word(),
        contents.concluded.as_ref().map(reason).unwrap_or_default(),
    );
    let sum = Row {
        fact: "component",
        value: package.id.as_str().to_owned(),
        kind: OwnerWire::from(package.owner).word(),
        detail,
        files: Some(contents.n_files),
        bytes: Some(contents.n_bytes),
        ..Row::default()
    };
    push(&shared, &sum, out);
    let mut about = |fact, value: String, kind: &str| {
        // Each row names its component, so that any filter works.
        let detail = package.id.as_str().to_owned();
        push(&shared, &Row { fact, value, kind, detail, ..Row::default() }, out);
    };
    if let Some(purl) = package.purl.as_deref().filter(|purl| *purl != package.id.as_str()) {
        about("component-purl", purl.to_owned(), "");
    }
    for license in &package.licenses {
        about("component-license", license.as_written.to_string(), "as-written");
    }
    if let Some(declared) = &contents.declared {
        about("component-license", declared.to_string(), "declared");
    }
    for (license, n_files) in &contents.licenses {
        about("component-license", format!("{license} ({n_files})"), "detected");
    }
    for license in contents.undeclared() {
        about("component-license", license.to_string(), "undeclared");
    }
    for holder in contents.holders.keys() {
        about("component-holder", holder.to_string(), "");
    }
    described(package, &mut about);
    for place in &package.places {
        at(place, "component-place", package.id.as_str(), out);
    }
}

/// What the tree needs a package for, and whether a root itself uses it.
fn needed(package: &Package, uses: &Uses, at: usize, out: &mut String) {
    let Some(scope) = uses.scopes[at] else { return };
    let value = match (uses.is_root[at], uses.is_direct[at]) {
        (true, _) => "root",
        (false, true) => "direct",
        (false, false) => "transitive",
    };
    let shared = Shared { path: text(package.folder.as_ref()), ..Shared::default() };
    let row = Row {
        fact: "component-need",
        value: value.to_owned(),
        kind: ScopeWire::from(scope).word(),
        detail: package.id.as_str().to_owned(),
        ..Row::default()
    };
    push(&shared, &row, out);
}

fn described(package: &Package, about: &mut impl FnMut(&'static str, String, &str)) {
    match &package.source {
        PackageSource::Unknown => {}
        PackageSource::Registry { url } => {
            about("component-source", text(url.as_ref()), "registry")
        }
        PackageSource::Git { url, revision } => {
            let revision = revision.as_deref().map(|at| format!("#{at}")).unwrap_or_default();
            about("component-source", format!("{url}{revision}"), "git");
        }
        PackageSource::Archive { url } => about("component-source", url.to_string(), "archive"),
        PackageSource::Path { path } => about("component-source", path.to_string(), "path"),
    }
    for checksum in &package.checksums {
        about("component-checksum", checksum.value.to_string(), &checksum.algorithm);
    }
    let words = &package.about;
    let told = [
        ("description", &words.description),
        ("homepage", &words.homepage),
        ("repository", &words.repository),
        ("download", &words.download),
        ("source-archive", &words.source_archive),
    ];
    for (kind, value) in told {
        if let Some(value) = value {
            about("component-about", value.to_string(), kind);
        }
    }
    for party in &words.parties {
        about("component-party", party.name.to_string(), RoleWire::from(party.role).word());
    }
    if let Some((name, version)) = &package.built_from {
        let version = version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
        about("component-built-from", format!("{name}{version}"), "");
    }
}

fn dependency(graph: &PackageGraph, edge: &PackageEdge, out: &mut String) {
    let (from, to) = (graph.package(edge.from), graph.package(edge.to));
    let shared = Shared { path: text(from.folder.as_ref()), ..Shared::default() };
    let mut detail = format!("from {}", from.id.as_str());
    let known = [
        ("requested", edge.requested.as_deref()),
        ("if", edge.condition.as_deref()),
        ("", (!edge.direct).then_some("indirect")),
        ("", (!edge.scope_is_known).then_some("usual scope")),
        ("linkage", edge.linkage.map(RelationKind::name)),
    ];
    for (name, value) in known.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        detail.push_str("; ");
        detail.push_str(name);
        detail.push_str(if name.is_empty() { "" } else { " " });
        detail.push_str(value);
    }
    let row = Row {
        fact: "dependency",
        value: to.id.as_str().to_owned(),
        kind: ScopeWire::from(edge.scope).word(),
        detail,
        ..Row::default()
    };
    push(&shared, &row, out);
    let both = format!("{} -> {}", from.id.as_str(), to.id.as_str());
    for place in &edge.places {
        at(place, "dependency-place", &both, out);
    }
}

/// A place that describes something.
fn at(place: &PackagePlace, fact: &'static str, of: &str, out: &mut String) {
    let shared = Shared { path: place.file.to_string(), ..Shared::default() };
    let line = place.span.first_line;
    let row = Row {
        fact,
        value: of.to_owned(),
        kind: MethodWire::from(place.method).word(),
        span: Some(Span { first_line: line, last_line: line, ..Span::default() }),
        ..Row::default()
    };
    push(&shared, &row, out);
}
