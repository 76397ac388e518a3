// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Identifiers of two vocabularies in one canonical form.
//!
//! Expressions are read leniently, because a score must not depend on a program's spelling.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    path::Path,
};

use serde::Deserialize;

/// Whose identifiers a text uses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// ScanCode's license keys.
    ScanCode,
    /// SPDX identifiers.
    Spdx,
}

/// The table from keys and other identifiers to SPDX identifiers.
#[derive(Deserialize)]
struct Table {
    keys: BTreeMap<String, String>,
    alias: BTreeMap<String, String>,
}

/// Turns identifiers and expressions into one canonical form.
pub(super) struct Ids {
    scancode: BTreeMap<String, String>,
    spdx: BTreeMap<String, String>,
}

/// Canonical expressions with the identifiers in them.
pub(super) type Expressions = (BTreeSet<String>, BTreeSet<String>);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Leaf(String),
    Join(&'static str, BTreeSet<Node>),
}

impl Ids {
    /// Reads the table from a file of JSON: `{"keys": {key: id}, "alias": {id: id}}`.
    pub(super) fn read(path: &Path) -> Result<Ids, Box<dyn Error>> {
        Ok(Ids::new(serde_json::from_str(&std::fs::read_to_string(path)?)?))
    }

    fn new(table: Table) -> Ids {
        let mut spdx = BTreeMap::new();
        for id in table.keys.values() {
            spdx.insert(id.to_lowercase(), id.clone());
        }
        for (old, new) in &table.alias {
            spdx.entry(old.to_lowercase()).or_insert_with(|| new.clone());
        }
        let scancode = table.keys.into_iter().map(|(key, id)| (key.to_lowercase(), id)).collect();
        Ids { scancode, spdx }
    }

    /// One identifier in canonical form.
    pub(super) fn one(&self, token: &str, vocabulary: Vocabulary) -> String {
        let low = token.to_lowercase();
        let (first, second) = match vocabulary {
            Vocabulary::ScanCode => (&self.scancode, &self.spdx),
            Vocabulary::Spdx => (&self.spdx, &self.scancode),
        };
        let later = || {
            let stem = low.strip_suffix('+')?;
            self.spdx.get(&format!("{stem}-or-later")).or_else(|| self.spdx.get(stem))
        };
        let found = first.get(&low).or_else(|| second.get(&low)).or_else(later);
        found.cloned().unwrap_or_else(|| token.to_owned())
    }

    /// Canonical forms of all `texts` and the identifiers in them.
    pub(super) fn expressions<'a>(
        &self,
        texts: impl IntoIterator<Item = &'a str>,
        vocabulary: Vocabulary,
    ) -> Expressions {
        let mut out = Expressions::default();
        for text in texts {
            let tokens = tokens(text);
            let ids: BTreeSet<String> = tokens
                .iter()
                .filter(|token| !["(", ")", "AND", "OR", "WITH"].contains(&&*token.to_uppercase()))
                .map(|token| self.one(token, vocabulary))
                .collect();
            let mut reader = Reader { ids: self, vocabulary, tokens: &tokens, position: 0 };
            let node = reader.any().filter(|_| reader.position == tokens.len());
            let fallback = || ids.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
            out.0.insert(node.map_or_else(fallback, |node| node.show()));
            out.1.extend(ids);
        }
        out
    }
}

fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for word in text.split_whitespace() {
        let mut rest = word;
        while let Some(start) = rest.find(['(', ')']) {
            if start > 0 {
                tokens.push(&rest[..start]);
            }
            tokens.push(&rest[start..=start]);
            rest = &rest[start + 1..];
        }
        if !rest.is_empty() {
            tokens.push(rest);
        }
    }
    tokens
}

struct Reader<'a> {
    ids: &'a Ids,
    vocabulary: Vocabulary,
    tokens: &'a [&'a str],
    position: usize,
}

impl Reader<'_> {
    fn at(&self, word: &str) -> bool {
        self.tokens.get(self.position).is_some_and(|token| token.eq_ignore_ascii_case(word))
    }

    fn next_id(&mut self) -> Option<String> {
        let token = self.tokens.get(self.position)?;
        self.position += 1;
        Some(self.ids.one(token, self.vocabulary))
    }

    fn any(&mut self) -> Option<Node> {
        self.chain("OR", |reader| reader.chain("AND", Reader::atom))
    }

    fn chain(
        &mut self,
        word: &'static str,
        below: impl Fn(&mut Self) -> Option<Node>,
    ) -> Option<Node> {
        let mut flat = BTreeSet::new();
        loop {
            match below(self)? {
                Node::Join(inner, parts) if inner == word => flat.extend(parts),
                node => drop(flat.insert(node)),
            }
            if !self.at(word) {
                break;
            }
            self.position += 1;
        }
        if flat.len() == 1 { flat.pop_first() } else { Some(Node::Join(word, flat)) }
    }

    fn atom(&mut self) -> Option<Node> {
        if self.at("(") {
            self.position += 1;
            let node = self.any()?;
            self.position += 1;
            return Some(node);
        }
        let mut id = self.next_id()?;
        if self.at("WITH") {
            self.position += 1;
            id = format!("{id} WITH {}", self.next_id()?);
        }
        Some(Node::Leaf(id))
    }
}

impl Node {
    fn show(&self) -> String {
        let (word, parts) = match self {
            Node::Leaf(id) => return id.clone(),
            Node::Join(word, parts) => (word, parts),
        };
        let mut shown: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Node::Leaf(id) => id.clone(),
                Node::Join(..) => format!("({})", part.show()),
            })
            .collect();
        shown.sort();
        shown.join(&format!(" {word} "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids() -> Ids {
        let json = r#"{"keys": {"mit": "MIT", "gpl-2.0-plus": "GPL-2.0-or-later"},
            "alias": {"GPL-2.0+": "GPL-2.0-or-later", "Expat": "MIT"}}"#;
        Ids::new(serde_json::from_str(json).unwrap())
    }

    #[track_caller]
    fn check(text: &str, vocabulary: Vocabulary, expect: &str) {
        let (expressions, _) = ids().expressions([text], vocabulary);
        assert_eq!(expressions.into_iter().collect::<Vec<_>>(), [expect]);
    }

    #[test]
    fn expressions_have_one_form() {
        check("mit", Vocabulary::ScanCode, "MIT");
        check("expat", Vocabulary::Spdx, "MIT");
        check("GPL-2.0+ or mit", Vocabulary::Spdx, "GPL-2.0-or-later OR MIT");
        check("MIT OR (MIT OR x)", Vocabulary::Spdx, "MIT OR x");
        check("b AND (c OR a)", Vocabulary::Spdx, "(a OR c) AND b");
        check("(MIT AND a) OR (a AND MIT)", Vocabulary::Spdx, "MIT AND a");
        check("GPL-2.0+ WITH e AND MIT", Vocabulary::Spdx, "GPL-2.0-or-later WITH e AND MIT");
    }

    #[test]
    fn broken_expressions_are_their_identifiers() {
        check("b OR", Vocabulary::Spdx, "b");
        check("b a", Vocabulary::Spdx, "a b");
        check("a WITH", Vocabulary::Spdx, "a");
    }
}
