// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Dart and Flutter: `pubspec.yaml` and `pubspec.lock`.

use heirloom_model::{
    PackageFact, PackageFileKind, PackageSource, RelationKind, Requirement, Scope,
};

use super::{Simple, entries, numbered, plain_of, request, root, sum};
use crate::{
    graph::{
        ecosystem::Format,
        input::Input,
        plain::{Named, Plain},
    },
    purl::Purl,
    value::Value,
};

const MANIFEST: &str = "pubspec";
const LOCK: &str = "pubspec-lock";

pub(super) static PUB: Simple = Simple {
    plain: Plain { pinned: numbered, ..plain_of("pub", &[MANIFEST], &[LOCK], purl) },
    formats: &[
        Format {
            name: LOCK,
            kind: PackageFileKind::Lock,
            files: &["pubspec.lock"],
            takes: "packages, direct or transitive, scope, sources, checksums, requests for SDKs",
            read: lock,
        },
        Format {
            name: MANIFEST,
            kind: PackageFileKind::Manifest,
            files: &["pubspec.yaml"],
            takes: "package, dependencies with scope and source, people",
            read: manifest,
        },
    ],
    usual: (RelationKind::StaticLink, 0.8, "Dart compiles packages into one program"),
};

fn purl(named: Named<'_>) -> Option<Purl> {
    let mut purl = Purl::new("pub", None, named.name, named.version).ok()?;
    match named.source {
        PackageSource::Registry { url: Some(url) } => purl.qualify("hosted_url", url).ok()?,
        PackageSource::Git { url, revision } => {
            let at = revision.as_deref().map(|revision| format!("@{revision}"));
            purl.qualify("vcs_url", &format!("git+{url}{}", at.unwrap_or_default())).ok()?;
        }
        _ => {}
    }
    Some(purl)
}

fn manifest(input: &mut Input<'_>) -> bool {
    let yaml = input.yaml();
    let Some(name) = yaml.get("name") else {
        return false;
    };
    let mut package = root(input, name.as_text().unwrap_or_default(), name.range.clone());
    package.version = yaml.scalar("version").map(Into::into);
    package.about.description = yaml.text("description").map(Into::into);
    package.about.homepage = yaml.text("homepage").map(Into::into);
    package.about.repository = yaml.text("repository").map(Into::into);
    for (section, scope) in [
        ("dependencies", Scope::Runtime),
        ("dev_dependencies", Scope::Development),
        ("dependency_overrides", Scope::Runtime),
    ] {
        for (name, value) in entries(&yaml, section) {
            // What an SDK brings is no package.
            if value.get("sdk").is_none() {
                let one = requirement(input, name, value, scope);
                package.requirements.push(one);
            }
        }
    }
    input.add_package(package);
    true
}

fn requirement(input: &Input<'_>, name: &str, value: &Value<'_>, scope: Scope) -> Requirement {
    let requested = value.as_scalar().or_else(|| value.scalar("version"));
    let mut one = request(input, name, requested, value.range.clone());
    one.scope = scope;
    let git = value.get("git");
    let url = git.and_then(|git| git.as_text().or_else(|| git.text("url")));
    if let Some(path) = value.text("path") {
        one.source = PackageSource::Path { path: path.into() };
    } else if let Some(url) = url {
        let revision = git.and_then(|git| git.scalar("ref")).map(Into::into);
        one.source = PackageSource::Git { url: url.into(), revision };
    }
    one
}

const USUAL_HOSTS: [&str; 2] = ["https://pub.dev", "https://pub.dartlang.org"];

fn lock(input: &mut Input<'_>) -> bool {
    let yaml = input.yaml();
    let mut own = root(input, "", 0..0);
    for (name, value) in entries(&yaml, "packages") {
        let source = value.text("source").unwrap_or_default();
        let part = |key: &str| value.at(&["description", key]).and_then(Value::as_scalar);
        let mut package = PackageFact::new(name, name, input.span(value.range.clone()));
        package.version = value.scalar("version").map(Into::into);
        package.source = match source {
            "git" => PackageSource::Git {
                url: part("url").unwrap_or_default().into(),
                revision: part("resolved-ref").map(Into::into),
            },
            "sdk" => PackageSource::Unknown,
            "path" => PackageSource::Path { path: part("path").unwrap_or_default().into() },
            _ => {
                let url = part("url").filter(|url| !USUAL_HOSTS.contains(url));
                PackageSource::Registry { url: url.map(Into::into) }
            }
        };
        package.checksums.extend(part("sha256").map(|value| sum("sha256", value)));
        // What an SDK brings has no version of its own; which SDKs will do stands at the end.
        let is_of_sdk = source == "sdk" && package.version.as_deref() == Some("0.0.0");
        let sdk = value.text("description").filter(|_| is_of_sdk);
        let sdk = sdk.and_then(|sdk| yaml.at(&["sdks", sdk])).and_then(Value::as_scalar);
        if is_of_sdk {
            package.version = None;
        }
        let kind = value.text("dependency").unwrap_or_default();
        let is_direct = kind.starts_with("direct");
        if is_direct || sdk.is_some() {
            let mut one = request(input, name, sdk, value.range.clone());
            one.direct = is_direct;
            one.resolved = Some((**name).into());
            let is_development = kind == "direct dev";
            one.scope = if is_development { Scope::Development } else { Scope::Runtime };
            own.requirements.push(one);
        }
        input.add_package(package);
    }
    input.add_package(own);
    yaml.get("packages").is_some()
}
