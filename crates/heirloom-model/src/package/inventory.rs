// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The packages of a tree with what a scan of its files adds to them.

use std::collections::BTreeMap;

use super::{Package, PackageGraph, PackageIndex};
use crate::{Concluded, Expression, FileRole};

/// The packages of a tree, who requires whom, and what the files of each say.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Inventory {
    /// The packages and who requires whom.
    pub graph: PackageGraph,
    /// What the files of each package say, in the order of [`PackageGraph::packages`].
    pub contents: Vec<PackageContents>,
}

/// What the files of a package say.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PackageContents {
    /// What the file that describes the package is for: packages of tests and examples are none of
    /// the product.
    pub role: FileRole,
    /// The license that manifests and locks declare.
    pub declared: Option<Expression>,
    /// The license that holds for it after all, with the reason.
    pub concluded: Option<Concluded>,
    /// The files that belong to it and to no package inside it.
    pub n_files: u64,
    /// Their bytes.
    pub n_bytes: u64,
    /// The licenses of those that are content (see [`FileRole::is_content`]), with the number of
    /// files.
    pub licenses: BTreeMap<Expression, u64>,
    /// Normalized copyright holders, with the number of files; at most
    /// [`PackageContents::MAX_HOLDERS`].
    pub holders: BTreeMap<Box<str>, u64>,
    /// Copyright statements as written, those of license files too, with the number of files; at
    /// most [`PackageContents::MAX_HOLDERS`]. What a license says of its own text is none.
    pub notices: BTreeMap<Box<str>, u64>,
}

impl PackageContents {
    /// The number of holders that are named.
    pub const MAX_HOLDERS: usize = 1_000;

    /// Whether it serves tests, examples or building, and is no part of the product.
    pub fn is_aside(&self) -> bool {
        matches!(
            self.role,
            FileRole::Test | FileRole::Documentation | FileRole::History | FileRole::BuildTool
        )
    }

    /// Licenses of its files that name something which is not declared; none where nothing is.
    pub fn undeclared(&self) -> Vec<&Expression> {
        let Some(declared) = &self.declared else { return Vec::new() };
        let declared = declared.ids();
        let is_new = |expression: &&Expression| !expression.ids().is_subset(&declared);
        self.licenses.keys().filter(is_new).collect()
    }
}

impl Inventory {
    /// Whether there is no package.
    pub fn is_empty(&self) -> bool {
        self.graph.packages.is_empty()
    }

    /// Every package with its number and its contents.
    pub fn iter(&self) -> impl Iterator<Item = (PackageIndex, &Package, &PackageContents)> {
        let pairs = self.graph.packages.iter().zip(&self.contents).enumerate();
        pairs.map(|(at, (package, contents))| (PackageIndex(at as u32), package, contents))
    }

    /// What the files of a package say.
    ///
    /// # Panics
    /// When the index is of another inventory.
    pub fn contents_of(&self, index: PackageIndex) -> &PackageContents {
        &self.contents[index.0 as usize]
    }
}
