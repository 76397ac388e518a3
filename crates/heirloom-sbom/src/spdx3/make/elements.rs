// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The elements that are written. Those of which a document has many are structures, whose fields
//! stand in the order in which they are written.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::super::CONTEXT;

/// The name of what all elements were made by, inside the document.
pub(super) const CREATION: &str = "_:creation";

/// What an element is called inside its document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name {
    Document,
    Bill,
    Tool(u32),
    Maker,
    Agent(u32),
    /// A license of somebody's own, by its place in the bill.
    Text(u32),
    License(u32),
    /// An item, by its place in the bill.
    Item(u32),
    /// The file in which an item is handed out.
    Artifact(u32),
    /// An item, and the number of its part.
    Snippet(u32, u32),
    Relation(u32),
}

/// The name of an element in the world: the namespace of the document and the name in it.
#[derive(Clone, Copy)]
pub(super) struct Id<'a> {
    pub(super) namespace: &'a str,
    pub(super) name: Name,
    /// Names of items.
    pub(super) items: &'a [String],
    pub(super) texts: &'a [crate::LicenseText],
}

impl fmt::Display for Id<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.namespace)?;
        let item = |at: u32| &self.items[at as usize];
        match self.name {
            Name::Document => formatter.write_str("#document"),
            Name::Bill => formatter.write_str("#bill"),
            Name::Tool(number) => write!(formatter, "#tool-{number}"),
            Name::Maker => formatter.write_str("#maker"),
            Name::Agent(number) => write!(formatter, "#agent-{number}"),
            Name::Text(at) => write!(formatter, "#{}", self.texts[at as usize].id),
            Name::License(number) => write!(formatter, "#license-{number}"),
            Name::Item(at) => write!(formatter, "#item-{}", item(at)),
            Name::Artifact(at) => write!(formatter, "#artifact-{at}"),
            // Items may be called whatever they like, behind a word of their own.
            Name::Snippet(at, number) => write!(formatter, "#snippet-{at}-{number}"),
            Name::Relation(number) => write!(formatter, "#relation-{number}"),
        }
    }
}

impl Serialize for Id<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a relation leads to.
#[derive(Clone, Copy)]
pub(super) enum Target<'a> {
    Element(Id<'a>),
    /// That there is no license.
    NoLicense,
    /// That nothing is said of its license.
    NoAssertion,
    /// That there is nothing.
    Nothing,
    /// That nobody knows what.
    Unknown,
}

impl Serialize for Target<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Target::Element(id) => id.serialize(serializer),
            Target::NoLicense => {
                serializer.serialize_str("https://spdx.org/rdf/3.0.1/terms/Licensing/None")
            }
            Target::NoAssertion => {
                serializer.serialize_str("https://spdx.org/rdf/3.0.1/terms/Licensing/NoAssertion")
            }
            Target::Nothing => {
                serializer.serialize_str("https://spdx.org/rdf/3.0.1/terms/Core/NoneElement")
            }
            Target::Unknown => {
                serializer.serialize_str("https://spdx.org/rdf/3.0.1/terms/Core/NoAssertionElement")
            }
        }
    }
}

/// An element.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Element<'a> {
    /// One of which there are few.
    Other(Value),
    Top(Top<'a>),
    Bill(BillElement<'a>),
    Item(Box<ItemElement<'a>>),
    Artifact(ArtifactElement<'a>),
    Relation(RelationElement<'a>),
}

/// A document: its elements are made while they are written.
#[derive(Serialize)]
pub(super) struct Document<G> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: G,
}

impl<G> Document<G> {
    pub(super) fn new(graph: G) -> Document<G> {
        Document { context: CONTEXT, graph }
    }
}

/// The document as an element.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Top<'a> {
    pub(super) spdx_id: Id<'a>,
    #[serde(rename = "type")]
    pub(super) of_type: &'static str,
    pub(super) creation_info: &'static str,
    pub(super) data_license: &'static str,
    pub(super) profile_conformance: Vec<&'static str>,
    pub(super) root_element: [Id<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) comment: Option<&'a str>,
}

/// The bill of materials as an element, with the names of all others.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BillElement<'a> {
    pub(super) spdx_id: Id<'a>,
    #[serde(rename = "type")]
    pub(super) of_type: &'static str,
    pub(super) creation_info: &'static str,
    pub(super) root_element: Ids<'a>,
    pub(super) element: Ids<'a>,
    #[serde(rename = "software_sbomType", skip_serializing_if = "Option::is_none")]
    pub(super) sbom_type: Option<[&'static str; 1]>,
}

/// Elements by their names.
pub(super) struct Ids<'a> {
    pub(super) names: Cow<'a, [Name]>,
    /// A name, of which the others differ.
    pub(super) first: Id<'a>,
}

impl Serialize for Ids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.names.iter().map(|&name| Id { name, ..self.first }))
    }
}

/// A package, file, model or the like.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ItemElement<'a> {
    pub(super) spdx_id: Id<'a>,
    #[serde(rename = "type")]
    pub(super) of_type: &'static str,
    pub(super) creation_info: &'static str,
    pub(super) name: String,
    #[serde(rename = "software_primaryPurpose")]
    pub(super) purpose: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) comment: Option<Cow<'a, str>>,
    #[serde(rename = "software_copyrightText", skip_serializing_if = "Option::is_none")]
    pub(super) copyright: Option<&'a str>,
    #[serde(rename = "dataset_datasetType", skip_serializing_if = "Option::is_none")]
    pub(super) dataset_type: Option<Vec<&'static str>>,
    /// What the profiles of models and data have.
    #[serde(flatten)]
    pub(super) card: BTreeMap<&'static str, Value>,
    #[serde(rename = "software_packageVersion", skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<&'a str>,
    #[serde(rename = "software_packageUrl", skip_serializing_if = "Option::is_none")]
    pub(super) purl: Option<&'a str>,
    #[serde(rename = "software_homePage", skip_serializing_if = "Option::is_none")]
    pub(super) home_page: Option<&'a str>,
    #[serde(rename = "software_downloadLocation", skip_serializing_if = "Option::is_none")]
    pub(super) download: Option<&'a str>,
    #[serde(rename = "externalRef", skip_serializing_if = "Vec::is_empty")]
    pub(super) addresses: Vec<Reference<'a>>,
    #[serde(rename = "software_sourceInfo", skip_serializing_if = "Option::is_none")]
    pub(super) source_info: Option<String>,
    #[serde(rename = "verifiedUsing", skip_serializing_if = "Vec::is_empty")]
    pub(super) hashes: Vec<Hash<'a>>,
    #[serde(rename = "externalIdentifier", skip_serializing_if = "Vec::is_empty")]
    pub(super) cpes: Vec<Identifier<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) supplied_by: Option<Id<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) originated_by: Vec<Id<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) extension: Option<[Extension<'a>; 1]>,
}

/// Properties as CycloneDX has them.
#[derive(Serialize)]
pub(super) struct Extension<'a> {
    #[serde(rename = "type")]
    pub(super) of_type: &'static str,
    #[serde(rename = "extension_cdxProperty")]
    pub(super) properties: Vec<Property<'a>>,
}

/// One of them.
#[derive(Serialize)]
pub(super) struct Property<'a> {
    #[serde(rename = "type")]
    pub(super) of_type: &'static str,
    #[serde(rename = "extension_cdxPropName")]
    pub(super) name: &'a str,
    #[serde(rename = "extension_cdxPropValue")]
    pub(super) value: &'a str,
}

/// The file in which a package is handed out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactElement<'a> {
    pub(super) spdx_id: Id<'a>,
    #[serde(rename = "type")]
    pub(super) of_type: &'static str,
    pub(super) creation_info: &'static str,
    pub(super) name: &'a str,
    #[serde(rename = "software_additionalPurpose", skip_serializing_if = "Vec::is_empty")]
    pub(super) purposes: Vec<&'static str>,
    #[serde(rename = "verifiedUsing", skip_serializing_if = "Vec::is_empty")]
    pub(super) hashes: Vec<Hash<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) external_ref: Option<[Reference<'a>; 1]>,
}

/// Where something else is told of an element.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reference<'a> {
    #[serde(rename = "type")]
    pub(super) of_type: &'static str,
    pub(super) external_ref_type: &'static str,
    pub(super) locator: [&'a str; 1],
}

/// What an element is called elsewhere.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Identifier<'a> {
    #[serde(rename = "type")]
    pub(super) of_type: &'static str,
    pub(super) external_identifier_type: &'static str,
    pub(super) identifier: &'a str,
}

/// A checksum.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Hash<'a> {
    #[serde(rename = "type")]
    pub(super) of_type: &'static str,
    pub(super) algorithm: &'static str,
    pub(super) hash_value: &'a str,
}

/// How two elements belong together.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RelationElement<'a> {
    pub(super) spdx_id: Id<'a>,
    #[serde(rename = "type")]
    pub(super) of_type: &'static str,
    pub(super) creation_info: &'static str,
    pub(super) from: Id<'a>,
    pub(super) relationship_type: &'a str,
    pub(super) to: [Target<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) comment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) completeness: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scope: Option<&'static str>,
}
