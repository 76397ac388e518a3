// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Names of holders and authors as shown, and folded for grouping.

use heirloom_model::Holder;

use super::{
    grammar::Role,
    token::{Kind, Token},
};

/// The holder's name out of the tokens of a statement.
pub(super) fn name(tokens: &[(&Token<'_>, Role)], with_addresses: bool) -> String {
    let mut text = String::new();
    for &(token, role) in tokens {
        let keep = match role {
            Role::Name => true,
            Role::Address => with_addresses,
            Role::Filler => matches!(
                token.kind,
                Kind::The
                    | Kind::Of
                    | Kind::And
                    | Kind::In
                    | Kind::Particle
                    | Kind::Comma
                    | Kind::Dash
                    | Kind::Paren
            ),
            Role::Year | Role::Hidden => false,
        };
        let is_second_comma = token.kind == Kind::Comma && text.ends_with(',');
        if !keep || is_second_comma {
            continue;
        }
        if !text.is_empty() && !token.glued && token.kind != Kind::Comma {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    clean(&text)
}

/// A holder from a clean name.
pub(super) fn holder(name: &str) -> Holder {
    Holder { name: name.into(), normalized: normalized(name).into() }
}

/// A name without what hangs on at its ends: joints, dashes, brackets that do not close.
pub(super) fn clean(text: &str) -> String {
    const ENDS: &[&str] = &[
        "and", "or", "et", "of", "the", "-", ",", "/", "(", ")", "–", "—", "&", "by", "in", "for",
        "to", "from",
    ];
    const STARTS: &[&str] =
        &["and", "or", "of", "-", ",", "/", ")", "–", "—", "&", "by", "from", "to", "for", "in"];
    let is_in =
        |list: &[&str], word: &str| word.len() < 5 && list.contains(&word.to_lowercase().as_str());
    let mut words: Vec<&str> = text.split_whitespace().collect();
    while words.last().is_some_and(|word| is_in(ENDS, word)) {
        words.pop();
    }
    let from = words.iter().position(|word| !is_in(STARTS, word)).unwrap_or(words.len());
    trim_ends(&balance(&words[from..].join(" ")))
}

/// A statement without what hangs on at its ends.
pub(super) fn clean_statement(text: &str) -> String {
    let text = trim_ends(&balance(text));
    if text.contains(")opyright") {
        return text
            .replace("(c)opyright", "Copyright (c)")
            .replace("(C)opyright", "Copyright (c)");
    }
    text
}

fn trim_ends(text: &str) -> String {
    let text = text.trim_matches(|c: char| c.is_whitespace() || ",;:-–—_/'\"&!~+".contains(c));
    let text = text.trim_start_matches(['.', ' ']);
    if !text.ends_with('.') || keeps_stop(text) {
        return text.to_owned();
    }
    text.trim_end_matches(['.', ' ', ',']).to_owned()
}

/// Whether the full stop belongs to the last word: `Inc.`, `S.A.`, `John D.`
fn keeps_stop(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or("");
    let bare = last.trim_end_matches('.');
    bare.contains('.')
        || (bare.chars().count() == 1 && text.len() > last.len())
        || matches!(
            bare.to_lowercase().as_str(),
            "inc" | "corp" | "ltd" | "llc" | "co" | "llp" | "al" | "jr" | "sr"
        )
}

fn is_balanced(text: &str) -> bool {
    let mut depths = [0i32; 3];
    for byte in text.bytes() {
        let (pair, step) = match byte {
            b'(' => (0, 1),
            b')' => (0, -1),
            b'<' => (1, 1),
            b'>' => (1, -1),
            b'[' => (2, 1),
            b']' => (2, -1),
            _ => continue,
        };
        depths[pair] += step;
        if depths[pair] < 0 {
            return false;
        }
    }
    depths == [0; 3]
}

/// The text with brackets that have no partner left out.
fn balance(text: &str) -> String {
    if is_balanced(text) {
        return text.to_owned();
    }
    let mut drop = Vec::new();
    for (open, close) in [('(', ')'), ('<', '>'), ('[', ']')] {
        let mut waiting = Vec::new();
        for (at, character) in text.char_indices() {
            if character == open {
                waiting.push(at);
            } else if character == close && waiting.pop().is_none() {
                drop.push(at);
            }
        }
        drop.extend(waiting);
    }
    if drop.is_empty() {
        return text.to_owned();
    }
    drop.sort_unstable();
    let kept = text.char_indices().filter(|(at, _)| drop.binary_search(at).is_err());
    kept.map(|(_, character)| character).collect::<String>().trim().to_owned()
}

/// The name folded for grouping: small letters, no article, legal form or punctuation.
pub(super) fn normalized(name: &str) -> String {
    const FORMS: &[&str] = &[
        "ab",
        "ag",
        "aps",
        "as",
        "asa",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "ev",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "limited",
        "llc",
        "llp",
        "lp",
        "ltd",
        "nv",
        "oy",
        "oyj",
        "plc",
        "pty",
        "sa",
        "sarl",
        "sas",
        "spa",
        "srl",
        "sro",
    ];
    let folded: String = name.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).collect();
    let all: Vec<&str> = folded
        .split_whitespace()
        .filter(|word| !word.contains('@'))
        .flat_map(|word| {
            word.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '&')
        })
        .filter(|word| !word.is_empty())
        .collect();
    let mut words = all.as_slice();
    if let [first, rest @ ..] = words
        && *first == "the"
        && !rest.is_empty()
    {
        words = rest;
    }
    while let [rest @ .., last] = words {
        if rest.is_empty() || !FORMS.contains(last) {
            break;
        }
        words = rest;
    }
    words.join(" ")
}
