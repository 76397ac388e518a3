// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What tells a license text from the shorter texts that it contains.
//!
//! Many texts are another one and a clause. Matched in part, either would do; so the longer one
//! must require words of its clause. Of these words a run is taken that other texts have too:
//! what many use is what nobody fills in with a name of his own.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use crate::license::words::Words;

/// Three words in a row, as hashes.
type Triple = [u32; 3];

/// The share of a text's triples that another one must have to contain it, in per cent.
const CONTAINED: usize = 70;
/// The number of words that are required.
const REQUIRED: usize = 6;
/// Words that stand apart by fewer words than these are differences of wording.
const LEAST: usize = 4;

/// The texts of a list, to be told apart.
pub(super) struct Variants {
    texts: Vec<HashSet<Triple>>,
    owners: HashMap<Triple, Vec<u32>>,
}

fn triples(words: &[u32]) -> impl Iterator<Item = Triple> {
    words.windows(3).map(|window| [window[0], window[1], window[2]])
}

impl Variants {
    pub(super) fn new<'t>(texts: impl Iterator<Item = &'t str>) -> Variants {
        let mut variants = Variants { texts: Vec::new(), owners: HashMap::new() };
        for (number, text) in (0..).zip(texts) {
            let words: Vec<u32> = Words::new(text).map(|word| word.hash).collect();
            let triples: HashSet<Triple> = triples(&words).collect();
            for &triple in &triples {
                variants.owners.entry(triple).or_default().push(number);
            }
            variants.texts.push(triples);
        }
        variants
    }

    /// The text with `{{…}}` around words that no text it contains has; `None` if there are none.
    pub(super) fn mark(&self, text: &str) -> Option<String> {
        if text.contains("{{") || text.contains("}}") {
            return None;
        }
        let words: Vec<_> = Words::new(text).collect();
        let hashes: Vec<u32> = words.iter().map(|word| word.hash).collect();
        let contained = self.contained(&hashes);
        let is_own = |triple: &Triple| !contained.iter().any(|text| text.contains(triple));
        let own: Vec<bool> = triples(&hashes).map(|triple| is_own(&triple)).collect();
        let required = self.most_common(&hashes, &own)?;
        let (start, end) = (words[required.start].start, words[required.end - 1].end);
        Some(format!("{}{{{{{}}}}}{}", &text[..start], &text[start..end], &text[end..]))
    }

    /// The texts that are smaller than these words and mostly in them.
    fn contained(&self, words: &[u32]) -> Vec<&HashSet<Triple>> {
        let distinct: HashSet<Triple> = triples(words).collect();
        let mut shared: HashMap<u32, usize> = HashMap::new();
        for owner in distinct.iter().filter_map(|triple| self.owners.get(triple)).flatten() {
            *shared.entry(*owner).or_default() += 1;
        }
        let is_contained = |(number, n_shared): (u32, usize)| {
            let text = &self.texts[number as usize];
            (text.len() + LEAST < distinct.len() && n_shared * 100 >= text.len() * CONTAINED)
                .then_some(text)
        };
        shared.into_iter().filter_map(is_contained).collect()
    }

    /// Among own words in a row, those whose triples most texts have.
    fn most_common(&self, words: &[u32], own: &[bool]) -> Option<Range<usize>> {
        if own.iter().all(|&is_own| is_own) {
            return None;
        }
        let n_owners = |triple: Triple| self.owners.get(&triple).map_or(0, Vec::len);
        let mut best: Option<(usize, Range<usize>)> = None;
        let mut start = 0;
        while start < own.len() {
            let length = own[start..].iter().take_while(|&&is_own| is_own).count();
            let run = start..start + length;
            start += length.max(1);
            if length < LEAST {
                continue;
            }
            let window = length.min(REQUIRED - 2);
            for at in run.start..=run.end - window {
                let range = at..at + window + 2;
                // Beyond some number of texts a phrase is not less stable.
                let common: usize =
                    triples(&words[range.clone()]).map(|triple| n_owners(triple).min(30)).sum();
                if best.as_ref().is_none_or(|(most, _)| common > *most) {
                    best = Some((common, range));
                }
            }
        }
        best.map(|(_, range)| range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: &str = "you may use and copy and change and give away this work as you like";

    #[test]
    fn the_words_that_a_shorter_text_lacks_are_required() {
        let long = format!("{SHORT} but you must not use my name in any advertising of yours");
        let other = "whoever comes must not use my name in any advertising whatsoever";
        let variants = Variants::new([SHORT, &long, other].into_iter());
        let marked = variants.mark(&long).unwrap();
        assert!(marked.contains("{{must not use my name in}}"), "{marked}");
        assert_eq!(variants.mark(SHORT), None);
    }
}
