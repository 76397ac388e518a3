// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Takes out matches that do not stand on their own.

use heirloom_model::FindKind;

use crate::license::{
    index::{Index, Rule},
    layout::{STOP_WORD, flag},
    matches::Match,
    query::Query,
    words::hash_word,
};

/// Whether all phrases that the rule requires stand in the text, in a row and without foreign
/// words between; a continuous rule is one such phrase.
pub(super) fn has_required_phrases(found: &Match<'_>, query: &Query) -> bool {
    let Some(rule) = found.rule() else { return true };
    if found.rule_is(flag::CONTINUOUS) {
        let first = rule.word(found.covered.start());
        debug_assert_eq!(first, query.words[found.start() as usize], "positions are aligned");
        return found.is_continuous(query) && same_stops(found, query, 0..rule.length());
    }
    rule.phrases().all(|phrase| {
        let present = phrase.clone().all(|position| found.covered.contains(position));
        present && {
            let mut places = pairs(found).filter(|(_, covered)| phrase.contains(covered));
            let start = places.next().map_or(0, |(position, _)| position);
            let end = places.last().map_or(start, |(position, _)| position);
            end - start + 1 == phrase.end - phrase.start
                && (start..end).all(|position| query.unknown_after(position) == 0)
                && same_stops(found, query, phrase)
        }
    })
}

/// Positions in text and rule, side by side.
fn pairs<'m>(found: &'m Match<'_>) -> impl Iterator<Item = (u32, u32)> + 'm {
    found.found.positions().zip(found.covered.positions())
}

/// Whether text and rule have equally many stop words at each place inside a phrase.
fn same_stops(found: &Match<'_>, query: &Query, phrase: std::ops::Range<u32>) -> bool {
    let Some(rule) = found.rule() else { return true };
    let inside: Vec<_> = pairs(found).filter(|(_, covered)| phrase.contains(covered)).collect();
    let Some((_, but_last)) = inside.split_last() else { return true };
    but_last
        .iter()
        .all(|&(position, covered)| query.stops_after(position) == rule.stops_after(covered))
}

/// Whether an aligned match is dense enough, in text and rule.
pub(super) fn is_dense(found: &Match<'_>, query: &Query) -> bool {
    if !found.method.is_only_aligned() {
        return true;
    }
    let in_text = f64::from(found.len()) / f64::from(found.magnitude(query));
    in_text >= 0.4 && found.covered.density() >= 0.4
}

/// Whether an aligned match covers as much of its rule as the rule demands, and enough to mean
/// anything at all.
pub(super) fn covers_enough(found: &Match<'_>) -> bool {
    let needed = found.rule().map_or(0, |rule| rule.minimum_coverage());
    let share = f64::from(found.len()) / f64::from(found.rule_length());
    !found.method.is_only_aligned()
        || (found.coverage() >= f64::from(needed) && is_substantial(share, found.len()))
}

/// The share of a rule below which a few words of it mean nothing, and the number of words that
/// mean something at any share: annotated files show next to no true match below these.
const SUBSTANTIAL_SHARE: f64 = 0.4;
const SUBSTANTIAL_WORDS: u32 = 60;

/// Whether a share of a rule, in so many words, is worth aligning or keeping.
pub(crate) fn is_substantial(share: f64, n_words: u32) -> bool {
    share >= SUBSTANTIAL_SHARE || n_words >= SUBSTANTIAL_WORDS
}

/// The most words of a rule that is a sentence or two.
const MAX_SENTENCE: u32 = 40;
/// The share of a sentence, in per cent, that says what it says whatever is missing.
const NEARLY_ALL: f64 = 70.0;

/// Words that name a version, `#` standing for its number.
const VERSION_WORDS: [&str; 10] =
    ["#", "v#", "gpl#", "gplv#", "lgpl#", "lgplv#", "agpl#", "agplv#", "mpl#", "mplv#"];

/// Whether an aligned match has a word for the version that its rule names by one. Without it the
/// words around are those of any version, and mostly of any license: "licensed under the …".
pub(super) fn names_its_version(found: &Match<'_>, index: &Index<'_>) -> bool {
    let is_sentence =
        |rule: &&Rule<'_>| rule.kind() != FindKind::Text && rule.length() <= MAX_SENTENCE;
    let Some(rule) = found.rule().filter(is_sentence) else { return true };
    if !found.method.is_only_aligned() || found.coverage() >= NEARLY_ALL {
        return true;
    }
    let ids = found.expression().split([' ', '(', ')']);
    ids.filter_map(version).all(|version| {
        let words = VERSION_WORDS.map(|word| word.replace('#', version));
        let words = words.map(|word| index.word(hash_word(&word), &word));
        let is_version = |word: u16| word < STOP_WORD && words.contains(&word);
        let mut places = (0..rule.length()).filter(|&at| is_version(rule.word(at))).peekable();
        places.peek().is_none() || places.any(|at| found.covered.contains(at))
    })
}

/// The first number of an identifier's version: `2` of `GPL-2.0-only`.
fn version(id: &str) -> Option<&str> {
    let is_digit = |c: char| c.is_ascii_digit();
    let (at, _) = id.match_indices('-').find(|(at, _)| id[at + 1..].starts_with(is_digit))?;
    let number = &id[at + 1..];
    Some(&number[..number.find(|c| !is_digit(c)).unwrap_or(number.len())])
}

/// The share of a text, in per cent, that is its terms whatever is missing.
const MOST: f64 = 80.0;

/// Beginnings of words by which somebody lets others do something, or tells where that stands.
const GRANTS: [&str; 9] =
    ["permi", "grant", "redistribut", "licen", "copying", "free", "allow", "terms", "may "];

/// Whether an aligned match of a text has words that let somebody do something. Disclaimers, which many
/// licenses have in the same words, are no license by themselves.
pub(super) fn grants(found: &Match<'_>, query: &Query, text: &str) -> bool {
    let is_partial =
        found.method.is_only_aligned() && found.kind() == FindKind::Text && found.coverage() < MOST;
    if !is_partial {
        return true;
    }
    let start = query.places[found.start() as usize].0 as usize;
    let end = query.places[found.end() as usize].1 as usize;
    let words = text[start..end].to_lowercase();
    !words.is_ascii() || GRANTS.iter().any(|grant| words.contains(grant))
}

/// Foreign words on each side that make a single aligned word spurious.
const LONELY: u32 = 5;

/// Whether an aligned match of one word has company of known, full words.
pub(super) fn is_not_lonely(found: &Match<'_>, query: &Query) -> bool {
    if found.len() != 1 || !found.method.is_only_aligned() {
        return true;
    }
    let at = found.start();
    let shorts = |range: std::ops::Range<u32>| range.filter(|&p| query.is_short(p)).count() as u32;
    let unknown_before =
        if at == 0 { query.unknown_before_first() } else { query.unknown_after(at - 1) };
    let before = unknown_before + shorts(at.saturating_sub(1 + LONELY)..at);
    let after = query.unknown_after(at) + shorts(at..at + 1 + LONELY);
    before < LONELY || after < LONELY
}

/// Whether an aligned match is long enough for its rule.
pub(super) fn is_long_enough(found: &Match<'_>) -> bool {
    let Some(rule) = found.rule() else { return true };
    !found.method.is_only_aligned()
        || (found.len() >= rule.min_length()
            && found.n_high >= rule.min_high_length()
            && !(found.is_small_rule() && found.coverage() < 80.0))
}

/// Whether a match of a small rule stands on no more lines than it has words.
pub(super) fn is_not_scattered(found: &Match<'_>, query: &Query) -> bool {
    if !found.is_small_rule() {
        return true;
    }
    let bonus = if found.kind() == FindKind::Tag { 2 } else { 0 };
    found.last_line(query) - found.first_line(query) < found.len() + bonus
}

/// Whether a one-word name in a binary file is written as a name, not as noise.
pub(super) fn is_not_noise(found: &Match<'_>, query: &Query, text: &str) -> bool {
    let Some(rule) = found.rule() else { return true };
    if rule.length() != 1 || !matches!(rule.kind(), FindKind::Reference | FindKind::Clue) {
        return true;
    }
    let (start, end) = query.places[found.start() as usize];
    let rest = &text[end as usize..];
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let n_marks = rest.find(|c: char| !is_mark(c)).unwrap_or(rest.len());
    let written = &text[start as usize..end as usize];
    let expected = rule.text();
    if written == expected || expected.len() >= 5 {
        return true;
    }
    let most_marks = usize::from(rule.relevance() >= 80);
    if n_marks > 0 && n_marks != most_marks {
        return false;
    }
    let letters = written.trim_end_matches('+');
    let is_title = letters.chars().next().is_some_and(char::is_uppercase)
        && letters.chars().skip(1).all(|c| !c.is_uppercase());
    is_title
        || letters.to_lowercase() == letters
        || letters.to_uppercase() == letters
        || written.contains(expected.trim_end_matches('+'))
}
