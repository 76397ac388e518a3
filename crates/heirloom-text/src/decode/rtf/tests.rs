// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words of Rich Text Format files.

use crate::decode::{TextForm, TextLimits, decode};

#[track_caller]
fn check(rtf: &str, expect: &str) {
    let (text, problems) = decode(b"license.rtf", rtf.as_bytes(), &TextLimits::standard());
    assert_eq!(text.form(), TextForm::Extracted);
    assert_eq!(text.as_str(), expect);
    assert_eq!(problems, []);
}

#[test]
fn words_without_formatting() {
    check(
        "{\\rtf1\\ansi{\\fonttbl{\\f0\\fswiss Helvetica;}}{\\colortbl;\\red0;}\r\n\
         {\\*\\generator Some tool;}\\f0\\fs24 \\b Permission\\b0  is\r\n granted\\par next\\~line}",
        "Permission is granted\nnext line",
    );
    check("{\\rtf1 a\\{b\\}c\\\\d\\\ne\\emdash f \\ldblquote q\\rdblquote}", "a{b}c\\d\ne—f “q”");
    check("{\\rtf1 {\\pict 0123}{\\info{\\author Me}}x{\\*\\unknown y}z}", "xz");
    check("{\\rtf1 a\\bin4 {{}}b}", "ab");
}

#[test]
fn characters_above_ascii() {
    check("{\\rtf1\\ansi\\ansicpg1252 \\'a9 M\\'fcller}", "© Müller");
    check("{\\rtf1\\ansicpg936 \\'c4\\'be\\'c0\\'bc x}", "木兰 x");
    check("{\\rtf1\\ansicpg932 \\'83\\\\}", "ソ");
    check("{\\rtf1{\\fonttbl{\\f1\\fcharset134 SimSun;}}a{\\f1 \\'c4\\'be}\\'e9}", "a木é");
    check("{\\rtf1\\uc1 \\u26408?\\u20848 ?x\\uc0\\u233 y\\uc2\\u8212\\'a1\\'aaz}", "木兰xéy—z");
    check("{\\rtf1 \\u-10187?\\u-8930?!}", "\u{1d51e}!");
}

#[test]
fn broken_files_give_what_can_be_read() {
    check("{\\rtf1 a}}}} b{{{", "a b");
    check("{\\rtf1 a\\'", "a");
    check("{\\rtf1 a\\'zz b\\u99999999999 c\\", "azz bc");
    check("{\\rtf1 \\ansicpg936 x\\'c4", "x\u{fffd}");
    let deep = format!("{{\\rtf1 {}x{}y}}", "{".repeat(5000), "}".repeat(5000));
    check(&deep, "xy");
}

#[test]
fn spans_lead_to_the_file() {
    let rtf = b"{\\rtf1\\ansi\n\\b Copyright\\b0  \\'a9 2020\n J\\'f6rg}";
    let (text, _) = decode(b"x.rtf", rtf, &TextLimits::standard());
    assert_eq!(text.as_str(), "Copyright © 2020 Jörg");
    let start = text.as_str().find("© 2020").unwrap();
    let span = text.span(start..text.as_str().len());
    assert_eq!(&rtf[span.start as usize..span.end as usize], b"\\'a9 2020\n J\\'f6rg");
    assert_eq!((span.first_line, span.last_line), (2, 3));
}
