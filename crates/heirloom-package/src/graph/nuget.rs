// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! .NET: projects with central versions, NuGet's locks and specifications, what builds leave behind.
//!
//! Values of MSBuild are filled in where properties are literal and stand in the project, or in
//! `Directory.*.props` above it; conditions are kept as written and never evaluated.

mod locks;
mod paket;
mod project;

use heirloom_model::{PackageEdge, PackageFileKind, PackageGraph, TreePath};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    plain::{self, Named, Plain},
    relate::loaded,
    tree::{File, Tree},
};
use crate::purl::Purl;

pub(crate) struct Nuget;

const PROJECT: &str = "dotnet-project";
const PROPS: &str = "dotnet-props";
const NUSPEC: &str = "nuspec";
const PACKAGES_CONFIG: &str = "nuget-config";
const LOCK: &str = "nuget-lock";
const ASSETS: &str = "nuget-assets";
const DEPS: &str = "dotnet-deps";
const PAKET: &str = "paket-lock";
const PAKET_REQUESTS: &str = "paket-dependencies";
const PAKET_USES: &str = "paket-references";

const PLAIN: Plain = Plain {
    ecosystem: "nuget",
    manifests: &[PROJECT, NUSPEC, PROPS, PAKET_REQUESTS, PAKET_USES],
    locks: &[ASSETS, LOCK, PACKAGES_CONFIG, PAKET, DEPS],
    installed: &[],
    names_absent: false,
    lists: &[],
    spread: &[PROPS],
    purl,
    normal: str::to_lowercase,
    pinned,
    lock_folder,
    manager_folder: plain::beside,
    property: Some(("$(", ")")),
};

impl Ecosystem for Nuget {
    fn purl_type(&self) -> &'static str {
        "nuget"
    }

    fn formats(&self) -> &'static [Format] {
        &[
            Format {
                name: PROJECT,
                kind: PackageFileKind::Manifest,
                files: &["*.csproj", "*.fsproj", "*.vbproj"],
                takes: "package, package and project references with conditions, private ones, literal properties",
                read: project::project,
            },
            Format {
                name: PROPS,
                kind: PackageFileKind::Manifest,
                files: &[
                    "directory.packages.props",
                    "directory.build.props",
                    "directory.build.targets",
                    "packages.props",
                ],
                takes: "central versions, global references, literal properties",
                read: project::props,
            },
            Format {
                name: NUSPEC,
                kind: PackageFileKind::Manifest,
                files: &["*.nuspec"],
                takes: "package, dependencies by target framework",
                read: project::nuspec,
            },
            Format {
                name: PACKAGES_CONFIG,
                kind: PackageFileKind::Lock,
                files: &["packages.config", "packages.*.config"],
                takes: "packages, those for development",
                read: locks::packages_config,
            },
            Format {
                name: LOCK,
                kind: PackageFileKind::Lock,
                files: &["packages.lock.json", "packages.*.lock.json"],
                takes: "packages by target framework, edges, direct or not, requested versions, checksums, projects",
                read: locks::lock,
            },
            Format {
                name: ASSETS,
                kind: PackageFileKind::Lock,
                files: &["project.assets.json"],
                takes: "packages by target framework, edges, direct requests, checksums, projects",
                read: locks::assets,
            },
            Format {
                name: DEPS,
                kind: PackageFileKind::Lock,
                files: &["*.deps.json"],
                takes: "packages beside a built program, edges, checksums, projects",
                read: locks::deps,
            },
            Format {
                name: PAKET,
                kind: PackageFileKind::Lock,
                files: &["paket.lock"],
                takes: "packages of NuGet and GitHub, edges, groups",
                read: paket::lock,
            },
            Format {
                name: PAKET_REQUESTS,
                kind: PackageFileKind::Manifest,
                files: &["paket.dependencies"],
                takes: "requests with versions, groups and frameworks, repositories of GitHub",
                read: paket::dependencies,
            },
            Format {
                name: PAKET_USES,
                kind: PackageFileKind::Manifest,
                files: &["paket.references", "*.paket.references"],
                takes: "which packages of which group a project uses",
                read: paket::references,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        plain::resolve(&PLAIN, tree, builder);
    }

    /// The runtime loads assemblies that lie beside the program when they are used.
    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        loaded(edge.scope, 0.9, "the .NET runtime loads assemblies when they are used")
    }
}

/// What a restore leaves behind lies in `obj` of the project.
fn lock_folder(file: &File<'_>) -> TreePath {
    let folder = file.folder();
    let is_assets = &*file.facts.format == ASSETS && folder.file_name() == b"obj";
    if is_assets { folder.parent().unwrap_or_default() } else { folder }
}

fn purl(named: Named<'_>) -> Option<Purl> {
    if named.ecosystem == "github" {
        let (owner, name) = named.name.split_once('/')?;
        return Purl::new("github", Some(owner), name, named.version).ok();
    }
    Purl::new("nuget", None, named.name, named.version).ok()
}

/// A request for a version is one for that or a later one, and a restore takes the least: the
/// version itself, unless the registry lacks it.
fn pinned(requested: &str) -> Option<&str> {
    let exact = requested.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    // Paket's way of the same.
    let exact = exact.or_else(|| requested.strip_prefix("==").or(requested.strip_prefix('=')));
    let version = exact.unwrap_or(requested).trim();
    let is_version = version.starts_with(|c: char| c.is_ascii_digit());
    (is_version && !version.contains(['*', ',', '(', ')', '[', ' ', '<', '>'])).then_some(version)
}
