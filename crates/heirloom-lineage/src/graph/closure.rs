// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What each component carries: what its own relations bring and what flows on from those it is
//! joined with. The least fixed point over groups of components that reach each other, kept up to
//! date when an edge changes.

use std::collections::{BTreeSet, HashSet};

use super::{Bits, ComponentIndex, Graph, RelationIndex, order::Order};

/// What a relation brings its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Brings {
    /// The number of what it brings by itself, if anything.
    pub(crate) own: Option<u32>,
    /// Whether what the used one carries comes along.
    pub(crate) all: bool,
}

impl Brings {
    /// Nothing.
    pub(crate) const NOTHING: Brings = Brings { own: None, all: false };
}

/// What each component carries under one understanding of what joins.
///
/// Invariant: members of one group share the row of the group's first member.
#[derive(Clone, Debug)]
pub(crate) struct Closure {
    order: Order,
    rows: Bits,
    /// An edge was added that may have made a circle; the groups are finer than the truth.
    stale: bool,
}

impl Closure {
    /// Computes what each component carries; numbers are below `numbers`.
    pub(crate) fn new(
        graph: &Graph,
        numbers: usize,
        brings: impl Fn(RelationIndex) -> Brings,
    ) -> Closure {
        let order = Order::new(graph, |relation| brings(relation).all);
        let mut rows = Bits::new(order.members.len(), numbers);
        for (group, members) in (0u32..).zip(&order.members) {
            for relation in members.iter().flat_map(|member| graph.outgoing(*member)) {
                let brought = brings(*relation);
                if let Some(own) = brought.own {
                    rows.set(group, own);
                }
                if brought.all {
                    let used = order.group[graph.edge(*relation).to as usize];
                    rows.merge(group, used);
                }
            }
        }
        Closure { order, rows, stale: false }
    }

    /// The numbers a component carries, ascending.
    pub(crate) fn carried(&self, component: ComponentIndex) -> impl Iterator<Item = u32> {
        self.rows.numbers(self.order.group[component as usize])
    }

    /// The same as words, equal for equal sets.
    pub(crate) fn row(&self, component: ComponentIndex) -> &[u64] {
        self.rows.row(self.order.group[component as usize])
    }

    /// Brings the closure up to date after one edge appeared, went or brings something else.
    ///
    /// `before` is what it brought, `after` what it brings; the graph holds the edge as it is now.
    pub(crate) fn update(
        &mut self,
        graph: &Graph,
        numbers: usize,
        from: ComponentIndex,
        to: ComponentIndex,
        change: (Brings, Brings),
        brings: impl Fn(RelationIndex) -> Brings,
    ) {
        let (before, after) = change;
        if before == after {
            return;
        }
        self.rows.widen(numbers);
        let (from_group, to_group) =
            (self.order.group[from as usize], self.order.group[to as usize]);
        let takes_away = before.all && !after.all;
        if (takes_away && from_group == to_group) || (self.stale && before != Brings::NOTHING) {
            *self = Closure::new(graph, numbers, brings);
            return;
        }
        if before == Brings::NOTHING {
            // Perhaps a new circle; within one group nothing changes.
            self.stale |= after.all && to_group > from_group;
            self.grow(graph, from, to, after, &brings);
            return;
        }
        if after.all && !before.all && to_group > from_group {
            *self = Closure::new(graph, numbers, brings);
            return;
        }
        self.recompute(graph, from_group, &brings);
    }

    /// Adds what an edge brings and carries it on to all users.
    fn grow(
        &mut self,
        graph: &Graph,
        from: ComponentIndex,
        to: ComponentIndex,
        after: Brings,
        brings: &impl Fn(RelationIndex) -> Brings,
    ) {
        let group = |component: ComponentIndex| self.order.group[component as usize];
        let start = group(from);
        let mut changed = after.own.is_some_and(|own| self.rows.set(start, own));
        changed |= after.all && self.rows.merge(start, group(to));
        let mut waiting: Vec<u32> = changed.then_some(start).into_iter().collect();
        while let Some(used) = waiting.pop() {
            for user in users(graph, &self.order, used, brings) {
                if self.rows.merge(user, used) {
                    waiting.push(user);
                }
            }
        }
    }

    /// Computes groups anew from this one upward, as far as something changes.
    fn recompute(&mut self, graph: &Graph, start: u32, brings: &impl Fn(RelationIndex) -> Brings) {
        // Used ones have smaller numbers, so each group is computed once.
        let mut waiting = BTreeSet::from([start]);
        let mut row = vec![0; self.rows.width()];
        while let Some(group) = waiting.pop_first() {
            row.fill(0);
            for member in &self.order.members[group as usize] {
                for relation in graph.outgoing(*member) {
                    let brought = brings(*relation);
                    if let Some(own) = brought.own {
                        row[own as usize / 64] |= 1 << (own % 64);
                    }
                    let used = self.order.group[graph.edge(*relation).to as usize];
                    if brought.all && used != group {
                        row.iter_mut().zip(self.rows.row(used)).for_each(|(a, b)| *a |= b);
                    }
                }
            }
            if self.rows.replace(group, &row) {
                waiting.extend(users(graph, &self.order, group, brings));
            }
        }
    }
}

/// The groups that take on all that a group carries.
fn users(
    graph: &Graph,
    order: &Order,
    group: u32,
    brings: &impl Fn(RelationIndex) -> Brings,
) -> HashSet<u32> {
    order.members[group as usize]
        .iter()
        .flat_map(|member| graph.incoming(*member))
        .filter(|relation| brings(**relation).all)
        .map(|relation| order.group[graph.edge(*relation).from as usize])
        .filter(|user| *user != group)
        .collect()
}

#[cfg(test)]
mod tests;
