// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Small questions to nodes of a syntax tree.

use tree_sitter::Node;

/// The text of a node.
pub(crate) fn text<'s>(node: Node<'_>, source: &'s str) -> &'s str {
    source.get(node.byte_range()).unwrap_or_default()
}

/// The child of a field.
pub(crate) fn field<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    node.child_by_field_name(name)
}

/// The named children without comments.
pub(crate) fn children<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| !child.kind().contains("comment")).collect()
}

/// The first named child.
pub(crate) fn first<'t>(node: Node<'t>) -> Option<Node<'t>> {
    children(node).into_iter().next()
}

/// The children of a field that may stand more than once.
pub(crate) fn fields<'t>(node: Node<'t>, name: &str) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.children_by_field_name(name, &mut cursor).filter(Node::is_named).collect()
}

/// The arguments of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments<'t> {
    pub(crate) positional: Vec<Node<'t>>,
    pub(crate) keyword: Vec<(String, Node<'t>)>,
}

impl<'t> Arguments<'t> {
    /// Reads the arguments of a call node.
    pub(crate) fn of(call: Node<'t>, source: &str) -> Arguments<'t> {
        let mut arguments = Arguments::default();
        let Some(list) = field(call, "arguments") else {
            return arguments;
        };
        if list.kind() == "generator_expression" || list.kind() == "template_string" {
            return arguments;
        }
        for child in children(list) {
            if child.kind() == "keyword_argument" {
                if let (Some(name), Some(value)) = (field(child, "name"), field(child, "value")) {
                    arguments.keyword.push((text(name, source).to_owned(), value));
                }
            } else {
                arguments.positional.push(child);
            }
        }
        arguments
    }

    pub(crate) fn keyword(&self, name: &str) -> Option<Node<'t>> {
        self.keyword.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// The argument at a place or of one of the names.
    pub(crate) fn at_or_named(&self, at: usize, names: &[&str]) -> Option<Node<'t>> {
        let positional = self.positional.get(at).copied();
        positional.or_else(|| names.iter().find_map(|name| self.keyword(name)))
    }
}

/// Whether a node is a call of a function or a construction of an object.
pub(crate) fn is_call(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "call"
            | "call_expression"
            | "method_invocation"
            | "new_expression"
            | "object_creation_expression"
            | "macro_invocation"
    )
}

/// Whether a node brings a scope for names.
pub(crate) fn is_function(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_definition"
            | "lambda"
            | "function_declaration"
            | "function_expression"
            | "arrow_function"
            | "method_definition"
            | "generator_function_declaration"
            | "generator_function"
            | "method_declaration"
            | "func_literal"
            | "function_item"
            | "closure_expression"
            | "constructor_declaration"
            | "lambda_expression"
    )
}

/// The name that a pattern or declarator binds, if it binds one.
pub(crate) fn bound_name<'s>(node: Node<'_>, source: &'s str) -> Option<&'s str> {
    let mut node = node;
    for _ in 0..8 {
        match node.kind() {
            "identifier"
            | "property_identifier"
            | "type_identifier"
            | "field_identifier"
            | "private_property_identifier"
            | "variable_name"
            | "word"
            | "name"
            | "shorthand_property_identifier_pattern" => return Some(text(node, source)),
            "object_pattern" | "array_pattern" | "tuple_pattern" | "pattern_list" => return None,
            "qualified_identifier" => node = field(node, "name")?,
            _ => {
                node = ["pattern", "name", "declarator", "left"]
                    .iter()
                    .find_map(|name| field(node, name))
                    .or_else(|| first(node))?;
            }
        }
    }
    None
}
