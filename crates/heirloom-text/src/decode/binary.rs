// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The strings of a binary file: ASCII with single UTF-8 characters in it, and UTF-16 of Latin
//! letters, as resources of Windows programs have it.

use std::ops::Range;

use heirloom_model::{ContentKind, Problem, ProblemCode, TextFacts};

use super::{
    Text, TextForm, TextLimits,
    map::{Map, PieceKind, Pieces},
};

/// The shortest string that is kept, in characters.
const MIN_STRING: usize = 8;

/// The ASCII in a row that a string with other characters must have at the least.
const MIN_ASCII: usize = MIN_STRING / 2;

/// The strings of `bytes`, one a line, up to the limit.
pub(super) fn text<'a>(
    bytes: &'a [u8],
    limits: &TextLimits,
    problems: &mut Vec<Problem>,
) -> Text<'a> {
    let mut strings = Strings { view: String::new(), pieces: Pieces::new(bytes) };
    let mut at = 0;
    while let Some(run) = next_run(bytes, at) {
        at = run.place.end;
        let n_bytes = run.place.len();
        // Latin letters can double when they become UTF-8.
        if strings.view.len() + n_bytes + 1 > limits.max_binary_string_bytes {
            let limit = limits.max_binary_string_bytes.to_string().into();
            problems.push(Problem::new(ProblemCode::BINARY_STRINGS_LIMIT, vec![("limit", limit)]));
            break;
        }
        strings.push(bytes, &run);
    }
    let facts = TextFacts { content: ContentKind::Binary, ..TextFacts::default() };
    let map = Map::Strings(strings.pieces);
    Text::new(strings.view.into(), TextForm::BinaryStrings, map, facts)
}

struct Run {
    place: Range<usize>,
    wide: bool,
}

struct Strings<'a> {
    view: String,
    pieces: Pieces<'a>,
}

impl Strings<'_> {
    fn push(&mut self, bytes: &[u8], run: &Run) {
        let Range { start, end } = run.place;
        if run.wide {
            for at in (start..end).step_by(2) {
                let kind = if bytes[at].is_ascii() {
                    PieceKind::Wide
                } else {
                    PieceKind::Whole { n_bytes: 2 }
                };
                self.pieces.push(self.view.len(), at, kind);
                self.view.push(char::from(bytes[at]));
            }
        } else {
            self.pieces.push(self.view.len(), start, PieceKind::Same);
            self.view.push_str(std::str::from_utf8(&bytes[start..end]).unwrap_or_default());
        }
        self.pieces.push(self.view.len(), end, PieceKind::Whole { n_bytes: 0 });
        self.view.push('\n');
    }
}

/// The first string that starts at `from` or later.
///
/// A string of eight bytes covers one of any eight places in a row, so only each eighth byte is
/// looked at; a wide string is twice as long and is met at one of its two halves.
fn next_run(bytes: &[u8], from: usize) -> Option<Run> {
    let mut probe = from + MIN_STRING - 1;
    while let Some(&byte) = bytes.get(probe) {
        if is_printable(byte) {
            let mut place = narrow(bytes, from, probe);
            let next = place.end + MIN_STRING;
            if place.len() >= MIN_ASCII {
                place = widen(bytes, from, place);
                if is_long_enough(&bytes[place.clone()]) {
                    return Some(Run { place, wide: false });
                }
            }
            if let Some(run) = wide(bytes, from, probe) {
                return Some(run);
            }
            probe = next;
        } else {
            if byte == 0
                && probe > from
                && let Some(run) = wide(bytes, from, probe - 1)
            {
                return Some(run);
            }
            probe += MIN_STRING;
        }
    }
    None
}

/// Whether UTF-8 text has the characters of a string.
fn is_long_enough(bytes: &[u8]) -> bool {
    bytes.len() >= MIN_STRING
        && bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count() >= MIN_STRING
}

/// The printable ASCII around `probe`.
fn narrow(bytes: &[u8], from: usize, probe: usize) -> Range<usize> {
    let (mut start, mut end) = (probe, probe + 1);
    while start > from && is_printable(bytes[start - 1]) {
        start -= 1;
    }
    while end < bytes.len() && is_printable(bytes[end]) {
        end += 1;
    }
    start..end
}

/// Adds UTF-8 characters above ASCII: one in front, any behind with the ASCII after them.
fn widen(bytes: &[u8], from: usize, place: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = place;
    for n_bytes in 2..=3 {
        if start >= from + n_bytes && character(&bytes[start - n_bytes..]) == Some(n_bytes) {
            start -= n_bytes;
            break;
        }
    }
    while let Some(n_bytes) = character(&bytes[end..]) {
        end += n_bytes;
        end += bytes[end..].iter().take_while(|byte| is_printable(**byte)).count();
    }
    start..end
}

/// The length of the UTF-8 character above ASCII that `bytes` start with.
fn character(bytes: &[u8]) -> Option<usize> {
    let n_bytes = match bytes.first()? {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => return None,
    };
    let text = std::str::from_utf8(bytes.get(..n_bytes)?).ok()?;
    text.chars().all(|c| c >= '\u{a0}').then_some(n_bytes)
}

/// The wide string around the unit at `probe`, if it is long enough.
fn wide(bytes: &[u8], from: usize, probe: usize) -> Option<Run> {
    let (mut start, mut end) = (probe, probe);
    while is_wide_unit(bytes, end) {
        end += 2;
    }
    while start >= from + 2 && end > probe && is_wide_unit(bytes, start - 2) {
        start -= 2;
    }
    (end - start >= 2 * MIN_STRING).then_some(Run { place: start..end, wide: true })
}

fn is_wide_unit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1) == Some(&0) && (is_printable(bytes[at]) || bytes[at] >= 0xa0)
}

fn is_printable(byte: u8) -> bool {
    matches!(byte, b'\t' | b' '..=b'~')
}

#[cfg(test)]
mod tests {
    use crate::decode::decode;

    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], strings: &[(&str, Range<usize>)]) {
        let (text, _) = decode(b"program", bytes, &TextLimits::standard());
        assert_eq!(text.form(), TextForm::BinaryStrings);
        assert_eq!(text.facts().encoding, None);
        let expect: Vec<&str> = strings.iter().map(|(string, _)| *string).collect();
        assert_eq!(text.as_str().lines().collect::<Vec<_>>(), expect);
        let mut at = 0;
        for (line, (string, place)) in strings.iter().enumerate() {
            let span = text.span(at..at + string.len());
            assert_eq!(span.start as usize..span.end as usize, place.clone());
            assert_eq!(span.first_line as usize, line + 1);
            at += string.len() + 1;
        }
    }

    #[test]
    fn strings_with_their_places() {
        check(b"\x7fELF\0\0short\0\0Copyright 2020\0\x01\x02", &[("Copyright 2020", 13..27)]);
        check(b"\x7fELF\x01\xc2\xa9 2010 M\xc3\xbcller\0\0\0", &[("© 2010 Müller", 5..20)]);
        check(b"MZ\0\x01", &[]);
        check(b"MZ\0\x0112345678", &[("12345678", 4..12)]);
        let wide: Vec<u8> =
            "Copyright \u{a9} Someone".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for padding in 1..12 {
            let bytes = [b"MZ\0\x03", &vec![1; padding][..], &wide, &[0, 0, 1]].concat();
            let start = 4 + padding;
            check(&bytes, &[("Copyright © Someone", start..start + wide.len())]);
        }
    }

    #[test]
    fn strings_stop_at_their_limit() {
        let bytes = [&b"\x7fELF\0"[..], &b"0123456789\0".repeat(100)].concat();
        let limits = TextLimits { max_binary_string_bytes: 50, ..TextLimits::standard() };
        let (text, problems) = decode(b"program", &bytes, &limits);
        assert_eq!(text.as_str().lines().count(), 4);
        assert_eq!(problems[0].code, ProblemCode::BINARY_STRINGS_LIMIT);
    }
}
