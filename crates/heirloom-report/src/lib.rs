// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

use std::{
    error::Error,
    io::{self, Write},
};

use heirloom_model::{FileRecord, ScanSummary};

mod jsonl;
mod wire;

/// The files of a scan in order of their paths, read one at a time.
type Files<'a> = &'a mut dyn Iterator<Item = io::Result<FileRecord>>;

/// Writes one JSON object per file and line, of the version [`JSONL_VERSION`].
///
/// # Errors
/// Whatever `files` or `out` fails with.
pub fn jsonl<E: Into<Box<dyn Error + Send + Sync>>>(
    _summary: &ScanSummary,
    files: &mut dyn Iterator<Item = Result<FileRecord, E>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    jsonl::write(&mut files.map(|file| file.map_err(io::Error::other)), out)
}

#[cfg(test)]
mod tests;
