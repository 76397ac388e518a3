// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! SPDX 2.2 and 2.3 (ISO/IEC 5962 and its successor): the structures, how they become a
//! [`Bill`](crate::Bill) and are made of one, as JSON and as tags with values.
//!
//! Each structure keeps the fields that it does not know, so that what is read is written whole.

mod make;
mod read;
pub(crate) mod tag_value;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use make::document;
pub(crate) use make::{NO_TEXT, source_info, write, write_tags};
pub use read::bill;
pub(crate) use read::{named_tool, part_name, stream, take_source_info};

/// Fields that a structure does not name.
pub type Unknown = BTreeMap<String, Value>;

/// A document.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Document {
    /// `SPDX-2.3`.
    pub spdx_version: String,
    /// Always `CC0-1.0`.
    pub data_license: String,
    /// Always `SPDXRef-DOCUMENT`.
    #[serde(rename = "SPDXID")]
    pub spdx_id: String,
    /// The name.
    pub name: String,
    /// An address of its own, which need not lead anywhere.
    pub document_namespace: String,
    /// When and by what it was made.
    pub creation_info: CreationInfo,
    /// About it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What it is about, where no relation says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub document_describes: Vec<String>,
    /// What there is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub packages: Vec<PackageEntry>,
    /// Files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileEntry>,
    /// Parts of files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub snippets: Vec<SnippetEntry>,
    /// Texts of licenses that SPDX does not list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub has_extracted_licensing_infos: Vec<ExtractedLicense>,
    /// Who requires whom.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relationships: Vec<Relationship>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// When and by what a document was made.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreationInfo {
    /// RFC 3339 in UTC with seconds.
    pub created: String,
    /// `Tool: name-version` and the like.
    pub creators: Vec<String>,
    /// About it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The version of the list of licenses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license_list_version: Option<String>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A package.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PackageEntry {
    /// By which others name it.
    #[serde(rename = "SPDXID")]
    pub spdx_id: String,
    /// The name.
    pub name: String,
    /// The version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_info: Option<String>,
    /// `Person: …`, `Organization: …` or `NOASSERTION`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub originator: Option<String>,
    /// The address it comes from, or `NOASSERTION`.
    pub download_location: String,
    /// Whether its files are listed; they are where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files_analyzed: Option<bool>,
    /// Its files, by their identifiers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub has_files: Vec<String>,
    /// The name of its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_file_name: Option<String>,
    /// Checksums.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checksums: Vec<ChecksumEntry>,
    /// The home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub homepage: Option<String>,
    /// What else is known of its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_info: Option<String>,
    /// The license after all, or `NOASSERTION`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license_concluded: Option<String>,
    /// The license it declares, or `NOASSERTION`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license_declared: Option<String>,
    /// The licenses that its files show.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub license_info_from_files: Vec<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license_comments: Option<String>,
    /// The copyrights, or `NOASSERTION`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright_text: Option<String>,
    /// About it, in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// About it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Remarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Package URLs and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub external_refs: Vec<ExternalRef>,
    /// `LIBRARY`, `APPLICATION`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_package_purpose: Option<String>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FileEntry {
    /// By which others name it.
    #[serde(rename = "SPDXID")]
    pub spdx_id: String,
    /// Its path.
    pub file_name: String,
    /// `SOURCE`, `BINARY`, …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub file_types: Vec<String>,
    /// Checksums.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checksums: Vec<ChecksumEntry>,
    /// The license after all, or `NOASSERTION`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license_concluded: Option<String>,
    /// The licenses that it shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub license_info_in_files: Vec<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license_comments: Option<String>,
    /// The copyrights, or `NOASSERTION`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright_text: Option<String>,
    /// Remarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A part of a file (SPDX 2.3, clause 9).
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SnippetEntry {
    /// By which others name it.
    #[serde(rename = "SPDXID")]
    pub spdx_id: String,
    /// The file.
    pub snippet_from_file: String,
    /// From where to where: by bytes, and perhaps by lines.
    pub ranges: Vec<Range>,
    /// The license after all, or `NOASSERTION`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license_concluded: Option<String>,
    /// The licenses that it shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub license_info_in_snippets: Vec<String>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// From where to where a part of a file goes.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Range {
    /// Where it starts.
    pub start_pointer: Pointer,
    /// Where it ends.
    pub end_pointer: Pointer,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A place in a file: a byte or a line, both counted from 1.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Pointer {
    /// The file.
    pub reference: String,
    /// The byte.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_number: Option<u32>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A checksum.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChecksumEntry {
    /// The algorithm.
    pub algorithm: String,
    /// The value in hexadecimal.
    pub checksum_value: String,
}

/// A name of a package elsewhere.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalRef {
    /// `PACKAGE-MANAGER`, `SECURITY`, …
    pub reference_category: String,
    /// `purl`, `cpe23Type`, …
    pub reference_type: String,
    /// The name.
    pub reference_locator: String,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A license that SPDX does not list.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExtractedLicense {
    /// `LicenseRef-…`.
    pub license_id: String,
    /// Its text.
    pub extracted_text: String,
    /// The name that people give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub see_alsos: Vec<String>,
    /// About it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// How two elements belong together.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Relationship {
    /// One.
    pub spdx_element_id: String,
    /// `DESCRIBES`, `DEPENDS_ON`, …
    pub relationship_type: String,
    /// The other.
    pub related_spdx_element: String,
    /// About it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// All else.
    #[serde(flatten)]
    pub unknown: Unknown,
}
