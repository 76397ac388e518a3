// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The tree of who requires whom, each package unfolded once.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use heirloom_model::{Inventory, Owner, Package, PackageEdge, PackageIndex, ScanSummary};

use super::{label, title};
use crate::{
    TreeOptions,
    messages::{Messages, grouped as grouped_number},
    terminal::{Style, paint},
    visible::visible,
    wire::{FileRoleWire, Word},
};

pub(crate) fn write(
    summary: &ScanSummary,
    options: &TreeOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let inventory = &summary.inventory;
    let messages = Messages::for_language(options.terminal.language);
    if inventory.is_empty() {
        return writeln!(out, "{}", messages.label("terminal.no-components"));
    }
    let mut tree = Tree::new(inventory, options, &messages, out);
    let tops = tree.tops();
    let n_tops = tops.len();
    let (named, groups) = tree.grouped(tops);
    for (position, top) in named.into_iter().enumerate() {
        if position > 0 {
            writeln!(tree.out)?;
        }
        tree.top(top)?;
    }
    for (ecosystem, folders) in groups {
        tree.group(ecosystem, &folders)?;
    }
    tree.loose()?;
    let n_packages = inventory.graph.packages.len() as u64;
    let n_edges = inventory.graph.edges.len() as u64;
    let counts = [
        messages.count("terminal.n-components", n_packages),
        messages.count("terminal.n-roots", n_tops as u64),
        messages.count("terminal.n-edges", n_edges),
    ];
    writeln!(out, "\n{}", paint(options.terminal.color, Style::Faint, &counts.join(" · ")))?;
    if !options.unfold {
        let note = messages.label("terminal.seen-above");
        writeln!(out, "{}", paint(options.terminal.color, Style::Faint, note))?;
    }
    Ok(())
}

/// Levels further down are not indented more; they have a number instead.
pub(super) const MAX_INDENT: usize = 64;

struct Tree<'a> {
    inventory: &'a Inventory,
    options: &'a TreeOptions,
    messages: &'a Messages,
    color: bool,
    out: &'a mut dyn Write,
    /// Packages whose requirements were shown.
    shown: Vec<bool>,
    /// Packages that stand in some line.
    listed: Vec<bool>,
    /// Packages on the way down to the present one.
    above: Vec<bool>,
    has_user: Vec<bool>,
}

/// A package being unfolded: the edges still to be shown, and what stands in front of their lines.
struct Level {
    package: PackageIndex,
    edges: std::ops::Range<usize>,
    prefix: String,
}

impl<'a> Tree<'a> {
    fn new(
        inventory: &'a Inventory,
        options: &'a TreeOptions,
        messages: &'a Messages,
        out: &'a mut dyn Write,
    ) -> Tree<'a> {
        let n_packages = inventory.graph.packages.len();
        let mut has_user = vec![false; n_packages];
        // A test that requires a package is no reason to show the package below the test alone.
        for edge in inventory.graph.edges.iter().filter(|edge| is_seen(inventory, edge)) {
            has_user[edge.to.0 as usize] = true;
        }
        Tree {
            inventory,
            options,
            messages,
            color: options.terminal.color,
            out,
            shown: vec![false; n_packages],
            listed: vec![false; n_packages],
            above: vec![false; n_packages],
            has_user,
        }
    }

    /// The roots that nothing requires, and of each circle of roots that none of those leads to the
    /// first: the uppermost first, those of tests last.
    fn tops(&self) -> Vec<PackageIndex> {
        let roots = &self.inventory.graph.roots;
        let mut reached = vec![false; self.has_user.len()];
        let is_top = |root: &&PackageIndex| !self.has_user[root.0 as usize];
        let mut tops: Vec<PackageIndex> = roots.iter().filter(is_top).copied().collect();
        for &top in &tops {
            self.reach(top, &mut reached, is_seen);
        }
        for &root in roots {
            if !reached[root.0 as usize] {
                tops.push(root);
                self.reach(root, &mut reached, is_seen);
            }
        }
        tops.sort_by_key(|&root| {
            let folder = self.inventory.graph.package(root).folder.as_ref();
            let depth = folder.map_or(0, |folder| folder.components().count());
            (self.inventory.contents_of(root).is_aside(), depth)
        });
        tops
    }

    /// Marks a package and all that edges of a sort lead to from it.
    fn reach(
        &self,
        start: PackageIndex,
        reached: &mut [bool],
        follows: fn(&Inventory, &PackageEdge) -> bool,
    ) {
        let mut waiting = vec![start];
        while let Some(at) = waiting.pop() {
            if std::mem::replace(&mut reached[at.0 as usize], true) {
                continue;
            }
            let edges = self.inventory.graph.edges_of(at).iter();
            let followed = edges.filter(|edge| follows(self.inventory, edge));
            waiting.extend(followed.map(|edge| edge.to));
        }
    }

    /// Tops one by one, and folders that have no name of their own by ecosystem where there are
    /// several: a folder of manifests is no project that a reader looks for.
    fn grouped(
        &self,
        tops: Vec<PackageIndex>,
    ) -> (Vec<PackageIndex>, BTreeMap<&'a str, Vec<PackageIndex>>) {
        const FEW: usize = 2;
        let mut groups: BTreeMap<&str, Vec<PackageIndex>> = BTreeMap::new();
        for &top in &tops {
            let package = self.inventory.graph.package(top);
            if is_nameless(package) {
                groups.entry(&package.ecosystem).or_default().push(top);
            }
        }
        groups.retain(|_, folders| folders.len() > FEW);
        let is_grouped = |top: &PackageIndex| groups.values().flatten().any(|other| other == top);
        let named = tops.into_iter().filter(|top| !is_grouped(top)).collect();
        (named, groups)
    }

    /// Folders of one ecosystem; those that require the same stand in one line.
    fn group(&mut self, ecosystem: &str, folders: &[PackageIndex]) -> io::Result<()> {
        let count = grouped_number(folders.len() as u64);
        let heading =
            self.messages.text("terminal.folders-of", &[("n", &count), ("what", ecosystem)]);
        writeln!(self.out, "\n{}", paint(self.color, Style::Heading, &heading))?;
        let mut alike: Vec<Vec<PackageIndex>> = Vec::new();
        let mut by_edges: BTreeMap<_, usize> = BTreeMap::new();
        for &folder in folders {
            let edges = self.inventory.graph.edges_of(folder).iter();
            let key: Vec<_> =
                edges.map(|edge| (edge.to, edge.scope, edge.condition.as_deref())).collect();
            let is_aside = self.inventory.contents_of(folder).is_aside();
            let at = *by_edges.entry((is_aside, key)).or_insert(alike.len());
            match alike.get_mut(at) {
                Some(known) => known.push(folder),
                None => alike.push(vec![folder]),
            }
        }
        let n_alike = alike.len();
        for (position, folders) in alike.into_iter().enumerate() {
            let is_last = position + 1 == n_alike;
            let (branch, bar) =
                if is_last { ("└── ", "    ") } else { ("├── ", "│   ") };
            let names = self.folders(&folders);
            writeln!(self.out, "{branch}{names}")?;
            for folder in &folders {
                self.shown[folder.0 as usize] = true;
            }
            if let Some(&first) = folders.first() {
                self.below(first, bar)?;
            }
        }
        Ok(())
    }

    /// The first of some folders, the number of the others, and what they are.
    fn folders(&self, folders: &[PackageIndex]) -> String {
        const SHOWN: usize = 3;
        let path = |&index: &PackageIndex| match &self.inventory.graph.package(index).folder {
            Some(folder) if !folder.is_root() => visible(&folder.to_string()).into_owned(),
            _ => ".".to_owned(),
        };
        let mut text = folders.iter().take(SHOWN).map(path).collect::<Vec<_>>().join(", ");
        let n_more = folders.len().saturating_sub(SHOWN);
        if n_more > 0 {
            let count = grouped_number(n_more as u64);
            text.push_str(&self.messages.text("terminal.more-folders", &[("n", &count)]));
        }
        if let Some(first) = folders.first() {
            text.push_str(&paint(self.color, Style::Faint, &self.role(*first)));
        }
        text
    }

    /// `  [test]` behind what is no part of the product.
    fn role(&self, package: PackageIndex) -> String {
        let contents = self.inventory.contents_of(package);
        if !contents.is_aside() {
            return String::new();
        }
        let role = format!("file-role.{}", FileRoleWire::from(contents.role).word());
        format!("  [{}]", self.messages.label(&role))
    }

    fn top(&mut self, package: PackageIndex) -> io::Result<()> {
        let folder = self.inventory.graph.package(package).folder.as_ref();
        let name = &*self.inventory.graph.package(package).name;
        let folder = folder.filter(|folder| !folder.is_root()).map(ToString::to_string);
        // What is called after its file says where it is.
        let folder = folder.filter(|folder| folder != name);
        let folder = folder.map(|folder| format!("  {}", visible(&folder))).unwrap_or_default();
        let folder = format!("{folder}{}", self.role(package));
        let title = title(self.inventory, package, self.color);
        writeln!(self.out, "{title}{}", paint(self.color, Style::Faint, &folder))?;
        self.below(package, "")
    }

    /// Everything that a package requires, without recursion: graphs may be deep.
    fn below(&mut self, top: PackageIndex, prefix: &str) -> io::Result<()> {
        let mut levels = vec![self.level(top, prefix.to_owned())];
        while let Some(level) = levels.last_mut() {
            let Some(number) = level.edges.next() else {
                self.above[level.package.0 as usize] = false;
                levels.pop();
                continue;
            };
            let is_last = !level.edges.clone().any(|next| self.is_wanted(next));
            if !self.is_wanted(number) {
                continue;
            }
            let prefix = level.prefix.clone();
            let depth = levels.len();
            let to = self.inventory.graph.edges[number].to;
            let unfolds = self.line(number, &prefix, is_last, depth)?;
            if unfolds {
                let bar = if is_last { "    " } else { "│   " };
                // Deeper lines stand below each other: a long chain must not fill the disk with space.
                let prefix = if depth < MAX_INDENT { format!("{prefix}{bar}") } else { prefix };
                levels.push(self.level(to, prefix));
            }
        }
        Ok(())
    }

    fn level(&mut self, package: PackageIndex, prefix: String) -> Level {
        self.shown[package.0 as usize] = true;
        self.above[package.0 as usize] = true;
        let edges = &self.inventory.graph.edges;
        let start = edges.partition_point(|edge| edge.from < package);
        let end = edges.partition_point(|edge| edge.from <= package);
        Level { package, edges: start..end, prefix }
    }

    fn is_wanted(&self, number: usize) -> bool {
        let edge = &self.inventory.graph.edges[number];
        self.options.scopes.is_empty() || self.options.scopes.contains(&edge.scope)
    }

    /// Shows what an edge leads to; whether that unfolds.
    fn line(
        &mut self,
        number: usize,
        prefix: &str,
        is_last: bool,
        depth: usize,
    ) -> io::Result<bool> {
        let edge = &self.inventory.graph.edges[number];
        let branch = if is_last { "└── " } else { "├── " };
        let label =
            label(edge, self.messages).map(|label| format!("  {label}")).unwrap_or_default();
        self.listed[edge.to.0 as usize] = true;
        let requires_any = !self.inventory.graph.edges_of(edge.to).is_empty();
        let is_above = self.above[edge.to.0 as usize];
        let is_seen = is_above || (self.shown[edge.to.0 as usize] && !self.options.unfold);
        let is_too_deep = self.options.depth.is_some_and(|limit| depth >= limit);
        let mark = match () {
            () if requires_any && is_seen => "  (*)",
            () if requires_any && is_too_deep => "  …",
            () => "",
        };
        let title = title(self.inventory, edge.to, self.color);
        let faint = paint(self.color, Style::Faint, &format!("{label}{mark}"));
        let number = if depth > MAX_INDENT { format!("{depth}: ") } else { String::new() };
        writeln!(self.out, "{prefix}{branch}{number}{title}{faint}")?;
        Ok(requires_any && !is_seen && !is_too_deep)
    }

    /// Packages of others that no root leads to: those that nothing requires, and the first of each
    /// circle that nothing leads to.
    fn loose(&mut self) -> io::Result<()> {
        let graph = &self.inventory.graph;
        let all = || (0..graph.packages.len()).map(|at| PackageIndex(at as u32));
        let every = |_: &Inventory, edge: &PackageEdge| edge.from != edge.to;
        let mut reached = vec![false; graph.packages.len()];
        for &root in &graph.roots {
            self.reach(root, &mut reached, every);
        }
        let mut is_used = vec![false; graph.packages.len()];
        for edge in graph.edges.iter().filter(|edge| every(self.inventory, edge)) {
            is_used[edge.to.0 as usize] = true;
        }
        let mut loose: Vec<PackageIndex> = Vec::new();
        let unused = all().filter(|at| !is_used[at.0 as usize]);
        for at in unused.chain(all()) {
            if !reached[at.0 as usize] && graph.package(at).owner == Owner::ThirdParty {
                loose.push(at);
                self.reach(at, &mut reached, every);
            }
        }
        if loose.is_empty() {
            return Ok(());
        }
        let heading = self.messages.count("terminal.n-loose", loose.len() as u64);
        writeln!(self.out, "\n{}", paint(self.color, Style::Heading, &heading))?;
        for package in loose {
            self.top(package)?;
        }
        Ok(())
    }
}

/// Whether a reader who looks for what an edge leads to finds it below where the edge starts: a test
/// that requires a package is no reason to show the package below the test alone.
fn is_seen(inventory: &Inventory, edge: &PackageEdge) -> bool {
    let is_aside = |package: PackageIndex| inventory.contents_of(package).is_aside();
    edge.from != edge.to && (is_aside(edge.to) || !is_aside(edge.from))
}

/// Whether a package goes by its folder or file alone.
fn is_nameless(package: &Package) -> bool {
    let is_folder = package.folder.as_ref().is_some_and(|folder| {
        package.name.as_bytes() == folder.file_name() || *package.name == *folder.to_string()
    });
    is_folder && package.purl.is_none() && package.version.is_none()
}
