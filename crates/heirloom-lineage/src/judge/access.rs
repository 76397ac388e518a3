// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What plans ask of a judged product: who uses whom, and by which ways something is carried.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
};

use heirloom_model::{Component, FactKind, LicenseId, Owner, Reading, Relation, RelationKind};

use super::{Certainty, Judge, ReadWhole, delivered, ends};
use crate::{
    graph::{Circles, ComponentIndex, RelationIndex},
    solve::{Carried, Misfit, OwnLicense},
    uses::{self, Effects},
};

impl Judge<'_> {
    /// The ends of a relation, user first; `None` where it names nobody or was taken away.
    pub fn ends(&self, relation: RelationIndex) -> Option<(ComponentIndex, ComponentIndex)> {
        let edge = *self.graph.edges.get(relation as usize)?;
        edge.map(|edge| (edge.from, edge.to))
    }

    /// The relations of a user that are there.
    pub(crate) fn outgoing(&self, user: ComponentIndex) -> &[RelationIndex] {
        self.graph.outgoing(user)
    }

    /// Whether what a relation uses leaves the house with its user.
    pub(crate) fn brings_along(&self, relation: RelationIndex) -> bool {
        self.ends(relation).is_some_and(|(_, used)| {
            let stated = &self.product.relations[relation as usize];
            delivered::comes_along(&self.product, stated, used)
        })
    }

    /// The relations to a used one that are there.
    pub(crate) fn incoming(&self, used: ComponentIndex) -> &[RelationIndex] {
        self.graph.incoming(used)
    }

    /// Adds a component that nothing uses yet; where its identity is taken, gives that one's place.
    pub fn add_component(&mut self, component: Component) -> ComponentIndex {
        if let Some(known) = self.graph.component(&component.id) {
            return known;
        }
        let index = self.graph.add_component(component.id.clone());
        self.product.components.push(component);
        self.circles = Arc::new(Circles::new(&self.graph));
        self.deliveries =
            (0..self.product.deliveries.len()).map(|index| self.state(index)).collect();
        index
    }

    /// The relations whose outcome depends on one: itself, and those to a module whose way into the
    /// kernel it is.
    pub(super) fn touched(&self, index: RelationIndex, kind: RelationKind) -> Vec<RelationIndex> {
        let relation: &Relation = &self.product.relations[index as usize];
        let mut touched = vec![index];
        if [kind, relation.kind].contains(&RelationKind::KernelModule)
            && let Some(from) = self.graph.component(&relation.from)
        {
            touched.extend(self.graph.incoming(from));
        }
        touched
    }

    /// For each thing that a root carries, the shortest way to a relation that brings it.
    pub(crate) fn ways(
        &self,
        delivery: usize,
        root: ComponentIndex,
        reading: Reading,
        certainty: Certainty,
    ) -> Vec<(u32, Vec<RelationIndex>)> {
        let state = &self.deliveries[delivery];
        let mut came_by: HashMap<ComponentIndex, Option<RelationIndex>> =
            HashMap::from([(root, None)]);
        let mut waiting = VecDeque::from([root]);
        let mut seen = HashSet::new();
        let mut ways = Vec::new();
        while let Some(user) = waiting.pop_front() {
            for index in self.graph.outgoing(user) {
                let brought = state.brings(*index, reading as usize, certainty);
                if let Some(number) = brought.own.filter(|number| seen.insert(*number)) {
                    ways.push((number, self.back(*index, &came_by)));
                }
                let used = self.graph.edge(*index).to;
                if brought.all && !came_by.contains_key(&used) {
                    came_by.insert(used, Some(*index));
                    waiting.push_back(used);
                }
            }
        }
        ways
    }

    /// The shortest way by which a component comes along with a delivery; empty for its roots.
    pub(crate) fn way_along(&self, delivery: usize, to: ComponentIndex) -> Vec<RelationIndex> {
        let roots = &self.product.deliveries[delivery].roots;
        let mut came_by: HashMap<ComponentIndex, Option<RelationIndex>> = HashMap::new();
        let mut waiting = VecDeque::new();
        for root in roots.iter().filter_map(|root| self.graph.component(root)) {
            came_by.insert(root, None);
            waiting.push_back(root);
        }
        // A way that makes it a whole of its own comes before a way that holds it inside.
        let mut inside = None;
        while let Some(user) = waiting.pop_front() {
            if user == to && came_by.get(&user) == Some(&None) {
                return Vec::new();
            }
            for index in self.graph.outgoing(user) {
                let used = self.graph.edge(*index).to;
                let relation = &self.product.relations[*index as usize];
                if !delivered::comes_along(&self.product, relation, used) {
                    continue;
                }
                if used == to {
                    if crate::join::nearness(relation.kind) != crate::join::Nearness::Inside {
                        return self.back(*index, &came_by);
                    }
                    inside.get_or_insert(*index);
                }
                came_by.entry(used).or_insert_with(|| {
                    waiting.push_back(used);
                    Some(*index)
                });
            }
        }
        inside.map_or_else(Vec::new, |index| self.back(index, &came_by))
    }

    /// What follows for a whole at each certainty.
    pub(crate) fn effects_at_ends(
        &self,
        delivery: usize,
        root: ComponentIndex,
        read: &ReadWhole,
    ) -> [Effects; 3] {
        let component = &self.product.components[root as usize];
        let ways = component.license.effective().map(uses::choices).unwrap_or_default();
        ends(&read.solutions, self.duties_itself(delivery, component, &ways))
    }

    /// The licenses that a whole may have to go out under, each with what does not suit it.
    pub(crate) fn candidates(
        &self,
        delivery: usize,
        root: ComponentIndex,
        reading: Reading,
        certainty: Certainty,
    ) -> Vec<(LicenseId, Vec<Misfit>)> {
        let state = &self.deliveries[delivery];
        let component = &self.product.components[root as usize];
        let ways = component.license.effective().map(uses::choices).unwrap_or_default();
        let ours = component.owner == Owner::Own;
        let binds = ours && uses::binds(self.book, component);
        let alone = component.facts.value(FactKind::SoleHolder);
        let own = OwnLicense { ways: &ways, ours, binds, alone };
        let carried: Vec<Carried> = state.closures[reading as usize][certainty as usize]
            .carried(root)
            .map(|number| state.table.carried(number, reading as usize))
            .collect();
        let solver = state.solver(self.book, &self.memo, reading as usize, certainty);
        solver.tried(&carried, own)
    }

    /// One relation for each use at the border of what a root carries: of a component that is one
    /// work with it, to one that is not, or is not known to be used.
    pub(crate) fn border(
        &self,
        delivery: usize,
        root: ComponentIndex,
        reading: Reading,
        certainty: Certainty,
    ) -> Vec<RelationIndex> {
        let state = &self.deliveries[delivery];
        let mut reached = HashSet::from([root]);
        let mut waiting = VecDeque::from([root]);
        let mut seen = HashSet::new();
        let mut border = Vec::new();
        while let Some(user) = waiting.pop_front() {
            for index in self.graph.outgoing(user) {
                if state.brings(*index, reading as usize, certainty).all {
                    let used = self.graph.edge(*index).to;
                    if reached.insert(used) {
                        waiting.push_back(used);
                    }
                } else if state.counts[*index as usize] != super::Counts::Never
                    && seen.insert((state.uses[*index as usize], state.counts[*index as usize]))
                {
                    border.push(*index);
                }
            }
        }
        border
    }

    fn back(
        &self,
        last: RelationIndex,
        came_by: &HashMap<ComponentIndex, Option<RelationIndex>>,
    ) -> Vec<RelationIndex> {
        let mut way = vec![last];
        let mut at = self.graph.edge(last).from;
        while let Some(Some(before)) = came_by.get(&at) {
            way.push(*before);
            at = self.graph.edge(*before).from;
        }
        way.reverse();
        way
    }
}
