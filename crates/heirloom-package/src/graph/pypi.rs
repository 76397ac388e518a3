// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Python: `pyproject.toml`, requirements files, `poetry.lock` and `uv.lock`.
//!
//! Names are compared, and shown, as PEP 503 normalizes them, because every file writes them in its
//! own way.

mod locks;
mod project;
mod requirements;
mod resolve;

use heirloom_model::{PackageEdge, PackageFileKind, PackageGraph};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    relate::loaded,
    tree::Tree,
};

pub(crate) struct Pypi;

const PROJECT: &str = "pyproject";
const REQUIREMENTS: &str = "pip-requirements";
const POETRY_LOCK: &str = "poetry-lock";
const UV_LOCK: &str = "uv-lock";

impl Ecosystem for Pypi {
    fn purl_type(&self) -> &'static str {
        "pypi"
    }

    fn formats(&self) -> &'static [Format] {
        &[
            Format {
                name: PROJECT,
                kind: PackageFileKind::Manifest,
                files: &["pyproject.toml"],
                takes: "project, dependencies, extras, groups, build requirements, Poetry's tables, uv's workspace and sources",
                read: project::project,
            },
            Format {
                name: REQUIREMENTS,
                kind: PackageFileKind::Manifest,
                files: &[
                    "*requirements.txt",
                    "requirements*.txt",
                    "*requirements.in",
                    "requirements*.in",
                    "*constraints.txt",
                    "constraints*.txt",
                    "requirements/*.txt",
                    "requirements/*.in",
                ],
                takes: "requirements with markers and hashes, included files, constraints, `via` comments of pip-compile and uv",
                read: requirements::requirements,
            },
            Format {
                name: POETRY_LOCK,
                kind: PackageFileKind::Lock,
                files: &["poetry.lock"],
                takes: "packages, edges with markers, sources, checksums; versions 1 and 2",
                read: locks::poetry,
            },
            Format {
                name: UV_LOCK,
                kind: PackageFileKind::Lock,
                files: &["uv.lock"],
                takes: "packages, edges with extras, groups and markers, sources, checksums, workspace members",
                read: locks::uv,
            },
        ]
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        resolve::resolve(tree, builder);
    }

    /// `import` loads modules into the running interpreter from where they were installed.
    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        loaded(edge.scope, 0.9, "Python imports installed modules when it runs")
    }
}

/// A name as PEP 503 normalizes it: lower case, runs of `-`, `_` and `.` are one `-`.
fn normalized(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        if matches!(character, '-' | '_' | '.') {
            if !out.ends_with('-') {
                out.push('-');
            }
        } else {
            out.extend(character.to_lowercase());
        }
    }
    out
}
