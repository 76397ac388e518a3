// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What has to be handed over with each delivery: duties turned into things, each found or named as
//! missing.

mod assemble;
mod owners;
mod texts;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, atomic::AtomicBool},
};

use heirloom_lineage::{
    book::LicenseBook,
    conclude::{ConcludeLimits, conclude},
    demand::demands,
    judge::Judge,
};
use heirloom_model::{
    Bundle, Component, ComponentId, FileRecord, Owner, PieceKind, Product, TreePath,
};

use self::{
    assemble::{Assembly, Readers},
    owners::Owners,
};
use crate::{
    Contents, Progress, ScanError, ScanResult,
    archives::{Archives, Material},
    check::{self, CheckError, CheckRequest, Survey},
};

/// What a bundle is asked for.
#[derive(Clone, Debug)]
pub struct BundleRequest {
    /// The check before it.
    pub check: CheckRequest,
    /// The one delivery that is wanted, by its name; `None` for all.
    pub delivery: Option<String>,
    /// Whether source is offered in writing instead of handed over.
    pub is_written_offer: bool,
}

/// The bundles, one for each delivery that was asked for.
#[derive(Debug)]
pub struct BundleResult {
    /// The bundles.
    pub bundles: Vec<Bundle>,
    /// The names of all deliveries.
    pub deliveries: Vec<Arc<str>>,
}

/// Everything at hand from which bundles are made.
struct Stock<'a> {
    components: BTreeMap<&'a ComponentId, &'a Component>,
    /// What the files of the source say, by component.
    found: BTreeMap<ComponentId, Material>,
    archives: Archives,
    /// The files that people named, by path.
    named: BTreeMap<TreePath, FileRecord>,
}

/// Scans and judges a source, and gathers what has to go with its deliveries.
///
/// # Errors
/// [`CheckError`] when there is no result at all. What is missing is part of the result.
pub fn bundle(
    request: &BundleRequest,
    book: &LicenseBook,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<BundleResult, CheckError> {
    let Survey { scan, product, archives } = check::survey_all(&request.check, progress, cancel)?;
    let mut judge = Judge::new(book, product);
    let mut wanted = Vec::new();
    let names: Vec<Arc<str>> =
        judge.product().deliveries.iter().map(|delivery| delivery.name.clone()).collect();
    for (index, name) in names.iter().enumerate() {
        if request.delivery.as_deref().is_none_or(|wanted| *wanted == **name) {
            let delivery = conclude(&mut judge, index, &ConcludeLimits::standard());
            let demands = demands(&delivery);
            wanted.push((delivery, demands, unlicensed(&judge, index)));
        }
    }
    let product = judge.product();
    let about: BTreeSet<&ComponentId> =
        wanted.iter().flat_map(|(_, one, _)| &one.pieces).map(|piece| &piece.about).collect();
    let stock = Stock {
        components: product.components.iter().map(|one| (&one.id, one)).collect(),
        found: found(&scan, product, &about)?,
        archives,
        named: named(&scan, request)?,
    };
    let mut readers = Readers {
        tree: Contents::new(&request.check.scan),
        archives: request.check.sources.as_ref().map(Contents::new),
    };
    let mut bundles = Vec::new();
    for (delivery, demands, unlicensed) in wanted {
        let mut assembly = Assembly::new(&stock, request, &delivery, demands);
        assembly.miss_licenses(unlicensed);
        bundles.push(assembly.bundle(&mut readers));
    }
    Ok(BundleResult { bundles, deliveries: names })
}

/// What goes with a delivery and has no license that anybody knows: no duty speaks of it, so nothing
/// would show that something is missing.
fn unlicensed(judge: &Judge<'_>, delivery: usize) -> Vec<ComponentId> {
    let components = &judge.product().components;
    let mut unlicensed: Vec<ComponentId> = judge
        .delivered(delivery)
        .map(|index| &components[index as usize])
        .filter(|one| one.owner == Owner::ThirdParty && one.license.effective().is_none())
        .map(|one| one.id.clone())
        .collect();
    unlicensed.sort();
    unlicensed
}

/// What the files of the source say of the components that something is owed for.
fn found(
    scan: &ScanResult,
    product: &Product,
    about: &BTreeSet<&ComponentId>,
) -> Result<BTreeMap<ComponentId, Material>, ScanError> {
    let owners = Owners::new(product);
    let mut found: BTreeMap<ComponentId, Material> = BTreeMap::new();
    for record in scan.files.iter()? {
        let record = record?;
        if let Some(id) = owners.of(&record)
            && about.contains(id)
        {
            found.entry(id.clone()).or_default().observe(&record);
        }
    }
    Ok(found)
}

/// The files that people named as pieces.
fn named(
    scan: &ScanResult,
    request: &BundleRequest,
) -> Result<BTreeMap<TreePath, FileRecord>, ScanError> {
    let pieces = request.check.stated.pieces.iter();
    let paths: BTreeSet<&TreePath> =
        pieces.filter(|piece| piece.kind != PieceKind::Source).map(|piece| &piece.file).collect();
    let mut named = BTreeMap::new();
    if paths.is_empty() {
        return Ok(named);
    }
    for record in scan.files.iter()? {
        let record = record?;
        if paths.contains(&record.path) {
            named.insert(record.path.clone(), record);
        }
    }
    Ok(named)
}
