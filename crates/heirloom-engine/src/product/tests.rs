// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Products of small trees, from files to relations.

mod around;
mod containers;
mod copies;
mod distributions;
mod gomains;
mod inside;
mod kernel;
mod links;
mod models;
mod outgoing;
mod parts;
mod programs;
mod relinking;
mod reserved;
mod vendored;
mod wholes;

use std::{
    num::NonZeroUsize,
    sync::{Arc, atomic::AtomicBool},
};

use heirloom_model::{Component, DeliveryKind, FactKind, Product, Relation, TreePath, Tri};
use heirloom_policy::Date;
use heirloom_testkit::World;

use crate::{
    Gate, Limits, ScanRequest, ScanResult, Selection, Silent, SourceSpec, Want,
    check::{CheckRequest, survey},
};

/// What is made of a tree, with the scan's summary.
fn surveyed(fixture: &str, stated: &str) -> (ScanResult, Product) {
    let tree = World::parse(fixture).on_disk();
    let temporary = tempfile::tempdir().unwrap();
    let scan = ScanRequest {
        source: SourceSpec::Path(tree.root().into()),
        source_name: "app".into(),
        selection: Selection::everything(),
        limits: Limits::standard(),
        threads: NonZeroUsize::MIN,
        cache: None,
        is_bill: false,
        temporary: temporary.path().into(),
        rules: Arc::new(crate::built_in()),
        curations: Vec::new(),
        want: Want::ALL,
        repositories: Vec::new(),
        bases: Vec::new(),
    };
    let stated = crate::parse_stated(&TreePath::root(), stated.as_bytes()).unwrap();
    let as_of = Date::new(2026, 6, 15).unwrap();
    let gate = Gate::standard(as_of);
    let request = CheckRequest { scan, stated, assumed: DeliveryKind::Binary, gate, sources: None };
    survey(&request, &Silent, &AtomicBool::new(false)).unwrap()
}

/// The relations of a tree, one a line: `kind scope from -> to (yes|unknown) place`.
#[track_caller]
fn check(fixture: &str, expect: &[&str]) -> Product {
    let (_, product) = surveyed(fixture, "");
    let lines: Vec<String> = product.relations.iter().map(line).collect();
    assert_eq!(lines, expect);
    product
}

fn line(relation: &Relation) -> String {
    let place = relation.evidence.first().map_or_else(String::new, |one| {
        let source = one.source.as_ref().map(ToString::to_string).unwrap_or_default();
        let line = one.span.map(|span| format!(":{}", span.first_line)).unwrap_or_default();
        format!("{source}{line}")
    });
    let doubt = if relation.exists() == Tri::Yes { "" } else { "perhaps " };
    let facts: Vec<&str> = relation.facts.iter().map(|(kind, _)| kind.name()).collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" {}", facts.join(" ")) };
    let (kind, scope) = (relation.kind.name(), relation.scope.name());
    format!("{doubt}{kind} {scope} {} -> {} {place}{facts}", relation.from, relation.to)
}

#[track_caller]
fn component<'a>(product: &'a Product, id: &str) -> &'a Component {
    let found = product.components.iter().find(|component| component.id.as_str() == id);
    found.unwrap_or_else(|| {
        let ids: Vec<&str> = product.components.iter().map(|one| one.id.as_str()).collect();
        panic!("no {id} among {ids:?}")
    })
}

fn roots(product: &Product) -> Vec<&str> {
    product.deliveries[0].roots.iter().map(|root| root.as_str()).collect()
}

#[test]
fn what_is_stated_wins_for_what_it_states() {
    let fixture = "
        //- run.sh
        #!/bin/sh
        rsync -a x y
        ";
    let stated = "
        [[relations]]
        from = 'app'
        to = 'pkg:generic/rsync'
        kind = 'exec'
        facts = { intimate_data = 'no' }
        reason = 'arguments alone'
        author = 'Jane'
        ";
    let (_, product) = surveyed(fixture, stated);
    let [relation] = &*product.relations else { panic!("{:?}", product.relations) };
    assert_eq!(relation.facts.value(FactKind::IntimateData), Tri::No);
    assert_eq!(relation.evidence.len(), 2);
}
