// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Segments against a map in memory, under damage and concurrency.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn key(number: u32) -> Key {
    *blake3::hash(&number.to_le_bytes()).as_bytes()
}

fn get(segments: &Segments, number: u32) -> Option<Vec<u8>> {
    let mut buffer = Vec::new();
    segments.get(&key(number), &mut buffer).then_some(buffer)
}

fn fill(folder: &Path, numbers: impl IntoIterator<Item = u32>) {
    let segments = Segments::open(folder).unwrap();
    numbers.into_iter().for_each(|n| segments.put(&key(n), n.to_string().as_bytes()));
    segments.close(u64::MAX);
}

#[track_caller]
fn check(
    folder: &Path,
    there: impl IntoIterator<Item = u32>,
    missing: impl IntoIterator<Item = u32>,
) {
    let segments = Segments::open(folder).unwrap();
    for n in there {
        assert_eq!(get(&segments, n), Some(n.to_string().into_bytes()), "{n}");
    }
    for n in missing {
        assert_eq!(get(&segments, n), None, "{n}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// Runs that each put some values give what a map in memory gives.
    #[test]
    fn segments_are_a_map(runs in prop::collection::vec(prop::collection::vec((0..40_u32, any::<Vec<u8>>()), 0..20), 1..12)) {
        let folder = tempfile::tempdir().unwrap();
        let mut expect: BTreeMap<u32, Vec<Vec<u8>>> = BTreeMap::new();
        for run in runs {
            let segments = Segments::open(folder.path()).unwrap();
            for (number, value) in run {
                segments.put(&key(number), &value);
                prop_assert_eq!(get(&segments, number), Some(value.clone()));
                expect.entry(number).or_default().push(value);
            }
            segments.close(u64::MAX);
        }
        let segments = Segments::open(folder.path()).unwrap();
        for number in 0..40 {
            // Keys stand for everything a value depends on; which of two values wins is open.
            match (get(&segments, number), expect.get(&number)) {
                (None, None) => {}
                (Some(value), Some(values)) => prop_assert!(values.contains(&value)),
                other => prop_assert!(false, "{:?}", other),
            }
        }
        prop_assert!(list(folder.path()).unwrap().len() <= MAX_SEGMENTS);
    }
}

#[test]
fn many_values_in_one_segment_and_none() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), []);
    assert!(list(folder.path()).unwrap().is_empty());
    fill(folder.path(), 0..5_000);
    check(folder.path(), 0..5_000, 5_000..6_000);
}

#[test]
fn every_damage_is_a_miss() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 0..100);
    let path = list(folder.path()).unwrap().remove(0).path;
    let good = fs::read(&path).unwrap();
    for at in (0..good.len()).step_by(3) {
        let mut bad = good.clone();
        bad[at] ^= 0x55;
        fs::write(&path, &bad).unwrap();
        let segments = Segments::open(folder.path()).unwrap();
        for n in 0..100 {
            let value = get(&segments, n);
            assert!(value.is_none() || value == Some(n.to_string().into_bytes()), "byte {at}");
        }
    }
    for end in (0..good.len()).step_by(37) {
        fs::write(&path, &good[..end]).unwrap();
        check(folder.path(), [], 0..100);
    }
}

#[test]
fn a_file_that_is_cut_while_open_is_a_miss() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 0..100);
    let segments = Segments::open(folder.path()).unwrap();
    let path = list(folder.path()).unwrap().remove(0).path;
    fs::OpenOptions::new().write(true).open(path).unwrap().set_len(10).unwrap();
    assert_eq!(get(&segments, 1), None);
}

#[test]
fn foreign_files_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 0..3);
    fs::write(folder.path().join("x.segment"), b"not a segment at all").unwrap();
    fs::write(folder.path().join("notes.txt"), b"mine").unwrap();
    fs::create_dir(folder.path().join("folder.segment")).unwrap();
    check(folder.path(), 0..3, [3]);
    assert!(folder.path().join("notes.txt").exists());
}

#[test]
fn the_oldest_segments_are_dropped_beyond_the_bound() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 0..100);
    let old = list(folder.path()).unwrap().remove(0);
    let file = File::open(&old.path).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    let segments = Segments::open(folder.path()).unwrap();
    (100..200).for_each(|n| segments.put(&key(n), n.to_string().as_bytes()));
    segments.close(old.size + old.size / 2);
    check(folder.path(), 100..200, 0..100);
}

#[test]
fn a_segment_that_is_used_stays_young() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 0..100);
    let path = list(folder.path()).unwrap().remove(0).path;
    File::open(&path).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    let segments = Segments::open(folder.path()).unwrap();
    assert!(get(&segments, 1).is_some());
    segments.close(u64::MAX);
    assert!(fs::metadata(path).unwrap().modified().unwrap() > SystemTime::UNIX_EPOCH);
}

#[test]
fn runs_share_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for run in 0..4 {
            let folder = folder.path();
            scope.spawn(move || {
                for round in 0..10 {
                    let first = run * 1000 + round * 10;
                    fill(folder, first..first + 10);
                }
            });
        }
    });
    for run in 0..4 {
        check(folder.path(), run * 1000..run * 1000 + 100, run * 1000 + 100..run * 1000 + 110);
    }
}
