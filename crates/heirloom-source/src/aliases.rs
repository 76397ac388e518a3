// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What imports bind names to.

use heirloom_model::SourceLanguage;
use tree_sitter::Node;

use crate::{
    names::Names,
    nodes::{bound_name, children, field, fields, first},
};

/// Reads an import, if the node is one.
pub(crate) fn read<'t>(node: Node<'t>, names: &mut Names<'t>) {
    match (node.kind(), names.language) {
        ("import_statement", SourceLanguage::Python) => python_import(node, names),
        ("import_from_statement", _) => python_from(node, names),
        ("import_statement", _) => javascript(node, names),
        ("import_spec", _) => go(node, names),
        ("use_declaration", _) => {
            if let Some(argument) = field(node, "argument") {
                rust(argument, "", names, 0);
            }
        }
        _ => {}
    }
}

fn bind(names: &mut Names<'_>, local: &str, meaning: String) {
    if !local.is_empty() && names.aliases.len() < 100_000 {
        names.aliases.insert(local.to_owned(), meaning);
    }
}

fn python_import<'t>(node: Node<'t>, names: &mut Names<'t>) {
    for imported in fields(node, "name") {
        let aliased = (field(imported, "name"), field(imported, "alias"));
        match aliased {
            (Some(name), Some(alias)) => {
                let meaning = names.text(name).to_owned();
                bind(names, names.text(alias), meaning);
            }
            _ => {
                let root = names.text(imported).split('.').next().unwrap_or_default();
                bind(names, root, root.to_owned());
            }
        }
    }
}

fn python_from<'t>(node: Node<'t>, names: &mut Names<'t>) {
    let Some(module) = field(node, "module_name").map(|module| names.text(module)) else { return };
    if children(node).iter().any(|child| child.kind() == "wildcard_import") {
        names.globs.push(module.to_owned());
    }
    for imported in fields(node, "name") {
        let name = field(imported, "name").unwrap_or(imported);
        let local = field(imported, "alias").unwrap_or(name);
        let meaning = format!("{module}.{}", names.text(name));
        bind(names, names.text(local), meaning);
    }
}

/// The name of a JavaScript module as tables have it.
fn module_name(text: &str) -> &str {
    let text = text.trim_matches(['"', '\'', '`']);
    text.strip_prefix("node:").unwrap_or(text)
}

fn javascript<'t>(node: Node<'t>, names: &mut Names<'t>) {
    let Some(source) = field(node, "source") else { return };
    let module = module_name(names.text(source));
    let clauses = children(node).into_iter().filter(|child| child.kind() == "import_clause");
    for part in clauses.flat_map(children) {
        match part.kind() {
            "identifier" => bind(names, names.text(part), module.to_owned()),
            "namespace_import" => {
                if let Some(name) = first(part) {
                    bind(names, names.text(name), module.to_owned());
                }
            }
            "named_imports" => {
                for specifier in children(part) {
                    let Some(name) = field(specifier, "name") else { continue };
                    let local = field(specifier, "alias").unwrap_or(name);
                    let meaning = format!("{module}.{}", names.text(name));
                    bind(names, names.text(local), meaning);
                }
            }
            _ => {}
        }
    }
}

/// `const { exec: run, spawn } = require("child_process")`.
pub(crate) fn read_pattern<'t>(left: Node<'t>, right: Node<'t>, names: &mut Names<'t>) {
    let Some(module) = required_module(right, names) else { return };
    for part in children(left) {
        match part.kind() {
            "shorthand_property_identifier_pattern" => {
                let name = names.text(part);
                bind(names, name, format!("{module}.{name}"));
            }
            "pair_pattern" => {
                let (Some(key), Some(value)) = (field(part, "key"), field(part, "value")) else {
                    continue;
                };
                if let Some(local) = bound_name(value, names.source) {
                    let meaning = format!("{module}.{}", names.text(key));
                    bind(names, local, meaning);
                }
            }
            _ => {}
        }
    }
}

/// The module that an expression stands for: `require("x")`, `await import("x")`, a name for one.
pub(crate) fn required_module<'t>(node: Node<'t>, names: &Names<'t>) -> Option<String> {
    let mut node = node;
    for _ in 0..4 {
        match node.kind() {
            "await_expression" | "parenthesized_expression" => node = first(node)?,
            "identifier" => return names.aliases.get(names.text(node)).cloned(),
            "call_expression" => {
                let function = names.text(field(node, "function")?);
                let argument = *names.arguments(node).positional.first()?;
                if !matches!(function, "require" | "import") {
                    // Compilers wrap: `__importStar(require("x"))`.
                    if !function.starts_with("__") && !function.ends_with("mportDefault") {
                        return None;
                    }
                    node = argument;
                    continue;
                }
                let is_text = matches!(argument.kind(), "string" | "template_string");
                return is_text.then(|| module_name(names.text(argument)).to_owned());
            }
            _ => return None,
        }
    }
    None
}

fn go<'t>(node: Node<'t>, names: &mut Names<'t>) {
    let Some(path) = field(node, "path") else { return };
    let path = names.text(path).trim_matches(['"', '`']);
    let mut parts = path.rsplit('/');
    let last = parts.next().unwrap_or_default();
    let is_version = last.strip_prefix('v').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    let default = if is_version { parts.next().unwrap_or(last) } else { last };
    match field(node, "name").map(|name| names.text(name)) {
        Some("_") => {}
        Some(".") => names.globs.push(path.to_owned()),
        Some(local) => bind(names, local, path.to_owned()),
        None => bind(names, default, path.to_owned()),
    }
}

fn rust<'t>(node: Node<'t>, before: &str, names: &mut Names<'t>, depth: usize) {
    if depth > 16 {
        return;
    }
    let joined = |name: &str| match before {
        "" => name.to_owned(),
        _ => format!("{before}::{name}"),
    };
    match node.kind() {
        "use_as_clause" => {
            if let (Some(path), Some(alias)) = (field(node, "path"), field(node, "alias")) {
                bind(names, names.text(alias), joined(names.text(path)));
            }
        }
        "scoped_use_list" => {
            let path = field(node, "path").map_or("", |path| names.text(path));
            let path = if path.is_empty() { before.to_owned() } else { joined(path) };
            if let Some(list) = field(node, "list") {
                rust(list, &path, names, depth + 1);
            }
        }
        "use_list" => {
            for child in children(node) {
                rust(child, before, names, depth + 1);
            }
        }
        "use_wildcard" => {
            if let Some(path) = first(node) {
                names.globs.push(joined(names.text(path)));
            }
        }
        "self" => {
            let local = before.rsplit("::").next().unwrap_or_default();
            bind(names, local, before.to_owned());
        }
        "identifier" | "scoped_identifier" => {
            let path = joined(names.text(node));
            let local = path.rsplit("::").next().unwrap_or_default().to_owned();
            bind(names, &local, path);
        }
        _ => {}
    }
}
