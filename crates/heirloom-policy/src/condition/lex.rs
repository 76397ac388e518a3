// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From the text of a condition to tokens.

use std::ops::Range;

use super::Fault;

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

pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Fault> {
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
            let what = format!("a condition has at most {MAX_TOKENS} words and signs");
            return Err(Fault::new(&(at..text.len()), what));
        }
        let (token, len) = token(rest, first).map_err(|(len, what)| {
            let end = (at + len).min(text.len());
            Fault::new(&(at..end), what)
        })?;
        tokens.push((token, at..at + len));
        at += len;
    }
    Ok(tokens)
}

/// The token at the start of a text and its length in bytes, or the length of what is none.
fn token(rest: &str, first: char) -> Result<(Token, usize), (usize, String)> {
    let raw = rest.starts_with("r\"") || rest.starts_with("r'");
    if raw {
        let (text, len) = string(&rest[1..], true).map_err(|(len, what)| (len + 1, what))?;
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
            .map_err(|_| (len, format!("`{written}` is not a whole number")));
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => Ok((Token::Sign(sign), sign.len())),
        None => Err((first.len_utf8(), format!("`{}` has no meaning here", first.escape_debug()))),
    }
}

/// A string in quotes at the start of a text, and its length in bytes with the quotes.
fn string(rest: &str, raw: bool) -> Result<(String, usize), (usize, String)> {
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
                    let what = format!("`\\{}` is not an escape known here", other.escape_debug());
                    return Err((next + other.len_utf8(), what));
                }
                None => break,
            },
            other => text.push(other),
        }
    }
    Err((rest.len(), "a string has no end on its line".to_owned()))
}
