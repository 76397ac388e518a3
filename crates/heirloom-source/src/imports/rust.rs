// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The crates that `use` and `extern crate` name, by the roots of their paths.

use std::collections::HashSet;

use heirloom_model::SourceLanguage;

use super::{Imports, Manner};
use crate::tokens::{Token, Tokens};

/// Roots that are no crates of others.
const OWN: &[&str] = &["crate", "self", "super", "Self"];

pub(super) fn read(text: &str, imports: &mut Imports<'_, '_>) {
    let tokens: Vec<Token<'_>> = Tokens::new(text, SourceLanguage::Rust).collect();
    let after = |word: &str| {
        let pairs = tokens.windows(2).filter(move |pair| pair[0].is_word(word));
        pairs.filter_map(|pair| pair[1].word()).collect::<HashSet<&str>>()
    };
    let modules = after("mod");
    let is_foreign = |name: &str| {
        !OWN.contains(&name) && !modules.contains(name) && !name.starts_with(char::is_uppercase)
    };
    for (at, token) in tokens.iter().enumerate() {
        let begins = at == 0
            || tokens[at - 1].column.is_some() && token.column.is_some()
            || [b';', b'}', b'{', b']', b')'].iter().any(|&sign| tokens[at - 1].is_sign(sign))
            || tokens[at - 1].is_word("pub");
        if token.is_word("crate") && at > 0 && tokens[at - 1].is_word("extern") {
            if let Some(next) = tokens.get(at + 1)
                && let Some(name) = next.word().filter(|name| is_foreign(name))
            {
                imports.add(name, Manner::default(), next.range.clone());
            }
        } else if token.is_word("use") && (begins || token.column.is_some()) {
            for root in roots(&tokens[at + 1..]) {
                if let Some(name) = root.word().filter(|name| is_foreign(name)) {
                    imports.add(name, Manner::default(), root.range.clone());
                }
            }
        }
    }
}

/// The first words of the paths of a `use`.
fn roots<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t Token<'a>> {
    let mut tokens = tokens.iter().peekable();
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
