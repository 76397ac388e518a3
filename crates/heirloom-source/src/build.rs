// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which files programs and libraries are made of, as build files and source text say it.
//!
//! Readers give lines with variables as they stand, in one way of writing for all languages; what
//! they come to is found where all files are known ([`crate::parts`]).

pub(crate) mod autoconf;
pub(crate) mod cmake;
pub(crate) mod code;
pub(crate) mod make;
mod make_words;
pub(crate) mod manifests;
pub(crate) mod meson;
mod meson_flow;
pub(crate) mod npm;
pub(crate) mod python;

use std::ops::Range;

use heirloom_model::{BuildLine, BuildLineKind};

use crate::collect::{Collector, shortened};

/// Longer words name nothing.
const MAX_WORD: usize = 300;
/// Words of one line beyond this number are not kept.
const MAX_WORDS: usize = 5_000;

/// How the variable is called that says in which way a library is linked: `linkage:` and its name.
pub(crate) const LINKAGE: &str = "linkage:";
/// How the variable is called that holds the library which another name stands for.
pub(crate) const ALIAS: &str = "alias:";
/// How the variable is called that holds the folders in which a target's files look for headers:
/// `include:` and its name; without a name those of all targets of the folder and below.
pub(crate) const INCLUDE: &str = "include:";
/// How the variable is called that holds those of whoever is linked with a target.
pub(crate) const INTERFACE: &str = "interface:";
/// How the variable is called that holds what the calls of a function give it: `call:`, its name, a
/// colon, and the place of the argument.
pub(crate) const CALL: &str = "call:";
/// Stands before the name of a library from elsewhere that a variable holds or a target asks for.
pub(crate) const LIBRARY: &str = "library:";
/// The ways of libraries; `unsaid` where options decide.
pub(crate) const LINKAGES: [&str; 5] = ["shared", "static", "module", "object", "unsaid"];

impl Collector<'_> {
    /// Takes in a line of a build file.
    pub(crate) fn build(
        &mut self,
        kind: BuildLineKind,
        name: &str,
        words: Vec<String>,
        is_for_work: bool,
        range: Range<usize>,
    ) {
        if name.len() > MAX_WORD || !self.has_room() {
            return;
        }
        let words = words.into_iter().filter(|word| !word.is_empty() && word.len() <= MAX_WORD);
        self.facts.build.push(BuildLine {
            kind,
            name: shortened(name, MAX_WORD).into(),
            words: words.take(MAX_WORDS).map(Into::into).collect(),
            is_for_work,
            span: self.source.span(range),
        });
    }
}

/// Whether a text speaks of what only those who work on a project build: tests, examples and the
/// like, in a name of a target or in a condition.
pub(crate) fn is_for_work(text: &str) -> bool {
    let is_end = |c: char| !c.is_ascii_alphanumeric();
    text.split(is_end).any(|word| {
        let lower = word.to_ascii_lowercase();
        matches!(
            &*lower,
            "test"
                | "tests"
                | "testing"
                | "unittest"
                | "unittests"
                | "testsuite"
                | "check"
                | "bench"
                | "benches"
                | "benchmark"
                | "benchmarks"
                | "fuzz"
                | "fuzzer"
                | "fuzzers"
                | "fuzzing"
                | "example"
                | "examples"
                | "demo"
                | "demos"
                | "sample"
                | "samples"
        ) || lower.ends_with("tests")
            || lower.ends_with("fuzzer")
    })
}

/// What a compiler is told to look for headers in: the sign before the folder. Where a condition
/// decides, [`PERHAPS`] follows.
pub(crate) const INCLUDE_FLAGS: [&str; 4] = ["-I", "-isystem", "-iquote", "-idirafter"];
/// Stands behind the sign of a folder that a condition decides about.
pub(crate) const PERHAPS: char = '?';

/// The sign that tells a compiler where to look for headers, and the folder behind it.
pub(crate) fn include_flag(word: &str) -> Option<(&'static str, &str)> {
    let flag = INCLUDE_FLAGS.into_iter().rev().find(|flag| word.starts_with(flag))?;
    Some((flag, &word[flag.len()..]))
}

/// Joins signs with the folders that follow them as words of their own, and marks those that a
/// condition decides about.
pub(crate) fn with_folders(words: Vec<String>, is_conditional: bool) -> Vec<String> {
    if !words.iter().any(|word| include_flag(word).is_some()) {
        return words;
    }
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    let mut open: Option<&'static str> = None;
    for word in words {
        let folder = match open.take() {
            Some(flag) => Some((flag, word.as_str())),
            None => include_flag(&word),
        };
        match folder {
            Some((flag, "")) => open = Some(flag),
            Some((flag, folder)) => joined.push(match is_conditional {
                true => format!("{flag}{PERHAPS}{folder}"),
                false => format!("{flag}{folder}"),
            }),
            None => joined.push(word),
        }
    }
    joined
}

/// Whether a name is that of a file which a compiler takes or makes.
pub(crate) fn is_of_compiler(word: &str) -> bool {
    let Some((_, end)) = word.rsplit_once('.') else { return false };
    matches!(
        end,
        "c" | "cc"
            | "cpp"
            | "cxx"
            | "c++"
            | "C"
            | "m"
            | "mm"
            | "s"
            | "S"
            | "asm"
            | "y"
            | "yy"
            | "ypp"
            | "l"
            | "ll"
            | "o"
            | "lo"
            | "obj"
            | "a"
            | "la"
            | "so"
            | "cu"
            | "f"
            | "f90"
            | "F90"
            | "vala"
            | "rl"
            | "re"
    )
}
