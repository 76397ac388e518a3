// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Names of licenses and exceptions: the SPDX list, and `data/declared-licenses.toml` above it.

use std::{collections::HashMap, sync::LazyLock};

use heirloom_model::{Expression, LicenseId};

use super::{or_later, with_exception};
use crate::{toml, value::Value};

const DATA: &str = include_str!("../../../../data/declared-licenses.toml");

/// Everything that is known of names, by their folded form.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// SPDX identifiers in lower case, retired ones with what replaces them.
    ids: HashMap<String, Expression>,
    exception_ids: HashMap<String, LicenseId>,
    /// Folded names; `None` for those that mean several licenses.
    names: HashMap<String, Option<Expression>>,
    exceptions: HashMap<String, Option<LicenseId>>,
    pub(super) urls: HashMap<String, Expression>,
    ecosystems: HashMap<String, HashMap<String, Option<Expression>>>,
}

/// The table, built on first use from the data compiled in.
pub(crate) fn names() -> &'static Names {
    static NAMES: LazyLock<Names> = LazyLock::new(|| Names::build(DATA));
    &NAMES
}

impl Names {
    fn build(data: &str) -> Names {
        let (data, _) = toml::read(data);
        let mut names = Names::default();
        names.add_spdx(&data);
        names.add_data(&data);
        names
    }

    fn add_spdx(&mut self, data: &Value<'_>) {
        for (old, new) in data.get("deprecated").map(Value::entries).unwrap_or_default() {
            if let Some(new) = new.as_text().and_then(|text| Expression::parse(text).ok()) {
                self.ids.insert(old.to_lowercase(), new);
            }
        }
        for license in spdx::identifiers::LICENSES {
            let Ok(id) = LicenseId::new(license.name) else {
                continue;
            };
            let lower = license.name.to_lowercase();
            let expression =
                self.ids.entry(lower).or_insert_with(|| Expression::license(id)).clone();
            for name in [license.name, license.full_name] {
                let folded = Folded::new(name);
                if !folded.or_later {
                    self.add_listed(folded.key, expression.clone());
                }
            }
        }
        for exception in spdx::identifiers::EXCEPTIONS {
            let Ok(id) = LicenseId::new(exception.name) else {
                continue;
            };
            let key = exception_key(exception.name);
            let bare = key.rsplit_once(' ').filter(|(_, last)| last.starts_with(char::is_numeric));
            if let Some((bare, _)) = bare {
                add_unless_two(&mut self.exceptions, bare.to_owned(), id.clone());
            }
            add_unless_two(&mut self.exceptions, key, id.clone());
            self.exception_ids.insert(exception.name.to_lowercase(), id);
        }
    }

    /// Adds a name of the SPDX list; one that two licenses share means neither.
    fn add_listed(&mut self, key: String, expression: Expression) {
        add_unless_two(&mut self.names, key, expression);
    }

    fn add_data(&mut self, data: &Value<'_>) {
        for (written, aliases) in data.get("names").map(Value::entries).unwrap_or_default() {
            let Ok(expression) = Expression::parse(written) else {
                continue;
            };
            for alias in aliases.items().iter().filter_map(Value::as_text) {
                let key = Folded::new(alias).whole();
                self.names.insert(key, Some(expression.clone()));
            }
        }
        for (written, aliases) in data.get("exceptions").map(Value::entries).unwrap_or_default() {
            let Ok(id) = LicenseId::new(written) else {
                continue;
            };
            for alias in aliases.items().iter().filter_map(Value::as_text) {
                self.exceptions.insert(exception_key(alias), Some(id.clone()));
            }
        }
        for (written, urls) in data.get("urls").map(Value::entries).unwrap_or_default() {
            let Ok(expression) = Expression::parse(written) else {
                continue;
            };
            for url in urls.items().iter().filter_map(Value::as_text) {
                self.urls.insert(url.to_owned(), expression.clone());
            }
        }
        for (ecosystem, entries) in data.get("ecosystem").map(Value::entries).unwrap_or_default() {
            let table = self.ecosystems.entry(ecosystem.to_string()).or_default();
            for (written, meaning) in entries.entries() {
                let meaning = meaning.as_text().and_then(|text| Expression::parse(text).ok());
                table.insert(Folded::new(written).whole(), meaning);
            }
        }
        let ambiguous = data.get("ambiguous").map(Value::items).unwrap_or_default();
        for name in ambiguous.iter().filter_map(Value::as_text) {
            self.names.insert(Folded::new(name).whole(), None);
        }
    }

    /// What an SPDX identifier means, retired ones too, in any case.
    pub(super) fn license_id(&self, id: &str) -> Option<Expression> {
        self.ids.get(&id.to_lowercase()).cloned()
    }

    /// The exception of that identifier, in any case.
    pub(super) fn exception_id(&self, id: &str) -> Option<LicenseId> {
        self.exception_ids.get(&id.to_lowercase()).cloned()
    }

    /// The license of a name without operators, perhaps with "or later".
    pub(super) fn find(&self, ecosystem: &str, name: &str) -> Option<Expression> {
        let folded = Folded::new(name);
        // A comparison would be lost in folding.
        if folded.key.is_empty() || name.contains(['<', '>', '=', '≥', '!']) {
            return None;
        }
        let whole = folded.whole();
        let tables = [self.ecosystems.get(ecosystem), Some(&self.names)];
        for table in tables.into_iter().flatten() {
            if let Some(known) = table.get(&whole) {
                return known.clone();
            }
            if folded.or_later
                && let Some(known) = table.get(&folded.key)
            {
                return known.clone().map(or_later);
            }
        }
        None
    }

    /// The license with the exception of that name; what GNU tools call by one name differs
    /// with the version of the license.
    pub(super) fn with(&self, license: Expression, exception: &str) -> Option<Expression> {
        let key = exception_key(exception);
        let major = match &license {
            Expression::Term(term) => {
                term.license.as_str().bytes().find(u8::is_ascii_digit).map(char::from)
            }
            _ => None,
        };
        let versioned = major.map(|major| format!("{key} {major}"));
        let versioned = versioned.and_then(|key| self.exceptions.get(&key)?.clone());
        let exception = versioned.or_else(|| self.exceptions.get(&key)?.clone())?;
        with_exception(license, exception)
    }
}

fn add_unless_two<T: PartialEq>(table: &mut HashMap<String, Option<T>>, key: String, value: T) {
    match table.get_mut(&key) {
        Some(Some(known)) if *known == value => {}
        Some(known) => *known = None,
        None => {
            table.insert(key, Some(value));
        }
    }
}

/// A name with everything taken off that people write in different ways.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) key: String,
    pub(super) or_later: bool,
}

impl Folded {
    pub(super) fn new(name: &str) -> Folded {
        let mut words = words(name);
        let mut or_later = false;
        for phrase in LATER {
            if let Some(at) =
                words.windows(phrase.len()).position(|window| window.iter().eq(phrase.iter()))
            {
                words.drain(at..at + phrase.len());
                or_later = true;
                break;
            }
        }
        words.retain(|word| !DROPPED.contains(&word.as_str()));
        if words.len() > 1 && words.last().is_some_and(|word| word == "only") {
            words.pop();
        }
        Folded { key: words.join(" "), or_later }
    }

    fn whole(&self) -> String {
        if self.or_later { format!("{} +", self.key) } else { self.key.clone() }
    }
}

const DROPPED: [&str; 13] = [
    "the", "license", "licence", "licenses", "licences", "licensed", "version", "versions", "ver",
    "vers", "v", "under", "a",
];

/// The longest first.
const LATER: [&[&str]; 16] = [
    &["or", "at", "your", "option", "any", "later", "version"],
    &["either", "version", "or", "any", "later"],
    &["or", "any", "later", "version"],
    &["and", "any", "later", "version"],
    &["or", "any", "newer", "version"],
    &["or", "any", "later"],
    &["or", "later", "versions"],
    &["or", "later"],
    &["and", "later"],
    &["or", "newer"],
    &["and", "newer"],
    &["or", "greater"],
    &["or", "higher"],
    &["or", "above"],
    &["and", "above"],
    &["+"],
];

/// Words and numbers in lower case; `+` behind a word is a word.
fn words(name: &str) -> Vec<String> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Letter,
        Digit,
        Other,
    }
    let mut words: Vec<String> = Vec::new();
    let mut before = Class::Other;
    let mut characters = name.chars().flat_map(char::to_lowercase).peekable();
    while let Some(character) = characters.next() {
        let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        let class = match character {
            '.' if before == Class::Digit && is_digit(characters.peek()) => Class::Digit,
            c if c.is_ascii_digit() => Class::Digit,
            c if c.is_alphanumeric() => Class::Letter,
            _ => Class::Other,
        };
        if class == Class::Digit
            && before == Class::Letter
            && let Some(word) = words.last_mut()
            && word.len() > 1
            && word.ends_with('v')
        {
            word.pop();
        }
        if character == '+' && before != Class::Other {
            words.push("+".to_owned());
        } else if class != Class::Other {
            match words.last_mut() {
                Some(word) if class == before => word.push(character),
                _ => words.push(character.to_string()),
            }
        }
        before = class;
    }
    for word in words.iter_mut().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())) {
        while let Some(shorter) = word.strip_suffix(".0") {
            *word = shorter.to_owned();
        }
    }
    words
}

fn exception_key(name: &str) -> String {
    let mut words = words(name);
    let dropped = |word: &String| {
        ["exception", "exceptions", "the", "special", "a", "an", "gnu", "v", "version", "linking"]
            .contains(&word.as_str())
    };
    if words.iter().any(|word| !dropped(word)) {
        words.retain(|word| !dropped(word));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold() {
        let fold = |name| Folded::new(name).whole();
        assert_eq!(fold("The Apache Software License, Version 2.0"), "apache software 2");
        assert_eq!(fold("GPLv2+"), "gpl 2 +");
        assert_eq!(fold("GNU GPL v. 2 or (at your option) any later version"), "gnu gpl 2 +");
        assert_eq!(fold("LGPL-2.1-only"), "lgpl 2.1");
        assert_eq!(fold("BSD_3_clause"), fold("bsd3clause"));
    }

    /// Every identifier of the data is on the SPDX list and not retired, every name is found and
    /// means what the data says, nothing ambiguous is understood.
    #[test]
    fn data_agrees_with_the_spdx_list() {
        let (data, damage) = toml::read(DATA);
        assert_eq!(damage, None);
        let names = names();
        let check = |written: &str| {
            let expression = Expression::parse(written).unwrap();
            let canonical = super::super::canonical_with(names, &expression);
            assert_eq!(canonical.map(|e| e.to_string()).as_deref(), Some(written));
        };
        for table in ["names", "urls"] {
            for (written, aliases) in data.get(table).unwrap().entries() {
                check(written);
                assert!(!aliases.items().is_empty(), "{written}");
            }
        }
        let mut wrong = Vec::new();
        for (written, aliases) in data.get("names").unwrap().entries() {
            for alias in aliases.items() {
                let found = names.find("", alias.as_text().unwrap()).map(|e| e.to_string());
                if found.as_deref() != Some(&**written) {
                    wrong.push((written.to_string(), alias.as_text().unwrap().to_owned(), found));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        for (id, _) in data.get("exceptions").unwrap().entries() {
            assert!(names.exception_id(id).is_some_and(|known| known.as_str() == id), "{id}");
        }
        for (_, new) in data.get("deprecated").unwrap().entries() {
            check(new.as_text().unwrap());
        }
        for (_, table) in data.get("ecosystem").unwrap().entries() {
            for (_, meaning) in table.entries() {
                if let Some(meaning) = meaning.as_text().filter(|text| !text.is_empty()) {
                    check(meaning);
                }
            }
        }
        for name in data.get("ambiguous").unwrap().items() {
            assert_eq!(names.find("", name.as_text().unwrap()), None, "{name:?}");
        }
    }

    #[test]
    fn retired_identifiers_have_successors() {
        for license in spdx::identifiers::LICENSES {
            let retired = spdx::license_id(license.name).is_some_and(|id| id.is_deprecated());
            let known = names().license_id(license.name).unwrap().to_string();
            // Two retired identifiers have no successor.
            let alone = ["Net-SNMP", "Nunit"].contains(&license.name);
            assert_eq!(retired && !alone, known != license.name, "{}", license.name);
        }
    }
}
