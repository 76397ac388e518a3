// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! XML as a tree of elements with their namespaces. Nothing is declared, fetched or expanded: of
//! entities there are the five of XML, and those that name a character by its number.

use std::{collections::HashSet, fmt::Write as _, sync::Arc};

use quick_xml::{
    Reader,
    escape::{escape, unescape},
    events::{BytesStart, Event},
};

/// Elements may be this deep.
const MAX_DEPTH: usize = 256;

/// The namespace of the prefix `xml`.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// An element.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Element {
    /// The namespace; empty where it has none.
    pub namespace: Arc<str>,
    /// The name without a prefix.
    pub name: Arc<str>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// What it holds.
    pub nodes: Vec<Node>,
    /// The line of its start, counted from 1.
    pub line: u32,
}

/// An attribute.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Attribute {
    /// The namespace; empty where it has none.
    pub namespace: Arc<str>,
    /// The name without a prefix.
    pub name: Arc<str>,
    /// The value.
    pub value: String,
}

/// A part of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// The elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The value of an attribute without a namespace.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut own = self.attributes.iter().filter(|one| one.namespace.is_empty());
        own.find(|one| &*one.name == name).map(|one| one.value.as_str())
    }

    /// The text directly in it, as written.
    pub fn text(&self) -> String {
        let texts = self.nodes.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }

    /// The element as XML that stands for itself, with every namespace declared where it is used.
    pub fn to_xml(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, "");
        out
    }

    fn write(&self, out: &mut String, around: &str) {
        out.push('<');
        out.push_str(&self.name);
        if *self.namespace != *around {
            let _ = write!(out, " xmlns=\"{}\"", escape(&*self.namespace));
        }
        for (at, attribute) in self.attributes.iter().enumerate() {
            let value = escape(&attribute.value).replace('\n', "&#10;").replace('\t', "&#9;");
            match &*attribute.namespace {
                "" => {
                    let _ = write!(out, " {}=\"{value}\"", attribute.name);
                }
                XML => {
                    let _ = write!(out, " xml:{}=\"{value}\"", attribute.name);
                }
                namespace => {
                    let namespace = escape(namespace);
                    let name = &attribute.name;
                    let _ = write!(out, " xmlns:n{at}=\"{namespace}\" n{at}:{name}=\"{value}\"");
                }
            }
        }
        if self.nodes.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for node in &self.nodes {
            match node {
                Node::Element(element) => element.write(out, &self.namespace),
                Node::Text(text) => out.push_str(&escape(text)),
            }
        }
        let _ = write!(out, "</{}>", self.name);
    }
}

/// Why a text is no XML that is read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Damage {
    /// The line, counted from 1.
    pub line: u32,
    /// What is wrong there.
    pub what: String,
}

/// Reads a document.
///
/// # Errors
/// Where it is not well-formed, declares entities, or lies deeper than 256 elements.
pub fn read(text: &str) -> Result<Element, Damage> {
    read_parts(text, &mut |_, element| Ok(Some(element)))
}

/// Takes an element as it ends, with the elements around it, the outermost first; gives it back to
/// keep it in them.
pub type TakePart<'a> = dyn FnMut(&[Element], Element) -> Result<Option<Element>, String> + 'a;

/// Reads a document of which parts are taken as they end: those that `take` keeps are not held. It is
/// asked of the outermost element's parts and of theirs.
///
/// # Errors
/// As [`read`], and whatever `take` says, with the line of the element.
pub fn read_parts(text: &str, take: &mut TakePart<'_>) -> Result<Element, Damage> {
    let mut tree = Tree::new(text, take);
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        let at = reader.buffer_position() as usize;
        let event = reader.read_event();
        let event = event.map_err(|error| {
            let at = reader.error_position() as usize;
            Damage { line: tree.line_of(at), what: error.to_string() }
        })?;
        tree.take(event, at)?;
        if tree.is_done {
            break;
        }
    }
    tree.root.ok_or_else(|| Damage { line: 1, what: "there is no element".into() })
}

/// A document while it is read.
struct Tree<'a, 't> {
    text: &'a str,
    take: &'a mut TakePart<'t>,
    /// Up to where lines were counted, and how many there are.
    counted: (usize, u32),
    open: Vec<Element>,
    /// Prefixes with their namespaces and how deep they were declared; the empty one is the default.
    prefixes: Vec<(usize, Box<str>, Arc<str>)>,
    /// Names of elements and attributes, which are few: each is held once.
    names: HashSet<Arc<str>>,
    root: Option<Element>,
    is_done: bool,
}

impl<'a, 't> Tree<'a, 't> {
    fn new(text: &'a str, take: &'a mut TakePart<'t>) -> Tree<'a, 't> {
        Tree {
            text,
            take,
            counted: (0, 0),
            open: Vec::new(),
            prefixes: Vec::new(),
            names: HashSet::new(),
            root: None,
            is_done: false,
        }
    }

    /// The line of a place; places come in their order.
    fn line_of(&mut self, at: usize) -> u32 {
        let at = at.min(self.text.len());
        if at > self.counted.0 {
            let between = &self.text.as_bytes()[self.counted.0..at];
            let n_new = between.iter().filter(|byte| **byte == b'\n').count();
            self.counted = (at, self.counted.1.saturating_add(n_new as u32));
        }
        self.counted.1 + 1
    }

    fn damage<T>(&mut self, at: usize, what: impl Into<String>) -> Result<T, Damage> {
        Err(Damage { line: self.line_of(at), what: what.into() })
    }

    fn take(&mut self, event: Event<'_>, at: usize) -> Result<(), Damage> {
        match event {
            Event::Start(start) => {
                let element = self.element(&start, at)?;
                self.open.push(element);
            }
            Event::Empty(start) => {
                let element = self.element(&start, at)?;
                self.open.push(element);
                self.close()?;
            }
            Event::End(_) => self.close()?,
            Event::Text(part) => self.add_text(&part.into_inner(), at)?,
            Event::CData(part) => self.add_text(&part.into_inner(), at)?,
            Event::GeneralRef(reference) => {
                let written = format!("&{};", reference.into_inner());
                match unescape(&written) {
                    Ok(text) => self.add_text(&text, at)?,
                    Err(_) => return self.damage(at, format!("{written} is not known here")),
                }
            }
            Event::DocType(kind) if kind.contains("ENTITY") => {
                return self.damage(at, "entities are not declared in documents that are read");
            }
            Event::Eof if self.open.is_empty() => self.is_done = true,
            Event::Eof => {
                let name = self.open.last().map(|open| open.name.to_string()).unwrap_or_default();
                return self.damage(self.text.len(), format!("the element {name:?} does not end"));
            }
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        Ok(())
    }

    fn add_text(&mut self, text: &str, at: usize) -> Result<(), Damage> {
        let Some(open) = self.open.last_mut() else {
            return match text.trim_start_matches('\u{feff}').trim().is_empty() {
                true => Ok(()),
                false => self.damage(at, "text outside of the outermost element"),
            };
        };
        match open.nodes.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => open.nodes.push(Node::Text(text.to_owned())),
        }
        Ok(())
    }

    fn element(&mut self, start: &BytesStart<'_>, at: usize) -> Result<Element, Damage> {
        if self.root.is_some() {
            return self.damage(at, "a second outermost element");
        }
        let depth = self.open.len();
        if depth >= MAX_DEPTH {
            return self.damage(at, format!("elements lie deeper than {MAX_DEPTH}"));
        }
        let mut written: Vec<(String, String)> = Vec::new();
        for attribute in start.attributes() {
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => return self.damage(at, error.to_string()),
            };
            let value = match unescape(&attribute.value) {
                Ok(value) => value.replace(['\n', '\t', '\r'], " "),
                Err(error) => return self.damage(at, error.to_string()),
            };
            let key: &str = attribute.key.as_ref();
            match key.split_once(':') {
                Some(("xmlns", prefix)) => self.prefixes.push((depth, prefix.into(), value.into())),
                None if key == "xmlns" => self.prefixes.push((depth, "".into(), value.into())),
                _ => written.push((key.to_owned(), value)),
            }
        }
        let mut attributes = Vec::with_capacity(written.len());
        for (key, value) in written {
            let (namespace, name) = self.resolve(&key, false, at)?;
            attributes.push(Attribute { namespace, name, value });
        }
        let (namespace, name) = self.resolve(start.name().as_ref(), true, at)?;
        Ok(Element { namespace, name, attributes, nodes: Vec::new(), line: self.line_of(at) })
    }

    fn resolve(
        &mut self,
        name: &str,
        is_element: bool,
        at: usize,
    ) -> Result<(Arc<str>, Arc<str>), Damage> {
        let (prefix, local) = match name.split_once(':') {
            Some((prefix, local)) => (prefix, local),
            None if is_element => ("", name),
            None => return Ok((self.name(""), self.name(name))),
        };
        let known = self.prefixes.iter().rev().find(|(_, known, _)| &**known == prefix);
        match known {
            Some((_, _, namespace)) => Ok((namespace.clone(), self.name(local))),
            None if prefix.is_empty() => Ok((self.name(""), self.name(local))),
            None if prefix == "xml" => Ok((self.name(XML), self.name(local))),
            None => self.damage(at, format!("the prefix {prefix:?} has no namespace")),
        }
    }

    fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let name: Arc<str> = name.into();
        self.names.insert(name.clone());
        name
    }

    fn close(&mut self) -> Result<(), Damage> {
        let Some(mut element) = self.open.pop() else { return Ok(()) };
        // Most elements hold one text, and a list has room for more from its first part on.
        element.nodes.shrink_to_fit();
        let depth = self.open.len();
        while self.prefixes.last().is_some_and(|(declared, ..)| *declared >= depth) {
            self.prefixes.pop();
        }
        if matches!(depth, 1 | 2) {
            let line = element.line;
            match (self.take)(&self.open, element) {
                Ok(Some(kept)) => element = kept,
                Ok(None) => return Ok(()),
                Err(what) => return Err(Damage { line, what }),
            }
        }
        match self.open.last_mut() {
            Some(around) => around.nodes.push(Node::Element(element)),
            None => self.root = Some(element),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_hold_where_they_are_declared() {
        let text = "<a xmlns='x' xmlns:p='y'>\n<p:b p:k='1' k='2'/><b xmlns=''>t&amp;<![CDATA[<]]>\
                    </b><c/></a>";
        let root = read(text).unwrap();
        let parts: Vec<(&str, &str, u32)> =
            root.elements().map(|part| (&*part.namespace, &*part.name, part.line)).collect();
        assert_eq!(parts, [("y", "b", 2), ("", "b", 2), ("x", "c", 2)]);
        let first = root.elements().next().unwrap();
        assert_eq!(first.attribute("k"), Some("2"));
        assert_eq!(root.elements().nth(1).unwrap().text(), "t&<");
        assert_eq!(read(&root.to_xml()).unwrap().to_xml(), root.to_xml());
    }

    #[test]
    fn what_is_no_plain_xml_is_refused_with_its_line() {
        for (text, line) in [
            ("<a>\n<b></a>", 2),
            ("<a>\n&x;</a>", 2),
            ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///x'>]>\n<a>&x;</a>", 1),
            ("<a>\n\n<p:b/></a>", 3),
            ("<a/>\n<b/>", 2),
            ("<a>\n", 2),
            ("", 1),
            ("<a k='1' k='2'/>", 1),
        ] {
            assert_eq!(read(text).unwrap_err().line, line, "{text}");
        }
        assert!(read(&"<a>".repeat(100_000)).unwrap_err().what.contains("deeper"));
    }
}
