// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether one expression allows what another one says.
//!
//! This is about choosing among what is offered, not about compatibility of licenses: nothing here
//! knows what a license demands.

use super::{Expression, LicenseTerm};

/// Expressions that offer more ways than this are compared as written.
const MAX_WAYS: usize = 256;

impl Expression {
    /// The ways to comply, each a set of terms that apply together; `None` when there are more
    /// than some hundreds.
    pub fn ways(&self) -> Option<Vec<Vec<&LicenseTerm>>> {
        match self {
            Expression::Term(term) => Some(vec![vec![term]]),
            Expression::Or(operands) => {
                let mut ways = Vec::new();
                for operand in operands {
                    ways.extend(operand.ways()?);
                    if ways.len() > MAX_WAYS {
                        return None;
                    }
                }
                Some(ways)
            }
            Expression::And(operands) => {
                let mut ways: Vec<Vec<&LicenseTerm>> = vec![Vec::new()];
                for operand in operands {
                    let more = operand.ways()?;
                    if ways.len() * more.len() > MAX_WAYS {
                        return None;
                    }
                    let joined = ways.iter().flat_map(|left| {
                        more.iter().map(move |right| [left.as_slice(), right].concat())
                    });
                    ways = joined.collect();
                }
                Some(ways)
            }
        }
    }

    /// Whether something under `self` fits into a work under `whole`: one way to comply with
    /// `self` asks for nothing that one way to comply with `whole` does not name.
    ///
    /// `MIT` is within `MIT OR Apache-2.0` and within `MIT AND ISC`; `MIT OR GPL-2.0-only` is
    /// within `MIT`; `MIT AND ISC` is not.
    pub fn is_within(&self, whole: &Expression) -> bool {
        let (Some(ways), Some(whole_ways)) = (self.ways(), whole.ways()) else {
            return self.normalized() == whole.normalized();
        };
        ways.iter().any(|way| {
            whole_ways.iter().any(|whole_way| {
                way.iter().all(|term| whole_way.iter().any(|other| term.may_be_used_as(other)))
            })
        })
    }
}

impl LicenseTerm {
    /// Whether what is under this term may be taken under `other`: the same license, or a later
    /// version where that is allowed. An exception may be left aside, never added.
    pub fn may_be_used_as(&self, other: &LicenseTerm) -> bool {
        let exceptions_fit = other.exception.is_none() || self.exception == other.exception;
        let (mine, theirs) = (self.versioned(), other.versioned());
        let same = mine.family == theirs.family && mine.version == theirs.version;
        let later = mine.is_later
            && mine.family == theirs.family
            && matches!((&mine.version, &theirs.version), (Some(from), Some(to)) if from < to);
        exceptions_fit && ((same && (mine.is_later || !theirs.is_later)) || later)
    }

    fn versioned(&self) -> Versioned<'_> {
        let id = self.license.base();
        let is_later = self.or_later || self.license.as_str().ends_with("-or-later");
        let version = |text: &str| text.split('.').map(|part| part.parse().ok()).collect();
        match id.rsplit_once('-').map(|(family, last)| (family, version(last))) {
            Some((family, Some(version))) => Versioned { family, version: Some(version), is_later },
            _ => Versioned { family: id, version: None, is_later },
        }
    }
}

/// An identifier taken apart.
struct Versioned<'a> {
    family: &'a str,
    version: Option<Vec<u32>>,
    is_later: bool,
}
