// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What CycloneDX's XML schemas allow, and which field of the JSON form each place is.
//!
//! `cargo xtask sbom-schemas` makes these tables of the official XML and JSON schemas of a version.

use serde::{Deserialize, Serialize};

/// The XML form of one version.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Grammar {
    /// The namespace of its elements.
    pub namespace: String,
    /// The type of the outermost element, `bom`.
    pub root: usize,
    /// Types of elements with parts or attributes.
    pub types: Vec<Type>,
    /// Types of texts.
    pub texts: Vec<Text>,
}

/// The type of an element that has parts or attributes.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Type {
    /// Its attributes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
    /// Whether it takes attributes of other namespaces.
    #[serde(skip_serializing_if = "is_false")]
    pub is_open: bool,
    /// Whether it takes any other attributes.
    #[serde(skip_serializing_if = "is_false")]
    pub takes_any: bool,
    /// Its text, which it has instead of parts; of a type with both, where there are no parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Slot>,
    /// Its parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Particle>,
}

/// An attribute.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Whether it must be there.
    #[serde(skip_serializing_if = "is_false")]
    pub is_required: bool,
    /// Where JSON has it.
    #[serde(flatten)]
    pub slot: Slot,
}

/// A text, and its place in JSON.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Slot {
    /// The type, as a place in [`Grammar::texts`].
    pub text: usize,
    /// The field of the object that the element is; `None`: JSON has this text alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How JSON writes it.
    #[serde(skip_serializing_if = "Scalar::is_text")]
    pub scalar: Scalar,
}

/// How JSON writes a text of XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scalar {
    /// As a string.
    #[default]
    Text,
    /// As a number.
    Number,
    /// As `true` or `false`.
    Boolean,
}

impl Scalar {
    fn is_text(&self) -> bool {
        *self == Scalar::Text
    }
}

/// A part of what an element holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Particle {
    /// Each of them, in this order.
    Sequence(Group),
    /// One of them.
    Choice(Group),
    /// An element.
    Element(Box<Element>),
    /// Elements of other namespaces.
    Foreign,
}

/// Particles together.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Group {
    /// How often.
    #[serde(flatten)]
    pub occurs: Occurs,
    /// The particles.
    pub of: Vec<Particle>,
}

/// How often something stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurs {
    /// At least.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub min: u32,
    /// At most; `u32::MAX`: as often as one likes.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub max: u32,
}

impl Default for Occurs {
    fn default() -> Self {
        Occurs { min: 1, max: 1 }
    }
}

/// An element of CycloneDX's own namespace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// How often.
    #[serde(flatten)]
    pub occurs: Occurs,
    /// What it is.
    pub of: Of,
    /// What JSON makes of it.
    #[serde(flatten)]
    pub place: Place,
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// An element with parts or attributes, as a place in [`Grammar::types`].
    Type(usize),
    /// A text, as a place in [`Grammar::texts`], and how JSON writes it.
    Text(usize, Scalar),
}

/// What JSON makes of an element.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// How it goes into what is around it.
    pub way: Way,
    /// The field that it goes into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Which values are written as this element, where others could be too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
}

/// How an element goes into what is around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// JSON has nothing like it.
    #[default]
    Unknown,
    /// Its value is the field.
    Field,
    /// Its value is one of the field's list.
    Member,
    /// Its value is the field's list, which can have no other member.
    Only,
    /// Its parts are the field's list.
    List,
    /// The value of the element around it is a list, and this one of it; with a field, an object
    /// with that field.
    Item,
    /// The value of the element around it is this one's.
    Same,
    /// Its fields are those of the element around it.
    Merged,
}

/// Which values an element stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Strings.
    Text,
    /// Objects with one of these fields.
    Has(Vec<String>),
    /// Objects with none of these fields.
    Lacks(Vec<String>),
}

/// The type of a text.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Text {
    /// The built-in type of XML Schema that it is of: `dateTime`.
    pub base: String,
    /// The only values, where there are such.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What it looks like; a regular expression of XML Schema for the whole text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// At least as many characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<usize>,
    /// At most as many characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Other types, one of which it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<usize>,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_one(n: &u32) -> bool {
    *n == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
