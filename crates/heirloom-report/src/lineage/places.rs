// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Where in the tree something is shown, for programs that point at files.

use std::{collections::HashMap, fmt::Write};

use heirloom_model::{ComponentId, Evidence, Product, Relation, Span, TreePath, UseRef};

/// What answers for statements, and for what no file shows.
const STATEMENTS: &str = "heirloom.toml";

/// A place in a file of the tree.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// The path as reports write it.
    pub(super) path: String,
    /// The path as part of an address (RFC 3986).
    pub(super) uri: String,
    /// Where in it.
    pub(super) span: Option<Span>,
}

impl Place {
    /// Where an evidence was seen; nowhere if a person said so in an answer.
    pub(super) fn of(evidence: &Evidence) -> Option<Place> {
        let path = evidence.source.as_ref().filter(|path| !path.is_root())?;
        Some(Place { path: path.to_string(), uri: uri(path), span: evidence.span })
    }

    /// A file as a whole.
    pub(super) fn of_file(path: &TreePath) -> Place {
        Place { path: path.to_string(), uri: uri(path), span: None }
    }
}

/// The places of a product.
pub(super) struct Places<'a> {
    uses: HashMap<(&'a ComponentId, &'static str, &'a ComponentId), &'a Relation>,
    /// The first place that shows what a component uses, and what uses it.
    users: HashMap<&'a ComponentId, Place>,
    used: HashMap<&'a ComponentId, Place>,
}

impl<'a> Places<'a> {
    pub(super) fn new(product: &'a Product) -> Places<'a> {
        let mut uses = HashMap::new();
        let (mut users, mut used) = (HashMap::new(), HashMap::new());
        for relation in &product.relations {
            uses.entry((&relation.from, relation.kind.name(), &relation.to)).or_insert(relation);
            if let Some(place) = relation.evidence.iter().find_map(Place::of) {
                users.entry(&relation.from).or_insert_with(|| place.clone());
                used.entry(&relation.to).or_insert(place);
            }
        }
        Places { uses, users, used }
    }

    /// What shows a use.
    pub(super) fn evidence(&self, by: &UseRef) -> &'a [Evidence] {
        let relation = self.uses.get(&(&by.from, by.kind.name(), &by.to));
        relation.map_or(&[], |relation| &relation.evidence)
    }

    /// The first place that shows a use, else one of its user.
    pub(super) fn of_use(&self, by: &UseRef) -> Place {
        let shown = self.evidence(by).iter().find_map(Place::of);
        shown.unwrap_or_else(|| self.of_component(&by.from))
    }

    /// A place that stands for a component: where it says what it uses, else where it is used, else
    /// the statements.
    pub(super) fn of_component(&self, id: &ComponentId) -> Place {
        self.users.get(id).or_else(|| self.used.get(id)).cloned().unwrap_or_else(statements)
    }
}

/// The file of statements, whether or not there is one yet.
pub(super) fn statements() -> Place {
    Place { path: STATEMENTS.to_owned(), uri: STATEMENTS.to_owned(), span: None }
}

/// A path with every byte escaped that might mean something else in an address.
fn uri(path: &TreePath) -> String {
    let mut out = String::with_capacity(path.as_bytes().len());
    for &byte in path.as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b'!' | b'@' | b'+' | b',' | b'=' => {
                out.push(char::from(byte));
            }
            _ => write!(out, "%{byte:02X}").expect("a string takes any text"),
        }
    }
    out
}
