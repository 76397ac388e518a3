// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The JSON document: the summary, then the files, each on a line of its own.
//!
//! Files are written as they come: a million of them never stand in memory.

use std::io::{self, Write};

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
    let mut buffer = serde_json::to_vec(&HeadWire::from(summary))?;
    let closing = buffer.pop();
    debug_assert_eq!(closing, Some(b'}'), "the head is an object");
    buffer.extend_from_slice(b",\"files\":[");
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
