// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions of Gentoo (Package Manager Specification, 3.2 and 3.3).

use std::cmp::Ordering;

use super::numbers::{Number, is_digits, leading_digits};

/// The kinds of suffixes, older first; none stands between `_rc` and `_p`.
const SUFFIXES: [&str; 6] = ["alpha", "beta", "pre", "rc", "", "p"];
/// The place of no suffix.
const NO_SUFFIX: usize = 4;

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version<'a> {
    first: Number<'a>,
    others: Vec<Component<'a>>,
    letter: Option<u8>,
    suffixes: Suffixes<'a>,
    revision: Number<'a>,
}

/// A number behind a dot. With a leading zero it is read as digits behind a decimal point.
#[derive(Debug)]
struct Component<'a>(&'a str);

#[derive(Debug, PartialEq, Eq)]
struct Suffixes<'a>(Vec<(usize, Number<'a>)>);

impl<'a> Version<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Version<'a>> {
        let (text, revision) = match text.rsplit_once("-r") {
            Some((text, revision)) => (text, Number::parse(revision)?),
            None => (text, Number::ZERO),
        };
        let mut parts = text.split('_');
        let mut plain = parts.next()?;
        let letter = plain.bytes().last().filter(u8::is_ascii_lowercase);
        if letter.is_some() {
            plain = &plain[..plain.len() - 1];
        }
        let mut numbers = plain.split('.');
        let first = Number::parse(numbers.next()?)?;
        let others: Vec<&str> = numbers.collect();
        if !others.iter().all(|digits| is_digits(digits)) {
            return None;
        }
        let suffix = |part: &'a str| {
            let word = part.trim_end_matches(|one: char| one.is_ascii_digit());
            let number = leading_digits(&part[word.len()..]).0;
            let kind = SUFFIXES.iter().position(|known| !known.is_empty() && *known == word)?;
            Some((kind, Number::parse(number).unwrap_or_default()))
        };
        let suffixes = Suffixes(parts.map(suffix).collect::<Option<_>>()?);
        let others = others.into_iter().map(Component).collect();
        Some(Version { first, others, letter, suffixes, revision })
    }
}

impl Ord for Component<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.0.starts_with('0') || other.0.starts_with('0') {
            return self.0.trim_end_matches('0').cmp(other.0.trim_end_matches('0'));
        }
        let number = |digits| Number::parse(digits).unwrap_or_default();
        number(self.0).cmp(&number(other.0))
    }
}

impl PartialOrd for Component<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Component<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Component<'_> {}

impl Ord for Suffixes<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let longer = self.0.len().max(other.0.len());
        let at = |suffixes: &Self, place: usize| {
            suffixes.0.get(place).copied().unwrap_or((NO_SUFFIX, Number::ZERO))
        };
        let orders = (0..longer).map(|place| {
            let (a, b) = (at(self, place), at(other, place));
            a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1))
        });
        orders.fold(Ordering::Equal, Ordering::then)
    }
}

impl PartialOrd for Suffixes<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
