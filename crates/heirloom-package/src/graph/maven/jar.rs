// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! JAR files: what Maven packs into `META-INF/maven/GROUP/NAME`.
//!
//! A JAR that holds several such folders was packed together from others; the one with its name is
//! the JAR's own, and the others lie in it.

use std::collections::BTreeMap;

use heirloom_model::{Owner, PackageFact, PackagePlace, PackageSource, TreePath};

use super::{JAR, POM, bundle::packed, resolve::purl};
use crate::graph::{
    builder::{Builder, NewPackage, Node, place},
    input::Input,
    tree::{File, Tree},
};

/// Whether a POM lies in a JAR, so that it describes somebody else's package.
pub(super) fn is_packed(path: &TreePath) -> bool {
    let mut inside_out = path.components().collect::<Vec<_>>().into_iter().rev().skip(3);
    inside_out.next() == Some(b"maven") && inside_out.next() == Some(b"META-INF")
}

/// Reads `pom.properties`: `groupId`, `artifactId` and `version`.
pub(super) fn pom_properties(input: &mut Input<'_>) -> bool {
    let value = |key: &str| {
        let lines = input.text().lines().map(str::trim);
        let mut values = lines.filter_map(|line| {
            let rest = line.strip_prefix(key)?.trim_start();
            rest.strip_prefix(['=', ':']).map(str::trim)
        });
        values.next().filter(|value| !value.is_empty())
    };
    let (Some(group), Some(name)) = (value("groupId"), value("artifactId")) else {
        return false;
    };
    let version = value("version").map(str::to_owned);
    let name = format!("{group}:{name}");
    let mut package = PackageFact::new(&name, &name, input.span(0..input.text().len()));
    package.version = version.map(Into::into);
    input.add_package(package);
    true
}

/// Adds the packages of JAR files; gives those that are a JAR's own, by the path of the JAR.
pub(super) fn resolve(
    tree: &Tree<'_>,
    builder: &mut Builder,
) -> BTreeMap<TreePath, (Node, PackagePlace)> {
    let mut owns = BTreeMap::new();
    let mut by_jar: BTreeMap<TreePath, Vec<(File<'_>, &PackageFact, Node)>> = BTreeMap::new();
    for file in tree.of_format(JAR) {
        let Some(package) = file.facts.packages.first() else {
            continue;
        };
        let jar = file.path.parent().and_then(|folder| above(&folder, 4)).unwrap_or_default();
        let version = package.version.as_deref();
        let node = builder.add(NewPackage {
            ecosystem: "maven",
            name: &package.name,
            version,
            purl: purl(&package.name, version, ""),
            owner: Owner::ThirdParty,
            folder: None,
            source: PackageSource::Unknown,
        });
        let Some(node) = node else {
            return owns;
        };
        builder.place(node, place(file, package.span));
        let folder = file.folder();
        // The POM beside it says more.
        let pom = tree.of_format(POM).find(|pom| is_packed(pom.path) && pom.folder() == folder);
        if let Some((pom, fact)) = pom.and_then(|pom| Some((pom, pom.facts.packages.first()?))) {
            builder.place(node, place(pom, fact.span));
            builder.describe(node, fact);
        }
        by_jar.entry(jar).or_default().push((file, package, node));
    }
    for (jar, packages) in &by_jar {
        let name = String::from_utf8_lossy(jar.file_name()).into_owned();
        let is_own = |package: &PackageFact| {
            let artifact = package.name.split(':').nth(1).unwrap_or_default();
            name.starts_with(artifact)
        };
        let own = packages.iter().filter(|(_, package, _)| is_own(package));
        let Some((file, package, own)) = own.max_by_key(|(_, package, _)| package.name.len())
        else {
            continue;
        };
        owns.insert(jar.clone(), (*own, place(*file, package.span)));
        for (file, package, node) in packages.iter().filter(|(_, _, node)| node != own) {
            builder.connect(*own, *node, packed(false, place(*file, package.span)));
        }
    }
    owns
}

fn above(folder: &TreePath, n_levels: usize) -> Option<TreePath> {
    (0..n_levels).try_fold(folder.clone(), |folder, _| folder.parent())
}
