// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From rule documents to a compiled index.
//!
//! A pack is a set of [`RuleDocument`]s and [`LicenseDocument`]s with one attribution. They come
//! from ScanCode's `.LICENSE`/`.RULE` files ([`scancode`]) or from Heirloom's own rule files
//! ([`own`]); [`compile()`] turns any number of packs into the flat bytes that
//! [`Index`](super::Index) reads.

pub mod compile;
mod front_matter;
pub mod listed;
pub mod names;
pub mod own;
pub mod scancode;

use heirloom_model::FindKind;

pub use compile::{CompileError, compile};

/// A license or exception that rules name by a key of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenseDocument {
    /// The key that rules of the same pack use.
    pub key: String,
    /// The SPDX identifier, or a `LicenseRef-…`.
    pub spdx_id: String,
    /// Other identifiers that mean the same.
    pub other_ids: Vec<String>,
}

/// One detection rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleDocument {
    /// The name, unique in its pack.
    pub id: String,
    /// An expression over the pack's keys; `None` for a rule that says "this is no license".
    pub expression: Option<String>,
    /// What sort of evidence a match is; ignored for rules without expression.
    pub kind: FindKind,
    /// The words, with `{{…}}` around phrases that must be present.
    pub text: String,
    /// How much the rule is worth, 1 to 100; `None`: by its length.
    pub relevance: Option<u8>,
    /// The least share of words in per cent; `None`: by its length.
    pub minimum_coverage: Option<u8>,
    /// Whether all words must stand in a row without any other.
    pub continuous: bool,
    /// Whether the rule is one phrase that other rules require.
    pub required_phrase: bool,
    /// Names of files that the text points to.
    pub refers_to: Vec<String>,
    /// Whether `{{…}}` in the text marks phrases (license texts may hold braces of their own).
    pub phrases_marked: bool,
    /// The language's BCP 47 tag; English when empty.
    pub language: String,
    /// Whether it is a name that says less than it could: no version, or a version without a word
    /// on later ones. Beside a find that says it, such a name is no find of its own.
    pub bare: bool,
}

impl RuleDocument {
    /// A rule with an expression and a text, everything else at its default.
    pub fn new(id: &str, expression: &str, kind: FindKind, text: &str) -> RuleDocument {
        RuleDocument {
            id: id.to_owned(),
            expression: Some(expression.to_owned()),
            kind,
            text: text.to_owned(),
            relevance: None,
            minimum_coverage: None,
            continuous: false,
            required_phrase: false,
            refers_to: Vec::new(),
            phrases_marked: true,
            language: String::new(),
            bare: false,
        }
    }
}

/// Rules with their common origin.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Pack {
    /// The name that `--rules` and reports use.
    pub name: String,
    /// The version as its maker writes it.
    pub version: String,
    /// The license of the rules themselves.
    pub license: String,
    /// What a report must say that used them.
    pub attribution: String,
    /// The licenses that the rules name.
    pub licenses: Vec<LicenseDocument>,
    /// The rules.
    pub rules: Vec<RuleDocument>,
    /// Words of legal language, each group of inflections in one entry; empty: the built-in list.
    pub legal_words: Vec<Vec<String>>,
}

/// Something in a rule file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read rule file {file}: {reason}")]
pub struct RuleFileError {
    /// The file's name.
    pub file: String,
    /// What is wrong.
    pub reason: String,
}
