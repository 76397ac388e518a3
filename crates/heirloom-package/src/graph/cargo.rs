// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Cargo: `Cargo.toml`, `Cargo.lock` and programs.
//!
//! The lock holds what every feature and target of the workspace may need, without telling normal,
//! build and development dependencies apart; manifests of the tree (members, path dependencies,
//! vendored copies) tell that for the packages they describe. For packages whose manifest is not in
//! the tree the scope stays open ([`PackageEdge::scope_is_known`]).

mod copies;
mod members;
pub(crate) mod program;
mod read;
mod resolve;

use heirloom_model::{
    PackageEdge, PackageFileKind, PackageGraph, PackageNature, RelationKind, Scope,
};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    tree::Tree,
};

pub(crate) struct Cargo;

const MANIFEST: &str = "cargo-manifest";
const LOCK: &str = "cargo-lock";
const CHECKSUM: &str = "cargo-checksum";
pub(crate) const PROGRAM: &str = "cargo-program";

impl Ecosystem for Cargo {
    fn purl_type(&self) -> &'static str {
        "cargo"
    }

    fn formats(&self) -> &'static [Format] {
        &[
            Format {
                name: LOCK,
                kind: PackageFileKind::Lock,
                files: &["cargo.lock"],
                takes: "packages, edges, sources, checksums; versions 1 to 4",
                read: read::lock,
            },
            Format {
                name: MANIFEST,
                kind: PackageFileKind::Manifest,
                files: &["cargo.toml"],
                takes: "package, dependencies with scope, target, feature and rename, workspace members and inheritance, procedural macros",
                read: read::manifest,
            },
            Format {
                name: CHECKSUM,
                kind: PackageFileKind::Checksums,
                files: &[".cargo-checksum.json"],
                takes: "the checksum of a vendored crate; the mark of one",
                read: read::checksum_file,
            },
            Format {
                name: PROGRAM,
                kind: PackageFileKind::Installed,
                files: &[],
                takes: "crates and edges that `cargo auditable` wrote down in a program (ELF, PE, Mach-O), those for building apart",
                read: program::program,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        resolve::resolve(tree, builder);
    }

    /// rustc links `rlib`s statically into whatever is built last; only `dylib` and `cdylib` crates
    /// are linked otherwise, and those are hardly ever dependencies. Procedural macros and build
    /// scripts run while others are compiled and are no part of them.
    fn linkage(&self, graph: &PackageGraph, edge: &PackageEdge) -> Linkage {
        let to = graph.package(edge.to);
        let build = |strength, note| Linkage {
            kind: RelationKind::BuildTool,
            scope: if edge.scope.is_delivered() { Scope::Build } else { edge.scope },
            strength,
            note,
        };
        if to.nature == PackageNature::BuildTool {
            return build(0.99, "a procedural macro runs in the compiler");
        }
        if edge.scope == Scope::Build {
            return build(0.95, "a build script runs before the package is compiled");
        }
        if is_macro_like(graph, edge) {
            return build(0.9, "looks like a procedural macro, which runs in the compiler");
        }
        let kind = RelationKind::StaticLink;
        Linkage { kind, scope: edge.scope, strength: 0.9, note: "Cargo links crates statically" }
    }
}

/// Procedural macros that neither their requirements nor their names give away.
const KNOWN_MACROS: [&str; 4] = ["const_fn", "indoc", "paste", "rustversion"];

/// Last words of the names of procedural macros.
const MACRO_NAMES: [&str; 3] = ["derive", "macro", "macros"];

/// Last words of the names of libraries that procedural macros are written with.
const LIBRARY_NAMES: [&str; 9] =
    ["backend", "codegen", "core", "crate", "generator", "internals", "shared", "support", "utils"];

/// Libraries that procedural macros are written with, and whose names do not say it.
const MACRO_LIBRARIES: [&str; 9] = [
    "prettyplease",
    "proc-macro-error",
    "proc-macro-error2",
    "proc-macro2",
    "proc-macro2-diagnostics",
    "quote",
    "syn",
    "synstructure",
    "unicode-ident",
];

/// Whether a crate whose manifest is not there looks like a procedural macro: by its name, or
/// because it uses both `proc-macro2` and `quote`, which hardly any other crate does.
fn is_macro_like(graph: &PackageGraph, edge: &PackageEdge) -> bool {
    let to = graph.package(edge.to);
    let last = to.name.rsplit(['-', '_']).next().unwrap_or_default();
    if to.folder.is_some() || MACRO_LIBRARIES.contains(&&*to.name) || LIBRARY_NAMES.contains(&last)
    {
        return false;
    }
    let used = graph.edges_of(edge.to);
    // A macro without any requirement is one by rules, a part of its library.
    let is_named = MACRO_NAMES.contains(&last) && !used.is_empty();
    if is_named || KNOWN_MACROS.contains(&&*to.name) {
        return true;
    }
    let used = used.iter().map(|used| &*graph.package(used.to).name);
    let (mut n_proc_macro, mut n_quote) = (0, 0);
    for name in used {
        n_proc_macro += usize::from(name == "proc-macro2");
        n_quote += usize::from(name == "quote");
    }
    n_proc_macro > 0 && n_quote > 0
}
