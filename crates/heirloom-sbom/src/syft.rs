// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Syft's own JSON as a bill of materials. It is read and not written.
//!
//! Licenses and platform names of older documents, which are plain texts there, are understood too.

mod metadata;
mod read;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

pub use read::bill;

/// A document; what a bill has no use for is not read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Document {
    /// The packages.
    #[serde(deserialize_with = "or_default")]
    pub artifacts: Vec<Artifact>,
    /// How they belong together.
    #[serde(deserialize_with = "or_default")]
    pub artifact_relationships: Vec<Relationship>,
    /// Files of packages.
    #[serde(deserialize_with = "or_default")]
    pub files: Vec<File>,
    /// What was looked at.
    pub source: Source,
    /// The system that was found in it.
    #[serde(deserialize_with = "or_default")]
    pub distro: Distro,
    /// By which program.
    pub descriptor: Descriptor,
}

/// A package.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Artifact {
    id: String,
    name: String,
    version: String,
    #[serde(rename = "type")]
    kind: String,
    found_by: String,
    language: String,
    purl: String,
    #[serde(deserialize_with = "or_default")]
    licenses: Vec<License>,
    #[serde(deserialize_with = "or_default")]
    cpes: Vec<Cpe>,
    #[serde(deserialize_with = "or_default")]
    locations: Vec<Location>,
    metadata_type: String,
    /// What its ecosystem says of it, of the type before.
    #[serde(deserialize_with = "object_or_default")]
    metadata: Map<String, Value>,
}

/// A license, as a text alone in older documents.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum License {
    Text(String),
    Stated(StatedLicense),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct StatedLicense {
    value: String,
    spdx_expression: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(deserialize_with = "or_default")]
    urls: Vec<String>,
    contents: Option<String>,
    #[serde(deserialize_with = "or_default")]
    locations: Vec<Location>,
}

/// A name of the Common Platform Enumeration, as a text alone in older documents.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Cpe {
    Text(String),
    Stated { cpe: String },
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Location {
    path: String,
    #[serde(rename = "layerID")]
    layer: String,
}

/// A file of a package.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct File {
    id: String,
    location: Location,
    #[serde(deserialize_with = "or_default")]
    digests: Vec<Digest>,
    #[serde(deserialize_with = "or_default")]
    licenses: Vec<StatedLicense>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Digest {
    algorithm: String,
    value: String,
}

/// How two things belong together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Relationship {
    parent: String,
    child: String,
    #[serde(rename = "type")]
    kind: String,
}

/// What was looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Source {
    id: String,
    name: String,
    version: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(deserialize_with = "object_or_default")]
    metadata: Image,
}

/// An image, where the source is one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Image {
    #[serde(rename = "imageID")]
    id: String,
    manifest_digest: String,
    #[serde(deserialize_with = "or_default")]
    tags: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    repo_digests: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    layers: Vec<Layer>,
    architecture: String,
    os: String,
    #[serde(deserialize_with = "or_default")]
    labels: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Layer {
    digest: String,
}

/// A system, by the fields of `os-release`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Distro {
    id: String,
    name: String,
    #[serde(rename = "prettyName")]
    pretty_name: String,
    #[serde(rename = "versionID")]
    version: String,
    #[serde(rename = "homeURL")]
    home: String,
    #[serde(rename = "supportURL")]
    support: String,
    #[serde(rename = "bugReportURL")]
    bugs: String,
    #[serde(rename = "cpeName")]
    cpe: String,
}

/// By which program.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Descriptor {
    name: String,
    version: String,
}

/// Lists and objects without members stand as `null`.
fn or_default<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Some types of metadata are lists or texts: those are not read.
fn object_or_default<'de, T, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>
where
    T: serde::de::DeserializeOwned + Default,
{
    Ok(match Value::deserialize(deserializer)? {
        object @ Value::Object(_) => serde_json::from_value(object).unwrap_or_default(),
        _ => T::default(),
    })
}

#[cfg(test)]
mod tests;
