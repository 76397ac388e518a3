// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which crate may use which: the layers of the workspace.

use super::Violation;
use crate::repository::{EdgeKind, Graph};

/// The layer of each crate. Product code uses lower layers only, none inside a layer.
///
/// A new crate is a new line here and an ADR in `docs/adr/`.
const LAYERS: &[(&str, u8)] = &[
    ("heirloom-model", 0),
    ("heirloom-package", 1),
    ("heirloom-report", 1),
    ("heirloom-sbom", 1),
    ("heirloom-source", 1),
    ("heirloom-text", 1),
    ("heirloom-lineage", 2),
    ("heirloom-policy", 2),
    ("heirloom-intake", 3),
    ("heirloom-store", 3),
    ("heirloom-engine", 4),
    ("heirloom-cli", 5),
];

/// Crates for development: used by tests only; they may use any layer.
const DEVELOPMENT: &[&str] = &["heirloom-testkit", "xtask"];

/// Layers up to this one compute and do no I/O.
const LAST_PURE_LAYER: u8 = 2;

/// Foreign crates that no pure crate may link: runtimes, databases, network, files.
const IMPURE: &[&str] = &[
    "async-std",
    "curl",
    "diesel",
    "heed",
    "hyper",
    "isahc",
    "libsqlite3-sys",
    "lmdb-master-sys",
    "memmap2",
    "mio",
    "openssl",
    "postgres",
    "quinn",
    "redb",
    "reqwest",
    "rusqlite",
    "rustls",
    "smol",
    "socket2",
    "sqlx",
    "sqlx-core",
    "tempfile",
    "tokio",
    "tokio-postgres",
    "ureq",
    "walkdir",
];

/// How many foreign packages the lock file may hold. Raising it is a reviewed line of its own.
const MOST_FOREIGN: usize = 268;

/// The layer of a crate, or `None` for crates of development and unknown ones.
fn layer(name: &str) -> Option<u8> {
    LAYERS.iter().find(|(known, _)| *known == name).map(|(_, layer)| *layer)
}

/// The pure crates' names.
pub(super) fn pure_crates() -> impl Iterator<Item = &'static str> {
    LAYERS.iter().filter(|(_, layer)| *layer <= LAST_PURE_LAYER).map(|(name, _)| *name)
}

/// Checks that edges lead down.
pub(super) fn edges(graph: &Graph) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (from, targets) in &graph.edges {
        if DEVELOPMENT.contains(&from.as_str()) {
            continue;
        }
        let Some(from_layer) = layer(from) else {
            violations.push(Violation::new(from, "a crate without a layer: see xtask's `LAYERS`"));
            continue;
        };
        for (to, kind) in targets {
            let allowed = match layer(to) {
                Some(to_layer) => to_layer < from_layer,
                None => *kind == EdgeKind::Test && to == "heirloom-testkit",
            };
            if !allowed {
                let what = format!("may not use {to}: edges lead to lower layers only");
                violations.push(Violation::new(from, what));
            }
        }
    }
    violations
}

/// Checks that no pure crate links what does I/O.
pub(super) fn reach(graph: &Graph) -> Vec<Violation> {
    let mut violations = Vec::new();
    for name in pure_crates() {
        for impure in graph.reach.get(name).into_iter().flatten() {
            if IMPURE.contains(&impure.as_str()) {
                violations.push(Violation::new(name, format!("is pure but links {impure}")));
            }
        }
    }
    if graph.reach.get("heirloom-model").is_some_and(|reach| reach.contains("serde")) {
        let what = "domain types do not derive serde: crates at the border own wire types";
        violations.push(Violation::new("heirloom-model", what));
    }
    violations
}

/// Checks the number of dependencies.
pub(super) fn count(graph: &Graph) -> Vec<Violation> {
    if graph.n_foreign <= MOST_FOREIGN {
        return Vec::new();
    }
    let what = format!("holds {} foreign packages, the cap is {MOST_FOREIGN}", graph.n_foreign);
    vec![Violation::new("Cargo.lock", what)]
}

#[cfg(test)]
mod tests {
    use super::{super::check, *};

    fn graph(edges: &[(&str, &str, EdgeKind)]) -> Graph {
        let mut graph = Graph::default();
        for (from, to, kind) in edges {
            graph.edges.entry((*from).into()).or_default().push(((*to).into(), *kind));
        }
        graph
    }

    #[test]
    fn edges_lead_down() {
        let good = [
            ("heirloom-cli", "heirloom-model", EdgeKind::Product),
            ("heirloom-text", "heirloom-model", EdgeKind::Product),
            ("heirloom-text", "heirloom-testkit", EdgeKind::Test),
            ("xtask", "heirloom-report", EdgeKind::Product),
        ];
        check(&edges(&graph(&good)), &[]);
        let bad = [
            ("heirloom-model", "heirloom-text", EdgeKind::Product),
            ("heirloom-text", "heirloom-report", EdgeKind::Product),
            ("heirloom-text", "heirloom-engine", EdgeKind::Test),
            ("heirloom-report", "heirloom-testkit", EdgeKind::Product),
            ("heirloom-extra", "heirloom-model", EdgeKind::Product),
        ];
        check(
            &edges(&graph(&bad)),
            &[
                "heirloom-extra: a crate without a layer: see xtask's `LAYERS`",
                "heirloom-model: may not use heirloom-text: edges lead to lower layers only",
                "heirloom-report: may not use heirloom-testkit: edges lead to lower layers only",
                "heirloom-text: may not use heirloom-report: edges lead to lower layers only",
                "heirloom-text: may not use heirloom-engine: edges lead to lower layers only",
            ],
        );
    }

    #[test]
    fn pure_crates_link_no_io() {
        let mut graph = Graph::default();
        let linked = ["memchr", "tokio"].map(str::to_owned);
        graph.reach.insert("heirloom-text".into(), linked.clone().into());
        graph.reach.insert("heirloom-store".into(), linked.into());
        graph.reach.insert("heirloom-model".into(), ["serde".to_owned()].into());
        check(
            &reach(&graph),
            &[
                "heirloom-text: is pure but links tokio",
                "heirloom-model: domain types do not derive serde: crates at the border own wire \
                 types",
            ],
        );
    }

    #[test]
    fn dependencies_are_counted() {
        check(&count(&Graph { n_foreign: MOST_FOREIGN, ..Graph::default() }), &[]);
        assert_eq!(count(&Graph { n_foreign: MOST_FOREIGN + 1, ..Graph::default() }).len(), 1);
    }
}
