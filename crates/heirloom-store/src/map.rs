// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Memory maps of compiled rule packs: the one place with `unsafe`.
//!
//! A map shows the file as it is now: whoever cuts the file short while it is mapped kills the
//! process on the next access. Packs are therefore only written aside and renamed into place,
//! never changed (see `packs`), and foreign files are never mapped.
#![expect(unsafe_code, reason = "mapping a file is unsafe; audited here and nowhere else")]

use std::{fs::File, io, ops::Deref, path::Path};

use memmap2::Mmap;

/// A file of this crate's own, mapped into memory.
#[derive(Debug)]
pub struct MappedFile {
    map: Mmap,
}

impl MappedFile {
    /// Maps a file that is never changed in place.
    pub(crate) fn open(path: &Path) -> io::Result<MappedFile> {
        let file = File::open(path)?;
        // SAFETY: the file is in a folder of our own, where files are renamed into place when
        // complete and unlinked, but never written or cut afterwards; so the bytes stay as they
        // are and every page stays readable while the map lives.
        let map = unsafe { Mmap::map(&file)? };
        Ok(MappedFile { map })
    }
}

impl Deref for MappedFile {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.map
    }
}
