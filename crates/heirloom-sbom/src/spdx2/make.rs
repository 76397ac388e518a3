// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A scan as an SPDX 2.3 document.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_model::{
    Expression, Owner, Package, PackageContents, PackageEdge, PackageIndex, PackageNature,
    PackageSource, PartyRole, ScanSummary, Scope,
};

use super::{
    ChecksumEntry, CreationInfo, Document, ExternalRef, ExtractedLicense, PackageEntry,
    Relationship,
};
use crate::{
    BomOptions,
    cyclonedx::is_address,
    hex, identity,
    listing::{Listing, source_name},
};

const DOCUMENT: &str = "SPDXRef-DOCUMENT";
const UNKNOWN: &str = "NOASSERTION";

/// The packages of a scan as a document.
pub fn document(summary: &ScanSummary, options: &BomOptions) -> Document {
    let listing = Listing::new(&summary.inventory, options);
    let ids = Ids::new(&listing);
    let name = source_name(&summary.source);
    let packages = listing.packages().map(|(index, _)| package(&listing, &ids, index));
    let mut document = Document {
        spdx_version: "SPDX-2.3".into(),
        data_license: "CC0-1.0".into(),
        spdx_id: DOCUMENT.into(),
        name: name.into(),
        document_namespace: String::new(),
        creation_info: CreationInfo {
            created: String::new(),
            creators: vec![format!("Tool: heirloom-{}", summary.version)],
            ..CreationInfo::default()
        },
        packages: packages.collect(),
        has_extracted_licensing_infos: extracted(&listing),
        relationships: relationships(&listing, &ids),
        ..Document::default()
    };
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    document.document_namespace =
        format!("https://spdx.org/spdxdocs/{plain}-{}", identity::uuid(&document));
    document.creation_info.created =
        options.created.clone().unwrap_or_else(|| "1970-01-01T00:00:00Z".into());
    document
}

/// The identifiers of packages in the document.
struct Ids(HashMap<PackageIndex, String>);

impl Ids {
    fn new(listing: &Listing<'_>) -> Ids {
        let mut taken: BTreeMap<String, u32> = BTreeMap::new();
        let named = listing.packages().map(|(index, _)| {
            let package = listing.inventory.graph.package(index);
            let plain: String = package
                .id
                .as_str()
                .trim_start_matches("pkg:")
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' })
                .collect();
            let n_before = taken.entry(plain.clone()).or_default();
            *n_before += 1;
            let more = if *n_before > 1 { format!("-{n_before}") } else { String::new() };
            (index, format!("SPDXRef-Package-{plain}{more}"))
        });
        Ids(named.collect())
    }

    fn of(&self, index: PackageIndex) -> Option<&String> {
        self.0.get(&index)
    }
}

fn package(listing: &Listing<'_>, ids: &Ids, index: PackageIndex) -> PackageEntry {
    let package = listing.inventory.graph.package(index);
    let contents = listing.inventory.contents_of(index);
    let about = &package.about;
    let name = match &*package.name {
        "" => package.id.as_str(),
        name => name,
    };
    let concluded = contents.concluded.as_ref().map(|concluded| &concluded.expression);
    let purl = package.purl.as_deref().map(|purl| ExternalRef {
        reference_category: "PACKAGE-MANAGER".into(),
        reference_type: "purl".into(),
        reference_locator: purl.into(),
        ..ExternalRef::default()
    });
    PackageEntry {
        spdx_id: ids.of(index).cloned().unwrap_or_default(),
        name: name.into(),
        version_info: package.version.as_deref().map(str::to_owned),
        supplier: Some(supplier(package)),
        download_location: location(&package.source),
        files_analyzed: false,
        checksums: checksums(package),
        homepage: about.homepage.as_deref().filter(|url| is_address(url)).map(str::to_owned),
        source_info: source_info(package),
        license_concluded: text(concluded),
        license_declared: text(contents.declared.as_ref()),
        license_comments: comments(contents),
        copyright_text: copyright(contents),
        description: about.description.as_deref().map(str::to_owned),
        external_refs: purl.into_iter().collect(),
        primary_package_purpose: Some(purpose(package).into()),
        ..PackageEntry::default()
    }
}

fn text(expression: Option<&Expression>) -> String {
    expression.map_or_else(|| UNKNOWN.to_owned(), ToString::to_string)
}

/// Whoever publishes or maintains it, else its author; what they are is not said.
fn supplier(package: &Package) -> String {
    let find = |role| package.about.parties.iter().find(|party| party.role == role);
    let party =
        [PartyRole::Publisher, PartyRole::Maintainer, PartyRole::Author].into_iter().find_map(find);
    match party {
        Some(party) if party.role == PartyRole::Publisher => {
            format!("Organization: {}", party.name)
        }
        Some(party) => format!("Person: {}", party.name),
        None => UNKNOWN.to_owned(),
    }
}

fn location(source: &PackageSource) -> String {
    let found = match source {
        PackageSource::Git { url, revision } => {
            let at = revision.as_deref().map(|at| format!("@{at}")).unwrap_or_default();
            let is_plain = url.starts_with("http://") || url.starts_with("https://");
            is_plain.then(|| format!("git+{url}{at}"))
        }
        PackageSource::Archive { url } | PackageSource::Registry { url: Some(url) } => {
            url.contains("://").then(|| url.to_string())
        }
        _ => None,
    };
    found.filter(|url| is_address(url)).unwrap_or_else(|| UNKNOWN.to_owned())
}

fn checksums(package: &Package) -> Vec<ChecksumEntry> {
    let known = package.checksums.iter().filter_map(hex::checksum);
    let entry = |(algorithm, checksum_value): (hex::Algorithm, String)| ChecksumEntry {
        algorithm: algorithm.name().replace('-', ""),
        checksum_value,
    };
    known.map(entry).collect()
}

/// Where it was seen, and what it is built from.
fn source_info(package: &Package) -> Option<String> {
    let place = |place: &heirloom_model::PackagePlace| match place.span.first_line {
        0 => place.file.to_string(),
        line => format!("{}:{line}", place.file),
    };
    let places: Vec<String> = package.places.iter().map(place).collect();
    let mut parts = Vec::new();
    if !places.is_empty() {
        parts.push(format!("described by {}", places.join(", ")));
    }
    if let Some((name, version)) = &package.built_from {
        parts.push(format!("built from {name} {}", version.as_deref().unwrap_or_default()));
    }
    (!parts.is_empty()).then(|| parts.join("; ").trim().to_owned())
}

fn comments(contents: &PackageContents) -> Option<String> {
    let undeclared: Vec<String> =
        contents.undeclared().into_iter().map(ToString::to_string).collect();
    (!undeclared.is_empty())
        .then(|| format!("files under licenses that are not declared: {}", undeclared.join(", ")))
}

fn copyright(contents: &PackageContents) -> String {
    let holders: Vec<String> =
        contents.holders.keys().map(|holder| format!("Copyright {holder}")).collect();
    if holders.is_empty() { UNKNOWN.to_owned() } else { holders.join("\n") }
}

fn purpose(package: &Package) -> &'static str {
    match (&*package.ecosystem, package.owner) {
        ("os", _) => "OPERATING-SYSTEM",
        ("docker" | "oci", _) => "CONTAINER",
        (_, Owner::Own) if package.nature == PackageNature::Library => "APPLICATION",
        _ => "LIBRARY",
    }
}

/// Every license that SPDX does not list, with what is known of its text.
fn extracted(listing: &Listing<'_>) -> Vec<ExtractedLicense> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for (index, _) in listing.packages() {
        let contents = listing.inventory.contents_of(index);
        let concluded = contents.concluded.as_ref().map(|concluded| &concluded.expression);
        for expression in concluded.into_iter().chain(&contents.declared) {
            let own = expression.ids().into_iter().filter(|id| id.is_ref());
            names.extend(own.map(|id| id.as_str().to_owned()));
        }
    }
    let entry = |license_id: String| ExtractedLicense {
        extracted_text: format!("The text of {license_id} is not kept in this document."),
        license_id,
        ..ExtractedLicense::default()
    };
    names.into_iter().map(entry).collect()
}

fn relationships(listing: &Listing<'_>, ids: &Ids) -> Vec<Relationship> {
    let relationship = |from: &str, kind: &str, to: &str| Relationship {
        spdx_element_id: from.into(),
        relationship_type: kind.into(),
        related_spdx_element: to.into(),
        ..Relationship::default()
    };
    let mut roots: Vec<&String> = listing.roots.iter().filter_map(|&root| ids.of(root)).collect();
    if roots.is_empty() {
        roots = listing.packages().filter_map(|(index, _)| ids.of(index)).collect();
    }
    let mut found: Vec<Relationship> =
        roots.into_iter().map(|root| relationship(DOCUMENT, "DESCRIBES", root)).collect();
    for edge in &listing.inventory.graph.edges {
        let (Some(from), Some(to)) = (ids.of(edge.from), ids.of(edge.to)) else { continue };
        if edge.from == edge.to {
            continue;
        }
        let mut one = match kind(edge) {
            "DEPENDS_ON" => relationship(from, "DEPENDS_ON", to),
            kind => relationship(to, kind, from),
        };
        one.comment = edge.condition.as_deref().map(|condition| format!("if {condition}"));
        found.push(one);
    }
    found
}

fn kind(edge: &PackageEdge) -> &'static str {
    match edge.scope {
        Scope::Runtime => "DEPENDS_ON",
        Scope::Optional => "OPTIONAL_DEPENDENCY_OF",
        Scope::Provided => "PROVIDED_DEPENDENCY_OF",
        Scope::Build => "BUILD_DEPENDENCY_OF",
        Scope::Test => "TEST_DEPENDENCY_OF",
        Scope::Development => "DEV_DEPENDENCY_OF",
    }
}
