// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Copyright statements: from a mark to a statement with years and holder, or to nothing.

mod before;
mod marks;
mod plausible;

use heirloom_model::{Holder, YearRange};

use super::{
    grammar::{self, Body, Mode, Role, Tokens},
    holder,
    reading::{self, Found, Reading},
    token::{Kind, Token},
    years,
};
use before::Before;
pub(super) use before::line_start;
use marks::Marks;

/// A statement with its place.
#[derive(Debug)]
pub(super) struct Statement {
    /// The statement as shown.
    pub(super) text: String,
    /// Who holds the copyright.
    pub(super) holder: Option<Holder>,
    /// The years.
    pub(super) years: Vec<YearRange>,
    /// The first byte.
    pub(super) start: usize,
    /// The byte behind the last.
    pub(super) end: usize,
    /// Where the next line of a field with a line for each holder starts.
    pub(super) next_line: Option<usize>,
    /// Where a person stands on the line below a company.
    pub(super) person: Option<usize>,
}

impl Found for Statement {
    fn end(&self) -> usize {
        self.end
    }
}

/// Reads a statement whose mark starts at `start`; nothing before `floor` belongs to it.
pub(super) fn read<'a>(
    text: &'a str,
    start: usize,
    floor: usize,
    buffer: &mut Vec<Token<'a>>,
) -> Reading<Statement> {
    reading::read(text, start, buffer, |tokens| {
        let found = find(text, start, floor, tokens);
        // Marks that were read without success lead to nothing when they are met again.
        let marks = tokens.read().iter().rev().take_while(|token| token.start > start);
        let mut last = marks.filter(|token| matches!(token.kind, Kind::Mark | Kind::Sign));
        let resume = last.next().map_or(start, |token| token.start);
        (found, resume)
    })
}

/// Reads one more line of a field, from the years that start it on.
pub(super) fn read_line<'a>(
    text: &'a str,
    start: usize,
    buffer: &mut Vec<Token<'a>>,
) -> Reading<Statement> {
    reading::read(text, start, buffer, |tokens| {
        let marks = Marks::of_field();
        let body = grammar::body(tokens, 0, Mode::Field);
        let is_whole = body.is_dated && (body.n_names > 0 || body.has_address);
        (is_whole.then(|| build(tokens, &marks, &body, Before::default())), start)
    })
}

fn find(text: &str, start: usize, floor: usize, tokens: &mut Tokens<'_, '_>) -> Option<Statement> {
    let mut marks = Marks::read(tokens)?;
    let line = &text.as_bytes()[line_start(text, start, floor)..start];
    marks.starts_line = line.iter().all(|byte| !byte.is_ascii_alphanumeric());
    let is_comment_of_document = text[..start].ends_with("%%");
    let mode = if marks.holds_line(tokens) {
        Mode::Tag
    } else if marks.is_field && marks.starts_line && marks.n_signs == 0 {
        Mode::Field
    } else {
        Mode::Copyright
    };
    let body = grammar::body(tokens, marks.n_tokens, mode);
    let is_lone_sign = marks.n_words == 0 && marks.n_signs == 1 && !body.is_dated;
    // `%%Copyright:` starts every line of a license at the head of PostScript.
    let is_line_of_license = is_comment_of_document && !body.is_dated;
    if is_line_of_license
        || !plausible::is_plausible(tokens, &marks, &body)
        || (is_lone_sign && plausible::is_list_item(text, start))
    {
        return None;
    }
    let before = Before::read(text, start, floor, &marks, &body);
    Some(build(tokens, &marks, &body, before))
}

fn build(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body, before: Before) -> Statement {
    let read = tokens.read();
    let doubled = read[..marks.n_tokens]
        .windows(2)
        .take_while(|two| two[0].kind == Kind::Mark && two[1].kind == Kind::Mark);
    let head = &read[doubled.count()..marks.n_tokens];
    let tail: Vec<(&Token<'_>, Role)> =
        read[marks.n_tokens..body.end].iter().zip(body.roles.iter().copied()).collect();
    let shown = head
        .iter()
        .chain(tail.iter().filter(|(_, role)| *role != Role::Hidden).map(|(token, _)| *token));
    let mut text = join(shown);
    if !before.text.is_empty() {
        text = format!("{} {text}", before.text);
    }
    let mut name = holder::name(&tail, false);
    if name.is_empty() {
        name = holder::clean(&before.name);
    }
    if name.is_empty() {
        name = holder::name(&tail, true);
    }
    let end =
        read[..body.end].iter().rev().find(|t| !t.is_line_end()).map_or(read[0].end, |t| t.end);
    Statement {
        text: holder::clean_statement(&text),
        holder: (!name.is_empty()).then(|| holder::holder(&name)),
        years: years::read(
            tail.iter()
                .filter(|(_, role)| matches!(role, Role::Year | Role::Filler))
                .map(|(t, _)| t.text.as_ref()),
        ),
        start: before.start.unwrap_or(read[0].start),
        end,
        next_line: body.next_line.map(|at| read[at].start),
        person: body.person.map(|at| read[at].start),
    }
}

/// The words in a row, with a space where there was one.
pub(super) fn join<'t, 'a: 't>(tokens: impl Iterator<Item = &'t Token<'a>>) -> String {
    let mut text = String::new();
    for token in tokens.filter(|token| !token.is_line_end()) {
        if !text.is_empty() && !token.glued && token.kind != Kind::Comma {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    text
}
