// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The records of a scan, read back from their spills as often as needed.

use std::io;

use heirloom_model::FileRecord;
use heirloom_store::{
    Spill, SpillReader, WireError, decode_context, decode_record, decode_record_alone,
    decode_record_with_packages,
};

use crate::merge::Merge;

/// The files of a scan in the order of the walk.
#[derive(Clone, Debug)]
pub struct Records {
    /// What each thread wrote.
    pub(crate) facts: Vec<Spill>,
    /// What was concluded, one item a file.
    pub(crate) contexts: Spill,
}

/// Why a record cannot be read back: a temporary file is damaged or unreadable.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    /// The system says no.
    #[error("read a temporary file")]
    Io(#[from] io::Error),
    /// The bytes are not what was written.
    #[error("read a temporary file")]
    Damaged(#[from] WireError),
}

impl Records {
    /// Reads all records from the first.
    ///
    /// # Errors
    /// [`RecordsError`] when a temporary file cannot be read.
    pub fn iter(&self) -> Result<RecordsIter, RecordsError> {
        self.iter_decoded(decode_record_alone)
    }

    /// Reads all records from the first, with what the files say of other software.
    ///
    /// # Errors
    /// [`RecordsError`] when a temporary file cannot be read.
    pub fn iter_with_uses(&self) -> Result<RecordsIter, RecordsError> {
        self.iter_decoded(decode_record)
    }

    fn iter_decoded(&self, decode: Decode) -> Result<RecordsIter, RecordsError> {
        let (facts, contexts) = (Merge::new(&self.facts)?, self.contexts.reader());
        Ok(RecordsIter { facts, contexts, decode })
    }
}

type Decode = fn(&[u8]) -> Result<FileRecord, WireError>;

/// Reads records in order.
pub struct RecordsIter {
    facts: Merge,
    contexts: SpillReader,
    decode: Decode,
}

impl RecordsIter {
    fn read(&mut self) -> Result<Option<FileRecord>, RecordsError> {
        let Some(item) = self.facts.next_item()? else { return Ok(None) };
        let mut record = (self.decode)(item)?;
        let context = self
            .contexts
            .next_item()?
            .ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        if !context.is_empty() {
            record.context = decode_context(context)?;
        }
        Ok(Some(record))
    }
}

impl Iterator for RecordsIter {
    type Item = Result<FileRecord, RecordsError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

/// As [`next_record`], with the packages that the file describes.
pub(crate) fn next_record_with_packages(
    facts: &mut Merge,
) -> Result<Option<FileRecord>, RecordsError> {
    match facts.next_item()? {
        None => Ok(None),
        Some(item) => Ok(Some(decode_record_with_packages(item)?)),
    }
}

/// The next record without its context.
pub(crate) fn next_record(facts: &mut Merge) -> Result<Option<FileRecord>, RecordsError> {
    match facts.next_item()? {
        None => Ok(None),
        Some(item) => Ok(Some(decode_record_alone(item)?)),
    }
}
