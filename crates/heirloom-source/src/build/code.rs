// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What source text itself says on which files belong to a program: `mod` lines and build scripts
//! of Rust, the package clause of Go.

use heirloom_model::BuildLineKind as Kind;

use super::is_of_compiler;
use crate::collect::Collector;

/// More places of a file are not looked at.
const MAX_PLACES: usize = 5_000;

/// Reads the modules that a Rust file has in other files; of a build script the files it names.
pub(crate) fn read_rust(text: &str, is_build_script: bool, collector: &mut Collector<'_>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), b"mod ").take(MAX_PLACES) {
        let rest = text[at + 4..].trim_start_matches([' ', '\t']);
        let name = rest.strip_prefix("r#").unwrap_or(rest);
        let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
        let (name, behind) = name.split_at(end);
        let before = line_before(text, at);
        let is_begun = before.trim_end().is_empty()
            || before.trim_end().ends_with(['b', ')', '}', ']', ';']) && !before.contains("//");
        if name.is_empty() || !behind.trim_start().starts_with(';') || !is_begun {
            continue;
        }
        let above = attributes(text, at);
        let is_test = above.contains("cfg(test)") || above.contains("cfg(all(test");
        // Conditions may give a module several places.
        for (place, _) in above.match_indices("path").take(20) {
            let rest = above[place + 4..].trim_start();
            let Some(rest) = rest.strip_prefix('=') else { continue };
            if let Some(path) = rest.split('"').nth(1) {
                let words = vec![path.to_owned()];
                collector.build(Kind::Sources, "path", words, is_test, at..at + 4 + end);
            }
        }
        collector.build(Kind::Sources, "mod", vec![name.to_owned()], is_test, at..at + 4 + end);
    }
    for at in memchr::memmem::find_iter(text.as_bytes(), b"include!(").take(MAX_PLACES) {
        let inside = text[at + 9..].trim_start();
        if let Some(path) = inside.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
            collector.build(Kind::Sources, "path", vec![path.to_owned()], false, at..at + 9);
        }
    }
    if is_build_script {
        build_script(text, collector);
    }
}

/// The files and folders that a build script names; those it looks for are not known.
fn build_script(text: &str, collector: &mut Collector<'_>) {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let (mut files, mut places) = (Vec::new(), Vec::new());
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for text in line.split('"').skip(1).step_by(2).take(50) {
            let is_name = !text.contains(char::is_whitespace) && !text.contains(['{', '=']);
            if is_name && is_of_compiler(text) {
                files.push(text.to_owned());
            } else if is_name && !text.is_empty() {
                places.push(text.to_owned());
            }
        }
    }
    collector.build(Kind::Sources, "cc", files, false, 0..0);
    collector.build(Kind::Mention, "", places, false, 0..0);
    let builds = has("cc::") || has("cmake::") || has("autotools::") || has("Command::new(");
    let looks = ["read_dir", "glob(", "WalkDir", "format!(", "{}", "cmake::", "autotools::"];
    if builds && looks.iter().any(|word| has(word)) {
        collector.build(Kind::Open, "", Vec::new(), false, 0..0);
    }
}

/// What stands on the line before a place.
fn line_before(text: &str, at: usize) -> &str {
    text[..at].rsplit('\n').next().unwrap_or_default()
}

/// The attributes above a place.
fn attributes(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let mut from = start;
    while from > 0 {
        let above = text[..from - 1].rfind('\n').map_or(0, |end| end + 1);
        let line = text[above..from].trim();
        if !(line.starts_with("#[") || line.starts_with("///") || line.ends_with(")]")) {
            break;
        }
        from = above;
    }
    &text[from..at]
}

/// Reads the lines in which C files of BusyBox say what the makefiles of their folder shall hold.
pub(crate) fn read_c(text: &str, collector: &mut Collector<'_>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), b"//kbuild:").take(100) {
        let line = text[at + 9..].lines().next().unwrap_or_default();
        if let Some((name, value)) = line.split_once("+=") {
            let words = value.split_whitespace().map(str::to_owned).collect();
            collector.build(Kind::Set, name.trim(), words, false, at..at + 9 + line.len());
        }
    }
}

/// Reads the package clause of a Go file: whether it is a part of a program.
pub(crate) fn read_go(text: &str, collector: &mut Collector<'_>) {
    let mut at = 0;
    let mut is_by_hand = false;
    for line in text.split_inclusive('\n').take(400) {
        let start = at;
        at += line.len();
        let plain = line.trim_end();
        if let Some(constraint) = plain.strip_prefix("//go:build ") {
            let words = constraint.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            is_by_hand |= constraint.trim() == "ignore" || words.clone().any(|w| w == "tools");
            is_by_hand |= words.clone().any(|word| word == "ignore") && !constraint.contains('!');
        }
        let Some(name) = plain.strip_prefix("package ") else { continue };
        let name = name.split(['/', ';', ' ', '\t']).next().unwrap_or_default();
        if name == "main" {
            let range = start..start + plain.len();
            collector.build(Kind::Program, "main", Vec::new(), is_by_hand, range);
        } else if is_by_hand {
            collector.build(Kind::Open, "ignore", Vec::new(), true, start..start + plain.len());
        }
        break;
    }
}
