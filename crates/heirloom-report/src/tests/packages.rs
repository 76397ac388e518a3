// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The made-up inventory as a tree and as ways.

use heirloom_model::{
    ComponentId, Language, Owner, PackageContents, PackageIndex, ScanSummary, Scope, TreePath,
};

use super::sample;
use crate::{TerminalOptions, TreeOptions};

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
