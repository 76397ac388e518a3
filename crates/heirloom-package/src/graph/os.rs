// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages that are installed in the root of an operating system.
//!
//! Each package manager keeps a database of what it installed. A root has one system (a package of
//! its own, named by `os-release`) that holds all packages of its databases side by side; what they
//! require of each other is found among what is installed. A root may be the whole tree or a folder
//! in it, such as an unpacked image.

mod alpm;
mod apk;
mod atoms;
mod control;
mod deb;
mod join;
mod portage;
mod release;
mod rpm;

use heirloom_model::{PackageEdge, PackageGraph, RelationKind, Scope};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage, WEAK},
    tree::Tree,
};

/// The package managers, in the order of their purl types, and the system itself.
pub(crate) static ECOSYSTEMS: &[&dyn Ecosystem] =
    &[&alpm::ALPM, &apk::APK, &deb::DEB, &portage::EBUILD, &deb::OPKG, &rpm::RPM, &release::System];

/// What systems call the ecosystem of the system itself.
const SYSTEM: &str = "os";

/// How a requirement is told that is a suggestion.
const SUGGESTED: &str = "suggested";

/// A package manager.
pub(crate) struct Manager {
    /// The purl type of its packages.
    purl_type: &'static str,
    formats: &'static [Format],
    /// The folders of its databases below the root, `*` for any one name; longer ones first.
    places: &'static [&'static str],
    /// Brings the files of its databases together.
    collect: for<'a> fn(&Tree<'a>, &Manager) -> Vec<join::Database<'a>>,
}

impl Ecosystem for Manager {
    fn purl_type(&self) -> &'static str {
        self.purl_type
    }

    fn formats(&self) -> &'static [Format] {
        self.formats
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        for database in (self.collect)(tree, self) {
            join::join(self, &database, &release::of(tree, &database.root), builder);
        }
    }

    /// Packages of a system require libraries, which their programs are linked with, and programs,
    /// which they run; the databases do not tell these apart, but names mostly do.
    fn linkage(&self, graph: &PackageGraph, edge: &PackageEdge) -> Linkage {
        let to = &*graph.package(edge.to).name;
        let name = to.rsplit('/').next().unwrap_or(to);
        let (kind, strength, note) = match edge.scope {
            Scope::Build => (RelationKind::BuildTool, 0.9, "a requirement of building it"),
            Scope::Optional if is_suggested(edge) => {
                (RelationKind::Aggregate, 0.5, "only suggested: it lies beside")
            }
            Scope::Optional if is_library(edge, name) => {
                (RelationKind::OptionalLoad, WEAK, "loaded if it is installed, not needed")
            }
            Scope::Optional => (RelationKind::Exec, WEAK, "run or read if it is installed"),
            _ if is_library(edge, name) => {
                (RelationKind::DynamicLink, 0.8, "a package of libraries, which programs load")
            }
            _ => (RelationKind::Exec, 0.5, "a package that the other runs or reads"),
        };
        Linkage { kind, scope: edge.scope, strength, note }
    }
}

/// Whether the requiring package works as well without the other (Debian Policy 7.2, `Suggests`).
fn is_suggested(edge: &PackageEdge) -> bool {
    edge.condition.as_deref().is_some_and(|condition| condition.contains(SUGGESTED))
}

/// Starts of the names of packages that hold libraries or modules.
const LIBRARIES: [&str; 10] =
    ["lib", "glibc", "musl", "python3-", "perl-", "ruby-", "golang-", "rubygem-", "php-", "ghc-"];

fn is_library(edge: &PackageEdge, name: &str) -> bool {
    let is_object = edge.requested.as_deref().is_some_and(|text| text.contains(".so"));
    is_object || LIBRARIES.iter().any(|start| name.starts_with(start)) || name.ends_with("-libs")
}
