// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A match: words of a rule aligned with words of a text.

use std::{collections::HashMap, rc::Rc};

use heirloom_model::{Expression, FindKind, LicenseTerm};

use super::{
    index::{Index, Rule, RuleNumber},
    layout::flag,
    query::Query,
    spans::Spans,
};

/// How a match was made; several when it was merged from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Method(u8);

impl Method {
    pub(crate) const WHOLE: Method = Method(1);
    pub(crate) const EXACT: Method = Method(2);
    pub(crate) const TAG: Method = Method(4);
    pub(crate) const ALIGNED: Method = Method(8);

    /// Whether nothing but alignment made the match: such matches must prove themselves.
    pub(crate) fn is_only_aligned(self) -> bool {
        self == Method::ALIGNED
    }

    pub(crate) fn includes(self, other: Method) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn and(self, other: Method) -> Method {
        Method(self.0 | other.0)
    }
}

/// What a match is a match of.
#[derive(Clone)]
pub(crate) enum Subject<'a> {
    Rule(Rule<'a>),
    /// An SPDX tag, which is its own rule.
    Tag {
        expression: Rc<str>,
        length: u32,
    },
}

/// Words of a rule found in a text.
#[derive(Clone)]
pub(crate) struct Match<'a> {
    pub(crate) subject: Subject<'a>,
    /// Positions in the text.
    pub(crate) found: Spans,
    /// Positions in the rule, as many as in the text.
    pub(crate) covered: Spans,
    /// The number of legal words among them.
    pub(crate) n_high: u32,
    pub(crate) method: Method,
    /// Whether the text only speaks of the license or of tags, and says nothing by it.
    pub(crate) is_mention: bool,
}

impl<'a> Match<'a> {
    pub(crate) fn of_rule(
        rule: Rule<'a>,
        found: Spans,
        covered: Spans,
        method: Method,
        index: &'a Index<'a>,
    ) -> Match<'a> {
        let n_high = n_high(&rule, &covered, index);
        let subject = Subject::Rule(rule);
        Match { subject, found, covered, n_high, method, is_mention: false }
    }

    pub(crate) fn rule(&self) -> Option<&Rule<'a>> {
        match &self.subject {
            Subject::Rule(rule) => Some(rule),
            Subject::Tag { .. } => None,
        }
    }

    /// Sorts and groups matches of one rule.
    pub(crate) fn rule_key(&self) -> (RuleNumber, &str) {
        match &self.subject {
            Subject::Rule(rule) => (rule.number(), ""),
            Subject::Tag { expression, .. } => (RuleNumber::MAX, expression),
        }
    }

    pub(crate) fn expression(&self) -> &str {
        match &self.subject {
            Subject::Rule(rule) => rule.expression(),
            Subject::Tag { expression, .. } => expression,
        }
    }

    pub(crate) fn kind(&self) -> FindKind {
        match &self.subject {
            _ if self.is_mention => FindKind::Clue,
            Subject::Rule(rule) => rule.kind(),
            Subject::Tag { .. } => FindKind::Tag,
        }
    }

    pub(crate) fn rule_is(&self, bit: u32) -> bool {
        self.rule().is_some_and(|rule| rule.is(bit))
    }

    pub(crate) fn rule_length(&self) -> u32 {
        match &self.subject {
            Subject::Rule(rule) => rule.length(),
            Subject::Tag { length, .. } => *length,
        }
    }

    pub(crate) fn is_small_rule(&self) -> bool {
        self.rule_is(flag::SMALL)
    }

    pub(crate) fn start(&self) -> u32 {
        self.found.start()
    }

    /// The last position, included.
    pub(crate) fn end(&self) -> u32 {
        self.found.end()
    }

    pub(crate) fn len(&self) -> u32 {
        self.found.len()
    }

    /// The share of the rule that was found, in per cent with two decimals.
    pub(crate) fn coverage(&self) -> f64 {
        let share = f64::from(self.len()) / f64::from(self.rule_length());
        (share * 10_000.0).round_ties_even() / 100.0
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.len() == self.rule_length()
    }

    /// The words of the text from first to last, unknown ones included.
    pub(crate) fn magnitude(&self, query: &Query) -> u32 {
        let last = self.end();
        let unknown = self.found.positions().filter(|&position| position != last);
        self.found.magnitude() + unknown.map(|position| query.unknown_after(position)).sum::<u32>()
    }

    /// Whether the found words stand in a row without any other.
    pub(crate) fn is_continuous(&self, query: &Query) -> bool {
        self.len() == self.found.magnitude() && self.len() == self.magnitude(query)
    }

    pub(crate) fn first_line(&self, query: &Query) -> u32 {
        query.lines[self.start() as usize]
    }

    pub(crate) fn last_line(&self, query: &Query) -> u32 {
        query.lines[self.end() as usize]
    }

    pub(crate) fn surrounds(&self, other: &Match<'_>) -> bool {
        self.start() <= other.start() && self.end() >= other.end()
    }

    pub(crate) fn is_after(&self, other: &Match<'_>) -> bool {
        self.found.is_after(&other.found) && self.covered.is_after(&other.covered)
    }

    /// Takes in another match of the same rule.
    pub(crate) fn absorb(&mut self, other: &Match<'a>, index: &'a Index<'a>) {
        self.found = self.found.union(&other.found);
        self.covered = self.covered.union(&other.covered);
        self.method = self.method.and(other.method);
        if let Subject::Rule(rule) = &self.subject {
            self.n_high = n_high(rule, &self.covered, index);
        }
    }
}

fn n_high(rule: &Rule<'_>, covered: &Spans, index: &Index<'_>) -> u32 {
    if covered.len() == rule.length() {
        return rule.high_length();
    }
    covered.positions().filter(|&position| index.is_legal(rule.word(position))).count() as u32
}

/// Remembers which expressions contain which.
#[derive(Default)]
pub(crate) struct Licensing {
    known: HashMap<(String, String), bool>,
}

impl Licensing {
    /// Whether the licensing of `outer` says all that `inner` says.
    pub(crate) fn contains(&mut self, outer: &Match<'_>, inner: &Match<'_>) -> bool {
        let (outer, inner) = (outer.expression(), inner.expression());
        if outer.is_empty() || inner.is_empty() {
            return false;
        }
        if outer == inner {
            return true;
        }
        let key = (outer.to_owned(), inner.to_owned());
        *self.known.entry(key).or_insert_with(|| {
            match (Expression::parse(outer), Expression::parse(inner)) {
                (Ok(outer), Ok(inner)) => contains(&outer.normalized(), &inner.normalized()),
                _ => false,
            }
        })
    }
}

fn contains(outer: &Expression, inner: &Expression) -> bool {
    if outer == inner {
        return true;
    }
    match (outer, inner) {
        (Expression::Term(outer), Expression::Term(inner)) => term_contains(outer, inner),
        (Expression::And(outer), Expression::And(inner))
        | (Expression::Or(outer), Expression::Or(inner)) => {
            inner.iter().all(|operand| outer.contains(operand))
        }
        (Expression::And(outer) | Expression::Or(outer), inner) => outer.contains(inner),
        (Expression::Term(_), _) => false,
    }
}

/// A license with an exception says what the license says.
fn term_contains(outer: &LicenseTerm, inner: &LicenseTerm) -> bool {
    let is_plain = inner.exception.is_none() && !inner.or_later;
    outer.exception.is_some()
        && is_plain
        && (outer.license == inner.license || outer.exception.as_ref() == Some(&inner.license))
}
