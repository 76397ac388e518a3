// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages and modules that source text names, and headers it includes.

mod javascript;
mod python;
mod rust;

use std::{collections::HashSet, ops::Range};

use heirloom_model::{
    BuildLineKind, HeaderInclude, HeaderIncludeKind, SourceImport, SourceLanguage,
};

use crate::{
    code,
    collect::{Collector, MAX_WRITTEN},
    conditions::{self, Grounds},
};

/// Reads the imports or headers of a file.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    match collector.facts.language {
        SourceLanguage::C | SourceLanguage::Cpp => headers(text, collector),
        SourceLanguage::Python => python::read(text, &mut Imports::new(collector)),
        SourceLanguage::JavaScript | SourceLanguage::TypeScript => {
            javascript::read(text, &mut Imports::new(collector));
        }
        SourceLanguage::Go => go(text, &mut Imports::new(collector)),
        SourceLanguage::Rust => rust::read(text, &mut Imports::new(collector)),
        SourceLanguage::Java => java(text, &mut Imports::new(collector)),
        _ => {}
    }
}

/// Where imports are gathered, each name once.
struct Imports<'c, 'a> {
    collector: &'c mut Collector<'a>,
    met: HashSet<Box<str>>,
}

/// What is special about an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Manner {
    is_optional: bool,
    is_type_only: bool,
}

impl<'c, 'a> Imports<'c, 'a> {
    fn new(collector: &'c mut Collector<'a>) -> Imports<'c, 'a> {
        Imports { collector, met: HashSet::new() }
    }

    fn add(&mut self, name: &str, manner: Manner, range: Range<usize>) {
        let is_name = !name.is_empty()
            && name.len() <= MAX_WRITTEN
            && !name.chars().any(|c| c.is_control() || c.is_whitespace() || "`${}\\".contains(c));
        if !is_name {
            return;
        }
        if !self.met.insert(name.into()) {
            // One import that is needed outweighs others that are not.
            let known = self.collector.facts.imports.iter_mut().find(|known| &*known.name == name);
            if let Some(known) = known.filter(|known| known.is_optional || known.is_type_only) {
                known.is_optional &= manner.is_optional;
                known.is_type_only &= manner.is_type_only;
            }
            return;
        }
        if self.collector.has_room() {
            let span = self.collector.source.span(range);
            self.collector.facts.imports.push(SourceImport {
                name: name.into(),
                is_optional: manner.is_optional,
                is_type_only: manner.is_type_only,
                span,
            });
        }
    }
}

/// The searcher of a few words, made once.
macro_rules! searcher {
    ($($word:literal),+) => {{
        static WORDS: std::sync::LazyLock<crate::words::Words> =
            std::sync::LazyLock::new(|| crate::words::Words::new(&[$($word),+]));
        &*WORDS
    }};
}
pub(crate) use searcher;

/// `#include` lines.
fn headers(text: &str, collector: &mut Collector<'_>) {
    let mut grounds: Option<Grounds> = None;
    code::directives(text, &["include", "import "], |start, _, mut tokens| {
        let Some(mut named) = tokens.next() else { return };
        // `include_next` is one word.
        if named.is_word("_next") {
            let Some(next) = tokens.next() else { return };
            named = next;
        }
        let (name, kind) = match (named.text(), named.word()) {
            (Some(name), _) => (name, HeaderIncludeKind::Quoted),
            (_, Some(name)) => (name, HeaderIncludeKind::Macro),
            _ if named.is_sign(b'<') => match tokens.until(b'>') {
                Some(name) => (name.trim(), HeaderIncludeKind::System),
                None => return,
            },
            _ => return,
        };
        if name.is_empty() || name.len() > MAX_WRITTEN || !collector.has_room() {
            return;
        }
        let grounds = grounds.get_or_insert_with(|| Grounds::of(text));
        collector.facts.includes.push(HeaderInclude {
            name: name.into(),
            kind,
            is_uapi: name.starts_with("uapi/") || name.contains("/uapi/"),
            conditions: grounds.at(start),
            span: collector.source.span(start..named.range.end + name.len()),
        });
    });
    let own = grounds.map_or_else(|| conditions::own_names(text), |grounds| grounds.own);
    if !own.is_empty() {
        let names = own.into_iter().map(String::from).collect();
        collector.build(BuildLineKind::Defines, "", names, false, 0..0);
    }
}

/// The imports of a Go file stand before all else.
fn go(text: &str, imports: &mut Imports<'_, '_>) {
    let end = memchr::memmem::find(text.as_bytes(), b"\nfunc ").unwrap_or(text.len());
    let head = &text[..end];
    code::words(head, SourceLanguage::Go, searcher!("import"), |start, _, tokens| {
        if !code::begins_line(head, start) {
            return;
        }
        let mut is_list = false;
        for token in tokens {
            if token.is_sign(b'(') {
                is_list = true;
            } else if let Some(name) = token.text() {
                imports.add(name, Manner::default(), token.range);
                if !is_list {
                    break;
                }
            } else if token.is_sign(b')') || !is_list && token.column.is_some() {
                break;
            }
        }
    });
}

/// The imports of a Java file.
fn java(text: &str, imports: &mut Imports<'_, '_>) {
    code::words(text, SourceLanguage::Java, searcher!("import "), |start, _, tokens| {
        if !code::begins_line(text, start) {
            return;
        }
        let mut name = String::new();
        let mut end = start;
        for part in tokens.take(64) {
            end = part.range.end;
            match part.word() {
                Some("static") if name.is_empty() => {}
                Some(word) => name.push_str(word),
                None if part.is_sign(b'.') => name.push('.'),
                None if part.is_sign(b'*') => name.push('*'),
                None => break,
            }
        }
        imports.add(&name, Manner::default(), start..end);
    });
}
