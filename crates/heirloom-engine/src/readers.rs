// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From the bytes of one file to its facts: every reader in turn.

use std::panic::{AssertUnwindSafe, catch_unwind};

use heirloom_intake::Entry;
use heirloom_model::{
    ContentKind, Digest, FileFacts, FindKind, LicenseFind, Problem, ProblemCode, TextFacts,
    TreePath, UseFacts,
};
use heirloom_package::graph;
use heirloom_store::FactKey;
use heirloom_text::{
    annotations, copyright,
    decode::{self, TextForm, TextLimits},
    license::{self, Index, Memo},
};

use crate::{ScanRequest, Want};

/// Changes when a reader may find something else in the same bytes.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("HEIRLOOM_READERS"));
/// The same for the readers of what a file says of other software.
const USES_VERSION: &str = concat!("uses-", env!("CARGO_PKG_VERSION"), "-", env!("HEIRLOOM_USES"));

/// What the readers need besides the file.
pub(crate) struct Readers<'a> {
    request: &'a ScanRequest,
    index: Index<'a>,
    memo: Memo,
    /// The part of a cache key that is the same for the facts of all files.
    facts_identity: Digest,
    /// The same for what files say of other software: kept apart, so that a check after a scan reads
    /// only this.
    uses_identity: Digest,
    /// The same for the members of archives, which depend on what is wanted of them too.
    members_identity: Digest,
}

impl<'a> Readers<'a> {
    pub(crate) fn new(request: &'a ScanRequest) -> Readers<'a> {
        let limits = &request.limits;
        let rules = request.rules.digest();
        let Want { licenses, copyrights, packages, uses } = request.want;
        let is_bill = request.is_bill;
        let facts = format!(
            "{is_bill} {licenses} {copyrights} {packages} {:?} {:?} {:?}",
            limits.text, limits.license, limits.manifest
        );
        let facts_identity = identity(&[VERSION.as_bytes(), &rules.0, facts.as_bytes()]);
        // Where packages alone are wanted, source text is not read, and that is another result.
        let of_uses = match request.want.uses {
            true => format!("{:?} {:?}", limits.graph, limits.source),
            false => format!("{:?}", limits.graph),
        };
        let of_bills = if request.is_bill { "bill" } else { "" };
        let uses_identity =
            identity(&[USES_VERSION.as_bytes(), of_uses.as_bytes(), of_bills.as_bytes()]);
        let members = format!("{:?} {:?}", request.selection, limits.intake);
        let with_uses = if uses || packages { uses_identity.0.as_slice() } else { &[] };
        let members_identity = identity(&[&facts_identity.0, members.as_bytes(), with_uses]);
        let index = request.rules.index();
        let memo = Memo::new();
        Readers { request, index, memo, facts_identity, uses_identity, members_identity }
    }

    /// The cache key of a file's facts.
    pub(crate) fn facts_key(&self, digest: Digest, path: &TreePath) -> FactKey {
        FactKey::new(digest, name_that_counts(path), &self.facts_identity)
    }

    /// Whether a file says of other software what its name does not tell.
    pub(crate) fn lists_packages(&self, bytes: &[u8]) -> bool {
        let Want { packages, uses, .. } = self.request.want;
        (packages || uses) && graph::is_listing_program(bytes)
    }

    /// The cache key of what a file says of other software; `None` where that is not wanted.
    pub(crate) fn uses_key(
        &self,
        digest: Digest,
        path: &TreePath,
        lists_packages: bool,
    ) -> Option<FactKey> {
        let Want { packages, uses, .. } = self.request.want;
        let is_package_file =
            lists_packages || graph::is_package_file(path) || self.request.is_bill;
        let is_wanted = uses || (packages && is_package_file);
        if !is_wanted {
            return None;
        }
        let depth = if is_package_file { 2 } else { 1 };
        let mut name = last_components(path, depth).to_vec();
        if is_installed(path) {
            // No name of a file ends in this sign.
            name.push(b'/');
        }
        Some(FactKey::new(digest, &name, &self.uses_identity))
    }

    /// The cache key of the records of an archive's members.
    pub(crate) fn members_key(&self, digest: Digest, path: &TreePath) -> FactKey {
        FactKey::new(digest, path.as_bytes(), &self.members_identity)
    }

    /// The cache key of the records of files in a row; those without a stamp are in no key.
    pub(crate) fn stretch_key(&self, entries: &[Entry]) -> FactKey {
        let files =
            entries.iter().filter_map(|entry| Some((entry.path.as_bytes(), entry.stamp()?)));
        FactKey::of_files(files, &self.members_identity)
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

    /// Reads what a file says of other software; a panic is one file's problem here too.
    pub(crate) fn read_uses(&self, path: &TreePath, bytes: &[u8]) -> (UseFacts, Vec<Problem>) {
        let limits = &self.request.limits;
        let read = || {
            let (packages, mut problems) = match self.request.is_bill {
                true => crate::bills::read(bytes),
                false => graph::read(path, bytes, &limits.graph),
            };
            let is_read = self.request.want.uses && !self.request.is_bill;
            let (source, more) = if is_installed(path) || !is_read {
                (None, Vec::new())
            } else {
                heirloom_source::read(path, bytes, &limits.source)
            };
            problems.extend(more);
            let uses = UseFacts { packages: packages.map(Box::new), source: source.map(Box::new) };
            (uses, problems)
        };
        catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
            let problem = Problem::new(ProblemCode::READER_FAILED, Vec::new());
            (UseFacts::default(), vec![problem])
        })
    }

    fn read_all(&self, path: &TreePath, bytes: &[u8]) -> FileFacts {
        let (limits, want) = (&self.request.limits, self.request.want);
        if self.request.is_bill {
            // What it says of licenses and people is said of its packages, not of itself.
            return FileFacts {
                text: text_of_bill(path, bytes, &limits.text),
                ..FileFacts::default()
            };
        }
        let (text, problems) = decode::decode(path.file_name(), bytes, &limits.text);
        let mut facts = FileFacts { text: text.facts().clone(), problems, ..FileFacts::default() };
        if want.licenses {
            let found = license::detect_with(&text, &self.index, &limits.license, &self.memo);
            match text.form() {
                TextForm::BinaryStrings => facts.licenses = as_clues(found.finds),
                _ => (facts.licenses, facts.detection) = (found.finds, found.detection),
            }
            facts.problems.extend(found.problems);
            let (annotations, problems) = annotations::read(path, &text);
            facts.annotations = annotations;
            facts.problems.extend(problems);
        }
        if want.copyrights {
            let found = copyright::detect(&text);
            facts.copyrights = found.copyrights;
            facts.authors = found.authors;
        }
        if want.packages && heirloom_package::is_manifest(path) {
            let (manifests, problems) = heirloom_package::read(path, bytes, &limits.manifest);
            facts.manifests = manifests;
            facts.problems.extend(problems);
        }
        facts
    }
}

/// What sort of text a bill of materials is, of which there may be hundreds of megabytes: told from
/// its head.
fn text_of_bill(path: &TreePath, bytes: &[u8], limits: &TextLimits) -> TextFacts {
    const HEAD: usize = 1 << 20;
    let (text, _) = decode::decode(path.file_name(), &bytes[..bytes.len().min(HEAD)], limits);
    let n_ends = bytes.iter().filter(|&&byte| byte == b'\n').count();
    let is_open = !bytes.is_empty() && !bytes.ends_with(b"\n");
    let n_lines = u32::try_from(n_ends + usize::from(is_open)).unwrap_or(u32::MAX);
    TextFacts { n_lines, ..text.facts().clone() }
}

/// What strings of a binary file say may be anyone's: of a library linked in, of a font's maker, of
/// a program that handles licenses. Legal text that no rule knows is noise there.
fn as_clues(mut finds: Vec<LicenseFind>) -> Vec<LicenseFind> {
    finds.retain(|find| find.kind != FindKind::Unknown);
    finds.iter_mut().for_each(|find| find.kind = FindKind::Clue);
    finds
}

/// The facts of an archive: its members speak for themselves, its own bytes say nothing.
pub(crate) fn archive_facts() -> FileFacts {
    let text = TextFacts { content: ContentKind::Binary, ..TextFacts::default() };
    FileFacts { text, ..FileFacts::default() }
}

/// The part of a path that readers look at: the name, and for manifests and annotations, some of
/// which are known by the folder they are in (`debian/copyright`), the folder's name too.
fn name_that_counts(path: &TreePath) -> &[u8] {
    let depth = if heirloom_package::is_manifest(path) || is_annotation(path) { 2 } else { 1 };
    last_components(path, depth)
}

fn last_components(path: &TreePath, depth: usize) -> &[u8] {
    let bytes = path.as_bytes();
    let start = bytes.iter().enumerate().rev().filter(|&(_, &byte)| byte == b'/').nth(depth - 1);
    &bytes[start.map_or(0, |(at, _)| at + 1)..]
}

/// Whether a file is part of a package that a tool put into the tree. What the text of such packages
/// uses is theirs: their manifests speak for them, and products are not made from it.
fn is_installed(path: &TreePath) -> bool {
    let mut folders = path.components();
    folders.any(|name| matches!(name, b"node_modules" | b"bower_components" | b"site-packages"))
}

fn is_annotation(path: &TreePath) -> bool {
    matches!(path.file_name(), b"copyright" | b"dep5" | b"REUSE.toml")
}

/// The hash of texts in a row, each with its length.
pub(crate) fn identity(parts: &[&[u8]]) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    Digest(*hasher.finalize().as_bytes())
}
