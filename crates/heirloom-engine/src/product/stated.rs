// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What people state, which wins over what was found for what it says.

use heirloom_lineage::stated::{self, StatedProduct};
use heirloom_model::{Component, Relation};

use super::Draft;

impl Draft {
    /// Stated components, found or not.
    pub(super) fn state_components(&mut self, stated: &StatedProduct) {
        for one in &stated.components {
            match self.component_mut(&one.id) {
                Some(component) => stated::apply(one, component),
                None => self.add(stated::component(one)),
            }
        }
    }

    /// Stated uses: a stated one replaces what was found between the same two in the same way.
    pub(super) fn state_relations(&mut self, stated: &StatedProduct) {
        for one in &stated.relations {
            let said = &one.relation;
            for id in [&said.from, &said.to] {
                if self.component(id).is_none() {
                    self.add(Component::third_party(id.clone()));
                }
            }
            let same = |known: &Relation| {
                known.from == said.from
                    && known.to == said.to
                    && known.kind.name() == said.kind.name()
            };
            let Some(known) = self.relation_mut(same) else {
                if !one.absent {
                    self.add_relation(said.clone());
                }
                continue;
            };
            if one.absent {
                // A person's word that it is not there counts for more than what was found.
                known.against.clone_from(&said.against);
                known.evidence.clear();
                continue;
            }
            known.kind = said.kind;
            known.evidence.extend(said.evidence.iter().cloned());
            for (kind, statement) in said.facts.iter() {
                known.facts.set(kind, statement.clone());
            }
        }
    }
}
