// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A scan as a CycloneDX document.

use std::collections::BTreeSet;

use heirloom_model::{
    Expression, Owner, Package, PackageContents, PackageIndex, PackageNature, PackageSource,
    PartyRole, ScanSummary,
};
use serde_json::json;

use super::{
    Bom, Component, Copyright, Dependency, Evidence, ExternalReference, Hash, License,
    LicenseChoice, Metadata, Occurrence, Property, Version,
};
use crate::{
    BomOptions, hex, identity,
    listing::{Listing, Need, source_name},
};

/// The `bom-ref` of the whole where no package stands for it.
const WHOLE: &str = "heirloom:source";

/// The packages of a scan as a document.
pub fn bom(summary: &ScanSummary, version: Version, options: &BomOptions) -> Bom {
    let listing = Listing::new(&summary.inventory, options);
    let main = listing.main();
    let about = main.map_or_else(
        || Component {
            kind: "application".into(),
            bom_ref: Some(WHOLE.into()),
            name: source_name(&summary.source).into(),
            ..Component::default()
        },
        |main| Component { scope: None, ..component(&listing, main, Need::Required, version) },
    );
    let others = listing.packages().filter(|(index, _)| Some(*index) != main);
    let components = others.map(|(index, need)| component(&listing, index, need, version));
    let mut bom = Bom {
        bom_format: "CycloneDX".into(),
        spec_version: version.name().into(),
        serial_number: None,
        version: Some(1),
        metadata: Some(Metadata {
            timestamp: None,
            tools: Some(tools(summary, version)),
            component: Some(about),
            ..Metadata::default()
        }),
        components: components.collect(),
        dependencies: dependencies(&listing, main),
        ..Bom::default()
    };
    bom.serial_number = Some(format!("urn:uuid:{}", identity::uuid(&bom)));
    if let Some(metadata) = &mut bom.metadata {
        metadata.timestamp.clone_from(&options.created);
    }
    bom
}

fn tools(summary: &ScanSummary, version: Version) -> serde_json::Value {
    let tool_version: &str = &summary.version;
    match version {
        Version::V1_4 => json!([{"name": "heirloom", "version": tool_version}]),
        _ => json!({"components": [
            {"type": "application", "name": "heirloom", "version": tool_version}
        ]}),
    }
}

fn component(
    listing: &Listing<'_>,
    index: PackageIndex,
    need: Need,
    version: Version,
) -> Component {
    let package = listing.inventory.graph.package(index);
    let contents = listing.inventory.contents_of(index);
    let (group, name) = named(package);
    let about = &package.about;
    let party = |wanted: PartyRole| {
        let names = about.parties.iter().filter(|party| party.role == wanted);
        let names: Vec<&str> = names.map(|party| &*party.name).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let scope = match need {
        Need::Required => "required",
        Need::Optional => "optional",
        Need::Excluded => "excluded",
    };
    Component {
        kind: kind(package).into(),
        bom_ref: Some(package.id.as_str().into()),
        author: party(PartyRole::Author),
        publisher: party(PartyRole::Publisher).or_else(|| party(PartyRole::Maintainer)),
        group,
        name,
        version: package.version.as_deref().map(str::to_owned),
        description: about.description.as_deref().map(str::to_owned),
        scope: Some(scope.into()),
        hashes: hashes(package),
        licenses: licenses(contents, version),
        copyright: copyright(contents),
        purl: package.purl.as_deref().map(str::to_owned),
        external_references: references(package),
        evidence: evidence(package, contents, version),
        properties: properties(package, contents),
        ..Component::default()
    }
}

fn kind(package: &Package) -> &'static str {
    match (&*package.ecosystem, package.owner) {
        ("os", _) => "operating-system",
        ("huggingface" | "mlflow", _) => "machine-learning-model",
        ("docker" | "oci", _) => "container",
        (_, Owner::Own) if package.nature == PackageNature::Library => "application",
        _ => "library",
    }
}

/// The namespace and the name; Maven parts them by a colon, others by the last slash.
fn named(package: &Package) -> (Option<String>, String) {
    let name = match &*package.name {
        "" => package.id.as_str(),
        name => name,
    };
    let parted = match &*package.ecosystem {
        "maven" => name.split_once(':'),
        "npm" | "composer" | "golang" | "github" => name.rsplit_once('/'),
        _ => None,
    };
    match parted {
        Some((group, name)) if !name.is_empty() => (Some(group.into()), name.into()),
        _ => (None, name.into()),
    }
}

fn hashes(package: &Package) -> Vec<Hash> {
    let known = package.checksums.iter().filter_map(hex::checksum);
    known.map(|(algorithm, content)| Hash { alg: algorithm.name().into(), content }).collect()
}

/// The license that was concluded, else the one that is declared.
fn licenses(contents: &PackageContents, version: Version) -> Vec<LicenseChoice> {
    let concluded = contents.concluded.as_ref().map(|concluded| &concluded.expression);
    match (concluded, &contents.declared) {
        (Some(expression), _) => vec![choice(expression, Some("concluded"), version)],
        (None, Some(expression)) => vec![choice(expression, Some("declared"), version)],
        (None, None) => Vec::new(),
    }
}

fn choice(
    expression: &Expression,
    acknowledgement: Option<&str>,
    version: Version,
) -> LicenseChoice {
    let acknowledgement = acknowledgement.filter(|_| version >= Version::V1_6).map(str::to_owned);
    match expression {
        Expression::Term(term) if term.exception.is_none() && !term.or_later => {
            let id = term.license.as_str().to_owned();
            let is_listed = !term.license.is_ref();
            let license = License {
                id: is_listed.then(|| id.clone()),
                name: (!is_listed).then_some(id),
                acknowledgement,
                ..License::default()
            };
            LicenseChoice { license: Some(license), ..LicenseChoice::default() }
        }
        _ => LicenseChoice {
            expression: Some(expression.to_string()),
            acknowledgement,
            ..LicenseChoice::default()
        },
    }
}

/// The holders that its files name.
fn copyright(contents: &PackageContents) -> Option<String> {
    let holders: Vec<String> =
        contents.holders.keys().map(|holder| format!("Copyright {holder}")).collect();
    (!holders.is_empty()).then(|| holders.join("\n"))
}

fn references(package: &Package) -> Vec<ExternalReference> {
    let reference = |kind: &str, url: &str| ExternalReference {
        kind: kind.into(),
        url: url.into(),
        ..ExternalReference::default()
    };
    let mut found = Vec::new();
    found.extend(package.about.homepage.as_deref().map(|url| reference("website", url)));
    match &package.source {
        PackageSource::Git { url, .. } => found.push(reference("vcs", url)),
        PackageSource::Archive { url } => found.push(reference("distribution", url)),
        PackageSource::Registry { url: Some(url) } => found.push(reference("distribution", url)),
        _ => {}
    }
    found.retain(|reference| is_address(&reference.url));
    found
}

/// What the forms accept as an address: no white space or signs that addresses never have.
pub(crate) fn is_address(text: &str) -> bool {
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    !text.is_empty() && !text.contains(is_odd)
}

fn evidence(package: &Package, contents: &PackageContents, version: Version) -> Option<Evidence> {
    let places = package.places.iter().filter(|_| version >= Version::V1_5);
    let occurrence = |place: &heirloom_model::PackagePlace| Occurrence {
        location: match place.file.to_string() {
            path if path.is_empty() => ".".into(),
            path => path,
        },
        line: (version >= Version::V1_6 && place.span.first_line > 0)
            .then_some(place.span.first_line),
        ..Occurrence::default()
    };
    let single = |expression: &&Expression| matches!(expression, Expression::Term(term) if term.exception.is_none() && !term.or_later);
    let detected = contents.licenses.keys().filter(single);
    let evidence = Evidence {
        occurrences: places.map(occurrence).collect(),
        licenses: detected.map(|expression| choice(expression, None, version)).collect(),
        copyright: contents
            .holders
            .keys()
            .map(|holder| Copyright { text: format!("Copyright {holder}") })
            .collect(),
        ..Evidence::default()
    };
    (evidence != Evidence::default()).then_some(evidence)
}

/// Facts without a field; `docs/bom.md` lists the names.
fn properties(package: &Package, contents: &PackageContents) -> Vec<Property> {
    let mut found = Vec::new();
    let mut add = |name: &str, value: String| {
        found.push(Property { name: format!("heirloom:{name}"), value });
    };
    if let Some(folder) = package.folder.as_ref().filter(|folder| !folder.is_root()) {
        add("folder", folder.to_string());
    }
    if let Some(declared) = &contents.declared {
        add("license:declared", declared.to_string());
    }
    for expression in contents.licenses.keys() {
        add("license:detected", expression.to_string());
    }
    for expression in contents.undeclared() {
        add("license:undeclared", expression.to_string());
    }
    if let PackageSource::Git { revision: Some(revision), .. } = &package.source {
        add("revision", revision.to_string());
    }
    if let Some((name, version)) = &package.built_from {
        let version = version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
        add("built-from", format!("{name}{version}"));
    }
    for checksum in package.checksums.iter().filter(|one| hex::checksum(one).is_none()) {
        add("checksum", format!("{} {}", checksum.algorithm, checksum.value));
    }
    found
}

/// Every listed package, with those that it requires.
fn dependencies(listing: &Listing<'_>, main: Option<PackageIndex>) -> Vec<Dependency> {
    let graph = &listing.inventory.graph;
    let id = |index: PackageIndex| graph.package(index).id.as_str().to_owned();
    let is_listed = |index: PackageIndex| listing.needs[index.0 as usize].is_some();
    let mut found = Vec::new();
    if main.is_none() {
        found.push(Dependency {
            of: WHOLE.into(),
            depends_on: listing.roots.iter().map(|&root| id(root)).collect(),
            ..Dependency::default()
        });
    }
    for (index, _) in listing.packages() {
        let edges = graph.edges_of(index).iter().filter(|edge| edge.to != index);
        let used: BTreeSet<String> =
            edges.filter(|edge| is_listed(edge.to)).map(|edge| id(edge.to)).collect();
        found.push(Dependency {
            of: id(index),
            depends_on: used.into_iter().collect(),
            ..Dependency::default()
        });
    }
    found
}
