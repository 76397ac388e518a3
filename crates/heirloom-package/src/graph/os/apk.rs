// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! apk: the database of Alpine and its relatives.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use heirloom_model::{
    Checksum, PackageFact, PackageFile, PackageFileKind, Party, PartyRole, Requirement, TreePath,
};

use super::{
    Manager,
    deb::path_below,
    join::{Database, Installed, by_root, packages_of},
};
use crate::{
    fields::{self, Field},
    graph::{
        ecosystem::Format,
        input::Input,
        tree::{File, Tree},
    },
};

const INSTALLED: &str = "apk-installed";
const WORLD: &str = "apk-world";

pub(super) static APK: Manager = Manager {
    purl_type: "apk",
    formats: &[
        Format {
            name: INSTALLED,
            kind: PackageFileKind::Installed,
            files: &["db/installed"],
            takes: "packages, edges by names, libraries and commands, licenses, source packages, maintainers, files with checksums",
            read: installed,
        },
        Format {
            name: WORLD,
            kind: PackageFileKind::Installed,
            files: &["apk/world"],
            takes: "which packages were asked for",
            read: world,
        },
    ],
    places: &["usr/lib/apk/db", "lib/apk/db", "var/lib/apk/db"],
    collect,
};

/// Paragraphs of fields with names of one letter.
fn installed(input: &mut Input<'_>) -> bool {
    let mut is_one = false;
    for fields in fields::paragraphs(input.text()) {
        let named = fields.iter().find(|field| field.name == "P");
        let Some(name) = named.filter(|_| fields.iter().any(|field| field.name == "V")) else {
            continue;
        };
        is_one = true;
        let package = package(input, &fields, name);
        input.add_package(package);
    }
    is_one
}

/// Letters differ by their case.
fn package(input: &Input<'_>, fields: &[Field<'_>], name: &Field<'_>) -> PackageFact {
    let mut package = PackageFact::new(name.value, name.value, input.span(name.range.clone()));
    let mut folder = "";
    for field in fields.iter().filter(|field| !field.value.is_empty() || field.name == "F") {
        let text = field.value;
        match field.name {
            "V" => package.version = Some(text.into()),
            "A" => package.qualifiers.push(("arch".into(), text.into())),
            "T" => package.about.description = Some(text.into()),
            "U" => package.about.homepage = Some(text.into()),
            "L" => package.licenses.push(input.license("L", text, field.range.clone())),
            "o" if text != name.value => package.built_from = Some((text.into(), None)),
            "m" => {
                let keeper = Party { role: PartyRole::Maintainer, name: text.into() };
                package.about.parties.push(keeper);
            }
            "C" => package.checksums.extend(checksum(text)),
            "D" => package.requirements = requirements(input, text, field.range.clone()),
            "p" => {
                for word in text.split_whitespace() {
                    let (name, version) = split(word);
                    package.provides.push((name.into(), version.map(Into::into)));
                }
            }
            "F" => folder = text,
            "R" => {
                let slash = if folder.is_empty() { "" } else { "/" };
                let path = format!("{folder}{slash}{text}").into_bytes().into();
                package.files.push(PackageFile { path, checksum: None });
            }
            "Z" => {
                if let Some(file) = package.files.last_mut() {
                    file.checksum = checksum(text);
                }
            }
            _ => {}
        }
    }
    package
}

/// `Q1` and the base 64 of an SHA-1, `Q2` and that of an SHA-256.
fn checksum(text: &str) -> Option<Checksum> {
    let (algorithm, value) = match text.split_at_checked(2)? {
        ("Q1", value) => ("sha1", value),
        ("Q2", value) => ("sha256", value),
        _ => return None,
    };
    Some(Checksum { algorithm: algorithm.into(), value: value.into() })
}

/// Words; those with `!` in front are conflicts.
fn requirements(input: &Input<'_>, text: &str, range: Range<usize>) -> Vec<Requirement> {
    let mut found = Vec::new();
    for word in text.split_whitespace().filter(|word| !word.starts_with('!')) {
        let start = range.start + (word.as_ptr() as usize - text.as_ptr() as usize);
        let (name, version) = split(word);
        let mut requirement = Requirement::new(name, input.span(start..start + word.len()));
        requirement.requested = version.map(|_| word[name.len()..].into());
        found.push(requirement);
    }
    found
}

/// `name>=1` to `name` and `1`; a repository behind `@` is no part of the name.
fn split(word: &str) -> (&str, Option<&str>) {
    let end = word.find(['<', '>', '=', '~', '@']).unwrap_or(word.len());
    let version = word[end..].trim_start_matches(['<', '>', '=', '~']);
    (&word[..end], Some(version).filter(|version| !version.is_empty() && !version.starts_with('@')))
}

fn world(input: &mut Input<'_>) -> bool {
    let text = input.text();
    for word in text.split_whitespace().filter(|word| !word.starts_with('!')) {
        let (name, _) = split(word);
        let package = PackageFact::new(name, name, input.span(0..0));
        input.add_package(package);
    }
    !text.trim().is_empty()
}

fn collect<'a>(tree: &Tree<'a>, manager: &Manager) -> Vec<Database<'a>> {
    let worlds: BTreeMap<&TreePath, File<'a>> =
        tree.of_format(WORLD).map(|file| (file.path, file)).collect();
    let databases = by_root(tree, manager, &[INSTALLED]).into_iter().map(|(root, files)| {
        let packages = packages_of(&files);
        let world = path_below(&root, &["etc", "apk", "world"]);
        let world = world.and_then(|path| worlds.get(&path));
        let wanted = world.map(|world| wanted(world, &packages));
        Database { root, packages, wanted, is_whole: true }
    });
    databases.collect()
}

/// The packages that meet what was asked for, by name or by what they provide.
fn wanted(world: &File<'_>, packages: &[Installed<'_>]) -> BTreeSet<String> {
    let asked: BTreeSet<&str> = world.facts.packages.iter().map(|fact| &*fact.name).collect();
    let is_asked = |installed: &&Installed<'_>| {
        let fact = &installed.fact;
        let mut provided = fact.provides.iter();
        asked.contains(&*fact.name) || provided.any(|(name, _)| asked.contains(&**name))
    };
    packages.iter().filter(is_asked).map(|installed| installed.fact.name.to_string()).collect()
}
