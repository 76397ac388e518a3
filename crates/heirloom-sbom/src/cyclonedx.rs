// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! CycloneDX as JSON (ECMA-424): the structures, and how they become a [`Bill`](crate::Bill) and
//! are made of one.
//!
//! Each structure keeps the fields that it does not know, so that what is read is written whole.

mod make;
mod read;
pub mod xml;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use make::bom;
pub(crate) use make::{write, write_xml};
pub use read::bill;
pub(crate) use read::{stream, stream_xml};

/// A version of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 1.4
    V1_4,
    /// 1.5
    V1_5,
    /// 1.6
    V1_6,
    /// 1.7
    V1_7,
}

impl Version {
    /// Every version, the oldest first.
    pub const ALL: [Version; 4] = [Version::V1_4, Version::V1_5, Version::V1_6, Version::V1_7];

    /// As the document says it.
    pub fn name(self) -> &'static str {
        match self {
            Version::V1_4 => "1.4",
            Version::V1_5 => "1.5",
            Version::V1_6 => "1.6",
            Version::V1_7 => "1.7",
        }
    }
}

/// Fields that a structure does not name.
pub type Unknown = BTreeMap<String, Value>;

/// A document.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Bom {
    /// Always `CycloneDX`.
    pub bom_format: String,
    /// The version of the form.
    pub spec_version: String,
    /// `urn:uuid:` and a UUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// The revision of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// About the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// What there is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// Who requires whom.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<Dependency>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// About a document.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Metadata {
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// By what: a list of tools until 1.4, components later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tools: Option<Value>,
    /// By whom.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Contact>,
    /// At which stages of the software's life (from 1.5).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lifecycles: Vec<Lifecycle>,
    /// The organization that made it (from 1.6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<Organization>,
    /// What the document is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<Component>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A stage of the software's life.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Lifecycle {
    /// `pre-build`, `build`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// All else: a name and description of one's own.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// Somebody.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Contact {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address for mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Organization {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Addresses on the web.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub url: Vec<String>,
    /// Whom to ask.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contact: Vec<Contact>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A component.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Component {
    /// `library`, `application`, `operating-system`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// By which others name it.
    #[serde(rename = "bom-ref", skip_serializing_if = "Option::is_none")]
    pub bom_ref: Option<String>,
    /// Who hands it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<Organization>,
    /// Who made it (until 1.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Who made it (from 1.6).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Contact>,
    /// Who publishes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The name.
    pub name: String,
    /// The version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// About it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `required`, `optional` or `excluded`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Checksums.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hashes: Vec<Hash>,
    /// Its licenses: any number of single ones, or one expression.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<LicenseChoice>,
    /// The copyright notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    /// The name of the Common Platform Enumeration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpe: Option<String>,
    /// The package URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purl: Option<String>,
    /// Addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external_references: Vec<ExternalReference>,
    /// Its parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// What shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// Facts that the form has no field for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A checksum.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Hash {
    /// The algorithm.
    pub alg: String,
    /// The value in hexadecimal.
    pub content: String,
}

/// One license, or an expression.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LicenseChoice {
    /// One license.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license: Option<License>,
    /// An SPDX expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
    /// Of an expression: `declared` or `concluded` (from 1.6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<String>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// One license.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct License {
    /// Its SPDX identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name, where SPDX has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Attachment>,
    /// Where it is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `declared` or `concluded` (from 1.6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<String>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A text inside a document.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Attachment {
    /// The text.
    pub content: String,
    /// All else: its type and encoding.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// An address.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalReference {
    /// `website`, `vcs`, `distribution`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// The address.
    pub url: String,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// What shows a component.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Evidence {
    /// Where it was seen (from 1.5).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub occurrences: Vec<Occurrence>,
    /// The licenses that its files show.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<LicenseChoice>,
    /// The copyrights that its files show.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copyright: Vec<Copyright>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Occurrence {
    /// The file.
    pub location: String,
    /// The line (from 1.6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A copyright.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Copyright {
    /// The text.
    pub text: String,
}

/// A fact under a name of somebody's own.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Property {
    /// The name, as `heirloom:folder`.
    pub name: String,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// What a component requires.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Dependency {
    /// The component's `bom-ref`.
    #[serde(rename = "ref")]
    pub of: String,
    /// What it requires, each once; programs that read this stumble over a list that is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depends_on: Option<Vec<String>>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}
