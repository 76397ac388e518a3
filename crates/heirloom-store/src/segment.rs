// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One immutable file of keys and values.
//!
//! ```text
//! magic                                       8 bytes
//! frames   check (8 bytes), value             in order of writing
//! fanout   rows before bucket 0, 1, …, 2^bits u32 each
//! rows     key (16), offset (8), length (4)   sorted by key
//! footer   fanout offset (8), rows (8), bits (8), check (8), magic (8)
//! ```
//!
//! Keys are hashes, so the leading bits spread them evenly over the buckets and a look-up reads
//! one bucket and one frame. The check of a frame is a hash of the value under the *whole* key,
//! of which rows keep one half: neither damage nor a crafted collision can yield a wrong value.
//! Files are read at offsets, not mapped: one that is cut short is a miss, not a crash.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    os::unix::fs::FileExt,
    path::Path,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

const MAGIC: &[u8; 8] = b"HLMSEG01";
const FOOTER: usize = 40;
pub(crate) const ROW: usize = 28;
const CHECK: usize = 8;
/// Rows that a bucket holds about.
const BUCKET: u64 = 16;
const MAX_BITS: u32 = 18;
/// After this many look-ups the rows are read at once, if they are not too many.
const LOOK_UPS: u32 = 64;
const MAX_ROWS_BYTES: u64 = 8 << 20;
/// Frames are read in blocks when they are asked for about in their order, as in a second scan of
/// the same tree.
const BLOCK_BYTES: u64 = 64 << 10;
/// Values beyond this length are not kept.
pub(crate) const MAX_VALUE: usize = 64 << 20;

/// A full key; rows keep its first half.
pub(crate) type Key = [u8; 32];
pub(crate) type ShortKey = [u8; 16];

/// The half of a key that rows keep.
pub(crate) fn short(key: &Key) -> ShortKey {
    *key.first_chunk().expect("a key is longer than its half")
}

/// Where a frame stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    pub(crate) key: ShortKey,
    pub(crate) offset: u64,
    /// The length of the frame with its check.
    pub(crate) length: u32,
}

impl Row {
    fn read(bytes: &[u8]) -> Row {
        let (key, rest) = bytes.split_first_chunk().expect("a row is 28 bytes");
        let (offset, length) = rest.split_first_chunk().expect("a row is 28 bytes");
        Row {
            key: *key,
            offset: u64::from_le_bytes(*offset),
            length: u32::from_le_bytes(length.try_into().expect("a row is 28 bytes")),
        }
    }
}

/// Appends the frame of a value.
pub(crate) fn frame(key: &Key, value: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&check(key, value));
    out.extend_from_slice(value);
}

/// The value of a frame; `None` when it is not what was written under this key.
pub(crate) fn unframe<'a>(key: &Key, frame: &'a [u8]) -> Option<&'a [u8]> {
    let (stored, value) = frame.split_first_chunk::<CHECK>()?;
    (*stored == check(key, value)).then_some(value)
}

fn check(key: &Key, value: &[u8]) -> [u8; CHECK] {
    *blake3::keyed_hash(key, value).as_bytes().first_chunk().expect("a hash is 32 bytes")
}

/// A segment that is open for reading.
#[derive(Debug)]
pub(crate) struct Segment {
    file: File,
    bits: u32,
    fanout: Vec<u32>,
    rows_at: u64,
    n_rows: u64,
    /// Whether this run found something in it.
    used: AtomicBool,
    n_look_ups: AtomicU32,
    /// All rows, once it is worth it.
    rows: OnceLock<Vec<u8>>,
    block: Mutex<Block>,
}

/// The frames around the last one that was read.
#[derive(Debug, Default)]
struct Block {
    start: u64,
    bytes: Vec<u8>,
    /// The place of the frame read last.
    last: u64,
}

impl Segment {
    /// Opens a segment; `None` for anything else.
    pub(crate) fn open(path: &Path) -> Option<Segment> {
        let file = File::open(path).ok()?;
        let size = file.metadata().ok()?.len();
        let mut magic = [0; 8];
        file.read_exact_at(&mut magic, 0).ok()?;
        let mut footer = [0; FOOTER];
        file.read_exact_at(&mut footer, size.checked_sub(FOOTER as u64)?).ok()?;
        let number = |at: usize| {
            u64::from_le_bytes(footer[at..at + 8].try_into().expect("numbers are 8 bytes"))
        };
        let (fanout_at, n_rows, bits) = (number(0), number(8), number(16));
        let bits = u32::try_from(bits).ok().filter(|&bits| bits <= MAX_BITS)?;
        let fanout_bytes = 4 * ((1_u64 << bits) + 1);
        let rows_at = fanout_at.checked_add(fanout_bytes)?;
        let end = n_rows.checked_mul(ROW as u64)?.checked_add(rows_at)?;
        if magic != *MAGIC || footer[32..] != *MAGIC || end.checked_add(FOOTER as u64)? != size {
            return None;
        }
        let mut bytes = vec![0; fanout_bytes as usize];
        file.read_exact_at(&mut bytes, fanout_at).ok()?;
        if footer[24..32] != footer_check(&bytes, &footer[..24]) {
            return None;
        }
        let fanout = bytes
            .chunks_exact(4)
            .map(|four| u32::from_le_bytes(four.try_into().expect("chunks of four")))
            .collect();
        Some(Segment {
            file,
            bits,
            fanout,
            rows_at,
            n_rows,
            used: AtomicBool::new(false),
            n_look_ups: AtomicU32::new(0),
            rows: OnceLock::new(),
            block: Mutex::default(),
        })
    }

    /// Puts the value of `key` into `buffer`; false when it is not there.
    pub(crate) fn get(&self, key: &Key, buffer: &mut Vec<u8>) -> bool {
        let Some(row) = self.find(&short(key), buffer) else { return false };
        if row.length as usize > MAX_VALUE + CHECK {
            return false;
        }
        if self.read_frame(&row, buffer).is_err() || unframe(key, buffer).is_none() {
            return false;
        }
        buffer.drain(..CHECK);
        // A plain load first: the flag is shared by all threads.
        if !self.used.load(Ordering::Relaxed) {
            self.used.store(true, Ordering::Relaxed);
        }
        true
    }

    fn find(&self, key: &ShortKey, buffer: &mut Vec<u8>) -> Option<Row> {
        let bucket = bucket(key, self.bits);
        let first = u64::from(self.fanout[bucket]);
        let last = u64::from(self.fanout[bucket + 1]).min(self.n_rows);
        let n_rows = last.checked_sub(first).filter(|&n_rows| n_rows > 0)?;
        let (at, n_bytes) = (first as usize * ROW, n_rows as usize * ROW);
        let rows = match self.all_rows() {
            Some(rows) => rows.get(at..at + n_bytes)?,
            None => {
                buffer.clear();
                buffer.resize(n_bytes, 0);
                self.file.read_exact_at(buffer, self.rows_at + at as u64).ok()?;
                buffer
            }
        };
        rows.chunks_exact(ROW).find(|row| row.starts_with(key)).map(Row::read)
    }

    /// The rows in memory, when enough was looked up to be worth it.
    fn all_rows(&self) -> Option<&[u8]> {
        if let Some(rows) = self.rows.get() {
            return Some(rows);
        }
        let n_bytes = self.n_rows * ROW as u64;
        if n_bytes > MAX_ROWS_BYTES || self.n_look_ups.fetch_add(1, Ordering::Relaxed) < LOOK_UPS {
            return None;
        }
        let mut rows = vec![0; n_bytes as usize];
        self.file.read_exact_at(&mut rows, self.rows_at).ok()?;
        Some(self.rows.get_or_init(|| rows))
    }

    fn read_frame(&self, row: &Row, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.clear();
        let length = u64::from(row.length);
        // A thread that meets another one here reads for itself.
        if let Ok(mut block) = self.block.try_lock() {
            let is_near = row.offset.abs_diff(block.last) < 4 * BLOCK_BYTES;
            block.last = row.offset;
            if !block.holds(row.offset, length) && is_near && length < BLOCK_BYTES {
                let n_bytes = BLOCK_BYTES.min(self.rows_at.saturating_sub(row.offset));
                block.start = row.offset;
                block.bytes.resize(n_bytes as usize, 0);
                if self.file.read_exact_at(&mut block.bytes, row.offset).is_err() {
                    block.bytes.clear();
                }
            }
            if block.holds(row.offset, length) {
                let at = (row.offset - block.start) as usize;
                buffer.extend_from_slice(&block.bytes[at..at + row.length as usize]);
                return Ok(());
            }
        }
        buffer.resize(row.length as usize, 0);
        self.file.read_exact_at(buffer, row.offset)
    }

    /// All rows, sorted by key.
    pub(crate) fn rows(&self) -> io::Result<Vec<Row>> {
        let mut bytes = vec![0; self.n_rows as usize * ROW];
        self.file.read_exact_at(&mut bytes, self.rows_at)?;
        Ok(bytes.chunks_exact(ROW).map(Row::read).collect())
    }

    /// Reads a frame as it is, check included.
    pub(crate) fn frame_at(&self, row: &Row, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.clear();
        buffer.resize((row.length as usize).min(MAX_VALUE + CHECK), 0);
        self.file.read_exact_at(buffer, row.offset)
    }

    /// The number of values.
    pub(crate) fn n_rows(&self) -> u64 {
        self.n_rows
    }

    /// Whether this run found something in it.
    pub(crate) fn was_used(&self) -> bool {
        self.used.load(Ordering::Relaxed)
    }
}

impl Block {
    fn holds(&self, offset: u64, length: u64) -> bool {
        let end = offset.saturating_add(length);
        offset >= self.start && end <= self.start + self.bytes.len() as u64
    }
}

fn bucket(key: &ShortKey, bits: u32) -> usize {
    let leading = u32::from_be_bytes(*key.first_chunk().expect("a key is longer"));
    leading.checked_shr(32 - bits).unwrap_or(0) as usize
}

fn footer_check(fanout: &[u8], numbers: &[u8]) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(fanout).update(numbers);
    *hasher.finalize().as_bytes().first_chunk().expect("a hash is 32 bytes")
}

/// Writes one segment.
pub(crate) struct SegmentWriter<W: Write> {
    out: BufWriter<W>,
    at: u64,
    rows: Vec<Row>,
}

impl<W: Write> SegmentWriter<W> {
    pub(crate) fn new(out: W) -> io::Result<SegmentWriter<W>> {
        let mut out = BufWriter::with_capacity(256 << 10, out);
        out.write_all(MAGIC)?;
        Ok(SegmentWriter { out, at: MAGIC.len() as u64, rows: Vec::new() })
    }

    /// Adds a frame made by [`frame`].
    pub(crate) fn add(&mut self, key: ShortKey, frame: &[u8]) -> io::Result<()> {
        let length = u32::try_from(frame.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.rows.push(Row { key, offset: self.at, length });
        self.at += u64::from(length);
        self.out.write_all(frame)
    }

    /// Writes the index and returns what was written to.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        self.rows.sort_unstable();
        self.rows.dedup_by_key(|row| row.key);
        let n_rows = self.rows.len() as u64;
        let bits = (n_rows / BUCKET).checked_ilog2().map_or(0, |log| log + 1).min(MAX_BITS);
        let fanout: Vec<u8> = (0..=1_usize << bits)
            .flat_map(|edge| {
                let before = self.rows.partition_point(|row| bucket(&row.key, bits) < edge);
                (before as u32).to_le_bytes()
            })
            .collect();
        self.out.write_all(&fanout)?;
        for row in &self.rows {
            self.out.write_all(&row.key)?;
            self.out.write_all(&row.offset.to_le_bytes())?;
            self.out.write_all(&row.length.to_le_bytes())?;
        }
        let numbers: Vec<u8> =
            [self.at, n_rows, u64::from(bits)].iter().flat_map(|n| n.to_le_bytes()).collect();
        self.out.write_all(&numbers)?;
        self.out.write_all(&footer_check(&fanout, &numbers))?;
        self.out.write_all(MAGIC)?;
        self.out.into_inner().map_err(io::IntoInnerError::into_error)
    }
}
