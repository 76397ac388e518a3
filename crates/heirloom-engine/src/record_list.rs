// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Encoded records one behind the other, as the cache keeps them.

use crate::sorted::sort_records;

/// Records beyond this many bytes are not held back.
const MAX_BYTES: usize = 8 << 20;

/// Encoded records, each behind its length.
#[derive(Debug, Default)]
pub(crate) struct RecordList {
    bytes: Vec<u8>,
}

impl RecordList {
    /// Adds a record that is in parts.
    pub(crate) fn push(&mut self, parts: &[&[u8]]) {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let length = u32::try_from(length).expect("facts of one file are far below 4 GiB");
        self.bytes.extend_from_slice(&length.to_le_bytes());
        parts.iter().for_each(|part| self.bytes.extend_from_slice(part));
    }

    pub(crate) fn is_full(&self) -> bool {
        self.bytes.len() > MAX_BYTES
    }

    /// Puts the records in the order of their paths.
    pub(crate) fn sort(&mut self) {
        let mut records: Vec<&[u8]> = self.records().collect();
        sort_records(&mut records);
        let mut sorted = RecordList { bytes: Vec::with_capacity(self.bytes.len()) };
        records.iter().for_each(|record| sorted.push(&[record]));
        *self = sorted;
    }

    pub(crate) fn records(&self) -> Records<'_> {
        Records::of(&self.bytes)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Iterates over encoded records.
#[derive(Debug)]
pub(crate) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// The records of what [`RecordList::as_bytes`] gave.
    pub(crate) fn of(bytes: &'a [u8]) -> Records<'a> {
        Records { rest: bytes }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.rest.split_first_chunk()?;
        let (record, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        self.rest = rest;
        Some(record)
    }
}
