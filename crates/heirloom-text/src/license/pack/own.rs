// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Heirloom's own rule files: TOML that people write by hand.
//!
//! ```toml
//! [[license]]
//! id = "LicenseRef-Example-1.0"        # what expressions name
//! other-ids = ["Example 1.0"]
//!
//! [[rule]]
//! id = "example-notice"                # unique
//! expression = "LicenseRef-Example-1.0"
//! kind = "notice"                      # text, notice, reference, tag, intro, clue
//! text = "under the {{Example License}}, version 1.0"
//! relevance = 100                      # optional; by length otherwise
//! minimum-coverage = 80                # optional; by length otherwise
//! continuous = false                   # optional
//! refers-to = ["LICENSE-EXAMPLE"]      # optional
//! bare = false                         # optional; says less than others, and yields to them
//! language = "en"                      # optional
//!
//! [[sample]]                           # for `heirloom rules test`
//! text = "This file is under the Example License, version 1.0."
//! expect = ["LicenseRef-Example-1.0"]  # empty: nothing may be found
//! ```
//! A rule with `not-a-license = true` instead of `expression` keeps its words from being matched
//! by other rules.

use heirloom_model::{Expression, FindKind};
use serde::Deserialize;

use super::{LicenseDocument, Pack, RuleDocument, RuleFileError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(default)]
    license: Vec<License>,
    #[serde(default)]
    rule: Vec<Rule>,
    #[serde(default)]
    sample: Vec<SampleTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct License {
    id: String,
    #[serde(default)]
    other_ids: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Text,
    Notice,
    Reference,
    Tag,
    Intro,
    Clue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Rule {
    id: String,
    expression: Option<String>,
    kind: Option<Kind>,
    text: String,
    relevance: Option<u8>,
    minimum_coverage: Option<u8>,
    #[serde(default)]
    continuous: bool,
    #[serde(default)]
    refers_to: Vec<String>,
    #[serde(default)]
    bare: bool,
    #[serde(default)]
    language: String,
    #[serde(default)]
    not_a_license: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SampleTable {
    text: String,
    #[serde(default)]
    expect: Vec<String>,
}

/// A text with the expressions that must be found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The file it stands in.
    pub file: String,
    /// The text to look at.
    pub text: String,
    /// The expressions of all finds, in order of the text.
    pub expect: Vec<String>,
}

/// Adds a rule file to a pack and returns its samples.
///
/// # Errors
/// [`RuleFileError`] with the parser's message, which names line and column.
pub fn add_file(pack: &mut Pack, name: &str, content: &str) -> Result<Vec<Sample>, RuleFileError> {
    let error = |reason: String| RuleFileError { file: name.to_owned(), reason };
    let file: File = toml::from_str(content).map_err(|source| error(source.to_string()))?;
    for license in file.license {
        let License { id, other_ids } = license;
        pack.licenses.push(LicenseDocument { key: id.clone(), spdx_id: id, other_ids });
    }
    for rule in file.rule {
        pack.rules.push(document(rule).map_err(error)?);
    }
    let samples = file.sample.into_iter();
    Ok(samples
        .map(|sample| Sample { file: name.to_owned(), text: sample.text, expect: sample.expect })
        .collect())
}

fn document(rule: Rule) -> Result<RuleDocument, String> {
    let say = |what: &str| format!("rule `{}`: {what}", rule.id);
    let expression = match (&rule.expression, rule.not_a_license) {
        (Some(text), false) => {
            Expression::parse(text).map_err(|source| say(&format!("failed to {source}")))?;
            Some(text.clone())
        }
        (None, true) => None,
        _ => return Err(say("it needs either `expression` or `not-a-license = true`")),
    };
    let kind = match rule.kind {
        Some(Kind::Text) => FindKind::Text,
        Some(Kind::Notice) => FindKind::Notice,
        Some(Kind::Reference) => FindKind::Reference,
        Some(Kind::Tag) => FindKind::Tag,
        Some(Kind::Intro) => FindKind::Intro,
        Some(Kind::Clue) => FindKind::Clue,
        None if rule.not_a_license => FindKind::Clue,
        None => return Err(say("it needs a `kind`")),
    };
    let in_range = |share: Option<u8>| share.is_none_or(|share| (1..=100).contains(&share));
    if !in_range(rule.relevance) || !in_range(rule.minimum_coverage) {
        return Err(say("`relevance` and `minimum-coverage` are between 1 and 100"));
    }
    Ok(RuleDocument {
        id: rule.id,
        expression,
        kind,
        text: rule.text,
        relevance: rule.relevance,
        minimum_coverage: rule.minimum_coverage,
        continuous: rule.continuous,
        required_phrase: false,
        refers_to: rule.refers_to,
        bare: rule.bare,
        phrases_marked: true,
        language: rule.language,
    })
}
