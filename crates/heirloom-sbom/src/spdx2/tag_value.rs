// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! SPDX 2 as tags with values (SPDX 2.3, section 6 onward: each field names its tag).
//!
//! One table says which tag is which field of the JSON form; reading and writing go through it, so
//! that both forms hold the same.

mod table;

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
};

use serde_json::{Map, Value, json};

use self::table::{Section, Shape, TABLE, Tag};

/// What is wrong with a document of tags and values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct TagError {
    /// The line, counted from 1.
    pub line: u32,
    /// What is wrong there.
    pub what: String,
}

/// Whether a text starts as such documents do.
pub fn is_one(text: &str) -> bool {
    let lines = text.lines().map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.next().is_some_and(|line| line.starts_with("SPDXVersion:"))
}

/// The JSON form of a document.
///
/// # Errors
/// A line that is no tag with a value, a tag that is not known or stands where it means nothing, a
/// text without an end.
pub fn to_json(text: &str) -> Result<Value, TagError> {
    let mut reader = Reader::default();
    let mut lines = text.lines().zip(1_u32..);
    while let Some((line, number)) = lines.next() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let error = |what: String| TagError { line: number, what };
        let Some((tag, value)) = line.split_once(':') else {
            return Err(error("neither a tag with a value nor a comment".into()));
        };
        let value = value.trim();
        let value = match value.strip_prefix("<text>") {
            None => value.to_owned(),
            Some(first) => {
                let mut text = first.to_owned();
                while !text.trim_end().ends_with("</text>") {
                    let Some((next, _)) = lines.next() else {
                        return Err(error(format!("{}: <text> without </text>", tag.trim())));
                    };
                    text.push('\n');
                    text.push_str(next);
                }
                let text = text.trim_end();
                text[..text.len() - "</text>".len()].to_owned()
            }
        };
        reader.take(tag.trim(), value).map_err(error)?;
    }
    Ok(reader.finish())
}

/// What is being read.
#[derive(Default)]
struct Reader {
    document: Map<String, Value>,
    creation: Map<String, Value>,
    /// The elements of each kind, and where the last one stands.
    packages: Vec<Map<String, Value>>,
    files: Vec<Map<String, Value>>,
    /// How many packages stand before each file: the last of them holds it.
    n_before: Vec<usize>,
    snippets: Vec<Map<String, Value>>,
    licenses: Vec<Map<String, Value>>,
    relations: Vec<Map<String, Value>>,
    annotations: Vec<(Option<String>, Map<String, Value>)>,
    at: Section,
}

impl Reader {
    fn take(&mut self, name: &str, value: String) -> Result<(), String> {
        let here = |tag: &&Tag| tag.name == name && tag.section == self.at;
        let tag = TABLE.iter().find(here).or_else(|| TABLE.iter().find(|tag| tag.name == name));
        let tag = tag.ok_or_else(|| format!("there is no tag {name:?}"))?;
        if tag.starts {
            self.start(tag.section);
        } else if name == "SPDXID" {
            // One name for four kinds of elements.
        } else if matches!(
            tag.section,
            Section::Package | Section::File | Section::Snippet | Section::License
        ) {
            self.at = tag.section;
        }
        let section = if name == "SPDXID" { self.at } else { tag.section };
        if section == Section::Annotation && name == "SPDXREF" {
            let last = self.annotations.last_mut().ok_or("SPDXREF before an Annotator")?;
            last.0 = Some(value);
            return Ok(());
        }
        let target = self.target(section).ok_or_else(|| format!("{name} belongs to no element"))?;
        put(target, tag, value)
    }

    fn start(&mut self, section: Section) {
        let fresh = Map::new();
        match section {
            Section::Package => self.packages.push(fresh),
            Section::File => {
                self.n_before.push(self.packages.len());
                self.files.push(fresh);
            }
            Section::Snippet => self.snippets.push(fresh),
            Section::License => self.licenses.push(fresh),
            Section::Relation => self.relations.push(fresh),
            Section::Annotation => self.annotations.push((None, fresh)),
            Section::Document | Section::Creation => {}
        }
        if !matches!(section, Section::Relation | Section::Annotation) {
            self.at = section;
        }
    }

    fn target(&mut self, section: Section) -> Option<&mut Map<String, Value>> {
        match section {
            Section::Document => Some(&mut self.document),
            Section::Creation => Some(&mut self.creation),
            Section::Package => self.packages.last_mut(),
            Section::File => self.files.last_mut(),
            Section::Snippet => self.snippets.last_mut(),
            Section::License => self.licenses.last_mut(),
            Section::Relation => self.relations.last_mut(),
            Section::Annotation => self.annotations.last_mut().map(|(_, fields)| fields),
        }
    }

    /// Puts annotations to what they are about: the first element of the name, else the document.
    fn annotate(&mut self) {
        let mut of_elements: HashMap<&str, Vec<Value>> = HashMap::new();
        let mut of_document: Vec<Value> = Vec::new();
        let elements = || self.packages.iter().chain(&self.files).chain(&self.snippets);
        let own = id(&self.document);
        let known: HashSet<&str> = match self.annotations.is_empty() {
            true => HashSet::new(),
            false => elements().filter_map(id).filter(|id| Some(*id) != own).collect(),
        };
        for (of, annotation) in std::mem::take(&mut self.annotations) {
            match of.as_deref().and_then(|of| known.get(of)) {
                Some(&of) => of_elements.entry(of).or_default().push(annotation.into()),
                None => of_document.push(annotation.into()),
            }
        }
        let mut found: Vec<Option<Vec<Value>>> = Vec::new();
        if !of_elements.is_empty() {
            found = elements().map(|one| of_elements.remove(id(one)?)).collect();
        }
        let elements = self.packages.iter_mut().chain(&mut self.files).chain(&mut self.snippets);
        for (element, annotations) in elements.zip(found) {
            if let Some(annotations) = annotations {
                list(element, "annotations").extend(annotations);
            }
        }
        if !of_document.is_empty() {
            list(&mut self.document, "annotations").extend(of_document);
        }
    }

    fn finish(mut self) -> Value {
        for (file, n_before) in self.files.iter().zip(&self.n_before) {
            let holder = n_before.checked_sub(1).and_then(|at| self.packages.get_mut(at));
            if let (Some(holder), Some(id)) = (holder, file.get("SPDXID")) {
                list(holder, "hasFiles").push(id.clone());
            }
        }
        self.annotate();
        let mut document = self.document;
        if !self.creation.is_empty() {
            document.insert("creationInfo".into(), self.creation.into());
        }
        let lists = [
            ("packages", self.packages),
            ("files", self.files),
            ("snippets", self.snippets),
            ("hasExtractedLicensingInfos", self.licenses),
            ("relationships", self.relations),
        ];
        for (name, elements) in lists {
            if !elements.is_empty() {
                let elements: Vec<Value> = elements.into_iter().map(Value::from).collect();
                document.insert(name.into(), elements.into());
            }
        }
        document.into()
    }
}

/// What an element is called.
fn id(element: &Map<String, Value>) -> Option<&str> {
    element.get("SPDXID")?.as_str()
}

fn list<'a>(fields: &'a mut Map<String, Value>, name: &str) -> &'a mut Vec<Value> {
    let value = fields.entry(name).or_insert_with(|| Value::Array(Vec::new()));
    if !value.is_array() {
        *value = Value::Array(Vec::new());
    }
    value.as_array_mut().expect("just made a list")
}

/// Puts a value where its shape wants it.
fn put(fields: &mut Map<String, Value>, tag: &Tag, value: String) -> Result<(), String> {
    let wrong = || format!("{}: {value:?} is not of the form {}", tag.name, tag.shape.form());
    let words = || value.split_whitespace();
    let made = match tag.shape {
        Shape::Text => {
            fields.insert(tag.field.into(), value.into());
            return Ok(());
        }
        Shape::Purpose => {
            fields.insert(tag.field.into(), value.replace('-', "_").into());
            return Ok(());
        }
        Shape::Flag => {
            let flag = value.to_ascii_lowercase().parse::<bool>().map_err(|_| wrong())?;
            fields.insert(tag.field.into(), flag.into());
            return Ok(());
        }
        Shape::Code => {
            let (code, files) = match value.split_once('(') {
                Some((code, files)) => (code.trim(), Some(files)),
                None => (value.as_str(), None),
            };
            let mut made = json!({ "packageVerificationCodeValue": code });
            if let Some(files) = files {
                let files = files.trim_end_matches(')').trim();
                let files = files.strip_prefix("excludes:").unwrap_or(files).split(',');
                let files: Vec<&str> = files.map(str::trim).collect();
                made["packageVerificationCodeExcludedFiles"] = files.into();
            }
            fields.insert(tag.field.into(), made);
            return Ok(());
        }
        Shape::LastComment => {
            let last = list(fields, tag.field).last_mut().ok_or_else(wrong)?;
            last["comment"] = value.into();
            return Ok(());
        }
        Shape::Texts => value.into(),
        Shape::Checksum => {
            let (algorithm, digits) = value.split_once(':').ok_or_else(wrong)?;
            json!({"algorithm": algorithm.trim(), "checksumValue": digits.trim()})
        }
        Shape::Reference => {
            let mut words = words();
            let (category, kind) =
                (words.next().ok_or_else(wrong)?, words.next().ok_or_else(wrong)?);
            let locator = words.collect::<Vec<_>>().join(" ");
            json!({"referenceCategory": category, "referenceType": kind, "referenceLocator": locator})
        }
        Shape::Document => {
            let mut words = words();
            let (id, address) = (words.next().ok_or_else(wrong)?, words.next().ok_or_else(wrong)?);
            let rest = words.collect::<Vec<_>>().join(" ");
            let (algorithm, digits) = rest.split_once(':').ok_or_else(wrong)?;
            json!({"externalDocumentId": id, "spdxDocument": address,
                "checksum": {"algorithm": algorithm.trim(), "checksumValue": digits.trim()}})
        }
        Shape::Relation => {
            let [from, kind, to] = words().collect::<Vec<_>>()[..] else { return Err(wrong()) };
            fields.insert("spdxElementId".into(), from.into());
            fields.insert("relationshipType".into(), kind.into());
            fields.insert("relatedSpdxElement".into(), to.into());
            return Ok(());
        }
        Shape::Bytes | Shape::Lines => {
            let (start, end) = value.split_once(':').ok_or_else(wrong)?;
            let number = |text: &str| text.trim().parse::<u64>().map_err(|_| wrong());
            let (start, end) = (number(start)?, number(end)?);
            let name = if tag.shape == Shape::Bytes { "offset" } else { "lineNumber" };
            let of = fields.get("snippetFromFile").cloned().unwrap_or_default();
            json!({"startPointer": {name: start, "reference": of},
                "endPointer": {name: end, "reference": of}})
        }
    };
    list(fields, tag.field).push(made);
    Ok(())
}

/// A document in its JSON form as tags with values, with the fields that no tag says.
pub fn from_json(document: &Value) -> (String, Vec<String>) {
    let mut writer = Writer { text: String::new(), left: Vec::new() };
    writer.element(Section::Document, document, "");
    writer.element(Section::Creation, &document["creationInfo"], "/creationInfo");
    writer.annotations(document);
    let elements = |name: &str| document[name].as_array().cloned().unwrap_or_default();
    let (packages, files) = (elements("packages"), elements("files"));
    let holder = |file: &Value| {
        packages.iter().position(|package| {
            let held = package["hasFiles"].as_array();
            held.is_some_and(|held| held.contains(&file["SPDXID"]))
        })
    };
    let holders: Vec<Option<usize>> = files.iter().map(holder).collect();
    // Files before the first package are in none.
    for (at, file) in files.iter().enumerate().filter(|(at, _)| holders[*at].is_none()) {
        writer.block(Section::File, file, &format!("/files/{at}"));
    }
    for (number, package) in packages.iter().enumerate() {
        writer.block(Section::Package, package, &format!("/packages/{number}"));
        for (at, file) in files.iter().enumerate().filter(|(at, _)| holders[*at] == Some(number)) {
            writer.block(Section::File, file, &format!("/files/{at}"));
        }
    }
    for (at, snippet) in elements("snippets").iter().enumerate() {
        writer.block(Section::Snippet, snippet, &format!("/snippets/{at}"));
    }
    for (at, text) in elements("hasExtractedLicensingInfos").iter().enumerate() {
        writer.block(Section::License, text, &format!("/hasExtractedLicensingInfos/{at}"));
    }
    writer.text.push('\n');
    for relation in elements("relationships") {
        writer.relation(&relation);
    }
    for id in document["documentDescribes"].as_array().into_iter().flatten() {
        let own = document["SPDXID"].as_str().unwrap_or("SPDXRef-DOCUMENT");
        let line = format!("{own} DESCRIBES {}", id.as_str().unwrap_or_default());
        if !writer.text.contains(&line) {
            writer.line("Relationship", &line);
        }
    }
    (writer.text, writer.left)
}

struct Writer {
    text: String,
    left: Vec<String>,
}

impl Writer {
    fn block(&mut self, section: Section, element: &Value, pointer: &str) {
        self.text.push('\n');
        self.element(section, element, pointer);
        self.annotations(element);
    }

    fn element(&mut self, section: Section, element: &Value, pointer: &str) {
        // The second name of the same tag is read and not written.
        let is_written = |tag: &&Tag| tag.section == section && tag.name != table::OLD_SNIPPET;
        for tag in TABLE.iter().filter(is_written) {
            self.field(tag, &element[tag.field], element);
        }
        let Some(fields) = element.as_object() else { return };
        for name in fields.keys() {
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
