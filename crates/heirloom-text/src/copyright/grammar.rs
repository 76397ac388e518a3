// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The grammar of names behind a mark: which tokens belong to a statement and as what.
//!
//! Reads forward only and looks a bounded number of tokens ahead, so that any text is read in
//! linear time.

mod joints;
mod lines;
mod names;
mod places;
mod tail;
mod tokens;

use super::token::{Kind, Token};
pub(super) use tokens::Tokens;

/// The most tokens of one statement; a longer list of names is cut there.
const MAX_TOKENS: usize = 1500;

/// What a token is for its statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Shown in the statement only.
    Filler,
    /// A year.
    Year,
    /// Part of a name.
    Name,
    /// A mail or web address.
    Address,
    /// Not shown at all.
    Hidden,
}

/// Which sort of statement the names belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Names behind a copyright mark.
    Copyright,
    /// Names behind a word for authors.
    Author,
    /// The same in a field that may hold a line for each holder.
    Field,
    /// What stands behind a tag of SPDX, to the end of its line.
    Tag,
}

/// What was read behind a mark.
#[derive(Debug)]
pub(super) struct Body {
    /// The index behind the last token that belongs to it.
    pub(super) end: usize,
    /// A role for each token from the first one on.
    pub(super) roles: Vec<Role>,
    /// The number of name tokens.
    pub(super) n_names: usize,
    /// The number of name tokens that are not words for authors or of prose.
    pub(super) n_solid: usize,
    /// The number of capitalized name tokens outside the lexicon.
    pub(super) n_proper: usize,
    /// Whether a word of organizations is among them.
    pub(super) has_org: bool,
    /// Whether a year was read.
    pub(super) is_dated: bool,
    /// Whether an address was read.
    pub(super) has_address: bool,
    /// Whether a mail address was read.
    pub(super) has_mail: bool,
    /// Whether `by` was read.
    pub(super) has_by: bool,
    /// Whether it ran into a gap to be filled in.
    pub(super) is_template: bool,
    /// The first token of the next line of a field, when that has years of its own.
    pub(super) next_line: Option<usize>,
    /// The first token of the next line, when that names a person below a company.
    pub(super) person: Option<usize>,
}

/// Reads the years and names from token `start` on.
pub(super) fn body(tokens: &mut Tokens<'_, '_>, start: usize, mode: Mode) -> Body {
    let body = Body {
        end: start,
        roles: Vec::new(),
        n_names: 0,
        n_solid: 0,
        n_proper: 0,
        has_org: false,
        is_dated: false,
        has_address: false,
        has_mail: false,
        has_by: false,
        is_template: false,
        next_line: None,
        person: None,
    };
    let is_field = mode == Mode::Field;
    let mode = if is_field { Mode::Copyright } else { mode };
    let mut reader = Reader { tokens, start, at: start, mode, body, is_list: false, is_field };
    while reader.at < start + MAX_TOKENS {
        let before = reader.at;
        if !reader.step() || reader.at == before {
            break;
        }
    }
    reader.body.roles.truncate(reader.body.end - start);
    reader.body
}

struct Reader<'r, 'b, 'a> {
    tokens: &'r mut Tokens<'b, 'a>,
    start: usize,
    at: usize,
    mode: Mode,
    body: Body,
    /// Names stand one a line behind dashes.
    is_list: bool,
    /// Each line with years is a statement of its own.
    is_field: bool,
}

impl Reader<'_, '_, '_> {
    fn kind(&mut self, ahead: usize) -> Kind {
        self.tokens.kind(self.at + ahead)
    }

    fn is_named(&self) -> bool {
        self.body.n_names > 0
    }

    /// Takes `count` tokens in a role; those that only join do not end a statement.
    fn take(&mut self, count: usize, role: Role) -> bool {
        for _ in 0..count {
            let kind = self.tokens.kind(self.at);
            let role =
                if matches!(kind, Kind::Newline | Kind::Break) { Role::Hidden } else { role };
            self.body.roles.push(role);
            self.at += 1;
            match role {
                Role::Name => {
                    self.body.n_names += 1;
                    self.body.n_proper +=
                        usize::from(matches!(kind, Kind::Name | Kind::Caps | Kind::Initial));
                    let is_solid = matches!(
                        kind,
                        Kind::Name | Kind::Caps | Kind::Initial | Kind::Org | Kind::Word
                    );
                    self.body.n_solid += usize::from(is_solid);
                    self.body.has_org |= kind == Kind::Org;
                    self.body.end = self.at;
                }
                Role::Year => {
                    self.body.is_dated = true;
                    self.body.end = self.at;
                }
                Role::Address => {
                    self.body.has_address = true;
                    self.body.has_mail |= kind == Kind::Email;
                    self.body.end = self.at;
                }
                Role::Filler | Role::Hidden => {}
            }
        }
        true
    }

    /// The token before, unless it is the first.
    fn previous(&self) -> Option<&Token<'_>> {
        let read = self.tokens.read();
        (self.start..self.at).rev().map(|index| &read[index]).find(|token| !token.is_line_end())
    }

    fn sentence_ended(&self) -> bool {
        self.at > self.start
            && self.previous().is_some_and(|token| {
                (token.stop && (self.is_named() || self.body.roles.last() != Some(&Role::Hidden)))
                    || (token.colon && token.is_name() && token.lower != "company")
                    || (token.kind == Kind::Year && token.text.ends_with('.') && self.is_named())
            })
    }

    fn at_line_start(&self) -> bool {
        self.at > self.start && self.tokens.read()[self.at - 1].is_line_end()
    }

    /// Reads one thing; `false` when the statement is over.
    fn step(&mut self) -> bool {
        let kind = self.kind(0);
        if self.mode == Mode::Tag {
            return self.tagged(kind);
        }
        let may_follow = matches!(kind, Kind::Newline | Kind::Year | Kind::Email)
            || (kind == Kind::Initial && self.is_named() && !self.at_line_start())
            || (kind == Kind::Url && self.mode == Mode::Copyright);
        if self.sentence_ended() && self.is_site() {
            return self.take(1, Role::Address);
        }
        if self.sentence_ended() && !may_follow && !self.is_legal_form() {
            return false;
        }
        if let Some(length) = self.owner_of_file() {
            self.take(length, Role::Name);
            return false;
        }
        if let Some(length) = self.postal_address() {
            return self.take(length, Role::Name);
        }
        let may_open = matches!(kind, Kind::In | Kind::Word | Kind::Stop | Kind::The);
        if may_open && let Some(length) = self.aside() {
            return self.take(length, Role::Name);
        }
        match kind {
            Kind::Newline if self.starts_line_of_field() => {
                self.body.next_line = Some(self.at + 1);
                false
            }
            Kind::Newline if self.is_person_below_company() => {
                self.body.person = Some(self.at + 1);
                false
            }
            Kind::Newline => {
                (self.line_goes_on() && self.take(1, Role::Hidden)) || self.words_below()
            }
            Kind::Break => self.break_goes_on() && self.take(1, Role::Hidden) || self.words_below(),
            Kind::Year => self.year(),
            Kind::Number => self.number(),
            Kind::Name | Kind::Caps | Kind::Initial | Kind::Org => self.name(),
            Kind::Email | Kind::Url => self.address(),
            Kind::Particle | Kind::Of | Kind::In | Kind::The | Kind::And | Kind::Comma => {
                self.joint()
            }
            Kind::By => self.by(),
            Kind::Dash => self.dash(),
            Kind::Paren => self.paren(),
            Kind::Others => self.others(),
            Kind::Agent | Kind::Maintainer => self.agent(),
            Kind::Holder => self.holder(),
            Kind::Mark | Kind::Sign => self.mark(),
            Kind::Blank => self.gap(),
            Kind::Word => self.word(),
            Kind::Stop => self.stop_word(),
            Kind::Made => false,
            Kind::Portions => {
                self.kind(1) == Kind::Of && self.is_named() && self.take(1, Role::Name)
            }
        }
    }

    /// A tag's line is taken as a whole, words of any sort.
    fn tagged(&mut self, kind: Kind) -> bool {
        if self.tokens.rights_reserved(self.at) > 0 {
            return false;
        }
        match kind {
            Kind::Newline | Kind::Break | Kind::Blank => false,
            Kind::Year => self.take(1, Role::Year),
            Kind::Email | Kind::Url => self.take(1, Role::Address),
            _ if kind == Kind::By && !self.is_named() => self.take(1, Role::Filler),
            Kind::Mark | Kind::Sign | Kind::Comma | Kind::Dash | Kind::Paren => {
                self.take(1, Role::Filler)
            }
            _ => self.take(1, Role::Name),
        }
    }

    /// "others" is the last word of a statement.
    fn others(&mut self) -> bool {
        let is_holder = self.mode == Mode::Copyright && self.is_named();
        if is_holder && self.tokens.lower(self.at) != "others" {
            // "et al." belongs to the statement and is nobody's name.
            let taken = self.take(1, Role::Filler);
            self.body.end = self.at;
            return taken && self.kind(0) == Kind::Sign;
        }
        is_holder && self.take(1, Role::Name) && self.kind(0) == Kind::Sign
    }

    fn address(&mut self) -> bool {
        // `ada@{home,work}.example` is no address but a way to write two.
        let is_pattern =
            self.tokens.get(self.at).is_some_and(|token| token.text.contains(['{', '}']));
        self.take(1, if is_pattern { Role::Hidden } else { Role::Address })
    }

    fn year(&mut self) -> bool {
        if self.mode == Mode::Author && !self.is_named() {
            return self.take(1, Role::Hidden);
        }
        let role = if self.mode == Mode::Author { Role::Hidden } else { Role::Year };
        self.take(1, role)
    }

    /// The number of marks in `copyrighted by Nimble, Inc., Copyright (C) 2002, all rights reserved`
    /// before the year, which is that of the names before.
    fn marks_of_year(&mut self) -> Option<usize> {
        let follows = self.previous().is_some_and(|token| token.comma);
        let length = 1 + usize::from(self.kind(1) == Kind::Sign);
        let is_last = self.kind(length) == Kind::Year
            && !self.tokens.is_name(self.at + length + 1)
            && (matches!(self.kind(length + 1), Kind::Newline | Kind::Break)
                || self.tokens.rights_reserved(self.at + length + 1) > 0);
        let is_said_twice = self.body.has_by && !self.body.is_dated && self.kind(0) == Kind::Mark;
        (follows && is_last && is_said_twice).then_some(length)
    }

    /// A second mark ends a statement that has a name and is part of one that has not.
    fn mark(&mut self) -> bool {
        if self.mode == Mode::Author {
            return false;
        }
        if self.is_named() {
            let dates =
                self.kind(0) == Kind::Sign && self.kind(1) == Kind::Year && !self.body.is_dated;
            if let Some(length) = self.marks_of_year() {
                return self.take(length, Role::Filler);
            }
            return dates && self.take(1, Role::Filler);
        }
        let goes_on = self.tokens.is_name(self.at + 1)
            || matches!(self.kind(1), Kind::Year | Kind::By | Kind::The | Kind::Mark | Kind::Sign);
        goes_on && self.take(1, Role::Filler)
    }
}
