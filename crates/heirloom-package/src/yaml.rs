// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! YAML from parser events, so that depth and size are bounded and aliases are never expanded.

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
    let mut builder =
        Builder { index: CharIndex::new(text), open: Vec::new(), root: None, repeated: None };
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
                return (values, damage.or(builder.repeated));
            }
            continue;
        }
        builder.event(event, span);
    }
    if damage.is_some() {
        values.push(builder.finish());
    }
    (values, damage.or(builder.repeated))
}

/// A list or map whose end was not seen yet.
struct Open {
    start: usize,
    key: Option<String>,
    data: Data<'static>,
}

struct Builder {
    index: CharIndex,
    open: Vec<Open>,
    root: Option<Value<'static>>,
    /// A name that stands twice in one map.
    repeated: Option<Damage>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) {
        let range = self.index.byte(span.start.index())..self.index.byte(span.end.index());
        match event {
            Event::Scalar(text, style, _, _) => {
                let data = scalar(&text, style);
                self.add(Value { data, range });
            }
            Event::Alias(_) => self.add(Value { data: Data::Null, range }),
            Event::SequenceStart(..) => self.push(range.start, Data::List(Vec::new())),
            Event::MappingStart(..) => self.push(range.start, Data::Map(Map::new(Vec::new()))),
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            _ => {}
        }
    }

    fn push(&mut self, start: usize, data: Data<'static>) {
        self.open.push(Open { start, key: None, data });
    }

    fn close(&mut self, end: usize) {
        if let Some(open) = self.open.pop() {
            if let Data::Map(map) = &open.data
                && self.repeated.is_none()
            {
                self.repeated = map.repeated();
            }
            self.add(Value { data: open.data, range: open.start..end.max(open.start) });
        }
    }

    fn add(&mut self, value: Value<'static>) {
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(value);
            return;
        };
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
        assert_eq!(damage, None);
        assert_eq!(value.get("a39").unwrap().items().len(), 2);
    }
}
