// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A folder of segments: a bounded map from keys to values that runs share.
//!
//! New values gather in memory and become a segment when there are many, or at the end. A file is
//! written aside and renamed, then never changed; so runs need no lock to read or write. Only
//! tidying (joining small segments, dropping old ones) takes a lock, and is left out when another
//! run holds it.

use std::{
    collections::HashMap,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::SystemTime,
};

use tempfile::NamedTempFile;

use crate::segment::{Key, MAX_VALUE, Segment, SegmentWriter, ShortKey, frame, short, unframe};

/// Values gathered in memory before they are written.
const PENDING_BYTES: usize = 16 << 20;
const PENDING_VALUES: usize = 1 << 17;
/// More segments than this are joined …
const MAX_SEGMENTS: usize = 8;
/// … into fewer, the large ones left alone.
const JOINED_SEGMENTS: usize = 4;
const LARGE_SEGMENT: u64 = 256 << 20;
const EXTENSION: &str = "segment";

/// Why the cache's folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("use the cache folder {folder}")]
pub struct CacheError {
    /// The folder.
    pub folder: PathBuf,
    /// What the system says.
    #[source]
    pub source: io::Error,
}

/// See the [module](self).
#[derive(Debug)]
pub(crate) struct Segments {
    folder: PathBuf,
    open: RwLock<Vec<(PathBuf, Arc<Segment>)>>,
    pending: Mutex<Pending>,
    has_pending: AtomicBool,
}

#[derive(Debug, Default)]
struct Pending {
    frames: Vec<u8>,
    places: HashMap<ShortKey, (u32, u32)>,
}

impl Segments {
    /// Opens the folder, made when it is missing.
    pub(crate) fn open(folder: &Path) -> Result<Segments, CacheError> {
        let error = |source| CacheError { folder: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(error)?;
        let open = list(folder)
            .map_err(error)?
            .into_iter()
            .filter_map(|file| Some((Segment::open(&file.path)?, file.path)))
            .map(|(segment, path)| (path, Arc::new(segment)))
            .collect();
        Ok(Segments {
            folder: folder.to_owned(),
            open: RwLock::new(open),
            pending: Mutex::default(),
            has_pending: AtomicBool::new(false),
        })
    }

    /// Puts the value of `key` into `buffer`; false when there is none.
    pub(crate) fn get(&self, key: &Key, buffer: &mut Vec<u8>) -> bool {
        if self.has_pending.load(Ordering::Acquire) {
            let pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(&(at, length)) = pending.places.get(&short(key)) {
                let frame = &pending.frames[at as usize..(at + length) as usize];
                let Some(value) = unframe(key, frame) else { return false };
                buffer.clear();
                buffer.extend_from_slice(value);
                return true;
            }
        }
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.iter().any(|(_, segment)| segment.get(key, buffer))
    }

    /// Keeps a value. What cannot be written is forgotten: a cache may always miss.
    pub(crate) fn put(&self, key: &Key, value: &[u8]) {
        if value.len() > MAX_VALUE {
            return;
        }
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        let at = pending.frames.len();
        frame(key, value, &mut pending.frames);
        let length = pending.frames.len() - at;
        pending.places.insert(short(key), (at as u32, length as u32));
        self.has_pending.store(true, Ordering::Release);
        if pending.frames.len() >= PENDING_BYTES || pending.places.len() >= PENDING_VALUES {
            self.write_pending(&mut pending);
        }
    }

    fn write_pending(&self, pending: &mut Pending) {
        let Pending { frames, places } = std::mem::take(pending);
        if places.is_empty() {
            return;
        }
        // In the order they came: the next scan of the tree asks for them in about that order.
        let mut places: Vec<_> = places.into_iter().collect();
        places.sort_unstable_by_key(|&(_, (at, _))| at);
        let written = write_segment(&self.folder, |writer| {
            places.iter().try_for_each(|&(key, (at, length))| {
                writer.add(key, &frames[at as usize..(at + length) as usize])
            })
        });
        if let Ok(path) = written
            && let Some(segment) = Segment::open(&path)
        {
            let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
            open.insert(0, (path, Arc::new(segment)));
        }
    }

    /// Writes what is pending and keeps the folder below `max_bytes`.
    pub(crate) fn close(self, max_bytes: u64) {
        self.write_pending(&mut self.pending.lock().unwrap_or_else(PoisonError::into_inner));
        let open = self.open.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (path, segment) in &open {
            if segment.was_used() {
                // Age decides what is dropped first; a failure only makes the file look older.
                drop(File::open(path).and_then(|file| file.set_modified(SystemTime::now())));
            }
        }
        drop(open);
        drop(tidy(&self.folder, max_bytes));
    }
}

/// A segment's file.
pub(crate) struct SegmentFile {
    pub(crate) path: PathBuf,
    pub(crate) size: u64,
    modified: SystemTime,
}

/// The segments of a folder, youngest first.
pub(crate) fn list(folder: &Path) -> io::Result<Vec<SegmentFile>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != EXTENSION) {
            continue;
        }
        // Another run may remove it at any moment.
        let Ok(metadata) = fs::metadata(&path) else { continue };
        files.push(SegmentFile { path, size: metadata.len(), modified: metadata.modified()? });
    }
    files.sort_by(|a, b| (b.modified, &b.path).cmp(&(a.modified, &a.path)));
    Ok(files)
}

fn write_segment(
    folder: &Path,
    fill: impl FnOnce(&mut SegmentWriter<NamedTempFile>) -> io::Result<()>,
) -> io::Result<PathBuf> {
    let temporary = tempfile::Builder::new().prefix("new-").tempfile_in(folder)?;
    let mut writer = SegmentWriter::new(temporary)?;
    fill(&mut writer)?;
    let temporary = writer.finish()?;
    // The random name of the temporary file is as good as any, and unique.
    let name = temporary.path().file_name().expect("a file has a name").to_owned();
    let path = folder.join(name).with_extension(EXTENSION);
    temporary.persist(&path).map_err(|failed| failed.error)?;
    Ok(path)
}

fn tidy(folder: &Path, max_bytes: u64) -> io::Result<()> {
    let lock = File::create(folder.join("tidy.lock"))?;
    if lock.try_lock().is_err() {
        return Ok(());
    }
    remove_leftovers(folder)?;
    join_small(folder)?;
    let mut total = 0;
    for file in list(folder)? {
        total += file.size;
        if total > max_bytes {
            fs::remove_file(&file.path)?;
        }
    }
    Ok(())
}

/// Temporary files of runs that were killed: older than a day, or from the future.
fn remove_leftovers(folder: &Path) -> io::Result<()> {
    const DAY: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|n| n.starts_with("new-") && !n.contains(EXTENSION));
        let Ok(modified) = entry.metadata().and_then(|metadata| metadata.modified()) else {
            continue;
        };
        if ours && SystemTime::now().duration_since(modified).is_ok_and(|age| age > DAY) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn join_small(folder: &Path) -> io::Result<()> {
    let mut files = list(folder)?;
    files.retain(|file| file.size < LARGE_SEGMENT);
    if files.len() <= MAX_SEGMENTS {
        return Ok(());
    }
    files.sort_by_key(|file| file.size);
    files.truncate(files.len() - JOINED_SEGMENTS + 1);
    let segments: Vec<Segment> =
        files.iter().filter_map(|file| Segment::open(&file.path)).collect();
    write_segment(folder, |writer| join(&segments, writer))?;
    files.iter().try_for_each(|file| fs::remove_file(&file.path))
}

/// Copies all frames in the order they stand in; of equal keys one row stays.
fn join(segments: &[Segment], writer: &mut SegmentWriter<NamedTempFile>) -> io::Result<()> {
    let mut buffer = Vec::new();
    for segment in segments {
        let mut rows = segment.rows()?;
        rows.sort_unstable_by_key(|row| row.offset);
        for row in rows {
            // A damaged frame is left out; one that is damaged inside stays a miss.
            if segment.frame_at(&row, &mut buffer).is_ok() {
                writer.add(row.key, &buffer)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
