// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Several package files of one ecosystem, read and joined: workspaces, parents, locks with their
//! manifests, lists with their databases. Files stand between bytes `0xff 0xfe`, each behind two bytes
//! that choose its name and folder; the first byte of all chooses the ecosystem.

#![no_main]

use std::{collections::BTreeMap, sync::OnceLock};

use heirloom_model::TreePath;
use heirloom_package::{
    ManifestLimits,
    graph::{self, GraphLimits},
};
use libfuzzer_sys::fuzz_target;

/// Folders that members, modules, copies and databases may lie in.
const FOLDERS: &[&str] = &[
    "", "a/", "b/", "a/b/", "vendor/a/", "node_modules/a/", "x/node_modules/a/", "var/lib/", "m2/g/a/1/",
];

/// The names of each ecosystem's files.
fn names() -> Vec<Vec<String>> {
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for format in graph::formats() {
        let names = format.names.iter().map(|name| name.replace('*', "a"));
        found.entry(format.ecosystem).or_default().extend(names);
    }
    found.into_values().filter(|names| !names.is_empty()).collect()
}

static NAMES: OnceLock<Vec<Vec<String>>> = OnceLock::new();

fuzz_target!(|input: &[u8]| {
    let Some((choice, rest)) = input.split_first() else { return };
    let all = NAMES.get_or_init(names);
    let names = &all[usize::from(*choice) % all.len()];
    let values = ManifestLimits { max_nodes: 5000, ..ManifestLimits::standard() };
    let limits = GraphLimits { values, max_items: 5000, max_graph: 20_000 };
    let mut files = BTreeMap::new();
    let parts = rest.windows(2).enumerate().filter(|(_, two)| *two == [0xff, 0xfe]);
    let mut ends: Vec<usize> = parts.map(|(at, _)| at).take(15).collect();
    ends.push(rest.len());
    let mut start = 0;
    for end in ends {
        let part = rest.get(start..end).unwrap_or_default();
        start = end + 2;
        let [name, folder, bytes @ ..] = part else { continue };
        let name = &names[usize::from(*name) % names.len()];
        let folder = FOLDERS[usize::from(*folder) % FOLDERS.len()];
        let path = TreePath::parse(format!("{folder}{name}").as_bytes()).expect("a path");
        if let (Some(facts), _) = graph::read(&path, bytes, &limits) {
            files.insert(path, facts);
        }
    }
    let mut files: Vec<_> = files.into_iter().collect();
    let graph = graph::resolve(&files, &limits);
    assert!(graph.packages.len() + graph.edges.len() <= limits.max_graph);
    for edge in &graph.edges {
        assert_ne!(edge.from, edge.to, "{edge:?}");
    }
    graph::relations(&graph);
    files.reverse();
    assert_eq!(graph::resolve(&files, &limits), graph, "the order of files counts");
});
