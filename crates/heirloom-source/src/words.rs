// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A few words looked for in large texts.
//!
//! An automaton walks a text byte by byte, and what it has to pass over quickly it finds by rare
//! bytes, of which words of programs have none: `_` stands everywhere. So the words are looked for
//! by vectors of bytes where the processor can, and by an automaton elsewhere.

use aho_corasick::{
    AhoCorasick, Input, Match, MatchKind, Span,
    packed::{self, Searcher},
};

/// The searcher of a few words; of words that start alike the longest counts.
pub(crate) struct Words {
    packed: Option<Searcher>,
    automaton: AhoCorasick,
}

impl Words {
    /// A searcher of constant words.
    pub(crate) fn new(words: &[&str]) -> Words {
        let mut packed =
            packed::Config::new().match_kind(packed::MatchKind::LeftmostLongest).builder();
        let packed = packed.extend(words).build();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
        Words { packed, automaton: automaton.expect("a few short words") }
    }

    /// The places of the words, from left to right; none lies over another.
    pub(crate) fn find_iter(&self, text: &str) -> impl Iterator<Item = Match> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let span = Span { start: at, end: text.len() };
            let found = match &self.packed {
                Some(packed) => packed.find_in(text, span),
                None => self.automaton.find(Input::new(text).span(span)),
            };
            at = found?.end();
            found
        })
    }

    /// Whether a text has one of the words.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.find_iter(text).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_find_the_same() {
        let both = Words::new(&["use", "used", "x"]);
        let one = Words { packed: None, automaton: both.automaton.clone() };
        for text in
            ["", "us", "used use x useused", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaauseduse"]
        {
            assert!(both.find_iter(text).eq(one.find_iter(text)), "{text}");
        }
        assert_eq!(both.find_iter("used x").count(), 2);
    }
}
