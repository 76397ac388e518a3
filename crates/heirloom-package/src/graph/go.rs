// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Go: `go.mod`, `go.sum`, `go.work`, `vendor/modules.txt` and programs.
//!
//! From Go 1.17 on `go.mod` names every module that a build needs, the indirect ones marked. Which
//! module needs an indirect one stands in the module cache alone: where none lies in the tree, those
//! hang on the main module, as indirect edges.

mod cache;
pub(crate) mod program;
mod read;
mod resolve;

pub(super) use self::{cache::is_fetched, read::ONLY_MANIFEST};

use heirloom_model::{
    EvidenceMethod, Owner, PackageEdge, PackageFileKind, PackageGraph, RelationKind,
};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    tree::Tree,
};

pub(crate) struct Go;

const MANIFEST: &str = "go-mod";
const CACHED: &str = "go-module-cache";
const SUM: &str = "go-sum";
const WORK: &str = "go-work";
const VENDOR: &str = "go-vendor";
pub(crate) const PROGRAM: &str = "go-program";

impl Ecosystem for Go {
    fn purl_type(&self) -> &'static str {
        "golang"
    }

    fn formats(&self) -> &'static [Format] {
        &[
            Format {
                name: MANIFEST,
                kind: PackageFileKind::Lock,
                files: &["go.mod"],
                takes: "module, required versions, direct or indirect, replacements, the standard library",
                read: read::module,
            },
            Format {
                name: CACHED,
                kind: PackageFileKind::Installed,
                files: &["@v/*.mod"],
                takes: "`go.mod` files of modules that the Go tool fetched: which module requires which",
                read: read::cached,
            },
            Format {
                name: SUM,
                kind: PackageFileKind::Checksums,
                files: &["go.sum", "go.work.sum"],
                takes: "checksums of modules",
                read: read::sum,
            },
            Format {
                name: WORK,
                kind: PackageFileKind::Workspace,
                files: &["go.work"],
                takes: "members, replacements",
                read: read::work,
            },
            Format {
                name: VENDOR,
                kind: PackageFileKind::Installed,
                files: &["modules.txt"],
                takes: "vendored modules with their folders, replacements",
                read: read::vendor,
            },
            Format {
                name: PROGRAM,
                kind: PackageFileKind::Installed,
                files: &[],
                takes: "modules that the linker wrote down in a program (ELF, PE, Mach-O), with checksums and the standard library; from Go 1.18 on",
                read: program::program,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        resolve::resolve(tree, builder);
    }

    /// The Go linker puts all packages that are imported into one executable. A module that is
    /// required may still serve tests or tools alone, which `go.mod` does not tell.
    fn linkage(&self, graph: &PackageGraph, edge: &PackageEdge) -> Linkage {
        let kind = RelationKind::StaticLink;
        let is_in_program =
            edge.places.iter().any(|place| place.method == EvidenceMethod::ObjectFile);
        let is_of_others = graph.package(edge.from).owner == Owner::ThirdParty;
        let (strength, note) = if is_in_program {
            (0.99, "the linker wrote down that the module is in the program")
        } else if edge.direct && !is_of_others {
            (0.9, "Go links packages statically")
        } else {
            (0.7, "Go links packages statically; the module may serve tests of others alone")
        };
        Linkage { kind, scope: edge.scope, strength, note }
    }
}
