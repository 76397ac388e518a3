// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages of a tree, made up.

use heirloom_model::{
    ComponentId, Concluded, ConcludedReason, EvidenceMethod, FileRole, Inventory, Owner, Package,
    PackageContents, PackageEdge, PackageGraph, PackageIndex, PackagePlace, RelationKind, Scope,
};
use heirloom_testkit::arbitrary::{expression, tree_path};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::select,
};

use super::{span, text, uses};

fn place() -> impl Strategy<Value = PackagePlace> {
    let methods = vec![
        EvidenceMethod::Statement,
        EvidenceMethod::Lockfile,
        EvidenceMethod::Manifest,
        EvidenceMethod::EcosystemDefault,
        EvidenceMethod::SourceCode,
        EvidenceMethod::LicenseFind,
        EvidenceMethod::ObjectFile,
        EvidenceMethod::Layout,
    ];
    (tree_path(), span(), select(methods)).prop_map(|(file, span, method)| PackagePlace {
        file,
        span,
        method,
    })
}

/// A package with all that one file says, as the graph keeps it.
fn package() -> impl Strategy<Value = Package> {
    let owners = vec![Owner::Own, Owner::ThirdParty];
    let parts = (uses::package(), "[a-z]{1,8}", select(owners), option::of(tree_path()), place());
    parts.prop_map(|(fact, id, owner, folder, place)| Package {
        id: ComponentId::new(&id).unwrap(),
        purl: fact.version.as_deref().map(Into::into),
        ecosystem: id.as_str().into(),
        name: (*fact.name).into(),
        version: fact.version.as_deref().map(Into::into),
        owner,
        nature: fact.nature,
        folder,
        licenses: fact.licenses,
        source: fact.source,
        checksums: fact.checksums,
        about: fact.about,
        built_from: fact.built_from,
        files: fact.files,
        places: vec![place],
    })
}

fn edge() -> impl Strategy<Value = PackageEdge> {
    let numbers = any::<(u32, u32, bool, bool)>();
    let words = (option::of(text()), option::of(text()));
    (numbers, words, select(Scope::ALL), vec(place(), 0..2)).prop_map(
        |((from, to, scope_is_known, direct), (condition, requested), scope, places)| PackageEdge {
            from: PackageIndex(from),
            to: PackageIndex(to),
            scope,
            scope_is_known,
            condition,
            requested,
            direct,
            linkage: direct.then_some(RelationKind::StaticLink),
            places,
        },
    )
}

fn contents() -> impl Strategy<Value = PackageContents> {
    let maps = (btree_map(expression(), any::<u64>(), 0..2), btree_map(text(), any::<u64>(), 0..2));
    (option::of(expression()), any::<(u64, u64)>(), maps).prop_map(
        |(declared, (n_files, n_bytes), (licenses, holders))| PackageContents {
            role: FileRole::Test,
            concluded: declared.clone().map(|expression| Concluded {
                expression,
                reason: ConcludedReason::Declared,
                source: None,
            }),
            declared,
            n_files,
            n_bytes,
            licenses,
            notices: holders.clone(),
            holders,
        },
    )
}

pub(super) fn inventory() -> impl Strategy<Value = Inventory> {
    let roots = vec(any::<u32>().prop_map(PackageIndex), 0..2);
    (vec(package(), 0..2), vec(edge(), 0..2), roots, vec(contents(), 0..2)).prop_map(
        |(packages, edges, roots, contents)| Inventory {
            graph: PackageGraph { packages, edges, roots, problems: Vec::new() },
            contents,
        },
    )
}
