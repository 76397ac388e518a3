// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Elements as tags with values.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt::Write as _,
    io::{self, Write},
};

use serde_json::Value;

use super::{
    FOREIGN,
    table::{self, Section, Shape, TABLE, Tag},
};
use crate::stream::Lazy;

/// The elements of a document in their JSON form, made as they are written.
pub(crate) struct Parts<'a> {
    /// The document; lists of elements in it are not looked at.
    pub(crate) head: Cow<'a, Value>,
    /// Files that no package holds.
    pub(crate) files: Lazy<'a, Numbered<'a>>,
    /// Packages.
    pub(crate) packages: Lazy<'a, Cow<'a, Value>>,
    /// The files of the package of a number.
    pub(crate) held: Box<dyn Fn(usize) -> Vec<Numbered<'a>> + 'a>,
    /// Parts of files.
    pub(crate) snippets: Lazy<'a, Cow<'a, Value>>,
    /// Licenses that SPDX does not list.
    pub(crate) licenses: Lazy<'a, Cow<'a, Value>>,
    /// How all that belongs together.
    pub(crate) relations: Lazy<'a, Cow<'a, Value>>,
}

/// An element with its number in the list of its kind.
type Numbered<'a> = (usize, Cow<'a, Value>);

/// A document in its JSON form as tags with values, with the fields that no tag says.
pub(crate) fn from_json(document: &Value) -> (String, Vec<String>) {
    let list = |name: &str| document[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let each = |name: &'static str| Lazy::new(move || list(name).iter().map(Cow::Borrowed));
    let files = list("files");
    let mut holders: HashMap<&str, usize> = HashMap::new();
    for (number, package) in list("packages").iter().enumerate() {
        let held = package["hasFiles"].as_array().into_iter().flatten();
        for id in held.filter_map(Value::as_str) {
            holders.entry(id).or_insert(number);
        }
    }
    let mut loose: Vec<usize> = Vec::new();
    let mut held: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        match file["SPDXID"].as_str().and_then(|id| holders.get(id)) {
            Some(holder) => held.entry(*holder).or_default().push(at),
            None => loose.push(at),
        }
    }
    let numbered = |at: &usize| (*at, Cow::Borrowed(&files[*at]));
    let parts = Parts {
        head: Cow::Borrowed(document),
        files: Lazy::new(|| loose.iter().map(numbered)),
        packages: each("packages"),
        held: Box::new(|number| held.get(&number).into_iter().flatten().map(numbered).collect()),
        snippets: each("snippets"),
        licenses: each("hasExtractedLicensingInfos"),
        relations: each("relationships"),
    };
    let mut out = Vec::new();
    let left = write(&parts, &mut out);
    let text = String::from_utf8(out).expect("a text is written");
    (text, left.expect("a list of bytes takes any text"))
}

/// Writes a document, one element after the other; gives the fields that no tag says, as pointers.
///
/// # Errors
/// Whatever `out` fails with.
pub(crate) fn write(parts: &Parts<'_>, out: &mut dyn Write) -> io::Result<Vec<String>> {
    let mut writer = Writer { text: String::new(), left: Vec::new(), out };
    let head = &*parts.head;
    writer.element(Section::Document, head, "");
    writer.element(Section::Creation, &head["creationInfo"], "/creationInfo");
    writer.annotations(head);
    // Files before the first package are in none.
    for (at, file) in parts.files.iter() {
        writer.block(Section::File, &file, &format!("/files/{at}"))?;
    }
    for (number, package) in parts.packages.iter().enumerate() {
        writer.block(Section::Package, &package, &format!("/packages/{number}"))?;
        for (at, file) in (parts.held)(number) {
            writer.block(Section::File, &file, &format!("/files/{at}"))?;
        }
    }
    for (at, snippet) in parts.snippets.iter().enumerate() {
        writer.block(Section::Snippet, &snippet, &format!("/snippets/{at}"))?;
    }
    for (at, text) in parts.licenses.iter().enumerate() {
        let pointer = format!("/hasExtractedLicensingInfos/{at}");
        writer.block(Section::License, &text, &pointer)?;
    }
    writer.text.push('\n');
    let own = head["SPDXID"].as_str().unwrap_or("SPDXRef-DOCUMENT");
    let mut described: HashSet<String> = HashSet::new();
    for relation in parts.relations.iter() {
        if relation["relationshipType"] == "DESCRIBES" && relation["spdxElementId"] == own {
            described.extend(relation["relatedSpdxElement"].as_str().map(str::to_owned));
        }
        writer.relation(&relation);
        writer.flush()?;
    }
    for id in head["documentDescribes"].as_array().into_iter().flatten() {
        let id = id.as_str().unwrap_or_default();
        if !described.contains(id) {
            writer.line("Relationship", &format!("{own} DESCRIBES {id}"));
        }
    }
    writer.out.write_all(writer.text.as_bytes())?;
    Ok(writer.left)
}

/// As much text is held before it is written.
const HELD: usize = 64 << 10;

struct Writer<'o> {
    text: String,
    left: Vec<String>,
    out: &'o mut dyn Write,
}

impl Writer<'_> {
    fn block(&mut self, section: Section, element: &Value, pointer: &str) -> io::Result<()> {
        self.text.push('\n');
        self.element(section, element, pointer);
        self.annotations(element);
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.text.len() >= HELD {
            self.out.write_all(self.text.as_bytes())?;
            self.text.clear();
        }
        Ok(())
    }

    fn element(&mut self, section: Section, element: &Value, pointer: &str) {
        // The second name of the same tag is read and not written.
        let is_written = |tag: &&Tag| tag.section == section && tag.name != table::OLD_SNIPPET;
        for tag in TABLE.iter().filter(is_written) {
            self.field(tag, &element[tag.field], element);
        }
        let Some(fields) = element.as_object() else { return };
        for (tag, values) in fields.get(FOREIGN).and_then(Value::as_object).into_iter().flatten() {
            for value in values.as_array().into_iter().flatten().filter_map(Value::as_str) {
                self.line(tag, value);
            }
        }
        for name in fields.keys().filter(|name| *name != FOREIGN) {
            let is_known = TABLE.iter().any(|tag| tag.section == section && tag.field == name)
                || table::ELSEWHERE.contains(&(section, name.as_str()));
            if !is_known {
                self.left.push(format!("{pointer}/{name}"));
            }
        }
    }

    fn field(&mut self, tag: &Tag, value: &Value, element: &Value) {
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let each = value.as_array().into_iter().flatten();
        match tag.shape {
            Shape::LastComment => {}
            _ if value.is_null() => {}
            // The same words, which JSON writes with another stroke.
            Shape::Purpose => self.line(tag.name, &text(value).replace('_', "-")),
            Shape::Text | Shape::Flag => self.line(tag.name, &text(value)),
            Shape::Code => {
                let code = text(&value["packageVerificationCodeValue"]);
                let files = value["packageVerificationCodeExcludedFiles"].as_array();
                let files: Vec<String> = files.into_iter().flatten().map(text).collect();
                let files = match files.is_empty() {
                    true => String::new(),
                    false => format!(" (excludes: {})", files.join(", ")),
                };
                self.line(tag.name, &format!("{code}{files}"));
            }
            Shape::Texts => each.for_each(|one| self.line(tag.name, &text(one))),
            Shape::Checksum => each.for_each(|one| {
                let line = format!("{}: {}", text(&one["algorithm"]), text(&one["checksumValue"]));
                self.line(tag.name, &line);
            }),
            Shape::Reference => each.for_each(|one| {
                let parts = ["referenceCategory", "referenceType", "referenceLocator"];
                self.line(tag.name, &parts.map(|part| text(&one[part])).join(" "));
                if let Some(comment) = one["comment"].as_str() {
                    self.line("ExternalRefComment", comment);
                }
            }),
            Shape::Document => each.for_each(|one| {
                let parts = ["externalDocumentId", "spdxDocument"].map(|part| text(&one[part]));
                let sum = &one["checksum"];
                let sum = format!("{}: {}", text(&sum["algorithm"]), text(&sum["checksumValue"]));
                self.line(tag.name, &format!("{} {sum}", parts.join(" ")));
            }),
            Shape::Relation => self.relation(element),
            Shape::Bytes | Shape::Lines => each.for_each(|one| {
                let name = if tag.shape == Shape::Bytes { "offset" } else { "lineNumber" };
                let (start, end) = (&one["startPointer"][name], &one["endPointer"][name]);
                if !start.is_null() && !end.is_null() {
                    self.line(tag.name, &format!("{start}:{end}"));
                }
            }),
        }
    }

    fn relation(&mut self, relation: &Value) {
        let part = |name: &str| relation[name].as_str().unwrap_or_default().to_owned();
        let parts = ["spdxElementId", "relationshipType", "relatedSpdxElement"].map(part);
        self.line("Relationship", &parts.join(" "));
        if let Some(comment) = relation["comment"].as_str() {
            self.line("RelationshipComment", comment);
        }
    }

    fn annotations(&mut self, element: &Value) {
        for annotation in element["annotations"].as_array().into_iter().flatten() {
            self.text.push('\n');
            for tag in TABLE.iter().filter(|tag| tag.section == Section::Annotation) {
                if tag.name == "SPDXREF" {
                    let id = element["SPDXID"].as_str().unwrap_or("SPDXRef-DOCUMENT");
                    self.line("SPDXREF", id);
                } else if let Some(value) = annotation[tag.field].as_str() {
                    self.line(tag.name, value);
                }
            }
        }
    }

    /// Several lines, and what reads as a tag, stand between marks.
    fn line(&mut self, tag: &str, value: &str) {
        let needs_marks = value.contains('\n')
            || value.starts_with("<text>")
            || (tag.ends_with("Text") || tag.ends_with("Comment") || tag.ends_with("Comments"));
        let written = match needs_marks {
            true => {
                writeln!(self.text, "{tag}: <text>{}</text>", value.replace("</text>", "< /text>"))
            }
            false => writeln!(self.text, "{tag}: {value}"),
        };
        debug_assert!(written.is_ok(), "a string takes any text");
    }
}
