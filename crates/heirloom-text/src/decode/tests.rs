// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

use super::*;

/// Decodes and checks that the span of `needle` in the view is `expect` on disk.
#[track_caller]
fn check(bytes: &[u8], encoding: &str, needle: &str, expect: &[u8], lines: (u32, u32)) {
    let (text, _) = decode(b"file", bytes, &TextLimits::standard());
    assert_eq!(text.facts().encoding.as_deref(), Some(encoding));
    let start =
        text.as_str().find(needle).unwrap_or_else(|| panic!("no {needle} in {:?}", text.as_str()));
    let span = text.span(start..start + needle.len());
    let found = &bytes[span.start as usize..span.end as usize];
    assert_eq!(found, expect, "{:?}", String::from_utf8_lossy(found));
    assert_eq!((span.first_line, span.last_line), lines);
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    text.encode_utf16().flat_map(bytes).collect()
}

fn encoded(encoding: &'static encoding_rs::Encoding, text: &str) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

#[test]
fn utf8_is_its_own_view() {
    check(b"a\nb\r\ncd\n", "UTF-8", "cd", b"cd", (3, 3));
    check("\u{feff}é\nß".as_bytes(), "UTF-8", "ß", "ß".as_bytes(), (2, 2));
    check("ab\ncd\nef".as_bytes(), "UTF-8", "b\ncd\n", b"b\ncd\n", (1, 2));
}

#[test]
fn utf16_with_byte_order_mark() {
    let text = "\u{feff}one\r\n木兰 𝄞 two\n";
    check(&utf16(text, false), "UTF-16LE", "兰 𝄞", &utf16("兰 𝄞", false), (2, 2));
    check(&utf16(text, true), "UTF-16BE", "兰 𝄞", &utf16("兰 𝄞", true), (2, 2));
}

#[test]
fn bad_bytes_within_utf8_stay_readable() {
    let bytes =
        [&"é ü ö\n".repeat(100).into_bytes(), &b"Copyright Jos\xe9 Mart\xednez\n"[..]].concat();
    check(&bytes, "UTF-8", "José Martínez", b"Jos\xe9 Mart\xednez", (101, 101));
    let (_, problems) = decode(b"file", &bytes, &TextLimits::standard());
    assert_eq!(problems[0].code, ProblemCode::ENCODING_BROKEN);
}

#[test]
fn legacy_encodings_are_guessed() {
    let latin = b"/* \xa9 2010 Andr\xe9 M\xfcller, \xd6sterreich. Alle Rechte vorbehalten. */";
    check(latin, "windows-1252", "André Müller", b"Andr\xe9 M\xfcller", (1, 1));
    let chinese = "本程序是自由软件；您可以自由地使用、复制和修改。\n版权所有 张三\n".repeat(40);
    let bytes = encoded(encoding_rs::GB18030, &chinese);
    check(&bytes, "GBK", "张三", &encoded(encoding_rs::GBK, "张三"), (2, 2));
}
