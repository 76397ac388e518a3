// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Finds the places where a statement may start, fast: most files have none.

use std::sync::LazyLock;

use aho_corasick::packed;
use memchr::memmem;

/// What a place may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// A copyright statement.
    Copyright,
    /// An author.
    Author,
}

/// Parts of marks, with what they mark; case variants that people write are spelled out.
const PARTS: &[(&str, Marker)] = &[
    ("opyr", Marker::Copyright),
    ("OPYR", Marker::Copyright),
    ("opyl", Marker::Copyright),
    ("opyR", Marker::Copyright),
    ("Copr", Marker::Copyright),
    ("COPR", Marker::Copyright),
    ("copr.", Marker::Copyright),
    ("older is ", Marker::Copyright),
    ("(c)", Marker::Copyright),
    ("(C)", Marker::Copyright),
    ("( C )", Marker::Copyright),
    ("( c )", Marker::Copyright),
    ("&copy", Marker::Copyright),
    ("&#169", Marker::Copyright),
    ("&#xa9", Marker::Copyright),
    ("&#xA9", Marker::Copyright),
    ("&#XA9", Marker::Copyright),
    ("\\(co", Marker::Copyright),
    ("\\251", Marker::Copyright),
    ("\\xa9", Marker::Copyright),
    ("\\xA9", Marker::Copyright),
    ("\\u00a9", Marker::Copyright),
    ("\\u00A9", Marker::Copyright),
    ("|copy|", Marker::Copyright),
    ("<A9>", Marker::Copyright),
    ("uthor", Marker::Author),
    ("UTHOR", Marker::Author),
    ("ontribut", Marker::Author),
    ("aintainer", Marker::Author),
    ("ritten-by", Marker::Author),
    (" by ", Marker::Author),
    (" By ", Marker::Author),
    (" BY ", Marker::Author),
    ("\nby ", Marker::Author),
    ("\nBy ", Marker::Author),
    ("(by ", Marker::Author),
    (" by:", Marker::Author),
    (" by\n", Marker::Author),
];

static SEARCHER: LazyLock<Option<packed::Searcher>> =
    LazyLock::new(|| packed::Searcher::new(PARTS.iter().map(|(part, _)| part)));

/// The places of marks in order.
pub(super) fn places(text: &str) -> impl Iterator<Item = (usize, Marker)> + '_ {
    let signs = memmem::find_iter(text.as_bytes(), "©").map(|at| (at, Marker::Copyright));
    let parts = SEARCHER.as_ref().into_iter().flat_map(|searcher| {
        searcher.find_iter(text.as_bytes()).map(|found| {
            let (part, marker) = PARTS[found.pattern().as_usize()];
            let skip = part.len() - part.trim_start_matches([' ', '\n']).len();
            (found.start() + if marker == Marker::Author { skip } else { 0 }, marker)
        })
    });
    merge(signs, parts)
}

fn merge(
    left: impl Iterator<Item = (usize, Marker)>,
    right: impl Iterator<Item = (usize, Marker)>,
) -> impl Iterator<Item = (usize, Marker)> {
    let (mut left, mut right) = (left.peekable(), right.peekable());
    std::iter::from_fn(move || match (left.peek(), right.peek()) {
        (Some(one), Some(other)) if one.0 <= other.0 => left.next(),
        (_, Some(_)) => right.next(),
        (_, None) => left.next(),
    })
}

/// Whether the word at `at` ends as the word copyright and its forms end.
pub(super) fn word_may_end(text: &str, at: usize) -> bool {
    let rest = &text.as_bytes()[at..];
    let Some(tail) = rest.get(7..) else { return true };
    if !rest[..7].eq_ignore_ascii_case(b"opyrigh") {
        return true;
    }
    let tail = if tail.starts_with(b"t") || tail.starts_with(b"T") { &tail[1..] } else { tail };
    let ends: [&[u8]; 3] = [b"s", b"ed", b"text"];
    let is_end = |tail: &[u8]| !tail.first().is_some_and(u8::is_ascii_alphabetic);
    is_end(tail)
        || ends.iter().any(|end| {
            tail.get(..end.len()).is_some_and(|head| head.eq_ignore_ascii_case(end))
                && is_end(&tail[end.len()..])
        })
}

/// Whether what follows a sign can be a statement; code such as `f(c) + 1` is settled here.
pub(super) fn sign_may_start(text: &str, at: usize) -> bool {
    let rest = &text.as_bytes()[at..];
    if !rest.starts_with(b"(c)") && !rest.starts_with(b"(C)") {
        return true;
    }
    let rest = rest[3..].trim_ascii_start();
    match rest.first() {
        None => false,
        Some(b'a'..=b'z') => {
            let words: [&[u8]; 6] =
                [b"by", b"the ", b"http", b"copyright", b"opyright", b"opyleft"];
            words.iter().any(|word| rest.starts_with(word))
        }
        Some(byte) => !b"){;=+?|]}!~^".contains(byte),
    }
}

/// The start of the word that holds `at`, not before `floor`.
pub(super) fn word_start(text: &str, at: usize, floor: usize) -> usize {
    let low = at.saturating_sub(32).max(floor);
    let bytes = text.as_bytes();
    let mut start = at;
    while start > low
        && (bytes[start - 1].is_ascii_alphanumeric()
            || matches!(bytes[start - 1], b'@' | b'-' | b'_'))
    {
        start -= 1;
    }
    start
}
