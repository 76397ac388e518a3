// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `import` and `from … import`, and imports by calls.

use heirloom_model::SourceLanguage;

use super::{Imports, Manner, searcher};
use crate::{
    code,
    tokens::{Token, Tokens},
};

pub(super) fn read(text: &str, imports: &mut Imports<'_, '_>) {
    let words = searcher!("import_module", "__import__", "import ", "from ", "from\t", "import\t");
    code::words(text, SourceLanguage::Python, words, |start, word, tokens| {
        let before = code::before_on_line(text, start);
        let begins = before.trim().is_empty() || before.trim_end().ends_with([';', ':']);
        let manner = || manner(text, start, before);
        match word.trim_end() {
            "import" if begins => names(tokens, manner(), imports),
            "from" if begins => {
                let tokens: Vec<Token<'_>> = tokens.take(64).collect();
                let (name, n_tokens) = dotted(&tokens);
                if tokens.get(n_tokens).is_some_and(|token| token.is_word("import")) {
                    imports.add(&name, manner(), start..tokens[n_tokens].range.start);
                }
            }
            "import_module" | "__import__" => by_call(tokens, imports),
            _ => {}
        }
    });
}

/// Lines above are looked at this far back.
const MAX_BACK: usize = 200;

/// What the blocks around an indented line say: `try:`, `except …:`, `if TYPE_CHECKING:`.
fn manner(text: &str, start: usize, before: &str) -> Manner {
    let mut manner = Manner::default();
    let mut column = before.len() - before.trim_start().len();
    if !before.trim().is_empty() || column == 0 {
        // `try: import x` on one line.
        manner.is_optional = before.trim_start().starts_with("try:");
        return manner;
    }
    for line in text[..start - before.len()].lines().rev().take(MAX_BACK) {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        if trimmed.is_empty() || trimmed.starts_with('#') || indent >= column {
            continue;
        }
        manner.is_optional |= trimmed.starts_with("try:") || trimmed.starts_with("except");
        manner.is_type_only |= trimmed.starts_with("if ") && trimmed.contains("TYPE_CHECKING");
        column = indent;
        if column == 0 {
            break;
        }
    }
    manner
}

/// `a.b as c, d`.
fn names(tokens: Tokens<'_>, manner: Manner, imports: &mut Imports<'_, '_>) {
    let tokens: Vec<Token<'_>> = tokens.take(256).collect();
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
fn by_call(mut tokens: Tokens<'_>, imports: &mut Imports<'_, '_>) {
    if let (Some(open), Some(argument), Some(close)) = (tokens.next(), tokens.next(), tokens.next())
        && open.is_sign(b'(')
        && (close.is_sign(b')') || close.is_sign(b','))
        && let Some(name) = argument.text()
    {
        let manner = Manner { is_optional: true, is_type_only: false };
        imports.add(name, manner, argument.range.clone());
    }
}
