// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Legal text that no rule knows: nothing legal-looking is dropped.
//!
//! Where runs of three words, one of them legal, stand as in some rule or other, again and again,
//! but no rule as a whole matches, the text is legal language of its own. Such stretches are
//! finds of kind `Unknown` with their text; nothing is concluded from them.

use std::ops::Range;

use super::{
    index::Index,
    layout::{Section, triple},
    matches::Match,
    query::Query,
};

/// Words between two runs of one stretch at most.
const MAX_GAP: u32 = 10;
/// A stretch has at least so many words, legal words and runs.
const MIN_WORDS: u32 = 24;
const MIN_LEGAL: u32 = 8;
const MIN_RUNS: u32 = 8;

/// The most bytes of text that are kept of a stretch.
pub(super) const MAX_TEXT: usize = 4096;

/// Finds stretches of positions outside of all matches.
pub(super) fn find(
    query: &Query,
    index: &Index<'_>,
    matches: &[Match<'_>],
    text: &str,
) -> Vec<Range<u32>> {
    let mut stretches = find_all(query, index, matches);
    stretches.retain(|stretch| {
        let start = query.places[stretch.start as usize].0 as usize;
        let end = query.places[stretch.end as usize - 1].1 as usize;
        !is_of_copyrights(&text[start..end]) && speaks_of_terms(&text[start..end])
    });
    stretches
}

/// Stems of words that grant, forbid, or deny, in the languages of most licenses.
const TERMS: [&str; 24] = [
    "licens",
    "licenc",
    "permi",
    "grant",
    "distribut",
    "warrant",
    "liab",
    "hereby",
    "royalt",
    "patent",
    "copyright",
    "infring",
    "damages",
    "terminat",
    "lizenz",
    "haftung",
    "gewähr",
    "garantie",
    "licenz",
    "autoris",
    "许可",
    "授权",
    "授權",
    "著作",
];
/// So many of them make terms of prose that has a legal word now and then.
const MIN_TERMS: usize = 4;

/// Whether the words are those of terms: a code of conduct or a table has few of them.
fn speaks_of_terms(text: &str) -> bool {
    let text = text.to_lowercase();
    TERMS.iter().filter(|stem| text.contains(**stem)).count() >= MIN_TERMS
}

/// Whether most lines are statements of copyright.
fn is_of_copyrights(text: &str) -> bool {
    let is_statement = |line: &&str| {
        let line = line.to_ascii_lowercase();
        ["copyright", "(c)", "©"].iter().any(|mark| line.contains(mark))
    };
    let n_lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    text.lines().filter(is_statement).count() * 2 > n_lines
}

fn find_all(query: &Query, index: &Index<'_>, matches: &[Match<'_>]) -> Vec<Range<u32>> {
    let mut stretches = Vec::new();
    let mut free_from = 0;
    let mut matches = matches.iter().map(|found| found.start()..found.end() + 1).peekable();
    loop {
        let next = matches.next();
        let free_to = next.as_ref().map_or(query.len(), |range| range.start);
        if free_from < free_to {
            find_in(free_from..free_to, query, index, &mut stretches);
        }
        match next {
            Some(range) => free_from = free_from.max(range.end),
            None => return stretches,
        }
    }
}

fn find_in(free: Range<u32>, query: &Query, index: &Index<'_>, stretches: &mut Vec<Range<u32>>) {
    let words = &query.words[free.start as usize..free.end as usize];
    let mut current: Option<(Range<u32>, u32)> = None;
    let mut close = |stretch: Option<(Range<u32>, u32)>| {
        let Some((range, n_runs)) = stretch else { return };
        let in_range = &query.words[range.start as usize..range.end as usize];
        let n_legal = in_range.iter().filter(|&&word| index.is_legal(word)).count() as u32;
        let is_long = range.end - range.start >= MIN_WORDS;
        if is_long && n_runs >= MIN_RUNS && n_legal >= MIN_LEGAL {
            stretches.push(range);
        }
    };
    for (at, window) in (free.start..).zip(words.windows(3)) {
        let is_legal = window.iter().any(|&word| index.is_legal(word));
        let triple = triple(window[0], window[1], window[2]);
        if !is_legal || !index.may_have(Section::TripleFilter, triple) {
            continue;
        }
        current = match current.take() {
            Some((range, n_runs)) if at <= range.end + MAX_GAP => {
                Some((range.start..at + 3, n_runs + 1))
            }
            other => {
                close(other);
                Some((at..at + 3, 1))
            }
        };
    }
    close(current);
}
