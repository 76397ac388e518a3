// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Aligns a region with a rule: blocks of equal words, found from the longest down.

use std::ops::Range;

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

/// All blocks of a rule in a region, as often as the rule occurs.
///
/// Each occurrence starts from the longest block that is left. Its other blocks are looked for no
/// farther away than a match may reach without being too thin, and what lies beyond is looked
/// through for further occurrences.
pub(super) fn blocks(text: &[u16], candidate: &Candidate, index: &Index<'_>) -> Vec<Block> {
    let rule: Vec<u16> = index.rule(candidate.rule).words().collect();
    // Texts are worded freely between their legal words; notices and names are not.
    let is_text = index.rule(candidate.rule).kind() == FindKind::Text;
    let mut aligner = Aligner::new(text, &rule, index);
    let mut found = Vec::new();
    let mut queue: Vec<Range<usize>> = vec![Range { start: 0, end: text.len() }];
    while let Some(range) = queue.pop() {
        let Some(mut longest) = aligner.longest(&range, &(0..rule.len())) else { continue };
        if longest.length < MIN_SEED && is_text {
            longest = aligner.widest(&range).unwrap_or(longest);
        }
        if longest.length < MIN_SEED {
            continue;
        }
        let window = reach(&longest, rule.len(), &range);
        let blocks = aligner.align(longest, &window);
        let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { continue };
        queue.push(range.start..first.text as usize);
        queue.push((last.text + last.length) as usize..range.end);
        let n_words: u32 = blocks.iter().map(|block| block.length).sum();
        // Scraps beside an occurrence would be merged with the wrong part of it.
        if is_substantial(f64::from(n_words) / rule.len() as f64, n_words) {
            found.extend(
                blocks
                    .iter()
                    .filter(|block| block.length > 1 || index.is_legal(text[block.text as usize])),
            );
        }
    }
    found.sort_unstable();
    found
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

struct Aligner<'w> {
    text: &'w [u16],
    rule: &'w [u16],
    /// Positions in the rule of each text word that is legal, as ranges of `positions`.
    of_text: Vec<Range<u32>>,
    positions: Vec<u32>,
    /// Lengths of blocks that end at a rule position, for this and the previous text position.
    lengths: Vec<u32>,
    previous: Vec<(u32, u32)>,
    fresh: Vec<(u32, u32)>,
}

impl<'w> Aligner<'w> {
    fn new(text: &'w [u16], rule: &'w [u16], index: &Index<'_>) -> Aligner<'w> {
        let mut by_word: Vec<(u16, u32)> = (0u32..)
            .zip(rule)
            .filter(|&(_, &word)| index.is_legal(word))
            .map(|(position, &word)| (word, position))
            .collect();
        by_word.sort_unstable();
        let of_text = text
            .iter()
            .map(|&word| {
                let start = by_word.partition_point(|&(other, _)| other < word);
                let length = by_word[start..].partition_point(|&(other, _)| other == word);
                start as u32..(start + length) as u32
            })
            .collect();
        Aligner {
            text,
            rule,
            of_text,
            positions: by_word.into_iter().map(|(_, position)| position).collect(),
            lengths: vec![0; rule.len() + 1],
            previous: Vec::new(),
            fresh: Vec::new(),
        }
    }

    /// The blocks around the longest one, in order, none adjacent to the next in both text and
    /// rule.
    fn align(&mut self, longest: Block, range: &Range<usize>) -> Vec<Block> {
        let mut found = Vec::new();
        let mut known = Some(longest);
        let mut queue = vec![(range.clone(), 0..self.rule.len())];
        while let Some((text, rule)) = queue.pop() {
            let Some(block) = known.take().or_else(|| self.longest(&text, &rule)) else {
                continue;
            };
            let (start, end) = (block.text as usize, (block.text + block.length) as usize);
            let (rule_start, rule_end) =
                (block.rule as usize, (block.rule + block.length) as usize);
            found.push(block);
            if text.start < start && rule.start < rule_start {
                queue.push((text.start..start, rule.start..rule_start));
            }
            if end < text.end && rule_end < rule.end {
                queue.push((end..text.end, rule_end..rule.end));
            }
        }
        found.sort_unstable();
        let mut joined: Vec<Block> = Vec::with_capacity(found.len());
        for block in found {
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

    /// The longest run of legal words in both, extended by any equal words.
    fn longest(&mut self, text: &Range<usize>, rule: &Range<usize>) -> Option<Block> {
        let mut best = 0;
        let mut best_run = None;
        self.previous.clear();
        for at in text.clone() {
            let places = &self.of_text[at];
            let places = &self.positions[places.start as usize..places.end as usize];
            // `lengths` holds the lengths of the previous position until all are read.
            let mut fresh = std::mem::take(&mut self.fresh);
            fresh.clear();
            for &place in places {
                let place = place as usize;
                if place < rule.start {
                    continue;
                }
                if place >= rule.end {
                    break;
                }
                let length = if place > 0 { self.lengths[place - 1] } else { 0 } + 1;
                fresh.push((place as u32, length));
                if length > best {
                    best = length;
                    best_run = Some((at + 1 - length as usize, place + 1 - length as usize));
                }
            }
            for &(place, _) in &self.previous {
                self.lengths[place as usize] = 0;
            }
            for &(place, length) in &fresh {
                self.lengths[place as usize] = length;
            }
            self.fresh = std::mem::replace(&mut self.previous, fresh);
        }
        for &(place, _) in &self.previous {
            self.lengths[place as usize] = 0;
        }
        self.previous.clear();
        best_run.map(|(at, place)| self.extend(at, place, best as usize, text, rule))
    }

    /// The longest run of equal words around any legal word.
    fn widest(&self, text: &Range<usize>) -> Option<Block> {
        let places = |at: usize| &self.of_text[at];
        let legal = text.clone().flat_map(|at| {
            let places = places(at).start as usize..places(at).end as usize;
            self.positions[places].iter().map(move |&place| (at, place as usize))
        });
        let all = 0..self.rule.len();
        let blocks = legal.map(|(at, place)| self.extend(at, place, 1, text, &all));
        blocks.reduce(|widest, block| if block.length > widest.length { block } else { widest })
    }

    fn extend(
        &self,
        mut text_at: usize,
        mut rule_at: usize,
        mut length: usize,
        text: &Range<usize>,
        rule: &Range<usize>,
    ) -> Block {
        while text_at > text.start
            && rule_at > rule.start
            && self.text[text_at - 1] == self.rule[rule_at - 1]
        {
            text_at -= 1;
            rule_at -= 1;
            length += 1;
        }
        while text_at + length < text.end
            && rule_at + length < rule.end
            && self.text[text_at + length] == self.rule[rule_at + length]
        {
            length += 1;
        }
        Block { text: text_at as u32, rule: rule_at as u32, length: length as u32 }
    }
}
