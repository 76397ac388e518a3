// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Everything people read, by key and language.
//!
//! The catalogs in `data/messages/` are part of the program and are parsed when first asked for, so
//! a run that prints data alone does not pay for them. A test proves that all catalogs have the
//! same keys with the same placeholders, and that each word of the wire format has its message.

use std::collections::BTreeMap;

use heirloom_model::{Language, Problem};

/// The messages of one language.
#[derive(Clone, Debug)]
pub struct Messages {
    language: Language,
    by_key: BTreeMap<String, String>,
}

impl Messages {
    /// Parses the catalog of a language.
    pub fn for_language(language: Language) -> Messages {
        let catalog: toml::Table = source(language).parse().expect("a test parses every catalog");
        let mut by_key = BTreeMap::new();
        flatten("", catalog, &mut by_key);
        Messages { language, by_key }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The message of a key with `{name}` filled in; the key itself if there is none.
    pub fn text(&self, key: &str, args: &[(&str, &str)]) -> String {
        fill(self.by_key.get(key).map_or(key, String::as_str), args)
    }

    /// A message without arguments.
    pub fn label<'a>(&'a self, key: &'a str) -> &'a str {
        self.by_key.get(key).map_or(key, String::as_str)
    }

    /// The message of a key, if there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.by_key.get(key).map(String::as_str)
    }

    /// The message of a word of a vocabulary, under `group.word`; empty if there is none.
    pub(crate) fn word(&self, group: &str, word: &str) -> &str {
        self.find(&format!("{group}.{word}")).unwrap_or_default()
    }

    /// The message of a key for a number of things, which fills `{n}`.
    pub fn count(&self, key: &str, n: u64) -> String {
        let one = format!("{key}-one");
        let key = if n == 1 && self.by_key.contains_key(&one) { &one } else { key };
        self.text(key, &[("n", &grouped(n))])
    }

    /// What a problem says, without its place.
    pub fn problem(&self, problem: &Problem) -> String {
        let reason = problem.args.iter().find(|(name, _)| *name == REASON);
        let reason = reason.map(|(_, reason)| self.reason(reason)).unwrap_or_default();
        let shown = |(name, value): &(&'static str, Box<str>)| match *name {
            REASON => (REASON, reason.clone()),
            name => (name, value.to_string()),
        };
        let args: Vec<(&str, String)> = problem.args.iter().map(shown).collect();
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, &**value)).collect();
        self.text(&format!("problem.{}", problem.code.as_str()), &args)
    }

    /// Why a file could not be read, as its reader says it in English: the parts that the catalog
    /// knows in its language, others as they are. What stands between backticks is not language.
    fn reason(&self, written: &str) -> String {
        let part = |part: &str| {
            let quoted = part.split('`').nth(1).filter(|_| part.matches('`').count() == 2);
            let key = match quoted {
                Some(quoted) => part.replacen(&format!("`{quoted}`"), "{x}", 1),
                None => part.to_owned(),
            };
            let quoted = quoted.map(|quoted| format!("`{quoted}`")).unwrap_or_default();
            let known = self.find(&format!("damage.{key}"));
            known.map_or_else(|| part.to_owned(), |known| fill(known, &[("x", &quoted)]))
        };
        // What a reader of TOML met, and what it looked for.
        let Some((met, _)) = written.split_once(", expected ") else { return part(written) };
        let expected = &written[met.len() + ", ".len()..];
        format!("{}{}{}", part(met), self.label("terminal.comma"), part(expected))
    }

    /// All messages, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_key.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }
}

/// The argument of problems that says why.
const REASON: &str = "reason";

fn source(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("../../../data/messages/en.toml"),
        Language::SimplifiedChinese => include_str!("../../../data/messages/zh-Hans.toml"),
        Language::TraditionalChinese => include_str!("../../../data/messages/zh-Hant.toml"),
    }
}

fn flatten(prefix: &str, table: toml::Table, by_key: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::String(text) => {
                by_key.insert(key, text);
            }
            toml::Value::Table(inner) => flatten(&key, inner, by_key),
            _ => {}
        }
    }
}

/// Fills `{name}`; an argument's own braces are never filled again.
fn fill(template: &str, args: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match args.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[before.len()..rest.len() - behind.len()]),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// A number with a comma between thousands, which all three languages use.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests;
