// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Proofs of the wholes of a product, made when they are asked for, and the table of its licenses.

use std::{cell::OnceCell, collections::BTreeMap};

use heirloom_lineage::{book::LicenseBook, conclude, judge::Judge};
use heirloom_model::{ComponentId, Expression, Product, Proof, RelationKind, Verdict};

use crate::check;

/// What proves the verdicts on a product.
pub struct Prover<'a> {
    book: &'a LicenseBook,
    product: &'a Product,
    judge: OnceCell<Judge<'a>>,
}

impl<'a> Prover<'a> {
    /// One for a judged product; nothing is judged again before the first proof.
    pub fn new(book: &'a LicenseBook, product: &'a Product) -> Prover<'a> {
        Prover { book, product, judge: OnceCell::new() }
    }

    /// The proof of the verdict on a whole, by the place of its delivery and its root.
    pub fn prove(&self, delivery: usize, root: &ComponentId) -> Option<Proof> {
        let judge = self.judge.get_or_init(|| Judge::new(self.book, self.product.clone()));
        let root = judge.component(root)?;
        (delivery < self.product.deliveries.len()).then(|| conclude::prove(judge, delivery, root))
    }

    /// The ways in which the components of the product use others, against the licenses of those
    /// that are used; at most `max_licenses` of them.
    pub fn license_table(&self, max_licenses: usize) -> LicenseTable {
        license_table(self.book, self.product, max_licenses)
    }
}

/// Ways of use against licenses, with the verdict of each cell.
#[derive(Clone, Debug, PartialEq)]
pub struct LicenseTable {
    /// The licenses, the most frequent first.
    pub licenses: Vec<Expression>,
    /// The ways, each with a verdict for each license.
    pub rows: Vec<(RelationKind, Vec<Verdict>)>,
}

fn license_table(book: &LicenseBook, product: &Product, max_licenses: usize) -> LicenseTable {
    let by_id: BTreeMap<&ComponentId, &Expression> = product
        .components
        .iter()
        .filter_map(|component| Some((&component.id, component.license.effective()?)))
        .collect();
    let mut counts: BTreeMap<String, (usize, &Expression)> = BTreeMap::new();
    let mut kinds: Vec<RelationKind> = Vec::new();
    for relation in &product.relations {
        let kind = RelationKind::from_name(relation.kind.name()).unwrap_or(relation.kind);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
        if let Some(license) = by_id.get(&relation.to) {
            counts.entry(license.to_string()).or_insert((0, license)).0 += 1;
        }
    }
    kinds.sort_unstable();
    let mut licenses: Vec<(usize, &Expression)> = counts.into_values().collect();
    // Stable: those that are as frequent stay in the order of their names.
    licenses.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    licenses.truncate(max_licenses);
    let licenses: Vec<Expression> = licenses.into_iter().map(|(_, one)| one.clone()).collect();
    let row = |kind: RelationKind| {
        let cell = |one: &Expression| check::matrix_cell(book, std::slice::from_ref(one), kind);
        (kind, licenses.iter().map(cell).collect())
    };
    LicenseTable { rows: kinds.into_iter().map(row).collect(), licenses }
}
