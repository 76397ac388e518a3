// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The UTF-8 view of a file.

use std::{borrow::Cow, ops::Range};

use heirloom_model::{ContentKind, Span, TextFacts};

use super::{TextForm, lines::LineIndex, map::Map};

/// A UTF-8 view of a file, with a map back to the bytes on disk.
pub struct Text<'a> {
    view: Cow<'a, str>,
    form: TextForm,
    facts: TextFacts,
    map: Map<'a>,
    lines: LineIndex,
}

impl<'a> Text<'a> {
    pub(super) fn new(
        view: Cow<'a, str>,
        form: TextForm,
        map: Map<'a>,
        mut facts: TextFacts,
    ) -> Text<'a> {
        let lines = LineIndex::new(map.lined(&view));
        if facts.content == ContentKind::Text {
            facts.n_lines = lines.n_lines();
        }
        Text { view, form, facts, map, lines }
    }

    /// A text that is UTF-8 and its own view, for tests and for callers that have a string.
    pub fn plain(text: &'a str) -> Text<'a> {
        let content = if text.is_empty() { ContentKind::Empty } else { ContentKind::Text };
        let encoding = (!text.is_empty()).then(|| "UTF-8".into());
        let facts = TextFacts { content, encoding, ..TextFacts::default() };
        Text::new(text.into(), TextForm::Plain, Map::Shifted(0), facts)
    }

    /// The words of the file.
    pub fn as_str(&self) -> &str {
        &self.view
    }

    /// How the view came from the bytes.
    pub fn form(&self) -> TextForm {
        self.form
    }

    /// What the bytes are.
    pub fn facts(&self) -> &TextFacts {
        &self.facts
    }

    /// The place on disk of a range of [`Text::as_str`].
    ///
    /// The span covers whole characters: bytes that only together make a character are never cut.
    /// Line ends are `\n`, `\r\n` and a lone `\r`, and belong to the line they end. In binary files
    /// the lines are those of the view, as a file without lines has none. A range outside of the
    /// view is cut to it.
    pub fn span(&self, range: Range<usize>) -> Span {
        let end = range.end.min(self.view.len());
        let start = range.start.min(end);
        let disk = self.map.locate(&self.view, start..end);
        let (first, last) = match self.map {
            Map::Extracted(_) => (disk.start, disk.end.saturating_sub(1).max(disk.start)),
            _ => (start, end.saturating_sub(1).max(start)),
        };
        let lined = self.map.lined(&self.view);
        let first_line = self.lines.line(lined, first);
        let last_line =
            if last == first { first_line } else { self.lines.line(lined, last).max(first_line) };
        Span { start: disk.start as u64, end: disk.end as u64, first_line, last_line }
    }

    /// The line, from 1, of the byte at `offset` of [`Text::as_str`].
    pub fn line(&self, offset: usize) -> u32 {
        self.span(offset..offset).first_line
    }
}
