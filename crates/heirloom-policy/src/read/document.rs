// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A view of a TOML document that collects what is wrong with it.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use heirloom_model::Tri;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{Date, pattern::LicensePattern, policy::Place};

use super::{Fault, PolicyProblem};

/// A value and where it was written.
#[derive(Clone, Debug)]
pub(super) struct Written<T> {
    value: T,
    span: Range<usize>,
}

impl<T> Written<T> {
    pub(super) fn get(&self) -> &T {
        &self.value
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl From<Written<Arc<str>>> for Arc<str> {
    fn from(written: Written<Arc<str>>) -> Arc<str> {
        written.value
    }
}

/// A table whose keys were checked.
pub(super) struct Table<'d> {
    table: &'d DeTable<'d>,
    span: Range<usize>,
    what: &'static str,
}

impl<'d> Table<'d> {
    pub(super) fn new(
        document: &mut Document<'_>,
        table: &'d DeTable<'d>,
        span: Range<usize>,
        what: &'static str,
        keys: &[&str],
    ) -> Table<'d> {
        for key in table.keys() {
            if !keys.contains(&&**key.get_ref()) {
                let fault = Fault::new("key-unknown").text("key", key.get_ref());
                let fault = fault.noun("what", what).text("known", keys.join(", "));
                document.problem(key.span(), fault);
            }
        }
        Table { table, span, what }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    fn get(&self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.table.get(key)
    }
}

/// The type of a value, as faults name it.
fn type_of(value: &Spanned<DeValue<'_>>) -> &'static str {
    match value.get_ref() {
        DeValue::String(_) => "string",
        DeValue::Integer(_) => "integer",
        DeValue::Float(_) => "float",
        DeValue::Boolean(_) => "boolean",
        DeValue::Datetime(_) => "datetime",
        DeValue::Array(_) => "array",
        DeValue::Table(_) => "table",
    }
}

/// The text of a policy with the problems found in it.
pub(super) struct Document<'t> {
    file: Arc<str>,
    text: &'t str,
    /// Where lines end.
    ends: Vec<usize>,
    problems: Vec<PolicyProblem>,
    /// Every license that is named.
    named: Vec<(LicensePattern, Place)>,
    /// Lines that are no TOML: what was read from them means nothing.
    broken: BTreeSet<usize>,
}

impl<'t> Document<'t> {
    pub(super) fn new(file: &str, text: &'t str) -> Document<'t> {
        Document {
            file: file.into(),
            text,
            ends: text.match_indices('\n').map(|(at, _)| at).collect(),
            problems: Vec::new(),
            named: Vec::new(),
            broken: BTreeSet::new(),
        }
    }

    /// Notes what is no TOML; nothing else is said of its line.
    pub(super) fn broken(&mut self, span: Range<usize>, what: &str) {
        let line = self.line(span.start);
        if self.broken.insert(line) {
            self.push(line, span, Fault::new("no-toml").text("reason", what));
        }
    }

    pub(super) fn into_problems(self) -> Vec<PolicyProblem> {
        self.problems
    }

    pub(super) fn problem(&mut self, span: Range<usize>, fault: Fault) {
        let line = self.line(span.start);
        if !self.broken.contains(&line) {
            self.push(line, span, fault);
        }
    }

    fn push(&mut self, line: usize, span: Range<usize>, fault: Fault) {
        self.problems.push(PolicyProblem { file: self.file.clone(), line, span, fault });
    }

    pub(super) fn place(&self, span: Range<usize>) -> Place {
        Place { line: self.line(span.start), span }
    }

    fn line(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end < at) + 1
    }

    fn wrong_type<T>(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        wanted: &'static str,
    ) -> Option<T> {
        let fault = Fault::new("type").text("key", key).noun("found", type_of(value));
        self.problem(value.span(), fault.noun("wanted", wanted));
        None
    }

    pub(super) fn integer(&mut self, table: &Table<'_>, key: &str) -> Option<Written<u64>> {
        let value = table.get(key)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|number| u64::from_str_radix(number.as_str(), number.radix()).ok());
        match number {
            Some(number) => Some(Written { value: number, span: value.span() }),
            None => self.wrong_type(key, value, "number"),
        }
    }

    pub(super) fn truth(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        match value.get_ref().as_bool() {
            Some(truth) => Some(truth),
            None => self.wrong_type(key, value, "truth"),
        }
    }

    pub(super) fn text(&mut self, table: &Table<'_>, key: &str) -> Option<Written<Arc<str>>> {
        let value = table.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(Written { value: text.into(), span: value.span() }),
            None => self.wrong_type(key, value, "string"),
        }
    }

    /// A text that has to be there and say something.
    pub(super) fn needed(&mut self, table: &Table<'_>, key: &str) -> Option<Written<Arc<str>>> {
        if !table.has(key) {
            self.problem(
                table.span(),
                Fault::new("key-missing").noun("what", table.what).text("key", key),
            );
        }
        let text = self.text(table, key)?;
        if text.get().trim().is_empty() {
            self.problem(text.span(), Fault::new("empty-text").text("key", key));
            return None;
        }
        Some(text)
    }

    /// The texts of a list, which may be absent but not empty.
    pub(super) fn texts(&mut self, table: &Table<'_>, key: &str) -> Vec<Written<Arc<str>>> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type::<()>(key, value, "strings");
            return Vec::new();
        };
        if items.is_empty() {
            self.problem(value.span(), Fault::new("empty-list").text("key", key));
        }
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push(Written { value: text.into(), span: item.span() }),
                None => {
                    self.wrong_type::<()>(key, item, "strings");
                }
            }
        }
        texts
    }

    /// A day, as a string or as TOML writes days.
    pub(super) fn date(&mut self, table: &Table<'_>, key: &str) -> Option<Date> {
        let value = table.get(key)?;
        let written = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(day) => day.to_string(),
            _ => return self.wrong_type(key, value, "day"),
        };
        match Date::parse(&written) {
            Ok(date) => Some(date),
            Err(_) => {
                self.problem(value.span(), Fault::new("day").text("text", written));
                None
            }
        }
    }

    /// The value of a word of a fixed vocabulary.
    pub(super) fn word<T>(
        &mut self,
        word: &Written<Arc<str>>,
        what: &'static str,
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = from_name(word.get());
        if value.is_none() {
            let fault = Fault::new("word").text("word", word.get()).noun("what", what);
            self.problem(word.span(), fault);
        }
        value
    }

    /// A word under a key, which may be absent.
    pub(super) fn word_at<T>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        what: &'static str,
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let word = self.text(table, key)?;
        self.word(&word, what, from_name)
    }

    /// Whether something is so: `true`, `false`, or "yes", "no", "unknown".
    pub(super) fn answer(&mut self, table: &Table<'_>, key: &str) -> Tri {
        match table.get(key).map(Spanned::get_ref) {
            Some(DeValue::Boolean(value)) => (*value).into(),
            _ => self.word_at(table, key, "answer", Tri::from_name).unwrap_or_default(),
        }
    }

    /// Words under a key.
    pub(super) fn words<T>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        what: &'static str,
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let words = self.texts(table, key);
        words.iter().filter_map(|word| self.word(word, what, &from_name)).collect()
    }

    pub(super) fn licenses(&mut self, table: &Table<'_>, key: &str) -> Vec<LicensePattern> {
        let mut patterns = Vec::new();
        for text in self.texts(table, key) {
            let pattern = self.word(&text, "license", |text| LicensePattern::new(text).ok());
            if let Some(pattern) = pattern {
                self.named.push((pattern.clone(), self.place(text.span())));
                patterns.push(pattern);
            }
        }
        patterns
    }

    /// Every license that was named, in the order of the file.
    pub(super) fn take_named(&mut self) -> Vec<(LicensePattern, Place)> {
        self.named.sort_by_key(|(_, place)| place.span.start);
        std::mem::take(&mut self.named)
    }

    /// The tables of a list of tables.
    pub(super) fn tables<'d>(
        &mut self,
        table: &Table<'d>,
        key: &str,
        what: &'static str,
        keys: &[&str],
    ) -> Vec<Table<'d>> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            let fault = Fault::new("tables").text("key", key).noun("found", type_of(value));
            self.problem(value.span(), fault);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_table() {
                Some(inner) => tables.push(Table::new(self, inner, item.span(), what, keys)),
                None => {
                    self.wrong_type::<()>(key, item, "table");
                }
            }
        }
        tables
    }

    /// The tables of a table of tables with their names, in the order of the file.
    pub(super) fn named_tables<'d>(
        &mut self,
        table: &Table<'d>,
        key: &str,
        what: &'static str,
        keys: &[&str],
    ) -> Vec<(Written<Arc<str>>, Table<'d>)> {
        let mut tables = Vec::new();
        for (name, value) in self.entries(table, key) {
            match value.get_ref().as_table() {
                Some(inner) => {
                    let inner = Table::new(self, inner, value.span(), what, keys);
                    tables.push((name, inner));
                }
                None => {
                    self.wrong_type::<()>(name.get(), value, "table");
                }
            }
        }
        tables
    }

    /// The entries of a table under a key, in the order of the file.
    pub(super) fn entries<'d>(
        &mut self,
        table: &Table<'d>,
        key: &str,
    ) -> Vec<(Written<Arc<str>>, &'d Spanned<DeValue<'d>>)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(inner) = value.get_ref().as_table() else {
            self.wrong_type::<()>(key, value, "table");
            return Vec::new();
        };
        let mut entries: Vec<_> = inner
            .iter()
            .map(|(name, value)| {
                (Written { value: (&**name.get_ref()).into(), span: name.span() }, value)
            })
            .collect();
        entries.sort_by_key(|(name, _)| name.span.start);
        entries
    }

    /// Where a part of a text stands in the file; the whole text if it was written with escapes.
    pub(super) fn inside(&self, text: &Written<Arc<str>>, part: &Range<usize>) -> Range<usize> {
        let written = self.text.get(text.span()).unwrap_or_default();
        match written.find(&**text.get()) {
            Some(offset) => {
                let start = text.span.start + offset;
                start + part.start..start + part.end
            }
            None => text.span(),
        }
    }
}
