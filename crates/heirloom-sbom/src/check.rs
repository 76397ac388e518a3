// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether a document is what its form asks for: its schema, and what schemas cannot say.

mod cyclonedx;
mod keys;
mod licenses;
mod spdx2;
mod spdx3;
mod values;

use serde_json::Value;

use crate::{
    Form, ReadError,
    cyclonedx::xml,
    read,
    schema::{self, Refusal, Schema},
    spdx2::tag_value,
};

/// Something wrong in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The place as a JSON pointer (RFC 6901); of tags and values, and of XML
    /// beyond its schema, that of the same field in JSON; what XML's schema refuses as an XPath. Of
    /// texts with lines the line is in [`Finding::what`].
    pub pointer: String,
    /// What is wrong there.
    pub what: String,
    /// What asks for something else.
    pub kind: FindingKind,
}

impl Finding {
    fn of_schema(one: Refusal) -> Finding {
        Finding { pointer: one.pointer, what: one.why, kind: FindingKind::Schema }
    }
}

/// What a finding goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// The schema of the form.
    Schema,
    /// The text of the specification: names that lead nowhere or are not unique, expressions and
    /// other values of a form.
    Meaning,
}

impl FindingKind {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            FindingKind::Schema => "schema",
            FindingKind::Meaning => "meaning",
        }
    }
}

/// What is wrong in a document, the schema's findings first; nothing where it is valid.
///
/// What a clause asks for is told where the clause says so alone: documents that the authors of a
/// specification publish as valid ones are.
///
/// # Errors
/// When it is in no known form or no JSON at all.
pub fn check(bytes: &[u8]) -> Result<(Form, Vec<Finding>), ReadError> {
    let form = read::form_of(bytes)?;
    if form == Form::Spdx2Tags {
        return Ok((form, tags(bytes)?));
    }
    let (form, document) = read::tree(bytes)?;
    let schema = match form {
        Form::CycloneDx(version) => Some(Schema::CycloneDx(version)),
        Form::Spdx2 => Some(Schema::Spdx2),
        Form::Spdx3 => Some(Schema::Spdx3),
        Form::CycloneDxXml(_) | Form::Spdx2Tags | Form::Syft => None,
    };
    let refusals = schema.map(|schema| schema::refusals(schema, &document)).unwrap_or_default();
    let mut found: Vec<Finding> = refusals.into_iter().map(Finding::of_schema).collect();
    if let Form::CycloneDxXml(version) = form {
        let refused = xml::refusals(&String::from_utf8_lossy(bytes), version)?;
        found.extend(refused.into_iter().map(|one| Finding {
            pointer: one.place,
            what: format!("line {}: {}", one.line, one.why),
            kind: FindingKind::Schema,
        }));
    }
    let mut meaning = Meaning::default();
    if !matches!(form, Form::CycloneDxXml(_)) {
        keys::doubled(bytes, &mut meaning);
    }
    match form {
        Form::CycloneDx(_) => {
            cyclonedx::doubled_names(&document, &mut meaning);
            cyclonedx::check(&document, &mut meaning);
            cyclonedx::names_of_platforms(&document, &mut meaning);
        }
        Form::CycloneDxXml(_) => cyclonedx::check(&document, &mut meaning),
        Form::Spdx2 => spdx2::check(&document, &mut meaning),
        Form::Spdx3 => spdx3::check(&document, &mut meaning),
        Form::Spdx2Tags | Form::Syft => {}
    }
    if let Form::CycloneDxXml(version) = form {
        let text = String::from_utf8_lossy(bytes);
        let pointers = meaning.found.iter().map(|one| one.pointer.as_str());
        let lines = xml::lines(&text, version, pointers)?;
        for (finding, line) in meaning.found.iter_mut().zip(lines) {
            finding.what = format!("line {line}: {}", finding.what);
        }
    }
    found.extend(meaning.found);
    Ok((form, found))
}

/// What is wrong in a document of tags and values, with the lines.
fn tags(bytes: &[u8]) -> Result<Vec<Finding>, ReadError> {
    let (mut document, lines) = read::tags_with_lines(bytes)?;
    let mut found = Vec::new();
    tag_value::take_foreign(&mut document, &mut |pointer, tag, _| {
        if found.len() < schema::MAX_REFUSALS {
            let (pointer, what) = (pointer.to_owned(), format!("there is no tag {tag:?}"));
            found.push(Finding { pointer, what, kind: FindingKind::Schema });
        }
    });
    let refusals = schema::refusals(Schema::Spdx2, &document).into_iter();
    found.extend(refusals.map(Finding::of_schema));
    let mut meaning = Meaning::default();
    spdx2::check(&document, &mut meaning);
    found.extend(meaning.found);
    for finding in &mut found {
        // The tag itself, else the element that it belongs to.
        let mut places = finding.pointer.rmatch_indices('/').map(|(at, _)| &finding.pointer[..at]);
        let line = lines.get(&finding.pointer).or_else(|| places.find_map(|at| lines.get(at)));
        if let Some(line) = line {
            finding.what = format!("line {line}: {}", finding.what);
        }
    }
    Ok(found)
}

/// Whether a text is a name of the Common Platform Enumeration.
pub(crate) fn is_cpe(text: &str) -> bool {
    values::wrong_cpe(text).is_none()
}

/// What the schema does not say.
#[derive(Default)]
struct Meaning {
    found: Vec<Finding>,
}

impl Meaning {
    fn tell(&mut self, pointer: String, what: String) {
        if self.found.len() < schema::MAX_REFUSALS {
            self.found.push(Finding { pointer, what, kind: FindingKind::Meaning });
        }
    }
}

/// The texts of a field that is one or a list of them, with the pointers of each.
fn texts<'a>(
    object: &'a Value,
    pointer: &str,
    field: &str,
) -> impl Iterator<Item = (String, &'a str)> + use<'a> {
    let place = format!("{pointer}/{}", escaped(field));
    let (one, several) = match object.get(field) {
        Some(Value::Array(several)) => (None, several.as_slice()),
        one => (one, [].as_slice()),
    };
    let of_list = format!("{place}/");
    let several =
        several.iter().enumerate().map(move |(at, value)| (format!("{of_list}{at}"), value));
    let all = one.into_iter().map(move |value| (place.clone(), value)).chain(several);
    all.filter_map(|(pointer, value)| Some((pointer, value.as_str()?)))
}

/// The elements of a list, with their pointers.
fn elements<'a>(
    object: &'a Value,
    pointer: &str,
    list: &'static str,
) -> impl Iterator<Item = (String, &'a Value)> + use<'a> {
    let pointer = format!("{pointer}/{list}/");
    let elements = object.get(list).and_then(Value::as_array).into_iter().flatten().enumerate();
    elements.map(move |(at, element)| (format!("{pointer}{at}"), element))
}

/// A name as a part of a pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Every object of a tree with its pointer. Trees are as deep as their reader allows.
fn walk<'a>(value: &'a Value, pointer: &mut String, visit: &mut dyn FnMut(&str, &'a Value)) {
    let length = pointer.len();
    match value {
        Value::Object(fields) => {
            visit(pointer, value);
            for (name, value) in fields {
                if !matches!(value, Value::Object(_) | Value::Array(_)) {
                    continue;
                }
                pointer.push('/');
                pointer.push_str(&escaped(name));
                walk(value, pointer, visit);
                pointer.truncate(length);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                pointer.push('/');
                pointer.push_str(&at.to_string());
                walk(value, pointer, visit);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
