// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Authors: names behind `Author:`, `@author`, `written by`, and behind `by` with an address.

use super::{
    grammar::{self, Body, Mode, Role, Tokens},
    holder, lexer,
    reading::{self, Found, Reading},
    statement::{join, line_start},
    token::{Kind, Token},
};

/// An author with its place.
#[derive(Debug)]
pub(super) struct Author {
    /// The name, with the address if there is one.
    pub(super) name: String,
    /// The first byte.
    pub(super) start: usize,
    /// The byte behind the last.
    pub(super) end: usize,
}

impl Found for Author {
    fn end(&self) -> usize {
        self.end
    }
}

/// How strongly the words before a name make it an author's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// `Author:`, `@author`.
    Label,
    /// `written by`, `the author`: the name needs two words.
    Prose,
    /// A lone `by` or `maintainer`: the name needs an address.
    NeedsAddress,
}

/// Reads an author whose introducing word starts at `start`.
pub(super) fn read<'a>(
    text: &'a str,
    start: usize,
    floor: usize,
    buffer: &mut Vec<Token<'a>>,
) -> Reading<Author> {
    reading::read(text, start, buffer, |tokens| {
        let mut resume = start;
        let found = find(text, start, floor, tokens, &mut resume);
        (found, resume)
    })
}

/// Reads a person with an address below a company, from the name on.
pub(super) fn read_person<'a>(
    text: &'a str,
    start: usize,
    buffer: &mut Vec<Token<'a>>,
) -> Reading<Author> {
    reading::read(text, start, buffer, |tokens| {
        let body = grammar::body(tokens, 0, Mode::Author);
        (build(tokens, 0, &body).filter(|_| body.has_mail), start)
    })
}

fn find(
    text: &str,
    start: usize,
    floor: usize,
    tokens: &mut Tokens<'_, '_>,
    resume: &mut usize,
) -> Option<Author> {
    let (label, first) = match tokens.kind(0) {
        Kind::Agent => label(tokens)?,
        // `Maintainer: Ada Nimble <ada@nimble.example>` tells who to write to.
        Kind::Maintainer if is_key(tokens) => return None,
        Kind::Maintainer => (Claim::NeedsAddress, 1),
        Kind::By => (Claim::NeedsAddress, 1),
        _ => return None,
    };
    let body = grammar::body(tokens, first, Mode::Author);
    // Names that belong to a copyright statement, or to nothing, are not read twice.
    let last = tokens.read()[..body.end].iter().rev().find(|token| !token.is_line_end())?;
    *resume = last.start;
    if body.n_solid == 0 && !body.has_mail {
        return None;
    }
    let is_by = tokens.kind(0) == Kind::By;
    let claim = if is_by && is_made(text, start, floor) { Claim::Prose } else { label };
    if is_by && claim != Claim::Prose && tokens.kind(1) == Kind::Newline {
        return None;
    }
    let is_enough = match claim {
        Claim::Label | Claim::Prose => {
            (body.n_proper > 0 && body.n_names > 1)
                || (body.has_org && body.n_solid > 1)
                || body.has_mail
                || (claim == Claim::Label && body.n_proper > 0 && body.has_address)
        }
        // Those who package something did not write it.
        Claim::NeedsAddress => {
            let names = &tokens.read()[first..body.end];
            body.has_mail && !names.iter().any(|token| token.kind == Kind::Maintainer)
        }
    };
    // "created by the Line Highlight plugin": things have an article, and teams a word for it.
    let is_thing =
        claim == Claim::Prose && tokens.kind(first) == Kind::The && !body.has_org && !body.has_mail;
    let has_agent = || tokens.read()[first..body.end].iter().any(|t| t.kind == Kind::Agent);
    if is_thing && !has_agent() && !body.has_address {
        return None;
    }
    if !is_enough || matches!(tokens.kind(body.end), Kind::Sign | Kind::Mark) {
        return None;
    }
    build(tokens, first, &body)
}

fn build(tokens: &Tokens<'_, '_>, first: usize, body: &Body) -> Option<Author> {
    let read = &tokens.read()[first..body.end];
    let shown = read.iter().zip(&body.roles).filter(|(_, role)| **role != Role::Hidden);
    let name = holder::clean(&join(shown.map(|(token, _)| token)));
    let name = without_handle(name);
    let end = read.iter().rev().find(|token| !token.is_line_end())?.end;
    let start = read.iter().find(|token| !token.is_line_end())?.start;
    (!name.is_empty()).then_some(Author { name, start, end })
}

/// The name without a handle behind it.
fn without_handle(name: String) -> String {
    match name.rsplit_once(' ') {
        Some((before, last)) if last.starts_with('@') => holder::clean(before),
        _ => name,
    }
}

/// Whether `written`, `created` or the like stands before `by`, on its line or at the end of the
/// line before.
fn is_made(text: &str, start: usize, floor: usize) -> bool {
    let from = line_start(text, start, floor);
    let mut before: Vec<Token<'_>> = lexer::tokens(text, from, start);
    if before.iter().all(|token| token.core().is_empty()) && from > floor {
        before = lexer::tokens(text, line_start(text, from - 1, floor), from);
        before.retain(|token| !token.is_line_end());
    }
    let nearest = || before.iter().rev().take(3);
    // What a program makes has no author.
    nearest().any(|token| token.kind == Kind::Made)
        && !nearest().any(|token| token.lower == "automatically")
}

/// A capitalized word with a colon.
fn is_key(tokens: &mut Tokens<'_, '_>) -> bool {
    tokens.get(0).is_some_and(|token| token.colon && !token.is_lower())
}

/// `Author:`, `@author`, `Authors are`, `author =`.
fn label(tokens: &mut Tokens<'_, '_>) -> Option<(Claim, usize)> {
    let token = tokens.get(0)?;
    if token.stop || token.comma {
        return None;
    }
    // `#define MODULEAUTHOR "Nimble Corporation"`.
    let is_label = token.colon || token.text.starts_with('@') || token.lower == "moduleauthor";
    let is_shouted = token.text.chars().all(|c| !c.is_lowercase());
    let mut first = 1;
    while matches!(tokens.kind(first), Kind::Dash | Kind::By | Kind::Paren) && first < 3 {
        first += 1;
    }
    if tokens.kind(first) == Kind::Newline {
        first += 1;
        if tokens.lower(first) == "name" && tokens.get(first)?.colon {
            first += 1;
        }
    }
    if is_shouted && !is_label {
        return None;
    }
    Some((if is_label { Claim::Label } else { Claim::Prose }, first))
}
