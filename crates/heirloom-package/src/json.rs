// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A JSON reader that keeps places, bounds depth and size and gives back what it read so far when
//! the text is damaged. Comments and trailing commas are tolerated, and repeated names are told: manifests
//! have them, and the tools that own these formats often accept them.

use std::borrow::Cow;

use crate::{
    ManifestLimits,
    value::{Damage, Data, Map, Value},
};

/// Reads a whole text.
pub(crate) fn read<'a>(text: &'a str, limits: &ManifestLimits) -> (Value<'a>, Option<Damage>) {
    let mut reader = Reader { text, at: 0, n_left: limits.max_nodes, damage: None, repeated: None };
    let value = reader.value(limits.max_depth);
    reader.skip_space();
    if reader.damage.is_none() && reader.at < text.len() {
        reader.fail("text after the end");
    }
    (value, reader.damage.or(reader.repeated))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    n_left: usize,
    damage: Option<Damage>,
    /// A name that stands twice in one map.
    repeated: Option<Damage>,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Value<'a> {
        self.skip_space();
        let start = self.at;
        let data = self.data(depth);
        Value { data, range: start..self.at }
    }

    fn data(&mut self, depth: usize) -> Data<'a> {
        if self.n_left == 0 {
            return self.fail("too many values");
        }
        self.n_left -= 1;
        match self.peek() {
            Some(b'{' | b'[') if depth == 0 => self.fail("nested too deep"),
            Some(b'{') => self.map(depth - 1),
            Some(b'[') => self.list(depth - 1),
            Some(b'"') => Data::Text(self.string()),
            Some(b'-' | b'0'..=b'9') => Data::Number(Cow::Borrowed(self.word())),
            Some(_) => match self.word() {
                "null" => Data::Null,
                "true" => Data::Bool(true),
                "false" => Data::Bool(false),
                _ => self.fail("expected a value"),
            },
            None => self.fail("text ends too early"),
        }
    }

    fn map(&mut self, depth: usize) -> Data<'a> {
        let mut entries = Vec::new();
        self.at += 1;
        while self.more(b'}') {
            if self.peek() != Some(b'"') {
                self.fail("expected a name in quotes");
                break;
            }
            let key = self.string();
            self.skip_space();
            if !self.take(b':') {
                self.fail("expected `:`");
                break;
            }
            let value = self.value(depth);
            entries.push((key, value));
            self.separator(b'}');
        }
        let map = Map::new(entries);
        if self.repeated.is_none() {
            self.repeated = map.repeated();
        }
        Data::Map(map)
    }

    fn list(&mut self, depth: usize) -> Data<'a> {
        let mut items = Vec::new();
        self.at += 1;
        while self.more(b']') {
            let item = self.value(depth);
            items.push(item);
            self.separator(b']');
        }
        Data::List(items)
    }

    /// Whether another entry follows; takes the closing bracket if not.
    fn more(&mut self, close: u8) -> bool {
        self.skip_space();
        if self.damage.is_some() || self.take(close) {
            return false;
        }
        if self.peek().is_none() {
            self.fail("text ends too early");
        }
        self.damage.is_none()
    }

    fn separator(&mut self, close: u8) {
        self.skip_space();
        if !self.take(b',') && self.peek() != Some(close) {
            self.fail("expected `,` or the end of the list");
        }
    }

    fn string(&mut self) -> Cow<'a, str> {
        self.at += 1;
        let start = self.at;
        let mut owned: Option<String> = None;
        loop {
            let rest = &self.text[self.at..];
            let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | b'\n');
            let Some(offset) = rest.as_bytes().iter().position(ends) else {
                self.at = self.text.len();
                self.fail("a string does not end");
                return owned.map_or(Cow::Borrowed(&self.text[start..]), Cow::Owned);
            };
            if let Some(owned) = &mut owned {
                owned.push_str(&rest[..offset]);
            }
            self.at += offset;
            match rest.as_bytes()[offset] {
                b'"' => {
                    let plain = &self.text[start..self.at];
                    self.at += 1;
                    return owned.map_or(Cow::Borrowed(plain), Cow::Owned);
                }
                b'\n' => {
                    self.fail("a string does not end on its line");
                    return owned.map_or(Cow::Borrowed(&self.text[start..self.at]), Cow::Owned);
                }
                _ => {
                    let plain = &self.text[start..self.at];
                    let owned = owned.get_or_insert_with(|| plain.to_owned());
                    self.at += 1;
                    let escaped = self.escape();
                    owned.push(escaped);
                }
            }
        }
    }

    /// Reads what follows a backslash; anything unknown stands for itself.
    fn escape(&mut self) -> char {
        let Some(character) = self.text[self.at..].chars().next() else {
            return '\\';
        };
        self.at += character.len_utf8();
        match character {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => self.unicode(),
            other => other,
        }
    }

    fn unicode(&mut self) -> char {
        let unit = |reader: &mut Self| {
            let digits = reader.text.get(reader.at..reader.at + 4)?;
            let unit = u16::from_str_radix(digits, 16).ok()?;
            reader.at += 4;
            Some(unit)
        };
        let Some(first) = unit(self) else {
            return char::REPLACEMENT_CHARACTER;
        };
        let mut units = vec![first];
        if (0xd800..0xdc00).contains(&first) && self.text[self.at..].starts_with("\\u") {
            self.at += 2;
            units.extend(unit(self));
        }
        match char::decode_utf16(units).next() {
            Some(Ok(character)) => character,
            _ => char::REPLACEMENT_CHARACTER,
        }
    }

    fn word(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let is_word = |b: u8| b.is_ascii_alphanumeric() || b"+-._".contains(&b);
        let end = rest.bytes().position(|b| !is_word(b)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn skip_space(&mut self) {
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let is_space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
            self.at += rest.iter().position(|byte| !is_space(byte)).unwrap_or(rest.len());
            // Nothing but a comment or a space of another script is left to skip.
            if self.peek().is_some_and(|byte| byte.is_ascii() && byte != b'/' && byte > b' ') {
                return;
            }
            let rest = &self.text[self.at..];
            self.at += rest.len() - rest.trim_start().len();
            let rest = &self.text[self.at..];
            let skipped = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                return;
            };
            self.at += skipped;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn fail(&mut self, reason: &str) -> Data<'a> {
        self.damage.get_or_insert_with(|| Damage::new(self.at, reason));
        Data::Null
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Value<'_>, Option<Damage>) {
        read(text, &ManifestLimits::standard())
    }

    #[test]
    fn reads_values_with_their_places() {
        let text = r#"{"a": [1.5, true, null], "b": {"c": "x\n\u00e9\ud83d\ude00"}, "b2": "é"}"#;
        let (value, damage) = parse(text);
        assert_eq!(damage, None);
        assert_eq!(value.at(&["b", "c"]).unwrap().as_text(), Some("x\né😀"));
        assert_eq!(&text[value.get("b2").unwrap().range.clone()], "\"é\"");
        assert_eq!(value.get("a").unwrap().items()[0].as_scalar(), Some("1.5"));
    }

    #[test]
    fn tolerates_what_people_write() {
        let (value, damage) = parse("// c\n{\"a\": \"x\", /* d */ \"b\": \"y\",}\n");
        assert_eq!((value.text("b"), damage), (Some("y"), None));
    }

    #[test]
    fn repeated_names_are_told_and_the_last_one_counts() {
        let (value, damage) = parse("{\"a\": \"x\",\n \"a\": \"y\"}\n");
        assert_eq!(value.text("a"), Some("y"));
        let damage = damage.unwrap();
        assert_eq!((damage.at, damage.is_whole), (17, true));
    }

    #[test]
    fn damaged_text_gives_what_came_before() {
        for text in [
            "{\"license\": \"MIT\", \"x\": ",
            "{\"license\": \"MIT\", x: 1}",
            "{\"license\": \"MIT\" \"x\": 1}",
            "{\"license\": \"MIT\", \"x\": [1, {\"y\": \"abc\n\"}]}",
            "{\"license\": \"MIT\"} tail",
            "{\"license\": \"MIT\", \"x\": \"\\u12",
        ] {
            let (value, damage) = parse(text);
            assert_eq!(value.text("license"), Some("MIT"), "{text}");
            assert!(damage.is_some(), "{text}");
        }
    }

    #[test]
    fn depth_and_size_are_bounded() {
        assert_eq!(&*parse(&"[".repeat(100_000)).1.unwrap().reason, "nested too deep");
        let limits = ManifestLimits { max_nodes: 10, ..ManifestLimits::standard() };
        assert_eq!(&*read("[1,2,3,4,5,6,7,8,9,0]", &limits).1.unwrap().reason, "too many values");
    }
}
