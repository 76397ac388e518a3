// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The words of a Rich Text Format file.
//!
//! Formatting is passed over, and so are the groups that hold no words of the document: fonts,
//! styles, pictures. Broken files give what can be read of them.

mod charset;

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::map::{PieceKind, Pieces};

/// Groups inside each other; deeper ones share the state of the deepest.
const MAX_DEPTH: usize = 256;
/// Fonts whose character sets are kept.
const MAX_FONTS: usize = 4096;

/// Groups without words of the document, besides those marked `\*`.
const SKIPPED: &[&[u8]] = &[
    b"colortbl",
    b"datastore",
    b"filetbl",
    b"fldinst",
    b"info",
    b"listoverridetable",
    b"listtable",
    b"nonshppict",
    b"objdata",
    b"pict",
    b"private",
    b"revtbl",
    b"rsidtbl",
    b"stylesheet",
    b"themedata",
    b"xmlnstbl",
];

/// Whether the bytes are a Rich Text Format file.
pub(super) fn is_rtf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{\\rtf")
}

/// The words of `bytes`, and the number of bytes read; less than all when the map became too large.
pub(super) fn extract(bytes: &[u8]) -> (String, Pieces<'_>, usize) {
    let mut reader = Reader {
        bytes,
        at: 0,
        view: String::new(),
        pieces: Pieces::new(bytes),
        group: Group { skipped: false, in_fonts: false, n_fallback: 1, encoding: None },
        stack: Vec::new(),
        n_flat: 0,
        code_page: WINDOWS_1252,
        fonts: BTreeMap::new(),
        font: 0,
        to_skip: 0,
        pending: Pending::default(),
    };
    while reader.at < bytes.len() && !reader.pieces.is_full() {
        reader.token();
    }
    reader.flush();
    (reader.view, reader.pieces, reader.at)
}

#[derive(Clone, Copy)]
struct Group {
    skipped: bool,
    in_fonts: bool,
    /// How many characters stand in for each `\u`.
    n_fallback: u32,
    /// Of the font in use.
    encoding: Option<&'static Encoding>,
}

/// Bytes of the code page that may need more to become a character, or half of a UTF-16 pair.
#[derive(Default)]
struct Pending {
    bytes: Vec<u8>,
    surrogate: Option<u16>,
    start: usize,
    end: usize,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    view: String,
    pieces: Pieces<'a>,
    group: Group,
    stack: Vec<Group>,
    /// Groups open beyond the deepest that is kept.
    n_flat: usize,
    code_page: &'static Encoding,
    fonts: BTreeMap<i32, &'static Encoding>,
    /// The font that the font table speaks of.
    font: i32,
    /// Characters left that stand in for a `\u`.
    to_skip: u32,
    pending: Pending,
}

impl Reader<'_> {
    fn token(&mut self) {
        match self.bytes[self.at] {
            b'{' => {
                self.flush();
                self.to_skip = 0;
                if self.stack.len() < MAX_DEPTH {
                    self.stack.push(self.group);
                } else {
                    self.n_flat += 1;
                }
                self.at += 1;
            }
            b'}' => {
                self.flush();
                self.to_skip = 0;
                if self.n_flat > 0 {
                    self.n_flat -= 1;
                } else if let Some(outer) = self.stack.pop() {
                    self.group = outer;
                }
                self.at += 1;
            }
            b'\\' => self.control(),
            b'\r' | b'\n' => self.at += 1,
            _ => self.plain(),
        }
    }

    /// Characters up to the next brace, backslash or line end.
    fn plain(&mut self) {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| b"{}\\\r\n".contains(byte)).unwrap_or(rest.len());
        let (mut start, end) = (self.at, self.at + length);
        self.at = end;
        if self.group.skipped || self.group.in_fonts {
            return;
        }
        while self.to_skip > 0 && start < end {
            self.to_skip -= 1;
            start += 1;
        }
        while start < end {
            let n_ascii = self.bytes[start..end].iter().take_while(|byte| byte.is_ascii()).count();
            if n_ascii == 0 || self.wants_more() {
                self.push_byte(self.bytes[start], start, start + 1);
                start += 1;
                continue;
            }
            self.flush();
            self.pieces.push(self.view.len(), start, PieceKind::Same);
            self.view.extend(self.bytes[start..start + n_ascii].iter().map(|b| char::from(*b)));
            start += n_ascii;
        }
    }

    fn control(&mut self) {
        let start = self.at;
        let rest = &self.bytes[start + 1..];
        let n_letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if n_letters > 0 {
            return self.word(n_letters);
        }
        let Some(symbol) = rest.first() else {
            self.at += 1;
            return;
        };
        self.at += 2;
        match symbol {
            b'\'' => {
                let digits = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
                let Some(byte) = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok()) else {
                    return;
                };
                self.at += 2;
                if self.to_skip > 0 {
                    self.to_skip -= 1;
                } else {
                    self.push_byte(byte, start, start + 4);
                }
            }
            b'*' => self.group.skipped = true,
            // The second half of a character can be any ASCII byte.
            b'\\' | b'{' | b'}' if self.wants_more() => {
                self.push_byte(*symbol, start, start + 2);
            }
            b'~' => self.push_str(" ", start),
            b'_' => self.push_str("-", start),
            b'\r' | b'\n' => self.push_str("\n", start),
            b'\\' => self.push_str("\\", start),
            b'{' => self.push_str("{", start),
            b'}' => self.push_str("}", start),
            _ => {}
        }
    }

    /// A control word of so many letters with its number and the space that ends it.
    fn word(&mut self, n_letters: usize) {
        let (bytes, start) = (self.bytes, self.at);
        let word = &bytes[start + 1..start + 1 + n_letters];
        self.at += 1 + n_letters;
        let rest = &bytes[self.at..];
        let n_sign = usize::from(rest.first() == Some(&b'-'));
        let n_digits = rest[n_sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut number = None;
        if n_digits > 0 {
            let digits = std::str::from_utf8(&rest[..n_sign + n_digits]).unwrap_or_default();
            number = digits.parse::<i32>().ok();
            self.at += n_sign + n_digits;
        }
        if bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        if !self.state_word(word, number) {
            self.text_word(word, number, start);
        }
    }

    /// Words that change how others are read.
    fn state_word(&mut self, word: &[u8], number: Option<i32>) -> bool {
        match (word, number) {
            (b"fonttbl", _) => self.group.in_fonts = true,
            (b"f", Some(font)) if self.group.in_fonts => self.font = font,
            (b"fcharset", Some(set)) if self.group.in_fonts => {
                if let Some(encoding) = charset::of_font(set)
                    && self.fonts.len() < MAX_FONTS
                {
                    self.fonts.insert(self.font, encoding);
                }
            }
            (b"f", Some(font)) => {
                self.flush();
                self.group.encoding = self.fonts.get(&font).copied();
            }
            (b"ansicpg", Some(page)) => {
                self.code_page = charset::of_code_page(page).unwrap_or(WINDOWS_1252);
            }
            (b"mac", _) => self.code_page = encoding_rs::MACINTOSH,
            (b"uc", Some(n)) => self.group.n_fallback = u32::try_from(n).unwrap_or(1).min(16),
            (b"bin", Some(n)) => {
                let n_bytes = usize::try_from(n).unwrap_or(0);
                self.at = self.bytes.len().min(self.at.saturating_add(n_bytes));
            }
            (word, _) if SKIPPED.contains(&word) => self.group.skipped = true,
            _ => return false,
        }
        true
    }

    /// Words that stand for characters.
    fn text_word(&mut self, word: &[u8], number: Option<i32>, start: usize) {
        let text = match word {
            b"u" => {
                if let Some(code) = number {
                    // Codes above 32767 are written as negative numbers.
                    self.push_unit(code.rem_euclid(0x1_0000), start);
                    self.to_skip = self.group.n_fallback;
                }
                return;
            }
            b"par" | b"line" | b"sect" | b"page" | b"row" | b"column" => "\n",
            b"tab" | b"cell" => "\t",
            b"emdash" => "\u{2014}",
            b"endash" => "\u{2013}",
            b"lquote" => "\u{2018}",
            b"rquote" => "\u{2019}",
            b"ldblquote" => "\u{201c}",
            b"rdblquote" => "\u{201d}",
            b"bullet" => "\u{2022}",
            b"emspace" | b"enspace" | b"qmspace" => " ",
            _ => return,
        };
        self.push_str(text, start);
    }

    /// Puts down what the bytes from `start` to here stand for.
    fn push_str(&mut self, text: &str, start: usize) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        self.flush();
        self.push_piece(text, start, self.at);
    }

    fn push_piece(&mut self, text: &str, start: usize, end: usize) {
        if self.group.skipped || self.group.in_fonts {
            return;
        }
        let n_bytes = u32::try_from(end - start).unwrap_or(u32::MAX);
        self.pieces.push(self.view.len(), start, PieceKind::Whole { n_bytes });
        self.view.push_str(text);
    }

    /// Takes a UTF-16 unit.
    fn push_unit(&mut self, unit: i32, start: usize) {
        let unit = u16::try_from(unit).unwrap_or(0xfffd);
        if let Some(high) = self.pending.surrogate.take()
            && let Some(Ok(character)) = char::decode_utf16([high, unit]).next()
            && character > '\u{ffff}'
        {
            return self.push_piece(
                character.encode_utf8(&mut [0; 4]),
                self.pending.start,
                self.at,
            );
        }
        self.flush();
        match char::from_u32(unit.into()) {
            Some(character) => self.push_piece(character.encode_utf8(&mut [0; 4]), start, self.at),
            None => {
                self.pending.surrogate = Some(unit);
                self.pending.start = start;
            }
        }
    }

    /// Takes a byte of the code page, which stands at `start..end`.
    fn push_byte(&mut self, byte: u8, start: usize, end: usize) {
        if self.group.skipped || self.group.in_fonts {
            return;
        }
        if self.pending.bytes.is_empty() {
            self.pending.start = start;
        }
        self.pending.bytes.push(byte);
        self.pending.end = end;
        if !self.wants_more() {
            self.flush();
        }
    }

    /// Whether the bytes at hand are the first half of a character.
    fn wants_more(&self) -> bool {
        let bytes = &self.pending.bytes;
        if bytes.is_empty() || bytes.len() >= 4 || self.encoding().is_single_byte() {
            return false;
        }
        let mut decoder = self.encoding().new_decoder_without_bom_handling();
        let mut buffer = [0; 16];
        let (_, _, n_written, _) = decoder.decode_to_utf8(bytes, &mut buffer, false);
        n_written == 0
    }

    fn encoding(&self) -> &'static Encoding {
        self.group.encoding.unwrap_or(self.code_page)
    }

    /// Puts down what is left of unfinished characters.
    fn flush(&mut self) {
        self.pending.surrogate = None;
        if self.pending.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending.bytes);
        let (text, _) = self.encoding().decode_without_bom_handling(&bytes);
        self.push_piece(&text, self.pending.start, self.pending.end);
    }
}

#[cfg(test)]
mod tests;
