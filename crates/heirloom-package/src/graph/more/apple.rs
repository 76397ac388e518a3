// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! CocoaPods and Carthage.

use heirloom_model::{
    PackageFact, PackageFileKind, PackageSource, RelationKind, Requirement, Scope,
};

use super::{
    Simple, as_it_is, behind_equals, entries, index, items, plain_of, repository, request, root,
    sum,
};
use crate::{
    code::{self, Kind, Syntax},
    graph::{
        ecosystem::Format,
        input::Input,
        plain::{Named, Plain},
    },
    lines::lines,
    purl::Purl,
    value::Value,
};

const POD_LOCK: &str = "podfile-lock";
const PODSPEC: &str = "podspec";
const CARTFILE: &str = "cartfile";
const CART_LOCK: &str = "cartfile-resolved";
const MAX_TOKENS: usize = 200_000;

pub(super) static COCOAPODS: Simple = Simple {
    plain: Plain {
        pinned: behind_equals,
        ..plain_of("cocoapods", &[PODSPEC], &[POD_LOCK], pod_purl)
    },
    formats: &[
        Format {
            name: POD_LOCK,
            kind: PackageFileKind::Lock,
            files: &["podfile.lock"],
            takes: "pods and their parts, edges, direct ones, sources, checksums of specifications",
            read: pod_lock,
        },
        Format {
            name: PODSPEC,
            kind: PackageFileKind::Manifest,
            files: &["*.podspec", "*.podspec.json"],
            takes: "pod, license, people, dependencies that are written out",
            read: podspec,
        },
    ],
    usual: (
        RelationKind::StaticLink,
        0.6,
        "CocoaPods links pods statically unless frameworks are asked for",
    ),
};

/// Parts of a pod are a path in it.
fn pod_purl(named: Named<'_>) -> Option<Purl> {
    let (name, part) = match named.name.split_once('/') {
        Some((name, part)) => (name, Some(part)),
        None => (named.name, None),
    };
    Purl::with_parts("cocoapods", None, name, named.version, Default::default(), part).ok()
}

/// `Name (1.2)` or `Name/Part (= 1.2)`.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once(" (") {
        Some((name, version)) => (name, version.strip_suffix(')').map(str::trim)),
        None => (text, None),
    }
}

fn pod_lock(input: &mut Input<'_>) -> bool {
    let yaml = input.yaml();
    let sums = index(&yaml, "SPEC CHECKSUMS");
    let places = index(&yaml, "EXTERNAL SOURCES");
    let checkouts = index(&yaml, "CHECKOUT OPTIONS");
    for item in items(&yaml, "PODS") {
        let (text, range, requires) = match item.entries().first() {
            Some((key, value)) => (&**key, item.range.clone(), value.items()),
            None => (item.as_text().unwrap_or_default(), item.range.clone(), &[][..]),
        };
        let (name, version) = split(text);
        if name.is_empty() {
            continue;
        }
        let mut package = PackageFact::new(name, name, input.span(range));
        package.version = version.map(Into::into);
        let pod = name.split('/').next().unwrap_or(name);
        let value = sums.get(pod).and_then(|value| value.as_scalar());
        package.checksums.extend(value.map(|value| sum("sha1", value)));
        package.source = pod_source(places.get(pod).copied(), checkouts.get(pod).copied());
        package.requirements = requires.iter().filter_map(|one| dependency(input, one)).collect();
        input.add_package(package);
    }
    let mut own = root(input, "", 0..0);
    own.requirements =
        items(&yaml, "DEPENDENCIES").iter().filter_map(|one| dependency(input, one)).collect();
    input.add_package(own);
    yaml.get("PODS").is_some()
}

fn dependency(input: &Input<'_>, value: &Value<'_>) -> Option<Requirement> {
    let (name, requested) = split(value.as_text()?);
    // `from` names a place, which the lock says apart.
    let requested = requested.filter(|text| !text.starts_with("from "));
    Some(request(input, name, requested, value.range.clone()))
}

fn pod_source(place: Option<&Value<'_>>, checkout: Option<&Value<'_>>) -> PackageSource {
    let part = |key: &str| place.and_then(|place| place.scalar(key));
    if let Some(path) = part(":path") {
        return PackageSource::Path { path: path.into() };
    }
    if let Some(url) = part(":git") {
        let commit = checkout.and_then(|checkout| checkout.scalar(":commit"));
        let keys = [":commit", ":tag", ":branch"];
        let revision = commit.or_else(|| keys.into_iter().find_map(part));
        return PackageSource::Git { url: url.into(), revision: revision.map(Into::into) };
    }
    PackageSource::Registry { url: None }
}

fn podspec(input: &mut Input<'_>) -> bool {
    let is_json = input.path().file_name().ends_with(b".json");
    let mut package = root(input, "", 0..0);
    input.declare("", &mut package);
    if is_json {
        let json = input.json();
        package.name = json.text("name").unwrap_or_default().into();
        package.version = json.scalar("version").map(Into::into);
        for (name, value) in entries(&json, "dependencies") {
            let requested = value.one_or_many().first().and_then(Value::as_text);
            package.requirements.push(request(input, name, requested, value.range.clone()));
        }
    } else {
        let text = input.text();
        let tokens = code::tokens(text, Syntax::Ruby, MAX_TOKENS);
        for (at, token) in tokens.iter().enumerate() {
            let Kind::Word(word) = token.kind else {
                continue;
            };
            let is_field = at > 0 && tokens[at - 1].is_sign('.');
            let value = |offset: usize| match tokens.get(at + offset).map(|token| &token.kind) {
                Some(Kind::Text(text)) => Some(text.to_string()),
                _ => None,
            };
            match word {
                "name" if is_field && package.name.is_empty() => {
                    package.name = value(2).unwrap_or_default().into();
                    package.span = input.span(token.range.clone());
                }
                "version" if is_field && package.version.is_none() => {
                    package.version = value(2).map(Into::into);
                }
                "dependency" if is_field => {
                    let Some(name) = value(1) else {
                        continue;
                    };
                    let comma = tokens.get(at + 2).is_some_and(|token| token.is_sign(','));
                    let requested = value(3).filter(|_| comma);
                    let range = token.range.start..tokens[at + 1].range.end;
                    package.requirements.push(request(input, &name, requested.as_deref(), range));
                }
                _ => {}
            }
        }
    }
    let is_one = !package.name.is_empty();
    if is_one {
        input.add_package(package);
    }
    is_one
}

pub(super) static CARTHAGE: Simple = Simple {
    plain: Plain { normal: as_it_is, ..plain_of("carthage", &[CARTFILE], &[CART_LOCK], cart_purl) },
    formats: &[
        Format {
            name: CART_LOCK,
            kind: PackageFileKind::Lock,
            files: &["cartfile.resolved"],
            takes: "packages with their repositories and versions",
            read: |input| cartfile(input, true),
        },
        Format {
            name: CARTFILE,
            kind: PackageFileKind::Manifest,
            files: &["cartfile", "cartfile.private"],
            takes: "dependencies; private ones are for development",
            read: |input| cartfile(input, false),
        },
    ],
    usual: (RelationKind::DynamicLink, 0.8, "Carthage builds frameworks, which are loaded"),
};

fn cart_purl(named: Named<'_>) -> Option<Purl> {
    repository::purl(named.name, named.version, named.source)
}

/// `github "a/b" "1.0"`, `git "URL" ~> 1`, `binary "URL" == 2`.
fn cartfile(input: &mut Input<'_>, is_lock: bool) -> bool {
    let text = input.text();
    let is_private = input.path().file_name().ends_with(b"private");
    let mut own = root(input, "", 0..0);
    for line in lines(text) {
        let range = line.range();
        let line = line.words().split('#').next().unwrap_or_default().trim();
        let Some((kind, rest)) = line.split_once(' ') else {
            continue;
        };
        let mut parts = rest.trim().trim_start_matches('"').splitn(2, '"');
        let place = parts.next().unwrap_or_default();
        let version = parts.next().unwrap_or_default().trim().replace('"', "");
        let url = match kind {
            "github" if !place.contains("://") => format!("https://github.com/{place}"),
            "github" | "git" | "binary" => place.to_owned(),
            _ => continue,
        };
        let name = repository::plain(&url);
        let source = match kind {
            "binary" => PackageSource::Archive { url: url.into() },
            _ => PackageSource::Git { url: url.into(), revision: None },
        };
        if is_lock {
            let mut package = PackageFact::new(&name, &name, input.span(range));
            package.version = (!version.is_empty()).then(|| version.into());
            package.source = source;
            input.add_package(package);
        } else {
            let mut one = request(input, &name, Some(&version), range);
            one.source = source;
            one.scope = if is_private { Scope::Development } else { Scope::Runtime };
            own.requirements.push(one);
        }
    }
    if !is_lock {
        input.add_package(own);
    }
    true
}
