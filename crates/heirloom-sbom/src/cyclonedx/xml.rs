// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! CycloneDX as XML: checked by tables of its official schemas, and turned into the JSON form and
//! back.
//!
//! What a document says in namespaces of others has no place in JSON; it is kept in fields called
//! [`FOREIGN`] so that XML that is read is written whole.

mod check;
pub mod dom;
pub mod grammar;
mod read;
mod write;

use std::{collections::HashMap, io, sync::LazyLock};

use serde_json::Value;

use super::Version;
use crate::ReadError;
use grammar::{Element, Grammar, Of, Particle, Text, Type, Way};

pub(crate) use check::Wrong;

/// The field that keeps attributes and elements of other namespaces while a document is in its JSON
/// form: an object with `attributes` by `{namespace}name`, `elements` as XML, and `in`, the same for
/// parts that are lists or plain values in JSON, by `name[number]`.
pub(crate) const FOREIGN: &str = "$xml";

/// What the namespace of every version starts with.
const NAMESPACE: &str = "http://cyclonedx.org/schema/bom/";

/// A table with its elements by their names.
struct Table {
    grammar: &'static Grammar,
    elements: Vec<HashMap<&'static str, &'static Element>>,
}

impl Table {
    fn new(grammar: &'static Grammar) -> Self {
        fn gather(
            particle: &'static Particle,
            found: &mut HashMap<&'static str, &'static Element>,
        ) {
            match particle {
                Particle::Sequence(group) | Particle::Choice(group) => {
                    group.of.iter().for_each(|part| gather(part, found));
                }
                Particle::Element(element) => {
                    found.insert(&element.name, element);
                }
                Particle::Foreign => {}
            }
        }
        let elements = grammar.types.iter().map(|kind| {
            let mut found = HashMap::new();
            kind.parts.iter().for_each(|parts| gather(parts, &mut found));
            found
        });
        Table { grammar, elements: elements.collect() }
    }

    fn kind(&self, at: usize) -> &'static Type {
        &self.grammar.types[at]
    }

    fn text(&self, at: usize) -> &'static Text {
        &self.grammar.texts[at]
    }
}

macro_rules! table {
    ($version:literal) => {{
        static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
            let text = include_str!(concat!("../../schemas/cyclonedx-xml-", $version, ".json"));
            serde_json::from_str(text).expect("the kept tables are sound")
        });
        static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(&GRAMMAR));
        &TABLE
    }};
}

fn table(version: Version) -> &'static Table {
    match version {
        Version::V1_4 => table!("1.4"),
        Version::V1_5 => table!("1.5"),
        Version::V1_6 => table!("1.6"),
        Version::V1_7 => table!("1.7"),
    }
}

/// The version of a document, by its first bytes; `None`: it is no CycloneDX in XML.
///
/// # Errors
/// [`ReadError::UnknownVersion`].
pub(crate) fn version_of(head: &str) -> Result<Option<Version>, ReadError> {
    if !head.trim_start().starts_with('<') {
        return Ok(None);
    }
    let Some(at) = head.find(NAMESPACE) else { return Ok(None) };
    let rest = &head[at + NAMESPACE.len()..];
    let version = rest.split(['"', '\'']).next().unwrap_or_default();
    let known = Version::ALL.into_iter().find(|known| known.name() == version);
    known.map(Some).ok_or_else(|| ReadError::UnknownVersion {
        family: "CycloneDX",
        version: version.chars().take(20).collect(),
        known: "1.4, 1.5, 1.6, 1.7",
    })
}

/// A document in its JSON form.
///
/// # Errors
/// When it is no XML, or its outermost element is not that of the version.
pub(crate) fn tree(text: &str, version: Version) -> Result<Value, ReadError> {
    Ok(read::tree(&root(text, version)?, table(version), version))
}

/// Hands out what a document is about and who needs whom in their JSON form, as they end: what it says of itself, each
/// component and each list of needs, with the fields that they are or are in. The rest is not held.
///
/// # Errors
/// As [`tree`], and whatever `take` says, with the line.
pub(crate) fn parts(
    text: &str,
    version: Version,
    take: &mut dyn FnMut(&str, Value) -> Result<(), String>,
) -> Result<(), ReadError> {
    let table = table(version);
    // The type of a part by the table, and how JSON has it.
    let known = |around: usize, element: &dom::Element| {
        let known = table.elements[around].get(&*element.name);
        let known = known.filter(|_| *element.namespace == *table.grammar.namespace)?;
        let Of::Type(kind) = known.of else { return None };
        Some((kind, known.place.way, known.place.field.as_deref().unwrap_or_default()))
    };
    let root = dom::read_parts(text, &mut |around, element| {
        match around {
            [_] => {
                if let Some((kind, Way::Field, "metadata")) = known(table.grammar.root, &element) {
                    take("metadata", read::part(&element, table, kind))?;
                }
            }
            [_, list] => match known(table.grammar.root, list) {
                Some((_, Way::Field, "metadata")) => return Ok(Some(element)),
                Some((
                    list,
                    Way::List,
                    field @ ("components" | "dependencies" | "compositions" | "vulnerabilities"),
                )) => {
                    if let Some((kind, Way::Item, "")) = known(list, &element) {
                        take(field, read::part(&element, table, kind))?;
                    }
                }
                _ => {}
            },
            _ => {}
        }
        Ok(None)
    });
    let root = root.map_err(|damage| ReadError::Damaged(damage.to_string()))?;
    let root = checked_root(root, table)?;
    if let Some(name) = root.attribute("serialNumber") {
        take("serialNumber", name.trim().into()).map_err(ReadError::Damaged)?;
    }
    Ok(())
}

/// What the schema refuses in a document, in its order.
///
/// # Errors
/// As [`tree`].
pub(crate) fn refusals(text: &str, version: Version) -> Result<Vec<Wrong>, ReadError> {
    Ok(check::refusals(&root(text, version)?, table(version)))
}

/// The lines of places that are named as JSON pointers: those of the innermost element that is on the
/// way to each.
///
/// # Errors
/// As [`tree`].
pub(crate) fn lines<'p>(
    text: &str,
    version: Version,
    pointers: impl Iterator<Item = &'p str>,
) -> Result<Vec<u32>, ReadError> {
    let (root, table) = (root(text, version)?, table(version));
    let line = |pointer: &str| {
        let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
        read::line_of(&root, table, table.grammar.root, &tokens)
    };
    Ok(pointers.map(line).collect())
}

/// Writes a document whose longest lists are made as they are written.
///
/// # Errors
/// Whatever `out` fails with.
pub(crate) fn write<'a>(
    head: &Value,
    lists: write::Lists<'a>,
    version: Version,
    out: &'a mut dyn io::Write,
) -> io::Result<()> {
    write::document(head, lists, table(version), out).map(drop)
}

/// A document in its JSON form as XML, and the places (JSON pointers) of what XML does not hold.
pub(crate) fn from_json(tree: &Value, version: Version) -> (String, Vec<String>) {
    let mut out = Vec::new();
    let lost = write::document(tree, Vec::new(), table(version), &mut out);
    let text = String::from_utf8(out).expect("a text is written");
    (text, lost.expect("a list of bytes takes any text"))
}

fn root(text: &str, version: Version) -> Result<dom::Element, ReadError> {
    let root = dom::read(text).map_err(|damage| ReadError::Damaged(damage.to_string()))?;
    checked_root(root, table(version))
}

fn checked_root(root: dom::Element, table: &Table) -> Result<dom::Element, ReadError> {
    if &*root.name != "bom" || *root.namespace != *table.grammar.namespace {
        let what = format!("line {}: the outermost element is {:?}, not bom", root.line, root.name);
        return Err(ReadError::Damaged(what));
    }
    Ok(root)
}

#[cfg(test)]
mod tests;
