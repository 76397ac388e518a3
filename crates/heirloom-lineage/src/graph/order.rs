// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Strongly connected components (Tarjan, Depth-first search and linear graph algorithms, 1972),
//! without recursion, so that a chain of any length is no danger.

use super::{ComponentIndex, Graph, RelationIndex};

/// Groups of components that reach each other, used ones before their users.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    /// The group of each component; a used one's group has a smaller number.
    pub(super) group: Vec<u32>,
    /// The members of each group.
    pub(super) members: Vec<Vec<ComponentIndex>>,
}

const UNSEEN: u32 = u32::MAX;

impl Order {
    /// Groups all components by the edges that `holds`.
    pub(super) fn new(graph: &Graph, holds: impl Fn(RelationIndex) -> bool) -> Order {
        let n = graph.len();
        let mut search = Search {
            graph,
            holds,
            number: vec![UNSEEN; n],
            low: vec![0; n],
            on_stack: vec![false; n],
            stack: Vec::new(),
            next: 0,
            order: Order { group: vec![UNSEEN; n], members: Vec::new() },
        };
        for start in 0..u32::try_from(n).expect("fewer than 2^32 components") {
            if search.number[start as usize] == UNSEEN {
                search.from(start);
            }
        }
        search.order
    }
}

struct Search<'a, F> {
    graph: &'a Graph,
    holds: F,
    number: Vec<u32>,
    low: Vec<u32>,
    on_stack: Vec<bool>,
    stack: Vec<ComponentIndex>,
    next: u32,
    order: Order,
}

impl<F: Fn(RelationIndex) -> bool> Search<'_, F> {
    fn enter(&mut self, node: ComponentIndex) {
        self.number[node as usize] = self.next;
        self.low[node as usize] = self.next;
        self.next += 1;
        self.stack.push(node);
        self.on_stack[node as usize] = true;
    }

    fn from(&mut self, start: ComponentIndex) {
        let mut path: Vec<(ComponentIndex, usize)> = vec![(start, 0)];
        self.enter(start);
        while let Some((node, position)) = path.last_mut() {
            let node = *node;
            let Some(relation) = self.graph.outgoing(node).get(*position).copied() else {
                path.pop();
                self.leave(node);
                if let Some((user, _)) = path.last() {
                    let low = self.low[*user as usize].min(self.low[node as usize]);
                    self.low[*user as usize] = low;
                }
                continue;
            };
            *position += 1;
            if !(self.holds)(relation) {
                continue;
            }
            let used = self.graph.edge(relation).to;
            if self.number[used as usize] == UNSEEN {
                self.enter(used);
                path.push((used, 0));
            } else if self.on_stack[used as usize] {
                let low = self.low[node as usize].min(self.number[used as usize]);
                self.low[node as usize] = low;
            }
        }
    }

    fn leave(&mut self, node: ComponentIndex) {
        if self.low[node as usize] != self.number[node as usize] {
            return;
        }
        let group = u32::try_from(self.order.members.len()).expect("no more groups than members");
        let mut members = Vec::new();
        while let Some(member) = self.stack.pop() {
            self.on_stack[member as usize] = false;
            self.order.group[member as usize] = group;
            members.push(member);
            if member == node {
                break;
            }
        }
        self.order.members.push(members);
    }
}
