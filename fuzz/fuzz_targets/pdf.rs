// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Any bytes as a PDF file: its text stays within its limit, and places within the file.

#![no_main]

use heirloom_text::decode::{TextForm, TextLimits, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let bytes = [b"%PDF-1.7\n", bytes].concat();
    let limits = TextLimits { max_pdf_text_bytes: 64 << 10, ..TextLimits::standard() };
    let (text, _) = decode(b"a.pdf", &bytes, &limits);
    let view = text.as_str();
    if text.form() == TextForm::Extracted {
        assert!(view.len() < (64 << 10) + (1 << 20));
    }
    for (at, _) in view.char_indices().step_by(97) {
        let span = text.span(at..view.len());
        assert!(span.start <= span.end && span.end as usize <= bytes.len());
    }
});
