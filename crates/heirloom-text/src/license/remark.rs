// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Remarks about the license of something else: "but the core is still GPLv2+".
//!
//! A file that has said its own license may go on to speak of others: of the program that it is a
//! door to, of what becomes of a build, of a library that it calls. There a short name is what a
//! sentence says *of its subject*; unless that is the file or what it belongs to, the name is a
//! clue.

use heirloom_model::FindKind;

use super::{matches::Match, query::Query};

/// The most words of a name.
const MAX_NAME: u32 = 4;
/// The most words of a notice that may be of what a program is linked with.
const MAX_NOTICE: u32 = 8;
/// Bytes of a permission to link before a name.
const PERMISSION: usize = 800;
/// Bytes before a name that are looked at.
const BEFORE: usize = 240;

/// Words between a verb and a name.
const BETWEEN: [&str; 15] = [
    "a",
    "also",
    "always",
    "an",
    "by",
    "currently",
    "default",
    "generally",
    "just",
    "now",
    "of",
    "only",
    "still",
    "the",
    "usually",
];

/// Subjects that may be the file itself, or all of which it is a part.
const OWN: [&str; 35] = [
    "all",
    "code",
    "contents",
    "copyright",
    "data",
    "distribution",
    "everything",
    "file",
    "files",
    "function",
    "functions",
    "header",
    "here",
    "implementation",
    "it",
    "library",
    "licence",
    "license",
    "licensed",
    "licenses",
    "licensing",
    "module",
    "package",
    "part",
    "parts",
    "program",
    "project",
    "rest",
    "script",
    "software",
    "source",
    "sources",
    "there",
    "these",
    "this",
];

/// Marks names that only speak of the license of something else.
pub(super) fn mark(matches: &mut [Match<'_>], query: &Query, text: &str) {
    let says_its_own = |found: &Match<'_>| {
        matches!(found.kind(), FindKind::Text | FindKind::Notice | FindKind::Tag)
    };
    let Some(own) = matches.iter().find(|found| says_its_own(found)).map(Match::start) else {
        return;
    };
    for found in matches {
        let is_short = found.len() <= MAX_NOTICE
            && found.rule().is_some()
            && matches!(found.kind(), FindKind::Reference | FindKind::Notice)
            && found.start() > own;
        if !is_short {
            continue;
        }
        let start = query.places[found.start() as usize].0 as usize;
        let end = query.places[found.end() as usize].1 as usize;
        let is_name = found.len() <= MAX_NAME && found.kind() == FindKind::Reference;
        found.is_mention |=
            (is_name && is_bare(&text[start..end]) && is_of_another(&text[..start]))
                || is_of_what_is_linked(&text[..start]);
    }
}

/// Whether a name stands in a permission to link with what is under it, which is an exception to the
/// license before it and no license of its own.
fn is_of_what_is_linked(before: &str) -> bool {
    let from = before.floor_char_boundary(before.len().saturating_sub(PERMISSION));
    // The line of the name itself may have nothing before it.
    let (above, line) = before[from..].rsplit_once('\n').unwrap_or(("", &before[from..]));
    let is_word = |line: &&str| line.contains(char::is_alphanumeric);
    let mut paragraph = vec![line];
    paragraph.extend(above.split('\n').rev().take_while(is_word));
    paragraph.reverse();
    let paragraph = paragraph.join(" ").to_lowercase();
    let words: Vec<&str> =
        paragraph.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(3).any(|three| {
        three[0] == "permission" && three[1] == "to" && matches!(three[2], "link" | "combine")
    })
}

/// Whether a name is one alone: "licensed under X" and "in the public domain" grant something.
fn is_bare(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    !["under", "licensed", "domain"].iter().any(|word| lower.contains(word))
}

/// Whether the sentence that ends with a name says it of something else.
fn is_of_another(before: &str) -> bool {
    // In an address or a path there are no sentences.
    if !before.ends_with(char::is_whitespace) {
        return false;
    }
    let from = before.floor_char_boundary(before.len().saturating_sub(BEFORE));
    let clause = clause(&before[from..]).to_lowercase();
    let is_of_word = |c: char| c.is_alphanumeric() || c == '\'';
    let words: Vec<&str> =
        clause.split(|c| !is_of_word(c)).filter(|word| !word.is_empty()).collect();
    let n_between = words.iter().rev().take_while(|word| BETWEEN.contains(word)).count();
    let Some((verb, subject)) = words[..words.len() - n_between].split_last() else { return false };
    match *verb {
        "it" | "them" => subject.ends_with(&["makes"]) || subject.ends_with(&["make"]),
        "is" | "are" | "be" | "remains" | "becomes" | "was" | "were" => {
            !subject.is_empty() && !subject.iter().any(|word| OWN.contains(word))
        }
        _ => false,
    }
}

/// The words since the last sentence, part of one, or empty line ended.
fn clause(before: &str) -> &str {
    let is_end = |at: usize, c: char| match c {
        '.' | ':' => before[at + 1..].starts_with(char::is_whitespace),
        ';' | ',' | '(' | ')' | '"' | '{' | '}' => true,
        '\n' => {
            let line = before[at + 1..].lines().next().unwrap_or_default();
            !line.contains(char::is_alphanumeric)
        }
        _ => false,
    };
    let end = before.char_indices().rev().find(|&(at, c)| is_end(at, c));
    end.map_or(before, |(at, c)| &before[at + c.len_utf8()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_may_be_linked_with_is_no_license_of_it() {
        let permission = "# In addition, the contributors give permission to link the code of this\n\
            # program to libraries (the \"Libraries\") licensed under the ";
        assert!(is_of_what_is_linked(permission));
        let other = "You have permission to link.\n\n * The documents are licensed under the ";
        assert!(!is_of_what_is_linked(other));
        assert!(!is_of_what_is_linked("permission to link.\n\n"));
        assert!(is_of_what_is_linked("permission to link what is under\n * "));
        assert!(!is_of_what_is_linked(
            "Permission to use, copy and link this is granted under the "
        ));
    }

    #[test]
    fn what_is_said_of_another_work_is_a_remark() {
        for before in [
            "other wrappers. But keep in mind that the\n * mpv core is by default still ",
            "unless built with\n * -Dgpl=false, which makes it ",
            "# Python bindings are always ",
            "# wisdom is that the Linux SPL must be ",
            "Note: libfoo is ",
        ] {
            assert!(is_of_another(before), "{before}");
        }
    }

    #[test]
    fn what_is_said_of_the_file_is_no_remark() {
        for before in [
            "This is ",
            " * This file is under the ",
            "The code below is ",
            "Lifted from libfoo, ",
            "License is ",
            "(C) 2001 X, standard ",
            "libfoo is fine.\n\n ",
            "is ",
            "",
            "* Released under the ",
            "The manual pages are under ",
            "of MIT (https://mths.be/",
        ] {
            assert!(!is_of_another(before), "{before}");
        }
    }
}
