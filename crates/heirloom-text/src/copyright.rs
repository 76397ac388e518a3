// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Copyright statements, their holders and years, and authors.
//!
//! A search for marks (`©`, `(c)`, `Copyright`, `Author`, `by`) finds the few places worth
//! reading; from each, a grammar reads forward over tokens that carry no comment marks, tags or
//! escapes. What was read once is not read again, so time is linear in the text.

mod author;
mod escapes;
mod grammar;
mod holder;
mod lexer;
mod marker;
mod reading;
mod shape;
mod statement;
mod stop_words;
mod token;
mod words;
mod years;

use std::ops::Range;

use heirloom_model::{AuthorFind, CopyrightFind, Holder, YearRange};

use crate::{decode::Text, ignored::Ignored};
use author::Author;
use marker::Marker;
use reading::{Reading, Track};
use statement::Statement;
use token::Token;

/// The copyright statements and authors of a file, in order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopyrightFacts {
    /// The copyright statements.
    pub copyrights: Vec<CopyrightFind>,
    /// The authors.
    pub authors: Vec<AuthorFind>,
}

/// Finds copyright statements and authors in a decoded file.
pub fn detect(text: &Text<'_>) -> CopyrightFacts {
    let finds = detect_str(text.as_str());
    let copyrights = finds.copyrights.into_iter().map(|find| CopyrightFind {
        statement: find.statement,
        holders: find.holders,
        years: find.years,
        span: text.span(find.range),
    });
    let authors = finds
        .authors
        .into_iter()
        .map(|find| AuthorFind { name: find.name, span: text.span(find.range) });
    CopyrightFacts { copyrights: copyrights.collect(), authors: authors.collect() }
}

/// What [`detect_str`] found in a text, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finds {
    /// The copyright statements.
    pub copyrights: Vec<StatementFind>,
    /// The authors.
    pub authors: Vec<NameFind>,
}

/// A copyright statement in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementFind {
    /// The statement as written, white space folded, comment marks removed.
    pub statement: Box<str>,
    /// Who holds the copyright.
    pub holders: Vec<Holder>,
    /// The years, in order.
    pub years: Vec<YearRange>,
    /// The bytes of the text it covers.
    pub range: Range<usize>,
}

/// An author in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameFind {
    /// The name as written, with the mail address if there is one.
    pub name: Box<str>,
    /// The bytes of the text it covers.
    pub range: Range<usize>,
}

/// The most finds of one sort that are kept of one text.
pub const MAX_FINDS: usize = 20_000;

/// Finds copyright statements and authors in a text.
pub fn detect_str(text: &str) -> Finds {
    match Ignored::of(text).blanked(text) {
        Some(rest) => detect_all(&rest),
        None => detect_all(text),
    }
}

fn detect_all(text: &str) -> Finds {
    let mut finds = Finds::default();
    let mut buffer = Vec::new();
    // Nothing starts before the floor.
    let (mut floor, mut copyrights, mut authors) = (0, Track::default(), Track::default());
    for (at, marker) in marker::places(text) {
        match marker {
            Marker::Copyright if copyrights.is_open(at, floor) => {
                let mut reading = copyright_at(text, at, floor, &mut buffer);
                while let Some(found) = copyrights.pass(reading, &mut floor) {
                    let (next_line, person) = (found.next_line, found.person);
                    if finds.copyrights.len() < MAX_FINDS {
                        finds.copyrights.push(StatementFind::from(found));
                    }
                    if let Some(person) = person {
                        let reading = author::read_person(text, person, &mut buffer);
                        let found = authors.pass(reading, &mut floor).map(NameFind::from);
                        finds.authors.extend(found.filter(|_| finds.authors.len() < MAX_FINDS));
                    }
                    let Some(next_line) = next_line else { break };
                    reading = statement::read_line(text, next_line, &mut buffer);
                }
            }
            Marker::Author if authors.is_open(at, floor) => {
                let start = marker::word_start(text, at, floor);
                let reading = author::read(text, start, floor, &mut buffer);
                let found = authors.pass(reading, &mut floor).map(NameFind::from);
                finds.authors.extend(found.filter(|_| finds.authors.len() < MAX_FINDS));
            }
            _ => {}
        }
    }
    finds
}

fn copyright_at<'a>(
    text: &'a str,
    at: usize,
    floor: usize,
    buffer: &mut Vec<Token<'a>>,
) -> Reading<Statement> {
    if !marker::sign_may_start(text, at) || !marker::word_may_end(text, at) {
        return Reading { found: None, resume: at };
    }
    let start = marker::word_start(text, at, floor);
    let reading = statement::read(text, start, floor, buffer);
    // Something may be glued to the word: `0Copyright` in the strings of a binary.
    let is_word = text[at..].starts_with("opyr") || text[at..].starts_with("OPYR");
    match at.checked_sub(1) {
        Some(bare) if is_word && bare > start && reading.found.is_none() => {
            statement::read(text, bare, floor, buffer)
        }
        _ => reading,
    }
}

impl From<Statement> for StatementFind {
    fn from(found: Statement) -> StatementFind {
        StatementFind {
            statement: found.text.into(),
            holders: found.holder.into_iter().collect(),
            years: found.years,
            range: found.start..found.end,
        }
    }
}

impl From<Author> for NameFind {
    fn from(found: Author) -> NameFind {
        NameFind { name: found.name.into(), range: found.start..found.end }
    }
}

#[cfg(test)]
mod tests;
