// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The tree that JSON, YAML and TOML are read into: values with their place in the text.

use std::{borrow::Cow, cell::OnceCell, collections::HashSet, ops::Range};

/// What went wrong while reading, and where in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// The byte in the text.
    pub(crate) at: usize,
    /// Why, as a fragment.
    pub(crate) reason: Box<str>,
    /// Whether all of the text was read nevertheless.
    pub(crate) is_whole: bool,
}

impl Damage {
    pub(crate) fn new(at: usize, reason: impl Into<Box<str>>) -> Damage {
        Damage { at, reason: reason.into(), is_whole: false }
    }

    /// What is odd in a text that was read to its end.
    pub(crate) fn whole(at: usize, reason: impl Into<Box<str>>) -> Damage {
        Damage { is_whole: true, ..Damage::new(at, reason) }
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
    Map(Map<'a>),
}

/// A name and its value.
pub(crate) type Entry<'a> = (Cow<'a, str>, Value<'a>);

/// Entries in order; keys may repeat.
#[derive(Clone, Debug)]
pub(crate) struct Map<'a> {
    entries: Vec<Entry<'a>>,
    /// The entries by key, made when a large map is first asked for one: a file of one large map
    /// must not take time that grows with its square.
    order: OnceCell<Box<[u32]>>,
}

impl<'a> Map<'a> {
    /// Maps of so few entries are searched from end to end.
    const FEW: usize = 16;

    pub(crate) fn new(entries: Vec<Entry<'a>>) -> Map<'a> {
        Map { entries, order: OnceCell::new() }
    }

    /// The first entry whose name another one has before it, as damage of the text.
    pub(crate) fn repeated(&self) -> Option<Damage> {
        let mut seen: HashSet<&str> = HashSet::new();
        // What is merged into a map of YAML may be several.
        let mut named = self.entries.iter().filter(|(key, _)| !matches!(&**key, "" | "<<"));
        let (key, value) = match self.entries.len() {
            0 | 1 => None,
            ..=Map::FEW => {
                let before = |end: usize| self.entries[..end].iter();
                let mut all = self.entries.iter().enumerate();
                all.find(|(at, (key, _))| {
                    !matches!(&**key, "" | "<<") && before(*at).any(|(other, _)| other == key)
                })
                .map(|(_, entry)| entry)
            }
            _ => named.find(|entry| !seen.insert(&entry.0)),
        }?;
        let key: String = key.chars().take(100).collect();
        let reason = format!("`{key}` stands twice in one place; the last one counts");
        Some(Damage::whole(value.range.start, reason))
    }

    /// Adds an entry at the end.
    pub(crate) fn push(&mut self, key: Cow<'a, str>, value: Value<'a>) {
        self.order.take();
        self.entries.push((key, value));
    }

    /// Takes into this map what maps under a key hold and it does not.
    pub(crate) fn merge(&mut self, key: &str) {
        let Some(at) = self.entries.iter().position(|(name, _)| name == key) else { return };
        self.order.take();
        let (_, merged) = self.entries.remove(at);
        let several = match merged.data {
            Data::List(items) => items,
            _ => vec![merged],
        };
        let mut known: HashSet<String> =
            self.entries.iter().map(|(name, _)| name.to_string()).collect();
        for one in several {
            let Data::Map(map) = one.data else { continue };
            for (name, value) in map.entries {
                if known.insert(name.to_string()) {
                    self.entries.push((name, value));
                }
            }
        }
    }

    /// The last entry of that name.
    fn get(&self, key: &str) -> Option<&Value<'a>> {
        if self.entries.len() <= Map::FEW {
            return self.entries.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value);
        }
        let order = self.order.get_or_init(|| {
            let mut order: Vec<u32> = (0..self.entries.len() as u32).collect();
            order.sort_by(|&a, &b| self.key(a).cmp(self.key(b)));
            order.into()
        });
        let end = order.partition_point(|&at| self.key(at) <= key);
        let &last = order.get(end.checked_sub(1)?)?;
        (self.key(last) == key).then(|| &self.entries[last as usize].1)
    }

    fn key(&self, at: u32) -> &str {
        &self.entries[at as usize].0
    }
}

impl PartialEq for Map<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<'a> Value<'a> {
    /// Moves the places of the value and all below it.
    pub(crate) fn shift(&mut self, by: usize) {
        self.range.start += by;
        self.range.end += by;
        match &mut self.data {
            Data::List(items) => items.iter_mut().for_each(|item| item.shift(by)),
            Data::Map(map) => map.entries.iter_mut().for_each(|(_, value)| value.shift(by)),
            _ => {}
        }
    }

    /// The entry of that name; of several the last, as most readers have it.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a>> {
        match &self.data {
            Data::Map(map) => map.get(key),
            _ => None,
        }
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
    pub(crate) fn entries(&self) -> &[Entry<'a>] {
        match &self.data {
            Data::Map(map) => &map.entries,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_repeated_names_the_last_counts() {
        for n_others in [1, 100] {
            let value = |text: usize| {
                let text = Data::Text(text.to_string().into());
                Value { data: text, range: 0..0 }
            };
            let mut map = Map::new(vec![("a".into(), value(0))]);
            for other in 0..n_others {
                map.push(format!("k{other}").into(), value(other));
            }
            assert_eq!(map.get("a").and_then(Value::as_text), Some("0"));
            map.push("a".into(), value(7));
            assert_eq!(map.get("a").and_then(Value::as_text), Some("7"));
            assert_eq!(map.get("k0").and_then(Value::as_text), Some("0"));
            assert_eq!(map.get("").or(map.get("zz")), None);
        }
    }
}
