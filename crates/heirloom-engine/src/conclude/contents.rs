// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The licenses of what a project consists of, one by one.
//!
//! A file that says what it is under is not under what it names besides. Files that say nothing are
//! under what their own project says. Two things are said weakly: a name without a version says no
//! other license than the name with one, and the text of a GNU license does not say whether later
//! versions are allowed. Both give way to what other files say plainly.

use std::collections::BTreeMap;

use heirloom_model::{
    Concluded, ConcludedReason, Expression, FileRecord, FindKind, LicenseFind, LicenseTerm,
};

use super::role;

/// Licenses with the number of files.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    plain: BTreeMap<Expression, u64>,
    weak: BTreeMap<Expression, u64>,
}

impl Contents {
    /// Counts a file.
    pub(super) fn count(&mut self, record: &FileRecord, concluded: &Concluded, max: usize) {
        let is_full = self.plain.len() + self.weak.len() >= max;
        if is_full || !role::tells_contents(record, record.context.role) {
            return;
        }
        let is_detected = concluded.reason == ConcludedReason::Detected;
        let operands = match &concluded.expression {
            Expression::And(operands) => operands.as_slice(),
            one => std::slice::from_ref(one),
        };
        let stay = |operand: &&Expression| !(is_detected && is_in_passing(record, operand));
        for operand in operands.iter().filter(stay) {
            operand.visit(&mut |term| self.count_term(record, term, is_detected));
        }
    }

    fn count_term(&mut self, record: &FileRecord, term: &LicenseTerm, is_detected: bool) {
        if term.license.is_unrecognized() {
            return;
        }
        let is_weak = is_detected && is_weak(record, term);
        let terms = if is_weak { &mut self.weak } else { &mut self.plain };
        *terms.entry(Expression::Term(term.clone())).or_default() += 1;
    }

    /// Adds what a project below consists of.
    pub(super) fn add(&mut self, other: &Contents) {
        for (own, others) in [(&mut self.plain, &other.plain), (&mut self.weak, &other.weak)] {
            for (term, n_files) in others {
                *own.entry(term.clone()).or_default() += n_files;
            }
        }
    }

    /// Adds what a project below says of itself, which holds for those of its files that say nothing.
    pub(super) fn add_own(&mut self, concluded: &Concluded) {
        concluded.expression.visit(&mut |term| {
            if !term.license.is_unrecognized() {
                self.weak.entry(Expression::Term(term.clone())).or_default();
            }
        });
    }

    /// All licenses, that of the project itself among them.
    pub(super) fn finish(self, own: Option<&Expression>) -> BTreeMap<Expression, u64> {
        let Contents { plain: mut contents, weak } = self;
        for (term, n_files) in weak {
            let says_less = |plain: &Expression| {
                heirloom_package::license::names_version(plain, &term)
                    || later(&term).is_some_and(|later| later == *plain)
            };
            if contents.contains_key(&term) || !contents.keys().any(says_less) {
                *contents.entry(term).or_default() += n_files;
            }
        }
        if let Some(own) = own {
            own.visit(&mut |term| {
                contents.entry(Expression::Term(term.clone())).or_default();
            });
        }
        contents
    }
}

/// Whether the file only names a license, and says plainly that it is under another one: what is
/// named is mostly other software.
fn is_in_passing(record: &FileRecord, operand: &Expression) -> bool {
    let Expression::Term(term) = operand else { return false };
    let names_it = |find: &LicenseFind| find.expression.ids().contains(&term.license);
    let mut plain = record
        .facts
        .licenses
        .iter()
        .filter(|find| matches!(find.kind, FindKind::Text | FindKind::Notice | FindKind::Tag))
        .peekable();
    plain.peek().is_some() && !plain.any(names_it)
}

/// Whether the file only names the license, or only holds its text.
fn is_weak(record: &FileRecord, term: &LicenseTerm) -> bool {
    let names_it = |find: &LicenseFind| find.expression.ids().contains(&term.license);
    let mut kinds = record
        .facts
        .licenses
        .iter()
        .filter(|find| find.kind != FindKind::Clue && names_it(find))
        .map(|find| find.kind)
        .peekable();
    kinds.peek().is_some() && kinds.all(|kind| matches!(kind, FindKind::Reference | FindKind::Text))
}

/// The same license with later versions allowed.
fn later(term: &Expression) -> Option<Expression> {
    let Expression::Term(term) = term else { return None };
    Some(Expression::Term(LicenseTerm { license: term.license.with_later()?, ..term.clone() }))
}
