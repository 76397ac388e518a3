// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Any bytes as text, and all readers of text on it: the first bytes choose the file's name.

#![no_main]

use heirloom_model::{Span, TreePath};
use heirloom_text::{
    annotations, copyright,
    decode::{Text, TextLimits, decode},
};
use libfuzzer_sys::fuzz_target;

const NAMES: &[&str] = &[
    "a.txt",
    "a.c",
    "a.html",
    "a.xml",
    "a.rtf",
    "a.ipynb",
    "a.md",
    "a.po",
    "a.1",
    "a.js",
    "LICENSE",
    "REUSE.toml",
    "debian/copyright",
    ".reuse/dep5",
    "a.py",
    "a.bin",
];

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    let path = NAMES[usize::from(*choice) % NAMES.len()].as_bytes();
    let path = TreePath::parse(path).expect("a path");
    let limits = TextLimits {
        max_text_bytes: 32 << 10,
        max_binary_string_bytes: 4 << 10,
        max_pdf_text_bytes: 4 << 10,
        max_notebook_output_bytes: 1 << 10,
    };
    let (text, _) = decode(path.file_name(), bytes, &limits);
    check_text(&text, bytes.len());
    let facts = copyright::detect(&text);
    facts.copyrights.iter().for_each(|find| check(find.span, bytes.len()));
    facts.authors.iter().for_each(|find| check(find.span, bytes.len()));
    let (annotations, _) = annotations::read(&path, &text);
    annotations.iter().for_each(|annotation| check(annotation.span, bytes.len()));
});

fn check_text(text: &Text<'_>, n_bytes: usize) {
    let content = text.as_str();
    let mut before = Span::default();
    for (start, character) in content.char_indices().step_by(1 + content.len() / 64) {
        let span = text.span(start..start + character.len_utf8());
        check(span, n_bytes);
        assert!(span.start >= before.start && span.first_line >= before.first_line);
        before = span;
    }
    check(text.span(0..content.len()), n_bytes);
}

fn check(span: Span, n_bytes: usize) {
    assert!(span.start <= span.end, "{span:?}");
    assert!(span.end <= n_bytes as u64, "{span:?} of {n_bytes}");
    assert!(span.first_line <= span.last_line, "{span:?}");
}
