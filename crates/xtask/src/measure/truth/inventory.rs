// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask truth inventory`: packages and edges against what other scanners expect of their
//! own fixtures.
//!
//! The tests of those scanners say what they expect; the lists in `data/evaluation/inventory` say
//! which tests belong to which of our formats. Fixtures are split by their paths: differences of
//! one half are shown, the other is only counted.

mod cases;
mod go;
mod speed;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use heirloom_model::{PackageGraph, TreePath};
use heirloom_package::{
    graph::{self, GraphLimits},
    purl::Purl,
};
use serde::Deserialize;

use self::cases::{Case, Expected};
use crate::{
    Outcome,
    measure::cases::{Half, files_below},
};

/// Compares packages with what other scanners expect of their own fixtures.
#[derive(clap::Args)]
pub(crate) struct InventoryArgs {
    /// The folder with the sources of the scanners, each under its name.
    #[arg(long, required_unless_present = "locks")]
    peers: Option<PathBuf>,
    /// Times the reading of large locks instead.
    #[arg(long)]
    locks: bool,
    /// The lists of tests.
    #[arg(long, default_value = "data/evaluation/inventory")]
    lists: PathBuf,
    /// Only formats whose names contain this.
    #[arg(long)]
    format: Option<String>,
    /// Differences to print of each format and sort.
    #[arg(long, default_value_t = 20)]
    show: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    format: Vec<Format>,
    #[serde(default)]
    exception: Vec<Exception>,
}

/// One of our formats and the tests that speak of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Format {
    name: String,
    ecosystem: String,
    tests: Vec<Tests>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tests {
    peer: String,
    /// The folder of the tests.
    folder: String,
    /// How the names of the files with tests start.
    #[serde(default)]
    start: String,
    /// The name that fixtures are read under, where their own is made up.
    #[serde(rename = "as")]
    name: Option<String>,
    /// Whether what lies around a fixture is read too.
    #[serde(default)]
    around: bool,
    /// Only fixtures whose paths end so.
    #[serde(default)]
    ends: String,
    /// Fixtures that are none of this format, by what their paths contain.
    #[serde(default)]
    without: Vec<String>,
}

/// Why something that is expected is not found. It counts as missed all the same.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    format: String,
    /// What the line of the difference contains; empty for all of the format.
    #[serde(default)]
    line: String,
    because: String,
}

/// Found of expected, for the half that may be looked at and the other.
#[derive(Default, Clone, Copy)]
struct Score {
    expected: [usize; 2],
    found: [usize; 2],
}

impl Score {
    fn add(&mut self, half: Half, is_found: bool) {
        let at = usize::from(half == Half::Held);
        self.expected[at] += 1;
        self.found[at] += usize::from(is_found);
    }

    fn shown(&self, at: usize) -> String {
        match self.expected[at] {
            0 => "–".to_owned(),
            n => format!("{} of {n} ({:.1} %)", self.found[at], percent(self.found[at], n)),
        }
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole as f64
}

#[derive(Default)]
struct Row {
    n_fixtures: usize,
    packages: Score,
    purls: Score,
    edges: Score,
    n_more: usize,
    peers: BTreeSet<String>,
    /// Each difference, and why it is one where that is known.
    lines: Vec<String>,
}

pub(super) fn inventory(args: &InventoryArgs) -> Outcome {
    let Some(peers) = args.peers.as_deref().filter(|_| !args.locks) else {
        return speed::locks();
    };
    let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
    let mut exceptions = Vec::new();
    for path in files_below(&args.lists)? {
        let list: List = toml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        exceptions.extend(list.exception);
        for format in list.format {
            if args.format.as_ref().is_some_and(|wanted| !format.name.contains(wanted)) {
                continue;
            }
            let row = rows.entry((format.ecosystem.clone(), format.name.clone())).or_default();
            for tests in &format.tests {
                score(peers, &format, tests, row)
                    .map_err(|error| format!("{} {}: {error}", tests.peer, tests.folder))?;
            }
        }
    }
    print_differences(&rows, &exceptions, args.show);
    print_table(&rows);
    Ok(())
}

fn score(peers: &Path, format: &Format, tests: &Tests, row: &mut Row) -> Outcome {
    let root = peers.join(&tests.peer);
    for (fixture, case) in cases::cases(&root.join(&tests.folder), &tests.start)? {
        let shown = fixture.strip_prefix(peers)?.to_string_lossy().into_owned();
        let is_other = tests.without.iter().any(|part| shown.contains(part));
        if !shown.ends_with(&tests.ends) || is_other {
            continue;
        }
        row.n_fixtures += 1;
        row.peers.insert(tests.peer.clone());
        let graph = read(&fixture, tests)?;
        compare(format, &shown, &case, &graph, row);
    }
    Ok(())
}

/// The graph of a fixture, under the name that tells its format.
fn read(fixture: &Path, tests: &Tests) -> Result<PackageGraph, Box<dyn Error>> {
    let limits = GraphLimits::standard();
    let mut files: BTreeMap<TreePath, PathBuf> = BTreeMap::new();
    let folder = if fixture.is_dir() { fixture } else { fixture.parent().ok_or("no folder")? };
    if fixture.is_dir() || tests.around {
        for path in files_below(folder)? {
            // Names of folders tell formats too.
            let base = if fixture.is_dir() { folder.parent().unwrap_or(folder) } else { folder };
            let relative = path.strip_prefix(base)?.as_os_str().as_encoded_bytes();
            files.insert(TreePath::parse(relative)?, path);
        }
    }
    if !fixture.is_dir() {
        let own = fixture.file_name().unwrap_or_default().to_string_lossy();
        let name = tests.name.as_deref().unwrap_or(&own);
        files.retain(|_, path| path != fixture);
        files.insert(TreePath::parse(name.as_bytes())?, fixture.to_owned());
    }
    let mut facts = Vec::new();
    for (path, at) in files {
        if graph::is_package_file(&path) {
            let (found, _) = graph::read(&path, &fs::read(at)?, &limits);
            facts.extend(found.map(|found| (path, found)));
        }
    }
    Ok(graph::resolve(&facts, &limits))
}

/// Name and version as they are compared.
type Key = (String, String);

/// Names and versions as they are compared: names without case, in Python's normal form there.
fn key(ecosystem: &str, name: &str, version: &str) -> (String, String) {
    let mut name = name.to_lowercase().replace(':', "/");
    if ecosystem == "pypi" {
        name = name.replace(['_', '.'], "-");
    }
    let version = if ecosystem == "golang" { version.trim_start_matches('v') } else { version };
    (name, version.trim_start_matches('=').to_owned())
}

/// Every name that a package of ours goes by, with its version.
struct Names {
    /// For each package of the graph.
    keys: Vec<BTreeSet<(String, String)>>,
    all: BTreeSet<(String, String)>,
    names: BTreeSet<String>,
    purls: BTreeSet<String>,
}

fn names(ecosystem: &str, graph: &PackageGraph) -> Names {
    let mut found = Names {
        keys: Vec::new(),
        all: BTreeSet::new(),
        names: BTreeSet::new(),
        purls: BTreeSet::new(),
    };
    for package in &graph.packages {
        let version = package.version.as_deref().unwrap_or_default();
        let mut keys = BTreeSet::from([key(ecosystem, &package.name, version)]);
        if let Some(purl) = package.purl.as_deref().and_then(|purl| Purl::parse(purl).ok()) {
            keys.insert(key(ecosystem, purl.name(), version));
            keys.extend(purl.version().map(|version| key(ecosystem, purl.name(), version)));
            if let Some(namespace) = purl.namespace() {
                keys.insert(key(ecosystem, &format!("{namespace}/{}", purl.name()), version));
            }
            found.purls.insert(plain_purl(&purl));
        }
        found.all.extend(keys.iter().cloned());
        found.names.extend(keys.iter().map(|(name, _)| name.clone()));
        found.keys.push(keys);
    }
    found
}

/// A package URL without qualifiers and subpath.
fn plain_purl(purl: &Purl) -> String {
    let plain = Purl::new(purl.package_type(), purl.namespace(), purl.name(), purl.version());
    plain.map(|purl| purl.to_string()).unwrap_or_default()
}

fn compare(format: &Format, shown: &str, case: &Case, graph: &PackageGraph, row: &mut Row) {
    let half = Half::of(shown);
    let ecosystem = &*format.ecosystem;
    let ours = names(ecosystem, graph);
    let mut expected_names = BTreeSet::new();
    for Expected { name, version, purl } in &case.packages {
        let wanted = key(ecosystem, name, version);
        let is_found = match version.is_empty() {
            true => ours.names.contains(&wanted.0),
            false => ours.all.contains(&wanted),
        };
        row.packages.add(half, is_found);
        if !is_found && half == Half::Tune {
            row.lines.push(format!("{shown}: {name} {version}"));
        }
        expected_names.insert(wanted.0);
        if let Some(purl) = purl.as_deref().and_then(|purl| Purl::parse(purl).ok()) {
            let wanted = plain_purl(&purl);
            let is_same = ours.purls.contains(&wanted);
            row.purls.add(half, is_same);
            if is_found && !is_same && half == Half::Tune {
                row.lines.push(format!("{shown}: {wanted}"));
            }
        }
    }
    let is_more = |keys: &&BTreeSet<(String, String)>| {
        !keys.iter().any(|(name, _)| expected_names.contains(name))
    };
    row.n_more += ours.keys.iter().filter(is_more).count();
    let pairs: BTreeSet<(&Key, &Key)> = graph
        .edges
        .iter()
        .flat_map(|edge| {
            let to = &ours.keys[edge.to.0 as usize];
            ours.keys[edge.from.0 as usize]
                .iter()
                .flat_map(move |from| to.iter().map(move |to| (from, to)))
        })
        .collect();
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

/// Name and version of `NAME@VERSION` or `GROUP:NAME:VERSION`.
fn split(ecosystem: &str, id: &str) -> (String, String) {
    let at = id.char_indices().skip(1).filter(|(_, c)| *c == '@').map(|(at, _)| at).last();
    let at = at.or_else(|| id.rfind(':'));
    match at {
        Some(at) => key(ecosystem, &id[..at], &id[at + 1..]),
        None => key(ecosystem, id, ""),
    }
}

fn print_differences(
    rows: &BTreeMap<(String, String), Row>,
    exceptions: &[Exception],
    show: usize,
) {
    for ((_, format), row) in rows {
        let because = |line: &str| {
            exceptions.iter().find(|one| one.format == *format && line.contains(&one.line))
        };
        let (known, unknown): (Vec<&String>, Vec<&String>) =
            row.lines.iter().partition(|line| because(line).is_some());
        for line in unknown.iter().take(show) {
            println!("{format}: {line}");
        }
        if unknown.len() > show {
            println!("{format}: and {} more", unknown.len() - show);
        }
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for line in known {
            *reasons.entry(because(line).map_or("", |one| &one.because)).or_default() += 1;
        }
        for (because, n) in reasons {
            println!("{format}: {n} with a reason: {because}");
        }
    }
}

fn print_table(rows: &BTreeMap<(String, String), Row>) {
    println!(
        "| format | of | fixtures | packages, tune | packages, held | package URLs, tune | held | \
         edges, tune | held | more names |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    let mut sum = [Score::default(); 3];
    for ((_, format), row) in rows {
        let peers: Vec<&str> = row.peers.iter().map(String::as_str).collect();
        print_row(
            &format!("`{format}`"),
            &peers.join(", "),
            row.n_fixtures,
            [&row.packages, &row.purls, &row.edges],
            row.n_more,
        );
        for (sum, one) in sum.iter_mut().zip([row.packages, row.purls, row.edges]) {
            for at in 0..2 {
                sum.expected[at] += one.expected[at];
                sum.found[at] += one.found[at];
            }
        }
    }
    let n_fixtures = rows.values().map(|row| row.n_fixtures).sum();
    let n_more = rows.values().map(|row| row.n_more).sum();
    print_row("all", "", n_fixtures, [&sum[0], &sum[1], &sum[2]], n_more);
}

fn print_row(title: &str, peers: &str, n_fixtures: usize, scores: [&Score; 3], n_more: usize) {
    let cells: Vec<String> =
        scores.iter().flat_map(|score| [score.shown(0), score.shown(1)]).collect();
    println!("| {title} | {peers} | {n_fixtures} | {} | {n_more} |", cells.join(" | "));
}
