// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! SQLite's container, as far as rpm uses it: the rows of the table `Packages`, found by the schema
//! on the first page, long rows on chains of pages of their own.

use std::{borrow::Cow, collections::HashSet};

use super::{
    Blobs,
    numbers::{u16_be, u32_be, varint},
};

const MAGIC: &[u8] = b"SQLite format 3\0";
const TABLE: &[u8] = b"Packages";
const INNER: u8 = 5;
const LEAF: u8 = 13;
/// The first page starts with the head of the file.
const FILE_HEAD: usize = 100;

pub(super) fn blobs(bytes: &[u8]) -> Option<Blobs<'_>> {
    if !bytes.starts_with(MAGIC) {
        return None;
    }
    let size = match u16_be(bytes, 16)? {
        1 => 65_536,
        size => size,
    };
    let mut blobs = Blobs::new(bytes);
    let reserved = usize::from(*bytes.get(20)?);
    if !(512..=65_536).contains(&size) || !size.is_power_of_two() || size - reserved < 480 {
        blobs.damaged(format!("pages of {size} bytes"));
        return Some(blobs);
    }
    let file = File { bytes, size, usable: size - reserved };
    let n_pages = u32_be(bytes, 28)?;
    if bytes.len() / size < n_pages {
        let n_there = bytes.len() / size;
        blobs.damaged(format!("the file ends after page {n_there} of {n_pages}"));
    }
    let mut schema = Vec::new();
    file.rows(1, &mut blobs, &mut |row, _, _| schema.extend(table_of(row)));
    match schema.into_iter().find(|(name, _)| name == TABLE) {
        Some((_, first)) => {
            let mut found = Vec::new();
            file.rows(first, &mut blobs, &mut |row, at, _| {
                let blob = columns(&row).and_then(|columns| columns.get(1).cloned());
                found.push((at, blob.map(|place| row[place].to_vec())));
            });
            for (at, blob) in found {
                match blob {
                    Some(blob) => blobs.keep(at, Cow::Owned(blob)),
                    None => blobs.damaged(format!("the row at byte {at} has no record")),
                }
            }
        }
        None => blobs.damaged("no table of packages".to_owned()),
    }
    Some(blobs)
}

/// The name of a table and its first page: the second and fourth column of the schema.
fn table_of(row: Cow<'_, [u8]>) -> Option<(Vec<u8>, usize)> {
    let columns = columns(&row)?;
    let name = row[columns.get(1)?.clone()].to_vec();
    let page = row[columns.get(3)?.clone()].iter();
    let page = page.fold(0_usize, |page, &byte| page << 8 | usize::from(byte));
    Some((name, page))
}

/// The places of the columns of a row: their types stand before them.
fn columns(row: &[u8]) -> Option<Vec<std::ops::Range<usize>>> {
    let (n_head, mut at) = varint(row, 0)?;
    let n_head = usize::try_from(n_head).ok().filter(|n_head| *n_head <= row.len())?;
    let mut start = n_head;
    let mut found = Vec::new();
    while at < n_head {
        let (kind, next) = varint(row, at)?;
        at = next;
        let n_bytes = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            _ => (kind - 12) / 2,
        };
        let end = start.checked_add(usize::try_from(n_bytes).ok()?)?;
        if end > row.len() {
            return None;
        }
        found.push(start..end);
        start = end;
    }
    Some(found)
}

struct File<'a> {
    bytes: &'a [u8],
    size: usize,
    usable: usize,
}

/// Called with a row, the byte it starts at and its page.
type Sink<'b, 'a> = &'b mut dyn FnMut(Cow<'a, [u8]>, usize, usize);

impl<'a> File<'a> {
    fn page(&self, number: usize) -> Option<&'a [u8]> {
        let start = number.checked_sub(1)?.checked_mul(self.size)?;
        self.bytes.get(start..start.checked_add(self.size)?)
    }

    /// The rows of a table, page by page; each page counts once, so circles end.
    fn rows(&self, first: usize, blobs: &mut Blobs<'a>, sink: Sink<'_, 'a>) {
        let mut seen = HashSet::new();
        let mut open = vec![first];
        while let Some(number) = open.pop() {
            if !seen.insert(number) {
                blobs.damaged(format!("page {number} is part of itself"));
                continue;
            }
            if self.table_page(number, &mut open, blobs, sink).is_none() {
                blobs.damaged(format!("page {number} is damaged"));
            }
        }
    }

    fn table_page(
        &self,
        number: usize,
        open: &mut Vec<usize>,
        blobs: &mut Blobs<'a>,
        sink: Sink<'_, 'a>,
    ) -> Option<()> {
        let page = self.page(number)?;
        let head = if number == 1 { FILE_HEAD } else { 0 };
        let n_cells = u16_be(page, head + 3)?;
        match *page.get(head)? {
            INNER => {
                let before = open.len();
                open.push(u32_be(page, head + 8)?);
                for at in (0..n_cells).rev() {
                    let cell = u16_be(page, head + 12 + 2 * at)?;
                    open.push(u32_be(page, cell)?);
                }
                // No page has more cells than its size allows, so this stays small.
                debug_assert!(open.len() - before <= self.size);
            }
            LEAF => {
                for at in 0..n_cells {
                    let cell = u16_be(page, head + 8 + 2 * at)?;
                    let place = (number - 1) * self.size + cell;
                    match self.row(page, cell, blobs) {
                        Some(row) => sink(row, place, number),
                        None => blobs.damaged(format!("row {at} of page {number} is damaged")),
                    }
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// A row: its length, its number, what stands on the page, and the page where it goes on.
    fn row(&self, page: &'a [u8], cell: usize, blobs: &mut Blobs<'a>) -> Option<Cow<'a, [u8]>> {
        let (n_bytes, at) = varint(page, cell)?;
        let (_, at) = varint(page, at)?;
        let n_bytes = usize::try_from(n_bytes).ok().filter(|n| *n <= self.bytes.len())?;
        let n_most = self.usable - 35;
        if n_bytes <= n_most {
            let row = page.get(at..at + n_bytes)?;
            return blobs.take(n_bytes).then_some(Cow::Borrowed(row));
        }
        let n_least = (self.usable - 12) * 32 / 255 - 23;
        let n_fitting = n_least + (n_bytes - n_least) % (self.usable - 4);
        let n_here = if n_fitting <= n_most { n_fitting } else { n_least };
        if !blobs.take(n_bytes) {
            return None;
        }
        let mut row = page.get(at..at + n_here)?.to_vec();
        let mut next = u32_be(page, at + n_here)?;
        while row.len() < n_bytes {
            let page = self.page(next)?;
            let n_part = (n_bytes - row.len()).min(self.usable - 4);
            row.extend_from_slice(page.get(4..4 + n_part)?);
            next = u32_be(page, 0)?;
        }
        Some(Cow::Owned(row))
    }
}
