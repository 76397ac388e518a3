// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads the spills of all threads as one list in the order of the walk.

use std::io;

use heirloom_store::{Spill, SpillReader};

use crate::worker::Sequence;

/// Items of several spills, each led by its sequence number, in order.
pub(crate) struct Merge {
    sources: Vec<Source>,
    /// The source whose item was handed out last.
    current: Option<usize>,
}

struct Source {
    reader: SpillReader,
    /// `None` at the end.
    sequence: Option<Sequence>,
}

impl Merge {
    pub(crate) fn new(spills: &[Spill]) -> io::Result<Merge> {
        let mut sources = Vec::with_capacity(spills.len());
        for spill in spills {
            let mut source = Source { reader: spill.reader(), sequence: None };
            source.advance()?;
            sources.push(source);
        }
        Ok(Merge { sources, current: None })
    }

    /// The next item without its number; `None` at the end.
    pub(crate) fn next_item(&mut self) -> io::Result<Option<&[u8]>> {
        if let Some(current) = self.current.take() {
            self.sources[current].advance()?;
        }
        let first = (0..self.sources.len())
            .filter_map(|source| Some((self.sources[source].sequence?, source)))
            .min();
        self.current = first.map(|(_, source)| source);
        Ok(self.current.map(|source| &self.sources[source].reader.item()[size_of::<Sequence>()..]))
    }
}

impl Source {
    fn advance(&mut self) -> io::Result<()> {
        self.sequence = None;
        if self.reader.advance()? {
            let number = self.reader.item().first_chunk().ok_or(io::ErrorKind::InvalidData)?;
            self.sequence = Some(Sequence::from_le_bytes(*number));
        }
        Ok(())
    }
}
