// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files, and the layers of an image, as items of their own.

use std::collections::BTreeSet;

use heirloom_model::{FileRecord, ScanSummary};
use heirloom_sbom::{Bill, Item, ItemKind, Licensing, Relation, RelationKind};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::{Owners, evidence, plain};
use crate::Contents;

/// Adds files to a bill.
pub(super) struct Files {
    /// The items of the layers, from the lowest.
    layers: Vec<usize>,
}

impl Files {
    /// Lists the layers of an image, and which packages each brought.
    pub(super) fn new(bill: &mut Bill, summary: &ScanSummary, owners: &Owners) -> Files {
        let Some(image) = &summary.image else { return Files { layers: Vec::new() } };
        let mut layers = Vec::with_capacity(image.layers.len());
        for (number, layer) in image.layers.iter().enumerate() {
            let at = bill.items.len();
            let digest = layer.diff_id.strip_prefix("sha256:");
            let instruction = layer.instruction.and_then(|at| image.instructions.get(at as usize));
            bill.items.push(Item {
                key: format!("layer:{number}:{}", layer.diff_id),
                kind: ItemKind::Archive,
                name: format!("layer {}", number + 1),
                version: Some(layer.diff_id.to_string()),
                description: instruction.map(|one| one.short().to_owned()),
                checksums: digest
                    .map(|value| ("SHA-256".to_owned(), value.to_owned()))
                    .into_iter()
                    .collect(),
                ..Item::default()
            });
            hold(bill, 0, at);
            layers.push(at);
        }
        for (package, layer) in owners.by_package.iter().zip(&image.packages) {
            let layer = layer.and_then(|layer| layers.get(usize::from(layer.0)));
            if let (Some(package), Some(&layer)) = (*package, layer) {
                hold(bill, layer, package);
            }
        }
        Files { layers }
    }

    /// Lists a file with its checksums, below the package, the layer or the whole that it is of.
    pub(super) fn add(
        &mut self,
        bill: &mut Bill,
        record: &FileRecord,
        owner: Option<usize>,
        contents: &mut Contents<'_>,
    ) {
        let of_layer = || {
            let layer = record.context.layer?;
            self.layers.get(usize::from(layer.0)).copied()
        };
        // A file of no package is its layer's.
        let is_loose = record.context.package.is_none();
        let owner = if is_loose { of_layer().or(owner) } else { owner };
        let Some(owner) = owner else { return };
        let shown: BTreeSet<String> = evidence(record).map(|place| place.license).collect();
        let concluded = record.context.concluded.as_ref();
        let notices: BTreeSet<&str> =
            record.facts.copyrights.iter().map(|find| &*find.statement).collect();
        let notices: Vec<&str> = notices.into_iter().collect();
        let at = bill.items.len();
        let name = format!("./{}", record.path);
        bill.items.push(Item {
            key: format!("file:{}", record.path),
            kind: ItemKind::File,
            name,
            checksums: checksums(record, contents),
            concluded: concluded.map_or(Licensing::Unknown, |one| {
                let expression = one.expression.clone().without_repeated_exceptions();
                Licensing::Stated(plain(&expression.to_string()))
            }),
            detected: shown.into_iter().collect(),
            evidence: evidence(record).collect(),
            copyright: (!notices.is_empty()).then(|| notices.join("\n")),
            ..Item::default()
        });
        hold(bill, owner, at);
    }
}

fn hold(bill: &mut Bill, from: usize, to: usize) {
    bill.relations.push(Relation { from, kind: RelationKind::Contains, to, comment: None });
}

/// What SPDX asks for and what people compare; none where the bytes cannot be had again.
fn checksums(record: &FileRecord, contents: &mut Contents<'_>) -> Vec<(String, String)> {
    let Some(bytes) = contents.read_whole(record) else { return Vec::new() };
    let hex = |digest: &[u8]| digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    vec![
        ("SHA-1".to_owned(), hex(&Sha1::digest(&bytes))),
        ("SHA-256".to_owned(), hex(&Sha256::digest(&bytes))),
    ]
}
