// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `setup.cfg`, and the literal arguments of `setup.py`; nothing is evaluated.

use heirloom_model::{PackageFact, Requirement, Scope};

use super::{normalized, requirements::specifier};
use crate::{
    code::{self, Kind, Syntax, Token},
    graph::input::Input,
};

pub(super) fn setup_cfg(input: &mut Input<'_>) -> bool {
    let mut package = PackageFact::new("", "", input.span(0..1));
    package.is_root = true;
    let (mut section, mut key) = (String::new(), String::new());
    let (mut at, mut is_one) = (0, false);
    for line in input.text().split_inclusive('\n') {
        let start = at;
        at += line.len();
        let plain = line.trim_end();
        let words = plain.trim_start();
        if words.is_empty() || words.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = plain.strip_prefix('[') {
            name.trim_end_matches(']').trim().clone_into(&mut section);
            key.clear();
            continue;
        }
        let mut value = words;
        if !line.starts_with([' ', '\t']) {
            let (name, rest) = plain.split_once(['=', ':']).unwrap_or((plain, ""));
            name.trim().replace('-', "_").clone_into(&mut key);
            value = rest.trim();
        }
        let span = input.span(start..start + plain.len());
        match (&*section, &*key) {
            ("metadata", "name") if !value.is_empty() => {
                package.name = normalized(value).into();
                package.span = span;
                is_one = true;
            }
            ("metadata", "version") if !value.contains(':') && !value.is_empty() => {
                package.version = Some(value.into());
            }
            ("options", "install_requires" | "setup_requires" | "tests_require") => {
                let scope = match &*key {
                    "install_requires" => Scope::Runtime,
                    "setup_requires" => Scope::Build,
                    _ => Scope::Test,
                };
                for one in value.split(if line.starts_with([' ', '\t']) { '\n' } else { ',' }) {
                    is_one |= add(&mut package, one, scope, None, span);
                }
            }
            ("options.extras_require", extra) => {
                let condition = format!("extra {extra}");
                is_one |= add(&mut package, value, Scope::Optional, Some(&condition), span);
            }
            _ => {}
        }
    }
    if is_one {
        input.declare("", &mut package);
        input.add_package(package);
    }
    is_one
}

fn add(
    package: &mut PackageFact,
    text: &str,
    scope: Scope,
    condition: Option<&str>,
    span: heirloom_model::Span,
) -> bool {
    let text = text.split(" #").next().unwrap_or(text);
    let Some(specifier) = specifier(text) else {
        return false;
    };
    let mut requirement: Requirement = specifier.requirement(span);
    requirement.scope = scope;
    requirement.condition = match (condition, requirement.condition.take()) {
        (Some(condition), Some(marker)) => Some(format!("{condition}, {marker}").into()),
        (Some(condition), None) => Some(condition.into()),
        (None, marker) => marker,
    };
    package.requirements.push(requirement);
    true
}

pub(super) fn setup_py(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Python, 500_000);
    if !tokens.iter().any(|token| token.is_word("setup")) {
        return false;
    }
    let found = code::arguments(&tokens, "setup");
    let of = |key: &str| found.iter().find(|(name, _)| *name == key).map(|(_, literal)| literal);
    let name = of("name").and_then(|literal| literal.text()).unwrap_or_default();
    let mut package = PackageFact::new("", &normalized(name), input.span(0..1));
    package.is_root = true;
    package.version = of("version").and_then(|literal| literal.text()).map(Into::into);
    let mut is_one = !name.is_empty();
    for (key, scope) in [
        ("install_requires", Scope::Runtime),
        ("requires", Scope::Runtime),
        ("setup_requires", Scope::Build),
        ("tests_require", Scope::Test),
    ] {
        let found = assigned_at(&tokens, key).map(|at| strings(&tokens, at, true));
        for (text, range) in found.unwrap_or_default() {
            is_one |= add(&mut package, &text, scope, None, input.span(range));
        }
    }
    for (extra, texts) in extras(&tokens) {
        let condition = format!("extra {extra}");
        for (text, range) in texts {
            let span = input.span(range);
            is_one |= add(&mut package, &text, Scope::Optional, Some(&condition), span);
        }
    }
    if is_one {
        input.declare("", &mut package);
        input.add_package(package);
    }
    is_one
}

type Text = (String, std::ops::Range<usize>);

/// Where the value of `NAME = VALUE` starts; the last one counts.
fn assigned_at(tokens: &[Token<'_>], name: &str) -> Option<usize> {
    let is_it = |&at: &usize| {
        tokens[at].is_word(name)
            && tokens.get(at + 1).is_some_and(|token| token.is_sign('='))
            && !tokens.get(at + 2).is_some_and(|token| token.is_sign('='))
    };
    (0..tokens.len()).rev().find(is_it).map(|at| at + 2)
}

/// The strings of a value: a list, of which what is computed is passed over, or a text of lines. A
/// name is followed once.
fn strings(tokens: &[Token<'_>], at: usize, follow: bool) -> Vec<Text> {
    let sign = |at: usize, sign: char| tokens.get(at).is_some_and(|token| token.is_sign(sign));
    match tokens.get(at).map(|token| &token.kind) {
        // A list in a string, one a line, is as common as a list.
        Some(Kind::Text(text)) => {
            let range = &tokens[at].range;
            let is_split = sign(at + 1, '.')
                && tokens
                    .get(at + 2)
                    .is_some_and(|t| t.is_word("split") || t.is_word("splitlines"));
            let is_plain = !sign(at + 1, '.') && !sign(at + 1, '%') && !sign(at + 1, '+');
            let lines = text.lines().filter(|_| is_split || is_plain);
            lines.map(|line| (line.to_owned(), range.clone())).collect()
        }
        Some(Kind::Word(name)) if follow => match assigned_at(tokens, name) {
            Some(other) => strings(tokens, other, false),
            None => Vec::new(),
        },
        Some(Kind::Sign('[' | '(')) => listed(tokens, at + 1),
        _ => Vec::new(),
    }
}

/// The items of a list that are plain strings.
fn listed(tokens: &[Token<'_>], start: usize) -> Vec<Text> {
    let mut found = Vec::new();
    let (mut depth, mut is_start) = (1_usize, true);
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match &token.kind {
            Kind::Line => continue,
            Kind::Sign('[' | '(' | '{') => depth += 1,
            Kind::Sign(']' | ')' | '}') => depth -= 1,
            Kind::Text(text) if depth == 1 && is_start => {
                let next = tokens[at + 1..].iter().find(|token| token.kind != Kind::Line);
                let ends = |t: &Token<'_>| t.is_sign(',') || t.is_sign(']') || t.is_sign(')');
                if next.is_some_and(ends) {
                    found.push((text.to_string(), token.range.clone()));
                }
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        is_start = token.is_sign(',');
    }
    found
}

/// `extras_require={"x": ["a", "b"]}`.
fn extras(tokens: &[Token<'_>]) -> Vec<(String, Vec<Text>)> {
    let mut found = Vec::new();
    let Some(start) = assigned_at(tokens, "extras_require") else {
        return found;
    };
    if !tokens.get(start).is_some_and(|token| token.is_sign('{')) {
        return found;
    }
    let (mut depth, mut is_start) = (1_usize, true);
    for (at, token) in tokens.iter().enumerate().skip(start + 1) {
        match &token.kind {
            Kind::Line => continue,
            Kind::Sign('[' | '(' | '{') => depth += 1,
            Kind::Sign(']' | ')' | '}') => depth -= 1,
            Kind::Text(extra)
                if depth == 1
                    && is_start
                    && tokens.get(at + 1).is_some_and(|token| token.is_sign(':')) =>
            {
                found.push((extra.to_string(), strings(tokens, at + 2, true)));
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        is_start = token.is_sign(',');
    }
    found
}
