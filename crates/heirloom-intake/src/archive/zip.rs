// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Zip archives, zip64 included.
//!
//! The directory at the end is read piece by piece, so a million members cost no memory. Where it
//! is missing, as in a truncated archive, members are read from the start on as far as they go.

use std::io::{self, BufReader, Cursor, Read, SeekFrom};

use liblzma::stream::{CONCATENATED, Stream};

use super::{Archive, Expansion, Halt, Input, Metered, Passed, tar::truncated};
use heirloom_model::{Problem, ProblemCode};

/// The longest end record with its comment and the records of zip64 before it.
pub(super) const END_BYTES: usize = 22 + 65_535 + 20 + 56;

const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_64: &[u8] = b"PK\x06\x07";
const ENTRY: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";

/// Memory of one member's decoder.
const DECODER_BYTES: u64 = 64 << 20;

/// Bytes of a link's target that are held.
const LINK_BYTES: u64 = 64 << 10;

/// Whether these last bytes of a file hold the end of a zip archive.
pub(super) fn has_end(tail: &[u8]) -> bool {
    let tail = &tail[tail.len().saturating_sub(END_BYTES)..];
    find_end(tail).is_some()
}

pub(super) fn read(
    expansion: &mut Expansion<'_>,
    archive: &mut Archive,
    input: &mut dyn Input,
) -> Result<(), Halt> {
    let Some(directory) = find_directory(input)? else {
        expansion.damaged(&archive.path, &io::Error::other("the directory at its end is missing"));
        return salvage(expansion, archive, input, u64::MAX);
    };
    if directory.shift > 0 && read_at(input, 0, 4)? == LOCAL {
        let error = io::Error::other("another archive stands before it");
        expansion.damaged(&archive.path, &error);
        salvage(expansion, archive, input, directory.shift)?;
    }
    let mut window = Window { at: directory.start, ..Window::default() };
    let mut n_read: u64 = 0;
    while window.position() < directory.end {
        let Some(entry) = read_entry(input, &mut window)? else { break };
        n_read += 1;
        member(expansion, archive, input, &entry, directory.shift)?;
    }
    // The counter of the plain form has 16 bits and wraps around in larger archives.
    match n_read & 0xffff == directory.n_entries & 0xffff {
        true => Ok(()),
        false => Err(io::Error::other("its directory is damaged").into()),
    }
}

/// Where the directory is.
struct Directory {
    start: u64,
    end: u64,
    n_entries: u64,
    /// Bytes before the archive proper, which its offsets do not count.
    shift: u64,
}

fn find_directory(input: &mut dyn Input) -> io::Result<Option<Directory>> {
    let size = input.seek(SeekFrom::End(0))?;
    let tail_start = size.saturating_sub(END_BYTES as u64);
    let tail = read_at(input, tail_start, END_BYTES)?;
    let Some(at) = find_end(&tail) else { return Ok(None) };
    let end = &tail[at..];
    let mut n_entries = u64::from(u16_at(end, 10));
    let (mut length, mut offset) = (u64::from(u32_at(end, 12)), u64::from(u32_at(end, 16)));
    let mut directory_end = tail_start + at as u64;
    let locator = at.checked_sub(20).map(|start| &tail[start..at]);
    if let Some(locator) = locator.filter(|locator| locator.starts_with(LOCATOR_64)) {
        let claimed = u64_at(locator, 8);
        // With something before the archive the claim is off; then the record stands right here.
        let places = [claimed, directory_end.saturating_sub(20 + 56)];
        for place in places.into_iter().filter(|&place| place < size) {
            let record = read_at(input, place, 56)?;
            if record.len() == 56 && record.starts_with(END_64) {
                (n_entries, length, offset) =
                    (u64_at(&record, 32), u64_at(&record, 40), u64_at(&record, 48));
                directory_end = place;
                break;
            }
        }
    }
    let at_claimed = read_at(input, offset, 4)?;
    let start = directory_end.saturating_sub(length);
    let shift = match start.checked_sub(offset) {
        Some(shift) if at_claimed != ENTRY || read_at(input, start, 4)? == ENTRY => shift,
        _ => 0,
    };
    let start = offset.saturating_add(shift);
    // An empty directory behind members is no directory.
    let is_empty = start >= directory_end;
    if is_empty && read_at(input, 0, 4)? == LOCAL {
        return Ok(None);
    }
    Ok(Some(Directory { start, end: directory_end, n_entries, shift }))
}

/// The last end record whose comment reaches to the end, or else the last that fits at all: a
/// comment may hold what looks like a record.
fn find_end(tail: &[u8]) -> Option<usize> {
    let end_of = |at: usize| at + 22 + usize::from(u16_at(tail, at + 20));
    let records = || {
        let places = (0..(tail.len() + 1).saturating_sub(22)).rev();
        places.filter(|&at| tail[at..].starts_with(END) && end_of(at) <= tail.len())
    };
    records().find(|&at| end_of(at) == tail.len()).or_else(|| records().next())
}

/// One record of the directory.
struct Entry {
    name: Vec<u8>,
    made_by: u8,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    mode: u32,
    local: u64,
}

/// The next record; `None` when there is none.
fn read_entry(input: &mut dyn Input, window: &mut Window) -> io::Result<Option<Entry>> {
    let fixed = window.next(input, 46)?;
    if fixed.len() < 46 || !fixed.starts_with(ENTRY) {
        return Ok(None);
    }
    let (name_size, extra_size, comment_size) =
        (u16_at(fixed, 28), u16_at(fixed, 30), u16_at(fixed, 32));
    let mut entry = Entry {
        name: Vec::new(),
        made_by: fixed[5],
        flags: u16_at(fixed, 8),
        method: u16_at(fixed, 10),
        crc: u32_at(fixed, 16),
        packed: u64::from(u32_at(fixed, 20)),
        size: u64::from(u32_at(fixed, 24)),
        mode: u32_at(fixed, 38) >> 16,
        local: u64::from(u32_at(fixed, 42)),
    };
    entry.name = window.next(input, usize::from(name_size))?.to_vec();
    let extra = window.next(input, usize::from(extra_size))?;
    entry.read_extra(extra);
    window.skip(u64::from(comment_size));
    Ok((entry.name.len() == usize::from(name_size)).then_some(entry))
}

impl Entry {
    /// Takes sizes that do not fit 32 bits from the extra field of zip64.
    fn read_extra(&mut self, mut extra: &[u8]) {
        while extra.len() >= 4 {
            let (id, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
            let Some(mut data) = extra.get(4..4 + length) else { return };
            extra = &extra[4 + length..];
            if id != 1 {
                continue;
            }
            for value in [&mut self.size, &mut self.packed, &mut self.local] {
                if *value == u64::from(u32::MAX) && data.len() >= 8 {
                    *value = u64_at(data, 0);
                    data = &data[8..];
                }
            }
        }
    }

    /// The name with slashes, also if a program wrote it that knows only backslashes.
    fn path(&self) -> Vec<u8> {
        let mut name = self.name.clone();
        if !name.contains(&b'/') && matches!(self.made_by, 0 | 10 | 11 | 14) {
            name.iter_mut().filter(|byte| **byte == b'\\').for_each(|byte| *byte = b'/');
        }
        name
    }

    fn is_encrypted(&self) -> bool {
        self.flags & 0x41 != 0 || self.method == 99
    }

    fn is_unix(&self) -> bool {
        matches!(self.made_by, 3 | 19)
    }
}

/// Reads the member of one record.
fn member(
    expansion: &mut Expansion<'_>,
    archive: &mut Archive,
    input: &mut dyn Input,
    entry: &Entry,
    shift: u64,
) -> Result<(), Halt> {
    let name = entry.path();
    if name.ends_with(b"/") {
        return Ok(());
    }
    let kind = if entry.is_unix() { entry.mode & 0o170_000 } else { 0 };
    match kind {
        0 | 0o100_000 | 0o120_000 => {}
        0o040_000 => return Ok(()),
        _ => {
            expansion.passed_over(archive, &name, Passed::Special("device"));
            return Ok(());
        }
    }
    if entry.is_encrypted() {
        let encrypted = Problem::new(ProblemCode::ARCHIVE_ENCRYPTED, Vec::new());
        let inner = heirloom_model::TreePath::parse(&name).unwrap_or_default();
        expansion.problems.push(encrypted.at_path(archive.path.join_member(&inner)));
        return Ok(());
    }
    let start = match data_start(input, entry.local.saturating_add(shift)) {
        Ok(start) => start,
        Err(error) => {
            expansion.member(archive, &name, &mut Broken(Some(error)), Some(entry.size))?;
            return Ok(());
        }
    };
    input.seek(SeekFrom::Start(start))?;
    let mut packed = input.take(entry.packed);
    let opened = open_method(entry.method, entry.flags, entry.size, &mut packed);
    let inner = opened.unwrap_or_else(|error| Box::new(Broken(Some(error))));
    let metered = Metered::new(inner, &expansion.budget);
    let mut checked = Checked::new(metered, Some((entry.crc, entry.size)));
    if kind == 0o120_000 {
        let mut target = Vec::new();
        let _unread = checked.by_ref().take(LINK_BYTES).read_to_end(&mut target);
        expansion.passed_over(archive, &name, Passed::SymbolicLink(&target));
        return Ok(());
    }
    expansion.member(archive, &name, &mut checked, Some(entry.size))
}

/// Where a member's data begin, behind its local header.
fn data_start(input: &mut dyn Input, local: u64) -> io::Result<u64> {
    let header = read_at(input, local, 30)?;
    if header.len() < 30 || !header.starts_with(LOCAL) {
        return Err(io::Error::other("its header is missing"));
    }
    Ok(local + 30 + u64::from(u16_at(&header, 26)) + u64::from(u16_at(&header, 28)))
}

fn open_method<'a>(
    method: u16,
    flags: u16,
    size: u64,
    packed: &'a mut dyn Read,
) -> io::Result<Box<dyn Read + 'a>> {
    let input = BufReader::with_capacity(32 << 10, packed);
    Ok(match method {
        0 => Box::new(input),
        8 => Box::new(flate2::bufread::DeflateDecoder::new(input)),
        9 => Box::new(deflate64::Deflate64Decoder::with_buffer(input)),
        12 => Box::new(bzip2::bufread::BzDecoder::new(input)),
        14 => open_lzma(flags, size, input)?,
        93 => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?;
            decoder.window_log_max(26)?;
            Box::new(decoder)
        }
        95 => {
            let stream = Stream::new_stream_decoder(DECODER_BYTES, CONCATENATED)?;
            Box::new(liblzma::bufread::XzDecoder::new_stream(input, stream))
        }
        other => {
            return Err(io::Error::other(format!("its compression method {other} is unknown")));
        }
    })
}

/// LZMA as zip has it: a version, the length of the properties, the properties, the stream.
fn open_lzma<'a>(
    flags: u16,
    size: u64,
    mut input: impl Read + 'a,
) -> io::Result<Box<dyn Read + 'a>> {
    let mut head = [0; 9];
    input.read_exact(&mut head).map_err(|_| truncated())?;
    if head[2..4] != [5, 0] {
        return Err(io::Error::other("its LZMA properties are wrong"));
    }
    let ends_by_mark = flags & 2 != 0;
    let size = if ends_by_mark { u64::MAX } else { size };
    let alone = [&head[4..], &size.to_le_bytes()].concat();
    let stream = Stream::new_lzma_decoder(DECODER_BYTES)?;
    let input = BufReader::new(Cursor::new(alone).chain(input));
    Ok(Box::new(liblzma::bufread::XzDecoder::new_stream(input, stream)))
}

/// Reads members from the start of an archive without a directory, up to the byte `end`.
fn salvage(
    expansion: &mut Expansion<'_>,
    archive: &mut Archive,
    input: &mut dyn Input,
    end: u64,
) -> Result<(), Halt> {
    let mut at = 0;
    while at < end {
        let header = read_at(input, at, 30)?;
        if header.len() < 30 || !header.starts_with(LOCAL) {
            return Ok(());
        }
        let name_size = usize::from(u16_at(&header, 26));
        let extra_size = usize::from(u16_at(&header, 28));
        let rest = read_at(input, at + 30, name_size + extra_size)?;
        if rest.len() < name_size + extra_size {
            return Ok(());
        }
        let mut entry = Entry {
            name: rest[..name_size].to_vec(),
            made_by: 0,
            flags: u16_at(&header, 6),
            method: u16_at(&header, 8),
            crc: u32_at(&header, 14),
            packed: u64::from(u32_at(&header, 18)),
            size: u64::from(u32_at(&header, 22)),
            mode: 0,
            local: at,
        };
        entry.read_extra(&rest[name_size..]);
        let start = at + 30 + rest.len() as u64;
        let sizes_follow = entry.flags & 8 != 0;
        at = match sizes_follow {
            false => {
                member(expansion, archive, input, &entry, 0)?;
                start.saturating_add(entry.packed)
            }
            true if entry.method == 8 && !entry.is_encrypted() => {
                input.seek(SeekFrom::Start(start))?;
                let n_packed = unsized_member(expansion, archive, &entry.path(), input)?;
                behind_descriptor(input, start.saturating_add(n_packed))?
            }
            true => return Ok(()),
        };
    }
    Ok(())
}

/// Reads a deflated member whose size is not known and gives the number of its packed bytes.
fn unsized_member(
    expansion: &mut Expansion<'_>,
    archive: &mut Archive,
    name: &[u8],
    input: &mut dyn Input,
) -> Result<u64, Halt> {
    let packed = BufReader::with_capacity(32 << 10, input);
    let decoder = flate2::bufread::DeflateDecoder::new(packed);
    let mut metered = Metered::new(decoder, &expansion.budget);
    if !name.ends_with(b"/") {
        expansion.member(archive, name, &mut metered, None)?;
    }
    io::copy(&mut metered, &mut io::sink())?;
    Ok(metered.inner.total_in())
}

/// Where the next local header may be: behind the sizes that follow a member.
fn behind_descriptor(input: &mut dyn Input, at: u64) -> io::Result<u64> {
    let following = read_at(input, at, 24 + 4)?;
    let start = if following.starts_with(DESCRIPTOR) { 4 } else { 0 };
    let is_next = |skip: usize| {
        following.get(skip..skip + 4).is_some_and(|mark| mark == LOCAL || mark == ENTRY)
    };
    let skip = [start + 12, start + 20].into_iter().find(|&skip| is_next(skip));
    Ok(at + skip.unwrap_or(start + 12) as u64)
}

/// Checks size and checksum when a member ends.
pub(super) struct Checked<R> {
    inner: R,
    hasher: flate2::Crc,
    n_bytes: u64,
    expect: Option<(u32, u64)>,
}

impl<R> Checked<R> {
    /// `expect` is the checksum and the size.
    pub(super) fn new(inner: R, expect: Option<(u32, u64)>) -> Checked<R> {
        Checked { inner, hasher: flate2::Crc::new(), n_bytes: 0, expect }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let n_bytes = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..n_bytes]);
        self.n_bytes += n_bytes as u64;
        if n_bytes > 0 {
            return Ok(n_bytes);
        }
        match self.expect.take() {
            Some((_, size)) if size != self.n_bytes => {
                Err(io::Error::other("its size is not what the archive says"))
            }
            Some((crc, _)) if crc != self.hasher.sum() => {
                Err(io::Error::other("its checksum is not what the archive says"))
            }
            _ => Ok(0),
        }
    }
}

/// A reader that fails once, for a member that cannot be read.
pub(super) struct Broken(pub(super) Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A part of the directory, read ahead.
#[derive(Default)]
struct Window {
    bytes: Vec<u8>,
    used: usize,
    /// Where the byte behind `bytes` is in the file.
    at: u64,
}

impl Window {
    /// Where the next byte is in the file.
    fn position(&self) -> u64 {
        self.at.saturating_sub((self.bytes.len() - self.used) as u64)
    }

    /// The next `length` bytes, or as many as there are.
    fn next(&mut self, input: &mut dyn Input, length: usize) -> io::Result<&[u8]> {
        if self.bytes.len() - self.used < length {
            self.bytes.drain(..self.used);
            self.used = 0;
            let more = read_at(input, self.at, (64 << 10) + length)?;
            self.at += more.len() as u64;
            self.bytes.extend(more);
        }
        let end = self.bytes.len().min(self.used + length);
        let next = &self.bytes[self.used..end];
        self.used = end;
        Ok(next)
    }

    fn skip(&mut self, length: u64) {
        let n_held = (self.bytes.len() - self.used) as u64;
        self.used += length.min(n_held) as usize;
        self.at += length.saturating_sub(n_held);
    }
}

fn read_at(input: &mut dyn Input, at: u64, length: usize) -> io::Result<Vec<u8>> {
    input.seek(SeekFrom::Start(at.min(i64::MAX as u64)))?;
    let mut bytes = Vec::new();
    input.take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(array_at(bytes, at))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array_at(bytes, at))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(array_at(bytes, at))
}

/// The bytes at a place, zeros where there are none.
fn array_at<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; N])
}
