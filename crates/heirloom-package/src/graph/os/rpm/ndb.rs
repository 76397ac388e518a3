// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! rpm's own container `Packages.db`: pages of slots, each with the place of a record.

use std::borrow::Cow;

use super::{Blobs, numbers::u32_le};

const MAGIC: usize = u32::from_le_bytes(*b"RpmP") as usize;
const SLOT: usize = u32::from_le_bytes(*b"Slot") as usize;
const RECORD: usize = u32::from_le_bytes(*b"BlbS") as usize;
const PAGE: usize = 4_096;
const BLOCK: usize = 16;
/// The header takes the room of as many slots.
const N_SLOTS_OF_HEADER: usize = 2;

pub(super) fn blobs(bytes: &[u8]) -> Option<Blobs<'_>> {
    if u32_le(bytes, 0)? != MAGIC {
        return None;
    }
    let mut blobs = Blobs::new(bytes);
    if u32_le(bytes, 4)? != 0 {
        blobs.damaged("a version of the container that is not known".to_owned());
        return Some(blobs);
    }
    let n_pages = u32_le(bytes, 12)?;
    let n_slots = n_pages.saturating_mul(PAGE / BLOCK);
    for slot in N_SLOTS_OF_HEADER..n_slots {
        let at = slot * BLOCK;
        let Some(magic) = u32_le(bytes, at) else {
            blobs.damaged(format!("the file ends before slot {slot} of {n_slots}"));
            break;
        };
        if magic != SLOT {
            blobs.damaged(format!("slot {slot} is none"));
            continue;
        }
        let index = u32_le(bytes, at + 4).unwrap_or_default();
        let start = u32_le(bytes, at + 8).unwrap_or_default().saturating_mul(BLOCK);
        // Slots without a package are free.
        if index == 0 || start == 0 {
            continue;
        }
        match record(bytes, start, index) {
            Some(record) if blobs.take(record.len()) => {
                blobs.keep(start + BLOCK, Cow::Borrowed(record));
            }
            _ => blobs.damaged(format!("the record of slot {slot} is not at byte {start}")),
        }
    }
    Some(blobs)
}

fn record(bytes: &[u8], start: usize, index: usize) -> Option<&[u8]> {
    if u32_le(bytes, start)? != RECORD || u32_le(bytes, start + 4)? != index {
        return None;
    }
    let n_bytes = u32_le(bytes, start + 12)?;
    let start = start + BLOCK;
    bytes.get(start..start.checked_add(n_bytes)?)
}
