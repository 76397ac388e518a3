// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions of OpenSSL: `1.0.2za` until 1.1.1, semantic versions since 3.0.

use std::cmp::Ordering;

use super::{
    numbers::{Dotted, leading_letters},
    semantic,
};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Version<'a> {
    numbers: Dotted<'a>,
    /// Letters of a patch release: more of them are newer.
    letters: &'a str,
    /// What leads to a release.
    before: Vec<semantic::Identifier<'a>>,
}

impl<'a> Version<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Version<'a>> {
        let (text, before) = match text.split_once('-') {
            Some((text, before)) => (text, semantic::identifiers(before)?),
            None => (text, Vec::new()),
        };
        let end = text.find(|one: char| one.is_ascii_alphabetic()).unwrap_or(text.len());
        let (numbers, letters) = text.split_at(end);
        let (letters, rest) = leading_letters(letters);
        let numbers = Dotted::parse(numbers)?;
        rest.is_empty().then_some(Version { numbers, letters, before })
    }
}

impl Ord for Version<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers
            .cmp(&other.numbers)
            .then_with(|| self.letters.len().cmp(&other.letters.len()))
            .then_with(|| self.letters.cmp(other.letters))
            .then_with(|| self.before.is_empty().cmp(&other.before.is_empty()))
            .then_with(|| self.before.cmp(&other.before))
    }
}

impl PartialOrd for Version<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
