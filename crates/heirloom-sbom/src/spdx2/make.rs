// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A bill of materials as an SPDX 2.3 document.

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::HashMap,
    io::{self, Write},
};

use heirloom_model::hexadecimal;
use serde::Serialize;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use super::{
    ChecksumEntry, CreationInfo, Document, ExternalRef, ExtractedLicense, FileEntry, PackageEntry,
    Pointer, Range, Relationship, SnippetEntry, tag_value,
};
use crate::{
    Agent, AgentKind, Bill, Completeness, Item, ItemKind, LicenseText, Licensing, RelationKind,
    address::{DISTRIBUTION, REPOSITORY},
    artifact, identity, is_address, licensing, schema,
    stream::Lazy,
    time,
};

pub(super) const DOCUMENT: &str = "SPDXRef-DOCUMENT";
pub(super) const UNKNOWN: &str = "NOASSERTION";
/// What stands before the stage of the software's life in the remark about the document's making, as
/// the OpenChain Telco SBOM Guide asks for (§3.5).
pub(super) const STAGE: &str = "SBOM Type: ";
/// What stands for the text of a license whose text is not known.
pub(crate) const NO_TEXT: &str = "is not kept in this document.";

/// A bill of materials as a document.
pub fn document(bill: &Bill) -> Document {
    let writer = Writer::new(bill);
    let written = writer.written();
    Document {
        spdx_version: written.spdx_version.into(),
        data_license: written.data_license.into(),
        spdx_id: written.spdx_id.into(),
        name: written.name.into(),
        document_namespace: written.document_namespace,
        creation_info: written.creation_info,
        comment: bill.comment.clone(),
        packages: written.packages.iter().collect(),
        files: written.files.iter().collect(),
        snippets: written.snippets.iter().collect(),
        has_extracted_licensing_infos: written.has_extracted_licensing_infos.iter().collect(),
        relationships: written.relationships.iter().collect(),
        ..Document::default()
    }
}

/// Writes a bill of materials as a document, one package, file and relation after the other: of a
/// large bill not all structures are held at once.
///
/// # Errors
/// Whatever `out` fails with.
pub(crate) fn write(bill: &Bill, out: &mut dyn Write) -> io::Result<()> {
    crate::pretty(&Writer::new(bill).written(), out)
}

/// Writes a bill of materials as tags with values, one element after the other.
///
/// # Errors
/// Whatever `out` fails with.
pub(crate) fn write_tags(bill: &Bill, out: &mut dyn Write) -> io::Result<()> {
    let writer = Writer::new(bill);
    let mut written = writer.written();
    let parts = tag_value::Parts {
        files: std::mem::take(&mut written.files).json().numbered(),
        packages: std::mem::take(&mut written.packages).json(),
        held: Box::new(|_| Vec::new()),
        snippets: std::mem::take(&mut written.snippets).json(),
        licenses: std::mem::take(&mut written.has_extracted_licensing_infos).json(),
        relations: std::mem::take(&mut written.relationships).json(),
        head: Cow::Owned(serde_json::to_value(&written)?),
    };
    tag_value::write(&parts, out)?;
    Ok(())
}

/// A document whose lists are made as they are written. Its fields stand as those of [`Document`] do.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    spdx_version: &'static str,
    data_license: &'static str,
    #[serde(rename = "SPDXID")]
    spdx_id: &'static str,
    name: &'a str,
    document_namespace: String,
    creation_info: CreationInfo,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<&'a str>,
    #[serde(skip_serializing_if = "Lazy::is_empty")]
    packages: Lazy<'a, PackageEntry>,
    #[serde(skip_serializing_if = "Lazy::is_empty")]
    files: Lazy<'a, FileEntry>,
    #[serde(skip_serializing_if = "Lazy::is_empty")]
    snippets: Lazy<'a, SnippetEntry>,
    #[serde(skip_serializing_if = "Lazy::is_empty")]
    has_extracted_licensing_infos: Lazy<'a, ExtractedLicense>,
    #[serde(skip_serializing_if = "Lazy::is_empty")]
    relationships: Lazy<'a, Relationship>,
}

struct Writer<'a> {
    bill: &'a Bill,
    /// The identifiers of the items in the document.
    ids: Vec<String>,
    /// The files that packages hold, by the places of the packages.
    held: HashMap<usize, Vec<&'a Item>>,
    /// The time of annotations; empty while the document's name is made, which is none of the time.
    annotated: RefCell<String>,
}

impl<'a> Writer<'a> {
    fn new(bill: &'a Bill) -> Writer<'a> {
        Writer { bill, ids: ids(bill), held: held_files(bill), annotated: RefCell::default() }
    }

    /// The document, whose lists are made when they are written.
    fn written(&'a self) -> Written<'a> {
        let bill = self.bill;
        let name = bill.name.as_deref().unwrap_or("bill of materials");
        let numbered = || bill.items.iter().zip(&self.ids).zip(1..);
        let files = move || numbered().filter(|((item, _), _)| is_file(item));
        let mut written = Written {
            spdx_version: "SPDX-2.3",
            data_license: "CC0-1.0",
            spdx_id: DOCUMENT,
            name,
            document_namespace: String::new(),
            creation_info: CreationInfo {
                creators: creators(bill),
                comment: bill.stage.map(|stage| format!("{STAGE}{}", capital(stage.name()))),
                ..CreationInfo::default()
            },
            comment: bill.comment.as_deref(),
            packages: Lazy::new(|| self.packages()),
            files: Lazy::new(move || {
                files().map(|((item, id), _)| {
                    let mut entry = file(item, id);
                    entry.unknown.extend(self.annotation(item));
                    entry
                })
            }),
            snippets: Lazy::new(move || {
                files().flat_map(|((item, id), number)| snippets(item, id, number))
            }),
            has_extracted_licensing_infos: Lazy::new(|| bill.texts.iter().map(extracted)),
            relationships: Lazy::new(|| relationships(bill, &self.ids)),
        };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '.';
        let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
        let made = || format!("https://spdx.org/spdxdocs/{plain}-{}", identity::uuid(&written));
        let given = bill.id.as_ref().filter(|id| is_address(id) && id.contains(':'));
        written.document_namespace = given.cloned().unwrap_or_else(made);
        let created = bill.created.as_deref().and_then(time::utc);
        written.creation_info.created = created.unwrap_or_else(|| time::UNKNOWN.into());
        self.annotated.replace(written.creation_info.created.clone());
        written
    }

    /// What has no field, as an annotation (SPDX 2.3, clause 12).
    fn annotation(&self, item: &Item) -> Option<(String, Value)> {
        let comment = item.told_properties()?;
        let annotation = json!([{
            "annotationDate": *self.annotated.borrow(), "annotationType": "OTHER",
            "annotator": concat!("Tool: heirloom-", env!("CARGO_PKG_VERSION")), "comment": comment,
        }]);
        Some(("annotations".to_owned(), annotation))
    }

    fn packages(&self) -> impl Iterator<Item = PackageEntry> {
        let numbered = self.bill.items.iter().zip(&self.ids).enumerate();
        numbered.filter(|(_, (item, _))| !is_file(item)).map(|(at, (item, id))| {
            let mut entry = package(item, id);
            entry.unknown.extend(self.annotation(item));
            match self.held.get(&at) {
                Some(files) => analyzed(entry, item, files),
                None => entry,
            }
        })
    }
}

/// Whether an item is a file in this form, which asks for the SHA-1 of each (clause 8.4).
fn is_file(item: &Item) -> bool {
    item.kind == ItemKind::File && item.checksums.iter().any(|(name, _)| name == "SHA-1")
}

fn capital(name: &str) -> String {
    let (first, rest) = name.split_at(name.len().min(1));
    first.to_ascii_uppercase() + rest
}

fn creators(bill: &Bill) -> Vec<String> {
    let tool = |(name, version): &(String, Option<String>)| match version {
        Some(version) => format!("Tool: {name}-{version}"),
        None => format!("Tool: {name}"),
    };
    let mut found: Vec<String> = bill.tools.iter().map(tool).collect();
    found.extend(bill.authors.iter().map(agent));
    if found.is_empty() {
        found.push("Organization: NOASSERTION".into());
    }
    found
}

fn agent(agent: &Agent) -> String {
    let kind = match agent.kind {
        AgentKind::Person => "Person",
        AgentKind::Organization => "Organization",
    };
    match &agent.email {
        Some(email) if *email != agent.name => format!("{kind}: {} ({email})", agent.name),
        _ => format!("{kind}: {}", agent.name),
    }
}

/// The identifiers of the items in the document.
fn ids(bill: &Bill) -> Vec<String> {
    let mut names = identity::Names::default();
    names.take("DOCUMENT".into());
    let named = bill.items.iter().map(|item| {
        // What a document of this form calls it stays, but for names that we give to others.
        if let Some(rest) = item.key.strip_prefix("SPDXRef-")
            && is_plain(rest)
            && !rest.starts_with("Snippet-")
            && names.is_free(rest)
        {
            names.take(rest.to_owned());
            return item.key.clone();
        }
        let plain: String = item
            .key
            .trim_start_matches("pkg:")
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' })
            .collect();
        let plain = match item.kind {
            ItemKind::File => format!("File-{}", plain.strip_prefix("file-").unwrap_or(&plain)),
            _ => format!("Package-{plain}"),
        };
        format!("SPDXRef-{}", names.take(plain))
    });
    named.collect()
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
}

fn package(item: &Item, id: &str) -> PackageEntry {
    let mut external_refs: Vec<ExternalRef> = Vec::new();
    let mut reference = |category: &str, kind: &str, locator: &str| {
        external_refs.push(ExternalRef {
            reference_category: category.into(),
            reference_type: kind.into(),
            reference_locator: locator.into(),
            ..ExternalRef::default()
        });
    };
    if let Some(purl) = &item.purl {
        reference("PACKAGE-MANAGER", "purl", purl);
    }
    let download_location = location(item);
    let is_repository =
        download_location != UNKNOWN && item.address(DISTRIBUTION).filter(is_web).is_none();
    for (kind, url) in item.other_addresses(is_repository) {
        reference("OTHER", kind, url);
    }
    for cpe in &item.cpes {
        let kind = if cpe.starts_with("cpe:2.3:") { "cpe23Type" } else { "cpe22Type" };
        reference("SECURITY", kind, cpe);
    }
    PackageEntry {
        spdx_id: id.to_owned(),
        name: item.full_name(),
        version_info: item.version.clone(),
        supplier: Some(item.supplier.as_ref().map_or_else(|| UNKNOWN.to_owned(), agent)),
        originator: item.authors.first().map(agent),
        download_location,
        files_analyzed: Some(false),
        package_file_name: item.property(artifact::FILENAME).map(str::to_owned),
        checksums: checksums(item),
        homepage: item.address("website").filter(is_web).map(str::to_owned),
        source_info: source_info(item),
        license_concluded: Some(license(&item.concluded)),
        license_declared: Some(license(&item.declared)),
        license_comments: item.told_licenses(),
        copyright_text: Some(item.copyright.clone().unwrap_or_else(|| UNKNOWN.to_owned())),
        description: item.description.clone(),
        comment: item.told_comment().map(Cow::into_owned),
        external_refs,
        primary_package_purpose: Some(purpose(item.kind).into()),
        ..PackageEntry::default()
    }
}

/// The files that packages hold, by the places of the packages.
fn held_files(bill: &Bill) -> HashMap<usize, Vec<&Item>> {
    let mut held: HashMap<usize, Vec<&Item>> = HashMap::new();
    for relation in bill.relations.iter().filter(|one| one.kind == RelationKind::Contains) {
        let item = &bill.items[relation.to];
        if is_file(item) {
            held.entry(relation.from).or_default().push(item);
        }
    }
    held
}

/// A package whose files are in the document: their licenses, and the code by which others see whether
/// they have the same files (SPDX 2.3, clause 7.9). Without the SHA-1 of each there is none.
fn analyzed(entry: PackageEntry, item: &Item, files: &[&Item]) -> PackageEntry {
    let sha1 = |file: &&Item| {
        let mut known = file.checksums.iter();
        known.find(|(name, _)| name == "SHA-1").map(|(_, value)| value.to_ascii_lowercase())
    };
    let Some(mut digests) = files.iter().map(sha1).collect::<Option<Vec<String>>>() else {
        return entry;
    };
    digests.sort_unstable();
    let code = hexadecimal(&Sha1::digest(digests.concat()));
    let mut unknown = entry.unknown;
    let code = json!({ "packageVerificationCodeValue": code });
    unknown.insert("packageVerificationCode".into(), code);
    PackageEntry {
        files_analyzed: Some(true),
        license_info_from_files: seen(item),
        unknown,
        ..entry
    }
}

/// The licenses that the files of an item show, one by one.
fn seen(item: &Item) -> Vec<String> {
    let listed = licensing::listed(item.detected.iter().map(String::as_str));
    if listed.is_empty() { vec![UNKNOWN.into()] } else { listed.into_iter().collect() }
}

/// Where a file shows licenses. A part of a file has its bytes, or is none.
fn snippets(item: &Item, id: &str, number: usize) -> Vec<SnippetEntry> {
    let pointer = |offset, line_number| Pointer {
        reference: id.to_owned(),
        offset,
        line_number,
        ..Pointer::default()
    };
    let range =
        |start_pointer, end_pointer| Range { start_pointer, end_pointer, ..Range::default() };
    let known = item.evidence.iter().filter_map(|place| Some((place, place.bytes?)));
    let made = known.enumerate().map(|(at, (place, (first, last)))| {
        let by_bytes = range(pointer(Some(first), None), pointer(Some(last), None));
        let (from, to) = place.lines;
        let by_lines =
            (from > 0).then(|| range(pointer(None, Some(from)), pointer(None, Some(to))));
        SnippetEntry {
            spdx_id: format!("SPDXRef-Snippet-{number}-{}", at + 1),
            snippet_from_file: id.to_owned(),
            ranges: [by_bytes].into_iter().chain(by_lines).collect(),
            license_concluded: Some(UNKNOWN.into()),
            license_info_in_snippets: licensing::listed([place.license.as_str()])
                .into_iter()
                .collect(),
            name: Some(place.kind.clone()),
            unknown: [("copyrightText".to_owned(), UNKNOWN.into())].into(),
        }
    });
    made.collect()
}

fn file(item: &Item, id: &str) -> FileEntry {
    // Parts that have no bytes are no snippets.
    let places = item.evidence.iter().filter(|place| place.bytes.is_none());
    FileEntry {
        spdx_id: id.to_owned(),
        file_name: item.full_name(),
        checksums: checksums(item),
        license_concluded: Some(license(&item.concluded)),
        license_info_in_files: seen(item),
        license_comments: item.told_licenses_of(places),
        copyright_text: Some(item.copyright.clone().unwrap_or_else(|| UNKNOWN.to_owned())),
        comment: item.told_comment().map(Cow::into_owned),
        ..FileEntry::default()
    }
}

pub(crate) fn license(licensing: &Licensing) -> String {
    match licensing {
        Licensing::Unknown => UNKNOWN.to_owned(),
        Licensing::None => "NONE".to_owned(),
        Licensing::Stated(text) => text.clone(),
    }
}

/// Whether an address says how it is reached; some write a dot or a bare name for a home page.
fn is_web(url: &&str) -> bool {
    url.contains("://") && is_address(url)
}

fn location(item: &Item) -> String {
    if let Some(url) = item.address(DISTRIBUTION).filter(is_web) {
        return url.to_owned();
    }
    let Some(url) = item.address(REPOSITORY).filter(is_web) else { return UNKNOWN.to_owned() };
    let revision = item.properties.iter().find(|(name, _)| name == "heirloom:revision");
    let at = revision.map(|(_, at)| format!("@{at}")).unwrap_or_default();
    let is_plain = url.starts_with("http://") || url.starts_with("https://");
    match is_plain {
        true => format!("git+{url}{at}"),
        false if url.starts_with("git") || url.starts_with("ssh") => url.to_owned(),
        false => UNKNOWN.to_owned(),
    }
}

/// The algorithms that this form knows; their names have no stroke but for BLAKE and SHA-3.
pub(crate) fn checksums(item: &Item) -> Vec<ChecksumEntry> {
    let name = |algorithm: &str| {
        Some(match algorithm {
            "MD5" | "BLAKE3" | "SHA3-256" | "SHA3-384" | "SHA3-512" | "BLAKE2b-256"
            | "BLAKE2b-384" | "BLAKE2b-512" | "MD2" | "MD4" | "MD6" | "ADLER32" => {
                algorithm.to_owned()
            }
            "SHA-1" | "SHA-224" | "SHA-256" | "SHA-384" | "SHA-512" => algorithm.replace('-', ""),
            _ => return None,
        })
    };
    let known = item.checksums.iter();
    known
        .filter_map(|(algorithm, value)| {
            let algorithm = name(algorithm)?;
            Some(ChecksumEntry { algorithm, checksum_value: value.to_ascii_lowercase() })
        })
        .collect()
}

/// Where it was seen, and what it is built from.
pub(crate) fn source_info(item: &Item) -> Option<String> {
    let places: Vec<String> = item
        .places
        .iter()
        .map(|place| match place.line {
            Some(line) => format!("{}:{line}", place.file),
            None => place.file.clone(),
        })
        .collect();
    let mut parts = Vec::new();
    if !places.is_empty() {
        parts.push(format!("described by {}", places.join(", ")));
    }
    let built_from = item.properties.iter().find(|(name, _)| name == "heirloom:built-from");
    parts.extend(built_from.map(|(_, name)| format!("built from {name}")));
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn purpose(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Application => "APPLICATION",
        ItemKind::Framework => "FRAMEWORK",
        ItemKind::Library => "LIBRARY",
        ItemKind::Container => "CONTAINER",
        ItemKind::OperatingSystem => "OPERATING_SYSTEM",
        ItemKind::Device => "DEVICE",
        ItemKind::Firmware => "FIRMWARE",
        ItemKind::File => "FILE",
        ItemKind::Archive => "ARCHIVE",
        ItemKind::Source => "SOURCE",
        ItemKind::Install => "INSTALL",
        _ => "OTHER",
    }
}

fn extracted(text: &LicenseText) -> ExtractedLicense {
    let missing = || format!("The text of {} {NO_TEXT}", text.id);
    ExtractedLicense {
        license_id: text.id.clone(),
        extracted_text: text.text.clone().unwrap_or_else(missing),
        name: text.name.clone(),
        see_alsos: text.addresses.clone(),
        comment: text.comment.clone(),
        ..ExtractedLicense::default()
    }
}

fn relationships<'a>(bill: &'a Bill, ids: &'a [String]) -> impl Iterator<Item = Relationship> + 'a {
    let relationship = |from: &str, kind: &str, to: &str| Relationship {
        spdx_element_id: from.into(),
        relationship_type: kind.into(),
        related_spdx_element: to.into(),
        ..Relationship::default()
    };
    let mut about: Vec<usize> = bill.about.clone();
    if about.is_empty() {
        about.extend(0..bill.items.len());
    }
    let described = about.into_iter().map(move |at| relationship(DOCUMENT, "DESCRIBES", &ids[at]));
    described
        .chain(bill.relations.iter().map(move |relation| {
            let (name, is_reversed) = relation.kind.spdx();
            let (name, comment) = match schema::spdx2_relation(name) {
                Some(known) => (known, relation.comment.clone()),
                None => ("OTHER", Some(relation.told())),
            };
            let (from, to) = (&ids[relation.from], &ids[relation.to]);
            let (from, to) = if is_reversed { (to, from) } else { (from, to) };
            Relationship { comment, ..relationship(from, name, to) }
        }))
        .chain(known_unknowns(bill, ids).map(move |(id, to)| relationship(id, "DEPENDS_ON", to)))
}

/// Items that need nothing, and those of which not all that they need is known, with the word for it
/// (SPDX 2.3, clause 11.1). Of others the form cannot say that all is said.
fn known_unknowns<'a>(
    bill: &'a Bill,
    ids: &'a [String],
) -> impl Iterator<Item = (&'a str, &'static str)> {
    let mut has_needs = vec![false; bill.items.len()];
    let needs = bill.relations.iter().filter(|one| one.kind.is_need());
    needs.for_each(|one| has_needs[one.from] = true);
    let told = move |((item, id), has_needs): ((&Item, &'a String), bool)| {
        let word = match (item.completeness?, has_needs) {
            (Completeness::Complete, true) => return None,
            (Completeness::Complete, false) => "NONE",
            _ => UNKNOWN,
        };
        Some((id.as_str(), word))
    };
    bill.items.iter().zip(ids).zip(has_needs).filter_map(told)
}
