// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the bytes of a file are: UTF-8, another encoding, or no text at all.
//!
//! The order matters: what the bytes prove (a byte order mark, valid UTF-8) goes before what they
//! say (a declared charset), and that before what they look like (statistics).

mod legacy;
mod magic;
mod wide;

use super::transcode::Scheme;

pub(super) use magic::is_pdf;

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

/// How much of a file that is not plain UTF-8 is looked at to tell text from binary.
const SAMPLE_BYTES: usize = 16 << 10;
/// How much of valid UTF-8 is looked at for control characters.
const CONTROL_BYTES: usize = 2 << 10;
/// A text may have a NUL in so many bytes.
const BYTES_PER_NUL: usize = 512;

/// Guesses from the bytes; `truncated` when the file goes on behind them.
pub(super) fn guess(bytes: &[u8], truncated: bool) -> Guess<'_> {
    let marked = |scheme, shift| {
        if wide::is_plausible(scheme, &bytes[shift..]) {
            Guess::Scheme { scheme, shift }
        } else {
            unmarked(bytes, truncated)
        }
    };
    match bytes {
        [] => Guess::Empty,
        [0xef, 0xbb, 0xbf, rest @ ..] => match utf8(rest, truncated) {
            Some(text) => Guess::Utf8 { text, shift: 3 },
            None => Guess::Scheme { scheme: Scheme::MixedUtf8, shift: 3 },
        },
        [0xff, 0xfe, 0, 0, ..] => marked(Scheme::Utf32 { big: false }, 4),
        [0, 0, 0xfe, 0xff, ..] => marked(Scheme::Utf32 { big: true }, 4),
        [0xff, 0xfe, ..] => marked(Scheme::Utf16 { big: false }, 2),
        [0xfe, 0xff, ..] => marked(Scheme::Utf16 { big: true }, 2),
        _ => unmarked(bytes, truncated),
    }
}

fn unmarked(bytes: &[u8], truncated: bool) -> Guess<'_> {
    let has_nul = memchr::memchr(0, bytes).is_some();
    let valid = utf8(bytes, truncated);
    if let (Some(text), false) = (valid, has_nul) {
        return valid_text(bytes, text);
    }
    // Files that were padded with NULs are judged without them.
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let sample = &bytes[..end.min(SAMPLE_BYTES)];
    if magic::is_binary(bytes) {
        return Guess::Binary;
    }
    if has_nul {
        let even = end.next_multiple_of(4).min(bytes.len()).min(SAMPLE_BYTES);
        if let Some(scheme) = wide::unmarked(&bytes[..even]) {
            return Guess::Scheme { scheme, shift: 0 };
        }
        let n_nuls = memchr::memchr_iter(0, &bytes[..end]).count();
        if n_nuls * BYTES_PER_NUL > end {
            return Guess::Binary;
        }
    }
    if has_controls(sample) {
        return Guess::Binary;
    }
    if let Some(text) = valid {
        return Guess::Utf8 { text, shift: 0 };
    }
    let scheme = match legacy::declared_and_proven(bytes) {
        Some(scheme) => Some(scheme),
        None if is_mostly_utf8(bytes) => Some(Scheme::MixedUtf8),
        None => legacy::guess(bytes),
    };
    scheme.map_or(Guess::Binary, |scheme| Guess::Scheme { scheme, shift: 0 })
}

fn valid_text<'a>(bytes: &'a [u8], text: &'a str) -> Guess<'a> {
    let head = &bytes[..bytes.len().min(CONTROL_BYTES)];
    if has_controls(head) || is_pdf(bytes) {
        Guess::Binary
    } else if legacy::is_iso_2022_jp(&bytes[..bytes.len().min(SAMPLE_BYTES)]) {
        Guess::Scheme { scheme: Scheme::Legacy(encoding_rs::ISO_2022_JP), shift: 0 }
    } else {
        Guess::Utf8 { text, shift: 0 }
    }
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

/// Whether more than one byte in twenty is a control character that no text has.
fn has_controls(sample: &[u8]) -> bool {
    let count = |chunk: &[u8]| -> u8 { chunk.iter().map(|byte| u8::from(is_control(*byte))).sum() };
    let n_controls: usize = sample.chunks(255).map(|chunk| usize::from(count(chunk))).sum();
    n_controls * 20 > sample.len()
}

/// Control characters but for white space, backspace (overstrikes) and escape (colors, ISO 2022).
fn is_control(byte: u8) -> bool {
    (byte < 8) | ((byte > 13) & (byte < 32) & (byte != 27)) | (byte == 127)
}

/// Whether the characters above ASCII are UTF-8 rather than not.
///
/// Legacy encodings make valid sequences by chance, but many more invalid ones.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            good += [0, 0, 1, 2, 4][character.len_utf8()];
        }
        bad += chunk.invalid().len();
    }
    good >= 2 * bad || (good >= bad && bad <= 2)
}
