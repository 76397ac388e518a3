// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Versions of Maven: lists of numbers and qualifiers, in lists (Maven's POM reference, "Version
//! Order Specification"). Zeros before a qualifier behind a dot count, as that text says; Maven 3.9
//! and later leave them out.

use std::cmp::Ordering;

use super::numbers::Number;

/// Qualifiers with a place of their own, older first; the empty one is the release.
const QUALIFIERS: [&str; 7] = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
/// The place of the release.
const RELEASE: usize = 5;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Version(Vec<Item>);

#[derive(Debug, PartialEq, Eq)]
enum Item {
    Number(String),
    Qualifier(String),
    /// A qualifier with a number right behind it.
    Numbered(String, String),
    List(Vec<Item>),
}

impl Version {
    /// Any text without spaces is a version.
    pub(super) fn parse(text: &str) -> Option<Version> {
        let is_version = !text.is_empty() && !text.contains(|one: char| one.is_whitespace());
        is_version.then(|| Version(Reader::new().read(&text.to_lowercase())))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        lists(&self.0, &other.0)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Reads a version from left to right; the last list is open.
struct Reader {
    open: Vec<Vec<Item>>,
    /// Whether a qualifier goes on into a number.
    is_numbered: bool,
    is_digit: bool,
}

impl Reader {
    fn new() -> Reader {
        Reader { open: vec![Vec::new()], is_numbered: false, is_digit: false }
    }

    fn read(mut self, text: &str) -> Vec<Item> {
        let bytes = text.as_bytes();
        let mut start = 0;
        for (place, byte) in bytes.iter().enumerate() {
            match byte {
                b'.' => {
                    self.divided(&text[start..place]);
                    start = place + 1;
                }
                b'-' => {
                    let next_is_digit = bytes.get(place + 1).is_some_and(u8::is_ascii_digit);
                    if place > start && !self.is_digit && next_is_digit {
                        // What is written `rc-1` is `rc1`.
                        self.is_numbered = true;
                        continue;
                    }
                    self.divided(&text[start..place]);
                    start = place + 1;
                    self.nest();
                }
                digit if digit.is_ascii_digit() => {
                    self.is_numbered |= !self.is_digit && place > start;
                    self.is_digit = true;
                }
                _ => {
                    if self.is_digit && place > start {
                        self.add(&text[start..place]);
                        start = place;
                        self.nest();
                    }
                    self.is_digit = false;
                }
            }
        }
        if start < text.len() {
            self.add(&text[start..]);
        }
        self.closed()
    }

    fn divided(&mut self, text: &str) {
        if text.is_empty() {
            self.last().push(Item::Number(String::new()));
        } else {
            self.add(text);
        }
    }

    fn last(&mut self) -> &mut Vec<Item> {
        self.open.last_mut().expect("a list is open")
    }

    fn add(&mut self, text: &str) {
        let item = match (self.is_numbered, self.is_digit) {
            (true, _) => {
                let plain: String = text.chars().filter(|one| *one != '-').collect();
                let end = plain.find(|one: char| one.is_ascii_digit()).unwrap_or(plain.len());
                let (word, digits) = plain.split_at(end);
                let word = match word {
                    "a" => "alpha",
                    "b" => "beta",
                    "m" => "milestone",
                    other => other,
                };
                Item::Numbered(qualifier(word), plain_number(digits))
            }
            (false, true) => Item::Number(plain_number(text)),
            (false, false) => Item::Qualifier(qualifier(text)),
        };
        self.last().push(item);
        self.is_numbered = false;
    }

    /// Opens a list inside the last one, if that holds anything.
    fn nest(&mut self) {
        if !self.last().is_empty() {
            self.open.push(Vec::new());
        }
    }

    fn closed(mut self) -> Vec<Item> {
        loop {
            let list = self.open.pop().map(normalized).unwrap_or_default();
            match self.open.last_mut() {
                Some(outer) => outer.push(Item::List(list)),
                None => return list,
            }
        }
    }
}

fn qualifier(word: &str) -> String {
    let word = if word == "cr" { "rc" } else { word };
    word.to_owned()
}

fn plain_number(digits: &str) -> String {
    digits.trim_start_matches('0').to_owned()
}

/// Takes away what says nothing: zeros and empty lists at the end, and those before qualifiers behind
/// a dash, not behind a dot.
fn normalized(mut list: Vec<Item>) -> Vec<Item> {
    for place in (0..list.len()).rev() {
        let says_nothing = match &list[place] {
            Item::Number(digits) => digits.is_empty(),
            Item::Qualifier(word) => word.is_empty(),
            Item::Numbered(..) => false,
            Item::List(items) => items.is_empty(),
        };
        let is_word = |item: &Item| matches!(item, Item::Qualifier(_) | Item::Numbered(..));
        let may_go = match list.get(place + 1) {
            None => true,
            Some(Item::List(items)) => items.first().is_some_and(is_word),
            Some(_) => false,
        };
        if says_nothing && may_go {
            list.remove(place);
        }
    }
    list
}

fn lists(a: &[Item], b: &[Item]) -> Ordering {
    let orders = (0..a.len().max(b.len())).map(|place| match (a.get(place), b.get(place)) {
        (Some(a), Some(b)) => items(a, b),
        (Some(a), None) => with_nothing(a),
        (None, Some(b)) => with_nothing(b).reverse(),
        (None, None) => Ordering::Equal,
    });
    orders.fold(Ordering::Equal, Ordering::then)
}

/// How an item compares with nothing: with a release.
fn with_nothing(item: &Item) -> Ordering {
    match item {
        Item::Number(digits) if digits.is_empty() => Ordering::Equal,
        Item::Number(_) => Ordering::Greater,
        Item::Qualifier(word) | Item::Numbered(word, _) => place(word).cmp(&(RELEASE, "")),
        Item::List(items) => items.iter().map(with_nothing).fold(Ordering::Equal, Ordering::then),
    }
}

/// Numbers come after lists, lists after qualifiers.
fn items(a: &Item, b: &Item) -> Ordering {
    match (a, b) {
        (Item::Number(a), Item::Number(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
        (Item::Number(_), _) => Ordering::Greater,
        (_, Item::Number(_)) => Ordering::Less,
        (Item::List(a), Item::List(b)) => lists(a, b),
        (Item::List(_), _) => Ordering::Greater,
        (_, Item::List(_)) => Ordering::Less,
        (Item::Qualifier(a), Item::Qualifier(b)) => place(a).cmp(&place(b)),
        (Item::Qualifier(a), Item::Numbered(b, _)) => place(a).cmp(&place(b)).then(Ordering::Less),
        (Item::Numbered(a, _), Item::Qualifier(b)) => {
            place(a).cmp(&place(b)).then(Ordering::Greater)
        }
        (Item::Numbered(a, number), Item::Numbered(b, other)) => {
            let numbers = || Number::parse(number).cmp(&Number::parse(other));
            place(a).cmp(&place(b)).then_with(numbers)
        }
    }
}

/// The place of a qualifier; those without one come after all that have one, by their letters.
fn place(word: &str) -> (usize, &str) {
    if matches!(word, "ga" | "final" | "release") {
        return (RELEASE, "");
    }
    match QUALIFIERS.iter().position(|known| *known == word) {
        Some(place) => (place, ""),
        None => (QUALIFIERS.len(), word),
    }
}
