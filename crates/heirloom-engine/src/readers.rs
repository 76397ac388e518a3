// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From the bytes of one file to its facts: every reader in turn.

use std::panic::{AssertUnwindSafe, catch_unwind};

use heirloom_model::{Digest, FileFacts, Problem, ProblemCode, TreePath};
use heirloom_store::FactKey;
use heirloom_text::{copyright, decode};

use crate::{Rules, ScanRequest, Want, request::Limits};

/// Changes when a reader may find something else in the same bytes.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("HEIRLOOM_READERS"));

/// What the readers need besides the file.
pub(crate) struct Readers<'a> {
    want: Want,
    limits: &'a Limits,
    /// The part of the cache key that is the same for all files.
    identity: Digest,
}

impl<'a> Readers<'a> {
    pub(crate) fn new(request: &'a ScanRequest) -> Readers<'a> {
        Readers {
            want: request.want,
            limits: &request.limits,
            identity: identity(request, &request.rules),
        }
    }

    /// The cache key of a file's facts.
    pub(crate) fn key(&self, digest: Digest, path: &TreePath) -> FactKey {
        FactKey::new(digest, name_that_counts(path), &self.identity)
    }

    /// Reads the facts of a file. A reader that panics has a defect; that is one file's problem
    /// and not the scan's.
    pub(crate) fn read(&self, path: &TreePath, bytes: &[u8]) -> FileFacts {
        catch_unwind(AssertUnwindSafe(|| self.read_all(path, bytes))).unwrap_or_else(|_| {
            FileFacts {
                problems: vec![Problem::new(ProblemCode::READER_FAILED, Vec::new())],
                ..FileFacts::default()
            }
        })
    }

    fn read_all(&self, path: &TreePath, bytes: &[u8]) -> FileFacts {
        let (text, problems) = decode::decode(path.file_name(), bytes, &self.limits.text);
        let mut facts = FileFacts { text: text.facts().clone(), problems, ..FileFacts::default() };
        if self.want.packages && heirloom_package::is_manifest(path) {
            let (manifests, problems) = heirloom_package::read(path, bytes, &self.limits.manifest);
            facts.manifests = manifests;
            facts.problems.extend(problems);
        }
        if self.want.copyrights {
            let found = copyright::detect(&text);
            facts.copyrights = found.copyrights;
            facts.authors = found.authors;
        }
        facts
    }
}

/// The part of a path that readers look at: the name, and for manifests and annotations, some of
/// which are known by the folder they are in (`debian/copyright`), the folder's name too.
fn name_that_counts(path: &TreePath) -> &[u8] {
    let bytes = path.as_bytes();
    let depth = if heirloom_package::is_manifest(path) || is_annotation(path) { 2 } else { 1 };
    let start = bytes.iter().enumerate().rev().filter(|&(_, &byte)| byte == b'/').nth(depth - 1);
    &bytes[start.map_or(0, |(at, _)| at + 1)..]
}

fn is_annotation(path: &TreePath) -> bool {
    matches!(path.file_name(), b"copyright" | b"dep5" | b"REUSE.toml")
}

fn identity(request: &ScanRequest, rules: &Rules) -> Digest {
    let mut hasher = blake3::Hasher::new();
    let limits = format!("{:?} {:?}", request.limits.text, request.limits.manifest);
    let want = format!("{:?}", request.want);
    for part in [VERSION.as_bytes(), limits.as_bytes(), want.as_bytes(), &rules.source.digest.0] {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    Digest(*hasher.finalize().as_bytes())
}
