// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The grammar of names behind a mark: which tokens belong to a statement and as what.
//!
//! Reads forward only and looks a bounded number of tokens ahead, so that any text is read in
//! linear time.

use super::{
    lexer::Lexer,
    token::{Kind, Token},
    words,
};

/// The most tokens of one statement; a longer list of names is cut there.
const MAX_TOKENS: usize = 1500;
/// How far a line is looked through for the word that makes an organization of it.
const LOOK_AHEAD: usize = 6;

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
}

/// Tokens from a place on, read as far as they are asked for.
pub(super) struct Tokens<'a> {
    lexer: Lexer<'a>,
    read: Vec<Token<'a>>,
}

impl<'a> Tokens<'a> {
    /// Starts at a place.
    pub(super) fn new(text: &'a str, start: usize) -> Tokens<'a> {
        Tokens { lexer: Lexer::new(text, start, text.len()), read: Vec::with_capacity(32) }
    }

    /// The token of that number.
    pub(super) fn get(&mut self, index: usize) -> Option<&Token<'a>> {
        while self.read.len() <= index {
            self.read.push(self.lexer.next()?);
        }
        self.read.get(index)
    }

    /// The class of a token; the end of the text is a break.
    pub(super) fn kind(&mut self, index: usize) -> Kind {
        self.get(index).map_or(Kind::Break, |token| token.kind)
    }

    /// The tokens read so far.
    pub(super) fn read(&self) -> &[Token<'a>] {
        &self.read
    }

    fn lower(&mut self, index: usize) -> String {
        self.get(index).map(|token| token.core().to_lowercase()).unwrap_or_default()
    }

    fn is_name(&mut self, index: usize) -> bool {
        self.get(index).is_some_and(|token| token.is_name() && !token.colon)
    }

    /// The number of tokens of a phrase such as "All rights reserved" at `index`, or 0.
    pub(super) fn rights_reserved(&mut self, index: usize) -> usize {
        const RIGHTS: &[&str] =
            &["right", "rights", "rechte", "droits", "derechos", "rechten", "direitos"];
        const RESERVED: &[&str] = &[
            "reserved",
            "reversed",
            "reserve",
            "vorbehalten",
            "réservés",
            "reserves",
            "réserves",
            "reservados",
            "voorbehouden",
        ];
        let mut at = index;
        let mut seen = (false, false);
        while at < index + 5 {
            if self.kind(at) == Kind::Newline && at > index {
                at += 1;
                continue;
            }
            let word = self.lower(at);
            if RIGHTS.contains(&word.as_str()) {
                seen.0 = true;
            } else if RESERVED.contains(&word.as_str()) {
                seen.1 = true;
            } else if !matches!(
                word.as_str(),
                "all" | "some" | "no" | "are" | "alle" | "tous" | "todos" | "os" | "los"
            ) {
                break;
            }
            at += 1;
        }
        if seen.0 && seen.1 { at - index } else { 0 }
    }
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
}

/// Reads the years and names from token `start` on.
pub(super) fn body(tokens: &mut Tokens<'_>, start: usize, mode: Mode) -> Body {
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
    };
    let mut reader = Reader { tokens, start, at: start, mode, body, is_list: false };
    while reader.at < start + MAX_TOKENS {
        let before = reader.at;
        if !reader.step() || reader.at == before {
            break;
        }
    }
    reader.body.roles.truncate(reader.body.end - start);
    reader.body
}

fn is_legal_form(word: &str) -> bool {
    matches!(word, "inc" | "ltd" | "co" | "corp" | "llc" | "gmbh" | "limited")
}

struct Reader<'r, 'a> {
    tokens: &'r mut Tokens<'a>,
    start: usize,
    at: usize,
    mode: Mode,
    body: Body,
    /// Names stand one a line behind dashes.
    is_list: bool,
}

impl Reader<'_, '_> {
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
                token.stop
                    || (token.colon && token.is_name())
                    || (token.kind == Kind::Year && token.text.ends_with('.') && self.is_named())
            })
    }

    /// `Acme Tech. Co. Ltd.`
    fn is_legal_form(&mut self) -> bool {
        let word = self.tokens.lower(self.at);
        self.kind(0) == Kind::Org && is_legal_form(&word)
    }

    fn at_line_start(&self) -> bool {
        self.at > self.start && self.tokens.read()[self.at - 1].is_line_end()
    }

    /// Reads one thing; `false` when the statement is over.
    fn step(&mut self) -> bool {
        let kind = self.kind(0);
        if self.sentence_ended()
            && !matches!(kind, Kind::Newline | Kind::Year | Kind::Email)
            && !self.is_legal_form()
        {
            return false;
        }
        match kind {
            Kind::Newline => self.line_goes_on() && self.take(1, Role::Hidden),
            Kind::Break => self.break_goes_on() && self.take(1, Role::Hidden),
            Kind::Year => self.year(),
            Kind::Number => self.number(),
            Kind::Name | Kind::Caps | Kind::Initial | Kind::Org => self.name(),
            Kind::Email | Kind::Url => self.take(1, Role::Address),
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

    /// "others" is the last word of a statement.
    fn others(&mut self) -> bool {
        let is_holder = self.mode == Mode::Copyright && self.is_named();
        is_holder && self.take(1, Role::Name) && self.kind(0) == Kind::Sign
    }

    fn year(&mut self) -> bool {
        if self.mode == Mode::Author && !self.is_named() {
            return self.take(1, Role::Hidden);
        }
        let role = if self.mode == Mode::Author { Role::Hidden } else { Role::Year };
        self.take(1, role)
    }

    fn number(&mut self) -> bool {
        let before_name = self.tokens.is_name(self.at + 1);
        let is_short =
            self.tokens.get(self.at).is_some_and(|token| token.text.len() < 4 && !token.comma);
        if self.at == self.start && before_name && is_short && self.mode == Mode::Copyright {
            return self.take(1, Role::Filler);
        }
        let is_short_year = self.body.is_dated && !self.is_named();
        if is_short_year
            && self
                .previous()
                .is_some_and(|token| token.kind == Kind::Year || token.kind == Kind::Number)
        {
            return self.take(1, Role::Year);
        }
        let is_org = self.kind(1) == Kind::Org || self.org_ahead(1);
        let inside = is_short
            && self.previous().is_some_and(|token| token.kind == Kind::Name && !token.comma);
        before_name && self.is_named() && (is_org || inside) && self.take(1, Role::Name)
    }

    fn name(&mut self) -> bool {
        let at_start = self.previous().is_none();
        let Some(token) = self.tokens.get(self.at) else { return false };
        let is_alone = token.is_opened && token.is_closed && token.kind == Kind::Name;
        if is_alone && !at_start && self.previous().is_some_and(|token| token.kind == Kind::Org) {
            return false;
        }
        let line_start = !at_start && self.at_line_start();
        let Some(token) = self.tokens.get(self.at) else { return false };
        if token.colon && line_start {
            return false;
        }
        let is_month = token.kind == Kind::Name && words::is_month(&token.core().to_lowercase());
        if is_month && (self.kind(1) == Kind::Year || self.kind(1) == Kind::Number) {
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

    /// Whether a name came and its address after it.
    fn follows_address(&self) -> bool {
        self.is_named()
            && self
                .previous()
                .is_some_and(|token| matches!(token.kind, Kind::Email | Kind::Url) && !token.comma)
    }

    fn address_ahead(&mut self) -> bool {
        (1..5)
            .map(|ahead| self.kind(ahead))
            .take_while(|kind| *kind != Kind::Newline)
            .any(|kind| kind == Kind::Email)
    }

    /// `Sun Microsystems, Inc. Sun design patents`: another sentence starts without a mark.
    fn follows_legal_form(&self) -> bool {
        let is_org = self
            .tokens
            .read()
            .get(self.at)
            .is_some_and(|token| token.kind == Kind::Org || token.is_opened);
        !is_org
            && self.previous().is_some_and(|token| {
                token.kind == Kind::Org
                    && token.text.ends_with('.')
                    && is_legal_form(&token.core().to_lowercase())
            })
    }

    /// A word that joins names counts when a name follows.
    fn joint(&mut self) -> bool {
        let first = self.kind(0);
        if self.tokens.get(self.at).is_some_and(|token| token.is_opened) {
            return false;
        }
        if first == Kind::Particle && self.ends_name() {
            return self.take(1, Role::Name);
        }
        if first == Kind::In
            && !self.body.has_org
            && !self.follows_agent()
            && !(self.is_named() && self.org_ahead(0))
        {
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
    fn soft_name(&mut self, ahead: usize) -> bool {
        let is_title = self.tokens.get(self.at + ahead).is_some_and(|token| {
            !token.is_lower() && !token.colon && !words::is_hard_stop(&token.core().to_lowercase())
        });
        is_title && self.tokens.is_name(self.at + ahead + 1)
    }

    /// `Alek Du <…>`: a capitalized particle with no name behind it is a name.
    fn ends_name(&mut self) -> bool {
        let is_title = self.tokens.get(self.at).is_some_and(|token| !token.is_lower());
        let next = self.kind(1);
        is_title
            && matches!(next, Kind::Email | Kind::Newline | Kind::Break | Kind::Comma | Kind::And)
    }

    /// `and its affiliates`, `the respective authors`, `and other contributors`.
    fn joint_of_words(&mut self, ahead: usize) -> bool {
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
        if OWN.contains(&word.as_str()) {
            let wrap = usize::from(self.kind(ahead + 1) == Kind::Newline);
            let next = self.tokens.lower(self.at + ahead + wrap + 1);
            let is_kin = KIN.contains(&next.as_str())
                || matches!(
                    self.kind(ahead + wrap + 1),
                    Kind::Agent | Kind::Org | Kind::Others | Kind::Maintainer
                );
            return is_kin && self.take(ahead + wrap + 2, Role::Name);
        }
        let is_article = self.kind(0) == Kind::The || self.kind(ahead - 1) == Kind::The;
        (is_article || self.is_named()) && self.org_ahead(ahead) && self.take(ahead, Role::Filler)
    }

    fn is_joint(&mut self, ahead: usize) -> bool {
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

    fn follows_agent(&self) -> bool {
        self.previous().is_some_and(|token| token.kind == Kind::Agent)
    }

    fn by(&mut self) -> bool {
        let behind_year = self.previous().is_some_and(|token| token.kind == Kind::Year);
        if self.mode == Mode::Author || (self.is_named() && !behind_year) {
            return false;
        }
        self.body.has_by = true;
        self.take(1, Role::Filler);
        self.many()
    }

    /// `by the following authors:`, `by many contributors`.
    fn many(&mut self) -> bool {
        let first = usize::from(self.kind(0) == Kind::The);
        let word = self.tokens.lower(self.at + first);
        let is_agent = self.kind(first + 1) == Kind::Agent;
        if word == "following" && is_agent {
            self.is_list = true;
            return self.take(first + 2, Role::Name);
        }
        if is_agent
            && matches!(word.as_str(), "many" | "various" | "respective" | "several" | "original")
        {
            return self.take(first + 2, Role::Name);
        }
        true
    }

    fn dash(&mut self) -> bool {
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

    fn paren(&mut self) -> bool {
        let closes = self.tokens.get(self.at).is_some_and(|token| token.text == ")");
        let goes_on = self.tokens.is_name(self.at + 1)
            || matches!(self.kind(1), Kind::Email | Kind::Year | Kind::Url);
        (goes_on || closes) && self.take(1, Role::Filler)
    }

    /// `The Chromium Authors`, `2017 Contributors`; a label (`Authors:`) starts something new.
    fn agent(&mut self) -> bool {
        let Some(token) = self.tokens.get(self.at) else { return false };
        if token.colon || token.text.starts_with('@') {
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
    fn holder(&mut self) -> bool {
        if self.is_named() {
            return false;
        }
        let has_colon = self.tokens.get(self.at).is_some_and(|token| token.colon);
        let named = self.tokens.is_name(self.at + 1);
        (has_colon || named) && self.take(1, Role::Filler)
    }

    /// A second mark ends a statement that has a name and is part of one that has not.
    fn mark(&mut self) -> bool {
        if self.mode == Mode::Author {
            return false;
        }
        if self.is_named() {
            let dates =
                self.kind(0) == Kind::Sign && self.kind(1) == Kind::Year && !self.body.is_dated;
            return dates && self.take(1, Role::Filler);
        }
        let goes_on = self.tokens.is_name(self.at + 1)
            || matches!(self.kind(1), Kind::Year | Kind::By | Kind::The | Kind::Mark | Kind::Sign);
        goes_on && self.take(1, Role::Filler)
    }

    fn gap(&mut self) -> bool {
        self.body.is_template = true;
        let goes_on = self.tokens.is_name(self.at + 1)
            || self.kind(1) == Kind::The
            || self.kind(1) == Kind::Blank;
        !self.is_named() && goes_on && self.take(1, Role::Hidden)
    }

    /// A word in small letters: a nickname, or a word inside an organization's name.
    fn word(&mut self) -> bool {
        if self.tokens.rights_reserved(self.at) > 0 {
            return false;
        }
        let Some(token) = self.tokens.get(self.at) else { return false };
        let in_brackets = token.is_opened && token.is_closed;
        let is_handle = token.text.starts_with('@')
            || (in_brackets && (self.is_list || matches!(self.kind(1), Kind::Url | Kind::Paren)))
            || self.kind(1) == Kind::Email;
        if is_handle && self.is_named() {
            let role = if in_brackets && !self.is_list { Role::Filler } else { Role::Name };
            return self.take(1, role);
        }

        if !self.is_named() {
            return self.nickname();
        }
        let word = self.tokens.lower(self.at);
        if word == "present" && self.body.is_dated {
            return self.take(1, Role::Filler);
        }
        self.org_ahead(0) && self.take(1, Role::Name)
    }

    fn nickname(&mut self) -> bool {
        let word = self.tokens.lower(self.at);
        if matches!(word.as_str(), "present" | "today" | "now" | "current") && self.body.is_dated {
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
        if matches!(self.kind(ahead), Kind::Email | Kind::Url)
            && (in_brackets || self.mode == Mode::Copyright)
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
        if ahead <= 2 && ends && self.body.is_dated && self.mode == Mode::Copyright {
            return self.take(ahead, Role::Name);
        }
        ((self.org_ahead(0) && self.body.is_dated)
            || matches!(self.kind(1), Kind::Org | Kind::Agent))
            && self.take(1, Role::Name)
    }

    /// A word that ends statements, unless it stands in capitals inside an organization's name.
    fn stop_word(&mut self) -> bool {
        if !self.is_named() && self.tokens.lower(self.at) == "property" && self.kind(1) == Kind::Of
        {
            return self.take(2, Role::Filler);
        }
        if self.is_named() && self.is_company_as() {
            return self.take(1, Role::Name);
        }
        if self.is_named()
            && self.tokens.lower(self.at) == "as"
            && self.tokens.lower(self.at + 1) == "represented"
        {
            return matches!(self.kind(3), Kind::The | Kind::Name) && self.take(3, Role::Name);
        }
        let rights = self.tokens.rights_reserved(self.at);
        if rights > 0 {
            return self.rights(rights);
        }
        let Some(token) = self.tokens.get(self.at) else { return false };
        let is_title = !token.is_lower() && !token.colon && !token.text.contains('_');
        let word = token.core().to_lowercase();
        if !is_title || words::is_hard_stop(&word) {
            self.body.is_template |= word == "name";
            let is_hard = words::is_hard_stop(&word);
            let is_short = is_title && word.len() < 4 && !self.at_line_start();
            let joins =
                self.kind(1) == Kind::Org && if is_hard { is_short } else { self.is_named() };
            return joins && self.take(1, Role::Name);
        }
        let line_start = self.at_line_start();
        let ends_line = self.is_name_rest();
        let starts_name = !self.is_named()
            && (matches!(self.kind(1), Kind::Email | Kind::Year)
                || self.tokens.is_name(self.at + 1));
        let before_mail = self.is_named() && self.kind(1) == Kind::Email;
        let is_surname = self.body.n_names == 1
            && self.previous().is_some_and(|token| {
                matches!(token.kind, Kind::Name | Kind::Initial) && !token.comma
            })
            && matches!(self.kind(1), Kind::Dash | Kind::Comma | Kind::And | Kind::Year);
        !line_start
            && (starts_name || before_mail || is_surname || ends_line || self.org_ahead(0))
            && self.take(1, Role::Name)
    }

    /// `Trolltech AS, Norway`: the legal form, not the word.
    fn is_company_as(&mut self) -> bool {
        let ends = matches!(self.kind(1), Kind::Newline | Kind::Break | Kind::And);
        let is_form = self
            .tokens
            .get(self.at)
            .is_some_and(|token| token.core() == "AS" && (token.comma || ends));
        is_form
            && self.previous().is_some_and(|token| matches!(token.kind, Kind::Name | Kind::Caps))
    }

    /// "All rights reserved" before the name.
    fn rights(&mut self, length: usize) -> bool {
        if self.is_named() || self.mode == Mode::Author {
            return false;
        }
        let follows = self.kind(length);
        let goes_on = follows == Kind::By
            || self.tokens.is_name(self.at + length)
            || self.kind(length + 1) == Kind::Org;
        goes_on && self.take(length, Role::Hidden)
    }

    /// Whether a word of organizations follows on the line, with nothing between that ends a
    /// statement.
    fn org_ahead(&mut self, from: usize) -> bool {
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
                    !token.is_lower() && !words::is_hard_stop(&token.core().to_lowercase())
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
    fn is_name_rest(&mut self) -> bool {
        for ahead in 0..LOOK_AHEAD {
            let Some(token) = self.tokens.get(self.at + ahead) else { return true };
            let passes = match token.kind {
                Kind::Newline | Kind::Break => return true,
                Kind::Name | Kind::Caps | Kind::Org | Kind::Initial | Kind::Email | Kind::Url => {
                    true
                }
                Kind::Stop => {
                    !token.is_lower() && !words::is_hard_stop(&token.core().to_lowercase())
                }
                _ => false,
            };
            if !passes || token.colon {
                return false;
            }
        }
        false
    }

    fn break_goes_on(&mut self) -> bool {
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
        self.kind(1) == Kind::Year && !self.body.is_dated
            || self.body.is_dated && self.tokens.is_name(self.at + 1) && self.is_name_line() && {
                self.org_ahead(1) || self.kind(1) == Kind::Org
            }
    }

    /// Whether the next line belongs to the statement.
    fn line_goes_on(&mut self) -> bool {
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
        let ended = self.sentence_ended();
        let Some(token) = self.tokens.get(self.at + 1) else { return false };
        if token.colon {
            return false;
        }
        let kind = token.kind;
        match kind {
            Kind::Year => !self.is_named() || self.year_line(),
            Kind::Email | Kind::Url => !ended,
            Kind::Org if !ended && !is_hungry && self.org_goes_on() => true,
            Kind::Dash => self.is_list && self.tokens.is_name(self.at + 2),
            Kind::Name | Kind::Caps | Kind::Initial | Kind::Org => {
                !ended
                    && (is_hungry || self.is_name_line())
                    && self.tokens.rights_reserved(self.at + 1) == 0
            }
            Kind::By => !self.is_named(),
            Kind::And => self.is_named() && !ended,
            Kind::Of => self.is_named() && !ended && self.tokens.is_name(self.at + 2),
            Kind::Paren => !ended && self.tokens.is_name(self.at + 2),
            Kind::The | Kind::Particle | Kind::Others => is_hungry && !ended,
            Kind::Agent => is_hungry && !ended && self.is_named(),
            Kind::Sign => !self.is_named() && !self.body.is_dated,
            Kind::Word => {
                is_hungry
                    && !ended
                    && self.mode == Mode::Author
                    && self.tokens.kind(self.at + 2) == Kind::Email
            }
            _ => false,
        }
    }

    /// `Free` at the end of a line, `Software Foundation` on the next.
    fn org_goes_on(&mut self) -> bool {
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

    /// `2000 Some Name` on a line of its own.
    fn year_line(&mut self) -> bool {
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

    /// Whether the next line holds nothing but a name.
    fn is_name_line(&mut self) -> bool {
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
                Kind::Stop => return self.tokens.rights_reserved(index) > 0,
                _ => return false,
            }
            if index > self.at + 1 && self.tokens.get(index).is_some_and(|t| t.stop) {
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
