// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads Bundler's lock: sections at the margin, sources with their gems and what those require.

use std::collections::HashMap;

use heirloom_model::{Checksum, PackageFact, PackageSource, Requirement};

use crate::{graph::input::Input, lines::lines};

/// What stands above the gems of a section.
#[derive(Default)]
struct Origin {
    section: String,
    remote: Option<String>,
    revision: Option<String>,
}

impl Origin {
    fn source(&self) -> PackageSource {
        let remote = self.remote.clone().unwrap_or_default().into_boxed_str();
        match self.section.as_str() {
            "GIT" => PackageSource::Git {
                url: remote,
                revision: self.revision.as_deref().map(Into::into),
            },
            "PATH" => PackageSource::Path { path: remote },
            _ if remote.contains(concat!("//rubygems", ".org")) || remote.is_empty() => {
                PackageSource::Registry { url: None }
            }
            _ => PackageSource::Registry { url: Some(remote) },
        }
    }
}

pub(super) fn lock(input: &mut Input<'_>) -> bool {
    let mut origin = Origin::default();
    let mut packages: Vec<PackageFact> = Vec::new();
    let mut root: Option<PackageFact> = None;
    let mut by_place: HashMap<(String, String), usize> = HashMap::new();
    for line in lines(input.text()) {
        let (depth, words) = (line.depth(), line.words());
        if words.is_empty() {
            continue;
        }
        let span = input.span(line.words_range());
        let is_source = ["GEM", "GIT", "PATH", "PLUGIN SOURCE"].contains(&&*origin.section);
        match (depth, &*origin.section) {
            (0, _) => origin = Origin { section: words.to_owned(), ..Origin::default() },
            (2, _) if is_source => match words.split_once(": ") {
                Some(("remote", remote)) => origin.remote = Some(remote.to_owned()),
                Some(("revision", revision)) => origin.revision = Some(revision.to_owned()),
                _ => {}
            },
            (4, _) if is_source => {
                let Some((name, version)) = named(words) else {
                    continue;
                };
                let mut package = PackageFact::new(words, name, span);
                package.source = origin.source();
                set_version(&mut package, version);
                by_place.insert((name.to_owned(), version.to_owned()), packages.len());
                packages.push(package);
            }
            (6, _) if is_source => {
                if let Some(package) = packages.last_mut() {
                    package.requirements.push(request(words, span));
                }
            }
            (2, "DEPENDENCIES") => {
                let root = root.get_or_insert_with(|| PackageFact::new("", "", span));
                root.requirements.push(request(words.trim_end_matches('!'), span));
            }
            (2, "CHECKSUMS") => {
                let Some((gem, sums)) = words.split_once(") ") else {
                    continue;
                };
                let place = named(gem).map(|(name, version)| (name.to_owned(), version.to_owned()));
                let place = place.and_then(|place| by_place.get(&place));
                for sum in sums.split([',', ' ']) {
                    if let (Some((algorithm, value)), Some(&at)) = (sum.split_once('='), place) {
                        let (algorithm, value) = (algorithm.into(), value.into());
                        packages[at].checksums.push(Checksum { algorithm, value });
                    }
                }
            }
            _ => {}
        }
    }
    let says_something = !packages.is_empty() || root.is_some();
    if let Some(mut root) = root {
        root.is_root = true;
        root.source = PackageSource::Path { path: "".into() };
        input.add_package(root);
    }
    for package in packages {
        input.add_package(package);
    }
    says_something
}

/// Name and what stands in the brackets behind it.
fn named(words: &str) -> Option<(&str, &str)> {
    let (name, version) = words.split_once(" (")?;
    Some((name, version.trim_end_matches(')')))
}

/// Versions of gems have no dash: behind it stands the platform.
fn set_version(package: &mut PackageFact, written: &str) {
    let (version, platform) = match written.split_once('-') {
        Some((version, platform)) => (version, Some(platform)),
        None => (written, None),
    };
    package.version = Some(version.into());
    package.qualifiers.extend(platform.map(|platform| ("platform".into(), platform.into())));
}

fn request(words: &str, span: heirloom_model::Span) -> Requirement {
    let (name, requested) = match named(words) {
        Some((name, requested)) => (name, Some(requested)),
        None => (words, None),
    };
    let mut requirement = Requirement::new(name.trim_end_matches('!').trim(), span);
    requirement.requested = requested.map(Into::into);
    // Bundler itself stands in no section.
    requirement.condition = (name == "bundler").then(|| "installed".into());
    requirement
}
