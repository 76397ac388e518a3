// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Conda: environments, what is installed in them, and the locks of pixi and conda-lock. Environments
//! hold packages of Python's index too.

use std::collections::HashSet;

use heirloom_model::{
    Checksum, Include, Owner, Package, PackageEdge, PackageFact, PackageFile, PackageFileKind,
    PackageGraph, PackageSource, ProblemCode, Requirement, Scope, Span, TreePath,
};

use super::{
    builder::{Builder, NewPackage, Node, shown_name},
    ecosystem::{Ecosystem, Format, Linkage},
    input::Input,
    plain::{self, Named, Plain},
    pypi,
    relate::loaded,
    tree::{File, Tree},
};
use crate::{
    paths,
    purl::Purl,
    value::{Data, Value},
};

pub(crate) struct Conda;

pub(super) const ENVIRONMENT: &str = "conda-environment";
const INSTALLED: &str = "conda-meta";
const PIXI_LOCK: &str = "pixi-lock";
const CONDA_LOCK: &str = "conda-lock";

const PLAIN: Plain = Plain {
    ecosystem: "conda",
    manifests: &[ENVIRONMENT],
    locks: &[PIXI_LOCK, CONDA_LOCK],
    installed: &[INSTALLED],
    names_absent: true,
    lists: &[],
    spread: &[],
    purl,
    normal: |name| name.to_lowercase().replace('_', "-"),
    pinned: |requested| {
        let version = requested.strip_prefix("==").or(requested.strip_prefix('='));
        let version = version.unwrap_or(requested).split('=').next()?;
        let is_open = version.contains(['*', '<', '>', '|', ',', '!', '~', ' ']);
        let is_version = version.starts_with(|c: char| c.is_ascii_digit());
        (is_version && !is_open).then_some(version)
    },
    lock_folder: plain::beside,
    manager_folder: plain::beside,
    property: None,
};

impl Ecosystem for Conda {
    fn purl_type(&self) -> &'static str {
        "conda"
    }

    fn formats(&self) -> &'static [Format] {
        &[
            Format {
                name: ENVIRONMENT,
                kind: PackageFileKind::Manifest,
                files: &[
                    "environment.yml",
                    "environment.yaml",
                    "environment-*.yml",
                    "environment_*.yml",
                ],
                takes: "requests with versions and builds, those of pip",
                read: environment,
            },
            Format {
                name: INSTALLED,
                kind: PackageFileKind::Installed,
                files: &["conda-meta/*.json"],
                takes: "installed package, edges, build, channel, license, checksums, files",
                read: installed,
            },
            Format {
                name: PIXI_LOCK,
                kind: PackageFileKind::Lock,
                files: &["pixi.lock"],
                takes: "packages of conda and Python's index, edges, channels, licenses, checksums",
                read: pixi,
            },
            Format {
                name: CONDA_LOCK,
                kind: PackageFileKind::Lock,
                files: &["conda-lock.yml", "conda-lock.yaml"],
                takes: "packages of conda and Python's index with platform and category, edges, channels, checksums",
                read: conda_lock,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        plain::resolve(&PLAIN, tree, builder);
        builder.part_by_platform("conda", platform);
        tell_missing(tree, builder);
    }

    /// An environment holds libraries as shared ones beside each other.
    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        loaded(edge.scope, 0.8, "packages of an environment are loaded from their folders")
    }
}

fn purl(named: Named<'_>) -> Option<Purl> {
    if named.ecosystem == "pypi" {
        return Purl::new("pypi", None, named.name, named.version).ok();
    }
    // The name of an environment is none of a package.
    if matches!(named.source, PackageSource::Path { .. }) {
        return None;
    }
    let mut purl = Purl::new("conda", None, named.name, named.version).ok()?;
    for (key, value) in named.qualifiers {
        purl.qualify(key, value).ok()?;
    }
    Some(purl)
}

/// The platform that a package is for; `None` for one that is for all, or does not say it.
fn platform(package: &Package) -> Option<&str> {
    let (_, qualifiers) = package.purl.as_deref()?.split_once('?')?;
    let found = qualifiers.split('&').find_map(|pair| pair.strip_prefix("subdir="));
    found.filter(|platform| *platform != "noarch")
}

/// Tells of lists for pip that an environment names and that are not in the tree.
fn tell_missing(tree: &Tree<'_>, builder: &mut Builder) {
    let formats = [pypi::INCLUDED, pypi::REQUIREMENTS];
    let lists: HashSet<&TreePath> =
        formats.iter().flat_map(|format| tree.of_any(format)).map(|file| file.path).collect();
    for file in tree.of_format(ENVIRONMENT) {
        for include in &file.facts.includes {
            let path = paths::join(&file.folder(), &include.path);
            if path.is_none_or(|path| !lists.contains(&path)) {
                let args = vec![("file", include.path.clone())];
                let span = Some(include.span);
                builder.problem(ProblemCode::PACKAGE_FILE_MISSING, args, file.path, span);
            }
        }
    }
}

/// The package that an environment is, which is there already.
pub(super) fn node_of(file: &File<'_>, builder: &mut Builder) -> Option<Node> {
    let name = &file.facts.packages.first()?.name;
    builder.add(NewPackage {
        ecosystem: "conda",
        name: &shown_name(&file.folder(), name),
        version: None,
        purl: None,
        owner: Owner::Own,
        folder: Some(file.folder()),
        source: PackageSource::Path { path: "".into() },
    })
}

fn environment(input: &mut Input<'_>) -> bool {
    let root = input.yaml();
    let Some(list) = root.get("dependencies") else {
        return false;
    };
    let name = root.text("name").unwrap_or_default();
    let mut package = PackageFact::new("", name, input.span(list.range.clone()));
    package.is_root = true;
    for item in list.items() {
        if let Some(text) = item.as_text() {
            package.requirements.extend(request(text, input.span(item.range.clone())));
        }
        for one in item.get("pip").map(Value::items).unwrap_or_default() {
            let span = input.span(one.range.clone());
            let Some(text) = one.as_text() else { continue };
            // Another list counts as it does in one of pip.
            if let Some((path, kind)) = pypi::included(text) {
                input.facts().includes.push(Include {
                    kind,
                    path: path.into(),
                    package: None,
                    span,
                });
                continue;
            }
            // A folder in place is not read from here.
            let is_folder = matches!(text.split([' ', '=']).next(), Some("-e" | "--editable"));
            if is_folder {
                input.unknown(text, span);
            }
            package.requirements.extend(python(text, span).filter(|_| !text.starts_with('-')));
        }
    }
    input.add_package(package);
    true
}

/// `CHANNEL::NAME VERSION BUILD`, `NAME=VERSION=BUILD`, `NAME>=VERSION`.
fn request(text: &str, span: Span) -> Option<Requirement> {
    let plain = text.rsplit("::").next().unwrap_or(text).trim();
    let end = plain.find([' ', '=', '<', '>', '!', '~', '[']).unwrap_or(plain.len());
    let (name, rest) = plain.split_at(end);
    let rest = rest.trim();
    let mut requirement = Requirement::new(name, span);
    requirement.requested = (!rest.is_empty()).then(|| rest.into());
    // `NAME VERSION BUILD` and `=VERSION=BUILD` fix the version all the same.
    if let Some((version, _)) = rest.split_once(' ').filter(|(v, _)| !v.starts_with(['<', '>'])) {
        requirement.requested = Some(version.into());
    }
    (!name.is_empty()).then_some(requirement)
}

fn python(text: &str, span: Span) -> Option<Requirement> {
    let plain = text.split(';').next().unwrap_or(text).trim();
    let end = plain.find(|c: char| !(c.is_alphanumeric() || "-_.".contains(c)));
    let (name, rest) = plain.split_at(end.unwrap_or(plain.len()));
    let rest = rest.split(']').next_back().unwrap_or(rest).trim();
    let mut requirement = Requirement::new(name, span);
    requirement.ecosystem = Some("pypi".into());
    requirement.requested = (!rest.is_empty()).then(|| rest.into());
    let is_name = name.starts_with(|c: char| c.is_alphanumeric());
    is_name.then_some(requirement)
}

fn installed(input: &mut Input<'_>) -> bool {
    let root = input.json();
    let (Some(name), Some(version)) = (root.text("name"), root.scalar("version")) else {
        return false;
    };
    let (name, version) = (name.to_owned(), version.to_owned());
    let mut package = PackageFact::new(&name, &name, input.span(root.range.clone()));
    package.version = Some(version.into());
    describe(input, &root, &mut package);
    let build = root.text("build").or_else(|| root.text("build_string"));
    qualify(&mut package, "build", build);
    let subdir = root.text("subdir");
    let channel = root.text("channel").map(|channel| channel.trim_end_matches('/'));
    let channel = channel.map(|channel| {
        let folder = subdir.and_then(|subdir| channel.strip_suffix(subdir)?.strip_suffix('/'));
        folder.unwrap_or(channel)
    });
    qualify(&mut package, "channel", channel);
    qualify(&mut package, "subdir", subdir);
    for file in root.get("files").map(Value::items).unwrap_or_default() {
        if let Some(path) = file.as_text() {
            package.files.push(PackageFile { path: path.as_bytes().into(), checksum: None });
        }
    }
    input.add_package(package);
    true
}

fn qualify(package: &mut PackageFact, key: &str, value: Option<&str>) {
    let value = value.filter(|value| !value.is_empty());
    // A channel is known by the last part of its address.
    let value = value.map(|value| match key {
        "channel" => value
            .trim_end_matches('/')
            .rsplit_once("://")
            .map_or(value, |(_, rest)| rest.split_once('/').map_or(rest, |(_, path)| path)),
        _ => value,
    });
    package.qualifiers.extend(value.map(|value| (key.into(), value.into())));
}

/// License, checksums and requirements, which all these files name alike.
fn describe(input: &Input<'_>, value: &Value<'_>, package: &mut PackageFact) {
    if let Some(license) = value.get("license")
        && let Some(written) = license.as_text()
    {
        package.licenses.push(input.license("license", written, license.range.clone()));
    }
    for algorithm in ["md5", "sha256"] {
        let sum = value.text(algorithm).or_else(|| value.at(&["hash", algorithm])?.as_text());
        package
            .checksums
            .extend(sum.map(|sum| Checksum { algorithm: algorithm.into(), value: sum.into() }));
    }
    for item in value.get("depends").map(Value::items).unwrap_or_default() {
        let request = item.as_text().and_then(|text| request(text, input.span(item.range.clone())));
        // Names with two underscores stand for the machine, as `__glibc`.
        let mut wanted = request.into_iter().filter(|one| !one.name.starts_with("__"));
        package.requirements.extend(wanted.next());
    }
}

/// `NAME-VERSION-BUILD` of the file that an address leads to, its platform and channel.
fn of_address(url: &str) -> Option<(&str, &str, &str, &str, &str)> {
    let (folder, file) = url.rsplit_once('/')?;
    let plain = file.strip_suffix(".conda").or_else(|| file.strip_suffix(".tar.bz2"))?;
    let (rest, build) = plain.rsplit_once('-')?;
    let (name, version) = rest.rsplit_once('-')?;
    let (channel, platform) = folder.rsplit_once('/')?;
    Some((name, version, build, platform, channel))
}

fn pixi(input: &mut Input<'_>) -> bool {
    let root = input.yaml();
    for value in root.get("packages").map(Value::items).unwrap_or_default() {
        let kind = value.text("kind");
        let conda =
            value.text("conda").or_else(|| value.text("url").filter(|_| kind == Some("conda")));
        let pypi =
            value.text("pypi").or_else(|| value.text("url").filter(|_| kind == Some("pypi")));
        let span = input.span(value.range.clone());
        let package = match (conda, pypi) {
            (Some(url), _) => conda_package(input, url, value, span),
            (None, Some(url)) => {
                let name = value.text("name").unwrap_or_default().to_lowercase();
                let mut package = PackageFact::new(url, &name, span);
                package.ecosystem = Some("pypi".into());
                package.version = value.scalar("version").map(Into::into);
                describe(input, value, &mut package);
                for item in value.get("requires_dist").map(Value::items).unwrap_or_default() {
                    let text = item.as_text().filter(|text| !text.contains("extra"));
                    let span = input.span(item.range.clone());
                    let mut found = text.and_then(|text| python(text, span));
                    if let Some(found) = &mut found {
                        let marker = text.and_then(|text| text.split_once(';'));
                        found.condition = marker.map(|(_, marker)| marker.trim().into());
                    }
                    package.requirements.extend(found);
                }
                Some(package)
            }
            _ => None,
        };
        if let Some(package) = package.filter(|package| !package.name.is_empty()) {
            input.add_package(package);
        }
    }
    root.get("packages").is_some()
}

fn conda_package(
    input: &Input<'_>,
    url: &str,
    value: &Value<'_>,
    span: Span,
) -> Option<PackageFact> {
    let (name, version, build, platform, channel) = of_address(url)?;
    let mut package = PackageFact::new(url, value.text("name").unwrap_or(name), span);
    package.version = Some(value.scalar("version").unwrap_or(version).into());
    package.source = PackageSource::Archive { url: url.into() };
    describe(input, value, &mut package);
    qualify(&mut package, "build", Some(build));
    qualify(&mut package, "channel", Some(channel));
    qualify(&mut package, "subdir", Some(platform));
    Some(package)
}

fn conda_lock(input: &mut Input<'_>) -> bool {
    let root = input.yaml();
    for value in root.get("package").map(Value::items).unwrap_or_default() {
        let (Some(name), Some(version)) = (value.text("name"), value.scalar("version")) else {
            continue;
        };
        let span = input.span(value.range.clone());
        let url = value.text("url").unwrap_or_default();
        let mut package = match conda_package(input, url, value, span) {
            Some(package) => package,
            None => {
                let mut package = PackageFact::new(url, name, span);
                package.version = Some(version.into());
                describe(input, value, &mut package);
                package
            }
        };
        if value.text("manager") == Some("pip") {
            package.ecosystem = Some("pypi".into());
        }
        let is_optional = value.get("optional").is_some_and(|flag| flag.data == Data::Bool(true));
        package.scope = match value.text("category") {
            Some("dev") => Some(Scope::Development),
            Some("test" | "tests") => Some(Scope::Test),
            _ if is_optional => Some(Scope::Optional),
            Some("main") => Some(Scope::Runtime),
            _ => None,
        };
        for (name, asked) in value.get("dependencies").map(Value::entries).unwrap_or_default() {
            if !name.starts_with("__") {
                let mut requirement = Requirement::new(name, input.span(asked.range.clone()));
                requirement.requested = asked.as_scalar().filter(|t| !t.is_empty()).map(Into::into);
                package.requirements.push(requirement);
            }
        }
        input.add_package(package);
    }
    root.get("package").is_some()
}
