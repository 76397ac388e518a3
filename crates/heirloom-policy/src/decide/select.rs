// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What rules look at, and whether a subject is what one looks for.

use heirloom_model::RelationKind;

use crate::{policy::Rule, subject::Subject};

use super::{Case, Part};

/// Something that a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Selector {
    /// The license.
    License,
    /// How the component is used.
    Relation,
    /// How it leaves the house.
    Delivery,
    /// What it is used for.
    Scope,
    /// Which component it is.
    Component,
    /// What follows from the use.
    Level,
    /// Duties that are not met.
    Duties,
    /// The condition.
    Condition,
}

impl Selector {
    /// Every selector, from cheap to dear.
    pub const ALL: &[Selector] = &[
        Selector::Relation,
        Selector::Delivery,
        Selector::Scope,
        Selector::Level,
        Selector::Duties,
        Selector::License,
        Selector::Component,
        Selector::Condition,
    ];

    /// The key under which rules have it.
    pub fn name(self) -> &'static str {
        match self {
            Selector::License => "licenses",
            Selector::Relation => "relations",
            Selector::Delivery => "deliveries",
            Selector::Scope => "scopes",
            Selector::Component => "components",
            Selector::Level => "levels",
            Selector::Duties => "duties",
            Selector::Condition => "when",
        }
    }

    /// What a rule looks for, as it was written; empty if for anything.
    pub fn wanted(self, rule: &Rule) -> String {
        match self {
            Selector::License => rule.licenses_written.join(", "),
            Selector::Relation => names(rule.relations.iter().map(|kind| kind.name())),
            Selector::Delivery => rule.deliveries.join(", "),
            Selector::Scope => names(rule.scopes.iter().map(|scope| scope.name())),
            Selector::Component => {
                rule.components.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            }
            Selector::Level => names(rule.levels.iter().map(|level| level.name())),
            Selector::Duties => names(rule.duties.iter().map(|duty| duty.name())),
            Selector::Condition => {
                rule.when.as_ref().map_or_else(String::new, |when| when.written().to_owned())
            }
        }
    }

    /// What a subject has in its place; empty if nothing is known, and for conditions.
    pub fn found(self, subject: &Subject, part: &Part<'_>) -> String {
        match self {
            Selector::License => part
                .license
                .as_ref()
                .map_or_else(String::new, |term| format!("{term} ({})", part.kind.name())),
            Selector::Relation => subject.relation.map_or("", RelationKind::name).to_owned(),
            Selector::Delivery => subject.delivery.map_or("", |kind| kind.name()).to_owned(),
            Selector::Scope => subject.scope.name().to_owned(),
            Selector::Component => subject.component.to_string(),
            Selector::Level => {
                subject.verdict.map_or("", |verdict| verdict.level.name()).to_owned()
            }
            Selector::Duties => names(subject.unmet.iter().map(|duty| duty.name())),
            Selector::Condition => String::new(),
        }
    }
}

fn names(names: impl Iterator<Item = &'static str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// A set of selectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Selectors(u8);

impl Selectors {
    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether one is there.
    pub fn contains(self, selector: Selector) -> bool {
        self.0 & (1 << selector as u8) != 0
    }

    /// Those that are there.
    pub fn iter(self) -> impl Iterator<Item = Selector> {
        Selector::ALL.iter().copied().filter(move |selector| self.contains(*selector))
    }
}

impl FromIterator<Selector> for Selectors {
    fn from_iter<I: IntoIterator<Item = Selector>>(selectors: I) -> Selectors {
        Selectors(selectors.into_iter().fold(0, |set, selector| set | 1 << selector as u8))
    }
}

impl Case<'_, '_> {
    /// What keeps a rule from matching.
    pub(super) fn misses(&self, rule: &Rule) -> impl Iterator<Item = Selector> {
        Selector::ALL.iter().copied().filter(|selector| !self.suits(rule, *selector))
    }

    fn suits(&self, rule: &Rule, selector: Selector) -> bool {
        let subject = self.subject;
        match selector {
            Selector::License => {
                let holds = |class: &crate::Class| class.holds(self.license, self.members);
                rule.licenses.as_ref().is_none_or(holds)
            }
            // Details of a relation, such as how many lines, are a matter of conditions.
            Selector::Relation => any_of(&rule.relations, |kind| {
                subject.relation.is_some_and(|found| found.name() == kind.name())
            }),
            Selector::Delivery => any_of(&rule.deliveries, |name| {
                subject.delivery.is_some_and(|found| found.name() == *name)
            }),
            Selector::Scope => any_of(&rule.scopes, |scope| *scope == subject.scope),
            Selector::Component => {
                any_of(&rule.components, |pattern| pattern.matches(subject.component.as_str()))
            }
            Selector::Level => any_of(&rule.levels, |level| {
                subject.verdict.is_some_and(|verdict| verdict.level == *level)
            }),
            Selector::Duties => any_of(&rule.duties, |duty| subject.unmet.contains(duty)),
            Selector::Condition => {
                rule.when.as_ref().is_none_or(|when| when.holds(subject, self.license, self.as_of))
            }
        }
    }
}

/// Whether one of the wanted things is there; nothing wanted means anything.
fn any_of<T>(wanted: &[T], found: impl FnMut(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(found)
}
