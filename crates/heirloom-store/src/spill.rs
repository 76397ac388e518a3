// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Lists of byte strings that move to a temporary file when they grow: a scan of any size runs in
//! bounded memory.

use std::{
    fs::File,
    io::{self, Write},
    ops::Range,
    os::unix::fs::FileExt,
    path::Path,
    sync::Arc,
};

/// Bytes read at once.
const CHUNK: usize = 256 << 10;

/// A list that is being written.
#[derive(Debug)]
pub struct SpillWriter {
    folder: Box<Path>,
    in_memory: usize,
    pending: Vec<u8>,
    file: Option<File>,
    written: u64,
}

impl SpillWriter {
    /// A list that keeps about `in_memory` bytes in memory and the rest in a nameless file in
    /// `folder`.
    pub fn new(folder: &Path, in_memory: usize) -> SpillWriter {
        SpillWriter {
            folder: folder.into(),
            in_memory,
            pending: Vec::new(),
            file: None,
            written: 0,
        }
    }

    /// Appends an item.
    ///
    /// # Errors
    /// Whatever writing the file fails with.
    pub fn push(&mut self, item: &[u8]) -> io::Result<()> {
        self.push_parts(&[item])
    }

    /// Appends an item that is in parts.
    ///
    /// # Errors
    /// Whatever writing the file fails with.
    pub fn push_parts(&mut self, parts: &[&[u8]]) -> io::Result<()> {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let length = u32::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.pending.extend_from_slice(&length.to_le_bytes());
        parts.iter().for_each(|part| self.pending.extend_from_slice(part));
        let limit = if self.file.is_some() { self.in_memory.min(CHUNK) } else { self.in_memory };
        if self.pending.len() > limit { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(&self.folder)?),
        };
        file.write_all(&self.pending)?;
        self.written += self.pending.len() as u64;
        self.pending.clear();
        self.pending.shrink_to(2 * CHUNK);
        Ok(())
    }

    /// Ends writing.
    pub fn finish(self) -> Spill {
        let tail = self.pending.into();
        Spill { file: self.file.map(Arc::new), written: self.written, tail }
    }
}

/// A complete list, cheap to copy.
#[derive(Clone, Debug)]
pub struct Spill {
    file: Option<Arc<File>>,
    written: u64,
    tail: Arc<[u8]>,
}

impl Spill {
    /// A list of what [`Spill::bytes`] gave.
    pub fn of_bytes(bytes: &[u8]) -> Spill {
        Spill { file: None, written: 0, tail: bytes.into() }
    }

    /// The bytes of the list; `None` when they are on disk.
    pub fn bytes(&self) -> Option<&[u8]> {
        self.file.is_none().then_some(&*self.tail)
    }

    /// Reads the list from its start, as often as needed.
    pub fn reader(&self) -> SpillReader {
        SpillReader { spill: self.clone(), at: 0, buffer: Vec::new(), item: 0..0 }
    }
}

/// Reads a list in order.
#[derive(Debug)]
pub struct SpillReader {
    spill: Spill,
    /// The place in the list of the end of `buffer`.
    at: u64,
    buffer: Vec<u8>,
    /// The place in `buffer` of the item at hand; the next one is behind it.
    item: Range<usize>,
}

impl SpillReader {
    /// The next item; `None` at the end.
    ///
    /// # Errors
    /// Whatever reading the file fails with.
    pub fn next_item(&mut self) -> io::Result<Option<&[u8]>> {
        Ok(self.advance()?.then(|| self.item()))
    }

    /// Goes to the next item; false at the end.
    ///
    /// # Errors
    /// Whatever reading the file fails with.
    pub fn advance(&mut self) -> io::Result<bool> {
        self.item.start = self.item.end;
        if !self.fill(4)? {
            return Ok(false);
        }
        let head = self.buffer[self.item.start..].first_chunk().expect("four bytes are there");
        let length = u32::from_le_bytes(*head) as usize;
        if !self.fill(4 + length)? {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let first = self.item.start + 4;
        self.item = first..first + length;
        Ok(true)
    }

    /// The item at hand.
    pub fn item(&self) -> &[u8] {
        &self.buffer[self.item.clone()]
    }

    /// Makes `n_bytes` available where the item at hand starts; false at the end of the list.
    fn fill(&mut self, n_bytes: usize) -> io::Result<bool> {
        if self.buffer.len() - self.item.start >= n_bytes {
            return Ok(true);
        }
        self.buffer.drain(..self.item.start);
        self.item = 0..0;
        while self.buffer.len() < n_bytes {
            let have = self.buffer.len();
            let left_in_file = self.spill.written.saturating_sub(self.at);
            if let (Some(file), 1..) = (&self.spill.file, left_in_file) {
                let wanted = (n_bytes - have).max(CHUNK).min(left_in_file as usize);
                self.buffer.resize(have + wanted, 0);
                file.read_exact_at(&mut self.buffer[have..], self.at)?;
                self.at += wanted as u64;
            } else {
                let tail = &self.spill.tail[(self.at - self.spill.written) as usize..];
                let tail = &tail[..tail.len().min((n_bytes - have).max(CHUNK))];
                if tail.is_empty() {
                    return Ok(false);
                }
                self.buffer.extend_from_slice(tail);
                self.at += tail.len() as u64;
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(in_memory: usize, items: &[Vec<u8>]) {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = SpillWriter::new(folder.path(), in_memory);
        items.iter().for_each(|item| writer.push(item).unwrap());
        let spill = writer.finish();
        for _ in 0..2 {
            let mut reader = spill.reader();
            for item in items {
                assert_eq!(reader.next_item().unwrap(), Some(&**item));
            }
            assert_eq!(reader.next_item().unwrap(), None);
            assert_eq!(reader.next_item().unwrap(), None);
        }
        if let Some(bytes) = spill.bytes() {
            let copy = Spill::of_bytes(bytes);
            assert_eq!(copy.reader().next_item().unwrap(), items.first().map(|item| &**item));
        }
    }

    #[test]
    fn lists_come_back_from_memory_and_disk() {
        check(10, &[]);
        let items: Vec<Vec<u8>> = (0..2_000_usize).map(|n| vec![n as u8; n % 700]).collect();
        for in_memory in [0, 10, 1000, 100_000, 10 << 20] {
            check(in_memory, &items);
        }
        check(1000, &[vec![1; 3 * CHUNK], vec![], vec![2; CHUNK], vec![3; 5]]);
    }
}
