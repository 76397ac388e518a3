// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How long a large product takes to judge, and one changed relation.
//!
//! `cargo bench -p heirloom-lineage` prints the figures of a generated product: each
//! component uses ten of the two thousand below it, one in fifty in a circle; half are under some
//! copyleft, every way of use occurs. Optional arguments: components, relations of each.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock and its arguments")]

use std::time::{Duration, Instant};

use heirloom_lineage::{book::LicenseBook, judge::Judge};
use heirloom_model::RelationKind;
use heirloom_testkit::generated::{Numbers, large_product};

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let n_components = arguments.next().unwrap_or(100_000);
    let n_each = arguments.next().unwrap_or(10);
    let book = LicenseBook::built_in().expect("the built-in facts are valid");
    let product = large_product(n_components, n_each, &RelationKind::ALL[..16]);
    let n_relations = product.relations.len();
    println!("components {n_components}, relations {n_relations}");
    let start = Instant::now();
    let mut judge = Judge::new(&book, product);
    println!("closures: {:?}", start.elapsed());
    let verdicts = judge.verdicts(0);
    println!("judged {} wholes: {:?} in all", verdicts.len(), start.elapsed());
    let mut numbers = Numbers(2);
    let mut times: Vec<Duration> = (0..200)
        .map(|_| {
            let index = u32::try_from(numbers.below(n_relations)).expect("fewer than 2^32");
            let mut relation = judge.product().relations[index as usize].clone();
            relation.kind = RelationKind::ALL[numbers.below(16)];
            let start = Instant::now();
            judge.replace(index, relation);
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!("one changed relation: median {:?}, 95 % {:?}, most {:?}", at(50), at(95), at(100));
}
