// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the tests of other scanners expect of their fixtures.
//!
//! A test names a fixture, and packages beside it: in one entry of a table, in one function, or by
//! the name of a variable. The largest group of a program that names exactly one fixture holds what
//! is expected of it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use super::go::{self, Node};

/// A package as a test expects it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Expected {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) purl: Option<String>,
}

/// An edge between `NAME@VERSION`s.
pub(super) type Edge = (String, String);

/// One fixture.
#[derive(Default)]
pub(super) struct Case {
    pub(super) packages: BTreeSet<Expected>,
    pub(super) edges: BTreeSet<Edge>,
    /// Names and versions by the names that edges use.
    pub(super) ids: BTreeMap<String, (String, String)>,
}

/// The cases of the tests in a folder whose file names start so, by the paths of their fixtures.
pub(super) fn cases(folder: &Path, start: &str) -> Result<BTreeMap<PathBuf, Case>, Box<dyn Error>> {
    let mut programs = Vec::new();
    let mut variables: HashMap<String, Vec<Node>> = HashMap::new();
    let mut names: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    names.sort();
    for path in names {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_test = name.ends_with("_test.go") || name.ends_with("_testcase.go");
        if is_test && path.is_file() {
            let nodes = go::parse(&fs::read_to_string(&path)?);
            variables.extend(go::variables(&nodes));
            if name.starts_with(start) {
                programs.push(nodes);
            }
        }
    }
    let reader = Reader { folder, variables: &variables };
    let mut found = BTreeMap::new();
    for nodes in &programs {
        for node in nodes {
            if let Node::Group(_, inner) = node {
                reader.visit(inner, &mut found);
            }
        }
    }
    found.retain(|_, case: &mut Case| !case.packages.is_empty());
    Ok(found)
}

/// POM files that the tests of a folder answer requests with: `SetResponse(t, PATH, TEXT)`.
pub(super) fn responses(folder: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut names: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    names.sort();
    for path in names.iter().filter(|path| path.to_string_lossy().ends_with("_test.go")) {
        responses_in(&go::parse(&fs::read_to_string(path)?), &mut found);
    }
    Ok(found)
}

fn responses_in(nodes: &[Node], found: &mut Vec<(String, String)>) {
    for (at, node) in nodes.iter().enumerate() {
        let Node::Group(_, inner) = node else { continue };
        let is_call = |before: &Node| matches!(before, Node::Word(w) if w.ends_with("SetResponse"));
        if !nodes[..at].last().is_some_and(is_call) {
            responses_in(inner, found);
            continue;
        }
        let mut texts = Vec::new();
        for node in inner {
            match node {
                Node::Text(text) => texts.push(text.clone()),
                Node::Group(_, inner) => {
                    texts.extend(inner.iter().filter_map(as_text).map(str::to_owned))
                }
                _ => {}
            }
        }
        if let [path, text] = texts.as_slice()
            && path.ends_with(".pom")
        {
            found.push((path.clone(), text.clone()));
        }
    }
}

struct Reader<'a> {
    folder: &'a Path,
    variables: &'a HashMap<String, Vec<Node>>,
}

impl Reader<'_> {
    fn visit(&self, nodes: &[Node], found: &mut BTreeMap<PathBuf, Case>) {
        let mut fixtures = BTreeSet::new();
        self.fixtures(nodes, &mut fixtures);
        let mut fixtures = fixtures.into_iter();
        match (fixtures.next(), fixtures.next()) {
            (Some(only), None) => {
                let case = found.entry(only).or_default();
                self.expected(nodes, case, &mut BTreeSet::new());
            }
            (Some(first), Some(second)) => {
                let n_known = found.len();
                for node in nodes {
                    if let Node::Group(_, inner) = node {
                        self.visit(inner, found);
                    }
                }
                // Several fixtures of one expectation: forms of one file.
                let is_list = |node: &Node| {
                    matches!(node, Node::Group('{', inner)
                    if inner.iter().all(|one| matches!(one, Node::Text(_) | Node::Sign(','))))
                };
                if found.len() == n_known && nodes.iter().any(is_list) {
                    for fixture in [first, second].into_iter().chain(fixtures) {
                        let case = found.entry(fixture).or_default();
                        self.expected(nodes, case, &mut BTreeSet::new());
                    }
                }
            }
            _ => {}
        }
    }

    /// The fixtures named in a group, outside of packages.
    fn fixtures(&self, nodes: &[Node], found: &mut BTreeSet<PathBuf>) {
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Text(text) => found.extend(self.fixture(text)),
                Node::Group('(', inner)
                    if at > 0 && matches!(&nodes[at - 1], Node::Word(w) if w.ends_with("Join")) =>
                {
                    let texts: Vec<&str> = inner.iter().filter_map(as_text).collect();
                    found.extend(self.fixture(&texts.join("/")));
                }
                Node::Group(_, inner) if package(inner).is_none() => self.fixtures(inner, found),
                _ => {}
            }
        }
    }

    fn fixture(&self, text: &str) -> Option<PathBuf> {
        let is_one = ["testdata/", "test-fixtures/"].iter().any(|start| text.contains(start));
        let path = self.folder.join(text.trim_end_matches('/'));
        (is_one && !text.contains('\n') && text.len() < 500 && path.exists()).then_some(path)
    }

    fn expected(&self, nodes: &[Node], case: &mut Case, seen: &mut BTreeSet<String>) {
        for node in nodes {
            match node {
                Node::Group('{', inner) => match (package(inner), edges(inner)) {
                    (Some(package), edges) => {
                        case.edges.extend(edges.unwrap_or_default());
                        if let Some(id) = go::field(inner, "ID").and_then(go::text) {
                            let named = (package.name.clone(), package.version.clone());
                            case.ids.insert(id, named);
                        }
                        case.packages.insert(package);
                    }
                    (None, Some(edges)) => case.edges.extend(edges),
                    (None, None) => self.expected(inner, case, seen),
                },
                Node::Group(_, inner) => self.expected(inner, case, seen),
                Node::Word(name) if !seen.contains(name) => {
                    if let Some(value) = self.variables.get(name) {
                        seen.insert(name.clone());
                        self.expected(value, case, seen);
                    }
                }
                Node::Text(text) => line(text, case),
                _ => {}
            }
        }
    }
}

fn as_text(node: &Node) -> Option<&str> {
    match node {
        Node::Text(text) => Some(text),
        _ => None,
    }
}

/// A literal of a package: a name, and at least one other thing that packages have.
fn package(nodes: &[Node]) -> Option<Expected> {
    let text = |name: &str| go::field(nodes, name).and_then(go::text);
    let name = text("Name")?;
    let has = |name: &str| go::field(nodes, name).is_some();
    let is_package = ["Version", "PURL", "PURLType", "ID", "Type"].iter().any(|name| has(name));
    let is_case = ["InputConfig", "WantErr", "WantPackages"].iter().any(|name| has(name));
    let is_computed = has("Version") && text("Version").is_none();
    let mut version = text("Version").unwrap_or_default();
    // Of packages of distributions the parts of a version stand apart.
    if let Some([Node::Word(epoch)]) = go::field(nodes, "Epoch") {
        version = format!("{epoch}:{version}");
    }
    if let Some(release) = text("Release") {
        version = format!("{version}-{release}");
    }
    let found = Expected { name, version, purl: text("PURL") };
    (is_package && !is_case && !is_computed).then_some(found)
}

/// `{ID: "a@1", DependsOn: []string{"b@2"}}`.
fn edges(nodes: &[Node]) -> Option<Vec<Edge>> {
    let from = go::text(go::field(nodes, "ID")?)?;
    let Node::Group('{', list) = go::field(nodes, "DependsOn")?.last()? else {
        return None;
    };
    Some(list.iter().filter_map(as_text).map(|to| (from.clone(), to.to_owned())).collect())
}

/// `NAME @ VERSION (PLACE)`, and `… [dependency-of] …`, which says it from the other end.
fn line(text: &str, case: &mut Case) {
    let one = |text: &str| {
        let (name, rest) = text.split_once(" @ ")?;
        let (version, place) = rest.split_once(" (").unwrap_or((rest, ")"));
        let fits = place.ends_with(')') && !name.contains('\n');
        fits.then(|| (name.to_owned(), version.to_owned()))
    };
    if let Some((to, from)) = text.split_once(" [dependency-of] ") {
        if let (Some((from, from_version)), Some((to, to_version))) = (one(from), one(to)) {
            case.edges.insert((format!("{from}@{from_version}"), format!("{to}@{to_version}")));
        }
    } else if let Some((name, version)) = one(text).filter(|_| !text.contains('[')) {
        case.packages.insert(Expected { name, version, purl: None });
    }
}
