// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `os-release`: which system a root holds.

use heirloom_model::{
    PackageEdge, PackageFact, PackageFileKind, PackageGraph, RelationKind, TreePath,
};

use super::SYSTEM;
use crate::{
    graph::{
        builder::Builder,
        ecosystem::{Ecosystem, Format, Linkage},
        input::Input,
        tree::{File, Tree},
    },
    lines::lines,
};

const RELEASE: &str = "os-release";

/// The system itself.
pub(super) struct System;

impl Ecosystem for System {
    fn purl_type(&self) -> &'static str {
        SYSTEM
    }

    fn formats(&self) -> &'static [Format] {
        &[Format {
            name: RELEASE,
            kind: PackageFileKind::Installed,
            files: &["os-release", "initrd-release"],
            takes: "name, version and addresses of the system; the vendor and `distro` of its packages' URLs",
            read,
        }]
    }

    /// A system joins the graph with the packages that it holds.
    fn resolve(&self, _: &Tree<'_>, _: &mut Builder) {}

    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        Linkage {
            kind: RelationKind::Aggregate,
            scope: edge.scope,
            strength: 0.95,
            note: "packages are installed side by side in one system",
        }
    }
}

/// What is known of the system of a root.
pub(super) struct Release<'a> {
    /// The file, where there is one.
    pub(super) file: Option<(File<'a>, &'a PackageFact)>,
}

impl<'a> Release<'a> {
    /// Its name: `debian`.
    pub(super) fn id(&self) -> Option<&'a str> {
        self.file.map(|(_, package)| &*package.name)
    }

    /// Its version: `12`.
    pub(super) fn version(&self) -> Option<&'a str> {
        self.file.and_then(|(_, package)| package.version.as_deref())
    }

    /// Name and version as package URLs write them: `debian-12`, or the name alone of one that has
    /// no versions.
    pub(super) fn distro(&self) -> Option<String> {
        let id = self.id()?;
        Some(self.version().map_or_else(|| id.to_owned(), |version| format!("{id}-{version}")))
    }
}

/// The system of a root. A file in `etc` counts before the one that it mostly links to.
pub(super) fn of<'a>(tree: &Tree<'a>, root: &TreePath) -> Release<'a> {
    let below = |place: &[&str]| {
        let path = place.iter().try_fold(root.clone(), |path, name| path.child(name.as_bytes()));
        let path = path.ok()?;
        let file = tree.of_any(RELEASE).find(|file| *file.path == path)?;
        Some((file, file.facts.packages.first()?))
    };
    let places: [&[&str]; 3] =
        [&["etc", RELEASE], &["usr", "lib", RELEASE], &["etc", "initrd-release"]];
    Release { file: places.iter().find_map(|place| below(place)) }
}

/// Assignments as in a shell script.
fn read(input: &mut Input<'_>) -> bool {
    let text = input.text();
    let mut package = PackageFact::new("", "", input.span(0..0));
    for line in lines(text) {
        let Some((key, value)) = line.text.split_once('=') else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']);
        let filled = Some(value).filter(|value| !value.is_empty());
        match key.trim() {
            "ID" => {
                package.name = value.to_lowercase().into();
                package.span = input.span(line.range());
            }
            "VERSION_ID" => package.version = filled.map(Into::into),
            "PRETTY_NAME" => package.about.description = filled.map(Into::into),
            "HOME_URL" => package.about.homepage = filled.map(Into::into),
            _ => {}
        }
    }
    if package.name.is_empty() {
        return false;
    }
    input.add_package(package);
    true
}
