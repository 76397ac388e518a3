// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which packages are listed, and how the product needs each.

use heirloom_model::{Inventory, Package, PackageGraph, PackageIndex, ScanSummary};

use crate::{BomOptions, Need};

/// The packages that are listed.
pub(crate) struct Listing<'a> {
    pub(crate) inventory: &'a Inventory,
    pub(crate) summary: &'a ScanSummary,
    /// The roots of the product.
    pub(crate) roots: Vec<PackageIndex>,
    /// The need of each package by its number; `None` for those that are not listed.
    pub(crate) needs: Vec<Option<Need>>,
}

impl<'a> Listing<'a> {
    pub(crate) fn new(summary: &'a ScanSummary, options: &BomOptions) -> Listing<'a> {
        let inventory = &summary.inventory;
        let graph = &inventory.graph;
        let is_listed =
            |index: PackageIndex| options.with_aside || !inventory.contents_of(index).is_aside();
        let roots: Vec<PackageIndex> =
            graph.roots.iter().copied().filter(|&root| is_listed(root)).collect();
        let mut needs: Vec<Option<Need>> = vec![None; graph.packages.len()];
        // What nothing is known to require may be required all the same.
        let mut waiting: Vec<(PackageIndex, Need)> = starts(graph)
            .filter(|&index| is_listed(index))
            .map(|index| (index, Need::Required))
            .collect();
        while let Some((index, need)) = waiting.pop() {
            let known = &mut needs[index.0 as usize];
            if known.is_some_and(|known| known >= need) {
                continue;
            }
            *known = Some(need);
            for edge in graph.edges_of(index) {
                let own = match edge.scope {
                    // What a model was made from is not there when it runs.
                    _ if is_made_from(graph.package(index), graph.package(edge.to)) => {
                        Need::Excluded
                    }
                    heirloom_model::Scope::Runtime | heirloom_model::Scope::Provided => {
                        Need::Required
                    }
                    heirloom_model::Scope::Optional => Need::Optional,
                    _ => Need::Excluded,
                };
                waiting.push((edge.to, need.min(own)));
            }
        }
        Listing { inventory, summary, roots, needs }
    }

    /// The listed packages in the order of the graph.
    pub(crate) fn packages(&self) -> impl Iterator<Item = (PackageIndex, Need)> {
        let numbered = self.needs.iter().enumerate();
        numbered.filter_map(|(at, need)| Some((PackageIndex(at as u32), (*need)?)))
    }

    /// The root that stands for the whole: the only one that holds all files. Of a tree that holds more
    /// than its only package, the package is a part.
    pub(crate) fn main(&self) -> Option<PackageIndex> {
        let mut found = self.roots.iter().filter(|&&root| self.holds_all(root));
        let first = found.next()?;
        found.next().is_none().then_some(*first)
    }

    /// Whether all files of the source lie in the folder of a root. A bill and a single lock file have
    /// no folders.
    fn holds_all(&self, root: PackageIndex) -> bool {
        let Some(folder) = &self.inventory.graph.package(root).folder else {
            return self.roots.len() == 1;
        };
        // Folders stand in the order of their paths.
        let folders = &self.summary.folders;
        let at = || folders.binary_search_by(|one| one.path.cmp(folder)).ok();
        let n_files = || at().map(|at| folders[at].n_files);
        folder.is_root() || n_files() == Some(self.summary.project.n_files)
    }
}

/// Whether a package is a model or a dataset: what such a one requires is what it was made from.
fn is_of_hub(package: &Package) -> bool {
    package.about.card.is_some() || matches!(&*package.ecosystem, "huggingface" | "mlflow")
}

/// Whether a model or dataset came out of another; a program needs the models that it loads.
pub(crate) fn is_made_from(package: &Package, other: &Package) -> bool {
    is_of_hub(package) && is_of_hub(other)
}

/// Packages from which all others are reached: the roots, those that nothing requires, and the first of
/// each circle that neither leads to.
fn starts(graph: &PackageGraph) -> impl Iterator<Item = PackageIndex> {
    let all = || (0..graph.packages.len()).map(|at| PackageIndex(at as u32));
    let mut is_used = vec![false; graph.packages.len()];
    for edge in &graph.edges {
        is_used[edge.to.0 as usize] |= edge.from != edge.to;
    }
    let unused = all().filter(|index| !is_used[index.0 as usize]);
    let mut starts: Vec<PackageIndex> = graph.roots.iter().copied().chain(unused).collect();
    let mut is_reached = vec![false; graph.packages.len()];
    let mut reach = |start: PackageIndex| {
        let is_new = !is_reached[start.0 as usize];
        let mut waiting = vec![start];
        while let Some(index) = waiting.pop() {
            if !std::mem::replace(&mut is_reached[index.0 as usize], true) {
                waiting.extend(graph.edges_of(index).iter().map(|edge| edge.to));
            }
        }
        is_new
    };
    starts.iter().for_each(|&start| {
        reach(start);
    });
    starts.extend(all().filter(|&index| reach(index)));
    starts.into_iter()
}

/// The name and version of the whole where no package stands for it.
pub(crate) fn source_name(source: &str) -> &str {
    let trimmed = source.trim_end_matches('/');
    match trimmed.rsplit('/').next() {
        None | Some("" | "." | "..") => "source",
        Some(last) => last,
    }
}
