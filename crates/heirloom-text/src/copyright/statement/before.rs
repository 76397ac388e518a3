// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What stands before a mark on its line and belongs to the statement: "Portions", a year, a name.

use super::{join, marks::Marks};
use crate::copyright::{
    grammar::Body,
    lexer,
    token::{Kind, Token},
    words,
};

/// How far before a mark on its line a name is looked for.
const MAX_BEFORE: usize = 160;

/// What stands on the line before the mark and belongs to it.
#[derive(Default)]
pub(super) struct Before {
    pub(super) text: String,
    pub(super) name: String,
    pub(super) start: Option<usize>,
}

impl Before {
    pub(super) fn read(
        text: &str,
        start: usize,
        floor: usize,
        marks: &Marks,
        body: &Body,
    ) -> Before {
        let from = line_start(text, start, floor);
        let is_glued = text[from..start].ends_with(char::is_alphanumeric);
        // `Ada Nimble (C) 2005 <ada@nimble.example>`.
        let is_split = marks.n_words == 0 && body.has_mail && !body.has_by;
        let lacks_name = body.n_names == 0 && (!body.has_address || is_split);
        let is_needed = (body.is_dated && lacks_name)
            || (!body.is_dated && marks.n_words > 0)
            || has_portions(&text.as_bytes()[from..start])
            || text[from..start].trim_end().ends_with("Not");
        if !is_needed || is_glued {
            return Before::default();
        }
        let mut lexer = lexer::Lexer::new(text, from, start);
        lexer.skip_line_dress();
        let tokens: Vec<Token<'_>> = lexer.collect();
        if let Some(first) = portions(&tokens) {
            return Before::label(&tokens[first..]);
        }
        let denied = tokens.last().filter(|token| token.lower == "not" && marks.n_words > 0);
        if denied.is_some() {
            return Before::label(&tokens[tokens.len() - 1..]);
        }
        // `2004+ Copyright`; a bare year is the date of a change.
        let may_lack_year = !body.is_dated && marks.n_words > 0;
        let is_open_year =
            |token: &Token<'_>| token.kind == Kind::Year && token.text.ends_with('+');
        if may_lack_year && tokens.last().is_some_and(is_open_year) {
            return Before::label(&tokens[tokens.len() - 1..]);
        }
        if !lacks_name || !body.is_dated {
            return Before::default();
        }
        let before = Before::name(&tokens);
        if before.text.is_empty() && tokens.iter().all(|token| token.core().is_empty()) {
            return Before::above(text, line_start(text, start, 0));
        }
        if before.text.is_empty() { Before::maker(text, start) } else { before }
    }

    /// `Author: Ada Nimble` or `written by Ada Nimble,` on the line above, which ends at `line`.
    fn above(text: &str, line: usize) -> Before {
        let Some(end) = line.checked_sub(1) else { return Before::default() };
        let from = line_start(text, end, 0);
        let mut lexer = lexer::Lexer::new(text, from, end);
        lexer.skip_line_dress();
        let tokens: Vec<Token<'_>> = lexer.collect();
        let is_label = tokens.first().is_some_and(|token| token.kind == Kind::Agent && token.colon);
        let goes_on = tokens.last().is_some_and(|token| token.comma && token.is_name());
        if is_label || goes_on { Before::made(&tokens) } else { Before::default() }
    }

    /// `Created by Ada Nimble, May 28, 2013` on the line of the mark.
    fn maker(text: &str, start: usize) -> Before {
        let mut lexer = lexer::Lexer::new(text, line_start(text, start, 0), start);
        lexer.skip_line_dress();
        let tokens: Vec<Token<'_>> = lexer.collect();
        let is_date = |token: &Token<'_>| {
            matches!(token.kind, Kind::Year | Kind::Number | Kind::Comma)
                || words::is_month(&token.lower)
        };
        let end = tokens.iter().rposition(|token| !is_date(token)).map_or(0, |at| at + 1);
        Before::made(&tokens[..end])
    }

    /// The name that ends the tokens when `by` or a label stands before it, and no mark.
    fn made(tokens: &[Token<'_>]) -> Before {
        let is_free = !tokens.iter().any(|token| matches!(token.kind, Kind::Mark | Kind::Sign));
        let before = Before::name(tokens);
        let is_made = tokens
            .iter()
            .rev()
            .find(|token| before.start.is_some_and(|start| token.start < start))
            .is_some_and(|token| token.kind == Kind::By || token.kind == Kind::Agent);
        let n_words = before.name.split_whitespace().count();
        if is_free && is_made && (2..6).contains(&n_words) { before } else { Before::default() }
    }

    /// Words that belong to the statement and name nobody.
    fn label(tokens: &[Token<'_>]) -> Before {
        let start = tokens.first().map(|token| token.start);
        Before { text: join(tokens.iter()), name: String::new(), start }
    }

    /// The name that ends the line.
    fn name(tokens: &[Token<'_>]) -> Before {
        let rights = tokens.iter().rposition(|token| !is_rights(token)).map_or(0, |at| at + 1);
        let tokens = &tokens[..rights];
        let first = tokens
            .iter()
            .rposition(|token| {
                !(token.is_name()
                    || matches!(
                        token.kind,
                        Kind::Particle
                            | Kind::And
                            | Kind::Of
                            | Kind::The
                            | Kind::Email
                            | Kind::Url
                            | Kind::Comma
                    ))
                    || token.colon
                    || token.stop
            })
            .map_or(0, |at| at + 1);
        let run = trim_joints(&tokens[first..]);
        let names: Vec<&Token<'_>> =
            run.iter().filter(|t| !matches!(t.kind, Kind::Email | Kind::Url)).collect();
        if !run.iter().any(Token::is_name) {
            return Before::default();
        }
        Before {
            text: join(run.iter()),
            name: join(names.into_iter()),
            start: run.first().map(|token| token.start),
        }
    }
}

/// Where "Portions" starts, alone before the mark or as "Portions created by the author are".
fn portions(tokens: &[Token<'_>]) -> Option<usize> {
    let first = tokens.iter().rposition(|token| token.kind == Kind::Portions)?;
    let has = |kind: Kind| tokens[first..].iter().any(|token| token.kind == kind);
    let is_phrase = tokens.last().is_some_and(|token| matches!(&*token.text, "are" | "is"))
        && tokens[first..].iter().all(|token| !token.stop)
        && has(Kind::Made)
        && has(Kind::Agent);
    (is_phrase || first + 1 == tokens.len()).then_some(first)
}

fn is_rights(token: &Token<'_>) -> bool {
    matches!(token.lower.as_ref(), "all" | "rights" | "reserved")
}

fn has_portions(line: &[u8]) -> bool {
    ["ortion", "ORTION", "arts ", "art "]
        .iter()
        .any(|part| memchr::memmem::find(line, part.as_bytes()).is_some())
}

fn trim_joints<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let joins = |token: &Token<'_>| matches!(token.kind, Kind::And | Kind::Of | Kind::Comma);
    let from = tokens.iter().position(|token| !joins(token)).unwrap_or(tokens.len());
    &tokens[from..]
}

/// The start of the line, not before `floor` and not far away.
pub(in crate::copyright) fn line_start(text: &str, at: usize, floor: usize) -> usize {
    let low = (at.saturating_sub(MAX_BEFORE).max(floor)..=at)
        .find(|&place| text.is_char_boundary(place))
        .unwrap_or(at);
    memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[low..at])
        .map_or(low, |newline| low + newline + 1)
}
