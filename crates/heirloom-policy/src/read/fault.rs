// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What can be wrong in a policy: codes with arguments, which catalogs of messages have texts for.
//!
//! The English texts stand here, for those who have no catalog; a test of the program compares them
//! with the catalog.

use std::fmt::Write as _;

/// What is wrong, by its code and what fills its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    code: &'static str,
    args: Vec<(&'static str, FaultArg)>,
}

/// What fills a place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultArg {
    /// As it was written.
    Text(Box<str>),
    /// A thing by its code, of [`Fault::NOUNS`].
    Noun(&'static str),
}

impl Fault {
    /// The codes with their English texts; `{name}` stands for an argument.
    pub const TEXTS: &'static [(&'static str, &'static str)] = &[
        ("answer", "an answer is true, false, \"yes\", \"no\" or \"unknown\""),
        ("class-circle", "`{name}` is made of itself, or of a class that is"),
        ("class-empty", "a class needs `licenses` or `classes`"),
        ("class-is-kind", "`{name}` is a kind of license: a class needs another name"),
        ("class-unknown", "`{name}` is neither a class of this policy nor a kind of license"),
        ("component-name", "failed to {reason}"),
        ("condition", "{reason}"),
        ("day", "failed to read `{text}` as a day: days are written like 2026-12-31"),
        ("empty-list", "`{key}` is an empty list: leave it out for any"),
        ("empty-text", "`{key}` says nothing"),
        ("expression", "failed to {reason}"),
        ("id-letters", "`{name}` is not made of a to z, 0 to 9 and `-`"),
        ("key-missing", "{what} needs `{key}`"),
        ("key-unknown", "`{key}` is no key of {what}; known are {known}"),
        ("level-missing", "what stands beside a level needs a `level`"),
        ("no-toml", "{reason}"),
        ("rule-twice", "two rules are called `{name}`"),
        ("rule-unknown", "no rule is called `{name}`"),
        ("tables", "`{key}` is {found} and has to be a list of tables, written `[[{key}]]`"),
        ("type", "`{key}` is {found} and has to be {wanted}"),
        ("version-missing", "`version = {newest}` is missing"),
        ("version-unknown", "version {version} is not known, only {newest}"),
        ("waiver-components", "a waiver of rules needs `components`: `[\"*\"]` for all"),
        ("waiver-day", "a waiver needs `expires`, its last day"),
        ("waiver-subject", "a waiver needs `rules` or `findings`"),
        ("whole-missing", "`whole_own` and `whole_license` need a `whole`"),
        ("word", "`{word}` is not {what}"),
    ];

    /// Things by their codes, with their English words.
    pub const NOUNS: &'static [(&'static str, &'static str)] = &[
        ("answer", "yes, no or unknown"),
        ("array", "an array"),
        ("boolean", "a boolean"),
        ("class", "a class"),
        ("components", "a pattern of components"),
        ("datetime", "a datetime"),
        ("day", "a day such as 2026-12-31"),
        ("delivery", "a delivery"),
        ("duty", "a duty"),
        ("duty-or-any", "a duty, or `any`"),
        ("effect", "an effect (allow, ask, needs_approval, deny)"),
        ("example", "an example"),
        ("fact", "a fact"),
        ("float", "a float"),
        ("form", "a form"),
        ("integer", "an integer"),
        ("level", "a level"),
        ("license", "a license identifier or a pattern of such"),
        ("number", "a whole number from 0 on"),
        ("outcome", "an outcome (accepted, asks, needs_approval, rejected)"),
        ("policy", "a policy"),
        ("relation", "a relation"),
        ("rule", "a rule"),
        ("scope", "a scope"),
        ("string", "a string"),
        ("strings", "a list of strings"),
        ("table", "a table"),
        ("truth", "true or false"),
        ("users", "`public` or `internal`"),
        ("waiver", "a waiver"),
    ];

    pub(super) fn new(code: &'static str) -> Fault {
        debug_assert!(Fault::TEXTS.iter().any(|(known, _)| *known == code), "{code}");
        Fault { code, args: Vec::new() }
    }

    /// Fills a place with what was written.
    #[must_use]
    pub(super) fn text(mut self, name: &'static str, text: impl ToString) -> Fault {
        self.args.push((name, FaultArg::Text(text.to_string().into())));
        self
    }

    /// Fills a place with a thing.
    #[must_use]
    pub(super) fn noun(mut self, name: &'static str, noun: &'static str) -> Fault {
        debug_assert!(Fault::NOUNS.iter().any(|(known, _)| *known == noun), "{noun}");
        self.args.push((name, FaultArg::Noun(noun)));
        self
    }

    /// The stable name, in kebab-case.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What fills its text.
    pub fn args(&self) -> &[(&'static str, FaultArg)] {
        &self.args
    }

    /// What is wrong, in English.
    pub fn english(&self) -> String {
        let find = |all: &[(&str, &'static str)], wanted: &str| {
            all.iter().find(|(code, _)| *code == wanted).map_or("", |(_, text)| *text)
        };
        let mut out = String::new();
        let mut rest = find(Fault::TEXTS, self.code);
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            out.push_str(before);
            match self.args.iter().find(|(known, _)| *known == name) {
                Some((_, FaultArg::Text(text))) => out.push_str(text),
                Some((_, FaultArg::Noun(noun))) => out.push_str(find(Fault::NOUNS, noun)),
                None => write!(out, "{{{name}}}").expect("a string takes any text"),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}
