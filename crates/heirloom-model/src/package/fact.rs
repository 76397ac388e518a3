// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What one manifest or lock file says about packages, as written: a function of its bytes alone.
//!
//! Nothing here is resolved across files. What a workspace, a parent or a lock in another file
//! adds is the business of the graph.

use super::ModelCard;
use crate::{DeclaredLicense, Party, Scope, Span};

/// What a file is to its ecosystem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PackageFileKind {
    /// People write it: it requests versions.
    Manifest,
    /// A tool wrote it: it holds what the requests came to.
    Lock,
    /// It names the members of a workspace and nothing else.
    Workspace,
    /// It lists the checksums of packages.
    Checksums,
    /// It lists packages whose files lie beside it.
    Installed,
}

impl PackageFileKind {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            PackageFileKind::Manifest => "manifest",
            PackageFileKind::Lock => "lock",
            PackageFileKind::Workspace => "workspace",
            PackageFileKind::Checksums => "checksums",
            PackageFileKind::Installed => "installed",
        }
    }
}

/// Everything one file says about packages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageFacts {
    /// The ecosystem by its purl type.
    pub ecosystem: Box<str>,
    /// The stable name of the format, as `cargo-lock`.
    pub format: Box<str>,
    /// What the file is to its ecosystem.
    pub kind: PackageFileKind,
    /// The packages it describes, in order.
    pub packages: Vec<PackageFact>,
    /// Versions stated for whoever requests the package without one: `[workspace.dependencies]`,
    /// `dependencyManagement`, constraints, overrides, catalogs.
    pub managed: Vec<Requirement>,
    /// Packages taken in place of others.
    pub replacements: Vec<Replacement>,
    /// The workspace it is the root of.
    pub workspace: Option<WorkspaceFact>,
    /// Other files it builds on.
    pub includes: Vec<Include>,
    /// Names with values that its other words may use, as written and in order.
    pub properties: Vec<(Box<str>, Box<str>)>,
}

impl PackageFacts {
    /// A file that says nothing yet.
    pub fn new(ecosystem: &str, format: &str, kind: PackageFileKind) -> PackageFacts {
        PackageFacts {
            ecosystem: ecosystem.into(),
            format: format.into(),
            kind,
            packages: Vec::new(),
            managed: Vec::new(),
            replacements: Vec::new(),
            workspace: None,
            includes: Vec::new(),
            properties: Vec::new(),
        }
    }

    /// The value of a property; of several the last.
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().rev().find(|(key, _)| &**key == name).map(|(_, value)| &**value)
    }
}

/// What a package is made for, where the file says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum PackageNature {
    /// To be used by others, or not said.
    #[default]
    Library,
    /// It works while others are built and is no part of them (procedural macros).
    BuildTool,
    /// It holds no program, only versions or members (parents, bills of materials, workspaces).
    Platform,
}

/// A package as one file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageFact {
    /// What requirements of the same file call it; unique in the file.
    pub key: Box<str>,
    /// The ecosystem by its purl type, where it is not the file's ([`PackageFacts::ecosystem`]).
    pub ecosystem: Option<Box<str>>,
    /// The name as written, with its namespace (`@a/b`, `group:artifact`, `example.org/a/b`).
    pub name: Box<str>,
    /// The version as written: its own in manifests, the resolved one in locks.
    pub version: Option<Box<str>>,
    /// Whether the file is this package's own manifest, or says that the package is a root.
    pub is_root: bool,
    /// What it is made for.
    pub nature: PackageNature,
    /// What the file says of its license, in order.
    pub licenses: Vec<DeclaredLicense>,
    /// Fields whose value stands in the workspace or parent, by name.
    pub inherits: Vec<Box<str>>,
    /// Where it comes from.
    pub source: PackageSource,
    /// Its checksums as written.
    pub checksums: Vec<Checksum>,
    /// Further parts of its package URL, as `arch` with `arm64`.
    pub qualifiers: Vec<(Box<str>, Box<str>)>,
    /// What the file says of it to people.
    pub about: PackageAbout,
    /// The package whose source it is built from, as name and version, where that is another one.
    pub built_from: Option<(Box<str>, Option<Box<str>>)>,
    /// Other names that requirements may ask for and that it answers to, with the version where one
    /// is given: virtual packages, libraries, commands.
    pub provides: Vec<(Box<str>, Option<Box<str>>)>,
    /// The files that belong to it once it is installed, in order.
    pub files: Vec<PackageFile>,
    /// What for, where the file says it of the package and not of a requirement.
    pub scope: Option<Scope>,
    /// When it is taken at all, as written, where the file says it of the package and not of a
    /// requirement.
    pub condition: Option<Box<str>>,
    /// What it requires, in order.
    pub requirements: Vec<Requirement>,
    /// Where the file describes it.
    pub span: Span,
}

impl PackageFact {
    /// A package of which nothing else is known.
    pub fn new(key: &str, name: &str, span: Span) -> PackageFact {
        PackageFact {
            key: key.into(),
            ecosystem: None,
            name: name.into(),
            version: None,
            is_root: false,
            nature: PackageNature::Library,
            licenses: Vec::new(),
            inherits: Vec::new(),
            source: PackageSource::Unknown,
            checksums: Vec::new(),
            qualifiers: Vec::new(),
            about: PackageAbout::default(),
            built_from: None,
            provides: Vec::new(),
            files: Vec::new(),
            scope: None,
            condition: None,
            requirements: Vec::new(),
            span,
        }
    }

    /// Whether the field's value stands in the workspace or parent.
    pub fn inherits(&self, field: &str) -> bool {
        self.inherits.iter().any(|name| &**name == field)
    }
}

/// What a file says of a package to people, as written.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PackageAbout {
    /// One sentence or more.
    pub description: Option<Box<str>>,
    /// The home page.
    pub homepage: Option<Box<str>>,
    /// Where its source is kept under version control.
    pub repository: Option<Box<str>>,
    /// Where the file is fetched from that is installed, as a lock says.
    pub download: Option<Box<str>>,
    /// Where the archive of its source is fetched from, where that is another file.
    pub source_archive: Option<Box<str>>,
    /// Authors, maintainers, publishers and holders, in order.
    pub parties: Vec<Party>,
    /// What a model or dataset says of itself.
    pub card: Option<Box<ModelCard>>,
}

impl PackageAbout {
    /// Takes from another what is not said here.
    pub fn fill_from(&mut self, other: &PackageAbout) {
        for (mine, theirs) in [
            (&mut self.description, &other.description),
            (&mut self.homepage, &other.homepage),
            (&mut self.repository, &other.repository),
            (&mut self.download, &other.download),
            (&mut self.source_archive, &other.source_archive),
        ] {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        }
        if self.parties.is_empty() {
            self.parties.clone_from(&other.parties);
        }
        match (&mut self.card, &other.card) {
            (Some(card), Some(other)) => card.fill_from(other),
            (card @ None, other) => card.clone_from(other),
            (Some(_), None) => {}
        }
    }
}

/// A file that belongs to an installed package.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PackageFile {
    /// Where it is installed, relative to the root of the installation (for packages of an
    /// operating system: the root of the file system), without a slash in front.
    pub path: Box<[u8]>,
    /// Its checksum, where the file says one.
    pub checksum: Option<Checksum>,
}

/// Where a package comes from, as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum PackageSource {
    /// Not said.
    #[default]
    Unknown,
    /// A registry; `None` for the one that the ecosystem uses by default.
    Registry {
        /// Its address, or the address of the package there.
        url: Option<Box<str>>,
    },
    /// A repository.
    Git {
        /// Its address.
        url: Box<str>,
        /// The commit, else the tag or branch.
        revision: Option<Box<str>>,
    },
    /// An archive by its address.
    Archive {
        /// The address.
        url: Box<str>,
    },
    /// A folder or file of the same tree, relative to the folder of the file that says so.
    Path {
        /// The path as written.
        path: Box<str>,
    },
}

/// A checksum as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Checksum {
    /// The algorithm in lower case: `sha256`, `sha512`, `h1` (Go).
    pub algorithm: Box<str>,
    /// The value in the ecosystem's own writing, hexadecimal or base 64.
    pub value: Box<str>,
}

/// One package's request for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The ecosystem by its purl type, where it is not that of the requiring package.
    pub ecosystem: Option<Box<str>>,
    /// The name of the requested package as written.
    pub name: Box<str>,
    /// What the requiring package calls it, where that is another name.
    pub alias: Option<Box<str>>,
    /// The version requested, as written.
    pub requested: Option<Box<str>>,
    /// The [`PackageFact::key`] of what it came to, where the same file says it, or where a lock further
    /// up has it under a key that this file tells (Paket).
    pub resolved: Option<Box<str>>,
    /// What for.
    pub scope: Scope,
    /// Whether a word of its own says the scope, so that a managed one does not count.
    pub has_own_scope: bool,
    /// When it holds, as written: a target, marker, extra, group or profile.
    pub condition: Option<Box<str>>,
    /// What its own requirements must not bring: names as written, with `*` for any part (Maven).
    pub excludes: Vec<Box<str>>,
    /// Where to take it from, if said.
    pub source: PackageSource,
    /// Whether version and source stand in the workspace, parent or catalog.
    pub inherited: bool,
    /// Whether the requiring package itself uses it, not only what it uses.
    pub direct: bool,
    /// Where the file requests it.
    pub span: Span,
}

impl Requirement {
    /// A direct request for the product as it runs.
    pub fn new(name: &str, span: Span) -> Requirement {
        Requirement {
            ecosystem: None,
            name: name.into(),
            alias: None,
            requested: None,
            resolved: None,
            scope: Scope::Runtime,
            has_own_scope: false,
            condition: None,
            excludes: Vec::new(),
            source: PackageSource::Unknown,
            inherited: false,
            direct: true,
            span,
        }
    }
}

/// A package taken in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The name of the replaced package.
    pub name: Box<str>,
    /// Its version, if only one is replaced.
    pub version: Option<Box<str>>,
    /// The name of what is taken; equal to `name` when only version or source differ.
    pub with: Box<str>,
    /// The version of what is taken.
    pub with_version: Option<Box<str>>,
    /// Where what is taken comes from.
    pub source: PackageSource,
    /// Where the file says so.
    pub span: Span,
}

/// What the root of a workspace says of it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct WorkspaceFact {
    /// The folders of its members as written: paths and patterns relative to the root.
    pub members: Vec<Box<str>>,
    /// Folders that are none, as written.
    pub excluded: Vec<Box<str>>,
    /// The version that members may inherit.
    pub version: Option<Box<str>>,
    /// The licenses that members may inherit.
    pub licenses: Vec<DeclaredLicense>,
    /// What is said to people that members may inherit.
    pub about: PackageAbout,
    /// Where the file says so.
    pub span: Span,
}

/// What a file is included for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IncludeKind {
    /// Its requirements count as if they stood here.
    Requirements,
    /// Its versions hold for whatever is requested here.
    Constraints,
    /// It is the manifest of the parent.
    Parent,
    /// It is the manifest of the workspace.
    Workspace,
}

/// Another file that a file builds on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// What for.
    pub kind: IncludeKind,
    /// Its path as written, relative to the folder of the file; empty where none is given.
    pub path: Box<str>,
    /// The package it should describe, as name and version, where that is said.
    pub package: Option<(Box<str>, Option<Box<str>>)>,
    /// Where the file says so.
    pub span: Span,
}
