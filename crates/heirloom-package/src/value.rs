// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The tree that JSON, YAML and TOML are read into: values with their place in the text.

use std::{borrow::Cow, ops::Range};

/// What went wrong while reading, and where in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// The byte in the text.
    pub(crate) at: usize,
    /// Why, as a fragment.
    pub(crate) reason: Box<str>,
}

impl Damage {
    pub(crate) fn new(at: usize, reason: impl Into<Box<str>>) -> Damage {
        Damage { at, reason: reason.into() }
    }
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value<'a> {
    pub(crate) data: Data<'a>,
    pub(crate) range: Range<usize>,
}

/// The contents of a value. Numbers, dates and the like are kept as written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Data<'a> {
    Null,
    Bool(bool),
    Number(Cow<'a, str>),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    /// Entries in order; keys may repeat.
    Map(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Moves the places of the value and all below it.
    pub(crate) fn shift(&mut self, by: usize) {
        self.range.start += by;
        self.range.end += by;
        match &mut self.data {
            Data::List(items) => items.iter_mut().for_each(|item| item.shift(by)),
            Data::Map(entries) => entries.iter_mut().for_each(|(_, value)| value.shift(by)),
            _ => {}
        }
    }

    /// The entry of that name; of several the last, as most readers have it.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.entries().iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The value at a path of names.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Value<'a>> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The text, if it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text or number, if it is one: versions are written as either.
    pub(crate) fn as_scalar(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) | Data::Number(text) => Some(text),
            _ => None,
        }
    }

    /// Whether the value is `true`.
    pub(crate) fn is_true(&self) -> bool {
        self.data == Data::Bool(true)
    }

    /// The text of the entry of that name.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    /// The text or number of the entry of that name.
    pub(crate) fn scalar(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_scalar()
    }

    /// The items of a list; none for other values.
    pub(crate) fn items(&self) -> &[Value<'a>] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// The items of a list, or the value alone.
    pub(crate) fn one_or_many(&self) -> &[Value<'a>] {
        match &self.data {
            Data::List(items) => items,
            Data::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// The entries of a map; none for other values.
    pub(crate) fn entries(&self) -> &[(Cow<'a, str>, Value<'a>)] {
        match &self.data {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }
}
