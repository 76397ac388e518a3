// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Checks names and types, so that nothing can go wrong when a condition is asked.

use std::ops::Range;

use heirloom_model::FactKind;

use super::{
    Fault, Misplaced,
    parse::{Operator, Tree, TreeKind},
    variables::{self, ANSWERS, Type, VARIABLES_WITH_FIELDS, Variable, View, Words, variables},
};

/// A part of a condition that has a value for every subject.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Bool(bool),
    Int(i64),
    Text(Box<str>),
    List(Vec<Node>),
    Variable(&'static Variable),
    Fact(FactKind),
    /// The element that a quantifier looks at.
    Element,
    Not(Box<Node>),
    And(Box<[Node; 2]>),
    Or(Box<[Node; 2]>),
    /// Comparisons of equal types.
    Compare(Operator, Box<[Node; 2]>),
    In(Box<[Node; 2]>),
    Choice(Box<[Node; 3]>),
    Search(Search, Box<[Node; 2]>),
    Size(Box<Node>),
    Quantified(Quantifier, Box<[Node; 2]>),
}

impl Node {
    /// What it is made of.
    fn parts(&self) -> &[Node] {
        match self {
            Node::Variable(_) | Node::Fact(_) | Node::Element => &[],
            Node::Bool(_) | Node::Int(_) | Node::Text(_) => &[],
            Node::List(nodes) => nodes,
            Node::Not(node) | Node::Size(node) => std::slice::from_ref(node),
            Node::And(pair) | Node::Or(pair) | Node::In(pair) => &**pair,
            Node::Compare(_, pair) | Node::Search(_, pair) | Node::Quantified(_, pair) => &**pair,
            Node::Choice(three) => &**three,
        }
    }

    /// Whether it speaks of a variable.
    pub(super) fn mentions(&self, path: &str) -> bool {
        matches!(self, Node::Variable(variable) if variable.path == path)
            || self.parts().iter().any(|part| part.mentions(path))
    }

    /// The values of what it speaks of, each once.
    pub(super) fn values(&self, view: &View<'_>, values: &mut Vec<(String, String)>) {
        let found = match self {
            Node::Variable(variable) => {
                Some((variable.path.to_owned(), (variable.value)(view).to_string()))
            }
            Node::Fact(kind) => {
                let value = variables::fact(view, *kind).to_string();
                Some((format!("facts.{}", kind.name()), value))
            }
            _ => None,
        };
        values.extend(found.filter(|one| !values.contains(one)));
        self.parts().iter().for_each(|part| part.values(view, values));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Search {
    StartsWith,
    EndsWith,
    Contains,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantifier {
    Exists,
    ExistsOne,
    All,
    Filter,
}

/// Checks that a tree is a condition.
pub(super) fn condition(tree: &Tree) -> Result<Node, Vec<Misplaced>> {
    let mut checker = Checker::default();
    let checked = checker.of(tree, Type::Bool);
    match checked {
        Some(node) if checker.faults.is_empty() => Ok(node),
        _ => Err(checker.faults),
    }
}

#[derive(Default)]
struct Checker<'t> {
    faults: Vec<Misplaced>,
    /// The name and type of the element inside a quantifier.
    element: Option<(&'t str, Type)>,
}

type Checked = Option<(Node, Type)>;

impl<'t> Checker<'t> {
    fn fault<T>(&mut self, span: &Range<usize>, fault: Fault) -> Option<T> {
        self.faults.push(Misplaced::new(span, fault));
        None
    }

    /// A part that has to be of a type.
    fn of(&mut self, tree: &'t Tree, wanted: Type) -> Option<Node> {
        let (node, found) = self.node(tree)?;
        if found.name() == wanted.name() {
            return Some(node);
        }
        let fault = Fault::new("condition-type").noun("found", found.told());
        self.fault(&tree.span, fault.noun("wanted", wanted.told()))
    }

    fn node(&mut self, tree: &'t Tree) -> Checked {
        match &tree.kind {
            TreeKind::Bool(value) => Some((Node::Bool(*value), Type::Bool)),
            TreeKind::Int(value) => Some((Node::Int(*value), Type::Int)),
            TreeKind::Text(text) => Some((Node::Text(text.as_str().into()), Type::Text)),
            TreeKind::List(items) => self.list(items),
            TreeKind::Name(name) => self.name(name, &tree.span),
            TreeKind::Select(target, field) => self.select(target, field, &tree.span),
            TreeKind::Call { target, function, arguments } => {
                self.call(target.as_deref(), function, arguments, &tree.span)
            }
            TreeKind::Not(inner) => {
                Some((Node::Not(Box::new(self.of(inner, Type::Bool)?)), Type::Bool))
            }
            TreeKind::Binary(operator, left, right) => {
                self.binary(*operator, left, right, &tree.span)
            }
            TreeKind::Choice(parts) => self.choice(parts),
        }
    }

    fn list(&mut self, items: &'t [Tree]) -> Checked {
        let checked: Vec<Checked> = items.iter().map(|item| self.node(item)).collect();
        let checked: Vec<(Node, Type)> = checked.into_iter().collect::<Option<_>>()?;
        let all = |name: &str| checked.iter().all(|(_, kind)| kind.name() == name);
        let kind = match () {
            () if all("string") => Type::Texts,
            () if all("int") => Type::Ints,
            () => {
                let span = items[0].span.start..items[items.len() - 1].span.end;
                return self.fault(&span, Fault::new("condition-list-mixed"));
            }
        };
        Some((Node::List(checked.into_iter().map(|(node, _)| node).collect()), kind))
    }

    fn name(&mut self, name: &str, span: &Range<usize>) -> Checked {
        if let Some((element, kind)) = self.element
            && element == name
        {
            return Some((Node::Element, kind));
        }
        if let Some(variable) = variables().iter().find(|variable| variable.path == name) {
            return Some((Node::Variable(variable), variable.kind));
        }
        if has_fields(name) {
            return self.fault(span, fields(name, "condition-part", name));
        }
        let mut known: Vec<&str> = variables().iter().map(|variable| top(variable.path)).collect();
        known.push("facts");
        known.dedup();
        let fault = Fault::new("condition-unknown").text("name", name);
        self.fault(span, fault.text("known", known.join(", ")))
    }

    fn select(&mut self, target: &'t Tree, field: &str, span: &Range<usize>) -> Checked {
        let TreeKind::Name(name) = &target.kind else {
            self.node(target)?;
            return self.fault(span, Fault::new("condition-no-field").text("field", field));
        };
        let is_element = self.element.is_some_and(|(element, _)| element == name);
        if is_element || !has_fields(name) {
            self.name(name, &target.span)?;
            let fault = Fault::new("condition-field").text("name", name).text("field", field);
            return self.fault(span, fault);
        }
        if name == "facts" {
            return match FactKind::from_name(field) {
                Some(kind) => Some((Node::Fact(kind), Type::Word(ANSWERS))),
                None => {
                    self.fault(span, Fault::new("word").text("word", field).noun("what", "fact"))
                }
            };
        }
        let path = format!("{name}.{field}");
        match variables().iter().find(|variable| variable.path == path) {
            Some(variable) => Some((Node::Variable(variable), variable.kind)),
            None => self.fault(span, fields(name, "condition-path", &path)),
        }
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &'t Tree,
        right: &'t Tree,
        span: &Range<usize>,
    ) -> Checked {
        if matches!(operator, Operator::And | Operator::Or) {
            let (left, right) = (self.of(left, Type::Bool), self.of(right, Type::Bool));
            let both = Box::new([left?, right?]);
            let node = if operator == Operator::And { Node::And(both) } else { Node::Or(both) };
            return Some((node, Type::Bool));
        }
        let (left_node, right_node) = (self.node(left), self.node(right));
        let ((left_node, left_type), (right_node, right_type)) = (left_node?, right_node?);
        if operator == Operator::In {
            let fits = match right_type.name() {
                "list(string)" => left_type.name() == "string",
                "list(int)" => left_type.name() == "int",
                _ => return self.fault(&right.span, Fault::new("condition-in")),
            };
            // An empty list is of any type.
            if !fits && right_node != Node::List(Vec::new()) {
                let fault = Fault::new("condition-never").noun("left", left_type.told());
                return self.fault(span, fault.noun("right", right_type.told()));
            }
            self.words(left_type, right);
            self.words(right_type, left);
            return Some((Node::In(Box::new([left_node, right_node])), Type::Bool));
        }
        if left_type.name() != right_type.name() {
            let fault = Fault::new("condition-compared").noun("left", left_type.told());
            return self.fault(span, fault.noun("right", right_type.told()));
        }
        let ordered = !matches!(operator, Operator::Equal | Operator::NotEqual);
        if ordered && !matches!(left_type.name(), "int" | "string") {
            let fault = Fault::new("condition-order").noun("what", left_type.told());
            return self.fault(span, fault);
        }
        if let (true, Type::Word(words), _) | (true, _, Type::Word(words)) =
            (ordered, left_type, right_type)
        {
            let fault = Fault::new("condition-word-order").noun("what", words.what);
            return self.fault(span, fault);
        }
        self.words(left_type, right);
        self.words(right_type, left);
        Some((Node::Compare(operator, Box::new([left_node, right_node])), Type::Bool))
    }

    /// Reports literal texts that a vocabulary does not have.
    fn words(&mut self, kind: Type, tree: &Tree) {
        let (Type::Word(words) | Type::WordList(words)) = kind else { return };
        let literals = match &tree.kind {
            TreeKind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(tree),
        };
        for literal in literals {
            self.word(words, literal);
        }
    }

    fn word(&mut self, words: Words, literal: &Tree) {
        if let TreeKind::Text(text) = &literal.kind
            && !text.is_empty()
            && !(words.known)(text)
        {
            let fault = Fault::new("word").text("word", text).noun("what", words.what);
            self.faults.push(Misplaced::new(&literal.span, fault));
        }
    }

    fn choice(&mut self, parts: &'t [Tree; 3]) -> Checked {
        let [condition, then, otherwise] = parts;
        let condition = self.of(condition, Type::Bool);
        let then_checked = self.node(then);
        let otherwise_checked = self.node(otherwise);
        let ((then_node, kind), (otherwise_node, other)) = (then_checked?, otherwise_checked?);
        if kind.name() != other.name() {
            let span = then.span.start..otherwise.span.end;
            let fault = Fault::new("condition-sides").noun("left", kind.told());
            return self.fault(&span, fault.noun("right", other.told()));
        }
        let kind = if kind == other { kind } else { plain(kind) };
        Some((Node::Choice(Box::new([condition?, then_node, otherwise_node])), kind))
    }

    fn call(
        &mut self,
        target: Option<&'t Tree>,
        function: &str,
        arguments: &'t [Tree],
        span: &Range<usize>,
    ) -> Checked {
        let search = match function {
            "startsWith" => Some(Search::StartsWith),
            "endsWith" => Some(Search::EndsWith),
            "contains" => Some(Search::Contains),
            _ => None,
        };
        let quantifier = match function {
            "exists" => Some(Quantifier::Exists),
            "exists_one" => Some(Quantifier::ExistsOne),
            "all" => Some(Quantifier::All),
            "filter" => Some(Quantifier::Filter),
            _ => None,
        };
        match (target, arguments) {
            (Some(target), [argument]) if search.is_some() => {
                let (text, part) = (self.of(target, Type::Text), self.of(argument, Type::Text));
                let node = Node::Search(search.expect("just seen"), Box::new([text?, part?]));
                Some((node, Type::Bool))
            }
            (Some(range), [element, body]) if quantifier.is_some() => {
                self.quantified(quantifier.expect("just seen"), range, element, body)
            }
            (Some(argument), []) | (None, [argument]) if function == "size" => self.size(argument),
            (None, [field]) if function == "has" => {
                let TreeKind::Select(..) = field.kind else {
                    return self.fault(&field.span, Fault::new("condition-has"));
                };
                self.node(field)?;
                // Every field that is known here has a value.
                Some((Node::Bool(true), Type::Bool))
            }
            _ => {
                let known =
                    "size, has, startsWith, endsWith, contains, exists, exists_one, all, filter";
                let fault = Fault::new("condition-function").text("name", function);
                self.fault(span, fault.text("known", known))
            }
        }
    }

    fn size(&mut self, tree: &'t Tree) -> Checked {
        let (node, kind) = self.node(tree)?;
        if matches!(kind, Type::Bool | Type::Int) {
            let fault = Fault::new("condition-size").noun("what", kind.told());
            return self.fault(&tree.span, fault);
        }
        Some((Node::Size(Box::new(node)), Type::Int))
    }

    fn quantified(
        &mut self,
        quantifier: Quantifier,
        range: &'t Tree,
        element: &'t Tree,
        body: &'t Tree,
    ) -> Checked {
        let (range_node, kind) = self.node(range)?;
        let of_element = match kind {
            Type::Texts => Type::Text,
            Type::WordList(words) => Type::Word(words),
            Type::Ints => Type::Int,
            other => {
                let fault = Fault::new("condition-no-list").noun("what", other.told());
                return self.fault(&range.span, fault);
            }
        };
        let TreeKind::Name(name) = &element.kind else {
            return self.fault(&element.span, Fault::new("condition-element"));
        };
        if self.element.is_some() {
            return self.fault(&range.span, Fault::new("condition-inside"));
        }
        self.element = Some((name, of_element));
        let body = self.of(body, Type::Bool);
        self.element = None;
        let result = if quantifier == Quantifier::Filter { kind } else { Type::Bool };
        Some((Node::Quantified(quantifier, Box::new([range_node, body?])), result))
    }
}

/// The type without its vocabulary.
fn plain(kind: Type) -> Type {
    match kind {
        Type::Word(_) => Type::Text,
        Type::WordList(_) => Type::Texts,
        other => other,
    }
}

fn top(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

fn has_fields(name: &str) -> bool {
    VARIABLES_WITH_FIELDS.contains(&name)
}

/// What is wrong with a name that stands for no value, and which ones would.
fn fields(name: &str, code: &'static str, written: &str) -> Fault {
    if name == "facts" {
        return Fault::new("condition-facts").text("name", written);
    }
    let of_name = variables().iter().map(Variable::path).filter(|path| top(path) == name);
    let known = of_name.map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    Fault::new(code).text("name", written).text("known", known)
}
