// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words of a program that stand in its code, not in its comments or texts.
//!
//! Most of a program is of no interest here, so only quotes and comments are looked at on the way
//! from one word to the next.

use aho_corasick::AhoCorasick;
use heirloom_model::SourceLanguage;

use crate::tokens::Tokens;

/// Calls `found` with the place of each of the words that stands in code, not as a part of a longer
/// word, and with what follows it.
pub(crate) fn words<'a>(
    text: &'a str,
    language: SourceLanguage,
    words: &AhoCorasick,
    mut found: impl FnMut(usize, &'a str, Tokens<'a>),
) {
    let mut code = Code { tokens: Tokens::from(text, language, 0), text, language, at: 0 };
    let bytes = text.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    for hit in words.find_iter(text) {
        let (start, end) = (hit.start(), hit.end());
        let is_part = start > 0 && is_word(bytes[start - 1]);
        if !is_part && code.is_code(start) {
            found(start, &text[start..end], Tokens::from(text, language, end));
        }
    }
}

/// Whether only white space stands before a place on its line.
pub(crate) fn begins_line(text: &str, at: usize) -> bool {
    before_on_line(text, at).trim().is_empty()
}

/// What stands before a place on its line.
pub(crate) fn before_on_line(text: &str, at: usize) -> &str {
    // Lines may be as long as the file.
    let mut from = at.saturating_sub(1_000);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let near = &text[from..at];
    memchr::memrchr(b'\n', near.as_bytes()).map_or(near, |line| &near[line + 1..])
}

struct Code<'a> {
    tokens: Tokens<'a>,
    text: &'a str,
    language: SourceLanguage,
    /// A place in code; all before it was looked at.
    at: usize,
}

impl Code<'_> {
    /// Whether a place stands in code; places must not go back.
    fn is_code(&mut self, target: usize) -> bool {
        let bytes = self.text.as_bytes();
        while self.at < target {
            let near = bytes[self.at..target].iter().position(|&byte| self.is_sign(byte));
            let Some(near) = near else {
                self.at = target;
                break;
            };
            self.at = self.end_of(self.at + near);
        }
        self.at == target
    }

    fn is_sign(&self, byte: u8) -> bool {
        match byte {
            b'"' | b'\'' => true,
            b'#' => self.language == SourceLanguage::Python,
            b'/' => self.language != SourceLanguage::Python,
            b'`' => matches!(
                self.language,
                SourceLanguage::Go | SourceLanguage::JavaScript | SourceLanguage::TypeScript
            ),
            _ => false,
        }
    }

    /// The end of the text or comment that begins at a place, or the next place.
    fn end_of(&self, at: usize) -> usize {
        match self.tokens.byte(at) {
            b'#' => self.tokens.place_of(b"\n", at),
            b'/' => match self.tokens.byte(at + 1) {
                b'/' => self.tokens.place_of(b"\n", at),
                b'*' => self.tokens.block_end(at),
                _ if self.begins_pattern(at) => self.tokens.pattern_end(at),
                _ => at + 1,
            },
            b'\'' if self.tokens.is_lifetime(at) => at + 1,
            b'"' if self.language == SourceLanguage::Rust => self.rust_text_end(at),
            _ => self.tokens.quoted(at).1.max(at + 1),
        }
    }

    fn rust_text_end(&self, at: usize) -> usize {
        let before = &self.text.as_bytes()[..at];
        let n_signs = before.iter().rev().take(255).take_while(|&&byte| byte == b'#').count();
        let prefix = at - n_signs;
        let is_raw = prefix > 0 && before[prefix - 1] == b'r';
        let raw = is_raw.then(|| self.tokens.raw("r", prefix)).flatten();
        raw.map_or_else(|| self.tokens.quoted(at).1.max(at + 1), |(_, end)| end.max(at + 1))
    }

    /// Whether a slash begins a pattern of JavaScript, by what stands before it.
    fn begins_pattern(&self, at: usize) -> bool {
        if !matches!(self.language, SourceLanguage::JavaScript | SourceLanguage::TypeScript) {
            return false;
        }
        let before = &self.text.as_bytes()[at.saturating_sub(64)..at];
        let Some(last) = before.iter().rposition(|byte| !byte.is_ascii_whitespace()) else {
            return true;
        };
        if !(before[last].is_ascii_alphanumeric() || b"_$)]}".contains(&before[last])) {
            return true;
        }
        let start = before[..=last].iter().rposition(|byte| !byte.is_ascii_alphabetic());
        let word = &before[start.map_or(0, |start| start + 1)..=last];
        [&b"return"[..], b"typeof", b"case", b"in", b"of", b"do", b"else"].contains(&word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: SourceLanguage, text: &str, n_expected: usize) {
        let mut n_found = 0;
        words(text, language, &AhoCorasick::new(["use"]).unwrap(), |_, _, _| n_found += 1);
        assert_eq!(n_found, n_expected, "{text}");
    }

    #[test]
    fn words_in_texts_and_comments_are_passed_over() {
        use SourceLanguage as L;
        check(L::Rust, "use a; // use\n/* use /* */ use */ \"use\" 'u' r#\"\"use\"# use", 2);
        check(L::Rust, "fn f<'a>(x: &'a str) { reuse(); use b; }", 1);
        check(L::Python, "use # use\n'''use\n' use''' \"use\" use", 2);
        check(L::JavaScript, "x = /[\"/]/; use; a / b; `${use} use` use", 2);
        check(L::C, "\"a\\\"use\" use /* use", 1);
    }
}
