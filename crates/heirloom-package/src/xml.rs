// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! XML elements from `quick-xml` events. Entities other than the five of XML and character
//! references are kept as written: nothing is declared, fetched or expanded.

use std::ops::Range;

use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};

use crate::{ManifestLimits, value::Damage};

/// An element with its text and children, without namespaces.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Element {
    /// The local name.
    pub(crate) name: Box<str>,
    /// Attributes by local name.
    pub(crate) attributes: Vec<(Box<str>, Box<str>)>,
    /// The text directly in it, outer space removed.
    pub(crate) text: String,
    /// The elements directly in it.
    pub(crate) children: Vec<Element>,
    /// From its start tag to its end tag.
    pub(crate) range: Range<usize>,
}

impl Element {
    /// The first child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| &*child.name == name)
    }

    /// The children of that name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| &*child.name == name)
    }

    /// The text of the first child of that name, if it has any.
    pub(crate) fn child_text(&self, name: &str) -> Option<&str> {
        let named = self.children.iter().filter(|child| &*child.name == name);
        named.map(|child| child.text.as_str()).find(|text| !text.is_empty())
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| &**value)
    }
}

/// Reads the root element of a text.
pub(crate) fn read(text: &str, limits: &ManifestLimits) -> (Option<Element>, Option<Damage>) {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    let mut n_left = limits.max_nodes;
    let (mut damage, mut unread) = (None, None);
    while root.is_none() {
        let at = reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = reader.error_position() as usize;
                damage = Some(Damage::new(at.min(text.len()), error.to_string()));
                break;
            }
        };
        if n_left == 0 || open.len() > limits.max_depth {
            let reason = if n_left == 0 { "too many elements" } else { "nested too deep" };
            damage = Some(Damage::new(at, reason));
            break;
        }
        n_left -= 1;
        let end = reader.buffer_position() as usize;
        match event {
            Event::Start(start) => open.push(element(&start, at..end)),
            Event::Empty(start) => close(&mut open, &mut root, element(&start, at..end)),
            Event::End(_) => {
                if let Some(mut element) = open.pop() {
                    element.range.end = end;
                    close(&mut open, &mut root, element);
                }
            }
            Event::Text(part) => add_text(&mut open, &part.into_inner()),
            Event::CData(part) => add_text(&mut open, &part.into_inner()),
            Event::GeneralRef(reference) => {
                let name = reference.into_inner();
                let written = format!("&{name};");
                let plain = match unescape(&written) {
                    Ok(plain) => plain.into_owned(),
                    Err(_) => {
                        let reason = format!("the entity `{name}` is not replaced");
                        unread.get_or_insert_with(|| Damage::whole(at, reason));
                        written.clone()
                    }
                };
                add_text(&mut open, &plain);
            }
            Event::Eof if open.is_empty() => break,
            Event::Eof => {
                damage = Some(Damage::new(text.len(), "an element does not end"));
                break;
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    // What damage left open is closed, so that what came before it counts.
    while let Some(element) = open.pop() {
        close(&mut open, &mut root, element);
    }
    (root, damage.or(unread))
}

fn element(start: &BytesStart<'_>, range: Range<usize>) -> Element {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = attribute.value;
        let plain = unescape(&value).map_or_else(|_| value.to_string(), |text| text.into_owned());
        attributes.push((local(attribute.key.as_ref()), plain.into()));
    }
    Element { name: local(start.name().as_ref()), attributes, range, ..Element::default() }
}

fn local(name: &str) -> Box<str> {
    name.rsplit(':').next().unwrap_or_default().into()
}

fn add_text(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn close(open: &mut [Element], root: &mut Option<Element>, mut element: Element) {
    let trimmed = element.text.trim();
    if trimmed.len() < element.text.len() {
        element.text = trimmed.to_owned();
    }
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = Some(element),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Element, Option<Damage>) {
        let (root, damage) = read(text, &ManifestLimits::standard());
        (root.unwrap_or_default(), damage)
    }

    #[test]
    fn reads_elements_with_their_places() {
        let text = "<?xml version='1.0'?><!-- c --><p:a k='v&amp;w'> <b>x &lt; <![CDATA[<y>]]></b><c/></p:a>";
        let (root, damage) = parse(text);
        assert_eq!(damage, None);
        assert_eq!((&*root.name, root.attribute("k")), ("a", Some("v&w")));
        assert_eq!(root.child_text("b"), Some("x < <y>"));
        assert!(text[root.child("b").unwrap().range.clone()].starts_with("<b>x"));
    }

    #[test]
    fn entities_are_never_expanded() {
        let (root, damage) =
            parse("<!DOCTYPE a [<!ENTITY l SYSTEM 'file:///etc/passwd'>]><a>&l;&l;</a>");
        assert_eq!(root.text, "&l;&l;");
        assert_eq!(&*damage.unwrap().reason, "the entity `l` is not replaced");
    }

    #[test]
    fn damaged_text_gives_what_came_before() {
        for text in ["<a><b>MIT</b><c", "<a><b>MIT</b></c>", "<a><b>MIT</b>&", "<a><b>MIT</b><d>"] {
            let (root, damage) = parse(text);
            assert_eq!(root.child_text("b"), Some("MIT"), "{text}");
            assert!(damage.is_some(), "{text}");
        }
        assert_eq!(&*parse(&"<a>".repeat(100_000)).1.unwrap().reason, "nested too deep");
    }
}
