// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Why a package is there: a shortest way from each root, with the places that say so.

use std::io::{self, Write};

use heirloom_model::{PackageGraph, PackageIndex, PackagePath, ScanSummary};
use serde::Serialize;

use super::{at, label, name, title, tree::MAX_INDENT};
use crate::{
    TerminalOptions,
    messages::{Messages, grouped},
    terminal::{Style, paint},
    wire::{DependencyWire, dependency},
};

/// Ways that are shown of one package unless all are wanted.
const MAX_WAYS: usize = 5;

pub(crate) fn write(
    summary: &ScanSummary,
    wanted: &[PackageIndex],
    all: bool,
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let messages = Messages::for_language(options.language);
    let inventory = &summary.inventory;
    for (position, &package) in wanted.iter().enumerate() {
        if position > 0 {
            writeln!(out)?;
        }
        let id = inventory.graph.package(package).id.as_str();
        let id = paint(options.color, Style::Faint, id);
        writeln!(out, "{}  {id}", title(inventory, package, options.color))?;
        let paths = inventory.graph.paths_to(package);
        if paths.is_empty() {
            described(&inventory.graph, package, &messages, out)?;
        }
        let n_shown = if all { paths.len() } else { MAX_WAYS };
        for path in paths.iter().take(n_shown) {
            way(&inventory.graph, path, &messages, options, out)?;
        }
        let n_more = paths.len().saturating_sub(n_shown);
        if n_more > 0 {
            let more = messages.text("terminal.more-ways", &[("n", &grouped(n_more as u64))]);
            writeln!(out, "  {}", paint(options.color, Style::Faint, &more))?;
        }
    }
    Ok(())
}

/// Of a package that no root reaches, the places that describe it.
fn described(
    graph: &PackageGraph,
    package: PackageIndex,
    messages: &Messages,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "  {}", messages.label("terminal.no-way"))?;
    for place in &graph.package(package).places {
        writeln!(out, "    {}", at(place))?;
    }
    Ok(())
}

fn way(
    graph: &PackageGraph,
    path: &PackagePath,
    messages: &Messages,
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let root = graph.package(path.root);
    let faint = |text: &str| paint(options.color, Style::Faint, text);
    let place = root.places.first().map(|place| format!("  {}", at(place))).unwrap_or_default();
    writeln!(out, "  {}{}", name(root), faint(&place))?;
    if path.edges.is_empty() {
        return writeln!(out, "  {}", faint(messages.label("terminal.is-root")));
    }
    for (depth, &number) in path.edges.iter().enumerate() {
        let edge = &graph.edges[number];
        let requested = edge.requested.as_deref().filter(|requested| !requested.is_empty());
        let requested = requested.map(|text| format!("  {}", crate::visible::visible(text)));
        let place = edge.places.first().map(|place| format!("  {}", at(place)));
        let label = label(edge, messages).map(|label| format!("  {label}"));
        let words: String = [label, requested, place].into_iter().flatten().collect();
        let indent = "    ".repeat(depth.min(MAX_INDENT));
        let number = if depth > MAX_INDENT { format!("{depth}: ") } else { String::new() };
        let name = name(graph.package(edge.to));
        writeln!(out, "  {indent}└── {number}{name}{}", faint(&words))?;
    }
    Ok(())
}

/// Why packages are there.
#[derive(Serialize)]
struct WhyWire {
    /// The version of this format.
    schema: &'static str,
    /// The packages that were asked for.
    components: Vec<AskedWire>,
}

/// A package that was asked for.
#[derive(Serialize)]
struct AskedWire {
    /// Its identity.
    id: String,
    /// A shortest way from each root that reaches it, the shortest first.
    ways: Vec<WayWire>,
}

/// A way from a root.
#[derive(Serialize)]
struct WayWire {
    /// The root.
    root: String,
    /// Each step; none when the root itself was asked for.
    steps: Vec<DependencyWire>,
}

pub(crate) fn write_json(
    summary: &ScanSummary,
    wanted: &[PackageIndex],
    out: &mut dyn Write,
) -> io::Result<()> {
    let graph = &summary.inventory.graph;
    let id = |index| graph.package(index).id.as_str().to_owned();
    let way = |path: &PackagePath| WayWire {
        root: id(path.root),
        steps: path.edges.iter().map(|&number| dependency(graph, &graph.edges[number])).collect(),
    };
    let asked = |&package: &PackageIndex| AskedWire {
        id: id(package),
        ways: graph.paths_to(package).iter().map(way).collect(),
    };
    let components = wanted.iter().map(asked).collect();
    serde_json::to_writer_pretty(&mut *out, &WhyWire { schema: "heirloom-why/1", components })?;
    writeln!(out)
}
