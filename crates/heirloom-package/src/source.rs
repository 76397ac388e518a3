// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The text of a manifest with the way back to its bytes on disk.
//!
//! Manifests are UTF-8 nearly always; UTF-16 with a byte order mark, the encodings of East Asia and,
//! for anything else, Latin-1 are read as well, so that one odd author name does not hide a license.

use std::{borrow::Cow, ops::Range};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS};

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
    /// One or more bytes for each character.
    Legacy(&'static Encoding),
}

impl Form {
    /// The bytes of a character on disk.
    fn width(self, character: char) -> usize {
        match self {
            Form::Utf8 { .. } => character.len_utf8(),
            Form::Latin1 => 1,
            Form::Utf16 => 2 * character.len_utf16(),
            Form::Legacy(_) if character.is_ascii() => 1,
            Form::Legacy(encoding) => encoding.encode(character.encode_utf8(&mut [0; 4])).0.len(),
        }
    }

    /// The bytes before the text on disk.
    fn skipped(self) -> usize {
        match self {
            Form::Utf8 { skipped } => skipped,
            Form::Utf16 => 2,
            Form::Latin1 | Form::Legacy(_) => 0,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Form::Utf8 { .. } => "UTF-8",
            Form::Utf16 => "UTF-16",
            Form::Latin1 => "windows-1252",
            Form::Legacy(encoding) => encoding.name(),
        }
    }
}

/// A manifest's text.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    text: Cow<'a, str>,
    form: Form,
    /// The byte in `text` where each line starts.
    lines: Vec<u32>,
    /// Bytes in `text`, some way apart, and where they are on disk: places of a long text must not
    /// be counted from its start each time. None for UTF-8.
    marks: Vec<(usize, usize)>,
}

/// So many bytes lie between marks.
const STRIDE: usize = 1024;

impl<'a> Source<'a> {
    /// Decodes `bytes`, which are shorter than 4 GiB by the caller's limit.
    pub(crate) fn new(bytes: &'a [u8]) -> Source<'a> {
        let (text, form) = decode(bytes);
        let starts = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let lines = std::iter::once(0).chain(starts.map(|(at, _)| at as u32 + 1)).collect();
        let marks = marks(&text, form);
        Source { text, form, lines, marks }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The encoding, where the bytes were neither UTF-8 nor UTF-16 and it is a guess.
    pub(crate) fn guessed(&self) -> Option<&'static str> {
        matches!(self.form, Form::Latin1 | Form::Legacy(_)).then(|| self.form.name())
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
        let mut at = at.min(self.text.len());
        if let Form::Utf8 { skipped } = self.form {
            return (at + skipped) as u64;
        }
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let n_before = self.marks.partition_point(|&(mark, _)| mark <= at);
        let (mark, on_disk) = match n_before.checked_sub(1) {
            Some(last) => self.marks[last],
            None => (0, self.form.skipped()),
        };
        let between: usize = self.text[mark..at].chars().map(|c| self.form.width(c)).sum();
        (on_disk + between) as u64
    }
}

fn marks(text: &str, form: Form) -> Vec<(usize, usize)> {
    let mut marks = Vec::new();
    if matches!(form, Form::Utf8 { .. }) {
        return marks;
    }
    let (mut on_disk, mut next) = (form.skipped(), 0);
    for (at, character) in text.char_indices() {
        if at >= next {
            marks.push((at, on_disk));
            next = at + STRIDE;
        }
        on_disk += form.width(character);
    }
    marks
}

/// The text of an encoding of East Asia, if the bytes are one without an error.
fn legacy(bytes: &[u8]) -> Option<(Cow<'_, str>, Form)> {
    const EAST_ASIA: &[&Encoding] = &[GBK, GB18030, BIG5, SHIFT_JIS, EUC_JP, EUC_KR];
    // Runs above ASCII: one letter with an accent among others is no word of East Asia.
    if !bytes.windows(2).any(|pair| pair.iter().all(|byte| !byte.is_ascii())) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    EAST_ASIA.contains(&encoding).then_some((text, Form::Legacy(encoding)))
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
        Err(_) => legacy(bytes).unwrap_or_else(|| {
            (Cow::Owned(bytes.iter().map(|&b| char::from(b)).collect()), Form::Latin1)
        }),
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
        // "The author is Zhang San of Beijing" in GB18030, then ASCII whose place must be right.
        let (chinese, _, _) = GB18030.encode("作者是北京的张三，许可证如下：\nMIT");
        check(&chinese, "MIT", (chinese.len() as u64 - 3, chinese.len() as u64, 2));
        assert_eq!(Source::new(&chinese).guessed(), Some("gb18030"));
    }

    /// Places of a text of one long line were counted from its start each time.
    #[test]
    fn places_of_long_texts_are_found_fast() {
        let text = "\u{e9}x".repeat(1 << 20);
        let utf16: Vec<u8> =
            [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let source = Source::new(&utf16);
        for at in (0..text.len()).step_by(3) {
            assert_eq!(source.on_disk(at), 2 + 4 * (at as u64 / 3));
        }
    }
}
