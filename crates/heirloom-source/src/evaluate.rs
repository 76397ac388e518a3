// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What an expression may be when the program runs, as far as its file says.
//!
//! Follows names to what the file assigns to them, parameters to what the file's own calls hand
//! over, and joins texts and lists. What is not understood is unknown, never guessed.

mod functions;
mod strings;

use std::cell::{Cell, RefCell};

use heirloom_model::{SourceGround, SourceLanguage};
use tree_sitter::Node;

use crate::{
    names::{Binding, Bound, CallSite, Names},
    nodes::{self, children, field, first},
    value::{Found, Item, Shape, Template},
};

/// Expressions nested deeper are unknown.
const MAX_DEPTH: usize = 24;
/// More values of one expression are not kept.
const MAX_VALUES: usize = 64;
/// Steps that one expression may take.
const MAX_OWN_STEPS: usize = 10_000;
/// Words of a command line behind these are not read.
const MAX_WORDS: usize = 64;
/// More calls of one function are not followed.
const MAX_SITES: usize = 256;

/// Evaluates expressions of one file.
pub(crate) struct Evaluator<'n, 't> {
    pub(crate) names: &'n Names<'t>,
    n_steps_left: Cell<usize>,
    /// The steps left for the expression asked for.
    n_own_left: Cell<usize>,
    depth: Cell<usize>,
    /// What is being followed: an assignment that names itself has no value.
    open: RefCell<Vec<(String, u32)>>,
}

impl<'n, 't> Evaluator<'n, 't> {
    pub(crate) fn new(names: &'n Names<'t>, max_steps: usize) -> Evaluator<'n, 't> {
        Evaluator {
            names,
            n_steps_left: Cell::new(max_steps),
            n_own_left: Cell::new(MAX_OWN_STEPS),
            depth: Cell::new(0),
            open: RefCell::new(Vec::new()),
        }
    }

    /// Takes steps from the limit; false when none are left.
    fn pay(&self, n_steps: usize) -> bool {
        let left = self.n_steps_left.get().saturating_sub(n_steps);
        self.n_steps_left.set(left);
        let own_left = self.n_own_left.get().saturating_sub(n_steps);
        self.n_own_left.set(own_left);
        left > 0 && own_left > 0
    }

    /// Whether the limit on steps was hit, so that some values are unknown for that alone.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.n_steps_left.get() == 0
    }

    /// The values that an expression may have; at least one.
    pub(crate) fn values(&self, node: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        self.values_at(node, scope)
    }

    /// The value of an expression that has one alone, as a text; else a hole.
    pub(crate) fn template(&self, node: Node<'t>, scope: u32) -> (Template, SourceGround) {
        self.template_at(node, scope)
    }

    fn template_at(&self, node: Node<'t>, scope: u32) -> (Template, SourceGround) {
        let values = self.values_at(node, scope);
        match values.as_slice() {
            [one] if one.site.is_none() => match &one.shape {
                Shape::Text(text) => (text.clone(), one.ground),
                _ => (Template::hole(), SourceGround::Literal),
            },
            _ => (Template::hole(), SourceGround::Literal),
        }
    }

    fn values_at(&self, node: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        let depth = self.depth.get();
        if depth == 0 {
            self.n_own_left.set(MAX_OWN_STEPS);
        }
        if depth > MAX_DEPTH || !self.pay(1 + node.named_child_count()) {
            return vec![Found::unknown()];
        }
        self.depth.set(depth + 1);
        let mut found = self.expression(node, scope);
        self.depth.set(depth);
        if found.is_empty() {
            found.push(Found::unknown());
        }
        found.truncate(MAX_SITES);
        found
    }

    fn expression(&self, node: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        let inner = |name: &str| match field(node, name) {
            Some(child) => self.values_at(child, scope),
            None => Vec::new(),
        };
        match node.kind() {
            kind if strings::is_string(kind) => self.string(node, scope),
            "preproc_arg" => self.macro_text(node, scope),
            "parenthesized_expression"
            | "as_expression"
            | "satisfies_expression"
            | "non_null_expression"
            | "await_expression"
            | "await"
            | "expression_list"
            | "literal_element" => match first(node) {
                Some(child) => self.values_at(child, scope),
                None => Vec::new(),
            },
            "reference_expression"
            | "cast_expression"
            | "compound_literal_expression"
            | "try_expression"
            | "type_conversion_expression" => match field(node, "value").or_else(|| first(node)) {
                Some(child) => self.values_at(child, scope),
                None => Vec::new(),
            },
            "list" | "tuple" | "array" | "array_expression" | "initializer_list"
            | "array_initializer" | "literal_value" => {
                vec![Found::literal(Shape::List(self.items(&children(node), scope)))]
            }
            "composite_literal" => inner("body"),
            "array_creation_expression" => inner("value"),
            "binary_operator" | "binary_expression" | "boolean_operator" => {
                self.binary(node, scope)
            }
            "conditional_expression" | "ternary_expression" => self.choice(node, scope),
            "subscript_expression" | "subscript" | "index_expression" | "array_access" => {
                self.first_item(node, scope)
            }
            "identifier" | "variable_name" | "shorthand_property_identifier" => {
                self.name(self.names.text(node), scope)
            }
            "attribute"
            | "member_expression"
            | "field_access"
            | "field_expression"
            | "selector_expression" => self.member(node),
            _ if nodes::is_call(node) => self.call(node, scope),
            _ => Vec::new(),
        }
    }

    /// The items of a list, lists that are spread in it joined.
    pub(crate) fn items(&self, nodes: &[Node<'t>], scope: u32) -> Vec<Option<Item<'t>>> {
        let mut items = Vec::new();
        for &node in nodes {
            let is_spread =
                matches!(node.kind(), "list_splat" | "spread_element" | "variadic_argument");
            if !is_spread {
                items.push(Some(Item { node, scope }));
                continue;
            }
            let spread = first(node).map(|inner| self.values_at(inner, scope));
            match spread.as_deref() {
                Some([Found { shape: Shape::List(inner), .. }]) => items.extend(inner.clone()),
                _ => items.push(None),
            }
        }
        items
    }

    /// The items of a list as texts, up to the first of which nothing is known.
    pub(crate) fn words(&self, items: &[Option<Item<'t>>]) -> Vec<Template> {
        let known = items.iter().map_while(Option::as_ref).take(MAX_WORDS);
        known.map(|item| self.template_at(item.node, item.scope).0).collect()
    }

    fn choice(&self, node: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        let sides = match (field(node, "consequence"), field(node, "alternative")) {
            (Some(yes), Some(no)) => vec![yes, no],
            // Python writes `yes if test else no`.
            _ => children(node).into_iter().step_by(2).collect(),
        };
        self.alternatives(&sides, scope)
    }

    fn alternatives(&self, nodes: &[Node<'t>], scope: u32) -> Vec<Found<'t>> {
        let values = nodes.iter().flat_map(|&node| self.values_at(node, scope));
        values.take(MAX_VALUES).map(|found| found.at_most(SourceGround::Alternative)).collect()
    }

    fn binary(&self, node: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else {
            return Vec::new();
        };
        let operator = field(node, "operator").map_or("", |operator| self.names.text(operator));
        match operator {
            "||" | "??" | "or" => self.alternatives(&[left, right], scope),
            "&&" | "and" => self.values_at(right, scope),
            "%" if self.names.language == SourceLanguage::Python => {
                let (format, ground) = self.template_at(left, scope);
                let shape = Shape::Text(strings::printf_holes(&format));
                vec![Found::literal(shape).at_most(ground)]
            }
            "+" => self.joined(left, right, "", scope),
            "/" if self.names.language == SourceLanguage::Python => {
                self.joined(left, right, "/", scope)
            }
            _ => Vec::new(),
        }
    }

    /// Each left value with each right one behind it.
    fn joined(&self, left: Node<'t>, right: Node<'t>, between: &str, scope: u32) -> Vec<Found<'t>> {
        let rights = self.values_at(right, scope);
        let mut joined = Vec::new();
        for left in self.values_at(left, scope) {
            for right in &rights {
                if joined.len() < MAX_VALUES {
                    joined.push(join(&left, right, between));
                }
            }
        }
        joined
    }

    fn name(&self, name: &str, scope: u32) -> Vec<Found<'t>> {
        let bindings = self.names.bound(name, scope);
        let firsts = bindings.iter().filter_map(|binding| match binding.bound {
            Bound::FirstItem(node) => Some((node, binding.scope)),
            _ => None,
        });
        let firsts: Vec<_> = firsts.collect();
        if !firsts.is_empty() {
            let lists = firsts.iter().map(|&(node, scope)| {
                Found::literal(Shape::List(vec![Some(Item { node, scope }), None]))
            });
            return graded(lists.collect(), firsts.len());
        }
        let n_bindings = bindings.len();
        let values = bindings.into_iter().flat_map(|binding| self.binding(name, binding));
        graded(values.take(MAX_SITES).collect(), n_bindings)
    }

    fn binding(&self, name: &str, binding: &Binding<'t>) -> Vec<Found<'t>> {
        let is_open = |(open, scope): &(String, u32)| open == name && *scope == binding.scope;
        if self.open.borrow().iter().any(is_open) {
            return Vec::new();
        }
        self.open.borrow_mut().push((name.to_owned(), binding.scope));
        let found = match &binding.bound {
            Bound::Value(node) => self.values_at(*node, binding.scope),
            Bound::Format(node) => {
                let (format, ground) = self.template_at(*node, binding.scope);
                let shape = Shape::Text(strings::printf_holes(&format));
                vec![Found::literal(shape).at_most(ground)]
            }
            Bound::ItemOf(list) => self.each_item(*list, binding.scope),
            Bound::Parameter { function, index } => {
                self.handed_over(function, |evaluator, site| {
                    let arguments = evaluator.names.arguments(site.node);
                    // What stands behind a spread list has no place of its own.
                    let places = arguments.positional.get(..=*index).unwrap_or_default();
                    let is_plain = |node: &Node<'_>| {
                        !matches!(
                            node.kind(),
                            "list_splat" | "spread_element" | "variadic_argument"
                        )
                    };
                    let place = places.iter().all(is_plain).then(|| places.last().copied());
                    let argument = place.flatten().or_else(|| arguments.keyword(name))?;
                    Some(evaluator.values_at(argument, site.scope))
                })
            }
            Bound::Rest { function, index } => self.handed_over(function, |evaluator, site| {
                let arguments = evaluator.names.arguments(site.node).positional;
                let rest = arguments.get(*index..).unwrap_or_default();
                let items = evaluator.items(rest, site.scope);
                Some(vec![Found::literal(Shape::List(items))])
            }),
            Bound::FirstItem(_) | Bound::Unknown => vec![Found::unknown()],
        };
        self.open.borrow_mut().pop();
        found
    }

    /// What the calls of a function in this file hand over; unknown when nothing calls it.
    fn handed_over(
        &self,
        function: &str,
        read: impl Fn(&Self, &CallSite<'t>) -> Option<Vec<Found<'t>>>,
    ) -> Vec<Found<'t>> {
        let mut found = Vec::new();
        for site in self.names.calls_of(function).iter().take(MAX_SITES) {
            if !self
                .pay(1 + field(site.node, "arguments").map_or(0, |list| list.named_child_count()))
            {
                break;
            }
            for value in read(self, site).unwrap_or_default() {
                let place = value.site.clone().unwrap_or(site.node.byte_range());
                let value = Found { site: Some(place), ..value };
                found.push(value.at_most(SourceGround::Parameter));
            }
        }
        if found.is_empty() {
            found.push(Found::unknown());
        }
        found
    }

    /// `list[0]`.
    fn first_item(&self, node: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        let child = |names: &[&str]| names.iter().find_map(|name| field(node, name));
        let list = child(&["value", "argument", "object", "operand", "array"]);
        let index = child(&["subscript", "index", "indices"]);
        let (Some(list), Some(index)) = (list, index) else { return Vec::new() };
        if !matches!(self.names.text(index), "0" | "[0]") {
            return Vec::new();
        }
        let lists = self.values_at(list, scope).into_iter();
        let items = lists.flat_map(|found| match &found.shape {
            Shape::List(items) => match items.first() {
                Some(Some(item)) => self
                    .values_at(item.node, item.scope)
                    .into_iter()
                    .map(|value| Found { site: value.site.or(found.site.clone()), ..value })
                    .map(|value| value.at_most(found.ground))
                    .collect(),
                _ => vec![Found::unknown()],
            },
            _ => vec![Found::unknown()],
        });
        items.take(MAX_VALUES).collect()
    }

    /// The items of a list, one by one.
    fn each_item(&self, list: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        let lists = self.values_at(list, scope);
        let items = lists.into_iter().flat_map(|found| match found.shape {
            Shape::List(items) => items,
            _ => vec![None],
        });
        let values = items.flat_map(|item| match item {
            Some(Item { node, scope }) => self.values_at(node, scope),
            None => vec![Found::unknown()],
        });
        values.take(MAX_VALUES).collect()
    }

    /// `args.tool`, where an option `--tool` has a default: that, or what the user says.
    fn option(&self, node: Node<'t>) -> Vec<Found<'t>> {
        if self.names.language != SourceLanguage::Python {
            return Vec::new();
        }
        let Some(member) = field(node, "attribute") else { return Vec::new() };
        let mut found = self.name(&format!("--{}", self.names.text(member)), 0);
        if !found.is_empty() {
            found = found.into_iter().map(|f| f.at_most(SourceGround::Alternative)).collect();
            found.push(Found::unknown());
        }
        found
    }

    fn member(&self, node: Node<'t>) -> Vec<Found<'t>> {
        if let Some(value) = functions::constant_of(self.names.text(node)) {
            let found = Found::literal(Shape::Text(Template::text(value)));
            return vec![found.at_most(SourceGround::Constant)];
        }
        match self.names.own_member(node) {
            Some(name) => self.name(name, 0),
            None => self.option(node),
        }
    }
}

/// Grades values of a name by how many assignments it has.
fn graded(values: Vec<Found<'_>>, n_bindings: usize) -> Vec<Found<'_>> {
    let ground = if n_bindings > 1 { SourceGround::Alternative } else { SourceGround::Constant };
    values
        .into_iter()
        .map(|found| if found.site.is_some() { found } else { found.at_most(ground) })
        .collect()
}

fn join<'t>(left: &Found<'t>, right: &Found<'t>, between: &str) -> Found<'t> {
    let shape = match (&left.shape, &right.shape) {
        (Shape::List(left), Shape::List(right)) => {
            Shape::List(left.iter().chain(right).cloned().collect())
        }
        (Shape::List(left), _) => Shape::List(left.iter().cloned().chain([None]).collect()),
        (_, Shape::List(_)) | (Shape::Unknown, Shape::Unknown) => Shape::Unknown,
        _ => {
            let mut text = left.template();
            text.push_text(between);
            text.append(&right.template());
            Shape::Text(text)
        }
    };
    // A part that is computed shows in the shape; its ground says nothing about the rest.
    let known = |found: &Found<'_>| match found.shape {
        Shape::Unknown => SourceGround::Literal,
        _ => found.ground,
    };
    let ground = known(left).max(known(right));
    Found { shape, ground, site: left.site.clone().or_else(|| right.site.clone()) }
}
