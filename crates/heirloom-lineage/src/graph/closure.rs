// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What each component carries: what its own relations bring and what flows on from those it is
//! joined with. The least fixed point over groups of components that reach each other, kept up to
//! date when an edge changes.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashSet, VecDeque},
    sync::Arc,
};

use super::{Bits, Circles, ComponentIndex, Graph, RelationIndex, order::groups};

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

/// An edge that brings something else than before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    /// The user.
    pub(crate) from: ComponentIndex,
    /// The used one.
    pub(crate) to: ComponentIndex,
    /// What it brought.
    pub(crate) before: Brings,
    /// What it brings.
    pub(crate) after: Brings,
}

/// What each component carries under one understanding of what joins.
///
/// Invariant: a used one's group has a smaller number than its user's, or the same.
#[derive(Clone, Debug)]
pub(crate) struct Closure {
    circles: Arc<Circles>,
    /// The group of each component; members of one share what they carry.
    group: Vec<u32>,
    /// The members of each group; numbers that no group has are empty.
    members: Vec<Vec<ComponentIndex>>,
    rows: Bits,
}

impl Closure {
    /// Computes what each component carries; numbers are below `numbers`.
    pub(crate) fn new(
        graph: &Graph,
        circles: &Arc<Circles>,
        numbers: usize,
        brings: impl Fn(RelationIndex) -> Brings,
    ) -> Closure {
        let n = graph.len();
        let mut closure = Closure {
            circles: Arc::clone(circles),
            group: vec![0; n],
            members: vec![Vec::new(); n],
            rows: Bits::new(n, numbers),
        };
        for circle in 0..circles.len() {
            closure.compute_circle(graph, circle, &brings);
        }
        closure
    }

    /// The numbers a component carries, ascending.
    pub(crate) fn carried(&self, component: ComponentIndex) -> impl Iterator<Item = u32> {
        self.rows.numbers(self.group[component as usize])
    }

    /// The same as words, equal for equal sets.
    pub(crate) fn row(&self, component: ComponentIndex) -> &[u64] {
        self.rows.row(self.group[component as usize])
    }

    /// Groups the members of a circle and computes what they carry; those below are done.
    fn compute_circle(
        &mut self,
        graph: &Graph,
        circle: u32,
        brings: &impl Fn(RelationIndex) -> Brings,
    ) {
        let circles = Arc::clone(&self.circles);
        let first = circles.base(circle);
        let found = groups(graph, circles.members(circle), |relation| brings(relation).all);
        let mut number = first;
        for members in found {
            for member in &members {
                self.group[*member as usize] = number;
            }
            self.members[number as usize] = members;
            number += 1;
        }
        let end = first + u32::try_from(circles.members(circle).len()).expect("fits");
        for unused in number..end {
            self.members[unused as usize].clear();
        }
        let mut row = vec![0; self.rows.width()];
        for group in first..number {
            self.fill(graph, group, brings, &mut row);
            self.rows.replace(group, &row);
        }
    }

    /// What a group carries by the rows below it.
    fn fill(
        &self,
        graph: &Graph,
        group: u32,
        brings: &impl Fn(RelationIndex) -> Brings,
        row: &mut [u64],
    ) {
        row.fill(0);
        for member in &self.members[group as usize] {
            for relation in graph.outgoing(*member) {
                let brought = brings(*relation);
                if let Some(own) = brought.own {
                    row[own as usize / 64] |= 1 << (own % 64);
                }
                if brought.all {
                    let used = self.group[graph.edge(*relation).to as usize];
                    if used != group {
                        row.iter_mut().zip(self.rows.row(used)).for_each(|(a, b)| *a |= b);
                    }
                }
            }
        }
    }

    /// Brings the closure up to date after edges appeared, went or bring something else.
    ///
    /// The graph holds the edges as they are now, and they keep to the order of the circles.
    pub(crate) fn update(
        &mut self,
        graph: &Graph,
        numbers: usize,
        changes: &[Change],
        brings: impl Fn(RelationIndex) -> Brings,
    ) {
        self.rows.widen(numbers);
        let changes = changes.iter().filter(|change| change.before != change.after);
        let mut users_changed = Vec::new();
        for change in changes {
            if self.regroups(graph, change, &brings) {
                self.recompute_circle(graph, self.circles.of(change.from), &brings);
            } else {
                users_changed.push(change);
            }
        }
        if let [change] = *users_changed {
            let user = self.group[change.from as usize];
            let is_inside = user == self.group[change.to as usize];
            if is_inside && self.still_brought(graph, user, change.before.own, &brings) {
                // Nothing is lost; what is new is added.
                if change.after.own.is_some_and(|own| self.rows.set(user, own)) {
                    let above = users(graph, &self.group, &self.members, user, &brings).collect();
                    self.carry_up(graph, above, &brings);
                }
                return;
            }
        }
        let groups = users_changed.into_iter().map(|change| self.group[change.from as usize]);
        self.carry_up(graph, groups.collect(), &brings);
    }

    /// Whether a change makes other groups.
    fn regroups(
        &self,
        graph: &Graph,
        change: &Change,
        brings: &impl Fn(RelationIndex) -> Brings,
    ) -> bool {
        let Change { from, to, before, after } = *change;
        let (user, used) = (self.group[from as usize], self.group[to as usize]);
        match (before.all, after.all) {
            // A new way up within a circle may close it; below or inside the group it cannot.
            (false, true) => used > user,
            // Members that still reach each other by another way stay a group.
            (true, false) => user == used && !self.reaches(graph, from, to, brings),
            _ => false,
        }
    }

    /// Whether one member of a group reaches another by edges that bring all along, searched from
    /// both ends.
    fn reaches(
        &self,
        graph: &Graph,
        from: ComponentIndex,
        to: ComponentIndex,
        brings: &impl Fn(RelationIndex) -> Brings,
    ) -> bool {
        let group = self.group[from as usize];
        let within = |component: ComponentIndex| self.group[component as usize] == group;
        let (mut ahead, mut behind) = (HashSet::from([from]), HashSet::from([to]));
        let (mut down, mut up) = (VecDeque::from([from]), VecDeque::from([to]));
        loop {
            let Some(node) = down.pop_front() else { return false };
            for relation in graph.outgoing(node) {
                let next = graph.edge(*relation).to;
                if within(next) && brings(*relation).all && ahead.insert(next) {
                    if behind.contains(&next) {
                        return true;
                    }
                    down.push_back(next);
                }
            }
            let Some(node) = up.pop_front() else { return false };
            for relation in graph.incoming(node) {
                let next = graph.edge(*relation).from;
                if within(next) && brings(*relation).all && behind.insert(next) {
                    if ahead.contains(&next) {
                        return true;
                    }
                    up.push_back(next);
                }
            }
        }
    }

    /// Whether a number is brought to a group by some edge.
    fn still_brought(
        &self,
        graph: &Graph,
        group: u32,
        own: Option<u32>,
        brings: &impl Fn(RelationIndex) -> Brings,
    ) -> bool {
        own.is_none_or(|own| {
            self.members[group as usize]
                .iter()
                .flat_map(|member| graph.outgoing(*member))
                .any(|relation| brings(*relation).own == Some(own))
        })
    }

    /// Groups a circle anew and carries what changed on to those outside.
    fn recompute_circle(
        &mut self,
        graph: &Graph,
        circle: u32,
        brings: &impl Fn(RelationIndex) -> Brings,
    ) {
        self.compute_circle(graph, circle, brings);
        let circles = Arc::clone(&self.circles);
        let outside = circles
            .members(circle)
            .iter()
            .flat_map(|member| graph.incoming(*member))
            .filter(|relation| brings(**relation).all)
            .map(|relation| graph.edge(*relation).from)
            .filter(|user| circles.of(*user) != circle)
            .map(|user| self.group[user as usize])
            .collect();
        self.carry_up(graph, outside, brings);
    }

    /// Computes groups anew from these upward, as far as something changes.
    fn carry_up(
        &mut self,
        graph: &Graph,
        start: HashSet<u32>,
        brings: &impl Fn(RelationIndex) -> Brings,
    ) {
        // Used ones have smaller numbers, so each group is computed once.
        let mut waiting: BinaryHeap<Reverse<u32>> = start.iter().copied().map(Reverse).collect();
        let mut is_waiting = start;
        let mut row = vec![0; self.rows.width()];
        while let Some(Reverse(group)) = waiting.pop() {
            self.fill(graph, group, brings, &mut row);
            if !self.rows.replace(group, &row) {
                continue;
            }
            for user in users(graph, &self.group, &self.members, group, brings) {
                if is_waiting.insert(user) {
                    waiting.push(Reverse(user));
                }
            }
        }
    }
}

/// The groups that take on all that a group carries; some may come twice.
fn users(
    graph: &Graph,
    groups: &[u32],
    members: &[Vec<ComponentIndex>],
    group: u32,
    brings: &impl Fn(RelationIndex) -> Brings,
) -> impl Iterator<Item = u32> {
    members[group as usize]
        .iter()
        .flat_map(|member| graph.incoming(*member))
        .filter(|relation| brings(**relation).all)
        .map(|relation| groups[graph.edge(*relation).from as usize])
        .filter(move |user| *user != group)
}

#[cfg(test)]
mod tests;
