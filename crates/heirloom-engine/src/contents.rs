// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads files of a scanned source once more, for reports that quote them.
//!
//! The source may have changed since: only bytes with the digest of the scan are given out, so a
//! report never shows finds in another text. What cannot be had again is left out.

use std::{
    collections::HashMap,
    ops::ControlFlow,
    sync::atomic::{AtomicBool, Ordering},
};

use heirloom_intake::{Entry, Limits};
use heirloom_model::{Digest, FileRecord, TreePath};

use crate::ScanRequest;

/// Larger files are not quoted.
const MAX_FILE_BYTES: u64 = 4 << 20;
/// Larger files are not handed on. They are held in memory.
const MAX_PIECE_BYTES: u64 = 256 << 20;
/// Files that are remembered, and bytes of archive members that are kept at a time.
const MAX_ENTRIES: usize = 500_000;
const MAX_HELD_BYTES: usize = 64 << 20;

/// The files of a source, to be read again in any order; by path is quickest.
pub struct Contents<'a> {
    request: &'a ScanRequest,
    /// The files on disk or in the repository; `None` until the first is asked for.
    entries: Option<HashMap<TreePath, Entry>>,
    /// Members of the archive at the path, the last one opened.
    members: (TreePath, HashMap<TreePath, Vec<u8>>),
}

impl<'a> Contents<'a> {
    /// The files of the source of `request`. Nothing is opened yet.
    pub fn new(request: &'a ScanRequest) -> Contents<'a> {
        Contents { request, entries: None, members: (TreePath::root(), HashMap::new()) }
    }

    /// The bytes of a file as they were scanned, if they can be had again.
    pub fn read(&mut self, file: &FileRecord) -> Option<Vec<u8>> {
        let digest = file.digest?;
        if file.size > MAX_FILE_BYTES {
            return None;
        }
        let bytes = self.bytes(&file.path, self.request.limits.intake.file_bytes)?;
        (digest_of(&bytes) == digest).then_some(bytes)
    }

    /// The bytes of a file that is handed on as it is, which may be larger than what is scanned: of
    /// such a file the size alone can be compared. Members of archives are had up to the size of files
    /// that are quoted.
    pub(crate) fn read_whole(&mut self, file: &FileRecord) -> Option<Vec<u8>> {
        if file.size > MAX_PIECE_BYTES {
            return None;
        }
        let bytes = self.bytes(&file.path, MAX_PIECE_BYTES)?;
        let is_same = match file.digest {
            Some(digest) => digest_of(&bytes) == digest,
            None => bytes.len() as u64 == file.size,
        };
        is_same.then_some(bytes)
    }

    fn bytes(&mut self, path: &TreePath, file_bytes: u64) -> Option<Vec<u8>> {
        let limits = &Limits { file_bytes, ..self.request.limits.intake.clone() };
        let entries = match &mut self.entries {
            Some(entries) => entries,
            none => none.insert(entries(self.request)),
        };
        if let Some(entry) = entries.get(path) {
            let mut bytes = Vec::new();
            return entry.read(limits, &mut bytes).is_ok().then_some(bytes);
        }
        let archive = archive_of(path)?;
        if self.members.0 != archive {
            let mut members = Members::default();
            if let Some(entry) = entries.get(&archive) {
                drop(entry.expand(limits, &mut |member| members.keep(member.path, member.bytes)));
            }
            self.members = (archive, members.by_path);
        }
        self.members.1.get(path).cloned()
    }
}

/// Visits each wanted file of the source once, in the order in which it lies there, with its bytes; members of
/// archives and what cannot be read are left out. An image gives its files in this order alone.
pub(crate) fn each_file(
    request: &ScanRequest,
    is_wanted: &dyn Fn(&TreePath) -> bool,
    cancel: &AtomicBool,
    visit: &mut dyn FnMut(TreePath, &[u8], Digest),
) {
    let limits = &Limits { file_bytes: MAX_PIECE_BYTES, ..request.limits.intake.clone() };
    let Ok(source) = heirloom_intake::open(&request.source, &request.selection, limits) else {
        return;
    };
    let mut bytes = Vec::new();
    let mut n_files = 0;
    // Problems were reported by the scan.
    let _walked = source.walk_closed(&mut |entry| {
        bytes.clear();
        let is_read = entry.size <= MAX_PIECE_BYTES && is_wanted(&entry.path);
        if is_read && entry.read(limits, &mut bytes).is_ok() {
            visit(entry.path.clone(), &bytes, digest_of(&bytes));
        }
        n_files += 1;
        let goes_on = n_files < MAX_ENTRIES && !cancel.load(Ordering::Relaxed);
        if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
}

fn digest_of(bytes: &[u8]) -> Digest {
    Digest(*blake3::hash(bytes).as_bytes())
}

#[derive(Default)]
struct Members {
    by_path: HashMap<TreePath, Vec<u8>>,
    n_bytes: usize,
}

impl Members {
    fn keep(&mut self, path: TreePath, bytes: &[u8]) -> ControlFlow<()> {
        if bytes.len() as u64 <= MAX_FILE_BYTES {
            self.n_bytes += bytes.len();
            self.by_path.insert(path, bytes.into());
        }
        if self.n_bytes < MAX_HELD_BYTES {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }
}

/// The outermost archive that a path leads into.
fn archive_of(path: &TreePath) -> Option<TreePath> {
    let bytes = path.as_bytes();
    let end = bytes.windows(2).position(|pair| pair == b"!/")?;
    TreePath::parse(&bytes[..end]).ok()
}

fn entries(request: &ScanRequest) -> HashMap<TreePath, Entry> {
    let mut entries = HashMap::new();
    let limits = &request.limits.intake;
    let Ok(source) = heirloom_intake::open(&request.source, &request.selection, limits) else {
        return entries;
    };
    let mut held = 0;
    // Problems were reported by the scan.
    let _walked = source.walk_closed(&mut |entry| {
        // What has no stamp may be a member that holds its bytes.
        held += if entry.stamp().is_none() { entry.size } else { 0 };
        entries.insert(entry.path.clone(), entry);
        let room = entries.len() < MAX_ENTRIES && held < MAX_HELD_BYTES as u64;
        if room { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    entries
}
