// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Conclusions that the cache keeps: what follows from the facts of all files follows again.
//!
//! The key is made of every record, in order, and of all else that conclusions depend on, so it
//! does not matter where the records came from. One file that says something else is another key.

use std::io;

use heirloom_intake::OpenImage;
use heirloom_model::{Digest, Problem, ScanSummary};
use heirloom_store::{FactCache, FactKey, Spill, decode_conclusions, encode_conclusions};

use crate::{ScanRequest, beside::Beside, merge::Merge, readers::identity};

/// Changes when anything else may follow from the same facts.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "-", env!("HEIRLOOM_CONCLUSIONS"));
/// Bytes of records that are hashed at once.
const HASHED: usize = 128 << 10;

/// The key of what follows from records and from what no record holds; `None` when the cache is for
/// this run only.
pub(crate) fn key(
    cache: &FactCache,
    request: &ScanRequest,
    beside: &Beside,
    spills: &[Spill],
    walk_problems: &[Problem],
    image: Option<&OpenImage>,
) -> io::Result<Option<FactKey>> {
    if !cache.is_lasting() {
        return Ok(None);
    }
    let mut hasher = blake3::Hasher::new();
    let mut records = Vec::with_capacity(HASHED);
    let mut merge = Merge::new(spills)?;
    while let Some(record) = merge.next_item()? {
        if records.len() + record.len() > HASHED {
            hasher.update(&records);
            records.clear();
        }
        records.extend_from_slice(&(record.len() as u64).to_le_bytes());
        records.extend_from_slice(record);
    }
    let digest = Digest(*hasher.update(&records).finalize().as_bytes());
    let (limits, curations) = (&request.limits, &request.curations);
    // Files of an image know their layer.
    let layers = image.map(OpenImage::image).map(|image| image.layers);
    let others = format!(
        "{:?} {} {curations:?} {walk_problems:?} {layers:?}",
        limits.conclude, limits.problems_per_code
    );
    let identity = identity(&[VERSION.as_bytes(), others.as_bytes(), &beside.digest.0]);
    Ok(Some(FactKey::new(digest, b"conclusions", &identity)))
}

/// What is kept under a key: the contexts of files, and the summary without what names the scan.
pub(crate) fn get(cache: &FactCache, key: &FactKey) -> Option<(ScanSummary, Spill)> {
    let mut value = Vec::new();
    if !cache.facts(key, &mut value) {
        return None;
    }
    let (length, rest) = value.split_first_chunk()?;
    let (summary, contexts) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    Some((decode_conclusions(summary).ok()?, Spill::of_bytes(contexts)))
}

/// Keeps conclusions, unless they are too many.
pub(crate) fn keep(cache: &FactCache, key: &FactKey, summary: &ScanSummary, contexts: &Spill) {
    let Some(contexts) = contexts.bytes() else {
        return;
    };
    let mut value = vec![0; size_of::<u32>()];
    encode_conclusions(summary, &mut value);
    let Ok(length) = u32::try_from(value.len() - size_of::<u32>()) else {
        return;
    };
    value[..size_of::<u32>()].copy_from_slice(&length.to_le_bytes());
    value.extend_from_slice(contexts);
    cache.keep_facts(key, &value);
}
