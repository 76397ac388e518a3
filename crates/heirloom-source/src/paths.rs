// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which function a call means, imports and aliases followed.

use tree_sitter::Node;

use crate::{
    names::{Bound, Names},
    nodes::{children, field, first},
};

/// Aliases of aliases are followed this far.
const MAX_DEPTH: usize = 8;

/// The function that a call runs, by the name its module gives it: `subprocess.run`,
/// `child_process.exec`, `std::process::Command::new`; `?` stands for an object of unknown kind.
pub(crate) fn callee<'t>(call: Node<'t>, scope: u32, names: &Names<'t>) -> Option<String> {
    callee_at(call, scope, names, 0)
}

fn callee_at<'t>(call: Node<'t>, scope: u32, names: &Names<'t>, depth: usize) -> Option<String> {
    match call.kind() {
        "new_expression" => {
            let constructor = field(call, "constructor")?;
            Some(format!("new {}", path(constructor, scope, names, depth)?))
        }
        "object_creation_expression" => Some(format!("new {}", names.text(field(call, "type")?))),
        "method_invocation" => {
            let name = names.text(field(call, "name")?);
            match field(call, "object") {
                Some(object) => {
                    let base = path(object, scope, names, depth).unwrap_or_else(|| "?".to_owned());
                    Some(format!("{base}.{name}"))
                }
                None if names.defined.contains(name) => None,
                None => Some(name.to_owned()),
            }
        }
        "macro_invocation" => {
            let path = path(field(call, "macro")?, scope, names, depth)?;
            Some(format!("{path}!"))
        }
        _ => path(field(call, "function")?, scope, names, depth),
    }
}

fn path<'t>(node: Node<'t>, scope: u32, names: &Names<'t>, depth: usize) -> Option<String> {
    if depth > MAX_DEPTH {
        return None;
    }
    let text = names.text(node);
    let inner = |node: Node<'t>| path(node, scope, names, depth + 1);
    match node.kind() {
        "identifier" | "type_identifier" => of_name(text, scope, names, depth),
        "attribute"
        | "member_expression"
        | "field_access"
        | "field_expression"
        | "selector_expression" => {
            let object = ["object", "value", "argument", "operand"];
            let object = object.iter().find_map(|name| field(node, name))?;
            let member = ["attribute", "property", "field"];
            let member = member.iter().find_map(|name| field(node, name))?;
            let base = inner(object).unwrap_or_else(|| "?".to_owned());
            Some(format!("{base}.{}", names.text(member)))
        }
        "scoped_identifier" => {
            let (root, rest) = text.split_once("::")?;
            let root = names.aliases.get(root).map_or(root, String::as_str);
            Some(format!("{root}::{rest}"))
        }
        "qualified_identifier" => Some(text.trim_start_matches("::").to_owned()),
        "generic_function" => inner(field(node, "function")?),
        "await_expression" | "parenthesized_expression" | "non_null_expression" => {
            inner(first(node)?)
        }
        // Compilers write `(0, module.name)(…)`.
        "sequence_expression" => inner(children(node).pop()?),
        "call"
        | "call_expression"
        | "method_invocation"
        | "new_expression"
        | "object_creation_expression" => of_result(node, scope, names, depth),
        _ => None,
    }
}

fn of_name(name: &str, scope: u32, names: &Names<'_>, depth: usize) -> Option<String> {
    let bound = names.bound(name, scope);
    if bound.is_empty() || depth == MAX_DEPTH {
        if let Some(alias) = names.aliases.get(name) {
            return Some(alias.clone());
        }
        return (!names.defined.contains(name)).then(|| name.to_owned());
    }
    match bound.iter().find(|binding| matches!(binding.bound, Bound::Value(_))) {
        Some(binding) => match binding.bound {
            Bound::Value(value) => path(value, binding.scope, names, depth + 1),
            _ => None,
        },
        None => None,
    }
}

/// What a call gives, where that stands for a function or module itself.
fn of_result<'t>(call: Node<'t>, scope: u32, names: &Names<'t>, depth: usize) -> Option<String> {
    if let Some(module) = crate::aliases::required_module(call, names) {
        return Some(module);
    }
    let function = match call.kind() {
        "call" | "call_expression" => path(field(call, "function")?, scope, names, depth + 1)?,
        _ => callee_at(call, scope, names, depth + 1)?,
    };
    if function.ends_with("promisify") {
        let argument = *names.arguments(call).positional.first()?;
        return path(argument, scope, names, depth + 1);
    }
    Some(format!("{function}()"))
}
