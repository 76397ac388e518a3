// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Merges matches of one rule that belong together.

use std::collections::{BTreeSet, HashMap};

use crate::license::{index::Index, matches::Match};

/// Matches farther apart than this many words, in text or rule, are not merged.
const MAX_DISTANCE: i64 = 50;

/// What to do with a pair of matches of one rule.
enum Step {
    DropNext,
    DropCurrent,
    AbsorbNext,
    AbsorbCurrent,
    Keep,
}

/// Merges matches of the same rule that follow each other in text and rule alike, and drops those
/// that are contained in another. Nothing that was found is lost.
pub(crate) fn merge<'a>(mut matches: Vec<Match<'a>>, index: &'a Index<'a>) -> Vec<Match<'a>> {
    if matches.len() < 2 {
        return matches;
    }
    // Lists of packages have many tags of few expressions: each expression is compared once.
    let tags = matches.iter().map(Match::rule_key).filter(|(_, expression)| !expression.is_empty());
    let expressions: BTreeSet<Box<str>> = tags.map(|(_, expression)| expression.into()).collect();
    let ranks: HashMap<Box<str>, usize> = expressions.into_iter().zip(1..).collect();
    matches.sort_by_cached_key(|found| {
        let (rule, expression) = found.rule_key();
        let rank = ranks.get(expression).copied().unwrap_or_default();
        let order = (u32::MAX - found.n_high, u32::MAX - found.len(), found.method);
        (rule, rank, found.start(), order)
    });
    let mut merged = Vec::with_capacity(matches.len());
    let mut group: Vec<Match<'a>> = Vec::new();
    for found in matches {
        if group.last().is_some_and(|last| last.rule_key() != found.rule_key()) {
            merge_group(&mut group, index);
            merged.append(&mut group);
        }
        group.push(found);
    }
    merge_group(&mut group, index);
    merged.append(&mut group);
    merged
}

fn merge_group<'a>(group: &mut Vec<Match<'a>>, index: &'a Index<'a>) {
    if group.len() < 2 {
        return;
    }
    let half = i64::from((group[0].rule_length() / 2).max(1));
    let max_distance = half.min(MAX_DISTANCE);
    let mut at = 0;
    while at + 1 < group.len() {
        let mut next = at + 1;
        let mut current_gone = false;
        while next < group.len() {
            let (current, other) = (&group[at], &group[next]);
            if current.found.distance_to(&other.found) > max_distance
                || current.covered.distance_to(&other.covered) > max_distance
            {
                break;
            }
            match step(current, other) {
                Step::Keep => next += 1,
                Step::DropNext => drop(group.remove(next)),
                Step::AbsorbNext => {
                    let other = group.remove(next);
                    group[at].absorb(&other, index);
                }
                Step::DropCurrent => {
                    group.remove(at);
                    current_gone = true;
                    break;
                }
                Step::AbsorbCurrent => {
                    let current = group.remove(at);
                    group[next - 1].absorb(&current, index);
                    current_gone = true;
                    break;
                }
            }
        }
        if !current_gone {
            at += 1;
        }
    }
}

fn step(current: &Match<'_>, next: &Match<'_>) -> Step {
    if current.covered == next.covered {
        if current.found == next.found {
            return Step::DropNext;
        }
        if current.found.overlap(&next.found) > 0 {
            return if current.found.magnitude() <= next.found.magnitude() {
                Step::DropNext
            } else {
                Step::DropCurrent
            };
        }
    }
    if current.found.contains_all(&next.found) {
        return Step::DropNext;
    }
    if next.found.contains_all(&current.found) {
        return Step::DropCurrent;
    }
    let joins_evenly =
        || current.found.union(&next.found).len() == current.covered.union(&next.covered).len();
    if current.surrounds(next) && joins_evenly() {
        return Step::AbsorbNext;
    }
    if next.surrounds(current) && joins_evenly() {
        return Step::AbsorbCurrent;
    }
    if next.is_after(current) {
        return Step::AbsorbNext;
    }
    let is_in_sequence = current.start() <= next.start()
        && current.end() <= next.end()
        && current.covered.start() <= next.covered.start()
        && current.covered.end() <= next.covered.end();
    let overlap = current.found.overlap(&next.found);
    if is_in_sequence && overlap > 0 && overlap == current.covered.overlap(&next.covered) {
        return Step::AbsorbNext;
    }
    Step::Keep
}
