// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions of RubyGems: numbers and words with dots between them; words come before numbers.

use std::cmp::Ordering;

use super::numbers::{Number, is_digits, leading_digits};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Version<'a>(Vec<Segment<'a>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment<'a> {
    Word(&'a str),
    Number(Number<'a>),
}

const ZERO: Segment<'static> = Segment::Number(Number::ZERO);

impl<'a> Version<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Version<'a>> {
        let text = text.trim();
        let mut segments = Vec::new();
        // What stands behind a dash leads to a release.
        for (place, part) in text.split('-').enumerate() {
            if place > 0 {
                segments.push(Segment::Word("pre"));
            }
            for part in part.split('.') {
                split(part, &mut segments)?;
            }
        }
        // Zeros say nothing at the end, nor before the first word.
        let trim = |segments: &mut Vec<Segment>| {
            while segments.last() == Some(&ZERO) {
                segments.pop();
            }
        };
        trim(&mut segments);
        if let Some(word) = segments.iter().position(|one| matches!(one, Segment::Word(_))) {
            let words = segments.split_off(word);
            trim(&mut segments);
            segments.extend(words);
        }
        let starts = text.is_empty() || is_digits(text.split(['.', '-']).next()?);
        starts.then_some(Version(segments))
    }
}

/// Splits a part where digits meet letters.
fn split<'a>(mut part: &'a str, segments: &mut Vec<Segment<'a>>) -> Option<()> {
    if part.is_empty() {
        return segments.is_empty().then_some(());
    }
    while !part.is_empty() {
        let (digits, rest) = leading_digits(part);
        if let Some(number) = Number::parse(digits) {
            segments.push(Segment::Number(number));
            part = rest;
            continue;
        }
        let end = part.find(|one: char| one.is_ascii_digit()).unwrap_or(part.len());
        let (word, rest) = part.split_at(end);
        if !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        segments.push(Segment::Word(word));
        part = rest;
    }
    Some(())
}

impl Ord for Version<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let at = |version: &Self, place: usize| version.0.get(place).copied().unwrap_or(ZERO);
        (0..self.0.len().max(other.0.len()))
            .map(|place| at(self, place).cmp(&at(other, place)))
            .fold(Ordering::Equal, Ordering::then)
    }
}

impl PartialOrd for Version<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
