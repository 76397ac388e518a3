// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `REUSE.toml` of the REUSE specification 3.3.

use std::ops::Range;

use heirloom_model::{
    Annotation, AnnotationConvention, DeclaredLicense, Expression, Precedence, Problem,
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::damaged;
use crate::decode::Text;

pub(super) fn read(text: &Text<'_>) -> (Vec<Annotation>, Vec<Problem>) {
    let view = text.as_str();
    let (document, errors) = DeTable::parse_recoverable(view);
    let mut problems: Vec<Problem> = errors
        .iter()
        .map(|error| damaged(text, error.span().map_or(0, |span| span.start), error.message()))
        .collect();
    let document = document.get_ref();
    match value(document, "version").map(|version| version.get_ref().as_integer()) {
        Some(Some(version)) if version.as_str() == "1" => {}
        Some(_) => problems.push(damaged(text, 0, "`version` is not 1")),
        None if problems.is_empty() => problems.push(damaged(text, 0, "`version` is missing")),
        None => {}
    }
    let mut annotations = Vec::new();
    let Some(list) = value(document, "annotations") else { return (annotations, problems) };
    let Some(tables) = list.get_ref().as_array() else {
        problems.push(damaged(text, list.span().start, "`annotations` is not a list of tables"));
        return (annotations, problems);
    };
    for table in tables.iter() {
        match table.get_ref().as_table() {
            Some(fields) => {
                let mut reader = Reader { text, fields, problems: &mut problems };
                annotations.extend(reader.annotation(table.span()));
            }
            None => problems.push(damaged(text, table.span().start, "annotation is not a table")),
        }
    }
    (annotations, problems)
}

fn value<'a, 'i>(table: &'a DeTable<'i>, name: &str) -> Option<&'a Spanned<DeValue<'i>>> {
    table.get(name)
}

struct Reader<'a, 't, 'i> {
    text: &'a Text<'t>,
    fields: &'a DeTable<'i>,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_, '_, '_> {
    fn annotation(&mut self, place: Range<usize>) -> Option<Annotation> {
        let patterns = self.strings("path");
        if patterns.is_empty() {
            self.problem(place.start, "annotation without `path`");
            return None;
        }
        Some(Annotation {
            convention: AnnotationConvention::ReuseToml,
            patterns: patterns.into_iter().map(|(pattern, _)| pattern.into()).collect(),
            base: 0,
            license: self.license(),
            copyrights: self
                .strings("SPDX-FileCopyrightText")
                .into_iter()
                .map(|(line, _)| line.into())
                .collect(),
            precedence: self.precedence(),
            span: self.text.span(self.whole(place)),
        })
    }

    /// The table's header and all its fields.
    fn whole(&self, place: Range<usize>) -> Range<usize> {
        let ends = self.fields.values().map(|value| value.span().end);
        place.start..ends.max().unwrap_or(place.end).max(place.end)
    }

    fn precedence(&mut self) -> Precedence {
        let Some((name, place)) = self.strings("precedence").into_iter().next() else {
            return Precedence::Closest;
        };
        match name.as_str() {
            "closest" => Precedence::Closest,
            "aggregate" => Precedence::Aggregate,
            "override" => Precedence::Override,
            _ => {
                self.problem(place.start, format!("unknown precedence `{name}`"));
                Precedence::Closest
            }
        }
    }

    fn license(&mut self) -> Option<DeclaredLicense> {
        const FIELD: &str = "SPDX-License-Identifier";
        let place = value(self.fields, FIELD)?.span();
        let strings = self.strings(FIELD);
        let (first, _) = strings.first()?;
        let as_written = if strings.len() == 1 {
            first.as_str()
        } else {
            self.text.as_str().get(place.clone()).unwrap_or(first)
        };
        let mut parsed = Vec::new();
        for (string, place) in &strings {
            match Expression::parse(string) {
                Ok(expression) => parsed.push(expression),
                Err(error) => {
                    self.problem(place.start, format!("failed to {error} in `{string}`"));
                }
            }
        }
        // All of several expressions hold; if one is not understood, the whole is not.
        let complete = parsed.len() == strings.len();
        Some(DeclaredLicense {
            field: FIELD.into(),
            as_written: as_written.into(),
            expression: if complete { Expression::all(parsed) } else { None },
            refers_to: None,
            span: self.text.span(place),
        })
    }

    /// The strings of a field that is one or a list of them.
    fn strings(&mut self, name: &str) -> Vec<(String, Range<usize>)> {
        let Some(field) = value(self.fields, name) else { return Vec::new() };
        let one = std::slice::from_ref(field);
        let items = field.get_ref().as_array().map_or(one, |list| list);
        let mut strings = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(string) => strings.push((string.to_owned(), item.span())),
                None => self.problem(item.span().start, format!("`{name}` is not a string")),
            }
        }
        strings
    }

    fn problem(&mut self, offset: usize, reason: impl Into<Box<str>>) {
        self.problems.push(damaged(self.text, offset, reason));
    }
}
