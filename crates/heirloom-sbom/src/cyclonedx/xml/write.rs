// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The JSON form as XML.

use std::{borrow::Cow, collections::HashSet, fmt::Write as _, io};

use quick_xml::escape::escape;
use serde_json::{Value, json};

use super::{
    FOREIGN, Table,
    grammar::{Element, Of, Particle, Slot, Type, Way, When},
};
use crate::stream::Lazy;

/// By which things are named, each once in a document: in JSON steps of formulas may share names.
const NAME: &str = "bom-ref";

/// Fields that XML says by its namespace.
const SAID: &[&str] = &["bomFormat", "specVersion", "$schema"];

/// Lists of the outermost element that are made as they are written, by their fields.
pub(super) type Lists<'a> = Vec<(&'static str, Lazy<'a, Cow<'a, Value>>)>;

/// Writes a document; gives the places (JSON pointers) of what XML does not hold. Fields of `tree` that
/// `lists` has are not looked at.
pub(super) fn document<'a>(
    tree: &Value,
    lists: Lists<'a>,
    table: &'a Table,
    out: &'a mut dyn io::Write,
) -> io::Result<Vec<String>> {
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty()).collect();
    let (lost, names) = (Vec::new(), HashSet::new());
    let mut writer =
        Writer { table, out: String::new(), lost, names, lists, sink: out, failed: None };
    writer.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let root = Of::Type(table.grammar.root);
    let place = At { value: tree, pointer: String::new(), foreign: None, depth: 0 };
    let namespace = format!(" xmlns=\"{}\"", table.grammar.namespace);
    writer.element("bom", &namespace, root, &place);
    writer.flush();
    writer.failed.map_or(Ok(()), Err)?;
    let mut lost = writer.lost;
    lost.retain(|pointer| !SAID.iter().any(|said| pointer[1..] == **said));
    Ok(lost)
}

struct Writer<'t> {
    table: &'t Table,
    out: String,
    lost: Vec<String>,
    /// Names of things that are written; no two may be the same.
    names: HashSet<String>,
    lists: Lists<'t>,
    sink: &'t mut dyn io::Write,
    /// What the sink failed with.
    failed: Option<io::Error>,
}

/// As much text is held before it is written.
const HELD: usize = 64 << 10;

/// A value that becomes an element.
struct At<'v> {
    value: &'v Value,
    pointer: String,
    /// What it says in namespaces of others, where it is no object and cannot hold that.
    foreign: Option<&'v Value>,
    depth: usize,
}

impl<'v> At<'v> {
    fn field(&self, name: &str) -> Option<&'v Value> {
        self.value.as_object()?.get(name)
    }

    fn foreign(&self) -> Option<&'v Value> {
        self.foreign.or_else(|| self.field(FOREIGN))
    }

    fn below(&self, value: &'v Value, pointer: String) -> At<'v> {
        At { value, pointer, foreign: None, depth: self.depth + 1 }
    }

    /// A part that is no object finds its foreign parts here.
    fn with_foreign_of(mut self, around: &At<'v>, name: &str, number: usize) -> At<'v> {
        let inside = around.foreign().and_then(|foreign| foreign.get("in"));
        self.foreign = inside.and_then(|inside| inside.get(format!("{name}[{number}]")));
        self
    }
}

impl<'t> Writer<'t> {
    fn element(&mut self, name: &str, declared: &str, of: Of, at: &At<'_>) {
        let indent = "  ".repeat(at.depth);
        let _ = write!(self.out, "{indent}<{name}{declared}");
        let kind = match of {
            Of::Text(..) => {
                let text = self.scalar(at);
                self.plain_end(name, &text);
                return;
            }
            Of::Type(kind) => self.table.kind(kind),
        };
        self.attributes(kind, at);
        let is_text = kind.parts.is_none() || at.value.is_string();
        if let Some(slot) = kind.text.as_ref().filter(|_| is_text) {
            let text = self.slot(slot, at).map(scalar_text).unwrap_or_default();
            self.plain_end(name, &text);
            self.tell_lost(kind, at, &HashSet::new());
            return;
        }
        self.out.push('>');
        // Of what is written as it is made, the start is gone when the end is known.
        let is_streamed = at.depth == 0 && !self.lists.is_empty();
        if is_streamed {
            self.out.push('\n');
        }
        let start = self.out.len();
        let mut used = HashSet::new();
        if let Some(parts) = &kind.parts {
            match at.value {
                Value::Array(items) => self.items(kind, items, at),
                _ => self.particle(parts, at, &mut used),
            }
        }
        self.foreign_elements(at);
        if is_streamed {
            let _ = writeln!(self.out, "{indent}</{name}>");
        } else if self.out.len() == start {
            self.out.truncate(start - 1);
            self.out.push_str("/>\n");
        } else {
            self.out.insert(start, '\n');
            let _ = writeln!(self.out, "{indent}</{name}>");
        }
        self.tell_lost(kind, at, &used);
    }

    fn plain_end(&mut self, name: &str, text: &str) {
        match text {
            "" => self.out.push_str("/>\n"),
            text => {
                self.out.push('>');
                self.out.push_str(&escaped(text));
                let _ = writeln!(self.out, "</{name}>");
            }
        }
    }

    fn scalar(&mut self, at: &At<'_>) -> String {
        if at.value.is_object() || at.value.is_array() {
            self.lost.push(at.pointer.clone());
            return String::new();
        }
        scalar_text(at.value)
    }

    fn slot<'v>(&self, slot: &Slot, at: &At<'v>) -> Option<&'v Value> {
        let value = match &slot.field {
            Some(field) => at.field(field)?,
            None => at.value,
        };
        (!value.is_object() && !value.is_array() && !value.is_null()).then_some(value)
    }

    fn attributes(&mut self, kind: &Type, at: &At<'_>) {
        for attribute in &kind.attributes {
            if let Some(value) = self.slot(&attribute.slot, at) {
                let mut value = scalar_text(value);
                if attribute.name == NAME && !self.names.insert(value.clone()) {
                    self.lost.push(format!("{}/{NAME}", at.pointer));
                    let free = (2..).map(|number| format!("{value}-{number}"));
                    let free = free.into_iter().find(|name| self.names.insert(name.clone()));
                    value = free.unwrap_or_default();
                }
                let value = attribute_text(&value);
                let _ = write!(self.out, " {}=\"{value}\"", attribute.name);
            }
        }
        let foreign = at.foreign().and_then(|foreign| foreign.get("attributes"));
        let foreign = foreign.and_then(Value::as_object).into_iter().flatten();
        for (number, (name, value)) in foreign.enumerate() {
            let parts = name.strip_prefix('{').and_then(|name| name.split_once('}'));
            let Some((namespace, name)) = parts else { continue };
            let value = attribute_text(value.as_str().unwrap_or_default());
            match namespace {
                "" => {
                    let _ = write!(self.out, " {name}=\"{value}\"");
                }
                "http://www.w3.org/XML/1998/namespace" => {
                    let _ = write!(self.out, " xml:{name}=\"{value}\"");
                }
                namespace => {
                    let namespace = attribute_text(namespace);
                    let declared = format!(" xmlns:n{number}=\"{namespace}\"");
                    let _ = write!(self.out, "{declared} n{number}:{name}=\"{value}\"");
                }
            }
        }
    }

    fn foreign_elements(&mut self, at: &At<'_>) {
        let all = at.foreign().and_then(|foreign| foreign.get("elements"));
        for element in all.and_then(Value::as_array).into_iter().flatten() {
            self.out.push_str(&"  ".repeat(at.depth + 1));
            self.out.push_str(element.as_str().unwrap_or_default());
            self.out.push('\n');
        }
    }

    fn particle(
        &mut self,
        particle: &'static Particle,
        at: &At<'_>,
        used: &mut HashSet<&'static str>,
    ) {
        match particle {
            Particle::Sequence(group) => {
                group.of.iter().for_each(|part| self.particle(part, at, used));
            }
            Particle::Choice(group) => {
                // The one that the object has most fields of comes first and takes those it shares.
                let mut ways: Vec<&Particle> = group.of.iter().collect();
                ways.sort_by_key(|way| std::cmp::Reverse(n_fields(way, at)));
                ways.into_iter().for_each(|way| self.particle(way, at, used));
            }
            Particle::Element(element) => self.part(element, at, used),
            Particle::Foreign => {}
        }
    }

    /// Writes a list of the outermost element as it is made; whether the element is such a list.
    fn streamed(&mut self, element: &'static Element) -> bool {
        let field = element.place.field.as_deref();
        let Some(at) = self.lists.iter().position(|(known, _)| Some(*known) == field) else {
            return false;
        };
        let Of::Type(kind) = element.of else { return false };
        let (field, list) = self.lists.remove(at);
        let _ = writeln!(self.out, "  <{}>", element.name);
        for (number, item) in list.iter().enumerate() {
            let pointer = format!("/{field}/{number}");
            let place = At { value: &Value::Null, pointer, foreign: None, depth: 1 };
            self.items(self.table.kind(kind), std::slice::from_ref(&*item), &place);
            if self.out.len() >= HELD {
                self.flush();
            }
        }
        let _ = writeln!(self.out, "  </{}>", element.name);
        true
    }

    fn flush(&mut self) {
        if self.failed.is_none() {
            self.failed = self.sink.write_all(self.out.as_bytes()).err();
        }
        self.out.clear();
    }

    fn part(&mut self, element: &'static Element, at: &At<'_>, used: &mut HashSet<&'static str>) {
        let name = element.name.as_str();
        if at.depth == 0 && self.streamed(element) {
            used.extend(element.place.field.as_deref());
            return;
        }
        match (element.place.way, element.place.field.as_deref()) {
            (Way::Field | Way::List, Some(field)) => {
                // Two elements may be the same field: the first that is there takes it.
                let Some(value) = at.field(field).filter(|_| !used.contains(field)) else { return };
                used.insert(field);
                let below = at.below(value, format!("{}/{}", at.pointer, token(field)));
                self.element(name, "", element.of, &below.with_foreign_of(at, name, 1));
            }
            (way @ (Way::Member | Way::Only), Some(field)) => {
                let Some(value) = at.field(field).filter(|_| !used.contains(field)) else { return };
                used.insert(field);
                let pointer = format!("{}/{}", at.pointer, token(field));
                let members = match value {
                    Value::Array(members) => members.as_slice(),
                    one => std::slice::from_ref(one),
                };
                let n_held = if way == Way::Only { 1 } else { members.len() };
                let others = (0..members.len()).skip(n_held);
                self.lost.extend(others.map(|number| format!("{pointer}/{number}")));
                for (number, member) in members.iter().enumerate().take(n_held) {
                    let below = at.below(member, format!("{pointer}/{number}"));
                    let below = below.with_foreign_of(at, name, number + 1);
                    self.element(name, "", element.of, &below);
                }
            }
            (Way::Same, _) if is_meant(element, at.value) => {
                let below = at.below(at.value, at.pointer.clone());
                self.element(name, "", element.of, &below);
                used.extend(self.fields_of(element));
            }
            (Way::Merged, _) => {
                let fields: Vec<&str> = self.fields_of(element).collect();
                if fields.iter().any(|field| at.field(field).is_some()) {
                    let below = at.below(at.value, at.pointer.clone());
                    let n_lost = self.lost.len();
                    self.element(name, "", element.of, &below);
                    // What is left is looked at by the element around.
                    self.lost.truncate(n_lost);
                    used.extend(fields);
                }
            }
            _ => {}
        }
    }

    /// The fields that an element holds directly.
    fn fields_of(&self, element: &Element) -> impl Iterator<Item = &'static str> + use<'t> {
        let kind = match element.of {
            Of::Type(kind) => Some(kind),
            Of::Text(..) => None,
        };
        let table = self.table;
        kind.into_iter().flat_map(move |at| {
            let kind = table.kind(at);
            let slots = kind.attributes.iter().map(|one| &one.slot).chain(&kind.text);
            let parts = table.elements[at].values().filter_map(|one| one.place.field.as_deref());
            slots.filter_map(|slot| slot.field.as_deref()).chain(parts)
        })
    }

    fn items(&mut self, kind: &'static Type, items: &[Value], at: &At<'_>) {
        let mut elements = Vec::new();
        kind.parts.iter().for_each(|parts| item_elements(parts, &mut elements));
        // Where one list is of one kind of element only, the kind that holds more is for all.
        let is_one_kind =
            matches!(&kind.parts, Some(Particle::Choice(group)) if group.occurs.max == 1);
        let richest = elements.iter().copied().filter(|_| is_one_kind).find(|element| {
            let is_rich = matches!(element.place.when, Some(When::Has(_)));
            let is_plain = element.place.field.is_none();
            is_rich && is_plain && items.iter().any(|item| is_meant(element, item))
        });
        if let Some(richest) = richest {
            elements.retain(|element| std::ptr::eq(*element, richest));
        }
        let named = if is_one_kind { as_names(items) } else { None };
        let items = named.as_deref().unwrap_or(items);
        let mut numbers = vec![0; elements.len()];
        for (number, item) in items.iter().enumerate() {
            let pointer = format!("{}/{number}", at.pointer);
            let meant = elements.iter().position(|element| {
                is_meant(element, item) || (richest.is_some() && item.is_object())
            });
            let Some(meant) = meant else {
                self.lost.push(pointer);
                continue;
            };
            let element = elements[meant];
            numbers[meant] += 1;
            let (value, inner) = match &element.place.field {
                Some(field) => match item.get(field) {
                    Some(value) => (value, format!("{pointer}/{}", token(field))),
                    None => {
                        self.lost.push(pointer);
                        continue;
                    }
                },
                None => (item, pointer.clone()),
            };
            let below = at.below(value, inner);
            let below = below.with_foreign_of(at, &element.name, numbers[meant]);
            self.element(&element.name, "", element.of, &below);
            if let (Some(field), Value::Object(fields)) = (&element.place.field, item) {
                let others = fields.keys().filter(|name| *name != field);
                self.lost.extend(others.map(|name| format!("{pointer}/{}", token(name))));
            }
        }
    }

    fn tell_lost(&mut self, kind: &Type, at: &At<'_>, used: &HashSet<&str>) {
        let Some(fields) = at.value.as_object() else { return };
        let slots = kind.attributes.iter().map(|one| &one.slot).chain(&kind.text);
        let slots: HashSet<&str> = slots.filter_map(|slot| slot.field.as_deref()).collect();
        for name in fields.keys() {
            let is_written =
                used.contains(name.as_str()) || slots.contains(name.as_str()) || name == FOREIGN;
            if !is_written {
                self.lost.push(format!("{}/{}", at.pointer, token(name)));
            }
        }
    }
}

fn item_elements<'t>(particle: &'t Particle, found: &mut Vec<&'t Element>) {
    match particle {
        Particle::Sequence(group) | Particle::Choice(group) => {
            group.of.iter().for_each(|part| item_elements(part, found));
        }
        Particle::Element(element) if element.place.way == Way::Item => found.push(element),
        _ => {}
    }
}

/// Licenses and expressions in one list, or several expressions, where XML has either licenses or one
/// expression: expressions are names of licenses then, as readers understand them too.
fn as_names(items: &[Value]) -> Option<Vec<Value>> {
    let n_expressions = items.iter().filter(|item| item.get("expression").is_some()).count();
    let is_mixed = n_expressions > 1 || (n_expressions == 1 && items.len() > 1);
    let named = items.iter().map(|item| match item.get("expression") {
        Some(expression) => json!({ "license": { "name": expression } }),
        None => item.clone(),
    });
    is_mixed.then(|| named.collect())
}

/// How many fields of an object a particle writes.
fn n_fields(particle: &Particle, at: &At<'_>) -> usize {
    match particle {
        Particle::Sequence(group) | Particle::Choice(group) => {
            group.of.iter().map(|part| n_fields(part, at)).sum()
        }
        Particle::Element(element) => {
            let field = element.place.field.as_deref();
            usize::from(field.is_some_and(|field| at.field(field).is_some()))
        }
        Particle::Foreign => 0,
    }
}

/// Whether a value is written as this element.
fn is_meant(element: &Element, value: &Value) -> bool {
    let has = |fields: &[String]| fields.iter().any(|field| value.get(field).is_some());
    match &element.place.when {
        None => true,
        Some(When::Text) => value.is_string(),
        Some(When::Has(fields)) => value.is_object() && has(fields),
        Some(When::Lacks(fields)) => value.is_object() && !has(fields),
    }
}

/// A name as a part of a JSON pointer.
fn token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn scalar_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Characters that XML does not have become the sign for unreadable ones.
fn escaped(text: &str) -> String {
    let is_none = |c: char| {
        (c.is_control() && c < ' ' && !matches!(c, '\n' | '\t' | '\r'))
            || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    let plain = text.replace(is_none, "\u{fffd}");
    escape(&plain).replace('\r', "&#13;")
}

fn attribute_text(text: &str) -> String {
    escaped(text).replace('\n', "&#10;").replace('\t', "&#9;")
}
