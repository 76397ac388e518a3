// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a thread does with files: look them up or read them, and append their records to a spill.
//!
//! A value of the cache is a byte of flags and the encoded facts, or, for files in a row, their
//! records. Of files that were read in part the
//! digest of the whole is not known; what stands for it in keys is made of all that decided what was
//! read.

use std::{
    io,
    ops::ControlFlow,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use heirloom_intake::{Entry, Member, ReadOutcome};
use heirloom_model::{Digest, FileFacts, Problem, TreePath};
use heirloom_store::{
    FactCache, FactKey, Spill, SpillWriter, encode_facts, encode_head, encode_uses,
};

use crate::{
    Progress, ScanRequest, members,
    readers::{Readers, archive_facts},
    record_list::{RecordList, Records},
};

/// Bytes of records that each thread keeps in memory.
const IN_MEMORY: usize = 8 << 20;
/// A buffer that one huge file made larger than this is given back.
const BUFFER: usize = 4 << 20;

/// Its members have records of their own.
const ARCHIVE: u8 = 1;
/// It was read in part.
const PARTIAL: u8 = 2;
/// It tells packages although its name does not say so.
const LISTING: u8 = 4;

/// Files larger than this are read one at a time, to bound memory.
const LARGE: u64 = 4 << 20;

/// What all threads share.
pub(crate) struct Shared<'a> {
    pub(crate) request: &'a ScanRequest,
    pub(crate) readers: Readers<'a>,
    pub(crate) cache: FactCache,
    pub(crate) progress: &'a dyn Progress,
    pub(crate) cancel: &'a AtomicBool,
    /// Set when records are not in the order of their paths.
    pub(crate) unsorted: AtomicBool,
    /// Held while a large file is read.
    pub(crate) large: Mutex<()>,
}

/// A thread's own buffers and output.
pub(crate) struct Worker<'a> {
    shared: &'a Shared<'a>,
    spill: SpillWriter,
    /// The bytes of the file at hand.
    bytes: Vec<u8>,
    /// The cache's value for the file at hand.
    value: Vec<u8>,
    /// What the file at hand says of other software, encoded; empty unless that is wanted.
    uses: Vec<u8>,
    head: Vec<u8>,
    /// The records of the files handled together; `None` when they are not to be kept.
    stretch: Option<RecordList>,
    /// Problems that are in no record.
    problems: Vec<Problem>,
}

/// How much of a file was read.
struct Part {
    /// The number of bytes of the whole.
    size: u64,
    complete: bool,
    /// Why it is less than all, where that is a loss.
    partial: Option<Problem>,
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
            uses: Vec::new(),
            head: Vec::new(),
            stretch: None,
            problems: Vec::new(),
        }
    }

    /// The records, and the problems that are in none of them.
    pub(crate) fn finish(self) -> (Spill, Vec<Problem>) {
        (self.spill.finish(), self.problems)
    }

    /// What the cache keeps the records of files by that are next to each other in the walk; `None`
    /// when it keeps none.
    ///
    /// They are kept together under the stamps of all of them: a scan of a tree where nothing
    /// changed needs one look-up for all.
    pub(crate) fn stretch_key(&self, entries: &[Entry]) -> Option<FactKey> {
        let Shared { readers, cache, .. } = self.shared;
        let is_stamped = cache.is_lasting() && entries.iter().all(|entry| entry.stamp().is_some());
        is_stamped.then(|| readers.stretch_key(entries))
    }

    /// Takes the records of such files from the cache; false when it cannot.
    pub(crate) fn look_up_stretch(
        &mut self,
        first: Sequence,
        entries: &[Entry],
        key: &FactKey,
    ) -> io::Result<bool> {
        let Shared { cache, progress, .. } = self.shared;
        if !cache.facts(key, &mut self.value) {
            return Ok(false);
        }
        let records = std::mem::take(&mut self.value);
        self.start(first);
        self.push_members(Records::of(&records))?;
        self.value = records;
        entries.iter().for_each(|entry| progress.done(&entry.path, entry.size));
        Ok(true)
    }

    /// Handles such files one by one, the first of them at `first`, and keeps their records.
    pub(crate) fn handle_stretch(
        &mut self,
        first: Sequence,
        entries: &[Entry],
        key: Option<FactKey>,
    ) -> io::Result<()> {
        let Shared { cache, cancel, .. } = self.shared;
        let mut stamps = entries.iter().filter_map(Entry::stamp);
        let is_settled = key.is_some() && stamps.all(|stamp| cache.is_settled(&stamp));
        self.stretch = is_settled.then(RecordList::default);
        for (sequence, entry) in (first..).zip(entries) {
            if cancel.load(Ordering::Relaxed) {
                return Ok(());
            }
            self.handle(sequence, entry)?;
        }
        // What was cut short must not be kept.
        if let (Some(key), Some(stretch)) = (key, self.stretch.take())
            && !cancel.load(Ordering::Relaxed)
        {
            cache.keep_facts(&key, stretch.as_bytes());
        }
        Ok(())
    }

    /// Starts a record.
    fn start(&mut self, sequence: Sequence) {
        self.head.clear();
        self.head.extend_from_slice(&sequence.to_le_bytes());
    }

    /// Handles one file of the walk.
    fn handle(&mut self, sequence: Sequence, entry: &Entry) -> io::Result<()> {
        self.start(sequence);
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
        let limit = self.limit();
        let Some(identity) = cache.digest(&stamp, limit, &mut self.value) else {
            return Ok(false);
        };
        if !cache.facts(&readers.facts_key(identity, &entry.path), &mut self.value) {
            return Ok(false);
        }
        let flags = self.value.first().copied().unwrap_or_default();
        let digest = (flags & PARTIAL == 0).then_some(identity);
        if flags & ARCHIVE == 0 {
            self.uses.clear();
            if let Some(key) = readers.uses_key(identity, &entry.path, flags & LISTING != 0)
                && !cache.facts(&key, &mut self.uses)
            {
                return Ok(false);
            }
            self.push(&entry.path, entry.size, digest)?;
            return Ok(true);
        }
        let mut kept = Vec::new();
        if !cache.facts(&readers.members_key(identity, &entry.path), &mut kept) {
            return Ok(false);
        }
        let Some((problems, records)) = members::read(&kept) else { return Ok(false) };
        self.push_archive(entry, entry.size, digest, problems)?;
        self.push_members(records)?;
        Ok(true)
    }

    fn read(&mut self, entry: &Entry, bytes: &mut Vec<u8>) -> io::Result<()> {
        let path = &entry.path;
        let _one_at_a_time = (entry.size > LARGE)
            .then(|| self.shared.large.lock().unwrap_or_else(PoisonError::into_inner));
        let outcome = match entry.read(&self.shared.request.limits.intake, bytes) {
            Ok(outcome) => outcome,
            Err(problem) => {
                let problems = vec![Problem { path: None, ..problem }];
                self.put_facts(0, &FileFacts { problems, ..FileFacts::default() });
                self.uses.clear();
                self.stretch = None;
                return self.push(path, entry.size, None);
            }
        };
        let ReadOutcome { size, complete, partial } = outcome;
        let part = Part { size, complete, partial };
        let identity = self.identity(bytes, &part);
        if let Some(stamp) = entry.stamp() {
            self.shared.cache.remember_digest(&stamp, self.limit(), &identity);
        }
        if entry.is_opened(bytes) {
            return self.expand(entry, identity, &part);
        }
        self.facts(path, bytes, identity, &part);
        self.push(path, size, complete.then_some(identity))
    }

    /// What stands for the contents in keys: their digest if they were read whole.
    fn identity(&self, bytes: &[u8], part: &Part) -> Digest {
        let digest = blake3::hash(bytes);
        if part.complete {
            return Digest(*digest.as_bytes());
        }
        let of_part = format!("{} {} {:?}", part.size, self.limit(), part.partial);
        Digest(*blake3::keyed_hash(digest.as_bytes(), of_part.as_bytes()).as_bytes())
    }

    fn limit(&self) -> u64 {
        self.shared.request.limits.intake.file_bytes
    }

    /// Appends the records of an archive and its members.
    ///
    /// The archive's own record comes first and holds the problems of opening it, so the members'
    /// records wait. If they become too many the archive's record goes ahead without problems,
    /// which then stand in the summary alone.
    fn expand(&mut self, entry: &Entry, identity: Digest, part: &Part) -> io::Result<()> {
        let Shared { readers, cache, request, .. } = self.shared;
        let (size, digest) = (part.size, part.complete.then_some(identity));
        let mut waiting = Some(RecordList::default());
        let mut failed = Ok(());
        let problems = entry.expand(&request.limits.intake, &mut |member| {
            failed = self.member(member, &mut waiting);
            if failed.is_ok() && waiting.as_ref().is_some_and(RecordList::is_full) {
                let full = waiting.take().unwrap_or_default();
                self.shared.unsorted.store(true, Ordering::Relaxed);
                failed = self
                    .push_archive(entry, size, digest, Vec::new())
                    .and_then(|()| self.push_members(full.records()));
            }
            let stop = failed.is_err() || self.shared.cancel.load(Ordering::Relaxed);
            if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        failed?;
        let Some(mut members) = waiting else {
            self.stretch = None;
            self.problems.extend(problems);
            return Ok(());
        };
        members.sort();
        if !self.shared.cancel.load(Ordering::Relaxed) {
            let kept = members::encode(&problems, &members);
            cache.keep_facts(&readers.members_key(identity, &entry.path), &kept);
            let flags = if part.complete { ARCHIVE } else { ARCHIVE | PARTIAL };
            self.put_facts(flags, &archive_facts());
            cache.keep_facts(&readers.facts_key(identity, &entry.path), &self.value);
        }
        self.push_archive(entry, size, digest, problems)?;
        self.push_members(members.records())
    }

    fn member(&mut self, member: Member<'_>, waiting: &mut Option<RecordList>) -> io::Result<()> {
        let Member { path, bytes, size, complete, partial } = member;
        let part = Part { size, complete, partial };
        let identity = self.identity(bytes, &part);
        self.facts(&path, bytes, identity, &part);
        let known = complete.then_some(identity);
        match waiting {
            None => self.push(&path, size, known),
            Some(members) => {
                self.head.truncate(size_of::<Sequence>());
                encode_head(&path, size, known, &mut self.head);
                let head = &self.head[size_of::<Sequence>()..];
                members.push(&[head, &self.value[1..], &self.uses]);
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
        self.put_facts(0, &FileFacts { problems, ..archive_facts() });
        self.uses.clear();
        self.push(&entry.path, size, digest)
    }

    fn push_members(&mut self, records: Records<'_>) -> io::Result<()> {
        self.head.truncate(size_of::<Sequence>());
        for record in records {
            self.spill.push_parts(&[&self.head, record])?;
            keep(&mut self.stretch, &[record]);
        }
        Ok(())
    }

    /// Leaves the cache's values for `bytes` in `self.value` and `self.uses`.
    fn facts(&mut self, path: &TreePath, bytes: &[u8], identity: Digest, part: &Part) {
        let Shared { readers, cache, request, .. } = self.shared;
        let is_archive = heirloom_intake::is_archive(path.file_name(), bytes);
        self.uses.clear();
        let is_listing = !is_archive && readers.lists_packages(bytes);
        let uses_key = readers.uses_key(identity, path, is_listing).filter(|_| !is_archive);
        let uses_key = uses_key.filter(|key| !cache.facts(key, &mut self.uses));
        let key = readers.facts_key(identity, path);
        let is_known = cache.facts(&key, &mut self.value);
        let read_uses = || readers.read_uses(path, bytes);
        let read = || if is_archive { archive_facts() } else { readers.read(path, bytes) };
        // Large files are read one at a time, so that the other threads wait: both readers read then.
        let is_large = bytes.len() as u64 > LARGE && request.threads.get() > 1;
        let (uses, facts) = match (&uses_key, is_known) {
            (Some(_), false) if is_large => thread::scope(|scope| {
                let uses = scope.spawn(read_uses);
                let facts = read();
                (Some(uses.join().expect("readers' panics are caught for each file")), Some(facts))
            }),
            (uses_key, is_known) => {
                (uses_key.as_ref().map(|_| read_uses()), (!is_known).then(read))
            }
        };
        if let (Some(key), Some((uses, problems))) = (uses_key, uses) {
            self.uses.clear();
            encode_uses(&uses, &problems, &mut self.uses);
            drop(uses);
            cache.keep_facts(&key, &self.uses);
        }
        let Some(mut facts) = facts else { return };
        facts
            .problems
            .extend(part.partial.clone().map(|problem| Problem { path: None, ..problem }));
        let listing = if is_listing { LISTING } else { 0 };
        self.put_facts(if part.complete { listing } else { listing | PARTIAL }, &facts);
        cache.keep_facts(&key, &self.value);
    }

    fn put_facts(&mut self, flag: u8, facts: &FileFacts) {
        self.value.clear();
        self.value.push(flag);
        encode_facts(facts, &mut self.value);
    }

    /// Appends the record whose facts are in `self.value` and `self.uses`.
    fn push(&mut self, path: &TreePath, size: u64, digest: Option<Digest>) -> io::Result<()> {
        self.head.truncate(size_of::<Sequence>());
        encode_head(path, size, digest, &mut self.head);
        let record = [&self.head[size_of::<Sequence>()..], &self.value[1..], &self.uses];
        keep(&mut self.stretch, &record);
        self.spill.push_parts(&[&self.head, &self.value[1..], &self.uses])
    }
}

/// Adds a record to those of a stretch, which is given up when it gets too large.
fn keep(stretch: &mut Option<RecordList>, record: &[&[u8]]) {
    if let Some(records) = stretch {
        records.push(record);
        if records.is_full() {
            *stretch = None;
        }
    }
}
