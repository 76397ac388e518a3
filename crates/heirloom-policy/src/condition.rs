// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Conditions of rules, in a part of the Common Expression Language (CEL).
//!
//! The part has no functions that fail and no loops inside loops, and every name and type is
//! checked when the policy is read. So a condition that was accepted has a value for every subject,
//! in time bounded by its length and the lists it looks at.

mod check;
mod eval;
mod lex;
mod parse;
#[cfg(test)]
mod tests;
mod variables;

use std::ops::Range;

use crate::{Date, policy::License, read::Fault, subject::Subject};

use check::Node;
pub use lex::MAX_TOKENS;
use variables::View;
pub use variables::{Variable, variables};

/// What is wrong with a condition, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misplaced {
    pub(crate) span: Range<usize>,
    pub(crate) fault: Fault,
}

impl Misplaced {
    fn new(span: &Range<usize>, fault: Fault) -> Misplaced {
        Misplaced { span: span.clone(), fault }
    }
}

/// A condition whose names and types are right.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    written: Box<str>,
    node: Node,
}

impl Condition {
    /// Reads a condition; everything wrong with its names and types is collected.
    pub(crate) fn read(text: &str) -> Result<Condition, Vec<Misplaced>> {
        let tokens = lex::tokens(text).map_err(|fault| vec![fault])?;
        let expression = parse::expression(&tokens, text.len()).map_err(|fault| vec![fault])?;
        let node = check::condition(&expression)?;
        Ok(Condition { written: text.into(), node })
    }

    /// The condition as written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether it speaks of a variable, by its path.
    pub(crate) fn mentions(&self, path: &str) -> bool {
        self.node.mentions(path)
    }

    /// What it speaks of with the values of a subject, in the words of conditions; each once.
    pub fn values(
        &self,
        subject: &Subject,
        license: License<'_>,
        as_of: Option<Date>,
    ) -> Vec<(String, String)> {
        let view = View { subject, license, as_of };
        let mut values = Vec::new();
        self.node.values(&view, &mut values);
        values
    }

    /// Whether it holds of a subject, seen with one of its licenses.
    pub(crate) fn holds(
        &self,
        subject: &Subject,
        license: License<'_>,
        as_of: Option<Date>,
    ) -> bool {
        eval::holds(&self.node, &View { subject, license, as_of })
    }
}
