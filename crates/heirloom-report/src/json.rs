// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The JSON document: the summary, then the files, each on a line of its own.
//!
//! Files are written as they come: a million of them never stand in memory.

use std::io::{self, BufWriter, Write};

use heirloom_model::ScanSummary;

use crate::{
    Files,
    wire::{FileWire, HeadWire},
};

pub(crate) fn write(
    summary: &ScanSummary,
    files: Files<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut head = BufWriter::with_capacity(BUFFER, Unclosed { out: &mut *out, held: None });
    serde_json::to_writer(&mut head, &HeadWire::from(summary))?;
    head.flush()?;
    debug_assert_eq!(head.get_ref().held, Some(b'}'), "the head is an object");
    drop(head);
    let mut buffer = b",\"files\":[".to_vec();
    let mut separator = "\n";
    for file in files {
        buffer.extend_from_slice(separator.as_bytes());
        serde_json::to_writer(&mut buffer, &FileWire::new(&file?, &summary.inventory))?;
        out.write_all(&buffer)?;
        buffer.clear();
        separator = ",\n";
    }
    buffer.extend_from_slice(b"\n]}\n");
    out.write_all(&buffer)
}

/// Bytes of the head that are held before they are written.
const BUFFER: usize = 64 << 10;

/// Writes all but the last byte: an object whose end is still to come.
struct Unclosed<'a> {
    out: &'a mut dyn Write,
    held: Option<u8>,
}

impl Write for Unclosed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some((last, before)) = bytes.split_last() else { return Ok(0) };
        if let Some(held) = self.held.replace(*last) {
            self.out.write_all(&[held])?;
        }
        self.out.write_all(before)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
