// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bills of materials that are given as a source: packages of any ecosystem, with what requires what.
//! Another crate reads them; here they join the graph.

use std::collections::{BTreeMap, HashMap, HashSet};

use heirloom_model::{
    EvidenceMethod, Owner, PackageEdge, PackageFact, PackageFacts, PackageFileKind, PackageGraph,
    PackagePlace, Requirement, Scope, Span, TreePath,
};

use super::{
    builder::{Builder, NewEdge, NewPackage, Node},
    ecosystem::{Ecosystem, Format, Linkage},
    relate::loaded,
    tree::Tree,
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

    /// Documents join the graph before all else ([`join`]).
    fn resolve(&self, _: &Tree<'_>, _: &mut Builder) {}

    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        loaded(edge.scope, 0.3, "bills of materials seldom say how one part uses another")
    }
}

/// What is kept of a package for its edges.
struct Known {
    key: Box<str>,
    node: Node,
    is_root: bool,
    scope: Option<Scope>,
    requirements: Vec<Requirement>,
    span: Span,
}

/// Joins a document, which is taken apart: of a large one there is not room for two.
pub(super) fn join(path: &TreePath, facts: PackageFacts, builder: &mut Builder) {
    let place = |span| PackagePlace { file: path.clone(), span, method: EvidenceMethod::Lockfile };
    let mut known: Vec<Known> = Vec::with_capacity(facts.packages.len());
    for mut fact in facts.packages {
        let key = std::mem::take(&mut fact.key);
        let requirements = std::mem::take(&mut fact.requirements);
        let (is_root, scope, span) = (fact.is_root, fact.scope, fact.span);
        let Some(node) = add(fact, builder) else { return };
        builder.place(node, place(span));
        known.push(Known { key, node, is_root, scope, requirements, span });
    }
    // Of several with one key the last one counts.
    let nodes: HashMap<&str, Node> = known.iter().map(|one| (&*one.key, one.node)).collect();
    let mut required: HashSet<Node> = HashSet::new();
    let edge = |scope: Scope, direct: bool, span| NewEdge {
        scope,
        scope_is_known: true,
        condition: None,
        requested: None,
        direct,
        places: vec![place(span)],
    };
    for one in &known {
        let Some(&from) = nodes.get(&*one.key) else { continue };
        for requirement in &one.requirements {
            let to = requirement.resolved.as_deref().and_then(|key| nodes.get(key));
            let Some(&to) = to.filter(|to| **to != from) else { continue };
            builder.connect(from, to, edge(requirement.scope, true, requirement.span));
            required.insert(to);
        }
    }
    // What nothing is said to require belongs to what the document is about all the same.
    let roots: Vec<Node> = known.iter().filter(|one| one.is_root).map(|one| one.node).collect();
    for one in &known {
        let Some(&node) = nodes.get(&*one.key) else { continue };
        if one.is_root || required.contains(&node) {
            continue;
        }
        for &root in roots.iter().filter(|root| **root != node) {
            let scope = one.scope.unwrap_or(Scope::Runtime);
            builder.connect(root, node, edge(scope, false, one.span));
        }
    }
}

fn add(mut fact: PackageFact, builder: &mut Builder) -> Option<Node> {
    let source = std::mem::take(&mut fact.source);
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
        source,
    })?;
    builder.take_in(node, fact);
    Some(node)
}
