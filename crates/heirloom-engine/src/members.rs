// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The records of an archive's members while the archive is open, and as the cache keeps them.

use heirloom_model::{FileFacts, Problem};
use heirloom_store::{decode_facts, encode_facts};

use crate::sorted::sort_records;

/// Records beyond this many bytes are not held back.
const MAX_BYTES: usize = 8 << 20;

/// Encoded records, each behind its length.
#[derive(Debug, Default)]
pub(crate) struct Members {
    bytes: Vec<u8>,
}

impl Members {
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
        let mut sorted = Members { bytes: Vec::with_capacity(self.bytes.len()) };
        records.iter().for_each(|record| sorted.push(&[record]));
        *self = sorted;
    }

    pub(crate) fn records(&self) -> Records<'_> {
        Records { rest: &self.bytes }
    }

    /// The form in the cache: the problems of opening the archive, then the records.
    pub(crate) fn encode(&self, problems: &[Problem]) -> Vec<u8> {
        let mut first = Members::default();
        let mut encoded = Vec::new();
        let facts = FileFacts { problems: problems.to_vec(), ..FileFacts::default() };
        encode_facts(&facts, &mut encoded);
        first.push(&[&encoded]);
        first.bytes.extend_from_slice(&self.bytes);
        first.bytes
    }
}

/// Reads what [`Members::encode`] made; `None` for any other bytes.
pub(crate) fn read(bytes: &[u8]) -> Option<(Vec<Problem>, Records<'_>)> {
    let mut records = Records { rest: bytes };
    let facts = decode_facts(records.next()?).ok()?;
    Some((facts.problems, records))
}

/// Iterates over encoded records.
#[derive(Debug)]
pub(crate) struct Records<'a> {
    rest: &'a [u8],
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

#[cfg(test)]
mod tests {
    use heirloom_model::ProblemCode;

    use super::*;

    #[test]
    fn records_and_problems_come_back() {
        let mut members = Members::default();
        members.push(&[b"a", b"bc"]);
        members.push(&[]);
        let problems = [Problem::new(ProblemCode::READER_FAILED, Vec::new())];
        let bytes = members.encode(&problems);
        let (read_problems, records) = read(&bytes).unwrap();
        assert_eq!(read_problems, problems);
        assert_eq!(records.collect::<Vec<_>>(), [b"abc".as_slice(), b""]);
        assert!(read(&bytes[..3]).is_none());
    }
}
