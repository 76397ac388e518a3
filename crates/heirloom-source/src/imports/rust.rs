// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The crates that `use` and `extern crate` name, by the roots of their paths.

use std::collections::HashSet;

use heirloom_model::SourceLanguage;

use super::{Imports, Manner, searcher};
use crate::{
    code,
    tokens::{Token, Tokens},
};

/// Roots that are no crates of others.
const OWN: &[&str] = &["crate", "self", "super", "Self"];

pub(super) fn read(text: &str, imports: &mut Imports<'_, '_>) {
    let modules = modules(text);
    let is_foreign = |name: &str| {
        !OWN.contains(&name) && !modules.contains(name) && !name.starts_with(char::is_uppercase)
    };
    let words = searcher!("use ", "use{", "use\n", "extern crate ");
    code::words(text, SourceLanguage::Rust, words, |start, word, mut tokens| {
        let before = code::before_on_line(text, start).trim();
        let begins = before.is_empty()
            || before.ends_with(['{', '}', ';', ']', ')'])
            || before == "pub"
            || before.ends_with(" pub");
        if !begins {
            return;
        }
        let roots = if word.starts_with("extern") {
            tokens.next().into_iter().collect()
        } else {
            roots(Tokens::from(text, SourceLanguage::Rust, start + 3))
        };
        for root in roots {
            if let Some(name) = root.word().filter(|name| is_foreign(name)) {
                imports.add(name, Manner::default(), root.range.clone());
            }
        }
    });
}

/// The modules that a file declares.
fn modules(text: &str) -> HashSet<&str> {
    let places = memchr::memmem::find_iter(text.as_bytes(), b"mod ").take(10_000);
    let names = places.map(|at| {
        let rest = &text[at + 4..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        &rest[..end.min(rest.len())]
    });
    names.filter(|name| !name.is_empty()).collect()
}

/// The first words of the paths of a `use`.
fn roots(tokens: Tokens<'_>) -> Vec<Token<'_>> {
    let mut tokens = tokens.peekable();
    // A leading `::`.
    while tokens.next_if(|token| token.is_sign(b':')).is_some() {}
    let Some(first) = tokens.next() else { return Vec::new() };
    if first.word().is_some() {
        return vec![first];
    }
    if !first.is_sign(b'{') {
        return Vec::new();
    }
    let mut roots = Vec::new();
    let mut depth = 1_usize;
    let mut is_root = true;
    for token in tokens.take(1_000) {
        if token.is_sign(b'{') {
            depth += 1;
        } else if token.is_sign(b'}') {
            depth -= 1;
        } else if token.is_sign(b',') {
            is_root = depth == 1;
            continue;
        } else if is_root && depth == 1 && token.word().is_some() {
            roots.push(token);
            is_root = false;
        }
        if depth == 0 {
            break;
        }
    }
    roots
}
