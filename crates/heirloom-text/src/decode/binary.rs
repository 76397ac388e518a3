// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The strings of a binary file.

use heirloom_model::{ContentKind, TextFacts};

use super::{
    Text, TextForm, TextLimits,
    map::{Map, PieceKind, Pieces},
};

/// The shortest string that is kept.
const MIN_STRING: usize = 8;

/// The strings of `bytes`, one a line.
pub(super) fn text<'a>(bytes: &'a [u8], limits: &TextLimits) -> Text<'a> {
    let mut view = String::new();
    let mut pieces = Pieces::new(bytes);
    let mut at = 0;
    while at < bytes.len() && view.len() < limits.max_binary_string_bytes {
        let length = bytes[at..].iter().take_while(|byte| is_printable(**byte)).count();
        if length >= MIN_STRING {
            let room = length.min(limits.max_binary_string_bytes - view.len());
            pieces.push(view.len(), at, PieceKind::Same);
            view.extend(bytes[at..at + room].iter().map(|byte| char::from(*byte)));
            pieces.push(view.len(), at + room, PieceKind::Whole { n_bytes: 0 });
            view.push('\n');
        }
        at += length + 1;
    }
    let facts = TextFacts { content: ContentKind::Binary, ..TextFacts::default() };
    Text::new(view.into(), TextForm::BinaryStrings, Map::Strings(pieces), facts)
}

fn is_printable(byte: u8) -> bool {
    matches!(byte, b'\t' | b' '..=b'~')
}
