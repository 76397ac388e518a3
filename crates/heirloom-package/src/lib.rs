// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]

use heirloom_model::{Manifest, Problem, ProblemCode, TreePath};

use context::Context;
use source::Source;

mod address;
mod code;
mod context;
mod fields;
mod formats;
pub mod graph;
mod json;
pub mod license;
mod lines;
mod paths;
pub mod purl;
mod source;
mod toml;
mod value;
pub mod vers;
pub mod version;
mod xml;
mod yaml;

/// Limits on what reading one manifest may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManifestLimits {
    /// Manifests with more bytes are not read.
    pub max_bytes: usize,
    /// Structures nested deeper are not read.
    pub max_depth: usize,
    /// Values, elements or fields beyond this number are not read.
    pub max_nodes: usize,
    /// License fields of one file beyond this number are not kept.
    pub max_licenses: usize,
}

impl ManifestLimits {
    /// Limits that no real manifest reaches.
    pub const fn standard() -> ManifestLimits {
        ManifestLimits {
            max_bytes: 8 << 20,
            max_depth: 128,
            max_nodes: 1_000_000,
            max_licenses: 1_000,
        }
    }
}

/// A path that a file names, relative to the folder of the file; `None` if it leaves the tree.
pub fn joined_path(folder: &TreePath, relative: &str) -> Option<TreePath> {
    paths::join(folder, relative)
}

/// Whether a file of this name may be a manifest that [`read`] understands.
///
/// Only the last component counts, so that facts can be kept by contents and name.
pub fn is_manifest(path: &TreePath) -> bool {
    lower_name(path).is_some_and(|name| formats::reader(&name).is_some())
}

/// Reads the packages that a manifest declares; nothing for other files.
///
/// Problems stand in the order they were met; what was read before damage is kept.
pub fn read(
    path: &TreePath,
    bytes: &[u8],
    limits: &ManifestLimits,
) -> (Vec<Manifest>, Vec<Problem>) {
    let Some(name) = lower_name(path) else {
        return (Vec::new(), Vec::new());
    };
    let Some(reader) = formats::reader(&name) else {
        return (Vec::new(), Vec::new());
    };
    if bytes.len() > limits.max_bytes.min(u32::MAX as usize) {
        let args = vec![("reason", "larger than the limit".into())];
        return (Vec::new(), vec![Problem::new(ProblemCode::MANIFEST_DAMAGED, args)]);
    }
    let source = Source::new(bytes);
    let mut context = Context::new(&name, &source, limits);
    let manifests = reader(&mut context);
    let mut problems = context.into_problems();
    if manifests.is_empty() {
        // The encoding of a file that is no manifest after all matters to nobody here.
        problems.retain(|problem| problem.code != ProblemCode::ENCODING_BROKEN);
    }
    (manifests, problems)
}

/// The file name in lower case; no manifest has a longer one.
fn lower_name(path: &TreePath) -> Option<String> {
    let name = path.file_name();
    if name.len() > 255 {
        return None;
    }
    str::from_utf8(name).ok().map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests;
