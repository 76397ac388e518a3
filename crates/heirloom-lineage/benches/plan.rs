// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How long plans take on products with many edges in conflict.
//!
//! `cargo bench -p heirloom-lineage --bench plan` prints the figures of three shapes: one program
//! with a thousand libraries, many programs that share some, and layers of libraries under one
//! program. Optional argument: about how many edges.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock and its arguments")]

use std::time::Instant;

use heirloom_lineage::{
    book::LicenseBook,
    judge::Judge,
    plan::{Costs, Goal, Limits, Offers, plan},
};
use heirloom_model::{
    Component, ComponentId, Delivery, DeliveryKind, Evidence, Expression, Facts, Level, Product,
    Reading, Relation, RelationKind,
};
use heirloom_testkit::generated::Numbers;

const LICENSES: &[&str] =
    &["GPL-2.0-only", "Apache-2.0", "GPL-3.0-only", "MIT", "LGPL-2.1-only", "EPL-2.0"];

fn id(name: &str) -> ComponentId {
    ComponentId::new(name).expect("a name")
}

struct Builder {
    product: Product,
    numbers: Numbers,
}

impl Builder {
    fn new() -> Builder {
        Builder { product: Product::default(), numbers: Numbers(7) }
    }

    fn own(&mut self, name: &str) {
        self.product.components.push(Component::own(id(name)));
    }

    fn library(&mut self, name: &str, license: &str) {
        let mut component = Component::third_party(id(name));
        component.license.concluded = Some(Expression::parse(license).expect("an expression"));
        self.product.components.push(component);
    }

    fn link(&mut self, from: &str, to: &str, kind: RelationKind) {
        let mut relation = Relation::new(id(from), id(to), kind);
        relation.evidence.push(Evidence::statement(None, None, "generated"));
        self.product.relations.push(relation);
    }

    fn kind(&mut self) -> RelationKind {
        [
            RelationKind::StaticLink,
            RelationKind::CompiledIn,
            RelationKind::DynamicLink,
            RelationKind::Copies,
        ][self.numbers.below(4)]
    }

    fn delivered(mut self, roots: Vec<String>) -> Product {
        self.product.deliveries.push(Delivery {
            name: "shipped".into(),
            kind: DeliveryKind::Binary,
            roots: roots.iter().map(|root| id(root)).collect(),
            monthly_users: None,
            facts: Facts::default(),
        });
        self.product
    }
}

/// One program that links every library.
fn star(n: usize) -> Product {
    let mut builder = Builder::new();
    builder.own("app");
    for index in 0..n {
        let name = format!("lib{index}");
        builder.library(&name, LICENSES[index % 2]);
        builder.link("app", &name, RelationKind::StaticLink);
    }
    builder.delivered(vec!["app".into()])
}

/// Programs with ten libraries each, every fifth of them shared with others.
fn programs(n: usize) -> Product {
    let mut builder = Builder::new();
    let n_programs = n / 10;
    for index in 0..n_programs {
        builder.own(&format!("app{index}"));
    }
    for index in 0..n {
        let license = LICENSES[builder.numbers.below(LICENSES.len())];
        builder.library(&format!("lib{index}"), license);
    }
    for program in 0..n_programs {
        for each in 0..10 {
            let shared = builder.numbers.below(5) == 0;
            let library = if shared { builder.numbers.below(n) } else { program * 10 + each };
            let kind = builder.kind();
            builder.link(&format!("app{program}"), &format!("lib{library}"), kind);
        }
    }
    builder.delivered((0..n_programs).map(|index| format!("app{index}")).collect())
}

/// Libraries that use up to four others below them, under one program.
fn layers(n: usize) -> Product {
    let mut builder = Builder::new();
    let n_libraries = n / 4;
    builder.own("lib0");
    for index in 1..n_libraries {
        let license = LICENSES[builder.numbers.below(LICENSES.len())];
        builder.library(&format!("lib{index}"), license);
    }
    for from in 0..n_libraries {
        for _ in 0..4 {
            let to = from + 1 + builder.numbers.below(60);
            if to < n_libraries {
                let kind = builder.kind();
                builder.link(&format!("lib{from}"), &format!("lib{to}"), kind);
            }
        }
    }
    builder.delivered(vec!["lib0".into()])
}

fn main() {
    let n = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000);
    let book = LicenseBook::built_in().expect("the built-in facts are valid");
    let strict = Goal { readings: Reading::ALL, most: Level::DutiesOnly, accepts: None };
    for (name, product) in [("star", star(n)), ("programs", programs(n)), ("layers", layers(n))] {
        for (goal_name, goal) in [("no conflict", Goal::NO_CONFLICT), ("duties only", strict)] {
            let judge = Judge::new(&book, product.clone());
            for n_plans in [1, Limits::STANDARD.plans] {
                let limits = Limits { plans: n_plans, ..Limits::STANDARD };
                let start = Instant::now();
                let plans = plan(&judge, &goal, &Offers::default(), &Costs::STANDARD, limits);
                let taken = start.elapsed();
                let costs: Vec<String> = plans
                    .plans
                    .iter()
                    .map(|plan| format!("{} of {}..{}", plan.edits.len(), plan.bound, plan.cost))
                    .collect();
                println!(
                    "{name}, {} relations, {goal_name}: {} wholes miss it; edits and cost {}: {taken:?}",
                    product.relations.len(),
                    plans.missing.len(),
                    costs.join(", "),
                );
            }
        }
    }
}
