// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a package of npm or Python leaves out when it is published: `files` of `package.json`,
//! `.npmignore`, `MANIFEST.in`.
//!
//! No reader of JSON is needed for the few keys that matter here: texts are taken as they stand
//! behind a key at the top.

use heirloom_model::BuildLineKind as Kind;

use crate::collect::Collector;

/// Patterns of what is published.
pub(crate) const FILES: &str = "npm:files";
/// What is published in any case: the files that the package starts with.
pub(crate) const MAIN: &str = "npm:main";
/// Patterns of what is not published.
pub(crate) const IGNORE: &str = "npm:ignore";
/// Commands of `MANIFEST.in`, each with its patterns.
pub(crate) const TEMPLATE: &str = "python:template";

/// Deeper values are not looked at.
const MAX_DEPTH: usize = 32;

/// Reads a `package.json`.
pub(crate) fn read_json(text: &str, collector: &mut Collector<'_>) {
    let Some(value) = top(text, "files") else { return read_main(text, collector) };
    // What is private goes to no registry.
    if top(text, "private").is_some_and(|value| value.trim_start().starts_with("true")) {
        return;
    }
    let files = texts(value);
    let at = value.as_ptr() as usize - text.as_ptr() as usize;
    collector.build(Kind::Set, FILES, files, false, at..at + 1);
    read_main(text, collector);
}

fn read_main(text: &str, collector: &mut Collector<'_>) {
    let is_private =
        top(text, "private").is_some_and(|value| value.trim_start().starts_with("true"));
    if is_private || top(text, "name").is_none() || top(text, "version").is_none() {
        return;
    }
    let mut words: Vec<String> = Vec::new();
    for key in ["main", "module", "browser", "types", "typings", "bin", "exports"] {
        let value = top(text, key).into_iter();
        let is_file = |word: &String| key == "main" || word.contains(['/', '.']);
        words.extend(value.flat_map(texts).filter(is_file));
    }
    if words.is_empty() {
        words.push("index.js".into());
    }
    collector.build(Kind::Set, MAIN, words, false, 0..0);
}

/// Reads an `.npmignore`.
pub(crate) fn read_ignore(text: &str, collector: &mut Collector<'_>) {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let patterns = lines.filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    collector.build(Kind::Set, IGNORE, patterns, false, 0..0);
}

/// Reads a `MANIFEST.in`.
pub(crate) fn read_template(text: &str, collector: &mut Collector<'_>) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let plain = line.split('#').next().unwrap_or_default();
        let words: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
        if words.len() > 1 {
            collector.build(Kind::Set, TEMPLATE, words, false, at..at + line.trim_end().len());
        }
    }
}

/// The text from the value of a key of the outermost object on.
fn top<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let end = string_end(bytes, at);
                let key = text.get(at + 1..end.saturating_sub(1)).unwrap_or_default();
                at = end;
                let rest = text[at..].trim_start();
                if depth == 1 && key == wanted && rest.starts_with(':') {
                    return Some(&rest[1..]);
                }
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// All texts of a value, without the keys of objects.
fn texts(value: &str) -> Vec<String> {
    let bytes = value.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() && depth <= MAX_DEPTH {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => break,
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => break,
            b'"' => {
                let end = string_end(bytes, at);
                let text = value.get(at + 1..end.saturating_sub(1)).unwrap_or_default();
                let is_key = value[end..].trim_start().starts_with(':');
                if !is_key && !text.contains('\\') {
                    found.push(text.to_owned());
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Where a string that begins at a place ends, behind its quote.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while end < bytes.len() {
        match bytes[end] {
            b'\\' => end += 2,
            b'"' => return end + 1,
            _ => end += 1,
        }
    }
    bytes.len()
}
