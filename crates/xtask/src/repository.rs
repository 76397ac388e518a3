// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The repository that the checks look at.
//!
//! Checks read [`Files`] and [`Graph`], never the disk, so that tests can hand them broken worlds.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    path::{Path, PathBuf},
    process::Command,
};

use serde::Deserialize;

/// Where the workspace stands.
pub(crate) struct Repository {
    root: PathBuf,
}

/// The committed files and those about to be, by their paths from the root.
#[derive(Default)]
pub(crate) struct Files {
    texts: BTreeMap<String, String>,
    others: BTreeSet<String>,
}

impl Repository {
    /// Finds the workspace that this program was built from.
    pub(crate) fn find() -> Result<Repository, Box<dyn Error>> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("run it as `cargo xtask`")?;
        let root = Path::new(&manifest).ancestors().nth(2).ok_or("crates stand in `crates/`")?;
        Ok(Repository { root: root.to_owned() })
    }

    /// The root folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Reads every file that git knows or would add.
    pub(crate) fn files(&self) -> Result<Files, Box<dyn Error>> {
        let list = output(
            Command::new("git")
                .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
                .current_dir(&self.root),
        )?;
        let mut files = Files::default();
        for path in list.split('\0').filter(|path| !path.is_empty()) {
            // A file that was removed but not yet from the index is gone for us.
            let Ok(bytes) = std::fs::read(self.root.join(path)) else { continue };
            match String::from_utf8(bytes) {
                Ok(text) => drop(files.texts.insert(path.to_owned(), text)),
                Err(_) => drop(files.others.insert(path.to_owned())),
            }
        }
        Ok(files)
    }

    /// Reads the graph of crates from cargo.
    pub(crate) fn graph(&self) -> Result<Graph, Box<dyn Error>> {
        let json = output(
            Command::new("cargo")
                .args(["metadata", "--format-version", "1", "--locked"])
                .current_dir(&self.root),
        )?;
        Ok(Graph::from_metadata(&serde_json::from_str(&json)?))
    }
}

impl Files {
    /// The text files with their texts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of a file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Whether `path` is a file or a folder with files.
    pub(crate) fn exists(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        let below = |found: &String| found == path || found.starts_with(&folder);
        self.texts.range(path.to_owned()..).map(|(found, _)| found).take(500).any(below)
            || self.others.iter().any(below)
    }

    #[cfg(test)]
    pub(crate) fn of(fixture: &str) -> Files {
        let world = heirloom_testkit::World::parse(fixture);
        let texts = world
            .entries()
            .map(|(path, text)| (path.to_string(), String::from_utf8(text.to_vec()).unwrap()))
            .collect();
        Files { texts, others: BTreeSet::new() }
    }
}

/// How a crate is used by another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EdgeKind {
    /// In the product, or to build it.
    Product,
    /// In tests only.
    Test,
}

/// The crates of the workspace and what they reach.
#[derive(Default)]
pub(crate) struct Graph {
    /// From each member to the members it names.
    pub(crate) edges: BTreeMap<String, Vec<(String, EdgeKind)>>,
    /// The foreign crates that reach into each member's product code, build scripts left out.
    pub(crate) reach: BTreeMap<String, BTreeSet<String>>,
    /// How many foreign packages the lock file holds.
    pub(crate) n_foreign: usize,
}

#[derive(Deserialize)]
pub(crate) struct Metadata {
    packages: Vec<Package>,
    workspace_members: Vec<String>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    path: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<NodeDependency>,
}

#[derive(Deserialize)]
struct NodeDependency {
    pkg: String,
    dep_kinds: Vec<NodeDependencyKind>,
}

#[derive(Deserialize)]
struct NodeDependencyKind {
    kind: Option<String>,
}

impl Graph {
    fn from_metadata(metadata: &Metadata) -> Graph {
        let names: BTreeMap<&str, &str> =
            metadata.packages.iter().map(|p| (p.id.as_str(), p.name.as_str())).collect();
        let nodes: BTreeMap<&str, &Node> =
            metadata.resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        let mut graph = Graph {
            n_foreign: metadata.packages.iter().filter(|p| p.source.is_some()).count(),
            ..Graph::default()
        };
        for package in &metadata.packages {
            if !metadata.workspace_members.contains(&package.id) {
                continue;
            }
            let edges = package.dependencies.iter().filter(|d| d.path.is_some()).map(|d| {
                let test = d.kind.as_deref() == Some("dev");
                (d.name.clone(), if test { EdgeKind::Test } else { EdgeKind::Product })
            });
            graph.edges.insert(package.name.clone(), edges.collect());
            graph.reach.insert(package.name.clone(), reached(&package.id, &nodes, &names));
        }
        graph
    }
}

/// The names of all packages that `start` links.
fn reached(
    start: &str,
    nodes: &BTreeMap<&str, &Node>,
    names: &BTreeMap<&str, &str>,
) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        let Some(node) = nodes.get(id) else { continue };
        for dependency in &node.deps {
            let linked = dependency.dep_kinds.iter().any(|kind| kind.kind.is_none());
            if linked && seen.insert(dependency.pkg.as_str()) {
                open.push(&dependency.pkg);
            }
        }
    }
    seen.into_iter().filter_map(|id| names.get(id)).map(|name| (*name).to_owned()).collect()
}

/// What a program prints; an error when it fails.
pub(crate) fn output(command: &mut Command) -> Result<String, Box<dyn Error>> {
    let done = command.stderr(std::process::Stdio::inherit()).output()?;
    if !done.status.success() {
        return Err(format!("{command:?} ended with {}", done.status).into());
    }
    Ok(String::from_utf8(done.stdout)?)
}
