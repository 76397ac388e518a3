// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Debian control syntax: stanzas of fields, fields of lines.

use std::ops::Range;

/// A block of fields between empty lines.
pub(super) struct Stanza<'a> {
    pub(super) fields: Vec<Field<'a>>,
    pub(super) place: Range<usize>,
    /// Where lines start that belong to no field.
    pub(super) strays: Vec<usize>,
}

impl<'a> Stanza<'a> {
    /// The first field of that name, in any case.
    pub(super) fn field(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }
}

/// A field with the lines that go on with it.
pub(super) struct Field<'a> {
    name: &'a str,
    /// Everything behind the colon.
    value: &'a str,
    /// From the name to the end of the first line with words.
    pub(super) place: Range<usize>,
}

impl<'a> Field<'a> {
    pub(super) fn lines(&self) -> impl Iterator<Item = &'a str> {
        self.value.lines()
    }

    /// The words on the line of the name.
    pub(super) fn first_line(&self) -> &'a str {
        self.value.lines().next().unwrap_or_default().trim()
    }

    /// The first line below it that has words.
    pub(super) fn rest_line(&self) -> &'a str {
        self.value.lines().skip(1).map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &'a str> {
        // Some put commas between patterns, as older drafts had it.
        self.value
            .split_whitespace()
            .map(|word| word.trim_end_matches(','))
            .filter(|w| !w.is_empty())
    }
}

/// The stanzas of a text.
pub(super) struct Stanzas<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Stanzas<'a> {
    pub(super) fn new(text: &'a str) -> Stanzas<'a> {
        Stanzas { text, at: 0 }
    }

    /// The next line with its line end, and where it starts.
    fn line(&mut self) -> Option<(usize, &'a str)> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        let start = self.at;
        self.at += length;
        Some((start, &rest[..length]))
    }
}

impl<'a> Iterator for Stanzas<'a> {
    type Item = Stanza<'a>;

    fn next(&mut self) -> Option<Stanza<'a>> {
        let mut open: Option<(&'a str, usize, Range<usize>)> = None;
        let mut stanza: Option<Stanza<'a>> = None;
        let text = self.text;
        while let Some((start, line)) = self.line() {
            let end = start + line.trim_end().len();
            if line.trim().is_empty() {
                if stanza.is_some() {
                    break;
                }
                continue;
            }
            if line.starts_with('#') {
                continue;
            }
            let stanza = stanza.get_or_insert_with(|| Stanza {
                fields: Vec::new(),
                place: start..end,
                strays: Vec::new(),
            });
            stanza.place.end = end;
            if line.starts_with([' ', '\t']) {
                match &mut open {
                    Some((.., value)) => value.end = end,
                    None => stanza.strays.push(start),
                }
                continue;
            }
            match name(line) {
                Some(name) => {
                    close(text, stanza, open.take());
                    open = Some((name, start, start + name.len() + 1..end));
                }
                None => stanza.strays.push(start),
            }
        }
        let mut stanza = stanza?;
        close(text, &mut stanza, open);
        Some(stanza)
    }
}

fn close<'a>(text: &'a str, stanza: &mut Stanza<'a>, open: Option<(&'a str, usize, Range<usize>)>) {
    let Some((name, start, value)) = open else { return };
    let value_start = value.start;
    // A field without value ends before its colon's end.
    let value = &text[value.start..value.end.max(value.start)];
    let blank = value.len() - value.trim_start().len();
    let line = value[blank..].lines().next().unwrap_or_default().trim_end();
    stanza.fields.push(Field { name, value, place: start..value_start + blank + line.len() });
}

fn name(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let good =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    good.then_some(name)
}
