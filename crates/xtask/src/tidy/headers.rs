// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How source files begin.

use super::Violation;
use crate::repository::Files;

/// The two tags of each header, in this order. Split so that this file has one license.
const TAGS: [&str; 2] = [
    "SPDX-FileCopyrightText: 2026 The Heirloom authors",
    concat!("SPDX-License-", "Identifier: Apache-2.0 OR MIT"),
];

/// Checks that source files begin with the header, and Rust files go on with `//!`.
pub(super) fn headers(files: &Files) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in files.texts().filter(|(path, _)| needs_header(path)) {
        let head: Vec<&str> = text.lines().take(6).collect();
        let position = head.iter().position(|line| line.contains(TAGS[0]));
        let second = position.and_then(|position| head.get(position + 1));
        if !second.is_some_and(|line| line.contains(TAGS[1])) {
            violations.push(Violation::new(path, "begins without the two SPDX lines"));
        } else if path.ends_with(".rs") && !has_module_docs(text) && !is_included(files, path) {
            violations.push(Violation::new(path, "begins without `//!`: say what it is for"));
        }
    }
    violations
}

fn needs_header(path: &str) -> bool {
    let source = [".rs", ".toml", ".js", ".mjs", ".css", ".py", ".sh", ".yml", ".yaml"];
    let made_up = path.starts_with("examples/")
        || path.contains("/fixtures/")
        || path.contains("/corpus/")
        || path.contains("/samples/");
    !made_up && (source.iter().any(|end| path.ends_with(end)) || path == ".ci/run")
}

fn has_module_docs(text: &str) -> bool {
    let comment = |line: &str| line.starts_with("//") && !line.starts_with("//!");
    let first = text.lines().find(|line| !(line.is_empty() || comment(line)));
    first.is_some_and(|line| line.starts_with("//!") || line.starts_with("#![doc = include_str!"))
}

/// Whether another file takes this one in with `include!`, where inner docs are an error.
fn is_included(files: &Files, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let folder = path.strip_suffix(name).and_then(|folder| folder.strip_suffix('/'));
    // The includer stands beside it, or is the module whose folder this is.
    let beside = |other: &str| folder.is_some_and(|folder| other.starts_with(folder));
    files.texts().any(|(other, text)| {
        beside(other)
            && text.lines().any(|l| l.contains("include!(\"") && l.contains(&format!("{name}\"")))
    })
}

#[cfg(test)]
mod tests {
    use super::{super::check, *};

    #[test]
    fn files_begin_as_they_should() {
        let [copyright, license] = TAGS;
        let text = format!(
            "
//- crates/a/src/bare.rs
//! No header.
//- crates/a/src/good.rs
// {copyright}
// {license}

//! What it is for.
//- crates/a/src/silent.rs
// {copyright}
// {license}

use std::fmt;
//- crates/a/src/table.rs
// {copyright}
// {license}

/// A table.
const TABLE: u8 = 3;
//- crates/a/src/user.rs
// {copyright}
// {license}

//! Uses the table.
include!(\"table.rs\");
//- deny.toml
# {copyright}
//- examples/product/any.py
print()
"
        );
        check(
            &headers(&Files::of(&text)),
            &[
                "crates/a/src/bare.rs: begins without the two SPDX lines",
                "crates/a/src/silent.rs: begins without `//!`: say what it is for",
                "deny.toml: begins without the two SPDX lines",
            ],
        );
    }
}
