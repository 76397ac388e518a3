// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The made-up inventory as a tree and as ways.

use heirloom_model::{
    ComponentId, Language, Owner, PackageContents, PackageIndex, ScanSummary, Scope, TreePath,
};

use super::sample;
use crate::{ListOptions, SortKey, TerminalOptions, TreeOptions, terminal::width};

fn summary() -> ScanSummary {
    sample::summary()
}

fn options() -> TerminalOptions {
    TerminalOptions { language: Language::English, color: false, width: 80 }
}

fn tree(options: &TreeOptions) -> String {
    let mut out = Vec::new();
    crate::tree(&summary(), options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn tree_unfolds_each_package_once_and_ends_in_circles() {
    let whole = TreeOptions { terminal: options(), depth: None, scopes: Vec::new(), unfold: false };
    insta::assert_snapshot!(tree(&whole));
    insta::assert_snapshot!(tree(&TreeOptions { unfold: true, ..whole.clone() }));
    let short = TreeOptions { depth: Some(1), scopes: vec![Scope::Runtime], ..whole };
    insta::assert_snapshot!(tree(&short));
}

#[test]
fn ways_name_the_places_that_say_so() {
    let why = |wanted: &[u32]| {
        let wanted: Vec<PackageIndex> = wanted.iter().copied().map(PackageIndex).collect();
        let mut out = Vec::new();
        crate::why(&summary(), &wanted, false, &options(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    insta::assert_snapshot!(why(&[3, 2, 4]));
    let mut out = Vec::new();
    crate::why_json(&summary(), &[PackageIndex(0)], &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}

/// Folders of manifests were told one by one, each with a line of its own above and below.
#[test]
fn folders_without_a_name_stand_together() {
    let mut summary = summary();
    let graph = &mut summary.inventory.graph;
    let image = graph.packages.iter().position(|p| p.owner == Owner::ThirdParty).unwrap();
    for folder in ["deploy/a", "deploy/b", "deploy/c", "deploy/d", "deploy/e"] {
        let at = PackageIndex(graph.packages.len() as u32);
        let mut package = graph.packages[image].clone();
        package.id = ComponentId::new(&format!("kubernetes:{folder}")).unwrap();
        package.purl = None;
        package.version = None;
        package.ecosystem = "kubernetes".into();
        package.name = folder.rsplit('/').next().unwrap().into();
        package.owner = Owner::Own;
        package.folder = Some(TreePath::parse(folder.as_bytes()).unwrap());
        graph.packages.push(package);
        graph.roots.push(at);
        summary.inventory.contents.push(PackageContents::default());
        if folder != "deploy/e" {
            let mut edge = graph.edges[0].clone();
            (edge.from, edge.to) = (at, PackageIndex(image as u32));
            graph.edges.push(edge);
        }
    }
    let options =
        TreeOptions { terminal: options(), depth: Some(1), scopes: Vec::new(), unfold: false };
    let mut out = Vec::new();
    crate::tree(&summary, &options, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    let at = out.find("kubernetes").unwrap();
    insta::assert_snapshot!(out[at..].lines().take(5).collect::<Vec<_>>().join("\n"), @r"
    kubernetes: 5 folders without a name of their own
    ├── deploy/a, deploy/b, deploy/c, and 1 more
    │   └── log 0.4.20  [optional]  …
    └── deploy/e
    ");
}

fn list(summary: &ScanSummary, options: &ListOptions) -> String {
    let mut out = Vec::new();
    crate::list(summary, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn tables_have_a_row_for_each_package() {
    let all = ListOptions {
        terminal: TerminalOptions { width: 10_000, ..options() },
        scopes: Vec::new(),
        sort: SortKey::Name,
    };
    insta::assert_snapshot!(list(&summary(), &all));
    let few = ListOptions { scopes: vec![Scope::Optional], sort: SortKey::Files, ..all };
    let rows = list(&summary(), &few);
    let summary = summary();
    let scopes = summary.inventory.graph.scopes();
    let n_optional = scopes.iter().filter(|scope| **scope == Some(Scope::Optional)).count();
    assert_eq!(rows.lines().take_while(|line| !line.is_empty()).count(), 1 + n_optional);
}

/// Wide characters take two columns; no row is wider than the terminal.
#[test]
fn tables_fit_the_terminal_in_every_language() {
    let mut summary = summary();
    for (package, name) in summary.inventory.graph.packages.iter_mut().zip([
        "@团队/一个名字很长很长很长很长很长的软件包",
        "a-name-that-is-longer-than-any-terminal-should-have-to-show-in-one-line",
    ]) {
        package.name = name.into();
    }
    for language in Language::ALL {
        for columns in [60, 80, 100] {
            let terminal = TerminalOptions { language, color: false, width: columns };
            let sort = SortKey::License;
            let shown = list(&summary, &ListOptions { terminal, scopes: Vec::new(), sort });
            let rows: Vec<&str> = shown.lines().take_while(|line| !line.is_empty()).collect();
            assert_eq!(rows.len(), 1 + summary.inventory.graph.packages.len());
            for row in rows {
                assert!(width(row) <= columns, "{row:?} in {columns}");
            }
        }
    }
}

/// Two roots that require each other vanished where a third one was required by nobody.
#[test]
fn circles_of_roots_are_shown() {
    let mut summary = summary();
    let graph = &mut summary.inventory.graph;
    let template = graph.packages[graph.roots[0].0 as usize].clone();
    let first = graph.packages.len() as u32;
    for name in ["ring-a", "ring-b"] {
        let mut package = template.clone();
        package.name = name.into();
        package.id = ComponentId::new(name).unwrap();
        graph.packages.push(package);
        summary.inventory.contents.push(PackageContents::default());
    }
    let (a, b) = (PackageIndex(first), PackageIndex(first + 1));
    graph.roots.extend([a, b]);
    for (from, to) in [(a, b), (b, a)] {
        let mut edge = graph.edges[0].clone();
        (edge.from, edge.to) = (from, to);
        graph.edges.push(edge);
    }
    let whole = TreeOptions { terminal: options(), depth: None, scopes: Vec::new(), unfold: false };
    let mut out = Vec::new();
    crate::tree(&summary, &whole, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    let at = out.find("ring-a").unwrap();
    assert!(out[at..].lines().nth(1).unwrap().contains("ring-b"), "{out}");
    assert_eq!(out.matches("ring-b").count(), 1);
}
