// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages, package URLs and edges of a graph beside what a test expects.
//!
//! Two yardsticks. *Strict*: the same name and the same version. *Found*: that, or our package has
//! no version because its file only requests one, and the version expected stands as a bound in
//! that very request: the other scanner took it from there.

use std::collections::BTreeSet;

use heirloom_model::PackageGraph;
use heirloom_package::purl::Purl;

use super::{
    Row,
    cases::{Case, Expected},
};
use crate::measure::cases::Half;

/// Name and version as they are compared.
type Key = (String, String);

/// Names and versions as they are compared: names without case, in Python's normal form there.
fn key(ecosystem: &str, name: &str, version: &str) -> Key {
    let mut name = name.to_lowercase().replace(':', "/");
    if ecosystem == "pypi" {
        let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
        name = parts.collect::<Vec<_>>().join("-");
    }
    // So some write that there is none.
    let version = if version == "unknown" { "" } else { version };
    let version = if ecosystem == "golang" { version.trim_start_matches('v') } else { version };
    (name, version.trim_start_matches('=').to_owned())
}

/// Every name that packages of ours go by, with their versions.
#[derive(Default)]
struct Names {
    /// For each package of the graph.
    keys: Vec<BTreeSet<Key>>,
    all: BTreeSet<Key>,
    names: BTreeSet<String>,
    purls: BTreeSet<String>,
}

/// `requests` has, for each package, the versions that stand in requests for it.
fn names(ecosystem: &str, graph: &PackageGraph, requests: &[BTreeSet<String>]) -> Names {
    let mut found = Names::default();
    for (package, requests) in graph.packages.iter().zip(requests) {
        let purl = package.purl.as_deref().and_then(|purl| Purl::parse(purl).ok());
        let mut versions = vec![package.version.as_deref().unwrap_or_default()];
        if package.version.is_none() {
            versions.extend(requests.iter().map(String::as_str));
        }
        let mut keys = BTreeSet::new();
        for version in versions {
            keys.insert(key(ecosystem, &package.name, version));
            let Some(purl) = &purl else { continue };
            keys.insert(key(ecosystem, purl.name(), version));
            keys.extend(purl.version().map(|version| key(ecosystem, purl.name(), version)));
            if let Some(namespace) = purl.namespace() {
                keys.insert(key(ecosystem, &format!("{namespace}/{}", purl.name()), version));
            }
            let version = purl.version().or(Some(version).filter(|version| !version.is_empty()));
            found.purls.insert(plain_purl(purl, version));
        }
        found.all.extend(keys.iter().cloned());
        found.names.extend(keys.iter().map(|(name, _)| name.clone()));
        found.keys.push(keys);
    }
    found
}

/// A package URL without qualifiers and subpath.
fn plain_purl(purl: &Purl, version: Option<&str>) -> String {
    let plain = Purl::new(purl.package_type(), purl.namespace(), purl.name(), version);
    plain.map(|purl| purl.to_string()).unwrap_or_default()
}

/// The versions that stand as bounds in the requests for each package.
fn requests(graph: &PackageGraph) -> Vec<BTreeSet<String>> {
    let mut found = vec![BTreeSet::new(); graph.packages.len()];
    for edge in &graph.edges {
        let Some(requested) = edge.requested.as_deref() else {
            continue;
        };
        let is_end = |c: char| c.is_whitespace() || "<>=!~^,;|()[]{}\"'@".contains(c);
        let words =
            requested.split(is_end).filter(|word| word.contains(|c: char| c.is_ascii_digit()));
        found[edge.to.0 as usize].extend(words.chain([requested]).map(str::to_owned));
    }
    found
}

pub(super) fn compare(
    ecosystem: &str,
    shown: &str,
    case: &Case,
    graph: &PackageGraph,
    row: &mut Row,
) {
    let half = Half::of(shown);
    let none = vec![BTreeSet::new(); graph.packages.len()];
    let strict = names(ecosystem, graph, &none);
    let ours = names(ecosystem, graph, &requests(graph));
    let mut expected_names = BTreeSet::new();
    for Expected { name, version, purl } in &case.packages {
        let wanted = key(ecosystem, name, version);
        let is_in = |names: &Names| match wanted.1.is_empty() {
            true => names.names.contains(&wanted.0),
            false => names.all.contains(&wanted),
        };
        let is_found = is_in(&ours);
        row.packages.add(half, is_found);
        row.strict.add(half, is_in(&strict));
        if !is_found && half == Half::Tune {
            row.lines.push(format!("{shown}: {name} {version}"));
        }
        if let Some(purl) = purl.as_deref().and_then(|purl| Purl::parse(purl).ok()) {
            let wanted = plain_purl(&purl, purl.version());
            let is_same = ours.purls.contains(&wanted);
            row.purls.add(half, is_same);
            row.strict_purls.add(half, strict.purls.contains(&wanted));
            if is_found && !is_same && half == Half::Tune {
                row.lines.push(format!("{shown}: {wanted}"));
            }
        }
        expected_names.insert(wanted.0);
    }
    let is_more =
        |keys: &&BTreeSet<Key>| !keys.iter().any(|(name, _)| expected_names.contains(name));
    row.n_more += ours.keys.iter().filter(is_more).count();
    compare_edges(ecosystem, shown, case, graph, &ours, row);
}

fn compare_edges(
    ecosystem: &str,
    shown: &str,
    case: &Case,
    graph: &PackageGraph,
    ours: &Names,
    row: &mut Row,
) {
    let half = Half::of(shown);
    // Where no version is expected the name decides.
    let keys: Vec<BTreeSet<Key>> = ours.keys.iter().map(with_names).collect();
    let mut pairs: BTreeSet<(&Key, &Key)> = BTreeSet::new();
    for edge in &graph.edges {
        for from in &keys[edge.from.0 as usize] {
            pairs.extend(keys[edge.to.0 as usize].iter().map(|to| (from, to)));
        }
    }
    for (from, to) in &case.edges {
        let end = |id: &String| match case.ids.get(id) {
            Some((name, version)) => key(ecosystem, name, version),
            None => split(ecosystem, id),
        };
        let (from_key, to_key) = (end(from), end(to));
        let is_found = pairs.contains(&(&from_key, &to_key));
        row.edges.add(half, is_found);
        if !is_found && half == Half::Tune {
            row.lines.push(format!("{shown}: {from} -> {to}"));
        }
    }
}

fn with_names(keys: &BTreeSet<Key>) -> BTreeSet<Key> {
    let names = keys.iter().map(|(name, _)| (name.clone(), String::new()));
    keys.iter().cloned().chain(names).collect()
}

/// Name and version of `NAME@VERSION` or `GROUP:NAME:VERSION`, of Trivy's with `::` and a digest of
/// the file behind it.
fn split(ecosystem: &str, id: &str) -> Key {
    let id = id.split_once("::").map_or(id, |(id, _)| id);
    let at = id.char_indices().skip(1).filter(|(_, c)| *c == '@').map(|(at, _)| at).last();
    let at = at.or_else(|| id.rfind(':'));
    match at {
        Some(at) => key(ecosystem, &id[..at], &id[at + 1..]),
        None => key(ecosystem, id, ""),
    }
}
