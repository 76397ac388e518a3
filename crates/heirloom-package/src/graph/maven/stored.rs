// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! POM files of a repository that lies in the tree: what others need is told there.
//!
//! A repository is known by its layout: `GROUP/AS/FOLDERS/NAME/VERSION/NAME-VERSION.pom`, as Maven
//! and Coursier keep it, or `GROUP/NAME/VERSION/DIGEST/NAME-VERSION.pom`, as Gradle does. The path
//! decides over name and version: both are what others ask for.

use std::{cmp::Ordering, collections::BTreeMap};

use heirloom_model::TreePath;

use crate::{vers, version::Scheme};

/// Names and versions that stand in repositories.
#[derive(Default)]
pub(super) struct Stored<'a> {
    by_name: BTreeMap<String, BTreeMap<&'a str, &'a TreePath>>,
}

impl<'a> Stored<'a> {
    pub(super) fn add(&mut self, name: String, version: &'a str, path: &'a TreePath) {
        // Of several copies of one POM the first in the order of paths counts.
        self.by_name.entry(name).or_default().entry(version).or_insert(path);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// Every POM, in the order of names and versions as texts.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &'a str, &'a TreePath)> {
        self.by_name.iter().flat_map(|(name, versions)| {
            versions.iter().map(|(version, path)| (&**name, *version, *path))
        })
    }

    /// The POM of exactly that version.
    pub(super) fn find(&self, name: &str, version: &str) -> Option<&'a TreePath> {
        self.by_name.get(name)?.get(version).copied()
    }

    /// The version that a request comes to: itself, or what a range allows. A range in brackets
    /// with one version says that one; of others the latest counts that a repository holds.
    pub(super) fn chosen(&self, name: &str, requested: &str) -> Option<String> {
        let requested = requested.trim();
        if !is_range(requested) {
            let is_open = matches!(requested, "LATEST" | "RELEASE" | "");
            return (!is_open).then(|| requested.to_owned());
        }
        let only = requested.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(only) = only.filter(|only| !only.contains([',', '[', '(', ')', ']'])) {
            return Some(only.trim().to_owned());
        }
        let range = vers::from_native("maven", requested).ok()?;
        let versions = self.by_name.get(name)?.keys();
        let fitting = versions.filter(|version| range.contains(version).unwrap_or(false));
        let latest =
            fitting.max_by(|a, b| Scheme::Maven.compare(a, b).unwrap_or(Ordering::Equal))?;
        Some((*latest).to_owned())
    }
}

/// Whether a request is a range and not a version.
pub(super) fn is_range(requested: &str) -> bool {
    requested.contains(['[', '(', ','])
}

/// Name and version of the POM at a path that has the form of a repository.
pub(super) fn coordinates(path: &TreePath) -> Option<(&str, &str)> {
    let text = std::str::from_utf8(path.as_bytes()).ok()?;
    let mut inside_out = text.rsplit('/');
    let file = inside_out.next()?.strip_suffix(".pom")?;
    let folders: Vec<&str> = inside_out.take(3).collect();
    let fits = |name: &str, version: &str| {
        let rest = file.strip_prefix(name).and_then(|rest| rest.strip_prefix('-'));
        // Snapshots are stored under the time they were made at.
        let base = version.strip_suffix("-SNAPSHOT");
        rest.is_some_and(|rest| {
            rest == version
                || base.is_some_and(|base| {
                    let time = rest.strip_prefix(base).and_then(|rest| rest.strip_prefix('-'));
                    time.is_some_and(|time| time.starts_with(|c: char| c.is_ascii_digit()))
                })
        })
    };
    match folders.as_slice() {
        [version, name, ..] if fits(name, version) => Some((name, version)),
        [digest, version, name] if is_digest(digest) && fits(name, version) => {
            Some((name, version))
        }
        _ => None,
    }
}

fn is_digest(folder: &str) -> bool {
    (32..=64).contains(&folder.len()) && folder.bytes().all(|byte| byte.is_ascii_hexdigit())
}
