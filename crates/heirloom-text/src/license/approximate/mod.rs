// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Approximate matching: rules found in part, in regions that exact matching left unexplained.
//!
//! A region is a stretch of text where three words in a row, one of them legal, stand as in some
//! rule, again and again. Source code has next to none; an edited notice has many. Each region
//! gets the rules that share most of their words with it, and each of those is aligned. What comes
//! out depends on nothing but the region's words, so it is remembered by them: a header that
//! stands in a thousand files is aligned once.

mod align;
mod candidates;

use std::{
    collections::HashMap,
    mem,
    ops::Range,
    sync::{Arc, RwLock},
};

use super::{
    index::{Index, RuleNumber},
    layout::{Section, triple},
    matches::{Match, Method},
    query::Query,
    spans::Spans,
};
use align::{Aligner, Block};

/// Blocks of aligned words by rule, positions counted from the start of the region.
type Alignments = Vec<(RuleNumber, Vec<Block>)>;

/// Remembers alignments by the words of their region, across files and threads.
///
/// A memo never changes a result; it is bound to one index. When it is full, what was not asked for
/// since it was half full is forgotten.
#[derive(Default)]
pub struct Memo {
    known: RwLock<Generations>,
}

type Known = HashMap<Box<[u16]>, Arc<Alignments>>;

#[derive(Default)]
struct Generations {
    recent: Known,
    /// The words of all regions in `recent`.
    n_recent: usize,
    older: Known,
}

/// The most words of all regions that a memo holds together.
const MEMO_WORDS: usize = 4 << 20;

impl Memo {
    /// An empty memo.
    pub fn new() -> Memo {
        Memo::default()
    }

    fn get(&self, words: &[u16]) -> Option<Arc<Alignments>> {
        let known = self.known.read().unwrap_or_else(|poison| poison.into_inner());
        if let Some(alignments) = known.recent.get(words) {
            return Some(Arc::clone(alignments));
        }
        let alignments = Arc::clone(known.older.get(words)?);
        drop(known);
        self.put(words, &alignments);
        Some(alignments)
    }

    fn put(&self, words: &[u16], alignments: &Arc<Alignments>) {
        let mut known = self.known.write().unwrap_or_else(|poison| poison.into_inner());
        known.put(words, alignments, MEMO_WORDS);
    }
}

impl Generations {
    fn put(&mut self, words: &[u16], alignments: &Arc<Alignments>, max_words: usize) {
        if self.n_recent + words.len() > max_words / 2 {
            self.older = mem::take(&mut self.recent);
            self.n_recent = 0;
        }
        if self.recent.insert(words.into(), Arc::clone(alignments)).is_none() {
            self.n_recent += words.len();
        }
    }
}

/// Stands for a word that may not be matched again.
const TAKEN: u16 = super::layout::NO_WORD;

/// Known words between two triples of one region at most.
const MAX_GAP: u32 = 64;
/// How far around a region unexplained legal words call for its alignment.
const MARGIN: u32 = 40;
/// The longest region; longer ones are cut.
const MAX_REGION: u32 = 12_000;

/// Finds rules in part. `taken` are positions that may not be matched again, `explained` those
/// that exact matches cover.
pub(super) fn find<'a>(
    query: &Query,
    index: &'a Index<'a>,
    taken: &[Range<u32>],
    explained: &[Range<u32>],
    memo: &Memo,
) -> Vec<Match<'a>> {
    let mut regions = regions(query, index);
    let n_words: u32 = regions.iter().map(|region| region.end - region.start).sum();
    let is_mostly_legal = n_words * 2 >= query.len() && query.len() <= MAX_REGION;
    let is_unexplained = |range: &Range<u32>| {
        let mut explained = Cursor::new(explained);
        (range.start.saturating_sub(MARGIN)..(range.end + MARGIN).min(query.len()))
            .any(|at| index.is_legal(query.words[at as usize]) && !explained.covers(at))
    };
    let is_whole_unexplained = is_mostly_legal && is_unexplained(&(0..query.len()));
    regions.retain(is_unexplained);
    let mut matches = Vec::new();
    if is_whole_unexplained {
        // The whole text may be a variant of one rule, whatever was found in parts of it.
        matches = align(0..query.len(), query, index, &[], Stage::NearDuplicates, memo);
    } else {
        for region in &regions {
            let stage = Stage::NearDuplicates;
            matches.extend(align(region.clone(), query, index, taken, stage, memo));
        }
    }
    let own: Vec<Spans> = taken.iter().map(|range| Spans::one(range.clone())).collect();
    let taken = Spans::union_all(own.iter().chain(matches.iter().map(|found| &found.found)));
    let taken: Vec<Range<u32>> = taken.map_or(Vec::new(), |spans| spans.ranges().to_vec());
    for region in regions {
        matches.extend(align(region, query, index, &taken, Stage::Best, memo));
    }
    matches
}

/// Which rules a region is aligned with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    NearDuplicates,
    Best,
}

/// Aligns one region, but for the words that are taken.
fn align<'a>(
    region: Range<u32>,
    query: &Query,
    index: &'a Index<'a>,
    taken: &[Range<u32>],
    stage: Stage,
    memo: &Memo,
) -> Vec<Match<'a>> {
    let mut words: Vec<u16> = query.words[region.start as usize..region.end as usize].to_vec();
    for range in taken {
        let (start, end) = (range.start.max(region.start), range.end.min(region.end));
        for position in start..end {
            words[(position - region.start) as usize] = TAKEN;
        }
    }
    if !words.iter().any(|&word| index.is_legal(word)) {
        return Vec::new();
    }
    // The last word of the key tells the stages apart.
    words.push(stage as u16);
    let alignments = match memo.get(&words) {
        Some(alignments) => alignments,
        None => {
            let alignments = Arc::new(align_all(&words[..words.len() - 1], index, stage));
            memo.put(&words, &alignments);
            alignments
        }
    };
    let mut matches = Vec::new();
    for (rule, blocks) in alignments.iter() {
        let rule = index.rule(*rule);
        for block in blocks {
            let start = region.start + block.text;
            let found = Spans::one(start..start + block.length);
            let covered = Spans::one(block.rule..block.rule + block.length);
            matches.push(Match::of_rule(rule, found, covered, Method::ALIGNED, index));
        }
    }
    super::refine::merge(matches, index)
}

fn align_all(words: &[u16], index: &Index<'_>, stage: Stage) -> Alignments {
    let candidates = match stage {
        Stage::NearDuplicates => candidates::near_duplicates(words, index),
        Stage::Best => candidates::best(words, index),
    };
    let mut aligner = Aligner::new(words, index);
    let mut alignments: Alignments = candidates
        .into_iter()
        .map(|candidate| (candidate.rule, aligner.blocks(&candidate)))
        .collect();
    alignments.retain(|(_, blocks)| !blocks.is_empty());
    alignments
}

/// Stretches of text that look like rules.
fn regions(query: &Query, index: &Index<'_>) -> Vec<Range<u32>> {
    let mut regions: Vec<Range<u32>> = Vec::new();
    for (at, window) in (0u32..).zip(query.words.windows(3)) {
        let is_legal = window.iter().any(|&word| index.is_legal(word));
        let triple = triple(window[0], window[1], window[2]);
        if !is_legal || !index.may_have(Section::TripleFilter, triple) {
            continue;
        }
        match regions.last_mut() {
            Some(last) if at <= last.end + MAX_GAP && at - last.start < MAX_REGION => {
                last.end = at + 3;
            }
            _ => regions.push(at..at + 3),
        }
    }
    regions.into_iter().map(|region| widen(region, query)).collect()
}

/// A region with a few more words on each side: edited words often stand at the ends.
fn widen(region: Range<u32>, query: &Query) -> Range<u32> {
    region.start.saturating_sub(4)..(region.end + 4).min(query.len())
}

/// Answers in rising order whether positions lie in sorted ranges.
struct Cursor<'r> {
    ranges: &'r [Range<u32>],
}

impl<'r> Cursor<'r> {
    fn new(ranges: &'r [Range<u32>]) -> Cursor<'r> {
        Cursor { ranges }
    }

    /// Whether a position, no lower than any asked before, lies in a range.
    fn covers(&mut self, at: u32) -> bool {
        while self.ranges.first().is_some_and(|range| range.end <= at) {
            self.ranges = &self.ranges[1..];
        }
        self.ranges.first().is_some_and(|range| range.start <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Once a full memo forgot everything.
    #[test]
    fn a_full_memo_keeps_its_recent_half() {
        let mut known = Generations::default();
        let alignments = Arc::default();
        for word in 0..7 {
            known.put(&[word; 10], &alignments, 60);
        }
        let has = |word: u16| {
            known.recent.contains_key([word; 10].as_slice())
                || known.older.contains_key([word; 10].as_slice())
        };
        assert_eq!((0..7).filter(|&word| has(word)).collect::<Vec<_>>(), [3, 4, 5, 6]);
        assert_eq!(known.n_recent, 10);
    }
}
