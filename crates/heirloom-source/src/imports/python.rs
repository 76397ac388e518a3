// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `import` and `from … import`, and imports by calls.

use heirloom_model::SourceLanguage;

use super::{Imports, Manner};
use crate::tokens::{Token, Tokens};

/// A block that is open, by the column of the line that opened it.
struct Block {
    column: usize,
    manner: Manner,
}

pub(super) fn read(text: &str, imports: &mut Imports<'_, '_>) {
    let tokens: Vec<Token<'_>> = Tokens::new(text, SourceLanguage::Python).collect();
    let mut blocks: Vec<Block> = Vec::new();
    // Lines inside brackets begin no statement.
    let mut n_open = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_sign(b'(') || token.is_sign(b'[') || token.is_sign(b'{') {
            n_open += 1;
        } else if token.is_sign(b')') || token.is_sign(b']') || token.is_sign(b'}') {
            n_open = n_open.saturating_sub(1);
        }
        let Some(word) = token.word() else { continue };
        if let Some(column) = token.column.filter(|_| n_open == 0) {
            while blocks.last().is_some_and(|block| block.column >= column) {
                blocks.pop();
            }
            let before = blocks.last().map_or(Manner::default(), |block| block.manner);
            let is_types = tokens.get(at + 1).is_some_and(|next| next.is_word("TYPE_CHECKING"));
            match word {
                "try" | "except" => {
                    let manner = Manner { is_optional: true, ..before };
                    blocks.push(Block { column, manner });
                }
                "if" if is_types => {
                    let manner = Manner { is_type_only: true, ..before };
                    blocks.push(Block { column, manner });
                }
                _ => {}
            }
        }
        let begins = token.column.is_some() && n_open == 0
            || at > 0 && (tokens[at - 1].is_sign(b';') || tokens[at - 1].is_sign(b':'));
        let manner = blocks.last().map_or(Manner::default(), |block| block.manner);
        match word {
            "import" if begins => names(&tokens[at + 1..], manner, imports),
            "from" if begins => {
                let (name, _) = dotted(&tokens[at + 1..]);
                imports.add(&name, manner, token.range.clone());
            }
            "import_module" | "__import__" => by_call(&tokens[at + 1..], imports),
            _ => {}
        }
    }
}

/// `a.b as c, d`.
fn names(tokens: &[Token<'_>], manner: Manner, imports: &mut Imports<'_, '_>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let (name, n_tokens) = dotted(&tokens[at..]);
        if n_tokens == 0 {
            return;
        }
        imports.add(&name, manner, token.range.start..tokens[at + n_tokens - 1].range.end);
        at += n_tokens;
        if tokens.get(at).is_some_and(|token| token.is_word("as")) {
            at += 2;
        }
        if !tokens.get(at).is_some_and(|token| token.is_sign(b',')) {
            return;
        }
        at += 1;
    }
}

/// A dotted name and the number of its tokens; names may begin with dots.
fn dotted(tokens: &[Token<'_>]) -> (String, usize) {
    let mut name = String::new();
    for (at, token) in tokens.iter().enumerate().take(64) {
        let is_next = at > 0 && token.column.is_some();
        match token.word() {
            _ if is_next => return (name, at),
            Some("import" | "as") => return (name, at),
            Some(word) if name.is_empty() || name.ends_with('.') => name.push_str(word),
            None if token.is_sign(b'.') => name.push('.'),
            _ => return (name, at),
        }
    }
    let n_tokens = tokens.len().min(64);
    (name, n_tokens)
}

/// `importlib.import_module("x")`.
fn by_call(tokens: &[Token<'_>], imports: &mut Imports<'_, '_>) {
    if let [open, argument, close, ..] = tokens
        && open.is_sign(b'(')
        && (close.is_sign(b')') || close.is_sign(b','))
        && let Some(name) = argument.text()
    {
        let manner = Manner { is_optional: true, is_type_only: false };
        imports.add(name, manner, argument.range.clone());
    }
}
