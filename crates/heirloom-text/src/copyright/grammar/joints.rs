// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words between names: joints, dashes, brackets, `by`.

use super::{Mode, Reader, Role};
use crate::copyright::{token::Kind, words};

impl Reader<'_, '_, '_> {
    /// A word that joins names counts when a name follows.
    pub(super) fn joint(&mut self) -> bool {
        let first = self.kind(0);
        if first == Kind::The
            && let Some(length) = self.titled_line()
        {
            return self.take(length, Role::Name);
        }
        // "2021 and later: NAME".
        if first == Kind::And
            && self.body.is_dated
            && !self.is_named()
            && self.tokens.lower(self.at + 1) == "later"
        {
            return self.take(2, Role::Year);
        }
        // "2000 and written by NAME".
        if first == Kind::And
            && self.body.is_dated
            && !self.is_named()
            && self.kind(1) == Kind::Made
            && self.kind(2) == Kind::By
        {
            return self.take(3, Role::Filler);
        }
        if self.tokens.get(self.at).is_some_and(|token| token.is_opened) {
            return false;
        }
        if first == Kind::Particle && self.ends_name() {
            return self.take(1, Role::Name);
        }
        let is_to = self.at == self.start && self.tokens.lower(self.at) == "to";
        let binds = first != Kind::In
            || is_to
            || self.body.has_org
            || self.follows_agent()
            || (self.is_named() && self.org_ahead(0))
            || (self.is_named() && self.kind(1) == Kind::Newline && self.org_ahead(2));
        if !binds {
            return false;
        }
        if first == Kind::The
            && self.kind(1) == Kind::Word
            && (self.kind(2) == Kind::Email || self.kind(3) == Kind::Email)
        {
            return self.take(2, Role::Name);
        }
        let mut ahead = 1;
        while ahead <= 4 && self.is_joint(ahead) {
            ahead += 1;
        }
        if first == Kind::Comma && self.is_daughter(ahead) {
            return self.take(ahead + 1, Role::Name);
        }
        if self.kind(ahead) == Kind::Break && self.tokens.lower(self.at + ahead + 1) == "other" {
            let goes_on = self.kind(ahead + 2) == Kind::Agent;
            return goes_on
                && self.take(ahead, Role::Filler)
                && self.take(1, Role::Hidden)
                && self.take(2, Role::Name);
        }
        if self.kind(ahead) == Kind::Newline {
            return self.joins_next_line(ahead + 1) && self.take(ahead, Role::Filler);
        }
        let named = self.tokens.is_name(self.at + ahead);
        match self.kind(ahead) {
            Kind::Others if self.tokens.lower(self.at + ahead) != "others" => {
                self.take(ahead, Role::Filler)
            }
            Kind::Others | Kind::Agent => {
                self.take(ahead, Role::Filler) && self.take(1, Role::Name)
            }
            Kind::Year if matches!(first, Kind::And | Kind::Comma) => {
                self.take(ahead, Role::Filler)
            }
            Kind::Email | Kind::Url => {
                matches!(first, Kind::And | Kind::Comma) && self.take(ahead, Role::Filler)
            }
            // `Ada Nimble <https://nimble.example/ada>, bo <https://nimble.example/bo>`.
            Kind::Word
                if first == Kind::Comma
                    && self.kind(ahead + 1) == Kind::Url
                    && self.previous().is_some_and(|token| token.kind == Kind::Url) =>
            {
                self.take(ahead, Role::Filler) && self.take(1, Role::Name)
            }
            _ if named => self.take(ahead, Role::Filler),
            Kind::Portions if self.kind(ahead + 1) == Kind::Of => self.take(ahead, Role::Filler),
            Kind::Stop
                if matches!(self.kind(ahead - 1), Kind::Of | Kind::The)
                    && self.soft_name(ahead) =>
            {
                self.take(ahead, Role::Filler) && self.take(1, Role::Name)
            }
            Kind::Word | Kind::Stop if self.kind(ahead - 1) != Kind::Comma => {
                self.joint_of_words(ahead)
            }
            _ => false,
        }
    }

    /// `bo <https://nimble.example/bo>` in a list of people with their sites.
    pub(super) fn is_handle_of_list(&mut self, ahead: usize) -> bool {
        let follows = {
            let read = &self.tokens.read()[self.start..self.at];
            let mut before =
                read.iter().rev().filter(|token| !token.is_line_end() && token.kind != Kind::Comma);
            before.next().is_some_and(|token| token.kind == Kind::Url)
        };
        follows && self.kind(ahead) == Kind::Word && self.kind(ahead + 1) == Kind::Url
    }

    /// Whether what starts the next line, `ahead` tokens away, can be joined to the name.
    fn joins_next_line(&mut self, ahead: usize) -> bool {
        self.tokens.is_name(self.at + ahead)
            || self.is_handle_of_list(ahead)
            || matches!(
                self.kind(ahead),
                Kind::The | Kind::Year | Kind::Others | Kind::Particle | Kind::Agent | Kind::Email
            )
    }

    /// A capitalized word of prose with a name behind it.
    pub(super) fn soft_name(&mut self, ahead: usize) -> bool {
        if self.is_new_place(ahead) {
            return true;
        }
        let is_title = self.tokens.get(self.at + ahead).is_some_and(|token| {
            !token.is_lower() && !token.colon && !words::is_hard_stop(&token.lower)
        });
        is_title && self.tokens.is_name(self.at + ahead + 1)
    }

    /// `Alek Du <…>`: a capitalized particle with no name behind it is a name.
    pub(super) fn ends_name(&mut self) -> bool {
        let is_title = self.tokens.get(self.at).is_some_and(|token| !token.is_lower());
        let next = self.kind(1);
        is_title
            && matches!(next, Kind::Email | Kind::Newline | Kind::Break | Kind::Comma | Kind::And)
    }

    /// `and its affiliates`, `the respective authors`, `and other contributors`.
    pub(super) fn joint_of_words(&mut self, ahead: usize) -> bool {
        const OWN: &[&str] = &[
            "its",
            "their",
            "his",
            "her",
            "other",
            "additional",
            "respective",
            "original",
            "various",
            "individual",
        ];
        const KIN: &[&str] = &[
            "affiliates",
            "subsidiaries",
            "licensors",
            "affiliate",
            "subsidiary",
            "subsidiary(-ies",
            "members",
        ];
        let word = self.tokens.lower(self.at + ahead);
        let is_kin = KIN.contains(&word);
        if OWN.contains(&word) {
            let mut last = ahead + 1 + usize::from(self.kind(ahead + 1) == Kind::Newline);
            // `and other Nimble contributors`.
            if self.kind(last) == Kind::Name && self.kind(last + 1) == Kind::Agent {
                last += 1;
            }
            let next = self.tokens.lower(self.at + last);
            let is_kin = KIN.contains(&next)
                || matches!(
                    self.kind(last),
                    Kind::Agent | Kind::Org | Kind::Others | Kind::Maintainer
                );
            if !is_kin && let Some(last) = self.people_of(ahead) {
                return self.take(last, Role::Name);
            }
            return is_kin && self.take(last + 1, Role::Name);
        }
        if self.is_named() && self.kind(ahead - 1) == Kind::And && is_kin {
            return self.take(ahead + 1, Role::Name);
        }
        let is_and = self.kind(0) == Kind::And && self.is_named();
        if is_and && self.body.is_dated && self.is_small_name(ahead) {
            return self.take(ahead, Role::Filler) && self.take(2, Role::Name);
        }
        if is_and
            && (self.kind(ahead + 1) == Kind::Email
                || (self.tokens.is_name(self.at + ahead + 1)
                    && self.kind(ahead + 2) == Kind::Email))
        {
            return self.take(ahead, Role::Filler) && self.take(1, Role::Name);
        }
        let is_article = self.kind(0) == Kind::The || self.kind(ahead - 1) == Kind::The;
        (is_article || self.is_named()) && self.org_ahead(ahead) && self.take(ahead, Role::Filler)
    }

    /// The length of `and his research group` before `at Nimble University`.
    fn people_of(&mut self, ahead: usize) -> Option<usize> {
        const PEOPLE: &[&str] = &["group", "team", "students", "colleagues", "family"];
        let last = (ahead + 1..ahead + 4)
            .find(|&more| PEOPLE.contains(&self.tokens.lower(self.at + more)))?;
        let is_named = self.is_named() && self.kind(0) == Kind::And;
        is_named.then_some(last + 1)
    }

    /// `and bo quick.` at the end of a line: a name in small letters.
    fn is_small_name(&mut self, ahead: usize) -> bool {
        self.kind(ahead) == Kind::Word
            && self.kind(ahead + 1) == Kind::Word
            && self.tokens.get(self.at + ahead + 1).is_some_and(|token| token.stop)
            && matches!(self.kind(ahead + 2), Kind::Newline | Kind::Break)
    }

    pub(super) fn is_joint(&mut self, ahead: usize) -> bool {
        matches!(
            self.kind(ahead),
            Kind::Particle
                | Kind::Of
                | Kind::In
                | Kind::The
                | Kind::And
                | Kind::Comma
                | Kind::Paren
        )
    }

    pub(super) fn follows_agent(&self) -> bool {
        self.previous().is_some_and(|token| token.kind == Kind::Agent)
    }

    pub(super) fn by(&mut self) -> bool {
        let behind_year = self.previous().is_some_and(|token| token.kind == Kind::Year);
        if self.mode == Mode::Author || (self.is_named() && !behind_year) {
            return false;
        }
        self.body.has_by = true;
        self.take(1, Role::Filler);
        self.many()
    }

    /// `by the following authors:`, `by many contributors`.
    pub(super) fn many(&mut self) -> bool {
        let first = usize::from(self.kind(0) == Kind::The);
        let is_agent = self.kind(first + 1) == Kind::Agent;
        let word = self.tokens.lower(self.at + first).to_owned();
        let word = word.as_str();
        if word == "following" && is_agent {
            self.is_list = true;
            return self.take(first + 2, Role::Name);
        }
        if word == "its"
            && self.tokens.lower(self.at + 1) == "respective"
            && self.kind(2) == Kind::Agent
        {
            return self.take(3, Role::Name);
        }
        if is_agent && matches!(word, "many" | "various" | "respective" | "several" | "original") {
            return self.take(first + 2, Role::Name);
        }
        true
    }

    pub(super) fn dash(&mut self) -> bool {
        let follows = self.kind(1);
        let is_site =
            self.tokens.get(self.at + 1).is_some_and(|token| token.text.starts_with("www."));
        let is_short_year = follows == Kind::Number && self.body.is_dated && !self.is_named();
        let goes_on = (self.tokens.is_name(self.at + 1) && !is_site)
            || is_short_year
            || self.is_open_range(1)
            || (!self.is_named() && self.soft_name(1))
            || matches!(follows, Kind::Year | Kind::The | Kind::Email)
            || (follows == Kind::Url && self.mode == Mode::Copyright)
            || (follows == Kind::By && !self.is_named())
            || (!self.is_named() && self.tokens.rights_reserved(self.at + 1) > 0)
            || matches!(self.tokens.lower(self.at + 1), "present" | "various");
        goes_on && self.take(1, Role::Filler)
    }

    /// The length of `(for Nimble Antarctic Division)`: names in brackets behind a name.
    pub(super) fn aside(&mut self) -> Option<usize> {
        if self.mode == Mode::Author || !self.is_named() || !self.tokens.get(self.at)?.is_opened {
            return None;
        }
        let mut n_names = 0;
        for ahead in 0..8 {
            let token = self.tokens.get(self.at + ahead)?;
            let is_article = matches!(&*token.lower, "a" | "an");
            let is_closed = token.is_closed;
            match token.kind {
                Kind::Name | Kind::Caps | Kind::Org if !token.colon => n_names += 1,
                Kind::In | Kind::Of | Kind::The | Kind::Particle | Kind::Word if !token.colon => {}
                Kind::Stop if is_article => {}
                _ => return None,
            }
            if is_closed {
                return (n_names > 1).then_some(ahead + 1);
            }
        }
        None
    }

    pub(super) fn paren(&mut self) -> bool {
        let closes = self.tokens.get(self.at).is_some_and(|token| token.text == ")");
        let goes_on = self.tokens.is_name(self.at + 1)
            || matches!(self.kind(1), Kind::Email | Kind::Year | Kind::Url);
        (goes_on || closes) && self.take(1, Role::Filler)
    }
}
