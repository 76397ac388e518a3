// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Tokens read as far as the grammar asks for them.

use crate::copyright::{
    lexer::Lexer,
    token::{Kind, Token},
};

/// Tokens from a place on, read as far as they are asked for.
pub(in crate::copyright) struct Tokens<'b, 'a> {
    lexer: Lexer<'a>,
    read: &'b mut Vec<Token<'a>>,
}

impl<'b, 'a> Tokens<'b, 'a> {
    /// Starts at a place; the buffer is emptied first and spares an allocation.
    pub(in crate::copyright) fn new(
        text: &'a str,
        start: usize,
        buffer: &'b mut Vec<Token<'a>>,
    ) -> Tokens<'b, 'a> {
        buffer.clear();
        Tokens { lexer: Lexer::new(text, start, text.len()), read: buffer }
    }

    /// The token of that number.
    pub(in crate::copyright) fn get(&mut self, index: usize) -> Option<&Token<'a>> {
        while self.read.len() <= index {
            self.read.push(self.lexer.next()?);
        }
        self.read.get(index)
    }

    /// The class of a token; the end of the text is a break.
    pub(in crate::copyright) fn kind(&mut self, index: usize) -> Kind {
        self.get(index).map_or(Kind::Break, |token| token.kind)
    }

    /// The tokens read so far.
    pub(in crate::copyright) fn read(&self) -> &[Token<'a>] {
        self.read
    }

    /// The word in small letters, without punctuation.
    pub(in crate::copyright) fn lower(&mut self, index: usize) -> &str {
        self.get(index).map_or("", |token| &token.lower)
    }

    /// The same for tokens that were read already; what was not read does not count.
    pub(in crate::copyright) fn read_rights(&self, index: usize) -> usize {
        let words = self.read.iter().skip(index).take(4).map(|token| &*token.lower);
        usize::from(
            words.clone().any(|word| word == "rights")
                || words.clone().any(|word| word == "reserved"),
        )
    }

    pub(in crate::copyright) fn is_name(&mut self, index: usize) -> bool {
        self.get(index).is_some_and(|token| token.is_name() && !token.colon)
    }

    /// The number of tokens of a phrase such as "All rights reserved" at `index`, or 0.
    pub(in crate::copyright) fn rights_reserved(&mut self, index: usize) -> usize {
        const RIGHTS: &[&str] =
            &["right", "rights", "rechte", "droits", "derechos", "rechten", "direitos"];
        const RESERVED: &[&str] = &[
            "reserved",
            "reversed",
            "reserve",
            "vorbehalten",
            "réservés",
            "reserves",
            "réserves",
            "reservados",
            "voorbehouden",
        ];
        // Most words are settled by their first letter.
        if !self.lower(index).starts_with(|c| "rasntodl".contains(c)) {
            return 0;
        }
        let mut at = index;
        let mut seen = (false, false);
        while at < index + 5 {
            if self.kind(at) == Kind::Newline && at > index {
                at += 1;
                continue;
            }
            let word = self.lower(at);
            if RIGHTS.contains(&word) {
                seen.0 = true;
            } else if RESERVED.contains(&word) {
                seen.1 = true;
            } else if !matches!(
                word,
                "all" | "some" | "no" | "are" | "alle" | "tous" | "todos" | "os" | "los"
            ) {
                break;
            }
            at += 1;
        }
        if seen.0 && seen.1 { at - index } else { 0 }
    }
}
