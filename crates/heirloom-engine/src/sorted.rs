// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Puts records in the order of their paths when they came in another.
//!
//! Folders and git trees are walked in that order; a large archive is read as its members come.
//! Runs that fit in memory are sorted and put away, then merged: memory does not grow with their
//! number.

use std::{cmp::Reverse, collections::BinaryHeap, io, path::Path};

use heirloom_store::{Spill, SpillReader, SpillWriter, record_path};

use crate::{merge::Merge, worker::Sequence};

/// Bytes of records that are sorted at once.
const RUN_BYTES: usize = 16 << 20;

/// The records of all spills as one spill in the order of their paths.
pub(crate) fn sort(spills: &[Spill], folder: &Path) -> io::Result<Spill> {
    let runs = runs(spills, folder, RUN_BYTES)?;
    let mut merged = SpillWriter::new(folder, RUN_BYTES / 2);
    let mut sources: Vec<Source> =
        runs.iter().map(|run| Source { reader: run.reader(), item: Vec::new() }).collect();
    // Of equal paths the one of the earlier run comes first.
    let mut heap = BinaryHeap::new();
    for (number, source) in sources.iter_mut().enumerate() {
        heap.extend(source.next()?.map(|path| Reverse((path, number))));
    }
    let mut sequence: Sequence = 0;
    while let Some(Reverse((_, number))) = heap.pop() {
        merged.push_parts(&[&sequence.to_le_bytes(), &sources[number].item])?;
        sequence += 1;
        heap.extend(sources[number].next()?.map(|path| Reverse((path, number))));
    }
    Ok(merged.finish())
}

/// Sorts encoded records by their paths; equal paths keep their order.
pub(crate) fn sort_records(records: &mut [&[u8]]) {
    records.sort_by_key(|record| record_path(record));
}

struct Source {
    reader: SpillReader,
    item: Vec<u8>,
}

impl Source {
    /// Takes the next record; its path, `None` at the end.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        self.item.clear();
        let Some(item) = self.reader.next_item()? else { return Ok(None) };
        self.item.extend_from_slice(item);
        Ok(Some(record_path(&self.item).to_vec()))
    }
}

fn runs(spills: &[Spill], folder: &Path, run_bytes: usize) -> io::Result<Vec<Spill>> {
    let mut merge = Merge::new(spills)?;
    let mut runs = Vec::new();
    let (mut bytes, mut ends): (Vec<u8>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        let item = merge.next_item()?;
        if item.is_none() || bytes.len() >= run_bytes {
            runs.push(run(&bytes, &ends, folder)?);
            bytes.clear();
            ends.clear();
        }
        let Some(item) = item else { return Ok(runs) };
        bytes.extend_from_slice(item);
        ends.push(bytes.len());
    }
}

fn run(bytes: &[u8], ends: &[usize], folder: &Path) -> io::Result<Spill> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let mut records: Vec<&[u8]> =
        starts.zip(ends).map(|(start, end)| &bytes[start..*end]).collect();
    sort_records(&mut records);
    let mut writer = SpillWriter::new(folder, 0);
    for record in records {
        writer.push(record)?;
    }
    Ok(writer.finish())
}

#[cfg(test)]
mod tests {
    use heirloom_model::TreePath;
    use heirloom_store::encode_head;

    use super::*;

    #[test]
    fn records_come_in_the_order_of_their_paths() {
        let folder = tempfile::tempdir().unwrap();
        let mut writers = [0, 1].map(|_| SpillWriter::new(folder.path(), 100));
        let paths: Vec<String> = (0..500).map(|n| format!("a.tar!/{}", n * 7919 % 500)).collect();
        for (number, path) in paths.iter().enumerate() {
            let mut record = (number as Sequence).to_le_bytes().to_vec();
            let path = TreePath::parse(path.as_bytes()).unwrap();
            encode_head(&path, number as u64, None, &mut record);
            writers[number % 2].push(&record).unwrap();
        }
        let spills = writers.map(SpillWriter::finish);
        let mut sorted = paths.clone();
        sorted.sort();
        let read = |spill: &Spill| {
            let mut merge = Merge::new(std::slice::from_ref(spill)).unwrap();
            let mut found = Vec::new();
            while let Some(record) = merge.next_item().unwrap() {
                found.push(String::from_utf8(record_path(record).to_vec()).unwrap());
            }
            found
        };
        assert_eq!(read(&sort(&spills, folder.path()).unwrap()), sorted);
        let many = runs(&spills, folder.path(), 300).unwrap();
        assert!(many.len() > 10);
    }
}
