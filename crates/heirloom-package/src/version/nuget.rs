// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions of NuGet: up to four numbers, then a pre-release whose case does not count.

use super::numbers::Number;

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version<'a> {
    core: [Number<'a>; 4],
    /// A release comes after all that lead to it.
    is_release: bool,
    before: Vec<Part<'a>>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    Number(Number<'a>),
    Word(String),
}

impl<'a> Version<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Version<'a>> {
        let text = text.split('+').next()?;
        let (core, before) = text.split_once('-').map_or((text, None), |(a, b)| (a, Some(b)));
        let mut numbers = [Number::ZERO; 4];
        for (place, digits) in core.split('.').enumerate() {
            *numbers.get_mut(place)? = Number::parse(digits)?;
        }
        let part = |part: &'a str| match Number::parse(part) {
            Some(number) => Some(Part::Number(number)),
            None if part.is_empty() => None,
            None => Some(Part::Word(part.to_ascii_lowercase())),
        };
        let parts = before.into_iter().flat_map(|before| before.split('.')).map(part);
        let is_release = before.is_none();
        Some(Version { core: numbers, is_release, before: parts.collect::<Option<_>>()? })
    }
}
