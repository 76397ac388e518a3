// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Authors: names behind `Author:`, `@author`, `written by`, and behind `by` with an address.

use super::{
    grammar::{self, Mode, Role, Tokens},
    holder, lexer,
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
pub(super) fn read(text: &str, start: usize, floor: usize) -> Option<Author> {
    let mut tokens = Tokens::new(text, start);
    let (claim, first) = introduction(text, &mut tokens, start, floor)?;
    let body = grammar::body(&mut tokens, first, Mode::Author);
    if body.n_names == 0 && !body.has_address {
        return None;
    }
    let is_enough = match claim {
        _ if body.n_solid == 0 && !body.has_mail => false,

        Claim::Label | Claim::Prose => {
            (body.n_proper > 0 && body.n_names > 1)
                || (body.has_org && body.n_solid > 1)
                || body.has_mail
        }
        Claim::NeedsAddress => body.has_mail,
    };
    if !is_enough || matches!(tokens.kind(body.end), Kind::Sign | Kind::Mark) {
        return None;
    }
    let read = &tokens.read()[first..body.end];
    let shown = read.iter().zip(&body.roles).filter(|(_, role)| **role != Role::Hidden);
    let name = holder::clean(&join(shown.map(|(token, _)| token)));
    let end = read.iter().rev().find(|token| !token.is_line_end())?.end;
    let start = read.iter().find(|token| !token.is_line_end())?.start;
    (!name.is_empty()).then_some(Author { name, start, end })
}

/// The words that introduce an author: what they claim and how many tokens they are.
fn introduction(
    text: &str,
    tokens: &mut Tokens<'_>,
    start: usize,
    floor: usize,
) -> Option<(Claim, usize)> {
    match tokens.kind(0) {
        Kind::Agent => label(tokens),
        Kind::Maintainer => Some((Claim::NeedsAddress, 1)),
        Kind::By => {
            let from = line_start(text, start, floor);
            let mut before: Vec<Token<'_>> = lexer::tokens(text, from, start);
            if before.iter().all(|token| token.core().is_empty()) && from > floor {
                before = lexer::tokens(text, line_start(text, from - 1, floor), from);
                before.retain(|token| !token.is_line_end());
            }
            let made = before.iter().rev().take(3).any(|token| token.kind == Kind::Made);
            if !made && tokens.get(1).is_some_and(Token::is_line_end) {
                return None;
            }
            Some((if made { Claim::Prose } else { Claim::NeedsAddress }, 1))
        }
        _ => None,
    }
}

/// `Author:`, `@author`, `Authors are`, `author =`.
fn label(tokens: &mut Tokens<'_>) -> Option<(Claim, usize)> {
    let token = tokens.get(0)?;
    if token.stop || token.comma {
        return None;
    }
    let is_label = token.colon || token.text.starts_with('@');
    let is_shouted = token.text.chars().all(|c| !c.is_lowercase());
    let mut first = 1;
    while matches!(tokens.kind(first), Kind::Dash | Kind::By | Kind::Paren) && first < 3 {
        first += 1;
    }
    if tokens.kind(first) == Kind::Newline {
        first += 1;
    }
    if is_shouted && !is_label {
        return None;
    }
    Some((if is_label { Claim::Label } else { Claim::Prose }, first))
}
