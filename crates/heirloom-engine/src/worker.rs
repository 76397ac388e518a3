// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a thread does with one file: look it up or read it, and append its record to a spill.
//!
//! A value of the cache is a byte that says whether the file is an archive, and the encoded facts.

use std::{
    io,
    ops::ControlFlow,
    sync::atomic::{AtomicBool, Ordering},
};

use heirloom_intake::{Entry, Member};
use heirloom_model::{Digest, FileFacts, Problem, TreePath};
use heirloom_store::{FactCache, Spill, SpillWriter, encode_facts, encode_head};

use crate::{
    Progress, ScanRequest,
    members::{self, Members, Records},
    readers::{Readers, archive_facts},
};

/// Bytes of records that each thread keeps in memory.
const IN_MEMORY: usize = 8 << 20;
/// A buffer that one huge file made larger than this is given back.
const BUFFER: usize = 4 << 20;

const PLAIN: u8 = 0;
const ARCHIVE: u8 = 1;

/// What all threads share.
pub(crate) struct Shared<'a> {
    pub(crate) request: &'a ScanRequest,
    pub(crate) readers: Readers<'a>,
    pub(crate) cache: FactCache,
    pub(crate) progress: &'a dyn Progress,
    pub(crate) cancel: &'a AtomicBool,
}

/// A thread's own buffers and output.
pub(crate) struct Worker<'a> {
    shared: &'a Shared<'a>,
    spill: SpillWriter,
    /// The bytes of the file at hand.
    bytes: Vec<u8>,
    /// The cache's value for the file at hand.
    value: Vec<u8>,
    head: Vec<u8>,
    /// Problems that are in no record.
    problems: Vec<Problem>,
}

/// The place of a file in the order of the walk; members of an archive have that of the archive.
pub(crate) type Sequence = u64;

impl<'a> Worker<'a> {
    pub(crate) fn new(shared: &'a Shared<'a>) -> Worker<'a> {
        Worker {
            shared,
            spill: SpillWriter::new(&shared.request.temporary, IN_MEMORY),
            bytes: Vec::new(),
            value: Vec::new(),
            head: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The records, and the problems that are in none of them.
    pub(crate) fn finish(self) -> (Spill, Vec<Problem>) {
        (self.spill.finish(), self.problems)
    }

    /// Handles one file of the walk.
    pub(crate) fn handle(&mut self, sequence: Sequence, entry: &Entry) -> io::Result<()> {
        self.head.clear();
        self.head.extend_from_slice(&sequence.to_le_bytes());
        if !self.look_up(entry)? {
            let mut bytes = std::mem::take(&mut self.bytes);
            let done = self.read(entry, &mut bytes);
            if bytes.capacity() <= BUFFER {
                self.bytes = bytes;
            }
            done?;
        }
        self.shared.progress.done(&entry.path, entry.size);
        Ok(())
    }

    /// Takes everything from the cache without opening the file; false when it cannot.
    fn look_up(&mut self, entry: &Entry) -> io::Result<bool> {
        let Shared { readers, cache, .. } = self.shared;
        let Some(stamp) = entry.stamp() else { return Ok(false) };
        let Some(digest) = cache.digest(&stamp, &mut self.value) else { return Ok(false) };
        if !cache.facts(&readers.facts_key(digest, &entry.path), &mut self.value) {
            return Ok(false);
        }
        if self.value.first() != Some(&ARCHIVE) {
            self.push(&entry.path, entry.size, Some(digest))?;
            return Ok(true);
        }
        let mut kept = Vec::new();
        if !cache.facts(&readers.members_key(digest, &entry.path), &mut kept) {
            return Ok(false);
        }
        let Some((problems, records)) = members::read(&kept) else { return Ok(false) };
        self.push_archive(entry, entry.size, Some(digest), problems)?;
        self.push_members(records)?;
        Ok(true)
    }

    fn read(&mut self, entry: &Entry, bytes: &mut Vec<u8>) -> io::Result<()> {
        let path = &entry.path;
        let outcome = match entry.read(&self.shared.request.limits.intake, bytes) {
            Ok(outcome) => outcome,
            Err(problem) => {
                let problems = vec![Problem { path: None, ..problem }];
                self.put_facts(PLAIN, &FileFacts { problems, ..FileFacts::default() });
                return self.push(path, entry.size, None);
            }
        };
        let digest = Digest(*blake3::hash(bytes).as_bytes());
        let known = outcome.complete.then_some(digest);
        if let (Some(stamp), Some(digest)) = (entry.stamp(), &known) {
            self.shared.cache.remember_digest(&stamp, digest);
        }
        if entry.is_opened(bytes) {
            return self.expand(entry, outcome.size, known);
        }
        self.facts(path, bytes, digest, outcome.partial);
        self.push(path, outcome.size, known)
    }

    /// Appends the records of an archive and its members.
    ///
    /// The archive's own record comes first and holds the problems of opening it, so the members'
    /// records wait. If they become too many the archive's record goes ahead without problems,
    /// which then stand in the summary alone.
    fn expand(&mut self, entry: &Entry, size: u64, digest: Option<Digest>) -> io::Result<()> {
        let Shared { readers, cache, request, .. } = self.shared;
        let mut waiting = Some(Members::default());
        let mut failed = Ok(());
        let problems = entry.expand(&request.limits.intake, &mut |member| {
            failed = self.member(member, &mut waiting);
            if failed.is_ok() && waiting.as_ref().is_some_and(Members::is_full) {
                let full = waiting.take().unwrap_or_default();
                failed = self
                    .push_archive(entry, size, digest, Vec::new())
                    .and_then(|()| self.push_members(full.records()));
            }
            let stop = failed.is_err() || self.shared.cancel.load(Ordering::Relaxed);
            if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        failed?;
        let Some(members) = waiting else {
            self.problems.extend(problems);
            return Ok(());
        };
        if let (Some(digest), false) = (digest, self.shared.cancel.load(Ordering::Relaxed)) {
            cache.keep_facts(&readers.members_key(digest, &entry.path), &members.encode(&problems));
            self.put_facts(ARCHIVE, &archive_facts());
            cache.keep_facts(&readers.facts_key(digest, &entry.path), &self.value);
        }
        self.push_archive(entry, size, digest, problems)?;
        self.push_members(members.records())
    }

    fn member(&mut self, member: Member<'_>, waiting: &mut Option<Members>) -> io::Result<()> {
        let Member { path, bytes, size, complete, partial } = member;
        let digest = Digest(*blake3::hash(bytes).as_bytes());
        self.facts(&path, bytes, digest, partial);
        let known = complete.then_some(digest);
        match waiting {
            None => self.push(&path, size, known),
            Some(members) => {
                self.head.truncate(size_of::<Sequence>());
                encode_head(&path, size, known, &mut self.head);
                members.push(&[&self.head[size_of::<Sequence>()..], &self.value[1..]]);
                Ok(())
            }
        }
    }

    fn push_archive(
        &mut self,
        entry: &Entry,
        size: u64,
        digest: Option<Digest>,
        problems: Vec<Problem>,
    ) -> io::Result<()> {
        self.put_facts(ARCHIVE, &FileFacts { problems, ..archive_facts() });
        self.push(&entry.path, size, digest)
    }

    fn push_members(&mut self, records: Records<'_>) -> io::Result<()> {
        self.head.truncate(size_of::<Sequence>());
        for record in records {
            self.spill.push_parts(&[&self.head, record])?;
        }
        Ok(())
    }

    /// Leaves the cache's value for `bytes` in `self.value`.
    fn facts(&mut self, path: &TreePath, bytes: &[u8], digest: Digest, partial: Option<Problem>) {
        let Shared { readers, cache, .. } = self.shared;
        let key = readers.facts_key(digest, path);
        let known = cache.facts(&key, &mut self.value);
        if known && partial.is_none() {
            return;
        }
        let mut facts = if heirloom_intake::is_archive(path.file_name(), bytes) {
            archive_facts()
        } else {
            readers.read(path, bytes)
        };
        self.put_facts(PLAIN, &facts);
        if !known {
            cache.keep_facts(&key, &self.value);
        }
        if let Some(problem) = partial {
            facts.problems.push(Problem { path: None, ..problem });
            self.put_facts(PLAIN, &facts);
        }
    }

    fn put_facts(&mut self, flag: u8, facts: &FileFacts) {
        self.value.clear();
        self.value.push(flag);
        encode_facts(facts, &mut self.value);
    }

    /// Appends the record whose facts are in `self.value`.
    fn push(&mut self, path: &TreePath, size: u64, digest: Option<Digest>) -> io::Result<()> {
        self.head.truncate(size_of::<Sequence>());
        encode_head(path, size, digest, &mut self.head);
        self.spill.push_parts(&[&self.head, &self.value[1..]])
    }
}
