// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Components and relations by number, and what reaches whom.

mod bits;
mod closure;
mod order;

use std::collections::HashMap;

use heirloom_model::{ComponentId, Product};

pub(crate) use bits::Bits;
pub(crate) use closure::{Brings, Change, Closure};
pub(crate) use order::Circles;

/// A component's place in [`Product::components`].
pub type ComponentIndex = u32;
/// A relation's place in [`Product::relations`].
pub type RelationIndex = u32;

/// Something about a product that cannot be judged; the rest is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProductProblem {
    /// Two components have one identity; the first counts.
    DuplicateComponent(ComponentId),
    /// A relation names a component that is not there.
    UnknownComponent {
        /// The relation.
        relation: RelationIndex,
        /// The missing one.
        missing: ComponentId,
    },
    /// A component is said to use itself.
    SelfRelation(RelationIndex),
    /// A relation says what another one says; their evidence counts together.
    DuplicateRelation {
        /// The first.
        first: RelationIndex,
        /// The other.
        second: RelationIndex,
    },
    /// Strong evidence stands for and against a relation.
    ContradictedRelation(RelationIndex),
    /// A kernel module without a choice of the GPL uses a symbol that the kernel keeps for GPL modules:
    /// it cannot be loaded, so something stated is not so.
    ModuleCannotLoad(RelationIndex),
    /// A delivery names a component that is not there.
    UnknownRoot {
        /// The delivery's name.
        delivery: std::sync::Arc<str>,
        /// The missing one.
        missing: ComponentId,
    },
    /// A license that no file describes.
    UnknownLicense(heirloom_model::LicenseId),
    /// An exception that no file describes.
    UnknownException(heirloom_model::LicenseId),
    /// An exception behind a license it was not written for; it is left aside.
    MisplacedException {
        /// The exception.
        exception: heirloom_model::LicenseId,
        /// The license.
        license: heirloom_model::LicenseId,
    },
}

/// One relation by numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// The user.
    pub(crate) from: ComponentIndex,
    /// The used one.
    pub(crate) to: ComponentIndex,
}

/// Who uses whom, both ways.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    /// Edges by the number of their relation; `None` where it names nobody or was removed.
    pub(crate) edges: Vec<Option<Edge>>,
    outgoing: Vec<Vec<RelationIndex>>,
    incoming: Vec<Vec<RelationIndex>>,
    by_id: HashMap<ComponentId, ComponentIndex>,
}

impl Graph {
    /// Numbers a product.
    pub(crate) fn new(product: &Product) -> (Graph, Vec<ProductProblem>) {
        let mut problems = Vec::new();
        let mut graph = Graph::default();
        for (index, component) in (0..).zip(&product.components) {
            graph.outgoing.push(Vec::new());
            graph.incoming.push(Vec::new());
            if graph.by_id.contains_key(&component.id) {
                problems.push(ProductProblem::DuplicateComponent(component.id.clone()));
            } else {
                graph.by_id.insert(component.id.clone(), index);
            }
        }
        for (index, relation) in (0..).zip(&product.relations) {
            let ends = [&relation.from, &relation.to].map(|id| graph.component(id));
            if let [Some(from), Some(to)] = ends {
                if from == to {
                    problems.push(ProductProblem::SelfRelation(index));
                    graph.edges.push(None);
                } else {
                    graph.add(Edge { from, to });
                }
            } else {
                for (id, end) in [&relation.from, &relation.to].into_iter().zip(ends) {
                    if end.is_none() {
                        let missing = id.clone();
                        problems
                            .push(ProductProblem::UnknownComponent { relation: index, missing });
                    }
                }
                graph.edges.push(None);
            }
            if relation.is_contradicted() {
                problems.push(ProductProblem::ContradictedRelation(index));
            }
        }
        (graph, problems)
    }

    /// Components without identities.
    #[cfg(test)]
    pub(crate) fn of_size(n: usize) -> Graph {
        let lists = vec![Vec::new(); n];
        Graph { outgoing: lists.clone(), incoming: lists, ..Graph::default() }
    }

    /// The number of a component.
    pub(crate) fn component(&self, id: &ComponentId) -> Option<ComponentIndex> {
        self.by_id.get(id).copied()
    }

    /// The number of components.
    pub(crate) fn len(&self) -> usize {
        self.outgoing.len()
    }

    /// Adds a component without edges, whose identity is new.
    pub(crate) fn add_component(&mut self, id: ComponentId) -> ComponentIndex {
        let index = ComponentIndex::try_from(self.len()).expect("fewer than 2^32 components");
        self.outgoing.push(Vec::new());
        self.incoming.push(Vec::new());
        self.by_id.insert(id, index);
        index
    }

    /// Adds an edge under the next number.
    pub(crate) fn add(&mut self, edge: Edge) -> RelationIndex {
        let index = RelationIndex::try_from(self.edges.len()).expect("fewer than 2^32 relations");
        self.edges.push(Some(edge));
        self.outgoing[edge.from as usize].push(index);
        self.incoming[edge.to as usize].push(index);
        index
    }

    /// Takes an edge out; its number stays free.
    pub(crate) fn remove(&mut self, index: RelationIndex) -> Option<Edge> {
        let edge = self.edges[index as usize].take()?;
        self.outgoing[edge.from as usize].retain(|other| *other != index);
        self.incoming[edge.to as usize].retain(|other| *other != index);
        Some(edge)
    }

    /// Puts an edge back that was taken out.
    pub(crate) fn restore(&mut self, index: RelationIndex, edge: Edge) {
        debug_assert!(self.edges[index as usize].is_none(), "a number names one edge");
        self.edges[index as usize] = Some(edge);
        self.outgoing[edge.from as usize].push(index);
        self.incoming[edge.to as usize].push(index);
    }

    /// The relations of a user.
    pub(crate) fn outgoing(&self, component: ComponentIndex) -> &[RelationIndex] {
        &self.outgoing[component as usize]
    }

    /// The relations to a used one.
    pub(crate) fn incoming(&self, component: ComponentIndex) -> &[RelationIndex] {
        &self.incoming[component as usize]
    }

    /// An edge that is there.
    pub(crate) fn edge(&self, index: RelationIndex) -> Edge {
        self.edges[index as usize].expect("lists of edges hold those that are there")
    }
}
