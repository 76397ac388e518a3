// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Decides between matches that share words of the text.

use heirloom_model::{FindKind, LicenseId};

use crate::license::{
    layout::flag,
    matches::{Licensing, Match, Method},
    spans::Spans,
};

/// Matches that stay and matches that go.
pub(super) struct Split<'a> {
    pub(super) kept: Vec<Match<'a>>,
    pub(super) discarded: Vec<Match<'a>>,
}

/// Which of a pair goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Neither,
    Current,
    Next,
    /// Neither, and no later one can share words with the current one.
    Stop,
}

/// Looks at each match and those after it that start inside it, and takes out what `judge` says.
/// `judge` gets the match before the current one too.
fn sift<'a>(
    mut matches: Vec<Match<'a>>,
    mut judge: impl FnMut(Option<&Match<'a>>, &Match<'a>, &Match<'a>) -> Verdict,
) -> Split<'a> {
    matches.sort_by_key(|m| (m.start(), u32::MAX - m.n_high, u32::MAX - m.len(), m.method));
    let mut is_in = vec![true; matches.len()];
    let mut last_kept: Option<usize> = None;
    for at in 0..matches.len() {
        if !is_in[at] {
            continue;
        }
        for next in at + 1..matches.len() {
            if !is_in[next] {
                continue;
            }
            match judge(last_kept.map(|kept| &matches[kept]), &matches[at], &matches[next]) {
                Verdict::Neither => {}
                Verdict::Stop => break,
                Verdict::Next => is_in[next] = false,
                Verdict::Current => {
                    is_in[at] = false;
                    break;
                }
            }
        }
        if is_in[at] {
            last_kept = Some(at);
        }
    }
    let (mut kept, mut discarded) = (Vec::new(), Vec::new());
    for (found, is_in) in matches.into_iter().zip(is_in) {
        if is_in { kept.push(found) } else { discarded.push(found) }
    }
    Split { kept, discarded }
}

/// Words of a rule that make its exact presence proof, and the coverage below which an aligned
/// match is no more than a guess.
const PROOF_WORDS: u32 = 10;
const GUESS_COVERAGE: f64 = 80.0;

/// Whether a rule stands in the text word for word, and most of what a thin aligned match rests
/// on is those very words: then the text is the one rule and not a part of the other.
fn is_proof_against(exact: &Match<'_>, aligned: &Match<'_>) -> bool {
    if !exact.is_complete()
        || exact.method.includes(Method::ALIGNED)
        || exact.len() < PROOF_WORDS
        || !aligned.method.is_only_aligned()
    {
        return false;
    }
    let overlap = exact.found.overlap(&aligned.found);
    // Of a license text that goes on where another one ends, more than a few words must be there.
    let (more, most) = (aligned.len() - overlap, aligned.rule_length().saturating_sub(overlap));
    let goes_on = exact.kind() != FindKind::Text || more * 2 >= most;
    (aligned.coverage() < GUESS_COVERAGE || !goes_on)
        && f64::from(overlap) >= f64::from(aligned.len()) * 0.6
}

/// Drops matches whose words all belong to another match; of two over the same words, the one
/// that covers less of its rule. An exact match is kept from thin aligned ones.
pub(super) fn drop_contained(matches: Vec<Match<'_>>) -> Split<'_> {
    sift(matches, |_, current, next| {
        if next.end() > current.end() {
            Verdict::Stop
        } else if is_proof_against(current, next) {
            Verdict::Next
        } else if is_proof_against(next, current) {
            Verdict::Current
        } else if current.found == next.found {
            // A tag is one, though a rule has its words too.
            let is_tag = next.method == Method::TAG && next.expression() == current.expression();
            let is_kept = current.coverage() >= next.coverage() && !is_tag;
            if is_kept { Verdict::Next } else { Verdict::Current }
        } else if current.found.contains_all(&next.found) {
            Verdict::Next
        } else if next.found.contains_all(&current.found) {
            Verdict::Current
        } else {
            Verdict::Neither
        }
    })
}

/// Shares of overlap that count as small, medium, large and extra large.
const SMALL: f64 = 0.10;
const MEDIUM: f64 = 0.40;
const LARGE: f64 = 0.70;
const EXTRA_LARGE: f64 = 0.90;

/// Drops matches that lie mostly inside a longer one.
pub(super) fn drop_overlapping<'a>(
    matches: Vec<Match<'a>>,
    licensing: &mut Licensing,
) -> Split<'a> {
    sift(matches, |previous, current, next| {
        if next.start() > current.end() {
            return Verdict::Stop;
        }
        let overlap = current.found.overlap(&next.found);
        let both_false =
            current.rule_is(flag::FALSE_POSITIVE) && next.rule_is(flag::FALSE_POSITIVE);
        if overlap == 0 || both_false {
            return Verdict::Neither;
        }
        if is_proof_against(current, next) {
            return Verdict::Next;
        }
        if is_proof_against(next, current) {
            return Verdict::Current;
        }
        if is_cut_short(current, next) {
            return Verdict::Current;
        }
        match by_share(current, next, overlap, licensing) {
            Verdict::Neither if is_between(previous, current, next) => Verdict::Current,
            verdict => verdict,
        }
    })
}

/// Whether a rule ends in the middle of a longer name of the same family: "terms of the BSD" in
/// "terms of the BSD 2-clause license".
fn is_cut_short(current: &Match<'_>, next: &Match<'_>) -> bool {
    current.is_complete()
        && next.is_complete()
        && current.end() < next.end()
        && next.len() >= current.len()
        && current.len() <= CUT_WORDS
        && current.expression() != next.expression()
        && LicenseId::family_of(next.expression())
            .starts_with(LicenseId::family_of(current.expression()))
}

/// The most words of a rule that may be cut short.
const CUT_WORDS: u32 = 12;

fn by_share(
    current: &Match<'_>,
    next: &Match<'_>,
    overlap: u32,
    licensing: &mut Licensing,
) -> Verdict {
    let of_next = f64::from(overlap) / f64::from(next.len());
    let of_current = f64::from(overlap) / f64::from(current.len());
    let current_longer = current.len() >= next.len();
    let next_longer = current.len() <= next.len();
    if of_next >= EXTRA_LARGE && current_longer {
        return Verdict::Next;
    }
    if of_current >= EXTRA_LARGE && next_longer {
        return Verdict::Current;
    }
    let current_heavier = current_longer && current.n_high >= next.n_high;
    let next_heavier = next_longer && current.n_high <= next.n_high;
    if of_next >= LARGE && current_heavier {
        return Verdict::Next;
    }
    if of_current >= LARGE && next_heavier {
        return Verdict::Current;
    }
    if of_next >= MEDIUM {
        if current_heavier && licensing.contains(current, next) {
            return Verdict::Next;
        }
        // Two words "license foo" behind a match that ends in "license".
        let shares_license_word = next.len() == 2
            && current.len() >= next.len() + 2
            && current.n_high >= next.n_high
            && current.rule_is(flag::ENDS_WITH_LICENSE)
            && next.rule_is(flag::STARTS_WITH_LICENSE);
        if shares_license_word {
            return Verdict::Next;
        }
        if next_heavier && licensing.contains(next, current) {
            return Verdict::Current;
        }
    }
    if of_current >= MEDIUM {
        if current_heavier && licensing.contains(current, next) {
            return Verdict::Next;
        }
        if next_heavier && licensing.contains(next, current) {
            return Verdict::Current;
        }
    }
    if of_next >= SMALL
        && current_heavier
        && current.surrounds(next)
        && licensing.contains(current, next)
    {
        return Verdict::Next;
    }
    if of_current >= SMALL
        && next_heavier
        && next.surrounds(current)
        && licensing.contains(next, current)
    {
        return Verdict::Current;
    }
    Verdict::Neither
}

/// Whether nearly all words of a match belong to its two neighbours, which do not overlap.
fn is_between(previous: Option<&Match<'_>>, current: &Match<'_>, next: &Match<'_>) -> bool {
    let Some(previous) = previous else { return false };
    if previous.found.overlap(&next.found) > 0 {
        return false;
    }
    let with_previous = current.found.overlap(&previous.found);
    let with_next = current.found.overlap(&next.found);
    with_previous > 0
        && with_next > 0
        && f64::from(with_previous + with_next) >= f64::from(current.len()) * 0.9
}

/// Splits discarded matches into those that share no word with any kept one, which come back, and
/// the rest.
pub(super) fn restore<'a>(kept: &[Match<'a>], discarded: Vec<Match<'a>>) -> Vec<Match<'a>> {
    let Some(taken) = Spans::union_all(kept.iter().map(|found| &found.found)) else {
        return discarded;
    };
    discarded.into_iter().filter(|found| !taken.shares_any(&found.found)).collect()
}
