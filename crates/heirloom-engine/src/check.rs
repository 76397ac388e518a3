// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What follows for a product: a scan, the product it shows, and the conclusions.

use std::sync::atomic::{AtomicBool, Ordering};

use heirloom_lineage::{
    ProductProblem,
    book::{BookError, LicenseBook},
    conclude::{ConcludeLimits, conclude},
    judge::Judge,
    stated::StatedProduct,
};
use heirloom_model::{DeliveryConclusion, DeliveryKind, Product};
use heirloom_package::graph::{self, GraphLimits};
use heirloom_source::SourceLimits;

use crate::{Contents, Progress, ScanError, ScanRequest, ScanResult, product::Found, scan};

/// What a check is asked for.
#[derive(Clone, Debug)]
pub struct CheckRequest {
    /// The scan before it.
    pub scan: ScanRequest,
    /// What people state.
    pub stated: StatedProduct,
    /// The delivery where none is stated.
    pub assumed: DeliveryKind,
}

/// Why a check has no result.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The scan has none.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// The license facts cannot be read.
    #[error(transparent)]
    Book(#[from] BookError),
}

/// What was found and what follows.
#[derive(Debug)]
pub struct CheckResult {
    /// The scan.
    pub scan: ScanResult,
    /// The product.
    pub product: Product,
    /// What follows for each delivery.
    pub deliveries: Vec<DeliveryConclusion>,
    /// What could not be judged.
    pub problems: Vec<ProductProblem>,
}

/// Scans a source and concludes what follows.
///
/// # Errors
/// [`CheckError`] when there is no result at all.
pub fn check(
    request: &CheckRequest,
    book: &LicenseBook,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<CheckResult, CheckError> {
    let (scan, product) = survey(request, progress, cancel)?;
    let (product, deliveries, problems) = judged(book, product);
    Ok(CheckResult { scan, product, deliveries, problems })
}

/// Scans a source and gives the product that it shows.
///
/// # Errors
/// [`CheckError`] when the scan has no result.
pub fn survey(
    request: &CheckRequest,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<(ScanResult, Product), CheckError> {
    let scan = scan(&request.scan, progress, cancel)?;
    let mut found = Found::default();
    let mut contents = Contents::new(&request.scan);
    for record in scan.files.iter().map_err(ScanError::from)? {
        let record = record.map_err(ScanError::from)?;
        if cancel.load(Ordering::Relaxed) {
            return Err(ScanError::Cancelled.into());
        }
        let is_package = graph::is_package_file(&record.path);
        let is_source = heirloom_source::language_of(&record.path, b"#!/bin/sh\n").is_some();
        let bytes =
            if is_package || is_source { contents.read(&record) } else { None }.unwrap_or_default();
        // TODO: read these with the other facts of a file, so that they are cached; the problems
        // of both readers are dropped here.
        let packages = (is_package && !bytes.is_empty())
            .then(|| graph::read(&record.path, &bytes, &GraphLimits::standard()).0)
            .flatten();
        let source = (is_source && !bytes.is_empty())
            .then(|| heirloom_source::read(&record.path, &bytes, &SourceLimits::standard()).0)
            .flatten();
        found.observe(&record, packages, source);
    }
    let product = crate::product::product(&found, &scan.summary, &request.stated, request.assumed);
    Ok((scan, product))
}

/// What follows for a product, delivery by delivery.
pub fn judged(
    book: &LicenseBook,
    product: Product,
) -> (Product, Vec<DeliveryConclusion>, Vec<ProductProblem>) {
    let mut judge = Judge::new(book, product);
    let deliveries = (0..judge.product().deliveries.len())
        .map(|delivery| conclude(&mut judge, delivery, &ConcludeLimits::standard()))
        .collect();
    let problems = judge.problems().to_vec();
    (judge.product().clone(), deliveries, problems)
}
