// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Ecosystems whose files need nothing special to be joined: a table of readers each.

mod apple;
mod bazel;
mod beam;
mod cards;
mod cluster;
mod conan;
mod containers;
mod dart;
mod haskell;
mod images;
mod julia;
mod models;
mod nix;
mod ocaml;
mod perl;
mod repository;
mod rlang;
mod scripts;
mod sources;
mod swift;
mod terraform;
mod vcpkg;

pub use containers::IMAGES;
pub use models::CARD as MODEL_CARD;

use std::{collections::HashMap, ops::Range};

use heirloom_model::{
    Checksum, PackageEdge, PackageFact, PackageGraph, RelationKind, Requirement, Scope,
};

use super::{
    builder::Builder,
    ecosystem::{Ecosystem, Format, Linkage},
    input::Input,
    plain::{self, Named, Plain},
    tree::Tree,
};
use crate::{purl::Purl, value::Value};

/// The ecosystems, those whose file names say least last.
pub(crate) static ECOSYSTEMS: &[&dyn Ecosystem] = &[
    &bazel::BAZEL,
    &apple::CARTHAGE,
    &sources::CMAKE,
    &apple::COCOAPODS,
    &perl::CPAN,
    &rlang::CRAN,
    &containers::Docker,
    &haskell::HACKAGE,
    &cluster::Helm,
    &beam::HEX,
    &julia::JULIA,
    &scripts::LUAROCKS,
    &sources::MESON,
    &models::MODELS,
    &nix::NIX,
    &ocaml::OPAM,
    &dart::PUB,
    &beam::REBAR,
    &swift::SWIFT,
    &terraform::TERRAFORM,
    &vcpkg::VCPKG,
    &sources::WEST,
    &images::OCI,
    &cluster::Kubernetes,
    &conan::CONAN,
];

/// An ecosystem that is told by its table.
pub(crate) struct Simple {
    plain: Plain,
    formats: &'static [Format],
    /// How packages are used unless their scope says that they build or are optional.
    usual: (RelationKind, f32, &'static str),
}

impl Ecosystem for Simple {
    fn purl_type(&self) -> &'static str {
        self.plain.ecosystem
    }

    fn formats(&self) -> &'static [Format] {
        self.formats
    }

    fn resolve(&self, tree: &Tree<'_>, builder: &mut Builder) {
        plain::resolve(&self.plain, tree, builder);
    }

    fn linkage(&self, _: &PackageGraph, edge: &PackageEdge) -> Linkage {
        let (kind, strength, note) = match edge.scope {
            Scope::Build => (RelationKind::BuildTool, 0.9, "it works while the package is built"),
            _ => self.usual,
        };
        Linkage { kind, scope: edge.scope, strength, note }
    }
}

/// What most ecosystems have in common.
const fn plain_of(
    ecosystem: &'static str,
    manifests: &'static [&'static str],
    locks: &'static [&'static str],
    purl: fn(Named<'_>) -> Option<Purl>,
) -> Plain {
    Plain {
        ecosystem,
        manifests,
        locks,
        installed: &[],
        names_absent: false,
        lists: &[],
        spread: &[],
        purl,
        normal: as_it_is,
        pinned: never,
        lock_folder: plain::beside,
        manager_folder: plain::beside,
        property: None,
    }
}

fn as_it_is(name: &str) -> String {
    name.to_owned()
}

/// Requests are ranges.
fn never(_: &str) -> Option<&str> {
    None
}

/// Requests are versions.
fn always(requested: &str) -> Option<&str> {
    Some(requested).filter(|text| !text.is_empty())
}

/// Requests that start with a digit are versions, others ranges.
fn numbered(requested: &str) -> Option<&str> {
    let is_plain = !requested.contains([' ', ',', '|', '*', '<', '>']);
    (is_plain && requested.starts_with(|c: char| c.is_ascii_digit())).then_some(requested)
}

/// The version of `== 1.2` and `=1.2`.
fn behind_equals(requested: &str) -> Option<&str> {
    let rest = requested.trim().trim_start_matches('=');
    let version = rest.trim();
    let is_one =
        rest.len() < requested.trim().len() && !version.contains([',', '*', ' ', '|', '&']);
    (is_one && !version.is_empty()).then_some(version)
}

/// A package URL without a namespace.
fn named(named: Named<'_>) -> Option<Purl> {
    Purl::new(named.ecosystem, None, named.name, named.version).ok()
}

/// The root that a file is the manifest of, without a name unless one is given.
fn root(input: &Input<'_>, name: &str, range: Range<usize>) -> PackageFact {
    let mut package = PackageFact::new("", name, input.span(range));
    package.is_root = true;
    package
}

fn request(
    input: &Input<'_>,
    name: &str,
    requested: Option<&str>,
    range: Range<usize>,
) -> Requirement {
    let mut requirement = Requirement::new(name, input.span(range));
    requirement.requested = requested.filter(|text| !text.is_empty()).map(Into::into);
    requirement
}

fn sum(algorithm: &str, value: &str) -> Checksum {
    Checksum { algorithm: algorithm.into(), value: value.into() }
}

/// The place of a part of the text.
fn place_in(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    if start <= text.len() { start..(start + part.len()).min(text.len()) } else { 0..0 }
}

/// The entries of a map below a key.
fn entries<'a, 'b>(
    value: &'b Value<'a>,
    key: &str,
) -> &'b [(std::borrow::Cow<'a, str>, Value<'a>)] {
    value.get(key).map(Value::entries).unwrap_or_default()
}

/// The entries of a map below a key, for many look-ups.
fn index<'a, 'b>(value: &'b Value<'a>, key: &str) -> HashMap<&'b str, &'b Value<'a>> {
    entries(value, key).iter().map(|(name, value)| (&**name, value)).collect()
}

/// The items of a list below a key.
fn items<'a, 'b>(value: &'b Value<'a>, key: &str) -> &'b [Value<'a>] {
    value.get(key).map(Value::items).unwrap_or_default()
}
