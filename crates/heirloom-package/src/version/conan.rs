// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions of Conan: parts that are numbers or words, a pre-release, a build.

use super::numbers::{Number, leading_digits};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version<'a> {
    parts: Vec<Part<'a>>,
    /// A release comes after all that lead to it.
    is_release: bool,
    before: Vec<Part<'a>>,
    build: Vec<Part<'a>>,
}

/// A part: by the number it starts with, then by what follows; words come after all numbers.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part<'a> {
    is_word: bool,
    number: Number<'a>,
    rest: &'a str,
}

impl<'a> Version<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Version<'a>> {
        let text = text.trim();
        let (text, build) = text.split_once('+').map_or((text, ""), |found| found);
        let (text, before) = text.split_once('-').map_or((text, None), |(a, b)| (a, Some(b)));
        if text.is_empty() || text.contains(|one: char| one.is_whitespace()) {
            return None;
        }
        Some(Version {
            parts: parts(text),
            is_release: before.is_none(),
            before: parts(before.unwrap_or_default()),
            build: parts(build),
        })
    }
}

/// Parts with dots between them; zeros at the end say nothing.
fn parts(text: &str) -> Vec<Part<'_>> {
    let part = |part| {
        let (digits, rest) = leading_digits(part);
        let number = Number::parse(digits);
        Part { is_word: number.is_none(), number: number.unwrap_or_default(), rest }
    };
    let mut parts: Vec<Part> = match text {
        "" => Vec::new(),
        text => text.split('.').map(part).collect(),
    };
    let is_zero = |part: &Part| !part.is_word && part.number.is_zero() && part.rest.is_empty();
    while parts.last().is_some_and(is_zero) {
        parts.pop();
    }
    parts
}
