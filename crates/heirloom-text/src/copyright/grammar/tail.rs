// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Capitalized words on the line below a statement: `Character` where `Character device driver`
//! stands below `Nimble Corp. 2000`. They name nobody, but the scanner that most people compare with has them
//! in the statement; the decision record on the yardstick of copyrights says what that costs.

use super::{Mode, Reader, Role};
use crate::copyright::{token::Kind, words};

/// Verbs that make the words before them the subject of a sentence.
const VERBS: &[&str] = &[
    "are", "can", "comes", "contains", "does", "has", "have", "is", "may", "must", "was", "were",
    "will",
];

/// The most words of a line that are taken.
const MAX_WORDS: usize = 4;

impl Reader<'_, '_, '_> {
    /// Takes the capitalized words that start the next line, and ends the statement with them.
    pub(super) fn words_below(&mut self) -> bool {
        let count = self.n_words_below();
        if count > 0 {
            self.take(1, Role::Hidden);
            self.take(count, Role::Name);
            self.names_of();
        }
        false
    }

    /// `of the Nimble` behind the words that were taken.
    fn names_of(&mut self) {
        if self.kind(0) != Kind::Of {
            return;
        }
        let first = 1 + usize::from(self.kind(1) == Kind::The);
        let count = (first..first + MAX_WORDS)
            .take_while(|&ahead| self.tokens.is_name(self.at + ahead))
            .count();
        if count > 0 {
            self.take(first + count, Role::Name);
        }
    }

    fn n_words_below(&mut self) -> usize {
        let Some(last) = self.previous() else { return 0 };
        let (is_ended, is_dated) =
            (last.stop || last.kind == Kind::Others, last.kind == Kind::Year);
        let is_open = is_dated || self.kind(0) == Kind::Newline;
        if self.mode != Mode::Copyright || !self.is_named() || is_ended || !is_open {
            return 0;
        }
        let count = (1..=MAX_WORDS).take_while(|&ahead| self.is_word_below(ahead)).count();
        if count == 0 {
            return 0;
        }
        // "Nimble is free software" speaks of Nimble.
        if VERBS.contains(&self.tokens.lower(self.at + count + 1)) {
            return 0;
        }
        // "Nimble support by Bo Brisk".
        if self.tokens.lower(self.at + count + 1) == "support" && self.kind(count + 2) == Kind::By {
            return 0;
        }
        let goes_on = matches!(
            self.kind(count + 1),
            Kind::Word
                | Kind::In
                | Kind::Of
                | Kind::By
                | Kind::And
                | Kind::Stop
                | Kind::Dash
                | Kind::Sign
                | Kind::Mark
        );
        if goes_on { count } else { 0 }
    }

    fn is_word_below(&mut self, ahead: usize) -> bool {
        let Some(token) = self.tokens.get(self.at + ahead) else { return false };
        let is_plain = !token.colon
            && !token.stop
            && token.text.len() > 1
            && token.text.starts_with(|c: char| c.is_ascii_uppercase())
            && token.text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let is_short = token.kind == Kind::Caps && matches!(token.text.len(), 3..=6);
        let starts_below = token.kind == Kind::Name
            || is_short
            || (token.kind == Kind::Stop
                && !token.is_lower()
                && words::is_taken_below(&token.lower));
        is_plain && starts_below && !words::is_left_below(&token.lower)
    }
}
