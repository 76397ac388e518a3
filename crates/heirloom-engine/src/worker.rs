// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a thread does with one file: look it up or read it, and append its record to a spill.

use std::io;

use heirloom_intake::Entry;
use heirloom_model::{Digest, FileFacts, Problem, TreePath};
use heirloom_store::{FactCache, Spill, SpillWriter, encode_facts, encode_head};

use crate::{Progress, ScanRequest, readers::Readers};

/// Bytes of records that each thread keeps in memory.
const IN_MEMORY: usize = 8 << 20;

/// What all threads share.
pub(crate) struct Shared<'a> {
    pub(crate) request: &'a ScanRequest,
    pub(crate) readers: Readers<'a>,
    pub(crate) cache: FactCache,
    pub(crate) progress: &'a dyn Progress,
}

/// A thread's own buffers and output.
pub(crate) struct Worker<'a> {
    shared: &'a Shared<'a>,
    spill: SpillWriter,
    bytes: Vec<u8>,
    facts: Vec<u8>,
    head: Vec<u8>,
}

/// The place of a file in the order of the walk.
pub(crate) type Sequence = u64;

impl<'a> Worker<'a> {
    pub(crate) fn new(shared: &'a Shared<'a>) -> Worker<'a> {
        Worker {
            shared,
            spill: SpillWriter::new(&shared.request.temporary, IN_MEMORY),
            bytes: Vec::new(),
            facts: Vec::new(),
            head: Vec::new(),
        }
    }

    pub(crate) fn finish(self) -> Spill {
        self.spill.finish()
    }

    /// Handles one file of the walk.
    pub(crate) fn handle(&mut self, sequence: Sequence, entry: &Entry) -> io::Result<()> {
        let stamp = entry.stamp();
        let known = stamp.and_then(|stamp| self.shared.cache.digest(&stamp, &mut self.facts));
        if let Some(digest) = known {
            let key = self.shared.readers.key(digest, &entry.path);
            if self.shared.cache.facts(&key, &mut self.facts) {
                return self.push(sequence, &entry.path, entry.size, Some(digest));
            }
        }
        match entry.read(&self.shared.request.limits.intake, &mut self.bytes) {
            Err(problem) => self.push_unread(sequence, &entry.path, entry.size, problem),
            Ok(outcome) => {
                let bytes = std::mem::take(&mut self.bytes);
                let digest = self.read(&entry.path, &bytes, outcome.partial.as_ref());
                self.bytes = bytes;
                if let (Some(stamp), None) = (&stamp, &outcome.partial) {
                    self.shared.cache.remember_digest(stamp, &digest);
                }
                self.push(sequence, &entry.path, outcome.size, Some(digest))
            }
        }
    }

    /// Leaves the encoded facts of `bytes` in `self.facts`.
    fn read(&mut self, path: &TreePath, bytes: &[u8], partial: Option<&Problem>) -> Digest {
        let Shared { readers, cache, .. } = self.shared;
        let digest = Digest(*blake3::hash(bytes).as_bytes());
        let key = readers.key(digest, path);
        let known = cache.facts(&key, &mut self.facts);
        if known && partial.is_none() {
            return digest;
        }
        let mut facts = readers.read(path, bytes);
        self.facts.clear();
        encode_facts(&facts, &mut self.facts);
        if !known {
            cache.keep_facts(&key, &self.facts);
        }
        if let Some(problem) = partial {
            facts.problems.push(Problem { path: None, ..problem.clone() });
            self.facts.clear();
            encode_facts(&facts, &mut self.facts);
        }
        digest
    }

    fn push_unread(
        &mut self,
        sequence: Sequence,
        path: &TreePath,
        size: u64,
        problem: Problem,
    ) -> io::Result<()> {
        let problems = vec![Problem { path: None, ..problem }];
        self.facts.clear();
        encode_facts(&FileFacts { problems, ..FileFacts::default() }, &mut self.facts);
        self.push(sequence, path, size, None)
    }

    /// Appends the record whose facts are in `self.facts`.
    fn push(
        &mut self,
        sequence: Sequence,
        path: &TreePath,
        size: u64,
        digest: Option<Digest>,
    ) -> io::Result<()> {
        self.head.clear();
        self.head.extend_from_slice(&sequence.to_le_bytes());
        encode_head(path, size, digest, &mut self.head);
        self.spill.push_parts(&[&self.head, &self.facts])?;
        self.shared.progress.done(path, size);
        Ok(())
    }
}
