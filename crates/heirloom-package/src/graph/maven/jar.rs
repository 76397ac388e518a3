// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! JAR files: what Maven packs into `META-INF/maven/GROUP/NAME`.
//!
//! A JAR that holds several such folders was packed together from others; the one with its name is
//! the JAR's own, and the others lie in it.

use std::collections::BTreeMap;

use heirloom_model::{Owner, PackageFact, PackagePlace, PackageSource, Scope, TreePath};

use super::{JAR, MANIFEST, POM, bundle::packed, resolve::purl};
use crate::graph::{
    builder::{Builder, NewEdge, NewPackage, Node, place},
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

/// A package that Maven packed into a JAR.
struct Packed<'a> {
    file: File<'a>,
    package: &'a PackageFact,
    node: Node,
    /// The POM beside it, which says more.
    pom: Option<(File<'a>, &'a PackageFact)>,
}

/// The JAR files of a tree.
#[derive(Default)]
pub(super) struct Jars<'a> {
    /// What each is itself, by the path of the JAR.
    pub(super) owns: BTreeMap<TreePath, (Node, PackagePlace)>,
    all: BTreeMap<TreePath, Vec<Packed<'a>>>,
}

/// Adds the packages of JAR files that Maven built.
pub(super) fn resolve<'a>(tree: &Tree<'a>, builder: &mut Builder) -> Jars<'a> {
    let mut jars = Jars::default();
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
            return jars;
        };
        builder.place(node, place(file, package.span));
        let folder = file.folder();
        let pom = tree.of_format(POM).find(|pom| is_packed(pom.path) && pom.folder() == folder);
        let pom = pom.and_then(|pom| Some((pom, pom.facts.packages.first()?)));
        if let Some((pom, fact)) = pom {
            builder.place(node, place(pom, fact.span));
            builder.describe(node, fact);
        }
        jars.all.entry(jar).or_default().push(Packed { file, package, node, pom });
    }
    let versions = manifest_versions(tree);
    for (jar, packages) in &jars.all {
        if let Some(own) = own_of(jar, packages, versions.get(jar).copied()) {
            let place = place(own.file, own.package.span);
            jars.owns.insert(jar.clone(), (own.node, place));
        }
    }
    jars
}

/// What the manifests of JAR files say of their version, by the path of the JAR.
fn manifest_versions<'a>(tree: &Tree<'a>) -> BTreeMap<TreePath, &'a str> {
    let manifests = tree.of_format(MANIFEST).filter_map(|file| {
        let version = file.facts.packages.first()?.version.as_deref()?;
        Some((file.folder().parent()?, version))
    });
    manifests.collect()
}

/// The package that a JAR is itself: the one it is called like, else the only one, unless the manifest
/// tells of another version, so that it is a part.
fn own_of<'a, 'b>(
    jar: &TreePath,
    packages: &'b [Packed<'a>],
    version: Option<&str>,
) -> Option<&'b Packed<'a>> {
    let name = String::from_utf8_lossy(jar.file_name()).into_owned();
    let is_own = |one: &&Packed<'_>| {
        let artifact = one.package.name.split(':').nth(1).unwrap_or_default();
        name.starts_with(artifact)
    };
    let named = packages.iter().filter(is_own).max_by_key(|one| one.package.name.len());
    let alone = || match packages {
        [one] if version.is_none() || version == one.package.version.as_deref() => Some(one),
        _ => None,
    };
    named.or_else(alone)
}

impl Jars<'_> {
    /// The JARs with what was packed into them.
    pub(super) fn paths(&self) -> impl Iterator<Item = &TreePath> {
        self.all.keys()
    }

    /// Says which packages lie in which JAR, and which of those beside each other require whom.
    pub(super) fn connect(&self, builder: &mut Builder) {
        let mut by_name: BTreeMap<(Option<TreePath>, &str), Node> = BTreeMap::new();
        for (jar, packages) in &self.all {
            let own = self.owns.get(jar).map(|(own, _)| *own);
            for one in packages {
                match own {
                    Some(own) if own == one.node => {
                        by_name.insert((jar.parent(), &one.package.name), own);
                    }
                    Some(own) => {
                        let place = place(one.file, one.package.span);
                        builder.connect(own, one.node, packed(false, place));
                    }
                    None => {}
                }
            }
        }
        for (jar, packages) in &self.all {
            for (one, (pom, fact)) in packages.iter().filter_map(|one| Some((one, one.pom?))) {
                let wanted = fact.requirements.iter().filter(|r| r.scope == Scope::Runtime);
                for requirement in wanted {
                    let to = by_name.get(&(jar.parent(), &*requirement.name)).copied();
                    let Some(to) = to.filter(|to| *to != one.node) else {
                        continue;
                    };
                    let edge = NewEdge::asked(requirement, vec![place(pom, requirement.span)]);
                    builder.connect(one.node, to, edge);
                }
            }
        }
    }
}

fn above(folder: &TreePath, n_levels: usize) -> Option<TreePath> {
    (0..n_levels).try_fold(folder.clone(), |folder, _| folder.parent())
}
