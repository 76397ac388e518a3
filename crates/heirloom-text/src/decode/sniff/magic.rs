// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! First bytes of formats that are no text, whatever their other bytes look like.

const MAGIC: &[&[u8]] = &[
    b"\x7fELF",
    b"MZ",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\0asm",
    b"dex\n",
    b"!<arch>\n",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"RIFF",
    b"OggS",
    b"fLaC",
    b"ID3",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"\x1f\x9d",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"\x04\x22\x4d\x18",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"%PDF-",
    b"SQLite format 3\0",
    b"\0\x01\0\0\0",
    b"OTTO",
    b"ttcf",
    b"wOFF",
    b"wOF2",
    b"\xde\x12\x04\x95",
    b"\x95\x04\x12\xde",
    b"\xd0\xcf\x11\xe0",
    b"\xed\xab\xee\xdb",
];

/// Whether bytes that are not plain UTF-8 start as a known binary format does.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

/// Whether the bytes are a PDF file, which can be all ASCII but is no text to read.
pub(in crate::decode) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}
