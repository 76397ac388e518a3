// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The packages as a table: name, version, license, ecosystem, what for, how near, files.
//!
//! A row is a line, so that `grep`, `sort` and `wc` do what one expects.

use std::{
    cmp::Reverse,
    collections::HashMap,
    io::{self, Write},
};

use heirloom_model::{Inventory, PackageIndex, ScanSummary};

use super::{license, shown_name};
use crate::{
    ListOptions, SortKey,
    messages::{Messages, grouped},
    terminal::{Column, GAP, Style, laid_out, paint},
    visible::visible,
    wire::{ScopeWire, Uses, Word},
};

/// Narrower tables cannot be read.
const MIN_WIDTH: usize = 60;
/// How each column is set, in the order of [`COLUMNS`].
const SET: [Column; 7] = [
    Column::Text,
    Column::Text,
    Column::Text,
    Column::Text,
    Column::Text,
    Column::Text,
    Column::Number,
];
const COLUMNS: [&str; 7] = [
    "list.component",
    "list.version",
    "list.license",
    "list.ecosystem",
    "list.scope",
    "list.use",
    "list.files",
];

pub(crate) fn write(
    summary: &ScanSummary,
    options: &ListOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let inventory = &summary.inventory;
    let messages = Messages::for_language(options.terminal.language);
    if inventory.is_empty() {
        return writeln!(out, "{}", messages.label("terminal.no-components"));
    }
    let uses = Uses::new(&inventory.graph);
    let is_wanted = |at: &usize| {
        options.scopes.is_empty()
            || uses.scopes[*at].is_some_and(|one| options.scopes.contains(&one))
    };
    let mut wanted: Vec<usize> = (0..inventory.graph.packages.len()).filter(is_wanted).collect();
    sort(&mut wanted, inventory, &uses, options.sort);
    let heading = COLUMNS.map(|key| messages.label(key).to_owned());
    let mut n_called: HashMap<&str, usize> = HashMap::new();
    for &at in wanted.iter().filter(|&&at| uses.is_root[at]) {
        *n_called.entry(&inventory.graph.packages[at].name).or_default() += 1;
    }
    let is_one = |at: usize| n_called.get(&*inventory.graph.packages[at].name) < Some(&2);
    let rows = wanted.iter().map(|&at| row(inventory, &uses, at, is_one(at), &messages));
    let rows: Vec<[String; 7]> = std::iter::once(heading).chain(rows).collect();
    let cells = laid_out(SET, &rows, options.terminal.width.max(MIN_WIDTH));
    for (position, cells) in cells.into_iter().enumerate() {
        let style = |column: usize| match (position.checked_sub(1), column) {
            (None, _) => Some(Style::Heading),
            (Some(at), 0) if uses.is_root[wanted[at]] => Some(Style::Heading),
            (Some(at), 2) if cells_license(inventory, wanted[at]) => Some(Style::Good),
            (Some(_), 2) => Some(Style::Odd),
            (Some(_), 3..) => Some(Style::Faint),
            _ => None,
        };
        let line: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(column, cell)| match style(column) {
                Some(style) => paint(options.terminal.color, style, cell),
                None => cell.clone(),
            })
            .collect();
        writeln!(out, "{}", line.join(GAP).trim_end())?;
    }
    let foot = foot(inventory, &uses, &wanted, &messages);
    writeln!(out, "\n{}", paint(options.terminal.color, Style::Faint, &foot))
}

fn cells_license(inventory: &Inventory, at: usize) -> bool {
    license(&inventory.contents[at]).is_some()
}

/// `is_one`: whether no other root is called so; else the folder tells them apart.
fn row(
    inventory: &Inventory,
    uses: &Uses,
    at: usize,
    is_one: bool,
    messages: &Messages,
) -> [String; 7] {
    let package = inventory.graph.package(PackageIndex(at as u32));
    let contents = &inventory.contents[at];
    let dash = || "–".to_owned();
    let version = package.version.as_deref().map(|version| visible(version).into_owned());
    let scope = uses.scopes[at]
        .map(|one| messages.label(&format!("scope.{}", ScopeWire::from(one).word())).to_owned());
    let n_files = match contents.n_files {
        0 => String::new(),
        n_files => grouped(n_files),
    };
    let mut name = visible(shown_name(package)).into_owned();
    let folder = package.folder.as_ref().filter(|_| uses.is_root[at] && !is_one);
    if let Some(folder) = folder.filter(|folder| !folder.is_root()) {
        name = format!("{name} ({})", visible(&folder.to_string()));
    }
    [
        name,
        version.unwrap_or_else(dash),
        license(contents).unwrap_or_else(dash),
        package.ecosystem.to_string(),
        scope.unwrap_or_else(dash),
        messages.label(use_of(uses, at)).to_owned(),
        n_files,
    ]
}

/// How near a package is to a root.
fn use_of(uses: &Uses, at: usize) -> &'static str {
    match () {
        () if uses.is_root[at] => "list.root",
        () if uses.is_direct[at] => "list.direct",
        () if uses.scopes[at].is_some() => "list.transitive",
        () => "list.unused",
    }
}

/// Packages of the tree stand first under every key but files; the graph's order, which is that of
/// names and versions, decides between equal ones.
fn sort(wanted: &mut [usize], inventory: &Inventory, uses: &Uses, key: SortKey) {
    let package = |at: usize| inventory.graph.package(PackageIndex(at as u32));
    let name = |at: usize| package(at).name.to_lowercase();
    let is_used = |at: usize| !uses.is_root[at];
    match key {
        SortKey::Name => wanted.sort_by_cached_key(|&at| (is_used(at), name(at))),
        SortKey::Ecosystem => {
            wanted.sort_by_cached_key(|&at| (is_used(at), package(at).ecosystem.clone(), name(at)))
        }
        SortKey::License => wanted.sort_by_cached_key(|&at| {
            let license = license(&inventory.contents[at]);
            (is_used(at), license.is_some(), license, name(at))
        }),
        SortKey::Scope => wanted.sort_by_cached_key(|&at| {
            (is_used(at), uses.scopes[at].is_none(), uses.scopes[at], name(at))
        }),
        SortKey::Files => {
            wanted.sort_by_cached_key(|&at| (Reverse(inventory.contents[at].n_files), name(at)))
        }
    }
}

fn foot(inventory: &Inventory, uses: &Uses, wanted: &[usize], messages: &Messages) -> String {
    let of = |key: &str| wanted.iter().filter(|&&at| use_of(uses, at) == key).count() as u64;
    let n_bare = wanted.iter().filter(|&&at| !cells_license(inventory, at)).count();
    let mut counts = vec![messages.count("terminal.n-components", wanted.len() as u64)];
    for (key, n_key) in [
        ("list.root", "terminal.n-roots"),
        ("list.direct", "list.n-direct"),
        ("list.transitive", "list.n-transitive"),
        ("list.unused", "list.n-unused"),
    ] {
        let n = of(key);
        counts.extend((n > 0).then(|| messages.count(n_key, n)));
    }
    if n_bare > 0 {
        counts.push(messages.count("list.n-no-license", n_bare as u64));
    }
    counts.join(" · ")
}
