// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Identifiers at the end of an enumeration: "GPL-2.0-only, BSD-3-Clause, or MIT".
//!
//! A short identifier is a word of its own, so rules know it within other words only. Behind a
//! license and a word or mark that joins, it is a license.

use std::{ops::Range, rc::Rc};

use heirloom_model::{Expression, FindKind};

use super::{
    index::Index,
    matches::{Match, Method, Subject},
    query::Query,
    spans::Spans,
};

/// The most bytes of an identifier.
const MAX_ID: usize = 40;

/// Adds identifiers that follow matches, which are in order of the text.
pub(super) fn add<'a>(
    matches: Vec<Match<'a>>,
    query: &Query,
    text: &str,
    index: &'a Index<'a>,
) -> Vec<Match<'a>> {
    let mut all: Vec<Match<'a>> = Vec::with_capacity(matches.len());
    let mut matches = matches.into_iter().peekable();
    while let Some(found) = matches.next() {
        let is_item =
            matches!(found.kind(), FindKind::Reference | FindKind::Notice | FindKind::Tag)
                && found.method != Method::TAG;
        let mut end = query.places[found.end() as usize].1 as usize;
        let next = matches.peek().map_or(query.len(), Match::start);
        all.push(found);
        while is_item && let Some((place, expression)) = item(text, end, index) {
            end = place.end;
            let first = query.places.partition_point(|word| (word.0 as usize) < place.start) as u32;
            let last = query.places.partition_point(|word| (word.0 as usize) < place.end) as u32;
            if first == last || last > next {
                break;
            }
            let words = &query.words[first as usize..last as usize];
            all.push(Match {
                subject: Subject::Tag { expression, length: last - first },
                found: Spans::one(first..last),
                covered: Spans::one(0..last - first),
                n_high: words.iter().filter(|&&word| index.is_legal(word)).count() as u32,
                method: Method::EXACT,
                is_mention: false,
            });
        }
    }
    all
}

/// The identifier that is joined to what ends at `end`.
fn item(text: &str, end: usize, index: &Index<'_>) -> Option<(Range<usize>, Rc<str>)> {
    let place = joined(text, end)?;
    let written = &text[place.clone()];
    let meaning = index.identifier(&written.to_lowercase())?;
    Expression::parse(meaning).ok()?;
    Some((place, meaning.into()))
}

/// The word in the form of an identifier that a comma, "or" or "and" joins to what ends at `end`,
/// when it is the last of a row, or one of several.
fn joined(text: &str, end: usize) -> Option<Range<usize>> {
    let is_space = |c: char| c.is_whitespace() || "*#".contains(c);
    let mut rest = text.get(end..)?.trim_start_matches(is_space);
    let has_comma = rest.starts_with(',');
    rest = rest.trim_start_matches(',').trim_start_matches(is_space);
    let word = ["or ", "and "].into_iter().find(|word| rest.starts_with(word));
    rest = rest[word.map_or(0, str::len)..].trim_start_matches(is_space);
    rest = rest.strip_prefix("the ").unwrap_or(rest);
    if !has_comma && word.is_none() {
        return None;
    }
    let is_of_id = |c: char| c.is_ascii_alphanumeric() || "-.+".contains(c);
    let id = &rest[..rest.find(|c| !is_of_id(c)).unwrap_or(rest.len())];
    let id = id.trim_end_matches('.');
    let behind = &rest[id.len()..];
    let is_last = behind.is_empty()
        || behind.starts_with(['.', ';', ')', '\n', '"', '\''])
        || [" license", " licence"].iter().any(|word| behind.starts_with(word));
    let goes_on =
        behind.starts_with(',') || [" or ", " and "].iter().any(|w| behind.starts_with(w));
    let is_written =
        id.len() >= 3 && id.len() <= MAX_ID && !id.contains(|c: char| c.is_ascii_lowercase())
            || id.contains('-') && id.contains(|c: char| c.is_ascii_digit());
    let is_item = if word.is_some() { is_last || goes_on } else { goes_on };
    let start = text.len() - rest.len();
    (is_written && is_item).then(|| start..start + id.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_identifiers_are_found() {
        let check = |behind: &str, expect: Option<&str>| {
            let text = format!("GPL-2.0-only{behind}");
            assert_eq!(joined(&text, 12).map(|place| &text[place]), expect, "{behind}");
        };
        check(", or MIT.", Some("MIT"));
        check(" or the MIT license", Some("MIT"));
        check(",\n * ISC, or MIT", Some("ISC"));
        check(" and BSL-1.0", Some("BSL-1.0"));
        check(", ISC", None);
        check(" or MIT students", None);
        check(" or later.", None);
        check(". MIT", None);
        check(" or it.", None);
    }
}
