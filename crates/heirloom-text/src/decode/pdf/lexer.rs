// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Values and operators of PDF syntax.

/// How deep arrays and dictionaries nest.
const MAX_DEPTH: u32 = 24;

/// The parts of one array or dictionary that are kept.
const MAX_PARTS: usize = 100_000;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Number(f64),
    Name(Vec<u8>),
    String(Vec<u8>),
    Array(Vec<Value>),
    Dict(Dict),
    /// The number of another object.
    Reference(u32),
    /// A word that is no value: an operator, `obj`, `stream`.
    Word(Vec<u8>),
}

/// A dictionary in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dict(pub(super) Vec<(Vec<u8>, Value)>);

impl Dict {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == name.as_bytes()).map(|(_, value)| value)
    }

    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        matches!(self.get(name), Some(Value::Name(known)) if known == value.as_bytes())
    }
}

/// Reads values from bytes.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Lexer<'a> {
        Lexer { bytes, at }
    }

    /// The next value; `None` at the end. References are read where `3 0 R` stands.
    pub(super) fn value(&mut self) -> Option<Value> {
        self.nested(0)
    }

    fn nested(&mut self, depth: u32) -> Option<Value> {
        self.pass_space();
        let byte = self.peek(0)?;
        match byte {
            b'/' => Some(Value::Name(self.name())),
            b'(' => Some(Value::String(self.string())),
            b'<' if self.peek(1) == Some(b'<') => {
                self.at += 2;
                Some(Value::Dict(self.dict(depth)))
            }
            b'<' => Some(Value::String(self.hex_string())),
            b'[' => {
                self.at += 1;
                Some(Value::Array(self.list(depth, b"]")))
            }
            b'+' | b'-' | b'.' | b'0'..=b'9' => Some(self.number_or_reference()),
            b')' | b']' | b'{' | b'}' => {
                self.at += 1;
                Some(Value::Word(vec![byte]))
            }
            b'>' => {
                self.at += if self.peek(1) == Some(b'>') { 2 } else { 1 };
                Some(Value::Word(b">>".to_vec()))
            }
            _ => Some(self.word()),
        }
    }

    fn dict(&mut self, depth: u32) -> Dict {
        let mut parts = self.list(depth, b">>").into_iter();
        let mut dict = Dict::default();
        while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
            if let Value::Name(name) = name {
                dict.0.push((name, value));
            }
        }
        dict
    }

    fn list(&mut self, depth: u32, end: &[u8]) -> Vec<Value> {
        let mut parts = Vec::new();
        if depth >= MAX_DEPTH {
            return parts;
        }
        while parts.len() < MAX_PARTS
            && let Some(value) = self.nested(depth + 1)
        {
            match value {
                Value::Word(word) if word == end => break,
                // What cannot stand in a list ends a damaged one.
                Value::Word(word) if [&b"endobj"[..], b"stream", b"obj"].contains(&&*word) => break,
                value => parts.push(value),
            }
        }
        parts
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self.peek(0).filter(|byte| is_regular(*byte)) {
            let escaped = (byte == b'#').then(|| Some((hex(self.peek(1)?)?, hex(self.peek(2)?)?)));
            if let Some((high, low)) = escaped.flatten() {
                name.push(high << 4 | low);
                self.at += 3;
            } else {
                name.push(byte);
                self.at += 1;
            }
        }
        name
    }

    fn string(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut n_open = 1;
        while let Some(byte) = self.next() {
            match byte {
                b'(' => n_open += 1,
                b')' if n_open == 1 => break,
                b')' => n_open -= 1,
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.next() else { return };
        let escaped = match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\r' if self.peek(0) == Some(b'\n') => {
                self.at += 1;
                return;
            }
            b'\r' | b'\n' => return,
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek(0) else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                code as u8
            }
            other => other,
        };
        text.push(escaped);
    }

    fn hex_string(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut text = Vec::new();
        let mut half = None;
        while let Some(byte) = self.next().filter(|byte| *byte != b'>') {
            let Some(digit) = hex(byte) else { continue };
            match half.take() {
                Some(high) => text.push(high << 4 | digit),
                None => half = Some(digit),
            }
        }
        text.extend(half.map(|high| high << 4));
        text
    }

    fn number_or_reference(&mut self) -> Value {
        let number = self.number();
        let is_index = number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0;
        if is_index && let Some(end) = self.reference_end() {
            self.at = end;
            return Value::Reference(number as u32);
        }
        Value::Number(number)
    }

    /// Where ` 0 R` ends that makes the number before it a reference.
    fn reference_end(&self) -> Option<usize> {
        let mut rest = Lexer::new(self.bytes, self.at);
        rest.pass_space();
        let start = rest.at;
        while rest.peek(0).is_some_and(|byte| byte.is_ascii_digit()) && rest.at - start < 6 {
            rest.at += 1;
        }
        let has_digits = rest.at > start;
        rest.pass_space();
        let is_reference = has_digits
            && rest.peek(0) == Some(b'R')
            && rest.peek(1).is_none_or(|byte| !is_regular(byte));
        is_reference.then_some(rest.at + 1)
    }

    fn number(&mut self) -> f64 {
        let start = self.at;
        while self.peek(0).is_some_and(|byte| matches!(byte, b'+' | b'-' | b'.' | b'0'..=b'9')) {
            self.at += 1;
        }
        let text = str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        let text = &text[..text.len().min(40)];
        text.parse().unwrap_or_default()
    }

    fn word(&mut self) -> Value {
        let start = self.at;
        while self.peek(0).is_some_and(is_regular) {
            self.at += 1;
        }
        match &self.bytes[start..self.at.max(start + 1).min(self.bytes.len())] {
            b"null" => Value::Null,
            word => {
                self.at = start + word.len();
                Value::Word(word.to_vec())
            }
        }
    }

    fn pass_space(&mut self) {
        while let Some(byte) = self.peek(0) {
            if byte == b'%' {
                let rest = &self.bytes[self.at..];
                self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek(0)?;
        self.at += 1;
        Some(byte)
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

pub(super) fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}
