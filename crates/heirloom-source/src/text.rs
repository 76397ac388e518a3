// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The text of a file with the way back to its lines.

use std::{borrow::Cow, cell::RefCell, ops::Range};

use heirloom_model::Span;

/// Where each line but the first begins, as far as anybody asked.
#[derive(Default)]
struct Lines {
    starts: Vec<u32>,
    /// The bytes before this place were looked at.
    read: usize,
}

impl Lines {
    /// Reads on until a place, in steps: most places that are asked for stand near the top.
    fn read_to(&mut self, text: &str, at: usize) {
        const STEP: usize = 4096;
        if at < self.read || self.read == text.len() {
            return;
        }
        let end = text.len().min(at.saturating_add(STEP));
        let bytes = &text.as_bytes()[self.read..end];
        let read = self.read;
        self.starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| (read + at) as u32 + 1));
        self.read = end;
    }
}

/// A file's text; each byte stands where it stands on disk.
pub(crate) struct SourceText<'a> {
    text: Cow<'a, str>,
    lines: RefCell<Lines>,
}

impl<'a> SourceText<'a> {
    /// Takes bytes as UTF-8; a byte that is none becomes `?`, so that places stay.
    pub(crate) fn new(bytes: &'a [u8]) -> SourceText<'a> {
        let text = match str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(replaced(bytes)),
        };
        SourceText { text, lines: RefCell::default() }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let end = range.end.min(self.text.len());
        let start = range.start.min(end);
        Span {
            start: start as u64,
            end: end as u64,
            first_line: self.line(start),
            last_line: self.line(end.saturating_sub(1).max(start)),
        }
    }

    /// The span of a line, from 1.
    pub(crate) fn line_span(&self, line: usize) -> Span {
        let mut lines = self.lines.borrow_mut();
        lines.read_to(&self.text, self.text.len());
        let starts = &lines.starts;
        let start = line.checked_sub(2).and_then(|at| starts.get(at)).map_or(0, |&at| at as usize);
        let end = starts.get(line.saturating_sub(1)).map_or(self.text.len(), |&at| at as usize - 1);
        drop(lines);
        self.span(start..end.max(start))
    }

    fn line(&self, at: usize) -> u32 {
        let mut lines = self.lines.borrow_mut();
        lines.read_to(&self.text, at);
        lines.starts.partition_point(|&start| start as usize <= at) as u32 + 1
    }
}

fn replaced(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_as_on_disk() {
        let text = SourceText::new(b"a\xff\xc3\nb\n");
        assert_eq!(text.text(), "a??\nb\n");
        assert_eq!(text.span(4..5), Span { start: 4, end: 5, first_line: 2, last_line: 2 });
        assert_eq!(text.line_span(2), Span { start: 4, end: 5, first_line: 2, last_line: 2 });
        assert_eq!(text.span(90..95).first_line, 3);
    }
}
