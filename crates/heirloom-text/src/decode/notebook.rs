// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The words of a Jupyter notebook: the sources of its cells, and some of their text outputs.
//!
//! A notebook is JSON with its lines in strings, so their escapes would hide words from the readers.

use super::map::{PieceKind, Pieces};

/// Values inside each other.
const MAX_DEPTH: usize = 64;

/// Whether a file is a notebook by its name.
pub(super) fn is_notebook(file_name: &[u8]) -> bool {
    file_name.len() > 6 && file_name[file_name.len() - 6..].eq_ignore_ascii_case(b".ipynb")
}

/// The cells of a notebook; `None` when it is not JSON of the known shape.
pub(super) fn extract(text: &str, max_output_bytes: usize) -> Option<(String, Pieces<'_>)> {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
        view: String::new(),
        pieces: Pieces::new(text.as_bytes()),
        output_left: max_output_bytes,
    };
    reader.object(&mut |reader, key| match key {
        "cells" => reader.array(&mut Reader::cell),
        "worksheets" => reader.array(&mut |reader| {
            reader.object(&mut |reader, key| match key {
                "cells" => reader.array(&mut Reader::cell),
                _ => reader.skip(),
            })
        }),
        _ => reader.skip(),
    })?;
    let complete = !reader.pieces.is_full() && !reader.view.is_empty();
    complete.then_some((reader.view, reader.pieces))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    view: String,
    pieces: Pieces<'a>,
    output_left: usize,
}

/// Every method reads one value and gives `None` where the text is not what it must be.
impl<'a> Reader<'a> {
    fn cell(&mut self) -> Option<()> {
        self.object(&mut |reader, key| match key {
            "source" | "input" => reader.lines(None),
            "outputs" => reader.array(&mut Reader::output),
            _ => reader.skip(),
        })
    }

    fn output(&mut self) -> Option<()> {
        self.object(&mut |reader, key| match key {
            "text" => reader.output_lines(),
            "data" => reader.object(&mut |reader, key| {
                if key.starts_with("text/") { reader.output_lines() } else { reader.skip() }
            }),
            _ => reader.skip(),
        })
    }

    fn output_lines(&mut self) -> Option<()> {
        let before = self.view.len();
        self.lines(Some(before + self.output_left))?;
        self.output_left = self.output_left.saturating_sub(self.view.len() - before);
        Some(())
    }

    /// A string or a list of strings that together are some lines, kept while the view is shorter
    /// than `limit`.
    fn lines(&mut self, limit: Option<usize>) -> Option<()> {
        let before = self.view.len();
        match self.peek()? {
            b'"' => self.keep_string(limit)?,
            b'[' => self.array(&mut |reader| reader.keep_string(limit))?,
            _ => return self.skip(),
        }
        if self.view.len() > before && !self.view.ends_with('\n') {
            self.pieces.push(self.view.len(), self.at, PieceKind::Whole { n_bytes: 0 });
            self.view.push('\n');
        }
        Some(())
    }

    fn keep_string(&mut self, limit: Option<usize>) -> Option<()> {
        if self.peek()? != b'"' {
            return self.skip();
        }
        let place = self.string()?;
        if limit.is_some_and(|limit| self.view.len() + place.len() > limit) {
            return Some(());
        }
        let (text, mut at) = (self.text, place.start);
        while at < place.end {
            let rest = &text[at..place.end];
            let n_plain = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
            if n_plain > 0 {
                self.pieces.push(self.view.len(), at, PieceKind::Same);
                self.view.push_str(&rest[..n_plain]);
                at += n_plain;
                continue;
            }
            let (character, n_bytes) = escape(rest.as_bytes());
            let kind = PieceKind::Whole { n_bytes: u32::try_from(n_bytes).unwrap_or(2) };
            self.pieces.push(self.view.len(), at, kind);
            self.view.push(character);
            at += n_bytes;
        }
        Some(())
    }

    /// The place of a string's contents.
    fn string(&mut self) -> Option<std::ops::Range<usize>> {
        self.expect(b'"')?;
        let start = self.at;
        let bytes = self.text.as_bytes();
        loop {
            let at = self.at + memchr::memchr2(b'"', b'\\', &bytes[self.at..])?;
            if bytes[at] == b'"' {
                self.at = at + 1;
                return Some(start..at);
            }
            self.at = at + 2;
            // The byte behind a backslash may be part of a longer character.
            if !self.text.is_char_boundary(self.at) || self.at > bytes.len() {
                return None;
            }
        }
    }

    fn object(&mut self, visit: &mut dyn FnMut(&mut Reader<'a>, &str) -> Option<()>) -> Option<()> {
        let text = self.text;
        self.list(b'{', b'}', &mut |reader| {
            let key = reader.string()?;
            reader.peek()?;
            reader.expect(b':')?;
            visit(reader, &text[key])
        })
    }

    fn array(&mut self, visit: &mut dyn FnMut(&mut Reader<'a>) -> Option<()>) -> Option<()> {
        self.list(b'[', b']', visit)
    }

    fn list(
        &mut self,
        open: u8,
        close: u8,
        visit: &mut dyn FnMut(&mut Reader<'a>) -> Option<()>,
    ) -> Option<()> {
        self.peek()?;
        self.expect(open)?;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        if self.peek()? != close {
            loop {
                self.peek()?;
                visit(self)?;
                if self.peek()? != b',' {
                    break;
                }
                self.at += 1;
            }
        }
        self.expect(close)?;
        self.depth -= 1;
        Some(())
    }

    fn skip(&mut self) -> Option<()> {
        match self.peek()? {
            b'{' => self.object(&mut |reader, _| reader.skip()),
            b'[' => self.array(&mut Reader::skip),
            b'"' => self.string().map(|_| ()),
            _ => {
                let rest = &self.text.as_bytes()[self.at..];
                let is_end = |byte: &u8| b",]} \t\r\n".contains(byte);
                let length = rest.iter().position(is_end).unwrap_or(rest.len());
                self.at += length;
                (length > 0).then_some(())
            }
        }
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().position(|byte| !b" \t\r\n".contains(byte))?;
        self.text.as_bytes().get(self.at).copied()
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.text.as_bytes().get(self.at) == Some(&byte)).then(|| self.at += 1)
    }
}

/// The character of an escape and its length; `bytes` start with a backslash.
fn escape(bytes: &[u8]) -> (char, usize) {
    let simple = match bytes.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b' | b'f') => ' ',
        Some(b'u') => return unicode_escape(bytes),
        Some(other) if other.is_ascii() => char::from(*other),
        _ => return ('\\', 1),
    };
    (simple, 2)
}

fn unicode_escape(bytes: &[u8]) -> (char, usize) {
    let unit = |at: usize| {
        let digits = std::str::from_utf8(bytes.get(at..at + 4)?).ok()?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(2) else { return ('u', 2) };
    let second = if bytes.get(6..8) == Some(b"\\u") { unit(8) } else { None };
    match char::decode_utf16([first].into_iter().chain(second)).next() {
        Some(Ok(character)) => (character, 6 * character.len_utf16()),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

#[cfg(test)]
mod tests {
    use crate::decode::{TextForm, TextLimits, decode};

    #[track_caller]
    fn check(json: &str, expect: &str) {
        let limits = TextLimits { max_notebook_output_bytes: 20, ..TextLimits::standard() };
        let (text, _) = decode(b"a.ipynb", json.as_bytes(), &limits);
        assert_eq!(text.as_str(), expect);
        let form = if expect == json { TextForm::Plain } else { TextForm::Extracted };
        assert_eq!(text.form(), form);
    }

    #[test]
    fn sources_and_some_outputs() {
        check(
            r##"{"cells": [ {"cell_type":"code","metadata":{"x":[1,{"a":null}]},
              "outputs":[{"data":{"text/plain":["out\n"],"image/png":"AAAA"}},
                {"text":["0123456789abcdef\n"]}],
              "source":["# Copyright \u00a9 2020\n","print(\"a\\n\")"]},
              {"source":"one \ud834\udd1e string"}], "nbformat":4}"##,
            "out\n# Copyright © 2020\nprint(\"a\\n\")\none 𝄞 string\n",
        );
        check(r#"{"worksheets":[{"cells":[{"input":["x"]}]}]}"#, "x\n");
    }

    #[test]
    fn what_is_no_notebook_stays_as_it_is() {
        for json in ["{", "[]", r#"{"cells":[{"source":"a"#, r#"{"cells":[]}"#, "x", "{\"a\\"] {
            check(json, json);
        }
        let deep = "[".repeat(100_000);
        check(&deep, &deep);
    }

    #[test]
    fn spans_lead_to_the_file() {
        let json = "{\"cells\":[{\"source\":[\n\"a\\n\",\n\"b \\u00e9 c\"]}]}";
        let (text, _) = decode(b"a.ipynb", json.as_bytes(), &TextLimits::standard());
        let start = text.as_str().find("b é").unwrap();
        let span = text.span(start..start + "b é".len());
        assert_eq!(&json[span.start as usize..span.end as usize], "b \\u00e9");
        assert_eq!(span.first_line, 3);
    }
}
