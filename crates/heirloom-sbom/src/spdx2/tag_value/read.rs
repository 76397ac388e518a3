// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Tags with values as elements, one after the other.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    FOREIGN, TagError,
    table::{Section, TABLE, Tag},
    values::{list, put},
};
use crate::spdx2::Document;

/// The lines of fields by their pointers (RFC 6901) in the JSON form.
pub(crate) type Lines = HashMap<String, u32>;

/// The JSON form of a document.
///
/// # Errors
/// A line that is no tag with a value, a tag that stands where it means nothing, a text without an
/// end.
pub(crate) fn to_json(text: &str) -> Result<Value, TagError> {
    let mut tree = Tree::default();
    let rest = elements(text, &mut tree)?;
    Ok(tree.finish(rest))
}

/// The JSON form of a document, and on which lines its fields stand.
///
/// # Errors
/// As [`to_json`].
pub(crate) fn to_json_with_lines(text: &str) -> Result<(Value, Lines), TagError> {
    let mut tree = Tree { lines: Some(Lines::new()), ..Tree::default() };
    let rest = elements(text, &mut tree)?;
    let mut lines = tree.lines.take().unwrap_or_default();
    tell_lines(&mut lines, "", &rest.document.lines);
    tell_lines(&mut lines, "/creationInfo", &rest.creation.lines);
    Ok((tree.finish(rest), lines))
}

/// A document, one element after the other: of a large one no tree is held.
///
/// # Errors
/// As [`to_json`], and values that are not of their field's kind.
pub(crate) fn document(text: &str) -> Result<Document, TagError> {
    let mut typed = Typed::default();
    let rest = elements(text, &mut typed)?;
    typed.finish(rest).map_err(|what| TagError { line: 1, what })
}

/// An element of a document.
#[derive(Default)]
struct Element {
    fields: Map<String, Value>,
    /// The line of the first tag of each field.
    lines: Vec<(Cow<'static, str>, u32)>,
}

/// Takes elements as they end.
trait Take {
    fn take(&mut self, section: Section, element: Element) -> Result<(), TagError>;
}

/// What is left of a document when its elements are taken.
#[derive(Default)]
struct Rest {
    document: Element,
    creation: Element,
    /// Identifiers of files, with the number of packages before each: the last of them holds it.
    held: Vec<(usize, Value)>,
    /// Annotations with what they are about.
    annotations: Vec<(Option<String>, Map<String, Value>)>,
}

/// Hands each element to `take`.
fn elements(text: &str, take: &mut dyn Take) -> Result<Rest, TagError> {
    let mut reader = Reader::new(take);
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
        reader.tag(tag.trim(), value, number)?;
    }
    reader.finish()
}

struct Reader<'t> {
    take: &'t mut dyn Take,
    rest: Rest,
    /// The last element of each kind, which tags may still belong to.
    open: HashMap<Section, Element>,
    n_packages: usize,
    at: Section,
}

impl<'t> Reader<'t> {
    fn new(take: &'t mut dyn Take) -> Reader<'t> {
        let (rest, open) = (Rest::default(), HashMap::new());
        Reader { take, rest, open, n_packages: 0, at: Section::default() }
    }

    fn tag(&mut self, name: &str, value: String, line: u32) -> Result<(), TagError> {
        let error = |what: String| TagError { line, what };
        let here = |tag: &&Tag| tag.name == name && tag.section == self.at;
        let tag = TABLE.iter().find(here).or_else(|| TABLE.iter().find(|tag| tag.name == name));
        let Some(tag) = tag else { return self.foreign(name, value, line) };
        if tag.starts {
            self.start(tag.section)?;
        } else if name == "SPDXID" {
            // One name for four kinds of elements.
        } else if matches!(
            tag.section,
            Section::Package | Section::File | Section::Snippet | Section::License
        ) {
            self.at = tag.section;
        }
        let section = if name == "SPDXID" { self.at } else { tag.section };
        if section == Section::Annotation {
            let last = self.rest.annotations.last_mut();
            let last = last.ok_or_else(|| error(format!("{name} before an Annotator")))?;
            if name == "SPDXREF" {
                last.0 = Some(value);
                return Ok(());
            }
            return put(&mut last.1, tag, value).map_err(error);
        }
        if section == Section::File && name == "SPDXID" {
            self.rest.held.push((self.n_packages, value.clone().into()));
        }
        let target = self.target(section);
        let target = target.ok_or_else(|| error(format!("{name} belongs to no element")))?;
        if target.lines.iter().all(|(field, _)| field != tag.field) {
            target.lines.push((tag.field.into(), line));
        }
        put(&mut target.fields, tag, value).map_err(error)
    }

    /// A tag that the form does not have is kept with the element it stands in.
    fn foreign(&mut self, name: &str, value: String, line: u32) -> Result<(), TagError> {
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let Some(target) = self.target(self.at).filter(|_| is_name) else {
            return Err(TagError { line, what: format!("there is no tag {name:?}") });
        };
        let kept = target.fields.entry(FOREIGN).or_insert_with(|| Map::new().into());
        if let Value::Object(kept) = kept {
            list(kept, name).push(value.into());
        }
        target.lines.push((name.to_owned().into(), line));
        Ok(())
    }

    fn start(&mut self, section: Section) -> Result<(), TagError> {
        match section {
            Section::Annotation => self.rest.annotations.push((None, Map::new())),
            Section::Document | Section::Creation => {}
            section => {
                self.n_packages += usize::from(section == Section::Package);
                if let Some(ended) = self.open.insert(section, Element::default()) {
                    self.take.take(section, ended)?;
                }
            }
        }
        if !matches!(section, Section::Relation | Section::Annotation) {
            self.at = section;
        }
        Ok(())
    }

    fn target(&mut self, section: Section) -> Option<&mut Element> {
        match section {
            Section::Document => Some(&mut self.rest.document),
            Section::Creation => Some(&mut self.rest.creation),
            section => self.open.get_mut(&section),
        }
    }

    fn finish(mut self) -> Result<Rest, TagError> {
        for section in LISTS.iter().map(|(section, _)| *section) {
            if let Some(ended) = self.open.remove(&section) {
                self.take.take(section, ended)?;
            }
        }
        Ok(self.rest)
    }
}

/// The elements of a document, and where its JSON form has them.
pub(super) const LISTS: [(Section, &str); 5] = [
    (Section::Package, "packages"),
    (Section::File, "files"),
    (Section::Snippet, "snippets"),
    (Section::License, "hasExtractedLicensingInfos"),
    (Section::Relation, "relationships"),
];

/// Keeps elements as they are.
#[derive(Default)]
struct Tree {
    lists: [Vec<Map<String, Value>>; 5],
    lines: Option<Lines>,
}

/// The place of a kind in [`LISTS`].
fn place(section: Section) -> usize {
    LISTS.iter().position(|(known, _)| *known == section).unwrap_or_default()
}

impl Take for Tree {
    fn take(&mut self, section: Section, element: Element) -> Result<(), TagError> {
        let at = place(section);
        if let Some(lines) = &mut self.lines {
            let pointer = format!("/{}/{}", LISTS[at].1, self.lists[at].len());
            tell_lines(lines, &pointer, &element.lines);
        }
        self.lists[at].push(element.fields);
        Ok(())
    }
}

fn tell_lines(lines: &mut Lines, pointer: &str, of: &[(Cow<'static, str>, u32)]) {
    let first = of.iter().map(|(_, line)| *line).min();
    lines.extend(first.map(|line| (pointer.to_owned(), line)));
    for (field, line) in of {
        lines.entry(format!("{pointer}/{field}")).or_insert(*line);
    }
}

impl Tree {
    fn finish(mut self, rest: Rest) -> Value {
        for (n_before, id) in rest.held {
            if let Some(holder) = n_before.checked_sub(1).and_then(|at| self.lists[0].get_mut(at)) {
                list(holder, "hasFiles").push(id);
            }
        }
        let mut document = rest.document.fields;
        let ids = self.lists[..3].iter().flatten().map(|one| id(one));
        let (of_elements, of_document) = annotated(rest.annotations, id(&document), ids);
        let elements = self.lists[..3].iter_mut().flatten();
        for (element, annotations) in elements.zip(of_elements) {
            if !annotations.is_empty() {
                list(element, "annotations").extend(annotations);
            }
        }
        if !of_document.is_empty() {
            list(&mut document, "annotations").extend(of_document);
        }
        if !rest.creation.fields.is_empty() {
            document.insert("creationInfo".into(), rest.creation.fields.into());
        }
        for ((_, name), elements) in LISTS.iter().zip(self.lists) {
            if !elements.is_empty() {
                let elements: Vec<Value> = elements.into_iter().map(Value::from).collect();
                document.insert((*name).into(), elements.into());
            }
        }
        document.into()
    }
}

/// Keeps elements as the structures of the form.
#[derive(Default)]
struct Typed(Document);

impl Take for Typed {
    fn take(&mut self, section: Section, element: Element) -> Result<(), TagError> {
        let line = element.lines.first().map_or(1, |(_, line)| *line);
        let fields = element.fields;
        let Typed(document) = self;
        match section {
            Section::Package => push(&mut document.packages, fields),
            Section::File => push(&mut document.files, fields),
            Section::Snippet => push(&mut document.snippets, fields),
            Section::License => push(&mut document.has_extracted_licensing_infos, fields),
            Section::Relation => push(&mut document.relationships, fields),
            _ => Ok(()),
        }
        .map_err(|error| TagError { line, what: error.to_string() })
    }
}

fn push<T: DeserializeOwned>(
    list: &mut Vec<T>,
    fields: Map<String, Value>,
) -> serde_json::Result<()> {
    list.push(serde_json::from_value(fields.into())?);
    Ok(())
}

impl Typed {
    fn finish(self, rest: Rest) -> Result<Document, String> {
        let Typed(lists) = self;
        let mut head = rest.document.fields;
        if !rest.creation.fields.is_empty() {
            head.insert("creationInfo".into(), rest.creation.fields.into());
        }
        let head: Document =
            serde_json::from_value(head.into()).map_err(|error| error.to_string())?;
        let mut document = Document {
            packages: lists.packages,
            files: lists.files,
            snippets: lists.snippets,
            has_extracted_licensing_infos: lists.has_extracted_licensing_infos,
            relationships: lists.relationships,
            ..head
        };
        for (n_before, id) in rest.held {
            let holder = n_before.checked_sub(1).and_then(|at| document.packages.get_mut(at));
            if let (Some(holder), Value::String(id)) = (holder, id) {
                holder.has_files.push(id);
            }
        }
        let packages = document.packages.iter().map(|one| one.spdx_id.as_str());
        let files = document.files.iter().map(|one| one.spdx_id.as_str());
        let snippets = document.snippets.iter().map(|one| one.spdx_id.as_str());
        let ids = packages.chain(files).chain(snippets).map(Some);
        let (of_elements, of_document) =
            annotated(rest.annotations, Some(document.spdx_id.as_str()), ids);
        let packages = document.packages.iter_mut().map(|one| &mut one.unknown);
        let files = document.files.iter_mut().map(|one| &mut one.unknown);
        let snippets = document.snippets.iter_mut().map(|one| &mut one.unknown);
        for (unknown, annotations) in packages.chain(files).chain(snippets).zip(of_elements) {
            if !annotations.is_empty() {
                unknown.insert("annotations".into(), annotations.into());
            }
        }
        if !of_document.is_empty() {
            document.unknown.insert("annotations".into(), of_document.into());
        }
        Ok(document)
    }
}

/// What an element is called.
fn id(element: &Map<String, Value>) -> Option<&str> {
    element.get("SPDXID")?.as_str()
}

/// The annotations of each element and those of the document: an annotation belongs to the first
/// element of the name it gives, else to the document.
fn annotated<'a>(
    annotations: Vec<(Option<String>, Map<String, Value>)>,
    document: Option<&str>,
    ids: impl Iterator<Item = Option<&'a str>>,
) -> (Vec<Vec<Value>>, Vec<Value>) {
    if annotations.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let ids: Vec<Option<&str>> = ids.collect();
    let known: HashSet<&str> =
        ids.iter().flatten().copied().filter(|id| Some(*id) != document).collect();
    let mut of_elements: HashMap<&str, Vec<Value>> = HashMap::new();
    let mut of_document: Vec<Value> = Vec::new();
    for (of, annotation) in annotations {
        match of.as_deref().and_then(|of| known.get(of)) {
            Some(of) => of_elements.entry(of).or_default().push(annotation.into()),
            None => of_document.push(annotation.into()),
        }
    }
    let of_elements =
        ids.iter().map(|id| of_elements.remove((*id)?)).map(Option::unwrap_or_default);
    (of_elements.collect(), of_document)
}
