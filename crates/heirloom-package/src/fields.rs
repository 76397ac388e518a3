// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `Name: value` lines, as in mail headers, Debian control files and many formats after them.

use std::ops::Range;

/// A field with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    /// The name as written.
    pub(crate) name: &'a str,
    /// The value with its continuation lines, outer space removed.
    pub(crate) value: &'a str,
    /// The place of the value.
    pub(crate) range: Range<usize>,
}

impl Field<'_> {
    /// Whether the field has that name, in any case.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value with its lines joined as in JAR manifests, where a line breaks anywhere.
    pub(crate) fn unbroken(&self) -> String {
        self.value.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect()
    }
}

/// Splits a text into paragraphs of fields, at empty lines. Lines that start with white space
/// continue the field above; `#` comments and lines that are no field are passed over, the latter with
/// those that continue them.
pub(crate) fn paragraphs(text: &str) -> Vec<Vec<Field<'_>>> {
    let mut paragraphs = Vec::new();
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut at = 0;
    let mut is_field = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let plain = line.trim_end();
        if plain.is_empty() {
            if !fields.is_empty() {
                paragraphs.push(std::mem::take(&mut fields));
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some(field) = fields.last_mut().filter(|_| is_field) {
                field.range.end = start + plain.len();
                field.value = &text[field.range.clone()];
            }
        } else if let Some((name, value)) = plain.split_once(':')
            && !name.is_empty()
            && !name.contains([' ', '#', '\t'])
        {
            let space = value.len() - value.trim_start().len();
            let range = start + name.len() + 1 + space..start + plain.len();
            fields.push(Field { name, value: &text[range.clone()], range });
            is_field = true;
        } else if !line.starts_with('#') {
            is_field = false;
        }
    }
    if !fields.is_empty() {
        paragraphs.push(fields);
    }
    paragraphs
}

/// The first field of that name.
pub(crate) fn find<'a, 'b>(fields: &'b [Field<'a>], name: &str) -> Option<&'b Field<'a>> {
    fields.iter().find(|field| field.is(name))
}

/// The value of the first field of that name.
pub(crate) fn value<'a>(fields: &[Field<'a>], name: &str) -> Option<&'a str> {
    find(fields, name).map(|field| field.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_fold_and_paragraphs_split() {
        let text = "A: x\n y\r\nB:z\n# c: d\n\n\nC: \n e\nnot a field\n";
        let paragraphs = paragraphs(text);
        assert_eq!(paragraphs.len(), 2);
        assert_eq!(value(&paragraphs[0], "a"), Some("x\n y"));
        assert_eq!(value(&paragraphs[0], "B"), Some("z"));
        assert_eq!(value(&paragraphs[1], "C").map(str::trim), Some("e"));
        let broken = super::paragraphs("Package: a\nStatus install\n b\nVersion: 1\n# c\n 2\n");
        assert_eq!(value(&broken[0], "Package"), Some("a"));
        assert_eq!(value(&broken[0], "Version"), Some("1\n# c\n 2"));
        for field in paragraphs.iter().flatten() {
            assert_eq!(&text[field.range.clone()], field.value);
        }
    }
}
