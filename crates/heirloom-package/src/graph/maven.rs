// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Maven, Gradle and sbt: `pom.xml` with parents, properties, dependency management and imported bills of materials,
//! as far as they stand in the tree.
//!
//! POM files name direct dependencies alone: what those need in turn stands in POM files of a
//! repository. Where one lies in the tree it is read; else the graph ends there, and a note says so.

mod bundle;
mod gradle;
mod jar;
mod model;
mod projects;
mod read;
mod resolve;
mod sbt;
mod stored;
mod walk;

use heirloom_model::{PackageEdge, PackageFileKind, PackageGraph, RelationKind, TreePath};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    plain::Plain,
    relate::loaded,
    tree::{File, Tree},
};

pub(crate) struct Maven;

const POM: &str = "maven-pom";
const JAR: &str = "maven-jar";
const MANIFEST: &str = "jar-manifest";
const GRADLE_LOCK: &str = "gradle-lock";
const GRADLE_CATALOG: &str = "gradle-catalog";
const GRADLE_VERIFICATION: &str = "gradle-verification";
const GRADLE_PROPERTIES: &str = "gradle-properties";
const GRADLE_BUILD: &str = "gradle-build";
const GRADLE_SETTINGS: &str = "gradle-settings";
const SBT_BUILD: &str = "sbt-build";
const SBT_LOCK: &str = "sbt-lock";

/// Builds of Gradle and sbt.
const PLAIN: Plain = Plain {
    ecosystem: "maven",
    manifests: &[GRADLE_BUILD, GRADLE_SETTINGS, SBT_BUILD, GRADLE_CATALOG, GRADLE_PROPERTIES],
    locks: &[GRADLE_LOCK, SBT_LOCK],
    installed: &[],
    names_absent: false,
    lists: &[GRADLE_VERIFICATION],
    spread: &[],
    purl: |named| resolve::purl(named.name, named.version, ""),
    normal: str::to_owned,
    pinned,
    lock_folder,
    manager_folder: lock_folder,
    property: Some(("${", "}")),
};

/// Versions without ranges and placeholders are taken, unless another request asks for a later one.
fn pinned(requested: &str) -> Option<&str> {
    // Of a bound with a preferred version that one is taken.
    let requested = requested.rsplit_once(" prefer ").map_or(requested, |(_, preferred)| preferred);
    let is_open =
        requested.contains(['[', '(', ',', '+', '$', ']']) || requested.starts_with("latest");
    (!is_open && !requested.is_empty()).then_some(requested)
}

/// Files in `gradle` speak for the build around it.
fn lock_folder(file: &File<'_>) -> TreePath {
    let folder = file.folder();
    match folder.file_name() {
        b"gradle" | b"project" => folder.parent().unwrap_or_default(),
        b"dependency-locks" => folder.parent().and_then(|above| above.parent()).unwrap_or_default(),
        _ => folder,
    }
}

impl Ecosystem for Maven {
    fn purl_type(&self) -> &'static str {
        "maven"
    }

    fn formats(&self) -> &'static [Format] {
        &[
            Format {
                name: POM,
                kind: PackageFileKind::Manifest,
                files: &["pom.xml", "*.pom"],
                takes: "project, direct dependencies with scope and profile, plugins, parents, properties, dependency management, imported BOMs, exclusions, modules; of a repository in the tree what dependencies need in turn",
                read: read::pom,
            },
            Format {
                name: JAR,
                kind: PackageFileKind::Installed,
                files: &["pom.properties"],
                takes: "group, name and version of a JAR",
                read: jar::pom_properties,
            },
            Format {
                name: MANIFEST,
                kind: PackageFileKind::Installed,
                files: &["meta-inf/manifest.mf"],
                takes: "name, version and group of a JAR that has no `pom.properties`, its license and home page; what is packed into what",
                read: bundle::manifest,
            },
            Format {
                name: GRADLE_LOCK,
                kind: PackageFileKind::Lock,
                files: &[
                    "gradle.lockfile",
                    "buildscript-gradle.lockfile",
                    "*.gradle.lockfile",
                    "dependency-locks/*.lockfile",
                ],
                takes: "packages with the scope of their configurations; it has no edges",
                read: gradle::lock,
            },
            Format {
                name: GRADLE_CATALOG,
                kind: PackageFileKind::Manifest,
                files: &["libs.versions.toml", "gradle/*.versions.toml"],
                takes: "versions of libraries, bundles and plugins by alias",
                read: gradle::catalog,
            },
            Format {
                name: GRADLE_VERIFICATION,
                kind: PackageFileKind::Checksums,
                files: &["verification-metadata.xml"],
                takes: "packages that builds download, checksums of their JARs",
                read: gradle::verification,
            },
            Format {
                name: GRADLE_PROPERTIES,
                kind: PackageFileKind::Manifest,
                files: &["gradle.properties"],
                takes: "properties that versions may name",
                read: gradle::properties,
            },
            Format {
                name: GRADLE_BUILD,
                kind: PackageFileKind::Manifest,
                files: &["build.gradle", "build.gradle.kts"],
                takes: "requests with literal coordinates or bounds, aliases of catalogs, projects, plugins, literal variables, group and version, what is said for all projects below",
                read: gradle::build,
            },
            Format {
                name: GRADLE_SETTINGS,
                kind: PackageFileKind::Workspace,
                files: &["settings.gradle", "settings.gradle.kts"],
                takes: "name of the build, its projects with their folders",
                read: gradle::settings,
            },
            Format {
                name: SBT_BUILD,
                kind: PackageFileKind::Manifest,
                files: &["build.sbt", "project/plugins.sbt", "project/dependencies.scala"],
                takes: "projects with their folders and which uses which, requests with literal coordinates, versions that are assigned texts",
                read: sbt::build,
            },
            Format {
                name: SBT_LOCK,
                kind: PackageFileKind::Lock,
                files: &["build.sbt.lock"],
                takes: "packages with scope and checksums; it has no edges",
                read: sbt::lock,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        resolve::resolve(tree, builder);
        let mut jars = jar::resolve(tree, builder);
        bundle::resolve(tree, &mut jars, builder);
        jars.connect(builder);
        projects::resolve(&PLAIN, tree, builder);
    }

    /// The class loader takes classes from JAR files beside each other when the program runs; a
    /// plugin that packs them into one does not change how they are used.
    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        if edge.condition.as_deref() == Some(resolve::MODULE) {
            return Linkage {
                kind: RelationKind::Aggregate,
                scope: edge.scope,
                strength: 0.9,
                note: "modules are built together and do not use each other for that",
            };
        }
        loaded(edge.scope, 0.9, "the Java class loader loads classes when they are used")
    }
}
