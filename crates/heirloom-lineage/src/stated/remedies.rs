// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What people know that helps a plan: what edits cost, and what could be had.
//!
//! ```toml
//! [costs]
//! link_dynamically = 2
//!
//! [[offers]]
//! component = "readline"
//! by = "libedit"
//! license = "BSD-3-Clause"
//! ```

use heirloom_model::{Component, ComponentId, Expression};
use toml::de::DeValue;

use super::{Reader, Table};
use crate::plan::Costs;

/// Something that could be had in a component's place, or a license for it.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedOffer {
    /// The component.
    pub component: ComponentId,
    /// What could be had.
    pub offer: Offer,
}

/// What could be had.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// Another license, from the holder.
    License(Expression),
    /// Another component of the same purpose.
    Replacement(Box<Component>),
}

impl Reader<'_> {
    /// What edits cost here, by their names.
    pub(super) fn costs(&mut self, table: &Table<'_>) -> Vec<(&'static str, u64)> {
        let Some(value) = table.get("costs") else { return Vec::new() };
        let DeValue::Table(stated) = value.get_ref() else {
            self.error(&value.span(), "`costs` is a table, such as { rewrite = 100 }");
            return Vec::new();
        };
        let mut costs = Vec::new();
        for (key, _) in stated {
            let name: &str = key.get_ref();
            let known = Costs::NAMES.iter().find(|known| **known == name);
            match (known, self.number(stated, name)) {
                (Some(known), Some(cost)) => costs.push((*known, cost)),
                (Some(_), None) => {}
                (None, _) => {
                    let known = Costs::NAMES.join(", ");
                    self.error(&key.span(), format!("`{name}` is no edit; known: {known}"));
                }
            }
        }
        costs
    }

    /// What could be had.
    pub(super) fn offers(&mut self, table: &Table<'_>) -> Vec<StatedOffer> {
        const KEYS: [&str; 5] = ["component", "by", "license", "reason", "author"];
        let mut offers = Vec::new();
        for (table, span) in self.tables(table, "offers") {
            self.known(table, &KEYS);
            let component = self.must(table, "component", &span).and_then(|id| self.id(&id));
            let license = self.expression(table, "license");
            let by = self.text(table, "by").and_then(|id| self.id(&id));
            let offer = match (by, license) {
                (Some(by), license) => {
                    let mut other = Component::third_party(by);
                    other.license.concluded = license;
                    Offer::Replacement(Box::new(other))
                }
                (None, Some(license)) => Offer::License(license),
                (None, None) => {
                    if table.get("by").is_none() && table.get("license").is_none() {
                        let what = "an offer has a `license` that the holder gives, or says by which \
                                    other component (`by`) this one could be replaced";
                        self.error(&span, what);
                    }
                    continue;
                }
            };
            offers.extend(component.map(|component| StatedOffer { component, offer }));
        }
        offers
    }
}
