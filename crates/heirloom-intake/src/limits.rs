// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How much of hostile input is read before a problem is reported instead.

/// Every limit of walking, reading and expanding. Hitting one is a problem of the result, and the
/// rest is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes read of one file; of a larger one, the first part is read.
    pub file_bytes: u64,
    /// Bytes read of a program, where that is more: what it was built from may be told anywhere in it.
    pub program_bytes: u64,
    /// Bytes of a path inside the tree.
    pub path_bytes: usize,
    /// Folders inside folders.
    pub folder_depth: usize,
    /// Problems listed per code; further ones are counted.
    pub problems_per_code: u64,
    /// Files in one archive, those of the archives inside it included.
    pub archive_members: u64,
    /// Bytes that one archive may expand to, the archives inside it included.
    pub archive_bytes: u64,
    /// How many times its own size an archive may expand to, beyond
    /// [`Limits::archive_free_bytes`].
    pub archive_ratio: u64,
    /// Bytes that any archive may expand to whatever its size.
    pub archive_free_bytes: u64,
    /// Archives inside archives.
    pub archive_depth: usize,
    /// Bytes of an archive inside an archive that are held in memory. A larger one is read as a
    /// stream if its form allows that.
    pub archive_held_bytes: u64,
    /// Bytes of one object of a git repository (not of a file in it, which may be larger if it is
    /// stored whole).
    pub git_object_bytes: u64,
    /// Files and folders in one revision; one folder that stands at many places counts each time.
    pub git_entries: u64,
}

impl Limits {
    /// How many bytes are read of a file that begins like this.
    pub(crate) fn bytes_of(&self, start: &[u8]) -> u64 {
        const ELF: &[u8] = b"\x7fELF";
        const PE: &[u8] = b"MZ";
        const MACH_O: &[u8] = &[0xcf, 0xfa, 0xed, 0xfe];
        let is_program = [ELF, PE, MACH_O].iter().any(|mark| start.starts_with(mark));
        if is_program { self.file_bytes.max(self.program_bytes) } else { self.file_bytes }
    }

    /// The defaults, chosen so that nothing met in honest trees hits one.
    pub const fn standard() -> Limits {
        Limits {
            file_bytes: 32 << 20,
            program_bytes: 256 << 20,
            path_bytes: 16 << 10,
            folder_depth: 1024,
            problems_per_code: 1000,
            archive_members: 2_000_000,
            archive_bytes: 16 << 30,
            archive_ratio: 250,
            archive_free_bytes: 64 << 20,
            archive_depth: 8,
            archive_held_bytes: 64 << 20,
            git_object_bytes: 128 << 20,
            git_entries: 10_000_000,
        }
    }
}
