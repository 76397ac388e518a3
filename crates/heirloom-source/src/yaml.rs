// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! YAML from parser events, with depth and size bounded and aliases never expanded.

use saphyr_parser::{Event, Parser};

/// Deeper structures are not read.
const MAX_DEPTH: usize = 64;

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Data {
    Scalar(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    Null,
}

/// A value and its first line, from 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    pub(crate) data: Data,
    pub(crate) line: usize,
}

impl Value {
    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.entries().iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    pub(crate) fn entries(&self) -> &[(String, Value)] {
        match &self.data {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(crate) fn items(&self) -> &[Value] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn scalar(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The scalars of a list, the keys of a map, or one scalar.
    pub(crate) fn names(&self) -> Vec<&str> {
        match &self.data {
            Data::Scalar(text) => vec![text],
            Data::List(items) => items.iter().filter_map(Value::scalar).collect(),
            Data::Map(entries) => entries.iter().map(|(key, _)| key.as_str()).collect(),
            Data::Null => Vec::new(),
        }
    }

    /// Every scalar below, up to a number.
    pub(crate) fn scalars<'a>(&'a self, found: &mut Vec<&'a str>, max: usize) {
        if found.len() >= max {
            return;
        }
        match &self.data {
            Data::Scalar(text) => found.push(text),
            Data::List(items) => items.iter().for_each(|item| item.scalars(found, max)),
            Data::Map(entries) => entries.iter().for_each(|(_, value)| value.scalars(found, max)),
            Data::Null => {}
        }
    }
}

struct Open {
    value: Value,
    key: Option<String>,
}

/// Reads the first document; what came before damage or a limit is kept.
pub(crate) fn read(text: &str, max_events: usize) -> Option<Value> {
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(text).take(max_events) {
        let Ok((event, span)) = event else { break };
        let line = span.start.line();
        match event {
            Event::Scalar(text, _, _, _) => {
                add(&mut open, &mut root, Value { data: Data::Scalar(text.into_owned()), line });
            }
            Event::Alias(_) => add(&mut open, &mut root, Value { data: Data::Null, line }),
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= MAX_DEPTH => break,
            Event::SequenceStart(..) => {
                open.push(Open { value: Value { data: Data::List(Vec::new()), line }, key: None });
            }
            Event::MappingStart(..) => {
                open.push(Open { value: Value { data: Data::Map(Vec::new()), line }, key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(closed) = open.pop() {
                    add(&mut open, &mut root, closed.value);
                }
            }
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    while let Some(closed) = open.pop() {
        add(&mut open, &mut root, closed.value);
    }
    root
}

fn add(open: &mut [Open], root: &mut Option<Value>, value: Value) {
    let Some(holder) = open.last_mut() else {
        root.get_or_insert(value);
        return;
    };
    match (&mut holder.value.data, holder.key.take()) {
        (Data::List(items), _) => items.push(value),
        (Data::Map(entries), Some(key)) => entries.push((key, value)),
        (Data::Map(_), None) => holder.key = Some(value.scalar().unwrap_or_default().to_owned()),
        _ => {}
    }
}
