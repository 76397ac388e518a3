// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The text of a manifest with the way back to its bytes on disk.
//!
//! Manifests are UTF-8 nearly always; UTF-16 with a byte order mark and, for anything else,
//! Latin-1 are read as well, so that one odd author name does not hide a license.

use std::{borrow::Cow, ops::Range};

use heirloom_model::Span;

/// How the text came from the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Text and bytes are the same after this many bytes.
    Utf8 { skipped: usize },
    /// Each character is one byte.
    Latin1,
    /// Each UTF-16 unit is two bytes, after the byte order mark.
    Utf16,
}

/// A manifest's text.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    text: Cow<'a, str>,
    form: Form,
    /// The byte in `text` where each line starts.
    lines: Vec<u32>,
}

impl<'a> Source<'a> {
    /// Decodes `bytes`, which are shorter than 4 GiB by the caller's limit.
    pub(crate) fn new(bytes: &'a [u8]) -> Source<'a> {
        let (text, form) = decode(bytes);
        let starts = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let lines = std::iter::once(0).chain(starts.map(|(at, _)| at as u32 + 1)).collect();
        Source { text, form, lines }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the bytes were neither UTF-8 nor UTF-16.
    pub(crate) fn is_guessed(&self) -> bool {
        self.form == Form::Latin1
    }

    /// The place on disk of a range of the text.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let last = range.end.max(range.start + 1) - 1;
        Span {
            start: self.on_disk(range.start),
            end: self.on_disk(range.end),
            first_line: self.line(range.start),
            last_line: self.line(last),
        }
    }

    /// The line of a byte of the text, from 1.
    pub(crate) fn line(&self, at: usize) -> u32 {
        self.lines.partition_point(|&start| start as usize <= at) as u32
    }

    fn on_disk(&self, at: usize) -> u64 {
        let at = at.min(self.text.len());
        let on_disk = match self.form {
            Form::Utf8 { skipped } => at + skipped,
            Form::Latin1 => self.before(at).chars().count(),
            Form::Utf16 => 2 + 2 * self.before(at).encode_utf16().count(),
        };
        on_disk as u64
    }

    fn before(&self, mut at: usize) -> &str {
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        &self.text[..at]
    }
}

fn decode(bytes: &[u8]) -> (Cow<'_, str>, Form) {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf")
        && let Ok(text) = str::from_utf8(rest)
    {
        return (Cow::Borrowed(text), Form::Utf8 { skipped: 3 });
    }
    let utf16 = |units: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| units([pair[0], pair[1]]));
        let text: String =
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        (Cow::Owned(text), Form::Utf16)
    };
    match bytes {
        [0xff, 0xfe, ..] => return utf16(u16::from_le_bytes),
        [0xfe, 0xff, ..] => return utf16(u16::from_be_bytes),
        _ => {}
    }
    match str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), Form::Utf8 { skipped: 0 }),
        Err(_) => (Cow::Owned(bytes.iter().map(|&b| char::from(b)).collect()), Form::Latin1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], needle: &str, expect: (u64, u64, u32)) {
        let source = Source::new(bytes);
        let start = source.text().find(needle).unwrap();
        let span = source.span(start..start + needle.len());
        assert_eq!((span.start, span.end, span.first_line), expect);
    }

    #[test]
    fn spans_are_bytes_on_disk() {
        check("é\nMIT".as_bytes(), "MIT", (3, 6, 2));
        check("\u{feff}é\nMIT".as_bytes(), "MIT", (6, 9, 2));
        check(b"\xe9\nMIT", "MIT", (2, 5, 2));
        let utf16: Vec<u8> = [0xfeff]
            .into_iter()
            .chain("é\nMIT".encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&utf16, "MIT", (6, 12, 2));
        check(b"MIT", "MIT", (0, 3, 1));
    }
}
