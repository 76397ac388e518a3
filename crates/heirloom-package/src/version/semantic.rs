// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Semantic versions (Semantic Versioning 2.0.0), and what ecosystems make of them.

use std::cmp::Ordering;

use super::numbers::Number;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Version<'a> {
    core: [Number<'a>; 3],
    before: Vec<Identifier<'a>>,
    /// Where builds count, the build.
    build: Vec<Identifier<'a>>,
}

/// A part of a pre-release; numbers come before words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identifier<'a> {
    Number(Number<'a>),
    Word(&'a str),
}

impl<'a> Version<'a> {
    /// Exactly as the specification says.
    pub(super) fn strict(text: &'a str) -> Option<Version<'a>> {
        let is_padded = |digits: &str| digits.len() > 1 && digits.starts_with('0');
        let core = text.split(['-', '+']).next()?;
        let has_zeros = core.split('.').any(is_padded);
        (core.split('.').count() == 3 && !has_zeros).then(|| Version::parse(text))?
    }

    /// With `v` or `=` before it.
    pub(super) fn of_npm(text: &'a str) -> Option<Version<'a>> {
        let text = text.trim().trim_start_matches('=').trim_start();
        Version::parse(text.strip_prefix('v').unwrap_or(text))
    }

    /// With a `v` before it; `+incompatible` does not count.
    pub(super) fn of_go(text: &'a str) -> Option<Version<'a>> {
        Version::parse(text.strip_prefix('v').unwrap_or(text))
    }

    /// With builds that come after the release.
    pub(super) fn of_pub(text: &'a str) -> Option<Version<'a>> {
        let version = Version::parse(text)?;
        let build = match text.split_once('+') {
            Some((_, build)) => identifiers(build)?,
            None => Vec::new(),
        };
        Some(Version { build, ..version })
    }

    /// With up to three numbers; those that are missing are 0.
    fn parse(text: &'a str) -> Option<Version<'a>> {
        let (text, build) = text.split_once('+').map_or((text, None), |(a, b)| (a, Some(b)));
        build.map_or(Some(Vec::new()), identifiers)?;
        let (core, before) = match text.split_once('-') {
            Some((core, before)) => (core, identifiers(before)?),
            None => (text, Vec::new()),
        };
        let mut numbers = [Number::ZERO; 3];
        for (place, digits) in core.split('.').enumerate() {
            *numbers.get_mut(place)? = Number::parse(digits)?;
        }
        Some(Version { core: numbers, before, build: Vec::new() })
    }
}

/// Parts with dots between them.
pub(super) fn identifiers(text: &str) -> Option<Vec<Identifier<'_>>> {
    let identifier = |part| {
        let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        match Number::parse(part) {
            Some(number) => Some(Identifier::Number(number)),
            None if !part.is_empty() && part.bytes().all(is_fine) => Some(Identifier::Word(part)),
            None => None,
        }
    };
    text.split('.').map(identifier).collect()
}

impl Ord for Version<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        // A version without a pre-release comes after those with one.
        let before = |one: &Self| one.before.is_empty();
        self.core
            .cmp(&other.core)
            .then_with(|| before(self).cmp(&before(other)))
            .then_with(|| self.before.cmp(&other.before))
            .then_with(|| self.build.cmp(&other.build))
    }
}

impl PartialOrd for Version<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
