// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words, texts and signs of a program, comments left out, without a grammar.
//!
//! For what stands on its own anywhere in a file (imports, headers, what kernel modules declare) this
//! is enough, and a hundred times faster.

use std::ops::Range;

use heirloom_model::SourceLanguage;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// A name or number.
    Word(&'a str),
    /// What stands between quotes, as written.
    Text(&'a str),
    /// Another character.
    Sign(u8),
}

/// A token and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind<'a>,
    pub(crate) range: Range<usize>,
    /// The column of the token if it is the first of its line, from 0.
    pub(crate) column: Option<usize>,
}

impl<'a> Token<'a> {
    pub(crate) fn word(&self) -> Option<&'a str> {
        match self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&'a str> {
        match self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_sign(&self, sign: u8) -> bool {
        self.kind == Kind::Sign(sign)
    }

    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word(word)
    }
}

/// The tokens of a text.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    language: SourceLanguage,
    line_start: usize,
    is_first: bool,
    /// Whether a slash here begins a pattern of JavaScript.
    may_be_pattern: bool,
}

impl<'a> Tokens<'a> {
    /// The tokens from a place on.
    pub(crate) fn from(text: &'a str, language: SourceLanguage, at: usize) -> Tokens<'a> {
        Tokens {
            text,
            bytes: text.as_bytes(),
            at,
            language,
            line_start: 0,
            is_first: true,
            may_be_pattern: true,
        }
    }

    pub(crate) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// The place of the next occurrence of a text, or the end.
    pub(crate) fn place_of(&self, needle: &[u8], from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr::memmem::find(rest, needle).map_or(self.bytes.len(), |at| from + at)
    }

    /// Passes over white space and comments.
    fn skip_blank(&mut self) {
        loop {
            match self.byte(self.at) {
                b'\n' => {
                    self.at += 1;
                    self.line_start = self.at;
                    self.is_first = true;
                }
                b' ' | b'\t' | b'\r' | b'\x0c' => self.at += 1,
                b'\\' if self.byte(self.at + 1) == b'\n' => {
                    self.at += 2;
                    self.line_start = self.at;
                }
                b'#' if self.language == SourceLanguage::Python => {
                    self.at = self.place_of(b"\n", self.at);
                }
                b'/' if self.language != SourceLanguage::Python => match self.byte(self.at + 1) {
                    b'/' => self.at = self.place_of(b"\n", self.at),
                    b'*' => self.skip_block(),
                    _ => return,
                },
                _ => return,
            }
            if self.at >= self.bytes.len() {
                return;
            }
        }
    }

    fn skip_block(&mut self) {
        self.at = self.block_end(self.at);
    }

    /// The end of a comment that begins at a place.
    pub(crate) fn block_end(&self, start: usize) -> usize {
        if self.language != SourceLanguage::Rust {
            return (self.place_of(b"*/", start + 2) + 2).min(self.bytes.len());
        }
        let mut depth = 1_usize;
        let mut at = start + 2;
        while depth > 0 && at < self.bytes.len() {
            match (self.byte(at), self.byte(at + 1)) {
                (b'*', b'/') => {
                    depth -= 1;
                    at += 2;
                }
                (b'/', b'*') => {
                    depth += 1;
                    at += 2;
                }
                _ => at += 1,
            }
        }
        at.min(self.bytes.len())
    }

    /// The place behind a quoted text that begins here, and the range inside.
    pub(crate) fn quoted(&self, open: usize) -> (Range<usize>, usize) {
        let quote = self.byte(open);
        let triple = [quote; 3];
        let has_triple = matches!(self.language, SourceLanguage::Python | SourceLanguage::Java);
        if has_triple && self.bytes[open..].starts_with(&triple) {
            let end = self.place_of(&triple, open + 3);
            return (open + 3..end, (end + 3).min(self.bytes.len()));
        }
        let is_raw = quote == b'`' && self.language == SourceLanguage::Go;
        let is_long = quote == b'`' || self.language == SourceLanguage::Rust;
        let mut at = open + 1;
        // Places inside `${…}` of templates, with the braces that are open in each.
        let mut braces: Vec<usize> = Vec::new();
        while at < self.bytes.len() {
            let byte = self.bytes[at];
            match (byte, braces.last_mut()) {
                (b'\\', _) if !is_raw => at += 1,
                (b'\n', None) if !is_long => break,
                (b'$', None) if quote == b'`' && !is_raw && self.byte(at + 1) == b'{' => {
                    braces.push(0);
                    at += 1;
                }
                (b'{', Some(n)) => *n += 1,
                (b'}', Some(0)) => {
                    braces.pop();
                }
                (b'}', Some(n)) => *n -= 1,
                (_, None) if byte == quote => return (open + 1..at, at + 1),
                _ => {}
            }
            at += 1;
        }
        let end = at.min(self.bytes.len());
        (open + 1..end, end)
    }

    /// `r"…"`, `br##"…"##` of Rust.
    pub(crate) fn raw(&self, word: &str, at: usize) -> Option<(Range<usize>, usize)> {
        if !matches!(word, "r" | "br" | "cr") || self.language != SourceLanguage::Rust {
            return None;
        }
        let n_signs = self.bytes[at..].iter().take(255).take_while(|&&byte| byte == b'#').count();
        if self.byte(at + n_signs) != b'"' {
            return None;
        }
        let start = at + n_signs + 1;
        let mut close = vec![b'"'];
        close.resize(1 + n_signs, b'#');
        let end = self.place_of(&close, start);
        Some((start..end, (end + close.len()).min(self.bytes.len())))
    }

    /// A quote of Rust may begin a lifetime.
    pub(crate) fn is_lifetime(&self, at: usize) -> bool {
        self.language == SourceLanguage::Rust
            && self.byte(at + 1) != b'\\'
            && self.text[at + 1..].chars().nth(1) != Some('\'')
    }

    /// The end of a pattern of JavaScript that begins at a place.
    pub(crate) fn pattern_end(&self, start: usize) -> usize {
        let mut at = start + 1;
        let mut is_class = false;
        while at < self.bytes.len() {
            match self.bytes[at] {
                b'\\' => at += 1,
                b'[' => is_class = true,
                b']' => is_class = false,
                b'/' if !is_class => break,
                // No pattern after all.
                b'\n' => {
                    at = start;
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        (at + 1).min(self.bytes.len())
    }

    /// The text from here to a sign on the same line, as in `<stdio.h>`.
    pub(crate) fn until(&mut self, sign: u8) -> Option<&'a str> {
        let rest = self.bytes.get(self.at..)?;
        let end = memchr::memchr2(sign, b'\n', rest)?;
        if rest[end] != sign {
            return None;
        }
        let text = &self.text[self.at..self.at + end];
        self.at += end + 1;
        Some(text)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.skip_blank();
        let start = self.at;
        let byte = *self.bytes.get(start)?;
        let column = self.is_first.then_some(start - self.line_start);
        self.is_first = false;
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
        let is_script =
            matches!(self.language, SourceLanguage::JavaScript | SourceLanguage::TypeScript);
        let kind = match byte {
            byte if is_word(byte) || byte == b'$' && is_script => {
                let rest = &self.bytes[start..];
                let end = rest.iter().position(|&b| !(is_word(b) || b == b'$' && is_script));
                self.at = start + end.unwrap_or(rest.len());
                let word = &self.text[start..self.at];
                self.may_be_pattern =
                    matches!(word, "return" | "typeof" | "case" | "in" | "of" | "do" | "else");
                match self.raw(word, self.at) {
                    Some((inner, end)) => {
                        self.at = end;
                        Kind::Text(&self.text[inner])
                    }
                    None => Kind::Word(word),
                }
            }
            b'\'' if self.is_lifetime(start) => {
                self.at += 1;
                Kind::Sign(byte)
            }
            b'"' | b'\'' | b'`' => {
                let (inner, end) = self.quoted(start);
                self.at = end;
                self.may_be_pattern = false;
                Kind::Text(self.text.get(inner).unwrap_or_default())
            }
            b'/' if is_script && self.may_be_pattern => {
                self.at = self.pattern_end(start);
                self.may_be_pattern = false;
                Kind::Sign(b'/')
            }
            other => {
                self.at += 1;
                self.may_be_pattern = !matches!(other, b')' | b']' | b'}');
                Kind::Sign(other)
            }
        };
        Some(Token { kind, range: start..self.at, column })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: SourceLanguage, text: &str, expect: &str) {
        let shown = Tokens::from(text, language, 0).map(|token| match token.kind {
            Kind::Word(word) => word.to_owned(),
            Kind::Text(text) => format!("<{text}>"),
            Kind::Sign(sign) => char::from(sign).to_string(),
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expect, "{text}");
    }

    #[test]
    fn comments_and_texts_are_told_apart() {
        use SourceLanguage as L;
        check(L::Python, "# x\na = '''b\n\"c''' 'd\\'e'", "a = <b\n\"c> <d\\'e>");
        check(L::C, "/* \" */ x // y\n\"a\\\"b\" 'c'", "x <a\\\"b> <c>");
        check(L::Rust, "/* /* */ */ r#\"a\"b\"# 'x f<'a>('b')", "<a\"b> ' x f < ' a > ( <b> )");
        check(L::JavaScript, "x = /['\"/]/g.y; a / b / c", "x = / g . y ; a / b / c");
        check(L::JavaScript, "`a${ {b: `c`} }d` e", "<a${ {b: `c`} }d> e");
        check(L::Go, "`a\\` b", "<a\\> b");
    }

    #[test]
    fn anything_ends() {
        for language in SourceLanguage::ALL {
            for text in ["'", "\"\\", "`${", "/*", "r#", "r#\"", "/", "é'", "'é", "\\\n", "'\\"] {
                assert!(Tokens::from(text, *language, 0).count() < 10);
            }
        }
    }
}
