// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Numbers of any length, and versions that are nothing but numbers.

use std::cmp::Ordering;

/// A number as its digits, without leading zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(super) struct Number<'a>(&'a str);

impl<'a> Number<'a> {
    pub(super) const ZERO: Number<'static> = Number("");

    /// Reads digits, and nothing but digits.
    pub(super) fn parse(text: &'a str) -> Option<Number<'a>> {
        is_digits(text).then(|| Number(text.trim_start_matches('0')))
    }

    pub(super) fn is_zero(self) -> bool {
        self.0.is_empty()
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(other.0))
    }
}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Whether a text is one digit or more.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Splits the digits off the start of a text.
pub(super) fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Splits the letters off the start of a text.
pub(super) fn leading_letters(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_alphabetic).count())
}

/// Whole numbers with dots between them; what is missing is 0.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Dotted<'a>(Vec<Number<'a>>);

impl<'a> Dotted<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Dotted<'a>> {
        let mut numbers: Vec<Number> = text.split('.').map(Number::parse).collect::<Option<_>>()?;
        while numbers.last().is_some_and(|last| last.is_zero()) {
            numbers.pop();
        }
        Some(Dotted(numbers))
    }
}
