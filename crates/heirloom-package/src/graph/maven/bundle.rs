// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! JAR files that Maven did not build: what `META-INF/MANIFEST.MF` says, and the name of the file.
//!
//! Only the manifest of a file that is a JAR by its name counts: one among sources describes what is
//! built there. A group is taken where the manifest states one and never guessed; without it there
//! is no package URL.

use std::collections::BTreeSet;

use heirloom_model::{
    EvidenceMethod, Owner, PackageFact, PackagePlace, PackageSource, Scope, Span, TreePath,
};

use super::{MANIFEST, jar::Jars, resolve::purl};
use crate::{
    fields,
    graph::{
        builder::{Builder, NewEdge, NewPackage, Node, place},
        input::Input,
        tree::{File, Tree, upward},
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
/// packed into which. `jars` are those that Maven built.
pub(super) fn resolve(tree: &Tree<'_>, jars: &mut Jars<'_>, builder: &mut Builder) {
    let known = &mut jars.owns;
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
    add_archives(jars, builder);
    for (jar, (inner, place)) in &jars.owns {
        let around = std::iter::successors(jar.parent(), TreePath::parent);
        let Some((outer, _)) = around.into_iter().find_map(|folder| jars.owns.get(&folder)) else {
            continue;
        };
        if outer == inner {
            continue;
        }
        builder.connect(*outer, *inner, packed(true, place.clone()));
    }
}

/// Adds archives that say nothing of themselves and hold packages: their names have to do.
fn add_archives(jars: &mut Jars<'_>, builder: &mut Builder) {
    let held = jars.owns.keys().filter_map(TreePath::parent);
    let held = held.chain(jars.paths().cloned());
    let around = held.flat_map(|path| upward(&path).collect::<Vec<_>>());
    let unknown = around.filter(|path| !jars.owns.contains_key(path));
    let unknown: BTreeSet<TreePath> = unknown.collect();
    for path in unknown {
        let name = String::from_utf8_lossy(path.file_name()).into_owned();
        // Inside of an archive its path ends so; a folder may be called anything.
        let Some(stem) = jar_stem(&name).filter(|_| name.ends_with('!')) else {
            continue;
        };
        let (artifact, version) = split_version(stem);
        let node = builder.add(NewPackage {
            ecosystem: "maven",
            name: artifact,
            version,
            purl: None,
            owner: Owner::ThirdParty,
            folder: None,
            source: PackageSource::Unknown,
        });
        let Some(node) = node else {
            return;
        };
        let bytes = path.as_bytes();
        let file = TreePath::parse(&bytes[..bytes.len() - 1]).unwrap_or_else(|_| path.clone());
        let place = PackagePlace { file, span: Span::default(), method: EvidenceMethod::Layout };
        builder.place(node, place.clone());
        jars.owns.insert(path, (node, place));
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
/// the name of the bundle.
fn group<'a>(file: File<'a>, artifact: &str) -> Option<&'a str> {
    let is_group = |text: &&str| {
        text.contains('.') && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
    };
    let vendor = file.facts.property(KEPT[4]).filter(is_group);
    // The names of modules are packages of Java, which say less of the group.
    let bundle = file.facts.property(KEPT[0]);
    let before = bundle.and_then(|name| name.strip_suffix(artifact)?.strip_suffix('.'));
    vendor.or(before.filter(is_group))
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
