// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Texts in many encodings with the places of their words.

use super::*;

mod properties;

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
    check(&bytes, "gb18030", "张三", &encoded(encoding_rs::GBK, "张三"), (2, 2));
}

#[test]
fn wide_encodings_without_byte_order_mark() {
    let text = "// Copyright 2020 Jemand\r\n// Größe\r\n".repeat(3);
    check(&utf16(&text, false), "UTF-16LE", "Größe", &utf16("Größe", false), (2, 2));
    check(&utf16(&text, true), "UTF-16BE", "Größe", &utf16("Größe", true), (2, 2));
    let utf32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    let expect: Vec<u8> = "Größe".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    check(&utf32, "UTF-32LE", "Größe", &expect, (2, 2));
    let chinese =
        utf16("木兰宽松许可证\n您对软件的复制、使用、修改及分发受本许可证约束。\n", false);
    check(&chinese, "UTF-16LE", "修改", &utf16("修改", false), (2, 2));
}

#[test]
fn text_in_many_encodings() {
    let check = |encoding: &'static encoding_rs::Encoding, name: &str, text: &str, needle: &str| {
        check(
            &encoded(encoding, &text.repeat(20)),
            name,
            needle,
            &encoded(encoding, needle),
            (2, 2),
        );
    };
    let traditional = "本程式為自由軟體，您可以自由散布與修改。\n著作權所有 王小明\n";
    check(encoding_rs::BIG5, "Big5", traditional, "王小明");
    let japanese = "このプログラムはフリーソフトウェアです。\n著作権 山田太郎 2001年\n";
    check(encoding_rs::SHIFT_JIS, "Shift_JIS", japanese, "山田太郎");
    check(encoding_rs::EUC_JP, "EUC-JP", japanese, "山田太郎");
    let korean = "이 프로그램은 자유 소프트웨어입니다.\n저작권 홍길동 2003\n";
    check(encoding_rs::EUC_KR, "EUC-KR", korean, "홍길동");
    let russian = "Эта программа является свободной.\nАвторские права Иванов\n";
    check(encoding_rs::KOI8_R, "KOI8-U", russian, "Иванов");
    check(encoding_rs::WINDOWS_1251, "windows-1251", russian, "Иванов");
    let polish = "Ten program jest wolnym oprogramowaniem, możesz go używać\nautor Łukasz Żółć\n";
    check(encoding_rs::WINDOWS_1250, "windows-1250", polish, "Łukasz Żółć");
}

#[test]
fn japanese_by_escape_sequences() {
    let bytes = b"/*\n * \x1b$B;3ED\x1b(B taro\n */\n";
    check(bytes, "ISO-2022-JP", "taro", b"taro", (2, 2));
    check(bytes, "ISO-2022-JP", "山田", b"\x1b$B;3ED", (2, 2));
}

#[test]
fn declared_encodings_win_over_guesses() {
    let bytes = b"# -*- coding: koi8-r -*-\n# \xf0\n";
    check(bytes, "KOI8-R", "П", b"\xf0", (2, 2));
}

#[test]
fn nuls_do_not_make_a_text_binary_when_few() {
    let bytes = [&b"some words\n".repeat(100)[..], b"\0", b"more\n", &[0; 512]].concat();
    check(&bytes, "UTF-8", "more", b"more", (101, 101));
    let (text, _) = decode(b"x.mo", b"a\0b\0c\0d\0longer string\0", &TextLimits::standard());
    assert_eq!(text.facts().content, ContentKind::Binary);
}

#[test]
fn bytes_at_random_are_no_text() {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let noise: Vec<u8> = (0..5000).map(|_| next()).collect();
    let no_nul: Vec<u8> = noise.iter().copied().filter(|byte| *byte != 0).collect();
    let high: Vec<u8> = noise.iter().map(|byte| byte | 0x80).collect();
    for bytes in [noise, no_nul, high] {
        let (text, _) = decode(b"noise", &bytes, &TextLimits::standard());
        assert_eq!(text.facts().content, ContentKind::Binary);
    }
}

#[test]
fn forms_and_facts() {
    let form = |name: &str, text: &str| {
        decode(name.as_bytes(), text.as_bytes(), &TextLimits::standard()).0.form()
    };
    assert_eq!(form("pom.xml", "x"), TextForm::Markup);
    assert_eq!(form("LICENSE", "  <!DOCTYPE HTML>\n<p>"), TextForm::Markup);
    assert_eq!(form("html", "x"), TextForm::Plain);
    let generated =
        |text: &str| decode(b"x", text.as_bytes(), &TextLimits::standard()).0.facts().generated;
    assert!(generated("// Code generated by protoc. DO NOT EDIT.\n"));
    assert!(generated("/* A Bison parser, made by GNU Bison 3.8.2.  */"));
    assert!(!generated("// People edit this by hand.\n"));
    let (text, _) = decode(b"x", b"a\nb", &TextLimits::standard());
    assert_eq!(text.facts().n_lines, 2);
}

#[test]
fn large_files_are_cut_with_a_problem() {
    let limits = TextLimits { max_text_bytes: 5, ..TextLimits::standard() };
    let (text, problems) = decode(b"x", "abcdé".as_bytes(), &limits);
    assert_eq!(text.as_str(), "abcd");
    assert_eq!(problems[0].code, ProblemCode::FILE_TOO_LARGE);
}
