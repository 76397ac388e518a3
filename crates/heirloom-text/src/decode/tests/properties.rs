// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What holds for any bytes.

use proptest::prelude::*;

use crate::decode::{Text, TextLimits, decode};

/// Spans stay within the file, never go backwards and start on lines that never go backwards.
fn check_spans(text: &Text<'_>, n_bytes: usize) {
    let view = text.as_str();
    let mut before = text.span(0..0);
    for (start, character) in view.char_indices() {
        let span = text.span(start..start + character.len_utf8());
        assert!(span.start <= span.end && span.end <= n_bytes as u64, "{span:?} of {n_bytes}");
        assert!(before.start <= span.start && before.end <= span.end, "{before:?} {span:?}");
        assert!(1 <= span.first_line && span.first_line <= span.last_line);
        assert!(before.first_line <= span.first_line);
        before = span;
    }
    let all = text.span(0..view.len());
    assert!(all.end >= before.end && all.end <= n_bytes as u64);
    assert_eq!(text.span(view.len()..usize::MAX).end, text.span(view.len()..view.len()).end);
}

fn check(name: &[u8], bytes: &[u8]) {
    let standard = TextLimits::standard();
    let small = TextLimits {
        max_pdf_text_bytes: 300,
        max_text_bytes: bytes.len() / 2,
        max_binary_string_bytes: 16,
        max_notebook_output_bytes: 4,
    };
    for limits in [standard, small] {
        let (text, _) = decode(name, bytes, &limits);
        check_spans(&text, bytes.len());
    }
}

/// Bytes with starts and habits of what the decoders look for.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let start = prop::sample::select(vec![
        &b""[..],
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xff\xfe\0\0",
        b"\0\0\xfe\xff",
        b"{\\rtf1\\ansicpg936 ",
        b"{\"cells\":[{\"source\":[\"",
        b"\x7fELF",
        b"<?xml encoding='big5'?>",
        b"# coding: iso-2022-jp\n\xe9",
        b"# coding: gb18030\n\x81\x30\x81\x30\x80",
    ]);
    let part = prop_oneof![
        any::<Vec<u8>>(),
        any::<u8>().prop_map(|byte| vec![byte]),
        "[ -~\\r\\n]{0,40}".prop_map(String::into_bytes),
        "\\PC{0,20}".prop_map(String::into_bytes),
        "\\PC{0,20}"
            .prop_map(|text| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
        Just(b"\\'c4\\u26408 ?{}\\par\\uc2".to_vec()),
        Just(b"\x1b$B;3ED\x1b(B".to_vec()),
        Just(b"\"]},{\"outputs\":[{\"text\":\"\\u00e9\\n\"}]}".to_vec()),
    ];
    (start, prop::collection::vec(part, 0..20))
        .prop_map(|(start, parts)| [start.to_vec(), parts.concat()].concat())
}

proptest! {
    #[test]
    fn spans_hold_for_any_bytes(bytes in bytes(), notebook in any::<bool>()) {
        check(if notebook { b"a.ipynb" } else { b"a" }, &bytes);
    }

    /// A legacy encoding's character lies where its own bytes are.
    #[test]
    fn spans_of_encoded_text_are_exact(words in "[a-z \\n木兰宽松许可证]{1,400}", index in any::<prop::sample::Index>()) {
        let chars: Vec<char> = words.chars().collect();
        let at = index.index(chars.len());
        let text = format!("<?xml version='1.0' encoding='gb18030'?>版权所有 {words}");
        let (bytes, ..) = encoding_rs::GB18030.encode(&text);
        let (decoded, _) = decode(b"a", &bytes, &TextLimits::standard());
        prop_assert_eq!(decoded.as_str(), &text);
        let start = text.len() - words.len() + chars[..at].iter().map(|c| c.len_utf8()).sum::<usize>();
        let span = decoded.span(start..start + chars[at].len_utf8());
        let (expect, ..) = encoding_rs::GB18030.encode(&text[start..start + chars[at].len_utf8()]);
        prop_assert_eq!(&bytes[span.start as usize..span.end as usize], expect.as_ref());
    }
}
