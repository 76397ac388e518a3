// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Python: `pyproject.toml`, requirements files, `poetry.lock` and `uv.lock`.
//!
//! Names are compared, and shown, as PEP 503 normalizes them, because every file writes them in its
//! own way.

mod installed;
mod joined;
mod locks;
mod more_locks;
mod project;
mod requirements;
mod resolve;
mod setup;
mod values;

pub(super) use self::requirements::included;

use heirloom_model::{PackageEdge, PackageFileKind, PackageGraph};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    relate::loaded,
    tree::Tree,
};

pub(crate) struct Pypi;

/// Lists of requirements under names that say nothing. It comes last of all ecosystems: whatever else
/// a name means goes before.
pub(crate) struct Lists;

impl Ecosystem for Lists {
    fn purl_type(&self) -> &'static str {
        "pypi"
    }

    fn formats(&self) -> &'static [Format] {
        &[Format {
            name: INCLUDED,
            kind: PackageFileKind::Manifest,
            files: &[
                "*.txt",
                "*.in",
                "*.pip",
                "*.req",
                "*.reqs",
                "requirements/*",
                "reqs/*",
                "requirements*",
            ],
            takes: "requirements, where a list of requirements includes the file",
            read: requirements::listed,
        }]
    }

    /// [`Pypi`] joins them.
    fn resolve(&self, _: &Tree<'_>, _: &mut Builder) {}

    fn linkage(&self, graph: &PackageGraph, edge: &PackageEdge) -> Linkage {
        Pypi.linkage(graph, edge)
    }
}

const PROJECT: &str = "pyproject";
pub(super) const REQUIREMENTS: &str = "pip-requirements";
/// What a list of requirements under a name that says nothing is called by.
pub const INCLUDED: &str = "pip-included";
const POETRY_LOCK: &str = "poetry-lock";
const UV_LOCK: &str = "uv-lock";
const SETUP_CFG: &str = "python-setup-cfg";
const SETUP_PY: &str = "python-setup-py";
const SOURCE_PACKAGE: &str = "python-sdist";
const PIPFILE: &str = "pipfile";
const PIPFILE_LOCK: &str = "pipfile-lock";
const PDM_LOCK: &str = "pdm-lock";
const PYLOCK: &str = "pylock";
const METADATA: &str = "python-metadata";
const RECORD: &str = "python-record";
const REQUIRES: &str = "python-requires";
const FILE_LIST: &str = "python-file-list";
const DIRECT_URL: &str = "python-direct-url";

/// The files of Python's packages.
static FORMATS: &[Format] = &[
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
    Format {
        name: SETUP_CFG,
        kind: PackageFileKind::Manifest,
        files: &["setup.cfg"],
        takes: "project, dependencies, extras, those for building and testing",
        read: setup::setup_cfg,
    },
    Format {
        name: SETUP_PY,
        kind: PackageFileKind::Manifest,
        files: &["setup.py"],
        takes: "project, dependencies and extras with literal values",
        read: setup::setup_py,
    },
    Format {
        name: PIPFILE,
        kind: PackageFileKind::Manifest,
        files: &["pipfile"],
        takes: "dependencies by category, sources",
        read: more_locks::pipfile,
    },
    Format {
        name: PIPFILE_LOCK,
        kind: PackageFileKind::Lock,
        files: &["pipfile.lock"],
        takes: "packages by category, sources, checksums; it has no edges",
        read: more_locks::pipfile_lock,
    },
    Format {
        name: PDM_LOCK,
        kind: PackageFileKind::Lock,
        files: &["pdm.lock"],
        takes: "packages, edges with markers, groups, sources, checksums",
        read: more_locks::pdm,
    },
    Format {
        name: PYLOCK,
        kind: PackageFileKind::Lock,
        files: &["pylock.toml", "pylock.*.toml"],
        takes: "packages, edges where they stand, sources, checksums (PEP 751)",
        read: more_locks::pylock,
    },
    Format {
        name: METADATA,
        kind: PackageFileKind::Installed,
        files: &["*dist-info/metadata", "*egg-info/pkg-info", "*.egg-info"],
        takes: "installed package, edges with markers and extras, licenses, people",
        read: installed::metadata,
    },
    Format {
        name: RECORD,
        kind: PackageFileKind::Installed,
        files: &["*dist-info/record", "*egg-info/record"],
        takes: "files of an installed package with checksums",
        read: installed::record,
    },
    Format {
        name: REQUIRES,
        kind: PackageFileKind::Installed,
        files: &["*egg-info/requires.txt"],
        takes: "edges of an installed package, extras",
        read: installed::requires,
    },
    Format {
        name: FILE_LIST,
        kind: PackageFileKind::Installed,
        files: &["*egg-info/installed-files.txt"],
        takes: "files of an installed package",
        read: installed::list,
    },
    Format {
        name: DIRECT_URL,
        kind: PackageFileKind::Installed,
        files: &["*dist-info/direct_url.json"],
        takes: "repository with its commit, archive with checksums or folder that an installed package was taken from",
        read: installed::direct_url,
    },
    Format {
        name: SOURCE_PACKAGE,
        kind: PackageFileKind::Manifest,
        files: &["pkg-info"],
        takes: "an unpacked source package, edges with markers and extras, licenses, people",
        read: installed::source_package,
    },
];

impl Ecosystem for Pypi {
    fn purl_type(&self) -> &'static str {
        "pypi"
    }

    fn formats(&self) -> &'static [Format] {
        FORMATS
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
