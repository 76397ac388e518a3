// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Makefiles: what their recipes and `$(shell …)` run.
//!
//! Variables that the file sets once are followed; others are computed.

use std::{collections::HashMap, ops::Range};

use heirloom_model::SourceGround;

use crate::{collect::Collector, program::Place, shell};

/// Variables nested deeper are computed.
const MAX_DEPTH: usize = 8;
/// Recipes longer than this are cut.
const MAX_RECIPE: usize = 100_000;

/// Reads a makefile.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    let variables = variables(text);
    let mut is_rule = false;
    let mut is_definition = false;
    for (line, range) in joined_lines(text) {
        let mut words = line.split_whitespace();
        let first = words.next().unwrap_or_default();
        let is_assignment = matches!(words.next(), Some("=" | ":=" | "+=" | "?=" | "::="));
        is_definition = first == "define" || is_definition && first != "endef";
        if is_definition || is_assignment && line.starts_with('\t') || DIRECTIVES.contains(&first) {
            continue;
        }
        if !line.starts_with('\t') && !line.trim().is_empty() && !first.starts_with('#') {
            is_rule = begins_rule(&line);
        }
        let place =
            |ground| Place { through: "recipe".to_owned(), range: range.clone(), ground, depth: 0 };
        if let Some(recipe) = line.strip_prefix('\t').filter(|_| is_rule) {
            let recipe = recipe.trim_start_matches(['@', '-', '+', ' ', '\t']);
            if recipe.is_empty() || recipe.starts_with('#') {
                continue;
            }
            let mut ground = SourceGround::Literal;
            let command = expanded(recipe, &variables, &mut ground, 0);
            shell::read_at(&command, collector, &|_| place(ground));
        } else if let Some((_, inner)) = line.split_once("$(shell ") {
            let inner = &inner[..close(inner).unwrap_or(inner.len())];
            let mut ground = SourceGround::Literal;
            let command = expanded(inner, &variables, &mut ground, 0);
            let place = place(ground);
            let place = Place { through: "$(shell)".to_owned(), ..place };
            shell::read_at(&command, collector, &|_| place.clone());
        }
    }
}

/// Words that begin lines for `make` itself, also between the lines of a recipe.
const DIRECTIVES: &[&str] = &[
    "ifeq", "ifneq", "ifdef", "ifndef", "else", "endif", "include", "-include", "export",
    "unexport", "define", "endef", "override", "undefine", "vpath",
];

/// Whether a line begins a rule: a colon that is no part of an assignment.
fn begins_rule(line: &str) -> bool {
    let colon = line.find(':');
    let equals = line.find('=');
    match (colon, equals) {
        (Some(colon), Some(equals)) => {
            colon < equals && !line[colon..].starts_with(":=") && !line[colon..].starts_with("::=")
        }
        (Some(_), None) => true,
        _ => false,
    }
}

/// Variables that hold a sign for `make` to be silent, or nothing.
fn is_silencer(name: &str) -> bool {
    matches!(name, "Q" | "AT" | "V_AT" | "SILENT" | "QUIET") || name.starts_with("AM_V_")
}

/// Lines with those that they go on in, and their places.
fn joined_lines(text: &str) -> Vec<(String, Range<usize>)> {
    let mut lines: Vec<(String, Range<usize>)> = Vec::new();
    let mut at = 0;
    let mut goes_on = false;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let plain = line.trim_end_matches(['\n', '\r']);
        match lines.last_mut().filter(|_| goes_on) {
            Some((joined, range)) if joined.len() < MAX_RECIPE => {
                joined.push('\n');
                joined.push_str(plain.strip_prefix('\t').unwrap_or(plain));
                range.end = at + plain.len();
            }
            Some(_) => {}
            None => lines.push((plain.to_owned(), at..at + plain.len())),
        }
        goes_on = plain.ends_with('\\');
        at = end;
    }
    lines
}

/// What `make` itself sets, and what the file sets to one value.
fn variables(text: &str) -> HashMap<String, Option<String>> {
    let own = [("CC", "cc"), ("CXX", "c++"), ("AR", "ar"), ("MAKE", "make"), ("RM", "rm -f")];
    let mut variables: HashMap<String, Option<String>> = HashMap::new();
    for line in text.lines().filter(|line| !line.starts_with(['\t', '#'])) {
        let Some((name, value)) = line.split_once('=') else { continue };
        let name = name.trim_end_matches([':', '?', '+', '!']).trim();
        let name = name.strip_prefix("export ").unwrap_or(name).trim();
        let is_name =
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
        if !is_name || value.ends_with('\\') || variables.len() > 10_000 {
            continue;
        }
        let value = value.split(" #").next().unwrap_or_default().trim();
        let known = variables.entry(name.to_owned()).or_insert_with(|| Some(value.to_owned()));
        if known.as_deref() != Some(value) {
            *known = None;
        }
    }
    for (name, value) in own {
        variables.entry(name.to_owned()).or_insert_with(|| Some(value.to_owned()));
    }
    variables
}

/// A recipe as shell text: `$$` is `$`, and variables are filled in; what is computed is a
/// parameter.
fn expanded(
    text: &str,
    variables: &HashMap<String, Option<String>>,
    ground: &mut SourceGround,
    depth: usize,
) -> String {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        expanded.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(next) = rest.chars().next() else { break };
        if next == '$' {
            expanded.push('$');
            rest = &rest[1..];
            continue;
        }
        let is_open = matches!(next, '(' | '{');
        let (name, after) = match close(&rest[next.len_utf8()..]).filter(|_| is_open) {
            Some(end) => (&rest[1..1 + end], &rest[end + 2..]),
            None => ("", &rest[next.len_utf8()..]),
        };
        let value = variables.get(name).cloned().flatten().filter(|_| !is_silencer(name));
        match value.filter(|value| depth < MAX_DEPTH && value.len() + expanded.len() < MAX_RECIPE) {
            Some(value) => {
                *ground = (*ground).max(SourceGround::Constant);
                expanded.push_str(&self::expanded(&value, variables, ground, depth + 1));
            }
            None if is_silencer(name) => {}
            None => expanded.push_str("${0}"),
        }
        rest = after;
        if expanded.len() > MAX_RECIPE {
            return expanded;
        }
    }
    expanded.push_str(rest);
    expanded
}

/// Where the bracket that is open before a text is closed.
fn close(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, byte) in text.bytes().enumerate().take(MAX_RECIPE) {
        match byte {
            b'(' | b'{' => depth += 1,
            b')' | b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}
