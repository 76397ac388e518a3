// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bills of materials that are given as a source: packages of any ecosystem, with what requires what.
//! Another crate reads them; here they join the graph.

use std::collections::{BTreeMap, HashMap, HashSet};

use heirloom_model::{Owner, PackageEdge, PackageFact, PackageFileKind, PackageGraph, Scope};

use super::{
    builder::{Builder, NewEdge, NewPackage, Node, place},
    ecosystem::{Ecosystem, Format, Linkage},
    relate::loaded,
    tree::{File, Tree},
};
use crate::purl::Purl;

/// What facts of a bill of materials are called by.
pub const BILL: &str = "bill";

pub(crate) struct Bill;

impl Ecosystem for Bill {
    fn purl_type(&self) -> &'static str {
        BILL
    }

    fn formats(&self) -> &'static [Format] {
        &[Format {
            name: "bill-of-materials",
            kind: PackageFileKind::Lock,
            files: &[],
            takes: "CycloneDX, SPDX and Syft's own, given as the source: packages, relations, licenses, checksums",
            read: |_| false,
        }]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        for file in tree.files() {
            join(*file, builder);
        }
    }

    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        loaded(edge.scope, 0.3, "bills of materials seldom say how one part uses another")
    }
}

fn join(file: File<'_>, builder: &mut Builder) {
    let mut nodes: HashMap<&str, Node> = HashMap::new();
    let mut roots: Vec<Node> = Vec::new();
    for fact in &file.facts.packages {
        let Some(node) = add(file, fact, builder) else { return };
        nodes.insert(&fact.key, node);
        if fact.is_root {
            roots.push(node);
        }
    }
    let mut required: HashSet<Node> = HashSet::new();
    let edge = |scope: Scope, direct: bool, span| NewEdge {
        scope,
        scope_is_known: true,
        condition: None,
        requested: None,
        direct,
        places: vec![place(file, span)],
    };
    for fact in &file.facts.packages {
        let Some(&from) = nodes.get(&*fact.key) else { continue };
        for requirement in &fact.requirements {
            let to = requirement.resolved.as_deref().and_then(|key| nodes.get(key));
            let Some(&to) = to.filter(|to| **to != from) else { continue };
            builder.connect(from, to, edge(requirement.scope, true, requirement.span));
            required.insert(to);
        }
    }
    // What nothing is said to require belongs to what the document is about all the same.
    for fact in &file.facts.packages {
        let Some(&node) = nodes.get(&*fact.key) else { continue };
        if fact.is_root || required.contains(&node) {
            continue;
        }
        for &root in roots.iter().filter(|root| **root != node) {
            let scope = fact.scope.unwrap_or(Scope::Runtime);
            builder.connect(root, node, edge(scope, false, fact.span));
        }
    }
}

fn add(file: File<'_>, fact: &PackageFact, builder: &mut Builder) -> Option<Node> {
    let ecosystem = fact.ecosystem.as_deref().unwrap_or("generic");
    let (namespace, name) = match ecosystem {
        "maven" => fact.name.split_once(':'),
        _ => fact.name.rsplit_once('/'),
    }
    .map_or((None, &*fact.name), |(namespace, name)| (Some(namespace), name));
    let qualifiers: BTreeMap<String, String> =
        fact.qualifiers.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    let version = fact.version.as_deref();
    let purl = Purl::with_parts(ecosystem, namespace, name, version, qualifiers, None).ok();
    let node = builder.add(NewPackage {
        ecosystem,
        name: &fact.name,
        version,
        purl,
        owner: if fact.is_root { Owner::Own } else { Owner::ThirdParty },
        folder: None,
        source: fact.source.clone(),
    })?;
    builder.place(node, place(file, fact.span));
    builder.set_nature(node, fact.nature);
    builder.add_checksums(node, &fact.checksums);
    builder.add_licenses(node, &fact.licenses);
    builder.describe(node, fact);
    Some(node)
}
