// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Decoding of everything that is not UTF-8 already, with checkpoints to find the way back.
//!
//! A full map of every character would be larger than the file. A checkpoint each few hundred bytes,
//! at places where the decoder holds no state, is enough: the way back decodes again from there.

use std::ops::Range;

use encoding_rs::{Encoding, WINDOWS_1252};

const CHECKPOINT_BYTES: usize = 256;

/// How bytes become characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// UTF-8 with some bytes that are not; single ones are read as windows-1252.
    MixedUtf8,
    /// UTF-16, little or big endian.
    Utf16 { big: bool },
    /// UTF-32, little or big endian.
    Utf32 { big: bool },
    /// An encoding of the WHATWG standard.
    Legacy(&'static Encoding),
}

impl Scheme {
    pub(super) fn name(self) -> &'static str {
        match self {
            Scheme::MixedUtf8 => "UTF-8",
            Scheme::Utf16 { big: false } => "UTF-16LE",
            Scheme::Utf16 { big: true } => "UTF-16BE",
            Scheme::Utf32 { big: false } => "UTF-32LE",
            Scheme::Utf32 { big: true } => "UTF-32BE",
            Scheme::Legacy(encoding) => encoding.name(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Point {
    view: u32,
    disk: u32,
}

/// Places where view and file are known to meet.
#[derive(Clone, Debug)]
pub(super) struct Checkpoints<'a> {
    disk: &'a [u8],
    scheme: Scheme,
    points: Vec<Point>,
}

impl Checkpoints<'_> {
    fn push(&mut self, view: usize, disk: usize) {
        if let (Ok(view), Ok(disk)) = (u32::try_from(view), u32::try_from(disk)) {
            self.points.push(Point { view, disk });
        }
    }

    /// The bytes on disk of `range` in the view.
    pub(super) fn locate(&self, view_len: usize, range: Range<usize>) -> Range<usize> {
        let start =
            if range.start < view_len { self.at(range.start).start } else { self.disk.len() };
        if range.is_empty() {
            return start..start;
        }
        start..self.at(range.end - 1).end.max(start)
    }

    /// The bytes of the character that covers `offset` of the view.
    fn at(&self, offset: usize) -> Range<usize> {
        let after = self.points.partition_point(|point| point.view as usize <= offset);
        let Some(point) = after.checked_sub(1).map(|index| self.points[index]) else {
            return 0..0;
        };
        let (start, wanted) = (point.disk as usize, offset - point.view as usize);
        let stop = self.points.get(after).map_or(self.disk.len(), |point| point.disk as usize);
        match self.scheme {
            Scheme::Legacy(encoding) => legacy_at(encoding, self.disk, start..stop, wanted),
            scheme => {
                let (mut at, mut view) = (start, 0);
                while at < stop {
                    let step = step(scheme, self.disk, at);
                    view += step.character.len_utf8();
                    if view > wanted {
                        return at..at + step.n_bytes;
                    }
                    at += step.n_bytes;
                }
                at..at
            }
        }
    }
}

/// Decodes `bytes` after the first `shift`; says whether some did not fit.
pub(super) fn decode(
    scheme: Scheme,
    bytes: &[u8],
    shift: usize,
) -> (String, Checkpoints<'_>, bool) {
    let mut checkpoints = Checkpoints { disk: bytes, scheme, points: Vec::new() };
    let (view, broken) = match scheme {
        Scheme::Legacy(encoding) => decode_legacy(encoding, &mut checkpoints, shift),
        Scheme::MixedUtf8 => decode_mixed(&mut checkpoints, shift),
        _ => decode_stepwise(&mut checkpoints, shift),
    };
    (view, checkpoints, broken)
}

pub(super) struct Step {
    pub(super) n_bytes: usize,
    pub(super) character: char,
    pub(super) broken: bool,
}

impl Step {
    fn good(n_bytes: usize, character: char) -> Step {
        Step { n_bytes, character, broken: false }
    }

    fn broken(n_bytes: usize) -> Step {
        Step { n_bytes, character: char::REPLACEMENT_CHARACTER, broken: true }
    }
}

/// The character at `at`, which is less than the length of `bytes`.
pub(super) fn step(scheme: Scheme, bytes: &[u8], at: usize) -> Step {
    let rest = &bytes[at..];
    match scheme {
        Scheme::Utf16 { big } => step_utf16(rest, big),
        Scheme::Utf32 { big } => match rest.first_chunk::<4>() {
            None => Step::broken(rest.len()),
            Some(unit) => {
                let code = if big { u32::from_be_bytes(*unit) } else { u32::from_le_bytes(*unit) };
                char::from_u32(code).map_or(Step::broken(4), |character| Step::good(4, character))
            }
        },
        Scheme::MixedUtf8 | Scheme::Legacy(_) => step_mixed(rest),
    }
}

fn step_utf16(rest: &[u8], big: bool) -> Step {
    let unit = |index: usize| {
        let pair = rest.get(2 * index..)?.first_chunk::<2>()?;
        Some(if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) })
    };
    let Some(first) = unit(0) else { return Step::broken(rest.len()) };
    let decoded = char::decode_utf16([first].into_iter().chain(unit(1))).next();
    match decoded {
        Some(Ok(character)) => Step::good(2 * character.len_utf16(), character),
        _ => Step::broken(2),
    }
}

fn step_mixed(rest: &[u8]) -> Step {
    let window = &rest[..rest.len().min(4)];
    let Some(chunk) = window.utf8_chunks().next() else { return Step::broken(rest.len()) };
    match (chunk.valid().chars().next(), chunk.invalid()) {
        (Some(character), _) => Step::good(character.len_utf8(), character),
        (None, [byte]) => Step { n_bytes: 1, character: windows_1252(*byte), broken: true },
        (None, several) => Step::broken(several.len()),
    }
}

fn windows_1252(byte: u8) -> char {
    let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    decoded.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn decode_stepwise(checkpoints: &mut Checkpoints<'_>, shift: usize) -> (String, bool) {
    let (bytes, scheme) = (checkpoints.disk, checkpoints.scheme);
    let mut view = String::with_capacity(bytes.len() / 2);
    let mut broken = false;
    let (mut at, mut next_point) = (shift, shift);
    while at < bytes.len() {
        if at >= next_point {
            checkpoints.push(view.len(), at);
            next_point = at + CHECKPOINT_BYTES;
        }
        let step = step(scheme, bytes, at);
        view.push(step.character);
        broken |= step.broken;
        at += step.n_bytes;
    }
    (view, broken)
}

fn decode_mixed(checkpoints: &mut Checkpoints<'_>, shift: usize) -> (String, bool) {
    let bytes = checkpoints.disk;
    let mut view = String::with_capacity(bytes.len() + bytes.len() / 16);
    let (mut at, mut next_point, mut broken) = (shift, shift, false);
    for chunk in bytes[shift..].utf8_chunks() {
        let mut valid = chunk.valid();
        while !valid.is_empty() {
            if at >= next_point {
                checkpoints.push(view.len(), at);
                next_point = at + CHECKPOINT_BYTES;
            }
            let (head, tail) = valid.split_at(valid.floor_char_boundary(CHECKPOINT_BYTES));
            view.push_str(head);
            at += head.len();
            valid = tail;
        }
        if chunk.invalid().is_empty() {
            continue;
        }
        if at >= next_point {
            checkpoints.push(view.len(), at);
            next_point = at + CHECKPOINT_BYTES;
        }
        view.push(step_mixed(chunk.invalid()).character);
        at += chunk.invalid().len();
        broken = true;
    }
    (view, broken)
}

fn decode_legacy(
    encoding: &'static Encoding,
    checkpoints: &mut Checkpoints<'_>,
    shift: usize,
) -> (String, bool) {
    let bytes = checkpoints.disk;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut view = String::with_capacity(bytes.len() + bytes.len() / 4);
    let (mut at, mut next_point, mut broken) = (shift, shift, false);
    while at < bytes.len() {
        let neutral = decoder.latin1_byte_compatible_up_to(&[]).is_some();
        if neutral && at >= next_point {
            checkpoints.push(view.len(), at);
            next_point = at + CHECKPOINT_BYTES;
        }
        // A byte at a time where a piece ended within a character.
        let length = if neutral || at == shift { CHECKPOINT_BYTES } else { 1 };
        let end = bytes.len().min(at + length);
        broken |= feed(&mut decoder, &bytes[at..end], end == bytes.len(), &mut view);
        at = end;
    }
    (view, broken)
}

/// Decodes all of `input` and says whether some of it did not fit.
fn feed(
    decoder: &mut encoding_rs::Decoder,
    mut input: &[u8],
    last: bool,
    view: &mut String,
) -> bool {
    let mut broken = false;
    loop {
        let needed = decoder.max_utf8_buffer_length(input.len()).unwrap_or(input.len() * 3 + 16);
        view.reserve(needed);
        let (result, n_read, had_errors) = decoder.decode_to_string(input, view, last);
        broken |= had_errors;
        input = &input[n_read..];
        if result == encoding_rs::CoderResult::InputEmpty {
            return broken;
        }
    }
}

/// Decodes `within` byte by byte up to the character that covers `wanted` bytes of output.
fn legacy_at(
    encoding: &'static Encoding,
    bytes: &[u8],
    within: Range<usize>,
    wanted: usize,
) -> Range<usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut view = String::new();
    let mut group = within.start;
    for at in within.clone() {
        let before = view.len();
        feed(&mut decoder, &bytes[at..=at], at + 1 == bytes.len(), &mut view);
        if view.len() > wanted {
            return group..at + 1;
        }
        if view.len() > before {
            group = at + 1;
        }
    }
    group..within.end
}
