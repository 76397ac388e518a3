// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Closures against following every way by hand.

use std::{collections::BTreeMap, sync::Arc};

use proptest::prelude::*;

use super::{Brings, Change, Closure};
use crate::graph::{Circles, Edge, Graph, RelationIndex};

/// A relation: user, used one, what it brings.
type Arrow = (u32, u32, Option<u32>, bool);

fn graph(n: u32, arrows: &[Arrow]) -> (Graph, Vec<Brings>) {
    let mut graph = Graph::of_size(n as usize);
    let brings = arrows
        .iter()
        .map(|(from, to, own, all)| {
            graph.add(Edge { from: *from, to: *to });
            Brings { own: *own, all: *all }
        })
        .collect();
    (graph, brings)
}

/// What a component carries, by following every way.
fn by_hand(n: u32, graph: &Graph, brings: &[Brings]) -> Vec<Vec<u32>> {
    (0..n)
        .map(|start| {
            let mut seen = vec![false; n as usize];
            let mut waiting = vec![start];
            let mut carried = std::collections::BTreeSet::new();
            while let Some(node) = waiting.pop() {
                if std::mem::replace(&mut seen[node as usize], true) {
                    continue;
                }
                for relation in graph.outgoing(node) {
                    let brought = brings[*relation as usize];
                    carried.extend(brought.own);
                    if brought.all {
                        waiting.push(graph.edge(*relation).to);
                    }
                }
            }
            carried.into_iter().collect()
        })
        .collect()
}

fn all(n: u32, closure: &Closure) -> Vec<Vec<u32>> {
    (0..n).map(|component| closure.carried(component).collect()).collect()
}

fn arrow(n: u32) -> impl Strategy<Value = Arrow> {
    (0..n, 0..n, proptest::option::of(0..70u32), any::<bool>())
        .prop_filter("nobody uses itself", |(from, to, ..)| from != to)
}

proptest! {
    #[test]
    fn everything_reached_is_carried(arrows in prop::collection::vec(arrow(9), 0..30)) {
        let (graph, brings) = graph(9, &arrows);
        let closure = Closure::new(&graph, &Arc::new(Circles::new(&graph)), 70, |relation| brings[relation as usize]);
        prop_assert_eq!(all(9, &closure), by_hand(9, &graph, &brings));
    }

    #[test]
    fn updates_equal_a_fresh_start(
        arrows in prop::collection::vec(arrow(7), 1..20),
        edits in prop::collection::vec(edits_at_once(), 1..30),
    ) {
        let (mut graph, full) = graph(7, &arrows);
        let mut brings = full.clone();
        let mut closure = Closure::new(&graph, &Arc::new(Circles::new(&graph)), 70, |relation| brings[relation as usize]);
        for at_once in edits {
            let mut changes = BTreeMap::new();
            for (index, what) in at_once {
                let index = index.index(arrows.len());
                let relation = RelationIndex::try_from(index).unwrap();
                let before = brings[index];
                let after = match what {
                    0 => Brings::NOTHING,
                    1 => full[index],
                    2 => Brings { all: !before.all, ..before },
                    _ => Brings { own: full[index].own.map(|own| own / 2), ..before },
                };
                let (from, to, ..) = arrows[index];
                brings[index] = after;
                // The circles are those of the full graph, also where edges are away for a while.
                // An edge that brings nothing may as well be gone.
                if after == Brings::NOTHING && graph.edges[index].is_some() {
                    graph.remove(relation);
                } else if after != Brings::NOTHING && graph.edges[index].is_none() {
                    graph.restore(relation, Edge { from, to });
                }
                let change = Change { from, to, before, after };
                changes.entry(index).and_modify(|known: &mut Change| known.after = after).or_insert(change);
            }
            let changes: Vec<Change> = changes.into_values().collect();
            closure.update(&graph, 70, &changes, |relation| brings[relation as usize]);
            prop_assert_eq!(all(7, &closure), by_hand(7, &graph, &brings));
        }
    }
}

/// Edges, and what becomes of each.
fn edits_at_once() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8), 1..5)
}

#[test]
fn a_long_circle_and_a_long_chain_are_no_danger() {
    let n = 200_000;
    let circle: Vec<Arrow> = (0..n).map(|i| (i, (i + 1) % n, Some(i % 70), true)).collect();
    let (graph, brings) = graph(n, &circle);
    let closure = Closure::new(&graph, &Arc::new(Circles::new(&graph)), 70, |relation| {
        brings[relation as usize]
    });
    assert_eq!(closure.carried(n / 2).count(), 70);
}
