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
use heirloom_model::{DeliveryConclusion, DeliveryKind, RelationKind};
use heirloom_testkit::generated::large_product;

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
    let product = large_product(n_components, n_each, kinds);
    println!("components {n_components}, relations {}", product.relations.len());
    let start = Instant::now();
    let judge = Judge::new(&book, product);
    let conclusions = [DeliveryConclusion {
        name: "shipped".into(),
        kind: DeliveryKind::Binary,
        wholes: Vec::new(),
        duties: conclude::all_duties(&judge, 0, &judge.verdicts(0)),
        prohibitions: Vec::new(),
        endings: Vec::new(),
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
