// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The dialects of tar, and damage.

use super::*;

fn pax(records: &[(&str, &str)]) -> Vec<u8> {
    let mut text = Vec::new();
    for (key, value) in records {
        let rest = key.len() + value.len() + 3;
        let length = (rest..).find(|n| n.to_string().len() + rest == *n).unwrap();
        text.extend(format!("{length} {key}={value}\n").bytes());
    }
    [tar_header(b"pax", b'x', text.len() as u64), padded(&text)].concat()
}

#[test]
fn long_names_of_gnu_and_pax_and_prefixes_of_ustar() {
    let long = format!("{}/x", "n".repeat(150));
    let gnu = tar_of(&[(&long, b"gnu")]);
    check("x.tar", &gnu, &[&format!("x.tar!/{long}=gnu")], &[]);
    let posix = [
        pax(&[("comment", "a\nb=c"), ("path", &long), ("mtime", "1.5")]),
        tar_header(b"short", b'0', 3),
        padded(b"pax"),
        tar_end(),
    ]
    .concat();
    check("x.tar", &posix, &[&format!("x.tar!/{long}=pax")], &[]);
    let mut header = tar_header(b"file", b'0', 0);
    header[345..351].copy_from_slice(b"prefix");
    sign(&mut header);
    check("x.tar", &[header, tar_end()].concat(), &["x.tar!/prefix/file="], &[]);
}

#[test]
fn sizes_in_pax_and_in_binary() {
    let posix = [
        pax(&[("size", "5")]),
        tar_header(b"a", b'0', 0),
        padded(b"hello"),
        tar_header(b"b", b'0', 2),
        padded(b"ok"),
        tar_end(),
    ]
    .concat();
    check("x.tar", &posix, &["x.tar!/a=hello", "x.tar!/b=ok"], &[]);
    let mut header = tar_header(b"a", b'0', 0);
    header[124..136].copy_from_slice(&[0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
    sign(&mut header);
    let tar = [header, padded(b"hello"), tar_end()].concat();
    check("x.tar", &tar, &["x.tar!/a=hello"], &[]);
}

#[test]
fn old_tars_without_a_mark_are_known_by_their_checksum() {
    let mut header = tar_header(b"file", 0, 2);
    header[257..263].fill(0);
    sign(&mut header);
    let tar = [header, padded(b"v7"), tar_end()].concat();
    check("x.tar", &tar, &["x.tar!/file=v7"], &[]);
}

#[test]
fn links_devices_and_folders_are_passed_over() {
    let link = |name: &[u8], kind: u8, target: &[u8]| {
        let mut header = tar_header(name, kind, 0);
        header[157..157 + target.len()].copy_from_slice(target);
        sign(&mut header);
        header
    };
    let tar = [
        tar_header(b"folder/", b'5', 0),
        link(b"folder/inside", b'2', b"../file"),
        link(b"folder/outside", b'2', b"../../etc/passwd"),
        link(b"hard", b'1', b"file"),
        link(b"hard-outside", b'1', b"/etc/passwd"),
        link(b"loop", b'2', b"loop"),
        link(b"hard-loop", b'1', b"hard-loop"),
        tar_header(b"dev/sda", b'4', 0),
        tar_header(b"dev/null", b'3', 0),
        tar_header(b"fifo", b'6', 0),
        tar_header(b"file", b'0', 4),
        padded(b"text"),
        vec![0; 1024],
    ]
    .concat();
    check(
        "x.tar",
        &tar,
        &["x.tar!/file=text"],
        &[
            "symlink-outside x.tar!/folder/outside",
            "symlink-outside x.tar!/hard-outside",
            "entry-special x.tar!/dev/sda",
            "entry-special x.tar!/dev/null",
            "entry-special x.tar!/fifo",
        ],
    );
}

#[test]
fn sparse_files_have_their_holes_filled() {
    let mut old = tar_header(b"old", b'S', 4);
    old[386..397].copy_from_slice(b"00000000004");
    old[398..409].copy_from_slice(b"00000000002");
    old[410..421].copy_from_slice(b"00000000010");
    old[422..433].copy_from_slice(b"00000000002");
    old[483..494].copy_from_slice(b"00000000014");
    sign(&mut old);
    let zero_one = pax(&[
        ("GNU.sparse.map", "4,2,8,2"),
        ("GNU.sparse.size", "12"),
        ("GNU.sparse.name", "p01"),
    ]);
    let one_zero = pax(&[
        ("GNU.sparse.major", "1"),
        ("GNU.sparse.minor", "0"),
        ("GNU.sparse.name", "p10"),
        ("GNU.sparse.realsize", "12"),
    ]);
    let tar = [
        old,
        padded(b"abcd"),
        zero_one,
        tar_header(b"x", b'0', 4),
        padded(b"abcd"),
        one_zero,
        tar_header(b"y", b'0', 512 + 4),
        padded(b"2\n4\n2\n8\n2\n"),
        padded(b"abcd"),
        tar_header(b"end", b'0', 0),
        tar_end(),
    ]
    .concat();
    let zeros = |n: usize| "\\u{0}".repeat(n);
    let content = format!("{}ab{}cd{}", zeros(4), zeros(2), zeros(2));
    let expect = ["old", "p01", "p10"].map(|name| format!("x.tar!/{name}={content}"));
    check("x.tar", &tar, &[&expect[0], &expect[1], &expect[2], "x.tar!/end="], &[]);
}

#[test]
fn truncated_archives_give_what_is_there() {
    let tar = [
        tar_header(b"a", b'0', 3),
        padded(b"one"),
        tar_header(b"b", b'0', 1000),
        padded(&[b'x'; 30])[..30].to_vec(),
    ]
    .concat();
    check(
        "x.tar",
        &tar,
        &["x.tar!/a=one", "x.tar!/b=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (archive-damaged)"],
        &["archive-damaged x.tar"],
    );
    let packed = gzip(&tar_of(&[("a", b"one"), ("b", &[7; 5000])]));
    let (members, problems) = expanded("x.tgz", &packed[..packed.len() - 20], &Limits::standard());
    assert_eq!(members[0], "x.tgz!/a=one");
    assert_eq!(problems, ["archive-damaged x.tgz"]);
}

#[test]
fn archives_cut_between_two_members_are_damaged() {
    let tar = tar_of(&[("a", b"one"), ("b", b"two")]);
    check("x.tar", &tar[..1024], &["x.tar!/a=one"], &["archive-damaged x.tar"]);
    // One of the two blocks at the end is enough, as others take it too.
    let whole = ["x.tar!/a=one", "x.tar!/b=two"];
    check("x.tar", &tar[..2048 + 512], &whole, &[]);
    check(
        "x.tar.gz",
        &gzip(&tar[..2048]),
        &whole.map(|m| m.replace(".tar", ".tar.gz")).each_ref().map(|m| m.as_str()),
        &["archive-damaged x.tar.gz"],
    );
}

#[test]
fn wrong_headers_are_damage() {
    let mut tar = tar_of(&[("a", b"one"), ("b", b"two")]);
    tar[1024 + 5] ^= 1;
    check("x.tar", &tar, &["x.tar!/a=one"], &["archive-damaged x.tar"]);
    let huge = [tar_header(b"x", b'L', 1 << 32), vec![0; 512]].concat();
    check("x.tar", &huge, &[], &["archive-damaged x.tar"]);
    let mut header = tar_header(b"a", b'0', 0);
    header[124..136]
        .copy_from_slice(&[0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    sign(&mut header);
    check("x.tar", &header, &[], &["archive-damaged x.tar"]);
}

/// What stands behind the end mark was passed over without a word, a wrong checksum of gzip too.
#[test]
fn the_end_mark_hides_nothing() {
    let two = [tar_of(&[("a", b"one")]), tar_of(&[("b", b"two")])].concat();
    check("x.tar", &two, &["x.tar!/a=one", "x.tar!/b=two"], &[]);
    let junk = [tar_of(&[("a", b"one")]), vec![b'x'; 512]].concat();
    check("x.tar", &junk, &["x.tar!/a=one"], &["archive-damaged x.tar"]);
    let mut packed = gzip(&tar_of(&[("a", b"one")]));
    let at = packed.len() - 6;
    packed[at] ^= 1;
    check("x.tgz", &packed, &["x.tgz!/a=one"], &["archive-damaged x.tgz"]);
}

#[test]
fn compressed_files_cut_in_their_head_are_not_complete() {
    let packed = gzip(b"some text that is here");
    check("a.gz", &packed[..8], &[], &["archive-damaged a.gz"]);
    let (members, problems) = expanded("a.gz", &packed[..packed.len() - 9], &Limits::standard());
    assert!(members.iter().all(|member| member.ends_with("(archive-damaged)")), "{members:?}");
    assert_eq!(problems, ["archive-damaged a.gz"]);
}
