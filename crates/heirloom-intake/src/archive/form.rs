// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Telling archives by their first bytes and their names.
//!
//! Inside a tree both must agree: a name alone may lie, and first bytes alone would open every
//! office document. What the user names as SOURCE needs no name.

use std::io::{self, Read, SeekFrom};

use super::{Input, layer::Layer, tar, zip};

/// Bytes that [`Form::of_head`] looks at.
pub(super) const HEAD_BYTES: usize = 512;

/// What an archive's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Zip,
    Tar,
    Ar,
    Cpio,
    Rpm,
    /// One compressed file, perhaps a tar.
    Layer(Layer),
    SevenZip,
    /// An archive of a form that is not opened: a gap that must be told.
    Unread(&'static str),
}

/// Ends of names of archives that are opened inside a tree, in lower case.
const HINTS: &[&str] = &[
    "7z",
    "aar",
    "ace",
    "apk",
    "appx",
    "arj",
    "bz2",
    "cab",
    "conda",
    "cpio",
    "crate",
    "ddeb",
    "deb",
    "ear",
    "egg",
    "gem",
    "gz",
    "hpi",
    "ipa",
    "ipk",
    "jar",
    "jpi",
    "klib",
    "lha",
    "lz",
    "lz4",
    "lzh",
    "lzma",
    "lzo",
    "msix",
    "nar",
    "nupkg",
    "pkg",
    "pyz",
    "rar",
    "rpm",
    "sfs",
    "snap",
    "snupkg",
    "sqsh",
    "squashfs",
    "srcjar",
    "svgz",
    "tar",
    "taz",
    "tbz",
    "tbz2",
    "tgz",
    "tlz",
    "tlz4",
    "txz",
    "tzst",
    "udeb",
    "unitypackage",
    "vsix",
    "war",
    "whl",
    "wim",
    "xar",
    "xpi",
    "xz",
    "z",
    "zip",
    "zoo",
    "zpaq",
    "zst",
];

/// Of those, the ones that are zip archives even if something stands before the first member.
const ZIP_HINTS: &[&str] = &["apk", "egg", "jar", "pyz", "whl", "xpi", "zip"];

/// Whether a file is an archive that [`crate::expand`] opens, by its name and its bytes.
pub fn is_archive(name: &[u8], bytes: &[u8]) -> bool {
    Form::of_named(name, bytes).is_some()
}

/// Whether a file may be an archive by its name.
pub(crate) fn is_hinted(name: &[u8]) -> bool {
    has_hint(name, HINTS)
}

fn has_hint(name: &[u8], hints: &[&str]) -> bool {
    let Some(dot) = name.iter().rposition(|&byte| byte == b'.') else { return false };
    let extension = name[dot + 1..].to_ascii_lowercase();
    hints.binary_search_by(|hint| hint.as_bytes().cmp(&extension)).is_ok()
}

impl Form {
    /// The form of a file whose name must agree.
    pub(crate) fn of_named(name: &[u8], bytes: &[u8]) -> Option<Form> {
        if !is_hinted(name) {
            return None;
        }
        Form::of_head(bytes)
            .or_else(|| Layer::of_unmarked(name, bytes).map(Form::Layer))
            .or_else(|| (has_hint(name, ZIP_HINTS) && zip::has_end(bytes)).then_some(Form::Zip))
    }

    /// The form of what is read from `input`, whatever its name.
    pub(crate) fn of_input(name: &[u8], input: &mut dyn Input) -> io::Result<Option<Form>> {
        input.rewind()?;
        let mut head = Vec::with_capacity(HEAD_BYTES);
        input.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
        let form =
            Form::of_head(&head).or_else(|| Layer::of_unmarked(name, &head).map(Form::Layer));
        if form.is_some() || !has_hint(name, ZIP_HINTS) {
            return Ok(form);
        }
        let size = input.seek(SeekFrom::End(0))?;
        input.seek(SeekFrom::Start(size.saturating_sub(zip::END_BYTES as u64)))?;
        let mut tail = Vec::with_capacity(zip::END_BYTES);
        input.take(zip::END_BYTES as u64).read_to_end(&mut tail)?;
        Ok(zip::has_end(&tail).then_some(Form::Zip))
    }

    /// The form by the first bytes alone.
    pub(crate) fn of_head(head: &[u8]) -> Option<Form> {
        match head {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => {
                Some(Form::Zip)
            }
            [0xed, 0xab, 0xee, 0xdb, ..] => Some(Form::Rpm),
            _ if head.starts_with(b"!<arch>\n") => Some(Form::Ar),
            _ if [b"070701", b"070702", b"070707"].iter().any(|m| head.starts_with(*m)) => {
                Some(Form::Cpio)
            }
            [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => Some(Form::SevenZip),
            [b'R', b'a', b'r', b'!', 0x1a, 7, ..] => Some(Form::Unread("rar")),
            [b'M', b'S', b'C', b'F', 0, 0, 0, 0, ..] => Some(Form::Unread("cab")),
            _ if tar::is_header(head) => Some(Form::Tar),
            _ if unread(head).is_some() => unread(head).map(Form::Unread),
            _ => Layer::of_head(head).map(Form::Layer),
        }
    }
}

/// The form of archives that are rarely met and not opened.
fn unread(head: &[u8]) -> Option<&'static str> {
    const MARKS: &[(usize, &[u8], &str)] = &[
        (0, b"\x60\xea", "arj"),
        (0, b"xar!", "xar"),
        (0, b"MSWIM\0\0\0", "wim"),
        (0, b"hsqs", "squashfs"),
        (0, b"\x89LZO\0\r\n", "lzop"),
        (0, b"\x02\x21\x4c\x18", "lz4 (old)"),
        (0, b"zPQ", "zpaq"),
        (0, b"7kSt", "zpaq"),
        (2, b"-lh", "lha"),
        (2, b"-lz", "lha"),
        (7, b"**ACE**", "ace"),
        (20, b"\xdc\xa7\xc4\xfd", "zoo"),
    ];
    let has = |&&(at, mark, _): &&(usize, &[u8], &'static str)| {
        head.get(at..).is_some_and(|rest| rest.starts_with(mark))
    };
    MARKS.iter().find(has).map(|(.., name)| *name)
}

/// The name of what a compressed file holds.
pub(super) fn name_inside(name: &[u8], layer: Layer) -> Vec<u8> {
    let Some(dot) = name.iter().rposition(|&byte| byte == b'.') else { return name.to_vec() };
    let (stem, extension) = (&name[..dot], name[dot + 1..].to_ascii_lowercase());
    let inside: &[u8] = match &*extension {
        b"gz" | b"bz2" | b"xz" | b"lzma" | b"zst" | b"z" | b"lz" | b"lz4" => b"",
        b"svgz" => b".svg",
        b"tgz" | b"taz" | b"tbz" | b"tbz2" | b"txz" | b"tlz" | b"tlz4" | b"tzst" => b".tar",
        _ => return [name, b".", layer.name().as_bytes(), b"-contents"].concat(),
    };
    match [stem, inside].concat() {
        empty if empty.is_empty() => name.to_vec(),
        inner => inner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_sorted() {
        assert!(HINTS.is_sorted() && ZIP_HINTS.is_sorted());
        assert!(ZIP_HINTS.iter().all(|hint| HINTS.contains(hint)));
    }

    #[test]
    fn names_and_bytes_must_agree() {
        assert!(is_archive(b"a.tar.GZ", b"\x1f\x8b\x08"));
        assert!(!is_archive(b"a.docx", b"PK\x03\x04"));
        assert!(is_archive(b"a.jar", b"PK\x03\x04"));
        assert!(!is_archive(b"a.zip", b"not a zip"));
        assert!(is_archive(b"a.lzma", b"\x5d\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\0"));
        assert!(!is_archive(b"zip", b"PK\x03\x04"));
    }

    #[test]
    fn compressed_files_are_named_without_their_ending() {
        let inside = |name: &[u8]| String::from_utf8(name_inside(name, Layer::Gzip)).unwrap();
        assert_eq!(inside(b"a.c.gz"), "a.c");
        assert_eq!(inside(b"a.tgz"), "a.tar");
        assert_eq!(inside(b"a.crate"), "a.crate.gzip-contents");
        assert_eq!(inside(b".gz"), ".gz");
    }
}
