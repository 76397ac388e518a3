// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Helm charts, and the images that charts and Kubernetes manifests start.
//!
//! An image is somebody else's program that the cluster fetches and starts: it stands beside what
//! the manifests hold. Templates are no YAML before they are filled in; those are passed over.

mod templates;

use heirloom_model::{
    PackageEdge, PackageFact, PackageFileKind, PackageGraph, PackageNature, PackageSource,
    RelationKind, Requirement, Scope,
};

use super::{items, plain_of, request, root, sum};
use crate::{
    graph::{
        builder::Builder,
        ecosystem::{Ecosystem, Format, Linkage},
        input::Input,
        plain::{Named, Plain},
        tree::Tree,
    },
    purl::Purl,
    value::{Damage, Value},
};

const CHART: &str = "helm-chart";
const CHART_LOCK: &str = "helm-lock";
const VALUES: &str = "helm-values";
const MANIFEST: &str = "kubernetes-manifest";

const HELM_FILES: Plain =
    Plain { pinned, ..plain_of("helm", &[CHART, VALUES, MANIFEST], &[CHART_LOCK], purl) };

const KUBERNETES_FILES: Plain = Plain { pinned, ..plain_of("kubernetes", &[MANIFEST], &[], purl) };

pub(super) struct Helm;

impl Ecosystem for Helm {
    fn purl_type(&self) -> &'static str {
        "helm"
    }

    fn formats(&self) -> &'static [Format] {
        &[
            Format {
                name: CHART_LOCK,
                kind: PackageFileKind::Lock,
                files: &["chart.lock", "requirements.lock"],
                takes: "charts that were chosen, with their repositories",
                read: chart_lock,
            },
            Format {
                name: CHART,
                kind: PackageFileKind::Manifest,
                files: &["chart.yaml", "requirements.yaml"],
                takes: "chart, license, people, dependencies with conditions, tags and repositories; the manifests in its templates",
                read: chart,
            },
            Format {
                name: VALUES,
                kind: PackageFileKind::Manifest,
                files: &["values.yaml", "values.yml"],
                takes: "images with tags and digests",
                read: values,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        templates::resolve_charts(&HELM_FILES, tree, builder);
    }

    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        started(edge)
    }
}

pub(super) struct Kubernetes;

impl Ecosystem for Kubernetes {
    fn purl_type(&self) -> &'static str {
        "kubernetes"
    }

    fn formats(&self) -> &'static [Format] {
        &[Format {
            name: MANIFEST,
            kind: PackageFileKind::Manifest,
            files: &["*.yaml", "*.yml"],
            takes: "images of workloads with tags and digests",
            read: manifest,
        }]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        templates::resolve_manifests(&KUBERNETES_FILES, tree, builder);
    }

    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        started(edge)
    }
}

fn started(edge: &PackageEdge) -> Linkage {
    let (kind, strength, note) = match edge.scope {
        Scope::Build => (RelationKind::BuildTool, 0.9, "it works while the package is built"),
        _ => (RelationKind::Aggregate, 0.8, "the cluster starts it beside the others"),
    };
    Linkage { kind, scope: edge.scope, strength, note }
}

/// Of an image the digest counts, else the tag; of a chart what is no range.
fn pinned(requested: &str) -> Option<&str> {
    let version = requested.rsplit('@').next()?;
    let is_range = version.contains([' ', ',', '|', '*', '<', '>', '~', '^', '=']);
    (!is_range && !version.is_empty()).then_some(version)
}

fn purl(named: Named<'_>) -> Option<Purl> {
    if named.ecosystem == "docker" {
        return image(named.name, named.version);
    }
    let mut purl = Purl::new(named.ecosystem, None, named.name, named.version).ok()?;
    if let PackageSource::Registry { url: Some(url) } = named.source {
        purl.qualify("repository_url", url).ok()?;
    }
    Some(purl)
}

/// A reference `registry:5000/team/name:tag@sha256:…` to what stands before the tag, and the rest;
/// `None` where parts are filled in later, or the image is built of the tree.
pub(super) fn split(written: &str) -> Option<(&str, Option<&str>)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "._-/:@".contains(c);
    // `ko://` names a program of the tree that is built when it is installed.
    if written.is_empty() || written.contains("://") || !written.chars().all(is_part) {
        return None;
    }
    let whole = written.split('@').next().unwrap_or(written);
    let path = match whole.rsplit_once(':') {
        Some((path, tag)) if !tag.contains('/') => path,
        _ => whole,
    };
    let rest = written[path.len()..].trim_start_matches([':', '@']);
    Some((path, Some(rest).filter(|rest| !rest.is_empty())))
}

/// The URL of an image, in the same writing as those of Dockerfiles and compose files.
pub(super) fn image(path: &str, version: Option<&str>) -> Option<Purl> {
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
    let mut purl = Purl::new("docker", namespace, name, version).ok()?;
    purl.qualify("repository_url", registry.unwrap_or_default()).ok()?;
    Some(purl)
}

fn chart(input: &mut Input<'_>) -> bool {
    let yaml = input.yaml();
    let name = yaml.get("name");
    let shown = name.and_then(Value::as_text).unwrap_or_default();
    let mut package = root(input, shown, name.unwrap_or(&yaml).range.clone());
    package.nature = PackageNature::Platform;
    package.version = yaml.scalar("version").map(Into::into);
    package.about.description = yaml.text("description").map(Into::into);
    input.declare("", &mut package);
    for item in items(&yaml, "dependencies") {
        let Some(name) = item.text("name") else {
            continue;
        };
        let mut one = request(input, name, item.scalar("version"), item.range.clone());
        one.alias = item.text("alias").map(Into::into);
        // A condition of the user's values counts before tags, of which one is enough.
        let tags: Vec<&str> = items(item, "tags").iter().filter_map(Value::as_text).collect();
        let tags = (!tags.is_empty()).then(|| format!("tags {}", tags.join(" or ")));
        let condition = item.text("condition").map(str::to_owned);
        one.condition = condition.or(tags).map(Into::into);
        one.source = chart_source(item.text("repository"));
        package.requirements.push(one);
    }
    input.add_package(package);
    yaml.get("apiVersion").or(yaml.get("dependencies")).is_some()
}

fn chart_source(repository: Option<&str>) -> PackageSource {
    match repository.filter(|url| !url.is_empty()) {
        Some(url) => match url.strip_prefix("file://") {
            Some(path) => PackageSource::Path { path: path.into() },
            None => PackageSource::Registry { url: Some(url.into()) },
        },
        None => PackageSource::Unknown,
    }
}

fn chart_lock(input: &mut Input<'_>) -> bool {
    let yaml = input.yaml();
    for item in items(&yaml, "dependencies") {
        let Some(name) = item.text("name") else {
            continue;
        };
        let mut package = PackageFact::new(name, name, input.span(item.range.clone()));
        package.version = item.scalar("version").map(Into::into);
        package.source = chart_source(item.text("repository"));
        package.checksums.extend(item.text("digest").map(|value| sum("sha256", value)));
        input.add_package(package);
    }
    yaml.get("dependencies").is_some()
}

/// Values name images as one text, or by parts: registry, repository, tag, digest.
fn values(input: &mut Input<'_>) -> bool {
    let yaml = input.yaml();
    let mut package = root(input, "", 0..0);
    package.nature = PackageNature::Platform;
    images(input, &yaml, &mut package.requirements);
    let is_one = !package.requirements.is_empty();
    input.add_package(package);
    is_one
}

fn images(input: &Input<'_>, value: &Value<'_>, found: &mut Vec<Requirement>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        for (key, inner) in value.entries() {
            if key == "image" || key.ends_with("Image") {
                let written = match inner.as_text() {
                    Some(text) => Some(text.to_owned()),
                    None => by_parts(inner),
                };
                found.extend(written.and_then(|text| image_request(input, &text, inner)));
            }
            open.push(inner);
        }
        open.extend(value.items());
    }
    found.sort_by_key(|one| one.span);
}

fn by_parts(value: &Value<'_>) -> Option<String> {
    let part = |key: &str| value.scalar(key).filter(|text| !text.is_empty());
    let repository = part("repository").or_else(|| part("name"))?;
    let mut written = String::new();
    if let Some(registry) = part("registry") {
        written = format!("{registry}/");
    }
    written.push_str(repository);
    if let Some(tag) = part("tag") {
        written = format!("{written}:{tag}");
    }
    if let Some(digest) = part("digest") {
        written = format!("{written}@{digest}");
    }
    Some(written)
}

fn image_request(input: &Input<'_>, written: &str, value: &Value<'_>) -> Option<Requirement> {
    let (path, version) = split(written)?;
    let mut one = request(input, path, version, value.range.clone());
    one.ecosystem = Some("docker".into());
    one.scope = Scope::Provided;
    Some(one)
}

/// Documents with `apiVersion` and `kind`; their containers stand at several depths.
fn manifest(input: &mut Input<'_>) -> bool {
    let has = |needle: &[u8]| {
        input.bytes().split(|&byte| byte == b'\n').any(|line| line.starts_with(needle))
    };
    if !has(b"apiVersion:") || !has(b"kind:") {
        return false;
    }
    let mut package = root(input, "", 0..0);
    package.nature = PackageNature::Platform;
    let text = input.text();
    let mut start = 0;
    while start < text.len() {
        let end = text[start..].find("\n---").map_or(text.len(), |at| start + at + 1);
        let document = &text[start..end];
        if document.contains("image") {
            let (mut value, damage) = input.yaml_part(document);
            value.shift(start);
            // Templates are no YAML yet; that is no damage.
            let damage = damage.filter(|_| !document.contains("{{"));
            input.damaged(damage.map(|damage| Damage { at: damage.at + start, ..damage }));
            containers(input, &value, &mut package.requirements);
        }
        start = end.max(start + 1);
        while !text.is_char_boundary(start) {
            start += 1;
        }
    }
    let is_one = !package.requirements.is_empty();
    if is_one {
        input.add_package(package);
    }
    is_one
}

const CONTAINERS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

fn containers(input: &Input<'_>, value: &Value<'_>, found: &mut Vec<Requirement>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        for (key, inner) in value.entries() {
            if CONTAINERS.contains(&&**key) {
                for item in inner.items() {
                    let image = item.get("image");
                    let written = image.and_then(Value::as_text);
                    found.extend(written.zip(image).and_then(|(w, v)| image_request(input, w, v)));
                }
            }
            open.push(inner);
        }
        open.extend(value.items());
    }
    found.sort_by_key(|one| one.span);
}
