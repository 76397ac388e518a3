// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! All objects of a repository: loose ones, packs, and those of the repositories it borrows from.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use flate2::bufread::ZlibDecoder;

use super::{
    ObjectId,
    id::digit,
    pack::{Pack, Stored, apply_delta},
    repository::{Repository, open_regular, read_small},
};
use crate::Limits;

/// Repositories that borrow from repositories.
const BORROWING_DEPTH: usize = 5;

/// Objects an object may be built on; git itself writes at most 4,095.
const CHAIN: usize = 5000;

/// Bytes of objects that are kept because others build on them.
const CACHE_BYTES: usize = 32 << 20;

/// How many times the limit of one object all steps of building one may produce.
const WORK: u64 = 16;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    Commit,
    Tree,
    Blob,
    Tag,
}

/// An object, or the first part of it.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) kind: ObjectKind,
    pub(crate) size: u64,
    pub(crate) bytes: Vec<u8>,
}

impl Object {
    /// Whether `bytes` is all of it.
    pub(crate) fn is_complete(&self) -> bool {
        self.bytes.len() as u64 == self.size
    }
}

/// Why an object cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ObjectError {
    #[error("the object {0} is missing from the repository")]
    Missing(ObjectId),
    #[error("the repository is damaged: {0}")]
    Damaged(&'static str),
    #[error("the object has {0} bytes, more than the limit")]
    TooLarge(u64),
    #[error("{}", crate::problems::reason(.0))]
    Io(#[from] io::Error),
}

/// The objects of a repository; reading is possible from many threads.
pub(crate) struct Objects {
    folders: Vec<PathBuf>,
    packs: Vec<Pack>,
    hash_bytes: usize,
    object_bytes: u64,
    bases: Mutex<Bases>,
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objects").field("folders", &self.folders).finish_non_exhaustive()
    }
}

impl Objects {
    pub(super) fn open(repository: &Repository, limits: &Limits) -> io::Result<Objects> {
        let mut folders = vec![repository.objects()];
        add_borrowed(&mut folders, 0, BORROWING_DEPTH);
        let mut packs = Vec::new();
        for folder in &folders {
            for index in pack_indexes(&folder.join("pack"))? {
                packs.push(Pack::open(&index, repository.hash_bytes)?);
            }
        }
        let hash_bytes = repository.hash_bytes;
        let object_bytes = limits.git_object_bytes;
        Ok(Objects { folders, packs, hash_bytes, object_bytes, bases: Mutex::default() })
    }

    /// Reads an object; of a large one that is stored whole, at least the first `wanted` bytes.
    pub(crate) fn read(&self, id: &ObjectId, wanted: u64) -> Result<Object, ObjectError> {
        for (number, pack) in self.packs.iter().enumerate() {
            if let Some(at) = pack.find(id)? {
                return self.read_packed(number, at, wanted);
            }
        }
        for folder in &self.folders {
            let name = id.to_string();
            let Ok(file) = open_regular(&folder.join(&name[..2]).join(&name[2..])) else {
                continue;
            };
            return read_loose(file, wanted);
        }
        Err(ObjectError::Missing(*id))
    }

    /// Reads an object of this kind that must fit the limit.
    pub(crate) fn read_whole(
        &self,
        id: &ObjectId,
        kind: ObjectKind,
    ) -> Result<Vec<u8>, ObjectError> {
        let object = self.read(id, self.object_bytes)?;
        match (object.kind == kind, object.is_complete()) {
            (false, _) => Err(ObjectError::Damaged("an object is not what it should be")),
            (_, false) => Err(ObjectError::TooLarge(object.size)),
            _ => Ok(object.bytes),
        }
    }

    pub(super) fn hash_bytes(&self) -> usize {
        self.hash_bytes
    }

    /// The objects whose hash begins with these digits, at most `limit`.
    pub(super) fn with_prefix(&self, digits: &str, limit: usize) -> io::Result<Vec<ObjectId>> {
        let digits = digits.to_ascii_lowercase();
        let mut found = Vec::new();
        for pack in &self.packs {
            pack.with_prefix(digits.as_bytes(), limit, &mut found)?;
        }
        for folder in &self.folders {
            let Ok(entries) = std::fs::read_dir(folder.join(&digits[..2])) else { continue };
            for entry in entries.take(1 << 20) {
                let name = entry?.file_name();
                let Some(rest) = name.to_str() else { continue };
                let whole = format!("{}{rest}", &digits[..2]);
                if whole.starts_with(&digits) {
                    found.extend(ObjectId::parse(whole.as_bytes()));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(limit);
        Ok(found)
    }

    fn read_packed(&self, number: usize, at: u64, wanted: u64) -> Result<Object, ObjectError> {
        let (mut number, mut at) = (number, at);
        // Deltas from the object wanted down to the one that is stored whole.
        let mut deltas = Vec::new();
        let base = loop {
            if let Some(base) = self.bases().get(&(number, at)) {
                break Arc::clone(base);
            }
            let pack = &self.packs[number];
            let entry = pack.entry(at)?;
            let (next_number, next_at) = match entry.stored {
                Stored::Whole(kind) if deltas.is_empty() => {
                    let bytes = pack.inflate(&entry, wanted.min(entry.size))?;
                    return Ok(Object { kind, size: entry.size, bytes });
                }
                Stored::Whole(kind) => {
                    let bytes = self.inflate_whole(pack, &entry)?;
                    let base = Arc::new(Object { kind, size: entry.size, bytes });
                    self.bases().keep((number, at), &base);
                    break base;
                }
                Stored::DeltaAt(base) => (number, base),
                Stored::DeltaOn(id) => self.locate(number, &id)?,
            };
            deltas.push((number, at, entry));
            if deltas.len() > CHAIN {
                return Err(ObjectError::Damaged("an object builds on too many others"));
            }
            (number, at) = (next_number, next_at);
        };
        self.build(base, deltas)
    }

    /// Applies deltas, the last first.
    fn build(
        &self,
        mut base: Arc<Object>,
        deltas: Vec<(usize, u64, super::pack::Entry)>,
    ) -> Result<Object, ObjectError> {
        let mut work = 0;
        for (number, at, entry) in deltas.into_iter().rev() {
            let delta = self.inflate_whole(&self.packs[number], &entry)?;
            let bytes = apply_delta(&base.bytes, &delta, self.object_bytes)?;
            work += bytes.len() as u64 + delta.len() as u64;
            if work > WORK.saturating_mul(self.object_bytes) {
                return Err(ObjectError::TooLarge(work));
            }
            base = Arc::new(Object { kind: base.kind, size: bytes.len() as u64, bytes });
            self.bases().keep((number, at), &base);
        }
        Ok(Arc::unwrap_or_clone(base))
    }

    fn inflate_whole(
        &self,
        pack: &Pack,
        entry: &super::pack::Entry,
    ) -> Result<Vec<u8>, ObjectError> {
        if entry.size > self.object_bytes {
            return Err(ObjectError::TooLarge(entry.size));
        }
        pack.inflate(entry, entry.size)
    }

    /// Where the base of a delta is: in the same pack, as git writes them, or in another one.
    fn locate(&self, number: usize, id: &ObjectId) -> Result<(usize, u64), ObjectError> {
        if let Some(at) = self.packs[number].find(id)? {
            return Ok((number, at));
        }
        for (number, pack) in self.packs.iter().enumerate() {
            if let Some(at) = pack.find(id)? {
                return Ok((number, at));
            }
        }
        Err(ObjectError::Missing(*id))
    }

    fn bases(&self) -> std::sync::MutexGuard<'_, Bases> {
        self.bases.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Objects that others build on, the oldest dropped first.
#[derive(Default)]
struct Bases {
    kept: HashMap<(usize, u64), Arc<Object>>,
    order: VecDeque<(usize, u64)>,
    n_bytes: usize,
}

impl Bases {
    fn get(&self, place: &(usize, u64)) -> Option<&Arc<Object>> {
        self.kept.get(place)
    }

    fn keep(&mut self, place: (usize, u64), object: &Arc<Object>) {
        if object.bytes.len() > CACHE_BYTES / 4 || self.kept.contains_key(&place) {
            return;
        }
        self.n_bytes += object.bytes.len();
        self.kept.insert(place, Arc::clone(object));
        self.order.push_back(place);
        while self.n_bytes > CACHE_BYTES
            && let Some(oldest) = self.order.pop_front()
        {
            if let Some(dropped) = self.kept.remove(&oldest) {
                self.n_bytes -= dropped.bytes.len();
            }
        }
    }
}

/// The folders that `objects/info/alternates` of folder number `at` names, and of theirs.
fn add_borrowed(folders: &mut Vec<PathBuf>, at: usize, depth: usize) {
    let folder = folders[at].clone();
    let Ok(text) = read_small(&folder.join("info/alternates")) else { return };
    for line in text.split(|&byte| byte == b'\n').take(100) {
        let line = line.trim_ascii();
        if line.is_empty() || line.starts_with(b"#") {
            continue;
        }
        let path = folder.join(String::from_utf8_lossy(line).as_ref());
        if folders.contains(&path) || depth == 0 {
            continue;
        }
        folders.push(path);
        add_borrowed(folders, folders.len() - 1, depth - 1);
    }
}

/// The indexes of the packs in a folder, sorted.
fn pack_indexes(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut indexes = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "idx")
            && path.with_extension("pack").exists()
        {
            indexes.push(path);
        }
    }
    indexes.sort_unstable();
    Ok(indexes)
}

fn read_loose(file: std::fs::File, wanted: u64) -> Result<Object, ObjectError> {
    let mut decoder = ZlibDecoder::new(BufReader::with_capacity(8 << 10, file));
    let mut header = Vec::with_capacity(32);
    let mut byte = [0];
    loop {
        decoder.read_exact(&mut byte)?;
        match byte[0] {
            0 => break,
            _ if header.len() >= 32 => {
                return Err(ObjectError::Damaged("a loose object's header is wrong"));
            }
            other => header.push(other),
        }
    }
    let (kind, size) =
        loose_header(&header).ok_or(ObjectError::Damaged("a loose object's header is wrong"))?;
    let bytes = read_part(decoder, size, wanted.min(size))?;
    Ok(Object { kind, size, bytes })
}

fn loose_header(header: &[u8]) -> Option<(ObjectKind, u64)> {
    let space = header.iter().position(|&byte| byte == b' ')?;
    let kind = match &header[..space] {
        b"commit" => ObjectKind::Commit,
        b"tree" => ObjectKind::Tree,
        b"blob" => ObjectKind::Blob,
        b"tag" => ObjectKind::Tag,
        _ => return None,
    };
    Some((kind, std::str::from_utf8(&header[space + 1..]).ok()?.parse().ok()?))
}

/// Reads the first `wanted` of `size` bytes; all of them must end the reader.
pub(super) fn read_part(reader: impl Read, size: u64, wanted: u64) -> Result<Vec<u8>, ObjectError> {
    let mut bytes = Vec::new();
    let room = wanted.saturating_add(u64::from(wanted == size));
    reader.take(room).read_to_end(&mut bytes)?;
    match bytes.len() as u64 == wanted {
        true => Ok(bytes),
        false => Err(ObjectError::Damaged("an object has another size than it says")),
    }
}

/// Whether `id` begins with these lower-case hexadecimal digits.
pub(super) fn has_prefix(id: &[u8], digits: &[u8]) -> bool {
    digits.iter().enumerate().all(|(at, &wanted)| {
        let byte = id.get(at / 2).copied().unwrap_or_default();
        let half = if at % 2 == 0 { byte >> 4 } else { byte & 15 };
        digit(wanted) == Some(half)
    })
}
