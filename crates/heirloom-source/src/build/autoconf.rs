// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Autoconf: what `configure` puts in place of `@NAME@`, and the functions that a project brings
//! where the system has none.

use heirloom_model::BuildLineKind as Kind;

use super::{include_flag, is_of_compiler, make_words, with_folders};
use crate::collect::Collector;

/// Arguments and values are looked at for so many bytes.
const MAX_TEXT: usize = 20_000;
/// More places of one macro are not looked at.
const MAX_PLACES: usize = 2_000;

/// Reads the input of autoconf.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    for name in ["AC_LIBOBJ(", "AC_REPLACE_FUNCS(", "AC_FUNC_ALLOCA", "AC_LIBSOURCE("] {
        let places = memchr::memmem::find_iter(text.as_bytes(), name.as_bytes());
        for at in places.take(MAX_PLACES) {
            let inside = argument(text, at + name.len());
            let names = inside.split(|c: char| c.is_whitespace() || "[],\\".contains(c));
            let names = names.filter(|name| !name.is_empty());
            let mut objects: Vec<String> = names.map(|name| format!("{name}.o")).collect();
            if name == "AC_FUNC_ALLOCA" {
                objects = vec!["alloca.o".to_owned()];
            }
            let range = at..(at + name.len() + inside.len()).min(text.len());
            collector.build(Kind::Set, "@LIBOBJS", objects, false, range);
        }
    }
    substitutions(text, collector);
    assignments(text, collector);
}

/// `AC_SUBST([NAME], [value])`.
fn substitutions(text: &str, collector: &mut Collector<'_>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), b"AC_SUBST(").take(MAX_PLACES) {
        let inside = argument(text, at + 9);
        let Some((name, value)) = inside.split_once(',') else { continue };
        let is_sign = |c: char| c.is_whitespace() || "[]\"'".contains(c);
        set(name.trim_matches(is_sign), value.trim_matches(is_sign), at..at + 9, collector);
    }
}

/// `NAME=value` and `NAME="$NAME value"` of the shell.
fn assignments(text: &str, collector: &mut Collector<'_>) {
    let bytes = text.as_bytes();
    for sign in memchr::memchr_iter(b'=', bytes) {
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let n = bytes[..sign].iter().rev().take(100).take_while(is_part).count();
        let start = sign - n;
        let before = start.checked_sub(1).map(|at| bytes[at]);
        let begins = before.is_none_or(|byte| b" \t\n;[(".contains(&byte));
        if n == 0 || !begins || !bytes[start].is_ascii_alphabetic() {
            continue;
        }
        let rest = &text[sign + 1..];
        let value = match rest.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let end = memchr::memchr(*quote, &rest.as_bytes()[1..]);
                &rest[1..end.map_or(rest.len(), |end| end + 1)]
            }
            _ => rest.split([' ', '\t', '\n', ';', ')', ']']).next().unwrap_or_default(),
        };
        if value.len() <= MAX_TEXT {
            set(&text[start..sign], value, start..sign + 1 + value.len(), collector);
        }
    }
}

fn set(name: &str, value: &str, range: std::ops::Range<usize>, collector: &mut Collector<'_>) {
    let words = make_words::words(&with_brackets(value));
    let own = format!("${{{name}}}");
    // Most of what a script of the shell sets stands below a condition.
    let words = with_folders(words, true);
    let is_told = |word: &String| {
        is_of_compiler(word) || word.starts_with("${") || include_flag(word).is_some()
    };
    let words: Vec<String> =
        words.into_iter().filter(|word| is_told(word) && *word != own).collect();
    if !words.is_empty() {
        collector.build(Kind::Set, &format!("@{name}"), words, false, range);
    }
}

/// References of the shell have no brackets: `$NAME` becomes `${NAME}`.
fn with_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let name = &rest[..end.unwrap_or(rest.len())];
        match name.is_empty() {
            true => out.push('$'),
            false => {
                out.push_str("${");
                out.push_str(name);
                out.push('}');
                rest = &rest[name.len()..];
            }
        }
    }
    out + rest
}

/// What stands up to the bracket that closes.
fn argument(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(')').unwrap_or(rest.len()).min(MAX_TEXT);
    rest.get(..end).unwrap_or_default()
}
