// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Maven: `pom.xml` with parents, properties, dependency management and imported bills of materials,
//! as far as they stand in the tree.
//!
//! POM files name direct dependencies alone: what those need in turn stands in POM files of a
//! repository, so the graph ends there, and a note says so.

mod model;
mod read;
mod resolve;

use heirloom_model::{PackageEdge, PackageFileKind, PackageGraph};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    relate::loaded,
    tree::Tree,
};

pub(crate) struct Maven;

const POM: &str = "maven-pom";

impl Ecosystem for Maven {
    fn purl_type(&self) -> &'static str {
        "maven"
    }

    fn formats(&self) -> &'static [Format] {
        &[Format {
            name: POM,
            kind: PackageFileKind::Manifest,
            files: &["pom.xml", "*.pom"],
            takes: "project, direct dependencies with scope and profile, plugins, parents, properties, dependency management, imported BOMs, modules",
            read: read::pom,
        }]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        resolve::resolve(tree, builder);
    }

    /// The class loader takes classes from JAR files beside each other when the program runs; a
    /// plugin that packs them into one does not change how they are used.
    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        loaded(edge.scope, 0.9, "the Java class loader loads classes when they are used")
    }
}
