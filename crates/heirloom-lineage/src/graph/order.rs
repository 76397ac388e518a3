// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Strongly connected components (Tarjan, Depth-first search and linear graph algorithms, 1972),
//! without recursion, so that a chain of any length is no danger.

use super::{ComponentIndex, Graph, RelationIndex};

const UNSEEN: u32 = u32::MAX;

/// Circles of components by relations of any kind, used ones before their users.
///
/// Whatever a relation brings, now or after an edit, it leads into the same circle or an earlier
/// one; so an edit of one relation disturbs the order of its own circle alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Circles {
    /// The circle of each component.
    of: Vec<u32>,
    /// The members of each circle; most have one.
    members: Vec<Vec<ComponentIndex>>,
    /// The first group number of each circle: it has one for each member.
    base: Vec<u32>,
}

impl Circles {
    /// Finds the circles of a graph.
    pub(crate) fn new(graph: &Graph) -> Circles {
        let all: Vec<ComponentIndex> =
            (0..u32::try_from(graph.len()).expect("fewer than 2^32 components")).collect();
        let members = groups(graph, &all, |_| true);
        let mut circles = Circles { of: vec![UNSEEN; graph.len()], members, base: Vec::new() };
        let mut base = 0;
        for (circle, members) in (0..).zip(&circles.members) {
            circles.base.push(base);
            base += u32::try_from(members.len()).expect("fewer than 2^32 components");
            for member in members {
                circles.of[*member as usize] = circle;
            }
        }
        circles
    }

    /// Whether an edge keeps to the order, so that the circles stay as they are.
    pub(crate) fn allow(&self, from: ComponentIndex, to: ComponentIndex) -> bool {
        self.of[to as usize] <= self.of[from as usize]
    }

    /// The circle of a component.
    pub(super) fn of(&self, component: ComponentIndex) -> u32 {
        self.of[component as usize]
    }

    /// The number of circles.
    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.members.len()).expect("no more circles than components")
    }

    /// The members of a circle.
    pub(super) fn members(&self, circle: u32) -> &[ComponentIndex] {
        &self.members[circle as usize]
    }

    /// The first group number of a circle.
    pub(super) fn base(&self, circle: u32) -> u32 {
        self.base[circle as usize]
    }
}

/// Groups of `among` whose members reach each other by edges that `holds`, used ones first.
pub(super) fn groups(
    graph: &Graph,
    among: &[ComponentIndex],
    holds: impl Fn(RelationIndex) -> bool,
) -> Vec<Vec<ComponentIndex>> {
    if let [single] = among {
        return vec![vec![*single]];
    }
    // Places among the given ones, so that a small circle costs little in a large graph.
    let mut sorted = among.to_vec();
    sorted.sort_unstable();
    let everything = sorted.len() == graph.len();
    let place = |component: ComponentIndex| -> Option<usize> {
        if everything {
            return Some(component as usize);
        }
        sorted.binary_search(&component).ok()
    };
    let n = sorted.len();
    let mut search = Search {
        graph,
        holds,
        place,
        number: vec![UNSEEN; n],
        low: vec![0; n],
        on_stack: vec![false; n],
        stack: Vec::new(),
        next: 0,
        groups: Vec::new(),
    };
    for start in &sorted {
        let at = (search.place)(*start).expect("it is among them");
        if search.number[at] == UNSEEN {
            search.from(*start, at);
        }
    }
    search.groups
}

struct Search<'a, F, P> {
    graph: &'a Graph,
    holds: F,
    place: P,
    number: Vec<u32>,
    low: Vec<u32>,
    on_stack: Vec<bool>,
    stack: Vec<(ComponentIndex, usize)>,
    next: u32,
    groups: Vec<Vec<ComponentIndex>>,
}

impl<F, P> Search<'_, F, P>
where
    F: Fn(RelationIndex) -> bool,
    P: Fn(ComponentIndex) -> Option<usize>,
{
    fn enter(&mut self, node: ComponentIndex, at: usize) {
        self.number[at] = self.next;
        self.low[at] = self.next;
        self.next += 1;
        self.stack.push((node, at));
        self.on_stack[at] = true;
    }

    fn from(&mut self, start: ComponentIndex, at: usize) {
        let mut path: Vec<(ComponentIndex, usize, usize)> = vec![(start, at, 0)];
        self.enter(start, at);
        while let Some((node, at, position)) = path.last_mut() {
            let (node, at) = (*node, *at);
            let Some(relation) = self.graph.outgoing(node).get(*position).copied() else {
                path.pop();
                self.leave(node, at);
                if let Some((_, user, _)) = path.last() {
                    self.low[*user] = self.low[*user].min(self.low[at]);
                }
                continue;
            };
            *position += 1;
            if !(self.holds)(relation) {
                continue;
            }
            let used = self.graph.edge(relation).to;
            let Some(used_at) = (self.place)(used) else { continue };
            if self.number[used_at] == UNSEEN {
                self.enter(used, used_at);
                path.push((used, used_at, 0));
            } else if self.on_stack[used_at] {
                self.low[at] = self.low[at].min(self.number[used_at]);
            }
        }
    }

    fn leave(&mut self, node: ComponentIndex, at: usize) {
        if self.low[at] != self.number[at] {
            return;
        }
        let mut members = Vec::new();
        while let Some((member, member_at)) = self.stack.pop() {
            self.on_stack[member_at] = false;
            members.push(member);
            if member == node {
                break;
            }
        }
        self.groups.push(members);
    }
}
