// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What stands for a name or behind one by a fixed form: postal addresses, owners of catalogs.

use super::{Mode, Reader};
use crate::copyright::{shape, token::Kind, words};

/// The most tokens of a postal address.
const MAX_ADDRESS: usize = 16;

impl Reader<'_, '_, '_> {
    /// The length of `THE nimble'S` in `2008 THE nimble'S COPYRIGHT HOLDER`, which tools write at
    /// the head of message catalogs.
    pub(super) fn owner_of_file(&mut self) -> Option<usize> {
        if self.mode != Mode::Copyright || self.is_named() || !self.body.is_dated {
            return None;
        }
        let at = usize::from(self.kind(0) == Kind::The);
        let token = self.tokens.get(self.at + at)?;
        let is_owner = token.lower.ends_with("'s") && token.lower != "package's";
        (is_owner && self.kind(at + 1) == Kind::Mark && self.kind(at + 2) == Kind::Holder)
            .then_some(at + 1)
    }

    /// The length of `9 Nimble Road, Atlantis 90210, U.S.A.` between `Nimble Systems, Inc.,` and
    /// `All rights reserved`.
    pub(super) fn postal_address(&mut self) -> Option<usize> {
        let may_start = matches!(self.kind(0), Kind::Number | Kind::Name);
        if self.mode != Mode::Copyright || !may_start {
            return None;
        }
        self.postal_address_at(0)
    }

    /// The same where the address starts `from` tokens away, behind the end of a line.
    pub(super) fn postal_address_at(&mut self, from: usize) -> Option<usize> {
        let behind = self.previous()?;
        if self.mode != Mode::Copyright || behind.kind != Kind::Org || !behind.comma {
            return None;
        }
        let (mut n_numbers, mut n_commas) = (0, 0);
        for ahead in 0..MAX_ADDRESS {
            if self.tokens.rights_reserved(self.at + from + ahead) > 0 {
                return (n_numbers > 0 && n_commas > 0).then_some(ahead);
            }
            let token = self.tokens.get(self.at + from + ahead)?;
            n_commas += usize::from(token.comma);
            match token.kind {
                // `94303`, `94303-4900`.
                Kind::Number if token.text.len() < 12 => n_numbers += 1,
                Kind::Name | Kind::Caps | Kind::Initial | Kind::Newline | Kind::Comma => {}
                Kind::Stop if !token.is_lower() => {}
                _ => return None,
            }
        }
        None
    }

    /// `Atlantisstr. 30` behind `Nimble AG,`.
    pub(super) fn is_street(&mut self) -> bool {
        self.previous().is_some_and(|token| token.kind == Kind::Org && token.comma)
            && self.kind(1) == Kind::Number
            && !words::is_month(self.tokens.lower(self.at))
    }

    /// `New York` and its like, `ahead` tokens away: no sentence about something new.
    pub(super) fn is_new_place(&mut self, ahead: usize) -> bool {
        const PLACES: &[&str] = &[
            "brunswick",
            "delhi",
            "england",
            "hampshire",
            "jersey",
            "mexico",
            "orleans",
            "south",
            "york",
            "zealand",
        ];
        self.tokens.get(self.at + ahead).is_some_and(|token| token.core() == "New")
            && self
                .tokens
                .get(self.at + ahead + 1)
                .is_some_and(|token| !token.is_lower() && PLACES.contains(&&*token.lower))
    }

    /// `www.nimble.example` behind a statement.
    pub(super) fn is_site(&mut self) -> bool {
        self.mode == Mode::Copyright
            && self.is_named()
            && !self.at_line_start()
            && self.tokens.get(self.at).is_some_and(|token| token.lower.starts_with("www."))
    }

    /// `(nimble.example)` at the end of a statement.
    pub(super) fn is_last_site(&mut self) -> bool {
        let Some(token) = self.tokens.get(self.at) else { return false };
        shape::is_domain(&token.lower) && !token.comma && !self.tokens.is_name(self.at + 1)
    }

    /// `MIT` in `2011 Ada Nimble MIT`; behind a comma it may be where she works.
    pub(super) fn is_license_behind_name(&mut self) -> bool {
        let is_person = self.mode == Mode::Copyright
            && self.body.is_dated
            && self.body.n_names > 1
            && !self.body.has_org
            && self.previous().is_some_and(|token| token.is_name() && !token.comma);
        is_person
            && words::is_license(self.tokens.lower(self.at))
            && !self.tokens.get(self.at).is_some_and(|token| token.is_opened)
            && (matches!(self.kind(1), Kind::Newline | Kind::Break)
                || self.tokens.lower(self.at + 1).starts_with("licen"))
    }
}
