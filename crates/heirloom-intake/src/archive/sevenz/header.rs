// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The header of a 7z archive: which streams there are, how they are packed, whose they are.
//!
//! Counts are never trusted: a list grows only as its parts are read from the header's bytes, or up
//! to [`MAX_PARTS`].

use std::io;

/// Files, folders, streams and coders beyond this number are an error.
const MAX_PARTS: u64 = 4_000_000;
/// Coders of one folder.
const MAX_CODERS: u64 = 32;

/// What an archive holds.
#[derive(Default)]
pub(super) struct Header {
    pub(super) streams: Streams,
    pub(super) entries: Vec<Entry>,
}

/// A header as it stands.
pub(super) enum Parsed {
    Whole(Header),
    /// The header is packed; this says how.
    Packed(Streams),
}

/// Streams that are packed one behind the other.
#[derive(Default)]
pub(super) struct Streams {
    /// Where the first one starts, behind the first bytes of the archive.
    pub(super) pack_start: u64,
    pub(super) folders: Vec<Folder>,
}

/// One packed stream.
#[derive(Default)]
pub(super) struct Folder {
    /// In the order in which they are undone.
    pub(super) coders: Vec<Coder>,
    /// Packed bytes.
    pub(super) packed: u64,
    /// Unpacked bytes.
    pub(super) size: u64,
    crc: Option<u32>,
    /// Size and checksum of each file in it.
    pub(super) files: Vec<(u64, Option<u32>)>,
    n_packed: u64,
    /// Whether the archive says how many files it has.
    is_divided: bool,
    /// Which coder takes from which.
    bound: Vec<(u64, u64)>,
    /// Whether each coder has one input.
    is_chain: bool,
}

/// One step of packing.
#[derive(Clone, Default)]
pub(super) struct Coder {
    pub(super) id: Vec<u8>,
    pub(super) properties: Vec<u8>,
    /// Bytes that it gives.
    pub(super) size: u64,
}

/// One file or folder.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) has_stream: bool,
    pub(super) is_folder: bool,
    pub(super) is_link: bool,
}

pub(super) fn parse(bytes: &[u8]) -> io::Result<Parsed> {
    let mut reader = Reader { bytes };
    match reader.byte()? {
        0x01 => reader.header().map(Parsed::Whole),
        0x17 => reader.streams().map(Parsed::Packed),
        _ => Err(wrong()),
    }
}

fn wrong() -> io::Error {
    io::Error::other("its header is wrong")
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n_bytes: u64) -> io::Result<&'a [u8]> {
        let n_bytes = usize::try_from(n_bytes).map_err(|_| wrong())?;
        let (taken, rest) = self.bytes.split_at_checked(n_bytes).ok_or_else(wrong)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> io::Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// A number whose first byte says by its leading ones how many more follow.
    fn number(&mut self) -> io::Result<u64> {
        let first = self.byte()?;
        let n_more = first.leading_ones().min(8);
        let more = self.take(u64::from(n_more))?;
        let low = more.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte));
        let high = if n_more >= 7 { 0 } else { u64::from(first) & ((1 << (7 - n_more)) - 1) };
        Ok(low | high.checked_shl(8 * n_more).unwrap_or(0))
    }

    fn count(&mut self) -> io::Result<u64> {
        self.number().and_then(|n| if n <= MAX_PARTS { Ok(n) } else { Err(wrong()) })
    }

    fn u32(&mut self) -> io::Result<u32> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes(bytes.try_into().expect("four bytes were taken")))
    }

    /// A row of bits, the highest of each byte first.
    fn bits(&mut self, n_bits: u64) -> io::Result<Vec<bool>> {
        let bytes = self.take(n_bits.div_ceil(8))?;
        let bit = |at: u64| bytes[(at / 8) as usize] & (0x80 >> (at % 8)) != 0;
        Ok((0..n_bits).map(bit).collect())
    }

    /// A row of bits, or one byte that says all of them are set.
    fn defined(&mut self, n_bits: u64) -> io::Result<Vec<bool>> {
        match self.byte()? {
            0 => self.bits(n_bits),
            _ => Ok(vec![true; usize::try_from(n_bits).map_err(|_| wrong())?]),
        }
    }

    fn checksums(&mut self, n: u64) -> io::Result<Vec<Option<u32>>> {
        let defined = self.defined(n)?;
        defined.into_iter().map(|defined| defined.then(|| self.u32()).transpose()).collect()
    }

    fn header(&mut self) -> io::Result<Header> {
        let mut header = Header::default();
        loop {
            match self.byte()? {
                0x00 => return Ok(header),
                0x02 => self.pass_properties()?,
                // More streams serve comments, which nobody writes.
                0x03 => drop(self.streams()?),
                0x04 => header.streams = self.streams()?,
                0x05 => header.entries = self.entries()?,
                _ => return Err(wrong()),
            }
        }
    }

    fn pass_properties(&mut self) -> io::Result<()> {
        while self.byte()? != 0 {
            let length = self.number()?;
            self.take(length)?;
        }
        Ok(())
    }

    fn streams(&mut self) -> io::Result<Streams> {
        let mut streams = Streams::default();
        let mut packed = Vec::new();
        loop {
            match self.byte()? {
                0x00 => break,
                0x06 => (streams.pack_start, packed) = self.pack_info()?,
                0x07 => streams.folders = self.folders()?,
                0x08 => self.substreams(&mut streams.folders)?,
                _ => return Err(wrong()),
            }
        }
        let mut packed = packed.into_iter();
        for folder in &mut streams.folders {
            // A folder with several packed streams has a coder that is not read; the sum says where
            // the next folder starts.
            let n_packed = usize::try_from(folder.n_packed).map_err(|_| wrong())?;
            folder.packed = packed.by_ref().take(n_packed).fold(0, u64::saturating_add);
            if folder.files.is_empty() && folder.size > 0 && !folder.is_divided {
                folder.files = vec![(folder.size, folder.crc)];
            }
        }
        Ok(streams)
    }

    fn pack_info(&mut self) -> io::Result<(u64, Vec<u64>)> {
        let start = self.number()?;
        let n_streams = self.count()?;
        let mut sizes = Vec::new();
        loop {
            match self.byte()? {
                0x00 => return Ok((start, sizes)),
                0x09 => {
                    for _ in 0..n_streams {
                        sizes.push(self.number()?);
                    }
                }
                0x0a => drop(self.checksums(n_streams)?),
                _ => return Err(wrong()),
            }
        }
    }

    fn folders(&mut self) -> io::Result<Vec<Folder>> {
        if self.byte()? != 0x0b {
            return Err(wrong());
        }
        let n_folders = self.count()?;
        if self.byte()? != 0 {
            return Err(wrong());
        }
        let mut folders = Vec::new();
        for _ in 0..n_folders {
            folders.push(self.folder()?);
        }
        if self.byte()? != 0x0c {
            return Err(wrong());
        }
        for folder in &mut folders {
            for coder in &mut folder.coders {
                coder.size = self.number()?;
            }
            folder.put_in_order();
        }
        loop {
            match self.byte()? {
                0x00 => return Ok(folders),
                0x0a => {
                    let checksums = self.checksums(n_folders)?;
                    for (folder, crc) in folders.iter_mut().zip(checksums) {
                        folder.crc = crc;
                    }
                }
                _ => return Err(wrong()),
            }
        }
    }

    fn folder(&mut self) -> io::Result<Folder> {
        let n_coders = self.number()?;
        if n_coders == 0 || n_coders > MAX_CODERS {
            return Err(wrong());
        }
        let mut folder = Folder { n_packed: 1, ..Folder::default() };
        let (mut n_in, mut n_out) = (0, 0);
        for _ in 0..n_coders {
            let flags = self.byte()?;
            let id = self.take(u64::from(flags & 0x0f))?.to_vec();
            let (own_in, own_out) = match flags & 0x10 {
                0 => (1, 1),
                _ => (self.number()?, self.number()?),
            };
            if own_in > MAX_CODERS || own_out != 1 || flags & 0x80 != 0 {
                return Err(wrong());
            }
            let n_properties = if flags & 0x20 == 0 { 0 } else { self.number()? };
            let properties = self.take(n_properties)?.to_vec();
            folder.coders.push(Coder { id, properties, size: 0 });
            n_in += own_in;
            n_out += own_out;
        }
        let mut bound = Vec::new();
        for _ in 1..n_out {
            bound.push((self.number()?, self.number()?));
        }
        folder.n_packed = (n_in + 1).checked_sub(n_out).filter(|n| *n > 0).ok_or_else(wrong)?;
        if folder.n_packed > 1 {
            for _ in 0..folder.n_packed {
                self.number()?;
            }
        }
        folder.bound = bound;
        folder.is_chain = n_in == n_coders;
        Ok(folder)
    }

    /// How folders are divided into files.
    fn substreams(&mut self, folders: &mut [Folder]) -> io::Result<()> {
        let mut counts = vec![1; folders.len()];
        let mut next = self.byte()?;
        if next == 0x0d {
            for count in &mut counts {
                *count = self.count()?;
            }
            next = self.byte()?;
        }
        let has_sizes = next == 0x09;
        for (folder, count) in folders.iter_mut().zip(&counts) {
            folder.is_divided = true;
            let mut left = folder.size;
            for _ in 1..*count {
                let size = if has_sizes { self.number()? } else { return Err(wrong()) };
                left = left.checked_sub(size).ok_or_else(wrong)?;
                folder.files.push((size, None));
            }
            if *count > 0 {
                folder.files.push((left, None));
            }
        }
        if has_sizes {
            next = self.byte()?;
        }
        while next != 0 {
            if next != 0x0a {
                return Err(wrong());
            }
            self.file_checksums(folders)?;
            next = self.byte()?;
        }
        for folder in folders.iter_mut().filter(|folder| folder.files.len() == 1) {
            folder.files[0].1 = folder.files[0].1.or(folder.crc);
        }
        Ok(())
    }

    /// Checksums of files that are not those of their whole folders.
    fn file_checksums(&mut self, folders: &mut [Folder]) -> io::Result<()> {
        let mut open: Vec<&mut (u64, Option<u32>)> = folders
            .iter_mut()
            .filter(|folder| folder.files.len() != 1 || folder.crc.is_none())
            .flat_map(|folder| &mut folder.files)
            .collect();
        let checksums = self.checksums(open.len() as u64)?;
        for (file, crc) in open.iter_mut().zip(checksums) {
            file.1 = crc;
        }
        Ok(())
    }

    fn entries(&mut self) -> io::Result<Vec<Entry>> {
        let n_files = self.count()?;
        let mut names = Vec::new();
        let (mut without_stream, mut empty_files) = (Vec::new(), Vec::new());
        let mut attributes = Vec::new();
        loop {
            let kind = self.byte()?;
            if kind == 0 {
                break;
            }
            let length = self.number()?;
            let mut property = Reader { bytes: self.take(length)? };
            match kind {
                0x0e => without_stream = property.bits(n_files)?,
                0x0f => {
                    let n_empty = without_stream.iter().filter(|is_empty| **is_empty).count();
                    empty_files = property.bits(n_empty as u64)?;
                }
                0x11 => names = property.names()?,
                0x15 => attributes = property.attributes(n_files)?,
                _ => {}
            }
        }
        let mut empty_files = empty_files.into_iter();
        let mut entries = Vec::new();
        for (at, name) in names.into_iter().enumerate().take(n_files as usize) {
            let has_stream = !without_stream.get(at).copied().unwrap_or(false);
            let is_empty_file = !has_stream && empty_files.next().unwrap_or(false);
            let attributes = attributes.get(at).copied().unwrap_or(0);
            let mode = if attributes & 0x8000 == 0 { 0 } else { attributes >> 16 };
            entries.push(Entry {
                name,
                has_stream,
                is_folder: !has_stream && !is_empty_file,
                is_link: mode & 0o170_000 == 0o120_000,
            });
        }
        if (entries.len() as u64) < n_files {
            return Err(wrong());
        }
        Ok(entries)
    }

    /// Names in UTF-16, each ended by a zero.
    fn names(&mut self) -> io::Result<Vec<Vec<u8>>> {
        if self.byte()? != 0 {
            return Err(wrong());
        }
        let units: Vec<u16> =
            self.bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
        let names = units.split(|unit| *unit == 0);
        Ok(names.map(|name| String::from_utf16_lossy(name).into_bytes()).collect())
    }

    fn attributes(&mut self, n_files: u64) -> io::Result<Vec<u32>> {
        let defined = self.defined(n_files)?;
        if self.byte()? != 0 {
            return Err(wrong());
        }
        defined.into_iter().map(|defined| if defined { self.u32() } else { Ok(0) }).collect()
    }
}

impl Folder {
    /// Puts coders in the order in which they are undone: from the packed bytes to the files.
    fn put_in_order(&mut self) {
        let number = |at: u64| usize::try_from(at).ok();
        // The coder whose output no other takes gives the files.
        let is_taken = |at: usize| self.bound.iter().any(|(_, from)| number(*from) == Some(at));
        let last = (0..self.coders.len()).find(|at| !is_taken(*at)).unwrap_or(0);
        self.size = self.coders[last].size;
        if !self.is_chain {
            return;
        }
        let mut order = vec![last];
        while let Some((_, from)) =
            self.bound.iter().find(|(to, _)| number(*to) == order.last().copied())
            && order.len() < self.coders.len()
        {
            let Some(from) = number(*from).filter(|from| *from < self.coders.len()) else { break };
            order.push(from);
        }
        self.coders = order.into_iter().rev().map(|at| self.coders[at].clone()).collect();
    }
}
