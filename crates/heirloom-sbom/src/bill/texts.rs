// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Licenses that SPDX does not list, while a document is read.

use std::collections::{HashMap, HashSet};

use heirloom_model::Expression;

use super::{Bill, LicenseText, Licensing};
use crate::licensing::with_own_names;

/// Collects license texts; equal ones have one name.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    texts: Vec<LicenseText>,
    by_name: HashMap<(String, Option<String>), String>,
    taken: HashMap<String, u32>,
}

impl Texts {
    /// A license with a name and perhaps a text, as `LicenseRef-…`.
    pub(crate) fn named(
        &mut self,
        name: &str,
        text: Option<String>,
        address: Option<String>,
    ) -> String {
        if let Some(id) = self.by_name.get(&(name.to_owned(), text.clone())) {
            return id.clone();
        }
        let plain = name.strip_prefix("LicenseRef-").unwrap_or(name);
        let mut id = format!("LicenseRef-{}", slug(plain));
        let n_before = self.taken.entry(id.clone()).or_default();
        *n_before += 1;
        if *n_before > 1 {
            id = format!("{id}-{n_before}");
        }
        self.by_name.insert((name.to_owned(), text.clone()), id.clone());
        self.texts.push(LicenseText {
            id: id.clone(),
            name: Some(name.to_owned()),
            text,
            addresses: address.into_iter().collect(),
            comment: None,
        });
        id
    }

    /// A license that the document calls `LicenseRef-…` itself.
    pub(crate) fn own(&mut self, id: &str, text: Option<String>, address: Option<String>) {
        let n_before = self.taken.entry(id.to_owned()).or_default();
        *n_before += 1;
        if *n_before > 1 {
            return;
        }
        let addresses = address.into_iter().collect();
        self.texts.push(LicenseText {
            id: id.to_owned(),
            text,
            addresses,
            ..LicenseText::default()
        });
    }

    /// A license of which an expression knows the name alone.
    fn called(&mut self, id: &str, name: &str) {
        let n_before = self.taken.entry(id.to_owned()).or_default();
        *n_before += 1;
        if *n_before == 1 {
            let name = Some(name.to_owned());
            self.texts.push(LicenseText { id: id.to_owned(), name, ..LicenseText::default() });
        }
    }

    /// What is written in a field for expressions: an expression, or the name of a license.
    pub(crate) fn stated(&mut self, text: &str) -> Licensing {
        match text.trim() {
            "" | "NOASSERTION" => Licensing::Unknown,
            "NONE" => Licensing::None,
            text => match Expression::parse(text) {
                Ok(expression) => {
                    for id in expression.ids().into_iter().filter(|id| id.is_ref()) {
                        if id.as_str().starts_with("LicenseRef-") {
                            self.own(id.as_str(), None, None);
                        }
                    }
                    let (text, own) = with_own_names(text);
                    for (id, name) in own {
                        self.called(&id, &name);
                    }
                    Licensing::Stated(text)
                }
                Err(_) => Licensing::Stated(self.named(text, None, None)),
            },
        }
    }

    pub(crate) fn finish(self) -> Vec<LicenseText> {
        self.texts
    }
}

impl Bill {
    /// Gives licenses whose names have other characters than letters, digits, `-` and `.` names that are
    /// identifiers (SPDX 2.3, annex D): tags of the tree write `LicenseRef-a_b`.
    #[must_use]
    pub fn with_plain_license_names(mut self) -> Bill {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        let mut taken: HashSet<String> = self.texts.iter().map(|text| text.id.clone()).collect();
        let mut renamed: HashMap<String, String> = HashMap::new();
        for text in self.texts.iter_mut().filter(|text| !text.id.chars().all(is_plain)) {
            let plain: String =
                text.id.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
            let numbered = (2..).map(|number| format!("{plain}-{number}"));
            let mut names = std::iter::once(plain.clone()).chain(numbered);
            let free = names.find(|name| taken.insert(name.clone())).unwrap_or(plain);
            let old = std::mem::replace(&mut text.id, free.clone());
            text.name.get_or_insert_with(|| old.clone());
            renamed.insert(old, free);
        }
        if renamed.is_empty() {
            return self;
        }
        let rename = |text: &mut String| {
            let is_end = |c: char| matches!(c, ' ' | '(' | ')');
            let words = text.split_inclusive(is_end).map(|word| {
                let plain = word.trim_end_matches(is_end);
                let end = &word[plain.len()..];
                renamed.get(plain).map_or_else(|| word.to_owned(), |new| format!("{new}{end}"))
            });
            *text = words.collect();
        };
        for item in &mut self.items {
            for licensing in [&mut item.declared, &mut item.concluded] {
                if let Licensing::Stated(text) = licensing {
                    rename(text);
                }
            }
            item.detected.iter_mut().for_each(rename);
            item.evidence.iter_mut().for_each(|place| rename(&mut place.license));
        }
        self
    }
}

/// A name in the letters that identifiers have.
pub(crate) fn slug(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            plain.push(c);
        } else if !plain.is_empty() && !plain.ends_with('-') {
            plain.push('-');
        }
    }
    let plain = plain.trim_matches('-');
    if plain.is_empty() { "unnamed".to_owned() } else { plain.chars().take(80).collect() }
}

/// Several licenses that all hold, as one expression.
pub(crate) fn all_of(mut parts: Vec<String>) -> Licensing {
    parts.dedup();
    match parts.as_slice() {
        [] => Licensing::Unknown,
        [one] => Licensing::Stated(one.clone()),
        several => {
            let wrapped = several.iter().map(|part| {
                let is_plain = !part.contains(' ') || part.starts_with('(');
                if is_plain { part.clone() } else { format!("({part})") }
            });
            Licensing::Stated(wrapped.collect::<Vec<_>>().join(" AND "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Item;

    #[test]
    fn names_of_licenses_become_identifiers() {
        let stated = |text: &str| Licensing::Stated(text.into());
        let item = Item {
            declared: stated("(LicenseRef-a_b OR MIT) AND LicenseRef-a_b_c"),
            detected: vec!["LicenseRef-a_b".into()],
            ..Item::default()
        };
        let text = |id: &str| LicenseText { id: id.into(), ..LicenseText::default() };
        let texts = vec![text("LicenseRef-a-b"), text("LicenseRef-a_b"), text("LicenseRef-a_b_c")];
        let bill = Bill { items: vec![item], texts, ..Bill::default() }.with_plain_license_names();
        let ids: Vec<&str> = bill.texts.iter().map(|text| text.id.as_str()).collect();
        assert_eq!(ids, ["LicenseRef-a-b", "LicenseRef-a-b-2", "LicenseRef-a-b-c"]);
        assert_eq!(bill.texts[1].name.as_deref(), Some("LicenseRef-a_b"));
        let item = &bill.items[0];
        assert_eq!(item.declared, stated("(LicenseRef-a-b-2 OR MIT) AND LicenseRef-a-b-c"));
        assert_eq!(item.detected, ["LicenseRef-a-b-2"]);
    }
}
