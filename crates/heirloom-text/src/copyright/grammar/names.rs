// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words of names: which of them belong to a name and which end it.

use super::{Mode, Reader, Role};
use crate::copyright::{
    token::{Kind, Token},
    words,
};

/// How far a line is looked through for the word that makes an organization of it.
const LOOK_AHEAD: usize = 6;

/// The most words of a line that is a name as a whole.
const MAX_TITLES: usize = 7;

/// The longest word of a name.
const MAX_WORD: usize = 200;

pub(super) fn is_legal_form(word: &str) -> bool {
    matches!(
        word,
        "inc" | "ltd" | "co" | "corp" | "corporation" | "llc" | "gmbh" | "limited" | "l.p"
    )
}

impl Reader<'_, '_, '_> {
    pub(super) fn name(&mut self) -> bool {
        let at_start = self.previous().is_none();
        let Some(token) = self.tokens.get(self.at) else { return false };
        let is_alone = token.is_opened && token.is_closed;
        let kind = token.kind;
        // `(SMI)` is a short form of the name, `(UK)` a part of it.
        let is_long = token.core().len() > 2;
        let is_behind_org = self.previous().is_some_and(|token| {
            token.kind == Kind::Org
                && (kind == Kind::Name || (is_long && is_legal_form(&token.lower)))
        });
        if is_alone && is_behind_org && matches!(kind, Kind::Name | Kind::Caps) {
            return false;
        }
        if (kind == Kind::Name && self.is_street()) || self.is_license_behind_name() {
            return false;
        }
        if self.is_named() && (self.is_note() || (is_alone && self.is_last_site())) {
            return false;
        }
        if self.is_named()
            && self.kind(1) == Kind::Number
            && words::is_weekday(self.tokens.lower(self.at))
        {
            return self.date();
        }
        let line_start = !at_start && self.at_line_start();
        let Some(token) = self.tokens.get(self.at) else { return false };
        if token.colon && line_start && token.lower != "company" {
            return false;
        }
        if matches!(self.kind(1), Kind::Year | Kind::Number)
            && words::is_month(self.tokens.lower(self.at))
        {
            return self.take(1, Role::Filler);
        }
        if self.tokens.rights_reserved(self.at) > 0 || (!line_start && self.follows_legal_form()) {
            return false;
        }
        if self.mode == Mode::Author
            && !line_start
            && self.follows_address()
            && !self.address_ahead()
        {
            return false;
        }
        self.take(1, Role::Name)
    }

    /// `(MIT License)`, `<ada@nimble.example> (KDE frontend)`: what brackets add to a statement at
    /// its end without naming anybody.
    fn is_note(&mut self) -> bool {
        let Some(token) = self.tokens.get(self.at) else { return false };
        if !token.is_opened || self.mode == Mode::Author {
            return false;
        }
        if token.is_closed {
            return false;
        }
        let is_behind_address =
            self.previous().is_some_and(|token| matches!(token.kind, Kind::Email | Kind::Url));
        for ahead in 0..8 {
            let Some(token) = self.tokens.get(self.at + ahead) else { return false };
            let is_license = token.lower.starts_with("licen");
            if token.is_line_end() || is_license {
                return is_license;
            }
            if token.is_closed {
                return is_behind_address;
            }
        }
        false
    }

    /// `Mon, 10 Mar 2003 02:10:32 -0500` to the end of its line.
    fn date(&mut self) -> bool {
        let length = (1..10).find(|&ahead| matches!(self.kind(ahead), Kind::Newline | Kind::Break));
        length.is_some_and(|length| self.take(length, Role::Hidden))
    }

    /// Whether a name came and its address after it.
    pub(super) fn follows_address(&self) -> bool {
        self.is_named()
            && self
                .previous()
                .is_some_and(|token| matches!(token.kind, Kind::Email | Kind::Url) && !token.comma)
    }

    pub(super) fn address_ahead(&mut self) -> bool {
        (1..5)
            .map(|ahead| self.kind(ahead))
            .take_while(|kind| *kind != Kind::Newline)
            .any(|kind| kind == Kind::Email)
    }

    /// `Sun Microsystems, Inc. Sun design patents`: another sentence starts without a mark.
    pub(super) fn follows_legal_form(&self) -> bool {
        let is_org = self
            .tokens
            .read()
            .get(self.at)
            .is_some_and(|token| token.kind == Kind::Org || token.is_opened);
        !is_org
            && self.previous().is_some_and(|token| {
                token.kind == Kind::Org && token.text.ends_with('.') && is_legal_form(&token.lower)
            })
    }

    pub(super) fn number(&mut self) -> bool {
        let before_name = self.tokens.is_name(self.at + 1);
        let is_short =
            self.tokens.get(self.at).is_some_and(|token| token.text.len() < 4 && !token.comma);
        if self.at == self.start && before_name && is_short && self.mode == Mode::Copyright {
            return self.take(1, Role::Filler);
        }
        if self.is_old_year() {
            return self.take(1, Role::Year);
        }
        let is_short_year = self.body.is_dated && !self.is_named();
        if is_short_year
            && self
                .previous()
                .is_some_and(|token| matches!(token.kind, Kind::Year | Kind::Number | Kind::Dash))
        {
            return self.take(1, Role::Year);
        }
        let is_org = self.kind(1) == Kind::Org || self.org_ahead(1);
        let inside = is_short
            && self.previous().is_some_and(|token| token.kind == Kind::Name && !token.comma);
        before_name && self.is_named() && (is_org || inside) && self.take(1, Role::Name)
    }

    /// `86` in `Copyright (C) 86, 89, 1995-2002 Nimble, Inc.`: a year of the last century, where the
    /// word copyright stands before it and a full year or a name follows.
    fn is_old_year(&mut self) -> bool {
        let is_old = |core: &str| core.len() == 2 && ("69".."99").contains(&core) || core == "99";
        let is_first = self.mode == Mode::Copyright
            && !self.is_named()
            && self.tokens.read()[..self.start].iter().any(|token| token.kind == Kind::Mark)
            && self.tokens.get(self.at).is_some_and(|token| token.core().split('-').all(is_old));
        if !is_first {
            return false;
        }
        let mut ahead = 1;
        while ahead < 12 && matches!(self.kind(ahead), Kind::Number | Kind::Dash | Kind::Comma) {
            ahead += 1;
        }
        self.kind(ahead) == Kind::Year || self.tokens.is_name(self.at + ahead)
    }

    /// A word in small letters: a nickname, or a word inside an organization's name.
    pub(super) fn word(&mut self) -> bool {
        if self.tokens.rights_reserved(self.at) > 0 {
            return false;
        }
        let Some(token) = self.tokens.get(self.at) else { return false };
        let in_brackets = token.is_opened && token.is_closed;
        let is_handle = token.text.starts_with('@')
            || (in_brackets && (self.is_list || matches!(self.kind(1), Kind::Url | Kind::Paren)))
            || self.kind(1) == Kind::Email
            || self.is_handle_of_list(0);
        if is_handle && self.is_named() {
            let is_product =
                in_brackets && !self.is_list && matches!(self.kind(1), Kind::Url | Kind::Paren);
            return self.take(1, if is_product { Role::Filler } else { Role::Name });
        }

        if !self.is_named() {
            return self.nickname();
        }
        if self.is_license_behind_name() {
            return false;
        }
        if self.mode == Mode::Author && self.is_listed() {
            return self.take(1, Role::Name);
        }
        if self.is_quoted() && self.tokens.is_name(self.at + 1) {
            return self.take(1, Role::Name);
        }
        let word = self.tokens.lower(self.at);
        if word == "present" && self.body.is_dated {
            return self.take(1, Role::Filler);
        }
        (self.ends_in_small() || self.org_ahead(0)) && self.take(1, Role::Name)
    }

    /// `2016 NIM electronic`, `2002 Ada nimble`, `1995 NIM vortex, Ada Nimble`: one word in small
    /// letters behind a dated name, where the line ends or another name follows a comma.
    fn ends_in_small(&mut self) -> bool {
        let may_end = self.mode == Mode::Copyright
            && self.body.is_dated
            && self.tokens.read()[self.at - 1].kind != Kind::Word
            && self.previous().is_some_and(|token| {
                token.is_name() && token.kind != Kind::Org && !token.comma && !token.is_closed
            });
        let Some(token) = self.tokens.get(self.at) else { return false };
        if !may_end || !token.text.trim_end_matches(',').chars().all(char::is_alphabetic) {
            return false;
        }
        if token.comma {
            self.tokens.is_name(self.at + 1)
        } else {
            matches!(self.kind(1), Kind::Newline | Kind::Break)
        }
    }

    /// `Ada Nimble, bo, Cy Quick`: a nickname between commas.
    fn is_listed(&mut self) -> bool {
        self.previous().is_some_and(|token| token.comma)
            && self.tokens.get(self.at).is_some_and(|token| token.comma)
            && self.tokens.is_name(self.at + 1)
    }

    /// `Johannes 'josch' Schauer`.
    fn is_quoted(&mut self) -> bool {
        self.tokens.get(self.at).is_some_and(|token| {
            let n_bytes = token.end - token.start;
            n_bytes == token.text.len() + 2
        })
    }

    /// `2011 - present`, `2014 - ${current.year}`.
    pub(super) fn is_open_range(&mut self, ahead: usize) -> bool {
        if !self.body.is_dated || self.is_named() {
            return false;
        }
        let word = self.tokens.lower(self.at + ahead);
        matches!(word, "present" | "today" | "now" | "current" | "date") || word.ends_with(".year")
    }

    pub(super) fn nickname(&mut self) -> bool {
        if self.is_open_range(0) {
            return self.take(1, Role::Year);
        }
        let mut ahead = 1;
        while ahead < 3 && self.kind(ahead) == Kind::Word {
            ahead += 1;
        }
        let in_brackets = self
            .tokens
            .get(self.at + ahead)
            .is_some_and(|token| token.text.starts_with(['<', '(']));
        let is_listed = ahead == 1 && self.tokens.get(self.at).is_some_and(|token| token.comma);
        if matches!(self.kind(ahead), Kind::Email | Kind::Url)
            && (in_brackets || is_listed || self.mode == Mode::Copyright)
        {
            return self.take(ahead, Role::Name);
        }
        if ahead == 1 && self.tokens.is_name(self.at + 1) && self.body.is_dated {
            return self.take(1, Role::Name);
        }
        let ends = self.tokens.get(self.at + ahead - 1).is_some_and(|t| t.stop)
            || self.kind(ahead) == Kind::Break
            || self.kind(ahead) == Kind::Newline
            || self.tokens.rights_reserved(self.at + ahead) > 0;
        let has_rights = self.tokens.rights_reserved(self.at + ahead) > 0;
        // `ada nimble isc`.
        let has_license = ahead == 3 && words::is_license(self.tokens.lower(self.at + 2));
        if has_license && ends && self.body.is_dated {
            self.take(2, Role::Name);
            return false;
        }
        // `brian d foy`.
        let has_initial = ahead == 3 && self.tokens.lower(self.at + 1).len() == 1;
        let is_held = self.body.is_dated || has_rights || (ahead == 1 && self.follows_both_marks());
        if (ahead <= 2 || has_initial) && ends && is_held && self.mode == Mode::Copyright {
            return self.take(ahead, Role::Name);
        }
        ((self.org_ahead(0) && self.body.is_dated)
            || matches!(self.kind(1), Kind::Org | Kind::Agent))
            && self.take(1, Role::Name)
    }

    /// Whether `Copyright (c)` stands directly before.
    fn follows_both_marks(&self) -> bool {
        let read = &self.tokens.read()[..self.at];
        matches!(read, [.., mark, sign] if mark.kind == Kind::Mark && sign.kind == Kind::Sign)
    }

    /// A word that ends statements, unless it stands in capitals inside an organization's name.
    pub(super) fn stop_word(&mut self) -> bool {
        if self.is_open_range(0) {
            return self.take(1, Role::Year);
        }
        // "Copyright various years The Regents of …".
        if !self.is_named()
            && self.tokens.lower(self.at) == "various"
            && self.tokens.lower(self.at + 1) == "years"
        {
            return self.take(2, Role::Year);
        }
        if let Some(length) = self.titled_line() {
            return self.take(length, Role::Name);
        }
        if self.is_word_of_holder() {
            return self.take(1, Role::Name);
        }
        if self.is_named()
            && self.tokens.lower(self.at) == "as"
            && self.tokens.lower(self.at + 1) == "represented"
            && (4..14).any(|ahead| self.tokens.rights_reserved(self.at + ahead) > 0)
        {
            return matches!(self.kind(3), Kind::The | Kind::Name) && self.take(3, Role::Name);
        }
        if !self.is_named() && self.tokens.lower(self.at) == "property" && self.kind(1) == Kind::Of
        {
            return self.take(2, Role::Filler);
        }
        let rights = self.tokens.rights_reserved(self.at);
        if rights > 0 {
            return self.rights(rights);
        }
        self.capitalized_stop_word()
    }

    /// `2001 various`, `…, a Nimble Company`, `Nimble AS, Norway`, `Open source contributors`.
    fn is_word_of_holder(&mut self) -> bool {
        if !self.is_named() {
            let is_people = self.kind(1) == Kind::Agent && self.follows_both_marks();
            return (self.body.is_dated || is_people) && self.tokens.lower(self.at) == "various";
        }
        (self.previous().is_some_and(|token| token.comma) && self.is_daughter(0))
            || self.is_company_as()
            || (self.tokens.lower(self.at) == "source" && self.kind(1) == Kind::Agent)
    }

    /// A word that names and prose share, where it stands as a part of a name.
    fn capitalized_stop_word(&mut self) -> bool {
        if self.is_new_place(0) {
            return self.take(2, Role::Name);
        }
        if self.is_short_surname() {
            return self.take(1, Role::Name);
        }
        let Some(token) = self.tokens.get(self.at) else { return false };
        if token.text.len() > MAX_WORD || (token.is_opened && token.lower.contains(':')) {
            return false;
        }
        let is_title = !token.is_lower() && !token.colon && !token.text.contains('_');
        let word = token.lower.to_string();
        if is_title && self.kind(1) == Kind::Email && self.follows_given_name() {
            return self.take(1, Role::Name);
        }
        if !is_title || words::is_hard_stop(&word) {
            self.body.is_template |= word == "name";
            let is_hard = words::is_hard_stop(&word);
            let is_inside =
                is_title && !self.at_line_start() && (word.len() < 4 || self.is_named());
            let joins =
                self.kind(1) == Kind::Org && if is_hard { is_inside } else { self.is_named() };
            return joins && self.take(1, Role::Name);
        }
        let line_start = self.at_line_start();
        let ends_line = self.is_name_rest();
        let starts_name = !self.is_named()
            && (matches!(self.kind(1), Kind::Email | Kind::Year)
                || self.tokens.is_name(self.at + 1)
                // `Unicode®, Inc.`: the sign keeps the comma apart.
                || (self.kind(1) == Kind::Comma && self.kind(2) == Kind::Org));
        // `Copyright (C) People who wrote this`.
        let is_whole = !self.is_named()
            && self.kind(1) == Kind::Stop
            && self.tokens.lower(self.at + 1) == "who"
            && self.follows_both_marks();
        let before_mail = self.is_named() && self.kind(1) == Kind::Email;
        let is_surname = self.follows_given_name()
            && matches!(
                self.kind(1),
                Kind::Dash | Kind::Comma | Kind::And | Kind::Year | Kind::Newline | Kind::Break
            );
        !line_start
            && (starts_name
                || is_whole
                || before_mail
                || is_surname
                || ends_line
                || self.org_ahead(0))
            && self.take(1, Role::Name)
    }

    /// `Ada He` at the end of a line.
    fn is_short_surname(&mut self) -> bool {
        const SURNAMES: &[&str] = &["An", "Do", "He", "May", "No", "So", "We", "You"];
        let ends_line = matches!(self.kind(1), Kind::Newline | Kind::Break | Kind::Email);
        ends_line
            && self.follows_given_name()
            && self.tokens.get(self.at).is_some_and(|token| SURNAMES.contains(&token.core()))
    }

    /// Whether one word of a name came, so that a second, `Page` or `Long`, may be its surname.
    fn follows_given_name(&self) -> bool {
        let read = self.tokens.read();
        let is_given =
            |token: &Token<'_>| matches!(token.kind, Kind::Name | Kind::Initial) && !token.comma;
        let before = self.at.checked_sub(2).map(|index| &read[index]);
        self.at > self.start
            && is_given(&read[self.at - 1])
            && before.is_none_or(|token| !token.is_name() || token.comma)
    }

    /// `HGST, a Western Digital Company`.
    pub(super) fn is_daughter(&mut self, ahead: usize) -> bool {
        matches!(self.tokens.lower(self.at + ahead), "a" | "an")
            && self.tokens.is_name(self.at + ahead + 1)
            && (2..5).any(|more| self.tokens.lower(self.at + ahead + more) == "company")
    }

    /// `Trolltech AS, Norway`: the legal form, not the word.
    pub(super) fn is_company_as(&mut self) -> bool {
        let ends = matches!(self.kind(1), Kind::Newline | Kind::Break | Kind::And);
        let is_form = self
            .tokens
            .get(self.at)
            .is_some_and(|token| token.core() == "AS" && (token.comma || ends));
        is_form
            && self.previous().is_some_and(|token| matches!(token.kind, Kind::Name | Kind::Caps))
    }

    /// "All rights reserved" before the name.
    pub(super) fn rights(&mut self, length: usize) -> bool {
        if self.is_named() || self.mode == Mode::Author {
            return false;
        }
        let length = length + usize::from(self.kind(length) == Kind::Dash);
        let follows = self.kind(length);
        let goes_on = follows == Kind::By
            || self.tokens.is_name(self.at + length)
            || self.kind(length + 1) == Kind::Org;
        goes_on && self.take(length, Role::Hidden)
    }

    /// Whether a word of organizations follows on the line, with nothing between that ends a
    /// statement.
    pub(super) fn org_ahead(&mut self, from: usize) -> bool {
        for ahead in from..from + LOOK_AHEAD {
            let index = self.at + ahead;
            let Some(token) = self.tokens.get(index) else { return false };
            if ahead > from
                && (token.kind == Kind::Org || (token.kind == Kind::Agent && !token.colon))
            {
                return true;
            }
            let ends = token.stop
                || token.colon
                || (token.comma && self.tokens.kind(index + 1) != Kind::Org);
            let before_org = self.tokens.kind(index + 1) == Kind::Org;
            let Some(token) = self.tokens.get(index) else { return false };
            let passes = match token.kind {
                Kind::Name
                | Kind::Caps
                | Kind::Initial
                | Kind::Org
                | Kind::Word
                | Kind::Of
                | Kind::Particle => true,
                Kind::The | Kind::In | Kind::And => true,
                Kind::Stop => {
                    !token.is_lower() && (before_org || !words::is_hard_stop(&token.lower))
                }
                _ => false,
            };
            if !passes || ends {
                return false;
            }
        }
        false
    }

    /// Whether the rest of the line holds capitalized words only.
    pub(super) fn is_name_rest(&mut self) -> bool {
        for ahead in 0..LOOK_AHEAD {
            if ahead > 0 && self.tokens.rights_reserved(self.at + ahead) > 0 {
                return true;
            }
            let follows = self.tokens.is_name(self.at + ahead + 1);
            let Some(token) = self.tokens.get(self.at + ahead) else { return true };
            let passes = match token.kind {
                // `Nimble Library of Atlantis`.
                Kind::Of | Kind::And | Kind::Particle if ahead > 0 => follows,
                Kind::Newline | Kind::Break => return true,
                Kind::Name | Kind::Caps | Kind::Org | Kind::Initial | Kind::Email | Kind::Url => {
                    true
                }
                Kind::Stop => !token.is_lower() && !words::is_hard_stop(&token.lower),
                _ => false,
            };
            if !passes || token.colon {
                return false;
            }
        }
        false
    }

    /// The length of `The New Atlantis Times` or `Code for Atlantis` behind mark and year: a line
    /// of capitalized words is a name, whatever these words mean elsewhere.
    pub(super) fn titled_line(&mut self) -> Option<usize> {
        /// Words of lines about the terms.
        const TERMS: &[&str] = &[
            "all",
            "copyright",
            "created",
            "distributed",
            "license",
            "licensed",
            "licence",
            "notice",
            "permission",
            "published",
            "released",
            "reserved",
            "right",
            "rights",
            "terms",
            "under",
            "version",
            "written",
        ];
        let may_start = self.mode == Mode::Copyright
            && !self.is_named()
            && self.body.is_dated
            && !self.at_line_start();
        if !may_start {
            return None;
        }
        let mut n_titles = 0;
        for ahead in 0..MAX_TITLES {
            let ends = matches!(self.kind(ahead), Kind::Newline | Kind::Break)
                || self.tokens.rights_reserved(self.at + ahead) > 0;
            if ends {
                return (n_titles > 1).then_some(ahead);
            }
            let token = self.tokens.get(self.at + ahead)?;
            let is_title = token.text.starts_with(char::is_uppercase)
                && token.text.trim_end_matches('.').chars().skip(1).all(char::is_lowercase);
            let joins = ahead > 0 && matches!(&*token.lower, "of" | "the" | "for" | "and" | "in");
            if !(is_title || joins) || TERMS.contains(&&*token.lower) {
                return None;
            }
            let is_last = token.stop;
            n_titles += usize::from(is_title);
            if is_last {
                return (n_titles > 1 && is_title).then_some(ahead + 1);
            }
        }
        None
    }

    /// `Acme Tech. Co. Ltd.`
    pub(super) fn is_legal_form(&mut self) -> bool {
        self.kind(0) == Kind::Org && is_legal_form(self.tokens.lower(self.at))
    }

    pub(super) fn gap(&mut self) -> bool {
        let goes_on = self.tokens.is_name(self.at + 1)
            || self.kind(1) == Kind::The
            || self.kind(1) == Kind::Blank;
        self.body.is_template |= !goes_on;
        !self.is_named() && goes_on && self.take(1, Role::Hidden)
    }

    /// `The Chromium Authors`, `2017 Contributors`; a label (`Authors:`) starts something new.
    pub(super) fn agent(&mut self) -> bool {
        let is_first = self.at_line_start() && !self.is_named() && self.body.is_dated;
        let Some(token) = self.tokens.get(self.at) else { return false };
        if token.colon && is_first {
            return self.take(1, Role::Filler);
        }
        let is_author = token.lower == "author";
        if token.text.starts_with('@') || token.lower == "moduleauthor" {
            return false;
        }
        if token.colon {
            let is_people = self.mode == Mode::Copyright && !is_author && self.is_named();
            if is_people && !self.at_line_start() {
                self.take(1, Role::Name);
            }
            return false;
        }
        if is_author && self.is_named() && self.tokens.is_name(self.at + 1) {
            return false;
        }
        if self.tokens.lower(self.at + 1) == "as" && self.tokens.lower(self.at + 2) == "noted" {
            let last = (3..9).find(|&ahead| self.tokens.lower(self.at + ahead) == "file");
            self.take(last.map_or(1, |last| last + 1), Role::Name);
            return false;
        }
        self.take(1, Role::Name)
    }

    /// `Copyright holder: …`.
    pub(super) fn holder(&mut self) -> bool {
        if self.is_named() {
            return false;
        }
        let has_colon = self.tokens.get(self.at).is_some_and(|token| token.colon);
        let named = self.tokens.is_name(self.at + 1);
        (has_colon || named) && self.take(1, Role::Filler)
    }
}
