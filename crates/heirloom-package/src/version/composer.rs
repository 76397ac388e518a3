// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions of Packagist: numbers, then a stability with a number. Branches have no order.

use super::numbers::{Number, leading_digits, leading_letters};

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version<'a> {
    numbers: [Number<'a>; 4],
    stability: u8,
    of_stability: Vec<Number<'a>>,
    /// Not yet the stability it names: `1.0.0-beta1-dev` comes before `1.0.0-beta1`.
    is_done: bool,
}

impl<'a> Version<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Version<'a>> {
        let text = text.trim().split(['+', '#', '@']).next()?;
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let (text, is_done) = match strip_end(text, "dev") {
            Some(text) => (text, false),
            None => (text, true),
        };
        let mut numbers = [Number::ZERO; 4];
        let mut rest = text;
        let mut place = 0;
        loop {
            let (digits, behind) = leading_digits(rest);
            *numbers.get_mut(place)? = Number::parse(digits)?;
            place += 1;
            match behind
                .strip_prefix('.')
                .filter(|next| next.starts_with(|one: char| one.is_ascii_digit()))
            {
                Some(next) => rest = next,
                None => {
                    rest = behind;
                    break;
                }
            }
        }
        let (word, behind) = leading_letters(rest.trim_start_matches(['-', '.', '_']));
        let stability = match word.to_ascii_lowercase().as_str() {
            "" | "stable" => 4,
            "a" | "alpha" => 1,
            "b" | "beta" => 2,
            "rc" => 3,
            "p" | "pl" | "patch" => 5,
            _ => return None,
        };
        let behind = behind.trim_start_matches(['-', '.']);
        let of_stability = match behind {
            "" => Vec::new(),
            numbers => numbers.split('.').map(Number::parse).collect::<Option<_>>()?,
        };
        // A bare `-dev` leads to the release itself, before all that lead to it too.
        let stability = if is_done || stability != 4 { stability } else { 0 };
        Some(Version { numbers, stability, of_stability, is_done })
    }
}

/// Takes a word and what divides it off the end.
fn strip_end<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let start = text.len().checked_sub(word.len())?;
    let end = text.get(start..)?;
    let rest = &text[..start];
    let divided = rest.strip_suffix(['-', '.'])?;
    end.eq_ignore_ascii_case(word).then_some(divided)
}
