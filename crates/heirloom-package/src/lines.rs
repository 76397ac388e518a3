// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Lines of a text with their places in it.

use std::ops::Range;

/// A line without its end.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    /// The byte where it starts.
    pub(crate) start: usize,
    /// The line without white space at its end.
    pub(crate) text: &'a str,
}

impl<'a> Line<'a> {
    /// The line without white space before it either.
    pub(crate) fn words(&self) -> &'a str {
        self.text.trim_start()
    }

    /// The bytes of white space before the words.
    pub(crate) fn depth(&self) -> usize {
        self.text.len() - self.words().len()
    }

    /// The place from its start to its last word.
    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The place of its words.
    pub(crate) fn words_range(&self) -> Range<usize> {
        self.start + self.depth()..self.start + self.text.len()
    }
}

/// The lines of a text, empty ones too.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        Line { start, text: line.trim_end() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_places() {
        let text = "a\r\n\n  b c \nd";
        let found: Vec<_> = lines(text).map(|line| (line.depth(), line.words())).collect();
        assert_eq!(found, [(0, "a"), (0, ""), (2, "b c"), (0, "d")]);
        let places: Vec<_> = lines(text).map(|line| line.words_range()).collect();
        assert_eq!(places, [0..1, 3..3, 6..9, 11..12]);
        assert_eq!(lines(text).nth(2).map(|line| line.range()), Some(4..9));
    }
}
