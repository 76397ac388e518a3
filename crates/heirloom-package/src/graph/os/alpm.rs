// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! pacman: a folder for each package of Arch Linux and its relatives.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
};

use heirloom_model::{
    PackageFact, PackageFile, PackageFileKind, Party, PartyRole, Requirement, Scope, Span, TreePath,
};

use super::{
    Manager, control,
    join::{Database, Installed, by_root},
};
use crate::{
    graph::{ecosystem::Format, input::Input, tree::Tree},
    lines::lines,
};

const DESC: &str = "pacman-desc";
const FILES: &str = "pacman-files";

pub(super) static ALPM: Manager = Manager {
    purl_type: "alpm",
    formats: &[
        Format {
            name: DESC,
            kind: PackageFileKind::Installed,
            files: &["desc"],
            takes: "package, edges by names and libraries, licenses, base package, packager, whether it was asked for",
            read: desc,
        },
        Format {
            name: FILES,
            kind: PackageFileKind::Installed,
            files: &["files"],
            takes: "installed files, settings with checksums",
            read: files,
        },
    ],
    places: &["var/lib/pacman/local/*", "usr/lib/sysimage/pacman/local/*"],
    collect,
};

/// A value with its place.
type Line<'a> = (&'a str, Range<usize>);

/// `%NAME%` and lines of values up to an empty one.
fn sections<'a>(text: &'a str) -> Vec<(&'a str, Vec<Line<'a>>)> {
    let mut found: Vec<(&str, Vec<Line<'_>>)> = Vec::new();
    let mut is_open = false;
    for line in lines(text) {
        let (line, range) = (line.text, line.range());
        let name = line.strip_prefix('%').and_then(|rest| rest.strip_suffix('%'));
        match name.filter(|name| !is_open && !name.is_empty()) {
            Some(name) => {
                found.push((name, Vec::new()));
                is_open = true;
            }
            None if line.is_empty() => is_open = false,
            None => {
                if let Some((_, lines)) = found.last_mut().filter(|_| is_open) {
                    lines.push((line, range));
                }
            }
        }
    }
    found
}

/// What pacman writes of packages that came for others.
const AS_DEPENDENCY: &str = "dependency";

fn desc(input: &mut Input<'_>) -> bool {
    let text = input.text();
    // Repositories have the same with the name of the archive first.
    if !text.starts_with('%') {
        return false;
    }
    let sections = sections(text);
    let lines = |key: &str| {
        let found = sections.iter().find(|(name, _)| *name == key);
        found.map(|(_, lines)| lines.as_slice()).unwrap_or_default()
    };
    let first = |key: &str| lines(key).first().map(|(text, _)| *text);
    let Some((name, range)) = lines("NAME").first() else {
        return false;
    };
    let mut package = PackageFact::new(name, name, input.span(range.clone()));
    package.version = first("VERSION").map(Into::into);
    package.qualifiers.extend(first("ARCH").map(|arch| ("arch".into(), arch.into())));
    package.built_from = first("BASE").filter(|base| base != name).map(|base| (base.into(), None));
    package.about.description = first("DESC").map(Into::into);
    package.about.homepage = first("URL").map(Into::into);
    if let Some(name) = first("PACKAGER") {
        let packager = Party { role: PartyRole::Maintainer, name: name.into() };
        package.about.parties.push(packager);
    }
    for (text, range) in lines("LICENSE") {
        package.licenses.push(input.license("LICENSE", text, range.clone()));
    }
    for (text, _) in lines("PROVIDES") {
        let (name, version) = split(text);
        package.provides.push((name.into(), version.map(Into::into)));
    }
    for (key, scope) in [("DEPENDS", Scope::Runtime), ("OPTDEPENDS", Scope::Optional)] {
        for (text, range) in lines(key) {
            package.requirements.push(requirement(input, text, range.clone(), scope));
        }
    }
    if first("REASON") == Some("1") {
        package.inherits.push(AS_DEPENDENCY.into());
    }
    input.add_package(package);
    true
}

/// `name>=1`; behind those that are optional stands what they are good for.
fn requirement(input: &Input<'_>, text: &str, range: Range<usize>, scope: Scope) -> Requirement {
    let (plain, reason) = match text.split_once(": ") {
        Some((plain, reason)) if scope == Scope::Optional => (plain, Some(reason)),
        _ => (text, None),
    };
    let (name, version) = split(plain);
    let mut requirement = Requirement::new(name, input.span(range));
    requirement.requested = version.map(|_| plain[name.len()..].into());
    requirement.scope = scope;
    requirement.condition = reason.map(Into::into);
    requirement
}

fn split(text: &str) -> (&str, Option<&str>) {
    let end = text.find(['<', '>', '=']).unwrap_or(text.len());
    let version = text[end..].trim_start_matches(['<', '>', '=']);
    (&text[..end], Some(version).filter(|version| !version.is_empty()))
}

fn files(input: &mut Input<'_>) -> bool {
    let text = input.text();
    if !text.starts_with("%FILES%") {
        return false;
    }
    let mut package = PackageFact::new("", "", Span::default());
    let mut settings: HashMap<&str, &str> = HashMap::new();
    let sections = sections(text);
    for (line, _) in sections.iter().filter(|(name, _)| *name == "BACKUP").flat_map(|(_, l)| l) {
        settings.extend(line.split_once('\t'));
    }
    for (line, _) in sections.iter().filter(|(name, _)| *name == "FILES").flat_map(|(_, l)| l) {
        // Folders end with a slash.
        if !line.ends_with('/') {
            package.files.push(match settings.get(line) {
                Some(md5) => control::with_md5(line.as_bytes(), md5),
                None => PackageFile { path: line.as_bytes().into(), checksum: None },
            });
        }
    }
    input.add_package(package);
    true
}

fn collect<'a>(tree: &Tree<'a>, manager: &Manager) -> Vec<Database<'a>> {
    let lists: BTreeMap<TreePath, &'a [PackageFile]> = tree
        .of_format(FILES)
        .filter_map(|file| Some((file.folder(), &*file.facts.packages.first()?.files)))
        .collect();
    let databases = by_root(tree, manager, &[DESC]).into_iter().map(|(root, files)| {
        let mut packages = Vec::new();
        for file in files {
            let Some(fact) = file.facts.packages.first() else {
                continue;
            };
            let mut fact = Cow::Borrowed(fact);
            if let Some(files) = lists.get(&file.folder()) {
                fact.to_mut().files = files.to_vec();
            }
            packages.push(Installed::new(file, fact));
        }
        let asked = packages.iter().filter(|installed| !installed.fact.inherits(AS_DEPENDENCY));
        let wanted: BTreeSet<String> =
            asked.map(|installed| installed.fact.name.to_string()).collect();
        Database { root, packages, wanted: Some(wanted), is_whole: true }
    });
    databases.collect()
}
