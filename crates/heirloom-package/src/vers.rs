// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Version ranges as `vers:SCHEME/CONSTRAINTS` (the VERS specification of package-url).

mod native;
mod percent;

use std::{cmp::Ordering, fmt};

use thiserror::Error;

use crate::version::{Scheme, VersionError};

pub use native::from_native;

/// More constraints are not read.
const MAX_CONSTRAINTS: usize = 10_000;

/// How a version stands to that of a constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparator {
    /// It is the same.
    Equal,
    /// It is another one.
    NotEqual,
    /// It comes before.
    Less,
    /// It comes before or is the same.
    LessOrEqual,
    /// It comes after.
    Greater,
    /// It comes after or is the same.
    GreaterOrEqual,
}

impl Comparator {
    /// The sign as it is written; nothing for equality.
    pub fn sign(self) -> &'static str {
        match self {
            Comparator::Equal => "",
            Comparator::NotEqual => "!=",
            Comparator::Less => "<",
            Comparator::LessOrEqual => "<=",
            Comparator::Greater => ">",
            Comparator::GreaterOrEqual => ">=",
        }
    }

    /// Takes the sign off the start of a text; two signs before one.
    fn split(text: &str) -> (Comparator, &str) {
        const SIGNS: [Comparator; 5] = [
            Comparator::NotEqual,
            Comparator::LessOrEqual,
            Comparator::GreaterOrEqual,
            Comparator::Less,
            Comparator::Greater,
        ];
        let found = SIGNS.iter().find_map(|sign| Some((*sign, text.strip_prefix(sign.sign())?)));
        found.unwrap_or((Comparator::Equal, text.strip_prefix('=').unwrap_or(text)))
    }

    fn takes_same(self) -> bool {
        matches!(self, Comparator::Equal | Comparator::LessOrEqual | Comparator::GreaterOrEqual)
    }

    fn is_above(self) -> bool {
        matches!(self, Comparator::Greater | Comparator::GreaterOrEqual)
    }

    fn is_below(self) -> bool {
        matches!(self, Comparator::Less | Comparator::LessOrEqual)
    }
}

/// A comparator with a version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Constraint {
    /// How versions stand to it.
    pub comparator: Comparator,
    /// The version, not encoded.
    pub version: Box<str>,
}

/// A range of versions: all of them, or those that sorted constraints take.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// The name of the scheme, in lower case.
    scheme: Box<str>,
    order: Scheme,
    /// `None` for every version.
    constraints: Option<Vec<Constraint>>,
}

/// What is wrong with a range.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RangeError {
    /// It does not start with `vers:` and a name.
    #[error("`{0}` is no range: write vers:SCHEME/CONSTRAINTS")]
    NotVers(String),
    /// Nobody knows the order of its versions.
    #[error("nobody defined an order of versions called `{0}`")]
    UnknownScheme(String),
    /// A constraint is empty or has spaces.
    #[error("`{0}` is no constraint")]
    Constraint(String),
    /// A version is not encoded as it has to be.
    #[error("`{0}` is not encoded as it has to be")]
    Encoding(String),
    /// A version is none of the scheme.
    #[error(transparent)]
    Version(#[from] VersionError),
    /// The constraints do not ascend.
    #[error("`{0}` stands behind a later version")]
    Unsorted(String),
    /// There are too many constraints.
    #[error("{0} constraints are too many")]
    TooMany(usize),
    /// A range in the words of an ecosystem that cannot be read.
    #[error("`{0}` is no range of this ecosystem")]
    Native(String),
}

impl Range {
    /// Reads a range in the canonical form: encoded as little as possible, sorted.
    ///
    /// # Errors
    /// Whatever makes the text another form or no range.
    pub fn parse(text: &str) -> Result<Range, RangeError> {
        let range = Range::read(text)?;
        let constraints = range.constraints.as_deref().unwrap_or_default();
        for pair in constraints.windows(2) {
            if range.order.compare(&pair[0].version, &pair[1].version)? == Ordering::Greater {
                return Err(RangeError::Unsorted(pair[1].version.to_string()));
            }
        }
        Ok(range)
    }

    /// Reads a range whose constraints stand in any order, and sorts them.
    ///
    /// # Errors
    /// Whatever makes the text no range.
    pub fn parse_unsorted(text: &str) -> Result<Range, RangeError> {
        let range = Range::read(text)?;
        match range.constraints {
            Some(constraints) => Range::new(&range.scheme, constraints),
            None => Ok(range),
        }
    }

    /// A range of these constraints, sorted.
    ///
    /// # Errors
    /// A scheme that nobody knows, a version that is none, too many constraints.
    pub fn new(scheme: &str, constraints: Vec<Constraint>) -> Result<Range, RangeError> {
        let order = order_of(scheme)?;
        if constraints.len() > MAX_CONSTRAINTS {
            return Err(RangeError::TooMany(constraints.len()));
        }
        let constraints = sorted(order, constraints)?;
        Ok(Range { scheme: scheme.into(), order, constraints: Some(constraints) })
    }

    /// Every version.
    ///
    /// # Errors
    /// A scheme that nobody knows.
    pub fn all(scheme: &str) -> Result<Range, RangeError> {
        Ok(Range { scheme: scheme.into(), order: order_of(scheme)?, constraints: None })
    }

    fn read(text: &str) -> Result<Range, RangeError> {
        let not_vers = || RangeError::NotVers(text.into());
        let (scheme, constraints) = text
            .strip_prefix("vers:")
            .and_then(|rest| rest.split_once('/'))
            .ok_or_else(not_vers)?;
        let order = order_of(scheme)?;
        if constraints == "*" {
            return Range::all(scheme);
        }
        let n = constraints.split('|').count();
        if n > MAX_CONSTRAINTS {
            return Err(RangeError::TooMany(n));
        }
        let read = |text: &str| -> Result<Constraint, RangeError> {
            let (comparator, version) = Comparator::split(text);
            let is_empty = version.is_empty() || version.contains(|one: char| one.is_whitespace());
            // Equality is written without a sign, and a star alone.
            if is_empty || text.starts_with('=') || version.contains('*') {
                return Err(RangeError::Constraint(text.into()));
            }
            let version =
                percent::decode(version).ok_or_else(|| RangeError::Encoding(version.into()))?;
            if version.contains(|one: char| one.is_control()) {
                return Err(RangeError::Constraint(text.into()));
            }
            Ok(Constraint { comparator, version: version.into() })
        };
        let constraints: Vec<Constraint> =
            constraints.split('|').map(read).collect::<Result<_, _>>()?;
        // What is encoded may be no version of any known form: it is kept as it is, and compared
        // with nothing.
        if let [one] = constraints.as_slice() {
            let is_encoded = percent::encode(&one.version) != *one.version;
            if !is_encoded {
                order.check(&one.version)?;
            }
        }
        for pair in constraints.windows(2) {
            order.compare(&pair[0].version, &pair[1].version)?;
        }
        Ok(Range { scheme: scheme.into(), order, constraints: Some(constraints) })
    }

    /// The name of the scheme.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The constraints in their order; `None` where every version is taken.
    pub fn constraints(&self) -> Option<&[Constraint]> {
        self.constraints.as_deref()
    }

    /// Whether a version is in the range (VERS, "Checking if a version is contained within a range").
    ///
    /// # Errors
    /// A version that is none of the scheme.
    pub fn contains(&self, version: &str) -> Result<bool, VersionError> {
        self.order.check(version)?;
        let Some(constraints) = &self.constraints else { return Ok(true) };
        let mut bounds = Vec::new();
        for constraint in constraints {
            let order = self.order.compare(version, &constraint.version)?;
            if order == Ordering::Equal {
                match constraint.comparator {
                    Comparator::NotEqual => return Ok(false),
                    comparator if comparator.takes_same() => return Ok(true),
                    _ => {}
                }
            }
            if constraint.comparator.is_above() || constraint.comparator.is_below() {
                bounds.push((constraint.comparator, order));
            }
        }
        if bounds.is_empty() {
            // Nothing but versions that are left out: all others are in.
            let is_left_out = |one: &Constraint| one.comparator == Comparator::NotEqual;
            return Ok(constraints.iter().all(is_left_out) && !constraints.is_empty());
        }
        let below_first = bounds[0].0.is_below() && bounds[0].1 == Ordering::Less;
        let last = bounds[bounds.len() - 1];
        let above_last = last.0.is_above() && last.1 == Ordering::Greater;
        let between = bounds.windows(2).any(|pair| {
            let [(lower, above), (upper, below)] = [pair[0], pair[1]];
            lower.is_above()
                && upper.is_below()
                && above == Ordering::Greater
                && below == Ordering::Less
        });
        Ok(below_first || above_last || between)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "vers:{}/", self.scheme)?;
        let Some(constraints) = &self.constraints else { return f.write_str("*") };
        for (place, constraint) in constraints.iter().enumerate() {
            let divider = if place > 0 { "|" } else { "" };
            let version = percent::encode(&constraint.version);
            write!(f, "{divider}{}{version}", constraint.comparator.sign())?;
        }
        Ok(())
    }
}

fn order_of(scheme: &str) -> Result<Scheme, RangeError> {
    Scheme::from_name(scheme).ok_or_else(|| RangeError::UnknownScheme(scheme.into()))
}

/// Which of two constraints with equal versions stands first: what ends below a version comes
/// before what starts there.
fn rank(constraint: &Constraint) -> bool {
    constraint.comparator != Comparator::Less
}

/// Sorts by insertion: the orders of some ecosystems are not transitive, and what is sorted is short
/// and sorted already, mostly.
fn sorted(order: Scheme, constraints: Vec<Constraint>) -> Result<Vec<Constraint>, VersionError> {
    let mut sorted: Vec<Constraint> = Vec::with_capacity(constraints.len());
    for constraint in constraints {
        order.check(&constraint.version)?;
        let is_last = match sorted.last() {
            Some(last) => order
                .compare(&last.version, &constraint.version)?
                .then_with(|| rank(last).cmp(&rank(&constraint)))
                .is_le(),
            None => true,
        };
        let place = if is_last {
            sorted.len()
        } else {
            sorted.partition_point(|known| {
                let side = order.compare(&known.version, &constraint.version);
                side.is_ok_and(|side| {
                    side.then_with(|| rank(known).cmp(&rank(&constraint))).is_le()
                })
            })
        };
        sorted.insert(place, constraint);
    }
    Ok(sorted)
}

#[cfg(test)]
mod tests;
