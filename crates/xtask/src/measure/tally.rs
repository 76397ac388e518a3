// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Counts of right and wrong answers.

use std::collections::BTreeSet;

/// Scores of sets of names over files.
#[derive(Default, Clone)]
pub(super) struct Tally {
    pub(super) n_files: u64,
    /// Files whose expressions are equal as sets.
    pub(super) n_expressions: u64,
    /// Files whose single names are equal as sets.
    pub(super) n_equal: u64,
    n_hits: u64,
    n_extra: u64,
    n_missed: u64,
    sum_f1: f64,
    n_empty: u64,
    n_empty_wrong: u64,
    n_silent: u64,
}

/// `part` of `whole` in percent; nothing of nothing is `None`.
pub(super) fn percent(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| 100.0 * part as f64 / whole as f64)
}

fn shown(percent: Option<f64>) -> String {
    percent.map_or("-".to_owned(), |percent| format!("{percent:.2}"))
}

impl Tally {
    /// Counts one file.
    pub(super) fn add(
        &mut self,
        expressions_equal: bool,
        expected: &BTreeSet<String>,
        found: &BTreeSet<String>,
    ) {
        let n_hits = expected.intersection(found).count() as u64;
        let n_both = (expected.len() + found.len()) as u64;
        self.n_files += 1;
        self.n_expressions += u64::from(expressions_equal);
        self.n_equal += u64::from(expected == found);
        self.n_hits += n_hits;
        self.n_extra += found.len() as u64 - n_hits;
        self.n_missed += expected.len() as u64 - n_hits;
        self.sum_f1 += if n_both > 0 { 2.0 * n_hits as f64 / n_both as f64 } else { 1.0 };
        if expected.is_empty() {
            self.n_empty += 1;
            self.n_empty_wrong += u64::from(!found.is_empty());
        } else {
            self.n_silent += u64::from(found.is_empty());
        }
    }

    /// The share of found names that were expected.
    pub(super) fn precision(&self) -> Option<f64> {
        percent(self.n_hits, self.n_hits + self.n_extra)
    }

    /// The share of expected names that were found.
    pub(super) fn recall(&self) -> Option<f64> {
        percent(self.n_hits, self.n_hits + self.n_missed)
    }

    /// The harmonic mean of both, all names pooled.
    pub(super) fn f1(&self) -> Option<f64> {
        percent(2 * self.n_hits, 2 * self.n_hits + self.n_extra + self.n_missed)
    }

    /// The share of files whose names are equal as sets.
    pub(super) fn equal(&self) -> Option<f64> {
        percent(self.n_equal, self.n_files)
    }

    /// The head of the table that [`Tally::row`] makes.
    pub(super) fn head(title: &str) -> String {
        let columns =
            ["files", "expr%", "keys%", "P%", "R%", "F1%", "macroF1%", "FP-empty", "silent"];
        columns.iter().fold(format!("{title:<22}"), |row, column| row + &format!("{column:>10}"))
    }

    /// One row of figures.
    pub(super) fn row(&self, title: &str, with_expressions: bool) -> String {
        let expressions = percent(self.n_expressions, self.n_files).filter(|_| with_expressions);
        let macro_f1 = (self.n_files > 0).then(|| 100.0 * self.sum_f1 / self.n_files as f64);
        let columns = [
            self.n_files.to_string(),
            shown(expressions),
            shown(self.equal()),
            shown(self.precision()),
            shown(self.recall()),
            shown(self.f1()),
            shown(macro_f1),
            format!("{}/{}", self.n_empty_wrong, self.n_empty),
            self.n_silent.to_string(),
        ];
        columns.iter().fold(format!("{title:<22}"), |row, column| row + &format!("{column:>10}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &str) -> BTreeSet<String> {
        names.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn figures_are_those_of_the_definition() {
        let mut tally = Tally::default();
        tally.add(true, &set("a b"), &set("a b"));
        tally.add(false, &set("a"), &set("a c"));
        tally.add(false, &set(""), &set("d"));
        tally.add(false, &set("e"), &set(""));
        // 3 hits, 2 extra, 1 missed.
        let row = tally.row("x", true);
        let fields: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(
            fields,
            ["x", "4", "25.00", "25.00", "60.00", "75.00", "66.67", "41.67", "1/1", "1"]
        );
    }
}
