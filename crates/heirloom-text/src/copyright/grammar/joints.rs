// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words between names: joints, dashes, brackets, `by`.

use super::{Mode, Reader, Role};
use crate::copyright::{token::Kind, words};

impl Reader<'_, '_, '_> {
    /// A word that joins names counts when a name follows.
    pub(super) fn joint(&mut self) -> bool {
        let first = self.kind(0);
        if self.tokens.get(self.at).is_some_and(|token| token.is_opened) {
            return false;
        }
        if first == Kind::Particle && self.ends_name() {
            return self.take(1, Role::Name);
        }
        let binds = first != Kind::In
            || self.body.has_org
            || self.follows_agent()
            || (self.is_named() && self.org_ahead(0));
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
        if self.kind(ahead) == Kind::Newline {
            let line = ahead + 1;
            let goes_on = self.tokens.is_name(self.at + line)
                || matches!(
                    self.kind(line),
                    Kind::The
                        | Kind::Year
                        | Kind::Others
                        | Kind::Particle
                        | Kind::Agent
                        | Kind::Email
                );
            if !goes_on
                || !matches!(
                    first,
                    Kind::And | Kind::Comma | Kind::Of | Kind::The | Kind::Particle | Kind::In
                )
            {
                return false;
            }
            return self.take(ahead, Role::Filler);
        }
        let follows = self.kind(ahead);
        let named = self.tokens.is_name(self.at + ahead);
        match follows {
            Kind::Others | Kind::Agent => {
                self.take(ahead, Role::Filler) && self.take(1, Role::Name)
            }
            Kind::Year if matches!(first, Kind::And | Kind::Comma) => {
                self.take(ahead, Role::Filler)
            }
            Kind::Email | Kind::Url => {
                matches!(first, Kind::And | Kind::Comma) && self.take(ahead, Role::Filler)
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

    /// A capitalized word of prose with a name behind it.
    pub(super) fn soft_name(&mut self, ahead: usize) -> bool {
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
        if OWN.contains(&word) {
            let wrap = usize::from(self.kind(ahead + 1) == Kind::Newline);
            let next = self.tokens.lower(self.at + ahead + wrap + 1);
            let is_kin = KIN.contains(&next)
                || matches!(
                    self.kind(ahead + wrap + 1),
                    Kind::Agent | Kind::Org | Kind::Others | Kind::Maintainer
                );
            return is_kin && self.take(ahead + wrap + 2, Role::Name);
        }
        let is_article = self.kind(0) == Kind::The || self.kind(ahead - 1) == Kind::The;
        (is_article || self.is_named()) && self.org_ahead(ahead) && self.take(ahead, Role::Filler)
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
        let word = self.tokens.lower(self.at + first);
        if word == "following" && is_agent {
            self.is_list = true;
            return self.take(first + 2, Role::Name);
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
        let goes_on = (self.tokens.is_name(self.at + 1) && !is_site)
            || matches!(follows, Kind::Year | Kind::The | Kind::Email)
            || (follows == Kind::Url && self.mode == Mode::Copyright)
            || (follows == Kind::By && !self.is_named())
            || (follows == Kind::Word && self.tokens.lower(self.at + 1) == "present");
        goes_on && self.take(1, Role::Filler)
    }

    pub(super) fn paren(&mut self) -> bool {
        let closes = self.tokens.get(self.at).is_some_and(|token| token.text == ")");
        let goes_on = self.tokens.is_name(self.at + 1)
            || matches!(self.kind(1), Kind::Email | Kind::Year | Kind::Url);
        (goes_on || closes) && self.take(1, Role::Filler)
    }
}
