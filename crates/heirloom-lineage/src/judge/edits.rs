// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Edits of a judged product: each judges anew what it reaches and nothing else.

use std::sync::Arc;

use heirloom_model::{Component, Delivery, Product, Relation};

use super::{Counts, Judge, delivered};
use crate::graph::{Circles, ComponentIndex, Edge, Graph, RelationIndex};

impl Judge<'_> {
    /// Replaces a relation and judges anew what it reaches; gives back the old one.
    ///
    /// Both ends stay: to lead a relation elsewhere, [`Judge::remove`] it and [`Judge::add`] one.
    pub fn replace(&mut self, index: RelationIndex, relation: Relation) -> Relation {
        let now = &self.product.relations[index as usize];
        debug_assert!(relation.from == now.from && relation.to == now.to, "the ends stay");
        self.change(&self.touched(index, relation.kind), |product, _| {
            std::mem::replace(&mut product.relations[index as usize], relation)
        })
    }

    /// Takes a relation away; [`Judge::restore`] brings it back.
    pub fn remove(&mut self, index: RelationIndex) {
        let kind = self.product.relations[index as usize].kind;
        self.change(&self.touched(index, kind), |_, graph| {
            graph.remove(index);
        });
    }

    /// Brings back a relation that was taken away.
    pub fn restore(&mut self, index: RelationIndex) {
        let relation = &self.product.relations[index as usize];
        let ends = [&relation.from, &relation.to].map(|id| self.graph.component(id));
        if let [Some(from), Some(to)] = ends
            && self.graph.edges[index as usize].is_none()
            && from != to
        {
            let kind = relation.kind;
            self.change(&self.touched(index, kind), |_, graph| {
                graph.restore(index, Edge { from, to });
            });
        }
    }

    /// Adds a relation between components that are there; `None` if one is not, or both are one.
    pub fn add(&mut self, relation: Relation) -> Option<RelationIndex> {
        let from = self.graph.component(&relation.from)?;
        let to = self.graph.component(&relation.to).filter(|to| *to != from)?;
        let index = RelationIndex::try_from(self.product.relations.len()).ok()?;
        self.product.relations.push(relation);
        self.graph.edges.push(None);
        for state in &mut self.deliveries {
            state.uses.push(None);
            state.counts.push(Counts::Never);
        }
        if self.circles.allow(from, to) {
            self.change(&[index], |_, graph| graph.restore(index, Edge { from, to }));
        } else {
            // Perhaps a new circle: the order is another one.
            self.graph.restore(index, Edge { from, to });
            self.circles = Arc::new(Circles::new(&self.graph));
            self.deliveries =
                (0..self.product.deliveries.len()).map(|index| self.state(index)).collect();
        }
        Some(index)
    }

    /// Replaces what is known about a component and judges anew what it reaches; its identity stays.
    pub fn replace_component(&mut self, index: ComponentIndex, component: Component) -> Component {
        debug_assert!(
            component.id == self.product.components[index as usize].id,
            "the identity stays"
        );
        let incoming = self.graph.incoming(index).to_vec();
        self.change(&incoming, |product, _| {
            std::mem::replace(&mut product.components[index as usize], component)
        })
    }

    /// Replaces what is known about a delivery and judges it anew; its roots stay. Gives back the old.
    pub fn replace_delivery(&mut self, index: usize, delivery: Delivery) -> Delivery {
        debug_assert!(delivery.roots == self.product.deliveries[index].roots, "the roots stay");
        let old = std::mem::replace(&mut self.product.deliveries[index], delivery);
        let problems = std::mem::take(&mut self.problems);
        self.deliveries[index] = self.state(index);
        // What is wrong with the roots was told when the product was taken in.
        self.problems = problems;
        old
    }

    /// Makes a change on which these relations' outcomes depend and brings all closures up to date.
    fn change<T>(
        &mut self,
        relations: &[RelationIndex],
        change: impl FnOnce(&mut Product, &mut Graph) -> T,
    ) -> T {
        let ends = |graph: &Graph| -> Vec<Option<Edge>> {
            relations.iter().map(|index| graph.edges[*index as usize]).collect()
        };
        let ends_before = ends(&self.graph);
        let before: Vec<Vec<_>> = self
            .deliveries
            .iter()
            .map(|state| relations.iter().map(|index| state.all_brings(*index)).collect())
            .collect();
        let along_before = self.along(relations);
        let result = change(&mut self.product, &mut self.graph);
        let ends_after = ends(&self.graph);
        for (delivery, before) in before.iter().enumerate() {
            let mut state = std::mem::take(&mut self.deliveries[delivery]);
            state.table.refresh(&self.product, &ends_after);
            for (index, edge) in relations.iter().zip(&ends_after) {
                state.counts[*index as usize] =
                    Counts::of(&self.product.relations[*index as usize]);
                state.uses[*index as usize] = edge.map(|edge| {
                    state.table.number(
                        self.book,
                        &self.product,
                        &self.product.deliveries[delivery],
                        &self.product.relations[*index as usize],
                        edge.to,
                        self.over_shim(edge.to),
                    )
                });
            }
            let changes = relations.iter().enumerate().filter_map(|(position, index)| {
                let edge = ends_before[position].or(ends_after[position])?;
                Some((edge, before[position], state.all_brings(*index)))
            });
            let changes: Vec<_> = changes.collect();
            state.update(&self.graph, &changes);
            self.deliveries[delivery] = state;
        }
        let along_after = self.along(relations);
        for (delivery, state) in self.deliveries.iter_mut().enumerate() {
            let delivery = &self.product.deliveries[delivery];
            for position in 0..relations.len() {
                let edge = ends_before[position].or(ends_after[position]);
                let Some(edge) = edge else { continue };
                let change = (along_before[position], along_after[position]);
                state.delivered.update(&self.product, &self.graph, delivery, edge, change);
            }
        }
        result
    }

    /// Whether each relation brings its used one along; `None` where it is not there.
    fn along(&self, relations: &[RelationIndex]) -> Vec<Option<bool>> {
        relations
            .iter()
            .map(|index| {
                let edge = self.graph.edges[*index as usize]?;
                let relation = &self.product.relations[*index as usize];
                Some(delivered::comes_along(&self.product, relation, edge.to))
            })
            .collect()
    }
}
