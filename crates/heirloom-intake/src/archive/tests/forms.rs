// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Every form once, and forms inside forms.

use super::*;

const FILES: &[(&str, &[u8])] = &[("a/LICENSE", b"MIT"), ("b.c", b"int x;")];

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 6);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn lzma(bytes: &[u8]) -> Vec<u8> {
    let options = liblzma::stream::LzmaOptions::new_preset(6).unwrap();
    let stream = liblzma::stream::Stream::new_lzma_encoder(&options).unwrap();
    let mut encoder = liblzma::write::XzEncoder::new_stream(Vec::new(), stream);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn lz4(bytes: &[u8]) -> Vec<u8> {
    // One block that is not packed, without checksums: what a writer makes of random bytes.
    let mut out = b"\x04\x22\x4d\x18\x60\x70\x73".to_vec();
    out.extend((bytes.len() as u32 | 1 << 31).to_le_bytes());
    out.extend_from_slice(bytes);
    out.extend([0; 4]);
    out
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ::zstd::encode_all(bytes, 3).unwrap()
}

/// LZW as `compress` writes it, without ever clearing its table.
fn compress(bytes: &[u8], max_bits: u32) -> Vec<u8> {
    let mut out = vec![0x1f, 0x9d, 0x80 | max_bits as u8];
    let mut table: HashMap<(u32, u8), u32> = HashMap::new();
    let (mut bits, mut next) = (9, 257);
    let (mut pending, mut n_pending, mut group) = (0u64, 0, 0);
    let mut emit = |code: u32, bits: u32, out: &mut Vec<u8>| {
        pending |= u64::from(code) << n_pending;
        n_pending += bits;
        while n_pending >= 8 {
            out.push(pending as u8);
            pending >>= 8;
            n_pending -= 8;
        }
    };
    let mut code = u32::from(bytes[0]);
    for &byte in &bytes[1..] {
        if let Some(&longer) = table.get(&(code, byte)) {
            code = longer;
            continue;
        }
        emit(code, bits, &mut out);
        group += 1;
        if next < 1 << max_bits {
            table.insert((code, byte), next);
            next += 1;
        }
        // The reader's table is one entry behind.
        if next > 1 << bits && bits < max_bits {
            while group % 8 != 0 {
                emit(0, bits, &mut out);
                group += 1;
            }
            bits += 1;
            group = 0;
        }
        code = u32::from(byte);
    }
    emit(code, bits, &mut out);
    emit(0, 7, &mut out);
    out
}

#[test]
fn compressed_tars_are_one_archive() {
    let tar = tar_of(FILES);
    for (name, bytes) in [
        ("x.tar", tar.clone()),
        ("x.tar.gz", gzip(&tar)),
        ("x.tgz", gzip(&tar)),
        ("x.crate", gzip(&tar)),
        ("x.tar.bz2", bzip2(&tar)),
        ("x.tar.xz", xz(&tar)),
        ("x.tar.lzma", lzma(&tar)),
        ("x.tar.zst", zstandard(&tar)),
        ("x.tar.lz4", lz4(&tar)),
        ("x.tar.Z", compress(&tar, 16)),
    ] {
        let expect = [format!("{name}!/a/LICENSE=MIT"), format!("{name}!/b.c=int x;")];
        check(name, &bytes, &[&expect[0], &expect[1]], &[]);
    }
}

#[test]
fn single_files_lose_their_ending() {
    for (name, bytes) in [
        ("a.c.gz", gzip(b"text")),
        ("a.c.bz2", bzip2(b"text")),
        ("a.c.xz", xz(b"text")),
        ("a.c.lzma", lzma(b"text")),
        ("a.c.zst", zstandard(b"text")),
        ("a.c.lz4", [lz4(b"te"), lz4(b""), lz4(b"xt")].concat()),
        ("a.c.Z", compress(b"text", 16)),
    ] {
        check(name, &bytes, &[&format!("{name}!/a.c=text")], &[]);
    }
    check("a.gz", &gzip(b""), &["a.gz!/a="], &[]);
    let two = [gzip(b"te"), gzip(b"xt"), vec![0; 700]].concat();
    check("a.gz", &two, &["a.gz!/a=text"], &[]);
}

#[test]
fn lzw_goes_through_all_code_lengths() {
    let text: Vec<u8> = (0..200_000u32).map(|n| (n.wrapping_mul(n) >> 7) as u8).collect();
    for max_bits in [9, 10, 12, 16] {
        let path = TreePath::parse(b"a.Z").unwrap();
        let bytes = compress(&text, max_bits);
        let mut found = Vec::new();
        let problems = expand(&path, &bytes, &Limits::standard(), &mut |member| {
            found = member.bytes.to_vec();
            ControlFlow::Continue(())
        });
        assert_eq!(problems, []);
        assert!(found == text, "{max_bits} bits: {} bytes", found.len());
    }
}

#[test]
fn zips_of_every_method() {
    use ::zip::CompressionMethod as Method;
    for method in [Method::Stored, Method::Deflated, Method::Bzip2, Method::Zstd, Method::Xz] {
        for name in ["x.zip", "x.jar", "x-1.0-py3-none-any.whl"] {
            let expect = [format!("{name}!/a/LICENSE=MIT"), format!("{name}!/b.c=int x;")];
            check(name, &zip_with(method, FILES), &[&expect[0], &expect[1]], &[]);
        }
    }
}

/// LZMA in zip, which no library at hand writes: a stored member made another.
#[test]
fn zips_with_lzma() {
    let text = b"some text, some text";
    let alone = lzma(text);
    let packed = [&[9, 4, 5, 0], &alone[..5], &alone[13..]].concat();
    let mut crc = flate2::Crc::new();
    crc.update(text);
    let mut zip = zip_with(::zip::CompressionMethod::Stored, &[("a", &packed)]);
    let entry = zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    zip[entry + 8] |= 2;
    zip[entry + 10] = 14;
    zip[entry + 16..entry + 20].copy_from_slice(&crc.sum().to_le_bytes());
    zip[entry + 24..entry + 28].copy_from_slice(&(text.len() as u32).to_le_bytes());
    check("x.zip", &zip, &["x.zip!/a=some text, some text"], &[]);
}

fn ar_member(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out =
        format!("{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", 0, 0, 0, 100_644, bytes.len())
            .into_bytes();
    out.extend(bytes);
    if bytes.len() % 2 == 1 {
        out.push(b'\n');
    }
    out
}

#[test]
fn debian_packages_and_both_forms_of_long_names() {
    let deb = [
        b"!<arch>\n".to_vec(),
        ar_member("debian-binary", b"2.0\n"),
        ar_member("control.tar.xz", &xz(&tar_of(&[("control", b"Package: x")]))),
        ar_member("data.tar.zst", &zstandard(&tar_of(&[("usr/share/doc/x/copyright", b"GPL-2")]))),
    ]
    .concat();
    let (members, problems) = expanded("x.deb", &deb, &Limits::standard());
    assert_eq!(problems, [""; 0]);
    let names: Vec<_> = members.iter().map(|m| m.split('=').next().unwrap()).collect();
    assert_eq!(
        names,
        [
            "x.deb!/debian-binary",
            "x.deb!/control.tar.xz",
            "x.deb!/control.tar.xz!/control",
            "x.deb!/data.tar.zst",
            "x.deb!/data.tar.zst!/usr/share/doc/x/copyright",
        ]
    );
    let names = [
        b"!<arch>\n".to_vec(),
        ar_member("//", b"a-rather-long-name.txt/\nanother-long-name.txt/\n"),
        ar_member("/0", b"one"),
        ar_member("/24", b"two"),
        ar_member("#1/12", b"bsd-name.txtthree"),
    ]
    .concat();
    check(
        "x.deb",
        &names,
        &[
            "x.deb!/a-rather-long-name.txt=one",
            "x.deb!/another-long-name.txt=two",
            "x.deb!/bsd-name.txt=three",
        ],
        &[],
    );
}

fn cpio_member(name: &str, mode: u32, bytes: &[u8]) -> Vec<u8> {
    let mut out = b"070701".to_vec();
    let fields = [1, mode as usize, 0, 0, 1, 0, bytes.len(), 0, 0, 0, 0, name.len() + 1, 0];
    fields.iter().for_each(|field| out.extend(format!("{field:08X}").bytes()));
    out.extend(name.bytes());
    out.push(0);
    out.resize(out.len().next_multiple_of(4), 0);
    out.extend(bytes);
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

fn cpio() -> Vec<u8> {
    [
        cpio_member("./usr", 0o040_755, b""),
        cpio_member("./usr/LICENSE", 0o100_644, b"MIT"),
        cpio_member("./usr/link", 0o120_777, b"/etc/passwd"),
        cpio_member("./dev/null", 0o020_666, b""),
        cpio_member("TRAILER!!!", 0, b""),
    ]
    .concat()
}

/// The data of a file with two names came twice, once empty.
#[test]
fn hard_links_of_cpio_are_read_once() {
    let mut first = cpio_member("a", 0o100_644, b"");
    let mut second = cpio_member("b", 0o100_644, b"text");
    for member in [&mut first, &mut second] {
        member[6 + 4 * 8..6 + 5 * 8].copy_from_slice(b"00000002");
    }
    let end = cpio_member("TRAILER!!!", 0, b"");
    check("x.cpio", &[first.clone(), second, end].concat(), &["x.cpio!/b=text"], &[]);
    // Cut between two members.
    check("x.cpio", &first, &[], &["archive-damaged x.cpio"]);
}

#[test]
fn cpio_and_rpm() {
    let problems = |name: &str| {
        [format!("symlink-outside {name}!/usr/link"), format!("entry-special {name}!/dev/null")]
    };
    for (name, bytes) in [("x.cpio", cpio()), ("x.cpio.gz", gzip(&cpio()))] {
        let [link, device] = problems(name);
        check(name, &bytes, &[&format!("{name}!/usr/LICENSE=MIT")], &[&link, &device]);
    }
    let header = |n_bytes: usize| {
        let mut header = vec![0x8e, 0xad, 0xe8, 1, 0, 0, 0, 0, 0, 0, 0, 1];
        header.extend((n_bytes as u32).to_be_bytes());
        header.resize(header.len() + 16 + n_bytes, 7);
        header
    };
    let mut rpm = vec![0xed, 0xab, 0xee, 0xdb];
    rpm.resize(96, 0);
    rpm.extend(header(13));
    rpm.extend([0; 3]);
    rpm.extend(header(5));
    rpm.extend(xz(&cpio()));
    let [link, device] = problems("x.rpm");
    check("x.rpm", &rpm, &["x.rpm!/usr/LICENSE=MIT"], &[&link, &device]);
}

#[test]
fn gems_and_archives_in_archives() {
    let gem = tar_of(&[
        ("metadata.gz", &gzip(b"name: x")),
        ("data.tar.gz", &gzip(&tar_of(&[("lib/x.rb", b"puts")]))),
    ]);
    let (members, problems) = expanded("x.gem", &gem, &Limits::standard());
    assert_eq!(problems, [""; 0]);
    assert!(members.contains(&"x.gem!/metadata.gz!/metadata=name: x".to_owned()));
    assert!(members.contains(&"x.gem!/data.tar.gz!/lib/x.rb=puts".to_owned()));
    let jar = zip_of(&[("META-INF/LICENSE", b"ALv2")]);
    let war = zip_of(&[("WEB-INF/lib/x.jar", &jar)]);
    let (members, _) =
        expanded("x.tar.gz", &gzip(&tar_of(&[("x.war", &war)])), &Limits::standard());
    assert_eq!(
        members.last().unwrap(),
        "x.tar.gz!/x.war!/WEB-INF/lib/x.jar!/META-INF/LICENSE=ALv2",
    );
    assert_eq!(members.len(), 3);
}

#[test]
fn a_source_that_is_an_archive_has_its_members_at_the_root() {
    let mut members = Vec::new();
    expand(&TreePath::root(), &tar_of(FILES), &Limits::standard(), &mut |member| {
        members.push(member.path.to_string());
        ControlFlow::Continue(())
    });
    assert_eq!(members, ["a/LICENSE", "b.c"]);
}

#[test]
fn archives_of_forms_that_are_not_opened_are_told() {
    check("x.cab", b"MSCF\0\0\0\0\x2c", &[], &["archive-format-unread x.cab"]);
    check("x.lzh", b"\x21\x4a-lh5-\0\0", &[], &["archive-format-unread x.lzh"]);
    let tar = tar_of(&[("x.rar", b"Rar!\x1a\x07\x01\0"), ("y", b"")]);
    let (members, problems) = expanded("x.tar", &tar, &Limits::standard());
    assert_eq!(members.len(), 2);
    assert_eq!(problems, ["archive-format-unread x.tar!/x.rar"]);
}
