// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Images in files: the index of an OCI layout, and the list of `docker save`.

use heirloom_model::{PackageFact, PackageFileKind, PackageSource, RelationKind};

use super::{Simple, cluster, items, plain_of, repository, sum};
use crate::{
    graph::{
        ecosystem::Format,
        input::Input,
        plain::{Named, Plain},
    },
    purl::Purl,
    value::Value,
};

const INDEX: &str = "oci-index";
const SAVED: &str = "docker-saved";

pub(super) static OCI: Simple = Simple {
    plain: Plain { installed: &[INDEX, SAVED], ..plain_of("oci", &[], &[], purl) },
    formats: &[
        Format {
            name: INDEX,
            kind: PackageFileKind::Installed,
            files: &["index.json"],
            takes: "images of an OCI layout with names, platforms and digests",
            read: index,
        },
        Format {
            name: SAVED,
            kind: PackageFileKind::Installed,
            files: &["manifest.json"],
            takes: "images of `docker save` with tags",
            read: saved,
        },
    ],
    usual: (RelationKind::Aggregate, 0.8, "images lie side by side"),
};

/// The name of an image is the last part of its path; the rest is where it comes from.
fn purl(named: Named<'_>) -> Option<Purl> {
    if named.ecosystem == "docker" {
        return cluster::image(named.name, named.version);
    }
    let name = repository::last(named.name);
    let name = name.split([':', '@']).next().unwrap_or(name);
    let mut purl = Purl::new("oci", None, name, named.version).ok()?;
    for (key, value) in named.qualifiers {
        purl.qualify(key, value).ok()?;
    }
    Some(purl)
}

fn index(input: &mut Input<'_>) -> bool {
    if !contains(input.bytes(), b"\"manifests\"") {
        return false;
    }
    let json = input.json();
    let mut is_one = false;
    for item in items(&json, "manifests") {
        let Some(digest) = item.text("digest") else {
            continue;
        };
        is_one = true;
        let note = |key: &str| item.at(&["annotations", key]).and_then(Value::as_text);
        let name = note("io.containerd.image.name")
            .or_else(|| note("org.opencontainers.image.ref.name"))
            .filter(|name| name.contains('/'))
            .or_else(|| note("org.opencontainers.image.title"));
        let Some(name) = name else {
            continue;
        };
        let mut package = PackageFact::new(digest, name, input.span(item.range.clone()));
        package.version = Some(digest.into());
        package.source = PackageSource::Registry { url: None };
        let place = name.split(['@']).next().unwrap_or(name);
        let (place, tag) = match place.rsplit_once(':') {
            Some((place, tag)) if !tag.contains('/') => (place, Some(tag)),
            _ => (place, None),
        };
        let arch = item.at(&["platform", "architecture"]).and_then(Value::as_text);
        for (key, value) in [("arch", arch), ("repository_url", Some(place)), ("tag", tag)] {
            package.qualifiers.extend(value.map(|value| (key.into(), value.into())));
        }
        let hash = digest.split_once(':');
        package.checksums.extend(hash.map(|(algorithm, value)| sum(algorithm, value)));
        input.add_package(package);
    }
    is_one && json.get("schemaVersion").is_some()
}

fn saved(input: &mut Input<'_>) -> bool {
    if !contains(input.bytes(), b"\"RepoTags\"") {
        return false;
    }
    let json = input.json();
    for tag in json.items().iter().flat_map(|item| items(item, "RepoTags")) {
        let Some((path, version)) = tag.as_text().and_then(cluster::split) else {
            continue;
        };
        let mut package = PackageFact::new(path, path, input.span(tag.range.clone()));
        package.ecosystem = Some("docker".into());
        package.version = version.map(Into::into);
        input.add_package(package);
    }
    !json.items().is_empty()
}

/// Whether one of the first bytes starts the word: other files of these names are large.
fn contains(bytes: &[u8], word: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1 << 20)];
    head.windows(word.len()).any(|window| window == word)
}
