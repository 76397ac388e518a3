// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `import`, `export … from`, `require` and `import(…)`.

use heirloom_model::SourceLanguage;

use super::{Imports, Manner};
use crate::tokens::{Token, Tokens};

/// Between `import` and `from` there are no more tokens than these.
const MAX_CLAUSE: usize = 4_000;

pub(super) fn read(text: &str, imports: &mut Imports<'_, '_>) {
    let bytes = text.as_bytes();
    let has = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    if !has("import") && !has("require") && !has("from") {
        return;
    }
    let tokens: Vec<Token<'_>> = Tokens::new(text, SourceLanguage::TypeScript).collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let is_member = at > 0 && tokens[at - 1].is_sign(b'.');
        let rest = &tokens[at + 1..];
        let n_read = match token.word() {
            Some("import") if !is_member => import(rest, imports),
            Some("export") if !is_member => export(rest, imports),
            Some("require") if !is_member => call(rest, Manner::default(), imports),
            _ => 0,
        };
        at += 1 + n_read;
    }
}

/// The argument of a call, if it is one text; the number of tokens read.
fn call(tokens: &[Token<'_>], manner: Manner, imports: &mut Imports<'_, '_>) -> usize {
    if let [open, argument, close, ..] = tokens
        && open.is_sign(b'(')
        && (close.is_sign(b')') || close.is_sign(b','))
        && let Some(name) = argument.text()
    {
        imports.add(name, manner, argument.range.clone());
        return 3;
    }
    0
}

fn import(tokens: &[Token<'_>], imports: &mut Imports<'_, '_>) -> usize {
    let Some(first) = tokens.first() else { return 0 };
    if first.is_sign(b'(') {
        return call(tokens, Manner { is_optional: true, is_type_only: false }, imports);
    }
    if let Some(name) = first.text() {
        imports.add(name, Manner::default(), first.range.clone());
        return 1;
    }
    let second = tokens.get(1);
    let is_type_only = first.is_word("type")
        && second.is_some_and(|next| {
            !next.is_word("from") && !next.is_sign(b',') && !next.is_sign(b'=')
        });
    from(tokens, Manner { is_optional: false, is_type_only }, imports)
}

fn export(tokens: &[Token<'_>], imports: &mut Imports<'_, '_>) -> usize {
    let is_type_only = tokens.first().is_some_and(|first| first.is_word("type"));
    let opens = tokens.get(usize::from(is_type_only));
    if opens.is_some_and(|token| token.is_sign(b'{') || token.is_sign(b'*')) {
        from(tokens, Manner { is_optional: false, is_type_only }, imports)
    } else {
        0
    }
}

/// Looks for `from "name"` behind names and braces.
fn from(tokens: &[Token<'_>], manner: Manner, imports: &mut Imports<'_, '_>) -> usize {
    for (at, token) in tokens.iter().enumerate().take(MAX_CLAUSE) {
        if token.is_word("from")
            && let Some(next) = tokens.get(at + 1)
            && let Some(name) = next.text()
        {
            imports.add(name, manner, next.range.clone());
            return at + 2;
        }
        let is_clause = token.word().is_some()
            || [b'{', b'}', b',', b'*'].iter().any(|&sign| token.is_sign(sign));
        // `import x = require("y")` is read from `require` on.
        if !is_clause {
            return 0;
        }
    }
    0
}
