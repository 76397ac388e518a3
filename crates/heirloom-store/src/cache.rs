// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The fact cache: what was read once, in any tree, is a look-up.
//!
//! Three maps share a folder of segments. *Facts* are kept by everything they depend on: contents,
//! file name, readers and their version, rules, limits. *Digests* are kept by the stamp of a file
//! on disk, so that an unchanged file is not even opened. What is known of files *in a row* is kept
//! by the stamps of all of them, so that an unchanged tree takes one look-up for dozens of files. As in git, a stamp that is as young as
//! the moment of reading is not kept, because the file may change again without changing it.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use heirloom_model::{Digest, FileStamp};
use tempfile::TempDir;

use crate::{
    CacheError,
    segment::{Key, Segment},
    segments::{self, Segments},
};

/// The form of what is in the folder; each form has a folder of its own.
const FORM: &str = "facts-1";
/// Stamps younger than this are not trusted: the coarsest clock of a file system is FAT's.
const RACY: Duration = Duration::from_secs(2);

/// Where the cache is and how large it may grow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheConfig {
    /// The folder; made when it is missing.
    pub folder: PathBuf,
    /// The oldest segments are dropped beyond this size.
    pub max_bytes: u64,
}

impl CacheConfig {
    /// The bound when the user gives none.
    pub const STANDARD_BYTES: u64 = 2 << 30;
}

/// The identity of a file's facts: the hash of all they depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactKey(Key);

impl FactKey {
    /// The facts of contents under a name; `readers` names the readers, their versions, the rules
    /// and the limits.
    pub fn new(digest: Digest, name: &[u8], readers: &Digest) -> FactKey {
        let mut hasher = blake3::Hasher::new_keyed(&readers.0);
        hasher.update(&digest.0).update(name);
        FactKey(*hasher.finalize().as_bytes())
    }

    /// What is known of several files on disk, in this order; `readers` names all else that it
    /// depends on.
    pub fn of_files<'a>(
        files: impl Iterator<Item = (&'a [u8], FileStamp)>,
        readers: &Digest,
    ) -> FactKey {
        // One long text is hashed faster than many short ones.
        let mut text = Vec::with_capacity(4 << 10);
        for (path, stamp) in files {
            text.extend_from_slice(&(path.len() as u64).to_le_bytes());
            text.extend_from_slice(path);
            numbers(&stamp).iter().for_each(|n| text.extend_from_slice(&n.to_le_bytes()));
        }
        FactKey(*blake3::keyed_hash(&readers.0, &text).as_bytes())
    }
}

/// A fact cache that is open for one run.
#[derive(Debug)]
pub struct FactCache {
    segments: Segments,
    max_bytes: u64,
    /// Stamps at or after this moment are racy.
    racy_from_ns: i64,
    /// Present when the cache lasts for this run only.
    transient: Option<TempDir>,
}

impl FactCache {
    /// Opens the cache of a folder.
    ///
    /// # Errors
    /// [`CacheError`] when the folder cannot be made or listed. What is in it is never an error.
    pub fn open(config: &CacheConfig) -> Result<FactCache, CacheError> {
        let segments = Segments::open(&config.folder.join(FORM))?;
        Ok(FactCache {
            segments,
            max_bytes: config.max_bytes,
            racy_from_ns: racy_from_ns(),
            transient: None,
        })
    }

    /// A cache for this run only: equal files of one tree are still read once.
    ///
    /// # Errors
    /// [`CacheError`] when `folder`, which is for temporary files, cannot be written.
    pub fn transient(folder: &Path) -> Result<FactCache, CacheError> {
        let temporary = tempfile::Builder::new()
            .prefix("heirloom-")
            .tempdir_in(folder)
            .map_err(|source| CacheError { folder: folder.to_owned(), source })?;
        let config = CacheConfig { folder: temporary.path().to_owned(), max_bytes: u64::MAX };
        Ok(FactCache { transient: Some(temporary), ..FactCache::open(&config)? })
    }

    /// The digest of the file with this stamp, if it was read before under the same limit.
    pub fn digest(&self, stamp: &FileStamp, limit: u64, buffer: &mut Vec<u8>) -> Option<Digest> {
        if !self.is_lasting() || !self.segments.get(&stamp_key(stamp, limit), buffer) {
            return None;
        }
        buffer.as_slice().try_into().ok().map(Digest)
    }

    /// Whether this cache outlives this run.
    pub fn is_lasting(&self) -> bool {
        self.transient.is_none()
    }

    /// Whether a change of the file after now will change its stamp.
    pub fn is_settled(&self, stamp: &FileStamp) -> bool {
        stamp.modified_ns.max(stamp.changed_ns) < self.racy_from_ns
    }

    /// Remembers the digest of a file whose stamp was taken *before* it was read. Of files beyond
    /// `limit`, the bytes that are read of one, the digest stands for what was read.
    pub fn remember_digest(&self, stamp: &FileStamp, limit: u64, digest: &Digest) {
        if self.is_lasting() && self.is_settled(stamp) {
            self.segments.put(&stamp_key(stamp, limit), &digest.0);
        }
    }

    /// Puts the encoded facts of `key` into `buffer`; false when they are not known.
    pub fn facts(&self, key: &FactKey, buffer: &mut Vec<u8>) -> bool {
        self.segments.get(&key.0, buffer)
    }

    /// Keeps encoded facts.
    pub fn keep_facts(&self, key: &FactKey, encoded: &[u8]) {
        self.segments.put(&key.0, encoded);
    }

    /// Writes what is not written yet and keeps the cache in its bounds. Failures are forgotten:
    /// a cache may always miss.
    pub fn close(self) {
        if self.is_lasting() {
            self.segments.close(self.max_bytes);
        }
    }
}

/// The limit matters to files beyond it only, so that changing it spares all others.
fn stamp_key(stamp: &FileStamp, limit: u64) -> Key {
    let limit = if stamp.size > limit { limit } else { u64::MAX };
    let mut bytes = [0; 48];
    for (place, number) in bytes.chunks_exact_mut(8).zip(numbers(stamp).into_iter().chain([limit]))
    {
        place.copy_from_slice(&number.to_le_bytes());
    }
    *blake3::keyed_hash(b"heirloom: digests by file stamps", &bytes).as_bytes()
}

fn numbers(stamp: &FileStamp) -> [u64; 5] {
    let FileStamp { device, inode, size, modified_ns, changed_ns } = *stamp;
    [device, inode, size, modified_ns as u64, changed_ns as u64]
}

fn racy_from_ns() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.saturating_sub(RACY).as_nanos()).unwrap_or(i64::MAX)
}

/// What is in a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct CacheStatus {
    /// The number of files of the cache.
    pub n_segments: u64,
    /// The number of values: facts and digests.
    pub n_values: u64,
    /// The bytes on disk.
    pub n_bytes: u64,
}

/// Counts what is in the cache of a folder; nothing when there is none.
///
/// # Errors
/// [`CacheError`] when the folder cannot be listed.
pub fn status(folder: &Path) -> Result<CacheStatus, CacheError> {
    let form = folder.join(FORM);
    if !form.exists() {
        return Ok(CacheStatus::default());
    }
    let files = segments::list(&form).map_err(|source| CacheError { folder: form, source })?;
    Ok(CacheStatus {
        n_segments: files.len() as u64,
        n_values: files
            .iter()
            .filter_map(|file| Segment::open(&file.path))
            .map(|segment| segment.n_rows())
            .sum(),
        n_bytes: files.iter().map(|file| file.size).sum(),
    })
}

/// Removes the cache of a folder, those of other versions too, and nothing else.
///
/// # Errors
/// [`CacheError`] when something cannot be removed.
pub fn clear(folder: &Path) -> Result<(), CacheError> {
    let error = |source| CacheError { folder: folder.to_owned(), source };
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(error)? {
        let entry = entry.map_err(error)?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with("facts-")) {
            fs::remove_dir_all(entry.path()).map_err(error)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
