// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How long locks of 10,000 packages and 30,000 edges take: reading, and joining into a graph.

use std::{fmt::Write as _, time::Instant};

use heirloom_model::TreePath;
use heirloom_package::graph::{self, GraphLimits};

use crate::Outcome;

const N_PACKAGES: usize = 10_000;

/// Writes a lock.
type Writer = fn() -> String;

/// The packages that one requires.
fn required(package: usize) -> [usize; 3] {
    [1, 7, 31].map(|step| (package + step) % N_PACKAGES)
}

pub(super) fn locks() -> Outcome {
    let all: [(&str, Writer); 6] = [
        ("package-lock.json", npm),
        ("bun.lock", bun),
        ("composer.lock", composer),
        ("Gemfile.lock", gems),
        ("packages.lock.json", nuget),
        ("pdm.lock", pdm),
    ];
    println!("| lock of {N_PACKAGES} packages | bytes | read, ms | join, ms | packages | edges |");
    println!("|---|---|---|---|---|---|");
    for (name, text) in all {
        let (path, text) = (TreePath::parse(name.as_bytes())?, text());
        let limits = GraphLimits::standard();
        let start = Instant::now();
        let (facts, _) = graph::read(&path, text.as_bytes(), &limits);
        let read = start.elapsed().as_millis();
        let facts = facts.ok_or("a lock")?;
        let start = Instant::now();
        let graph = graph::resolve(&[(path, facts)], &limits);
        let join = start.elapsed().as_millis();
        let (n_packages, n_edges) = (graph.packages.len(), graph.edges.len());
        println!("| `{name}` | {} | {read} | {join} | {n_packages} | {n_edges} |", text.len());
    }
    Ok(())
}

/// `{"p1": "1", …}`.
fn object(package: usize) -> String {
    let all = required(package).map(|other| format!("\"p{other}\": \"1\""));
    format!("{{{}}}", all.join(", "))
}

fn each(entry: impl FnMut(usize) -> String, between: &str) -> String {
    (0..N_PACKAGES).map(entry).collect::<Vec<_>>().join(between)
}

fn npm() -> String {
    let entry = |p: usize| {
        let required = object(p);
        format!("\"node_modules/p{p}\": {{\"version\": \"1.0.{p}\", \"dependencies\": {required}}}")
    };
    let all = each(entry, ",\n");
    format!("{{\"lockfileVersion\": 3, \"packages\": {{\"\": {{\"name\": \"r\"}},\n{all}}}}}")
}

fn bun() -> String {
    let entry = |p: usize| {
        format!("\"p{p}\": [\"p{p}@1.0.{p}\", \"\", {{\"dependencies\": {}}}, \"\"]", object(p))
    };
    let all = each(entry, ",\n");
    format!("{{\"lockfileVersion\": 1, \"workspaces\": {{\"\": {{}}}}, \"packages\": {{{all}}}}}")
}

fn composer() -> String {
    let entry = |p: usize| {
        let required = object(p).replace("\"p", "\"a/p");
        format!("{{\"name\": \"a/p{p}\", \"version\": \"1.0.{p}\", \"require\": {required}}}")
    };
    format!("{{\"packages\": [{}]}}", each(entry, ",\n"))
}

fn gems() -> String {
    let mut text = "GEM\n  remote: https://example.org/\n  specs:\n".to_owned();
    for package in 0..N_PACKAGES {
        let _ = writeln!(text, "    p{package} (1.0.{package})");
        for other in required(package) {
            let _ = writeln!(text, "      p{other} (>= 1)");
        }
    }
    text + "\nDEPENDENCIES\n  p0\n"
}

fn nuget() -> String {
    let entry = |p: usize| {
        let required = object(p);
        format!(
            "\"p{p}\": {{\"type\": \"Transitive\", \"resolved\": \"1.0.{p}\", \"dependencies\": {required}}}"
        )
    };
    format!("{{\"version\": 1, \"dependencies\": {{\"net8.0\": {{{}}}}}}}", each(entry, ",\n"))
}

fn pdm() -> String {
    let entry = |p: usize| {
        let all = required(p).map(|other| format!("\"p{other}>=1\""));
        let all = all.join(", ");
        format!("[[package]]\nname = \"p{p}\"\nversion = \"1.0.{p}\"\ndependencies = [{all}]\n")
    };
    each(entry, "\n")
}
