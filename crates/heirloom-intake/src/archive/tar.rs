// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Tar archives: V7, ustar, GNU (long names, sparse) and pax.

use std::io::{self, Read};

use super::{Archive, Expansion, Halt, Metered, Passed};

const BLOCK: usize = 512;

/// Bytes of a pax header or a long name that are held.
const HEADER_BYTES: u64 = 1 << 20;

/// Pieces of a sparse file.
const PIECES: usize = 1 << 16;

/// Whether these bytes begin a tar archive: the first header's checksum is right.
pub(super) fn is_header(head: &[u8]) -> bool {
    head.first_chunk::<BLOCK>().is_some_and(|block| Header(block).is_sound())
}

pub(super) fn read(
    expansion: &mut Expansion<'_>,
    archive: &mut Archive,
    input: &mut dyn Read,
) -> Result<(), Halt> {
    while let Some(item) = next_item(input)? {
        member(expansion, archive, input, item)?;
    }
    Ok(())
}

/// What a tar archive says of one member, before its bytes.
pub(crate) struct Item {
    /// What it is.
    pub(crate) kind: ItemKind,
    /// Its name as written.
    pub(crate) name: Vec<u8>,
    /// What a link names, as written.
    pub(crate) link: Vec<u8>,
    /// Bytes that stand behind the header.
    stored: u64,
    sparse: Option<Sparse>,
}

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    File,
    Folder,
    HardLink,
    SymbolicLink,
    Device,
    Pipe,
}

/// A file whose holes are not stored.
struct Sparse {
    /// `None` when they stand before the data.
    pieces: Option<Vec<Piece>>,
    size: u64,
}

/// Reads up to the next member; its bytes, if it has some, follow in `input`.
pub(crate) fn next_item(input: &mut dyn Read) -> io::Result<Option<Item>> {
    let mut extended = Extended::default();
    let mut n_zero_blocks = 0;
    loop {
        let is_over = n_zero_blocks >= 2;
        let block = match read_block(input)? {
            Some(block) => block,
            // One block of zeros must end an archive, two should: one that lacks both was cut.
            None if n_zero_blocks > 0 => return Ok(None),
            None => {
                let reason = "it ends without its end mark";
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason));
            }
        };
        if block.iter().all(|&byte| byte == 0) {
            n_zero_blocks += 1;
            continue;
        }
        n_zero_blocks = 0;
        let header = Header(&block);
        // Two blocks of zeros end an archive, but another one may follow and is read too.
        if !header.is_sound() {
            let reason = if is_over {
                "there are bytes after its end"
            } else {
                "a header's checksum is wrong"
            };
            return Err(io::Error::other(reason));
        }
        let size = header.size()?;
        match header.kind() {
            b'L' => extended.name = Some(trimmed(read_header(input, size)?)),
            b'K' => extended.link = Some(trimmed(read_header(input, size)?)),
            b'x' => extended.read_pax(&read_header(input, size)?),
            // What holds for all members (comments, times) says nothing about bytes; volume labels
            // and lists of names hold no file.
            b'g' | b'V' | b'N' => skip(input, padded(size))?,
            _ => return item(input, header, extended).map(Some),
        }
    }
}

/// What a header that is no preface of another one says, with the prefaces before it.
fn item(input: &mut dyn Read, header: Header<'_>, mut extended: Extended) -> io::Result<Item> {
    let stored = match extended.size {
        Some(size) => size,
        None => header.size()?,
    };
    let name = extended.name.take().unwrap_or_else(|| header.name());
    let link = extended.link.take().unwrap_or_else(|| field(&header.0[157..257]).to_vec());
    let kind = match header.kind() {
        b'5' | b'D' => ItemKind::Folder,
        b'1' => ItemKind::HardLink,
        b'2' => ItemKind::SymbolicLink,
        b'3' | b'4' => ItemKind::Device,
        b'6' => ItemKind::Pipe,
        b'0' | 0 if name.ends_with(b"/") => ItemKind::Folder,
        _ => ItemKind::File,
    };
    let sparse = match header.kind() {
        b'S' => {
            let (pieces, size) = header.old_gnu_pieces(input)?;
            Some(Sparse { pieces: Some(pieces), size })
        }
        _ if extended.is_sparse && kind == ItemKind::File => {
            let pieces = (!extended.pieces_in_data).then(|| std::mem::take(&mut extended.pieces));
            Some(Sparse { pieces, size: extended.real_size.unwrap_or(stored) })
        }
        _ => None,
    };
    // Whatever their size says, links and devices have no data (a hard link's is that of the file
    // it names).
    let stored = if matches!(header.kind(), b'1'..=b'6') { 0 } else { stored };
    Ok(Item { kind, name, link, stored, sparse })
}

impl Item {
    /// The number of its bytes once its holes are filled.
    pub(crate) fn size(&self) -> u64 {
        self.sparse.as_ref().map_or(self.stored, |sparse| sparse.size)
    }

    /// Whether holes are filled, so that it yields more bytes than are stored.
    pub(crate) fn is_sparse(&self) -> bool {
        self.sparse.is_some()
    }

    /// Gives its bytes to `take`, and passes over those that are left.
    pub(crate) fn read<T, E: From<io::Error>>(
        self,
        input: &mut dyn Read,
        take: impl FnOnce(&mut dyn Read) -> Result<T, E>,
    ) -> Result<T, E> {
        let Item { stored, sparse, .. } = self;
        let mut data = input.take(stored);
        let taken = match sparse {
            None => take(&mut data)?,
            Some(Sparse { pieces, size }) => {
                let pieces = match pieces {
                    Some(pieces) => pieces,
                    None => read_pieces(&mut data)?,
                };
                let pieces = pieces.into_iter().peekable();
                take(&mut SparseReader { data: &mut data, pieces, at: 0, end: size })?
            }
        };
        let n_left = data.limit().saturating_add(padded(stored) - stored);
        skip(input, n_left)?;
        Ok(taken)
    }

    /// Passes over its bytes.
    pub(crate) fn skip(self, input: &mut dyn Read) -> io::Result<()> {
        skip(input, padded(self.stored))
    }

    /// Bytes in the archive from the end of the header to the next one.
    pub(crate) fn padded_size(&self) -> u64 {
        padded(self.stored)
    }
}

/// Hands a member over.
fn member(
    expansion: &mut Expansion<'_>,
    archive: &mut Archive,
    input: &mut dyn Read,
    item: Item,
) -> Result<(), Halt> {
    let passed = match item.kind {
        ItemKind::File => None,
        ItemKind::Folder => return Ok(item.skip(input)?),
        ItemKind::HardLink => Some(Passed::HardLink(&item.link)),
        ItemKind::SymbolicLink => Some(Passed::SymbolicLink(&item.link)),
        ItemKind::Device => Some(Passed::Special("device")),
        ItemKind::Pipe => Some(Passed::Special("pipe")),
    };
    if let Some(passed) = passed {
        expansion.passed_over(archive, &item.name, passed);
        return Ok(item.skip(input)?);
    }
    let (name, size, is_sparse) = (item.name.clone(), item.size(), item.is_sparse());
    let budget = std::rc::Rc::clone(&expansion.budget);
    item.read(input, |data| match is_sparse {
        true => expansion.member(archive, &name, &mut Metered::new(data, &budget), Some(size)),
        false => expansion.member(archive, &name, data, Some(size)),
    })
}

/// What pax headers and long-name members say about the next member.
#[derive(Default)]
struct Extended {
    name: Option<Vec<u8>>,
    link: Option<Vec<u8>>,
    size: Option<u64>,
    is_sparse: bool,
    pieces_in_data: bool,
    pieces: Vec<Piece>,
    real_size: Option<u64>,
}

impl Extended {
    /// Reads records `length key=value\n`; ends at the first that is not one.
    fn read_pax(&mut self, mut records: &[u8]) {
        while let Some(space) = records.iter().position(|&byte| byte == b' ') {
            let Some(length) = number(&records[..space], 10) else { return };
            let Ok(length) = usize::try_from(length) else { return };
            if length <= space + 1 || length > records.len() {
                return;
            }
            let record = &records[space + 1..length];
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            if let Some(equals) = record.iter().position(|&byte| byte == b'=') {
                self.read_record(&record[..equals], &record[equals + 1..]);
            }
            records = &records[length..];
        }
    }

    fn read_record(&mut self, key: &[u8], value: &[u8]) {
        match key {
            b"path" => self.name = Some(value.to_vec()),
            b"linkpath" => self.link = Some(value.to_vec()),
            b"size" => self.size = number(value, 10),
            b"GNU.sparse.name" => self.name = Some(value.to_vec()),
            b"GNU.sparse.realsize" | b"GNU.sparse.size" => {
                self.is_sparse = true;
                self.real_size = number(value, 10);
            }
            b"GNU.sparse.major" => self.pieces_in_data = value == b"1",
            b"GNU.sparse.map" => {
                let numbers: Vec<u64> = value
                    .split(|&byte| byte == b',')
                    .take(2 * PIECES)
                    .map_while(|text| number(text, 10))
                    .collect();
                self.pieces =
                    numbers.chunks_exact(2).map(|pair| Piece::new(pair[0], pair[1])).collect();
            }
            b"GNU.sparse.offset" if self.pieces.len() < PIECES => {
                self.pieces.push(Piece::new(number(value, 10).unwrap_or(0), 0));
            }
            b"GNU.sparse.numbytes" => {
                if let Some(piece) = self.pieces.last_mut() {
                    piece.length = number(value, 10).unwrap_or(0);
                }
            }
            _ => {}
        }
    }
}

#[derive(Clone, Copy)]
struct Header<'a>(&'a [u8; BLOCK]);

impl Header<'_> {
    fn is_sound(self) -> bool {
        let Some(expect) = octal(&self.0[148..156]) else { return false };
        let mut unsigned: u64 = 8 * u64::from(b' ');
        let mut signed: i64 = 8 * i64::from(b' ');
        for &byte in self.0[..148].iter().chain(&self.0[156..]) {
            unsigned += u64::from(byte);
            signed += i64::from(byte.cast_signed());
        }
        let is_named = self.0[0] != 0 || &self.0[257..262] == b"ustar";
        is_named && (expect == unsigned || i64::try_from(expect) == Ok(signed))
    }

    fn kind(self) -> u8 {
        self.0[156]
    }

    fn size(self) -> io::Result<u64> {
        match self.0[124] {
            0x80 => {
                let bytes: [u8; 8] = self.0[128..136].try_into().expect("eight bytes");
                let high = self.0[125..128].iter().any(|&byte| byte != 0);
                let size = u64::from_be_bytes(bytes);
                (!high && size <= i64::MAX as u64).then_some(size)
            }
            _ => octal(&self.0[124..136]),
        }
        .ok_or_else(|| io::Error::other("a header's size is wrong"))
    }

    fn name(self) -> Vec<u8> {
        let name = field(&self.0[..100]);
        let prefix = field(&self.0[345..500]);
        // GNU's own headers end in two blanks and have other things in place of the prefix.
        let is_posix = &self.0[257..263] == b"ustar\0";
        match is_posix && !prefix.is_empty() {
            true => [prefix, b"/", name].concat(),
            false => name.to_vec(),
        }
    }

    /// The pieces of a sparse file in GNU's old form, with what follows in further blocks.
    fn old_gnu_pieces(self, input: &mut dyn Read) -> io::Result<(Vec<Piece>, u64)> {
        let mut pieces = Vec::new();
        push_pieces(&self.0[386..482], &mut pieces);
        let mut more = self.0[482] != 0;
        while more {
            let block = read_block(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
            push_pieces(&block[..504], &mut pieces);
            more = block[504] != 0;
            if pieces.len() > PIECES {
                return Err(io::Error::other("a sparse file has too many pieces"));
            }
        }
        Ok((pieces, wide(&self.0[483..495]).unwrap_or(0)))
    }
}

fn push_pieces(fields: &[u8], pieces: &mut Vec<Piece>) {
    for pair in fields.chunks_exact(24) {
        if let (Some(start), Some(length)) = (wide(&pair[..12]), wide(&pair[12..]))
            && pair[0] != 0
        {
            pieces.push(Piece::new(start, length));
        }
    }
}

/// The map at the start of a sparse file's data, pax form 1.0: decimal lines padded to a block.
fn read_pieces(data: &mut dyn Read) -> io::Result<Vec<Piece>> {
    let mut numbers = Vec::new();
    let mut line = Vec::new();
    let mut n_expected = 1;
    while numbers.len() < n_expected {
        let block = read_block(data)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        for &byte in &block {
            if numbers.len() == n_expected {
                break;
            }
            if byte != b'\n' {
                line.push(byte);
                continue;
            }
            let value = number(&line, 10).ok_or(io::ErrorKind::InvalidData)?;
            line.clear();
            if numbers.is_empty() {
                n_expected = usize::try_from(value)
                    .ok()
                    .filter(|&n_pieces| n_pieces <= PIECES)
                    .map(|n_pieces| 1 + 2 * n_pieces)
                    .ok_or_else(|| io::Error::other("a sparse file has too many pieces"))?;
            }
            numbers.push(value);
        }
        if line.len() > 20 {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(numbers[1..].chunks_exact(2).map(|pair| Piece::new(pair[0], pair[1])).collect())
}

/// A part of a sparse file that is stored.
#[derive(Clone, Copy)]
struct Piece {
    start: u64,
    length: u64,
}

impl Piece {
    fn new(start: u64, length: u64) -> Piece {
        Piece { start, length }
    }
}

/// A sparse file with its holes filled.
struct SparseReader<'a> {
    data: &'a mut dyn Read,
    pieces: std::iter::Peekable<std::vec::IntoIter<Piece>>,
    at: u64,
    end: u64,
}

impl Read for SparseReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(piece) = self.pieces.peek_mut() else {
                return Ok(self.fill_hole(self.end, buffer));
            };
            if piece.length == 0 {
                self.pieces.next();
                continue;
            }
            let start = piece.start;
            if self.at < start && self.at < self.end {
                return Ok(self.fill_hole(start.min(self.end), buffer));
            }
            let room = buffer.len().min(usize::try_from(piece.length).unwrap_or(usize::MAX));
            let n_bytes = self.data.read(&mut buffer[..room])?;
            if n_bytes == 0 && room > 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            piece.start = piece.start.saturating_add(n_bytes as u64);
            piece.length -= n_bytes as u64;
            self.at = self.at.saturating_add(n_bytes as u64);
            return Ok(n_bytes);
        }
    }
}

impl SparseReader<'_> {
    fn fill_hole(&mut self, end: u64, buffer: &mut [u8]) -> usize {
        let length = usize::try_from(end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let n_bytes = buffer.len().min(length);
        buffer[..n_bytes].fill(0);
        self.at += n_bytes as u64;
        n_bytes
    }
}

/// The next block; `None` at the end of the input.
fn read_block(input: &mut dyn Read) -> io::Result<Option<[u8; BLOCK]>> {
    let mut block = [0; BLOCK];
    let mut n_read = 0;
    while n_read < BLOCK {
        match input.read(&mut block[n_read..]) {
            Ok(0) if n_read == 0 => return Ok(None),
            Ok(0) => return Err(truncated()),
            Ok(n_bytes) => n_read += n_bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Some(block))
}

fn read_header(input: &mut dyn Read, size: u64) -> io::Result<Vec<u8>> {
    if size > HEADER_BYTES {
        return Err(io::Error::other("a header is too long"));
    }
    let mut bytes = Vec::new();
    input.take(size).read_to_end(&mut bytes)?;
    skip(input, padded(size) - size)?;
    Ok(bytes)
}

/// Passes over bytes; the padding of the last member may be missing.
pub(super) fn skip(input: &mut dyn Read, n_bytes: u64) -> io::Result<()> {
    let n_skipped = io::copy(&mut input.take(n_bytes), &mut io::sink())?;
    match n_skipped + BLOCK as u64 > n_bytes {
        true => Ok(()),
        false => Err(truncated()),
    }
}

pub(super) fn truncated() -> io::Error {
    io::Error::other("it ends too early")
}

fn padded(size: u64) -> u64 {
    size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64)
}

/// The bytes of a field up to its NUL.
fn field(bytes: &[u8]) -> &[u8] {
    bytes.split(|&byte| byte == 0).next().unwrap_or_default()
}

fn trimmed(mut name: Vec<u8>) -> Vec<u8> {
    let length = field(&name).len();
    name.truncate(length);
    name
}

fn octal(bytes: &[u8]) -> Option<u64> {
    let text = field(bytes).trim_ascii();
    if text.is_empty() { Some(0) } else { number(text, 8) }
}

/// A number in octal, or in binary with the highest bit set.
fn wide(bytes: &[u8]) -> Option<u64> {
    match bytes {
        [0x80, rest @ ..] => {
            rest.iter().try_fold(0u64, |sum, &byte| Some(sum.checked_mul(256)? + u64::from(byte)))
        }
        _ => octal(bytes),
    }
}

pub(super) fn number(digits: &[u8], base: u32) -> Option<u64> {
    let text = std::str::from_utf8(digits).ok()?;
    if text.starts_with('+') { None } else { u64::from_str_radix(text, base).ok() }
}
