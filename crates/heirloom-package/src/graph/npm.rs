// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! JavaScript: `package.json` with the locks of npm, pnpm and Yarn, and installed `node_modules`.
//!
//! All locks become one form: packages under keys, requirements that name the key they came to. For
//! npm the key is the place in the tree, for pnpm the key of the lock, for Yarn the list of what was
//! requested.

mod bun;
mod deno;
mod installed;
mod lock;
mod manifest;
mod pnpm;
mod resolve;
mod source;
pub(super) mod systems;
mod yarn;

use heirloom_model::{PackageEdge, PackageFileKind, PackageGraph};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    relate::loaded,
    tree::Tree,
};

pub(crate) struct Npm;

const MANIFEST: &str = "npm-manifest";
const NPM_LOCK: &str = "npm-lock";
const PNPM_LOCK: &str = "pnpm-lock";
const PNPM_WORKSPACE: &str = "pnpm-workspace";
const YARN_LOCK: &str = "yarn-lock";
const BUN_LOCK: &str = "bun-lock";
const DENO_LOCK: &str = "deno-lock";
const DENO_MANIFEST: &str = "deno-manifest";
const INSTALLED_LOCK: &str = "npm-installed-lock";
const PNPM_INSTALLED_LOCK: &str = "pnpm-installed-lock";

impl Ecosystem for Npm {
    fn purl_type(&self) -> &'static str {
        "npm"
    }

    fn formats(&self) -> &'static [Format] {
        &[
            Format {
                name: MANIFEST,
                kind: PackageFileKind::Manifest,
                files: &["package.json"],
                takes: "package, dependencies with scope, workspaces; in node_modules the installed packages",
                read: manifest::manifest,
            },
            Format {
                name: NPM_LOCK,
                kind: PackageFileKind::Lock,
                files: &["package-lock.json", "npm-shrinkwrap.json"],
                takes: "packages, edges with scope, licenses, checksums, workspaces, links; versions 1 to 3",
                read: lock::lock,
            },
            Format {
                name: PNPM_LOCK,
                kind: PackageFileKind::Lock,
                files: &["pnpm-lock.yaml"],
                takes: "packages, edges with scope, checksums, importers, aliases; versions 5 to 9",
                read: pnpm::lock,
            },
            Format {
                name: PNPM_WORKSPACE,
                kind: PackageFileKind::Workspace,
                files: &["pnpm-workspace.yaml"],
                takes: "members, catalogs",
                read: pnpm::workspace,
            },
            Format {
                name: YARN_LOCK,
                kind: PackageFileKind::Lock,
                files: &["yarn.lock"],
                takes: "packages, edges, checksums, workspaces, patches; version 1 and those of Yarn 2 and later",
                read: yarn::lock,
            },
            Format {
                name: BUN_LOCK,
                kind: PackageFileKind::Lock,
                files: &["bun.lock"],
                takes: "packages, edges with scope, checksums, workspaces, repositories",
                read: bun::lock,
            },
            Format {
                name: DENO_MANIFEST,
                kind: PackageFileKind::Manifest,
                files: &["deno.json", "deno.jsonc"],
                takes: "package, imports of npm and JSR, workspace members",
                read: deno::manifest,
            },
            Format {
                name: DENO_LOCK,
                kind: PackageFileKind::Lock,
                files: &["deno.lock"],
                takes: "packages of npm and JSR, edges, modules by address, checksums, workspace; versions 2 to 5",
                read: deno::lock,
            },
            Format {
                name: INSTALLED_LOCK,
                kind: PackageFileKind::Installed,
                files: &["node_modules/.package-lock.json"],
                takes: "what npm installed: packages with folders, edges, licenses, checksums",
                read: lock::lock,
            },
            Format {
                name: PNPM_INSTALLED_LOCK,
                kind: PackageFileKind::Installed,
                files: &[".pnpm/lock.yaml"],
                takes: "what pnpm installed: packages, edges, checksums",
                read: pnpm::lock,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        resolve::resolve(tree, builder);
    }

    /// `require` and `import` load modules into the running process, which is what a shared library
    /// is; nothing is joined into one file unless a bundler does it, which no manifest tells.
    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        loaded(edge.scope, 0.9, "Node loads packages when they run, from folders of their own")
    }
}

/// The fields of manifests and locks that request packages.
const SECTIONS: [(&str, heirloom_model::Scope); 4] = [
    // Optional ones stand in `dependencies` as well; the first mention counts.
    ("optionalDependencies", heirloom_model::Scope::Optional),
    ("dependencies", heirloom_model::Scope::Runtime),
    ("devDependencies", heirloom_model::Scope::Development),
    ("peerDependencies", heirloom_model::Scope::Provided),
];
