// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! An SPDX 2 document as a bill of materials.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt,
};

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::{
    ChecksumEntry, CreationInfo, Document, ExternalRef, ExtractedLicense, FileEntry, PackageEntry,
    Pointer, Relationship, SnippetEntry, Unknown, make,
};
use crate::{
    Agent, AgentKind, Bill, Completeness, Item, ItemKind, LicenseEvidence, LicenseText, Licensing,
    Relation, RelationKind, Stage, address, artifact,
    bill::texts::all_of,
    stream::{self, Each, Once},
};

/// A document as a bill of materials. Annotations and reviews are not in it.
pub fn bill(document: Document) -> Bill {
    let mut reader = Reader { id: document.spdx_id, ..Reader::default() };
    reader.bill.id = Some(document.document_namespace);
    reader.bill.name = Some(document.name);
    reader.bill.comment = document.comment;
    reader.about = document.document_describes;
    reader.creation(document.creation_info);
    document.packages.into_iter().for_each(|one| reader.package(one));
    reader.files.extend(document.files.into_iter().map(file));
    reader.snippets = document.snippets;
    reader.bill.texts = document.has_extracted_licensing_infos.into_iter().map(text).collect();
    reader.relations = document.relationships;
    reader.finish()
}

/// Reads a document as a bill of materials, one package, file and relation after the other.
///
/// # Errors
/// When it is not what its form says it is, with the place.
pub(crate) fn stream(bytes: &[u8]) -> serde_json::Result<Bill> {
    stream::document(bytes, Top)
}

/// The outermost object of a document.
struct Top;

impl<'de> Visitor<'de> for Top {
    type Value = Bill;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an SPDX document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Bill, A::Error> {
        let mut reader = Reader::default();
        let mut once = Once::default();
        while let Some(field) = map.next_key::<Cow<'_, str>>()? {
            let known = FIELDS.iter().find(|known| **known == &*field);
            if let Some(known) = known {
                once.take(known)?;
            }
            match &*field {
                "SPDXID" => reader.id = map.next_value()?,
                "documentNamespace" => reader.bill.id = Some(map.next_value()?),
                "name" => reader.bill.name = Some(map.next_value()?),
                "comment" => reader.bill.comment = map.next_value()?,
                "documentDescribes" => reader.about = map.next_value()?,
                "creationInfo" => reader.creation(map.next_value()?),
                "packages" => map.next_value_seed(Each::new(|one| reader.package(one)))?,
                "files" => {
                    map.next_value_seed(Each::new(|one| reader.files.push(file(one))))?;
                }
                "snippets" => reader.snippets = map.next_value()?,
                "hasExtractedLicensingInfos" => {
                    let texts = &mut reader.bill.texts;
                    map.next_value_seed(Each::new(|one| texts.push(text(one))))?;
                }
                "relationships" => reader.relations = map.next_value()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(reader.finish())
    }
}

/// The fields of a document that are read.
const FIELDS: [&str; 11] = [
    "SPDXID",
    "documentNamespace",
    "name",
    "comment",
    "documentDescribes",
    "creationInfo",
    "packages",
    "files",
    "snippets",
    "hasExtractedLicensingInfos",
    "relationships",
];

#[derive(Default)]
struct Reader {
    /// The identifier of the document.
    id: String,
    /// Its items are the packages; files follow.
    bill: Bill,
    files: Vec<Item>,
    snippets: Vec<SnippetEntry>,
    /// Identifiers of what the document is about.
    about: Vec<String>,
    /// The files of packages, by their identifiers.
    held: Vec<(usize, Vec<String>)>,
    relations: Vec<Relationship>,
}

impl Reader {
    fn creation(&mut self, info: CreationInfo) {
        self.bill.tools = info.creators.iter().filter_map(|text| tool(text)).collect();
        self.bill.authors = info.creators.iter().filter_map(|text| agent(text)).collect();
        self.bill.stage = info.comment.as_deref().and_then(stage);
        self.bill.created = Some(info.created).filter(|created| !created.is_empty());
    }

    fn package(&mut self, mut one: PackageEntry) {
        let files = std::mem::take(&mut one.has_files);
        if !files.is_empty() {
            self.held.push((self.bill.items.len(), files));
        }
        let tells = |one: &ExternalRef| matches!(&*one.reference_type, "advisory" | "fix");
        self.bill.tells_vulnerabilities |= one.external_refs.iter().any(tells);
        self.bill.items.push(package(one));
    }

    fn finish(mut self) -> Bill {
        let is_said = |text: &String| !text.is_empty();
        self.bill.id = self.bill.id.take().filter(is_said);
        self.bill.name = self.bill.name.take().filter(is_said);
        let mut files = std::mem::take(&mut self.files);
        self.bill.items.append(&mut files);
        self.connect();
        self.bill.tidy();
        self.bill
    }

    fn connect(&mut self) {
        let bill = &mut self.bill;
        let keys = bill.items.iter().enumerate();
        let by_key: HashMap<String, usize> =
            keys.map(|(at, item)| (item.key.clone(), at)).collect();
        let at = |key: &str| by_key.get(key).copied();
        let mut about: Vec<usize> = self.about.iter().filter_map(|key| at(key)).collect();
        let mut add = |from: usize, kind: RelationKind, to: usize, comment: Option<String>| {
            bill.relations.push(Relation { from, kind, to, comment });
        };
        for (from, files) in &self.held {
            for to in files.iter().filter_map(|key| at(key)) {
                add(*from, RelationKind::Contains, to, None);
            }
        }
        // Of which it is said that they need nothing, or that nobody knows.
        let mut unknown: Vec<(usize, bool)> = Vec::new();
        for one in std::mem::take(&mut self.relations) {
            let (from, to) = (&one.spdx_element_id, &one.related_spdx_element);
            match one.relationship_type.as_str() {
                "DESCRIBES" if *from == self.id => about.extend(at(to)),
                "DESCRIBED_BY" if *to == self.id => about.extend(at(from)),
                "DEPENDS_ON" if matches!(to.as_str(), "NONE" | make::UNKNOWN) => {
                    unknown.extend(at(from).map(|at| (at, to == "NONE")));
                }
                name => {
                    let (Some(from), Some(to)) = (at(from), at(to)) else { continue };
                    if let ("OTHER", Some(text)) = (name, &one.comment) {
                        let (kind, comment) = Relation::from_told(text);
                        add(from, kind, to, comment);
                        continue;
                    }
                    let (kind, is_reversed) = RelationKind::from_spdx(name);
                    let (from, to) = if is_reversed { (to, from) } else { (from, to) };
                    add(from, kind, to, one.comment);
                }
            }
        }
        let mut has_needs = vec![false; bill.items.len()];
        let needs = bill.relations.iter().filter(|one| one.kind.is_need());
        needs.for_each(|one| has_needs[one.from] = true);
        for (at, is_nothing) in unknown {
            bill.items[at].completeness = Some(match (is_nothing, has_needs[at]) {
                (true, _) => Completeness::Complete,
                (false, true) => Completeness::Incomplete,
                (false, false) => Completeness::Unknown,
            });
        }
        for (from, place) in self.snippets.iter().filter_map(evidence) {
            if let Some(at) = at(from) {
                let file = bill.items[at].name.clone();
                bill.items[at].evidence.push(LicenseEvidence { file, ..place });
            }
        }
        let mut seen = HashSet::new();
        about.retain(|&at| seen.insert(at));
        bill.about = about;
    }
}

fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !matches!(text.as_str(), "" | "NOASSERTION" | "NONE"))
}

fn license(text: Option<String>) -> Licensing {
    match text.as_deref().map(str::trim) {
        None | Some("" | "NOASSERTION") => Licensing::Unknown,
        Some("NONE") => Licensing::None,
        Some(text) => Licensing::Stated(text.to_owned()),
    }
}

/// What a snippet shows, with the identifier of its file.
fn evidence(snippet: &SnippetEntry) -> Option<(&str, LicenseEvidence)> {
    let mut shown = stated(snippet.license_info_in_snippets.clone());
    let concluded = license(snippet.license_concluded.clone());
    shown.extend(concluded.expression().filter(|_| shown.is_empty()).map(str::to_owned));
    let license = all_of(shown);
    let span = |of: fn(&Pointer) -> Option<u64>| {
        let mut ranges = snippet.ranges.iter();
        ranges.find_map(|range| Some((of(&range.start_pointer)?, of(&range.end_pointer)?)))
    };
    let line = |line: u64| u32::try_from(line).unwrap_or(u32::MAX);
    let lines = span(|place| place.line_number.map(u64::from)).unwrap_or_default();
    let place = LicenseEvidence {
        license: license.expression()?.to_owned(),
        file: String::new(),
        lines: (line(lines.0), line(lines.1)),
        bytes: span(|place| place.offset),
        kind: snippet.name.clone().unwrap_or_else(|| "snippet".into()),
    };
    Some((&snippet.snippet_from_file, place))
}

fn package(package: PackageEntry) -> Item {
    let mut item = Item {
        key: package.spdx_id,
        kind: kind(package.primary_package_purpose.as_deref()),
        name: package.name,
        version: package.version_info.filter(|version| !version.is_empty()),
        supplier: package.supplier.as_deref().and_then(agent),
        authors: package.originator.as_deref().and_then(agent).into_iter().collect(),
        description: package.description.or(package.summary),
        checksums: checksums(package.checksums),
        declared: license(package.license_declared),
        concluded: license(package.license_concluded),
        detected: stated(package.license_info_from_files),
        copyright: said(package.copyright_text),
        ..Item::default()
    };
    item.take_told_licenses(package.license_comments);
    item.take_told_comment(package.comment);
    take_annotations(&package.unknown, &mut item);
    let file = package.package_file_name.map(|name| (artifact::FILENAME.to_owned(), name));
    item.properties.extend(file);
    if let Some(url) = said(package.homepage) {
        item.addresses.push(("website".into(), url));
    }
    if let Some(url) = said(Some(package.download_location)) {
        match url.strip_prefix("git+") {
            Some(url) => {
                let (url, revision) = match url.rsplit_once('@') {
                    Some((url, revision)) if !revision.contains('/') => (url, Some(revision)),
                    _ => (url, None),
                };
                item.addresses.push(("vcs".into(), url.to_owned()));
                let revision = revision.map(|at| ("heirloom:revision".to_owned(), at.to_owned()));
                item.properties.extend(revision);
            }
            None => item.addresses.push(("distribution".into(), url)),
        }
    }
    if let Some(info) = &package.source_info {
        take_source_info(info, &mut item);
    }
    for reference in package.external_refs {
        let locator = reference.reference_locator;
        match reference.reference_type.as_str() {
            "purl" if item.purl.is_none() => item.purl = Some(locator),
            "cpe23Type" | "cpe22Type" => item.cpes.push(locator),
            kind => {
                let kind = address::known(kind).map(str::to_owned);
                item.addresses.extend(kind.map(|kind| (kind, locator)));
            }
        }
    }
    part_name(&mut item);
    item
}

/// Properties that stand in annotations; other annotations are not in a bill.
fn take_annotations(unknown: &Unknown, item: &mut Item) {
    let annotations = unknown.get("annotations").and_then(Value::as_array);
    for one in annotations.into_iter().flatten() {
        if let Some(comment) = one["comment"].as_str() {
            item.take_told_properties(comment);
        }
    }
}

/// The namespace that the package URL parts from the name.
pub(crate) fn part_name(item: &mut Item) {
    let Some(rest) = item.purl.as_deref().and_then(|purl| purl.strip_prefix("pkg:")) else {
        return;
    };
    let parted = match rest.split('/').next() {
        Some("maven") => item.name.split_once(':'),
        Some("npm" | "composer" | "golang" | "github") => item.name.rsplit_once('/'),
        _ => None,
    };
    if let Some((group, name)) = parted {
        (item.group, item.name) = (Some(group.to_owned()), name.to_owned());
    }
}

/// Takes back what was written of places.
pub(crate) fn take_source_info(info: &str, item: &mut Item) {
    for part in info.split("; ") {
        if let Some(places) = part.strip_prefix("described by ") {
            for place in places.split(", ") {
                let (file, line) = match place.rsplit_once(':') {
                    Some((file, line)) if line.parse::<u32>().is_ok() => (file, line.parse().ok()),
                    _ => (place, None),
                };
                item.places.push(crate::Place { file: file.to_owned(), line });
            }
        } else if let Some(name) = part.strip_prefix("built from ") {
            item.properties.push(("heirloom:built-from".into(), name.to_owned()));
        }
    }
}

fn file(file: FileEntry) -> Item {
    let mut item = Item {
        key: file.spdx_id,
        kind: ItemKind::File,
        name: file.file_name,
        checksums: checksums(file.checksums),
        concluded: license(file.license_concluded),
        detected: stated(file.license_info_in_files),
        copyright: said(file.copyright_text),
        ..Item::default()
    };
    item.take_told_licenses(file.license_comments);
    item.take_told_comment(file.comment);
    take_annotations(&file.unknown, &mut item);
    item
}

fn stated(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().filter_map(|text| said(Some(text))).collect()
}

fn checksums(entries: Vec<ChecksumEntry>) -> Vec<(String, String)> {
    let name = |name: &str| match name.strip_prefix("SHA") {
        Some(bits) if !bits.is_empty() && bits.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("SHA-{bits}")
        }
        _ => name.to_owned(),
    };
    entries.into_iter().map(|one| (name(&one.algorithm), one.checksum_value)).collect()
}

fn kind(purpose: Option<&str>) -> ItemKind {
    match purpose.unwrap_or_default() {
        "APPLICATION" => ItemKind::Application,
        "FRAMEWORK" => ItemKind::Framework,
        "CONTAINER" => ItemKind::Container,
        "OPERATING-SYSTEM" | "OPERATING_SYSTEM" => ItemKind::OperatingSystem,
        "DEVICE" => ItemKind::Device,
        "FIRMWARE" => ItemKind::Firmware,
        "FILE" => ItemKind::File,
        "ARCHIVE" => ItemKind::Archive,
        "SOURCE" => ItemKind::Source,
        "INSTALL" => ItemKind::Install,
        "OTHER" => ItemKind::Other,
        _ => ItemKind::Library,
    }
}

/// `Person: Ana (ana@example.org)`.
fn agent(text: &str) -> Option<Agent> {
    let (kind, rest) = text.split_once(':')?;
    let kind = match kind.trim() {
        "Person" => AgentKind::Person,
        "Organization" => AgentKind::Organization,
        _ => return None,
    };
    let rest = rest.trim();
    let (name, email) = match rest.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((name, email)) => (name.trim(), Some(email.trim()).filter(|email| !email.is_empty())),
        None => (rest, None),
    };
    let name = if name.is_empty() { email? } else { name };
    (name != make::UNKNOWN).then(|| Agent {
        kind,
        name: name.to_owned(),
        email: email.map(str::to_owned),
        url: None,
    })
}

/// The stage of the software's life that a remark names.
fn stage(comment: &str) -> Option<Stage> {
    let (_, rest) = comment.split_once(make::STAGE)?;
    Stage::from_name(rest.split(|c: char| !c.is_ascii_alphabetic()).next()?)
}

/// `Tool: name-version`.
fn tool(text: &str) -> Option<(String, Option<String>)> {
    Some(named_tool(text.strip_prefix("Tool:")?.trim()))
}

/// `name-version`; strokes are in names too.
pub(crate) fn named_tool(name: &str) -> (String, Option<String>) {
    let parted = name.rsplit_once('-').filter(|(_, version)| {
        version.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit())
    });
    match parted {
        Some((name, version)) => (name.to_owned(), Some(version.to_owned())),
        None => (name.to_owned(), None),
    }
}

fn text(entry: ExtractedLicense) -> LicenseText {
    let is_missing = entry.extracted_text.ends_with(make::NO_TEXT);
    LicenseText {
        id: entry.license_id,
        name: entry.name,
        text: said(Some(entry.extracted_text)).filter(|_| !is_missing),
        addresses: entry.see_alsos,
        comment: entry.comment,
    }
}
