// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a JSON schema says of a value.

use std::hash::{Hash, Hasher};

use heirloom_sbom::cyclonedx::xml::grammar::Scalar;
use serde_json::Value;

/// Schemas may lead from one to the next this often.
const MAX_STEPS: usize = 8;

/// The schemas that name each other.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'x> {
    pub(super) json: &'x Value,
    pub(super) cryptography: &'x Value,
}

/// What a schema says of a value: every schema that it may follow.
#[derive(Clone, Default)]
pub(super) struct Shape<'x> {
    nodes: Vec<&'x Value>,
}

impl Shape<'_> {
    fn places(&self) -> impl Iterator<Item = *const Value> {
        self.nodes.iter().map(|node| std::ptr::from_ref::<Value>(node))
    }
}

impl PartialEq for Shape<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.places().eq(other.places())
    }
}

impl Eq for Shape<'_> {}

impl Hash for Shape<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.places().for_each(|place| place.hash(state));
    }
}

impl Shape<'_> {
    /// Nothing is known of the value.
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Whether it may have the field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.nodes.iter().any(|node| node["properties"].get(field).is_some())
    }

    fn may_be(&self, kind: &str) -> bool {
        self.nodes.iter().any(|node| match &node["type"] {
            Value::String(one) => one == kind,
            Value::Array(several) => several.iter().any(|one| one == kind),
            _ => false,
        })
    }

    /// Whether it may be a list.
    pub(super) fn is_list(&self) -> bool {
        self.may_be("array")
    }

    /// Whether it may be an object.
    pub(super) fn is_object(&self) -> bool {
        self.may_be("object")
    }

    /// Whether it is a string.
    pub(super) fn is_text(&self) -> bool {
        self.may_be("string") && !self.may_be("object")
    }

    /// How a plain value is written.
    pub(super) fn scalar(&self) -> Scalar {
        if self.may_be("string") {
            Scalar::Text
        } else if self.may_be("integer") || self.may_be("number") {
            Scalar::Number
        } else if self.may_be("boolean") {
            Scalar::Boolean
        } else {
            Scalar::Text
        }
    }
}

impl<'x> Schemas<'x> {
    /// The shape of a document.
    pub(super) fn root(&self) -> Shape<'x> {
        self.shape(self.json, self.json)
    }

    /// The shape of a field; empty where the object has none of that name.
    pub(super) fn field(&self, of: &Shape<'x>, name: &str) -> Shape<'x> {
        self.gathered(of.nodes.iter().filter_map(|node| node["properties"].get(name)))
    }

    /// The shape of a list's members.
    pub(super) fn members(&self, of: &Shape<'x>) -> Shape<'x> {
        let items = of.nodes.iter().filter_map(|node| node.get("items"));
        // One schema for all members, or one for each.
        self.gathered(items.flat_map(|items| match items {
            Value::Array(each) => each.iter(),
            one => std::slice::from_ref(one).iter(),
        }))
    }

    fn gathered(&self, nodes: impl Iterator<Item = &'x Value>) -> Shape<'x> {
        let mut found = Shape::default();
        for node in nodes {
            let document = self.document_of(node);
            self.add(node, document, 0, &mut found);
        }
        found
    }

    fn shape(&self, node: &'x Value, document: &'x Value) -> Shape<'x> {
        let mut found = Shape::default();
        self.add(node, document, 0, &mut found);
        found
    }

    /// The document that a node is of: names that start with `#` are the document's own.
    fn document_of(&self, node: &'x Value) -> &'x Value {
        fn is_in(document: &Value, node: &Value) -> bool {
            std::ptr::eq(document, node)
                || match document {
                    Value::Object(fields) => fields.values().any(|value| is_in(value, node)),
                    Value::Array(items) => items.iter().any(|value| is_in(value, node)),
                    _ => false,
                }
        }
        if is_in(self.cryptography, node) { self.cryptography } else { self.json }
    }

    fn add(&self, node: &'x Value, document: &'x Value, n_steps: usize, found: &mut Shape<'x>) {
        if n_steps > MAX_STEPS || !node.is_object() {
            return;
        }
        if let Some(reference) = node["$ref"].as_str() {
            let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
            let document = match file {
                "" => document,
                file if file.contains("cryptography") => self.cryptography,
                // A list of identifiers: strings.
                _ => return,
            };
            if let Some(target) = document.pointer(pointer) {
                self.add(target, document, n_steps + 1, found);
            }
        }
        if !found.nodes.iter().any(|known| std::ptr::eq(*known, node)) {
            found.nodes.push(node);
        }
        for kind in ["allOf", "anyOf", "oneOf"] {
            for one in node[kind].as_array().into_iter().flatten() {
                self.add(one, document, n_steps + 1, found);
            }
        }
    }
}
