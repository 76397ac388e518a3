// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a delivery brings to its recipients, and which wholes it holds.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use heirloom_model::{
    ComponentId, DeliveredForm, Delivery, Product, Relation, RelationKind, Scope, Tri,
};

use crate::{
    graph::{Brings, ComponentIndex, Edge, Graph, RelationIndex},
    join::{Nearness, nearness},
};

/// The members of a delivery and its wholes.
#[derive(Clone, Debug, Default)]
pub(super) struct Delivered {
    is_member: Vec<bool>,
    roots: BTreeSet<ComponentIndex>,
    /// The wholes, by the order of components.
    pub(super) wholes: BTreeSet<ComponentIndex>,
}

impl Delivered {
    /// Follows what comes along from the roots; gives also the roots that are not there.
    pub(super) fn new(
        product: &Product,
        graph: &Graph,
        delivery: &Delivery,
    ) -> (Delivered, Vec<ComponentId>) {
        let mut missing = Vec::new();
        let mut is_member = vec![false; graph.len()];
        let mut roots = BTreeSet::new();
        let mut waiting = Vec::new();
        for root in &delivery.roots {
            match graph.component(root) {
                Some(root) => {
                    roots.insert(root);
                    if !std::mem::replace(&mut is_member[root as usize], true) {
                        waiting.push(root);
                    }
                }
                None => missing.push(root.clone()),
            }
        }
        let mut wholes = roots.clone();
        while let Some(user) = waiting.pop() {
            for index in graph.outgoing(user) {
                let relation = &product.relations[*index as usize];
                let used = graph.edge(*index).to;
                if !comes_along(product, relation, used) {
                    continue;
                }
                if is_whole(product, graph, relation.kind, used) {
                    wholes.insert(used);
                }
                if !std::mem::replace(&mut is_member[used as usize], true) {
                    waiting.push(used);
                }
            }
        }
        (Delivered { is_member, roots, wholes }, missing)
    }

    /// Brings the wholes up to date after an edge changed how it brings its used one along.
    ///
    /// `before` and `after` say whether it does, for an edge that is there before and after.
    pub(super) fn update(
        &mut self,
        product: &Product,
        graph: &Graph,
        delivery: &Delivery,
        edge: Edge,
        (before, after): (Option<bool>, Option<bool>),
    ) {
        if !self.is_member[edge.from as usize] {
            return;
        }
        let (before, after) = (before == Some(true), after == Some(true));
        if before != after && !(after && self.is_member[edge.to as usize]) {
            *self = Delivered::new(product, graph, delivery).0;
            return;
        }
        for end in [edge.from, edge.to] {
            let is_whole = self.roots.contains(&end)
                || graph.incoming(end).iter().any(|index| {
                    let relation = &product.relations[*index as usize];
                    self.is_member[graph.edge(*index).from as usize]
                        && comes_along(product, relation, end)
                        && is_whole(product, graph, relation.kind, end)
                });
            if is_whole {
                self.wholes.insert(end);
            } else {
                self.wholes.remove(&end);
            }
        }
    }

    /// The members, by the order of components.
    pub(super) fn members(&self) -> impl Iterator<Item = ComponentIndex> {
        (0..).zip(&self.is_member).filter(|(_, member)| **member).map(|(index, _)| index)
    }
}

/// Whether what a relation uses leaves the house with its user.
pub(super) fn comes_along(product: &Product, relation: &Relation, used: ComponentIndex) -> bool {
    let kind = !matches!(
        relation.kind,
        RelationKind::BuildTool
            | RelationKind::OutputOf
            | RelationKind::TrainsOn
            | RelationKind::ProducesWork
    );
    kind && relation.scope.is_delivered()
        && !is_fetched(relation)
        && relation.exists() != Tri::No
        && product.components[used as usize].form != DeliveredForm::None
}

/// Whether the recipient fetches what stands beside: images that a chart or a manifest names.
pub(crate) fn is_fetched(relation: &Relation) -> bool {
    relation.kind == RelationKind::Aggregate && relation.scope == Scope::Provided
}

/// Whether a used component is a whole of its own: a program, or a shared library that holds
/// something.
fn is_whole(product: &Product, graph: &Graph, kind: RelationKind, used: ComponentIndex) -> bool {
    let holds_something = || {
        graph.outgoing(used).iter().any(|index| {
            let relation = &product.relations[*index as usize];
            relation.scope.is_delivered() && nearness(relation.kind) == Nearness::Inside
        })
    };
    match nearness(kind) {
        Nearness::Apart | Nearness::Beside => true,
        Nearness::Bound => holds_something(),
        Nearness::Inside => false,
    }
}

/// The shortest ways from a root to relations that bring these numbers, found in one go.
pub(super) fn shortest_ways(
    graph: &Graph,
    root: ComponentIndex,
    brings: impl Fn(RelationIndex) -> Brings,
    numbers: impl IntoIterator<Item = u32>,
) -> HashMap<u32, Vec<RelationIndex>> {
    let mut wanted: HashSet<u32> = numbers.into_iter().collect();
    let mut ways = HashMap::with_capacity(wanted.len());
    let mut came_by: HashMap<ComponentIndex, Option<RelationIndex>> = HashMap::from([(root, None)]);
    let mut waiting = VecDeque::from([root]);
    while let Some(user) = waiting.pop_front() {
        for index in graph.outgoing(user) {
            if wanted.is_empty() {
                return ways;
            }
            let brought = brings(*index);
            if let Some(number) = brought.own.filter(|number| wanted.remove(number)) {
                let mut way = vec![*index];
                let mut at = user;
                while let Some(Some(before)) = came_by.get(&at) {
                    way.push(*before);
                    at = graph.edge(*before).from;
                }
                way.reverse();
                ways.insert(number, way);
            }
            let used = graph.edge(*index).to;
            if brought.all && !came_by.contains_key(&used) {
                came_by.insert(used, Some(*index));
                waiting.push_back(used);
            }
        }
    }
    ways
}
