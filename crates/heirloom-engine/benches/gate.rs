// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How long a policy takes to decide about a large product.
//!
//! `cargo bench -p heirloom-engine --bench gate` prints the figures of a generated product: each
//! component uses ten of the two thousand below it, one in fifty in a circle; half are under some
//! copyleft. Almost every way of use makes wholes, which is the worst case; with `linked` as the
//! first argument parts are linked, as in most products. Optional arguments: components, relations
//! of each.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock and its arguments")]

use std::time::Instant;

use heirloom_engine::{
    Gate, gate,
    policy::{Date, Starter},
};
use heirloom_lineage::{book::LicenseBook, conclude, judge::Judge};
use heirloom_model::{
    Component, ComponentId, Delivery, DeliveryConclusion, DeliveryKind, Evidence, Expression,
    Facts, Product, Relation, RelationKind,
};

const LICENSES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-3-Clause",
    "MIT OR Apache-2.0",
    "MPL-2.0",
    "LGPL-2.1-or-later",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "AGPL-3.0-only",
    "BSD-2-Clause AND MIT",
    "GPL-2.0-only OR MIT",
];

/// Numbers that look random and are the same on every run (Steele and others, SplitMix, 2014).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).expect("below a usize")
    }
}

fn product(n_components: usize, n_each: usize, kinds: &[RelationKind]) -> Product {
    let mut numbers = Numbers(1);
    let id = |index: usize| ComponentId::new(&format!("pkg:generic/c{index}@1")).expect("a name");
    let mut product = Product::default();
    for index in 0..n_components {
        let mut component = Component::third_party(id(index));
        if index == 0 {
            component = Component::own(id(0));
        } else {
            let text = LICENSES[numbers.below(LICENSES.len())];
            component.license.concluded = Some(Expression::parse(text).expect("an expression"));
        }
        product.components.push(component);
    }
    for from in 0..n_components {
        for _ in 0..n_each {
            // Mostly downward; now and then to a neighbor and back, which makes a circle.
            let circle = numbers.below(50) == 0;
            let to = from + 1 + if circle { 0 } else { numbers.below(2_000) };
            if to >= n_components {
                continue;
            }
            if circle {
                product.relations.push(stated(id(to), id(from), RelationKind::StaticLink));
            }
            let kind = kinds[numbers.below(kinds.len())];
            product.relations.push(stated(id(from), id(to), kind));
        }
    }
    product.deliveries.push(Delivery {
        name: "shipped".into(),
        kind: DeliveryKind::Binary,
        roots: vec![id(0)],
        monthly_users: None,
        facts: Facts::default(),
    });
    product
}

fn stated(from: ComponentId, to: ComponentId, kind: RelationKind) -> Relation {
    let mut relation = Relation::new(from, to, kind);
    relation.evidence.push(Evidence::statement(None, None, "generated"));
    relation
}

fn main() {
    let linked = std::env::args().any(|argument| argument == "linked");
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let n_components = arguments.next().unwrap_or(100_000);
    let n_each = arguments.next().unwrap_or(10);
    let kinds: &[RelationKind] = match linked {
        true => &[RelationKind::StaticLink, RelationKind::DynamicLink, RelationKind::CompiledIn],
        false => &RelationKind::ALL[..16],
    };
    let book = LicenseBook::built_in().expect("the built-in facts are valid");
    let product = product(n_components, n_each, kinds);
    println!("components {n_components}, relations {}", product.relations.len());
    let start = Instant::now();
    let judge = Judge::new(&book, product);
    let conclusions = [DeliveryConclusion {
        name: "shipped".into(),
        kind: DeliveryKind::Binary,
        wholes: Vec::new(),
        duties: conclude::all_duties(&judge, 0, &judge.verdicts(0)),
        questions: Vec::new(),
    }];
    println!("judged, with duties: {:?}", start.elapsed());
    for starter in Starter::ALL {
        let gate = Gate {
            policy: std::sync::Arc::new(starter.policy()),
            ..Gate::standard(Date::new(2026, 6, 15).expect("a day"))
        };
        let start = Instant::now();
        let conclusion = gate::decide(&judge, &conclusions, &gate);
        let totals = conclusion.totals;
        println!(
            "{:12} {:?}: {} subjects, {} rejected, {} findings given",
            starter.name,
            start.elapsed(),
            totals.n_subjects(),
            totals.rejected,
            conclusion.findings.len()
        );
    }
}
