// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Paragraphs of Debian's control files, which dpkg and opkg keep their databases in.

use std::ops::Range;

use heirloom_model::{
    Checksum, PackageAbout, PackageFact, PackageFile, Party, PartyRole, Requirement, Scope,
};

use super::SUGGESTED;
use crate::{
    fields::{self, Field},
    graph::input::Input,
};

/// Reads every installed package of a file; `false` when it holds none at all.
pub(super) fn read(input: &mut Input<'_>) -> bool {
    read_where(input, |fields| fields::value(fields, "Status").is_none_or(is_installed))
}

/// Reads the packages of a file that is there for as long as they are: what it says of their state
/// was true before they were installed.
pub(super) fn read_all(input: &mut Input<'_>) -> bool {
    read_where(input, |_| true)
}

fn read_where(input: &mut Input<'_>, counts: impl Fn(&[Field<'_>]) -> bool) -> bool {
    let mut is_one = false;
    for fields in fields::paragraphs(input.text()) {
        let Some(name) = fields::find(&fields, "Package") else {
            continue;
        };
        is_one = true;
        if counts(&fields) {
            let package = package(input, &fields, name);
            input.add_package(package);
        }
    }
    is_one
}

/// The third word is the state; of removed packages only settings are left.
fn is_installed(status: &str) -> bool {
    let state = status.split_whitespace().nth(2).unwrap_or_default();
    !matches!(state, "not-installed" | "config-files" | "half-installed")
}

/// Whether opkg was asked for the package, and did not choose it for another.
pub(super) const BY_USER: &str = "user";

fn package(input: &Input<'_>, fields: &[Field<'_>], name: &Field<'_>) -> PackageFact {
    let text = |key| fields::value(fields, key).filter(|value| !value.is_empty());
    let mut package = PackageFact::new(name.value, name.value, input.span(name.range.clone()));
    package.version = text("Version").map(Into::into);
    if let Some(arch) = text("Architecture") {
        package.qualifiers.push(("arch".into(), arch.into()));
    }
    let status = text("Status").unwrap_or_default();
    if status.split_whitespace().nth(1) == Some(BY_USER) {
        package.inherits.push(BY_USER.into());
    }
    package.about = about(fields);
    package.built_from = text("Source").or_else(|| text("SourceName")).map(|source| {
        let (name, version) = match source.split_once(" (") {
            Some((name, version)) => (name, Some(version.trim_end_matches(')').into())),
            None => (source, None),
        };
        (name.trim().into(), version)
    });
    if let Some(license) = fields::find(fields, "License").filter(|field| !field.value.is_empty()) {
        package.licenses.push(input.license("License", license.value, license.range.clone()));
    }
    for clause in text("Provides").iter().flat_map(|text| text.split(',')) {
        let (name, version) = name_and_version(clause.trim());
        if !name.is_empty() {
            package.provides.push((name.into(), version.map(Into::into)));
        }
    }
    package.requirements = SECTIONS
        .iter()
        .filter_map(|section| Some((section, fields::find(fields, section.0)?)))
        .flat_map(|(section, field)| requirements(input, section, field))
        .collect();
    package.files = conffiles(text("Conffiles").unwrap_or_default());
    package
}

fn about(fields: &[Field<'_>]) -> PackageAbout {
    let text = |key| fields::value(fields, key).filter(|value| !value.is_empty());
    let keeper = text("Maintainer").map(|name| Party {
        role: PartyRole::Maintainer,
        name: name.chars().take(4_096).collect::<String>().into(),
    });
    PackageAbout {
        description: text("Description").and_then(|text| text.lines().next()).map(Into::into),
        homepage: text("Homepage").or_else(|| text("URL")).map(Into::into),
        repository: text("Vcs-Browser").map(Into::into),
        parties: keeper.into_iter().collect(),
        ..PackageAbout::default()
    }
}

type Section = (&'static str, Scope, Option<&'static str>);

const SECTIONS: [Section; 4] = [
    ("Pre-Depends", Scope::Runtime, None),
    ("Depends", Scope::Runtime, None),
    ("Recommends", Scope::Optional, Some("recommended")),
    ("Suggests", Scope::Optional, Some(SUGGESTED)),
];

/// Clauses behind commas; names of alternatives are joined by `|`.
fn requirements(input: &Input<'_>, section: &Section, field: &Field<'_>) -> Vec<Requirement> {
    let mut found = Vec::new();
    let mut at = field.range.start;
    for clause in field.value.split(',') {
        let range = trimmed(clause, at);
        at += clause.len() + 1;
        let clause = clause.trim();
        let names: Vec<&str> =
            clause.split('|').map(|choice| name_and_version(choice.trim()).0).collect();
        if names.iter().all(|name| name.is_empty()) {
            continue;
        }
        let mut requirement = Requirement::new(&names.join("|"), input.span(range));
        requirement.requested = match (names.len(), name_and_version(clause).1) {
            (1, version) => version.map(Into::into),
            _ => Some(clause.split_whitespace().collect::<Vec<_>>().join(" ").into()),
        };
        requirement.scope = section.1;
        requirement.condition = section.2.map(Into::into);
        found.push(requirement);
    }
    found
}

fn trimmed(text: &str, at: usize) -> Range<usize> {
    let start = at + text.len() - text.trim_start().len();
    start..(at + text.trim_end().len()).max(start)
}

/// `name:arch (>= 1) [arch] <profile>` to its name and what stands in round brackets.
fn name_and_version(clause: &str) -> (&str, Option<&str>) {
    let end = clause.find(|c: char| c.is_whitespace() || c == '(' || c == '[');
    let name = &clause[..end.unwrap_or(clause.len())];
    let name = name.split(':').next().unwrap_or(name);
    let version = clause.split_once('(').and_then(|(_, rest)| rest.split(')').next());
    (name, version.map(str::trim))
}

/// Settings with their checksums: `/etc/x 0123… obsolete`.
fn conffiles(text: &str) -> Vec<PackageFile> {
    let files = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let path = words.next()?.strip_prefix('/')?;
        let md5 = words.next().filter(|md5| md5.len() == 32)?;
        // What an older version brought is no part of this one.
        words.all(|word| word != "obsolete").then(|| with_md5(path.as_bytes(), md5))
    });
    files.collect()
}

/// A file with its checksum.
pub(super) fn with_md5(path: &[u8], md5: &str) -> PackageFile {
    let checksum = Checksum { algorithm: "md5".into(), value: md5.into() };
    PackageFile { path: path.into(), checksum: Some(checksum) }
}
