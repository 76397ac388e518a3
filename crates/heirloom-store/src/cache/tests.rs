// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The typed cache: keys, stamps, transience.

use super::*;

const OLD: FileStamp = FileStamp {
    device: 1,
    inode: 2,
    size: 3,
    modified_ns: 4_000_000_000,
    changed_ns: 5_000_000_000,
};

const LIMIT: u64 = 100;

fn config(folder: &Path) -> CacheConfig {
    CacheConfig { folder: folder.to_owned(), max_bytes: u64::MAX }
}

fn now_ns() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as i64
}

#[test]
fn facts_and_digests_last() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let digest = Digest([7; 32]);
    let key = FactKey::new(digest, b"a.c", &Digest([1; 32]));
    let cache = FactCache::open(&config).unwrap();
    cache.remember_digest(&OLD, LIMIT, &digest);
    cache.keep_facts(&key, b"facts");
    cache.close();

    let cache = FactCache::open(&config).unwrap();
    let mut buffer = Vec::new();
    assert_eq!(cache.digest(&OLD, LIMIT, &mut buffer), Some(digest));
    assert!(cache.facts(&key, &mut buffer));
    assert_eq!(buffer, b"facts");
    let others = [
        FactKey::new(Digest([8; 32]), b"a.c", &Digest([1; 32])),
        FactKey::new(digest, b"b.c", &Digest([1; 32])),
        FactKey::new(digest, b"a.c", &Digest([2; 32])),
    ];
    assert!(others.iter().all(|key| !cache.facts(key, &mut buffer)));
    assert_eq!(status(&config.folder).unwrap().n_values, 2);
    clear(&config.folder).unwrap();
    assert_eq!(status(&config.folder).unwrap(), CacheStatus::default());
}

#[test]
fn a_stamp_as_young_as_the_run_is_not_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let cache = FactCache::open(&config(folder.path())).unwrap();
    let young = [
        FileStamp { modified_ns: now_ns(), ..OLD },
        FileStamp { changed_ns: now_ns() - 1_000_000_000, ..OLD },
        FileStamp { modified_ns: i64::MAX, ..OLD },
    ];
    let mut buffer = Vec::new();
    for stamp in young {
        cache.remember_digest(&stamp, LIMIT, &Digest([7; 32]));
        assert_eq!(cache.digest(&stamp, LIMIT, &mut buffer), None, "{stamp:?}");
    }
}

#[test]
fn every_part_of_a_stamp_counts() {
    let folder = tempfile::tempdir().unwrap();
    let cache = FactCache::open(&config(folder.path())).unwrap();
    cache.remember_digest(&OLD, LIMIT, &Digest([7; 32]));
    let mut buffer = Vec::new();
    let changed = [
        FileStamp { device: 9, ..OLD },
        FileStamp { inode: 9, ..OLD },
        FileStamp { size: 9, ..OLD },
        FileStamp { modified_ns: 9, ..OLD },
        FileStamp { changed_ns: 9, ..OLD },
    ];
    for stamp in changed {
        assert_eq!(cache.digest(&stamp, LIMIT, &mut buffer), None, "{stamp:?}");
    }
    assert_eq!(cache.digest(&OLD, LIMIT, &mut buffer), Some(Digest([7; 32])));
    assert_eq!(cache.digest(&OLD, 50, &mut buffer), Some(Digest([7; 32])));
    assert_eq!(cache.digest(&OLD, 2, &mut buffer), None, "only a part would be read");
}

#[test]
fn a_transient_cache_leaves_nothing_and_trusts_no_stamp() {
    let folder = tempfile::tempdir().unwrap();
    let cache = FactCache::transient(folder.path()).unwrap();
    let key = FactKey::new(Digest([7; 32]), b"a.c", &Digest([1; 32]));
    cache.keep_facts(&key, b"facts");
    cache.remember_digest(&OLD, LIMIT, &Digest([7; 32]));
    let mut buffer = Vec::new();
    assert!(cache.facts(&key, &mut buffer));
    assert_eq!(cache.digest(&OLD, LIMIT, &mut buffer), None);
    cache.close();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
