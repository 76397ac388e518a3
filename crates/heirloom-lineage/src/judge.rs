// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Judges a product: for each delivery, what follows for each whole that it holds.
//!
//! A whole is what leaves the house as one program or work: the roots of a delivery and every
//! program that they run, serve or lie beside. What a whole carries is the least fixed point over
//! the relations that join components under a reading; it is computed for what is certain, for
//! what is disputed, and for what is possible if missing evidence goes against the user.

mod access;
mod delivered;
mod edits;
mod table;
mod within;

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use heirloom_model::{
    Component, Expression, FactKind, Facts, Level, LicenseId, LicenseTerm, Owner, Product, Reading,
    Relation, RelationKind, Tri, Verdict,
};

use crate::{
    book::{Effect, LicenseBook},
    cell::{over_readings, weigh},
    graph::{
        Brings, Change, Circles, Closure, ComponentIndex, Edge, Graph, ProductProblem,
        RelationIndex,
    },
    join::Join,
    solve::{Carried, End, Found, Memo, OwnLicense, Solution, Solver},
    uses::{self, Alternative, Effects, Situation},
};

use delivered::Delivered;
pub(crate) use delivered::is_fetched;
use table::{UseNumber, UseTable};
pub use within::{UseWithin, WithinLimits};

/// How sure it is that something is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// Whatever the law and missing evidence say.
    Certain,
    /// If the law is against the user.
    Disputed,
    /// If missing evidence is too.
    Possible,
}

impl Certainty {
    pub(crate) const ALL: [Certainty; 3] =
        [Certainty::Certain, Certainty::Disputed, Certainty::Possible];

    /// Which end of what follows from unknown facts counts.
    pub(crate) fn end(self) -> End {
        match self {
            Certainty::Certain | Certainty::Disputed => End::Least,
            Certainty::Possible => End::Most,
        }
    }
}

/// What follows at each certainty, where a component by itself brings duties too.
fn ends(solutions: &[Arc<Solution>; 3], itself: Tri) -> [Effects; 3] {
    [0, 1, 2].map(|index: usize| {
        let effects = solutions[index].effects;
        let owed = itself == Tri::Yes || (itself == Tri::Unknown && index == 2);
        let least = if owed { Level::DutiesOnly } else { Level::Clear };
        Effects { level: effects.level.max(least), ..effects }
    })
}

/// What follows for a whole under one reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadWhole {
    /// The reading.
    pub reading: Reading,
    /// The verdict.
    pub verdict: Verdict,
    /// The ways out: what follows for certain, if disputes go against the user, and at most.
    pub solutions: [Arc<Solution>; 3],
}

/// What follows for a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeVerdict {
    /// The whole, by its root.
    pub root: ComponentIndex,
    /// All readings together.
    pub verdict: Verdict,
    /// Each reading, in the order of [`Reading::ALL`].
    pub readings: Vec<ReadWhole>,
}

/// A product with everything needed to judge it, and to judge it again after an edit.
#[derive(Debug)]
pub struct Judge<'b> {
    book: &'b LicenseBook,
    product: Product,
    graph: Graph,
    problems: Vec<ProductProblem>,
    circles: Arc<Circles>,
    deliveries: Vec<DeliveryState<'b>>,
    memo: Memo,
}

/// Whether a relation counts at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Counts {
    /// It exists and serves the product as delivered.
    Always,
    /// It is not sure that it exists.
    IfPossible,
    /// It does not.
    Never,
}

impl Counts {
    fn of(relation: &Relation) -> Counts {
        match relation.exists() {
            _ if !relation.scope.is_delivered() => Counts::Never,
            Tri::Yes => Counts::Always,
            Tri::Unknown => Counts::IfPossible,
            Tri::No => Counts::Never,
        }
    }
}

/// What a relation brings, by reading and certainty.
type AllBrings = [[Brings; 3]; 3];

/// One delivery's uses and closures.
#[derive(Debug, Default)]
struct DeliveryState<'b> {
    table: UseTable,
    /// The use of each relation; `None` where it names nobody or was taken away.
    uses: Vec<Option<UseNumber>>,
    /// From which certainty on each relation counts.
    counts: Vec<Counts>,
    /// For each reading, the closures by certainty.
    closures: Vec<[Closure; 3]>,
    delivered: Delivered,
    /// What was found about the uses.
    found: RefCell<Found<'b>>,
}

impl<'b> Judge<'b> {
    /// Takes a product in; what is wrong with it is in [`Judge::problems`], the rest is judged.
    pub fn new(book: &'b LicenseBook, product: Product) -> Judge<'b> {
        let (graph, mut problems) = Graph::new(&product);
        let circles = Arc::new(Circles::new(&graph));
        problems.extend(license_problems(book, &product));
        problems.extend(modules_that_cannot_load(&product, &graph));
        problems.extend(table::duplicates(&product));
        let mut judge = Judge {
            book,
            product,
            graph,
            problems,
            circles,
            deliveries: Vec::new(),
            memo: Memo::default(),
        };
        for index in 0..judge.product.deliveries.len() {
            let state = judge.state(index);
            judge.deliveries.push(state);
        }
        judge
    }

    /// The product as it is now.
    pub fn product(&self) -> &Product {
        &self.product
    }

    /// The facts the judgement rests on.
    pub fn book(&self) -> &'b LicenseBook {
        self.book
    }

    /// What cannot be judged.
    pub fn problems(&self) -> &[ProductProblem] {
        &self.problems
    }

    /// The wholes of a delivery, by the order of components.
    pub fn wholes(&self, delivery: usize) -> impl Iterator<Item = ComponentIndex> {
        self.deliveries[delivery].delivered.wholes.iter().copied()
    }

    /// The components that a delivery brings to its recipients, by their order.
    pub fn delivered(&self, delivery: usize) -> impl Iterator<Item = ComponentIndex> {
        self.deliveries[delivery].delivered.members()
    }

    /// Judges every whole of a delivery.
    pub fn verdicts(&self, delivery: usize) -> Vec<WholeVerdict> {
        let roots: Vec<ComponentIndex> = self.wholes(delivery).collect();
        self.verdicts_of(delivery, &roots)
    }

    /// Judges these wholes of a delivery; those that carry the same are solved once.
    pub(crate) fn verdicts_of(
        &self,
        delivery: usize,
        roots: &[ComponentIndex],
    ) -> Vec<WholeVerdict> {
        let mut known = HashMap::new();
        roots.iter().map(|root| self.whole(delivery, *root, &mut known)).collect()
    }

    /// Judges one whole of a delivery.
    pub fn verdict(&self, delivery: usize, root: ComponentIndex) -> WholeVerdict {
        self.whole(delivery, root, &mut HashMap::new())
    }

    fn state(&mut self, delivery: usize) -> DeliveryState<'b> {
        let mut table = UseTable::new(&self.product);
        let delivered = self.deliver(delivery);
        let uses = (0..)
            .zip(&self.product.relations)
            .map(|(index, relation)| {
                let edge = self.graph.edges[index as usize]?;
                Some(table.number(
                    self.book,
                    &self.product,
                    &self.product.deliveries[delivery],
                    relation,
                    edge.to,
                    self.over_shim(edge.to),
                ))
            })
            .collect();
        let counts = self.product.relations.iter().map(Counts::of).collect();
        let (closures, found) = (Vec::new(), RefCell::default());
        let mut state = DeliveryState { table, uses, counts, closures, delivered, found };
        for reading in 0..Reading::ALL.len() {
            let closures = Certainty::ALL.map(|certainty| {
                Closure::new(&self.graph, &self.circles, state.table.numbers(), |relation| {
                    state.brings(relation, reading, certainty)
                })
            });
            state.closures.push(closures);
        }
        state
    }

    fn deliver(&mut self, delivery: usize) -> Delivered {
        let (delivered, missing) =
            Delivered::new(&self.product, &self.graph, &self.product.deliveries[delivery]);
        let name = &self.product.deliveries[delivery].name;
        self.problems.extend(
            missing
                .into_iter()
                .map(|missing| ProductProblem::UnknownRoot { delivery: name.clone(), missing }),
        );
        delivered
    }

    /// Whether a component opens symbols that the kernel keeps for GPL modules.
    fn over_shim(&self, component: ComponentIndex) -> bool {
        self.graph.outgoing(component).iter().any(|relation| {
            let relation = &self.product.relations[*relation as usize];
            relation.kind == RelationKind::KernelModule
                && relation.facts.value(FactKind::GplOnlySymbol) == Tri::Yes
        })
    }

    fn whole(
        &self,
        delivery: usize,
        root: ComponentIndex,
        known: &mut HashMap<WholeKey, Arc<Solution>>,
    ) -> WholeVerdict {
        let state = &self.deliveries[delivery];
        let component = &self.product.components[root as usize];
        let ways = component.license.effective().map(uses::choices).unwrap_or_default();
        let ours = component.owner == Owner::Own;
        let binds = ours && uses::binds(self.book, component);
        let alone = component.facts.value(FactKind::SoleHolder);
        let own = OwnLicense { ways: &ways, ours, binds, alone };
        let itself = self.duties_itself(delivery, component, &ways);
        let readings: Vec<ReadWhole> = (0..)
            .zip(Reading::ALL)
            .map(|(index, reading)| {
                let solutions = Certainty::ALL.map(|certainty| {
                    let closure = &state.closures[index][certainty as usize];
                    let key = WholeKey {
                        reading: index,
                        most: certainty == Certainty::Possible,
                        row: closure.row(root).into(),
                        own: component.license.effective().cloned(),
                        owner: component.owner,
                        binds,
                        alone,
                    };
                    let solve = || {
                        let carried: Vec<Carried> = closure
                            .carried(root)
                            .map(|number| state.table.carried(number, index))
                            .collect();
                        let solver = state.solver(self.book, &self.memo, index, certainty);
                        Arc::new(solver.solve(&carried, own))
                    };
                    known.entry(key).or_insert_with(solve).clone()
                });
                let [certain, disputed, most] = ends(&solutions, itself);
                ReadWhole { reading: *reading, verdict: weigh(certain, disputed, most), solutions }
            })
            .collect();
        let verdict = over_readings(readings.iter().map(|read| read.verdict));
        WholeVerdict { root, verdict, readings }
    }

    /// Whether delivering a component by itself brings duties.
    fn duties_itself(
        &self,
        delivery: usize,
        component: &Component,
        ways: &[Vec<LicenseTerm>],
    ) -> Tri {
        if !uses::binds(self.book, component) {
            return Tri::No;
        }
        let none = Facts::default();
        let situation = Situation {
            kind: RelationKind::Aggregate,
            relation: &none,
            used: component,
            delivery: &self.product.deliveries[delivery],
        };
        let of = |term: &LicenseTerm| {
            let license = self.book.license(&term.license);
            let terms = license.into_iter().flat_map(|license| &license.terms);
            terms
                .filter(|term| matches!(term.effect, Effect::Duty { .. }))
                .map(|term| situation.applies(term, Reading::Text, false))
                .fold(Tri::No, Tri::or)
        };
        ways.iter()
            .map(|way| way.iter().map(of).fold(Tri::No, Tri::or))
            .reduce(Tri::and)
            .unwrap_or(Tri::No)
    }

    /// What a relation brings, for proofs: the use's alternatives and how it joins.
    pub fn use_of(
        &self,
        delivery: usize,
        relation: RelationIndex,
        reading: Reading,
    ) -> Option<(&[Alternative], &Join)> {
        let state = &self.deliveries[delivery];
        let number = state.uses[relation as usize]?;
        Some(state.table.outcome(number, reading as usize))
    }

    /// The number of a component.
    pub fn component(&self, id: &heirloom_model::ComponentId) -> Option<ComponentIndex> {
        self.graph.component(id)
    }

    /// Whether a relation serves what is delivered and may be there.
    pub(crate) fn counts(&self, delivery: usize, relation: RelationIndex) -> bool {
        self.deliveries[delivery].counts[relation as usize] != Counts::Never
    }

    /// The number of a relation's use with the used component.
    pub(crate) fn use_number(
        &self,
        delivery: usize,
        relation: RelationIndex,
    ) -> Option<(u32, ComponentIndex)> {
        let edge = self.graph.edges[relation as usize]?;
        Some((self.deliveries[delivery].uses[relation as usize]?, edge.to))
    }

    /// What a root carries: each use's number, whether it is joined, and its alternatives.
    pub(crate) fn carried(
        &self,
        delivery: usize,
        root: ComponentIndex,
        reading: Reading,
        certainty: Certainty,
    ) -> Vec<(u32, bool, &[Alternative])> {
        let state = &self.deliveries[delivery];
        state.closures[reading as usize][certainty as usize]
            .carried(root)
            .map(|number| {
                let carried = state.table.carried(number, reading as usize);
                (number, carried.joined, carried.alternatives)
            })
            .collect()
    }

    /// One relation for each use that a root may carry under the strictest reading.
    pub(crate) fn possible(&self, delivery: usize, root: ComponentIndex) -> Vec<RelationIndex> {
        let reading = Reading::StewardStrict;
        let carried = self.carried(delivery, root, reading, Certainty::Possible);
        let numbers: Vec<u32> = carried.into_iter().map(|(number, ..)| number).collect();
        let ways = self.ways_to(delivery, root, reading, Certainty::Possible, &numbers);
        numbers.iter().filter_map(|number| ways.get(number)?.last().copied()).collect()
    }

    /// The relations by which a root carries a use: the shortest way to one that brings it.
    pub fn way_to(
        &self,
        delivery: usize,
        root: ComponentIndex,
        reading: Reading,
        certainty: Certainty,
        number: u32,
    ) -> Option<Vec<RelationIndex>> {
        self.ways_to(delivery, root, reading, certainty, &[number]).remove(&number)
    }

    /// As [`Judge::way_to`], for many uses at once.
    pub(crate) fn ways_to(
        &self,
        delivery: usize,
        root: ComponentIndex,
        reading: Reading,
        certainty: Certainty,
        numbers: &[u32],
    ) -> HashMap<u32, Vec<RelationIndex>> {
        let state = &self.deliveries[delivery];
        let brings = |relation| state.brings(relation, reading as usize, certainty);
        delivered::shortest_ways(&self.graph, root, brings, numbers.iter().copied())
    }
}

/// What decides the outcome for a whole.
#[derive(PartialEq, Eq, Hash)]
struct WholeKey {
    reading: usize,
    most: bool,
    row: Box<[u64]>,
    own: Option<Expression>,
    owner: Owner,
    binds: bool,
    alone: Tri,
}

impl<'b> DeliveryState<'b> {
    fn solver<'a>(
        &'a self,
        book: &'b LicenseBook,
        memo: &'a Memo,
        reading: usize,
        certainty: Certainty,
    ) -> Solver<'a, 'b> {
        Solver { book, memo, found: &self.found, reading, end: certainty.end() }
    }

    /// What a relation brings under a reading and certainty.
    fn brings(&self, index: RelationIndex, reading: usize, certainty: Certainty) -> Brings {
        let counts = match self.counts[index as usize] {
            Counts::Always => true,
            Counts::IfPossible => certainty == Certainty::Possible,
            Counts::Never => false,
        };
        match self.uses[index as usize] {
            Some(number) if counts => self.table.brings(number, reading, certainty),
            _ => Brings::NOTHING,
        }
    }

    /// What a relation brings under every reading and certainty.
    fn all_brings(&self, index: RelationIndex) -> AllBrings {
        [0, 1, 2]
            .map(|reading| Certainty::ALL.map(|certainty| self.brings(index, reading, certainty)))
    }

    /// Brings every closure up to date after edges changed what they bring, each given with what it
    /// brought and brings under every reading and certainty.
    fn update(&mut self, graph: &Graph, changes: &[(Edge, AllBrings, AllBrings)]) {
        let numbers = self.table.numbers();
        let mut all = std::mem::take(&mut self.closures);
        for (reading, closures) in all.iter_mut().enumerate() {
            for (certainty, closure) in Certainty::ALL.into_iter().zip(closures) {
                let which = certainty as usize;
                let of_this = |(edge, before, after): &(Edge, AllBrings, AllBrings)| Change {
                    from: edge.from,
                    to: edge.to,
                    before: before[reading][which],
                    after: after[reading][which],
                };
                let changes: Vec<Change> = changes.iter().map(of_this).collect();
                closure.update(graph, numbers, &changes, |relation| {
                    self.brings(relation, reading, certainty)
                });
            }
        }
        self.closures = all;
    }
}

/// Modules under no GPL that use what the kernel keeps for GPL modules.
fn modules_that_cannot_load(product: &Product, graph: &Graph) -> Vec<ProductProblem> {
    let is_gpl =
        |license: &Expression| license.ids().iter().any(|id| id.as_str().starts_with("GPL-"));
    (0..)
        .zip(&product.relations)
        .filter(|(_, relation)| relation.kind == RelationKind::KernelModule)
        .filter(|(_, relation)| relation.facts.value(FactKind::GplOnlySymbol) == Tri::Yes)
        .filter(|(_, relation)| {
            let module = graph.component(&relation.from);
            let module = module.map(|index| &product.components[index as usize]);
            module.and_then(|one| one.license.effective()).is_some_and(|license| !is_gpl(license))
        })
        .map(|(index, _)| ProductProblem::ModuleCannotLoad(index))
        .collect()
}

/// Licenses that nobody described and exceptions that cannot stand where they do.
fn license_problems(book: &LicenseBook, product: &Product) -> Vec<ProductProblem> {
    let mut seen = std::collections::HashSet::new();
    let mut problems = Vec::new();
    let mut add = |problem: ProductProblem, key: (LicenseId, Option<LicenseId>)| {
        if seen.insert(key) {
            problems.push(problem);
        }
    };
    for component in &product.components {
        let Some(expression) = component.license.effective() else { continue };
        expression.visit(&mut |term| {
            let license = &term.license;
            // Our own terms are nobody's to describe.
            let is_ours = component.owner == Owner::Own && license.as_str().contains("Ref-");
            if book.license(license).is_none() && !is_ours {
                let problem = ProductProblem::UnknownLicense(license.clone());
                add(problem, (license.clone(), None));
            }
            let Some(exception) = &term.exception else { return };
            let key = (license.clone(), Some(exception.clone()));
            match book.exception(exception) {
                None => add(ProductProblem::UnknownException(exception.clone()), key),
                Some(known) if !uses::fits(known, license) => {
                    let (exception, license) = (exception.clone(), license.clone());
                    add(ProductProblem::MisplacedException { exception, license }, key);
                }
                Some(_) => {}
            }
        });
    }
    problems
}

#[cfg(test)]
pub(crate) mod tests;
