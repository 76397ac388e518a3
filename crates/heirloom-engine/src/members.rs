// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The records of an archive's members as the cache keeps them.

use heirloom_model::{FileFacts, Problem};
use heirloom_store::{decode_facts, encode_facts};

use crate::record_list::{RecordList, Records};

/// The form in the cache: the problems of opening the archive, then the records.
pub(crate) fn encode(problems: &[Problem], members: &RecordList) -> Vec<u8> {
    let mut first = RecordList::default();
    let mut encoded = Vec::new();
    let facts = FileFacts { problems: problems.to_vec(), ..FileFacts::default() };
    encode_facts(&facts, &mut encoded);
    first.push(&[&encoded]);
    [first.as_bytes(), members.as_bytes()].concat()
}

/// Reads what [`encode`] made; `None` for any other bytes.
pub(crate) fn read(bytes: &[u8]) -> Option<(Vec<Problem>, Records<'_>)> {
    let mut records = Records::of(bytes);
    let facts = decode_facts(records.next()?).ok()?;
    Some((facts.problems, records))
}

#[cfg(test)]
mod tests {
    use heirloom_model::ProblemCode;

    use super::*;

    #[test]
    fn records_and_problems_come_back() {
        let mut members = RecordList::default();
        members.push(&[b"a", b"bc"]);
        members.push(&[]);
        let problems = [Problem::new(ProblemCode::READER_FAILED, Vec::new())];
        let bytes = encode(&problems, &members);
        let (read_problems, records) = read(&bytes).unwrap();
        assert_eq!(read_problems, problems);
        assert_eq!(records.collect::<Vec<_>>(), [b"abc".as_slice(), b""]);
        assert!(read(&bytes[..3]).is_none());
    }
}
