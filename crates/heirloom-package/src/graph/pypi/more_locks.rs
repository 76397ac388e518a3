// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `Pipfile` and `Pipfile.lock`, `pdm.lock`, and the common lock of PEP 751, `pylock.toml`.

use heirloom_model::{Checksum, PackageFact, PackageSource, Requirement, Scope};

use super::{
    locks::{DEFAULT, add_files, checksum},
    normalized,
    project::table_source,
    requirements::specifier,
};
use crate::{graph::input::Input, value::Value};

pub(super) fn pipfile(input: &mut Input<'_>) -> bool {
    let root = input.toml();
    let mut package = PackageFact::new("", "", input.span(0..input.text().len()));
    package.is_root = true;
    // Any section but these lists the packages of a category.
    let settings = ["source", "requires", "scripts", "pipenv", "pipfile"];
    for (section, table) in root.entries().iter().filter(|(name, _)| !settings.contains(&&**name)) {
        let scope = if section == "packages" { Scope::Runtime } else { Scope::Development };
        for (name, value) in table.entries() {
            let mut requirement =
                Requirement::new(&normalized(name), input.span(value.range.clone()));
            let requested = value.as_text().or_else(|| value.text("version"));
            requirement.requested = requested.map(Into::into);
            requirement.scope = scope;
            requirement.condition = value.text("markers").map(Into::into);
            requirement.source = table_source(value);
            package.requirements.push(requirement);
        }
    }
    let says_something = root.get("packages").or(root.get("dev-packages")).is_some();
    if says_something {
        input.add_package(package);
    }
    says_something
}

pub(super) fn pipfile_lock(input: &mut Input<'_>) -> bool {
    let root = input.json();
    for (section, table) in root.entries().iter().filter(|(name, _)| name != "_meta") {
        let scope = (section != "default").then_some(Scope::Development);
        for (name, value) in table.entries() {
            let plain = normalized(name);
            let version = value.text("version").map(|version| version.trim_start_matches('='));
            let key = format!("{section} {plain}");
            let mut package = PackageFact::new(&key, &plain, input.span(value.range.clone()));
            package.version = version.map(Into::into);
            package.scope = scope;
            package.source = match value.text("git") {
                Some(url) => PackageSource::Git {
                    url: url.into(),
                    revision: value.text("ref").map(Into::into),
                },
                None => table_source(value),
            };
            let hashes = value.get("hashes").map(Value::items).unwrap_or_default();
            package.checksums =
                hashes.iter().filter_map(|hash| checksum(hash.as_text()?)).collect();
            input.add_package(package);
        }
    }
    root.get("default").or(root.get("develop")).or(root.get("_meta")).is_some()
}

pub(super) fn pdm(input: &mut Input<'_>) -> bool {
    let root = input.toml();
    let old_files = root.at(&["metadata", "files"]);
    for table in root.get("package").map(Value::items).unwrap_or_default() {
        let (Some(name), Some(version)) = (table.get("name"), table.text("version")) else {
            continue;
        };
        let plain = normalized(name.as_text().unwrap_or_default());
        let key = format!("{plain} {version}");
        // One with extras asked for stands a second time, and requires itself.
        let is_again = table.get("extras").is_some();
        let mut package = PackageFact::new(&key, &plain, input.span(name.range.clone()));
        package.version = Some(version.into());
        let groups = table.get("groups").map(Value::items).unwrap_or_default();
        let is_default = groups.is_empty() || groups.iter().any(|g| g.as_text() == Some("default"));
        package.scope = (!is_default).then_some(Scope::Development);
        package.source = match (table.text("git"), table.text("path"), table.text("url")) {
            (Some(url), _, _) => PackageSource::Git {
                url: url.into(),
                revision: table.text("revision").or_else(|| table.text("ref")).map(Into::into),
            },
            (_, Some(path), _) => PackageSource::Path { path: path.into() },
            (_, _, Some(url)) => PackageSource::Archive { url: url.into() },
            _ => PackageSource::Registry { url: None },
        };
        let old = format!("{} {version}", name.as_text().unwrap_or_default());
        let files = table.get("files").or_else(|| old_files?.get(&old));
        let files = files.map(Value::items).unwrap_or_default();
        package.checksums = files.iter().filter_map(|file| checksum(file.text("hash")?)).collect();
        for item in table.get("dependencies").map(Value::items).unwrap_or_default() {
            let Some(specifier) = item.as_text().and_then(specifier) else {
                continue;
            };
            let requirement = specifier.requirement(input.span(item.range.clone()));
            if *requirement.name != *plain {
                package.requirements.push(requirement);
            }
        }
        let mut packages = input.facts().packages.iter_mut().filter(|_| is_again);
        let known = packages.find(|known| *known.key == *key);
        match known {
            Some(known) => known.requirements.extend(package.requirements),
            None => input.add_package(package),
        }
    }
    root.get("package").or(root.get("metadata")).is_some()
}

pub(super) fn pylock(input: &mut Input<'_>) -> bool {
    let root = input.toml();
    for table in root.get("packages").map(Value::items).unwrap_or_default() {
        let Some(name) = table.get("name") else {
            continue;
        };
        let plain = normalized(name.as_text().unwrap_or_default());
        let version = table.text("version");
        let key = format!("{plain} {}", version.unwrap_or_default());
        let mut package = PackageFact::new(&key, &plain, input.span(name.range.clone()));
        package.version = version.map(Into::into);
        package.source = pylock_source(table);
        let wheels = table.get("wheels").map(Value::items).unwrap_or_default();
        add_files(&mut package, table.get("sdist"), wheels);
        let files = [table.get("sdist"), table.get("archive")].into_iter().flatten().chain(wheels);
        for file in files {
            let hashes = file.get("hashes").map(Value::entries).unwrap_or_default();
            package.checksums.extend(hashes.iter().filter_map(|(algorithm, value)| {
                let (algorithm, value) = ((**algorithm).into(), value.as_text()?.into());
                Some(Checksum { algorithm, value })
            }));
        }
        for item in table.get("dependencies").map(Value::items).unwrap_or_default() {
            if let Some(name) = item.text("name") {
                let name = normalized(name);
                let mut requirement = Requirement::new(&name, input.span(item.range.clone()));
                requirement.resolved =
                    Some(format!("{name} {}", item.text("version").unwrap_or_default()).into());
                package.requirements.push(requirement);
            }
        }
        input.add_package(package);
    }
    root.get("lock-version").is_some()
}

fn pylock_source(table: &Value<'_>) -> PackageSource {
    if let Some(vcs) = table.get("vcs") {
        let revision = ["commit-id", "requested-revision"].iter().find_map(|key| vcs.text(key));
        let url = vcs.text("url").or_else(|| vcs.text("path")).unwrap_or_default();
        return PackageSource::Git { url: url.into(), revision: revision.map(Into::into) };
    }
    if let Some(path) = table.at(&["directory", "path"]).and_then(Value::as_text) {
        return PackageSource::Path { path: path.into() };
    }
    if let Some(url) = table.at(&["archive", "url"]).and_then(Value::as_text) {
        return PackageSource::Archive { url: url.into() };
    }
    let index = table.text("index").filter(|url| !url.starts_with(DEFAULT));
    PackageSource::Registry { url: index.map(Into::into) }
}
