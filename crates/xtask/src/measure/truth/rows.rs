// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Scores of the composed expression, by halves, with the score of single finds beside it.

use std::collections::BTreeSet;

use super::current_ids;
use crate::measure::{cases::Half, found::Found, tally::Tally};

/// What a scanner says of a file or a package.
#[derive(Default)]
pub(super) struct Answer {
    /// The identifiers of the composed expression.
    pub(super) composed: BTreeSet<String>,
    /// What it says when less is known: the identifiers of all finds, one by one.
    pub(super) single: BTreeSet<String>,
}

impl Answer {
    pub(super) fn of(found: &Found) -> Answer {
        Answer { composed: current_ids(&found.detected), single: current_ids(&found.expressions) }
    }
}

/// The scores of one kind of case.
#[derive(Default)]
pub(super) struct Rows {
    all: Tally,
    tune: Tally,
    held: Tally,
    single: Tally,
}

impl Rows {
    /// Counts one case.
    pub(super) fn add(&mut self, half: Half, expected: &BTreeSet<String>, answer: &Answer) {
        let of_half = match half {
            Half::Tune => &mut self.tune,
            Half::Held => &mut self.held,
        };
        for tally in [&mut self.all, of_half] {
            tally.add(*expected == answer.composed, expected, &answer.composed);
        }
        self.single.add(*expected == answer.single, expected, &answer.single);
    }

    /// The head of the table.
    pub(super) fn head() -> String {
        Tally::head("composed expression")
    }

    /// The rows with a title, the last one of [`Answer::single`].
    pub(super) fn lines(&self, title: &str, single: &str) -> String {
        let row = |tally: &Tally, title: &str| tally.row(title, false) + "\n";
        [
            row(&self.all, title),
            row(&self.tune, "  tune half"),
            row(&self.held, "  held half"),
            row(&self.single, single),
        ]
        .concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_expressions_are_scored_and_single_finds_beside_them() {
        let found = Found {
            expressions: vec!["GPL-2.0-only".into(), "GPL-2.0-or-later".into()],
            detected: Some("GPL-2.0+".into()),
            ..Found::default()
        };
        let mut rows = Rows::default();
        let expected = BTreeSet::from(["GPL-2.0-or-later".to_owned()]);
        rows.add(Half::Tune, &expected, &Answer::of(&found));
        let equal = |tally: &Tally| tally.equal();
        assert_eq!(equal(&rows.all), Some(100.0));
        assert_eq!(equal(&rows.tune), Some(100.0));
        assert_eq!(equal(&rows.held), None);
        assert_eq!(equal(&rows.single), Some(0.0));
    }
}
