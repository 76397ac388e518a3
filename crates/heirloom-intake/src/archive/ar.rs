// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Archives of `ar`: Debian packages, in GNU's and BSD's forms.

use std::io::{self, Read};

use super::{
    Archive, Expansion, Halt,
    tar::{number, skip, truncated},
};

/// Bytes of the table of long names that are held.
const NAMES_BYTES: u64 = 1 << 20;

pub(super) fn read(
    expansion: &mut Expansion<'_>,
    archive: &mut Archive,
    input: &mut dyn Read,
) -> Result<(), Halt> {
    let mut mark = [0; 8];
    input.read_exact(&mut mark).map_err(|_| truncated())?;
    let mut names = Vec::new();
    while let Some(header) = read_header(input)? {
        if &header[58..] != b"`\n" {
            return Err(io::Error::other("a header is wrong").into());
        }
        let size = number(header[48..58].trim_ascii(), 10)
            .ok_or_else(|| io::Error::other("a header's size is wrong"))?;
        let mut data = input.take(size);
        let name = header[..16].trim_ascii_end();
        match name {
            b"//" => {
                data.by_ref().take(NAMES_BYTES).read_to_end(&mut names)?;
            }
            b"/" | b"/SYM64/" | b"__.SYMDEF" | b"__.SYMDEF SORTED" => {}
            _ => {
                let name = full_name(name, &names, &mut data)?;
                let size = data.limit();
                expansion.member(archive, &name, &mut data, Some(size))?;
            }
        }
        let n_left = data.limit();
        skip(input, n_left)?;
        if size % 2 == 1 {
            skip(input, 1)?;
        }
    }
    Ok(())
}

/// A name, looked up in GNU's table or read from before the data as BSD has it.
fn full_name(name: &[u8], names: &[u8], data: &mut dyn Read) -> io::Result<Vec<u8>> {
    if let Some(length) = name.strip_prefix(b"#1/") {
        let length = number(length, 10).filter(|&length| length <= 4096);
        let length = length.ok_or_else(|| io::Error::other("a name is too long"))?;
        let mut long = Vec::new();
        data.take(length).read_to_end(&mut long)?;
        while long.last() == Some(&0) {
            long.pop();
        }
        return Ok(long);
    }
    let start = name.strip_prefix(b"/").and_then(|start| number(start, 10));
    let long = start
        .and_then(|start| names.get(usize::try_from(start).ok()?..))
        .and_then(|names| names.split(|&byte| byte == b'\n').next());
    let name = long.unwrap_or(name);
    Ok(name.strip_suffix(b"/").unwrap_or(name).to_vec())
}

fn read_header(input: &mut dyn Read) -> io::Result<Option<[u8; 60]>> {
    let mut bytes = Vec::with_capacity(60);
    input.take(60).read_to_end(&mut bytes)?;
    match bytes.len() {
        // Some writers end with a lone line feed.
        0 | 1 => Ok(None),
        _ => bytes.try_into().map(Some).map_err(|_| truncated()),
    }
}
