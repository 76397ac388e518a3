// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Dependency graphs.
//!
//! Three pure steps:
//!
//! 1. [`read`]: the bytes of one manifest or lock file to [`PackageFacts`], which depend on nothing
//!    else and can be cached by digest and name;
//! 2. [`resolve`]: the facts of all such files of a tree, with their paths, to a [`PackageGraph`];
//!    workspaces, shared locks, parents and properties are joined here;
//! 3. [`relations`]: the graph to components and relations of a product, with what the ecosystem
//!    does by default (Cargo and Go link statically, others load at run time) as evidence.
//!
//! An ecosystem is one implementation of [`ecosystem::Ecosystem`] in the table
//! [`ecosystem::ECOSYSTEMS`]. Nothing is fetched, executed or guessed: what another registry or
//! repository would have to say is a problem or is left open.

mod agree;
mod bill;
mod builder;
mod cargo;
mod carried;
mod composer;
mod conda;
mod ecosystem;
mod gem;
mod github;
mod go;
mod headers;
mod input;
mod maven;
mod more;
mod npm;
mod nuget;
mod odd;
mod os;
mod outside;
mod plain;
mod programs;
mod pypi;
mod relate;
mod tree;

use heirloom_model::{
    PackageFacts, PackageFileKind, PackageGraph, Problem, ProblemCode, Span, TreePath,
};

use crate::ManifestLimits;

pub use bill::BILL;
pub use headers::{VERSION_HEADER, version_of};
pub use more::{IMAGES, MODEL_CARD};
pub use outside::keep_used;
pub use pypi::INCLUDED;
pub use relate::{linkage, relations};

/// Limits on what reading package files and joining them may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GraphLimits {
    /// Limits of the values of one file: bytes, depth, nodes. Locks are larger than manifests.
    pub values: ManifestLimits,
    /// Packages and requirements of one file beyond this number are not read.
    pub max_items: usize,
    /// Packages and requirements of a tree beyond this number are not joined.
    pub max_graph: usize,
}

impl GraphLimits {
    /// Limits that no real tree reaches.
    pub const fn standard() -> GraphLimits {
        let values = ManifestLimits {
            max_bytes: 128 << 20,
            max_nodes: 20_000_000,
            ..ManifestLimits::standard()
        };
        GraphLimits { values, max_items: 2_000_000, max_graph: 10_000_000 }
    }
}

/// What the table of formats says of one; the source of `docs/formats.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatInfo {
    /// The purl type of the ecosystem.
    pub ecosystem: &'static str,
    /// The stable name of the format.
    pub format: &'static str,
    /// What the file is to its ecosystem.
    pub kind: PackageFileKind,
    /// The file names it is told by, `*` for any characters.
    pub names: &'static [&'static str],
    /// What is read of it, for people.
    pub takes: &'static str,
}

/// Every format that is read, by ecosystem.
pub fn formats() -> Vec<FormatInfo> {
    let ecosystems = ecosystem::ecosystems();
    let all = ecosystems.flat_map(|ecosystem| {
        ecosystem.formats().iter().map(|format| FormatInfo {
            ecosystem: ecosystem.purl_type(),
            format: format.name,
            kind: format.kind,
            names: format.files,
            takes: format.takes,
        })
    });
    all.collect()
}

/// Whether a file of this name may be one that [`read`] understands. Only the last two components
/// count.
pub fn is_package_file(path: &TreePath) -> bool {
    ecosystem::format_of(path).is_some()
}

/// Whether a file whose name says nothing is a program that holds the list of what it was built
/// from, so that [`read`] understands it.
pub fn is_listing_program(bytes: &[u8]) -> bool {
    programs::format_of(bytes).is_some()
}

/// Reads what one manifest or lock file says of packages; `None` for other files and those that say
/// nothing of packages after all.
///
/// Problems stand in the order they were met; what was read before damage is kept.
pub fn read(
    path: &TreePath,
    bytes: &[u8],
    limits: &GraphLimits,
) -> (Option<PackageFacts>, Vec<Problem>) {
    let named = ecosystem::format_of(path);
    let Some((ecosystem, format)) = named.or_else(|| programs::format_of(bytes)) else {
        return (None, Vec::new());
    };
    // Of weights the head alone is looked at, of programs one section, and their readers keep to it;
    // of text under any name there is a limit of its own.
    let is_part =
        matches!(format.name, "gguf" | "safetensors" | pypi::INCLUDED) || format.files.is_empty();
    if bytes.len() > limits.values.max_bytes.min(u32::MAX as usize) && !is_part {
        let args = vec![("reason", "larger than the limit".into())];
        return (None, vec![Problem::new(ProblemCode::MANIFEST_DAMAGED, args)]);
    }
    // Decoded when a reader asks for text: databases have none.
    let source = std::cell::OnceCell::new();
    let facts = PackageFacts::new(ecosystem.purl_type(), format.name, format.kind);
    let mut input = input::Input::new(path, bytes, &source, limits, facts);
    let is_one = (format.read)(&mut input);
    let (facts, mut problems) = input.finish(is_one);
    // The reader of manifests says the same of its files.
    let guessed = source.get().and_then(crate::source::Source::guessed);
    if let Some(encoding) = guessed.filter(|_| is_one && !crate::is_manifest(path)) {
        let args = vec![("encoding", encoding.into())];
        problems.push(Problem::new(ProblemCode::ENCODING_BROKEN, args));
    }
    (is_one.then_some(facts), problems)
}

/// A copy of somebody else's package in a tree that no package file describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BareCopy {
    /// The folder of its files.
    pub folder: TreePath,
    /// Its name, by the folder's.
    pub name: String,
    /// Its version, where the folder's name holds one, or a header.
    pub version: Option<String>,
    /// The header that says the version.
    pub header: Option<(TreePath, Span)>,
}

/// Joins the facts of all package files of a tree, each with its path. The order does not matter.
pub fn resolve(files: &[(TreePath, PackageFacts)], limits: &GraphLimits) -> PackageGraph {
    resolve_with(files.to_vec(), &[], limits)
}

/// As [`resolve`], with copies that no package file describes: packages of the type `generic`, used
/// by the innermost package around them. What large documents say goes over into the graph.
pub fn resolve_with(
    mut files: Vec<(TreePath, PackageFacts)>,
    copies: &[BareCopy],
    limits: &GraphLimits,
) -> PackageGraph {
    carried::leave_out(&mut files);
    let mut builder = builder::Builder::new(limits);
    for (path, facts) in files.extract_if(.., |(_, facts)| &*facts.ecosystem == BILL) {
        bill::join(&path, facts, &mut builder);
    }
    for ecosystem in ecosystem::ecosystems() {
        let tree = tree::Tree::new(&files, ecosystem.purl_type());
        if !tree.is_empty() {
            ecosystem.resolve(&tree, &mut builder);
        }
    }
    let told = agree::Told::new(&files);
    drop(files);
    builder.add_copies(copies);
    let mut graph = builder.finish();
    told.check(&mut graph);
    odd::tell(&mut graph);
    relate::tell_linkages(&mut graph);
    graph
}

#[cfg(test)]
pub(crate) mod tests;
