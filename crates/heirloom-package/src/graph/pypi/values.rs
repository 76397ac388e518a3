// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What `setup.py` hands over as lists of requirements; nothing is evaluated.
//!
//! A list may be made in several steps: assigned, joined with others, extended where a condition
//! holds. Every step is read, and the condition around it is kept; what is computed is passed over.

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet},
    ops::Range,
    rc::Rc,
};

use crate::code::{self, Kind, Token};

/// Names that lead to names are followed this deep.
const MAX_DEPTH: usize = 6;
/// Calls inside calls are followed this deep.
const MAX_NESTING: usize = 16;
/// All values of a file may take this many steps.
const MAX_STEPS: usize = 2_000_000;
/// Strings that all lists of a file may hold.
const MAX_FOUND: usize = 50_000;
/// Longer strings are no requirements.
const MAX_TEXT: usize = 2_000;
/// Conditions are looked for in this many bytes before a place.
const MAX_BEFORE: usize = 20_000;
/// Longer conditions are not kept.
const MAX_CONDITION: usize = 200;

/// A string of a list.
pub(super) struct Found {
    pub(super) text: String,
    pub(super) range: Range<usize>,
    /// The condition that stands around it, as written.
    pub(super) condition: Option<String>,
}

/// The program as its lists are looked for.
pub(super) struct Values<'a, 'b> {
    text: &'a str,
    tokens: &'b [Token<'a>],
    /// Where lists get strings, by the name of the list.
    places: HashMap<&'b str, Vec<usize>>,
    /// The conditions around places that were looked at.
    conditions: RefCell<HashMap<usize, Option<Rc<str>>>>,
    n_left: Cell<usize>,
    n_found: Cell<usize>,
    nesting: Cell<usize>,
}

/// Name and version of a map that `setup(**NAME)` unfolds.
pub(super) fn given(tokens: &[Token<'_>]) -> Vec<(String, String)> {
    let is_call = |w: &[Token<'_>]| w[0].is_word("setup") && w[1].is_sign('(');
    let call = tokens.windows(2).position(is_call).unwrap_or(tokens.len());
    let spread = tokens[call..].windows(3).find_map(|w| match w[2].kind {
        Kind::Word(name) if w[0].is_sign('*') && w[1].is_sign('*') => Some(name),
        _ => None,
    });
    let Some(name) = spread else {
        return Vec::new();
    };
    let is_it = |w: &[Token<'_>]| w[0].is_word(name) && w[1].is_sign('=') && !w[2].is_sign('=');
    let Some(at) = tokens.windows(3).position(is_it) else {
        return Vec::new();
    };
    if tokens[at + 2].is_word("dict") {
        let found = code::arguments_from(tokens, at + 4).into_iter();
        let texts =
            found.filter_map(|(key, value)| Some((key.to_owned(), value.text()?.to_owned())));
        return texts.collect();
    }
    let entries = code::literal(tokens, at + 2).map(|(literal, _)| literal.entries);
    let texts = entries.into_iter().flatten();
    texts.map(|(key, text, _)| (key.into_owned(), text.into_owned())).collect()
}

impl<'a, 'b> Values<'a, 'b> {
    pub(super) fn new(text: &'a str, tokens: &'b [Token<'a>]) -> Values<'a, 'b> {
        let places = HashMap::new();
        let (n_left, nesting) = (Cell::new(MAX_STEPS), Cell::new(0));
        let n_found = Cell::new(0);
        let conditions = RefCell::new(HashMap::new());
        let mut values = Values { text, tokens, places, conditions, n_left, n_found, nesting };
        for (at, token) in tokens.iter().enumerate() {
            let (Kind::Text(_) | Kind::Word(_)) = token.kind else { continue };
            if let Some((name, place)) = values.place(at) {
                values.places.entry(name).or_default().push(place);
            }
        }
        values
    }

    /// The strings of a list, in the order of the file.
    pub(super) fn of(&self, name: &str) -> Vec<Found> {
        let mut found = Vec::new();
        self.named(name, None, &mut HashSet::new(), &mut found);
        found.sort_by_key(|one| one.range.start);
        let mut seen = HashSet::new();
        found.retain(|one| seen.insert((one.range.start, one.text.clone())));
        found
    }

    /// `{"x": ["a", "b"]}`, `dict(x=["a"])` and `extras["x"] = ["a"]`: each string with its key.
    pub(super) fn extras(&self) -> Vec<(String, Found)> {
        let mut found = Vec::new();
        self.maps("extras_require", &mut HashSet::new(), &mut found);
        let mut seen = HashSet::new();
        found.retain(|(key, one): &(String, Found)| {
            seen.insert((key.clone(), one.range.start, one.text.clone()))
        });
        found.sort_by_key(|(_, one)| one.range.start);
        found
    }

    fn sign(&self, at: usize, sign: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_sign(sign))
    }

    fn word(&self, at: usize, words: &[&str]) -> bool {
        self.tokens.get(at).is_some_and(|token| words.iter().any(|word| token.is_word(word)))
    }

    fn step(&self) -> bool {
        let left = self.n_left.get();
        self.n_left.set(left.saturating_sub(1));
        left > 0
    }

    /// A list that gets strings here, and where they stand: `NAME =`, `NAME +=`, `NAME.extend(`,
    /// `"NAME":`, `x["NAME"] =`.
    fn place(&self, at: usize) -> Option<(&'b str, usize)> {
        match &self.tokens[at].kind {
            Kind::Word(word) => Some((word, self.place_of_word(at)?)),
            Kind::Text(text) if self.sign(at + 1, ':') => Some((text, at + 2)),
            Kind::Text(text) if self.sign(at + 1, ']') && self.is_assigned(at + 2) => {
                Some((text, at + 3))
            }
            _ => None,
        }
    }

    fn places(&self, name: &str) -> &[usize] {
        self.places.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    fn place_of_word(&self, at: usize) -> Option<usize> {
        match () {
            () if self.is_assigned(at + 1) => Some(at + 2),
            () if self.sign(at + 1, '+') && self.sign(at + 2, '=') => Some(at + 3),
            () if self.sign(at + 1, '.')
                && self.word(at + 2, &["append", "extend"])
                && self.sign(at + 3, '(') =>
            {
                Some(at + 4)
            }
            () => None,
        }
    }

    fn is_assigned(&self, at: usize) -> bool {
        self.sign(at, '=') && !self.sign(at + 1, '=')
    }

    fn named(
        &self,
        name: &str,
        condition: Option<&str>,
        met: &mut HashSet<String>,
        found: &mut Vec<Found>,
    ) {
        if met.len() >= MAX_DEPTH || !met.insert(name.to_owned()) {
            return;
        }
        for &place in self.places(name) {
            let around = self.condition(place);
            self.sum(place, around.as_deref().or(condition), met, found);
        }
        met.remove(name);
    }

    /// The strings of terms that `+` joins. Behind anything that is not understood nothing is read.
    fn sum(
        &self,
        mut at: usize,
        condition: Option<&str>,
        met: &mut HashSet<String>,
        found: &mut Vec<Found>,
    ) {
        let nesting = self.nesting.get();
        if nesting >= MAX_NESTING {
            return;
        }
        self.nesting.set(nesting + 1);
        while self.step() {
            at = self.term(at, condition, met, found);
            let next = self.behind_lines(at);
            if !self.sign(next, '+') {
                break;
            }
            at = self.behind_lines(next + 1);
        }
        self.nesting.set(nesting);
    }

    fn behind_lines(&self, mut at: usize) -> usize {
        while self.tokens.get(at).is_some_and(|token| token.kind == Kind::Line) {
            at += 1;
        }
        at
    }

    /// Reads a term; gives the place behind it.
    fn term(
        &self,
        at: usize,
        condition: Option<&str>,
        met: &mut HashSet<String>,
        found: &mut Vec<Found>,
    ) -> usize {
        let Some(token) = self.tokens.get(at) else {
            return at;
        };
        match &token.kind {
            // A list in a string, one a line, is as common as a list.
            Kind::Text(text) => {
                let is_split =
                    self.sign(at + 1, '.') && self.word(at + 2, &["split", "splitlines"]);
                let at_words = is_split && self.word(at + 2, &["split"]) && self.sign(at + 4, ')');
                let is_plain = !self.sign(at + 1, '.') && !self.sign(at + 1, '%');
                for line in text.lines().filter(|_| is_split || is_plain) {
                    let words = line.split(|c: char| at_words && c.is_whitespace());
                    words.for_each(|word| self.keep(word, &token.range, condition, found));
                }
                at + 1
            }
            Kind::Word("list" | "tuple" | "sorted") if self.sign(at + 1, '(') => {
                self.sum(at + 2, condition, met, found);
                self.behind(at + 1)
            }
            Kind::Word(_) if self.sign(at + 1, '(') || self.sign(at + 1, '.') => at + 1,
            Kind::Word(name) => {
                // `extras["x"]` is one entry of a map.
                if self.sign(at + 1, '[') {
                    return self.behind(at + 1);
                }
                self.named(name, condition, met, found);
                at + 1
            }
            Kind::Sign('[' | '(') => {
                self.listed(at + 1, condition, found);
                self.behind(at)
            }
            _ => at,
        }
    }

    fn keep(
        &self,
        text: &str,
        range: &Range<usize>,
        condition: Option<&str>,
        found: &mut Vec<Found>,
    ) {
        let n_found = self.n_found.get();
        if self.step() && n_found < MAX_FOUND && text.len() <= MAX_TEXT {
            self.n_found.set(n_found + 1);
            let condition = condition.map(str::to_owned);
            found.push(Found { text: text.to_owned(), range: range.clone(), condition });
        }
    }

    /// The place behind the bracket that closes the one at a place.
    fn behind(&self, open: usize) -> usize {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(open) {
            if !self.step() {
                break;
            }
            match &token.kind {
                Kind::Sign('[' | '(' | '{') => depth += 1,
                Kind::Sign(']' | ')' | '}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.n_left.set(0);
        self.tokens.len()
    }

    /// The places where the items of a list or map start, behind its bracket.
    fn items(&self, start: usize) -> impl Iterator<Item = usize> {
        let (mut at, mut depth, mut is_start) = (start, 1_usize, true);
        std::iter::from_fn(move || {
            while depth > 0 && self.step() {
                let (here, token) = (at, self.tokens.get(at)?);
                let is_item = depth == 1 && is_start;
                at += 1;
                match &token.kind {
                    Kind::Line => continue,
                    Kind::Sign('[' | '(' | '{') => depth += 1,
                    Kind::Sign(']' | ')' | '}') => depth -= 1,
                    _ => {}
                }
                is_start = token.is_sign(',');
                if is_item {
                    return Some(here);
                }
            }
            None
        })
    }

    /// The items of a list that are plain strings.
    fn listed(&self, start: usize, condition: Option<&str>, found: &mut Vec<Found>) {
        for at in self.items(start) {
            let token = &self.tokens[at];
            let next = self.behind_lines(at + 1);
            if let Kind::Text(text) = &token.kind
                && [',', ']', ')'].iter().any(|&sign| self.sign(next, sign))
            {
                self.keep(text, &token.range, condition, found);
            }
        }
    }

    /// The maps of a name, each string of their lists with its key.
    fn maps(&self, name: &str, met: &mut HashSet<String>, found: &mut Vec<(String, Found)>) {
        if met.len() >= MAX_DEPTH || !met.insert(name.to_owned()) {
            return;
        }
        for &place in self.places(name) {
            match self.tokens.get(place).map(|token| &token.kind) {
                Some(Kind::Sign('{')) => self.map(place + 1, found),
                Some(Kind::Word("dict")) if self.sign(place + 1, '(') => self.map(place + 2, found),
                Some(Kind::Word(other)) => self.maps(other, met, found),
                _ => {}
            }
        }
        for at in (0..self.tokens.len()).filter(|&at| self.tokens[at].is_word(name)) {
            let Some(Kind::Text(key)) = self.tokens.get(at + 2).map(|token| &token.kind) else {
                continue;
            };
            let is_entry = self.sign(at + 1, '[') && self.sign(at + 3, ']');
            if is_entry && self.is_assigned(at + 4) {
                self.entry(key, at + 5, found);
            }
        }
    }

    fn entry(&self, key: &str, at: usize, found: &mut Vec<(String, Found)>) {
        let mut strings = Vec::new();
        self.sum(at, None, &mut HashSet::new(), &mut strings);
        found.extend(strings.into_iter().map(|one| (key.to_owned(), one)));
    }

    /// The entries behind `{` or `dict(`.
    fn map(&self, start: usize, found: &mut Vec<(String, Found)>) {
        for at in self.items(start) {
            match &self.tokens[at].kind {
                Kind::Text(key) if self.sign(at + 1, ':') => self.entry(key, at + 2, found),
                Kind::Word(key) if self.is_assigned(at + 1) => self.entry(key, at + 2, found),
                _ => {}
            }
        }
    }

    /// The condition around a place, which is looked for once: names are followed from many sides.
    fn condition(&self, place: usize) -> Option<Rc<str>> {
        if let Some(known) = self.conditions.borrow().get(&place) {
            return known.clone();
        }
        let found: Option<Rc<str>> = self.condition_around(place).map(Into::into);
        self.conditions.borrow_mut().insert(place, found.clone());
        found
    }

    /// The `if` or `except` right around the line of a place, as written.
    fn condition_around(&self, place: usize) -> Option<String> {
        let at = self.tokens.get(place.checked_sub(1)?)?.range.start;
        let mut first = at.saturating_sub(MAX_BEFORE);
        while !self.text.is_char_boundary(first) {
            first += 1;
        }
        let before = &self.text[first..at];
        let start = first + before.rfind('\n')? + 1;
        let depth = indentation(&self.text[start..]);
        let mut above = self.text[first..start].lines().rev().take(50);
        let mut wanted = depth;
        let mut is_else = false;
        loop {
            let line = above.find(|line| !line.trim().is_empty() && indentation(line) < wanted)?;
            let words = line.trim().split('#').next().unwrap_or_default().trim();
            let head = words.strip_suffix(':')?;
            let condition = head.strip_prefix("if ").or_else(|| head.strip_prefix("elif "));
            match condition {
                Some(text) if text.contains("__name__") || text.len() > MAX_CONDITION => {
                    return None;
                }
                Some(text) if is_else => return Some(format!("not ({text})")),
                Some(text) => return Some(text.to_owned()),
                None if head == "else" && !is_else => {
                    // Of its `if` the line stands as deep as its own.
                    (is_else, wanted) = (true, indentation(line) + 1);
                }
                None => return None,
            }
        }
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
