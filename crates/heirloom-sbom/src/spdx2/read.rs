// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! An SPDX 2 document as a bill of materials.

use std::collections::HashMap;

use super::{ChecksumEntry, Document, FileEntry, PackageEntry, make};
use crate::{
    Agent, AgentKind, Bill, Item, ItemKind, LicenseText, Licensing, Relation, RelationKind, Stage,
};

/// A document as a bill of materials. Snippets, annotations and reviews are not in it.
pub fn bill(document: &Document) -> Bill {
    let info = &document.creation_info;
    let mut bill = Bill {
        id: Some(document.document_namespace.clone()).filter(|id| !id.is_empty()),
        name: Some(document.name.clone()).filter(|name| !name.is_empty()),
        created: Some(info.created.clone()).filter(|created| !created.is_empty()),
        tools: info.creators.iter().filter_map(|text| tool(text)).collect(),
        authors: info.creators.iter().filter_map(|text| agent(text)).collect(),
        stage: document.creation_info.comment.as_deref().and_then(stage),
        comment: document.comment.clone(),
        items: document.packages.iter().map(package).collect(),
        texts: document.has_extracted_licensing_infos.iter().map(text).collect(),
        ..Bill::default()
    };
    bill.items.extend(document.files.iter().map(file));
    connect(document, &mut bill);
    bill.tidy();
    bill
}

fn connect(document: &Document, bill: &mut Bill) {
    let keys = bill.items.iter().enumerate();
    let by_key: HashMap<String, usize> = keys.map(|(at, item)| (item.key.clone(), at)).collect();
    let at = |key: &str| by_key.get(key).copied();
    let mut about: Vec<usize> =
        document.document_describes.iter().filter_map(|key| at(key)).collect();
    let mut add = |from: usize, kind: RelationKind, to: usize, comment: Option<&String>| {
        bill.relations.push(Relation { from, kind, to, comment: comment.cloned() });
    };
    for package in &document.packages {
        let Some(from) = at(&package.spdx_id) else { continue };
        for to in package.has_files.iter().filter_map(|key| at(key)) {
            add(from, RelationKind::Contains, to, None);
        }
    }
    for one in &document.relationships {
        let (from, to) = (&one.spdx_element_id, &one.related_spdx_element);
        match one.relationship_type.as_str() {
            "DESCRIBES" if *from == document.spdx_id => about.extend(at(to)),
            "DESCRIBED_BY" if *to == document.spdx_id => about.extend(at(from)),
            name => {
                let (Some(from), Some(to)) = (at(from), at(to)) else { continue };
                if let ("OTHER", Some(text)) = (name, &one.comment) {
                    let (kind, comment) = Relation::from_told(text);
                    add(from, kind, to, comment.as_ref());
                    continue;
                }
                let (kind, is_reversed) = RelationKind::from_spdx(name);
                let (from, to) = if is_reversed { (to, from) } else { (from, to) };
                add(from, kind, to, one.comment.as_ref());
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    about.retain(|&at| seen.insert(at));
    bill.about = about;
}

fn said(text: Option<&String>) -> Option<String> {
    text.filter(|text| !matches!(text.as_str(), "" | "NOASSERTION" | "NONE")).cloned()
}

fn license(text: Option<&String>) -> Licensing {
    match text.map(|text| text.trim()) {
        None | Some("" | "NOASSERTION") => Licensing::Unknown,
        Some("NONE") => Licensing::None,
        Some(text) => Licensing::Stated(text.to_owned()),
    }
}

fn package(package: &PackageEntry) -> Item {
    let mut item = Item {
        key: package.spdx_id.clone(),
        kind: kind(package.primary_package_purpose.as_deref()),
        name: package.name.clone(),
        version: package.version_info.clone().filter(|version| !version.is_empty()),
        supplier: package.supplier.as_deref().and_then(agent),
        authors: package.originator.as_deref().and_then(agent).into_iter().collect(),
        description: package.description.clone().or_else(|| package.summary.clone()),
        comment: package.comment.clone(),
        checksums: checksums(&package.checksums),
        declared: license(package.license_declared.as_ref()),
        concluded: license(package.license_concluded.as_ref()),
        detected: stated(&package.license_info_from_files),
        license_comment: package.license_comments.clone(),
        copyright: said(package.copyright_text.as_ref()),
        ..Item::default()
    };
    if let Some(url) = said(package.homepage.as_ref()) {
        item.addresses.push(("website".into(), url));
    }
    if let Some(url) = said(Some(&package.download_location)) {
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
    for reference in &package.external_refs {
        let locator = &reference.reference_locator;
        match reference.reference_type.as_str() {
            "purl" if item.purl.is_none() => item.purl = Some(locator.clone()),
            "cpe23Type" | "cpe22Type" => item.cpes.push(locator.clone()),
            _ => {}
        }
    }
    part_name(&mut item);
    item
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

fn file(file: &FileEntry) -> Item {
    Item {
        key: file.spdx_id.clone(),
        kind: ItemKind::File,
        name: file.file_name.clone(),
        checksums: checksums(&file.checksums),
        concluded: license(file.license_concluded.as_ref()),
        detected: stated(&file.license_info_in_files),
        license_comment: file.license_comments.clone(),
        copyright: said(file.copyright_text.as_ref()),
        comment: file.comment.clone(),
        ..Item::default()
    }
}

fn stated(texts: &[String]) -> Vec<String> {
    texts.iter().filter_map(|text| said(Some(text))).collect()
}

fn checksums(entries: &[ChecksumEntry]) -> Vec<(String, String)> {
    let name = |name: &str| match name.strip_prefix("SHA") {
        Some(bits) if !bits.is_empty() && bits.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("SHA-{bits}")
        }
        _ => name.to_owned(),
    };
    entries.iter().map(|one| (name(&one.algorithm), one.checksum_value.clone())).collect()
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

fn text(entry: &super::ExtractedLicense) -> LicenseText {
    let is_missing = entry.extracted_text.ends_with(make::NO_TEXT);
    LicenseText {
        id: entry.license_id.clone(),
        name: entry.name.clone(),
        text: said(Some(&entry.extracted_text)).filter(|_| !is_missing),
        addresses: entry.see_alsos.clone(),
        comment: entry.comment.clone(),
    }
}
