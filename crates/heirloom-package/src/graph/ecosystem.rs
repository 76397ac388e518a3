// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What an ecosystem has to tell so that its packages join the graph.

use heirloom_model::{PackageEdge, PackageFileKind, PackageGraph, RelationKind, Scope, TreePath};

use super::{
    bill::Bill, builder::Builder, cargo::Cargo, composer::Composer, conda::Conda, gem::Gem,
    github::Github, go::Go, headers::Headers, input::Input, maven::Maven, more, npm::Npm,
    nuget::Nuget, os, pypi, pypi::Pypi, tree::Tree,
};

/// The ecosystems of programming languages, in the order of their purl types.
pub(crate) const ECOSYSTEMS: &[&dyn Ecosystem] =
    &[&Cargo, &Composer, &Conda, &Gem, &Github, &Go, &Maven, &Npm, &Nuget, &Pypi];

/// Every ecosystem: those of languages, of operating systems, and the others.
pub(crate) fn ecosystems() -> impl Iterator<Item = &'static dyn Ecosystem> {
    [ECOSYSTEMS, os::ECOSYSTEMS, more::ECOSYSTEMS, &[&Bill, &pypi::Lists, &Headers]]
        .into_iter()
        .flatten()
        .copied()
}

/// One ecosystem: its file formats, how its files belong together, and how its packages are linked.
pub(crate) trait Ecosystem: Sync {
    /// The purl type of its packages.
    fn purl_type(&self) -> &'static str;

    /// Its file formats.
    fn formats(&self) -> &'static [Format];

    /// Joins its files into packages and edges. A pure function of the tree.
    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder);

    /// How the required package is used by the requiring one unless something says otherwise.
    fn linkage(&self, graph: &PackageGraph, edge: &PackageEdge) -> Linkage;
}

/// A file format of an ecosystem.
pub(crate) struct Format {
    /// The stable name.
    pub(crate) name: &'static str,
    /// What the file is to its ecosystem.
    pub(crate) kind: PackageFileKind,
    /// File names in lower case, `*` for any characters, at most one folder before them.
    pub(crate) files: &'static [&'static str],
    /// What is read of it, for people.
    pub(crate) takes: &'static str,
    /// Reads a file; `false` when it is none of the format after all.
    pub(crate) read: fn(&mut Input<'_>) -> bool,
}

/// How a package is used by default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Linkage {
    /// The relation.
    pub(crate) kind: RelationKind,
    /// What for; an edge's scope unless the ecosystem knows better.
    pub(crate) scope: Scope,
    /// How often this is right when nothing else is known.
    pub(crate) strength: f32,
    /// Why, in a few words.
    pub(crate) note: &'static str,
}

/// The strength of a use that the database leaves open: together with what it says of it, below what makes
/// a use certain.
pub(crate) const WEAK: f32 = 0.4;

/// The ecosystem of a purl type.
pub(crate) fn ecosystem_of(purl_type: &str) -> Option<&'static dyn Ecosystem> {
    ecosystems().find(|ecosystem| ecosystem.purl_type() == purl_type)
}

/// The format of a file by its name; folders count where a pattern names one.
pub(crate) fn format_of(path: &TreePath) -> Option<(&'static dyn Ecosystem, &'static Format)> {
    let name = crate::lower_name(path)?;
    let folder = path.parent().and_then(|folder| crate::lower_name(&folder));
    let fits = |pattern: &&str| match pattern.split_once('/') {
        Some((wanted, pattern)) => {
            folder.as_deref().is_some_and(|folder| fits(wanted, folder)) && fits(pattern, &name)
        }
        None => fits(pattern, &name),
    };
    ecosystems().find_map(|ecosystem| {
        let is_format = |format: &&Format| format.files.iter().any(&fits);
        ecosystem.formats().iter().find(is_format).map(|format| (ecosystem, format))
    })
}

/// Patterns have at most one `*`.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
    }
}
