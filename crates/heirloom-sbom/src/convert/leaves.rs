// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Every value of a document that is no list or object, with the pattern of its place.

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

use super::shortened;

/// A value that is no list or object.
pub(super) enum Leaf<'a> {
    Text(&'a str),
    Other(Value),
}

impl Leaf<'_> {
    /// The value as text.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Leaf::Text(text) => Cow::from(*text),
            Leaf::Other(value) => value.to_string().into(),
        }
    }

    pub(super) fn shortened(&self) -> String {
        match self {
            Leaf::Text(text) => shortened(&(*text).into()),
            Leaf::Other(value) => shortened(value),
        }
    }
}

/// Takes leaves with the patterns of their places.
type Visit<'a> = dyn FnMut(&str, &Leaf<'_>) + 'a;

/// Visits the leaves of a tree; `pattern` is where it stands.
pub(super) fn of_tree(value: &Value, pattern: &str, visit: &mut Visit<'_>) {
    let mut pattern = pattern.to_owned();
    walk(value, &mut pattern, visit);
}

fn walk(value: &Value, pattern: &mut String, visit: &mut Visit<'_>) {
    let length = pattern.len();
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                enter(pattern, name);
                walk(value, pattern, visit);
                pattern.truncate(length);
            }
        }
        Value::Array(items) => {
            pattern.push_str("[]");
            for value in items {
                walk(value, pattern, visit);
            }
            pattern.truncate(length);
        }
        Value::String(text) => visit(pattern, &Leaf::Text(text)),
        other => visit(pattern, &Leaf::Other(other.clone())),
    }
}

fn enter(pattern: &mut String, name: &str) {
    if !pattern.is_empty() {
        pattern.push('.');
    }
    pattern.push_str(name);
}

/// Visits the leaves of a document in JSON, of which no tree is made.
///
/// # Errors
/// When it is no JSON.
pub(super) fn of_json(bytes: &[u8], visit: &mut Visit<'_>) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    Walk { pattern: &mut String::new(), visit }.deserialize(&mut json)?;
    json.end()
}

struct Walk<'a, 'v> {
    pattern: &'a mut String,
    visit: &'a mut Visit<'v>,
}

impl Walk<'_, '_> {
    fn leaf<E: Error>(self, leaf: &Leaf<'_>) -> Result<(), E> {
        (self.visit)(self.pattern, leaf);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.leaf(&Leaf::Text(text))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.leaf(&Leaf::Other(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.leaf(&Leaf::Other(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.leaf(&Leaf::Other(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.leaf(&Leaf::Other(value.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.leaf(&Leaf::Other(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Walk { pattern, visit } = self;
        let length = pattern.len();
        pattern.push_str("[]");
        while list.next_element_seed(Walk { pattern, visit })?.is_some() {}
        pattern.truncate(length);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Walk { pattern, visit } = self;
        let length = pattern.len();
        while let Some(name) = map.next_key::<String>()? {
            enter(pattern, &name);
            map.next_value_seed(Walk { pattern, visit })?;
            pattern.truncate(length);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_of_a_text_are_those_of_its_tree() {
        let text =
            r#"{"a": [{"b": 1, "c": null}, "x", [], [-2, 1.5]], "d": {"e.f": true}, "": ""}"#;
        let (mut of_text, mut of_value) = (Vec::new(), Vec::new());
        of_json(text.as_bytes(), &mut |at, leaf| of_text.push((at.to_owned(), leaf.shortened())))
            .unwrap();
        let tree: Value = serde_json::from_str(text).unwrap();
        of_tree(&tree, "", &mut |at, leaf| of_value.push((at.to_owned(), leaf.shortened())));
        assert_eq!(of_text, of_value);
        let places: Vec<&str> = of_text.iter().map(|(at, _)| at.as_str()).collect();
        assert_eq!(places, ["a[].b", "a[].c", "a[]", "a[][]", "a[][]", "d.e.f", ""]);
    }
}
