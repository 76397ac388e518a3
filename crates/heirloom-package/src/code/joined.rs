// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Texts that a program joins from literals and constants: `"group:name:" + VERSION`, `name.."-1"`.
//!
//! Only names that one assignment at the start of a line gives a value count, and only joining is
//! done. A list keeps what is known of it.

use std::{cell::Cell, collections::HashMap, ops::Range};

use super::{Kind, Token, is_single_equals, skip_lines};

/// Names inside names and lists inside lists are followed this deep.
const MAX_DEPTH: usize = 16;
/// Terms that all values of a file may come to.
const MAX_TERMS: usize = 200_000;
/// Longer texts are no names or versions.
const MAX_TEXT: usize = 4_096;

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Joined {
    Text(String, Range<usize>),
    List(Vec<(String, Range<usize>)>),
}

impl Joined {
    /// The text, if it is one.
    pub(crate) fn text(self) -> Option<String> {
        match self {
            Joined::Text(text, _) => Some(text),
            Joined::List(_) => None,
        }
    }

    /// The texts of a list, or the only one.
    pub(crate) fn texts(self) -> Vec<(String, Range<usize>)> {
        match self {
            Joined::Text(text, range) => vec![(text, range)],
            Joined::List(texts) => texts,
        }
    }
}

/// The constants of a program, and what they are joined to.
pub(crate) struct Constants<'a, 'b> {
    tokens: &'b [Token<'a>],
    /// Where the value of each name stands; `None` for names with several.
    places: HashMap<&'a str, Option<usize>>,
    n_left: Cell<usize>,
}

/// A value, where it is known, and the place behind the expression. `None` where it cannot even be
/// told where the expression ends.
type Read = Option<(Option<Joined>, usize)>;

impl<'a, 'b> Constants<'a, 'b> {
    pub(crate) fn new(tokens: &'b [Token<'a>]) -> Constants<'a, 'b> {
        let mut places: HashMap<&'a str, Option<usize>> = HashMap::new();
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| &tokens[before]);
            let starts = before.is_none_or(|t| t.kind == Kind::Line || t.is_word("local"));
            if let Kind::Word(name) = token.kind
                && starts
                && is_single_equals(tokens, at + 1)
            {
                let place = Some(skip_lines(tokens, at + 2));
                places.entry(name).and_modify(|known| *known = None).or_insert(place);
            }
        }
        Constants { tokens, places, n_left: Cell::new(MAX_TERMS) }
    }

    /// What the expression at a place comes to; `None` for anything else than joining.
    pub(crate) fn at(&self, at: usize) -> Option<Joined> {
        self.expression(at, 0)?.0
    }

    /// What `name = …` comes to, where one assignment gives it a value.
    pub(crate) fn named(&self, name: &str) -> Option<Joined> {
        self.constant(name, 0)
    }

    fn sign(&self, at: usize, sign: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_sign(sign))
    }

    fn expression(&self, at: usize, depth: usize) -> Read {
        let (mut value, mut at) = self.term(at, depth)?;
        loop {
            let is_joined = self.sign(at, '.') && self.sign(at + 1, '.');
            let next = match () {
                () if self.sign(at, '+') => at + 1,
                () if is_joined => at + 2,
                () => break,
            };
            let (more, after) = self.term(skip_lines(self.tokens, next), depth)?;
            value = match (value, more) {
                (Some(Joined::Text(mut text, range)), Some(Joined::Text(more, _))) => {
                    text.push_str(&more);
                    (text.len() <= MAX_TEXT).then_some(Joined::Text(text, range))
                }
                (Some(Joined::List(mut list)), Some(Joined::List(more))) => {
                    list.extend(more);
                    Some(Joined::List(list))
                }
                // What is known of a list stays known.
                (Some(Joined::List(list)), None) | (None, Some(Joined::List(list))) => {
                    Some(Joined::List(list))
                }
                _ => None,
            };
            at = after;
        }
        // Formats and repetitions are something else than joining.
        let is_more = self.sign(at, '%') || self.sign(at, '*');
        Some((value.filter(|_| !is_more), at))
    }

    /// A term with what is done to it: a call, an index, a member make it something unknown.
    fn term(&self, at: usize, depth: usize) -> Read {
        let (mut value, mut at) = self.plain_term(at, depth)?;
        loop {
            let is_member = self.sign(at, '.') && !self.sign(at + 1, '.');
            at = match () {
                () if is_member => at + 2,
                () if self.sign(at, '(') || self.sign(at, '[') => self.behind(at)?,
                () => return Some((value, at)),
            };
            value = None;
        }
    }

    /// The place behind a bracket's end.
    fn behind(&self, at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for (n, token) in self.tokens[at..].iter().enumerate() {
            match token.kind {
                Kind::Sign('(' | '[' | '{') => depth += 1,
                Kind::Sign(')' | ']' | '}') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.n_left.set(self.n_left.get().checked_sub(n / 16)?);
                return Some(at + n + 1);
            }
        }
        self.n_left.set(0);
        None
    }

    fn plain_term(&self, at: usize, depth: usize) -> Read {
        if depth > MAX_DEPTH {
            return None;
        }
        self.n_left.set(self.n_left.get().checked_sub(1)?);
        let token = self.tokens.get(at)?;
        match &token.kind {
            Kind::Text(text) => {
                let mut text = text.to_string();
                let mut after = at + 1;
                while let Some(Kind::Text(more)) = self.tokens.get(after).map(|token| &token.kind) {
                    text.push_str(more);
                    after += 1;
                }
                Some((Some(Joined::Text(text, token.range.clone())), after))
            }
            Kind::Word(name) => Some((self.constant(name, depth + 1), at + 1)),
            Kind::Sign('[') => self.list(at + 1, depth + 1),
            Kind::Sign('(') => {
                let inner = skip_lines(self.tokens, at + 1);
                let (value, after) = self.expression(inner, depth + 1)?;
                let after = skip_lines(self.tokens, after);
                self.sign(after, ')').then_some((value, after + 1))
            }
            _ => None,
        }
    }

    fn list(&self, at: usize, depth: usize) -> Read {
        let mut found = Vec::new();
        let mut at = skip_lines(self.tokens, at);
        while !self.sign(at, ']') {
            match self.expression(at, depth) {
                Some((value, after)) => {
                    found.extend(value.map(Joined::texts).unwrap_or_default());
                    at = after;
                }
                None => at += 1,
            }
            // To the end of the item, over what was not understood.
            let mut inner = 0_usize;
            loop {
                match &self.tokens.get(at)?.kind {
                    Kind::Sign('(' | '[' | '{') => inner += 1,
                    Kind::Sign(']') if inner == 0 => break,
                    Kind::Sign(')' | ']' | '}') => inner = inner.saturating_sub(1),
                    Kind::Sign(',') if inner == 0 => {
                        at += 1;
                        break;
                    }
                    _ => {}
                }
                at += 1;
            }
            at = skip_lines(self.tokens, at);
        }
        Some((Some(Joined::List(found)), at + 1))
    }

    fn constant(&self, name: &str, depth: usize) -> Option<Joined> {
        let at = self.places.get(name).copied().flatten()?;
        self.expression(at, depth)?.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::{Syntax, tokens};

    #[track_caller]
    fn check(program: &str, syntax: Syntax, name: &str, expect: &[&str]) {
        let tokens = tokens(program, syntax, 1_000_000);
        let found = Constants::new(&tokens).named(name).map(Joined::texts).unwrap_or_default();
        assert_eq!(found.iter().map(|(text, _)| &**text).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn texts_and_lists_are_joined() {
        let program = "A = \":1\"\nB = [\n  \"x:y\" + A,\n  f(\"no\"), \"z\",\n] + C\nC = [(\"c\")]\n\
                       D = \"a\" \\\n  \"b\".format(1)\nE = [\"e\"] + load(1)\nF = 1\nF = 2\n";
        check(program, Syntax::Python, "B", &["x:y:1", "z", "c"]);
        check(program, Syntax::Python, "D", &[]);
        check(program, Syntax::Python, "E", &["e"]);
        check("local v = '2'\nversion = v..'-'..\"1\"\n", Syntax::Lua, "version", &["2-1"]);
    }

    #[test]
    fn values_without_end_are_given_up() {
        check("A = B + B\nB = A + A\n", Syntax::Python, "A", &[]);
        let doubled = (1..40).map(|number| format!("A{number} = A{0} + A{0}\n", number - 1));
        let program: String = doubled.collect();
        check(&(program + "A0 = [\"x\"]\n"), Syntax::Python, "A39", &[]);
        check(&"A = [".repeat(10_000), Syntax::Python, "A", &[]);
    }
}
