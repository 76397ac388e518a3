// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Ends of lines: whether a statement goes on behind them.

use super::{Mode, Reader, names::is_legal_form};
use crate::copyright::{token::Kind, words};

impl Reader<'_, '_, '_> {
    pub(super) fn break_goes_on(&mut self) -> bool {
        if self.mode == Mode::Author && self.at == self.start {
            let behind_by = self
                .tokens
                .read()
                .get(self.at.wrapping_sub(1))
                .is_some_and(|token| token.kind == Kind::By && token.colon);
            return behind_by
                && self.tokens.is_name(self.at + 1)
                && self.is_name_line()
                && self.org_ahead(1);
        }
        if self.mode == Mode::Author || self.is_named() {
            return false;
        }
        let behind_by = self.previous().is_some_and(|token| token.kind == Kind::By && token.colon);
        if behind_by && self.tokens.is_name(self.at + 1) {
            return self.is_mail_line();
        }
        self.kind(1) == Kind::Year && !self.body.is_dated
            || self.body.is_dated && self.tokens.is_name(self.at + 1) && self.is_name_line() && {
                self.org_ahead(1) || self.kind(1) == Kind::Org
            }
    }

    /// Whether the next line belongs to the statement.
    pub(super) fn line_goes_on(&mut self) -> bool {
        let is_hungry = !self.is_named()
            || self.previous().is_some_and(|token| {
                token.comma
                    || matches!(
                        token.kind,
                        Kind::And
                            | Kind::By
                            | Kind::Of
                            | Kind::The
                            | Kind::Dash
                            | Kind::Comma
                            | Kind::Particle
                            | Kind::In
                    )
            });
        let read = self.tokens.read();
        let is_site = matches!(&read[self.start..self.at],
            [.., dash, url] if dash.kind == Kind::Dash && url.kind == Kind::Url);
        if is_site {
            return false;
        }
        let is_hungry = is_hungry || self.is_half_a_name();
        let ended = self.sentence_ended();
        let Some(token) = self.tokens.get(self.at + 1) else { return false };
        if token.colon {
            return self.label_goes_on();
        }
        let kind = token.kind;
        match kind {
            Kind::Year => !self.is_named() || self.year_line() || self.is_last_year(),
            Kind::Email | Kind::Url => !ended,
            Kind::Org if !ended && !is_hungry && self.org_goes_on() => true,
            Kind::Dash => self.is_list && self.tokens.is_name(self.at + 2),
            Kind::Name | Kind::Caps | Kind::Initial | Kind::Org => {
                !ended
                    && (is_hungry || self.is_name_line() || self.is_rest_of_company())
                    && self.tokens.rights_reserved(self.at + 1) == 0
            }
            Kind::Number => self.postal_address_at(1).is_some(),
            Kind::By => !self.is_named(),
            Kind::And => self.is_named() && !ended,
            Kind::Of => self.is_named() && !ended && self.tokens.is_name(self.at + 2),
            Kind::Paren => !ended && self.tokens.is_name(self.at + 2),
            Kind::In => {
                self.mode == Mode::Copyright && self.is_named() && !ended && self.org_ahead(2)
            }
            Kind::The | Kind::Particle | Kind::Others => is_hungry && !ended,
            Kind::Agent => is_hungry && !ended && self.is_named(),
            Kind::Sign => !self.is_named() && !self.body.is_dated,
            Kind::Word if !self.is_named() && self.tokens.kind(self.at + 2) == Kind::Org => {
                self.mode == Mode::Copyright && self.body.is_dated
            }
            Kind::Word if self.tokens.kind(self.at + 3) == Kind::Org => {
                !ended
                    && self.mode == Mode::Copyright
                    && self.tokens.get(self.at + 4).is_none_or(|token| token.is_line_end())
            }
            Kind::Word => {
                is_hungry
                    && !ended
                    && match self.tokens.kind(self.at + 2) {
                        Kind::Email => true,
                        Kind::Url => self.is_named() && self.mode == Mode::Copyright,
                        _ => false,
                    }
            }
            _ => false,
        }
    }

    /// `Ada Nimble <ada@nimble.example>` below `Nimble, Inc.` wrote the file and holds nothing.
    pub(super) fn is_person_below_company(&mut self) -> bool {
        let read = &self.tokens.read()[self.start..self.at];
        let mut before = read.iter().rev().filter(|token| !token.is_line_end());
        let company = before.find(|token| token.kind != Kind::Url);
        let is_company = company.is_some_and(|token| !token.comma && is_legal_form(&token.lower));
        let mail = (2..6).find(|&ahead| self.tokens.kind(self.at + ahead) == Kind::Email);
        is_company
            && self.mode == Mode::Copyright
            && mail
                .is_some_and(|mail| (1..mail).all(|ahead| self.is_word_of_person(self.at + ahead)))
    }

    fn is_word_of_person(&mut self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| match token.kind {
            Kind::Name | Kind::Caps | Kind::Initial | Kind::Particle => true,
            // `Ada Long`.
            Kind::Stop => !token.is_lower() && !words::is_hard_stop(&token.lower),
            _ => false,
        })
    }

    /// `Ada Nimble and Bo` at the end of a line: the surname is on the next.
    fn is_half_a_name(&self) -> bool {
        let read = &self.tokens.read()[self.start..self.at];
        self.mode == Mode::Author
            && matches!(read, [.., and, name] if and.kind == Kind::And
            && name.kind == Kind::Name && !name.comma && !name.stop)
    }

    /// `Nimble` at the end of a line, `Wesley Longman, Inc., and included …` on the next.
    fn is_rest_of_company(&mut self) -> bool {
        let is_half = self.mode == Mode::Copyright
            && self.body.n_names == 1
            && self.body.is_dated
            && self.previous().is_some_and(|token| {
                matches!(token.kind, Kind::Name | Kind::Org)
                    && !token.stop
                    && !is_legal_form(&token.lower)
            });
        let form = (2..6).find(|&ahead| !self.tokens.is_name(self.at + ahead));
        let last = form.unwrap_or(6) - 1;
        let is_form = last > 1 && is_legal_form(self.tokens.lower(self.at + last));
        is_half && is_form
    }

    /// `Company: …` or `Author: …` below a statement that names nobody.
    fn label_goes_on(&mut self) -> bool {
        self.mode == Mode::Copyright
            && self.body.is_dated
            && !self.is_named()
            && !self.body.has_address
            && (self.tokens.lower(self.at + 1) == "company"
                || self.tokens.kind(self.at + 1) == Kind::Agent)
            && self.tokens.is_name(self.at + 2)
    }

    /// `Free` at the end of a line, `Software Foundation` on the next.
    pub(super) fn org_goes_on(&mut self) -> bool {
        let before = self
            .previous()
            .is_some_and(|token| token.is_name() && !token.comma && !token.text.ends_with('.'));
        let behind = self.tokens.kind(self.at + 2);
        let stops = self.tokens.get(self.at + 1).is_some_and(|token| token.stop || token.comma);
        let in_brackets = self.tokens.get(self.at + 2).is_some_and(|token| token.is_opened);
        before
            && (stops
                || in_brackets
                || !matches!(behind, Kind::Word | Kind::Stop | Kind::Number | Kind::In))
    }

    /// The year that a name without one lacks, alone on its line.
    fn is_last_year(&mut self) -> bool {
        self.mode == Mode::Copyright
            && !self.body.is_dated
            && self.tokens.get(self.at + 2).is_none_or(|token| token.is_line_end())
    }

    /// Whether the next line of a field starts with years and names somebody.
    pub(super) fn starts_line_of_field(&mut self) -> bool {
        self.is_field
            && self.body.is_dated
            && (self.is_named() || self.body.has_address)
            && self.tokens.kind(self.at + 1) == Kind::Year
            && self.year_line()
    }

    /// `2000 Some Name` on a line of its own.
    pub(super) fn year_line(&mut self) -> bool {
        if self.mode == Mode::Author {
            return false;
        }
        let mut index = self.at + 2;
        while matches!(
            self.tokens.kind(index),
            Kind::Year | Kind::Dash | Kind::Comma | Kind::By | Kind::The
        ) {
            index += 1;
        }
        self.tokens.is_name(index)
    }

    /// Whether the next line holds a name of two words or three, and its mail address.
    fn is_mail_line(&mut self) -> bool {
        let mail = (3..6).find(|&ahead| self.tokens.kind(self.at + ahead) == Kind::Email);
        self.mode == Mode::Copyright
            && mail.is_some_and(|mail| {
                (1..mail).all(|ahead| self.tokens.is_name(self.at + ahead))
                    && self
                        .tokens
                        .get(self.at + mail + 1)
                        .is_none_or(|token| token.is_line_end() || token.kind == Kind::Year)
            })
    }

    /// `Lead Nimble Design <www.nimble.example>`.
    fn is_title_before_address(&mut self, index: usize) -> bool {
        matches!(self.tokens.kind(index + 1), Kind::Email | Kind::Url)
            && self.tokens.get(index).is_some_and(|token| !token.is_lower() && !token.colon)
            && !words::is_hard_stop(self.tokens.lower(index))
    }

    /// Whether the next line holds nothing but a name.
    pub(super) fn is_name_line(&mut self) -> bool {
        for index in self.at + 1..self.at + 14 {
            match self.tokens.kind(index) {
                Kind::Newline | Kind::Break => return index > self.at + 1,
                Kind::Name
                | Kind::Caps
                | Kind::Initial
                | Kind::Org
                | Kind::Particle
                | Kind::Of
                | Kind::And
                | Kind::Email
                | Kind::Comma
                | Kind::The
                | Kind::Others
                | Kind::Agent
                | Kind::Url
                | Kind::Dash
                | Kind::Year => {}
                Kind::Stop if index > self.at + 1 && self.is_title_before_address(index) => {}
                Kind::Stop => return self.tokens.rights_reserved(index) > 0,
                _ => return false,
            }
            // The rest of a name: `David Muir` and `Sharnoff.` on the next line.
            let is_rest = index == self.at + 1
                && self.mode == Mode::Copyright
                && self.tokens.get(index).is_some_and(|token| token.stop);
            if is_rest {
                return true;
            }
            let is_mail = self.tokens.kind(index) == Kind::Email && index > self.at + 2;
            if is_mail || (index > self.at + 1 && self.tokens.get(index).is_some_and(|t| t.stop)) {
                return true;
            }
            let ends_year = self.tokens.kind(index) == Kind::Year
                && !matches!(self.tokens.kind(index + 1), Kind::Newline | Kind::Break);
            if ends_year || self.tokens.get(index).is_some_and(|t| t.colon) {
                return false;
            }
        }
        true
    }
}
