// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The rules of one `.gitignore` file (gitignore(5) of git).

use globset::{GlobSet, GlobSetBuilder};

use crate::selection::{as_path, glob};

/// The rules of one `.gitignore` file; the last one that matches decides.
#[derive(Debug)]
pub(crate) struct Gitignore {
    patterns: GlobSet,
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    negated: bool,
    folders_only: bool,
}

impl Gitignore {
    /// Reads a file; lines that are no patterns are passed over, as git does.
    pub(crate) fn parse(text: &[u8]) -> Gitignore {
        let mut patterns = GlobSetBuilder::new();
        let mut rules = Vec::new();
        for line in text.split(|&byte| byte == b'\n') {
            let Ok(line) = std::str::from_utf8(line) else { continue };
            let Some((pattern, rule)) = parse_line(line) else { continue };
            let Ok(pattern) = glob(&pattern) else { continue };
            patterns.add(pattern);
            rules.push(rule);
        }
        match patterns.build() {
            Ok(patterns) => Gitignore { patterns, rules },
            Err(_) => Gitignore { patterns: GlobSet::empty(), rules: Vec::new() },
        }
    }

    /// Whether `path`, relative to the file's folder, is ignored; `None` when no rule speaks of it.
    pub(crate) fn decides(&self, path: &[u8], is_folder: bool) -> Option<bool> {
        self.patterns
            .matches(as_path(path))
            .into_iter()
            .filter_map(|position| self.rules.get(position).map(|rule| (position, rule)))
            .filter(|(_, rule)| is_folder || !rule.folders_only)
            .max_by_key(|(position, _)| *position)
            .map(|(_, rule)| !rule.negated)
    }
}

fn parse_line(line: &str) -> Option<(String, Rule)> {
    let line = line.strip_suffix('\r').unwrap_or(line);
    let mut text = line.trim_end_matches(' ');
    if text.ends_with('\\') && text.len() < line.len() {
        text = &line[..=text.len()];
    }
    if text.is_empty() || text.starts_with('#') {
        return None;
    }
    let (negated, text) = match text.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (folders_only, text) = match text.strip_suffix('/') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let pattern = match text.contains('/') {
        true => text.strip_prefix('/').unwrap_or(text).to_owned(),
        false => format!("**/{text}"),
    };
    (!text.is_empty()).then_some((pattern, Rule { negated, folders_only }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, path: &str, expect: Option<bool>) {
        let (path, is_folder) = match path.strip_suffix('/') {
            Some(path) => (path, true),
            None => (path, false),
        };
        let decided = Gitignore::parse(text.as_bytes()).decides(path.as_bytes(), is_folder);
        assert_eq!(decided, expect, "{path} by {text:?}");
    }

    #[test]
    fn rules_decide_as_in_git() {
        check("*.o\n", "a/b.o", Some(true));
        check("*.o\n!keep.o\n", "a/keep.o", Some(false));
        check("!keep.o\n*.o\n", "a/keep.o", Some(true));
        check("/target\n", "target/", Some(true));
        check("/target\n", "x/target/", None);
        check("build/\n", "x/build/", Some(true));
        check("build/\n", "build", None);
        check("doc/*.txt", "doc/a.txt", Some(true));
        check("doc/*.txt", "doc/x/a.txt", None);
        check("a/**/b", "a/x/y/b", Some(true));
        check("# no\n\\#yes\r\n", "#yes", Some(true));
        check("x\\ \n", "x ", Some(true));
        check("[\n*.c", "a.c", Some(true));
        check("foo[!a]", "foob", Some(true));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig {
            failure_persistence: None,
            ..proptest::prelude::ProptestConfig::with_cases(300)
        })]

        #[test]
        fn arbitrary_rules_never_panic(
            text in "([!#/*? a\\\\\\[\\]{},.é-]{0,12}\r?\n){0,4}",
            path in "[a/é]{1,8}",
        ) {
            Gitignore::parse(text.as_bytes()).decides(path.as_bytes(), false);
        }
    }
}
