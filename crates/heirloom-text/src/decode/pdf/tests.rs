// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files made by hand, as programs make them.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use heirloom_model::{ContentKind, ProblemCode};

use crate::decode::{TextForm, TextLimits, decode};

/// A file of objects; what follows `stream:` in one is packed.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n".to_vec();
    for (object, number) in objects.iter().zip(1..) {
        writeln!(file, "{number} 0 obj").unwrap();
        match object.split_once("stream:") {
            None => file.extend_from_slice(object.as_bytes()),
            Some((dict, contents)) => {
                let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
                packed.write_all(contents.as_bytes()).unwrap();
                let packed = packed.finish().unwrap();
                let dict = dict.trim().trim_end_matches(">>");
                let length = packed.len();
                write!(file, "{dict} /Filter /FlateDecode /Length {length} >>\nstream\n").unwrap();
                file.extend_from_slice(&packed);
                file.extend_from_slice(b"\nendstream");
            }
        }
        file.extend_from_slice(b"\nendobj\n");
    }
    file.extend_from_slice(b"trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    file
}

/// A file of one page with these contents.
fn page(contents: &str, more: &[&str]) -> Vec<u8> {
    let contents = format!("<< >> stream:{contents}");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 5 0 R /F2 6 0 R >> \
         /XObject << /X 7 0 R >> >> >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        &contents,
        "<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding >>",
    ];
    pdf(&[&objects[..], more].concat())
}

#[track_caller]
fn check(bytes: &[u8], expect: &str) {
    let (text, problems) = decode(b"a.pdf", bytes, &TextLimits::standard());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(text.form(), TextForm::Extracted);
    assert_eq!(text.facts().content, ContentKind::Text);
    assert_eq!(text.as_str().trim_end(), expect);
}

const WORDS: &str = "Permission is hereby granted to any person who reads all of these words";

#[test]
fn lines_and_words_are_told_apart_by_their_places() {
    let contents = format!(
        "BT /F1 10 Tf 72 700 Td ({WORDS}) Tj 0 -12 Td [(Lice)-20(nsed)-400(under)] TJ \
         1 0 0 1 72 600 Tm (the) Tj 30 0 Td (MIT\\040License \\(c\\)) Tj T* ET"
    );
    check(&page(&contents, &[]), &format!("{WORDS}\nLicensed under\nthe MIT License (c)"));
}

#[test]
fn tables_for_copying_tell_letters() {
    let more = [
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 8 0 R >>",
        "<< >>",
        "<< >> stream:2 beginbfrange <0001> <001a> <0061> <001b> <001b> [<D83DDE00>] endbfrange \
         1 beginbfchar <0020> <00660069> endbfchar",
    ];
    let contents =
        format!("BT /F1 9 Tf 1 1 Td ({WORDS}) Tj /F2 9 Tf 0 -20 Td <000100020020001b> Tj ET");
    check(&page(&contents, &more), &format!("{WORDS}\nabfi\u{1f600}"));
}

#[test]
fn glyphs_have_names_and_forms_have_contents() {
    let more = [
        "<< /Type /Font /Subtype /Type1 /Encoding << /Differences [1 /copyright /ff 65 /B] >> >>",
        "<< /Subtype /Form /Resources << /Font << /F2 6 0 R >> >> >> \
         stream:BT /F2 9 Tf 5 5 Td (\\001 A\\002) Tj ET",
    ];
    let contents = format!("BT /F1 9 Tf 1 99 Td ({WORDS}) Tj ET /X Do");
    check(&page(&contents, &more), &format!("{WORDS}\n\u{a9} Bff"));
}

#[test]
fn spans_are_those_of_the_contents_in_the_file() {
    let bytes = page(&format!("BT /F1 10 Tf 72 700 Td ({WORDS}) Tj ET"), &[]);
    let (text, _) = decode(b"a.pdf", &bytes, &TextLimits::standard());
    let span = text.span(3..20);
    let packed = &bytes[span.start as usize..span.end as usize];
    assert_eq!(packed[0], 0x78, "a zlib stream starts there");
    assert!(bytes[span.end as usize..].starts_with(b"\nendstream"));
    assert_eq!(span.first_line, 1);
}

#[test]
fn objects_may_be_packed_and_the_tree_damaged() {
    let contents = format!("<< >> stream:BT /F1 10 Tf 72 700 Td ({WORDS}) Tj ET");
    let packed = "<< /Type /Page /Contents 1 0 R /Resources << /Font << /F1 12 0 R >> >> >> \
                  << /Type /Font /Subtype /TrueType >>";
    let second = packed.find("<< /Type /Font /Sub").unwrap();
    let head = format!("11 0 12 {second} ");
    let first = head.len();
    let objects = format!("<< /Type /ObjStm /N 2 /First {first} >> stream:{head}{packed}");
    check(&pdf(&[&contents, &objects]), WORDS);
}

#[test]
fn files_without_text_are_binary() {
    let bytes = page("BT ET", &[]);
    let (text, _) = decode(b"a.pdf", &bytes, &TextLimits::standard());
    assert_eq!(text.form(), TextForm::BinaryStrings);
    let mut bytes = page(&format!("BT /F1 10 Tf ({WORDS}) Tj ET"), &[]);
    bytes.extend_from_slice(b"trailer << /Encrypt 9 0 R >>");
    let (text, problems) = decode(b"a.pdf", &bytes, &TextLimits::standard());
    assert_eq!(text.form(), TextForm::BinaryStrings);
    assert_eq!(problems[0].code, ProblemCode::PDF_UNREAD);
    assert_eq!(&*problems[0].args[0].1, "it is encrypted");
}

#[test]
fn text_packed_in_an_unknown_way_is_told() {
    let contents = format!("BT /F1 10 Tf 72 700 Td ({WORDS}) Tj ET");
    let bytes = page(&contents, &[]);
    let at = memchr::memmem::find(&bytes, b"/FlateDecode").unwrap();
    let mut foreign = bytes.clone();
    foreign[at..at + 12].copy_from_slice(b"/FlateUnknow");
    let (text, problems) = decode(b"a.pdf", &foreign, &TextLimits::standard());
    assert_eq!(text.form(), TextForm::BinaryStrings);
    assert_eq!(problems[0].code, ProblemCode::PDF_UNREAD);
}

#[test]
fn what_is_unpacked_is_bounded() {
    let line = format!("BT /F1 10 Tf 0 -12 Td ({WORDS}) Tj ET\n");
    let bytes = page(&line.repeat(10_000), &[]);
    let limits = TextLimits { max_pdf_text_bytes: 20_000, ..TextLimits::standard() };
    let (text, problems) = decode(b"a.pdf", &bytes, &limits);
    assert!(text.as_str().len() <= 20_000 + WORDS.len());
    assert_eq!(problems[0].code, ProblemCode::BINARY_STRINGS_LIMIT);
    // A form that shows itself twice, over and over.
    let form = format!("<< /Subtype /Form >> stream:({WORDS}) Tj {}", "/X Do ".repeat(1000));
    let bytes = page(&format!("/F1 1 Tf ({WORDS}) Tj /X Do"), &["<< >>", &form]);
    let (_, problems) = decode(b"a.pdf", &bytes, &limits);
    assert_eq!(problems.len(), 1);
}

proptest::proptest! {
    #[test]
    fn damage_never_breaks_the_reader(cut in 0..2000_usize, at in 0..2000_usize, byte: u8) {
        let mut bytes = page(&format!("BT /F1 10 Tf 72 700 Td ({WORDS}) Tj /X Do ET"), &[
            "<< /Type /Font /Encoding << /Differences [1 /a] >> /ToUnicode 4 0 R >>",
            "<< /Subtype /Form >> stream:BT ET",
        ]);
        let n_bytes = bytes.len();
        bytes[at % n_bytes] = byte;
        bytes.truncate(n_bytes - cut % n_bytes);
        decode(b"a.pdf", &bytes, &TextLimits::standard());
    }
}
