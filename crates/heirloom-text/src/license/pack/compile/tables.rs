// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The tables of exact and approximate matching.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{CompiledRule, Writer};
use crate::license::layout::{
    SAMPLE_BUCKET_BITS, Section, double, filter_bits, flag, sample_key, triple, whole,
};

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

/// The number of triples in a row of which one is listed, for rules below and from
/// [`LONG_SAMPLED`] words on.
const SHORT_WINDOW: usize = 1;
const LONG_WINDOW: usize = 4;
const LONG_SAMPLED: usize = 30;

/// Writes the filter of triples and the sampled triples of rules that may be matched in part.
///
/// Of each window of triples in a row the one that fewest rules have is listed (winnowing:
/// Schleimer, Wilkerson, Aiken 2003, with rarity for the hash order). A text that shares a run as
/// long as a window with a rule shares a listed triple with it.
pub(super) fn put_approximate(writer: &mut Writer, rules: &[CompiledRule], n_legal: usize) {
    let is_legal = |word: u16| usize::from(word) < n_legal;
    let approximate = || (0u32..).zip(rules).filter(|(_, rule)| rule.is(flag::APPROXIMATE));
    let legal_triples = |rule: &CompiledRule| -> Vec<u64> {
        let windows = rule.words.windows(3).filter(|w| w.iter().any(|&word| is_legal(word)));
        windows.map(|w| triple(w[0], w[1], w[2])).collect()
    };
    let mut n_rules_with: HashMap<u64, u32> = HashMap::new();
    for (_, rule) in approximate() {
        for triple in legal_triples(rule).into_iter().collect::<HashSet<_>>() {
            *n_rules_with.entry(triple).or_default() += 1;
        }
    }
    let mut filter = vec![0u32; (n_rules_with.len() * 12).next_power_of_two().max(64) / 32];
    n_rules_with.keys().for_each(|&key| set_bits(&mut filter, key));
    writer.put(Section::TripleFilter, filter);

    let mut samples: Vec<((usize, u32), u32)> = Vec::new();
    for (number, rule) in approximate() {
        let triples = legal_triples(rule);
        let window = if rule.words.len() < LONG_SAMPLED { SHORT_WINDOW } else { LONG_WINDOW };
        for run in triples.windows(window.min(triples.len()).max(1)) {
            let rarest = run.iter().min_by_key(|&&key| (n_rules_with[&key], key));
            samples.extend(rarest.map(|&key| (sample_key(key), number)));
        }
    }
    samples.sort_unstable();
    samples.dedup();
    put_samples(writer, &samples);
}

fn put_samples(writer: &mut Writer, samples: &[((usize, u32), u32)]) {
    let mut bucket = 0;
    let mut last = None;
    for &(key, rule) in samples {
        let at = writer.len(Section::Samples);
        writer.put(Section::Samples, [rule]);
        if last == Some(key) {
            continue;
        }
        let entry = writer.len(Section::SampleKeys) / 2;
        while bucket <= key.0 {
            writer.put(Section::SampleStarts, [entry]);
            bucket += 1;
        }
        writer.put(Section::SampleKeys, [key.1, at]);
        last = Some(key);
    }
    let (end, n_samples) = (writer.len(Section::SampleKeys) / 2, writer.len(Section::Samples));
    while bucket <= 1 << SAMPLE_BUCKET_BITS {
        writer.put(Section::SampleStarts, [end]);
        bucket += 1;
    }
    // One more entry, so that each one's rules end where the next one's start.
    writer.put(Section::SampleKeys, [u32::MAX, n_samples]);
}
