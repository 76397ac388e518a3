// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How components are linked, run and copied.

use std::collections::{HashMap, HashSet};

use heirloom_model::{
    Component, ComponentId, Owner, Product, Relation as Link, RelationKind as LinkKind,
    ScanSummary, Scope, TreePath, Tri,
};
use heirloom_package::graph;
use heirloom_sbom::{
    Bill, DESCENDANT_OF, Item, ItemKind, Licensing, Place, Relation, RelationKind, TRAINED_ON,
};

use super::{Owners, plain, posix};

/// How often a default of an ecosystem has to be right to be told.
const SURE: f32 = 0.7;

/// What the ecosystem links into what uses it, as Cargo and Go do, where that is nearly always so. Where
/// packages are loaded when the program runs, that one needs the other says it all.
pub(super) fn of_graph(summary: &ScanSummary, owners: &Owners, bill: &mut Bill) {
    let graph = &summary.inventory.graph;
    let at = |package: heirloom_model::PackageIndex| owners.by_package[package.0 as usize];
    for edge in &graph.edges {
        let is_delivered = matches!(edge.scope, Scope::Runtime | Scope::Optional);
        let (Some(from), Some(to)) = (at(edge.from), at(edge.to)) else { continue };
        if !is_delivered || from == to {
            continue;
        }
        let is_linked = |(kind, strength)| kind == LinkKind::StaticLink && strength >= SURE;
        if graph::linkage(graph, edge).is_some_and(is_linked) {
            let comment = edge.condition.as_deref().map(|condition| format!("if {condition}"));
            let kind = RelationKind::StaticLink;
            bill.relations.push(Relation { from, kind, to, comment });
        }
    }
}

/// What `check` sees: libraries that build files link, programs that are run, code that is copied.
/// Components that no package file names come into the bill with them, but for programs that every
/// system has.
pub(super) fn of_product(
    summary: &ScanSummary,
    product: &Product,
    owners: &Owners,
    with_aside: bool,
    bill: &mut Bill,
) {
    let components: HashMap<&ComponentId, &Component> =
        product.components.iter().map(|one| (&one.id, one)).collect();
    let mut places: HashMap<String, usize> =
        bill.items.iter().enumerate().map(|(at, item)| (item.key.clone(), at)).collect();
    // Parts of the tree that `check` names in its own way are the packages of their folders; the tree
    // itself is what the bill is about.
    let packages = summary.inventory.graph.packages.iter().zip(&owners.by_package);
    let mut folders: HashMap<&TreePath, usize> = packages
        .filter(|(package, _)| package.owner == Owner::Own)
        .filter_map(|(package, at)| Some((package.folder.as_ref()?, (*at)?)))
        .collect();
    let top = TreePath::root();
    folders.extend(owners.whole.map(|whole| (&top, whole)));
    for one in product.components.iter().filter(|one| one.owner == Owner::Own) {
        let Some(folder) = &one.path else { continue };
        // Programs that one folder gives have names behind that of the tree.
        let is_folder = match one.id.as_str().split_once('#') {
            Some((_, part)) => part == folder.to_string(),
            None => true,
        };
        if let Some(&at) = folders.get(folder).filter(|_| is_folder) {
            places.entry(one.id.as_str().to_owned()).or_insert(at);
        }
    }
    // Packages that serve tests alone, and are not listed.
    let packages = summary.inventory.graph.packages.iter().zip(&owners.by_package);
    let unlisted: HashSet<&str> =
        packages.filter(|(_, at)| at.is_none()).map(|(package, _)| package.id.as_str()).collect();
    let said = bill.relations.iter().filter(|one| one.comment.is_none());
    let said: HashSet<(usize, RelationKind, usize)> =
        said.map(|one| (one.from, one.kind.clone(), one.to)).collect();
    let is_listed = |link: &&Link| {
        let is_aside = !matches!(link.scope, Scope::Runtime | Scope::Optional | Scope::Provided);
        link.exists() == Tri::Yes && (with_aside || !is_aside)
    };
    for link in product.relations.iter().filter(is_listed) {
        let Some((kind, remark)) = kind(&link.kind) else { continue };
        let ends = [link.from.as_str(), link.to.as_str()];
        if ends.iter().any(|end| unlisted.contains(end)) || is_of_every_system(link) {
            continue;
        }
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
        let relation = (from, kind, to);
        if said.contains(&relation) {
            continue;
        }
        let (_, kind, _) = relation;
        let remark = remark.map(str::to_owned).into_iter().chain(seen(link));
        let comment: Vec<String> = remark.collect();
        let comment = (!comment.is_empty()).then(|| comment.join("; "));
        bill.relations.push(Relation { from, kind, to, comment });
    }
    // Programs and libraries of ours that came in are parts of what the bill is about.
    bill.hold_the_rest();
}

/// Whether a program is run that POSIX asks every system for.
fn is_of_every_system(link: &Link) -> bool {
    let program = link.to.as_str().strip_prefix("pkg:generic/");
    link.kind == LinkKind::Exec && program.is_some_and(posix::is_utility)
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
        LinkKind::TrainsOn => (RelationKind::Other(TRAINED_ON.into()), None),
        LinkKind::DerivesWeights => (RelationKind::Other(DESCENDANT_OF.into()), None),
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
