// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Sizes of source files and functions.
//!
//! Functions are found by their indentation, which rustfmt fixes; a parser would be one more
//! dependency for the same answer.

use super::Violation;
use crate::repository::Files;

/// The most lines a source file may have.
const FILE_LINES: usize = 1000;

/// The most lines a function may have, from its name to its closing brace.
const FUNCTION_LINES: usize = 120;

/// Files above [`FILE_LINES`] with the size they may not exceed. The list may only shrink.
const LARGE_FILES: &[(&str, usize)] = &[];

/// Functions above [`FUNCTION_LINES`] as `path#name`. The list may only shrink.
const LARGE_FUNCTIONS: &[(&str, usize)] = &[];

/// Checks all source files.
pub(super) fn sizes(files: &Files) -> Vec<Violation> {
    let mut large_files = Vec::new();
    let mut large_functions = Vec::new();
    for (path, text) in files.texts().filter(|(path, _)| is_source(path)) {
        let n_lines = text.lines().count();
        if n_lines > FILE_LINES {
            large_files.push((path.to_owned(), n_lines));
        }
        if path.ends_with(".rs") {
            let functions = functions(text).into_iter().filter(|(_, n)| *n > FUNCTION_LINES);
            large_functions.extend(functions.map(|(name, n)| (format!("{path}#{name}"), n)));
        }
    }
    let mut violations = against(&large_files, LARGE_FILES, FILE_LINES);
    violations.extend(against(&large_functions, LARGE_FUNCTIONS, FUNCTION_LINES));
    violations
}

fn is_source(path: &str) -> bool {
    [".rs", ".js", ".css", ".py", ".sh"].iter().any(|end| path.ends_with(end))
        && !path.starts_with("examples/")
        && !path.contains("/corpus/")
}

/// Compares what is too large with what may be.
fn against(found: &[(String, usize)], allowed: &[(&str, usize)], limit: usize) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (place, n_lines) in found {
        let most = allowed.iter().find(|(name, _)| name == place).map_or(limit, |(_, most)| *most);
        if *n_lines > most {
            let what = format!("has {n_lines} lines, the limit is {most}: split it");
            violations.push(Violation::new(place, what));
        }
    }
    for (name, _) in allowed {
        if !found.iter().any(|(place, _)| place == name) {
            let what = "is no longer too large: take it off the list in xtask";
            violations.push(Violation::new(*name, what));
        }
    }
    violations
}

/// The functions of a formatted source text with their numbers of lines.
fn functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let Some(body) = body_start(&lines[start..]) else { continue };
        let indent = &line[..line.len() - line.trim_start().len()];
        let end = lines[start + body..]
            .iter()
            .position(|line| line.strip_prefix(indent).is_some_and(|rest| rest == "}"));
        if let Some(end) = end {
            found.push((name, body + end + 1));
        }
    }
    found
}

/// The name of the function whose signature starts on this line.
fn function_name(line: &str) -> Option<&str> {
    let mut words = line.trim_start();
    if let Some(rest) = words.strip_prefix("pub") {
        let rest = match rest.strip_prefix('(') {
            Some(inside) => inside.split_once(')')?.1,
            None => rest,
        };
        words = rest.strip_prefix(' ')?;
    }
    for word in ["const ", "async ", "unsafe ", "extern \"C\" "] {
        words = words.strip_prefix(word).unwrap_or(words);
    }
    let name = words.strip_prefix("fn ")?;
    Some(&name[..name.find(|c: char| !c.is_alphanumeric() && c != '_')?])
}

/// How many lines below the name the body opens; `None` without a body of its own lines.
fn body_start(lines: &[&str]) -> Option<usize> {
    let end = lines.iter().position(|line| line.ends_with(['{', ';', '}']))?;
    lines[end].ends_with('{').then_some(end)
}

#[cfg(test)]
mod tests {
    use super::{super::check, *};

    #[test]
    fn functions_are_measured() {
        let text = "
impl Reader {
    pub(crate) const fn short(self) -> u8 {
        3
    }

    fn declared(&self);
    fn one_line(&self) {}

    pub fn long<T>(
        self,
    ) -> T
    where
        T: Copy,
    {
        if true {
        }
    }
}
";
        assert_eq!(functions(text), [("short", 3), ("long", 9)]);
    }

    #[test]
    fn large_things_are_rejected() {
        let body = "    step();\n".repeat(FUNCTION_LINES);
        let file = format!("//- crates/a/src/lib.rs\nfn all() {{\n{body}}}\n");
        check(
            &sizes(&Files::of(&file)),
            &["crates/a/src/lib.rs#all: has 122 lines, the limit is 120: split it"],
        );
        let file = format!("//- crates/a/src/lib.rs\n{}", "// A line.\n".repeat(FILE_LINES + 1));
        check(
            &sizes(&Files::of(&file)),
            &["crates/a/src/lib.rs: has 1001 lines, the limit is 1000: split it"],
        );
    }

    #[test]
    fn the_list_only_shrinks() {
        let found = [("a.rs".to_owned(), 1200)];
        check(&against(&found, &[("a.rs", 1200)], 1000), &[]);
        check(
            &against(&found, &[("a.rs", 1100), ("b.rs", 1500)], 1000),
            &[
                "a.rs: has 1200 lines, the limit is 1100: split it",
                "b.rs: is no longer too large: take it off the list in xtask",
            ],
        );
    }
}
