// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Crates whose sources Cargo has put into the tree: `cargo vendor` and the sources of registries.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{Owner, PackageSource, Scope, TreePath};
use semver::Version;

use super::{
    members::{Member, Wanted},
    resolve::{Members, accepts, add_requested, connect_wanted, describe},
};
use crate::{
    graph::{
        builder::{Builder, NewPackage, Node},
        tree::File,
    },
    purl::Purl,
};

/// The copies of a tree, with or without a lock that names them.
pub(super) struct Copies<'a> {
    by_name: BTreeMap<&'a str, Vec<(Option<Version>, Node)>>,
    nodes: BTreeMap<TreePath, Node>,
}

impl<'a> Copies<'a> {
    /// Adds the copies that Cargo has marked as such; those that only a lock tells apart from the
    /// tree's own are there already.
    pub(super) fn new(
        builder: &mut Builder,
        members: &Members<'a>,
        vendored: &BTreeSet<TreePath>,
        unpacked: &BTreeMap<TreePath, Option<File<'_>>>,
        locked: &BTreeSet<TreePath>,
    ) -> Copies<'a> {
        let mut copies = Copies { by_name: BTreeMap::new(), nodes: BTreeMap::new() };
        for (folder, mark) in unpacked.iter().filter(|(folder, _)| vendored.contains(*folder)) {
            let member = &members[folder];
            let sums = mark.iter().flat_map(|file| &file.facts.packages);
            let sums: Vec<_> = sums.flat_map(|package| package.checksums.clone()).collect();
            // A crate of a repository has no checksum; which one, the lock alone tells.
            let is_of_registry = mark.is_none() || !sums.is_empty();
            if !is_of_registry && locked.contains(folder) {
                continue;
            }
            let Some(node) = add(builder, member, is_of_registry) else {
                break;
            };
            builder.add_checksums(node, &sums);
            if !locked.contains(folder) {
                describe(builder, node, member);
            }
            let version = member.version().and_then(|version| Version::parse(version).ok());
            copies.by_name.entry(&member.package.name).or_default().push((version, node));
            copies.nodes.insert(folder.clone(), node);
        }
        for all in copies.by_name.values_mut() {
            all.sort_by(|a, b| b.cmp(a));
        }
        copies
    }

    /// The copy that answers a request: of several the latest.
    pub(super) fn find(&self, wanted: &Wanted<'_>) -> Option<Node> {
        let fits = |version: &Option<Version>| {
            version.as_ref().is_some_and(|version| accepts(wanted, &version.to_string()))
        };
        let all = self.by_name.get(wanted.name())?;
        all.iter().find(|(version, _)| fits(version)).map(|(_, node)| *node)
    }

    /// The edges between copies that no lock names. What serves those who work on somebody else's
    /// crate is not taken with it, nor is what a feature or target alone would need.
    pub(super) fn connect(
        &self,
        builder: &mut Builder,
        members: &Members<'_>,
        locked: &BTreeSet<TreePath>,
    ) {
        for (folder, from) in self.nodes.iter().filter(|(folder, _)| !locked.contains(*folder)) {
            let member = &members[folder];
            for wanted in member.wanted().filter(|wanted| is_taken(wanted)) {
                let is_certain = wanted.requirement.scope != Scope::Optional
                    && wanted.requirement.condition.is_none();
                let mut to = self.find(&wanted);
                if to.is_none() && is_certain {
                    to = add_requested(builder, &wanted);
                }
                if let Some(to) = to.filter(|to| to != from) {
                    connect_wanted(builder, *from, to, member, &wanted);
                }
            }
        }
    }
}

fn is_taken(wanted: &Wanted<'_>) -> bool {
    !matches!(wanted.requirement.scope, Scope::Development | Scope::Test)
}

fn add(builder: &mut Builder, member: &Member<'_>, is_of_registry: bool) -> Option<Node> {
    let (name, version) = (&*member.package.name, member.version());
    builder.add(NewPackage {
        ecosystem: "cargo",
        name,
        version,
        purl: Purl::new("cargo", None, name, version).ok(),
        owner: Owner::ThirdParty,
        folder: Some(member.file.folder()),
        source: match is_of_registry {
            true => PackageSource::Registry { url: None },
            false => PackageSource::Unknown,
        },
    })
}
