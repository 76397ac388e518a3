// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Long rows of license names: the data of license tools, not licensing.

use std::collections::HashSet;

use heirloom_model::FindKind;

use crate::license::matches::{Match, Method};

/// The least number of names in a row that makes a list, and of different names that make a file
/// without anything else one.
const SHORT_LIST: usize = 15;
/// The least number of names that makes a whole file a list.
const LONG_LIST: usize = 150;
/// Names farther apart than this many words are not in one row.
const MAX_DISTANCE: i64 = 10;
/// The most words of a name.
const MAX_NAME: u32 = 20;

/// Removes matches that are rows of license names; the matches are in order of the text.
pub(super) fn drop_lists(matches: Vec<Match<'_>>) -> Vec<Match<'_>> {
    if matches.len() < SHORT_LIST {
        return matches;
    }
    if matches.len() > LONG_LIST {
        let n_names = matches.iter().filter(|m| is_name(m)).count();
        if n_names as f64 / matches.len() as f64 > 0.95 && is_varied(&matches, LONG_LIST) {
            return Vec::new();
        }
    }
    if matches.iter().all(is_name) && n_different(&matches) >= SHORT_LIST {
        return Vec::new();
    }
    let mut kept = Vec::with_capacity(matches.len());
    let mut row = Vec::new();
    for found in matches {
        if !is_name(&found) {
            end_row(&mut row, &mut kept);
            kept.push(found);
            continue;
        }
        let continues = row
            .last()
            .is_some_and(|last: &Match<'_>| last.found.distance_to(&found.found) <= MAX_DISTANCE);
        if !continues {
            end_row(&mut row, &mut kept);
        }
        row.push(found);
    }
    end_row(&mut row, &mut kept);
    kept
}

fn end_row<'a>(row: &mut Vec<Match<'a>>, kept: &mut Vec<Match<'a>>) {
    if row.len() >= SHORT_LIST && is_varied(row, SHORT_LIST / 3) {
        row.clear();
    }
    kept.append(row);
}

fn is_name(found: &Match<'_>) -> bool {
    matches!(found.kind(), FindKind::Reference | FindKind::Tag | FindKind::Intro | FindKind::Clue)
        && !found.method.includes(Method::TAG)
        && found.is_complete()
        && found.len() <= MAX_NAME
}

/// Whether enough different licenses are named: a third of all, or a number.
fn is_varied(matches: &[Match<'_>], enough: usize) -> bool {
    let n_different = n_different(matches);
    n_different * 3 > matches.len() || n_different >= enough
}

fn n_different(matches: &[Match<'_>]) -> usize {
    matches.iter().map(Match::expression).collect::<HashSet<_>>().len()
}
