// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a file system says about a file without reading it.

/// The state of a file on disk: while it is equal, the bytes are most likely unchanged.
///
/// Only most likely: a file written twice within one tick of the file system's clock may keep its
/// stamp, so a stamp as young as the moment of reading proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileStamp {
    /// The number of the device.
    pub device: u64,
    /// The number of the file on its device.
    pub inode: u64,
    /// The number of bytes.
    pub size: u64,
    /// When the bytes changed, in nanoseconds since 1970.
    pub modified_ns: i64,
    /// When anything changed, in nanoseconds since 1970.
    pub changed_ns: i64,
}
