// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How components are linked, run and copied.

use std::collections::{HashMap, HashSet};

use heirloom_model::{
    Component, ComponentId, Owner, Product, Relation as Link, RelationKind as LinkKind,
    ScanSummary, Scope, Tri,
};
use heirloom_package::graph;
use heirloom_sbom::{Bill, Item, ItemKind, Licensing, Place, Relation, RelationKind};

use super::{Owners, plain};

/// What the ecosystem links into what uses it, as Cargo and Go do. Where packages are loaded when the
/// program runs, as everywhere else, that one needs the other says it all.
pub(super) fn of_graph(summary: &ScanSummary, owners: &Owners, bill: &mut Bill) {
    let graph = &summary.inventory.graph;
    let at = |package: heirloom_model::PackageIndex| owners.by_package[package.0 as usize];
    for edge in &graph.edges {
        let is_delivered = matches!(edge.scope, Scope::Runtime | Scope::Optional);
        let (Some(from), Some(to)) = (at(edge.from), at(edge.to)) else { continue };
        if !is_delivered || from == to {
            continue;
        }
        if graph::linkage(graph, edge) == Some(LinkKind::StaticLink) {
            let kind = RelationKind::StaticLink;
            bill.relations.push(Relation { from, kind, to, comment: None });
        }
    }
}

/// What `check` sees: libraries that build files link, programs that are run, code that is copied.
/// Components that no package file names come into the bill with them.
pub(super) fn of_product(product: &Product, with_aside: bool, bill: &mut Bill) {
    let components: HashMap<&ComponentId, &Component> =
        product.components.iter().map(|one| (&one.id, one)).collect();
    let mut places: HashMap<String, usize> =
        bill.items.iter().enumerate().map(|(at, item)| (item.key.clone(), at)).collect();
    let is_static = |one: &&Relation| one.kind == RelationKind::StaticLink;
    let linked: HashSet<(usize, usize)> =
        bill.relations.iter().filter(is_static).map(|one| (one.from, one.to)).collect();
    let is_listed = |link: &&Link| {
        let is_aside = !matches!(link.scope, Scope::Runtime | Scope::Optional | Scope::Provided);
        link.exists() == Tri::Yes && (with_aside || !is_aside)
    };
    for link in product.relations.iter().filter(is_listed) {
        let Some((kind, remark)) = kind(&link.kind) else { continue };
        let mut at = |id: &ComponentId| {
            if let Some(&at) = places.get(id.as_str()) {
                return Some(at);
            }
            let at = bill.items.len();
            bill.items.push(item(components.get(id)?));
            places.insert(id.as_str().to_owned(), at);
            Some(at)
        };
        let (Some(from), Some(to)) = (at(&link.from), at(&link.to)) else { continue };
        if from == to {
            continue;
        }
        // The graph says it already.
        if kind == RelationKind::StaticLink && linked.contains(&(from, to)) {
            continue;
        }
        let remark = remark.map(str::to_owned).into_iter().chain(seen(link));
        let comment: Vec<String> = remark.collect();
        let comment = (!comment.is_empty()).then(|| comment.join("; "));
        bill.relations.push(Relation { from, kind, to, comment });
    }
}

/// Where it is said first.
fn seen(link: &Link) -> Option<String> {
    link.evidence.iter().find_map(|one| {
        let (file, span) = (one.source.as_ref()?, one.span.as_ref());
        let line = span.map(|span| format!(":{}", span.first_line)).unwrap_or_default();
        Some(format!("./{file}{line}"))
    })
}

/// A relation in the words of bills; what SPDX has no word for keeps ours.
fn kind(kind: &LinkKind) -> Option<(RelationKind, Option<&'static str>)> {
    Some(match kind {
        LinkKind::StaticLink => (RelationKind::StaticLink, None),
        LinkKind::DynamicLink => (RelationKind::DynamicLink, None),
        LinkKind::OptionalLoad => (RelationKind::DynamicLink, Some("loaded when it is there")),
        LinkKind::OutputOf => (RelationKind::Other("GENERATED_BY".into()), None),
        // Side by side on one medium: no use of one by the other.
        LinkKind::Aggregate | LinkKind::Syscall => return None,
        other => (RelationKind::Other(other.name().to_ascii_uppercase()), None),
    })
}

/// Whether the identity of a component is a package URL as it stands; parts of a component have names
/// of their own behind it.
fn is_purl(id: &str) -> bool {
    id.starts_with("pkg:") && !id.contains(['#', ' '])
}

/// A component that only relations show.
fn item(component: &Component) -> Item {
    let id = component.id.as_str();
    let stated = |expression: Option<&heirloom_model::Expression>| match expression {
        Some(one) => {
            let folded = one.clone().without_repeated_exceptions();
            Licensing::Stated(plain(&folded.to_string()))
        }
        None => Licensing::Unknown,
    };
    let license = &component.license;
    let place = component.path.as_ref().filter(|path| !path.is_root());
    Item {
        key: id.to_owned(),
        kind: match component.owner {
            Owner::Own => ItemKind::Application,
            Owner::ThirdParty => ItemKind::Library,
        },
        name: component.name.to_string(),
        version: component.version.as_deref().map(str::to_owned),
        purl: is_purl(id).then(|| id.to_owned()),
        declared: stated(license.declared.as_ref()),
        concluded: stated(license.concluded.as_ref()),
        places: place
            .map(|path| Place { file: path.to_string(), line: None })
            .into_iter()
            .collect(),
        ..Item::default()
    }
}
