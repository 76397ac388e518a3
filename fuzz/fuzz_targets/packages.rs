// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Package files and databases of every ecosystem, read and joined: the first byte chooses the name.

#![no_main]

use std::sync::OnceLock;

use heirloom_model::TreePath;
use heirloom_package::{
    ManifestLimits,
    graph::{self, GraphLimits},
};
use libfuzzer_sys::fuzz_target;

/// Files whose folders matter; the others are those of the table of formats.
const PLACED: &[&str] = &[
    "var/lib/dpkg/status",
    "var/lib/dpkg/info/a.list",
    "var/lib/dpkg/info/a.md5sums",
    "lib/apk/db/installed",
    "var/lib/rpm/rpmdb.sqlite",
    "var/lib/rpm/Packages.db",
    "var/lib/rpm/Packages",
    "var/lib/pacman/local/a-1-1/desc",
    "var/lib/pacman/local/a-1-1/files",
    "var/db/pkg/a/b-1/RDEPEND",
    "var/db/pkg/a/b-1/LICENSE",
    "var/db/pkg/a/b-1/CONTENTS",
    "usr/lib/opkg/status",
    "etc/os-release",
    // Programs are told by their bytes, under a name that says nothing.
    "usr/bin/a",
    "vendor/a/.cargo-checksum.json",
];

/// A name for each format, those of [`PLACED`] first.
fn names() -> Vec<String> {
    let placed = PLACED.iter().map(|&name| name.to_owned());
    let formats = graph::formats();
    let others = formats.iter().flat_map(|format| format.names.iter().take(2));
    placed.chain(others.map(|name| name.replace('*', "a"))).collect()
}

static NAMES: OnceLock<Vec<String>> = OnceLock::new();

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let names = NAMES.get_or_init(names);
    let path = names[usize::from(*choice) % names.len()].as_bytes();
    let path = TreePath::parse(path).expect("a path");
    let values = ManifestLimits { max_nodes: 5000, ..ManifestLimits::standard() };
    let limits = GraphLimits { values, max_items: 5000, max_graph: 20_000 };
    let (Some(facts), _) = graph::read(&path, bytes, &limits) else { return };
    for package in &facts.packages {
        let span = package.span;
        assert!(span.start <= span.end && span.end <= bytes.len() as u64, "{package:?}");
    }
    let graph = graph::resolve(&[(path, facts)], &limits);
    assert!(graph.packages.len() + graph.edges.len() <= limits.max_graph);
    graph::relations(&graph);
});
