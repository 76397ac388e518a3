// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From the package graph to components and relations of a product.
//!
//! A lock file proves *that* one package needs another; *how* it uses it is the ecosystem's default
//! until object files or source text say more. So each relation carries both evidences: the place
//! in the file, and the default with its reason.

use std::collections::BTreeMap;

use heirloom_model::{
    Component, ComponentLicense, Evidence, EvidenceMethod, Manifest, Owner, Package, PackageEdge,
    PackageGraph, PackagePlace, Relation, RelationKind, Scope, Tri,
};

use super::{
    BILL,
    ecosystem::{Linkage, WEAK, ecosystem_of},
    npm::systems::is_of_system,
};
use crate::license;

/// A tool wrote down what it resolved; wrong only when the file is stale or was merged by hand.
const LOCK_STRENGTH: f32 = 0.95;
/// A person asked for it; what is asked for may be unused, and other versions may come.
const MANIFEST_STRENGTH: f32 = 0.9;
/// Of packages for several systems one is taken, and nothing says which.
const ONE_OF_SEVERAL_STRENGTH: f32 = 0.1;
/// The database names what may be used where it is installed.
const LEFT_OPEN_STRENGTH: f32 = 0.05;
/// Files lie where the ecosystem looks for them.
const LAYOUT_STRENGTH: f32 = 0.8;

/// The packages as components, and their edges as relations. Both sorted.
pub fn relations(graph: &PackageGraph) -> (Vec<Component>, Vec<Relation>) {
    let mut components: Vec<Component> = graph.packages.iter().map(component).collect();
    components.sort_by(|a, b| a.id.cmp(&b.id));
    let mut relations: BTreeMap<_, Relation> = BTreeMap::new();
    for edge in &graph.edges {
        let from = graph.package(edge.from);
        // Packages of types that no reader makes come from bills of materials.
        let ecosystem = ecosystem_of(&from.ecosystem).or_else(|| ecosystem_of(BILL));
        let Some(ecosystem) = ecosystem else { continue };
        let linkage = ecosystem.linkage(graph, edge);
        let to = graph.package(edge.to);
        let relation = relation(from, to, edge, linkage);
        let key = (from.id.clone(), to.id.clone(), relation.kind, relation.scope);
        match relations.get_mut(&key) {
            Some(known) => merge(known, relation),
            None => {
                relations.insert(key, relation);
            }
        }
    }
    (components, relations.into_values().collect())
}

/// How the ecosystem of the requiring package uses what an edge leads to, by default, and how often
/// that is right (0 to 1); `None` for an ecosystem that has no default.
pub fn linkage(graph: &PackageGraph, edge: &PackageEdge) -> Option<(RelationKind, f32)> {
    let from = graph.package(edge.from);
    let usual = ecosystem_of(&from.ecosystem)?.linkage(graph, edge);
    Some((usual.kind, usual.strength))
}

/// Writes into each edge how its ecosystem uses what it leads to by default.
pub(super) fn tell_linkages(graph: &mut PackageGraph) {
    let kinds = graph.edges.iter().map(|edge| linkage(graph, edge).map(|(kind, _)| kind));
    let kinds: Vec<Option<RelationKind>> = kinds.collect();
    for (edge, kind) in graph.edges.iter_mut().zip(kinds) {
        edge.linkage = kind;
    }
}

/// Two edges between the same packages differ in their conditions; the default counts once.
fn merge(known: &mut Relation, other: Relation) {
    for evidence in other.evidence {
        if !known.evidence.contains(&evidence) {
            known.evidence.push(evidence);
        }
    }
}

fn component(package: &Package) -> Component {
    let mut component = match package.owner {
        Owner::Own => Component::own(package.id.clone()),
        Owner::ThirdParty => Component::third_party(package.id.clone()),
    };
    component.name = package.name.clone();
    component.version = package.version.clone();
    component.license = ComponentLicense { declared: declared(package), ..Default::default() };
    component.path = package.folder.clone();
    if package.owner == Owner::ThirdParty && package.folder.is_none() {
        // It comes from its registry when the product is built.
        component.modified = Tri::No;
    }
    component
}

fn declared(package: &Package) -> Option<heirloom_model::Expression> {
    license::declared_expression(&Manifest {
        ecosystem: (*package.ecosystem).into(),
        name: None,
        version: None,
        licenses: package.licenses.clone(),
        parties: Vec::new(),
        homepage: None,
        repository: None,
    })
}

fn relation(from: &Package, to: &Package, edge: &PackageEdge, linkage: Linkage) -> Relation {
    let mut relation = Relation::new(from.id.clone(), to.id.clone(), linkage.kind);
    relation.scope = linkage.scope;
    let places = edge.places.iter().map(|place| evidence(place, edge));
    // That both are installed does not say that the one uses the other.
    let weakened = places.map(|mut one| {
        if linkage.strength <= WEAK && one.method == EvidenceMethod::Layout {
            one.strength = LEFT_OPEN_STRENGTH;
        }
        one
    });
    relation.evidence = weakened.collect();
    relation.evidence.push(Evidence {
        source: None,
        span: None,
        method: EvidenceMethod::EcosystemDefault,
        strength: if is_one_of_several(edge) { ONE_OF_SEVERAL_STRENGTH } else { linkage.strength },
        note: linkage.note.into(),
    });
    relation
}

/// Whether a package is for some systems alone and does not lie in the tree.
fn is_one_of_several(edge: &PackageEdge) -> bool {
    edge.condition.as_deref().is_some_and(is_of_system)
        && edge.places.iter().all(|place| place.method != EvidenceMethod::Layout)
}

fn evidence(place: &PackagePlace, edge: &PackageEdge) -> Evidence {
    let strength = match place.method {
        _ if is_one_of_several(edge) => ONE_OF_SEVERAL_STRENGTH,
        EvidenceMethod::Lockfile | EvidenceMethod::ObjectFile => LOCK_STRENGTH,
        EvidenceMethod::Layout => LAYOUT_STRENGTH,
        _ => MANIFEST_STRENGTH,
    };
    let mut note = edge.requested.as_deref().unwrap_or_default().to_owned();
    if let Some(condition) = &edge.condition {
        let space = if note.is_empty() { "" } else { " " };
        note = format!("{note}{space}if {condition}");
    }
    if !edge.direct {
        let comma = if note.is_empty() { "" } else { ", " };
        note = format!("{note}{comma}indirect");
    }
    Evidence {
        source: Some(place.file.clone()),
        span: Some(place.span),
        method: place.method,
        strength,
        note: note.into(),
    }
}

/// How packages that are loaded at run time are used: optional ones only when they are there.
pub(super) fn loaded(scope: Scope, strength: f32, note: &'static str) -> Linkage {
    let kind = match scope {
        Scope::Optional => RelationKind::OptionalLoad,
        Scope::Build => RelationKind::BuildTool,
        _ => RelationKind::DynamicLink,
    };
    Linkage { kind, scope, strength, note }
}
