// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Zip archives that lie, end early or hide something.

use super::*;

/// Where `mark` stands last.
fn last(bytes: &[u8], mark: &[u8]) -> usize {
    bytes.windows(mark.len()).rposition(|window| window == mark).unwrap()
}

#[test]
fn something_may_stand_before_the_archive() {
    let zip = [b"#!/usr/bin/env python3\n".to_vec(), zip_of(&[("a", b"one")])].concat();
    check("x.pyz", &zip, &["x.pyz!/a=one"], &[]);
    assert!(is_archive(b"x.pyz", &zip));
}

#[test]
fn truncated_archives_are_read_from_the_start() {
    let zip = zip_of(&[("a", b"one"), ("b", b"two"), ("c", b"three")]);
    let cut = last(&zip, b"PK\x01\x02");
    check(
        "x.zip",
        &zip[..cut],
        &["x.zip!/a=one", "x.zip!/b=two", "x.zip!/c=three"],
        &["archive-damaged x.zip"],
    );
    let cut = last(&zip, b"PK\x03\x04") + 34;
    let (members, problems) = expanded("x.zip", &zip[..cut], &Limits::standard());
    assert_eq!(members[..2], ["x.zip!/a=one", "x.zip!/b=two"]);
    assert!(members[2].ends_with("(archive-damaged)"), "{members:?}");
    assert_eq!(problems, ["archive-damaged x.zip"]);
}

#[test]
fn truncated_archives_written_as_streams_too() {
    let mut writer = ::zip::ZipWriter::new_stream(Vec::new());
    let options = ::zip::write::SimpleFileOptions::default();
    for name in ["a", "b"] {
        writer.start_file(name, options).unwrap();
        writer.write_all(b"some text, some text").unwrap();
    }
    let zip = writer.finish().unwrap().into_inner();
    check("x.zip", &zip, &["x.zip!/a=some text, some text", "x.zip!/b=some text, some text"], &[]);
    let cut = zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    check(
        "x.zip",
        &zip[..cut],
        &["x.zip!/a=some text, some text", "x.zip!/b=some text, some text"],
        &["archive-damaged x.zip"],
    );
}

#[test]
fn sizes_and_checksums_that_lie_are_damage_of_that_member() {
    let zip = zip_of(&[("a", b"one"), ("b", b"two")]);
    let entry = zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    for (at, name) in [(entry + 24, "size"), (entry + 16, "checksum")] {
        let mut zip = zip.clone();
        zip[at] ^= 0x55;
        check("x.zip", &zip, &["x.zip!/a=one (archive-damaged)", "x.zip!/b=two"], &[]);
        assert!(!name.is_empty());
    }
    let mut gone = zip.clone();
    gone[entry + 42..entry + 46].copy_from_slice(&[0xf0, 0xff, 0xff, 0x7f]);
    check("x.zip", &gone, &["x.zip!/a= (archive-damaged)", "x.zip!/b=two"], &[]);
    let mut method = zip;
    method[entry + 10] = 98;
    check("x.zip", &method, &["x.zip!/a= (archive-damaged)", "x.zip!/b=two"], &[]);
}

#[test]
fn encrypted_members_are_problems_of_their_own() {
    let mut zip = zip_of(&[("a", b"one"), ("b", b"two")]);
    let entry = zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    zip[entry + 8] |= 1;
    check("x.zip", &zip, &["x.zip!/b=two"], &["archive-encrypted x.zip!/a"]);
}

#[test]
fn links_and_backslashes() {
    let mut writer = ::zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = ::zip::write::SimpleFileOptions::default();
    writer.add_symlink("inside", "a", options).unwrap();
    writer.add_symlink("outside", "../../x", options).unwrap();
    writer.add_directory("folder/", options).unwrap();
    let zip = writer.finish().unwrap().into_inner();
    check("x.zip", &zip, &[], &["symlink-outside x.zip!/outside"]);
    let mut dos = zip_of(&[("folder/inner\\a.txt", b"1"), ("folder-x-a.txt", b"2")]);
    for entry in [0, 1] {
        let entries: Vec<_> =
            (0..dos.len() - 4).filter(|&at| dos[at..].starts_with(b"PK\x01\x02")).collect();
        dos[entries[entry] + 5] = 0;
    }
    check("x.zip", &dos, &["x.zip!/folder/inner\\a.txt=1", "x.zip!/folder-x-a.txt=2"], &[]);
}

#[test]
fn more_members_than_16_bits_count_with_and_without_zip64() {
    let mut writer = ::zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = ::zip::write::SimpleFileOptions::default()
        .compression_method(::zip::CompressionMethod::Stored);
    for number in 0..66_000 {
        writer.start_file(format!("{number}"), options).unwrap();
    }
    let mut zip = writer.finish().unwrap().into_inner();
    let count = |zip: &[u8]| {
        let (members, problems) = expanded("x.zip", zip, &Limits::standard());
        (members.len(), problems)
    };
    assert_eq!(count(&zip), (66_000, Vec::new()));
    // Programs that do not know zip64 let the counter wrap around.
    let end = last(&zip, b"PK\x05\x06");
    let end_64 = last(&zip, b"PK\x06\x06");
    let directory = u64::from_le_bytes(zip[end_64 + 48..end_64 + 56].try_into().unwrap());
    let length = u64::from_le_bytes(zip[end_64 + 40..end_64 + 48].try_into().unwrap());
    let mut plain = zip.split_off(end);
    zip.truncate(end_64);
    plain[8..10].copy_from_slice(&(66_000u32 as u16).to_le_bytes());
    plain[10..12].copy_from_slice(&(66_000u32 as u16).to_le_bytes());
    plain[12..16].copy_from_slice(&(length as u32).to_le_bytes());
    plain[16..20].copy_from_slice(&(directory as u32).to_le_bytes());
    zip.extend(plain);
    assert_eq!(count(&zip), (66_000, Vec::new()));
}

/// A comment that looks like the end of an empty archive hid all members.
#[test]
fn comments_hide_nothing() {
    let end_of_nothing = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    for after in ["", "tail"] {
        let mut zip = zip_of(&[("a", b"one")]);
        let comment = [&*end_of_nothing, after.as_bytes()].concat();
        let length = zip.len();
        zip[length - 2..].copy_from_slice(&(comment.len() as u16).to_le_bytes());
        zip.extend(comment);
        let (members, problems) = expanded("x.zip", &zip, &Limits::standard());
        assert_eq!(members, ["x.zip!/a=one"], "{after}");
        assert!(after == "tail" && problems.is_empty() || problems == ["archive-damaged x.zip"]);
    }
}

/// Only the last of two archives in one file was read, and nothing was said.
#[test]
fn archives_one_after_the_other_are_both_read() {
    let two = [zip_of(&[("a", b"one")]), zip_of(&[("b", b"two")])].concat();
    check("x.zip", &two, &["x.zip!/a=one", "x.zip!/b=two"], &["archive-damaged x.zip"]);
}
