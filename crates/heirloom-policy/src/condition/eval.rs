// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Asks a condition of a subject. Every node has a value: the checks saw to that.

use std::borrow::Cow;

use super::{
    check::{Node, Quantifier, Search},
    parse::Operator,
    variables::{Value, View, fact},
};

pub(super) fn holds(node: &Node, view: &View<'_>) -> bool {
    truth(node, &Frame { view, element: None })
}

#[derive(Clone, Copy)]
struct Frame<'a> {
    view: &'a View<'a>,
    element: Option<&'a Value<'a>>,
}

/// The value of a node that the checks found to be a truth.
fn truth(node: &Node, frame: &Frame<'_>) -> bool {
    match node {
        Node::Bool(value) => *value,
        Node::Not(inner) => !truth(inner, frame),
        Node::And(both) => both.iter().all(|node| truth(node, frame)),
        Node::Or(both) => both.iter().any(|node| truth(node, frame)),
        Node::Compare(operator, both) => compare(*operator, both, frame),
        Node::In(both) => {
            let element = value(&both[0], frame);
            list(value(&both[1], frame)).contains(&element)
        }
        Node::Choice(parts) => {
            let taken = if truth(&parts[0], frame) { &parts[1] } else { &parts[2] };
            truth(taken, frame)
        }
        Node::Search(search, both) => {
            let [whole, part] = both.each_ref().map(|node| text(value(node, frame)));
            match search {
                Search::StartsWith => whole.starts_with(&*part),
                Search::EndsWith => whole.ends_with(&*part),
                Search::Contains => whole.contains(&*part),
            }
        }
        Node::Quantified(quantifier, both) => {
            let range = list(value(&both[0], frame));
            let mut fitting = range.iter().filter(|element| {
                truth(&both[1], &Frame { view: frame.view, element: Some(element) })
            });
            match quantifier {
                Quantifier::Exists => fitting.next().is_some(),
                Quantifier::ExistsOne => fitting.count() == 1,
                Quantifier::All => fitting.count() == range.len(),
                Quantifier::Filter => false,
            }
        }
        Node::Variable(variable) => (variable.value)(frame.view) == Value::Bool(true),
        Node::Int(_)
        | Node::Text(_)
        | Node::List(_)
        | Node::Fact(_)
        | Node::Element
        | Node::Size(_) => false,
    }
}

fn value<'a>(node: &'a Node, frame: &Frame<'a>) -> Value<'a> {
    match node {
        Node::Int(value) => Value::Int(*value),
        Node::Text(text) => Value::Text(Cow::Borrowed(text)),
        Node::List(items) => Value::List(items.iter().map(|item| value(item, frame)).collect()),
        Node::Variable(variable) => (variable.value)(frame.view),
        Node::Fact(kind) => fact(frame.view, *kind),
        Node::Element => frame.element.cloned().expect("an element stands in a quantifier alone"),
        Node::Choice(parts) => {
            let taken = if truth(&parts[0], frame) { &parts[1] } else { &parts[2] };
            value(taken, frame)
        }
        Node::Size(inner) => Value::Int(size(&value(inner, frame))),
        Node::Quantified(Quantifier::Filter, both) => {
            let mut range = list(value(&both[0], frame));
            range.retain(|element| {
                truth(&both[1], &Frame { view: frame.view, element: Some(element) })
            });
            Value::List(range)
        }
        truth_node => Value::Bool(truth(truth_node, frame)),
    }
}

fn size(value: &Value<'_>) -> i64 {
    let size = match value {
        Value::Text(text) => text.chars().count(),
        Value::List(items) => items.len(),
        Value::Bool(_) | Value::Int(_) => 0,
    };
    i64::try_from(size).unwrap_or(i64::MAX)
}

fn compare(operator: Operator, both: &[Node; 2], frame: &Frame<'_>) -> bool {
    let [left, right] = both.each_ref().map(|node| value(node, frame));
    match operator {
        Operator::Equal => left == right,
        Operator::NotEqual => left != right,
        _ => {
            let order = match (&left, &right) {
                (Value::Int(left), Value::Int(right)) => left.cmp(right),
                // Bytes of UTF-8 order as code points do.
                (Value::Text(left), Value::Text(right)) => left.cmp(right),
                _ => return false,
            };
            match operator {
                Operator::Less => order.is_lt(),
                Operator::LessOrEqual => order.is_le(),
                Operator::Greater => order.is_gt(),
                _ => order.is_ge(),
            }
        }
    }
}

fn list(value: Value<'_>) -> Vec<Value<'_>> {
    match value {
        Value::List(items) => items,
        _ => Vec::new(),
    }
}

fn text(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::Text(text) => text,
        _ => Cow::Borrowed(""),
    }
}
