// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The text of a file with the way back to its lines.

use std::{borrow::Cow, cell::OnceCell, ops::Range};

use heirloom_model::Span;

/// A file's text; each byte stands where it stands on disk.
pub(crate) struct SourceText<'a> {
    text: Cow<'a, str>,
    line_starts: OnceCell<Vec<u32>>,
}

impl<'a> SourceText<'a> {
    /// Takes bytes as UTF-8; a byte that is none becomes `?`, so that places stay.
    pub(crate) fn new(bytes: &'a [u8]) -> SourceText<'a> {
        let text = match str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(replaced(bytes)),
        };
        SourceText { text, line_starts: OnceCell::new() }
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
        let starts = self.starts();
        let start = line.checked_sub(2).and_then(|at| starts.get(at)).map_or(0, |&at| at as usize);
        let end = starts.get(line.saturating_sub(1)).map_or(self.text.len(), |&at| at as usize - 1);
        self.span(start..end.max(start))
    }

    fn line(&self, at: usize) -> u32 {
        self.starts().partition_point(|&start| start as usize <= at) as u32 + 1
    }

    /// Where each line but the first begins.
    fn starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at as u32 + 1).collect()
        })
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
