// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The text of PDF files, page after page.
//!
//! A reader of our own, for bounds: every byte that is inflated or interpreted is counted against a
//! limit, and nothing is trusted. The table of objects is not read but made, by looking for objects
//! all over the file, so damaged and updated files need no care. Letters are told by the tables
//! that files carry for copying text, by the names of glyphs, and by standard encodings; letters
//! that remain unknown are left out. Encrypted files give nothing, which is told; pictures of text
//! give nothing.

mod content;
mod encoding;
mod font;
mod lexer;
mod lzw;
mod objects;
mod stream;

use std::ops::Range;

use content::Reader;
use objects::Objects;

/// What a file gave.
pub(super) struct Outcome {
    /// Its text, if there is enough that can be read.
    pub(super) extract: Option<Extract>,
    /// Why text was not read.
    pub(super) unread: Option<&'static str>,
}

/// What was read of a file.
pub(super) struct Extract {
    pub(super) view: String,
    pub(super) parts: Vec<Part>,
    /// Whether a limit cut it.
    pub(super) is_cut: bool,
}

/// Text from `view` on comes from these bytes of the file: those of the page's contents, packed.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) view: usize,
    pub(super) disk: Range<usize>,
}

/// What may still be spent on a file.
pub(super) struct Budget {
    /// Bytes to inflate and to interpret.
    pub(super) work: usize,
    /// Bytes of text to write.
    pub(super) text: usize,
    /// Whether something was left out for want of more.
    pub(super) is_cut: bool,
    /// Whether something was packed in a way that is not known.
    pub(super) is_foreign: bool,
}

/// Bytes inflated and interpreted for each byte of text that is allowed.
const WORK_PER_TEXT: usize = 8;

/// The text of at least this many words makes a file readable.
const MIN_WORDS: usize = 8;

/// The text of a PDF file.
pub(super) fn extract(bytes: &[u8], max_text: usize) -> Outcome {
    if objects::is_encrypted(bytes) {
        return Outcome { extract: None, unread: Some("it is encrypted") };
    }
    let work = max_text.saturating_mul(WORK_PER_TEXT);
    let mut budget = Budget { work, text: max_text, is_cut: false, is_foreign: false };
    let Some(objects) = Objects::find(bytes, &mut budget) else {
        return Outcome { extract: None, unread: None };
    };
    let mut reader = Reader::new(&objects, budget);
    objects.visit_pages(&mut |page, resources| reader.page(page, resources));
    let (extract, is_foreign) = reader.finish();
    let unread = is_foreign.then_some("it is packed in an unknown way");
    Outcome { extract: has_words(&extract).then_some(extract), unread }
}

fn has_words(extract: &Extract) -> bool {
    let words = extract.view.split_whitespace();
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    words.filter(is_word).take(MIN_WORDS).count() == MIN_WORDS
}

#[cfg(test)]
mod tests;
