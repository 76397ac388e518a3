// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Compiles packs into an index.

mod identifiers;
mod rules;
mod tables;

use heirloom_model::{Expression, ParseExpressionError};

use super::Pack;
use crate::license::layout::{self, N_NUMBERS, N_SECTIONS, NO_WORD, Number, Section};
use identifiers::Identifiers;
use rules::{CompiledRule, Dictionary};

/// Why packs do not compile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// An expression of a rule cannot be read.
    #[error("read the expression of rule {rule}")]
    Expression {
        /// The rule's id.
        rule: String,
        /// What is wrong.
        source: ParseExpressionError,
    },
    /// Braces of required phrases do not pair, or hold no word.
    #[error("read the required phrases of rule {rule}")]
    Phrases {
        /// The rule's id.
        rule: String,
    },
    /// The dictionary's word ids are 16 bits wide.
    #[error("compile more than 65533 distinct words")]
    TooManyWords,
}

/// Compiles packs into the bytes of one index.
///
/// Of rules with equal words the one of the earliest pack stays, in one pack the last by its id (a
/// pack's later rules correct earlier ones); rules without words are dropped. Equal packs give equal bytes.
///
/// # Errors
/// [`CompileError`] names the rule at fault.
pub fn compile(packs: &[Pack]) -> Result<Vec<u8>, CompileError> {
    let identifiers = Identifiers::new(packs);
    let mut dictionary = Dictionary::new(packs, &identifiers)?;
    let rules = rules::compile(packs, &identifiers, &mut dictionary)?;
    let mut writer = Writer::default();
    writer.put_sources(packs, &rules);
    writer.put_rules(&rules);
    writer.put_dictionary(&dictionary);
    identifiers.put(&mut writer);
    tables::put_exact(&mut writer, &rules, dictionary.len());
    tables::put_approximate(&mut writer, &rules, dictionary.n_legal());
    Ok(writer.finish())
}

/// Collects sections.
pub(super) struct Writer {
    sections: [Vec<u8>; N_SECTIONS],
    strings: std::collections::HashMap<String, u32>,
}

impl Default for Writer {
    fn default() -> Writer {
        Writer {
            sections: std::array::from_fn(|_| Vec::new()),
            strings: std::collections::HashMap::new(),
        }
    }
}

impl Writer {
    pub(super) fn put(&mut self, section: Section, numbers: impl IntoIterator<Item = u32>) {
        let bytes = &mut self.sections[section as usize];
        numbers.into_iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
    }

    pub(super) fn put_words(&mut self, section: Section, words: impl IntoIterator<Item = u16>) {
        let bytes = &mut self.sections[section as usize];
        words.into_iter().for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
    }

    /// The number of u32 in a section so far.
    pub(super) fn len(&self, section: Section) -> u32 {
        u32::try_from(self.sections[section as usize].len() / 4).expect("indexes are below 16 GiB")
    }

    pub(super) fn string(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.strings.get(text) {
            return id;
        }
        let id = u32::try_from(self.strings.len()).expect("strings are fewer than 2^32");
        let at = self.sections[Section::StringBytes as usize].len();
        self.sections[Section::StringBytes as usize].extend_from_slice(text.as_bytes());
        let at = u32::try_from(at).expect("strings are below 4 GiB");
        self.put(Section::Strings, [at, u32::try_from(text.len()).expect("texts are below 4 GiB")]);
        self.strings.insert(text.to_owned(), id);
        id
    }

    fn put_sources(&mut self, packs: &[Pack], rules: &[CompiledRule]) {
        for (number, pack) in packs.iter().enumerate() {
            let n_rules = rules.iter().filter(|rule| usize::from(rule.source) == number).count();
            for text in [&pack.name, &pack.version, &pack.license, &pack.attribution] {
                let id = self.string(text);
                self.put(Section::Sources, [id]);
            }
            self.put(Section::Sources, [u32::try_from(n_rules).expect("rules are below 2^32")]);
        }
    }

    fn put_rules(&mut self, rules: &[CompiledRule]) {
        let mut words_at = 0;
        for rule in rules {
            let record = rule.record(self, words_at);
            self.put(Section::Rules, record);
            self.put_words(Section::RuleWords, rule.words.iter().copied());
            words_at += rule.length();
        }
    }

    fn put_dictionary(&mut self, dictionary: &Dictionary) {
        let size = (dictionary.entries().count() * 2).next_power_of_two();
        let mut slots = vec![[0, u32::MAX, 0]; size];
        for (word, id) in dictionary.entries() {
            let hash = crate::license::words::hash_word(word);
            let text = self.string(word);
            let mut slot = hash as usize & (size - 1);
            while slots[slot][1] != u32::MAX {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = [hash, text, u32::from(id)];
        }
        self.put(Section::Words, slots.into_iter().flatten());
        let mut numbers = [u32::from(NO_WORD); N_NUMBERS];
        let count = |n: usize| u32::try_from(n).expect("words are below 2^16");
        numbers[Number::LegalWords as usize] = count(dictionary.n_legal());
        numbers[Number::Words as usize] = count(dictionary.len());
        let special = [
            (Number::WordSpdx, "spdx"),
            (Number::WordLicense, "license"),
            (Number::WordIdentifier, "identifier"),
            (Number::WordLicenses, "licenses"),
            (Number::WordNuget, "nuget"),
            (Number::WordOrg, "org"),
        ];
        for (number, word) in special {
            numbers[number as usize] = dictionary.id(word).unwrap_or(NO_WORD).into();
        }
        self.put(Section::Numbers, numbers);
    }

    fn finish(self) -> Vec<u8> {
        let table = layout::HEADER + N_SECTIONS * 16;
        let mut at = table as u64;
        let mut body = Vec::new();
        for section in &self.sections {
            body.extend_from_slice(&at.to_le_bytes());
            body.extend_from_slice(&(section.len() as u64).to_le_bytes());
            at += section.len().next_multiple_of(8) as u64;
        }
        for section in &self.sections {
            body.extend_from_slice(section);
            body.resize(body.len().next_multiple_of(8), 0);
        }
        let mut bytes = Vec::with_capacity(layout::HEADER + body.len());
        bytes.extend_from_slice(layout::MAGIC);
        bytes.extend_from_slice(&layout::VERSION.to_le_bytes());
        bytes.extend_from_slice(&(N_SECTIONS as u32).to_le_bytes());
        bytes.extend_from_slice(blake3::hash(&body).as_bytes());
        bytes.extend_from_slice(&body);
        bytes
    }
}

/// Parses a rule's expression over its pack's keys into SPDX terms.
pub(super) fn spdx_expression(
    text: &str,
    keys: &std::collections::HashMap<&str, &str>,
) -> Result<Expression, ParseExpressionError> {
    fn replace(
        expression: &Expression,
        keys: &std::collections::HashMap<&str, &str>,
    ) -> Result<Expression, ParseExpressionError> {
        let all = |operands: &[Expression]| {
            operands.iter().map(|operand| replace(operand, keys)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match expression {
            Expression::Term(term) => {
                let id = |key: &heirloom_model::LicenseId| match keys.get(key.as_str()) {
                    Some(id) => heirloom_model::LicenseId::new(id),
                    None => Ok(key.clone()),
                };
                Expression::Term(heirloom_model::LicenseTerm {
                    license: id(&term.license)?,
                    or_later: term.or_later,
                    exception: term.exception.as_ref().map(id).transpose()?,
                })
            }
            Expression::And(operands) => {
                Expression::all(all(operands)?).expect("operands are never empty")
            }
            Expression::Or(operands) => {
                Expression::any(all(operands)?).expect("operands are never empty")
            }
        })
    }
    replace(&Expression::parse(text)?, keys)
}
