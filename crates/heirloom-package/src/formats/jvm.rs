// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Maven's `pom.xml` and the manifests of JAR files.
//!
//! Several licenses of a POM are a choice, as Maven documents. A POM without any has those of its
//! parent; where that stands in the tree is kept, as Maven looks for it.

use std::ops::Range;

use heirloom_model::{Manifest, PartyRole};

use crate::{
    context::{Context, add_party, add_person, field, manifest, unless_empty},
    fields::{self, Field},
    license,
    xml::Element,
};

pub(crate) fn pom(context: &mut Context<'_>) -> Vec<Manifest> {
    let Some(root) = context.xml().filter(|root| &*root.name == "project") else {
        return Vec::new();
    };
    let mut maven = manifest("maven");
    let parent = root.child("parent");
    let inherited = |key: &str| {
        root.child_text(key).or_else(|| parent.and_then(|parent| parent.child_text(key)))
    };
    maven.name = match (inherited("groupId"), root.child_text("artifactId")) {
        (Some(group), Some(artifact)) => Some(format!("{group}:{artifact}").into()),
        (_, artifact) => field(artifact),
    };
    maven.version = field(inherited("version"));
    maven.homepage = field(root.child_text("url"));
    let scm = root.child("scm");
    maven.repository = field(scm.and_then(|scm| scm.child_text("url")));
    let licenses = root.child("licenses").map(|licenses| &*licenses.children).unwrap_or_default();
    let licenses = licenses.iter().filter(|license| &*license.name == "license");
    for (position, license) in licenses.enumerate() {
        pom_license(context, &mut maven, license, position);
    }
    if let (true, Some(parent)) = (maven.licenses.is_empty(), parent) {
        let path = parent.child("relativePath").map_or("../pom.xml", |path| path.text.trim());
        let part = |key| parent.child_text(key).unwrap_or_default();
        let name = format!("{}:{}", part("groupId"), part("artifactId"));
        if !path.is_empty() {
            let range = parent.range.clone();
            context.refer_as(&mut maven, "parent.relativePath", &name, path, range);
        }
    }
    if let Some(organization) = root.child("organization") {
        add_party(&mut maven, PartyRole::Publisher, organization.child_text("name").unwrap_or(""));
    }
    for developer in root.child("developers").iter().flat_map(|all| all.all("developer")) {
        let (name, mail) = (developer.child_text("name"), developer.child_text("email"));
        add_person(&mut maven, PartyRole::Author, name, mail);
    }
    unless_empty(maven)
}

/// The name counts; the address says what an unclear name means.
fn pom_license(
    context: &mut Context<'_>,
    maven: &mut Manifest,
    license: &Element,
    position: usize,
) {
    let path = format!("licenses.license[{position}]");
    let url = license.child("url").filter(|url| !url.text.is_empty());
    let from_url = url.and_then(|url| license::parse_declared("maven", &url.text));
    if let Some(name) = license.child("name").filter(|name| !name.text.is_empty()) {
        let named = license::parse_declared("maven", &name.text);
        let expression = match (named, from_url) {
            (Some(named), Some(url)) if license::names_version(&url, &named) => Some(url),
            (named, url) => named.or(url),
        };
        let field = format!("{path}.name");
        context.declare_as(maven, field, &name.text, expression, name.range.clone());
    }
    if let Some(url) = url {
        context.address(maven, format!("{path}.url"), &url.text, url.range.clone());
    }
}

/// `META-INF/MANIFEST.MF` with the headers of OSGi.
pub(crate) fn jar_manifest(context: &mut Context<'_>) -> Vec<Manifest> {
    let paragraphs = fields::paragraphs(context.text());
    let Some(main) = paragraphs.first() else {
        return Vec::new();
    };
    let Some(license) = fields::find(main, "Bundle-License") else {
        return Vec::new();
    };
    let joined = |name: &str| fields::find(main, name).map(Field::unbroken);
    let mut osgi = manifest("osgi");
    let name = joined("Bundle-SymbolicName");
    osgi.name = field(name.as_deref().and_then(|name| name.split(';').next()));
    osgi.version = field(joined("Bundle-Version").as_deref());
    osgi.homepage = field(joined("Bundle-DocURL").as_deref());
    if let Some(vendor) = joined("Bundle-Vendor") {
        add_party(&mut osgi, PartyRole::Publisher, &vendor);
    }
    let text = license.unbroken();
    for clause in clauses(&text, ',') {
        bundle_license(context, &mut osgi, clause, license.range.clone());
    }
    unless_empty(osgi)
}

/// One license with its attributes: `Apache-2.0;link="…";description="…"`.
fn bundle_license(
    context: &mut Context<'_>,
    osgi: &mut Manifest,
    clause: &str,
    range: Range<usize>,
) {
    let mut parts = clauses(clause, ';').into_iter().map(str::trim);
    let name = parts.next().unwrap_or_default().trim_matches('"');
    let attribute = |part: &str| {
        let (key, value) = part.split_once('=')?;
        let is_known = ["link", "description"].contains(&key.trim().trim_end_matches(':'));
        is_known.then(|| value.trim().trim_matches('"').to_owned())
    };
    let told: Vec<String> = parts.filter_map(attribute).collect();
    let candidates = std::iter::once(name).chain(told.iter().map(String::as_str));
    let expression = candidates.map(|text| license::parse_declared("osgi", text)).find_map(|e| e);
    if name != "<<EXTERNAL>>" {
        context.declare_as(osgi, "Bundle-License", name, expression, range);
    }
}

/// Splits at a sign outside quotes.
fn clauses(text: &str, sign: char) -> Vec<&str> {
    let mut is_quoted = false;
    text.split(|c: char| {
        is_quoted ^= c == '"';
        c == sign && !is_quoted
    })
    .filter(|part| !part.trim().is_empty())
    .collect()
}
