// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Ruby: `Gemfile`, gem specifications (read for literal values) and Bundler's locks.
//!
//! Most gems keep their version in `lib/…/version.rb`; what the specification takes from there is
//! filled in by a property.

mod lock;
mod program;

use heirloom_model::{PackageEdge, PackageFileKind, PackageGraph, PackageSource, TreePath};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    plain::{self, Named, Plain},
    relate::loaded,
    tree::{File, Tree, upward},
};
use crate::purl::Purl;

pub(crate) struct Gem;

const GEMFILE: &str = "gemfile";
const GEMSPEC: &str = "gemspec";
const VERSION: &str = "gem-version";
const LOCK: &str = "gemfile-lock";
const INSTALLED: &str = "gem-installed";

const PLAIN: Plain = Plain {
    ecosystem: "gem",
    manifests: &[GEMSPEC, GEMFILE, VERSION],
    locks: &[LOCK],
    installed: &[INSTALLED],
    names_absent: true,
    lists: &[],
    spread: &[],
    purl,
    normal: str::to_owned,
    pinned,
    lock_folder: plain::beside,
    manager_folder,
    property: Some(("#{", "}")),
};

impl Ecosystem for Gem {
    fn purl_type(&self) -> &'static str {
        "gem"
    }

    fn formats(&self) -> &'static [Format] {
        &[
            Format {
                name: INSTALLED,
                kind: PackageFileKind::Installed,
                files: &["specifications/*.gemspec", "default/*.gemspec"],
                takes: "installed gems, edges, licenses",
                read: program::installed,
            },
            Format {
                name: GEMFILE,
                kind: PackageFileKind::Manifest,
                files: &["gemfile", "gems.rb", "*.gemfile"],
                takes: "requests with literal names, versions, groups, paths and repositories",
                read: program::gemfile,
            },
            Format {
                name: GEMSPEC,
                kind: PackageFileKind::Manifest,
                files: &["*.gemspec"],
                takes: "gem and requests with literal values, the version also from version.rb",
                read: program::gemspec,
            },
            Format {
                name: VERSION,
                kind: PackageFileKind::Manifest,
                files: &["*version.rb", "lib/*.rb"],
                takes: "the literal values of VERSION and constants named after it",
                read: program::version,
            },
            Format {
                name: LOCK,
                kind: PackageFileKind::Lock,
                files: &["gemfile.lock", "gems.locked", "*.gemfile.lock"],
                takes: "gems, edges, direct requests, platforms, checksums, repositories, paths",
                read: lock::lock,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        plain::resolve(&PLAIN, tree, builder);
    }

    /// `require` reads the files of a gem into the running interpreter.
    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        loaded(edge.scope, 0.9, "Ruby loads gems into the running interpreter")
    }
}

/// `lib/x/version.rb` speaks for the folder that holds `lib`.
fn manager_folder(file: &File<'_>) -> TreePath {
    let folder = file.folder();
    let library = upward(&folder).find(|above| above.file_name() == b"lib");
    library.and_then(|library| library.parent()).unwrap_or(folder)
}

fn purl(named: Named<'_>) -> Option<Purl> {
    let mut purl = Purl::new("gem", None, named.name, named.version).ok()?;
    for (key, value) in named.qualifiers {
        purl.qualify(key, value).ok()?;
    }
    if let PackageSource::Git { url, revision } = named.source {
        let at = revision.as_deref().map(|revision| format!("@{revision}")).unwrap_or_default();
        purl.qualify("vcs_url", &format!("git+{url}{at}")).ok()?;
    }
    Some(purl)
}

fn pinned(requested: &str) -> Option<&str> {
    let version = requested.strip_prefix('=').unwrap_or(requested).trim();
    let is_version = version.starts_with(|c: char| c.is_ascii_digit());
    (is_version && !version.contains([',', ' '])).then_some(version)
}
