// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A list of problems that hostile input cannot grow without end.

use std::{collections::BTreeMap, io};

use heirloom_model::{Problem, ProblemCode, TreePath};

/// Collects problems, at most so many of each code.
#[derive(Debug)]
pub(crate) struct ProblemList {
    limit: u64,
    kept: Vec<Problem>,
    counts: BTreeMap<&'static str, u64>,
}

impl ProblemList {
    pub(crate) fn new(limit: u64) -> ProblemList {
        ProblemList { limit, kept: Vec::new(), counts: BTreeMap::new() }
    }

    pub(crate) fn push(&mut self, problem: Problem) {
        let count = self.counts.entry(problem.code.as_str()).or_default();
        *count += 1;
        if *count <= self.limit {
            self.kept.push(problem);
        }
    }

    /// The problems in the order they came, and what was left out at the end.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        for (code, count) in self.counts {
            if count > self.limit {
                let n = (count - self.limit).to_string().into();
                let args = vec![("code", code.into()), ("n", n)];
                self.kept.push(Problem::new(ProblemCode::PROBLEMS_LEFT_OUT, args));
            }
        }
        self.kept
    }
}

impl Extend<Problem> for ProblemList {
    fn extend<T: IntoIterator<Item = Problem>>(&mut self, problems: T) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }
}

/// A problem with one argument.
pub(crate) fn problem(code: ProblemCode, name: &'static str, value: impl ToString) -> Problem {
    Problem::new(code, vec![(name, value.to_string().into())])
}

/// A file that could not be read.
pub(crate) fn unreadable(path: &TreePath, error: &io::Error) -> Problem {
    problem(ProblemCode::FILE_UNREADABLE, "reason", reason(error)).at_path(path.clone())
}

/// Only the first `limit` bytes of a file were read.
pub(crate) fn too_large(path: &TreePath, limit: u64, size: u64) -> Problem {
    let args = vec![("limit", limit.to_string().into()), ("size", size.to_string().into())];
    Problem::new(ProblemCode::FILE_TOO_LARGE, args).at_path(path.clone())
}

/// The words of an error without its number, which differs between systems.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error ") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

/// Foreign bytes as text that is safe in a terminal.
pub(crate) fn shown(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character.is_control() {
                true => text.extend(character.escape_default()),
                false => text.push(character),
            }
        }
        text.extend(chunk.invalid().escape_ascii().map(char::from));
    }
    text
}
