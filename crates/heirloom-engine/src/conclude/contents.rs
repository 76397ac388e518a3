// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The licenses of what a project consists of, one by one.
//!
//! Two things are said weakly: a name without a version says no other license than the name with
//! one, and the text of a GNU license does not say whether later versions are allowed. Both give way
//! to what other files say plainly.

use std::collections::BTreeMap;

use heirloom_model::{
    Concluded, ConcludedReason, Expression, FileRecord, FindKind, LicenseFind, LicenseTerm,
};

use super::{names, role};

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
        concluded.expression.visit(&mut |term| {
            if names::is_vague_id(&term.license) {
                return;
            }
            let is_weak = concluded.reason == ConcludedReason::Detected && is_weak(record, term);
            let terms = if is_weak { &mut self.weak } else { &mut self.plain };
            *terms.entry(Expression::Term(term.clone())).or_default() += 1;
        });
    }

    /// Adds what a project below consists of.
    pub(super) fn add(&mut self, other: &Contents) {
        for (own, others) in [(&mut self.plain, &other.plain), (&mut self.weak, &other.weak)] {
            for (term, n_files) in others {
                *own.entry(term.clone()).or_default() += n_files;
            }
        }
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

/// Whether the file names the license only in passing, or holds only its text.
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
