// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! SPDX 3.0.1 as JSON-LD: elements of one graph, and how they become a [`Bill`](crate::Bill) and are
//! made of one.
//!
//! An element keeps all of its fields; those that matter are read by their names in the official
//! context. The context itself is never fetched: documents are taken as their context says only
//! where it is that of 3.0.1.

mod make;
mod read;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub(crate) use make::write;
pub use read::bill;

/// The address of the context, which is a name and is not looked up.
pub const CONTEXT: &str = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld";

/// A document.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Document {
    /// The context.
    #[serde(rename = "@context")]
    pub context: Value,
    /// The elements.
    #[serde(rename = "@graph", default, skip_serializing_if = "Vec::is_empty")]
    pub graph: Vec<Element>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// An element, or a part of elements that stands on its own.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Element(pub Map<String, Value>);

impl Element {
    /// What it is: `software_Package`, `Relationship`, …
    pub fn kind(&self) -> &str {
        self.text("type").or_else(|| self.text("@type")).unwrap_or_default()
    }

    /// By which others name it.
    pub fn id(&self) -> &str {
        self.text("spdxId").or_else(|| self.text("@id")).unwrap_or_default()
    }

    /// A field that is one text.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field)?.as_str()
    }

    /// A field that is a text or a list of texts.
    pub fn texts(&self, field: &str) -> impl Iterator<Item = &str> {
        let (one, several) = match self.0.get(field) {
            Some(Value::Array(several)) => (None, several.as_slice()),
            one => (one, [].as_slice()),
        };
        one.into_iter().chain(several).filter_map(Value::as_str)
    }

    /// A field that is a list of objects.
    pub fn parts(&self, field: &str) -> impl Iterator<Item = &Map<String, Value>> {
        let list = self.0.get(field).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_object)
    }
}
