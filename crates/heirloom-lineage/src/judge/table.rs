// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Uses that come to the same, judged once.
//!
//! A product has far fewer kinds of use than relations: what follows depends on the license of the
//! used one, the way of use and the known facts alone.

use std::collections::HashMap;

use heirloom_model::{
    Component, ComponentId, DeliveredForm, Delivery, Expression, FactKind, Facts, Owner, Product,
    Reading, Relation, RelationKind, Scope, Tri,
};

use crate::{
    book::LicenseBook,
    graph::{Brings, ComponentIndex, Edge, ProductProblem},
    join::{Join, Joined, join},
    judge::Certainty,
    solve::Carried,
    uses::{Alternative, Situation, Span, alternatives},
};

/// The number of a use in its table.
pub(super) type UseNumber = u32;

/// What decides what a used component brings.
#[derive(Clone, PartialEq, Eq, Hash)]
struct UsedKey {
    license: Option<Expression>,
    modified: Tri,
    form: DeliveredForm,
    own: bool,
    facts: Vec<(FactKind, Tri)>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct UseKey {
    used: u32,
    kind: RelationKind,
    over_shim: bool,
    facts: Vec<(FactKind, Tri)>,
}

#[derive(Debug)]
struct Use {
    kind: RelationKind,
    /// For each reading: the alternatives and how it joins.
    outcomes: Vec<(Vec<Alternative>, Join)>,
    /// What it brings, for each reading and certainty.
    brings: Vec<[Brings; 3]>,
}

/// The uses of one delivery.
#[derive(Default)]
pub(super) struct UseTable {
    classes: HashMap<UsedKey, u32>,
    /// The class of each component.
    used: Vec<u32>,
    numbers: HashMap<UseKey, UseNumber>,
    uses: Vec<Use>,
}

impl std::fmt::Debug for UseTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UseTable").field("uses", &self.uses.len()).finish_non_exhaustive()
    }
}

impl UseTable {
    pub(super) fn new(product: &Product) -> UseTable {
        let mut table = UseTable::default();
        for component in &product.components {
            let class = table.class(component);
            table.used.push(class);
        }
        table
    }

    fn class(&mut self, component: &Component) -> u32 {
        let key = UsedKey {
            license: component.license.effective().cloned(),
            modified: component.modified,
            form: component.form,
            own: component.owner == Owner::Own,
            facts: values(&component.facts),
        };
        let next = u32::try_from(self.classes.len()).expect("fewer classes than components");
        *self.classes.entry(key).or_insert(next)
    }

    /// Looks anew at the used ones of these edges.
    pub(super) fn refresh(&mut self, product: &Product, edges: &[Option<Edge>]) {
        for edge in edges.iter().flatten() {
            self.used[edge.to as usize] = self.class(&product.components[edge.to as usize]);
        }
    }

    /// The number of a relation's use; a new one where none comes to the same.
    pub(super) fn number(
        &mut self,
        book: &LicenseBook,
        product: &Product,
        delivery: &Delivery,
        relation: &Relation,
        to: ComponentIndex,
        over_shim: bool,
    ) -> UseNumber {
        let key = UseKey {
            used: self.used[to as usize],
            kind: relation.kind,
            over_shim,
            facts: values(&relation.facts),
        };
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let used = &product.components[to as usize];
        let situation =
            Situation { kind: relation.kind, relation: &relation.facts, used, delivery };
        let own = used.owner == Owner::Own;
        let number = UseNumber::try_from(self.uses.len()).expect("fewer uses than relations");
        let outcomes: Vec<_> = Reading::ALL
            .iter()
            .map(|reading| {
                let alternatives =
                    if own { Vec::new() } else { alternatives(book, &situation, *reading) };
                let join = join(relation.kind, *reading, over_shim, |fact| situation.fact(fact));
                (alternatives, join)
            })
            .collect();
        let brings = outcomes
            .iter()
            .map(|(alternatives, join)| {
                Certainty::ALL.map(|certainty| brings(number, alternatives, join, certainty))
            })
            .collect();
        self.uses.push(Use { kind: relation.kind, outcomes, brings });
        self.numbers.insert(key, number);
        number
    }

    /// What follows from a use under a reading, and how it joins.
    pub(super) fn outcome(&self, number: UseNumber, reading: usize) -> (&[Alternative], &Join) {
        let (alternatives, join) = &self.uses[number as usize].outcomes[reading];
        (alternatives, join)
    }

    /// Numbers of carried things are below this.
    pub(super) fn numbers(&self) -> usize {
        self.uses.len() * 2
    }

    /// What a use brings under a reading and certainty.
    pub(super) fn brings(&self, number: UseNumber, reading: usize, certainty: Certainty) -> Brings {
        self.uses[number as usize].brings[reading][certainty as usize]
    }

    /// What is carried under a number.
    pub(super) fn carried(&self, number: u32, reading: usize) -> Carried<'_> {
        let (alternatives, _) = self.outcome(number / 2, reading);
        let kind = self.uses[(number / 2) as usize].kind;
        Carried { number, kind, alternatives, joined: number % 2 == 1 }
    }
}

/// What a use brings: itself, where anything follows from it, and what it is joined with.
fn brings(
    number: UseNumber,
    alternatives: &[Alternative],
    join: &Join,
    certainty: Certainty,
) -> Brings {
    let joined = match (join.joined, certainty) {
        (Joined::Yes, _)
        | (Joined::Disputed, Certainty::Disputed | Certainty::Possible)
        | (Joined::Unknown, Certainty::Possible) => true,
        (Joined::No | Joined::Disputed | Joined::Unknown, _) => false,
    };
    let apart = |one: &Alternative| one.apart != Span::NONE;
    // Ours has no alternatives and brings nothing by itself.
    let counts = !alternatives.is_empty() && (joined || alternatives.iter().any(apart));
    Brings { own: counts.then_some(number * 2 + u32::from(joined)), all: joined }
}

fn values(facts: &Facts) -> Vec<(FactKind, Tri)> {
    facts.iter().map(|(kind, _)| (kind, facts.value(kind))).collect()
}

/// Relations that say what an earlier one says.
pub(super) fn duplicates(product: &Product) -> Vec<ProductProblem> {
    let mut first: HashMap<(&ComponentId, &ComponentId, RelationKind, Scope), u32> =
        HashMap::with_capacity(product.relations.len());
    let mut problems = Vec::new();
    for (index, relation) in (0..).zip(&product.relations) {
        let key = (&relation.from, &relation.to, relation.kind, relation.scope);
        match first.get(&key) {
            Some(first) => {
                problems.push(ProductProblem::DuplicateRelation { first: *first, second: index });
            }
            None => {
                first.insert(key, index);
            }
        }
    }
    problems
}
