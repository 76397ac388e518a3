// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files, and the layers of an image, as items of their own.

use std::{
    collections::{BTreeSet, HashMap},
    sync::atomic::AtomicBool,
};

use heirloom_model::{Digest, FileRecord, ScanSummary, TreePath, hexadecimal};
use heirloom_sbom::{Bill, Item, ItemKind, Licensing, Relation, RelationKind};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};

use super::{Owners, evidence, plain};
use crate::{Contents, Progress, ScanRequest, contents};

/// Adds files to a bill.
pub(super) struct Files {
    /// The items of the layers, from the lowest.
    layers: Vec<usize>,
}

/// The checksums of files that lie in a source itself, and not in an archive of it.
#[derive(Default)]
pub(super) struct Sums(HashMap<TreePath, Hashed>);

impl Sums {
    /// Reads the wanted files of the source once more; what was hashed until then is kept when `cancel`
    /// is set.
    pub(super) fn of_source(
        request: &ScanRequest,
        is_wanted: &dyn Fn(&TreePath) -> bool,
        progress: &dyn Progress,
        cancel: &AtomicBool,
    ) -> Sums {
        let mut checksums = HashMap::new();
        contents::each_file(request, is_wanted, cancel, &mut |path, bytes, digest| {
            let size = bytes.len() as u64;
            progress.found(size);
            progress.done(&path, size);
            checksums.insert(path, Hashed { digest, size, sums: Checksums::of(bytes) });
        });
        Sums(checksums)
    }

    /// The checksums of a file; members of archives are read for them. `None` where the bytes cannot be
    /// had again.
    pub(super) fn take(
        &mut self,
        record: &FileRecord,
        contents: &mut Contents<'_>,
    ) -> Option<Checksums> {
        let hashed = self.0.remove(&record.path).filter(|hashed| hashed.is_of(record));
        let known = hashed.map(|hashed| hashed.sums);
        known.or_else(|| contents.read_whole(record).map(|bytes| Checksums::of(&bytes)))
    }
}

/// The checksums of a file, and what its bytes were when they were made.
struct Hashed {
    digest: Digest,
    size: u64,
    sums: Checksums,
}

impl Hashed {
    /// Whether the scan saw the same bytes.
    fn is_of(&self, record: &FileRecord) -> bool {
        match record.digest {
            Some(digest) => digest == self.digest,
            None => record.size == self.size,
        }
    }
}

/// What SPDX asks for, what people compare, and what BSI asks for of files that are handed out.
pub(super) struct Checksums {
    sha1: [u8; 20],
    sha256: [u8; 32],
    sha512: [u8; 64],
}

impl Checksums {
    fn of(bytes: &[u8]) -> Checksums {
        Checksums {
            sha1: Sha1::digest(bytes).into(),
            sha256: Sha256::digest(bytes).into(),
            sha512: Sha512::digest(bytes).into(),
        }
    }

    /// With the names of their algorithms.
    pub(super) fn named(&self) -> [(String, String); 3] {
        let Checksums { sha1, sha256, sha512 } = self;
        let named = |name: &str, digest: &[u8]| (name.to_owned(), hexadecimal(digest));
        [named("SHA-1", sha1), named("SHA-256", sha256), named("SHA-512", sha512)]
    }
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
        &self,
        bill: &mut Bill,
        record: &FileRecord,
        owner: Option<usize>,
        sums: Option<&Checksums>,
    ) {
        let of_layer = || {
            let layer = record.context.layer?;
            self.layers.get(usize::from(layer.0)).copied()
        };
        // A file of no package is its layer's.
        let is_loose = record.context.package.is_none();
        let owner = if is_loose { of_layer().or(owner) } else { owner };
        let Some(owner) = owner else { return };
        let is_member = record.path.as_bytes().windows(2).any(|two| two == b"!/");
        if sums.is_none() && is_member {
            // The archive that holds it is listed.
            return;
        }
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
            checksums: sums.map_or_else(Vec::new, |sums| sums.named()[..2].to_vec()),
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
