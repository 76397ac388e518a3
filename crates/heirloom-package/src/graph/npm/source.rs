// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Where npm packages come from, their checksums and package URLs.

use heirloom_model::{Checksum, PackageFact, PackageSource};

use crate::{address::fetched, purl::Purl};

/// Hosts that packages come from unless someone says otherwise.
const DEFAULT_HOSTS: [&str; 2] = [concat!("registry.npm", "js.org"), "registry.yarnpkg.com"];

/// Says where a package of a registry is fetched from.
pub(super) fn add_download(package: &mut PackageFact, written: &str) {
    if matches!(package.source, PackageSource::Registry { .. }) {
        package.about.download = fetched(written);
    }
}

/// The source that an address or a reference of a lock means.
pub(super) fn source(name: &str, written: &str) -> PackageSource {
    let is_git =
        written.starts_with("git") || written.contains(".git#") || written.ends_with(".git");
    if let Some(path) = ["file:", "link:", "portal:"].iter().find_map(|p| written.strip_prefix(p)) {
        return PackageSource::Path { path: path.into() };
    }
    if is_git {
        let (url, revision) = match written.split_once('#') {
            Some((url, revision)) => (url, Some(revision.trim_start_matches("commit=").into())),
            None => (written, None),
        };
        return PackageSource::Git { url: url.into(), revision };
    }
    let url = written.split('#').next().unwrap_or(written);
    let Some((_, rest)) = url.split_once("://") else {
        return PackageSource::Unknown;
    };
    let host = rest.split('/').next().unwrap_or_default();
    if DEFAULT_HOSTS.contains(&host) {
        return PackageSource::Registry { url: None };
    }
    match url.split_once(&format!("/{name}/-/")) {
        Some((registry, _)) => PackageSource::Registry { url: Some(registry.into()) },
        None => PackageSource::Archive { url: url.into() },
    }
}

/// What a request names as `USER/REPOSITORY` alone: a repository on the host that npm takes for it.
pub(super) fn repository(written: &str) -> Option<PackageSource> {
    let (name, revision) = match written.split_once('#') {
        Some((name, revision)) => (name, Some(revision)),
        None => (written, None),
    };
    let (user, repository) = name.split_once('/')?;
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    (is_name(user) && is_name(repository)).then(|| PackageSource::Git {
        url: format!("github:{user}/{repository}").into(),
        revision: revision.map(Into::into),
    })
}

/// The package that an address of the usual registries is of: `…/@SCOPE/NAME/-/FILE`.
pub(super) fn registered_name(url: &str) -> Option<&str> {
    let (host, path) = url.split_once("://")?.1.split_once('/')?;
    let (name, _) = path.split_once("/-/").filter(|_| DEFAULT_HOSTS.contains(&host))?;
    let is_name = match name.split_once('/') {
        Some((scope, rest)) => scope.starts_with('@') && !rest.contains('/'),
        None => !name.starts_with('@'),
    };
    (is_name && !name.contains('%') && !name.ends_with('/')).then_some(name)
}

/// The checksums of a subresource integrity value.
pub(super) fn integrity(written: &str) -> Vec<Checksum> {
    let values = written.split_whitespace().filter_map(|value| value.split_once('-'));
    let known = values.filter(|(algorithm, _)| algorithm.starts_with("sha") || *algorithm == "md5");
    known
        .map(|(algorithm, value)| Checksum { algorithm: algorithm.into(), value: value.into() })
        .collect()
}

/// The package URL; versions that are addresses are none.
pub(super) fn purl(name: &str, version: Option<&str>, source: &PackageSource) -> Option<Purl> {
    let (namespace, plain) = match name.split_once('/') {
        Some((namespace, plain)) => (Some(namespace), plain),
        None => (None, name),
    };
    let mut purl = Purl::new("npm", namespace, plain, version).ok()?;
    let qualified = match source {
        PackageSource::Registry { url: Some(url) } => purl.qualify("repository_url", url),
        PackageSource::Archive { url } => purl.qualify("download_url", url),
        PackageSource::Git { url, revision } => {
            let at = revision.as_deref().map(|revision| format!("@{revision}"));
            purl.qualify("vcs_url", &format!("{url}{}", at.unwrap_or_default()))
        }
        _ => Ok(()),
    };
    debug_assert!(qualified.is_ok(), "constant keys, each once");
    Some(purl)
}

/// Name and version of `NAME@VERSION`, where names may start with `@`.
pub(super) fn split_at_version(text: &str) -> Option<(&str, &str)> {
    let at = text.get(1..)?.find('@')? + 1;
    Some((&text[..at], &text[at + 1..]))
}

/// Name and version behind `npm:`, which gives a package another name.
pub(super) fn alias(written: &str) -> Option<(&str, &str)> {
    split_at_version(written.strip_prefix("npm:")?)
}

/// The version that a request fixes: all three numbers, without any operator.
pub(super) fn pinned(requested: &str) -> Option<&str> {
    let version = requested.trim().trim_start_matches('=').trim();
    semver::Version::parse(version).is_ok().then_some(version)
}
