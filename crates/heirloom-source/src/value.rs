// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Texts of which parts may be unknown until the program runs.

use std::ops::Range;

use heirloom_model::SourceGround;
use tree_sitter::Node;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// It stands there.
    Text(String),
    /// It is computed.
    Hole,
}

/// A text, part by part.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Template(pub(crate) Vec<Part>);

impl Template {
    pub(crate) fn text(text: impl Into<String>) -> Template {
        Template(vec![Part::Text(text.into())])
    }

    pub(crate) fn hole() -> Template {
        Template(vec![Part::Hole])
    }

    pub(crate) fn push_text(&mut self, more: &str) {
        match self.0.last_mut() {
            _ if more.is_empty() => {}
            Some(Part::Text(text)) => text.push_str(more),
            _ => self.0.push(Part::Text(more.to_owned())),
        }
    }

    pub(crate) fn push_hole(&mut self) {
        if self.0.last() != Some(&Part::Hole) {
            self.0.push(Part::Hole);
        }
    }

    pub(crate) fn append(&mut self, other: &Template) {
        for part in &other.0 {
            match part {
                Part::Text(text) => self.push_text(text),
                Part::Hole => self.push_hole(),
            }
        }
    }

    /// The whole text, if no part of it is computed.
    pub(crate) fn known(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The text as shell text: what is computed is a parameter.
    pub(crate) fn to_shell(&self) -> String {
        self.render("${0}")
    }

    /// The text for people: what is computed is three dots.
    pub(crate) fn to_shown(&self) -> String {
        self.render("…")
    }

    fn render(&self, hole: &str) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => text.as_str(),
            Part::Hole => hole,
        });
        parts.collect()
    }

    /// Splits at white space outside quotes.
    pub(crate) fn words(&self) -> Vec<Template> {
        let mut words = Vec::new();
        let mut word: Option<Template> = None;
        let mut quote = None;
        for part in &self.0 {
            let Part::Text(text) = part else {
                word.get_or_insert_default().push_hole();
                continue;
            };
            for character in text.chars() {
                match (character, quote) {
                    (c, Some(open)) if c == open => quote = None,
                    ('"' | '\'', None) => {
                        quote = Some(character);
                        word.get_or_insert_default();
                    }
                    (c, None) if c.is_whitespace() => words.extend(word.take()),
                    (c, _) => word.get_or_insert_default().push_text(c.encode_utf8(&mut [0; 4])),
                }
            }
        }
        words.extend(word);
        words
    }
}

/// What an expression may be.
#[derive(Clone, Debug)]
pub(crate) enum Shape<'t> {
    /// A text.
    Text(Template),
    /// A text that is split into words.
    Words(Template),
    /// A list; `None` stands for any number of unknown items.
    List(Vec<Option<Item<'t>>>),
    /// Something else or nothing known.
    Unknown,
}

/// An item of a list: an expression in its scope.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'t> {
    pub(crate) node: Node<'t>,
    pub(crate) scope: u32,
}

/// One value that an expression may have.
#[derive(Clone, Debug)]
pub(crate) struct Found<'t> {
    pub(crate) shape: Shape<'t>,
    pub(crate) ground: SourceGround,
    /// The call of the same file that handed the value over, if one did.
    pub(crate) site: Option<Range<usize>>,
}

impl<'t> Found<'t> {
    pub(crate) fn literal(shape: Shape<'t>) -> Found<'t> {
        Found { shape, ground: SourceGround::Literal, site: None }
    }

    pub(crate) fn unknown() -> Found<'t> {
        Found { shape: Shape::Unknown, ground: SourceGround::Computed, site: None }
    }

    pub(crate) fn at_most(mut self, ground: SourceGround) -> Found<'t> {
        self.ground = self.ground.max(ground);
        self
    }

    pub(crate) fn with(mut self, shape: Shape<'t>) -> Found<'t> {
        self.shape = shape;
        self
    }

    /// The value as a text; lists and unknown ones are a hole.
    pub(crate) fn template(&self) -> Template {
        match &self.shape {
            Shape::Text(text) | Shape::Words(text) => text.clone(),
            _ => Template::hole(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_outside_quotes() {
        let mut text = Template::text("git -C 'a b'/");
        text.push_hole();
        text.push_text("x  \"\" end");
        let words: Vec<String> = text.words().iter().map(Template::to_shown).collect();
        assert_eq!(words, ["git", "-C", "a b/…x", "", "end"]);
    }
}
