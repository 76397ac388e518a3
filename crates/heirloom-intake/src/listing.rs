// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The names in an open folder as the system gives them, without a copy of each.
//!
//! Linux is asked directly, with one buffer for all folders of a walk; elsewhere the system's
//! library is. A tree that was scanned before is mostly listing, so this is worth two ways.

use std::{io, os::fd::OwnedFd};

use rustix::fs::FileType;

/// Bytes that are asked for at once.
#[cfg(target_os = "linux")]
const BUFFER: usize = 64 << 10;

/// Room for what the system answers.
#[derive(Default)]
pub(crate) struct Buffer {
    #[cfg(target_os = "linux")]
    bytes: Vec<u8>,
}

/// Calls `each` with all names in a folder but `.` and `..`, in the system's order.
#[cfg(target_os = "linux")]
pub(crate) fn list(
    folder: &OwnedFd,
    buffer: &mut Buffer,
    each: &mut dyn FnMut(&[u8], FileType) -> io::Result<()>,
) -> io::Result<()> {
    buffer.bytes.reserve(BUFFER);
    let mut names = rustix::fs::RawDir::new(folder, buffer.bytes.spare_capacity_mut());
    while let Some(found) = names.next() {
        let found = found?;
        match found.file_name().to_bytes() {
            b"." | b".." => {}
            name => each(name, found.file_type())?,
        }
    }
    Ok(())
}

/// Calls `each` with all names in a folder but `.` and `..`, in the system's order.
#[cfg(not(target_os = "linux"))]
pub(crate) fn list(
    folder: &OwnedFd,
    _buffer: &mut Buffer,
    each: &mut dyn FnMut(&[u8], FileType) -> io::Result<()>,
) -> io::Result<()> {
    for found in rustix::fs::Dir::read_from(folder)? {
        let found = found?;
        match found.file_name().to_bytes() {
            b"." | b".." => {}
            name => each(name, found.file_type())?,
        }
    }
    Ok(())
}
