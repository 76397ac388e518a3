// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Berkeley DB's hash container `Packages`: pages of keys and values, long values on chains of pages
//! of their own. All pages are looked at in turn, so that the hash itself does not matter.

use std::borrow::Cow;

use super::{Blobs, numbers::Order};

/// The mark of a hash at byte 12 of its first page, in the order of the machine that wrote it.
const MAGIC: usize = 0x0006_1561;
const HASH_UNSORTED: u8 = 2;
const OVERFLOW: u8 = 7;
const HASH: u8 = 13;
/// The bytes before the entries of a page.
const PAGE_HEAD: usize = 26;
const ON_PAGE: u8 = 1;
const OFF_PAGE: u8 = 3;

pub(super) fn blobs(bytes: &[u8]) -> Option<Blobs<'_>> {
    let order = [Order::Little, Order::Big]
        .into_iter()
        .find(|order| order.u32(bytes, 12) == Some(MAGIC))?;
    let size = order.u32(bytes, 20)?;
    let mut blobs = Blobs::new(bytes);
    if !(512..=65_536).contains(&size) || !size.is_power_of_two() {
        blobs.damaged(format!("pages of {size} bytes"));
        return Some(blobs);
    }
    if bytes[24] != 0 {
        blobs.damaged("the database is encrypted".to_owned());
        return Some(blobs);
    }
    let last = order.u32(bytes, 32)?;
    let file = File { bytes, order, size };
    let n_pages = bytes.len().div_ceil(size);
    if last >= n_pages {
        blobs.damaged(format!("the file ends before page {n_pages} of {}", last + 1));
    }
    for number in 1..n_pages.min(last + 1) {
        if let Some(page) = file.page(number)
            && matches!(page[25], HASH_UNSORTED | HASH)
        {
            file.hash_page(number, page, &mut blobs);
        }
    }
    Some(blobs)
}

struct File<'a> {
    bytes: &'a [u8],
    order: Order,
    size: usize,
}

impl<'a> File<'a> {
    fn page(&self, number: usize) -> Option<&'a [u8]> {
        let start = number.checked_mul(self.size)?;
        self.bytes.get(start..start + self.size)
    }

    /// Keys and values take turns; each starts where the one before it ends, from the back.
    fn hash_page(&self, number: usize, page: &'a [u8], blobs: &mut Blobs<'a>) {
        let n_entries = self.order.u16(page, 20).unwrap_or_default();
        let start = |at: usize| self.order.u16(page, PAGE_HEAD + 2 * at);
        for at in (1..n_entries).step_by(2) {
            let place = number * self.size;
            let found = start(at).and_then(|from| match *page.get(from)? {
                ON_PAGE => {
                    let inner = page.get(from + 1..start(at - 1)?)?;
                    Some((place + from + 1, Cow::Borrowed(inner)))
                }
                OFF_PAGE => {
                    let first = self.order.u32(page, from + 4)?;
                    let n_bytes = self.order.u32(page, from + 8)?;
                    let whole = blobs.take(n_bytes).then(|| self.chain(first, n_bytes))??;
                    Some((first * self.size, Cow::Owned(whole)))
                }
                _ => None,
            });
            match found {
                // The first record counts the packages.
                Some((_, blob)) if blob.len() <= 4 => {}
                Some((at, blob)) => blobs.keep(at, blob),
                None => blobs.damaged(format!("entry {at} of page {number} is damaged")),
            }
        }
    }

    /// A value on a chain of pages. It has as many bytes as its entry says, so a chain that goes
    /// round in circles ends too.
    fn chain(&self, first: usize, n_bytes: usize) -> Option<Vec<u8>> {
        let mut whole = Vec::new();
        let mut number = first;
        while whole.len() < n_bytes {
            let page = self.page(number).filter(|page| page[25] == OVERFLOW)?;
            let n_here = self.order.u16(page, 22).filter(|n_here| *n_here > 0)?;
            whole.extend_from_slice(page.get(PAGE_HEAD..PAGE_HEAD + n_here)?);
            number = self.order.u32(page, 16)?;
        }
        (whole.len() == n_bytes).then_some(whole)
    }
}
