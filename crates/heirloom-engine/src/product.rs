// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A product from what was found: packages and their graph, programs that source text runs, libraries
//! that are linked, images,
//! models, kernel modules, files under licenses of their own; and from what people state, which
//! wins for what it says.
//!
//! Each source of relations is one [`RelationSource`] in a file of its own. A later reader, such as
//! one of object files, adds its facts to [`Found`] and its source to [`SOURCES`].

mod containers;
mod copies;
mod distributions;
mod draft;
mod folders;
mod found;
mod gomains;
mod holders;
mod installed;
mod kernel;
mod libraries;
mod links;
mod loads;
mod models;
mod not_followed;
mod notices;
mod outgoing;
mod programs;
mod relinking;
mod reserved;
mod scope;
mod stated;
mod vendored;
mod wholes;

use std::collections::HashSet;

use heirloom_lineage::stated::StatedProduct;
use heirloom_model::{ComponentId, DeliveryKind, Owner, Problem, Product, Relation, RelationKind};
use heirloom_package::graph::{self, GraphLimits};

use draft::Draft;

use crate::{ScanResult, beside};

pub(crate) use found::Found;

/// Something that relations can be learned from.
trait RelationSource: Sync {
    /// Adds what was found to the draft.
    fn join(&self, found: &Found, draft: &mut Draft);
}

/// Every source, in the order in which they add to the product.
const SOURCES: &[&dyn RelationSource] = &[
    &kernel::Kernel,
    &models::Models,
    &containers::Containers,
    &programs::Programs,
    &links::Links,
    &loads::Loads,
    &copies::Copies,
    &reserved::Reserved,
    &notices::Notices,
];

/// Joins everything into a product; what package files say that could not be joined is a problem.
pub(crate) fn product(
    found: &mut Found,
    scan: &ScanResult,
    stated: &StatedProduct,
    assumed: DeliveryKind,
) -> (Product, Vec<Problem>) {
    let summary = &scan.summary;
    let limits = GraphLimits::standard();
    let mut packages = std::mem::take(&mut found.packages);
    // What Dockerfiles and compose files name joins with what they run and copy ([`containers`]).
    packages.retain(|(_, facts)| &*facts.ecosystem != graph::IMAGES);
    let graph = beside::resolve(packages, &scan.beside.files, &[], &limits);
    let (components, mut relations) = graph::relations(&graph);
    // Modules of ours that a parent names are delivered by those who use them.
    let own: HashSet<&ComponentId> =
        components.iter().filter(|one| one.owner == Owner::Own).map(|one| &one.id).collect();
    let is_module = |one: &Relation| own.contains(&one.from) && own.contains(&one.to);
    relations.retain(|one| one.kind != RelationKind::Aggregate || !is_module(one));
    let mut draft = Draft::new(components, relations, graph.problems);
    draft.set_aside(&found.aside);
    draft.state_components(stated);
    draft.ensure_own(summary, stated);
    vendored::join(found, summary, &mut draft);
    draft.licenses(found, summary);
    found.copyrights.settle(&mut draft);
    draft.is_source = outgoing::is_source(stated, assumed);
    wholes::split(found, stated, &mut draft);
    holders::settle(found, &mut draft);
    outgoing::narrow(found, &mut draft);
    for source in SOURCES {
        source.join(found, &mut draft);
    }
    vendored::part_programs(&mut draft);
    wholes::settle(found, &mut draft);
    not_followed::tell(found, &mut draft);
    gomains::split(found, stated, &mut draft);
    distributions::settle(&mut draft);
    draft.state_relations(stated);
    // Once more, for those that relations brought in.
    draft.state_components(stated);
    relinking::settle(stated, &mut draft);
    draft.finish(stated, assumed)
}

#[cfg(test)]
mod tests;
