// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! References to images: `registry:5000/team/name:tag@sha256:…`.

use std::collections::BTreeMap;

use heirloom_model::{ComponentId, DeliveredForm};
use heirloom_package::purl::Purl;

use super::Draft;

/// An image by the parts of its reference.
#[derive(Debug, PartialEq, Eq)]
struct Reference<'a> {
    registry: Option<&'a str>,
    namespace: Option<&'a str>,
    name: &'a str,
    version: Option<&'a str>,
}

/// The component of an image; `None` where the reference is computed. In several forms it is
/// delivered.
pub(super) fn component(
    draft: &mut Draft,
    written: &str,
    form: DeliveredForm,
) -> Option<ComponentId> {
    let written = defaults(written)?;
    let Reference { registry, namespace, name, version } = parse(&written)?;
    let qualifiers = registry.map(|registry| ("repository_url".to_owned(), registry.to_owned()));
    let qualifiers: BTreeMap<String, String> = qualifiers.into_iter().collect();
    let purl = Purl::with_parts("docker", namespace, name, version, qualifiers, None).ok()?;
    let shown = written.split(['@', '$']).next().unwrap_or_default();
    let id = draft.third_party(&purl.to_string(), shown, |component| {
        component.version = purl.version().map(Into::into);
        component.form = form;
    })?;
    if form == DeliveredForm::Object {
        draft.component_mut(&id)?.form = form;
    }
    Some(id)
}

/// The distribution whose packages an image holds, as package URLs call it.
pub(super) fn vendor(written: &str) -> Option<&'static str> {
    let name = parse(written)?.name;
    // The names of images, and what tags of others say.
    let known = ["debian", "ubuntu", "alpine", "fedora", "centos", "wolfi", "opensuse"];
    let find = |text: &str| known.into_iter().find(|vendor| text.contains(vendor));
    find(name).or_else(|| if name.starts_with("ubi") { Some("redhat") } else { find(written) })
}

/// The text with what compose files give for variables that are not set.
fn defaults(written: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once("${") {
        let (inner, after) = after.split_once('}')?;
        let default = inner.split_once(":-").or_else(|| inner.split_once('-'));
        text.push_str(before);
        text.push_str(default.map_or("$", |(_, default)| default));
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

fn parse(written: &str) -> Option<Reference<'_>> {
    let (whole, digest) = match written.split_once('@') {
        Some((whole, digest)) => (whole, Some(digest)),
        None => (written, None),
    };
    let (path, tag) = match whole.rsplit_once(':') {
        // What stands behind a port is a path.
        Some((path, tag)) if !tag.contains('/') => (path, Some(tag)),
        _ => (whole, None),
    };
    let is_host = |text: &&str| text.contains(['.', ':']) || *text == "localhost";
    let (registry, path) = match path.split_once('/') {
        Some((host, path)) if is_host(&host) => (Some(host), path),
        _ => (None, path),
    };
    let registry = registry.filter(|host| !matches!(*host, "docker.io" | "index.docker.io"));
    let (namespace, name) = match path.rsplit_once('/') {
        Some(("library", name)) if registry.is_none() => (None, name),
        Some((namespace, name)) => (Some(namespace), name),
        None => (None, path),
    };
    let is_part =
        |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    let parts = [registry.map_or("", |host| host.split(':').next().unwrap_or_default()), path];
    if name.is_empty() || !parts.into_iter().all(is_part) {
        return None;
    }
    let is_known = |text: &&str| !text.is_empty() && !text.contains('$');
    let version = digest.filter(is_known).or_else(|| tag.filter(is_known));
    Some(Reference { registry, namespace, name, version })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expect: Option<&str>) {
        let written = defaults(written).unwrap();
        let shown = parse(&written).map(|one| {
            let parts = [one.registry, one.namespace, Some(one.name), one.version];
            parts.map(Option::unwrap_or_default).join("|")
        });
        assert_eq!(shown.as_deref(), expect, "{written}");
    }

    #[test]
    fn references_have_parts() {
        check("debian", Some("||debian|"));
        check("docker.io/library/debian:12-slim", Some("||debian|12-slim"));
        check("ghcr.io/org/team/app:v1@sha256:ab", Some("ghcr.io|org/team|app|sha256:ab"));
        check("localhost:5000/app", Some("localhost:5000||app|"));
        check("redis:${TAG:-7}", Some("||redis|7"));
        check("redis:${TAG}", Some("||redis|"));
        check("${IMAGE}", None);
        check("app:$TAG", Some("||app|"));
        check("$NAME:1", None);
        check(":1", None);
    }

    #[test]
    fn distributions_are_told_by_names_and_tags() {
        assert_eq!(vendor("ubuntu:24.04"), Some("ubuntu"));
        assert_eq!(vendor("golang:1.22-alpine"), Some("alpine"));
        assert_eq!(vendor("registry.access.redhat.com/ubi9/ubi"), Some("redhat"));
        assert_eq!(vendor("golang:1.22"), None);
    }
}
