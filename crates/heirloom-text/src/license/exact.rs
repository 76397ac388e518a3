// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Exact matching: every rule whose words stand in a row in the text.
//!
//! Each rule is listed under one key, its rarest triple of words. The text's triples pass a small
//! bit filter, those that remain are looked up, and each rule listed is compared in place.

use super::{
    index::{Index, RuleNumber},
    layout::{double, triple},
    matches::{Match, Method},
    query::Query,
    spans::Spans,
};

/// Finds rules in the positions `matchable` says may be matched, at most `max_matches`.
pub(crate) fn find<'a>(
    query: &Query,
    index: &'a Index<'a>,
    max_matches: usize,
) -> (Vec<Match<'a>>, bool) {
    let words = &query.words;
    let mut matches = Vec::new();
    let mut add = |rule: RuleNumber, start: usize| {
        let rule = index.rule(rule);
        let (start, length) = (start as u32, rule.length());
        let (found, covered) = (Spans::one(start..start + length), Spans::one(0..length));
        matches.push(Match::of_rule(rule, found, covered, Method::EXACT, index));
        matches.len() < max_matches
    };
    for (at, &word) in words.iter().enumerate() {
        if let Some(postings) = index.single(word) {
            for (rule, _) in index.postings(postings) {
                if !add(rule, at) {
                    return (matches, false);
                }
            }
        }
        let Some(&second) = words.get(at + 1) else { break };
        if let Some(postings) = index.key(double(word, second)) {
            for (rule, _) in index.postings(postings) {
                if is_at(words, at, rule, index) && !add(rule, at) {
                    return (matches, false);
                }
            }
        }
        let Some(&third) = words.get(at + 2) else { continue };
        let Some(postings) = index.key(triple(word, second, third)) else { continue };
        for (rule, position) in index.postings(postings) {
            let Some(start) = at.checked_sub(position as usize) else { continue };
            if is_at(words, start, rule, index) && !add(rule, start) {
                return (matches, false);
            }
        }
    }
    (matches, true)
}

/// Whether all words of a rule stand at a position.
fn is_at(words: &[u16], start: usize, rule: RuleNumber, index: &Index<'_>) -> bool {
    let rule = index.rule(rule);
    let length = rule.length() as usize;
    let Some(window) = words.get(start..start + length) else { return false };
    // Ends differ more often than beginnings: rules share their first words.
    rule.word(length as u32 - 1) == window[length - 1]
        && rule.words().zip(window).all(|(expected, &word)| expected == word)
}
