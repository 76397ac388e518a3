// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Worlds as strings in, graphs as lines out.

use std::fmt::Write;

use heirloom_model::{Owner, PackageGraph, PackageNature, Relation};
use heirloom_testkit::World;

use super::*;

/// Reads and joins a world.
pub(crate) fn graph_of(world: &World) -> (PackageGraph, Vec<Problem>) {
    let limits = GraphLimits::standard();
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for (path, bytes) in world.entries() {
        let (facts, found) = read(path, bytes, &limits);
        problems.extend(found.into_iter().map(|problem| problem.at_path(path.clone())));
        files.extend(facts.map(|facts| (path.clone(), facts)));
    }
    (resolve(&files, &limits), problems)
}

/// A line for each package, edge and problem.
pub(crate) fn dump(graph: &PackageGraph, problems: &[Problem]) -> String {
    let mut out = String::new();
    for package in &graph.packages {
        let mark = if package.owner == Owner::Own { "*" } else { "" };
        let nature = match package.nature {
            PackageNature::Library => "",
            PackageNature::BuildTool => " tool",
            PackageNature::Platform => " platform",
        };
        write!(out, "{mark}{}{nature}", package.id).unwrap();
        if let Some(folder) = &package.folder {
            write!(out, " in {folder:?}").unwrap();
        }
        for license in &package.licenses {
            write!(out, " [{}]", license.as_written).unwrap();
        }
        for checksum in &package.checksums {
            write!(out, " {}:{}", checksum.algorithm, checksum.value).unwrap();
        }
        out.push('\n');
    }
    for edge in &graph.edges {
        let ends = [edge.from, edge.to].map(|index| {
            let package = graph.package(index);
            format!("{}@{}", package.name, package.version.as_deref().unwrap_or("?"))
        });
        write!(out, "{} -> {} {}", ends[0], ends[1], edge.scope.name()).unwrap();
        if !edge.scope_is_known {
            out.push('?');
        }
        if !edge.direct {
            out.push_str(" indirect");
        }
        for (mark, text) in [("", &edge.requested), ("if ", &edge.condition)] {
            if let Some(text) = text {
                write!(out, " {mark}{text}").unwrap();
            }
        }
        let places = edge.places.iter().map(|p| format!("{}:{}", p.file, p.span.first_line));
        writeln!(out, " | {}", places.collect::<Vec<_>>().join(" ")).unwrap();
    }
    for problem in problems.iter().chain(&graph.problems) {
        let args: Vec<&str> = problem.args.iter().map(|(_, value)| &**value).collect();
        let path = problem.path.as_ref().map(ToString::to_string).unwrap_or_default();
        let line = problem.line.unwrap_or(0);
        writeln!(out, "! {} {path}:{line} {}", problem.code.as_str(), args.join(", ")).unwrap();
    }
    out
}

/// Compares the graph of a world with its lines.
#[track_caller]
pub(crate) fn check(fixture: &str, expect: &str) {
    let (graph, problems) = graph_of(&World::parse(fixture));
    let expect: String = expect.trim().lines().flat_map(|line| [line.trim(), "\n"]).collect();
    assert_eq!(dump(&graph, &problems).replace(" \n", "\n"), expect);
}

/// A line for each relation.
pub(crate) fn dump_relations(graph: &PackageGraph) -> String {
    let (_, relations) = relations(graph);
    let line = |r: &Relation| format!("{} {} {} {}\n", r.from, r.kind.name(), r.to, r.scope.name());
    relations.iter().map(line).collect()
}

/// Compares the relations of a world with their lines.
#[track_caller]
pub(crate) fn check_relations(fixture: &str, expect: &str) {
    let (graph, _) = graph_of(&World::parse(fixture));
    let expect: String = expect.trim().lines().flat_map(|line| [line.trim(), "\n"]).collect();
    assert_eq!(dump_relations(&graph), expect);
}

mod cargo;
mod go;
mod maven;
mod npm;
mod pypi;
