// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask truth graphs`: dependency graphs against what the tools of their ecosystems say.
//!
//! The tool is run by hand, since it may need a network or a cache; its output is read here. How to
//! run each one stands in `docs/evaluation/graphs.md`. Both sides become sets of packages (name and
//! version) and of edges, reached from the same roots.

mod expected;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use heirloom_model::{PackageGraph, PackageIndex, Severity, TreePath};
use heirloom_package::graph::{self, GraphLimits};

use crate::Outcome;

/// Compares dependency graphs with what the tools of their ecosystems say.
#[derive(clap::Args)]
pub(crate) struct GraphsArgs {
    /// The tree to read.
    #[arg(long)]
    tree: PathBuf,
    /// What a tool said of it: `cargo metadata`, `npm ls`, `pnpm list`, CycloneDX JSON or lines of
    /// `package NAME VERSION` and `edge NAME VERSION NAME VERSION`.
    #[arg(long)]
    said: Option<PathBuf>,
    /// The ecosystem to compare, by its purl type.
    #[arg(long, default_value = "cargo")]
    ecosystem: String,
    /// Folders that are left out, relative to the tree; may be given more than once.
    #[arg(long)]
    without: Vec<String>,
    /// Differences to print of each sort.
    #[arg(long, default_value_t = 10)]
    show: usize,
    /// Compares Go modules with `go.sum` and `vendor/modules.txt` beside each `go.mod`.
    #[arg(long)]
    go_lists: bool,
}

/// Name and version.
type Name = (String, String);

/// What both sides come to.
#[derive(Default)]
struct Sets {
    packages: BTreeSet<Name>,
    edges: BTreeSet<(Name, Name)>,
    /// Where the tool starts; nothing when its output does not say.
    roots: BTreeSet<Name>,
    /// Packages that are procedural macros, where the tool says so.
    macros: BTreeSet<Name>,
}

pub(super) fn graphs(args: &GraphsArgs) -> Outcome {
    let start = Instant::now();
    let mut files = Vec::new();
    collect(&args.tree, &TreePath::root(), &args.without, &mut files)?;
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let walked = start.elapsed();
    let limits = GraphLimits::standard();
    let mut facts = Vec::new();
    let mut problems: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, bytes) in &files {
        let (found, said) = graph::read(path, bytes, &limits);
        facts.extend(found.map(|found| (path.clone(), found)));
        for problem in said {
            *problems.entry(problem.code.as_str()).or_default() += 1;
        }
    }
    let read = start.elapsed();
    let graph = graph::resolve(&facts, &limits);
    let (components, relations) = graph::relations(&graph);
    let joined = start.elapsed();
    for problem in &graph.problems {
        *problems.entry(problem.code.as_str()).or_default() += 1;
    }
    println!(
        "{} package files, {bytes} bytes: walk {walked:.0?}, read {:.0?}, join {:.0?}",
        files.len(),
        read - walked,
        joined - read
    );
    count(&graph);
    println!("{} components, {} relations", components.len(), relations.len());
    println!("problems {problems:?}");
    for problem in
        graph.problems.iter().filter(|p| p.code.severity() >= Severity::Warning).take(args.show)
    {
        let path = problem.path.as_ref().map(ToString::to_string).unwrap_or_default();
        println!("  {} {path}:{:?} {:?}", problem.code.as_str(), problem.line, problem.args);
    }
    if args.go_lists {
        expected::go_lists(&args.tree, &graph, &facts, args.show)?;
    }
    if let Some(said) = &args.said {
        compare(args, &graph, &expected::read(said)?);
    }
    Ok(())
}

fn count(graph: &PackageGraph) {
    let mut rows: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for package in &graph.packages {
        let row = rows.entry(&package.ecosystem).or_default();
        row[0] += 1;
        row[1] += usize::from(package.version.is_some());
    }
    for root in &graph.roots {
        rows.entry(&graph.package(*root).ecosystem).or_default()[2] += 1;
    }
    for edge in &graph.edges {
        rows.entry(&graph.package(edge.from).ecosystem).or_default()[3] += 1;
    }
    for (ecosystem, [packages, resolved, roots, edges]) in rows {
        println!(
            "{ecosystem}: {packages} packages ({resolved} with a version), {roots} roots, {edges} edges"
        );
    }
}

fn collect(
    folder: &Path,
    at: &TreePath,
    without: &[String],
    files: &mut Vec<(TreePath, Vec<u8>)>,
) -> Result<(), Box<dyn Error>> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = at.child(entry.file_name().as_encoded_bytes())?;
        let kind = entry.file_type()?;
        let is_left_out = without.iter().any(|folder| *folder == path.to_string());
        if kind.is_dir() && entry.file_name() != ".git" && !is_left_out {
            collect(&entry.path(), &path, without, files)?;
        } else if kind.is_file() && graph::is_package_file(&path) {
            files.push((path, fs::read(entry.path())?));
        }
    }
    Ok(())
}

fn compare(args: &GraphsArgs, graph: &PackageGraph, said: &Sets) {
    let found = reached(graph, &args.ecosystem, &said.roots);
    println!("of {} roots that the tool names:", said.roots.len());
    difference("packages", &found.packages, &said.packages, args.show);
    difference("edges", &found.edges, &said.edges, args.show);
    if !said.macros.is_empty() {
        difference("procedural macros", &found.macros, &said.macros, args.show);
    }
}

/// The part of the graph that is reached from the roots; all of the ecosystem without any.
fn reached(graph: &PackageGraph, ecosystem: &str, roots: &BTreeSet<Name>) -> Sets {
    let name = |index: PackageIndex| {
        let package = graph.package(index);
        let version = package.version.as_deref().unwrap_or_default();
        (package.name.to_string(), version.to_owned())
    };
    let all = (0..graph.packages.len()).map(|at| PackageIndex(at as u32));
    let is_start = |index: &PackageIndex| {
        &*graph.package(*index).ecosystem == ecosystem
            && (roots.is_empty() || roots.contains(&name(*index)))
    };
    let mut open: Vec<PackageIndex> = all.filter(is_start).collect();
    let mut seen = BTreeSet::new();
    let mut sets = Sets::default();
    while let Some(index) = open.pop() {
        if !seen.insert(index) {
            continue;
        }
        sets.packages.insert(name(index));
        for edge in graph.edges_of(index) {
            sets.edges.insert((name(index), name(edge.to)));
            open.push(edge.to);
        }
    }
    let (_, relations) = graph::relations(graph);
    let built = relations.iter().filter(|relation| {
        let default = relation.evidence.last().map(|evidence| evidence.note.clone());
        default.is_some_and(|note| note.contains("procedural macro"))
    });
    let built: BTreeSet<_> = built.map(|relation| &relation.to).collect();
    let is_built = |index: &PackageIndex| built.contains(&graph.package(*index).id);
    sets.macros = seen.iter().filter(|index| is_built(index)).map(|index| name(*index)).collect();
    sets
}

fn difference<T: Ord + std::fmt::Debug>(
    what: &str,
    ours: &BTreeSet<T>,
    theirs: &BTreeSet<T>,
    show: usize,
) {
    let more: Vec<_> = ours.difference(theirs).collect();
    let less: Vec<_> = theirs.difference(ours).collect();
    let both = ours.intersection(theirs).count();
    println!("{what}: {both} on both sides, {} only ours, {} only theirs", more.len(), less.len());
    for (side, items) in [("ours", more), ("theirs", less)] {
        for item in items.iter().take(show) {
            println!("  {side}: {item:?}");
        }
    }
}
