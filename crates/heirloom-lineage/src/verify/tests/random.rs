// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Random products: any license, use, fact, scope, delivery and strength of evidence.

use heirloom_model::{
    Component, DeliveredForm, Delivery, DeliveryKind, Evidence, EvidenceMethod, FactKind, Facts,
    Product, Relation, RelationKind, Scope, ServiceUsers, Statement, Tri,
};

use super::{component, id, rejected};
use crate::book::LicenseBook;

const LICENSES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-4-Clause",
    "MPL-2.0",
    "EPL-2.0",
    "LGPL-2.1-only",
    "LGPL-3.0-or-later",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "GPL-3.0-or-later WITH GCC-exception-3.1",
    "GPL-2.0-only WITH Classpath-exception-2.0",
    "GPL-2.0-only WITH Linux-syscall-note",
    "AGPL-3.0-only",
    "EUPL-1.2",
    "CC-BY-NC-4.0",
    "ODbL-1.0",
    "BUSL-1.1",
    "SSPL-1.0",
    "GPL-2.0-only OR MIT",
    "MIT AND (GPL-3.0-only OR LGPL-2.1-or-later)",
    "LicenseRef-nobody-knows",
    "LicenseRef-scancode-llama-2-license-2023",
    "OSL-3.0",
];

/// Numbers that look random and are the same on every run (Steele and others, SplitMix, 2014).
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn tri(&mut self) -> Tri {
        self.one(&[Tri::No, Tri::Unknown, Tri::Yes])
    }

    /// One in so many.
    fn rarely(&mut self, in_all: usize) -> bool {
        self.below(in_all) == 0
    }

    fn evidence(&mut self) -> Evidence {
        Evidence {
            source: None,
            span: None,
            method: EvidenceMethod::SourceCode,
            strength: self.one(&[0.3, 0.6, 0.9, 1.0]),
            note: "seen".into(),
        }
    }

    fn facts(&mut self, most: usize) -> Facts {
        let mut facts = Facts::default();
        for _ in 0..self.below(most + 1) {
            let value = self.tri();
            let evidence = vec![self.evidence()];
            facts.set(self.one(FactKind::ALL), Statement { value, evidence });
        }
        facts
    }

    fn component(&mut self, index: usize) -> Component {
        let name = format!("c{index}");
        let mut made = match (index, self.below(8)) {
            (0, 0..4) | (_, 0) => Component::own(id(&name)),
            (_, 1) => Component::third_party(id(&name)),
            _ => component(&name, self.one(LICENSES)),
        };
        made.modified = self.tri();
        if self.rarely(6) {
            let forms = [DeliveredForm::Source, DeliveredForm::Both, DeliveredForm::None];
            made.form = self.one(&forms);
        }
        made.facts = self.facts(1);
        made
    }

    fn relation(&mut self, n_components: usize) -> Relation {
        let [from, to] = [0, 1].map(|_| format!("c{}", self.below(n_components)));
        let kind = match self.one(RelationKind::ALL) {
            RelationKind::Ipc { .. } => RelationKind::Ipc { intimate: self.tri() },
            RelationKind::HeaderUse { .. } => {
                RelationKind::HeaderUse { lines: self.one(&[None, Some(5), Some(50)]) }
            }
            other => other,
        };
        let mut relation = Relation::new(id(&from), id(&to), kind);
        relation.evidence.push(self.evidence());
        if self.rarely(5) {
            relation.evidence.push(self.evidence());
        }
        if self.rarely(8) {
            relation.against.push(self.evidence());
        }
        if self.rarely(8) {
            relation.scope = self.one(Scope::ALL);
        }
        relation.facts = self.facts(4);
        relation
    }

    pub(super) fn product(&mut self, n_components: usize, n_relations: usize) -> Product {
        let components = (0..n_components).map(|index| self.component(index)).collect();
        let relations = (0..n_relations).map(|_| self.relation(n_components)).collect();
        let kind = match self.one(DeliveryKind::ALL) {
            DeliveryKind::Device { .. } => {
                DeliveryKind::Device { user_product: self.tri(), locked: self.tri() }
            }
            DeliveryKind::NetworkService { .. } if self.rarely(3) => {
                DeliveryKind::NetworkService { users: ServiceUsers::Internal }
            }
            _ if self.rarely(2) => DeliveryKind::Binary,
            other => other,
        };
        let facts = self.facts(2);
        let delivery = Delivery {
            name: "out".into(),
            kind,
            roots: vec![id("c0")],
            monthly_users: None,
            facts,
        };
        Product { components, relations, deliveries: vec![delivery] }
    }
}

#[test]
fn proofs_of_random_products_stand() {
    let book = LicenseBook::built_in().unwrap();
    let mut numbers = Numbers(7);
    let mut wrong = Vec::new();
    for round in 0..4_000 {
        let (n_components, n_relations) = (2 + numbers.below(6), 1 + numbers.below(10));
        let product = numbers.product(n_components, n_relations);
        wrong.extend(rejected(&book, &round.to_string(), product));
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn proofs_of_a_generated_product_stand() {
    let book = LicenseBook::built_in().unwrap();
    let mut numbers = Numbers(11);
    let wrong = rejected(&book, "generated", numbers.product(300, 900));
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}
