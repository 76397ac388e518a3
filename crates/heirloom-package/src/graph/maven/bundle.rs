// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! JAR files that Maven did not build: what `META-INF/MANIFEST.MF` says, and the name of the file.
//!
//! Only the manifest of a file that is a JAR by its name counts: one among sources describes what is
//! built there. A group is taken where the manifest states one and never guessed; without it there
//! is no package URL.

use std::collections::BTreeMap;

use heirloom_model::{Owner, PackageFact, PackagePlace, PackageSource, Scope, TreePath};

use super::{MANIFEST, resolve::purl};
use crate::{
    fields,
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place},
        input::Input,
        tree::{File, Tree},
    },
};

/// Names of files that are JARs, whatever they hold.
const JARS: [&str; 10] =
    [".jar", ".war", ".ear", ".rar", ".aar", ".par", ".sar", ".har", ".hpi", ".jpi"];

/// Headers that are kept: names from the most to the least exact, and the group.
const KEPT: [&str; 5] = [
    "Bundle-SymbolicName",
    "Automatic-Module-Name",
    "Implementation-Title",
    "Specification-Title",
    "Implementation-Vendor-Id",
];

/// Headers that state the version, the first that does.
const VERSIONS: [&str; 3] = ["Implementation-Version", "Bundle-Version", "Specification-Version"];

/// Reads the main section of a manifest.
pub(super) fn manifest(input: &mut Input<'_>) -> bool {
    let paragraphs = fields::paragraphs(input.text());
    let Some(main) =
        paragraphs.first().filter(|main| fields::find(main, "Manifest-Version").is_some())
    else {
        return false;
    };
    let value = |header: &str| {
        let value = fields::find(main, header)?.unbroken();
        // Build files may leave a variable unexpanded.
        let value = value.split(';').next().unwrap_or_default().trim().to_owned();
        (!value.is_empty() && !value.contains("${") && value.len() < 1_000).then_some(value)
    };
    let end = main.last().map_or(0, |field| field.range.end);
    let mut package = PackageFact::new("", "", input.span(0..end));
    package.version = VERSIONS.iter().find_map(|header| value(header)).map(Into::into);
    let kept = KEPT.iter().filter_map(|header| Some(((*header).into(), value(header)?.into())));
    let kept: Vec<(Box<str>, Box<str>)> = kept.collect();
    package.name =
        kept.iter().find(|(key, _)| **key != *KEPT[4]).map(|(_, v)| v.clone()).unwrap_or_default();
    package.about.homepage = value("Bundle-DocURL").map(Into::into);
    package.about.description = value("Bundle-Name").map(Into::into);
    input.declare("Bundle-License", &mut package);
    input.facts().properties.extend(kept);
    input.add_package(package);
    true
}

/// Adds the packages of JAR files that have no other word of themselves, and says which file is
/// packed into which. `known` are the packages of JAR files by the file's path.
pub(super) fn resolve(
    tree: &Tree<'_>,
    known: &mut BTreeMap<TreePath, (Node, PackagePlace)>,
    builder: &mut Builder,
) {
    for file in tree.of_format(MANIFEST) {
        let jar = file.folder().parent().unwrap_or_default();
        let name = String::from_utf8_lossy(jar.file_name()).into_owned();
        let Some(stem) = jar_stem(&name).filter(|_| !known.contains_key(&jar)) else {
            continue;
        };
        let Some(package) = file.facts.packages.first() else {
            continue;
        };
        if let Some(node) = add(builder, file, package, stem) {
            let place = place(file, package.span);
            builder.place(node, place.clone());
            builder.describe(node, package);
            known.insert(jar, (node, place));
        }
    }
    for (jar, (inner, place)) in known.iter() {
        let around = std::iter::successors(jar.parent(), TreePath::parent);
        let Some((outer, _)) = around.into_iter().find_map(|folder| known.get(&folder)) else {
            continue;
        };
        if outer == inner {
            continue;
        }
        builder.connect(*outer, *inner, packed(true, place.clone()));
    }
}

fn add(builder: &mut Builder, file: File<'_>, package: &PackageFact, stem: &str) -> Option<Node> {
    let (artifact, in_name) = split_version(stem);
    let said = package.name.as_ref();
    let version = in_name.or(package.version.as_deref());
    if said.is_empty() && version.is_none() {
        return None;
    }
    let group = group(file, artifact);
    let name = group.map_or_else(|| artifact.to_owned(), |group| format!("{group}:{artifact}"));
    builder.add(NewPackage {
        ecosystem: "maven",
        name: &name,
        version,
        purl: purl(&name, version, ""),
        owner: Owner::ThirdParty,
        folder: None,
        source: PackageSource::Unknown,
    })
}

/// The group that a manifest states: the vendor's identity, or what stands before the artifact in
/// the name of the bundle or module.
fn group<'a>(file: File<'a>, artifact: &str) -> Option<&'a str> {
    let is_group = |text: &&str| {
        text.contains('.') && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
    };
    let vendor = file.facts.property(KEPT[4]).filter(is_group);
    vendor.or_else(|| {
        let mut names = KEPT[..2].iter().filter_map(|header| file.facts.property(header));
        names.find_map(|name| name.strip_suffix(artifact)?.strip_suffix('.')).filter(is_group)
    })
}

/// The name of a JAR file without its end; inside, its path ends in `!`.
fn jar_stem(name: &str) -> Option<&str> {
    let name = name.strip_suffix('!').unwrap_or(name);
    let at = name.len().checked_sub(4)?;
    let end = name.get(at..)?;
    let is_jar = JARS.iter().any(|jar| end.eq_ignore_ascii_case(jar));
    is_jar.then(|| &name[..at]).filter(|stem| !stem.is_empty())
}

/// `a-b-1.2-jre` is `a-b` in version `1.2-jre`.
fn split_version(stem: &str) -> (&str, Option<&str>) {
    let starts = stem.match_indices('-').map(|(at, _)| at);
    let mut versions = starts.filter(|at| stem[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
    match versions.next() {
        Some(at) if at > 0 => (&stem[..at], Some(&stem[at + 1..])),
        _ => (stem, None),
    }
}

/// The edge from a file to what it holds.
pub(super) fn packed(direct: bool, place: PackagePlace) -> NewEdge<'static> {
    NewEdge {
        scope: Scope::Runtime,
        scope_is_known: true,
        condition: Some("packed into it"),
        requested: None,
        direct,
        places: vec![place],
    }
}
