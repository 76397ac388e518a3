// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Aligns a region with a rule: blocks of equal words, found from the longest down.
//!
//! What counts as long is a run of legal words; a block is such a run with the equal words around
//! it. All runs of two words and more are listed once, and each step down looks only through those
//! that lie where the block above leaves room; single words are taken in order of the text.

use std::{cmp::Reverse, ops::Range};

use heirloom_model::FindKind;

use super::candidates::Candidate;
use crate::license::{index::Index, refine::is_substantial};

/// Equal words in region and rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Block {
    /// Position in the region.
    pub(super) text: u32,
    /// Position in the rule.
    pub(super) rule: u32,
    pub(super) length: u32,
}

impl Block {
    fn text_range(&self) -> Range<usize> {
        self.text as usize..(self.text + self.length) as usize
    }

    fn rule_range(&self) -> Range<usize> {
        self.rule as usize..(self.rule + self.length) as usize
    }

    /// The part that lies in an area; `None` when none does.
    fn clip(&self, area: &Area) -> Option<Block> {
        let before = |start: usize, at: u32| start.saturating_sub(at as usize);
        let skip = before(area.text.start, self.text).max(before(area.rule.start, self.rule));
        let after = |end: usize, at: u32| end.saturating_sub(at as usize);
        let end = after(area.text.end, self.text)
            .min(after(area.rule.end, self.rule))
            .min(self.length as usize);
        (skip < end).then(|| Block {
            text: self.text + skip as u32,
            rule: self.rule + skip as u32,
            length: (end - skip) as u32,
        })
    }
}

/// A part of the region against a part of the rule.
#[derive(Clone, Debug)]
struct Area {
    text: Range<usize>,
    rule: Range<usize>,
}

impl Area {
    fn is_empty(&self) -> bool {
        self.text.is_empty() || self.rule.is_empty()
    }
}

/// The shortest block that an occurrence can start from.
const MIN_SEED: u32 = 3;

/// The part of the text that an occurrence around a block can reach: a match whose words are less
/// than 40 % of the text from its first to its last does not count.
fn reach(block: &Block, rule_length: usize, range: &Range<usize>) -> Range<usize> {
    let stretch = |n_words: usize| n_words * 5 / 2 + 16;
    let before = stretch(block.rule as usize);
    let after = stretch(rule_length - block.rule as usize);
    let start = (block.text as usize).saturating_sub(before).max(range.start);
    start..(block.text as usize + after).min(range.end)
}

/// Aligns one region with rule after rule.
pub(super) struct Aligner<'w> {
    text: &'w [u16],
    index: &'w Index<'w>,
    rule: Vec<u16>,
    /// Where each legal word's positions in the rule start in `positions`, and one more.
    starts: Vec<u32>,
    positions: Vec<u32>,
    /// All runs of two legal words and more, in order of the text.
    runs: Vec<Block>,
}

impl<'w> Aligner<'w> {
    pub(super) fn new(text: &'w [u16], index: &'w Index<'w>) -> Aligner<'w> {
        let starts = vec![0; index.n_legal() + 2];
        let (rule, positions, runs) = (Vec::new(), Vec::new(), Vec::new());
        Aligner { text, index, rule, starts, positions, runs }
    }

    /// All blocks of a rule in the region, as often as the rule occurs.
    ///
    /// Each occurrence starts from the longest block that is left. Its other blocks are looked for
    /// no farther away than a match may reach without being too thin, and what lies beyond is
    /// looked through for further occurrences.
    pub(super) fn blocks(&mut self, candidate: &Candidate) -> Vec<Block> {
        let rule = self.index.rule(candidate.rule);
        // Texts are worded freely between their legal words; notices and names are not.
        let is_text = rule.kind() == FindKind::Text;
        self.rule.clear();
        self.rule.extend(rule.words());
        self.list_positions();
        self.list_runs();
        let n_words = self.rule.len();
        let mut found = Vec::new();
        let mut queue: Vec<Range<usize>> = vec![Range { start: 0, end: self.text.len() }];
        while let Some(range) = queue.pop() {
            let area = Area { text: range.clone(), rule: 0..n_words };
            let Some(mut longest) = self.longest(&self.runs, &area) else { continue };
            if longest.length < MIN_SEED && is_text {
                longest = self.widest(&area).unwrap_or(longest);
            }
            if longest.length < MIN_SEED {
                continue;
            }
            let area = Area { text: reach(&longest, n_words, &range), ..area };
            let blocks = self.align(longest, area);
            let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { continue };
            queue.push(range.start..first.text_range().start);
            queue.push(last.text_range().end..range.end);
            let n_found: u32 = blocks.iter().map(|block| block.length).sum();
            // Scraps beside an occurrence would be merged with the wrong part of it.
            if is_substantial(f64::from(n_found) / n_words as f64, n_found) {
                let is_kept =
                    |block: &&Block| block.length > 1 || self.is_legal_at(block.text as usize);
                found.extend(blocks.iter().filter(is_kept));
            }
        }
        found.sort_unstable();
        found
    }

    fn is_legal_at(&self, at: usize) -> bool {
        self.index.is_legal(self.text[at])
    }

    /// Lists the rule's positions by legal word.
    fn list_positions(&mut self) {
        self.starts.fill(0);
        let legal = || (0u32..).zip(&self.rule).filter(|&(_, &word)| self.index.is_legal(word));
        for (_, &word) in legal() {
            self.starts[usize::from(word) + 2] += 1;
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        self.positions.clear();
        self.positions.resize(sum as usize, 0);
        // Each start moves to its end, which is the next one's start.
        for (position, &word) in legal() {
            let start = &mut self.starts[usize::from(word) + 1];
            self.positions[*start as usize] = position;
            *start += 1;
        }
    }

    /// The rule's positions of a word, rising; none for a word that is not legal.
    fn places(&self, word: u16) -> &[u32] {
        if !self.index.is_legal(word) {
            return &[];
        }
        let word = usize::from(word);
        &self.positions[self.starts[word] as usize..self.starts[word + 1] as usize]
    }

    /// Lists the runs of two legal words and more.
    fn list_runs(&mut self) {
        let mut runs = std::mem::take(&mut self.runs);
        runs.clear();
        for (at, pair) in self.text.windows(2).enumerate() {
            let (first, second) = (self.places(pair[0]), self.places(pair[1]));
            if first.is_empty() || second.is_empty() {
                continue;
            }
            let mut add = |start: usize| {
                if !self.is_run_at(at, start) {
                    let length = self.run_length(at, start);
                    runs.push(Block { text: at as u32, rule: start as u32, length });
                }
            };
            if first.len() <= second.len() {
                let starts = first.iter().map(|&place| place as usize);
                starts
                    .filter(|&start| self.rule.get(start + 1) == Some(&pair[1]))
                    .for_each(&mut add);
            } else {
                let starts = second.iter().filter_map(|&place| (place as usize).checked_sub(1));
                starts.filter(|&start| self.rule[start] == pair[0]).for_each(&mut add);
            }
        }
        self.runs = runs;
    }

    /// Whether the legal words before two positions are equal, so that a run comes in there.
    fn is_run_at(&self, at: usize, place: usize) -> bool {
        at > 0 && place > 0 && self.text[at - 1] == self.rule[place - 1] && self.is_legal_at(at - 1)
    }

    fn run_length(&self, at: usize, place: usize) -> u32 {
        let pairs = self.text[at..].iter().zip(&self.rule[place..]);
        pairs.take_while(|&(left, right)| left == right && self.index.is_legal(*left)).count()
            as u32
    }

    /// The blocks around the longest one, in order, none adjacent to the next in both text and
    /// rule.
    fn align(&self, longest: Block, area: Area) -> Vec<Block> {
        let mut found = Vec::new();
        let runs = within(&self.runs, &area);
        let mut queue = Vec::new();
        self.split(longest, &area, &runs, &mut found, &mut queue);
        while let Some((area, runs)) = queue.pop() {
            match longest_run(&runs, &area) {
                Some(run) => {
                    let block = self.extend(run, &area);
                    self.split(block, &area, &runs, &mut found, &mut queue);
                }
                None => self.align_singles(area, &mut found),
            }
        }
        found.sort_unstable();
        join(found)
    }

    /// Takes a block, and queues what is left before and after it.
    fn split(
        &self,
        block: Block,
        area: &Area,
        runs: &[Block],
        found: &mut Vec<Block>,
        queue: &mut Vec<(Area, Vec<Block>)>,
    ) {
        found.push(block);
        let (text, rule) = (block.text_range(), block.rule_range());
        let before = Area { text: area.text.start..text.start, rule: area.rule.start..rule.start };
        let after = Area { text: text.end..area.text.end, rule: rule.end..area.rule.end };
        for part in [before, after] {
            if !part.is_empty() {
                let runs = within(runs, &part);
                queue.push((part, runs));
            }
        }
    }

    /// Single legal words: nothing before the first one is in the rule.
    fn align_singles(&self, mut area: Area, found: &mut Vec<Block>) {
        while let Some(block) = self.first_single(&area) {
            found.push(block);
            area.text.start = block.text_range().end;
            area.rule.start = block.rule_range().end;
        }
    }

    /// The longest run of legal words in both, extended by any equal words.
    fn longest(&self, runs: &[Block], area: &Area) -> Option<Block> {
        match longest_run(runs, area) {
            Some(run) => Some(self.extend(run, area)),
            None => self.first_single(area),
        }
    }

    /// The first legal word of the text that is in the rule, extended by any equal words.
    fn first_single(&self, area: &Area) -> Option<Block> {
        area.text.clone().find_map(|at| {
            let places = self.places(self.text[at]);
            let first = places.partition_point(|&place| (place as usize) < area.rule.start);
            let place = *places.get(first).filter(|&&place| (place as usize) < area.rule.end)?;
            Some(self.extend(Block { text: at as u32, rule: place, length: 1 }, area))
        })
    }

    /// The longest run of equal words around any legal word.
    fn widest(&self, area: &Area) -> Option<Block> {
        let blocks = area.text.clone().flat_map(|at| {
            let places = self.places(self.text[at]).iter();
            places.map(move |&rule| self.extend(Block { text: at as u32, rule, length: 1 }, area))
        });
        blocks.reduce(|widest, block| if block.length > widest.length { block } else { widest })
    }

    fn extend(&self, block: Block, area: &Area) -> Block {
        let Range { start: mut at, mut end } = block.text_range();
        let Range { start: mut place, end: mut place_end } = block.rule_range();
        while at > area.text.start
            && place > area.rule.start
            && self.text[at - 1] == self.rule[place - 1]
        {
            at -= 1;
            place -= 1;
        }
        while end < area.text.end
            && place_end < area.rule.end
            && self.text[end] == self.rule[place_end]
        {
            end += 1;
            place_end += 1;
        }
        Block { text: at as u32, rule: place as u32, length: (end - at) as u32 }
    }
}

/// The runs that reach into an area.
fn within(runs: &[Block], area: &Area) -> Vec<Block> {
    runs.iter().filter(|run| run.clip(area).is_some_and(|run| run.length > 1)).copied().collect()
}

/// The longest run of two words and more in an area; of equal ones the first in the text.
fn longest_run(runs: &[Block], area: &Area) -> Option<Block> {
    let clipped = runs.iter().filter_map(|run| run.clip(area)).filter(|run| run.length > 1);
    clipped.min_by_key(|run| (Reverse(run.length), run.text, run.rule))
}

/// Joins blocks, in order, that are adjacent in text and rule.
fn join(blocks: Vec<Block>) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match joined.last_mut() {
            Some(last)
                if last.text + last.length == block.text
                    && last.rule + last.length == block.rule =>
            {
                last.length += block.length;
            }
            _ => joined.push(block),
        }
    }
    joined
}
