// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The flat format of a compiled index.
//!
//! Little-endian throughout; nothing is deserialized. After the magic bytes and a checksum comes a
//! table of sections (offset, length), then the sections. [`VERSION`] changes with any change of
//! meaning, so that an old index is compiled again and never misread.

/// The first bytes of every index.
pub(crate) const MAGIC: &[u8; 8] = b"HEIRRULE";
/// The version of the format and of what the compiler puts into it.
pub(crate) const VERSION: u32 = 3;
/// Magic, version, number of sections, checksum of everything after the header.
pub(crate) const HEADER: usize = 8 + 4 + 4 + 32;

/// The sections in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Section {
    /// Pairs of offset and length into `StringBytes`.
    Strings,
    StringBytes,
    /// Open-addressing table of words: hash (u32), string (u32), word id (u32).
    Words,
    /// [`Rule record`](RULE_RECORD)s.
    Rules,
    /// Word ids (u16) of all rules, one after another.
    RuleWords,
    /// Pairs of u32: phrases (start, end), stop words (position + 1, count), string ids.
    Pairs,
    /// Open-addressing table of keys of exact matching: hash (u32), offset in `Postings` + 1.
    Keys,
    /// Bits: which key hashes exist.
    KeyFilter,
    /// Per key: count, then pairs of rule and position of the key in the rule (u32).
    Postings,
    /// Per word id: offset + 1 in `Postings` of the one-word rules.
    Singles,
    /// Hash of all words of a rule (u64) and the rule (u32, u32 zero), sorted.
    Wholes,
    /// Bits: which word triples with a legal word occur in rules that may be matched in part.
    TripleFilter,
    /// Per high half of a triple's sample key: start in `SampleKeys` (u32), one more at the end.
    SampleStarts,
    /// Low halves of sample keys (u32) and their place in `Samples` (u32), sorted by key.
    SampleKeys,
    /// Rules (u32) by sampled triple, those of one triple in a row.
    Samples,
    /// Distinct words of rules that may be matched in part: word (u16), count (u16).
    Bags,
    /// SPDX identifiers in lower case, sorted: pairs of string ids (lower case, expression).
    Identifiers,
    /// Rule sources: string ids of name, version, license, attribution; number of rules.
    Sources,
    /// Numbers: legal words, special words (see [`Number`]).
    Numbers,
}

pub(crate) const N_SECTIONS: usize = Section::Numbers as usize + 1;

/// Entries of [`Section::Numbers`] (u32 each); a word that does not occur is [`NO_WORD`].
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
pub(crate) enum Number {
    LegalWords,
    Words,
    WordSpdx,
    WordLicense,
    WordIdentifier,
    WordLicenses,
    WordNuget,
    WordOrg,
}

pub(crate) const N_NUMBERS: usize = Number::WordOrg as usize + 1;

/// The id of words that are not in the dictionary.
pub(crate) const NO_WORD: u16 = u16::MAX;
/// The id of stop words.
pub(crate) const STOP_WORD: u16 = u16::MAX - 1;
/// The most words a dictionary may hold.
pub(crate) const MAX_WORDS: usize = u16::MAX as usize - 2;

/// The bytes of one rule record: fields of [`RuleField`], u32 each.
pub(crate) const RULE_RECORD: usize = N_RULE_FIELDS * 4;

#[derive(Clone, Copy, Debug)]
#[repr(usize)]
pub(crate) enum RuleField {
    Id,
    Expression,
    Flags,
    /// Relevance, minimum coverage, source: one byte each.
    Small,
    WordsAt,
    Length,
    HighLength,
    MinLength,
    MinHighLength,
    LengthUnique,
    MinLengthUnique,
    MinHighLengthUnique,
    PhrasesAt,
    NPhrases,
    StopsAt,
    NStops,
    RefersAt,
    NRefers,
    BagAt,
    /// The text of one-word rules; string id.
    Text,
}

pub(crate) const N_RULE_FIELDS: usize = RuleField::Text as usize + 1;

/// Bits of [`RuleField::Flags`]; the lowest three are the kind.
pub(crate) mod flag {
    pub(crate) const KIND: u32 = 0b111;
    pub(crate) const FALSE_POSITIVE: u32 = 1 << 3;
    pub(crate) const CONTINUOUS: u32 = 1 << 4;
    pub(crate) const SMALL: u32 = 1 << 5;
    pub(crate) const APPROXIMATE: u32 = 1 << 6;
    pub(crate) const STARTS_WITH_LICENSE: u32 = 1 << 7;
    pub(crate) const ENDS_WITH_LICENSE: u32 = 1 << 8;
    pub(crate) const FROM_LICENSE: u32 = 1 << 9;
    pub(crate) const BARE: u32 = 1 << 10;
}

/// Spreads a key of up to 48 bits over 64.
#[inline]
pub(crate) fn mix(key: u64) -> u64 {
    let key = (key ^ (key >> 31)).wrapping_mul(0x7fb5_d329_728e_a185);
    (key ^ (key >> 27)).wrapping_mul(0x81da_def4_bc2d_d44d)
}

/// The key of three words in a row.
#[inline]
pub(crate) fn triple(a: u16, b: u16, c: u16) -> u64 {
    mix(u64::from(a) | u64::from(b) << 16 | u64::from(c) << 32)
}

/// The key of two words that are a whole rule.
#[inline]
pub(crate) fn double(a: u16, b: u16) -> u64 {
    mix(u64::from(a) | u64::from(b) << 16 | 1 << 48)
}

/// The bits of a triple's key by which sampled triples are listed: the high ones choose the
/// bucket, the low ones the entry.
pub(crate) const SAMPLE_BUCKET_BITS: u32 = 16;

/// The bucket and the entry of a sampled triple.
#[inline]
pub(crate) fn sample_key(triple: u64) -> (usize, u32) {
    ((triple >> (64 - SAMPLE_BUCKET_BITS)) as usize, triple as u32)
}

/// The hash of a whole sequence of words.
pub(crate) fn whole(words: &[u16]) -> u64 {
    words.iter().fold(0x51_7c_c1_b7_27_22_0a_95, |hash, &word| mix(hash ^ u64::from(word)))
}

/// Sets or tests two bits of a filter of `bits` (a power of two) bits.
#[inline]
pub(crate) fn filter_bits(hash: u64, bits: usize) -> [usize; 2] {
    [hash as usize & (bits - 1), (hash >> 32) as usize & (bits - 1)]
}
