// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From the codes of a font to letters.

use std::collections::BTreeMap;

use super::{
    Budget, encoding,
    lexer::{Dict, Lexer, Value},
    objects::Objects,
};

/// Codes that one font maps.
const MAX_CODES: usize = 100_000;

/// How the codes of a font are read.
pub(super) struct Font {
    /// Bytes of one code.
    width: usize,
    /// The letters of codes, where the font tells.
    letters: BTreeMap<u32, String>,
    base: Base,
    /// The widths of codes in thousandths of the size, from a first code on.
    widths: (u32, Vec<f64>),
    standard: Standard,
}

/// The font that stands for one that does not say how wide its letters are.
#[derive(Clone, Copy)]
enum Standard {
    Courier,
    Helvetica,
    Times,
}

/// What was written.
#[derive(Default)]
pub(super) struct Written {
    /// How wide it is, in thousandths of the size.
    pub(super) width: f64,
    pub(super) n_codes: f64,
    pub(super) n_spaces: f64,
}

/// The encoding behind the font's own table.
#[derive(Clone, Copy, PartialEq)]
enum Base {
    Windows,
    Macintosh,
    Own,
    /// Codes that the table does not know have no letters.
    Nothing,
}

impl Font {
    pub(super) fn read(dict: &Dict, objects: &Objects<'_>, budget: &mut Budget) -> Font {
        let is_composite = dict.is("Subtype", "Type0");
        let mut letters = BTreeMap::new();
        let mut base = if is_composite { Base::Nothing } else { Base::Own };
        match dict.get("Encoding").map(|value| objects.resolve(value)) {
            Some(Value::Name(name)) if !is_composite => base = base_of(&name),
            Some(Value::Dict(encoding)) => {
                if let Some(Value::Name(name)) = encoding.get("BaseEncoding") {
                    base = base_of(name);
                }
                let differences = encoding.get("Differences").map(|value| objects.resolve(value));
                if let Some(Value::Array(parts)) = differences {
                    name_codes(&parts, &mut letters);
                }
            }
            _ => {}
        }
        if let Some(Value::Reference(number)) = dict.get("ToUnicode")
            && let Some((_, bytes, _)) = objects.unpacked(*number, budget)
        {
            read_table(&bytes, &mut letters);
        }
        let width = if is_composite { 2 } else { 1 };
        let widths = widths(dict, objects);
        Font { width, letters, base, widths, standard: standard(dict) }
    }

    /// Appends the letters of codes.
    pub(super) fn write(&self, codes: &[u8], out: &mut String) -> Written {
        let mut written = Written::default();
        for code in codes.chunks(self.width) {
            let code = code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            written.width += self.width_of(code);
            written.n_codes += 1.0;
            written.n_spaces += if self.width == 1 && code == 32 { 1.0 } else { 0.0 };
            match (self.letters.get(&code), self.base, u8::try_from(code)) {
                (Some(letters), ..) => out.push_str(letters),
                (None, Base::Windows, Ok(code)) => out.push(encoding::windows(code)),
                (None, Base::Macintosh, Ok(code)) => out.push(encoding::macintosh(code)),
                (None, Base::Own, Ok(code)) => out.push_str(encoding::own(code)),
                _ => {}
            }
        }
        written
    }

    fn width_of(&self, code: u32) -> f64 {
        let (first, widths) = &self.widths;
        let at = code.checked_sub(*first).and_then(|at| widths.get(at as usize));
        let stated = at.copied().filter(|width| *width > 0.0);
        stated.unwrap_or_else(|| self.standard.width_of(code))
    }
}

impl Standard {
    fn width_of(self, code: u32) -> f64 {
        let widths = match self {
            Standard::Courier => return 600.0,
            Standard::Helvetica => HELVETICA,
            Standard::Times => TIMES,
        };
        let at = code.checked_sub(32).and_then(|at| widths.get(at as usize));
        at.map_or(500.0, |width| f64::from(*width))
    }
}

fn standard(dict: &Dict) -> Standard {
    let Some(Value::Name(name)) = dict.get("BaseFont") else { return Standard::Times };
    let has = |part: &str| memchr::memmem::find(name, part.as_bytes()).is_some();
    if has("Courier") || has("Mono") {
        Standard::Courier
    } else if has("Helvetica") || has("Arial") || has("Sans") {
        Standard::Helvetica
    } else {
        Standard::Times
    }
}

/// Widths of the characters of ASCII from the space on, as Adobe's metrics state them.
const TIMES: &[u16] = &[
    250, 333, 408, 500, 500, 833, 778, 333, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];
const HELVETICA: &[u16] = &[
    278, 278, 355, 556, 556, 889, 667, 222, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 222, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

fn base_of(name: &[u8]) -> Base {
    match name {
        b"WinAnsiEncoding" | b"PDFDocEncoding" => Base::Windows,
        b"MacRomanEncoding" => Base::Macintosh,
        _ => Base::Own,
    }
}

fn widths(dict: &Dict, objects: &Objects<'_>) -> (u32, Vec<f64>) {
    let first = match dict.get("FirstChar").map(|value| objects.resolve(value)) {
        Some(Value::Number(first)) if first >= 0.0 => first as u32,
        _ => 0,
    };
    let Some(Value::Array(parts)) = dict.get("Widths").map(|value| objects.resolve(value)) else {
        return (0, Vec::new());
    };
    let number = |value: &Value| if let Value::Number(width) = value { *width } else { 0.0 };
    (first, parts.iter().take(256).map(number).collect())
}

/// `[39 /quotesingle 96 /grave /a]`: names for a code and those after it.
fn name_codes(parts: &[Value], letters: &mut BTreeMap<u32, String>) {
    let mut code = 0_u32;
    for part in parts {
        match part {
            Value::Number(number) => code = *number as u32,
            Value::Name(name) => {
                if let Some(known) = encoding::glyph(name) {
                    letters.insert(code, known);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
}

/// The table of a font for copying text.
fn read_table(bytes: &[u8], letters: &mut BTreeMap<u32, String>) {
    let mut lexer = Lexer::new(bytes, 0);
    let mut operands: Vec<Value> = Vec::new();
    while let Some(value) = lexer.value() {
        match value {
            Value::Word(word) => {
                match &*word {
                    b"endbfchar" => read_single(&operands, letters),
                    b"endbfrange" => read_ranges(&operands, letters),
                    _ => {}
                }
                operands.clear();
            }
            value if operands.len() < MAX_CODES => operands.push(value),
            _ => {}
        }
        if letters.len() >= MAX_CODES {
            return;
        }
    }
}

fn read_single(operands: &[Value], letters: &mut BTreeMap<u32, String>) {
    for pair in operands.chunks_exact(2) {
        if let [Value::String(code), Value::String(text)] = pair {
            letters.insert(number(code), utf16(text));
        }
    }
}

fn read_ranges(operands: &[Value], letters: &mut BTreeMap<u32, String>) {
    for range in operands.chunks_exact(3) {
        let [Value::String(first), Value::String(last), target] = range else { continue };
        let (first, last) = (number(first), number(last));
        for code in (first..=last).take(1 << 16) {
            if letters.len() >= MAX_CODES {
                return;
            }
            let text = match target {
                Value::Array(texts) => match texts.get((code - first) as usize) {
                    Some(Value::String(text)) => utf16(text),
                    _ => break,
                },
                Value::String(text) => {
                    let mut text = text.clone();
                    let Some((end, _)) = text.split_last_chunk_mut::<2>().map(|(_, e)| (e, ()))
                    else {
                        break;
                    };
                    let next = u16::from_be_bytes(*end).wrapping_add((code - first) as u16);
                    *end = next.to_be_bytes();
                    utf16(&text)
                }
                _ => break,
            };
            letters.insert(code, text);
        }
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).take(16).map(|unit| number(unit) as u16);
    let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
    text.replace('\0', "")
}
