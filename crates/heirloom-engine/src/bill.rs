// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A scan as a bill of materials, with what only the files themselves can tell: where they show
//! licenses, the words of licenses that SPDX does not list, the files and layers one by one, and how
//! components are linked.

mod archives;
mod files;
mod loose;
mod posix;
mod quotes;
mod relations;

use std::{
    collections::HashMap,
    sync::atomic::{AtomicBool, Ordering},
};

use heirloom_model::{FileRecord, FileRole, Product, TreePath};
use heirloom_sbom::{
    Bill, BomOptions, Completeness, ItemKind, LicenseEvidence, is_exception,
    without_bare_exceptions as plain,
};

use crate::{Contents, Progress, ScanError, ScanRequest, ScanResult};

/// What a bill of materials says beyond packages.
#[derive(Clone, Debug, Default)]
pub struct BillOptions {
    /// What every bill is asked for.
    pub bom: BomOptions,
    /// Whether files and the layers of an image are listed one by one, with checksums and the parts
    /// that show licenses.
    pub files: bool,
}

/// The bill of materials of a scan; `product` adds how components are linked, run and copied. `progress`
/// hears of each file that is read once more for its checksums: all where files are listed, else those
/// in which packages are handed out.
///
/// # Errors
/// [`ScanError`] when the records of files cannot be read, or when `cancel` is set.
pub fn bill(
    request: &ScanRequest,
    scan: &ScanResult,
    product: Option<&Product>,
    options: &BillOptions,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<Bill, ScanError> {
    let summary = &scan.summary;
    let mut bill = heirloom_sbom::of_scan(summary, &options.bom);
    let owners = Owners::new(&bill, scan);
    let mut contents = Contents::new(request);
    let mut places = quotes::Places::default();
    let mut quotes = quotes::Quotes::default();
    let mut loose = loose::Loose::default();
    let archives = match request.is_bill {
        true => archives::Archives::default(),
        false => archives::Archives::new(&summary.inventory.graph, &owners),
    };
    let is_wanted = |path: &TreePath| options.files || archives.has(path);
    let mut sums = match options.files || !archives.is_empty() {
        true => files::Sums::of_source(request, &is_wanted, progress, cancel),
        false => files::Sums::default(),
    };
    let files = options.files.then(|| files::Files::new(&mut bill, summary, &owners));
    for record in scan.files.iter()? {
        if cancel.load(Ordering::Relaxed) {
            return Err(ScanError::Cancelled);
        }
        let record = record?;
        quotes.consider(&record);
        if record.context.package.is_none() {
            loose.count(&record);
        }
        let wanted = Some(&record).filter(|record| is_wanted(&record.path));
        let found = wanted.and_then(|record| sums.take(record, &mut contents));
        if let Some(found) = &found {
            archives.tell(&mut bill, &record, found);
        }
        match &files {
            Some(files) => files.add(&mut bill, &record, owners.of(&record), found.as_ref()),
            None => places.add(&mut bill, &record, owners.of(&record)),
        }
    }
    if let Some(whole) = owners.whole.filter(|_| summary.image.is_none()) {
        loose.write(&mut bill.items[whole]);
    }
    match product {
        Some(product) => {
            relations::of_product(summary, product, &owners, options.bom.with_aside, &mut bill);
        }
        // What a document of somebody else does not say is not said for it.
        None if request.is_bill => {}
        None => relations::of_graph(summary, &owners, &mut bill),
    }
    // Names every license that is still without words.
    bill.tidy();
    quotes.write(&mut bill, &mut contents);
    // Of what only relations and files show nobody knows what it needs.
    for item in bill.items.iter_mut().filter(|item| item.kind != ItemKind::File) {
        item.completeness.get_or_insert(Completeness::Unknown);
    }
    Ok(bill.with_plain_license_names())
}

/// Which item of a bill a file belongs to.
struct Owners {
    /// By the number of the package.
    by_package: Vec<Option<usize>>,
    /// What the bill is about, where no package stands for it.
    whole: Option<usize>,
}

impl Owners {
    fn new(bill: &Bill, scan: &ScanResult) -> Owners {
        let keys: HashMap<&str, usize> =
            bill.items.iter().enumerate().map(|(at, item)| (item.key.as_str(), at)).collect();
        let packages = &scan.summary.inventory.graph.packages;
        let place = |id: &str| keys.get(id).copied();
        Owners {
            by_package: packages.iter().map(|package| place(package.id.as_str())).collect(),
            whole: place(heirloom_sbom::WHOLE),
        }
    }

    fn of(&self, record: &FileRecord) -> Option<usize> {
        let Some(package) = record.context.package else { return self.whole };
        let listed = self.by_package.get(package.0 as usize).copied().flatten();
        // Of a package that is not listed, as it serves tests, what serves none is of the whole: such
        // a package may stand at the top of a tree that no other package file describes.
        let role = record.context.role;
        let is_of_whole = role.is_content() || role == FileRole::LicenseText;
        listed.or(self.whole.filter(|_| is_of_whole))
    }
}

/// What files show, as text in forms: the expression as SPDX has it.
fn evidence(record: &FileRecord) -> impl Iterator<Item = LicenseEvidence> {
    use heirloom_model::FindKind;
    let finds = record.facts.licenses.iter();
    let shown = finds.filter(|find| {
        let tells = matches!(
            find.kind,
            FindKind::Text | FindKind::Notice | FindKind::Reference | FindKind::Tag
        );
        tells && !is_exception(&find.expression.to_string())
    });
    let file = format!("./{}", record.path);
    shown.map(move |find| {
        let span = &find.span;
        LicenseEvidence {
            license: plain(&find.expression.to_string()),
            file: file.clone(),
            lines: (span.first_line, span.last_line),
            bytes: (span.end > span.start).then_some((span.start + 1, span.end)),
            kind: find.kind.name().to_owned(),
        }
    })
}

#[cfg(test)]
mod tests;
