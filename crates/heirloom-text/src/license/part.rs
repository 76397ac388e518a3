// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether a license is said to be that of a part: "The bundled X code is licensed under …",
//! "Portions of this software are derived from …".
//!
//! License files of projects list the licenses of what they bundle behind their own.

/// Words further before a license do not speak of it, in bytes.
const AROUND: usize = 900;
/// The most words between "the" and what is licensed.
const MAX_NAMES: usize = 6;

/// How a license behind another one is introduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Introduced {
    /// As that of a part.
    Part,
    /// As that of all the rest.
    Rest,
    /// Not in these ways.
    Plainly,
}

/// Says what the words before a license make of it; `from` is where the license before ends.
pub(super) fn introduced(text: &str, from: usize, start: usize, end: usize) -> Introduced {
    let from = text.floor_char_boundary(from.max(start.saturating_sub(AROUND)).min(start));
    let before = text.get(from..start).unwrap_or_default();
    // What stands above a drawn line speaks of something else.
    let mut at = 0;
    let mut since = 0;
    for line in before.split_inclusive('\n') {
        at += line.len();
        if is_drawn(line.trim()) {
            since = at;
        }
    }
    let own = text.get(start..end.min(text.floor_char_boundary(start + 160))).unwrap_or_default();
    let own = own.lines().next().unwrap_or_default();
    let all = format!("{}{own}", &before[since..]);
    let paragraphs = all.split("\n\n").map(folded);
    let mut introduced = Introduced::Plainly;
    for paragraph in paragraphs {
        if is_of_rest(&paragraph) {
            introduced = Introduced::Rest;
        } else if is_of_part(&paragraph) {
            introduced = Introduced::Part;
        }
    }
    introduced
}

/// Whether a line is drawn with signs.
fn is_drawn(line: &str) -> bool {
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    "-=*_#~".contains(first) && line.len() >= 5 && chars.all(|next| next == first)
}

/// A paragraph in small letters on one line, without the usual sentences of licenses that sound like
/// such words.
fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words
        .join(" ")
        .replace("substantial portions of the software", "")
        .replace("derived from this software", "")
        .replace("based on the program", "")
}

fn is_of_rest(paragraph: &str) -> bool {
    const WORDS: [&str; 5] =
        ["everything else", "the rest of", "all other code", "all other files", "all other parts"];
    WORDS.iter().any(|words| paragraph.contains(words)) && names_terms(paragraph)
}

fn names_terms(paragraph: &str) -> bool {
    ["licen", "distributed", "released", "terms", "domain"]
        .iter()
        .any(|word| paragraph.contains(word))
}

fn is_of_part(paragraph: &str) -> bool {
    const BROUGHT: [&str; 22] = [
        "bundled",
        "bundles ",
        "subcomponent",
        "third party software",
        "third-party software",
        "third party code",
        "third-party code",
        "third party component",
        "third-party component",
        "third party librar",
        "third-party librar",
        "externally maintained",
        " incorporates ",
        "includes a copy of",
        "includes code from",
        "includes parts of",
        "contains code from",
        "uses parts of",
        "uses a modified version of",
        "copied from",
        "derived from",
        "taken from",
    ];
    let is_brought = BROUGHT.iter().any(|words| paragraph.contains(words));
    is_brought
        || paragraph.starts_with("portions ") && !paragraph.starts_with("portions copyright")
        || names_part(paragraph)
}

/// Whether a paragraph tells of a thing with a name of its own how it is licensed.
fn names_part(paragraph: &str) -> bool {
    const THINGS: [&str; 24] = [
        "algorithm",
        "code",
        "data",
        "dependency",
        "directory",
        "docs",
        "documentation",
        "files",
        "font",
        "fonts",
        "framework",
        "functions",
        "headers",
        "icons",
        "images",
        "implementation",
        "library",
        "module",
        "modules",
        "parser",
        "routines",
        "subdirectory",
        "submodule",
        "tests",
    ];
    const SAYS: [&str; 7] =
        ["licensed", "distributed", "released", "available", "covered", "provided", "under"];
    let words: Vec<&str> = paragraph.split(' ').collect();
    for (at, word) in words.iter().enumerate() {
        if !matches!(*word, "is" | "are") || !words.get(at + 1).is_some_and(|w| SAYS.contains(w)) {
            continue;
        }
        // Places in brackets stand behind the thing.
        let mut subject = words[..at].to_vec();
        if subject.last().is_some_and(|last| last.ends_with(')')) {
            let open = subject.iter().rposition(|word| word.starts_with('('));
            subject.truncate(open.unwrap_or(0));
        }
        let Some((thing, names)) = subject.split_last() else { continue };
        if !THINGS.contains(&thing.trim_matches(['`', '"', '\''])) {
            continue;
        }
        // "The code is licensed" speaks of all of it; "the Clar framework" does not.
        let own = names.iter().rev().take(MAX_NAMES);
        let own: Vec<&&str> = own.take_while(|word| !word.ends_with(['.', ':', ';'])).collect();
        let is_plain = |word: &&&str| {
            matches!(**word, "the" | "this" | "all" | "its" | "our" | "source" | "project" | "in")
        };
        let is_named = own.iter().any(|word| !is_plain(word));
        let is_told = own.iter().any(|word| **word == "the" || word.ends_with("'s"));
        if is_named && is_told
            || matches!(*thing, "documentation" | "docs" | "images" | "icons" | "fonts" | "tests")
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Introduced) {
        let start = text.find('[').unwrap();
        assert_eq!(introduced(text, 0, start, text.len()), expect, "{text}");
    }

    #[test]
    fn licenses_of_parts_are_introduced_as_such() {
        for text in [
            "The bundled compressor is licensed under the [Zlib license]:",
            "----------\nThe Lantern framework is licensed under the [ISC license]",
            "The glob routines (deps/glob/) are available under\n[BSD]",
            "Portions of this software derived from Lantern Everywhere:\n\nCopyright (c) Ada\n\n[MIT]",
            "the tool incorporates Ada Lovelace's engine.c, which bears these notices:\n\n[MIT]",
            "the tool's documentation (all below docs/) is licensed under [CC-BY-3.0]",
            "This product bundles lantern 2.1, which is available under the [MIT license]",
        ] {
            check(text, Introduced::Part);
        }
    }

    #[test]
    fn licenses_of_all_are_not() {
        for text in [
            "Copyright (c) 2026 Ada\n\n[MIT]",
            "The code is licensed under the [MIT license]",
            "This library is distributed under the [LGPL-2.1]",
            "in all copies or substantial portions of the Software.\n\n[MIT]",
            "The bundled compressor has its own terms.\n==========\nCopyright Ada\n[MIT]",
        ] {
            check(text, Introduced::Plainly);
        }
        check("Everything else is licensed under the [MIT license]", Introduced::Rest);
    }
}
