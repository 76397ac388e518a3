// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Manifests of Kubernetes that are templates of a chart belong to the chart, others to their folder.

use std::collections::BTreeSet;

use heirloom_model::{PackageFacts, PackageSource, TreePath};

use super::{CHART, MANIFEST};
use crate::graph::{
    builder::Builder,
    plain::{self, Plain},
    tree::{File, Tree, upward},
};

/// Joins charts with the manifests in their templates.
pub(super) fn resolve_charts(plain: &Plain, tree: &Tree<'_>, builder: &mut Builder) {
    let charts = charts(tree);
    let templates: Vec<(&TreePath, PackageFacts)> = tree
        .of_any(MANIFEST)
        .filter_map(|file| Some((file.path, moved(file, &home(file, &charts)?))))
        .collect();
    let moved = templates.iter().map(|(path, facts)| File { path, facts });
    let files = tree.files().iter().copied().chain(moved).collect();
    plain::resolve(plain, &tree.with(files), builder);
}

/// Joins the manifests that are in no chart.
pub(super) fn resolve_manifests(plain: &Plain, tree: &Tree<'_>, builder: &mut Builder) {
    let charts = charts(tree);
    let files = tree.files().iter().copied();
    let files = files.filter(|file| home(*file, &charts).is_none()).collect();
    plain::resolve(plain, &tree.with(files), builder);
}

/// The folders of charts.
fn charts(tree: &Tree<'_>) -> BTreeSet<TreePath> {
    let has_name = |file: &File<'_>| file.facts.packages.iter().any(|one| !one.name.is_empty());
    tree.of_any(CHART).filter(has_name).map(|file| file.folder()).collect()
}

/// The way up from a template to the folder of its chart; `None` for a manifest of no chart.
fn home(file: File<'_>, charts: &BTreeSet<TreePath>) -> Option<String> {
    let folders: Vec<TreePath> = upward(&file.folder()).collect();
    let at = folders
        .windows(2)
        .position(|two| two[0].file_name() == b"templates" && charts.contains(&two[1]))?;
    Some(vec![".."; at + 1].join("/"))
}

/// The same facts about the package in another folder.
fn moved(file: File<'_>, way: &str) -> PackageFacts {
    let mut facts = file.facts.clone();
    for package in &mut facts.packages {
        package.source = PackageSource::Path { path: way.into() };
    }
    facts
}
