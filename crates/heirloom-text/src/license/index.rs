// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A compiled index, read in place.

use std::ops::Range;

use heirloom_model::{FindKind, RuleSource};

use super::layout::{
    self, HEADER, N_SECTIONS, NO_WORD, Number, RULE_RECORD, RuleField, Section, filter_bits, flag,
};
use super::words::same_word;

/// Why bytes are not a usable index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// Not an index at all.
    #[error("find a rule index")]
    NotAnIndex,
    /// An index of another version; compiling the rules again helps.
    #[error("read a rule index of version {0}")]
    Version(u32),
    /// The table of sections does not fit the bytes.
    #[error("read a damaged rule index")]
    Damaged,
}

/// A compiled rule index over bytes that someone else keeps, memory-mapped or built in.
///
/// Opening reads the header only. All reads are bounds-checked: a damaged index gives wrong
/// answers or panics inside [`detect`](super::detect), so [`Index::verify`] it once after writing.
#[derive(Clone, Copy)]
pub struct Index<'a> {
    bytes: &'a [u8],
    sections: [&'a [u8]; N_SECTIONS],
    n_legal: u16,
}

/// The number of a rule in its index.
pub(crate) type RuleNumber = u32;

impl<'a> Index<'a> {
    /// Opens an index.
    ///
    /// # Errors
    /// [`IndexError`] when the header is not that of a current index.
    pub fn open(bytes: &'a [u8]) -> Result<Index<'a>, IndexError> {
        if bytes.len() < HEADER + N_SECTIONS * 16 || &bytes[..8] != layout::MAGIC {
            return Err(IndexError::NotAnIndex);
        }
        let version = number_at(bytes, 2);
        if version != layout::VERSION || number_at(bytes, 3) as usize != N_SECTIONS {
            return Err(IndexError::Version(version));
        }
        let mut sections = [&bytes[..0]; N_SECTIONS];
        for (section, entry) in sections.iter_mut().zip(bytes[HEADER..].chunks_exact(16)) {
            let number = |at: usize| {
                u64::from_le_bytes(entry[at..at + 8].try_into().expect("8 bytes of 16")) as usize
            };
            let end = number(0).checked_add(number(8)).ok_or(IndexError::Damaged)?;
            *section = bytes.get(number(0)..end).ok_or(IndexError::Damaged)?;
        }
        let mut index = Index { bytes, sections, n_legal: 0 };
        index.n_legal = index.special(Number::LegalWords);
        Ok(index)
    }

    /// Whether the checksum holds; reads all of the index.
    pub fn verify(&self) -> bool {
        blake3::hash(&self.bytes[HEADER..]).as_bytes()[..] == self.bytes[16..HEADER]
    }

    /// The digest that identifies the index, from its header.
    pub fn digest(&self) -> heirloom_model::Digest {
        heirloom_model::Digest(
            self.bytes[16..HEADER].try_into().expect("the header holds 32 bytes"),
        )
    }

    /// The number of rules.
    pub fn n_rules(&self) -> u32 {
        (self.section(Section::Rules).len() / RULE_RECORD) as u32
    }

    /// Where the rules come from, in the order they were compiled.
    pub fn sources(&self) -> Vec<RuleSource> {
        let n_sources = self.section(Section::Sources).len() / 20;
        let field = |source: usize, at: usize| self.number(Section::Sources, source * 5 + at);
        (0..n_sources)
            .map(|source| RuleSource {
                name: self.string(field(source, 0)).into(),
                version: self.string(field(source, 1)).into(),
                license: self.string(field(source, 2)).into(),
                attribution: self.string(field(source, 3)).into(),
                n_rules: field(source, 4),
                digest: self.digest(),
            })
            .collect()
    }

    #[inline]
    pub(crate) fn section(&self, section: Section) -> &'a [u8] {
        self.sections[section as usize]
    }

    /// The `at`-th u32 of a section.
    #[inline]
    pub(crate) fn number(&self, section: Section, at: usize) -> u32 {
        number_at(self.section(section), at)
    }

    #[inline]
    pub(crate) fn word_number(&self, section: Section, at: usize) -> u16 {
        let bytes = &self.section(section)[at * 2..at * 2 + 2];
        u16::from_le_bytes([bytes[0], bytes[1]])
    }

    pub(crate) fn string(&self, id: u32) -> &'a str {
        let at = self.number(Section::Strings, id as usize * 2) as usize;
        let length = self.number(Section::Strings, id as usize * 2 + 1) as usize;
        let bytes = &self.section(Section::StringBytes)[at..at + length];
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    pub(crate) fn special(&self, number: Number) -> u16 {
        u16::try_from(self.number(Section::Numbers, number as usize)).unwrap_or(NO_WORD)
    }

    pub(crate) fn n_words(&self) -> usize {
        usize::from(self.special(Number::Words))
    }

    /// The number of legal words, which have the lowest ids.
    pub(crate) fn n_legal(&self) -> usize {
        usize::from(self.n_legal)
    }

    /// Whether a word is one of legal language.
    #[inline]
    pub(crate) fn is_legal(&self, word: u16) -> bool {
        word < self.n_legal
    }

    /// The id of a word, [`NO_WORD`] when no rule uses it.
    #[inline]
    pub(crate) fn word(&self, hash: u32, written: &str) -> u16 {
        let table = self.section(Section::Words);
        let mask = table.len() / 12 - 1;
        let mut slot = hash as usize & mask;
        loop {
            let entry = &table[slot * 12..slot * 12 + 12];
            let number = |at: usize| {
                u32::from_le_bytes([entry[at], entry[at + 1], entry[at + 2], entry[at + 3]])
            };
            let text = number(4);
            if text == u32::MAX {
                return NO_WORD;
            }
            if number(0) == hash && same_word(written, self.string(text).as_bytes()) {
                return number(8) as u16;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The meaning of an SPDX identifier in any case.
    pub(crate) fn identifier(&self, lower: &str) -> Option<&'a str> {
        let n_pairs = self.section(Section::Identifiers).len() / 8;
        let key = |at: usize| self.string(self.number(Section::Identifiers, at * 2));
        let (mut low, mut high) = (0, n_pairs);
        while low < high {
            let middle = (low + high) / 2;
            if key(middle) < lower { low = middle + 1 } else { high = middle }
        }
        (low < n_pairs && key(low) == lower)
            .then(|| self.string(self.number(Section::Identifiers, low * 2 + 1)))
    }

    #[inline]
    pub(crate) fn may_have(&self, filter: Section, key: u64) -> bool {
        let bits = self.section(filter);
        filter_bits(key, bits.len() * 8)
            .into_iter()
            .all(|bit| bits[bit / 8] & (1 << (bit % 8)) != 0)
    }

    /// The place in `Postings` of a key.
    #[inline]
    pub(crate) fn key(&self, key: u64) -> Option<usize> {
        if !self.may_have(Section::KeyFilter, key) {
            return None;
        }
        let table = self.section(Section::Keys);
        let mask = table.len() / 8 - 1;
        let mut slot = (key >> 16) as usize & mask;
        loop {
            let at = self.number(Section::Keys, slot * 2 + 1);
            if at == 0 {
                return None;
            }
            if self.number(Section::Keys, slot * 2) == key as u32 {
                return Some(at as usize - 1);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The place in `Postings` of the rules that are this one word.
    #[inline]
    pub(crate) fn single(&self, word: u16) -> Option<usize> {
        (self.number(Section::Singles, usize::from(word)) as usize).checked_sub(1)
    }

    /// Rules and positions at a place in `Postings`.
    pub(crate) fn postings(&self, at: usize) -> impl Iterator<Item = (RuleNumber, u32)> + use<'a> {
        let count = self.number(Section::Postings, at) as usize;
        let bytes = &self.section(Section::Postings)[(at + 1) * 4..(at + 1 + count * 2) * 4];
        bytes.chunks_exact(8).map(|pair| (number_at(pair, 0), number_at(pair, 1)))
    }

    /// The rule that is exactly these words.
    pub(crate) fn whole(&self, words: &[u16]) -> Option<RuleNumber> {
        let hash = layout::whole(words);
        let n_entries = self.section(Section::Wholes).len() / 16;
        let entry = |at: usize| {
            let half = |offset| u64::from(self.number(Section::Wholes, at * 4 + offset));
            half(0) | half(1) << 32
        };
        let (mut low, mut high) = (0, n_entries);
        while low < high {
            let middle = (low + high) / 2;
            if entry(middle) < hash { low = middle + 1 } else { high = middle }
        }
        while low < n_entries && entry(low) == hash {
            let number = self.number(Section::Wholes, low * 4 + 2);
            if self.rule(number).words().eq(words.iter().copied()) {
                return Some(number);
            }
            low += 1;
        }
        None
    }

    /// The rules in which a triple is sampled.
    pub(crate) fn sampled(&self, triple: u64) -> impl Iterator<Item = RuleNumber> + use<'a> {
        let (bucket, low) = layout::sample_key(triple);
        let start = self.number(Section::SampleStarts, bucket) as usize;
        let end = self.number(Section::SampleStarts, bucket + 1) as usize;
        let range =
            (start..end).find(|&at| self.number(Section::SampleKeys, at * 2) == low).map(|at| {
                let place = |at: usize| self.number(Section::SampleKeys, at * 2 + 1) as usize;
                place(at)..place(at + 1)
            });
        let range = range.unwrap_or(0..0);
        let bytes = &self.section(Section::Samples)[range.start * 4..range.end * 4];
        bytes.chunks_exact(4).map(|number| number_at(number, 0))
    }

    #[inline]
    pub(crate) fn rule<'s>(&'s self, number: RuleNumber) -> Rule<'s>
    where
        'a: 's,
    {
        let at = number as usize * RULE_RECORD;
        Rule { index: self, number, record: &self.section(Section::Rules)[at..at + RULE_RECORD] }
    }
}

#[inline]
fn number_at(bytes: &[u8], at: usize) -> u32 {
    let bytes = &bytes[at * 4..at * 4 + 4];
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// One rule of an index.
#[derive(Clone, Copy)]
pub(crate) struct Rule<'a> {
    index: &'a Index<'a>,
    number: RuleNumber,
    record: &'a [u8],
}

impl<'a> Rule<'a> {
    #[inline]
    fn field(&self, field: RuleField) -> u32 {
        number_at(self.record, field as usize)
    }

    pub(crate) fn number(&self) -> RuleNumber {
        self.number
    }

    pub(crate) fn id(&self) -> &'a str {
        self.index.string(self.field(RuleField::Id))
    }

    /// The SPDX expression; empty for rules that say "this is no license".
    pub(crate) fn expression(&self) -> &'a str {
        self.index.string(self.field(RuleField::Expression))
    }

    pub(crate) fn is(&self, bit: u32) -> bool {
        self.field(RuleField::Flags) & bit != 0
    }

    pub(crate) fn kind(&self) -> FindKind {
        match self.field(RuleField::Flags) & flag::KIND {
            0 => FindKind::Text,
            1 => FindKind::Notice,
            2 => FindKind::Reference,
            3 => FindKind::Tag,
            4 => FindKind::Intro,
            5 => FindKind::Clue,
            _ => FindKind::Unknown,
        }
    }

    pub(crate) fn relevance(&self) -> u8 {
        self.record[RuleField::Small as usize * 4]
    }

    /// In per cent.
    pub(crate) fn minimum_coverage(&self) -> u8 {
        self.record[RuleField::Small as usize * 4 + 1]
    }

    pub(crate) fn length(&self) -> u32 {
        self.field(RuleField::Length)
    }

    pub(crate) fn high_length(&self) -> u32 {
        self.field(RuleField::HighLength)
    }

    pub(crate) fn min_length(&self) -> u32 {
        self.field(RuleField::MinLength)
    }

    pub(crate) fn min_high_length(&self) -> u32 {
        self.field(RuleField::MinHighLength)
    }

    pub(crate) fn length_unique(&self) -> u32 {
        self.field(RuleField::LengthUnique)
    }

    pub(crate) fn min_length_unique(&self) -> u32 {
        self.field(RuleField::MinLengthUnique)
    }

    pub(crate) fn min_high_length_unique(&self) -> u32 {
        self.field(RuleField::MinHighLengthUnique)
    }

    #[inline]
    pub(crate) fn word(&self, position: u32) -> u16 {
        let at = self.field(RuleField::WordsAt) + position;
        self.index.word_number(Section::RuleWords, at as usize)
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = u16> + use<'a> {
        let at = self.field(RuleField::WordsAt) as usize;
        let bytes = &self.index.section(Section::RuleWords);
        bytes[at * 2..(at + self.length() as usize) * 2]
            .chunks_exact(2)
            .map(|word| u16::from_le_bytes([word[0], word[1]]))
    }

    /// Distinct words with their number; empty for rules that are matched exactly alone.
    pub(crate) fn bag(&self) -> impl Iterator<Item = (u16, u16)> + use<'a> {
        let at = self.field(RuleField::BagAt) as usize * 4;
        let n_words = if self.is(flag::APPROXIMATE) { self.length_unique() as usize } else { 0 };
        self.index.section(Section::Bags)[at..at + n_words * 4].chunks_exact(4).map(|pair| {
            (u16::from_le_bytes([pair[0], pair[1]]), u16::from_le_bytes([pair[2], pair[3]]))
        })
    }

    fn pairs(
        &self,
        at: RuleField,
        count: RuleField,
    ) -> impl ExactSizeIterator<Item = (u32, u32)> + use<'a> {
        let at = self.field(at) as usize * 8;
        let count = self.field(count) as usize;
        self.index.section(Section::Pairs)[at..at + count * 8]
            .chunks_exact(8)
            .map(|pair| (number_at(pair, 0), number_at(pair, 1)))
    }

    /// Positions of phrases that must be present.
    pub(crate) fn phrases(&self) -> impl ExactSizeIterator<Item = Range<u32>> + use<'a> {
        self.pairs(RuleField::PhrasesAt, RuleField::NPhrases).map(|(start, end)| start..end)
    }

    /// The number of stop words right after a position.
    pub(crate) fn stops_after(&self, position: u32) -> u32 {
        self.pairs(RuleField::StopsAt, RuleField::NStops)
            .find_map(|(at, count)| (at == position + 1).then_some(count))
            .unwrap_or(0)
    }

    pub(crate) fn refers_to(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let index = self.index;
        self.pairs(RuleField::RefersAt, RuleField::NRefers).map(move |(id, _)| index.string(id))
    }

    /// The text of a one-word rule as written.
    pub(crate) fn text(&self) -> &'a str {
        self.index.string(self.field(RuleField::Text))
    }
}
