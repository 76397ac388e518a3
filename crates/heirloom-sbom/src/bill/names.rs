// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a bill calls the licenses that SPDX does not list.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Bill, Item, LicenseText, Licensing};
use crate::identity;

impl Item {
    /// Every expression that is said of it.
    fn expressions(&self) -> impl Iterator<Item = &str> {
        let stated = [&self.declared, &self.concluded];
        let stated = stated.into_iter().filter_map(|licensing| licensing.expression());
        let shown = self.evidence.iter().map(|place| place.license.as_str());
        stated.chain(shown).chain(self.detected.iter().map(String::as_str))
    }

    fn expressions_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let stated = [&mut self.declared, &mut self.concluded];
        let stated = stated.into_iter().filter_map(|licensing| match licensing {
            Licensing::Stated(text) => Some(text),
            _ => None,
        });
        let shown = self.evidence.iter_mut().map(|place| &mut place.license);
        stated.chain(shown).chain(&mut self.detected)
    }
}

impl Bill {
    fn license_words(&self) -> impl Iterator<Item = &str> {
        let expressions = self.items.iter().flat_map(Item::expressions);
        expressions.flat_map(|text| text.split([' ', '(', ')']))
    }

    /// Drops license texts that no item is under.
    pub(crate) fn keep_texts_in_use(&mut self) {
        let used: HashSet<String> = self.license_words().map(str::to_owned).collect();
        self.texts.retain(|text| used.contains(&text.id));
    }

    /// Names every license that SPDX does not list and an item is under.
    pub(super) fn name_texts(&mut self) {
        let known: HashSet<&str> = self.texts.iter().map(|text| text.id.as_str()).collect();
        let own = self.license_words().filter(|word| word.starts_with("LicenseRef-"));
        let missing: BTreeSet<&str> = own.filter(|id| !known.contains(id)).collect();
        let text = |id: &str| LicenseText { id: id.to_owned(), ..LicenseText::default() };
        let texts: Vec<LicenseText> = missing.into_iter().map(text).collect();
        self.texts.extend(texts);
    }

    /// Gives licenses other names in every expression.
    pub(crate) fn rename_licenses(&mut self, names: &BTreeMap<String, String>) {
        if names.is_empty() {
            return;
        }
        for text in self.items.iter_mut().flat_map(Item::expressions_mut) {
            *text = with_names(text, names);
        }
    }

    /// Gives licenses whose names have other characters than letters, digits, `-` and `.` names that are
    /// identifiers (SPDX 2.3, annex D): tags of the tree write `LicenseRef-a_b`.
    #[must_use]
    pub fn with_plain_license_names(mut self) -> Bill {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        let mut names = identity::Names::default();
        let (plain, odd): (Vec<_>, Vec<_>) =
            self.texts.iter_mut().partition(|text| text.id.chars().all(is_plain));
        plain.into_iter().for_each(|text| drop(names.take(text.id.clone())));
        let mut renamed = BTreeMap::new();
        for text in odd {
            let plain = text.id.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
            let old = std::mem::replace(&mut text.id, names.take(plain));
            text.name.get_or_insert_with(|| old.clone());
            renamed.insert(old, text.id.clone());
        }
        self.rename_licenses(&renamed);
        self
    }
}

/// An expression with other names for some of its licenses.
fn with_names(text: &str, names: &BTreeMap<String, String>) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.:+".contains(c);
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let end = rest[start..].find(|c| !is_part(c)).map_or(rest.len(), |end| start + end);
        made.push_str(&rest[..start]);
        let word = &rest[start..end];
        made.push_str(names.get(word).map_or(word, String::as_str));
        rest = &rest[end..];
    }
    made.push_str(rest);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

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
