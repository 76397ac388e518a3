// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the names of a file mean: scopes, what is assigned to them, what they are imported as.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use heirloom_model::SourceLanguage;
use tree_sitter::{Node, Tree};

use crate::{
    aliases,
    nodes::{self, Arguments, bound_name, children, field, fields, first},
};

/// What was assigned to a name.
#[derive(Clone, Debug)]
pub(crate) enum Bound<'t> {
    /// An expression.
    Value(Node<'t>),
    /// A text made by a format in the manner of `printf`.
    Format(Node<'t>),
    /// One item of a list.
    ItemOf(Node<'t>),
    /// The first item of a list was set.
    FirstItem(Node<'t>),
    /// What callers of a function hand over at a place.
    Parameter { function: String, index: usize },
    /// What callers of a function hand over from a place on.
    Rest { function: String, index: usize },
    /// Something not looked into.
    Unknown,
}

#[derive(Clone, Debug)]
pub(crate) struct Binding<'t> {
    pub(crate) scope: u32,
    pub(crate) bound: Bound<'t>,
}

/// A call in its scope.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallSite<'t> {
    pub(crate) node: Node<'t>,
    pub(crate) scope: u32,
    /// Whether it stands in a part that the grammar could not read.
    pub(crate) is_damaged: bool,
}

/// The names of a file.
pub(crate) struct Names<'t> {
    pub(crate) source: &'t str,
    pub(crate) language: SourceLanguage,
    /// The parent of each scope; the first is the file.
    parents: Vec<u32>,
    bindings: HashMap<String, Vec<Binding<'t>>>,
    /// The calls, in the order of the text.
    pub(crate) calls: Vec<CallSite<'t>>,
    /// Calls by the last part of the function's name.
    calls_by_name: HashMap<&'t str, Vec<CallSite<'t>>>,
    /// Names that imports bind, with what they stand for.
    pub(crate) aliases: HashMap<String, String>,
    /// Modules all of whose names are imported.
    pub(crate) globs: Vec<String>,
    /// Functions that the file defines.
    pub(crate) defined: HashSet<String>,
    /// Where the functions of a shell script stand.
    shell_functions: Vec<(&'t str, Range<usize>)>,
    /// Names of functions that are values of variables, by the node of the function.
    function_names: HashMap<usize, String>,
    /// In Rust, the arguments of `.arg(…)` and `.args(…)`, last first, by the start of the chain.
    chained: HashMap<usize, Vec<Node<'t>>>,
    /// Whether the node being visited stands in a part that the grammar could not read.
    is_in_error: bool,
    /// Whether the tree has more nodes than the limit.
    pub(crate) is_cut: bool,
}

impl<'t> Names<'t> {
    /// Reads the names of a tree.
    pub(crate) fn of(
        tree: &'t Tree,
        source: &'t str,
        language: SourceLanguage,
        max_nodes: usize,
    ) -> Names<'t> {
        let mut names = Names {
            source,
            language,
            parents: vec![0],
            bindings: HashMap::new(),
            calls: Vec::new(),
            calls_by_name: HashMap::new(),
            aliases: HashMap::new(),
            globs: Vec::new(),
            defined: HashSet::new(),
            shell_functions: Vec::new(),
            function_names: HashMap::new(),
            chained: HashMap::new(),
            is_in_error: false,
            is_cut: false,
        };
        names.walk(tree, max_nodes);
        names
    }

    /// Visits all nodes in order, without recursion: trees of foreign texts may be very deep.
    fn walk(&mut self, tree: &'t Tree, max_nodes: usize) {
        let mut cursor = tree.walk();
        // The open scopes with the depth of the function that opened each.
        let mut scopes = vec![(0_u32, 0_u32)];
        let mut errors: Vec<u32> = Vec::new();
        let mut depth = 0_u32;
        for _ in 0..max_nodes {
            let node = cursor.node();
            let scope = scopes.last().map_or(0, |open| open.0);
            self.is_in_error = errors.last().is_some_and(|&error| error + 1 == depth);
            if node.is_error() {
                errors.push(depth);
            }
            if node.is_named() {
                if self.language == SourceLanguage::Shell {
                    self.enter_shell(node);
                } else if nodes::is_function(node) {
                    let inner = self.parents.len() as u32;
                    self.parents.push(scope);
                    self.enter_function(node, scope, inner);
                    scopes.push((inner, depth));
                } else {
                    self.enter(node, scope);
                }
            }
            if cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            loop {
                if scopes.len() > 1 && scopes.last().is_some_and(|open| open.1 == depth) {
                    scopes.pop();
                }
                if errors.last() == Some(&depth) {
                    errors.pop();
                }
                if cursor.goto_next_sibling() {
                    break;
                }
                if !cursor.goto_parent() {
                    return;
                }
                depth -= 1;
            }
        }
        self.is_cut = true;
    }

    pub(crate) fn text(&self, node: Node<'t>) -> &'t str {
        nodes::text(node, self.source)
    }

    /// What was assigned to a name, seen from a scope: the assignments of the innermost scope that
    /// has any.
    pub(crate) fn bound(&self, name: &str, mut scope: u32) -> Vec<&Binding<'t>> {
        let Some(all) = self.bindings.get(name) else {
            return Vec::new();
        };
        loop {
            let here: Vec<_> = all.iter().filter(|binding| binding.scope == scope).collect();
            if !here.is_empty() || scope == 0 {
                return here;
            }
            scope = self.parents.get(scope as usize).copied().unwrap_or(0);
        }
    }

    /// The calls of a function of this file.
    pub(crate) fn calls_of(&self, function: &str) -> &[CallSite<'t>] {
        self.calls_by_name.get(function).map_or(&[], Vec::as_slice)
    }

    /// The arguments that a chain of `.arg(…)` adds to the call at its start.
    pub(crate) fn chained(&self, call: Node<'t>) -> impl Iterator<Item = Node<'t>> {
        let arguments = self.chained.get(&call.start_byte()).map_or(&[][..], Vec::as_slice);
        arguments.iter().rev().copied()
    }

    fn bind(&mut self, name: &str, scope: u32, bound: Bound<'t>) {
        let bindings = self.bindings.entry(name.to_owned()).or_default();
        if bindings.len() < MAX_BINDINGS {
            bindings.push(Binding { scope, bound });
        }
    }

    fn enter_function(&mut self, node: Node<'t>, scope: u32, inner: u32) {
        let named = field(node, "name").or_else(|| field(node, "declarator"));
        let name = match named.and_then(|named| bound_name(named, self.source)) {
            Some(name) => name.to_owned(),
            None => self.function_names.get(&node.id()).cloned().unwrap_or_default(),
        };
        if !name.is_empty() {
            self.defined.insert(name.clone());
            if node.kind() != "function_definition" || self.language != SourceLanguage::Python {
                self.bind(&name, scope, Bound::Unknown);
            }
        }
        let mut holder = node;
        // In C the list stands inside the declarator.
        for _ in 0..6 {
            if field(holder, "parameters").is_some() {
                break;
            }
            let Some(inner) = field(holder, "declarator") else { break };
            holder = inner;
        }
        if let Some(one) = field(node, "parameter") {
            self.parameter(one, &name, 0, inner);
        }
        let Some(list) = field(holder, "parameters") else { return };
        let mut index = 0;
        for parameter in children(list) {
            let is_receiver = matches!(self.text(parameter), "self" | "cls" | "this")
                || parameter.kind() == "self_parameter";
            if is_receiver {
                continue;
            }
            let named = fields(parameter, "name");
            if self.language == SourceLanguage::Go && named.len() > 1 {
                for one in named {
                    self.parameter(one, &name, index, inner);
                    index += 1;
                }
            } else {
                self.parameter(parameter, &name, index, inner);
                index += 1;
            }
        }
    }

    fn parameter(&mut self, node: Node<'t>, function: &str, index: usize, scope: u32) {
        let Some(name) = bound_name(node, self.source) else { return };
        let function = function.to_owned();
        let is_rest = matches!(
            node.kind(),
            "list_splat_pattern"
                | "rest_pattern"
                | "variadic_parameter_declaration"
                | "spread_parameter"
        ) || field(node, "pattern")
            .is_some_and(|inner| inner.kind() == "rest_pattern");
        let bound = match (function.is_empty(), is_rest) {
            (true, _) => Bound::Unknown,
            (false, true) => Bound::Rest { function, index },
            (false, false) => Bound::Parameter { function, index },
        };
        self.bind(name, scope, bound);
        let default = match node.kind() {
            "default_parameter"
            | "typed_default_parameter"
            | "required_parameter"
            | "optional_parameter" => field(node, "value"),
            "assignment_pattern" => field(node, "right"),
            _ => None,
        };
        if let Some(default) = default {
            self.bind(name, scope, Bound::Value(default));
        }
    }

    fn enter(&mut self, node: Node<'t>, scope: u32) {
        if nodes::is_call(node) {
            self.enter_call(node, scope);
            return;
        }
        match node.kind() {
            "assignment"
            | "assignment_expression"
            | "named_expression"
            | "assignment_statement"
            | "short_var_declaration"
            | "variable_assignment" => {
                let left = field(node, "left").or_else(|| field(node, "name"));
                let right = field(node, "right").or_else(|| field(node, "value"));
                if let (Some(left), Some(right)) = (left, right) {
                    self.assign(left, right, scope);
                }
            }
            "variable_declarator"
            | "init_declarator"
            | "let_declaration"
            | "const_item"
            | "static_item"
            | "public_field_definition"
            | "field_definition" => {
                let left = ["name", "declarator", "pattern", "property"]
                    .iter()
                    .find_map(|name| field(node, name));
                if let (Some(left), Some(right)) = (left, field(node, "value")) {
                    let is_member = node.kind().ends_with("field_definition");
                    self.declare(left, right, if is_member { 0 } else { scope });
                }
            }
            "const_spec" | "var_spec" => {
                let names = fields(node, "name");
                let values = field(node, "value").map(children).unwrap_or_default();
                for (left, right) in names.into_iter().zip(values) {
                    self.declare(left, right, scope);
                }
            }
            "preproc_def" => {
                if let (Some(left), Some(right)) = (field(node, "name"), field(node, "value")) {
                    self.bind(self.text(left), 0, Bound::Value(right));
                }
            }
            "for_statement"
            | "for_in_clause"
            | "for_in_statement"
            | "for_range_loop"
            | "enhanced_for_statement" => self.enter_loop(node, scope),
            _ => aliases::read(node, self),
        }
    }

    /// The variables of a shell belong to the whole script.
    fn enter_shell(&mut self, node: Node<'t>) {
        match node.kind() {
            "function_definition" => {
                let Some(name) = field(node, "name").map(|name| self.text(name)) else { return };
                self.defined.insert(name.to_owned());
                self.shell_functions.push((name, node.byte_range()));
            }
            "command" => {
                let site = CallSite { node, scope: 0, is_damaged: self.is_in_error };
                self.calls.push(site);
                let name = field(node, "name").map(|name| self.text(name)).unwrap_or_default();
                if name.len() < 100 {
                    self.calls_by_name.entry(name).or_default().push(site);
                }
            }
            _ => self.enter(node, 0),
        }
    }

    /// The innermost function of a shell script around a place.
    pub(crate) fn function_around(&self, at: usize) -> Option<(&'t str, Range<usize>)> {
        let n_before = self.shell_functions.partition_point(|(_, range)| range.start <= at);
        // Functions inside functions are rare; a few steps back find the one around.
        let before = self.shell_functions[..n_before].iter().rev().take(16);
        before.into_iter().find(|(_, range)| range.contains(&at)).cloned()
    }

    fn enter_call(&mut self, node: Node<'t>, scope: u32) {
        let site = CallSite { node, scope, is_damaged: self.is_in_error };
        self.calls.push(site);
        let function = ["function", "name", "constructor", "type", "macro"]
            .iter()
            .find_map(|name| field(node, name));
        let Some(function) = function else { return };
        let last = ["attribute", "property", "field", "name"]
            .iter()
            .find_map(|name| field(function, name))
            .unwrap_or(function);
        let name = self.text(last);
        self.enter_known_call(name, node, scope);
        if matches!(name, "arg" | "args") && self.language == SourceLanguage::Rust {
            let argument = field(node, "arguments").and_then(first);
            self.chained.entry(node.start_byte()).or_default().extend(argument);
        }
        let is_foreign = last != function
            && first(function).is_some_and(|base| self.aliases.contains_key(self.text(base)));
        if name.len() < 100 && !is_foreign {
            self.calls_by_name.entry(name).or_default().push(site);
        }
    }

    /// Calls that give a name a value: `snprintf(buffer, …)`, `add_argument("--tool", default=…)`.
    fn enter_known_call(&mut self, name: &str, node: Node<'t>, scope: u32) {
        let is_c = matches!(self.language, SourceLanguage::C | SourceLanguage::Cpp);
        let bound: fn(Node<'t>) -> Bound<'t> = match name {
            "sprintf" | "snprintf" | "asprintf" if is_c => Bound::Format,
            "strcpy" | "strncpy" | "strlcpy" | "g_strlcpy" | "strscpy" if is_c => Bound::Value,
            "add_argument" if self.language == SourceLanguage::Python => {
                return self.enter_option(node);
            }
            _ => return,
        };
        let arguments = self.arguments(node).positional;
        let Some(buffer) = arguments.first().and_then(|&first| bound_name(first, self.source))
        else {
            return;
        };
        let at = if name == "snprintf" { 2 } else { 1 };
        if let Some(&text) = arguments.get(at) {
            self.bind(buffer, scope, bound(text));
        }
    }

    /// The default of an option of a Python program; its value is a member of what is parsed.
    fn enter_option(&mut self, node: Node<'t>) {
        let arguments = self.arguments(node);
        let Some(default) = arguments.keyword("default") else { return };
        let names = arguments.positional.iter().map(|&name| self.text(name));
        let long = names.map(|name| name.trim_matches(['"', '\''])).find(|n| n.starts_with("--"));
        let given = arguments.keyword("dest").map(|name| self.text(name).trim_matches(['"', '\'']));
        if let Some(name) = given.or(long) {
            let name = format!("--{}", name.trim_start_matches('-').replace('-', "_"));
            self.bind(&name, 0, Bound::Value(default));
        }
    }

    fn enter_loop(&mut self, node: Node<'t>, scope: u32) {
        let left = field(node, "left")
            .or_else(|| field(node, "variable"))
            .or_else(|| field(node, "declarator"))
            .or_else(|| field(node, "name"));
        let Some(name) = left.and_then(|left| bound_name(left, self.source)) else { return };
        // A shell lists the values themselves.
        let values = fields(node, "value");
        if node.kind() == "for_statement" && self.language == SourceLanguage::Shell {
            for value in values {
                self.bind(name, scope, Bound::Value(value));
            }
            return;
        }
        let right = field(node, "right").or_else(|| values.first().copied());
        self.bind(name, scope, right.map_or(Bound::Unknown, Bound::ItemOf));
    }

    fn assign(&mut self, left: Node<'t>, right: Node<'t>, scope: u32) {
        let is_list = |node: Node<'t>| matches!(node.kind(), "expression_list" | "pattern_list");
        if is_list(left) {
            let lefts = children(left);
            let rights = if is_list(right) { children(right) } else { Vec::new() };
            let are_pairs = lefts.len() == rights.len();
            for (index, left) in lefts.into_iter().enumerate() {
                match rights.get(index) {
                    Some(right) if are_pairs => self.assign(left, *right, scope),
                    _ => {
                        if let Some(name) = bound_name(left, self.source) {
                            self.bind(name, scope, Bound::Unknown);
                        }
                    }
                }
            }
            return;
        }
        match left.kind() {
            "attribute"
            | "member_expression"
            | "field_access"
            | "field_expression"
            | "selector_expression" => {
                if let Some(name) = self.own_member(left) {
                    self.bind(name, 0, Bound::Value(right));
                }
            }
            "subscript_expression" => self.assign_item(left, right, scope),
            _ => self.declare(left, right, scope),
        }
    }

    /// `argv[0] = "ls"`.
    fn assign_item(&mut self, left: Node<'t>, right: Node<'t>, scope: u32) {
        let list = field(left, "argument").or_else(|| field(left, "object"));
        let index = field(left, "index").or_else(|| field(left, "indices").and_then(first));
        if let (Some(list), Some(index)) = (list, index)
            && list.kind() == "identifier"
            && self.text(index) == "0"
        {
            self.bind(self.text(list), scope, Bound::FirstItem(right));
        }
    }

    fn declare(&mut self, left: Node<'t>, right: Node<'t>, scope: u32) {
        if left.kind() == "object_pattern" {
            aliases::read_pattern(left, right, self);
            return;
        }
        let Some(name) = bound_name(left, self.source) else { return };
        if nodes::is_function(right) {
            self.function_names.insert(right.id(), name.to_owned());
            return;
        }
        self.bind(name, scope, Bound::Value(right));
    }

    /// The name of a member of the object itself: `self.program`.
    pub(crate) fn own_member(&self, node: Node<'t>) -> Option<&'t str> {
        let object =
            ["object", "value", "argument", "operand"].iter().find_map(|name| field(node, name))?;
        let member =
            ["attribute", "property", "field"].iter().find_map(|name| field(node, name))?;
        let is_own = matches!(self.text(object), "self" | "this" | "cls");
        is_own.then(|| self.text(member))
    }

    /// The arguments of a call.
    pub(crate) fn arguments(&self, call: Node<'t>) -> Arguments<'t> {
        if call.kind() == "macro_invocation" {
            return Arguments::default();
        }
        Arguments::of(call, self.source)
    }
}

/// More assignments to one name are not kept: hostile texts must not cost their square.
const MAX_BINDINGS: usize = 64;
