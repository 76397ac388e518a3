// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs that hold a list of what they were built from: those of Go, and those of Rust built with
//! `cargo auditable`. They have no name of their own, so they are told by their sections.
//!
//! Only the tables of ELF, PE and Mach-O files that lead to a section are read, never code.

use std::ops::Range;

use super::{
    cargo,
    ecosystem::{Ecosystem, Format},
    go,
};

/// Sections beyond this number are not looked at: no linker writes as many.
const MAX_SECTIONS: usize = 100_000;

/// Whether a format is that of programs.
pub(crate) fn is_program(format: &str) -> bool {
    matches!(format, go::PROGRAM | cargo::PROGRAM)
}

/// The format of a program by the list that it holds; `None` for other files.
pub(crate) fn format_of(bytes: &[u8]) -> Option<(&'static dyn Ecosystem, &'static Format)> {
    let ecosystem: &'static dyn Ecosystem = if go::program::info(bytes).is_some() {
        &go::Go
    } else if section(bytes, cargo::program::SECTIONS).is_some() {
        &cargo::Cargo
    } else {
        return None;
    };
    let format = ecosystem.formats().iter().find(|format| format.files.is_empty())?;
    Some((ecosystem, format))
}

/// Where the first section with one of these names lies in the file.
pub(crate) fn section(bytes: &[u8], names: &[&str]) -> Option<Range<usize>> {
    // Never further than a wanted name: many sections may share one long one.
    let is_wanted = |name: &[u8]| {
        names.iter().any(|wanted| {
            let rest = name.strip_prefix(wanted.as_bytes());
            rest.is_some_and(|rest| rest.first().is_none_or(|byte| *byte == 0))
        })
    };
    let at = match bytes.get(..4)? {
        b"\x7fELF" => elf(bytes, is_wanted),
        [b'M', b'Z', ..] => pe(bytes, is_wanted),
        [0xcf, 0xfa, 0xed, 0xfe] => mach_o(bytes, is_wanted),
        _ => None,
    };
    let (start, n_bytes) = at?;
    let range = start..start.checked_add(n_bytes)?;
    (range.end <= bytes.len()).then_some(range)
}

/// A number of so many bytes.
fn number(bytes: &[u8], at: usize, n_bytes: usize, is_big: bool) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(n_bytes)?)?;
    let add = |sum: u64, byte: &u8| (sum << 8) | u64::from(*byte);
    let sum = if is_big { bytes.iter().fold(0, add) } else { bytes.iter().rev().fold(0, add) };
    usize::try_from(sum).ok()
}

fn elf(bytes: &[u8], is_wanted: impl Fn(&[u8]) -> bool) -> Option<(usize, usize)> {
    let (is_long, is_big) = (*bytes.get(4)? == 2, *bytes.get(5)? == 2);
    let word = if is_long { 8 } else { 4 };
    let read = |at, n_bytes| number(bytes, at, n_bytes, is_big);
    let table = read(if is_long { 0x28 } else { 0x20 }, word)?;
    let head = if is_long { 0x3a } else { 0x2e };
    let (entry, n_sections, names) = (read(head, 2)?, read(head + 2, 2)?, read(head + 4, 2)?);
    // Name and kind of four bytes each, flags and address of a word, then place and size.
    let place = |index: usize| {
        let at = table.checked_add(index.checked_mul(entry)?)?;
        let start = at.checked_add(8 + 2 * word)?;
        Some((at, read(start, word)?, read(start.checked_add(word)?, word)?))
    };
    let (_, names, n_names) = place(names)?;
    let names = bytes.get(names..names.checked_add(n_names)?)?;
    (0..n_sections.min(MAX_SECTIONS)).find_map(|index| {
        let (at, start, n_bytes) = place(index)?;
        is_wanted(names.get(read(at, 4)?..)?).then_some((start, n_bytes))
    })
}

fn pe(bytes: &[u8], is_wanted: impl Fn(&[u8]) -> bool) -> Option<(usize, usize)> {
    let read = |at, n_bytes| number(bytes, at, n_bytes, false);
    let head = read(0x3c, 4)?;
    if bytes.get(head..head.checked_add(4)?)? != b"PE\0\0" {
        return None;
    }
    let (n_sections, optional) = (read(head + 6, 2)?, read(head + 20, 2)?);
    (0..n_sections).find_map(|index| {
        let at = head + 24 + optional + index * 40;
        let name = bytes.get(at..at + 8)?;
        is_wanted(name).then_some(())?;
        // What is on disk is filled up to a whole block; the first number is the true size.
        let (n_used, n_stored) = (read(at + 8, 4)?, read(at + 16, 4)?);
        Some((read(at + 20, 4)?, n_used.min(n_stored)))
    })
}

fn mach_o(bytes: &[u8], is_wanted: impl Fn(&[u8]) -> bool) -> Option<(usize, usize)> {
    const SEGMENT: usize = 0x19;
    let read = |at, n_bytes| number(bytes, at, n_bytes, false);
    let mut at = 32;
    for _ in 0..read(16, 4)?.min(MAX_SECTIONS) {
        let (kind, n_bytes) = (read(at, 4)?, read(at + 4, 4)?);
        if kind == SEGMENT {
            let n_sections = read(at + 64, 4)?.min(n_bytes / 80);
            let found = (0..n_sections).find_map(|index| {
                let at = at + 72 + index * 80;
                is_wanted(bytes.get(at..at + 16)?).then_some(())?;
                Some((read(at + 48, 4)?, read(at + 40, 8)?))
            });
            if found.is_some() {
                return found;
            }
        }
        at = at.checked_add(n_bytes.max(8))?;
    }
    None
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// An ELF file of 64 bits with one section.
    pub(crate) fn elf_with(name: &str, contents: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0_u8; 64];
        bytes[..6].copy_from_slice(b"\x7fELF\x02\x01");
        let start = bytes.len();
        bytes.extend(contents);
        let names = bytes.len();
        bytes.push(0);
        bytes.extend(name.as_bytes());
        bytes.push(0);
        let n_names = bytes.len() - names;
        let table = bytes.len();
        for (name, start, n_bytes) in [(0, 0, 0), (1, start, contents.len()), (0, names, n_names)] {
            let mut entry = [0_u8; 64];
            entry[..4].copy_from_slice(&(name as u32).to_le_bytes());
            entry[24..32].copy_from_slice(&(start as u64).to_le_bytes());
            entry[32..40].copy_from_slice(&(n_bytes as u64).to_le_bytes());
            bytes.extend(entry);
        }
        bytes[0x28..0x30].copy_from_slice(&(table as u64).to_le_bytes());
        bytes[0x3a..0x40].copy_from_slice(&[64, 0, 3, 0, 2, 0]);
        bytes
    }

    #[test]
    fn sections_are_found_and_damage_is_none() {
        let whole = elf_with(".a", b"what it says");
        assert_eq!(section(&whole, &[".b", ".a"]), Some(64..76));
        assert_eq!(section(&whole, &[".b"]), None);
        for end in 0..whole.len() {
            let _ = section(&whole[..end], &[".a"]);
        }
        for at in 0..whole.len() {
            let mut spoiled = whole.clone();
            spoiled[at] = 0xff;
            let _ = section(&spoiled, &[".a"]);
        }
    }
}
