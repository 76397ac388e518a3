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
        ("condition-calculates", "conditions do not calculate: `{text}` has no meaning"),
        ("condition-compared", "{left} is compared with {right}"),
        ("condition-deep", "the condition is nested too deep"),
        ("condition-element", "a name for the element has to stand here"),
        ("condition-escape", "`\\{text}` is not an escape known here"),
        ("condition-facts", "`{name}` has no value: say `facts.` with the name of a fact"),
        ("condition-field", "`{name}` has no field `{field}`"),
        ("condition-field-missing", "a name is missing behind `.`"),
        ("condition-function", "no function `{name}` takes this; known are {known}"),
        ("condition-has", "`has` asks for a field, as in `has(a.b)`"),
        ("condition-in", "`in` needs a list behind it"),
        ("condition-index", "elements are not picked by number: use `exists` or `in`"),
        ("condition-inside", "a list is looked through inside another one"),
        ("condition-list-mixed", "a list holds strings alone or numbers alone"),
        ("condition-long", "a condition has at most {n} words and signs"),
        ("condition-minus", "a number is missing behind `-`"),
        ("condition-missing", "`{text}` is missing here"),
        ("condition-never", "{left} is never in {right}"),
        ("condition-no-field", "`{field}` is not a field of this"),
        ("condition-no-list", "{what} is no list"),
        ("condition-number", "`{text}` is not a whole number"),
        ("condition-operator-missing", "an operator is missing before this"),
        ("condition-order", "{what} has no order"),
        ("condition-part", "`{name}` has no value by itself: say {known}"),
        ("condition-path", "`{name}` is not known: say {known}"),
        ("condition-sides", "one side is {left}, the other {right}"),
        ("condition-sign", "`{text}` has no meaning here"),
        ("condition-size", "{what} has no size"),
        ("condition-string-open", "a string has no end on its line"),
        ("condition-type", "{found} stands where {wanted} has to"),
        ("condition-unknown", "`{name}` is not known; known are {known}"),
        ("condition-value-missing", "a value is missing here"),
        ("condition-word-order", "{what} has no order: compare with `==` or `in`"),
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
        ("cel-bool", "a bool"),
        ("cel-int", "an int"),
        ("cel-ints", "a list of ints"),
        ("cel-string", "a string"),
        ("cel-strings", "a list of strings"),
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
        ("kind-of-license", "a kind of license"),
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

    pub(crate) fn new(code: &'static str) -> Fault {
        debug_assert!(Fault::TEXTS.iter().any(|(known, _)| *known == code), "{code}");
        Fault { code, args: Vec::new() }
    }

    /// Fills a place with what was written.
    #[must_use]
    pub(crate) fn text(mut self, name: &'static str, text: impl ToString) -> Fault {
        self.args.push((name, FaultArg::Text(text.to_string().into())));
        self
    }

    /// Fills a place with a thing.
    #[must_use]
    pub(crate) fn noun(mut self, name: &'static str, noun: &'static str) -> Fault {
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
