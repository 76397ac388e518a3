// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `poetry.lock` and `uv.lock`.

use heirloom_model::{Checksum, PackageFact, PackageSource, Requirement, Scope};

use super::normalized;
use crate::{address::fetched, graph::input::Input, value::Value};

/// Reads `poetry.lock`. Which packages the project itself requires stands in `pyproject.toml`.
pub(super) fn poetry(input: &mut Input<'_>) -> bool {
    let root = input.toml();
    let old_files = root.at(&["metadata", "files"]);
    for table in root.get("package").map(Value::items).unwrap_or_default() {
        let (Some(name), Some(version)) = (table.get("name"), table.text("version")) else {
            continue;
        };
        let written = name.as_text().unwrap_or_default();
        let plain = normalized(written);
        let key = format!("{plain} {version}");
        let mut package = PackageFact::new(&key, &plain, input.span(name.range.clone()));
        package.version = Some(version.into());
        let usual = PackageSource::Registry { url: None };
        package.source = table.get("source").map_or(usual, poetry_source);
        // One marker for all groups, or one for each; those of others than the product are left out.
        let marker = table.text("markers").or_else(|| table.at(&["markers", "main"])?.as_text());
        package.condition = marker.map(Into::into);
        let files = table.get("files").or_else(|| old_files?.get(written));
        let hashes = files.map(Value::items).unwrap_or_default();
        package.checksums = hashes.iter().filter_map(|file| checksum(file.text("hash")?)).collect();
        for (name, value) in table.get("dependencies").map(Value::entries).unwrap_or_default() {
            for one in value.one_or_many() {
                package.requirements.push(poetry_requirement(input, name, one));
            }
        }
        input.add_package(package);
    }
    root.get("package").is_some() || root.get("metadata").is_some()
}

fn poetry_requirement(input: &Input<'_>, name: &str, value: &Value<'_>) -> Requirement {
    let mut requirement = Requirement::new(&normalized(name), input.span(value.range.clone()));
    requirement.requested = value.as_text().or_else(|| value.text("version")).map(Into::into);
    requirement.condition = value.text("markers").map(Into::into);
    if value.get("optional").is_some_and(Value::is_true) {
        requirement.scope = Scope::Optional;
    }
    requirement
}

fn poetry_source(source: &Value<'_>) -> PackageSource {
    let url = source.text("url").unwrap_or_default();
    match source.text("type") {
        Some("git") => PackageSource::Git {
            url: url.into(),
            revision: source
                .text("resolved_reference")
                .or_else(|| source.text("reference"))
                .map(Into::into),
        },
        Some("url") => PackageSource::Archive { url: url.into() },
        Some("directory" | "file") => PackageSource::Path { path: url.into() },
        _ => PackageSource::Registry { url: Some(url.into()) },
    }
}

/// Says where the files of a package are fetched from. Of several wheels the machine decides which
/// one is taken.
pub(super) fn add_files(
    package: &mut PackageFact,
    sdist: Option<&Value<'_>>,
    wheels: &[Value<'_>],
) {
    let address = |file: &Value<'_>| fetched(file.text("url")?);
    package.about.source_archive = sdist.and_then(address);
    package.about.download = match wheels {
        [] => package.about.source_archive.take(),
        [wheel] => address(wheel),
        _ => None,
    };
}

pub(super) fn checksum(written: &str) -> Option<Checksum> {
    let (algorithm, value) = written.split_once(':')?;
    Some(Checksum { algorithm: algorithm.into(), value: value.into() })
}

/// Reads `uv.lock`.
pub(super) fn uv(input: &mut Input<'_>) -> bool {
    let root = input.toml();
    for table in root.get("package").map(Value::items).unwrap_or_default() {
        let Some(name) = table.get("name") else {
            continue;
        };
        let plain = normalized(name.as_text().unwrap_or_default());
        let version = table.text("version");
        let source = table.get("source");
        let key = uv_key(&plain, version, source);
        let mut package = PackageFact::new(&key, &plain, input.span(name.range.clone()));
        package.version = version.map(Into::into);
        let folder = ["editable", "virtual"].iter().find_map(|key| source?.text(key));
        package.is_root = folder.is_some();
        package.source = source.map_or(PackageSource::Unknown, uv_source);
        let sdist = table.get("sdist").into_iter();
        let wheels = table.get("wheels").map(Value::items).unwrap_or_default();
        package.checksums =
            sdist.chain(wheels).filter_map(|file| checksum(file.text("hash")?)).collect();
        add_files(&mut package, table.get("sdist"), wheels);
        let found = &mut package.requirements;
        uv_list(input, table.get("dependencies"), Scope::Runtime, None, found);
        for (section, word, scope) in [
            ("optional-dependencies", "extra", Scope::Optional),
            ("dev-dependencies", "group", Scope::Development),
        ] {
            for (name, items) in table.get(section).map(Value::entries).unwrap_or_default() {
                let condition = format!("{word} {name}");
                uv_list(input, Some(items), scope, Some(&condition), found);
            }
        }
        input.add_package(package);
    }
    root.get("version").is_some()
}

fn uv_list(
    input: &Input<'_>,
    items: Option<&Value<'_>>,
    scope: Scope,
    condition: Option<&str>,
    found: &mut Vec<Requirement>,
) {
    for item in items.map(Value::items).unwrap_or_default() {
        let Some(name) = item.text("name") else {
            continue;
        };
        let plain = normalized(name);
        let mut requirement = Requirement::new(&plain, input.span(item.range.clone()));
        requirement.scope = scope;
        requirement.condition = match (condition, item.text("marker")) {
            (Some(condition), Some(marker)) => Some(format!("{condition}, {marker}").into()),
            (condition, marker) => condition.or(marker).map(Into::into),
        };
        // Version and source are given only where the name alone is not enough.
        requirement.resolved =
            Some(uv_key(&plain, item.text("version"), item.get("source")).into());
        found.push(requirement);
    }
}

/// The key of a package, or as much of it as a requirement tells.
fn uv_key(name: &str, version: Option<&str>, source: Option<&Value<'_>>) -> String {
    let source = source.and_then(|source| source.entries().first());
    let source =
        source.map(|(kind, value)| format!("{kind}:{}", value.as_text().unwrap_or_default()));
    format!("{name} {} {}", version.unwrap_or_default(), source.unwrap_or_default())
}

fn uv_source(source: &Value<'_>) -> PackageSource {
    let text = |key: &str| source.text(key);
    if let Some(path) =
        ["editable", "virtual", "directory", "path"].iter().find_map(|key| text(key))
    {
        return PackageSource::Path { path: path.into() };
    }
    if let Some(git) = text("git") {
        let (url, revision) = match git.rsplit_once('#') {
            Some((url, revision)) => (url, Some(revision.into())),
            None => (git, None),
        };
        let url = url.split('?').next().unwrap_or(url);
        return PackageSource::Git { url: url.into(), revision };
    }
    if let Some(url) = text("url") {
        return PackageSource::Archive { url: url.into() };
    }
    match text("registry") {
        Some(url) if !url.starts_with(DEFAULT) => PackageSource::Registry { url: Some(url.into()) },
        Some(_) => PackageSource::Registry { url: None },
        None => PackageSource::Unknown,
    }
}

pub(super) const DEFAULT: &str = concat!("https://pypi", ".org/");
