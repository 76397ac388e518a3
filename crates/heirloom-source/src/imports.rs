// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages and modules that source text names, and headers it includes.

mod javascript;
mod python;
mod rust;

use std::{collections::HashSet, ops::Range};

use heirloom_model::{HeaderInclude, HeaderIncludeKind, SourceImport, SourceLanguage};

use crate::{
    collect::{Collector, MAX_WRITTEN},
    tokens::{Token, Tokens},
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

/// `#include` lines.
fn headers(text: &str, collector: &mut Collector<'_>) {
    if memchr::memmem::find(text.as_bytes(), b"include").is_none()
        && memchr::memmem::find(text.as_bytes(), b"import").is_none()
    {
        return;
    }
    let mut tokens = Tokens::new(text, SourceLanguage::C);
    while let Some(token) = tokens.next() {
        if !token.is_sign(b'#') || token.column.is_none() {
            continue;
        }
        let directive = tokens.next();
        let is_include = directive
            .as_ref()
            .and_then(Token::word)
            .is_some_and(|word| matches!(word, "include" | "include_next" | "import"));
        if !is_include {
            continue;
        }
        let Some(named) = tokens.next() else { return };
        let (name, kind) = match (named.text(), named.word()) {
            (Some(name), _) => (name, HeaderIncludeKind::Quoted),
            (_, Some(name)) => (name, HeaderIncludeKind::Macro),
            _ if named.is_sign(b'<') => match tokens.until(b'>') {
                Some(name) => (name.trim(), HeaderIncludeKind::System),
                None => continue,
            },
            _ => continue,
        };
        if name.is_empty() || name.len() > MAX_WRITTEN || !collector.has_room() {
            continue;
        }
        collector.facts.includes.push(HeaderInclude {
            name: name.into(),
            kind,
            is_uapi: name.starts_with("uapi/") || name.contains("/uapi/"),
            span: collector.source.span(token.range.start..named.range.end + name.len()),
        });
    }
}

/// The imports of a Go file stand before all else.
fn go(text: &str, imports: &mut Imports<'_, '_>) {
    let mut tokens = Tokens::new(text, SourceLanguage::Go);
    while let Some(token) = tokens.next() {
        if token.column.is_none() {
            continue;
        }
        match token.word() {
            Some("import") => {}
            Some("func" | "type" | "var" | "const") => return,
            _ => continue,
        }
        let mut is_list = false;
        for token in tokens.by_ref() {
            if token.is_sign(b'(') {
                is_list = true;
            } else if let Some(name) = token.text() {
                imports.add(name, Manner::default(), token.range);
                if !is_list {
                    break;
                }
            } else if token.is_sign(b')') {
                break;
            }
        }
    }
}

/// The imports of a Java file stand before its classes.
fn java(text: &str, imports: &mut Imports<'_, '_>) {
    let mut tokens = Tokens::new(text, SourceLanguage::Java);
    while let Some(token) = tokens.next() {
        match token.word() {
            Some("import") => {}
            Some("class" | "interface" | "enum") => return,
            _ => continue,
        }
        let mut name = String::new();
        let mut end = token.range.end;
        for part in tokens.by_ref().take(64) {
            end = part.range.end;
            match part.word() {
                Some("static") if name.is_empty() => {}
                Some(word) => name.push_str(word),
                None if part.is_sign(b'.') => name.push('.'),
                None if part.is_sign(b'*') => name.push('*'),
                None => break,
            }
        }
        imports.add(&name, Manner::default(), token.range.start..end);
    }
}
