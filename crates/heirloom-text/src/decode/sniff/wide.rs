// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! UTF-16 and UTF-32, with and without byte order mark.

use crate::decode::transcode::{Scheme, step};

/// How many bytes are tried.
const TRIED_BYTES: usize = 4 << 10;

/// Fewer bytes prove nothing without a byte order mark.
const MIN_BYTES: usize = 32;

/// What the first characters are when read by a scheme.
struct Tally {
    n_characters: usize,
    n_anchors: usize,
    /// Characters whose bytes could as well be ASCII.
    n_ambiguous: usize,
}

/// Reads some characters; `None` as soon as more than one in `tolerance` must be strange.
fn tally(scheme: Scheme, bytes: &[u8], tolerance: usize) -> Option<Tally> {
    let tried = &bytes[..bytes.len().min(TRIED_BYTES)];
    let mut tally = Tally { n_characters: 0, n_anchors: 0, n_ambiguous: 0 };
    let (mut at, mut n_strange) = (0, 0);
    while at < tried.len() {
        let step = step(scheme, tried, at);
        // A character cut by the end of the sample says nothing.
        if at + 4 > tried.len() && step.broken {
            break;
        }
        tally.n_characters += 1;
        tally.n_anchors += usize::from(is_anchor(step.character));
        n_strange += usize::from(step.broken || is_strange(step.character));
        // No character takes less than two bytes.
        if n_strange * tolerance * 2 > tried.len() {
            return None;
        }
        let unit = &tried[at..at + step.n_bytes];
        tally.n_ambiguous += usize::from(unit.iter().all(|byte| matches!(byte, b' '..=b'~')));
        at += step.n_bytes;
    }
    (n_strange * tolerance <= tally.n_characters).then_some(tally)
}

/// Whether bytes behind a byte order mark read well enough as what the mark says.
pub(super) fn is_plausible(scheme: Scheme, bytes: &[u8]) -> bool {
    tally(scheme, bytes, 10).is_some()
}

/// The wide encoding of bytes with NULs among them, if they read well as one.
pub(super) fn unmarked(sample: &[u8]) -> Option<Scheme> {
    if sample.len() < MIN_BYTES {
        return None;
    }
    let schemes = [
        Scheme::Utf32 { big: false },
        Scheme::Utf32 { big: true },
        Scheme::Utf16 { big: false },
        Scheme::Utf16 { big: true },
    ];
    schemes.into_iter().find(|scheme| {
        tally(*scheme, sample, 50).is_some_and(|tally| {
            let n_foreign = tally.n_characters - tally.n_anchors;
            let is_ambiguous = tally.n_ambiguous >= 4 && tally.n_ambiguous * 4 > n_foreign * 3;
            tally.n_anchors * 20 > tally.n_characters && !is_ambiguous
        })
    })
}

/// Characters that every text has: ASCII, Chinese and Japanese punctuation.
fn is_anchor(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{3000}'..='\u{3002}' | '\u{ff0c}')
}

/// Characters that bytes of programs make often and text hardly ever has.
fn is_strange(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{feff}' | ' '..='~' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{2000}'..='\u{200a}' => true,
        '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' => true,
        '\u{a000}'..='\u{abff}' | '\u{1400}'..='\u{1cff}' => true,
        '\u{a0}'..='\u{ffff}' => false,
        _ => {
            !matches!(character, '\u{1d400}'..='\u{1d7ff}' | '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}')
        }
    }
}
