// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! XML as the JSON form.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{
    FOREIGN, Table, Version, dom,
    grammar::{Of, Scalar, Slot, Text, Type, Way},
};

pub(super) fn tree(root: &dom::Element, table: &Table, version: Version) -> Value {
    let reader = Reader { table };
    let mut tree = reader.value(root, table.grammar.root).in_place();
    if let Some(fields) = tree.as_object_mut() {
        let mut whole = Map::new();
        whole.insert("bomFormat".into(), "CycloneDX".into());
        whole.insert("specVersion".into(), version.name().into());
        // The schema says what holds where the attribute is left out.
        whole.insert("version".into(), 1.into());
        whole.append(fields);
        *fields = whole;
    }
    tree
}

/// A part of a document of the type `kind`.
pub(super) fn part(element: &dom::Element, table: &Table, kind: usize) -> Value {
    Reader { table }.value(element, kind).in_place()
}

/// The line of the innermost element on the way to a place of the JSON form.
pub(super) fn line_of(element: &dom::Element, table: &Table, kind: usize, tokens: &[&str]) -> u32 {
    let Some((first, rest)) = tokens.split_first() else { return element.line };
    let known = |part: &dom::Element| {
        let known = table.elements[kind].get(&*part.name);
        known.filter(|_| *part.namespace == *table.grammar.namespace).copied()
    };
    let inside = |part: &dom::Element, of: Of, rest: &[&str]| match of {
        Of::Type(kind) => line_of(part, table, kind, rest),
        Of::Text(..) => part.line,
    };
    let mut number = 0;
    for part in element.elements() {
        let Some(known) = known(part) else { continue };
        let field = known.place.field.as_deref();
        match known.place.way {
            Way::Field | Way::List if field == Some(*first) => return inside(part, known.of, rest),
            Way::Member | Way::Only if field == Some(*first) => {
                let Some((index, rest)) = rest.split_first() else { return part.line };
                if *index == number.to_string() {
                    return inside(part, known.of, rest);
                }
                number += 1;
            }
            Way::Item => {
                if *first == number.to_string() {
                    let rest =
                        if field.is_some() { rest.get(1..).unwrap_or_default() } else { rest };
                    return inside(part, known.of, rest);
                }
                number += 1;
            }
            Way::Same | Way::Merged => {
                let line = inside(part, known.of, tokens);
                if line != part.line {
                    return line;
                }
            }
            _ => {}
        }
    }
    element.line
}

struct Reader<'t> {
    table: &'t Table,
}

/// What an element is in JSON, and what it says in namespaces of others.
struct Made {
    value: Value,
    foreign: Map<String, Value>,
}

impl Made {
    /// The value with what is foreign in it; values that are no objects cannot hold any.
    fn in_place(mut self) -> Value {
        if let Value::Object(fields) = &mut self.value
            && !self.foreign.is_empty()
        {
            fields.insert(FOREIGN.into(), self.foreign.into());
        }
        self.value
    }
}

/// The object or list that an element becomes, part by part.
#[derive(Default)]
struct Building {
    fields: Map<String, Value>,
    items: Vec<Value>,
    whole: Option<Value>,
    foreign: Map<String, Value>,
}

impl Building {
    fn slot(&mut self, slot: &Slot, value: Value) {
        match &slot.field {
            Some(field) => {
                self.fields.insert(field.clone(), value);
            }
            None => self.whole = Some(value),
        }
    }

    fn foreign(&mut self, kind: &str) -> &mut Map<String, Value> {
        let kind = self.foreign.entry(kind).or_insert_with(|| Map::new().into());
        kind.as_object_mut().expect("it was made one")
    }

    fn add_element(&mut self, element: &dom::Element) {
        let all = self.foreign.entry("elements").or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(all) = all {
            all.push(element.to_xml().into());
        }
    }

    fn add(&mut self, way: Way, field: Option<&String>, value: Value) {
        match (way, field) {
            (Way::Field, Some(field)) => {
                self.fields.insert(field.clone(), value);
            }
            (Way::Member | Way::Only | Way::List, Some(field)) => {
                let all =
                    self.fields.entry(field.clone()).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(all) = all {
                    match value {
                        Value::Array(several) if way == Way::List => all.extend(several),
                        Value::Object(_) | Value::Null if way == Way::List => {}
                        one => all.push(one),
                    }
                }
            }
            (Way::Item, None) => self.items.push(value),
            (Way::Item, Some(field)) => {
                self.items.push(Map::from_iter([(field.clone(), value)]).into());
            }
            (Way::Same, _) => self.whole = Some(value),
            (Way::Merged, _) => {
                if let Value::Object(fields) = value {
                    self.fields.extend(fields);
                }
            }
            _ => {}
        }
    }

    fn finish(self) -> Made {
        let value = match self.whole {
            Some(whole) => whole,
            None if !self.items.is_empty() => self.items.into(),
            None => self.fields.into(),
        };
        Made { value, foreign: self.foreign }
    }
}

impl Reader<'_> {
    fn value(&self, element: &dom::Element, at: usize) -> Made {
        let kind = self.table.kind(at);
        let mut building = Building::default();
        self.attributes(element, kind, &mut building);
        let is_text = kind.parts.is_none() || element.elements().next().is_none();
        if let Some(slot) = kind.text.as_ref().filter(|_| is_text) {
            let value = scalar(&element.text(), self.table.text(slot.text), slot.scalar);
            building.slot(slot, value);
        }
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for part in element.elements() {
            let own = self.table.elements[at].get(&*part.name);
            let own = own.filter(|_| *part.namespace == *self.table.grammar.namespace);
            let Some(known) = own.filter(|known| known.place.way != Way::Unknown) else {
                building.add_element(part);
                continue;
            };
            let made = match known.of {
                Of::Type(inner) => self.value(part, inner),
                Of::Text(text, way) => {
                    let value = scalar(&part.text(), self.table.text(text), way);
                    Made { value, foreign: Map::new() }
                }
            };
            let number = numbers.entry(&*part.name).or_default();
            *number += 1;
            let value = if made.value.is_object() && known.place.way != Way::List {
                made.in_place()
            } else {
                if !made.foreign.is_empty() {
                    let name = format!("{}[{number}]", part.name);
                    building.foreign("in").insert(name, made.foreign.into());
                }
                made.value
            };
            building.add(known.place.way, known.place.field.as_ref(), value);
        }
        building.finish()
    }

    fn attributes(&self, element: &dom::Element, kind: &Type, building: &mut Building) {
        for attribute in &element.attributes {
            let own = kind.attributes.iter().find(|known| known.name == *attribute.name);
            match own.filter(|_| attribute.namespace.is_empty()) {
                Some(known) => {
                    let text = self.table.text(known.slot.text);
                    let value = scalar(&attribute.value, text, known.slot.scalar);
                    building.slot(&known.slot, value);
                }
                None => {
                    let name = format!("{{{}}}{}", attribute.namespace, attribute.name);
                    let value = attribute.value.as_str().into();
                    building.foreign("attributes").insert(name, value);
                }
            }
        }
    }
}

/// A text as JSON writes it; what is no number where one belongs stays a text.
fn scalar(written: &str, text: &Text, scalar: Scalar) -> Value {
    let plain = white_space(written, text);
    match scalar {
        Scalar::Text => plain.into(),
        Scalar::Boolean => match plain.as_str() {
            "true" | "1" => true.into(),
            "false" | "0" => false.into(),
            _ => plain.into(),
        },
        Scalar::Number => match serde_json::from_str::<Value>(plain.trim_start_matches('+')) {
            Ok(number) if number.is_number() => number,
            _ => plain.into(),
        },
    }
}

/// White space as the type of a text asks for (XML Schema Part 2, §4.3.6), without that around it.
pub(super) fn white_space(written: &str, text: &Text) -> String {
    match text.base.as_str() {
        "string" => written.to_owned(),
        // The space around a line that was broken and indented is no part of it.
        "normalizedString" => written.replace(['\n', '\t', '\r'], " ").trim().to_owned(),
        _ => written.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
    }
}
