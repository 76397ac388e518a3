// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Meson: `dependency('x', required: …)` and `compiler.find_library('x')`.

use std::{collections::HashMap, ops::Range};

use heirloom_model::{LinkNaming, SourceGround};

use super::{
    Link, are_one,
    conditions::{Conditions, Weight},
};
use crate::collect::Collector;

/// How a library is named that a wrap of Meson stands for, which is built with the project.
pub const SUBPROJECT: &str = "subproject";
/// Tokens beyond this number are not read.
const MAX_TOKENS: usize = 2_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Text,
    /// The end of a line outside brackets.
    Line,
    Sign,
}

#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
    pub(crate) range: Range<usize>,
    /// For a bracket that opens, the place of the one that closes.
    pub(crate) close: usize,
}

/// Reads a file of Meson; dependencies that it declares itself are names of the tree's own.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    let tokens = tokens(text);
    if tokens.len() >= MAX_TOKENS {
        collector.limit("tokens");
    }
    let mut conditions = Conditions::default();
    // Variables with the names that were looked for first.
    let mut found: HashMap<&str, &str> = HashMap::new();
    let loops = loops(&tokens);
    let mut is_start = true;
    for (at, token) in tokens.iter().enumerate() {
        let begins = std::mem::replace(&mut is_start, token.kind == Kind::Line);
        if token.kind != Kind::Word {
            continue;
        }
        match token.text {
            "if" if begins => conditions.push(line_from(text, &tokens, at), Weight::Open),
            "elif" if begins => conditions.turn(Some(line_from(text, &tokens, at))),
            "else" if begins => conditions.turn(None),
            "endif" if begins => conditions.pop(),
            "dependency" | "find_library" => {
                let is_method = at > 0 && tokens[at - 1].text == ".";
                let is_library = token.text == "find_library";
                if is_library == is_method {
                    look(text, &tokens, at, (&conditions, &mut found, &loops), collector);
                }
            }
            "subproject" => project(&tokens, at, &conditions, collector),
            "override_dependency" => own_name(&tokens, at, collector),
            "library" | "static_library" | "shared_library" | "both_libraries" | "project" => {
                own_name(&tokens, at, collector);
            }
            _ => {}
        }
    }
}

/// `subproject('x')`: what a wrap of this name stands for is built and linked.
fn project(
    tokens: &[Token<'_>],
    at: usize,
    conditions: &Conditions<'_>,
    collector: &mut Collector<'_>,
) {
    let [open, name] = &tokens[at + 1..tokens.len().min(at + 3)] else { return };
    if open.text != "(" || name.kind != Kind::Text || conditions.are_for_work() {
        return;
    }
    let (weight, condition) = conditions.all();
    let end = tokens.get(open.close).map_or(name.range.end, |close| close.range.end);
    collector.link(&Link {
        kept_in: None,
        name: name.text,
        naming: LinkNaming::PkgConfig,
        is_static: true,
        is_optional: weight == Weight::Open,
        condition,
        through: SUBPROJECT,
        ground: SourceGround::Literal,
        range: tokens[at].range.start..end,
    });
}

/// What stands behind a word up to the end of its line.
pub(crate) fn line_from<'a>(text: &'a str, tokens: &[Token<'a>], at: usize) -> &'a str {
    let start = tokens[at].range.end;
    let behind = tokens[at..].iter().take(200);
    let end = behind.take_while(|token| token.kind != Kind::Line).last();
    text.get(start..end.map_or(start, |token| token.range.end)).unwrap_or_default()
}

/// The first argument of a call is a name of the tree's own.
fn own_name(tokens: &[Token<'_>], at: usize, collector: &mut Collector<'_>) {
    let [open, name] = &tokens[at + 1..tokens.len().min(at + 3)] else { return };
    let has_room = collector.facts.functions.len() < collector.limits.max_facts;
    if open.text == "(" && name.kind == Kind::Text && has_room {
        collector.facts.functions.push(name.text.into());
    }
}

/// The arguments of a call: texts by place, and those with names.
struct Arguments<'a> {
    texts: Vec<&'a str>,
    /// Names with what stands behind the colon.
    named: Vec<(&'a str, &'a str)>,
}

fn arguments<'a>(text: &'a str, tokens: &[Token<'a>], open: usize) -> Arguments<'a> {
    let mut arguments = Arguments { texts: Vec::new(), named: Vec::new() };
    let close = tokens[open].close;
    let mut at = open + 1;
    while at < close {
        // One argument: up to the next comma outside brackets.
        let start = at;
        while at < close && tokens[at].text != "," {
            at = if tokens[at].close > at { tokens[at].close } else { at + 1 };
        }
        let argument = &tokens[start..at.min(close)];
        match argument {
            [only] if only.kind == Kind::Text => arguments.texts.push(only.text),
            [name, colon, rest @ ..] if colon.text == ":" => {
                let from = rest.first().map_or(colon.range.end, |token| token.range.start);
                let to = rest.last().map_or(from, |token| token.range.end);
                arguments.named.push((name.text, text.get(from..to).unwrap_or_default()));
            }
            // Something is computed.
            _ => arguments.texts.push("$"),
        }
        at += 1;
        if arguments.texts.len() + arguments.named.len() > 100 {
            break;
        }
    }
    arguments
}

fn look<'a>(
    text: &'a str,
    tokens: &[Token<'a>],
    at: usize,
    (conditions, found, loops): (
        &Conditions<'a>,
        &mut HashMap<&'a str, &'a str>,
        &HashMap<&'a str, Vec<&'a str>>,
    ),
    collector: &mut Collector<'_>,
) {
    let Some(open) = tokens.get(at + 1).filter(|token| token.text == "(") else { return };
    if conditions.are_for_work() {
        return;
    }
    let arguments = arguments(text, tokens, at + 1);
    let named = |name: &str| arguments.named.iter().find(|one| one.0 == name).map(|one| one.1);
    let required = named("required").unwrap_or("true").trim();
    let (mut weight, mut condition) = conditions.all();
    let first = arguments.texts.first().copied().unwrap_or_default();
    // Asked for once more because it was not there: `if not z.found()`.
    let again = conditions.only().and_then(|text| text.strip_prefix("not "));
    let again = again.and_then(|text| text.trim().strip_suffix(".found()"));
    if again.is_some_and(|variable| found.get(variable) == Some(&first)) {
        (weight, condition) = (Weight::Transparent, None);
    }
    if let [.., variable, sign] = &tokens[..at]
        && sign.text == "="
        && variable.kind == Kind::Word
    {
        found.entry(variable.text).or_insert(first);
    }
    let is_asked = required == "true";
    if !is_asked && required != "false" {
        condition = Some(required.into());
    }
    let is_library = tokens[at].text == "find_library";
    let through = if is_library { "find_library" } else { "dependency" };
    let is_choice = !is_library && arguments.texts.len() > 1;
    let is_one = are_one(&arguments.texts);
    // A build that makes its own copy of what is not there has it in any case.
    let mut names: Vec<&str> =
        arguments.texts.iter().copied().take(if is_library || is_one { 1 } else { 8 }).collect();
    // Of a loop each of its names in turn.
    if first == "$"
        && let Some(looped) = tokens.get(at + 2).and_then(|token| loops.get(token.text))
    {
        names = looped.clone();
    }
    for name in names {
        collector.link(&Link {
            kept_in: None,
            name,
            naming: if is_library { LinkNaming::Flag } else { LinkNaming::PkgConfig },
            is_static: named("static").is_some_and(|value| value.trim() == "true"),
            is_optional: !is_asked || weight == Weight::Open || (is_choice && !is_one),
            condition: condition.clone(),
            through,
            ground: SourceGround::Literal,
            range: tokens[at].range.start
                ..tokens.get(open.close).map_or(text.len(), |t| t.range.end),
        });
    }
}

/// More names of one loop are not followed.
const MAX_LOOP: usize = 200;

/// The variables of loops over texts, with the texts: `foreach name : ['a', 'b']`, and the keys of
/// `foreach name, rest : {'a': […]}`. Of two loops with one variable those of both.
fn loops<'a>(tokens: &[Token<'a>]) -> HashMap<&'a str, Vec<&'a str>> {
    let mut loops: HashMap<&str, Vec<&str>> = HashMap::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Word || token.text != "foreach" {
            continue;
        }
        let Some(variable) = tokens.get(at + 1).filter(|one| one.kind == Kind::Word) else {
            continue;
        };
        let behind = tokens[at..].iter().take(8);
        let Some(open) = behind.skip_while(|one| one.text != ":").nth(1) else { continue };
        if !matches!(open.text, "[" | "{") {
            continue;
        }
        let names = loops.entry(variable.text).or_default();
        let is_keyed = open.text == "{";
        let start = at + tokens[at..].iter().position(|one| one.range == open.range).unwrap_or(0);
        let mut inside = start + 1;
        while inside < open.close.min(tokens.len()) && names.len() < MAX_LOOP {
            let one = &tokens[inside];
            let is_key = tokens.get(inside + 1).is_some_and(|next| next.text == ":");
            if one.kind == Kind::Text && is_key == is_keyed {
                names.push(one.text);
            }
            inside = if one.close > inside { one.close } else { inside + 1 };
        }
    }
    loops
}

/// The tokens of a text, with brackets matched.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).filter(|_| tokens.len() < MAX_TOKENS) {
        let start = at;
        let mut close = 0;
        let kind = match byte {
            b'#' => {
                at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
                continue;
            }
            b'\n' => {
                at += 1;
                if !open.is_empty() {
                    continue;
                }
                Kind::Line
            }
            b'\\' if bytes.get(at + 1) == Some(&b'\n') => {
                at += 2;
                continue;
            }
            b'\'' => {
                let (inside, end) = quoted(text, at);
                at = end;
                let token =
                    Token { kind: Kind::Text, text: &text[inside], range: start..end, close };
                tokens.push(token);
                continue;
            }
            byte if byte.is_ascii_alphanumeric() || *byte == b'_' => {
                let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
                while bytes.get(at).is_some_and(is_word) {
                    at += 1;
                }
                // A text with places to fill in: `f'…'`.
                if bytes.get(at) == Some(&b'\'') && text[start..at] == *"f" {
                    at = quoted(text, at).1;
                    tokens.push(Token { kind: Kind::Text, text: "$", range: start..at, close });
                    continue;
                }
                Kind::Word
            }
            byte if byte.is_ascii_punctuation() => {
                at += 1;
                match byte {
                    b'(' | b'[' | b'{' => open.push(tokens.len()),
                    b')' | b']' | b'}' => {
                        if let Some(place) = open.pop() {
                            tokens[place].close = tokens.len();
                        }
                    }
                    _ => {}
                }
                Kind::Sign
            }
            _ => {
                at += 1;
                continue;
            }
        };
        if kind == Kind::Sign && matches!(byte, b'(' | b'[' | b'{') {
            // One that is never closed holds nothing.
            close = tokens.len();
        }
        tokens.push(Token { kind, text: &text[start..at], range: start..at, close });
    }
    tokens
}

/// The inside of the text that begins here, and where it ends.
fn quoted(text: &str, at: usize) -> (Range<usize>, usize) {
    let bytes = text.as_bytes();
    if text[at..].starts_with("'''") {
        let start = at + 3;
        let end = memchr::memmem::find(&bytes[start..], b"'''").map(|end| start + end);
        return match end {
            Some(end) => (start..end, end + 3),
            None => (start..bytes.len(), bytes.len()),
        };
    }
    let mut end = at + 1;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'\'' => return (at + 1..end, end + 1),
            // Such a text ends with its line.
            b'\n' => return (at + 1..end, end),
            b'\\' => end += 2,
            _ => end += 1,
        }
    }
    (at + 1..bytes.len(), bytes.len())
}
