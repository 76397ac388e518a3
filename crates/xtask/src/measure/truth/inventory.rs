// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask truth inventory`: packages and edges against what other scanners expect of their
//! own fixtures.
//!
//! The tests of those scanners say what they expect; the lists in `data/evaluation/inventory` say
//! which tests belong to which of our formats. Fixtures are split by their paths: differences of
//! one half are shown, the other is only counted.

mod cases;
mod compare;
mod go;
mod golden;
mod speed;
mod universe;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use heirloom_model::{Owner, PackageFacts, PackageGraph, TreePath};
use heirloom_package::graph::{self, GraphLimits};
use serde::Deserialize;

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
    /// A module cache of the Go tool for fixtures whose tests run it (`GOMODCACHE`, filled by
    /// `go mod download`); without it their edges are missed.
    #[arg(long)]
    modules: Option<PathBuf>,
    /// Times the reading of large locks instead.
    #[arg(long)]
    locks: bool,
    /// The lists of tests.
    #[arg(long, default_value = "data/evaluation/inventory")]
    lists: PathBuf,
    /// Only formats whose names contain this.
    #[arg(long)]
    format: Option<String>,
    /// Prints what is found in fixtures whose paths contain this.
    #[arg(long)]
    ours: Option<String>,
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
    /// What is read instead of tests: kept outputs of whole commands, those of one kind of file as
    /// the scanner names it.
    #[serde(default)]
    golden: Option<String>,
    /// Outputs of tests with this in their names are left out: they ask registries.
    #[serde(default)]
    except: Option<String>,
    /// The name that fixtures are read under, where their own is made up.
    #[serde(rename = "as")]
    name: Option<String>,
    /// Whether what lies around a fixture is read too: its folder in the folder of fixtures.
    #[serde(default)]
    around: bool,
    /// The name of the file that the scanner reads beside a fixture read under another name: the
    /// fixture's own name with this one's ending (`a.mod` and `a.sum` for `go.mod` and `go.sum`).
    #[serde(default)]
    pair: Option<String>,
    /// Folders that the test gives beside its fixtures: repositories, caches of modules.
    #[serde(default)]
    beside: Vec<String>,
    /// Whether the test runs the Go tool, which has a cache of modules: [`InventoryArgs::modules`].
    #[serde(default)]
    modules: bool,
    /// A recorded registry that the test gives: written down as a repository of POM files.
    #[serde(default)]
    universe: Option<String>,
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
    /// Packages with exactly the version, not a request that names it.
    strict: Score,
    purls: Score,
    strict_purls: Score,
    edges: Score,
    n_more: usize,
    said: Said,
    peers: BTreeSet<String>,
    /// Each difference, and why it is one where that is known.
    lines: Vec<String>,
}

/// What our graphs say of other people's packages, whether somebody expects it or not.
#[derive(Default, Clone, Copy)]
struct Said {
    n_packages: usize,
    n_licensed: usize,
    n_summed: usize,
    n_edges: usize,
    /// Edges whose scope a file tells.
    n_scoped: usize,
    /// Edges with the request as it is written.
    n_requested: usize,
}

impl Said {
    fn add(&mut self, graph: &PackageGraph) {
        for package in graph.packages.iter().filter(|one| one.owner != Owner::Own) {
            self.n_packages += 1;
            self.n_licensed += usize::from(!package.licenses.is_empty());
            self.n_summed += usize::from(!package.checksums.is_empty());
        }
        self.n_edges += graph.edges.len();
        self.n_scoped += graph.edges.iter().filter(|edge| edge.scope_is_known).count();
        self.n_requested += graph.edges.iter().filter(|edge| edge.requested.is_some()).count();
    }
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
                score(args, peers, &format, tests, row)
                    .map_err(|error| format!("{} {}: {error}", tests.peer, tests.folder))?;
            }
        }
    }
    print_differences(&rows, &exceptions, args.show);
    print_table(&rows);
    print_said(&rows);
    Ok(())
}

fn score(
    args: &InventoryArgs,
    peers: &Path,
    format: &Format,
    tests: &Tests,
    row: &mut Row,
) -> Outcome {
    let root = peers.join(&tests.peer);
    let folder = root.join(&tests.folder);
    let mut given = Vec::new();
    let modules = args.modules.iter().filter(|_| tests.modules).cloned();
    let all = tests.beside.iter().map(|beside| folder.join(beside)).chain(modules);
    for beside in all {
        for path in files_below(&beside)? {
            let relative = path.strip_prefix(&beside)?.as_os_str().as_encoded_bytes();
            let at = TreePath::parse(&[b"given/", relative].concat())?;
            given.push((at, fs::read(&path)?));
        }
    }
    if let Some(universe) = &tests.universe {
        given.extend(universe::poms(&fs::read_to_string(folder.join(universe))?)?);
    }
    let responses = if tests.golden.is_some() { Vec::new() } else { cases::responses(&folder)? };
    for (path, text) in responses {
        given.push((TreePath::parse(format!("given/{path}").as_bytes())?, text.into_bytes()));
    }
    let cases = match &tests.golden {
        Some(kind) => golden::cases(&folder, kind, tests.except.as_deref())?,
        None => cases::cases(&folder, &tests.start)?,
    };
    for (fixture, case) in cases {
        let shown = fixture.strip_prefix(peers)?.to_string_lossy().into_owned();
        let is_other = tests.without.iter().any(|part| shown.contains(part));
        if !shown.ends_with(&tests.ends) || is_other {
            continue;
        }
        row.n_fixtures += 1;
        row.peers.insert(tests.peer.clone());
        let graph = read(&fixture, format, tests, &given)?;
        if args.ours.as_ref().is_some_and(|part| shown.contains(part)) {
            print_ours(&shown, &graph);
        }
        compare::compare(&format.ecosystem, &shown, &case, &graph, row);
        row.said.add(&graph);
    }
    Ok(())
}

/// The graph of a fixture, under the name that tells its format.
fn read(
    fixture: &Path,
    format: &Format,
    tests: &Tests,
    given: &[(TreePath, Vec<u8>)],
) -> Result<PackageGraph, Box<dyn Error>> {
    let limits = GraphLimits::standard();
    if fixture.extension().is_some_and(|end| end == "txtar") {
        let facts = txtar(&fs::read_to_string(fixture)?, &limits)?;
        return Ok(graph::resolve(&facts, &limits));
    }
    let mut files: BTreeMap<TreePath, PathBuf> = BTreeMap::new();
    let base = base_of(fixture, tests.around)?;
    if fixture.is_dir() || tests.around {
        let folder = if fixture.is_dir() { fixture } else { &base };
        for path in files_below(folder)? {
            let relative = path.strip_prefix(&base)?.as_os_str().as_encoded_bytes();
            files.insert(TreePath::parse(relative)?, path);
        }
    }
    if !fixture.is_dir() {
        let own = fixture.file_name().unwrap_or_default().to_string_lossy();
        let is_own = is_of(&TreePath::parse(own.as_bytes())?, fixture, format)?;
        let name = tests.name.as_deref().filter(|_| !is_own).unwrap_or(&own);
        let at = fixture.parent().ok_or("no folder")?.strip_prefix(&base)?.join(name);
        files.retain(|_, path| path != fixture);
        if let Some((at, path)) = paired(fixture, &at, tests.pair.as_deref()) {
            files.insert(TreePath::parse(at.as_os_str().as_encoded_bytes())?, path);
        }
        files.insert(TreePath::parse(at.as_os_str().as_encoded_bytes())?, fixture.to_owned());
    }
    let mut facts = BTreeMap::new();
    let mut left: Vec<(TreePath, PathBuf)> = files.into_iter().collect();
    while let Some((path, at)) = left.pop() {
        let bytes = fs::read(&at)?;
        let (Some(found), _) = graph::read(&path, &bytes, &limits) else {
            facts.extend(archived(&path, &at, &bytes, &limits)?);
            continue;
        };
        // What a file names lies beside it.
        for include in found.includes.iter().filter(|include| !include.path.is_empty()) {
            let beside = at.with_file_name(&*include.path);
            let inner = path.parent().unwrap_or_default().child(include.path.as_bytes());
            if let Ok(inner) = inner
                && beside.is_file()
                && !facts.contains_key(&inner)
                && inner != path
            {
                left.push((inner, beside));
            }
        }
        facts.insert(path, found);
    }
    for (path, bytes) in given {
        let (found, _) = graph::read(path, bytes, &limits);
        facts.extend(found.map(|found| (path.clone(), found)));
    }
    let facts: Vec<_> = facts.into_iter().collect();
    Ok(graph::resolve(&facts, &limits))
}

/// The file that belongs to a fixture which is read at another place: where it is read, and where
/// it lies.
fn paired(fixture: &Path, at: &Path, pair: Option<&str>) -> Option<(PathBuf, PathBuf)> {
    let pair = Path::new(pair?);
    let path = fixture.with_extension(pair.extension()?);
    path.is_file().then(|| (at.with_file_name(pair), path))
}

/// The facts of what is in an archive, as a scan opens one: wheels and eggs are zip files. The
/// program `unzip` takes them apart here; of damaged ones it gives what can be read.
fn archived(
    path: &TreePath,
    at: &Path,
    bytes: &[u8],
    limits: &GraphLimits,
) -> Result<Vec<(TreePath, PackageFacts)>, Box<dyn Error>> {
    let mut found = Vec::new();
    if !bytes.starts_with(b"PK\x03\x04") {
        return Ok(found);
    }
    let folder = tempfile::tempdir()?;
    Command::new("unzip").arg("-qq").arg("-o").arg(at).arg("-d").arg(folder.path()).output()?;
    for file in files_below(folder.path())? {
        let inner = file.strip_prefix(folder.path())?.as_os_str().as_encoded_bytes();
        let inner = TreePath::parse(&[path.as_bytes(), b"!/", inner].concat())?;
        let (facts, _) = graph::read(&inner, &fs::read(&file)?, limits);
        found.extend(facts.map(|facts| (inner, facts)));
    }
    Ok(found)
}

/// The facts of a tree that is written in one text: `-- PATH --`, then the file.
fn txtar(
    text: &str,
    limits: &GraphLimits,
) -> Result<Vec<(TreePath, PackageFacts)>, Box<dyn Error>> {
    let mut files: Vec<(TreePath, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let title = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (title, files.last_mut()) {
            (Some(path), _) => files.push((TreePath::parse(path.as_bytes())?, String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    let read = |(path, text): (TreePath, String)| {
        let (found, _) = graph::read(&path, text.as_bytes(), limits);
        found.map(|facts| (path, facts))
    };
    Ok(files.into_iter().filter_map(read).collect())
}

/// Whether a fixture is read as the format under this name.
fn is_of(name: &TreePath, fixture: &Path, format: &Format) -> Result<bool, Box<dyn Error>> {
    let (facts, _) = graph::read(name, &fs::read(fixture)?, &GraphLimits::standard());
    Ok(facts.is_some_and(|facts| *facts.format == *format.name))
}

fn print_ours(shown: &str, graph: &PackageGraph) {
    println!("ours of {shown}:");
    for package in &graph.packages {
        println!("  {} {:?} {:?}", package.name, package.version, package.purl);
    }
    for edge in &graph.edges {
        let name = |index| &graph.package(index).name;
        println!("  {} -> {} {:?}", name(edge.from), name(edge.to), edge.requested);
    }
}

/// The folder that paths start from: names of folders tell formats too.
fn base_of(fixture: &Path, around: bool) -> Result<PathBuf, Box<dyn Error>> {
    let folder = fixture.parent().ok_or("no folder")?;
    let is_fixtures = |folder: &Path| {
        let name = folder.file_name().unwrap_or_default();
        name == "testdata" || name == "test-fixtures"
    };
    if fixture.is_dir() || !around || is_fixtures(folder) {
        return Ok(folder.to_owned());
    }
    let outermost = folder.ancestors().find(|at| at.parent().is_some_and(is_fixtures));
    Ok(outermost.unwrap_or(folder).to_owned())
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
        "| format | of | fixtures | packages, tune | held | same version, tune | held | \
         package URLs, tune | held | edges, tune | held | more names |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    let mut sum = [Score::default(); 5];
    for ((_, format), row) in rows {
        let peers: Vec<&str> = row.peers.iter().map(String::as_str).collect();
        print_row(
            &format!("`{format}`"),
            &peers.join(", "),
            row.n_fixtures,
            [&row.packages, &row.strict, &row.purls, &row.edges],
            row.n_more,
        );
        let all = [row.packages, row.strict, row.purls, row.edges, row.strict_purls];
        for (sum, one) in sum.iter_mut().zip(all) {
            for at in 0..2 {
                sum.expected[at] += one.expected[at];
                sum.found[at] += one.found[at];
            }
        }
    }
    let n_fixtures = rows.values().map(|row| row.n_fixtures).sum();
    let n_more = rows.values().map(|row| row.n_more).sum();
    let [packages, strict, purls, edges, strict_purls] = &sum;
    print_row("all", "", n_fixtures, [packages, strict, purls, edges], n_more);
    let (tune, held) = (strict_purls.shown(0), strict_purls.shown(1));
    println!("Package URLs with the same version: tune {tune}, held {held}.");
}

fn print_row(title: &str, peers: &str, n_fixtures: usize, scores: [&Score; 4], n_more: usize) {
    let cells: Vec<String> =
        scores.iter().flat_map(|score| [score.shown(0), score.shown(1)]).collect();
    println!("| {title} | {peers} | {n_fixtures} | {} | {n_more} |", cells.join(" | "));
}

/// What files say besides, for each format.
fn print_said(rows: &BTreeMap<(String, String), Row>) {
    println!(
        "\n| format | packages of others | with a license | with a checksum | edges | \
         edges expected | scope told | request told |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let mut sum = (Said::default(), 0);
    for ((_, format), row) in rows.iter().filter(|(_, row)| row.n_fixtures > 0) {
        let expected = row.edges.expected[0] + row.edges.expected[1];
        print_one_said(&format!("`{format}`"), row.said, expected);
        let all = &mut sum.0;
        all.n_packages += row.said.n_packages;
        all.n_licensed += row.said.n_licensed;
        all.n_summed += row.said.n_summed;
        all.n_edges += row.said.n_edges;
        all.n_scoped += row.said.n_scoped;
        all.n_requested += row.said.n_requested;
        sum.1 += expected;
    }
    print_one_said("all", sum.0, sum.1);
}

fn print_one_said(title: &str, said: Said, expected: usize) {
    let Said { n_packages, n_licensed, n_summed, n_edges, n_scoped, n_requested } = said;
    println!(
        "| {title} | {n_packages} | {n_licensed} | {n_summed} | {n_edges} | {expected} | \
         {n_scoped} | {n_requested} |"
    );
}
