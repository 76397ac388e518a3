// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The annotations beside a case: lists of strings in YAML.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScanError};

/// The lists of an annotation by their names; scalars count as text, nested values are left out.
#[derive(Default)]
pub(super) struct Answer {
    lists: BTreeMap<String, Vec<String>>,
}

impl Answer {
    /// Reads the lists of the top mapping.
    pub(super) fn parse(text: &str) -> Result<Answer, ScanError> {
        let mut answer = Answer::default();
        let mut depth = 0;
        let mut key: Option<String> = None;
        for event in Parser::new_from_str(text) {
            match event?.0 {
                Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
                Event::MappingEnd | Event::SequenceEnd => {
                    depth -= 1;
                    if depth == 1 {
                        key = None;
                    }
                }
                Event::Scalar(value, ..) if depth == 1 => match key.take() {
                    None => key = Some(value.into_owned()),
                    Some(name) => answer.push(&name, value.into_owned()),
                },
                Event::Scalar(value, ..) if depth == 2 => {
                    if let Some(name) = &key {
                        answer.push(name, value.into_owned());
                    }
                }
                _ => {}
            }
        }
        Ok(answer)
    }

    fn push(&mut self, name: &str, value: String) {
        self.lists.entry(name.to_owned()).or_default().push(value);
    }

    /// The list of that name; empty without one.
    pub(super) fn list(&self, name: &str) -> &[String] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn lists_are_read() {
        let text = "what:\n  - holders\nholders:\n  - A, B\n  - 'C: D'\n\
                    notes: text\nsummary:\n  - value: x\n    count: 1\nauthors:\n  - 3\n";
        let answer = Answer::parse(text).unwrap();
        assert_eq!(answer.list("what"), ["holders"]);
        assert_eq!(answer.list("holders"), ["A, B", "C: D"]);
        assert_eq!(answer.list("authors"), ["3"]);
        assert!(answer.list("summary").is_empty());
        assert!(answer.list("copyrights").is_empty());
        assert!(Answer::parse("").unwrap().list("what").is_empty());
    }
}
