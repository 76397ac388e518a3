// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! JSON that people can page through: lists near the top take a line for each item, items take one
//! line however deep they are.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Serializer, ser::Formatter};

/// Lists this deep are spread over lines, and objects one level less.
const MAX_DEPTH: usize = 4;

/// Writes a value.
pub(super) fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(out, Lines::default());
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// What is open, from the outermost on: whether it is spread, and whether it has something in it.
#[derive(Default)]
struct Lines {
    open: Vec<(bool, bool)>,
}

impl Lines {
    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, sign: &[u8], max: usize) -> io::Result<()> {
        self.open.push((self.open.len() < max, false));
        out.write_all(sign)
    }

    fn item<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        let depth = self.open.len();
        match self.open.last_mut() {
            Some((true, filled)) => {
                *filled = true;
                line(out, depth)
            }
            _ if first => Ok(()),
            _ => out.write_all(b" "),
        }
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, sign: &[u8]) -> io::Result<()> {
        if let Some((true, true)) = self.open.pop() {
            line(out, self.open.len())?;
        }
        out.write_all(sign)
    }
}

fn line<W: ?Sized + Write>(out: &mut W, depth: usize) -> io::Result<()> {
    out.write_all(b"\n")?;
    (0..depth).try_for_each(|_| out.write_all(b"  "))
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[", MAX_DEPTH)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{", MAX_DEPTH - 1)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn items_of_lists_near_the_top_have_a_line_each() {
        let value = serde_json::json!({"a": {"b": [{"c": [1, {}]}, {"d": []}], "e": []}, "f": 1});
        let mut out = Vec::new();
        super::write(&value, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let expect = "{\n  \"a\": {\n    \"b\": [\n      {\"c\": [1, {}]},\n      {\"d\": []}\n    \
                      ],\n    \"e\": []\n  },\n  \"f\": 1\n}";
        assert_eq!(text, expect);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}
