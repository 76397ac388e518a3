// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the bytes of a file are: UTF-8, another encoding, or no text at all.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::transcode::Scheme;

/// What bytes look like.
pub(super) enum Guess<'a> {
    Empty,
    Binary,
    /// Valid UTF-8 after `shift` bytes of byte order mark.
    Utf8 {
        text: &'a str,
        shift: usize,
    },
    Scheme {
        scheme: Scheme,
        shift: usize,
    },
}

/// How much of a file is looked at to tell text from binary.
const SAMPLE_BYTES: usize = 16 << 10;
/// How much is shown to the detector of legacy encodings.
const DETECTOR_BYTES: usize = 64 << 10;

/// Guesses from the bytes; `truncated` when the file goes on behind them.
pub(super) fn guess(bytes: &[u8], truncated: bool) -> Guess<'_> {
    let scheme = |scheme, shift| Guess::Scheme { scheme, shift };
    match bytes {
        [] => Guess::Empty,
        [0xef, 0xbb, 0xbf, rest @ ..] => match utf8(rest, truncated) {
            Some(text) => Guess::Utf8 { text, shift: 3 },
            None => scheme(Scheme::MixedUtf8, 3),
        },
        [0xff, 0xfe, 0, 0, ..] => scheme(Scheme::Utf32 { big: false }, 4),
        [0, 0, 0xfe, 0xff, ..] => scheme(Scheme::Utf32 { big: true }, 4),
        [0xff, 0xfe, ..] => scheme(Scheme::Utf16 { big: false }, 2),
        [0xfe, 0xff, ..] => scheme(Scheme::Utf16 { big: true }, 2),
        _ => unmarked(bytes, truncated),
    }
}

fn unmarked(bytes: &[u8], truncated: bool) -> Guess<'_> {
    let has_nul = memchr::memchr(0, bytes).is_some();
    match utf8(bytes, truncated) {
        Some(text) if !has_nul => return Guess::Utf8 { text, shift: 0 },
        _ if has_nul => return Guess::Binary,
        _ => {}
    }
    if looks_binary(&bytes[..bytes.len().min(SAMPLE_BYTES)]) {
        return Guess::Binary;
    }
    let scheme = if is_mostly_utf8(bytes) { Scheme::MixedUtf8 } else { legacy(bytes) };
    Guess::Scheme { scheme, shift: 0 }
}

/// The bytes as UTF-8; a character cut by truncation is left out.
fn utf8(bytes: &[u8], truncated: bool) -> Option<&str> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(_) if truncated => {
            let error = std::str::from_utf8(bytes).err()?;
            let cut = error.error_len().is_none().then_some(error.valid_up_to())?;
            std::str::from_utf8(&bytes[..cut]).ok()
        }
        Err(_) => None,
    }
}

/// Whether more than one byte in twenty is a control character no text has.
fn looks_binary(sample: &[u8]) -> bool {
    let is_control = |byte: &&u8| matches!(**byte, 0..=7 | 14..=26 | 28..=31 | 127);
    sample.iter().filter(is_control).count() * 20 > sample.len()
}

/// Whether the characters above ASCII are UTF-8 more often than not.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        // Longer sequences hardly come about by chance.
        good += chunk
            .valid()
            .chars()
            .filter(|c| !c.is_ascii())
            .map(|c| 4_usize.pow(c.len_utf8() as u32 - 2))
            .sum::<usize>();
        bad += chunk.invalid().len();
    }
    good >= 2 * bad
}

fn legacy(bytes: &[u8]) -> Scheme {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let start = first.saturating_sub(64);
    detector.feed(&bytes[start..bytes.len().min(start + DETECTOR_BYTES)], true);
    Scheme::Legacy(detector.guess(None, Utf8Detection::Deny))
}
