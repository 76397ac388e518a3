// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Licenses that SPDX does not list, while a document is read.

use std::collections::HashMap;

use heirloom_model::Expression;

use super::{LicenseText, Licensing};
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
