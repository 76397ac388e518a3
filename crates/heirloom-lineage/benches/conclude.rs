// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How long it takes to say why: causes, duties and questions of products with many wholes.
//!
//! `cargo bench -p heirloom-lineage --bench conclude` prints the figures of two shapes: an image,
//! whose thousands of programs link libraries that many of them share, one in twenty of an unknown
//! license; and a generated product in which every way of use occurs, so that almost every
//! component is a whole. Optional arguments: programs of the image, components of the other.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock and its arguments")]

use std::time::Instant;

use heirloom_lineage::{
    book::LicenseBook,
    conclude::{self, ConcludeLimits},
    judge::Judge,
};
use heirloom_model::{Product, RelationKind};
use heirloom_testkit::generated::{large_image, large_product};

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let n_programs = arguments.next().unwrap_or(10_000);
    let n_components = arguments.next().unwrap_or(3_000);
    let book = LicenseBook::built_in().expect("the built-in facts are valid");
    run(&book, "image", large_image(n_programs));
    run(&book, "every way", large_product(n_components, 10, &RelationKind::ALL[..16]));
}

fn run(book: &LicenseBook, name: &str, product: Product) {
    println!(
        "{name}: {} components, {} relations",
        product.components.len(),
        product.relations.len()
    );
    let start = Instant::now();
    let mut judge = Judge::new(book, product);
    let verdicts = judge.verdicts(0);
    println!("  judged {} wholes: {:?}", verdicts.len(), start.elapsed());
    let start = Instant::now();
    println!(
        "  {} duties: {:?}",
        conclude::all_duties(&judge, 0, &verdicts).len(),
        start.elapsed()
    );
    let start = Instant::now();
    let conclusion = conclude::conclude(&mut judge, 0, &ConcludeLimits::standard());
    let causes = |one: &heirloom_model::WholeConclusion| -> usize {
        one.readings.iter().map(|read| read.causes.len()).sum()
    };
    println!(
        "  concluded, {} causes, {} questions: {:?}",
        conclusion.wholes.iter().map(causes).sum::<usize>(),
        conclusion.questions.len(),
        start.elapsed()
    );
}
