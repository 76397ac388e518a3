// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages that lie in the source as the files in which they are handed out: JARs, wheels, crates.

use std::collections::{BTreeMap, HashMap};

use heirloom_model::{FileRecord, PackageGraph, PackageIndex, TreePath};
use heirloom_sbom::Bill;

use super::{Owners, files::Checksums};

/// The files in which packages are handed out, with their items.
#[derive(Default)]
pub(super) struct Archives(HashMap<TreePath, usize>);

impl Archives {
    /// A package that is told of by what lies in one archive alone, and that no other such package of
    /// it has packed into itself, is that archive.
    pub(super) fn new(graph: &PackageGraph, owners: &Owners) -> Archives {
        let mut inside: BTreeMap<TreePath, Vec<PackageIndex>> = BTreeMap::new();
        for (number, package) in graph.packages.iter().enumerate() {
            let mut archives = package.places.iter().map(|place| archive_of(&place.file));
            let Some(Some(archive)) = archives.next() else { continue };
            if archives.all(|other| other.as_ref() == Some(&archive)) {
                inside.entry(archive).or_default().push(PackageIndex(number as u32));
            }
        }
        let mut found = HashMap::new();
        for (archive, mut packages) in inside {
            let all = packages.clone();
            packages.retain(|package| {
                let is_packed = |other: &PackageIndex| {
                    other != package
                        && graph.edges_of(*other).iter().any(|edge| edge.to == *package)
                };
                !all.iter().any(is_packed)
            });
            let [package] = &packages[..] else { continue };
            let item = owners.by_package.get(package.0 as usize).copied().flatten();
            found.extend(item.map(|item| (archive, item)));
        }
        Archives(found)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, path: &TreePath) -> bool {
        self.0.contains_key(path)
    }

    /// Says of a package what its file is called, and its checksums.
    pub(super) fn tell(&self, bill: &mut Bill, record: &FileRecord, sums: &Checksums) {
        let Some(item) = self.0.get(&record.path) else { return };
        let item = &mut bill.items[*item];
        let name = record.path.as_bytes().rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        item.set_file(&String::from_utf8_lossy(name));
        for sum in sums.named() {
            if !item.checksums.iter().any(|(algorithm, _)| *algorithm == sum.0) {
                item.checksums.push(sum);
            }
        }
    }
}

/// The innermost archive that a path leads into.
fn archive_of(path: &TreePath) -> Option<TreePath> {
    let bytes = path.as_bytes();
    let end = bytes.windows(2).rposition(|pair| pair == b"!/")?;
    TreePath::parse(&bytes[..end]).ok()
}
