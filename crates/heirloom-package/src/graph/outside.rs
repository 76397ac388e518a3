// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Leaves out what files outside of a tree tell of packages that nothing in the tree needs.

use heirloom_model::{Owner, PackageGraph, PackageIndex, TreePath};

/// Keeps packages that files of the tree name, and what these need. What lies outside of the tree
/// has no folder in it.
pub fn keep_used(graph: &mut PackageGraph, is_outside: impl Fn(&TreePath) -> bool) {
    let is_used = used(graph, &is_outside);
    let mut place_of: Vec<Option<PackageIndex>> = Vec::with_capacity(is_used.len());
    let mut n_kept = 0;
    for &is_used in &is_used {
        place_of.push(is_used.then_some(PackageIndex(n_kept)));
        n_kept += u32::from(is_used);
    }
    let place_of = |index: PackageIndex| place_of.get(index.0 as usize).copied().flatten();
    let mut at = 0;
    graph.packages.retain(|_| {
        at += 1;
        is_used[at - 1]
    });
    for package in &mut graph.packages {
        package.folder = package.folder.take().filter(|folder| !is_outside(folder));
    }
    graph.edges.retain_mut(|edge| match (place_of(edge.from), place_of(edge.to)) {
        (Some(from), Some(to)) => {
            (edge.from, edge.to) = (from, to);
            true
        }
        _ => false,
    });
    graph.roots = graph.roots.iter().filter_map(|root| place_of(*root)).collect();
    graph.problems.retain(|problem| problem.path.as_ref().is_none_or(|path| !is_outside(path)));
}

/// Which packages are named in the tree or needed by those that are.
fn used(graph: &PackageGraph, is_outside: &impl Fn(&TreePath) -> bool) -> Vec<bool> {
    let mut is_used: Vec<bool> = graph
        .packages
        .iter()
        .map(|package| {
            let is_inside = package.places.iter().any(|place| !is_outside(&place.file));
            is_inside || package.owner == Owner::Own
        })
        .collect();
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); is_used.len()];
    for edge in &graph.edges {
        needs[edge.from.0 as usize].push(edge.to.0 as usize);
    }
    let mut waiting: Vec<usize> = (0..is_used.len()).filter(|&at| is_used[at]).collect();
    while let Some(at) = waiting.pop() {
        for &to in &needs[at] {
            if !is_used[to] {
                is_used[to] = true;
                waiting.push(to);
            }
        }
    }
    is_used
}
