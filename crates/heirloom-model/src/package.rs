// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages: what one file says of them, and the graph that all files of a tree give together.

mod card;
mod fact;
mod graph;
mod inventory;

pub use card::{CardMetric, CardNature, ModelCard};
pub use fact::{
    Checksum, Include, IncludeKind, PackageAbout, PackageFact, PackageFacts, PackageFile,
    PackageFileKind, PackageNature, PackageSource, Replacement, Requirement, WorkspaceFact,
};
pub use graph::{Package, PackageEdge, PackageGraph, PackageIndex, PackagePath, PackagePlace};
pub use inventory::{Inventory, PackageContents};
