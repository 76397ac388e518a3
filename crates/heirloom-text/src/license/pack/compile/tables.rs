// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The tables of exact and approximate matching.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{CompiledRule, Writer};
use crate::license::layout::{Section, double, filter_bits, flag, triple, whole};

/// Writes keys, postings, one-word rules and whole hashes.
///
/// Each rule is listed under its rarest triple of words alone: that triple stands in every text
/// that contains the rule, and the fewer rules share a triple, the fewer are compared in place.
pub(super) fn put_exact(writer: &mut Writer, rules: &[CompiledRule], n_words: usize) {
    let mut n_rules_with: HashMap<u64, u32> = HashMap::new();
    for rule in rules {
        let distinct: HashSet<u64> =
            rule.words.windows(3).map(|w| triple(w[0], w[1], w[2])).collect();
        for key in distinct {
            *n_rules_with.entry(key).or_default() += 1;
        }
    }
    let mut listed: BTreeMap<u64, Vec<[u32; 2]>> = BTreeMap::new();
    let mut singles: BTreeMap<u16, Vec<[u32; 2]>> = BTreeMap::new();
    let mut wholes = Vec::new();
    for (number, rule) in (0u32..).zip(rules) {
        match rule.words[..] {
            [word] => singles.entry(word).or_default().push([number, 0]),
            [first, second] => {
                listed.entry(double(first, second)).or_default().push([number, 0]);
            }
            _ => {
                let (position, key) = (0u32..)
                    .zip(rule.words.windows(3).map(|w| triple(w[0], w[1], w[2])))
                    .min_by_key(|(_, key)| n_rules_with[key])
                    .expect("a rule of three words has a triple");
                listed.entry(key).or_default().push([number, position]);
            }
        }
        if !rule.is(flag::FALSE_POSITIVE) {
            wholes.push((whole(&rule.words), number));
        }
    }
    wholes.sort_unstable();
    for (hash, number) in wholes {
        let bytes = hash.to_le_bytes();
        let half = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("4 bytes"));
        writer.put(Section::Wholes, [half(0), half(4), number, 0]);
    }
    let mut starts = vec![0; n_words];
    for (word, rules) in singles {
        starts[usize::from(word)] = put_postings(writer, &rules) + 1;
    }
    writer.put(Section::Singles, starts);
    put_keys(writer, &listed);
}

fn put_postings(writer: &mut Writer, rules: &[[u32; 2]]) -> u32 {
    let at = writer.len(Section::Postings);
    writer.put(Section::Postings, [u32::try_from(rules.len()).expect("rules are below 2^32")]);
    writer.put(Section::Postings, rules.iter().flatten().copied());
    at
}

fn put_keys(writer: &mut Writer, listed: &BTreeMap<u64, Vec<[u32; 2]>>) {
    let size = (listed.len() * 2).next_power_of_two();
    let mut slots = vec![[0, 0]; size];
    let n_bits = (listed.len() * 16).next_power_of_two().max(64);
    let mut filter = vec![0u32; n_bits / 32];
    for (&key, rules) in listed {
        let at = put_postings(writer, rules);
        let mut slot = (key >> 16) as usize & (size - 1);
        while slots[slot][1] != 0 {
            slot = (slot + 1) & (size - 1);
        }
        slots[slot] = [key as u32, at + 1];
        set_bits(&mut filter, key);
    }
    writer.put(Section::Keys, slots.into_iter().flatten());
    writer.put(Section::KeyFilter, filter);
}

fn set_bits(filter: &mut [u32], hash: u64) {
    for bit in filter_bits(hash, filter.len() * 32) {
        filter[bit / 32] |= 1 << (bit % 32);
    }
}

/// Writes the filter of triples and the candidates by legal word.
///
/// A rule that needs `m` of its `h` distinct legal words is listed under the `h - m + 1` rarest:
/// a text without any of those has at most `m - 1` of them.
pub(super) fn put_approximate(writer: &mut Writer, rules: &[CompiledRule], n_legal: usize) {
    let is_legal = |word: u16| usize::from(word) < n_legal;
    let approximate = || (0u32..).zip(rules).filter(|(_, rule)| rule.is(flag::APPROXIMATE));
    let mut triples = HashSet::new();
    let mut n_rules_with = vec![0u32; n_legal];
    for (_, rule) in approximate() {
        for window in rule.words.windows(3) {
            if window.iter().any(|&word| is_legal(word)) {
                triples.insert(triple(window[0], window[1], window[2]));
            }
        }
        for &(word, _) in rule.bag.iter().filter(|(word, _)| is_legal(*word)) {
            n_rules_with[usize::from(word)] += 1;
        }
    }
    let mut filter = vec![0u32; (triples.len() * 12).next_power_of_two().max(64) / 32];
    triples.into_iter().for_each(|key| set_bits(&mut filter, key));
    writer.put(Section::TripleFilter, filter);

    let mut candidates: Vec<Vec<u32>> = vec![Vec::new(); n_legal];
    for (number, rule) in approximate() {
        let mut legal: Vec<u16> =
            rule.bag.iter().map(|&(word, _)| word).filter(|&word| is_legal(word)).collect();
        legal.sort_unstable_by_key(|&word| (n_rules_with[usize::from(word)], word));
        let needed = (rule.min_high_length_unique as usize).max(1);
        let n_listed = (legal.len() + 1).saturating_sub(needed).max(1);
        for &word in legal.iter().take(n_listed) {
            candidates[usize::from(word)].push(number);
        }
    }
    for rules in &candidates {
        let at = writer.len(Section::Candidates);
        writer.put(Section::CandidateStarts, [at]);
        writer.put(Section::Candidates, rules.iter().copied());
    }
    let end = writer.len(Section::Candidates);
    writer.put(Section::CandidateStarts, [end]);
}
