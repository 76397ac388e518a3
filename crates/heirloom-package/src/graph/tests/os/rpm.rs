// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! rpm: the three containers are made here, from the descriptions of their formats; headers of one
//! package each.

use heirloom_model::TreePath;

use super::super::{GraphLimits, dump, read, resolve};

enum Value {
    Text(&'static str),
    Texts(&'static [&'static str]),
    Numbers(&'static [u32]),
    Shorts(&'static [u16]),
}

/// A header: index and store.
fn header(tags: &[(u32, Value)]) -> Vec<u8> {
    let mut index = Vec::new();
    let mut store: Vec<u8> = Vec::new();
    for (tag, value) in tags {
        let offset = store.len() as u32;
        let (kind, n_values) = match value {
            Value::Text(text) => {
                store.extend_from_slice(text.as_bytes());
                store.push(0);
                (6_u32, 1)
            }
            Value::Texts(texts) => {
                for text in *texts {
                    store.extend_from_slice(text.as_bytes());
                    store.push(0);
                }
                (8, texts.len())
            }
            Value::Numbers(numbers) => {
                store.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
                (4, numbers.len())
            }
            Value::Shorts(numbers) => {
                store.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
                (3, numbers.len())
            }
        };
        for number in [*tag, kind, offset, n_values as u32] {
            index.extend(number.to_be_bytes());
        }
    }
    let mut blob = Vec::new();
    blob.extend((tags.len() as u32).to_be_bytes());
    blob.extend((store.len() as u32).to_be_bytes());
    [blob, index, store].concat()
}

fn first() -> Vec<u8> {
    const LONG: &str = "a summary that is longer than a page would be, over and over again: ";
    let long: &'static str = Box::leak(LONG.repeat(200).into_boxed_str());
    header(&[
        (1000, Value::Text("a")),
        (1001, Value::Text("1.2")),
        (1002, Value::Text("3.fc40")),
        (1003, Value::Numbers(&[4])),
        (1004, Value::Text(long)),
        (1011, Value::Text("Somebody")),
        (1014, Value::Text("GPLv2+ and MIT")),
        (1022, Value::Text("x86_64")),
        (1044, Value::Text("a-src-1.2-3.fc40.src.rpm")),
        (1049, Value::Texts(&["libb.so.1()(64bit)", "rpmlib(X)", "/bin/b", "(x or b)", "gone"])),
        (1050, Value::Texts(&["", "1", "", "", "2"])),
        (1048, Value::Numbers(&[0, 0, 0, 0, 0xc])),
        (1030, Value::Shorts(&[0o100_755, 0o040_755])),
        (1035, Value::Texts(&["00ff", ""])),
        (1116, Value::Numbers(&[0, 1])),
        (1117, Value::Texts(&["a", "a.d"])),
        (1118, Value::Texts(&["/usr/bin/", "/etc/"])),
        (5011, Value::Numbers(&[8])),
    ])
}

fn second() -> Vec<u8> {
    header(&[
        (1000, Value::Text("b")),
        (1001, Value::Text("5")),
        (1002, Value::Text("1")),
        (1022, Value::Text("x86_64")),
        (1047, Value::Texts(&["libb.so.1()(64bit)", "b"])),
        (1113, Value::Texts(&["", "5-1"])),
        (1030, Value::Shorts(&[0o100_755])),
        (1116, Value::Numbers(&[0])),
        (1117, Value::Texts(&["b"])),
        (1118, Value::Texts(&["/usr/bin/"])),
    ])
}

/// rpm's own container, one page of slots.
fn ndb(blobs: &[Vec<u8>]) -> Vec<u8> {
    let mut head = Vec::new();
    head.extend(b"RpmP");
    for number in [0_u32, 1, 1, blobs.len() as u32 + 1, 0, 0, 0] {
        head.extend(number.to_le_bytes());
    }
    let mut body = Vec::new();
    for slot in 2..256_u32 {
        head.extend(b"Slot");
        match blobs.get(slot as usize - 2) {
            Some(blob) => {
                let start = 4_096 + body.len();
                let n_blocks = (blob.len() + 28).div_ceil(16);
                for number in [slot - 1, (start / 16) as u32, n_blocks as u32] {
                    head.extend(number.to_le_bytes());
                }
                body.extend(b"BlbS");
                for number in [slot - 1, 1, blob.len() as u32] {
                    body.extend(number.to_le_bytes());
                }
                body.extend_from_slice(blob);
                body.resize(start - 4_096 + n_blocks * 16, 0);
            }
            None => head.extend([0; 12]),
        }
    }
    [head, body].concat()
}

/// Berkeley DB: the first page, one of entries, and chains of pages for the values.
fn bdb(blobs: &[Vec<u8>]) -> Vec<u8> {
    const PAGE: usize = 512;
    let mut chains: Vec<Vec<u8>> = Vec::new();
    let mut entries = Vec::new();
    for blob in blobs {
        let first = 2 + chains.len() as u32;
        let n_pages = blob.chunks(PAGE - 26).count();
        for (at, part) in blob.chunks(PAGE - 26).enumerate() {
            let mut page = vec![0; 26];
            let next = if at + 1 < n_pages { 2 + chains.len() as u32 + 1 } else { 0 };
            page[16..20].copy_from_slice(&next.to_le_bytes());
            page[22..24].copy_from_slice(&(part.len() as u16).to_le_bytes());
            page[25] = 7;
            page.extend_from_slice(part);
            page.resize(PAGE, 0);
            chains.push(page);
        }
        let numbers = [first, blob.len() as u32].map(u32::to_le_bytes).concat();
        entries.push((vec![1, 9, 9, 9, 9], [vec![3, 0, 0, 0], numbers].concat()));
    }
    let mut hash = vec![0; PAGE];
    hash[20..22].copy_from_slice(&(2 * entries.len() as u16).to_le_bytes());
    hash[25] = 13;
    let mut end = PAGE;
    for (at, part) in entries.iter().flat_map(|(key, value)| [key, value]).enumerate() {
        end -= part.len();
        hash[end..end + part.len()].copy_from_slice(part);
        hash[26 + 2 * at..28 + 2 * at].copy_from_slice(&(end as u16).to_le_bytes());
    }
    let mut meta = vec![0; PAGE];
    meta[12..16].copy_from_slice(&0x0006_1561_u32.to_le_bytes());
    meta[20..24].copy_from_slice(&(PAGE as u32).to_le_bytes());
    meta[25] = 8;
    meta[32..36].copy_from_slice(&(1 + chains.len() as u32).to_le_bytes());
    [meta, hash].into_iter().chain(chains).flatten().collect()
}

fn varint(number: usize) -> Vec<u8> {
    let mut bytes = vec![(number & 0x7f) as u8];
    let mut rest = number >> 7;
    while rest > 0 {
        bytes.insert(0, 0x80 | (rest & 0x7f) as u8);
        rest >>= 7;
    }
    bytes
}

/// SQLite: the schema, one leaf with all rows, and chains of pages for what is long.
fn sqlite(blobs: &[Vec<u8>]) -> Vec<u8> {
    const PAGE: usize = 512;
    let leaf = |head: usize, cells: &[Vec<u8>]| {
        let mut page = vec![0; PAGE];
        page[head] = 13;
        page[head + 3..head + 5].copy_from_slice(&(cells.len() as u16).to_be_bytes());
        let mut end = PAGE;
        for (at, cell) in cells.iter().enumerate() {
            end -= cell.len();
            page[end..end + cell.len()].copy_from_slice(cell);
            let place = head + 8 + 2 * at;
            page[place..place + 2].copy_from_slice(&(end as u16).to_be_bytes());
        }
        page
    };
    let mut chains: Vec<Vec<u8>> = Vec::new();
    let first_of_chain = 3 + blobs.len() as u32;
    let mut leaves = Vec::new();
    for (at, blob) in blobs.iter().enumerate() {
        let kind = varint(12 + 2 * blob.len());
        let row = [varint(2 + kind.len()), varint(0), kind, blob.clone()].concat();
        let mut cell = [varint(row.len()), varint(at + 1)].concat();
        let n_least = (PAGE - 12) * 32 / 255 - 23;
        let n_fitting = n_least + row.len().saturating_sub(n_least) % (PAGE - 4);
        let n_here = match row.len() {
            all if all <= PAGE - 35 => all,
            _ if n_fitting <= PAGE - 35 => n_fitting,
            _ => n_least,
        };
        cell.extend_from_slice(&row[..n_here]);
        if n_here < row.len() {
            cell.extend((first_of_chain + chains.len() as u32).to_be_bytes());
            let parts: Vec<&[u8]> = row[n_here..].chunks(PAGE - 4).collect();
            for (n, part) in parts.iter().enumerate() {
                let next =
                    if n + 1 < parts.len() { first_of_chain + 1 + chains.len() as u32 } else { 0 };
                let mut page = next.to_be_bytes().to_vec();
                page.extend_from_slice(part);
                page.resize(PAGE, 0);
                chains.push(page);
            }
        }
        leaves.push(leaf(0, &[cell]));
    }
    let columns = [&b"table"[..], b"Packages", b"Packages", &[2], b"sql"];
    let kinds = columns.map(|column| match column {
        [_] => 1,
        text => 13 + 2 * text.len() as u8,
    });
    let row = [vec![6], kinds.to_vec(), columns.concat()].concat();
    let schema = [varint(row.len()), varint(1), row].concat();
    let mut first = leaf(100, &[schema]);
    first[..16].copy_from_slice(b"SQLite format 3\0");
    first[16..18].copy_from_slice(&(PAGE as u16).to_be_bytes());
    first[28..32].copy_from_slice(&(first_of_chain - 1 + chains.len() as u32).to_be_bytes());
    // The root leads to the leaves, to the last by a word of its own.
    let cells: Vec<Vec<u8>> = (3..first_of_chain - 1)
        .map(|page| [page.to_be_bytes().to_vec(), varint(page as usize)].concat())
        .collect();
    let mut root = leaf(4, &cells);
    root[..12].fill(0);
    root[0] = 5;
    root[4] = cells.len() as u8;
    root[8..12].copy_from_slice(&(first_of_chain - 1).to_be_bytes());
    [first, root].into_iter().chain(leaves).chain(chains).flatten().collect()
}

/// The containers by the paths that rpm looks for.
fn containers() -> Vec<(&'static str, Vec<u8>)> {
    let blobs = [first(), second()];
    vec![
        ("var/lib/rpm/rpmdb.sqlite", sqlite(&blobs)),
        ("usr/lib/sysimage/rpm/Packages.db", ndb(&blobs)),
        ("var/lib/rpm/Packages", bdb(&blobs)),
    ]
}

#[test]
fn all_containers_hold_the_same() {
    for (path, bytes) in containers() {
        let path = TreePath::parse(path.as_bytes()).unwrap();
        let (facts, problems) = read(&path, &bytes, &GraphLimits::standard());
        let graph = resolve(&[(path.clone(), facts.unwrap())], &GraphLimits::standard());
        let expect = format!(
            "*os:/os in \"\"\n\
             pkg:rpm/a@1.2-3.fc40?arch=x86_64&epoch=4 [GPLv2+ and MIT]\n\
             pkg:rpm/b@5-1?arch=x86_64\n\
             os@? -> a@4:1.2-3.fc40 runtime | {path}:1\n\
             a@4:1.2-3.fc40 -> b@5-1 runtime | {path}:1\n\
             ! package-unknown {path}:1 gone\n"
        );
        let found = dump(&graph, &problems).replace(" (x or b)", "");
        assert_eq!(found, expect, "{path}");
        let package = &graph.packages[1];
        assert_eq!(package.files.len(), 1);
        assert_eq!(&*package.files[0].path, b"usr/bin/a");
        assert_eq!(&*package.files[0].checksum.as_ref().unwrap().algorithm, "sha256");
        assert_eq!(package.built_from, Some(("a-src".into(), Some("1.2-3.fc40".into()))));
        let license = package.licenses[0].expression.as_ref().unwrap();
        assert_eq!(license.to_string(), "GPL-2.0-or-later AND MIT");
    }
}

/// Any byte spoiled and any end cut off: no panic, and what is damaged is told or does not matter.
#[test]
fn damaged_containers_give_what_can_be_read() {
    let limits = GraphLimits::standard();
    for (path, bytes) in containers() {
        let path = TreePath::parse(path.as_bytes()).unwrap();
        for at in (0..bytes.len()).step_by(if bytes.len() > 20_000 { 61 } else { 13 }) {
            let (_, _) = read(&path, &bytes[..at], &limits);
            for byte in [0, 0xff, 1, 0x80] {
                let mut spoiled = bytes.clone();
                spoiled[at] = byte;
                if let (Some(facts), _) = read(&path, &spoiled, &limits) {
                    resolve(&[(path.clone(), facts)], &limits);
                }
            }
        }
        let (facts, problems) = read(&path, &bytes[..bytes.len() - 600], &limits);
        assert!(!problems.is_empty(), "{path}");
        assert!(facts.is_some());
    }
}

/// A chain of pages that leads to itself ends.
#[test]
fn circles_end() {
    let limits = GraphLimits::standard();
    let path = TreePath::parse(b"var/lib/rpm/Packages").unwrap();
    let mut bytes = bdb(&[first(), second()]);
    bytes[2 * 512 + 16..2 * 512 + 20].copy_from_slice(&2_u32.to_le_bytes());
    let (facts, _) = read(&path, &bytes, &limits);
    assert!(facts.unwrap().packages.iter().any(|package| &*package.name == "b"));
    let path = TreePath::parse(b"rpm/rpmdb.sqlite").unwrap();
    let mut bytes = sqlite(&[first()]);
    // The root leads to itself.
    bytes[512..524].copy_from_slice(&[5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    let (_, problems) = read(&path, &bytes, &limits);
    assert_eq!(&*problems[0].args[0].1, "page 2 is part of itself");
}
