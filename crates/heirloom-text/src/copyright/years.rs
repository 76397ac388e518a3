// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Years of a statement: single, ranges, lists, open ends, short forms.

use heirloom_model::YearRange;

/// The years that a statement may name; anything else is some other number.
const PLAUSIBLE: std::ops::RangeInclusive<u16> = 1950..=2049;

/// Whether a word is a year, a range or a list of years, such as `1999`, `2001-04`, `1998,1999`,
/// `2004+`, `2012-present`, `2003-05-07`.
pub(super) fn is_year(core: &str) -> bool {
    if !core.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let mut parts = core.split(separates);
    let Some(first) = parts.next() else { return false };
    let first = first.trim_end_matches(['a', 'b', 'c', 's']);
    let leads = four_digits(first).is_some()
        || (matches!(first.len(), 1 | 2)
            && first.bytes().all(|b| b.is_ascii_digit())
            && core.rsplit(separates).next().is_some_and(|last| four_digits(last).is_some()));
    leads && core.split(separates).skip(1).all(is_part)
}

fn is_part(part: &str) -> bool {
    let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    part.is_empty()
        || part.eq_ignore_ascii_case("present")
        || part.eq_ignore_ascii_case("now")
        // Five digits are a slip, as in `2010-20224`.
        || (digits.len() <= 5
            && part.len() - digits.len() <= 1
            && !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit()))
        || four_digits(part.trim_end_matches('x')).is_some()
        || (part.len() == 4 && part.starts_with("20") && part.ends_with('x'))
}

fn separates(character: char) -> bool {
    matches!(
        character,
        '-' | ',' | '/' | '.' | '–' | '—' | '+' | ':' | '~' | '&' | '_' | '\'' | '(' | ')'
    )
}

fn four_digits(text: &str) -> Option<u16> {
    let is_year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    if is_year { text.parse().ok().filter(|year| PLAUSIBLE.contains(year)) } else { None }
}

/// The years named in the words of a statement, in order, ranges joined.
pub(super) fn read<'t>(words: impl Iterator<Item = &'t str>) -> Vec<YearRange> {
    let mut years: Vec<YearRange> = Vec::new();
    let mut is_range = false;
    for word in words {
        let mut number_start = None;
        for (at, character) in word.char_indices().chain([(word.len(), ' ')]) {
            if character.is_ascii_digit() {
                number_start.get_or_insert(at);
                continue;
            }
            if let Some(start) = number_start.take() {
                push(&mut years, &word[start..at], is_range);
                is_range = false;
            }
            match character {
                '-' | '–' | '—' | '~' => is_range = !years.is_empty(),
                '+' => open(&mut years),
                'p' | 'P' | 'n' | 'N' if is_range => {
                    open(&mut years);
                    is_range = false;
                }
                ',' | '&' => is_range = false,
                _ => {}
            }
        }
        if word.eq_ignore_ascii_case("to") {
            is_range = !years.is_empty();
        }
    }
    years
}

fn open(years: &mut [YearRange]) {
    if let Some(last) = years.last_mut() {
        last.last = None;
    }
}

fn push(years: &mut Vec<YearRange>, digits: &str, is_range: bool) {
    let Some(year) = four_digits(digits).or_else(|| short(years, digits)) else { return };
    match years.last_mut() {
        Some(range) if is_range && year >= range.first => range.last = Some(year),
        _ => years.push(YearRange { first: year, last: Some(year) }),
    }
}

/// `04` behind `2001`, `9` behind `1998`.
fn short(years: &[YearRange], digits: &str) -> Option<u16> {
    let before = years.last().and_then(|range| range.last)?;
    let number: u16 = digits.parse().ok()?;
    match digits.len() {
        1 => Some(before / 10 * 10 + number).filter(|&year| year > before),
        2 => {
            let same = before / 100 * 100 + number;
            let year = if same >= before { same } else { same + 100 };
            Some(year).filter(|year| year - before < 60 && PLAUSIBLE.contains(year))
        }
        _ => None,
    }
}
