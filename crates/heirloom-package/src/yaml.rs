// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! YAML from parser events, so that depth and size are bounded. An alias stands for a copy of what it
//! names as long as all copies together stay small; beyond that it is nothing, which is told.

use std::{collections::HashMap, ops::Range};

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::{
    ManifestLimits,
    value::{Damage, Data, Map, Value},
};

/// Reads the first document of a text.
pub(crate) fn read(text: &str, limits: &ManifestLimits) -> (Value<'static>, Option<Damage>) {
    let (mut values, damage) = read_some(text, limits, 1);
    let first = if values.is_empty() { none() } else { values.swap_remove(0) };
    (first, damage)
}

/// Reads all documents of a text.
pub(crate) fn read_documents(
    text: &str,
    limits: &ManifestLimits,
) -> (Vec<Value<'static>>, Option<Damage>) {
    read_some(text, limits, MAX_DOCUMENTS)
}

/// Values that all aliases of a text together may stand for.
const MAX_COPIES: usize = 100_000;

/// Values that are kept for aliases.
const MAX_KEPT: usize = 1_000_000;

/// Longer streams are no manifests.
const MAX_DOCUMENTS: usize = 10_000;

fn none() -> Value<'static> {
    Value { data: Data::Null, range: 0..0 }
}

fn read_some(
    text: &str,
    limits: &ManifestLimits,
    max: usize,
) -> (Vec<Value<'static>>, Option<Damage>) {
    let mut builder = Builder {
        index: CharIndex::new(text),
        open: Vec::new(),
        root: None,
        odd: None,
        anchors: HashMap::new(),
        n_copies_left: MAX_COPIES,
        n_kept_left: MAX_KEPT,
    };
    let mut values = Vec::new();
    let mut n_nodes = 0;
    let mut damage = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let at = builder.index.byte(error.marker().index());
                damage = Some(Damage::new(at, error.info()));
                break;
            }
        };
        n_nodes += 1;
        let at = builder.index.byte(span.start.index());
        if n_nodes > limits.max_nodes {
            damage = Some(Damage::new(at, "too many values"));
            break;
        }
        if builder.open.len() > limits.max_depth {
            damage = Some(Damage::new(at, "nested too deep"));
            break;
        }
        if matches!(event, Event::DocumentEnd) {
            values.push(builder.finish());
            if values.len() == max {
                return (values, damage.or(builder.odd));
            }
            continue;
        }
        builder.event(event, span);
    }
    if damage.is_some() {
        values.push(builder.finish());
    }
    (values, damage.or(builder.odd))
}

/// A list or map whose end was not seen yet.
struct Open {
    start: usize,
    key: Option<String>,
    data: Data<'static>,
    /// The number of its name for aliases; 0 where it has none.
    anchor: usize,
    /// How many values it holds, itself among them.
    n_values: usize,
}

struct Builder {
    index: CharIndex,
    open: Vec<Open>,
    root: Option<Value<'static>>,
    /// The first thing that is odd in a text that can be read: a name that stands twice in one map,
    /// an alias that stands for too much.
    odd: Option<Damage>,
    /// What aliases may stand for, with the number of values in it.
    anchors: HashMap<usize, (Value<'static>, usize)>,
    n_copies_left: usize,
    n_kept_left: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) {
        let range = self.index.byte(span.start.index())..self.index.byte(span.end.index());
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = Value { data: scalar(&text, style), range };
                if anchor > 0 {
                    self.anchors.insert(anchor, (value.clone(), 1));
                }
                self.add(value, 1);
            }
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::SequenceStart(anchor, _) => {
                self.push(range.start, Data::List(Vec::new()), anchor);
            }
            Event::MappingStart(anchor, _) => {
                self.push(range.start, Data::Map(Map::new(Vec::new())), anchor);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            _ => {}
        }
    }

    /// A copy of what an alias names; nothing where that is not closed yet or would be too much.
    fn alias(&mut self, anchor: usize, range: Range<usize>) {
        let known = self.anchors.get(&anchor);
        let Some((value, n_values)) = known.filter(|(_, n)| *n <= self.n_copies_left) else {
            if known.is_some() && self.odd.is_none() {
                let reason = "aliases stand for more values than are read";
                self.odd = Some(Damage::whole(range.start, reason));
            }
            return self.add(Value { data: Data::Null, range }, 1);
        };
        let (value, n_values) = (value.clone(), *n_values);
        self.n_copies_left -= n_values;
        self.add(value, n_values);
    }

    fn push(&mut self, start: usize, data: Data<'static>, anchor: usize) {
        self.open.push(Open { start, key: None, data, anchor, n_values: 1 });
    }

    fn close(&mut self, end: usize) {
        let Some(mut open) = self.open.pop() else { return };
        if let Data::Map(map) = &mut open.data {
            if self.odd.is_none() {
                self.odd = map.repeated();
            }
            map.merge(MERGE);
        }
        let value = Value { data: open.data, range: open.start..end.max(open.start) };
        if open.anchor > 0 {
            // What holds more than may be copied is not kept twice.
            let most = self.n_copies_left.min(self.n_kept_left);
            let kept = match open.n_values <= most {
                true => (value.clone(), open.n_values),
                false => (Value { data: Data::Null, range: value.range.clone() }, usize::MAX),
            };
            self.n_kept_left = self.n_kept_left.saturating_sub(kept.1.min(open.n_values));
            self.anchors.insert(open.anchor, kept);
        }
        self.add(value, open.n_values);
    }

    fn add(&mut self, value: Value<'static>, n_values: usize) {
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(value);
            return;
        };
        open.n_values = open.n_values.saturating_add(n_values);
        match (&mut open.data, open.key.take()) {
            (Data::List(items), _) => items.push(value),
            (Data::Map(map), Some(key)) => map.push(key.into(), value),
            (Data::Map(_), None) => {
                open.key = Some(value.as_scalar().unwrap_or_default().to_owned());
            }
            _ => {}
        }
    }

    /// Closes what damage left open.
    fn finish(&mut self) -> Value<'static> {
        while let Some(open) = self.open.last() {
            let end = open.start;
            self.close(end);
        }
        self.root.take().unwrap_or_else(none)
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Data<'static> {
    if style != ScalarStyle::Plain {
        return Data::Text(text.to_owned().into());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        _ if text.parse::<f64>().is_ok() => Data::Number(text.to_owned().into()),
        _ => Data::Text(text.to_owned().into()),
    }
}

/// The key whose value is taken into the map around it.
const MERGE: &str = "<<";

/// From the characters the parser counts to bytes.
struct CharIndex {
    /// The byte of each character; `None` when every character is one byte.
    bytes: Option<Vec<u32>>,
    len: usize,
}

impl CharIndex {
    fn new(text: &str) -> CharIndex {
        let bytes = (!text.is_ascii())
            .then(|| text.char_indices().map(|(at, _)| at as u32).collect::<Vec<_>>());
        CharIndex { bytes, len: text.len() }
    }

    fn byte(&self, character: usize) -> usize {
        match &self.bytes {
            None => character.min(self.len),
            Some(bytes) => bytes.get(character).map_or(self.len, |&at| at as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn parse(text: &str) -> (Value<'static>, Option<Damage>) {
        read(text, &ManifestLimits::standard())
    }

    #[test]
    fn reads_values_with_their_places() {
        let text = "é: ü\nlicense: MIT # c\nlist:\n  - a\n  - {b: 1.0}\nquoted: \"1\"\n";
        let (value, damage) = parse(text);
        assert_eq!(damage, None);
        let license = value.get("license").unwrap();
        assert_eq!(&text[license.range.clone()], "MIT");
        assert_eq!(value.get("list").unwrap().items()[1].scalar("b"), Some("1.0"));
        assert_eq!(value.text("quoted"), Some("1"));
    }

    #[test]
    fn damaged_text_gives_what_came_before() {
        let (value, damage) = parse("license: MIT\nlist: [a, {b: c\nx: y\n: :");
        assert_eq!(value.text("license"), Some("MIT"));
        assert!(damage.is_some());
    }

    #[test]
    fn depth_size_and_aliases_are_bounded() {
        assert!(parse(&"[".repeat(100_000)).1.is_some());
        let limits = ManifestLimits { max_nodes: 10, ..ManifestLimits::standard() };
        assert!(read("[1,2,3,4,5,6,7,8,9,0]", &limits).1.is_some());
        let levels = (1..40).map(|level| {
            let inner = level - 1;
            format!("a{level}: &a{level} [*a{inner}, *a{inner}]\n")
        });
        let bomb = "a0: &a0 [x, x]\n".to_owned() + &levels.collect::<String>();
        let (value, damage) = parse(&bomb);
        assert!(damage.unwrap().reason.contains("aliases"));
        assert_eq!(value.get("a39").unwrap().items().len(), 2);
        assert_eq!(value.get("a2").unwrap().items()[1].items()[0].items()[1].as_text(), Some("x"));
    }

    /// What stood behind an alias was read as nothing.
    #[test]
    fn aliases_and_merged_maps_are_read() {
        let text = "x: &x {image: a, tag: 1}\ny: &y [*x]\nb: {<<: *x, tag: 2}\nc: {<<: [*x, {e: f}]}\nz: *y\n";
        let (value, damage) = parse(text);
        assert_eq!(damage, None);
        let b = value.get("b").unwrap();
        assert_eq!((b.text("image"), b.scalar("tag")), (Some("a"), Some("2")));
        assert_eq!(value.at(&["c", "e"]).unwrap().as_text(), Some("f"));
        assert_eq!(value.get("z").unwrap().items()[0].text("image"), Some("a"));
        // An alias to what it stands in has no end.
        let (value, _) = parse("a: &a {b: *a}\n");
        assert_eq!(value.at(&["a", "b"]).unwrap().data, Data::Null);
    }
}
