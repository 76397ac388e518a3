// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Cuts text into tokens, from any place on, and leaves out what only dresses it: comment marks,
//! tags, escapes of string literals, man macros, quotes.

use std::borrow::Cow;

use super::{
    escapes, shape,
    token::{Kind, Token},
};

/// The longest tag that is looked for.
const MAX_TAG: usize = 400;
/// The longest word that is kept; the rest is cut off.
const MAX_WORD: usize = 300;
/// How string literals write `&`.
const AMPERSAND: &str = "\\u0026";

/// Reads tokens between two places of a text.
#[derive(Clone)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    pos: usize,
    end: usize,
    glued: bool,
}

impl<'a> Lexer<'a> {
    /// Starts at `start`, which must be a character border.
    pub(super) fn new(text: &'a str, start: usize, end: usize) -> Lexer<'a> {
        Lexer { text, pos: start, end, glued: false }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.pos..self.end]
    }

    fn byte(&self, ahead: usize) -> u8 {
        if self.pos + ahead < self.end { self.text.as_bytes()[self.pos + ahead] } else { 0 }
    }

    fn space(&mut self, n_bytes: usize) {
        self.pos += n_bytes;
        self.glued = false;
    }

    fn emit(&mut self, kind: Kind, text: Cow<'a, str>, n_bytes: usize) -> Token<'a> {
        let start = self.pos;
        self.pos += n_bytes;
        let glued = std::mem::replace(&mut self.glued, true);
        Token {
            text,
            lower: Cow::Borrowed(""),
            start,
            end: self.pos,
            kind,
            glued,
            comma: false,
            colon: false,
            stop: false,
            is_opened: false,
            is_closed: false,
        }
    }

    fn sign(&mut self, n_bytes: usize) -> Token<'a> {
        self.emit(Kind::Sign, Cow::Borrowed("(c)"), n_bytes)
    }

    /// Skips what dresses the line; returns a token when it meets one without reading a word.
    fn special(&mut self) -> Option<Option<Token<'a>>> {
        match self.byte(0) {
            b'\n' => return Some(Some(self.newline())),
            b'\r' if self.byte(1) != b'\n' => return Some(Some(self.newline())),
            b'*' if self.byte(1) == b'/' => {
                self.space(2);
                return Some(self.comment_end());
            }
            b'.' if self.glued && self.byte(1) <= b' ' => {
                return Some(Some(self.emit(Kind::Break, Cow::Borrowed(""), 1)));
            }
            b'.' if self.byte(1) == b'.' => {
                let dots = self.rest().len() - self.rest().trim_start_matches('.').len();
                return Some(Some(self.emit(Kind::Break, Cow::Borrowed(""), dots)));
            }
            b'|' if self.rest().starts_with("|copy|") => return Some(Some(self.sign(6))),
            b'{' if matches!(self.byte(1), b'c' | b'C') && self.byte(2) == b'}' => {
                return Some(Some(self.sign(3)));
            }
            b'$' if self.byte(1).is_ascii_alphanumeric() => return None,
            b'%' if matches!(self.byte(1), b's' | b'd')
                && !self.byte(2).is_ascii_alphanumeric() =>
            {
                return Some(Some(self.emit(Kind::Stop, Cow::Borrowed("%s"), 2)));
            }
            b'\0'..=b' '
            | b'*'
            | b'#'
            | b'%'
            | b'"'
            | b'`'
            | b'|'
            | b'{'
            | b'}'
            | b'['
            | b']'
            | b'='
            | b';'
            | b'~'
            | b'^'
            | b'>'
            | b'$'
            | 0x7f => self.space(1),
            b'B' | b'C' | b'F' | b'I' | b'L'
                if !self.glued
                    && self.byte(1) == b'<'
                    && (self.byte(2).is_ascii_alphanumeric() || self.byte(2) == b'<')
                    && self.byte(3) != b'>' =>
            {
                self.space(1);
            }
            b'E' if self.byte(1) == b'<' => return self.formatting_code(),
            b'\\' => return self.escape(),
            b'<' => return self.tag(),
            b'&' => return self.entity(),
            b'(' if matches!(self.byte(1), b'"' | b'`')
                || shape::opens_quote(self.rest())
                || self.rest().starts_with("(“") =>
            {
                return Some(Some(self.emit(Kind::Break, Cow::Borrowed(""), 1)));
            }
            b'(' => match shape::sign_in_brackets(self.rest()) {
                Some(n_bytes) => return Some(Some(self.sign(n_bytes))),
                None => return self.bracket(),
            },
            b'-' if self.byte(1) == b'-' && self.rest().starts_with("-->") => {
                self.space(3);
                return Some(self.comment_end());
            }
            0x80.. => return self.foreign(),
            _ => return None,
        }
        Some(None)
    }

    fn foreign(&mut self) -> Option<Option<Token<'a>>> {
        let character = self.rest().chars().next()?;
        let n_bytes = character.len_utf8();
        match character {
            '©' | 'ⓒ' | 'Ⓒ' | '🄯' => return Some(Some(self.sign(n_bytes))),
            // What is left of a sign whose encoding was guessed wrong twice.
            'ï' if self.rest().starts_with("ï¿") => {
                let mark = self.rest()["ï¿".len()..].chars().next();
                self.space("ï¿".len() + mark.filter(|c| !c.is_ascii()).map_or(0, char::len_utf8));
            }
            // Where a sign of Windows-1252 was read as Latin-2.
            'Š' if self.rest()[n_bytes..].starts_with(|c: char| c.is_ascii_digit()) => {
                return Some(Some(self.sign(n_bytes)));
            }
            // What Latin-1 text read as UTF-8, and the other way, leaves before a sign.
            'Â' if self.rest()[n_bytes..].starts_with('©') => self.space(n_bytes),
            '\u{fffd}' | '“' | '”' | '„' | '«' | '»' | '§' | '\u{feff}' | '\u{ad}' | '•' | '·'
            | '®' | '™' => self.space(n_bytes),
            c if c.is_whitespace() || c.is_control() => self.space(n_bytes),
            _ => return None,
        }
        Some(None)
    }

    /// What follows the end of a comment: another line of comment, or code.
    fn comment_end(&mut self) -> Option<Token<'a>> {
        let rest = shape::prefix(self.rest(), MAX_TAG);
        let rest = rest.split('\n').next().unwrap_or(rest);
        if rest.chars().any(char::is_alphanumeric) && !rest.contains("/*") {
            Some(self.emit(Kind::Break, Cow::Borrowed(""), 0))
        } else {
            None
        }
    }

    fn newline(&mut self) -> Token<'a> {
        let start = self.pos;
        let mut token = self.emit(Kind::Newline, Cow::Borrowed(""), 1);
        self.glued = false;
        self.skip_line_dress();
        while self.byte(0) == b'\n' || self.rest().starts_with("\r\n") {
            token.kind = Kind::Break;
            self.pos += if self.byte(0) == b'\n' { 1 } else { 2 };
            self.skip_line_dress();
        }
        token.start = start;
        token
    }

    /// Skips comment marks and macros at the start of a line.
    pub(super) fn skip_line_dress(&mut self) {
        const WORDS: &[&str] = &["dnl ", "dnl\t", "rem ", "REM ", "@rem ", "@REM "];
        let bytes = &self.text.as_bytes()[..self.end];
        while let Some(&byte) = bytes.get(self.pos) {
            match byte {
                b' ' | b'\t' | b'*' | b'#' | b'/' | b';' | b'%' | b'!' | b'|' | b'+' | b'='
                | b'~' | b':' | b'"' | b'_' | b',' | b'^' => self.pos += 1,
                b'-' if bytes.get(self.pos + 1) == Some(&b'-') => self.pos += 2,
                b'\\' if bytes.get(self.pos + 1).is_some_and(|b| b" \t\\\"'#%-".contains(b)) => {
                    self.pos += 2;
                }
                b'.' if self.byte(1) == b'\\' && self.byte(2) == b'"' => self.pos += 3,
                b'.' if matches!(self.byte(1), b'"' | b' ' | b'.') => self.pos += 2,
                b'.' if self.byte(1).is_ascii_alphabetic()
                    && (self.byte(2) == b' ' || self.byte(3) == b' ') =>
                {
                    self.pos += 3;
                }
                b'\'' if self.byte(1) == b'\\' && self.byte(2) == b'"' => self.pos += 3,
                _ => match WORDS.iter().find(|word| self.rest().starts_with(**word)) {
                    Some(word) => self.pos += word.len(),
                    None => break,
                },
            }
        }
    }

    fn escape(&mut self) -> Option<Option<Token<'a>>> {
        let rest = self.rest();
        let signs = [
            "\\(co",
            "\\251",
            "\\xa9",
            "\\xA9",
            "\\A9",
            "\\a9",
            "\\u00a9",
            "\\u00A9",
            "\\copyright",
            "\\302\\251",
        ];
        if let Some(sign) = signs.iter().find(|sign| rest.starts_with(**sign)) {
            return Some(Some(self.sign(sign.len())));
        }
        if let Some(inner) = rest.strip_prefix("\\u003c") {
            return self.escaped_tag(inner);
        }
        match self.byte(1) {
            b'n' if shape::starts_line(&rest[2..]) => {
                let mut token = self.emit(Kind::Newline, Cow::Borrowed(""), 2);
                self.glued = false;
                self.skip_line_join();
                self.skip_line_dress();
                if self.rest().starts_with("\\n") {
                    token.kind = Kind::Break;
                }
                return Some(Some(token));
            }
            b'u' if rest.starts_with(AMPERSAND) => return self.escaped_entity(),
            b'u' if escapes::escaped_letter(rest).is_some_and(|(c, _)| c.is_alphabetic()) => {
                return Some(self.escaped_word(0));
            }
            b'u' if escapes::unicode_escape(rest).is_some() => self.space(6),
            b't' | b'r' | b'0' | b'n' => self.space(2),
            b'-' | b'&' => {
                self.pos += 2;
            }
            _ => self.space(1),
        }
        Some(None)
    }

    /// Perl's documentation writes `E<lt>ada@nimble.exampleE<gt>` and `E<copy>`.
    fn formatting_code(&mut self) -> Option<Option<Token<'a>>> {
        let rest = self.rest();
        if rest.starts_with("E<copy>") {
            return Some(Some(self.sign("E<copy>".len())));
        }
        let Some(inner) = rest.strip_prefix("E<lt>") else {
            self.space(if rest.starts_with("E<gt>") { "E<gt>".len() } else { 1 });
            return Some(None);
        };
        match shape::bracketed(inner, "E<gt>") {
            Some((kind, length)) => {
                let text = format!("<{}>", &inner[..length]);
                let whole = "E<lt>".len() + length + "E<gt>".len();
                Some(Some(self.emit(kind, Cow::Owned(text), whole)))
            }
            None => {
                self.space("E<lt>".len());
                Some(None)
            }
        }
    }

    /// What stands between `\u003c` and `\u003e`: an address, or a tag.
    fn escaped_tag(&mut self, inner: &'a str) -> Option<Option<Token<'a>>> {
        const OPEN: usize = "\\u003c".len();
        const CLOSE: &str = "\\u003e";
        if let Some((kind, length)) = shape::bracketed(inner, CLOSE) {
            let text = format!("<{}>", &inner[..length]);
            let whole = OPEN + length + CLOSE.len();
            return Some(Some(self.emit(kind, Cow::Owned(text), whole)));
        }
        let tag = shape::prefix(inner, MAX_TAG).find(['\n', '\\']);
        let tag = tag.filter(|&length| inner[length..].starts_with(CLOSE));
        if let Some(length) = tag.filter(|&length| shape::is_gap(&inner[..length])) {
            let text = Cow::Borrowed(&inner[..length]);
            return Some(Some(self.emit(Kind::Blank, text, OPEN + length + CLOSE.len())));
        }
        self.space(OPEN + tag.map_or(0, |length| length + CLOSE.len()));
        Some(None)
    }

    /// What stands behind `\u0026`: `lt;` of an address, `copy;`, or nothing but the mark for "and".
    fn escaped_entity(&mut self) -> Option<Option<Token<'a>>> {
        let inner = &self.rest()[AMPERSAND.len()..];
        if let Some(address) = inner.strip_prefix("lt;") {
            const CLOSE: &str = "\\u0026gt;";
            let start = AMPERSAND.len() + "lt;".len();
            let gap = shape::prefix(address, MAX_TAG)
                .find(CLOSE)
                .filter(|&length| shape::is_gap(&address[..length]))
                .map(|length| (Kind::Blank, length));
            let Some((kind, length)) = shape::bracketed(address, CLOSE).or(gap) else {
                self.space(start);
                return Some(None);
            };
            let text = format!("<{}>", &address[..length]);
            let whole = start + length + CLOSE.len();
            return Some(Some(self.emit(kind, Cow::Owned(text), whole)));
        }
        if inner.starts_with("copy;") {
            return Some(Some(self.sign(AMPERSAND.len() + "copy;".len())));
        }
        let name = ["gt;", "quot;", "nbsp;"].iter().find(|name| inner.starts_with(**name));
        if let Some(name) = name {
            self.space(AMPERSAND.len() + name.len());
            return Some(None);
        }
        let amp = if inner.starts_with("amp;") { "amp;".len() } else { 0 };
        Some(Some(self.emit(Kind::And, Cow::Borrowed("&"), AMPERSAND.len() + amp)))
    }

    /// What joins the lines of a string literal: its quotes or a backslash around the line feed.
    fn skip_line_join(&mut self) {
        let rest = self.rest();
        let trimmed = rest.trim_start_matches([' ', '\t', '\\', '"', ',', '+', '.', '&']);
        if trimmed.starts_with(['\n', '\r']) && rest.len() - trimmed.len() < 20 {
            self.pos += rest.len() - trimmed.len();
            self.pos += if trimmed.starts_with("\r\n") { 2 } else { 1 };
        }
    }

    fn entity(&mut self) -> Option<Option<Token<'a>>> {
        let Some((what, n_bytes)) = escapes::entity(self.rest()) else {
            escapes::escaped_letter(self.rest())?;
            return Some(self.escaped_word(0));
        };
        match what {
            "–" => return Some(Some(self.emit(Kind::Dash, Cow::Borrowed("-"), n_bytes))),
            "&" => return Some(Some(self.emit(Kind::And, Cow::Borrowed("&"), n_bytes))),
            "©" => return Some(Some(self.sign(n_bytes))),
            "<" => {
                let inner = self.pos + n_bytes;
                if let Some((kind, length)) = shape::bracketed(&self.text[inner..self.end], "&gt;")
                {
                    let text = &self.text[inner..inner + length];
                    let whole = n_bytes + length + "&gt;".len();
                    return Some(Some(self.emit(kind, Cow::Owned(format!("<{text}>")), whole)));
                }
                self.space(n_bytes);
            }
            _ => self.space(n_bytes),
        }
        Some(None)
    }

    fn tag(&mut self) -> Option<Option<Token<'a>>> {
        let rest = self.rest();
        if let Some((kind, length)) = shape::bracketed(&rest[1..], ">") {
            let whole = length + 2;
            return Some(Some(self.emit(kind, Cow::Borrowed(&rest[..whole]), whole)));
        }
        if rest.starts_with("<A9>") {
            return Some(Some(self.sign(4)));
        }
        match shape::tag(rest, MAX_TAG) {
            Some(tag) if tag.is_blank => {
                return Some(Some(self.emit(
                    Kind::Blank,
                    Cow::Borrowed(&rest[..tag.length]),
                    tag.length,
                )));
            }
            Some(tag) if tag.address.is_some() => {
                let (kind, place) = tag.address.unwrap_or((Kind::Email, 0..0));
                let text = Cow::Borrowed(&rest[place]);
                let token = self.emit(kind, text, tag.length);
                self.glued = false;
                return Some(Some(token));
            }
            Some(tag) if tag.is_seamless => self.pos += tag.length,
            Some(tag) if tag.is_block && shape::ends_line(&rest[tag.length..]) => {
                self.space(tag.length);
            }
            Some(tag) if tag.is_block => {
                let token = self.emit(Kind::Newline, Cow::Borrowed(""), tag.length);
                self.glued = false;
                return Some(Some(token));
            }
            Some(tag) => self.space(tag.length),
            None => self.space(1),
        }
        Some(None)
    }

    /// A mail address spelled out in round brackets.
    fn bracket(&mut self) -> Option<Option<Token<'a>>> {
        let rest = self.rest();
        let (kind, length) =
            shape::bracketed(&rest[1..], ")").filter(|_| rest[1..].contains(' '))?;
        Some(Some(self.emit(kind, Cow::Borrowed(&rest[..length + 2]), length + 2)))
    }

    fn word(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let length = shape::word_length(rest);
        let n_bytes = length.max(rest.chars().next().map_or(1, char::len_utf8));
        let may_escape = matches!(rest.as_bytes().get(n_bytes), Some(b'&' | b'\\'));
        if may_escape && escapes::escaped_letter(&rest[n_bytes..]).is_some() {
            return self.escaped_word(n_bytes);
        }
        if let Some(tag) = shape::seamless_tag(&rest[n_bytes..]) {
            return self.tagged_word(n_bytes, tag);
        }
        let mut shown = &rest[..n_bytes];
        if shown.len() > MAX_WORD {
            let cut = (0..=MAX_WORD).rev().find(|&at| shown.is_char_boundary(at)).unwrap_or(0);
            shown = &shown[..cut];
        }
        let shown = shown.trim_matches('\'');
        let shown = if shown == "," { shown } else { shown.trim_start_matches([',', ':']) };
        let (shown, colon) = match shown.trim_end_matches(':') {
            trimmed if trimmed.len() < shown.len() => (trimmed, true),
            // A key of JSON: the quote stands before the colon.
            same => (same, rest[n_bytes..].starts_with("\":")),
        };
        let (kind, lower) = shape::classify(shown)?;
        let behind = rest[n_bytes..].trim_start_matches(' ');
        let is_assigned = behind.starts_with('=')
            && !behind.starts_with("==")
            && kind != Kind::Mark
            && kind != Kind::Agent;
        let kind = if is_assigned { Kind::Stop } else { kind };
        // `OU=Nimble`: the key of a value is nobody's name.
        let shown = if is_assigned { "=" } else { shown };
        let shown = if kind == Kind::Mark { shown.trim_matches('_') } else { shown };
        let lower = if is_assigned { Cow::Borrowed("=") } else { lower };
        let mut token = self.emit(kind, Cow::Borrowed(shown), n_bytes);
        token.comma = shown.ends_with(',') || shown.ends_with("',");
        token.lower = lower;
        token.colon = colon;
        token.stop = shape::ends_sentence(shown, kind);
        token.is_opened = shown.starts_with('(');
        token.is_closed = shown.ends_with(')') || shown.ends_with("),") || shown.ends_with(").");
        Some(token)
    }
}

impl<'a> Lexer<'a> {
    /// A word with a tag inside it that only marks a part of it, `Nimbl<s>e, Inc.</s>`.
    fn tagged_word(&mut self, first: usize, tag: usize) -> Option<Token<'a>> {
        let rest = self.rest();
        let more = shape::word_length(&rest[first + tag..]);
        let length = first + tag + more;
        let shown = format!("{}{}", &rest[..first], &rest[first + tag..length]);
        self.emit_shown(shown, length)
    }

    /// A word of `length` bytes that reads otherwise than it is written.
    fn emit_shown(&mut self, shown: String, length: usize) -> Option<Token<'a>> {
        let (kind, lower) = shape::classify(&shown)?;
        let lower = Cow::Owned(lower.into_owned());
        let (comma, stop) = (shown.ends_with(','), shape::ends_sentence(&shown, kind));
        let mut token = self.emit(kind, Cow::Owned(shown), length);
        (token.comma, token.stop, token.lower) = (comma, stop, lower);
        Some(token)
    }

    /// A word with letters written as `\\uXXXX` or `&ouml;`.
    fn escaped_word(&mut self, first: usize) -> Option<Token<'a>> {
        let rest = self.rest();
        let mut length = first;
        let mut shown = rest[..first].to_owned();
        while shown.len() < MAX_WORD
            && let Some((letter, n_bytes)) = escapes::escaped_letter(&rest[length..])
        {
            shown.push(letter);
            length += n_bytes;
            let more = shape::word_length(&rest[length..]);
            shown.push_str(&rest[length..length + more]);
            length += more;
        }
        self.emit_shown(shown, length)
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.pos < self.end {
            if let Some(special) = self.special() {
                match special {
                    Some(token) => return Some(token),
                    None => continue,
                }
            }
            let before = self.pos;
            if let Some(token) = self.word() {
                return Some(token);
            }
            if self.pos == before {
                let n_bytes = shape::word_length(self.rest())
                    .max(self.rest().chars().next().map_or(1, char::len_utf8));
                self.space(n_bytes);
            }
        }
        None
    }
}

/// The tokens between two places.
pub(super) fn tokens(text: &str, start: usize, end: usize) -> Vec<Token<'_>> {
    Lexer::new(text, start, end).collect()
}
