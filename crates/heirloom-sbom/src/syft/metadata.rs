// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What ecosystems say of their packages: the fields that mean the same under several types become
//! facts, other words stay as properties under the names that Syft gives them in CycloneDX.

use serde_json::{Map, Value};

use super::read::{checksum, said};
use crate::{
    Agent, AgentKind, Item,
    bill::{agent, is_address},
};

/// A file as a package's database has it.
pub(super) struct Owned {
    /// Its path.
    pub(super) path: String,
    pub(super) checksum: Option<(String, String)>,
}

/// Puts what metadata say into the item; gives the files of the package.
pub(super) fn take(metadata: &Map<String, Value>, item: &mut Item) -> Vec<Owned> {
    let text = |name: &str| metadata.get(name).and_then(Value::as_str).and_then(said);
    agents(metadata, item);
    item.description = text("description").or(item.description.take());
    addresses(metadata, item);
    checksums(metadata, item);
    let built_from = text("source").filter(|name| is_name(name)).or_else(|| text("originPackage"));
    let built_from = match (built_from, text("sourceVersion"), text("sourceRpm")) {
        (Some(name), Some(version), _) => Some(format!("{name} {version}")),
        (Some(name), None, _) => Some(name),
        (None, _, rpm) => rpm.map(|file| file.trim_end_matches(".src.rpm").to_owned()),
    };
    let built_from = built_from.map(|name| ("heirloom:built-from".to_owned(), name));
    item.properties.extend(built_from);
    for (name, value) in metadata {
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(true) => "true".into(),
            _ => continue,
        };
        let is_told = TOLD.contains(&name.as_str())
            || value.is_empty()
            || value == item.name
            || Some(&value) == item.version.as_ref();
        if !is_told {
            item.properties.push((format!("syft:metadata:{name}"), value));
        }
    }
    files(metadata)
}

/// Fields that become facts.
const TOLD: [&str; 19] = [
    "author",
    "authorEmail",
    "authors",
    "checksum",
    "description",
    "homepage",
    "h1Digest",
    "integrity",
    "maintainer",
    "originPackage",
    "packager",
    "pullChecksum",
    "resolved",
    "source",
    "sourceRpm",
    "sourceVersion",
    "url",
    "vendor",
    "virtualPath",
];

/// Whether the source of a package is called so: that of others is an address.
fn is_name(source: &str) -> bool {
    !source.contains("://")
}

fn agents(metadata: &Map<String, Value>, item: &mut Item) {
    let text = |name: &str| metadata.get(name).and_then(Value::as_str).and_then(said);
    let supplier = ["maintainer", "vendor", "packager"].into_iter().find_map(text);
    item.supplier = supplier.map(|name| agent(AgentKind::Organization, &name));
    let mut add = |name: Option<String>, email: Option<String>| {
        let (Some(name), email) = (name.clone().or(email.clone()), email) else { return };
        let mut author = agent(AgentKind::Person, &name);
        let email = email.filter(|email| email.contains('@') && is_address(email));
        author.email = author.email.or(email);
        if !author.name.is_empty() && !item.authors.contains(&author) {
            item.authors.push(author);
        }
    };
    if metadata.contains_key("author") || metadata.contains_key("authorEmail") {
        add(text("author"), text("authorEmail"));
    }
    for one in metadata.get("authors").and_then(Value::as_array).into_iter().flatten() {
        let part = |name: &str| one[name].as_str().and_then(said);
        match one {
            Value::String(name) => add(said(name), None),
            _ => add(part("name"), part("email")),
        }
    }
    item.authors.retain(|Agent { name, .. }| !name.trim().is_empty());
}

fn addresses(metadata: &Map<String, Value>, item: &mut Item) {
    let text = |name: &str| metadata.get(name).and_then(Value::as_str).and_then(said);
    let mut found: Vec<(&str, String)> = Vec::new();
    found.extend(text("homepage").map(|url| ("website", url)));
    // For npm this is where the source lies, for others the home page.
    if let Some(url) = text("url") {
        match url.strip_prefix("git+") {
            Some(url) => found.push(("vcs", url.to_owned())),
            None if url.ends_with(".git") => found.push(("vcs", url)),
            None => found.push(("website", url)),
        }
    }
    let resolved = text("resolved").map(|url| url.split('#').next().unwrap_or_default().to_owned());
    found.extend(resolved.map(|url| ("distribution", url)));
    let part = |name: &str, part: &str| metadata.get(name)?[part].as_str().and_then(said);
    found.extend(part("dist", "url").map(|url| ("distribution", url)));
    found.extend(part("source", "url").map(|url| ("vcs", url)));
    let mut revision = part("source", "reference");
    if let Some(url) = text("source").as_deref().and_then(|source| source.strip_prefix("git+")) {
        let (url, at) = url.split_once('#').unwrap_or((url, ""));
        found.push(("vcs", url.split('?').next().unwrap_or(url).to_owned()));
        revision = said(at);
    }
    if let Some(url) = part("directUrlOrigin", "url") {
        let commit = part("directUrlOrigin", "commitId");
        let kind = if commit.is_some() { "vcs" } else { "distribution" };
        revision = revision.or(commit);
        found.push((kind, url));
    }
    for (kind, url) in found {
        // What lay on somebody's disk is no address for others.
        let is_new = |(known, other): &(String, String)| known != kind || *other != url;
        if is_address(&url) && !url.starts_with("file:") && item.addresses.iter().all(is_new) {
            item.addresses.push((kind.to_owned(), url));
        }
    }
    item.properties.extend(revision.map(|at| ("heirloom:revision".to_owned(), at)));
}

fn checksums(metadata: &Map<String, Value>, item: &mut Item) {
    let text = |name: &str| metadata.get(name).and_then(Value::as_str).and_then(said);
    let mut found: Vec<(String, String)> = Vec::new();
    // Cargo's is of the archive, 32 bytes in hexadecimal.
    found.extend(text("checksum").and_then(|value| checksum("sha256", &value)));
    for one in text("integrity").as_deref().unwrap_or_default().split_whitespace() {
        found.extend(one.split_once('-').and_then(|(algorithm, value)| checksum(algorithm, value)));
    }
    let shasum = metadata.get("dist").and_then(|dist| dist["shasum"].as_str());
    found.extend(shasum.and_then(|value| checksum("sha1", value)));
    for one in metadata.get("digest").and_then(Value::as_array).into_iter().flatten() {
        found.extend(digest(one));
    }
    for one in found {
        if !item.checksums.contains(&one) {
            item.checksums.push(one);
        }
    }
    if let Some((algorithm, value)) =
        text("h1Digest").as_deref().and_then(|one| one.split_once(':'))
    {
        item.properties.push(("heirloom:checksum".into(), format!("{algorithm} {value}")));
    }
    let pulled = text("pullChecksum").map(|value| ("syft:metadata:pullChecksum".to_owned(), value));
    item.properties.extend(pulled);
}

/// `{"algorithm": "sha256", "value": "…"}`; apk writes `Q1` before the base 64 of a SHA-1.
fn digest(one: &Value) -> Option<(String, String)> {
    let (algorithm, value) = (one["algorithm"].as_str()?, one["value"].as_str()?);
    match value.strip_prefix("Q1").filter(|_| algorithm.contains("Q1")) {
        Some(value) => checksum("sha1", value),
        None => checksum(algorithm, value),
    }
}

fn files(metadata: &Map<String, Value>) -> Vec<Owned> {
    let root = metadata.get("sitePackagesRootPath").and_then(Value::as_str).unwrap_or_default();
    let all = metadata.get("files").and_then(Value::as_array).into_iter().flatten();
    let owned = all.filter_map(|one| {
        let path = match one {
            Value::String(path) => path.as_str(),
            one => one["path"].as_str()?,
        };
        Some(Owned { path: joined(root, path)?, checksum: digest(&one["digest"]) })
    });
    owned.collect()
}

/// A path from a folder; `None` where it leads out of the root.
fn joined(root: &str, path: &str) -> Option<String> {
    let root = if path.starts_with('/') { "" } else { root };
    let mut parts: Vec<&str> = Vec::new();
    for part in root.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}
