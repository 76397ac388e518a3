// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Patterns of annotations, each convention with its own wildcards.

use heirloom_model::AnnotationConvention;

/// A compiled pattern, matched against paths relative to its base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Glob {
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Byte(u8),
    /// One character, `/` too.
    One,
    /// Any characters but `/`.
    Some,
    /// Any characters.
    All,
}

impl Glob {
    /// DEP-5: `*` and `?` match `/` too. REUSE: `*` does not, `**` does, `?` is itself. A
    /// backslash takes a wildcard its meaning.
    pub(super) fn new(pattern: &str, convention: AnnotationConvention) -> Glob {
        let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
        let mut parts = Vec::with_capacity(pattern.len());
        let mut bytes = pattern.bytes();
        let is_reuse = convention == AnnotationConvention::ReuseToml;
        while let Some(byte) = bytes.next() {
            let part = match byte {
                b'\\' => Part::Byte(bytes.next().unwrap_or(b'\\')),
                b'*' if !is_reuse => Part::All,
                b'*' => Part::Some,
                b'?' if !is_reuse => Part::One,
                other => Part::Byte(other),
            };
            match (parts.last(), part) {
                (Some(Part::Some | Part::All), Part::Some) => {
                    *parts.last_mut().expect("it has a last part") = Part::All;
                }
                (Some(Part::All), Part::All) => {}
                _ => parts.push(part),
            }
        }
        Glob { parts }
    }

    /// The path it stands for, when it has no wildcard.
    pub(super) fn literal(&self) -> Option<Vec<u8>> {
        let byte = |part: &Part| match part {
            Part::Byte(byte) => Some(*byte),
            _ => None,
        };
        self.parts.iter().map(byte).collect()
    }

    /// Whether the whole path matches, in time of the product of both lengths.
    pub(super) fn matches(&self, path: &[u8]) -> bool {
        let (mut part, mut at) = (0, 0);
        // Where to go on after the last wildcard of either sort, with one more byte given to it.
        let (mut some, mut all) = (None, None);
        loop {
            let fits = match self.parts.get(part) {
                Some(Part::All) => {
                    (some, all) = (None, Some((part + 1, at)));
                    part += 1;
                    continue;
                }
                Some(Part::Some) => {
                    some = Some((part + 1, at));
                    part += 1;
                    continue;
                }
                Some(Part::Byte(byte)) => path.get(at) == Some(byte),
                Some(Part::One) => at < path.len(),
                None if at == path.len() => return true,
                None => false,
            };
            if fits {
                at += match self.parts[part] {
                    Part::One => character_len(path[at]).min(path.len() - at),
                    _ => 1,
                };
                part += 1;
                continue;
            }
            match (some, all) {
                (Some((next, from)), _) if path.get(from).is_some_and(|&byte| byte != b'/') => {
                    some = Some((next, from + 1));
                    (part, at) = (next, from + 1);
                }
                (_, Some((next, from))) if from < path.len() => {
                    (some, all) = (None, Some((next, from + 1)));
                    (part, at) = (next, from + 1);
                }
                _ => return false,
            }
        }
    }
}

fn character_len(first: u8) -> usize {
    match first {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf7 => 4,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AnnotationConvention::{Dep5, ReuseToml};

    #[track_caller]
    fn check(convention: AnnotationConvention, pattern: &str, path: &str, expect: bool) {
        assert_eq!(Glob::new(pattern, convention).matches(path.as_bytes()), expect);
    }

    #[test]
    fn dep5_wildcards_cross_folders() {
        check(Dep5, "*", "a/b.c", true);
        check(Dep5, "*.c", "a/b.c", true);
        check(Dep5, "a/?.c", "a/b.c", true);
        check(Dep5, "a/?.c", "a/é.c", true);
        check(Dep5, "a?b", "a/b", true);
        check(Dep5, "a", "a/b", false);
        check(Dep5, "./a/*", "a/b", true);
        check(Dep5, "a\\*", "a*", true);
        check(Dep5, "a\\*", "ab", false);
        check(Dep5, "*a*b", "xaxbxab", true);
    }

    #[test]
    fn reuse_wildcards_have_two_sorts() {
        check(ReuseToml, "*", "a/b", false);
        check(ReuseToml, "**", "a/b", true);
        check(ReuseToml, "src/*.rs", "src/a.rs", true);
        check(ReuseToml, "src/*.rs", "src/a/b.rs", false);
        check(ReuseToml, "src/**", "src/a/b.rs", true);
        check(ReuseToml, "**/*.rs", "src/a/b.rs", true);
        check(ReuseToml, "**/x*y/z", "a/xb/xcy/z", true);
        check(ReuseToml, "a?", "a?", true);
        check(ReuseToml, "a?", "ab", false);
    }

    #[test]
    fn hostile_patterns_end() {
        let pattern = "*a".repeat(200);
        check(Dep5, &pattern, &"a".repeat(4_000), true);
        check(Dep5, &format!("{pattern}b"), &"a".repeat(4_000), false);
        check(ReuseToml, &format!("**{pattern}**b"), &"a/".repeat(2_000), false);
    }

    /// By definition: every wildcard tries every length.
    fn matches_slowly(parts: &[Part], path: &[u8]) -> bool {
        let Some((part, rest)) = parts.split_first() else {
            return path.is_empty();
        };
        let longest = match part {
            Part::Byte(byte) => {
                return path.first() == Some(byte) && matches_slowly(rest, &path[1..]);
            }
            Part::One => return !path.is_empty() && matches_slowly(rest, &path[1..]),
            Part::Some => path.iter().position(|&b| b == b'/').unwrap_or(path.len()),
            Part::All => path.len(),
        };
        (0..=longest).any(|len| matches_slowly(rest, &path[len..]))
    }

    proptest::proptest! {
        #[test]
        fn matching_is_what_it_is_by_definition(pattern in "[ab/*?]{0,9}", path in "[ab/]{0,9}") {
            for convention in [Dep5, ReuseToml] {
                let glob = Glob::new(&pattern, convention);
                let expect = matches_slowly(&glob.parts, path.as_bytes());
                proptest::prop_assert_eq!(glob.matches(path.as_bytes()), expect);
            }
        }
    }
}
