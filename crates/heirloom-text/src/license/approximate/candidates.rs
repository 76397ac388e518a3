// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which rules may be in a region: those that share enough of their words, ranked.

use std::{cmp::Ordering, collections::BTreeMap};

use super::TAKEN;
use crate::license::{
    index::{Index, Rule, RuleNumber},
    layout::triple,
    refine::is_substantial,
};

/// A rule that may be in a region.
pub(super) struct Candidate {
    pub(super) rule: RuleNumber,
}

/// The most rules aligned with a region that resembles them closely, and with any region.
const MAX_NEAR_DUPLICATES: usize = 10;
const MAX_CANDIDATES: usize = 70;
/// The resemblance of a near duplicate.
const NEAR: f64 = 0.8;

/// How well the words of a rule and a region agree.
#[derive(Clone, Copy, PartialEq)]
struct Score {
    is_near: bool,
    containment: f64,
    resemblance: f64,
    matched: f64,
}

impl Score {
    fn compare(&self, other: &Score) -> Ordering {
        self.is_near
            .cmp(&other.is_near)
            .then(self.containment.total_cmp(&other.containment))
            .then(self.resemblance.total_cmp(&other.resemblance))
            .then(self.matched.total_cmp(&other.matched))
    }
}

#[derive(Clone, Copy)]
struct Scored {
    rough: Score,
    fine: Score,
    rule: RuleNumber,
}

impl Scored {
    fn compare(&self, other: &Scored) -> Ordering {
        self.rough
            .compare(&other.rough)
            .then_with(|| self.fine.compare(&other.fine))
            .then(self.rule.cmp(&other.rule))
    }
}

/// Rules whose words are nearly all of the region's words and the other way round.
pub(super) fn near_duplicates(words: &[u16], index: &Index<'_>) -> Vec<Candidate> {
    select(words, index, MAX_NEAR_DUPLICATES, |score| score.is_near)
}

/// Rules that share most of their words with the region.
pub(super) fn best(words: &[u16], index: &Index<'_>) -> Vec<Candidate> {
    select(words, index, MAX_CANDIDATES, |_| true)
}

fn select(
    words: &[u16],
    index: &Index<'_>,
    most: usize,
    accept: impl Fn(&Score) -> bool,
) -> Vec<Candidate> {
    let bag = Bag::new(words, index);
    let accepted = |scored: &Scored| accept(&scored.rough) && accept(&scored.fine);
    let mut scored: Vec<Scored> = Bag::rules(words, index)
        .into_iter()
        .filter_map(|rule| bag.score_distinct(&index.rule(rule), index))
        .filter(accepted)
        .collect();
    scored.sort_by(|left, right| right.compare(left));
    scored.truncate(most * 10);
    let scored = scored
        .iter()
        .filter_map(|scored| bag.score_counted(&index.rule(scored.rule), index))
        .filter(accepted);
    let mut best = drop_equals(scored, index);
    best.sort_by(|left, right| right.compare(left));
    best.truncate(most);
    best.into_iter().map(|scored| Candidate { rule: scored.rule }).collect()
}

/// Of rules with one licensing, one length and one rough score, the one with the best fine score.
fn drop_equals(scored: impl Iterator<Item = Scored>, index: &Index<'_>) -> Vec<Scored> {
    let mut groups: BTreeMap<_, Scored> = BTreeMap::new();
    for scored in scored {
        let rule = index.rule(scored.rule);
        let Score { is_near, containment, resemblance, matched } = scored.rough;
        let bits = [containment, resemblance, matched].map(f64::to_bits);
        let best =
            groups.entry((rule.expression(), is_near, bits, rule.length())).or_insert(scored);
        let order = scored.fine.compare(&best.fine).then(scored.rule.cmp(&best.rule));
        if order == Ordering::Greater {
            *best = scored;
        }
    }
    groups.into_values().collect()
}

/// Of the sampled triples of a rule, some are in any text that has a fair part of it: one for each
/// so many of its words. Rules with fewer are not looked at.
const WORDS_PER_HIT: u32 = 50;

fn is_enough(hits: u16, rule: &Rule<'_>) -> bool {
    u32::from(hits) * WORDS_PER_HIT >= rule.length()
}

/// The words of a region with their number.
struct Bag {
    /// By word id.
    counts: Vec<u16>,
    n_distinct: u32,
    n_words: u32,
}

impl Bag {
    fn new(words: &[u16], index: &Index<'_>) -> Bag {
        let mut bag = Bag { counts: vec![0; index.n_words()], n_distinct: 0, n_words: 0 };
        for &word in words.iter().filter(|&&word| word != TAKEN) {
            let count = &mut bag.counts[usize::from(word)];
            if *count == 0 {
                bag.n_distinct += 1;
            }
            *count = count.saturating_add(1);
            bag.n_words += 1;
        }
        bag
    }

    /// All rules that share enough sampled triples with the region, each once.
    fn rules(words: &[u16], index: &Index<'_>) -> Vec<RuleNumber> {
        let mut triples: Vec<u64> = words
            .windows(3)
            .filter(|window| {
                window.iter().any(|&word| index.is_legal(word)) && !window.contains(&TAKEN)
            })
            .map(|window| triple(window[0], window[1], window[2]))
            .collect();
        triples.sort_unstable();
        triples.dedup();
        let mut hits = vec![0u16; index.n_rules() as usize];
        for rule in triples.into_iter().flat_map(|triple| index.sampled(triple)) {
            hits[rule as usize] = hits[rule as usize].saturating_add(1);
        }
        (0u32..)
            .zip(hits)
            .filter(|&(rule, hits)| hits > 0 && is_enough(hits, &index.rule(rule)))
            .map(|(rule, _)| rule)
            .collect()
    }

    fn score_distinct(&self, rule: &Rule<'_>, index: &Index<'_>) -> Option<Scored> {
        let (mut matched, mut high) = (0, 0);
        for (word, _) in rule.bag() {
            let found = u32::from(self.counts[usize::from(word)] > 0);
            matched += found;
            high += found & u32::from(index.is_legal(word));
        }
        if high == 0 || high < rule.min_high_length_unique() || matched < rule.min_length_unique() {
            return None;
        }
        score(rule, matched, rule.length_unique(), self.n_distinct)
    }

    fn score_counted(&self, rule: &Rule<'_>, index: &Index<'_>) -> Option<Scored> {
        let (mut matched, mut high) = (0, 0);
        for (word, count) in rule.bag() {
            let found = u32::from(self.counts[usize::from(word)].min(count));
            matched += found;
            if index.is_legal(word) {
                high += found;
            }
        }
        if high == 0 || high < rule.min_high_length() || matched < rule.min_length() {
            return None;
        }
        score(rule, matched, rule.length(), self.n_words)
    }
}

fn score(rule: &Rule<'_>, matched: u32, rule_length: u32, region_length: u32) -> Option<Scored> {
    let matched_length = f64::from(matched);
    let union = f64::from(region_length + rule_length - matched);
    let resemblance = matched_length / union;
    let containment = matched_length / f64::from(rule_length);
    if containment < f64::from(rule.minimum_coverage()) / 100.0
        || !is_substantial(containment, matched)
    {
        return None;
    }
    let amplified = resemblance * resemblance;
    Some(Scored {
        rough: Score {
            is_near: round(resemblance) >= NEAR,
            containment: round(containment),
            resemblance: round(amplified),
            matched: round(matched_length / 20.0),
        },
        fine: Score {
            is_near: resemblance >= NEAR,
            containment,
            resemblance: amplified,
            matched: matched_length,
        },
        rule: rule.number(),
    })
}

/// To one decimal.
fn round(value: f64) -> f64 {
    (value * 10.0).round_ties_even() / 10.0
}
