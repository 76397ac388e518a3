// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The text around finds, cut from the file as it is on disk and decoded.

use encoding_rs::Encoding;
use heirloom_model::Span;
use serde::Serialize;

/// Lines before and behind a find.
const CONTEXT_LINES: usize = 3;
/// Bytes before and behind a find at most; lines may be very long.
const CONTEXT_BYTES: usize = 400;
/// A longer find is cut to its start and its end.
const MAX_SPAN_BYTES: usize = 12_000;
const SPAN_START_BYTES: usize = 8_000;
const SPAN_END_BYTES: usize = 3_000;
/// Bytes and finds per file.
const MAX_FILE_BYTES: usize = 64_000;
const MAX_SPANS: usize = 200;

/// A stretch of the text: the number of its first line and its pieces.
#[derive(Serialize)]
pub(super) struct Hunk(u32, Vec<Piece>);

/// Text, perhaps with the positions of the finds that cover it.
#[derive(Serialize)]
#[serde(untagged)]
enum Piece {
    Plain(String),
    Marked(String, Vec<usize>),
}

/// A range of bytes with a byte whose line is known.
struct Window {
    start: usize,
    end: usize,
    known: (usize, u32),
}

/// The hunks around `spans`, whose positions name them, and the number of bytes they take.
pub(super) fn excerpt(bytes: &[u8], encoding: Option<&str>, spans: &[Span]) -> (Vec<Hunk>, u64) {
    let encoding = encoding.and_then(|name| Encoding::for_label(name.as_bytes()));
    let encoding = encoding.unwrap_or(encoding_rs::UTF_8);
    let ranges: Vec<(usize, usize, Span)> = spans
        .iter()
        .take(MAX_SPANS)
        .filter_map(|&span| {
            let (start, end) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
            (start < end && end <= bytes.len()).then_some((start, end, span))
        })
        .collect();
    let mut n_bytes = 0;
    let mut hunks = Vec::new();
    for window in windows(bytes, encoding, &ranges) {
        if n_bytes + window.end - window.start > MAX_FILE_BYTES {
            break;
        }
        n_bytes += window.end - window.start;
        hunks.push(hunk(bytes, encoding, &window, spans));
    }
    (hunks, n_bytes as u64)
}

fn windows(bytes: &[u8], encoding: &Encoding, ranges: &[(usize, usize, Span)]) -> Vec<Window> {
    let mut windows = Vec::new();
    for &(start, end, span) in ranges {
        let head = (start, span.first_line);
        if end - start <= MAX_SPAN_BYTES {
            windows.push(Window { start, end, known: head });
            continue;
        }
        windows.push(Window { start, end: start + SPAN_START_BYTES, known: head });
        windows.push(Window { start: end - SPAN_END_BYTES, end, known: (end - 1, span.last_line) });
    }
    for window in &mut windows {
        window.start = before(bytes, encoding, window.start);
        window.end = behind(bytes, encoding, window.end);
    }
    windows.sort_by_key(|window| window.start);
    let mut merged: Vec<Window> = Vec::new();
    for window in windows {
        match merged.last_mut() {
            Some(last) if window.start <= last.end => last.end = last.end.max(window.end),
            _ => merged.push(window),
        }
    }
    merged
}

/// The start of the context before a byte, on a character.
fn before(bytes: &[u8], encoding: &Encoding, at: usize) -> usize {
    let floor = at.saturating_sub(CONTEXT_BYTES);
    if is_wide(encoding) {
        return floor + floor % 2;
    }
    let newlines = bytes[floor..at].iter().enumerate().rev().filter(|(_, byte)| **byte == b'\n');
    match newlines.map(|(position, _)| floor + position + 1).nth(CONTEXT_LINES) {
        Some(start) => start,
        None => (floor..at).find(|&start| is_start(bytes, encoding, start)).unwrap_or(at),
    }
}

/// The end of the context behind a byte.
fn behind(bytes: &[u8], encoding: &Encoding, at: usize) -> usize {
    let ceiling = bytes.len().min(at + CONTEXT_BYTES);
    if is_wide(encoding) {
        return ceiling - ceiling % 2;
    }
    let newlines = bytes[at..ceiling].iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    match newlines.map(|(position, _)| at + position).nth(CONTEXT_LINES) {
        Some(end) => end,
        None => (at..=ceiling).rev().find(|&end| is_start(bytes, encoding, end)).unwrap_or(at),
    }
}

fn is_wide(encoding: &Encoding) -> bool {
    encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE
}

/// Whether no UTF-8 character is cut at this byte; other encodings are not looked into.
fn is_start(bytes: &[u8], encoding: &Encoding, at: usize) -> bool {
    encoding != encoding_rs::UTF_8 || bytes.get(at).is_none_or(|byte| byte & 0xc0 != 0x80)
}

fn hunk(bytes: &[u8], encoding: &'static Encoding, window: &Window, spans: &[Span]) -> Hunk {
    let within: Vec<(usize, usize, usize)> = spans
        .iter()
        .enumerate()
        .take(MAX_SPANS)
        .map(|(position, span)| {
            let clamp = |byte: u64| {
                usize::try_from(byte).unwrap_or(usize::MAX).clamp(window.start, window.end)
            };
            (position, clamp(span.start), clamp(span.end))
        })
        .filter(|(_, start, end)| start < end)
        .collect();
    let mut cuts: Vec<usize> = within.iter().flat_map(|&(_, start, end)| [start, end]).collect();
    cuts.extend([window.start, window.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let pieces = cuts.windows(2).map(|cut| {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[cut[0]..cut[1]]);
        let covers = |&&(_, start, end): &&(usize, usize, usize)| start <= cut[0] && cut[1] <= end;
        let covering: Vec<usize> = within.iter().filter(covers).map(|found| found.0).collect();
        match covering.is_empty() {
            true => Piece::Plain(text.into_owned()),
            false => Piece::Marked(text.into_owned(), covering),
        }
    });
    let pieces = pieces.collect();
    let (byte, line) = window.known;
    let n_before = bytes[window.start..byte].iter().filter(|byte| **byte == b'\n').count();
    Hunk(line.saturating_sub(u32::try_from(n_before).unwrap_or(u32::MAX)).max(1), pieces)
}

#[cfg(test)]
mod tests {
    use heirloom_model::Span;

    #[track_caller]
    fn check(bytes: &[u8], encoding: &str, spans: &[(u64, u64, u32)], expect: &str) {
        let span = |&(start, end, line)| Span { start, end, first_line: line, last_line: line };
        let spans: Vec<Span> = spans.iter().map(span).collect();
        let (hunks, _) = super::excerpt(bytes, Some(encoding), &spans);
        assert_eq!(serde_json::to_string(&hunks).unwrap(), expect);
    }

    #[test]
    fn finds_stand_in_their_lines() {
        let text = b"1\n2\n3\n4\n5\nMIT here\n7\n8\n9\n10\n11";
        check(text, "UTF-8", &[(10, 13, 6)], r#"[[3,["3\n4\n5\n",["MIT",[0]]," here\n7\n8\n9"]]]"#);
        check(
            text,
            "UTF-8",
            &[(10, 18, 6), (14, 18, 6)],
            r#"[[3,["3\n4\n5\n",["MIT ",[0]],["here",[0,1]],"\n7\n8\n9"]]]"#,
        );
    }

    #[test]
    fn hostile_spans_and_encodings() {
        check(b"short", "UTF-8", &[(3, 900, 1), (4, 2, 1), (u64::MAX, u64::MAX, 1)], "[]");
        check(b"\xb0\xe6\xc8\xa8 X", "gb18030", &[(0, 4, 1)], r#"[[1,[["版权",[0]]," X"]]]"#);
        check(b"M\0I\0T\0!\0", "UTF-16LE", &[(0, 6, 1)], r#"[[1,[["MIT",[0]],"!"]]]"#);
    }

    #[test]
    fn long_finds_and_long_lines_are_cut() {
        let text = "é".repeat(50_000);
        let span = Span { start: 20_000, end: 80_000, first_line: 1, last_line: 1 };
        let (hunks, n_bytes) = super::excerpt(text.as_bytes(), None, &[span]);
        assert_eq!(hunks.len(), 2);
        assert!(n_bytes <= 12_600, "{n_bytes}");
        assert!(!serde_json::to_string(&hunks).unwrap().contains('\u{fffd}'));
    }
}
