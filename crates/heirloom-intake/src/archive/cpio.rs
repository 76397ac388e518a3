// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Archives of `cpio` in the forms with ASCII headers, and the wrapping of RPM packages.

use std::io::{self, Read};

use super::{
    Archive, Expansion, Halt, Passed,
    tar::{number, truncated},
};

/// Bytes of a name or of a link's target that are held.
const NAME_BYTES: u64 = 64 << 10;

/// Bytes of an RPM package's headers.
const RPM_HEADER_BYTES: u64 = 256 << 20;

/// What a header says about one member.
struct Header {
    mode: u64,
    size: u64,
    /// One of several names of a file whose data come with the last of them.
    is_hard_link: bool,
    name_size: u64,
    /// Names and data begin at multiples of this.
    align: u64,
    length: u64,
}

pub(super) fn read(
    expansion: &mut Expansion<'_>,
    archive: &mut Archive,
    input: &mut dyn Read,
) -> Result<(), Halt> {
    loop {
        let Some(header) = read_header(input)? else {
            return Err(io::Error::other("it ends without its end mark").into());
        };
        if header.name_size > NAME_BYTES {
            return Err(io::Error::other("a name is too long").into());
        }
        let mut name = Vec::new();
        input.take(header.name_size).read_to_end(&mut name)?;
        while name.last() == Some(&0) {
            name.pop();
        }
        skip_exactly(input, padding(header.length + header.name_size, header.align))?;
        if name == b"TRAILER!!!" {
            return Ok(());
        }
        let mut data = input.take(header.size);
        match header.mode & 0o170_000 {
            0o040_000 => {}
            0o120_000 => {
                let mut target = Vec::new();
                data.by_ref().take(NAME_BYTES).read_to_end(&mut target)?;
                expansion.passed_over(archive, &name, Passed::SymbolicLink(&target));
            }
            0o100_000 | 0 if header.is_hard_link => {}
            0o100_000 | 0 => {
                expansion.member(archive, &name, &mut data, Some(header.size))?;
            }
            0o010_000 => expansion.passed_over(archive, &name, Passed::Special("pipe")),
            0o140_000 => expansion.passed_over(archive, &name, Passed::Special("socket")),
            _ => expansion.passed_over(archive, &name, Passed::Special("device")),
        }
        let n_left = data.limit();
        skip_exactly(input, n_left + padding(header.size, header.align))?;
    }
}

fn read_header(input: &mut dyn Read) -> io::Result<Option<Header>> {
    let mut mark = Vec::with_capacity(6);
    input.take(6).read_to_end(&mut mark)?;
    let wrong = || io::Error::other("a header is wrong");
    match &*mark {
        b"070701" | b"070702" => {
            let mut fields = [0; 104];
            input.read_exact(&mut fields).map_err(|_| truncated())?;
            let field =
                |index: usize| number(&fields[8 * index..8 * index + 8], 16).ok_or_else(wrong);
            let (mode, size, name_size) = (field(1)?, field(6)?, field(11)?);
            let is_hard_link = size == 0 && field(4)? > 1;
            Ok(Some(Header { mode, size, is_hard_link, name_size, align: 4, length: 110 }))
        }
        b"070707" => {
            let mut fields = [0; 70];
            input.read_exact(&mut fields).map_err(|_| truncated())?;
            let field = |range: std::ops::Range<usize>| number(&fields[range], 8).ok_or_else(wrong);
            let (mode, name_size, size) = (field(12..18)?, field(53..59)?, field(59..70)?);
            Ok(Some(Header { mode, size, is_hard_link: false, name_size, align: 1, length: 76 }))
        }
        b"" => Ok(None),
        _ => Err(wrong()),
    }
}

fn padding(length: u64, align: u64) -> u64 {
    (align - length % align) % align
}

fn skip_exactly(input: &mut dyn Read, n_bytes: u64) -> io::Result<()> {
    let n_skipped = io::copy(&mut input.take(n_bytes), &mut io::sink())?;
    if n_skipped == n_bytes { Ok(()) } else { Err(truncated()) }
}

/// Passes over what stands before the compressed cpio archive of an RPM package.
pub(super) fn skip_rpm_headers(input: &mut dyn Read) -> io::Result<()> {
    skip_exactly(input, 96)?;
    let signature = skip_rpm_header(input)?;
    skip_exactly(input, padding(signature, 8))?;
    skip_rpm_header(input)?;
    Ok(())
}

/// Passes over one header and gives the length of its data.
fn skip_rpm_header(input: &mut dyn Read) -> io::Result<u64> {
    let mut head = [0; 16];
    input.read_exact(&mut head).map_err(|_| truncated())?;
    if head[..4] != [0x8e, 0xad, 0xe8, 1] {
        return Err(io::Error::other("a header is wrong"));
    }
    let word =
        |at: usize| u64::from(u32::from_be_bytes(head[at..at + 4].try_into().expect("four bytes")));
    let (n_entries, n_bytes) = (word(8), word(12));
    let length = 16 * n_entries + n_bytes;
    if length > RPM_HEADER_BYTES {
        return Err(io::Error::other("a header is too long"));
    }
    skip_exactly(input, length)?;
    Ok(n_bytes)
}
