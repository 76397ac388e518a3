// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Checks of the workspace that no compiler makes.
//!
//! Each check is a function from files or the crate graph to violations. A rule of the house that
//! can be checked is checked here, so that reviews need not repeat it.

mod absences;
mod documents;
mod edges;
mod headers;
mod sizes;

use std::fmt;

use crate::{Outcome, repository::Repository};

/// One place that breaks one rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// The file, line or crate.
    place: String,
    /// What is wrong and what to do.
    what: String,
}

impl Violation {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Violation {
        Violation { place: place.into(), what: what.into() }
    }

    fn at_line(path: &str, index: usize, what: impl Into<String>) -> Violation {
        Violation::new(format!("{path}:{}", index + 1), what)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Runs every check.
pub(crate) fn tidy(repository: &Repository) -> Outcome {
    let files = repository.files()?;
    let graph = repository.graph()?;
    let checks: [(&str, Vec<Violation>); 9] = [
        ("crate edges", edges::edges(&graph)),
        ("reach of pure crates", edges::reach(&graph)),
        ("number of dependencies", edges::count(&graph)),
        ("sizes", sizes::sizes(&files)),
        ("absences in pure crates", absences::pure(&files)),
        ("absences in committed text", absences::committed(&files)),
        ("headers", headers::headers(&files)),
        ("crates in documents", documents::crates(&files)),
        ("paths in documents", documents::paths(&files)),
    ];
    let mut n_violations = 0;
    for (name, violations) in checks {
        println!("{name}: {}", if violations.is_empty() { "ok" } else { "FAILED" });
        n_violations += violations.len();
        violations.iter().for_each(|violation| println!("  {violation}"));
    }
    match n_violations {
        0 => Ok(()),
        n => Err(format!("tidy found {n} violations").into()),
    }
}

/// Whether a source file holds tests only.
fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
        || path.contains("/tests/")
        || path.contains("/benches/")
}

/// The lines of a source file before its inline test module, numbered from 0.
fn product_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut before = "";
    text.lines().enumerate().take_while(move |(_, line)| {
        let tests = before == "#[cfg(test)]" && line.starts_with("mod ") && line.ends_with('{');
        before = line;
        !tests
    })
}

#[cfg(test)]
#[track_caller]
fn check(violations: &[Violation], expect: &[&str]) {
    let found: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert_eq!(found, expect);
}
