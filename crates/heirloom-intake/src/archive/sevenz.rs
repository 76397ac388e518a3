// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! 7z archives: a header at the end, and folders of files that are packed as one stream each.
//!
//! The header is read whole, up to a limit; it may be packed itself. A folder is unpacked as a
//! stream, so files before damage are kept. Chains of filters before LZMA are left to liblzma.

use std::io::{self, BufReader, Read, SeekFrom};

use heirloom_model::{Problem, ProblemCode, TreePath};
use liblzma::stream::{Filters, Stream};

use super::{
    Archive, Expansion, Halt, Input, Metered, Passed,
    zip::{Broken, Checked},
};

mod header;

use header::{Coder, Entry, Folder, Header, Streams};

/// The mark, the version, and where the header stands.
const START_BYTES: usize = 32;
/// Bytes of a header, packed or not.
const HEADER_BYTES: u64 = 64 << 20;
/// Memory of a decoder on the first level; half on each deeper one.
const DECODER_BYTES: u64 = 128 << 20;
/// Bytes of a link's target.
const LINK_BYTES: u64 = 4096;

/// Why a folder cannot be unpacked.
enum Closed {
    Encrypted,
    /// Packed by a method that is not known here.
    Method(String),
    Error(io::Error),
}

impl From<io::Error> for Closed {
    fn from(error: io::Error) -> Closed {
        Closed::Error(error)
    }
}

pub(super) fn read(
    expansion: &mut Expansion<'_>,
    archive: &mut Archive,
    input: &mut dyn Input,
) -> Result<(), Halt> {
    let header = match read_header(expansion, input) {
        Ok(header) => header,
        Err(Closed::Error(error)) => return Err(error.into()),
        Err(closed) => {
            tell(expansion, archive, closed, &[]);
            return Ok(());
        }
    };
    let Header { streams, entries } = header;
    let (stored, empty): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| entry.has_stream);
    for entry in empty.iter().filter(|entry| !entry.is_folder) {
        expansion.member(archive, &entry.name, &mut io::empty(), Some(0))?;
    }
    let mut stored = stored.into_iter();
    let mut at = (START_BYTES as u64).saturating_add(streams.pack_start);
    for folder in &streams.folders {
        let entries: Vec<Entry> = stored.by_ref().take(folder.files.len()).collect();
        input.seek(SeekFrom::Start(at.min(i64::MAX as u64)))?;
        read_folder(expansion, archive, (&mut *input).take(folder.packed), folder, &entries)?;
        at = at.saturating_add(folder.packed);
    }
    Ok(())
}

/// The header, unpacked.
fn read_header(expansion: &Expansion<'_>, input: &mut dyn Input) -> Result<Header, Closed> {
    let too_long = || io::Error::other("its header is too long");
    input.rewind()?;
    let mut start = [0; START_BYTES];
    input.read_exact(&mut start).map_err(|_| super::tar::truncated())?;
    let number = |at: usize| u64::from_le_bytes(start[at..at + 8].try_into().expect("in bounds"));
    let (offset, length) = (number(12), number(20));
    if length == 0 {
        return Ok(Header::default());
    }
    if length > HEADER_BYTES {
        return Err(too_long().into());
    }
    let at = (START_BYTES as u64).checked_add(offset).filter(|at| *at <= i64::MAX as u64);
    input.seek(SeekFrom::Start(at.ok_or_else(super::tar::truncated)?))?;
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    let expect = u32::from_le_bytes(start[28..32].try_into().expect("in bounds"));
    if bytes.len() as u64 != length {
        return Err(super::tar::truncated().into());
    }
    let mut hasher = flate2::Crc::new();
    hasher.update(&bytes);
    if hasher.sum() != expect {
        return Err(io::Error::other("its header's checksum is wrong").into());
    }
    // A packed header may hold a packed header.
    for _ in 0..4 {
        let streams: Streams = match header::parse(&bytes)? {
            header::Parsed::Whole(header) => return Ok(header),
            header::Parsed::Packed(streams) => streams,
        };
        let [folder] = &streams.folders[..] else {
            return Err(io::Error::other("its header is wrong").into());
        };
        if folder.size > HEADER_BYTES {
            return Err(too_long().into());
        }
        input.seek(SeekFrom::Start(START_BYTES as u64 + streams.pack_start))?;
        let mut packed = input.take(folder.packed);
        let opened = open(folder, &mut packed, expansion.depth)?;
        let mut metered = Metered::new(opened, &expansion.budget).take(folder.size);
        bytes.clear();
        metered.read_to_end(&mut bytes)?;
    }
    Err(io::Error::other("its header is packed too often").into())
}

/// Reads the files of one folder.
fn read_folder(
    expansion: &mut Expansion<'_>,
    archive: &mut Archive,
    mut packed: impl Read,
    folder: &Folder,
    entries: &[Entry],
) -> Result<(), Halt> {
    let mut reader = match open(folder, &mut packed, expansion.depth) {
        Ok(opened) => Metered::new(opened, &expansion.budget),
        Err(closed) => {
            tell(expansion, archive, closed, entries);
            return Ok(());
        }
    };
    let mut is_damaged = false;
    for (entry, &(size, crc)) in entries.iter().zip(&folder.files) {
        if is_damaged {
            let error = io::Error::other("what stands before it is damaged");
            expansion.member(archive, &entry.name, &mut Broken(Some(error)), Some(size))?;
            continue;
        }
        let mut data = (&mut reader).take(size);
        let mut checked = Checked::new(&mut data, crc.map(|crc| (crc, size)));
        match entry.is_link {
            false => expansion.member(archive, &entry.name, &mut checked, Some(size))?,
            true => {
                let mut target = Vec::new();
                let _unread = checked.take(LINK_BYTES).read_to_end(&mut target);
                expansion.passed_over(archive, &entry.name, Passed::SymbolicLink(&target));
            }
        }
        let n_left = data.limit();
        is_damaged = io::copy(&mut data, &mut io::sink()).ok() != Some(n_left);
        if expansion.budget.hit().is_some() {
            return Err(io::Error::other("it expands beyond a limit").into());
        }
    }
    Ok(())
}

/// Says why a folder, or the header, cannot be read.
fn tell(expansion: &mut Expansion<'_>, archive: &Archive, closed: Closed, entries: &[Entry]) {
    match closed {
        Closed::Encrypted => {
            let places = entries.iter().map(|entry| {
                let inner = TreePath::parse(&entry.name).unwrap_or_default();
                archive.path.join_member(&inner)
            });
            let places: Vec<_> =
                if entries.is_empty() { vec![archive.path.clone()] } else { places.collect() };
            for path in places {
                let encrypted = Problem::new(ProblemCode::ARCHIVE_ENCRYPTED, Vec::new());
                expansion.problems.push(encrypted.at_path(path));
            }
        }
        Closed::Method(method) => expansion.unread(&archive.path, &format!("7z ({method})")),
        Closed::Error(error) => expansion.damaged(&archive.path, &error),
    }
}

/// A reader of what a folder holds, from its last coder back to its first.
fn open<'a>(
    folder: &Folder,
    packed: &'a mut dyn Read,
    depth: usize,
) -> Result<Box<dyn Read + 'a>, Closed> {
    let memory = DECODER_BYTES >> depth.saturating_sub(1).min(6);
    let mut reader: Box<dyn Read + 'a> = Box::new(BufReader::with_capacity(32 << 10, packed));
    let mut coders = &folder.coders[..];
    while let [coder, rest @ ..] = coders {
        coders = rest;
        reader = match coder.method() {
            Method::Copy => reader,
            Method::Lzma(is_second) => {
                let mut filters = Filters::new();
                // liblzma undoes filters and LZMA in one go; the filter stands first. The first LZMA
                // does not say where it ends, so a filter would keep the last bytes.
                if let [filter, rest @ ..] = coders
                    && is_second
                    && add_filter(&mut filters, filter)?
                {
                    coders = rest;
                }
                add_lzma(&mut filters, coder, is_second, memory)?;
                let stream = Stream::new_raw_decoder(&filters).map_err(io::Error::from)?;
                let input = BufReader::with_capacity(32 << 10, reader);
                Box::new(liblzma::bufread::XzDecoder::new_stream(input, stream).take(coder.size))
            }
            Method::Deflate => Box::new(flate2::read::DeflateDecoder::new(reader)),
            Method::Deflate64 => Box::new(deflate64::Deflate64Decoder::new(reader)),
            Method::Bzip2 => Box::new(bzip2::read::MultiBzDecoder::new(reader)),
            Method::Encrypted => return Err(Closed::Encrypted),
            Method::Filter(name) | Method::Unknown(name) => {
                return Err(Closed::Method(name.to_owned()));
            }
            Method::Other(id) => return Err(Closed::Method(id)),
        };
    }
    Ok(reader)
}

/// How a coder packs.
enum Method {
    Copy,
    /// Whether it is LZMA2.
    Lzma(bool),
    Deflate,
    Deflate64,
    Bzip2,
    /// Makes code compressible; known where LZMA follows.
    Filter(&'static str),
    Encrypted,
    /// Known, but not read.
    Unknown(&'static str),
    Other(String),
}

impl Coder {
    fn method(&self) -> Method {
        match &self.id[..] {
            [0] => Method::Copy,
            [3, 1, 1] => Method::Lzma(false),
            [0x21] => Method::Lzma(true),
            [4, 1, 8] => Method::Deflate,
            [4, 1, 9] => Method::Deflate64,
            [4, 2, 2] => Method::Bzip2,
            [6, 0xf1, 7, 1] => Method::Encrypted,
            [3] => Method::Filter("delta"),
            [4] | [3, 3, 1, 3] => Method::Filter("x86"),
            [5] | [3, 3, 2, 5] => Method::Filter("powerpc"),
            [6] | [3, 3, 4, 1] => Method::Filter("ia64"),
            [7] | [3, 3, 5, 1] => Method::Filter("arm"),
            [8] | [3, 3, 7, 1] => Method::Filter("arm-thumb"),
            [9] | [3, 3, 8, 5] => Method::Filter("sparc"),
            [10] => Method::Filter("arm64"),
            [11] => Method::Filter("riscv"),
            [3, 4, 1] => Method::Unknown("PPMd"),
            [3, 3, 1, 0x1b] => Method::Unknown("BCJ2"),
            id => Method::Other(id.iter().map(|byte| format!("{byte:02x}")).collect()),
        }
    }
}

/// Adds the coder as a filter before LZMA; false when it is none.
fn add_filter(filters: &mut Filters, coder: &Coder) -> io::Result<bool> {
    let Method::Filter(name) = coder.method() else { return Ok(false) };
    match name {
        "delta" => filters.delta_properties(&coder.properties)?,
        "x86" => filters.x86(),
        "powerpc" => filters.powerpc(),
        "ia64" => filters.ia64(),
        "arm" => filters.arm(),
        "arm-thumb" => filters.arm_thumb(),
        "sparc" => filters.sparc(),
        "arm64" => filters.arm64(),
        "riscv" => filters.riscv(),
        _ => return Ok(false),
    };
    Ok(true)
}

/// Adds LZMA with a dictionary no larger than what is unpacked, if that is within bounds.
fn add_lzma(
    filters: &mut Filters,
    coder: &Coder,
    is_second: bool,
    memory: u64,
) -> Result<(), Closed> {
    let wrong = || Closed::Error(io::Error::other("its LZMA properties are wrong"));
    let useful = u32::try_from(coder.size.max(4096)).unwrap_or(u32::MAX);
    let check = |size: u32| match u64::from(size) > memory {
        true => Err(Closed::Error(io::Error::other("it needs too much memory to unpack"))),
        false => Ok(()),
    };
    match (is_second, &coder.properties[..]) {
        (true, &[size]) => {
            let stated = |size: u8| match size {
                0..40 => (2 | u64::from(size & 1)) << (size / 2 + 11),
                _ => u64::from(u32::MAX),
            };
            let enough = (0..=size.min(40)).find(|size| stated(*size) >= u64::from(useful));
            let size = enough.unwrap_or(size);
            check(u32::try_from(stated(size)).unwrap_or(u32::MAX))?;
            filters.lzma2_properties(&[size]).map_err(|_| wrong())?;
        }
        (false, &[first, a, b, c, d]) => {
            let size = u32::from_le_bytes([a, b, c, d]).min(useful);
            check(size)?;
            let properties = [&[first][..], &size.to_le_bytes()].concat();
            filters.lzma1_properties(&properties).map_err(|_| wrong())?;
        }
        _ => return Err(wrong()),
    }
    Ok(())
}
