// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads what the tools of ecosystems say about dependency graphs.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::Path,
};

use heirloom_model::{PackageFacts, PackageGraph, TreePath};
use serde_json::Value;

use super::{Name, Sets, difference};
use crate::Outcome;

/// Reads the output of a tool, told by its form.
pub(super) fn read(path: &Path) -> Result<Sets, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    if !text.trim_start().starts_with(['{', '[']) {
        return Ok(lines(&text));
    }
    let value: Value = serde_json::from_str(&text)?;
    let mut sets = Sets::default();
    if value.get("resolve").is_some() {
        cargo(&value, &mut sets);
    } else if value.get("bomFormat").is_some() {
        cyclonedx(&value, &mut sets);
    } else if let Some(projects) = value.as_array() {
        projects.iter().for_each(|project| tree(project, &mut sets));
        follow_links(&mut sets);
    } else {
        tree(&value, &mut sets);
    }
    Ok(sets)
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

/// `package NAME VERSION` and `edge NAME VERSION NAME VERSION`; `-` for no version.
fn lines(text: &str) -> Sets {
    let mut sets = Sets::default();
    let name = |name: &str, version: &str| {
        (name.to_owned(), if version == "-" { String::new() } else { version.to_owned() })
    };
    for line in text.lines() {
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["root", a, b] => {
                sets.roots.insert(name(a, b));
            }
            ["package", a, b] => {
                sets.packages.insert(name(a, b));
            }
            ["edge", a, b, c, d] => {
                sets.edges.insert((name(a, b), name(c, d)));
            }
            _ => {}
        }
    }
    sets
}

fn cargo(value: &Value, sets: &mut Sets) {
    let mut names: BTreeMap<String, Name> = BTreeMap::new();
    for package in items(value, "packages") {
        let name = (text(package, "name"), text(package, "version"));
        let is_macro = |target: &Value| items(target, "kind").any(|kind| kind == "proc-macro");
        if items(package, "targets").any(is_macro) {
            sets.macros.insert(name.clone());
        }
        names.insert(text(package, "id"), name);
    }
    let members = items(value, "workspace_members").filter_map(Value::as_str);
    sets.roots = members.filter_map(|id| names.get(id).cloned()).collect();
    for node in items(&value["resolve"], "nodes") {
        let Some(from) = names.get(&text(node, "id")) else {
            continue;
        };
        sets.packages.insert(from.clone());
        for dependency in items(node, "deps") {
            let to = names.get(&text(dependency, "pkg"));
            sets.edges.extend(to.map(|to| (from.clone(), to.clone())));
        }
    }
}

fn cyclonedx(value: &Value, sets: &mut Sets) {
    let mut names: BTreeMap<String, Name> = BTreeMap::new();
    let root = value["metadata"].get("component");
    for component in root.into_iter().chain(items(value, "components")) {
        let group = text(component, "group");
        let plain = text(component, "name");
        let colon = if group.is_empty() { "" } else { ":" };
        let name = (format!("{group}{colon}{plain}"), text(component, "version"));
        sets.packages.insert(name.clone());
        names.insert(text(component, "bom-ref"), name);
    }
    sets.roots.extend(root.and_then(|root| names.get(&text(root, "bom-ref")).cloned()));
    for dependency in items(value, "dependencies") {
        let Some(from) = names.get(&text(dependency, "ref")) else {
            continue;
        };
        for to in items(dependency, "dependsOn").filter_map(Value::as_str) {
            sets.edges.extend(names.get(to).map(|to| (from.clone(), to.clone())));
        }
    }
}

/// The nested form of `npm ls --json` and `pnpm list --json`. Without recursion: trees are deep.
fn tree(value: &Value, sets: &mut Sets) {
    let mut root = (text(value, "name"), text(value, "version"));
    if root.0.is_empty() {
        // The root of a workspace needs no name.
        ".".clone_into(&mut root.0);
    }
    sets.roots.insert(root.clone());
    sets.packages.insert(root.clone());
    let mut open = vec![(root, value)];
    while let Some((from, value)) = open.pop() {
        for key in
            ["dependencies", "devDependencies", "optionalDependencies", "unsavedDependencies"]
        {
            for (alias, child) in value[key].as_object().into_iter().flatten() {
                let version = text(child, "version");
                if child.get("missing").is_some() || version.is_empty() {
                    continue;
                }
                let plain = child["from"].as_str().or(child["name"].as_str()).unwrap_or(alias);
                let name = (plain.to_owned(), version);
                sets.packages.insert(name.clone());
                sets.edges.insert((from.clone(), name.clone()));
                open.push((name, child));
            }
        }
    }
}

/// `link:` stands for a member of the workspace, which is a root of its own.
fn follow_links(sets: &mut Sets) {
    let real = |name: &Name| match sets.roots.iter().find(|root| root.0 == name.0) {
        Some(root) if name.1.starts_with("link:") => root.clone(),
        _ => name.clone(),
    };
    let edges = sets.edges.iter().map(|(from, to)| (real(from), real(to))).collect();
    let packages = sets.packages.iter().map(real).collect();
    (sets.edges, sets.packages) = (edges, packages);
}

/// Beside each `go.mod`: what it requires after replacement must have a checksum in `go.sum`, and be
/// what `vendor/modules.txt` lists.
pub(super) fn go_lists(
    tree: &Path,
    graph: &PackageGraph,
    facts: &[(TreePath, PackageFacts)],
    show: usize,
) -> Outcome {
    for (path, _) in facts.iter().filter(|(_, facts)| &*facts.format == "go-mod") {
        let folder = path.parent().unwrap_or_default();
        let is_main = |at: &&heirloom_model::PackageIndex| {
            let package = graph.package(**at);
            package.folder.as_ref() == Some(&folder) && &*package.ecosystem == "golang"
        };
        let Some(root) = graph.roots.iter().find(is_main) else {
            continue;
        };
        let beside = tree.join(folder.to_string());
        let mut ours: BTreeSet<Name> = BTreeSet::new();
        let mut in_tree = 0;
        for edge in graph.edges_of(*root) {
            let package = graph.package(edge.to);
            match &package.version {
                Some(version) => {
                    ours.insert((package.name.to_string(), version.to_string()));
                }
                None => in_tree += 1,
            }
        }
        println!("{path}: {} modules, {in_tree} of the tree", ours.len());
        if let Ok(vendor) = fs::read_to_string(beside.join("vendor/modules.txt")) {
            let is_of_workspace = beside.join("go.work").exists();
            let listed = vendored_modules(&vendor, is_of_workspace);
            difference("  vendor/modules.txt", &ours, &listed, show);
        }
        if let Ok(sum) = fs::read_to_string(beside.join("go.sum")) {
            let words = sum.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
            let listed: BTreeSet<Name> = words
                .filter(|words| words.len() == 3 && !words[1].ends_with("/go.mod"))
                .map(|words| (words[0].to_owned(), words[1].to_owned()))
                .collect();
            let missing = ours.difference(&listed).collect::<Vec<_>>();
            println!(
                "  go.sum: {} of {} have a checksum; {} more modules have one",
                ours.len() - missing.len(),
                ours.len(),
                listed.difference(&ours).count()
            );
            missing.iter().take(show).for_each(|name| println!("  without checksum: {name:?}"));
        }
    }
    Ok(())
}

/// The modules of `vendor/modules.txt`. That of a workspace also lists versions that some member
/// requests and no package is taken of.
fn vendored_modules(text: &str, is_of_workspace: bool) -> BTreeSet<Name> {
    let mut modules = BTreeSet::new();
    let mut lines = text.lines().filter(|line| !line.starts_with("## ")).peekable();
    while let Some(line) = lines.next() {
        let is_used = lines.peek().is_some_and(|next| !next.starts_with('#'));
        modules.extend(vendored(line).filter(|_| is_used || !is_of_workspace));
    }
    modules
}

/// `# MODULE VERSION` or `# MODULE VERSION => MODULE VERSION`, where the right side is taken.
fn vendored(line: &str) -> Option<Name> {
    let words = line.strip_prefix("# ")?;
    let taken = words.rsplit("=> ").next()?;
    let mut words = taken.split_whitespace();
    let name = words.next()?.to_owned();
    Some((name, words.next()?.to_owned()))
}
