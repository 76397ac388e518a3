// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! License expressions (SPDX specification 2.3, annex D).
//!
//! The tree keeps what was written: the order of operands, `+` and unknown identifiers. Two
//! expressions that differ only in order compare equal through [`Expression::normalized`].

use std::{
    collections::{BTreeSet, HashSet},
    fmt,
};

pub use id::LicenseId;

/// One license with what was added to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LicenseTerm {
    /// The license.
    pub license: LicenseId,
    /// A `+` after the identifier: this version or any later one.
    pub or_later: bool,
    /// The exception behind `WITH`.
    pub exception: Option<LicenseId>,
}

/// A license expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Expression {
    /// A single license, perhaps with an exception.
    Term(LicenseTerm),
    /// All of them apply. Invariant: two operands or more, none an `And`.
    And(Vec<Expression>),
    /// One may be chosen. Invariant: two operands or more, none an `Or`.
    Or(Vec<Expression>),
}

/// Why a text is not a license expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseExpressionError {
    /// No identifier at all.
    #[error("find a license in an empty expression")]
    Empty,
    /// A character that no identifier can have.
    #[error("read `{0}` as a license identifier")]
    BadIdentifier(Box<str>),
    /// An operand, operator or bracket is missing at this byte.
    #[error("read the expression at byte {0}")]
    Unexpected(usize),
    /// More nested brackets than [`Expression::MAX_DEPTH`].
    #[error("read an expression nested too deep")]
    TooDeep,
}

impl Expression {
    /// The number of nested brackets [`Expression::parse`] accepts.
    pub const MAX_DEPTH: usize = 64;

    /// A single license by its identifier.
    pub fn license(license: LicenseId) -> Expression {
        Expression::Term(LicenseTerm { license, or_later: false, exception: None })
    }

    /// Parses an expression; operators may be in either case, as many tools write them.
    ///
    /// # Errors
    /// [`ParseExpressionError`] says what is wrong and where.
    pub fn parse(text: &str) -> Result<Expression, ParseExpressionError> {
        parse::expression(text)
    }

    /// All of `operands`, nested `And`s joined, repeated operands dropped; `None` when empty.
    pub fn all(operands: impl IntoIterator<Item = Expression>) -> Option<Expression> {
        let flat = flatten(operands, |operand| match operand {
            Expression::And(inner) => Ok(inner),
            other => Err(other),
        });
        one_or(flat, Expression::And)
    }

    /// Any of `operands`, nested `Or`s joined, repeated operands dropped; `None` when empty.
    pub fn any(operands: impl IntoIterator<Item = Expression>) -> Option<Expression> {
        let flat = flatten(operands, |operand| match operand {
            Expression::Or(inner) => Ok(inner),
            other => Err(other),
        });
        one_or(flat, Expression::Or)
    }

    /// The licenses and exceptions named, sorted.
    pub fn ids(&self) -> BTreeSet<&LicenseId> {
        let mut ids = BTreeSet::new();
        self.visit(&mut |term| {
            ids.insert(&term.license);
            ids.extend(&term.exception);
        });
        ids
    }

    /// Calls `visit` on each term from left to right.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a LicenseTerm)) {
        match self {
            Expression::Term(term) => visit(term),
            Expression::And(operands) | Expression::Or(operands) => {
                operands.iter().for_each(|operand| operand.visit(visit));
            }
        }
    }

    /// The same expression without exceptions that stand by themselves and behind a license as well:
    /// of `GPL-3.0-or-later WITH GCC-exception-3.1 AND GCC-exception-3.1` the second. An exception is
    /// no license (SPDX 2.3, annex D.3).
    pub fn without_repeated_exceptions(self) -> Expression {
        let mut behind: BTreeSet<LicenseId> = BTreeSet::new();
        self.visit(&mut |term| behind.extend(term.exception.clone()));
        let is_repeated = |operand: &Expression| match operand {
            Expression::Term(LicenseTerm { license, or_later: false, exception: None }) => {
                behind.contains(license)
            }
            _ => false,
        };
        match self {
            Expression::And(operands) => {
                let kept = operands.into_iter().filter(|operand| !is_repeated(operand));
                Expression::all(kept).expect("the license that an exception stands behind is kept")
            }
            other => other,
        }
    }

    /// The same expression with operands sorted and repeated ones dropped.
    pub fn normalized(&self) -> Expression {
        let sorted = |operands: &[Expression]| {
            operands.iter().map(Expression::normalized).collect::<BTreeSet<_>>()
        };
        match self {
            Expression::Term(_) => self.clone(),
            Expression::And(operands) => {
                Expression::all(sorted(operands)).expect("an `And` has operands")
            }
            Expression::Or(operands) => {
                Expression::any(sorted(operands)).expect("an `Or` has operands")
            }
        }
    }
}

fn flatten(
    operands: impl IntoIterator<Item = Expression>,
    split: impl Fn(Expression) -> Result<Vec<Expression>, Expression>,
) -> Vec<Expression> {
    let mut flat = Vec::new();
    let mut seen = HashSet::new();
    let mut push = |operand: Expression| {
        if seen.insert(operand.clone()) {
            flat.push(operand);
        }
    };
    for operand in operands {
        match split(operand) {
            Ok(inner) => inner.into_iter().for_each(&mut push),
            Err(other) => push(other),
        }
    }
    flat
}

fn one_or(
    mut operands: Vec<Expression>,
    join: impl Fn(Vec<Expression>) -> Expression,
) -> Option<Expression> {
    match operands.len() {
        0 | 1 => operands.pop(),
        _ => Some(join(operands)),
    }
}

impl fmt::Display for LicenseTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.license, if self.or_later { "+" } else { "" })?;
        match &self.exception {
            Some(exception) => write!(f, " WITH {exception}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operands, operator) = match self {
            Expression::Term(term) => return write!(f, "{term}"),
            Expression::And(operands) => (operands, " AND "),
            Expression::Or(operands) => (operands, " OR "),
        };
        for (position, operand) in operands.iter().enumerate() {
            if position > 0 {
                f.write_str(operator)?;
            }
            match operand {
                Expression::Term(term) => write!(f, "{term}")?,
                other => write!(f, "({other})")?,
            }
        }
        Ok(())
    }
}

mod id;
mod logic;
mod parse;
#[cfg(test)]
mod tests;
