// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The tables of CycloneDX's XML form: what its XML schema allows, laid beside the JSON schema of the
//! same version. Names that stand in both are the same thing; the few that differ are named here.

mod shape;
mod texts;

use std::collections::HashMap;

use heirloom_sbom::cyclonedx::xml::{
    dom::Element as Xsd,
    grammar::{
        Attribute, Element, Grammar, Group, Occurs, Of, Particle, Place, Scalar, Slot, Type, Way,
        When,
    },
};
use serde_json::Value;

use shape::{Schemas, Shape};
use texts::Texts;

/// Elements whose name is not that of their field: element, field, how it goes there. They count
/// where the field is one of the object around them and the element is not.
const OTHER_NAMES: &[(&str, &str, Way)] = &[
    ("dependency", "dependsOn", Way::Member),
    ("responses", "response", Way::List),
    ("cryptoRef", "cryptoRefArray", Way::Member),
    ("details", "expressionDetails", Way::Member),
    ("individual", "contact", Way::Field),
];

/// Elements that share a list: which values are which.
const KINDS: &[(&str, &[&str], bool)] = &[
    ("license", &["license"], true),
    ("expression", &["license", "expressionDetails", "licensing", "properties"], false),
    ("expression-detailed", &["expressionDetails", "licensing", "properties"], true),
    ("environmentVar", &["name"], true),
    ("ref", &["ref"], true),
    ("dataset", &["ref"], false),
    ("patentFamily", &["familyId", "members"], true),
    ("patent", &["familyId", "members"], false),
    ("dataflow", &["name", "description", "governance", "source", "destination"], true),
    ("classification", &["name", "description", "governance", "source", "destination"], false),
];

/// Fields that are the text of an element with attributes, the first that the object has.
const TEXTS: &[&str] = &["content", "value", "expression", "classification", "text"];

/// Makes the table of a version.
pub(super) fn grammar(xsd: &Xsd, json: &Value, cryptography: &Value) -> Result<Grammar, String> {
    let named = |kind: &'static str| {
        let all = xsd.elements().filter(move |one| &*one.name == kind);
        all.filter_map(|one| Some((one.attribute("name")?.to_owned(), one)))
    };
    let mut maker = Maker {
        types: named("complexType").collect(),
        groups: named("attributeGroup").collect(),
        schemas: Schemas { json, cryptography },
        texts: Texts::new(named("simpleType").collect()),
        made: Vec::new(),
        known: HashMap::new(),
    };
    let (_, bom) = named("element").find(|(name, _)| name == "bom").ok_or("no element bom")?;
    let complex = inline(bom, "complexType").ok_or("bom has no type")?;
    let shape = maker.schemas.root();
    let root = maker.complex(complex, &shape, false);
    Ok(Grammar {
        namespace: xsd.attribute("targetNamespace").unwrap_or_default().to_owned(),
        root,
        types: maker.made,
        texts: maker.texts.made,
    })
}

fn inline<'x>(element: &'x Xsd, kind: &str) -> Option<&'x Xsd> {
    element.elements().find(|one| &*one.name == kind)
}

/// `xs:string` or `bom:component` without the prefix, and whether it is XML Schema's own.
fn type_name(name: &str) -> (&str, bool) {
    match name.split_once(':') {
        Some((prefix, name)) => (name, prefix == "xs"),
        None => (name, false),
    }
}

fn occurs(particle: &Xsd) -> Occurs {
    let n = |name: &str| match particle.attribute(name) {
        Some("unbounded") => u32::MAX,
        Some(n) => n.parse().unwrap_or(1),
        None => 1,
    };
    Occurs { min: n("minOccurs"), max: n("maxOccurs") }
}

struct Maker<'x> {
    types: HashMap<String, &'x Xsd>,
    groups: HashMap<String, &'x Xsd>,
    schemas: Schemas<'x>,
    texts: Texts<'x>,
    made: Vec<Type>,
    known: HashMap<(*const Xsd, Shape<'x>, bool), usize>,
}

/// What is around an element.
#[derive(Clone)]
struct Around<'x> {
    shape: Shape<'x>,
    /// Its parts are the members of a list, of which `shape` is one.
    is_list: bool,
    /// It is one of several things: an organization, a person, a name.
    is_union: bool,
    /// A group around the element stands any number of times.
    is_repeated: bool,
    /// It is JSON's list or object of tools.
    is_tools: bool,
    /// How many different elements there are.
    n_names: usize,
}

impl<'x> Maker<'x> {
    fn complex(&mut self, complex: &'x Xsd, shape: &Shape<'x>, is_list: bool) -> usize {
        let key = (std::ptr::from_ref(complex), shape.clone(), is_list);
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let at = self.made.len();
        self.made.push(Type::default());
        self.known.insert(key, at);
        let mut made = Type::default();
        self.attributes(complex, shape, &mut made);
        if let Some(extension) =
            inline(complex, "simpleContent").and_then(|content| inline(content, "extension"))
        {
            self.attributes(extension, shape, &mut made);
            let field = TEXTS.iter().find(|field| {
                shape.has(field)
                    && !made.attributes.iter().any(|one| one.slot.field.as_deref() == Some(**field))
            });
            let guess = (shape.is_empty() && !made.attributes.is_empty()).then_some(&"value");
            let field = field.or(guess).map(|field| (*field).to_owned());
            let inner =
                field.as_ref().map_or_else(|| shape.clone(), |name| self.field(shape, name));
            let text = self.texts.of(extension.attribute("base").unwrap_or("xs:string"));
            made.text = Some(Slot { text, field, scalar: inner.scalar() });
        }
        if complex.attribute("mixed") == Some("true") {
            let text = self.texts.of("xs:string");
            made.text = Some(Slot { text, field: None, scalar: Scalar::Text });
        }
        let names = names(complex);
        let is_choice_of =
            |known: &[&str]| !names.is_empty() && names.iter().all(|name| known.contains(name));
        let around = Around {
            shape: shape.clone(),
            is_list,
            is_union: is_choice_of(&["organization", "contact", "individual", "ref"])
                && shape.has("name"),
            is_repeated: false,
            is_tools: names.contains(&"tool") && names.contains(&"components"),
            n_names: names.len(),
        };
        let group = complex.elements().find(|one| is_group(one));
        made.parts = group.map(|group| self.particle(group, &around));
        self.made[at] = made;
        at
    }

    fn attributes(&mut self, of: &'x Xsd, shape: &Shape<'x>, made: &mut Type) {
        for one in of.elements() {
            match &*one.name {
                "attribute" => {
                    let attribute = self.attribute(one, shape);
                    made.attributes.push(attribute);
                }
                "attributeGroup" => {
                    let (name, _) = type_name(one.attribute("ref").unwrap_or_default());
                    if let Some(&group) = self.groups.get(name) {
                        self.attributes(group, shape, made);
                    }
                }
                "anyAttribute" => {
                    made.is_open = true;
                    made.takes_any = one.attribute("namespace") == Some("##any");
                }
                _ => {}
            }
        }
    }

    fn attribute(&mut self, one: &'x Xsd, shape: &Shape<'x>) -> Attribute {
        let name = one.attribute("name").unwrap_or_default();
        let field = match name {
            name if shape.has(name) => Some(name.to_owned()),
            name if shape.has(&camel(name)) => Some(camel(name)),
            "ref" if shape.is_text() => None,
            name => Some(name.to_owned()),
        };
        let inner = field.as_ref().map_or_else(|| shape.clone(), |field| self.field(shape, field));
        let text = match (one.attribute("type"), inline(one, "simpleType")) {
            (Some(name), _) => self.texts.of(name),
            (None, Some(simple)) => self.texts.inline(simple),
            (None, None) => self.texts.of("xs:string"),
        };
        Attribute {
            name: name.to_owned(),
            is_required: one.attribute("use") == Some("required"),
            slot: Slot { text, field, scalar: inner.scalar() },
        }
    }

    fn field(&self, shape: &Shape<'x>, name: &str) -> Shape<'x> {
        self.schemas.field(shape, name)
    }

    fn particle(&mut self, one: &'x Xsd, around: &Around<'x>) -> Particle {
        match &*one.name {
            "element" => Particle::Element(Box::new(self.element(one, around))),
            "any" => Particle::Foreign,
            kind => {
                let occurs = occurs(one);
                let is_repeated = around.is_repeated || occurs.max > 1;
                let around = Around { is_repeated, ..around.clone() };
                let parts = one.elements().filter(|part| is_particle(part));
                let of = parts.map(|part| self.particle(part, &around)).collect();
                let group = Group { occurs, of };
                if kind == "choice" { Particle::Choice(group) } else { Particle::Sequence(group) }
            }
        }
    }

    fn element(&mut self, one: &'x Xsd, around: &Around<'x>) -> Element {
        let name = one.attribute("name").unwrap_or_default();
        let occurs = occurs(one);
        let named = one.attribute("type").map(type_name);
        let complex = match named {
            Some((name, false)) => self.types.get(name).copied(),
            _ => inline(one, "complexType"),
        };
        let (place, shape, is_list) = self.place(name, complex, occurs, around);
        let of = match complex {
            Some(complex) => {
                let at = self.complex(complex, &shape, is_list);
                if around.is_list && place.field.is_none() && self.made[at].text.is_some() {
                    // The name of a text in a list is the field that it is.
                    let field = around.shape.has(name).then(|| name.to_owned());
                    if let (Some(field), Some(text)) = (field, self.made[at].text.as_mut()) {
                        text.field = Some(field);
                    }
                }
                Of::Type(at)
            }
            None => {
                let text = match (one.attribute("type"), inline(one, "simpleType")) {
                    (Some(name), _) => self.texts.of(name),
                    (None, Some(simple)) => self.texts.inline(simple),
                    (None, None) => self.texts.of("xs:string"),
                };
                Of::Text(text, shape.scalar())
            }
        };
        Element { name: name.to_owned(), occurs, of, place }
    }

    /// What JSON makes of an element, the shape of its value there, and whether its parts are that.
    fn place(
        &self,
        name: &str,
        complex: Option<&'x Xsd>,
        occurs: Occurs,
        around: &Around<'x>,
    ) -> (Place, Shape<'x>, bool) {
        let shape = &around.shape;
        let way =
            |way, field: Option<&str>, when| Place { way, field: field.map(str::to_owned), when };
        let has_parts = complex.is_some_and(|complex| inline(complex, "simpleContent").is_none());
        if around.is_tools {
            let inner = self.field(shape, name);
            return match name {
                "tool" => (way(Way::Item, None, None), self.schemas.members(shape), false),
                _ => (way(Way::List, Some(name), None), self.schemas.members(&inner), true),
            };
        }
        if around.is_list {
            let when = (around.n_names > 1).then(|| kind_of(name)).flatten();
            let inner = self.field(shape, name);
            // An object with this field, unless the element is itself that object or a plain text.
            let is_wrapped = match complex {
                Some(_) => has_parts && inner.is_object(),
                None => shape.has(name) && when != Some(When::Text),
            };
            return match is_wrapped {
                true => (way(Way::Item, Some(name), when), inner, false),
                false => (way(Way::Item, None, when), shape.clone(), false),
            };
        }
        if around.is_union {
            let when = match name {
                "organization" => When::Lacks(vec!["email".into(), "phone".into()]),
                "ref" => When::Text,
                _ => When::Has(vec!["email".into(), "phone".into()]),
            };
            return (way(Way::Same, None, Some(when)), shape.clone(), false);
        }
        let other = OTHER_NAMES
            .iter()
            .find(|(element, field, _)| *element == name && shape.has(field) && !shape.has(name));
        if let Some((_, field, kind)) = other {
            let inner = self.field(shape, field);
            let inner = if *kind == Way::Field { inner } else { self.schemas.members(&inner) };
            return (way(*kind, Some(field), None), inner, *kind == Way::List);
        }
        let inner = self.field(shape, name);
        let is_wrapper = complex.is_some_and(is_wrapper);
        let is_repeated = around.is_repeated || occurs.max > 1;
        let is_list = inner.is_list() && !inner.is_object() && has_parts && !is_repeated;
        let is_choice = complex.is_some_and(|complex| inline(complex, "choice").is_some());
        if (inner.is_list() || inner.is_empty()) && is_wrapper || is_list && is_choice {
            return (way(Way::List, Some(name), None), self.schemas.members(&inner), true);
        }
        if inner.is_list() && is_repeated || inner.is_empty() && occurs.max > 1 {
            return (way(Way::Member, Some(name), None), self.schemas.members(&inner), false);
        }
        if is_list {
            return (way(Way::Only, Some(name), None), self.schemas.members(&inner), false);
        }
        let attributes = complex.filter(|_| !has_parts).map(|complex| self.names_of(complex));
        if attributes
            .is_some_and(|names| !names.is_empty() && names.iter().all(|one| shape.has(one)))
            && inner.is_text()
        {
            return (way(Way::Merged, None, None), shape.clone(), false);
        }
        (way(Way::Field, Some(name), None), inner, false)
    }

    /// The names of a text's attributes.
    fn names_of(&self, complex: &Xsd) -> Vec<String> {
        let extension =
            inline(complex, "simpleContent").and_then(|content| inline(content, "extension"));
        let parts = extension.into_iter().flat_map(Xsd::elements);
        let named = parts.filter_map(|one| one.attribute("name"));
        named.map(str::to_owned).collect()
    }
}

fn kind_of(name: &str) -> Option<When> {
    if name == "value" {
        return Some(When::Text);
    }
    let (_, fields, is_with) = KINDS.iter().find(|(known, ..)| *known == name)?;
    let fields = fields.iter().map(|field| (*field).to_owned()).collect();
    Some(if *is_with { When::Has(fields) } else { When::Lacks(fields) })
}

fn is_group(one: &Xsd) -> bool {
    matches!(&*one.name, "sequence" | "choice" | "all")
}

fn is_particle(one: &Xsd) -> bool {
    is_group(one) || matches!(&*one.name, "element" | "any")
}

/// The names of the elements directly in an element of this type.
fn names(complex: &Xsd) -> Vec<&str> {
    fn gather<'x>(one: &'x Xsd, found: &mut Vec<&'x str>) {
        for part in one.elements() {
            match &*part.name {
                "element" => found.extend(part.attribute("name")),
                _ if is_group(part) => gather(part, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    gather(complex, &mut found);
    found
}

/// Whether a type has nothing but elements that stand any number of times.
fn is_wrapper(complex: &Xsd) -> bool {
    fn all_repeated(one: &Xsd, is_repeated: bool) -> bool {
        one.elements().all(|part| {
            let is_repeated = is_repeated || occurs(part).max > 1;
            match &*part.name {
                "element" => is_repeated,
                _ if is_group(part) => all_repeated(part, is_repeated),
                "attribute" | "attributeGroup" | "simpleContent" => false,
                _ => true,
            }
        })
    }
    !names(complex).is_empty() && all_repeated(complex, false)
}

/// `content-type` as `contentType`.
fn camel(name: &str) -> String {
    let mut parts = name.split('-');
    let mut made = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (first, rest) = part.split_at(part.len().min(1));
        made.push_str(&first.to_ascii_uppercase());
        made.push_str(rest);
    }
    made
}
