// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The types of texts.

use std::collections::HashMap;

use heirloom_sbom::cyclonedx::xml::{dom::Element as Xsd, grammar::Text};

use super::{inline, type_name};

/// Types of texts, each once.
pub(super) struct Texts<'x> {
    named: HashMap<String, &'x Xsd>,
    pub(super) made: Vec<Text>,
}

impl<'x> Texts<'x> {
    pub(super) fn new(named: HashMap<String, &'x Xsd>) -> Self {
        Texts { named, made: Vec::new() }
    }

    /// The type of a name with its prefix.
    pub(super) fn of(&mut self, name: &str) -> usize {
        let made = self.text_of(name);
        self.add(made)
    }

    /// A type that has no name.
    pub(super) fn inline(&mut self, simple: &'x Xsd) -> usize {
        let made = self.text(simple);
        self.add(made)
    }

    fn add(&mut self, made: Text) -> usize {
        let known = self.made.iter().position(|known| *known == made);
        known.unwrap_or_else(|| {
            self.made.push(made);
            self.made.len() - 1
        })
    }

    fn text_of(&mut self, name: &str) -> Text {
        let (plain, is_built_in) = type_name(name);
        match self.named.get(plain).copied() {
            Some(simple) if !is_built_in => self.text(simple),
            // Of other schemas there is the list of licenses alone.
            _ => Text { base: plain.to_owned(), ..Text::default() },
        }
    }

    fn text(&mut self, simple: &'x Xsd) -> Text {
        if let Some(union) = inline(simple, "union") {
            let names = union.attribute("memberTypes").unwrap_or_default();
            let mut any_of: Vec<usize> =
                names.split_whitespace().map(|name| self.of(name)).collect();
            let unnamed = union.elements().filter(|one| &*one.name == "simpleType");
            any_of.extend(unnamed.map(|one| self.inline(one)));
            return Text { base: "string".into(), any_of, ..Text::default() };
        }
        let Some(restriction) = inline(simple, "restriction") else { return Text::default() };
        let mut made = self.text_of(restriction.attribute("base").unwrap_or("xs:string"));
        let (mut values, mut patterns) = (Vec::new(), Vec::new());
        for facet in restriction.elements() {
            let value = facet.attribute("value").unwrap_or_default();
            match &*facet.name {
                "enumeration" => values.push(value.to_owned()),
                "pattern" => patterns.push(value.to_owned()),
                "minLength" => made.min_length = value.parse().ok(),
                "maxLength" => made.max_length = value.parse().ok(),
                "minInclusive" => made.min = value.parse().ok(),
                "maxInclusive" => made.max = value.parse().ok(),
                _ => {}
            }
        }
        if !values.is_empty() {
            made.values = values;
        }
        if !patterns.is_empty() {
            made.patterns = vec![patterns.join("|")];
        }
        made
    }
}
