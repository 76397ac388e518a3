// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reading at a mark: the same for statements and for authors.

use super::{grammar::Tokens, token::Token};

/// Something that was found at a place.
pub(super) trait Found {
    /// The byte behind its last.
    fn end(&self) -> usize;
}

/// What came of a place where something may start.
#[derive(Debug)]
pub(super) struct Reading<T> {
    /// What was found.
    pub(super) found: Option<T>,
    /// Marks of the same sort before this place lead to nothing more.
    pub(super) resume: usize,
}

/// Reads from `start` on; `find` returns what it found, and where to go on without it.
pub(super) fn read<'a, T: Found>(
    text: &'a str,
    start: usize,
    buffer: &mut Vec<Token<'a>>,
    find: impl FnOnce(&mut Tokens<'_, 'a>) -> (Option<T>, usize),
) -> Reading<T> {
    let mut tokens = Tokens::new(text, start, buffer);
    let (found, resume) = find(&mut tokens);
    Reading { resume: found.as_ref().map_or(resume, Found::end), found }
}

/// Marks of one sort while a text is gone through.
#[derive(Debug, Default)]
pub(super) struct Track {
    /// Marks before this place lead to nothing.
    from: usize,
}

impl Track {
    /// Whether a mark at `at` may start something; nothing starts before `floor`.
    pub(super) fn is_open(&self, at: usize, floor: usize) -> bool {
        at >= floor.max(self.from)
    }

    /// Goes on behind what was read and returns what was found.
    pub(super) fn pass<T: Found>(&mut self, reading: Reading<T>, floor: &mut usize) -> Option<T> {
        self.from = reading.resume;
        *floor = reading.found.as_ref().map_or(*floor, Found::end);
        reading.found
    }
}
