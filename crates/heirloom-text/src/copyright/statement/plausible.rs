// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which marks with what behind them are statements: prose, code and templates are not.

use super::marks::Marks;
use crate::copyright::{
    grammar::{Body, Tokens},
    token::{Kind, Token},
};

/// Whether marks and names make a statement and not prose or code.
pub(super) fn is_plausible(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    if body.is_template && body.n_names < 3 && !body.has_org {
        return false;
    }
    if marks.is_held {
        return body.n_names > 1 || body.has_address;
    }
    if marks.is_holder {
        return body.has_address && body.n_names > 1;
    }
    if !body.is_dated && !body.has_by && names_license(tokens, marks, body) {
        return false;
    }
    let n_marks = marks.n_words + marks.n_signs;
    if body.is_dated {
        return marks.n_words > 0 || body.n_names > 0 || body.has_address || n_marks > 0;
    }
    if body.n_names == 0 {
        return body.has_address
            && (n_marks > 1 || marks.is_field || starts_with_address(tokens, marks));
    }
    if marks.n_words == 0 && body.n_names > 0 {
        return sign_holds_name(tokens, marks, body);
    }
    marks.is_tag || (n_marks > 1 && marks.n_signs > 0) || word_holds_name(tokens, marks, body)
}

/// Whether what follows the word copyright without a year is a name and not prose.
fn word_holds_name(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    let names = tokens.read()[marks.n_tokens..body.end].iter().filter(|token| token.is_name());
    let n_good =
        names.filter(|token| token.kind == Kind::Initial || is_good_name(token.core())).count();
    let is_shouted = tokens.read()[0].text.chars().all(|c| !c.is_lowercase());
    // "Copyright The nimble developers".
    let ends_in_agent =
        tokens.read()[..body.end].last().is_some_and(|token| token.kind == Kind::Agent);
    let has_agent =
        ends_in_agent && body.n_names > 1 && marks.starts_line && !marks.is_lower && !is_shouted;
    if n_good == 0
        && !has_agent
        && !body.has_org
        && !body.has_address
        && !body.has_by
        && body.n_names > 1
    {
        return false;
    }
    if marks.has_comma && marks.n_signs == 0 {
        return body.has_org && body.n_proper > 0;
    }
    let first = tokens.read()[marks.n_tokens..].iter().find(|token| token.is_name());
    if is_shouted
        && !body.has_org
        && !marks.is_field
        && first.is_some_and(|token| token.kind == Kind::Caps)
    {
        return false;
    }
    if marks.is_field && !marks.is_lower {
        // A license whose every line starts with the mark.
        let goes_on = tokens.read().get(body.end).is_some_and(|token| !token.is_line_end());
        let all_caps = names_are_caps(tokens, marks, body);
        return !(all_caps && goes_on && !body.has_org);
    }
    // "Copyright adanimble All rights reserved".
    if body.n_names == 1 && !marks.is_lower && marks.starts_line && tokens.read_rights(body.end) > 0
    {
        return true;
    }
    let has_site = !marks.is_lower && marks.starts_line && body.has_address && n_good > 0;
    has_site
        || (body.has_org && body.n_proper > 0)
        || has_agent
        || (body.n_names >= 2 && n_good > 0)
        || body.has_by
        || is_of(tokens, marks, body)
        || is_acronym(tokens, marks, body)
}

/// Whether `(c)` is the third item of a list.
pub(super) fn is_list_item(text: &str, start: usize) -> bool {
    let low =
        (start.saturating_sub(2000)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let before = &text.as_bytes()[low..start];
    memchr::memmem::find(before, b"(b)").is_some() || memchr::memmem::find(before, b"(B)").is_some()
}

/// `Copyright EAVISE` alone on its line.
fn is_acronym(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    let read = tokens.read();
    let is_title = read[0].text.starts_with('C') && !marks.is_lower;
    let alone = read.get(body.end).is_none_or(|token| token.is_line_end());
    let name = &read[marks.n_tokens..body.end];
    is_title && alone && name.len() == 1 && name[0].kind == Kind::Caps && name[0].text.len() > 2
}

fn names_are_caps(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    let name = &tokens.read()[marks.n_tokens..body.end];
    name.iter().all(|token| token.text.chars().all(|c| !c.is_lowercase()))
}

/// `copyright of CERN`.
fn is_of(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    let tail = &tokens.read()[marks.n_tokens..body.end];
    tail.len() == 2 && tail[0].kind == Kind::Of && tail[1].kind == Kind::Caps
}

/// Whether the names are those of licenses, as in the `Copyright: GPL` of old package files.
fn names_license(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    const LICENSES: &[&str] = &[
        "agpl",
        "na",
        "n/a",
        "none",
        "pd",
        "unknown",
        "general",
        "apache",
        "artistic",
        "bsd",
        "gfdl",
        "gnu",
        "gpl",
        "gplv2",
        "gplv3",
        "isc",
        "lgpl",
        "lgplv2",
        "mit",
        "mpl",
        "public",
        "domain",
        "freeware",
        "distributable",
        "perl",
        "zlib",
        "bsd-like",
        "style",
        "x11",
    ];
    let tail = &tokens.read()[marks.n_tokens..body.end];
    let mut names =
        tail.iter().filter(|token| token.is_name() || token.kind == Kind::Stop).peekable();
    names.peek().is_some() && names.all(|token| LICENSES.contains(&&*token.lower))
}

/// `(c) https://…`.
fn starts_with_address(tokens: &Tokens<'_, '_>, marks: &Marks) -> bool {
    marks.n_signs > 0
        && marks.starts_line
        && tokens.read().get(marks.n_tokens).is_some_and(|token| token.kind == Kind::Url)
}

/// Whether what follows a lone sign without a year is a name and not code.
fn sign_holds_name(tokens: &Tokens<'_, '_>, marks: &Marks, body: &Body) -> bool {
    let words = &tokens.read()[marks.n_tokens..body.end];
    if words.first().is_some_and(|token| token.is_opened) {
        return false;
    }
    if words.first().is_some_and(|token| token.is_lower() && token.kind != Kind::By) {
        return false;
    }
    if marks.starts_line && (is_doubled(marks, words) || is_name_and_site(words)) {
        return true;
    }
    let n_good = words.iter().filter(|token| token.is_name() && is_good_name(token.core())).count();
    let all_plain =
        words.iter().all(|token| !token.is_name() || token.core().chars().all(char::is_alphabetic));
    let has_agent = words.iter().any(|token| token.kind == Kind::Agent);
    let behind = tokens.read().get(body.end);
    let goes_on = behind.is_some_and(|token| {
        matches!(token.kind, Kind::Word | Kind::Stop)
            && !words.last().is_some_and(|last| last.stop || last.comma)
            && tokens.read_rights(body.end) == 0
    });
    if goes_on && !body.has_address && !body.has_by && !body.has_org {
        return false;
    }
    let is_signed = body.has_by && (n_good > 0 || body.has_mail);
    is_signed
        || n_good >= 2
        || (n_good >= 1 && (body.has_org || (all_plain && body.n_names > 1)))
        || has_agent
}

/// `(c) (c) NIM`: a sign said twice, and one word in capitals.
fn is_doubled(marks: &Marks, words: &[Token<'_>]) -> bool {
    marks.n_signs > 1 && matches!(words, [word] if word.kind == Kind::Caps)
}

/// `(c) Nimble https://nimble.example`.
fn is_name_and_site(words: &[Token<'_>]) -> bool {
    matches!(words, [name, site] if name.is_name() && site.kind == Kind::Url)
}

/// A capital and small letters behind it, as words of names are written.
fn is_good_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| c.is_uppercase() || !c.is_ascii())
        && word.chars().count() > 2
        && chars.all(|c| c.is_lowercase() || !c.is_ascii() || matches!(c, '-' | '\'' | '.'))
}
