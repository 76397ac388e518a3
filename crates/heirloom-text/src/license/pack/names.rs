// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Rules from a lexicon: what people call licenses, in which words around it.
//!
//! No list of rules can enumerate "GPL v2 or later", "version 2 of the GNU General Public License,
//! or (at your option) any later version" and their like; but they are products of few parts:
//! a name, a version, a tail, a context. The parts are data (`data/license-names.toml`), and this
//! module multiplies them out:
//!
//! ```toml
//! before = ["licensed under the"]         # makes a short name a reference
//! after = ["license"]
//! later = ["or later"]                    # tails that mean "-or-later"
//! only = ["only"]
//! versioned = ["{name} version {version}"]
//! glued = ["{short}v{version}"]           # shapes of short names with versions
//! versioned_later = ["version {version} or later of the {name}"]
//! files = ["COPYING.{short}"]             # no license of their own
//! pairs = ["{first} or {second} license"] # a choice of two
//!
//! [notices]                               # sentences about a family's name
//! later = ["{name}; either version {version} of the License, or any later version"]
//! only = []
//! unversioned = []
//! none = ["received a copy of the {name}"]
//!
//! [[license]]
//! id = "Apache-2.0"
//! names = ["Apache License, Version 2.0"] # stand alone
//! short = ["Apache"]                      # only in a context
//! addresses = ["apache.org/licenses/LICENSE-2.0"]
//!
//! [[family]]
//! id = "GPL"                              # joined with versions: GPL-2.0-only
//! names = ["GNU General Public License"]
//! short = ["GPL"]
//! unversioned = "GPL-1.0-or-later"
//! tails = true                            # its identifiers end in -only or -or-later
//! versions = { "2.0" = ["2", "2.0"] }
//!
//! [[phrase]]                              # anything else
//! expression = "MIT OR GPL-2.0-only"
//! texts = ["Dual MIT/GPL v2"]
//! ```

use std::collections::BTreeMap;

use heirloom_model::FindKind;
use serde::Deserialize;

use super::{RuleDocument, RuleFileError};
use crate::license::words::hash_word;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    before: Vec<String>,
    after: Vec<String>,
    later: Vec<String>,
    only: Vec<String>,
    versioned: Vec<String>,
    glued: Vec<String>,
    versioned_later: Vec<String>,
    files: Vec<String>,
    notices: Notices,
    pairs: Vec<String>,
    license: Vec<License>,
    family: Vec<Family>,
    #[serde(default)]
    phrase: Vec<Phrase>,
}

/// Sentences around a family's name; `{name}`, `{version}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Notices {
    later: Vec<String>,
    only: Vec<String>,
    unversioned: Vec<String>,
    /// Talk about a license whose terms stand elsewhere.
    none: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct License {
    id: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
    #[serde(default)]
    addresses: Vec<String>,
    /// Whether its first short name is offered in a choice with others.
    #[serde(default)]
    paired: bool,
    /// Whether the names leave open which license of a family is meant.
    #[serde(default)]
    bare: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    id: String,
    names: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
    unversioned: Option<String>,
    #[serde(default)]
    tails: bool,
    #[serde(default)]
    paired: bool,
    versions: BTreeMap<String, Vec<String>>,
    /// Addresses by version; those of no version under an empty one.
    #[serde(default)]
    addresses: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrase {
    /// `None`: these words are no license.
    expression: Option<String>,
    #[serde(default)]
    notice: bool,
    /// Whether the words leave open which license of a family is meant.
    #[serde(default)]
    bare: bool,
    texts: Vec<String>,
}

/// Multiplies a lexicon out; the name is the file's, for messages.
///
/// # Errors
/// [`RuleFileError`] with the parser's message.
pub fn rules(name: &str, content: &str) -> Result<Vec<RuleDocument>, RuleFileError> {
    let lexicon: Lexicon = toml::from_str(content)
        .map_err(|source| RuleFileError { file: name.to_owned(), reason: source.to_string() })?;
    let mut rules = Rules::default();
    for license in &lexicon.license {
        rules.license(license, &lexicon);
    }
    for family in &lexicon.family {
        rules.family(family, &lexicon);
    }
    rules.pairs(&lexicon);
    for phrase in &lexicon.phrase {
        rules.phrase(phrase);
    }
    Ok(rules.0.into_values().collect())
}

/// Whether a name says which version is meant, and whether later ones are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Little,
    All,
}

/// Rules by their words, so that products that meet give one rule; the first stays.
#[derive(Default)]
struct Rules(BTreeMap<String, RuleDocument>);

impl Rules {
    fn add(&mut self, expression: Option<&str>, kind: FindKind, text: &str) {
        let words = slug(text);
        let is_long = text.split(' ').count() > LONG_NOTICE;
        let rule = RuleDocument {
            relevance: Some(100),
            minimum_coverage: Some(if is_long { LONG_COVERAGE } else { SHORT_COVERAGE }),
            continuous: is_long || expression.is_none(),
            ..RuleDocument::new(&short_id(&words), expression.unwrap_or_default(), kind, text)
        };
        let rule = RuleDocument { expression: expression.map(str::to_owned), ..rule };
        self.0.entry(words).or_insert(rule);
    }

    fn reference(&mut self, expression: &str, says: Says, text: &str) {
        let words = slug(text);
        let rule = RuleDocument {
            relevance: Some(100),
            continuous: true,
            bare: says == Says::Little,
            ..RuleDocument::new(&short_id(&words), expression, FindKind::Reference, text)
        };
        self.0.entry(words).or_insert(rule);
    }

    /// A short name in each context.
    fn short(&mut self, expression: &str, says: Says, short: &str, lexicon: &Lexicon) {
        for before in &lexicon.before {
            self.reference(expression, says, &format!("{before} {short}"));
        }
        for after in &lexicon.after {
            self.reference(expression, says, &format!("{short} {after}"));
        }
    }

    fn license(&mut self, license: &License, lexicon: &Lexicon) {
        let says = if license.bare { Says::Little } else { Says::All };
        for name in license.names.iter().chain(&license.addresses) {
            self.reference(&license.id, says, name);
        }
        for short in &license.short {
            self.short(&license.id, says, short, lexicon);
        }
    }

    fn family(&mut self, family: &Family, lexicon: &Lexicon) {
        for (version, written) in &family.versions {
            let id = format!("{}-{version}", family.id);
            for written in written {
                self.version(family, &id, written, lexicon);
            }
            let (meaning, says) =
                if family.tails { (format!("{id}-only"), Says::Little) } else { (id, Says::All) };
            for address in family.addresses.get(version).into_iter().flatten() {
                self.reference(&meaning, says, address);
            }
        }
        for name in family.names.iter().chain(&family.short) {
            for talk in &lexicon.notices.none {
                self.add(None, FindKind::Clue, &talk.replace("{name}", name));
            }
        }
        let Some(unversioned) = &family.unversioned else { return };
        for address in family.addresses.get("").into_iter().flatten() {
            self.reference(unversioned, Says::Little, address);
        }
        for name in &family.names {
            self.reference(unversioned, Says::Little, name);
            for notice in &lexicon.notices.unversioned {
                self.add(Some(unversioned), FindKind::Notice, &notice.replace("{name}", name));
            }
        }
        for short in &family.short {
            self.short(unversioned, Says::Little, short, lexicon);
        }
    }

    /// All references to one version of a family, written in one way.
    fn version(&mut self, family: &Family, id: &str, written: &str, lexicon: &Lexicon) {
        let mut shapes = Vec::new();
        for name in &family.names {
            for shape in &lexicon.versioned {
                let shape = shape.replace("{name}", name).replace("{version}", written);
                match family.short.first() {
                    Some(short) => shapes.push(shape.replace("{short}", short)),
                    None if shape.contains("{short}") => {}
                    None => shapes.push(shape),
                }
            }
        }
        for short in &family.short {
            let versioned = lexicon.versioned.iter().filter(|shape| !shape.contains("{short}"));
            for shape in versioned.chain(&lexicon.glued) {
                let shape = shape.replace("{name}", short).replace("{short}", short);
                shapes.push(shape.replace("{version}", written));
            }
        }
        let (only, later) = if family.tails {
            (format!("{id}-only"), format!("{id}-or-later"))
        } else {
            (id.to_owned(), id.to_owned())
        };
        let says = if family.tails { Says::Little } else { Says::All };
        for shape in &shapes {
            self.reference(&only, says, shape);
            self.reference(&later, Says::All, &with_plus(shape));
            if family.tails {
                for tail in &lexicon.only {
                    self.reference(&only, Says::All, &format!("{shape} {tail}"));
                }
                for tail in lexicon.later.iter().filter(|tail| *tail != "+") {
                    self.reference(&later, Says::All, &format!("{shape} {tail}"));
                }
            }
        }
        if family.tails {
            for name in family.names.iter().chain(&family.short) {
                for shape in &lexicon.versioned_later {
                    let text = shape.replace("{name}", name).replace("{version}", written);
                    self.reference(&later, Says::All, &text);
                }
            }
            for (short, file) in
                family.short.iter().flat_map(|short| lexicon.files.iter().map(move |f| (short, f)))
            {
                let text = file.replace("{short}", short).replace("{version}", written);
                self.add(None, FindKind::Clue, &text);
            }
        }
        if family.tails {
            let Notices { later: later_notices, only: only_notices, .. } = &lexicon.notices;
            let notices = later_notices.iter().map(|notice| (&later, notice));
            for (id, notice) in notices.chain(only_notices.iter().map(|notice| (&only, notice))) {
                for name in family.names.iter().filter(|name| is_written_in(name, notice)) {
                    let notice = notice.replace("{name}", name).replace("{version}", written);
                    self.add(Some(id), FindKind::Notice, &notice);
                }
            }
        }
    }

    /// Choices of two licenses by their short names.
    fn pairs(&mut self, lexicon: &Lexicon) {
        let licenses = lexicon.license.iter().filter(|license| license.paired);
        let families = lexicon.family.iter().filter(|family| family.paired);
        let sides: Vec<(&str, &str)> = licenses
            .flat_map(|license| {
                license.short.iter().map(|short| (license.id.as_str(), short.as_str()))
            })
            .chain(families.flat_map(|family| {
                let id = family.unversioned.as_deref().unwrap_or(&family.id);
                family.short.iter().map(move |short| (id, short.as_str()))
            }))
            .collect();
        for (first_id, first) in &sides {
            for (second_id, second) in sides.iter().filter(|(id, _)| id != first_id) {
                for shape in &lexicon.pairs {
                    let text = shape.replace("{first}", first).replace("{second}", second);
                    self.reference(&format!("{first_id} OR {second_id}"), Says::All, &text);
                }
            }
        }
    }

    fn phrase(&mut self, phrase: &Phrase) {
        for text in &phrase.texts {
            match &phrase.expression {
                Some(expression) if !phrase.notice => {
                    let says = if phrase.bare { Says::Little } else { Says::All };
                    self.reference(expression, says, text);
                }
                expression => self.add(expression.as_deref(), FindKind::Notice, text),
            }
        }
    }
}

/// A shape with a `+` behind its version, inside of a bracket that closes it.
fn with_plus(shape: &str) -> String {
    match shape.strip_suffix(')') {
        Some(inner) => format!("{inner}+)"),
        None => format!("{shape}+"),
    }
}

/// Notices of more words than these are copied, not written anew.
const LONG_NOTICE: usize = 40;
/// How much of a notice must be there, in per cent.
const LONG_COVERAGE: u8 = 60;
const SHORT_COVERAGE: u8 = 100;

/// Whether a name stands in a notice like this one: short ones have any name that is not short
/// itself, long ones the name that the Free Software Foundation put there. Rules that differ in
/// little else would keep other texts from being looked at.
fn is_written_in(name: &str, notice: &str) -> bool {
    if notice.split(' ').count() > LONG_NOTICE {
        name.starts_with("GNU ")
            && name.ends_with(" General Public License")
            && !name.contains(" or ")
    } else {
        name.split(' ').count() > 3
    }
}

/// The most letters of an id; long notices have their start and a hash.
const MAX_ID: usize = 60;

fn short_id(words: &str) -> String {
    if words.len() <= MAX_ID {
        return words.to_owned();
    }
    let cut = (0..=MAX_ID).rev().find(|&at| words.is_char_boundary(at)).unwrap_or(0);
    format!("{}-{:08x}", &words[..cut], hash_word(words))
}

/// The words of a text in lower case, joined by `-`.
fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '+');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests;
