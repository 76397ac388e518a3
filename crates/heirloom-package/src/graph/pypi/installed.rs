// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads what installers leave beside a package: `METADATA` and `RECORD`, `PKG-INFO`,
//! `requires.txt`, and lists of installed files.

use heirloom_model::{
    Checksum, PackageFact, PackageFile, PackageSource, Requirement, Scope, TreePath,
};

use super::{normalized, requirements::specifier};
use crate::{fields, graph::input::Input, lines::lines, value::Value};

/// Reads the metadata of an installed package, or of one in an archive.
pub(super) fn metadata(input: &mut Input<'_>) -> bool {
    let Some(mut package) = described(input) else {
        return false;
    };
    package.source = PackageSource::Path { path: "..".into() };
    input.add_package(package);
    true
}

/// Reads `PKG-INFO` of an unpacked source package.
pub(super) fn source_package(input: &mut Input<'_>) -> bool {
    let Some(mut package) = described(input) else {
        return false;
    };
    package.is_root = true;
    input.add_package(package);
    true
}

fn described(input: &mut Input<'_>) -> Option<PackageFact> {
    let paragraphs = fields::paragraphs(input.text());
    let header = paragraphs.first()?;
    // Some tools leave out the version of the form; then the folder tells what the file is.
    if fields::find(header, "Metadata-Version").is_none() && !is_in_metadata(input.path()) {
        return None;
    }
    let name = fields::find(header, "Name")?;
    let plain = normalized(name.value.trim());
    let mut package = PackageFact::new(&plain, &plain, input.span(name.range.clone()));
    package.version = fields::value(header, "Version").map(|version| version.trim().into());
    input.declare("", &mut package);
    let summary = fields::value(header, "Summary").filter(|summary| *summary != "UNKNOWN");
    package.about.description = summary.map(Into::into);
    for field in header.iter().filter(|field| field.is("Requires-Dist")) {
        let Some(specifier) = specifier(field.value) else {
            continue;
        };
        let mut requirement = specifier.requirement(input.span(field.range.clone()));
        if requirement.condition.as_deref().is_some_and(|marker| marker.contains("extra")) {
            requirement.scope = Scope::Optional;
        }
        package.requirements.push(requirement);
    }
    Some(package)
}

/// Whether the file lies in a folder that installers make for metadata alone.
fn is_in_metadata(path: &TreePath) -> bool {
    let folder = path.parent().and_then(|folder| crate::lower_name(&folder));
    folder.is_some_and(|folder| {
        folder.ends_with(".dist-info") || folder.ends_with(".egg-info") || folder == "egg-info"
    })
}

/// `requires.txt` of an egg: requirements, those of an extra or marker below `[EXTRA:MARKER]`.
pub(super) fn requires(input: &mut Input<'_>) -> bool {
    let mut package = PackageFact::new("", "", input.span(0..input.text().len()));
    let mut section = String::new();
    for line in lines(input.text()) {
        let words = line.words();
        if let Some(name) = words.strip_prefix('[') {
            name.trim_end_matches(']').clone_into(&mut section);
            continue;
        }
        let Some(specifier) = specifier(words) else {
            continue;
        };
        let mut requirement = specifier.requirement(input.span(line.range()));
        let (extra, marker) = section.split_once(':').unwrap_or((&section, ""));
        let extra = (!extra.is_empty()).then(|| format!("extra == \"{extra}\""));
        if extra.is_some() {
            requirement.scope = Scope::Optional;
        }
        let marker = (!marker.is_empty()).then(|| marker.to_owned());
        let all: Vec<String> = extra.into_iter().chain(marker).collect();
        requirement.condition = (!all.is_empty()).then(|| all.join(" and ").into());
        package.requirements.push(requirement);
    }
    input.add_package(package);
    true
}

/// `RECORD`: a line of path, checksum and size for each file, as CSV.
pub(super) fn record(input: &mut Input<'_>) -> bool {
    let mut package = PackageFact::new("", "", input.span(0..1));
    for line in input.text().lines() {
        let (path, rest) = match line.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => line.split_once(',').unwrap_or((line, "")),
        };
        let hash = rest.trim_start_matches(',').split(',').next().unwrap_or_default();
        let checksum = hash.split_once('=').map(|(algorithm, value)| Checksum {
            algorithm: algorithm.into(),
            value: value.into(),
        });
        if !path.is_empty() {
            package.files.push(PackageFile { path: path.as_bytes().into(), checksum });
        }
    }
    let is_one = !package.files.is_empty();
    input.add_package(package);
    is_one
}

/// `direct_url.json`: where a package was taken from, if not from an index (PEP 610).
pub(super) fn direct_url(input: &mut Input<'_>) -> bool {
    let root = input.json();
    let Some(url) = root.text("url") else {
        return false;
    };
    let mut package = PackageFact::new("", "", input.span(root.range.clone()));
    let revision = root.at(&["vcs_info", "commit_id"]).and_then(Value::as_text);
    package.source = if root.get("vcs_info").is_some() {
        PackageSource::Git { url: url.into(), revision: revision.map(Into::into) }
    } else if let Some(path) = url.strip_prefix("file://") {
        PackageSource::Path { path: path.into() }
    } else {
        PackageSource::Archive { url: url.into() }
    };
    let hashes = root.at(&["archive_info", "hashes"]).map(Value::entries).unwrap_or_default();
    let hashes =
        hashes.iter().filter_map(|(algorithm, value)| Some((&**algorithm, value.as_text()?)));
    let old = root.at(&["archive_info", "hash"]).and_then(Value::as_text);
    let old = old.and_then(|written| written.split_once('='));
    package.checksums = hashes
        .chain(old)
        .map(|(algorithm, value)| Checksum { algorithm: algorithm.into(), value: value.into() })
        .collect();
    input.add_package(package);
    true
}

/// `installed-files.txt` and `SOURCES.txt`: a path a line.
pub(super) fn list(input: &mut Input<'_>) -> bool {
    let mut package = PackageFact::new("", "", input.span(0..1));
    let paths = input.text().lines().filter(|line| !line.is_empty());
    package.files =
        paths.map(|path| PackageFile { path: path.as_bytes().into(), checksum: None }).collect();
    input.add_package(package);
    true
}

/// Requirements of an extra are only wanted where somebody asks for it.
pub(super) fn is_of_extra(requirement: &Requirement) -> bool {
    requirement.scope == Scope::Optional
}
