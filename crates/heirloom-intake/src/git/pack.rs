// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packs: many objects in one file, some as differences from others, with an index of hashes.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    os::unix::fs::FileExt,
    path::Path,
};

use flate2::bufread::ZlibDecoder;

use super::{
    ObjectId,
    id::digit,
    objects::{ObjectError, ObjectKind, has_prefix, read_part},
    repository::open_regular,
};

/// Entries of an index that are read at once.
const RUN: u64 = 64;

/// A pack with its index.
pub(super) struct Pack {
    index: File,
    data: File,
    hash_bytes: u64,
    is_old: bool,
    /// How many hashes begin with a byte up to this one.
    fanout: Vec<u32>,
    data_bytes: u64,
}

/// Where and how an object is stored in a pack.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) stored: Stored,
    /// Bytes of what is stored: the object's or the delta's.
    pub(super) size: u64,
    /// Where its compressed bytes begin.
    at: u64,
}

#[derive(Debug)]
pub(super) enum Stored {
    Whole(ObjectKind),
    /// A difference from the object at that place of the same pack.
    DeltaAt(u64),
    /// A difference from that object.
    DeltaOn(ObjectId),
}

impl Pack {
    pub(super) fn open(index_path: &Path, hash_bytes: usize) -> io::Result<Pack> {
        let index = open_regular(index_path)?;
        let data = open_regular(&index_path.with_extension("pack"))?;
        let mut head = [0; 8];
        index.read_exact_at(&mut head, 0)?;
        let is_old = head[..4] != *b"\xfftOc";
        if !is_old && head[4..] != [0, 0, 0, 2] {
            return Err(io::Error::other("the index of a pack has an unknown version"));
        }
        let mut table = [0; 1024];
        index.read_exact_at(&mut table, if is_old { 0 } else { 8 })?;
        let fanout: Vec<u32> = table
            .chunks_exact(4)
            .map(|word| u32::from_be_bytes([word[0], word[1], word[2], word[3]]))
            .collect();
        if !fanout.is_sorted() {
            return Err(io::Error::other("the index of a pack is damaged"));
        }
        let data_bytes = data.metadata()?.len();
        Ok(Pack { index, data, hash_bytes: hash_bytes as u64, is_old, fanout, data_bytes })
    }

    /// Where an object is in the pack.
    pub(super) fn find(&self, id: &ObjectId) -> io::Result<Option<u64>> {
        let hash = id.as_bytes();
        if hash.len() as u64 != self.hash_bytes {
            return Ok(None);
        }
        let (start, run) = self.run_before(hash)?;
        let found = run.chunks_exact(self.step()).position(|entry| self.hash_of(entry) == hash);
        match found {
            Some(position) => self.place(start + position as u64, &run, position).map(Some),
            None => Ok(None),
        }
    }

    /// Adds the objects whose hash begins with these digits.
    pub(super) fn with_prefix(
        &self,
        digits: &[u8],
        limit: usize,
        found: &mut Vec<ObjectId>,
    ) -> io::Result<()> {
        let mut lowest = [0; 32];
        for (at, &wanted) in digits.iter().enumerate().take(64) {
            let Some(value) = digit(wanted) else { return Ok(()) };
            lowest[at / 2] |= if at % 2 == 0 { value << 4 } else { value };
        }
        let (mut start, mut run) = self.run_before(&lowest[..self.hash_bytes as usize])?;
        let n_objects = u64::from(self.fanout[255]);
        loop {
            for entry in run.chunks_exact(self.step()) {
                let hash = self.hash_of(entry);
                if has_prefix(hash, digits) {
                    found.extend(ObjectId::new(hash));
                } else if hash > &lowest[..hash.len()] {
                    return Ok(());
                }
                if found.len() > limit {
                    return Ok(());
                }
            }
            start += RUN;
            if start >= n_objects {
                return Ok(());
            }
            run = self.entries(start, (start + RUN).min(n_objects))?;
        }
    }

    /// The bytes of one entry of the table of hashes.
    fn step(&self) -> usize {
        (self.hash_bytes + if self.is_old { 4 } else { 0 }) as usize
    }

    fn hash_of<'a>(&self, entry: &'a [u8]) -> &'a [u8] {
        &entry[if self.is_old { 4 } else { 0 }..]
    }

    /// A run of entries that has `hash` in it, if the pack has it, and the number of its first.
    fn run_before(&self, hash: &[u8]) -> io::Result<(u64, Vec<u8>)> {
        let first = usize::from(hash[0]);
        let mut start = first.checked_sub(1).map_or(0, |before| u64::from(self.fanout[before]));
        let mut end = u64::from(self.fanout[first]);
        while end - start > RUN {
            let middle = start + (end - start) / 2;
            let entry = self.entries(middle, middle + 1)?;
            match self.hash_of(&entry) <= hash {
                true => start = middle,
                false => end = middle,
            }
        }
        Ok((start, self.entries(start, end)?))
    }

    fn entries(&self, start: u64, end: u64) -> io::Result<Vec<u8>> {
        let step = self.step() as u64;
        let table = if self.is_old { 1024 } else { 1032 };
        let mut entries = vec![0; ((end - start) * step) as usize];
        self.index.read_exact_at(&mut entries, table + start * step)?;
        Ok(entries)
    }

    /// The place in the pack of the object whose entry is number `number` of the table.
    fn place(&self, number: u64, run: &[u8], position: usize) -> io::Result<u64> {
        if self.is_old {
            let entry = &run[position * self.step()..];
            return Ok(u64::from(u32::from_be_bytes([entry[0], entry[1], entry[2], entry[3]])));
        }
        let n_objects = u64::from(self.fanout[255]);
        let places = 1032 + n_objects * (self.hash_bytes + 4);
        let mut word = [0; 4];
        self.index.read_exact_at(&mut word, places + 4 * number)?;
        let place = u32::from_be_bytes(word);
        if place & 0x8000_0000 == 0 {
            return Ok(u64::from(place));
        }
        let mut long = [0; 8];
        let at = places + 4 * n_objects + 8 * u64::from(place & 0x7fff_ffff);
        self.index.read_exact_at(&mut long, at)?;
        Ok(u64::from_be_bytes(long))
    }

    /// Reads what stands before an object's bytes.
    pub(super) fn entry(&self, at: u64) -> Result<Entry, ObjectError> {
        if at < 12 || at >= self.data_bytes {
            return Err(ObjectError::Damaged("an object is outside its pack"));
        }
        let mut head = [0; 64];
        let n_read = read_up_to(&self.data, &mut head, at)?;
        let mut head = Bytes { bytes: &head[..n_read], at: 0 };
        let first = head.next()?;
        let mut size = u64::from(first & 15);
        let mut byte = first;
        let mut shift = 4;
        while byte & 0x80 != 0 {
            byte = head.next()?;
            if shift > 57 {
                return Err(ObjectError::Damaged("an object's size is wrong"));
            }
            size |= u64::from(byte & 0x7f) << shift;
            shift += 7;
        }
        let stored = match first >> 4 & 7 {
            1 => Stored::Whole(ObjectKind::Commit),
            2 => Stored::Whole(ObjectKind::Tree),
            3 => Stored::Whole(ObjectKind::Blob),
            4 => Stored::Whole(ObjectKind::Tag),
            6 => Stored::DeltaAt(base_place(at, &mut head)?),
            7 => {
                let mut hash = Vec::new();
                for _ in 0..self.hash_bytes {
                    hash.push(head.next()?);
                }
                Stored::DeltaOn(ObjectId::new(&hash).expect("as long as a hash"))
            }
            _ => return Err(ObjectError::Damaged("an object is of an unknown kind")),
        };
        Ok(Entry { stored, size, at: at + head.at as u64 })
    }

    /// Decompresses the first `wanted` bytes of what is stored.
    pub(super) fn inflate(&self, entry: &Entry, wanted: u64) -> Result<Vec<u8>, ObjectError> {
        let input = PackReader { data: &self.data, at: entry.at };
        let capacity = usize::try_from(entry.size.clamp(256, 32 << 10)).unwrap_or(4096);
        let decoder = ZlibDecoder::new(BufReader::with_capacity(capacity, input));
        read_part(decoder, entry.size, wanted)
    }
}

/// The place of the object that the one at `at` is a difference from; always before it.
fn base_place(at: u64, head: &mut Bytes<'_>) -> Result<u64, ObjectError> {
    let mut byte = head.next()?;
    let mut distance = u64::from(byte & 0x7f);
    while byte & 0x80 != 0 {
        byte = head.next()?;
        distance = distance
            .checked_add(1)
            .and_then(|distance| distance.checked_mul(128))
            .map(|distance| distance | u64::from(byte & 0x7f))
            .ok_or(ObjectError::Damaged("a delta's base is wrong"))?;
    }
    match at.checked_sub(distance) {
        Some(base) if distance > 0 => Ok(base),
        _ => Err(ObjectError::Damaged("a delta's base is wrong")),
    }
}

/// Makes an object from its base and the difference, if it is not beyond `limit`.
pub(super) fn apply_delta(base: &[u8], delta: &[u8], limit: u64) -> Result<Vec<u8>, ObjectError> {
    const WRONG: ObjectError = ObjectError::Damaged("a delta is wrong");
    let mut delta = Bytes { bytes: delta, at: 0 };
    let base_size = delta.number()?;
    let size = delta.number()?;
    if base_size != base.len() as u64 {
        return Err(WRONG);
    }
    if size > limit {
        return Err(ObjectError::TooLarge(size));
    }
    let size = usize::try_from(size).map_err(|_| WRONG)?;
    let mut out = Vec::new();
    out.try_reserve_exact(size).map_err(io::Error::other)?;
    while delta.at < delta.bytes.len() {
        let instruction = delta.next()?;
        let piece = if instruction & 0x80 != 0 {
            let (mut start, mut length) = (0usize, 0usize);
            for bit in 0..4 {
                if instruction & (1 << bit) != 0 {
                    start |= usize::from(delta.next()?) << (8 * bit);
                }
            }
            for bit in 0..3 {
                if instruction & (0x10 << bit) != 0 {
                    length |= usize::from(delta.next()?) << (8 * bit);
                }
            }
            let length = if length == 0 { 0x10000 } else { length };
            base.get(start..).and_then(|rest| rest.get(..length))
        } else {
            delta.take(usize::from(instruction)).filter(|piece| !piece.is_empty())
        };
        let piece = piece.filter(|piece| piece.len() <= size - out.len()).ok_or(WRONG)?;
        out.extend_from_slice(piece);
    }
    if out.len() == size { Ok(out) } else { Err(WRONG) }
}

/// Bytes that are read one after the other.
struct Bytes<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    fn next(&mut self) -> Result<u8, ObjectError> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte.ok_or(ObjectError::Damaged("it ends too early"))
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let piece = self.bytes.get(self.at..)?.get(..length)?;
        self.at += length;
        Some(piece)
    }

    fn number(&mut self) -> Result<u64, ObjectError> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.next()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(ObjectError::Damaged("a delta is wrong"))
    }
}

/// Reads a pack from a place on, without a position of its own: many threads share the file.
struct PackReader<'a> {
    data: &'a File,
    at: u64,
}

impl Read for PackReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.data.read_at(buffer, self.at)?;
        self.at += n_bytes as u64;
        Ok(n_bytes)
    }
}

fn read_up_to(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    let mut n_read = 0;
    while n_read < buffer.len() {
        match file.read_at(&mut buffer[n_read..], at + n_read as u64)? {
            0 => break,
            n_bytes => n_read += n_bytes,
        }
    }
    Ok(n_read)
}
