// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Archives made to do harm.

use proptest::prelude::*;

use super::*;

#[test]
fn names_cannot_leave_the_archive() {
    let tar = [
        tar_header(b"../../etc/passwd", b'0', 1),
        padded(b"1"),
        tar_header(b"/etc/shadow", b'0', 1),
        padded(b"2"),
        tar_header(b"a/../../b", b'0', 1),
        padded(b"3"),
        tar_header(b"C:\\x", b'0', 1),
        padded(b"4"),
        tar_header(b"..", b'0', 1),
        padded(b"5"),
        tar_header(b"C:/C:/y", b'0', 1),
        padded(b"6"),
        tar_end(),
    ]
    .concat();
    check(
        "x.tar",
        &tar,
        &[
            "x.tar!/etc/passwd=1",
            "x.tar!/etc/shadow=2",
            "x.tar!/a/b=3",
            "x.tar!/x=4",
            "x.tar!/unnamed=5",
            "x.tar!/y=6",
        ],
        &["archive-unsafe-name x.tar"; 6],
    );
}

#[test]
fn equal_names_stay_apart() {
    let tar = tar_of(&[("a", b"1"), ("a~2", b"2"), ("a", b"3"), ("a", b"4"), ("./a", b"5")]);
    check(
        "x.tar",
        &tar,
        &["x.tar!/a=1", "x.tar!/a~2=2", "x.tar!/a~3=3", "x.tar!/a~4=4", "x.tar!/a~5=5"],
        &["archive-duplicate-name x.tar"; 3],
    );
}

#[test]
fn bombs_stop_at_the_ratio() {
    // A tar archive with a member of 1 GiB zeros, packed twice.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&tar_header(b"zeros", b'0', 1 << 30)).unwrap();
    let mebibyte = vec![0; 1 << 20];
    (0..1024).for_each(|_| encoder.write_all(&mebibyte).unwrap());
    let zeros = encoder.finish().unwrap();
    let bomb = gzip(&tar_of(&[("zeros.tgz", &zeros), ("after", b"never")]));
    let limits = Limits { file_bytes: 1 << 20, archive_held_bytes: 2 << 20, ..Limits::standard() };
    let (members, problems) = expanded("x.tgz", &bomb, &limits);
    assert_eq!(problems, ["archive-limit x.tgz!/zeros.tgz"]);
    assert!(members.iter().all(|member| !member.contains("after")));
    // One large file costs only its first part, so nothing needs to stop.
    let single = tar_of(&[("zeros.gz", &gzip(&vec![0; 200 << 20])), ("after", b"read")]);
    let (members, problems) = expanded("x.tgz", &gzip(&single), &limits);
    assert_eq!(problems, [""; 0]);
    assert_eq!(members.len(), 3);
}

/// Sixteen archives in each of sixteen, five times over, with 4 MiB of zeros in each of the last.
#[test]
fn archives_that_multiply_stop_early() {
    let mut archive = zip_of(&[("zeros", &vec![0; 4 << 20])]);
    for _ in 0..5 {
        let names: Vec<_> = (0..16).map(|number| format!("{number}.zip")).collect();
        let files: Vec<_> = names.iter().map(|name| (name.as_str(), &*archive)).collect();
        archive = zip_of(&files);
    }
    let (members, problems) = expanded("x.zip", &archive, &Limits::standard());
    assert!(members.len() < 200, "{}", members.len());
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("archive-limit x.zip!/0.zip"), "{problems:?}");
}

#[test]
fn overlapping_members_count_each_time() {
    let zip = zip_of(&[("a", &vec![b'x'; 1 << 20])]);
    let entry = zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let end = zip.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    let mut bomb = zip[..entry].to_vec();
    let n_entries = 200u16;
    (0..n_entries).for_each(|_| bomb.extend(&zip[entry..end]));
    let length = u32::from(n_entries) * u32::try_from(end - entry).unwrap();
    let mut tail = zip[end..].to_vec();
    tail[8..10].copy_from_slice(&n_entries.to_le_bytes());
    tail[10..12].copy_from_slice(&n_entries.to_le_bytes());
    tail[12..16].copy_from_slice(&length.to_le_bytes());
    bomb.extend(tail);
    let (members, problems) = expanded("x.zip", &bomb, &Limits::standard());
    assert!(members.len() < 100, "{}", members.len());
    assert_eq!(problems.last().unwrap(), "archive-limit x.zip");
}

#[test]
fn nesting_ends_at_its_limit() {
    let mut archive = zip_of(&[("bottom", b"text")]);
    for _ in 0..12 {
        archive = zip_of(&[("inner.zip", &archive)]);
    }
    let (members, problems) = expanded("x.zip", &archive, &Limits::standard());
    assert_eq!(members.len(), 8);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("archive-limit x.zip!/inner.zip"));
}

#[test]
fn members_are_counted_across_nested_archives() {
    let inner = tar_of(&[("a", b""), ("b", b"")]);
    let outer = tar_of(&[("1.tar", &inner), ("2.tar", &inner), ("3.tar", &inner)]);
    let limits = Limits { archive_members: 5, ..Limits::standard() };
    let (members, problems) = expanded("x.tar", &outer, &limits);
    assert_eq!(members.len(), 5);
    assert_eq!(problems, ["archive-limit x.tar!/2.tar"]);
}

#[test]
fn a_sparse_member_cannot_cost_more_than_the_limits() {
    let mut header = tar_header(b"huge", b'S', 0);
    header[483..494].copy_from_slice(b"77777777777");
    sign(&mut header);
    let tar: Vec<u8> = (0..100).flat_map(|_| header.clone()).collect();
    let (members, problems) = expanded("x.tar", &tar, &Limits::standard());
    assert!(members.len() < 5);
    assert_eq!(problems.last().unwrap(), "archive-limit x.tar");
}

#[test]
fn members_beyond_the_file_limit_are_cut() {
    let limits = Limits { file_bytes: 10, ..Limits::standard() };
    let tar = tar_of(&[("big", b"0123456789abc"), ("fits", b"0123456789")]);
    let (members, problems) = expanded("x.tar", &tar, &limits);
    assert_eq!(members, ["x.tar!/big=0123456789 (file-too-large)", "x.tar!/fits=0123456789"]);
    assert_eq!(problems, [""; 0]);
}

#[test]
fn more_of_programs_is_read_than_of_other_files() {
    let limits = Limits { file_bytes: 10, program_bytes: 14, ..Limits::standard() };
    let tar = tar_of(&[("a.exe", b"MZ23456789abcd"), ("b.exe", b"MZ23456789abcde"), ("c", b"M")]);
    let (members, problems) = expanded("x.tar", &tar, &limits);
    let expect = [
        "x.tar!/a.exe=MZ23456789abcd",
        "x.tar!/b.exe=MZ23456789abcd (file-too-large)",
        "x.tar!/c=M",
    ];
    assert_eq!(members, expect);
    assert_eq!(problems, [""; 0]);
}

#[test]
fn large_nested_archives_are_read_as_streams() {
    let text = b"0123456789".repeat(100_000);
    let inner = gzip(&tar_of(&[("noise", &text), ("after", b"x")]));
    let inner = tar_of(&[("pad", &text), ("inner.tgz", &inner)]);
    let outer = tar_of(&[
        ("inner.tar", &inner),
        ("inner.zip", &zip_with(::zip::CompressionMethod::Stored, &[("a", &text)])),
    ]);
    let limits = Limits { file_bytes: 1000, archive_held_bytes: 2000, ..Limits::standard() };
    let limits = Limits { file_bytes: 1000, ..limits };
    let (members, problems) = expanded("x.tar", &outer, &limits);
    assert!(members.contains(&"x.tar!/inner.tar!/inner.tgz!/after=x".to_owned()), "{members:?}");
    assert_eq!(problems, ["archive-limit x.tar!/inner.zip"]);
}

#[test]
fn the_visitor_may_stop() {
    let tar = tar_of(&[("a", b""), ("b", b"")]);
    let mut n_members = 0;
    expand(&TreePath::root(), &tar, &Limits::standard(), &mut |_| {
        n_members += 1;
        ControlFlow::Break(())
    });
    assert_eq!(n_members, 1);
}

#[test]
fn a_million_empty_members_are_cheap() {
    let tar: Vec<u8> = tar_header(b"same", b'0', 0);
    let mut input = Cursor::new([tar.repeat(200_000), tar_end()].concat());
    let path = TreePath::parse(b"x.tar").unwrap();
    let limits = Limits::standard();
    let mut n_members = 0;
    let problems = expand_input(&path, b"x.tar", &mut input, &limits, Wanted::All, &mut |_| {
        n_members += 1;
        ControlFlow::Continue(())
    });
    assert_eq!(n_members, 200_000);
    assert_eq!(problems.len(), 1001);
}

const NAMES: &[&str] = &[
    "x.zip", "x.tar", "x.gz", "x.deb", "x.7z", "x.lz4", "x.cpio", "x.rpm", "x.lzma", "x.Z",
    "x.tar.xz",
];

fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let tar = tar_of(&[("a/b", b"text"), ("c.gz", &gzip(b"inner"))]);
    vec![
        ("x.zip", zip_of(&[("a", b"one"), ("b.tar", &tar)])),
        ("x.tar", tar.clone()),
        ("x.tgz", gzip(&tar)),
        ("x.zst", ::zstd::encode_all(&*tar, 1).unwrap()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn arbitrary_bytes_never_panic(name in 0..NAMES.len(), bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        expanded(NAMES[name], &bytes, &Limits::standard());
    }

    #[test]
    fn damaged_archives_never_panic(
        seed in 0..4usize,
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let (name, mut bytes) = seeds().swap_remove(seed);
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        expanded(name, &bytes, &Limits::standard());
    }
}
