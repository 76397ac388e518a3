// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Scores of the composed expression, by halves, with the score of single finds beside it.

use std::{collections::BTreeSet, error::Error, fmt::Write as _, path::Path};

use super::current_ids;
use crate::measure::{
    cases::Half,
    child::Usage,
    found::{Found, Scanner, by_number},
    tally::Tally,
};

/// A staged file with what is expected of it.
pub(super) struct Case<'c> {
    /// By which it was staged.
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) expected: &'c BTreeSet<String>,
}

/// Scores a scanner on staged files; returns a line for each wrong answer of the half for tuning.
pub(super) fn score_files<'c>(
    name: &str,
    scanner: &Scanner<'_>,
    stage: &Path,
    title: &str,
    cases: impl IntoIterator<Item = Case<'c>>,
) -> Result<String, Box<dyn Error>> {
    let (found, usage) = scanner.scan(stage)?;
    let found = by_number(found);
    let mut rows = Rows::default();
    let mut wrong = String::new();
    for Case { number, name, expected } in cases {
        let answer = found.get(&number).map(Answer::of).unwrap_or_default();
        let half = Half::of(&name);
        rows.add(half, expected, &answer);
        if half == Half::Tune && *expected != answer.composed {
            writeln!(wrong, "{name}\texpected {expected:?}\tfound {:?}", answer.composed)?;
        }
    }
    Rows::print_head(name, usage);
    print!("{}", rows.lines(title, "  single finds, all"));
    Ok(wrong)
}

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

    /// Prints the head of a scanner's table.
    pub(super) fn print_head(name: &str, usage: Usage) {
        println!("\n{name}: {usage}\n{}", Tally::head("composed expression"));
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
