// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads the literals of Go tests: as much of the language as tables of expected packages need.

/// A piece of a program.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Word(String),
    Text(String),
    Sign(char),
    /// What stands in brackets, with the opening one.
    Group(char, Vec<Node>),
}

/// Reads a file into nested groups; comments are left out.
pub(super) fn parse(text: &str) -> Vec<Node> {
    let mut open: Vec<(char, Vec<Node>)> = vec![(' ', Vec::new())];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (node, length) = match first {
            _ if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => (None, rest.find("*/").map_or(rest.len(), |at| at + 2)),
            '"' => quoted(rest),
            '`' => {
                let end = rest[1..].find('`').map_or(rest.len(), |at| at + 1);
                (Some(Node::Text(rest[1..end].to_owned())), (end + 1).min(rest.len()))
            }
            '\'' => {
                let skipped = if rest.starts_with("'\\") { 3 } else { 1 };
                let end = rest.char_indices().skip(skipped).find(|(_, c)| *c == '\'');
                (None, end.map_or(rest.len(), |(at, _)| at + 1))
            }
            '{' | '(' | '[' => {
                open.push((first, Vec::new()));
                (None, 1)
            }
            '}' | ')' | ']' => {
                if open.len() > 1
                    && let Some((bracket, nodes)) = open.pop()
                    && let Some((_, parent)) = open.last_mut()
                {
                    parent.push(Node::Group(bracket, nodes));
                }
                (None, 1)
            }
            c if c.is_whitespace() => (None, c.len_utf8()),
            c if is_word(c) => {
                let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                (Some(Node::Word(rest[..end].to_owned())), end)
            }
            other => (Some(Node::Sign(other)), other.len_utf8()),
        };
        if let (Some(node), Some((_, nodes))) = (node, open.last_mut()) {
            nodes.push(node);
        }
        rest = &rest[length..];
    }
    open.into_iter().next().map(|(_, nodes)| nodes).unwrap_or_default()
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '.'
}

fn quoted(rest: &str) -> (Option<Node>, usize) {
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (Some(Node::Text(text)), at + 1),
            '\\' => match characters.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                Some((_, other)) => text.push(other),
                None => break,
            },
            other => text.push(other),
        }
    }
    (Some(Node::Text(text)), rest.len())
}

/// The value of a field of a composite literal: what follows `NAME:` up to the comma.
pub(super) fn field<'a>(nodes: &'a [Node], name: &str) -> Option<&'a [Node]> {
    nodes.split(|node| *node == Node::Sign(',')).find_map(|entry| match entry {
        [Node::Word(word), Node::Sign(':'), value @ ..] if word == name => Some(value),
        _ => None,
    })
}

/// The string that a value is, joined with `+` where it is in parts.
pub(super) fn text(value: &[Node]) -> Option<String> {
    let mut joined = String::new();
    for (at, node) in value.iter().enumerate() {
        match node {
            Node::Text(text) if at % 2 == 0 => joined.push_str(text),
            Node::Sign('+') if at % 2 == 1 => {}
            _ => return None,
        }
    }
    (!value.is_empty()).then_some(joined)
}

/// The variables of a package: `var NAME = VALUE` and those in `var ( … )`.
pub(super) fn variables(nodes: &[Node]) -> Vec<(String, Vec<Node>)> {
    let mut found: Vec<(String, Vec<Node>)> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        if *node != Node::Word("var".to_owned()) {
            continue;
        }
        match nodes.get(at + 1) {
            Some(Node::Group('(', inner)) => found.extend(assignments(inner)),
            Some(Node::Word(_)) => {
                let rest = &nodes[at + 1..];
                let is_next = |node: &Node| matches!(node, Node::Word(w) if ["var", "func", "type", "const"].contains(&&**w));
                let end = rest.iter().position(is_next).unwrap_or(rest.len());
                found.extend(assignments(&rest[..end]));
            }
            _ => {}
        }
    }
    found
}

fn assignments(nodes: &[Node]) -> Vec<(String, Vec<Node>)> {
    let is_equals = |at: &usize| nodes[*at] == Node::Sign('=');
    let places: Vec<usize> = (1..nodes.len()).filter(is_equals).collect();
    let mut found = Vec::new();
    for (number, &at) in places.iter().enumerate() {
        let Node::Word(name) = &nodes[at - 1] else {
            continue;
        };
        let end = places.get(number + 1).map_or(nodes.len(), |next| next - 1);
        found.push((name.clone(), nodes[at + 1..end].to_vec()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read() {
        let nodes =
            parse("var (\n a = []P{{Name: \"x\" + `y`, C: ')'}} // z\n b = 1\n)\nvar c = T{}");
        let found = variables(&nodes);
        assert_eq!(found.iter().map(|(name, _)| &**name).collect::<Vec<_>>(), ["a", "b", "c"]);
        let Some(Node::Group('{', list)) = found[0].1.last() else { panic!() };
        let Node::Group('{', package) = &list[0] else { panic!() };
        assert_eq!(text(field(package, "Name").unwrap()), Some("xy".to_owned()));
    }
}
