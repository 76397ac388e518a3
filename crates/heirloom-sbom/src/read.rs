// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reading a document in whatever form it is.

use serde_json::Value;

use crate::{
    Bill, Form,
    cyclonedx::{self, Version, xml},
    spdx2::{self, tag_value::Lines},
    spdx3, syft,
};

/// A document, in the structures of its form.
#[derive(Clone, Debug)]
pub enum Document {
    /// CycloneDX.
    CycloneDx(Box<cyclonedx::Bom>),
    /// SPDX 2.
    Spdx2(Box<spdx2::Document>),
    /// SPDX 3.
    Spdx3(Box<spdx3::Document>),
    /// Syft's own.
    Syft(Box<syft::Document>),
}

impl Document {
    /// The document as it would be written again, with everything that was read.
    pub fn to_json(&self) -> Option<Value> {
        match self {
            Document::CycloneDx(bom) => serde_json::to_value(bom).ok(),
            Document::Spdx2(document) => serde_json::to_value(document).ok(),
            Document::Spdx3(document) => serde_json::to_value(document).ok(),
            Document::Syft(_) => None,
        }
    }

    /// What it says, in the nouns that all forms share.
    pub fn into_bill(self) -> Bill {
        match self {
            Document::CycloneDx(bom) => cyclonedx::bill(*bom),
            Document::Spdx2(document) => spdx2::bill(*document),
            Document::Spdx3(document) => spdx3::bill(&document),
            Document::Syft(document) => syft::bill(&document),
        }
    }
}

/// Why a document is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is none that is known.
    #[error("this is no bill of materials in a form that is known")]
    UnknownForm,
    /// A version of a form that is not known.
    #[error("{family} {version:?} is no version that is known; known are {known}")]
    UnknownVersion {
        /// The family of forms.
        family: &'static str,
        /// What it says of itself.
        version: String,
        /// The known ones.
        known: &'static str,
    },
    /// It is not what its form says.
    #[error("{0}")]
    Damaged(String),
}

/// The first bytes by which a form is told.
const HEAD: usize = 64 << 10;

/// Whether the first bytes of a file look like a bill of materials in a form that is read.
pub fn is_one(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = String::from_utf8_lossy(&head[..head.len().min(HEAD)]);
    let has = |words: &[&str]| words.iter().all(|word| text.contains(word));
    spdx2::tag_value::is_one(&text)
        || !matches!(xml::version_of(&text), Ok(None))
        || (text.trim_start().starts_with('{')
            && (has(&["\"bomFormat\"", "\"CycloneDX\""])
                || has(&["\"spdxVersion\"", "\"SPDX-2"])
                || has(&["\"@context\"", "spdx.org/rdf/3"])
                || has(&["\"artifacts\"", "\"locations\""])))
}

/// The form of a document by its head and name fields, without reading it whole.
///
/// # Errors
/// [`ReadError::UnknownForm`] and [`ReadError::UnknownVersion`].
pub(crate) fn form_of(bytes: &[u8]) -> Result<Form, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    if spdx2::tag_value::is_one(&head) {
        return Ok(Form::Spdx2Tags);
    }
    if let Some(version) = xml::version_of(&head)? {
        return Ok(Form::CycloneDxXml(version));
    }
    if !head.trim_start().starts_with('{') {
        return Err(ReadError::UnknownForm);
    }
    // Fields of the outermost object may stand anywhere: the whole text is asked, without a tree.
    let marks: Marks =
        serde_json::from_slice(bytes).map_err(|error| ReadError::Damaged(error.to_string()))?;
    marks.form()
}

/// What tells one form from another.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Marks {
    #[serde(rename = "bomFormat")]
    bom_format: Option<Value>,
    #[serde(rename = "specVersion")]
    spec_version: Option<Value>,
    #[serde(rename = "spdxVersion")]
    spdx_version: Option<Value>,
    #[serde(rename = "@context")]
    context: Option<Value>,
    schema: Option<Value>,
    artifacts: Option<serde::de::IgnoredAny>,
}

impl Marks {
    fn form(&self) -> Result<Form, ReadError> {
        let text = |value: &Option<Value>| match value {
            Some(Value::String(text)) => Some(text.clone()),
            Some(other) => Some(other.to_string()),
            None => None,
        };
        if let Some(version) = text(&self.spdx_version) {
            return match version.as_str() {
                "SPDX-2.2" | "SPDX-2.3" => Ok(Form::Spdx2),
                _ => Err(ReadError::UnknownVersion {
                    family: "SPDX",
                    version,
                    known: "2.2, 2.3, 3.0.1",
                }),
            };
        }
        if let Some(context) = text(&self.context).filter(|context| context.contains("spdx.org")) {
            return match context.contains("/3.0.") || context.contains("/3.0/") {
                true => Ok(Form::Spdx3),
                false => Err(ReadError::UnknownVersion {
                    family: "SPDX",
                    version: context,
                    known: "2.2, 2.3, 3.0.1",
                }),
            };
        }
        if self.bom_format.is_some() || self.spec_version.is_some() {
            let version = text(&self.spec_version).unwrap_or_default();
            let known = Version::ALL.into_iter().find(|known| known.name() == version);
            return known.map(Form::CycloneDx).ok_or(ReadError::UnknownVersion {
                family: "CycloneDX",
                version,
                known: "1.4, 1.5, 1.6, 1.7",
            });
        }
        let is_syft = self.artifacts.is_some()
            && text(&self.schema).is_some_and(|schema| schema.contains("syft"));
        if is_syft { Ok(Form::Syft) } else { Err(ReadError::UnknownForm) }
    }
}

/// Reads a document in whatever known form it is. What its form does not know is kept in it.
///
/// # Errors
/// When it is in no known form, or not what its form says it is, with the place.
pub fn read(bytes: &[u8]) -> Result<(Form, Document), ReadError> {
    let form = form_of(bytes)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let damaged = |error: serde_json::Error| ReadError::Damaged(error.to_string());
    let document = match form {
        Form::CycloneDx(_) => Document::CycloneDx(serde_json::from_slice(bytes).map_err(damaged)?),
        Form::CycloneDxXml(version) => {
            let tree = xml::tree(text(bytes)?, version)?;
            Document::CycloneDx(serde_json::from_value(tree).map_err(damaged)?)
        }
        Form::Spdx2 => Document::Spdx2(serde_json::from_slice(bytes).map_err(damaged)?),
        Form::Spdx2Tags => {
            let read = spdx2::tag_value::document(&String::from_utf8_lossy(bytes));
            let read = read.map_err(|error| ReadError::Damaged(error.to_string()))?;
            Document::Spdx2(Box::new(read))
        }
        Form::Spdx3 => Document::Spdx3(serde_json::from_slice(bytes).map_err(damaged)?),
        Form::Syft => Document::Syft(serde_json::from_slice(bytes).map_err(damaged)?),
    };
    Ok((form, document))
}

/// What a document says, in whatever known form it is, without holding all of its structures.
///
/// # Errors
/// When it is in no known form, or not what its form says it is, with the place.
pub fn read_bill(bytes: &[u8]) -> Result<(Form, Bill), ReadError> {
    let form = form_of(bytes)?;
    let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bill = match form {
        Form::CycloneDx(_) => cyclonedx::stream(json),
        Form::CycloneDxXml(version) => {
            return Ok((form, cyclonedx::stream_xml(text(json)?, version)?));
        }
        Form::Spdx2 => spdx2::stream(json),
        _ => return Ok((form, read(bytes)?.1.into_bill())),
    };
    Ok((form, bill.map_err(|error| ReadError::Damaged(error.to_string()))?))
}

/// The text of a document in XML.
fn text(bytes: &[u8]) -> Result<&str, ReadError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        ReadError::Damaged(format!("byte {at} is not UTF-8, which XML is read in"))
    })
}

/// A document of tags and values in its JSON form.
fn tags(bytes: &[u8]) -> Result<Value, ReadError> {
    let text = String::from_utf8_lossy(bytes);
    spdx2::tag_value::to_json(&text).map_err(|error| ReadError::Damaged(error.to_string()))
}

/// A document of tags and values in its JSON form, with the lines of its fields.
pub(crate) fn tags_with_lines(bytes: &[u8]) -> Result<(Value, Lines), ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let read = spdx2::tag_value::to_json_with_lines(&String::from_utf8_lossy(bytes));
    read.map_err(|error| ReadError::Damaged(error.to_string()))
}

/// A document as JSON, whatever its form, for what looks at it as a tree.
pub(crate) fn tree(bytes: &[u8]) -> Result<(Form, Value), ReadError> {
    let form = form_of(bytes)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value = match form {
        Form::Spdx2Tags => tags(bytes)?,
        Form::CycloneDxXml(version) => xml::tree(text(bytes)?, version)?,
        _ => {
            serde_json::from_slice(bytes).map_err(|error| ReadError::Damaged(error.to_string()))?
        }
    };
    Ok((form, value))
}
