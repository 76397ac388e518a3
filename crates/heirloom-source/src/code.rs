// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words of a program that stand in its code, not in its comments or texts.
//!
//! Most of a program is of no interest here, so only quotes and comments are looked at on the way
//! from one word to the next.

use heirloom_model::SourceLanguage;

use crate::{tokens::Tokens, words::Words};

/// Calls `found` with the place of each of the words that stands in code, not as a part of a longer
/// word, and with what follows it.
pub(crate) fn words<'a>(
    text: &'a str,
    language: SourceLanguage,
    words: &Words,
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

/// Calls `found` with the place of each directive of C in code whose name begins with one of the
/// words, with the word and with what follows it.
///
/// Signs `#` are few in C, so this costs next to nothing.
pub(crate) fn directives<'a>(
    text: &'a str,
    words: &[&'static str],
    mut found: impl FnMut(usize, &'static str, Tokens<'a>),
) {
    let language = SourceLanguage::C;
    let mut code = Code { tokens: Tokens::from(text, language, 0), text, language, at: 0 };
    for sign in memchr::memchr_iter(b'#', text.as_bytes()) {
        let rest = text[sign + 1..].trim_start_matches([' ', '\t', '\r', '\x0b', '\x0c']);
        let start = text.len() - rest.len();
        let Some(word) = words.iter().find(|word| rest.starts_with(**word)) else { continue };
        if begins_line(text, sign) && code.is_code(start) {
            found(start, word, Tokens::from(text, language, start + word.len()));
        }
    }
}

/// Whether one of the words stands in code, by itself or as a part of a longer one that `may_be`
/// accepts, by what stands before it.
pub(crate) fn has_word(
    text: &str,
    language: SourceLanguage,
    words: &Words,
    may_be: impl Fn(&str, &str) -> bool,
) -> bool {
    let mut code = Code { tokens: Tokens::from(text, language, 0), text, language, at: 0 };
    let mut hits = words.find_iter(text);
    hits.any(|hit| may_be(&text[..hit.start()], &text[hit.range()]) && code.is_code(hit.start()))
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
            let Some(near) = self.next_sign(&bytes[self.at..target]) else {
                self.at = target;
                break;
            };
            self.at = self.end_of(self.at + near);
        }
        self.at == target
    }

    /// The next byte that may begin a text or a comment.
    fn next_sign(&self, bytes: &[u8]) -> Option<usize> {
        let mark = if self.language == SourceLanguage::Python { b'#' } else { b'/' };
        let near = memchr::memchr3(b'"', b'\'', mark, bytes);
        let has_long_texts = matches!(
            self.language,
            SourceLanguage::Go | SourceLanguage::JavaScript | SourceLanguage::TypeScript
        );
        match has_long_texts {
            true => memchr::memchr(b'`', &bytes[..near.unwrap_or(bytes.len())]).or(near),
            false => near,
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
        words(text, language, &Words::new(&["use"]), |_, _, _| n_found += 1);
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

    #[test]
    fn directives_begin_their_line_in_code() {
        let text = "/*\n#include <a>\n*/\n # include <b> // #include <c>\n#include_next <d>\nx #include <e>\n#define include\n#import <f>";
        let mut found = Vec::new();
        directives(text, &["include", "import "], |start, word, _| found.push((start, word)));
        assert_eq!(found, [(22, "include"), (51, "include"), (100, "import ")]);
    }
}
