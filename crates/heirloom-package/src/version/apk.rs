// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions of Alpine: numbers, a letter, suffixes, a commit, a release.

use std::cmp::Ordering;

use super::numbers::{Number, is_digits};

/// Suffixes before the release they lead to, older first.
const BEFORE: [&str; 4] = ["alpha", "beta", "pre", "rc"];
/// Suffixes after it.
const AFTER: [&str; 5] = ["cvs", "svn", "git", "hg", "p"];

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Version<'a>(Vec<Token<'a>>);

/// A part of a version. Where versions differ in the sort of part at a place, the later sort is the
/// older version: `1.2.3` has a number where `1.2-r1` has its release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// A number behind a dot with leading zeros: how many, and what is behind them.
    Zeros(usize, Number<'a>),
    /// Another number.
    Number(Number<'a>),
    /// A letter.
    Letter(u8),
    /// A suffix, below zero before the release, with its number.
    Suffix(i8, Number<'a>),
    /// A commit.
    Commit(&'a str),
    /// A release.
    Release(Number<'a>),
}

impl<'a> Version<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Version<'a>> {
        let (text, release) = match text.rsplit_once("-r") {
            Some((text, release)) => (text, Some(Number::parse(release)?)),
            None => (text, None),
        };
        let (text, commit) = match text.split_once('~') {
            Some((text, commit)) => (text, Some(commit)),
            None => (text, None),
        };
        let mut parts = text.split('_');
        let mut plain = parts.next()?;
        let letter = plain.bytes().last().filter(u8::is_ascii_lowercase);
        if letter.is_some() {
            plain = &plain[..plain.len() - 1];
        }
        let mut tokens = Vec::new();
        for (place, digits) in plain.split('.').enumerate() {
            let number = Number::parse(digits)?;
            let zeros = digits.len() - digits.trim_start_matches('0').len();
            tokens.push(match zeros {
                zeros if zeros > 0 && place > 0 => Token::Zeros(zeros, number),
                _ => Token::Number(number),
            });
        }
        tokens.extend(letter.map(Token::Letter));
        for part in parts {
            tokens.push(suffix(part)?);
        }
        if let Some(commit) = commit {
            let is_commit =
                !commit.is_empty() && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            tokens.push(is_commit.then_some(Token::Commit(commit))?);
        }
        tokens.extend(release.map(Token::Release));
        Some(Version(tokens))
    }
}

fn suffix(part: &str) -> Option<Token<'_>> {
    let word = part.trim_end_matches(|one: char| one.is_ascii_digit());
    let digits = &part[word.len()..];
    let number = if is_digits(digits) { Number::parse(digits)? } else { Number::ZERO };
    let place = |all: &[&str]| all.iter().position(|known| *known == word);
    let place = |all: &[&str]| place(all).and_then(|place| i8::try_from(place).ok());
    match (place(&BEFORE), place(&AFTER)) {
        (Some(place), _) => Some(Token::Suffix(place - 4, number)),
        (None, Some(place)) => Some(Token::Suffix(place + 1, number)),
        (None, None) => None,
    }
}

impl Token<'_> {
    /// The sort of part, by its place in a version.
    fn sort(&self) -> u8 {
        match self {
            Token::Zeros(..) | Token::Number(_) => 0,
            Token::Letter(_) => 1,
            Token::Suffix(..) => 2,
            Token::Commit(_) => 3,
            Token::Release(_) => 4,
        }
    }

    fn compared(&self, other: &Self) -> Ordering {
        match (self, other) {
            // More zeros are a smaller fraction.
            (Token::Zeros(a, number), Token::Zeros(b, other)) => {
                b.cmp(a).then_with(|| number.cmp(other))
            }
            (Token::Zeros(..), Token::Number(_)) => Ordering::Less,
            (Token::Number(_), Token::Zeros(..)) => Ordering::Greater,
            (Token::Number(a), Token::Number(b)) | (Token::Release(a), Token::Release(b)) => {
                a.cmp(b)
            }
            (Token::Letter(a), Token::Letter(b)) => a.cmp(b),
            (Token::Suffix(a, number), Token::Suffix(b, other)) => {
                a.cmp(b).then_with(|| number.cmp(other))
            }
            // Nobody knows which of two commits is newer; any order does.
            (Token::Commit(a), Token::Commit(b)) => a.cmp(b),
            _ => other.sort().cmp(&self.sort()),
        }
    }
}

impl Ord for Version<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let is_before = |token: Option<&Token>| matches!(token, Some(Token::Suffix(..0, _)));
        for place in 0..self.0.len().max(other.0.len()) {
            let (a, b) = (self.0.get(place), other.0.get(place));
            let order = match (a, b) {
                (Some(a), Some(b)) if a.sort() == b.sort() => a.compared(b),
                // What leads to a release comes before whatever stands there instead.
                (a, b) if is_before(a) != is_before(b) => is_before(b).cmp(&is_before(a)),
                (Some(a), Some(b)) => a.compared(b),
                (a, b) => a.is_some().cmp(&b.is_some()),
            };
            if order != Ordering::Equal {
                return order;
            }
        }
        Ordering::Equal
    }
}

impl PartialOrd for Version<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
