// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The dictionary, and rules in terms of its words.

use std::collections::HashMap;

use heirloom_model::FindKind;

use super::{CompileError, Identifiers, Writer, spdx_expression};
use crate::license::{
    layout::{MAX_WORDS, N_RULE_FIELDS, RuleField, Section, flag},
    pack::{Pack, RuleDocument},
    words::{STOP_WORDS, Words},
};

/// The legal words used when no pack brings its own.
const LEGAL_WORDS: &str = include_str!("../../../../../../data/legal-words.txt");
/// Legal words of a language that no pack's list knows.
const CHINESE_LEGAL_WORDS: &str = include_str!("../../../../../../data/legal-words-chinese.txt");

/// Rules below this many words are small: matched in part only when almost complete.
const SMALL: u32 = 15;
/// Rules below this many words are tiny: never matched in part.
const TINY: u32 = 6;

/// Words of a list, one group of inflections a line.
fn word_groups(list: &str) -> Vec<Vec<String>> {
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect()
}

/// Words with their ids; legal words come first, inflections share an id.
pub(super) struct Dictionary {
    ids: HashMap<String, u16>,
    n_legal: usize,
    n_words: usize,
}

impl Dictionary {
    pub(super) fn new(
        packs: &[Pack],
        identifiers: &Identifiers,
    ) -> Result<Dictionary, CompileError> {
        let own = word_groups(LEGAL_WORDS);
        let chinese = word_groups(CHINESE_LEGAL_WORDS);
        let groups = packs.iter().map(|pack| &pack.legal_words).find(|words| !words.is_empty());
        let mut dictionary = Dictionary { ids: HashMap::new(), n_legal: 0, n_words: 0 };
        for group in groups.unwrap_or(&own).iter().chain(&chinese) {
            let id = dictionary.next_id()?;
            for word in group {
                dictionary.ids.entry(word.to_lowercase()).or_insert(id);
            }
        }
        dictionary.n_legal = dictionary.n_words;
        for word in ["spdx", "license", "licence", "identifier", "licenseref"] {
            dictionary.add(word)?;
        }
        for (id, _) in identifiers.iter() {
            for word in Words::new(id) {
                dictionary.add(&id[word.start..word.end])?;
            }
        }
        Ok(dictionary)
    }

    fn next_id(&mut self) -> Result<u16, CompileError> {
        if self.n_words == MAX_WORDS {
            return Err(CompileError::TooManyWords);
        }
        self.n_words += 1;
        Ok(u16::try_from(self.n_words - 1).expect("MAX_WORDS fits"))
    }

    fn add(&mut self, word: &str) -> Result<u16, CompileError> {
        let word = word.to_lowercase();
        if let Some(&id) = self.ids.get(&word) {
            return Ok(id);
        }
        let id = self.next_id()?;
        self.ids.insert(word, id);
        Ok(id)
    }

    pub(super) fn id(&self, word: &str) -> Option<u16> {
        self.ids.get(word).copied()
    }

    pub(super) fn n_legal(&self) -> usize {
        self.n_legal
    }

    pub(super) fn len(&self) -> usize {
        self.n_words
    }

    /// All words with their ids, sorted by word; stop words have no id of their own.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, u16)> {
        let mut all: Vec<_> = self.ids.iter().map(|(word, &id)| (word.as_str(), id)).collect();
        all.retain(|(word, _)| STOP_WORDS.binary_search(word).is_err());
        all.extend(STOP_WORDS.iter().map(|&word| (word, crate::license::layout::STOP_WORD)));
        all.sort_unstable();
        all.into_iter()
    }
}

/// A rule ready to be written.
pub(super) struct CompiledRule {
    pub(super) id: String,
    pub(super) expression: String,
    pub(super) words: Vec<u16>,
    pub(super) flags: u32,
    pub(super) source: u8,
    relevance: u8,
    minimum_coverage: u8,
    high_length: u32,
    min_length: u32,
    min_high_length: u32,
    pub(super) min_length_unique: u32,
    pub(super) min_high_length_unique: u32,
    /// Distinct words with their number, sorted.
    pub(super) bag: Vec<(u16, u16)>,
    phrases: Vec<(u32, u32)>,
    /// Numbers of stop words behind positions; position 0 stands for "before the first word".
    stops: Vec<(u32, u32)>,
    refers_to: Vec<String>,
    text: String,
}

pub(super) fn compile(
    packs: &[Pack],
    identifiers: &Identifiers,
    dictionary: &mut Dictionary,
) -> Result<Vec<CompiledRule>, CompileError> {
    let mut rules: Vec<CompiledRule> = Vec::new();
    let mut seen: HashMap<Vec<u16>, usize> = HashMap::new();
    let expressions: HashMap<&str, &str> = identifiers.iter().collect();
    for (number, pack) in packs.iter().enumerate() {
        let mut keys: HashMap<&str, &str> = HashMap::new();
        for license in &pack.licenses {
            keys.insert(&license.key, &license.spdx_id);
        }
        let mut documents: Vec<_> = pack.rules.iter().collect();
        documents.sort_by(|left, right| left.id.cmp(&right.id));
        for document in documents {
            let expression = match &document.expression {
                Some(text) => spdx_expression(text, &keys)
                    .map_err(|source| CompileError::Expression {
                        rule: document.id.clone(),
                        source,
                    })?
                    .to_string(),
                None => String::new(),
            };
            let expression = expressions
                .get(expression.as_str())
                .map_or(expression.clone(), |e| (*e).to_owned());
            let rule = rule(document, expression, number, dictionary)?;
            if rule.words.is_empty() {
                continue;
            }
            match seen.get(&rule.words) {
                None => {
                    seen.insert(rule.words.clone(), rules.len());
                    rules.push(rule);
                }
                Some(&earlier) if usize::from(rules[earlier].source) == number => {
                    rules[earlier] = rule;
                }
                Some(_) => {}
            }
        }
    }
    Ok(rules)
}

/// The words of a text, the stop words behind each position, and the marked phrases.
struct Tokens {
    words: Vec<u16>,
    stops: Vec<(u32, u32)>,
    phrases: Vec<(u32, u32)>,
}

fn tokens(document: &RuleDocument, dictionary: &mut Dictionary) -> Result<Tokens, CompileError> {
    let text = document.text.as_str();
    let mut tokens = Tokens { words: Vec::new(), stops: Vec::new(), phrases: Vec::new() };
    let wrong = || CompileError::Phrases { rule: document.id.clone() };
    let mut braces = if document.phrases_marked { braces(text) } else { Vec::new() }.into_iter();
    let mut brace = braces.next();
    let mut open: Option<u32> = None;
    let mut words = Words::new(text).peekable();
    loop {
        let word = words.next();
        let position = u32::try_from(tokens.words.len()).expect("rules are below 2^32 words");
        while let Some((at, opens)) = brace {
            if word.is_some_and(|word| word.start < at) {
                break;
            }
            match (opens, open.take()) {
                (true, None) => open = Some(position),
                (false, Some(start)) if start < position => tokens.phrases.push((start, position)),
                _ => return Err(wrong()),
            }
            brace = braces.next();
        }
        let Some(word) = word else { break };
        let written = text[word.start..word.end].to_lowercase();
        if STOP_WORDS.binary_search(&written.as_str()).is_err() {
            tokens.words.push(dictionary.add(&written)?);
        } else {
            match tokens.stops.last_mut() {
                Some((last, count)) if *last == position => *count += 1,
                _ => tokens.stops.push((position, 1)),
            }
        }
    }
    if open.is_some() { Err(wrong()) } else { Ok(tokens) }
}

/// The places of `{{` (true) and `}}` (false).
fn braces(text: &str) -> Vec<(usize, bool)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"{{" => found.push((at, true)),
            b"}}" => found.push((at, false)),
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
    }
    found
}

fn rule(
    document: &RuleDocument,
    expression: String,
    source: usize,
    dictionary: &mut Dictionary,
) -> Result<CompiledRule, CompileError> {
    let Tokens { words, stops, phrases } = tokens(document, dictionary)?;
    let n_legal = dictionary.n_legal();
    let is_high = |word: &u16| usize::from(*word) < n_legal;
    let count = |n: usize| u32::try_from(n).expect("rules are below 2^32 words");
    let length = count(words.len());
    let high_length = count(words.iter().filter(|word| is_high(word)).count());
    let mut counts: HashMap<u16, u16> = HashMap::new();
    for &word in &words {
        let n = counts.entry(word).or_default();
        *n = n.saturating_add(1);
    }
    let mut bag: Vec<_> = counts.into_iter().collect();
    bag.sort_unstable();
    let high_unique = count(bag.iter().filter(|(word, _)| is_high(word)).count());
    let is_address = ["http://", "https://", "ftp://"].iter().any(|p| document.text.starts_with(p))
        && !document.text.trim_end().contains('\n');
    let given = if is_address { Some(100) } else { document.minimum_coverage };
    let thresholds = Thresholds::new(given, length, high_length, count(bag.len()), high_unique);
    let is_whole_phrase = phrases.len() == 1 && phrases[0] == (0, length);
    let is_false_positive = document.expression.is_none();
    let continuous = document.continuous || is_whole_phrase || document.required_phrase;
    let is_small = length < SMALL;
    let is_approximate = !(is_false_positive
        || continuous
        || length < TINY
        || high_length == 0
        || (is_small && matches!(document.kind, FindKind::Reference | FindKind::Tag)));
    let license_words = ["license", "licence", "licensed"].map(|word| dictionary.id(word));
    let is_license_word =
        |word: Option<&u16>| word.is_some() && license_words.contains(&word.copied());
    let mut flags = document.kind as u32;
    let mut set = |condition: bool, bit: u32| flags |= if condition { bit } else { 0 };
    set(is_false_positive, flag::FALSE_POSITIVE);
    set(continuous, flag::CONTINUOUS);
    set(is_small, flag::SMALL);
    set(is_approximate, flag::APPROXIMATE);
    set(is_license_word(words.first()), flag::STARTS_WITH_LICENSE);
    set(is_license_word(words.last()), flag::ENDS_WITH_LICENSE);
    set(!document.phrases_marked, flag::FROM_LICENSE);
    set(document.bare, flag::BARE);
    Ok(CompiledRule {
        id: document.id.clone(),
        expression,
        flags,
        source: u8::try_from(source).expect("packs are fewer than 256"),
        relevance: relevance(document, length, is_false_positive),
        minimum_coverage: thresholds.minimum_coverage,
        high_length,
        min_length: thresholds.min_length,
        min_high_length: thresholds.min_high_length,
        min_length_unique: thresholds.min_length_unique,
        min_high_length_unique: thresholds.min_high_length_unique,
        bag,
        phrases,
        stops,
        refers_to: document.refers_to.clone(),
        text: if length == 1 { document.text.trim().to_owned() } else { String::new() },
        words,
    })
}

fn relevance(document: &RuleDocument, length: u32, is_false_positive: bool) -> u8 {
    if is_false_positive {
        return 100;
    }
    document.relevance.unwrap_or_else(|| {
        // A rule of 18 words or more is fully relevant, a shorter one by its share of 18.
        u8::try_from((f64::from(length.min(18)) / 18.0 * 100.0) as u32).expect("at most 100")
    })
}

/// How much of a rule must be found for a match in part.
struct Thresholds {
    minimum_coverage: u8,
    min_length: u32,
    min_high_length: u32,
    min_length_unique: u32,
    min_high_length_unique: u32,
}

/// The least number of words and of legal words of any match in part.
const MIN_LENGTH: u32 = 4;
const MIN_HIGH_LENGTH: u32 = 3;

impl Thresholds {
    fn new(given: Option<u8>, length: u32, high: u32, unique: u32, high_unique: u32) -> Thresholds {
        if given == Some(100) {
            return Thresholds {
                minimum_coverage: 100,
                min_length: length,
                min_high_length: high,
                min_length_unique: unique,
                min_high_length_unique: high_unique,
            };
        }
        let (default_coverage, min_length, min_high_length) = match length {
            0..3 => (100, length, high),
            3..10 => (80, length, high),
            10..30 => (50, length / 2, high.min(MIN_HIGH_LENGTH)),
            30..200 => (0, MIN_LENGTH, high.min(MIN_HIGH_LENGTH)),
            _ => (0, length / 10, high / 10),
        };
        let (min_length_unique, min_high_length_unique) = match length {
            0..5 => (unique, high_unique),
            5..10 => (if unique < 2 { unique } else { unique - 1 }, high_unique),
            10..20 => (high_unique, high_unique),
            20..=200 => {
                let half = if high_unique / 2 == 0 { high_unique } else { high_unique / 2 };
                (MIN_LENGTH, half.min(MIN_HIGH_LENGTH))
            }
            _ => (length / 10, high_unique / 10),
        };
        Thresholds {
            minimum_coverage: given.unwrap_or(default_coverage),
            min_length,
            min_high_length,
            min_length_unique,
            min_high_length_unique,
        }
    }
}

impl CompiledRule {
    pub(super) fn length(&self) -> u32 {
        u32::try_from(self.words.len()).expect("rules are below 2^32 words")
    }

    pub(super) fn is(&self, bit: u32) -> bool {
        self.flags & bit != 0
    }

    pub(super) fn record(&self, writer: &mut Writer, words_at: u32) -> [u32; N_RULE_FIELDS] {
        let count = |n: usize| u32::try_from(n).expect("rules are below 2^32 words");
        let mut record = [0; N_RULE_FIELDS];
        let mut set = |field: RuleField, value: u32| record[field as usize] = value;
        set(RuleField::Id, writer.string(&self.id));
        set(RuleField::Expression, writer.string(&self.expression));
        set(RuleField::Text, writer.string(&self.text));
        set(RuleField::Flags, self.flags);
        let small = [self.relevance, self.minimum_coverage, self.source, 0];
        set(RuleField::Small, u32::from_le_bytes(small));
        set(RuleField::WordsAt, words_at);
        set(RuleField::Length, self.length());
        set(RuleField::HighLength, self.high_length);
        set(RuleField::MinLength, self.min_length);
        set(RuleField::MinHighLength, self.min_high_length);
        set(RuleField::LengthUnique, count(self.bag.len()));
        set(RuleField::MinLengthUnique, self.min_length_unique);
        set(RuleField::MinHighLengthUnique, self.min_high_length_unique);
        set(RuleField::PhrasesAt, writer.len(Section::Pairs) / 2);
        set(RuleField::NPhrases, count(self.phrases.len()));
        writer.put(Section::Pairs, self.phrases.iter().flat_map(|&(start, end)| [start, end]));
        set(RuleField::StopsAt, writer.len(Section::Pairs) / 2);
        set(RuleField::NStops, count(self.stops.len()));
        writer.put(Section::Pairs, self.stops.iter().flat_map(|&(position, n)| [position, n]));
        set(RuleField::RefersAt, writer.len(Section::Pairs) / 2);
        set(RuleField::NRefers, count(self.refers_to.len()));
        for name in &self.refers_to {
            let id = writer.string(name);
            writer.put(Section::Pairs, [id, 0]);
        }
        if self.is(flag::APPROXIMATE) {
            set(RuleField::BagAt, writer.len(Section::Bags));
            writer.put_words(Section::Bags, self.bag.iter().flat_map(|&(word, n)| [word, n]));
        }
        record
    }
}
