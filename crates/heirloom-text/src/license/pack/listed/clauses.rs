// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words that a license text cannot be without, named by hand.
//!
//! Texts that were made from each other differ in a clause, and in names that users fill in. Which
//! is which no count can tell, so `data/license-clauses.toml` names the clause:
//!
//! ```toml
//! [texts]
//! BSD-4-Clause = ["All advertising materials mentioning features"]
//! [headers]
//! W3C = ["W3C Software License"]
//! ```
//! Each phrase must stand in the text in a row.

use std::{collections::BTreeMap, ops::Range};

use serde::Deserialize;

use super::Listed;
use crate::license::{pack::RuleFileError, words::Words};

/// Required phrases by identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clauses {
    texts: BTreeMap<String, Vec<String>>,
    headers: BTreeMap<String, Vec<String>>,
}

impl Clauses {
    /// Reads the file; the name is for messages.
    ///
    /// # Errors
    /// [`RuleFileError`] with the parser's message.
    pub fn parse(name: &str, content: &str) -> Result<Clauses, RuleFileError> {
        toml::from_str(content)
            .map_err(|source| RuleFileError { file: name.to_owned(), reason: source.to_string() })
    }

    /// The phrases that do not stand in the text of their license, or belong to none.
    pub fn astray<'c>(&'c self, list: &[Listed]) -> Vec<(&'c str, &'c str)> {
        let text = |id: &str| list.iter().find(|l| l.id == id).map(|l| l.text.as_str());
        let header = |id: &str| list.iter().find(|l| l.id == id).and_then(|l| l.header.as_deref());
        let texts = self.texts.iter().map(|(id, phrases)| (id, phrases, text(id)));
        let headers = self.headers.iter().map(|(id, phrases)| (id, phrases, header(id)));
        let all = texts.chain(headers).flat_map(|(id, phrases, text)| {
            let lacks =
                move |phrase: &&String| text.is_none_or(|text| place(text, phrase).is_none());
            phrases.iter().filter(lacks).map(|phrase| (id.as_str(), phrase.as_str()))
        });
        all.collect()
    }

    pub(super) fn mark_text(&self, id: &str, text: &str) -> Option<String> {
        mark(self.texts.get(id)?, text)
    }

    pub(super) fn mark_header(&self, id: &str, header: &str) -> Option<String> {
        mark(self.headers.get(id)?, header)
    }
}

/// The text with `{{…}}` around phrases; `None` when it has none of them.
fn mark(phrases: &[String], text: &str) -> Option<String> {
    if text.contains("{{") || text.contains("}}") {
        return None;
    }
    let mut places: Vec<Range<usize>> =
        phrases.iter().filter_map(|phrase| place(text, phrase)).collect();
    places.sort_by_key(|place| place.start);
    places.dedup_by(|next, place| next.start < place.end);
    let mut marked = String::with_capacity(text.len() + places.len() * 4);
    let mut at = 0;
    for place in &places {
        marked.push_str(&text[at..place.start]);
        marked.push_str("{{");
        marked.push_str(&text[place.clone()]);
        marked.push_str("}}");
        at = place.end;
    }
    marked.push_str(&text[at..]);
    (!places.is_empty()).then_some(marked)
}

/// Where a phrase stands, whatever its case, breaks and punctuation.
fn place(text: &str, phrase: &str) -> Option<Range<usize>> {
    let sought: Vec<u32> = Words::new(phrase).map(|word| word.hash).collect();
    let words: Vec<_> = Words::new(text).collect();
    let found = words
        .windows(sought.len().max(1))
        .find(|window| window.iter().map(|word| word.hash).eq(sought.iter().copied()))?;
    Some(found.first()?.start..found.last()?.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_marked_where_they_stand() {
        let clauses =
            Clauses::parse("x", "[texts]\nX = [\"name it\", \"no\"]\n[headers]\n").unwrap();
        let marked = clauses.mark_text("X", "You must Name\n * it.").unwrap();
        assert_eq!(marked, "You must {{Name\n * it}}.");
        assert_eq!(clauses.mark_text("X", "You may."), None);
        assert_eq!(clauses.mark_text("Y", "name it"), None);
    }

    #[test]
    fn phrases_of_no_text_are_told() {
        let clauses = Clauses::parse("x", "[texts]\nX = [\"name it\"]\n[headers]\n").unwrap();
        assert_eq!(clauses.astray(&[]), [("X", "name it")]);
    }
}
