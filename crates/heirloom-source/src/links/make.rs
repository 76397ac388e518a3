// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Makefiles, those of automake among them: `-lfoo` in variables and recipes, `pkg-config --libs`.

use heirloom_model::{LinkNaming, SourceGround};

use super::{
    Link,
    conditions::{Conditions, Weight},
    flags, modules, pkg_config,
};
use crate::collect::Collector;

/// Lines joined beyond this length are cut.
const MAX_LINE: usize = 100_000;

/// Reads a makefile for libraries alone.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    // Most makefiles name none.
    let has = |sign: &[u8]| memchr::memmem::find(text.as_bytes(), sign).is_some();
    if !(has(b"-l") || has(b"lib")) {
        return;
    }
    let mut conditions = Conditions::default();
    let mut is_test = false;
    let mut at = 0;
    while at < text.len() {
        let (line, end) = joined(text, at);
        let start = std::mem::replace(&mut at, end);
        let plain = without_comment(line);
        // Directives and assignments may be set in by tabs too.
        let is_recipe = line.starts_with('\t') && !is_assignment(plain);
        let word = plain.split_whitespace().next().unwrap_or_default();
        match word {
            "ifeq" | "ifneq" | "ifdef" | "ifndef" => {
                let is_kept = word == "ifndef" && is_opt_out(plain);
                conditions.push(plain, if is_kept { Weight::Default } else { Weight::Open });
                continue;
            }
            "if" if !is_recipe => {
                conditions.push(plain, Weight::Open);
                continue;
            }
            "else" if !plain.contains([';', '\\']) => {
                conditions.turn_to(None, |text| match text.starts_with("ifdef") {
                    true if is_opt_out(text) => Weight::Default,
                    _ => Weight::Open,
                });
                continue;
            }
            "endif" => {
                conditions.pop();
                continue;
            }
            _ => {}
        }
        if !is_recipe && !plain.trim().is_empty() {
            is_test = is_for_tests(plain);
        }
        if !is_recipe {
            own_names(plain, collector);
        }
        if is_test || !(plain.contains("-l") || plain.contains("--libs")) {
            continue;
        }
        let other = if is_recipe { "recipe" } else { "makefile" };
        let through = variable(plain).filter(|_| !is_recipe).unwrap_or(other);
        report(plain, start, through, &conditions, collector);
    }
}

fn report(
    line: &str,
    start: usize,
    through: &str,
    conditions: &Conditions<'_>,
    collector: &mut Collector<'_>,
) {
    let (weight, condition) = conditions.all();
    let mut found: Vec<(&str, LinkNaming, bool)> = Vec::new();
    match pkg_config(line) {
        Some(_) if through.starts_with("HOST") => {}
        Some(command) => {
            found.extend(modules(command).map(|name| (name, LinkNaming::PkgConfig, false)));
        }
        None if is_linking(line, through) => {
            flags(line, |name, is_static| found.push((name, LinkNaming::Flag, is_static)));
        }
        None => {}
    }
    for (name, naming, is_static) in found {
        // What a variable says may be replaced from outside.
        let is_default = line.contains("?=");
        collector.link(&Link {
            kept_in: None,
            name,
            naming,
            is_static,
            is_optional: weight == Weight::Open || is_default,
            condition: condition.clone(),
            through,
            ground: SourceGround::Literal,
            range: start..start + line.len(),
        });
    }
}

/// Whether a line is one that links: its variable says so, or its command runs a compiler. Other
/// programs have options that begin with `-l` too.
fn is_linking(line: &str, through: &str) -> bool {
    if !matches!(through, "recipe" | "makefile") {
        let name = through.to_ascii_uppercase();
        // Programs for the machine that builds are no part of the product.
        if name.starts_with("HOST") {
            return false;
        }
        let ends = ["LIB", "LDADD", "LDFLAGS", "LDLIBS", "LINK", "LD_", "LFLAGS", "LOADLIBES"];
        return ends.iter().any(|end| name.contains(end));
    }
    let command = line.trim_start_matches(['\t', ' ', '@', '-', '+']);
    let first = command.split_whitespace().next().unwrap_or_default();
    let compilers = [
        "$(CC)",
        "$(CXX)",
        "${CC}",
        "${CXX}",
        "$(LD)",
        "$(LINK)",
        "gcc",
        "g++",
        "cc",
        "c++",
        "clang",
        "clang++",
        "ld",
        "$(LINK.c)",
        "$(LINK.o)",
        "$(LINK.cc)",
    ];
    let is_compiler = |word: &str| compilers.contains(&word);
    is_compiler(first)
        || command.split_whitespace().take(4).any(|word| {
            is_compiler(word)
                || word.ends_with("CC)") && !word.contains("HOST")
                || word.ends_with("LINK)")
                || word.ends_with("LD)")
        })
}

/// Whether a condition asks for a variable by which people leave something out: `ifdef NO_CURL`.
fn is_opt_out(condition: &str) -> bool {
    let name = condition.split_whitespace().nth(1).unwrap_or_default();
    ["NO_", "WITHOUT_", "DISABLE_"].iter().any(|start| name.starts_with(start))
}

/// Whether a line that a tab sets in sets a variable of make and not one of the shell, which has no
/// space around the sign.
fn is_assignment(line: &str) -> bool {
    let Some((name, _)) = line.split_once('=') else { return false };
    let name = name.trim_start();
    let is_name = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let plain = name.trim_end_matches(['+', ':', '?']);
    is_name(plain.trim_end()) && plain.len() < name.len()
        || name.ends_with([' ', '\t']) && is_name(name.trim_end())
}

/// The variable that a line sets.
pub(crate) fn variable(line: &str) -> Option<&str> {
    let line = line.trim_start_matches('\t');
    let (name, _) = line.split_once('=')?;
    let name = name.trim_end_matches([':', '?', '+', '!']).trim();
    let name = name.strip_prefix("export ").unwrap_or(name).trim();
    let name = name.strip_prefix("override ").unwrap_or(name).trim();
    // A variable of one target: `prog: LDLIBS += -lfoo`.
    let name = name.rsplit([':', ' ']).next().unwrap_or(name);
    let is_name = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.$(){}%@".contains(c));
    is_name.then_some(name)
}

/// Libraries that the tree makes itself: targets of rules, and what automake is told to build.
fn own_names(line: &str, collector: &mut Collector<'_>) {
    let targets = match line.split_once('=') {
        Some((name, value)) => {
            let name = name.trim_end_matches(['+', ':', '?', ' ', '\t']);
            // `NAME = libname.a`: what a variable holds without a folder is made here.
            let file = value.trim();
            let is_made = file.starts_with("lib") && file.ends_with(".a");
            if !name.ends_with("LIBRARIES") && (!is_made || file.contains(['/', ' ', '$', '-'])) {
                return;
            }
            value
        }
        None => line.split(':').next().unwrap_or_default(),
    };
    for word in targets.split_whitespace().take(500) {
        let file = word.rsplit('/').next().unwrap_or(word);
        let stem = [".la", ".a", ".so", ".dylib"].iter().find_map(|end| file.strip_suffix(end));
        if let Some(name) = stem.and_then(|stem| stem.strip_prefix("lib"))
            && !name.is_empty()
            && collector.facts.functions.len() < collector.limits.max_facts
        {
            collector.facts.functions.push(name.into());
        }
    }
}

/// Whether a rule or variable serves tests.
fn is_for_tests(line: &str) -> bool {
    let end = line.find(['=', ':']).unwrap_or(0);
    let name = line[..end].to_ascii_lowercase();
    name.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        matches!(word, "test" | "tests" | "check" | "bench" | "benchmark" | "fuzz" | "example")
    })
}

/// A line with those that it goes on in, and where the next one begins. The text between stands as
/// it is: the signs for going on are no part of words that matter.
pub(crate) fn joined(text: &str, start: usize) -> (&str, usize) {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        let end = memchr::memchr(b'\n', &bytes[at..]).map(|end| at + end);
        let Some(end) = end else { return (&text[start..], text.len()) };
        let is_more = text[at..end].trim_end_matches('\r').ends_with('\\');
        if !is_more || end - start > MAX_LINE {
            return (&text[start..end], end + 1);
        }
        at = end + 1;
    }
}

/// A line up to its comment.
pub(crate) fn without_comment(line: &str) -> &str {
    let bytes = line.as_bytes();
    let hashes = memchr::memchr_iter(b'#', bytes);
    let mut before = hashes.map(|at| (at, at.checked_sub(1).map(|before| bytes[before])));
    let comment = before.find(|(_, before)| !matches!(before, Some(b'\\' | b'$')));
    comment.map_or(line, |(at, _)| &line[..at])
}
