// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `import`, `export … from`, `require` and `import(…)`.

use heirloom_model::SourceLanguage;

use super::{Imports, Manner, searcher};
use crate::{
    code,
    tokens::{Token, Tokens},
};

/// Between `import` and `from` there are no more tokens than these.
const MAX_CLAUSE: usize = 4_000;

pub(super) fn read(text: &str, imports: &mut Imports<'_, '_>) {
    let words = searcher!("import", "export", "require");
    code::words(text, SourceLanguage::TypeScript, words, |start, word, tokens| {
        let before = text.as_bytes()[..start].last();
        if before.is_some_and(|byte| b".$".contains(byte)) {
            return;
        }
        match word {
            "import" => import(tokens, imports),
            "export" => export(tokens, imports),
            _ => call(tokens, Manner::default(), imports),
        }
    });
}

/// The argument of a call, if it is one text.
fn call(mut tokens: Tokens<'_>, manner: Manner, imports: &mut Imports<'_, '_>) {
    if tokens.next().is_some_and(|open| open.is_sign(b'(')) {
        argument(tokens, manner, imports);
    }
}

fn argument(mut tokens: Tokens<'_>, manner: Manner, imports: &mut Imports<'_, '_>) {
    if let (Some(argument), Some(close)) = (tokens.next(), tokens.next())
        && (close.is_sign(b')') || close.is_sign(b','))
        && let Some(name) = argument.text()
    {
        imports.add(name, manner, argument.range.clone());
    }
}

fn import(mut tokens: Tokens<'_>, imports: &mut Imports<'_, '_>) {
    let Some(first) = tokens.next() else { return };
    if first.is_sign(b'(') {
        let manner = Manner { is_optional: true, is_type_only: false };
        return argument(tokens, manner, imports);
    }
    if let Some(name) = first.text() {
        imports.add(name, Manner::default(), first.range);
        return;
    }
    from(first, tokens, imports);
}

fn export(mut tokens: Tokens<'_>, imports: &mut Imports<'_, '_>) {
    let Some(first) = tokens.next() else { return };
    if first.is_word("type") || first.is_sign(b'{') || first.is_sign(b'*') {
        from(first, tokens, imports);
    }
}

/// Looks for `from "name"` behind names and braces.
fn from(first: Token<'_>, tokens: Tokens<'_>, imports: &mut Imports<'_, '_>) {
    let mut manner = Manner::default();
    let is_type = first.is_word("type");
    let mut is_from = first.is_word("from");
    if !is_clause(&first) {
        return;
    }
    for (at, token) in tokens.enumerate().take(MAX_CLAUSE) {
        if at == 0 && is_type {
            // `import type from "x"` binds the name `type`.
            manner.is_type_only = !(token.is_word("from") || token.is_sign(b','));
        }
        if let Some(name) = token.text().filter(|_| is_from) {
            imports.add(name, manner, token.range);
            return;
        }
        // `import x = require("y")` is read from `require` on.
        if !is_clause(&token) {
            return;
        }
        is_from = token.is_word("from");
    }
}

fn is_clause(token: &Token<'_>) -> bool {
    token.word().is_some() || [b'{', b'}', b',', b'*'].iter().any(|&sign| token.is_sign(sign))
}
