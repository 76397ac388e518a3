// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From the text of a condition to tokens.

use std::ops::Range;

use super::{Fault, Misplaced};

/// The most tokens of a condition: more is a program, not a condition.
pub const MAX_TOKENS: usize = 400;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Name(String),
    Int(i64),
    Text(String),
    /// An operator or bracket.
    Sign(&'static str),
}

/// Longer signs first, so that they win.
const SIGNS: &[&str] = &[
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "?", ":", ".", ",", "(", ")", "[", "]", "-",
    "+", "*", "/", "%", "{", "}",
];

pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Misplaced> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if first.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        if tokens.len() == MAX_TOKENS {
            let fault = Fault::new("condition-long").text("n", MAX_TOKENS);
            return Err(Misplaced::new(&(at..text.len()), fault));
        }
        let (token, len) = token(rest, first).map_err(|(len, fault)| {
            let end = (at + len).min(text.len());
            Misplaced::new(&(at..end), fault)
        })?;
        tokens.push((token, at..at + len));
        at += len;
    }
    Ok(tokens)
}

/// The token at the start of a text and its length in bytes, or the length of what is none.
fn token(rest: &str, first: char) -> Result<(Token, usize), (usize, Fault)> {
    let raw = rest.starts_with("r\"") || rest.starts_with("r'");
    if raw {
        let (text, len) = string(&rest[1..], true).map_err(|(len, fault)| (len + 1, fault))?;
        return Ok((Token::Text(text), len + 1));
    }
    if first == '"' || first == '\'' {
        return string(rest, false).map(|(text, len)| (Token::Text(text), len));
    }
    let word = |first: fn(&char) -> bool| rest.chars().take_while(first).map(char::len_utf8).sum();
    if first.is_ascii_alphabetic() || first == '_' {
        let len = word(|c| c.is_ascii_alphanumeric() || *c == '_');
        return Ok((Token::Name(rest[..len].to_owned()), len));
    }
    if first.is_ascii_digit() {
        let len = word(|c| c.is_ascii_alphanumeric() || *c == '.');
        let written = &rest[..len];
        let value = match written.strip_prefix("0x") {
            Some(digits) => i64::from_str_radix(digits, 16),
            None => written.parse(),
        };
        return value
            .map(|value| (Token::Int(value), len))
            .map_err(|_| (len, Fault::new("condition-number").text("text", written)));
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => Ok((Token::Sign(sign), sign.len())),
        None => {
            Err((first.len_utf8(), Fault::new("condition-sign").text("text", first.escape_debug())))
        }
    }
}

/// A string in quotes at the start of a text, and its length in bytes with the quotes.
fn string(rest: &str, raw: bool) -> Result<(String, usize), (usize, Fault)> {
    let mut chars = rest.char_indices();
    let quote = chars.next().map(|(_, quote)| quote);
    let mut text = String::new();
    while let Some((at, char)) = chars.next() {
        match char {
            _ if Some(char) == quote => return Ok((text, at + 1)),
            '\n' => break,
            '\\' if !raw => match chars.next() {
                Some((_, same @ ('\\' | '"' | '\'' | '`' | '?'))) => text.push(same),
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                Some((_, 'r')) => text.push('\r'),
                Some((next, other)) => {
                    let fault = Fault::new("condition-escape").text("text", other.escape_debug());
                    return Err((next + other.len_utf8(), fault));
                }
                None => break,
            },
            other => text.push(other),
        }
    }
    Err((rest.len(), Fault::new("condition-string-open")))
}
