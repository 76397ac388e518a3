// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The conditions around a place of a build file.

use std::borrow::Cow;

use crate::build::is_for_work;

/// A condition that is open.
#[derive(Clone, Debug)]
struct Condition<'a> {
    text: Cow<'a, str>,
    weight: Weight,
    /// The texts of `if` and `elif` before this branch, none of which holds in it.
    failed: Vec<&'a str>,
    /// The text of this branch as it stands; none behind `else`.
    own: Option<&'a str>,
}

/// What a condition says on whether what stands in it is built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// It looks at the platform alone, and what fails it fails the build.
    Transparent,
    /// It holds unless somebody says no.
    Default,
    /// Nobody knows.
    Open,
}

/// The conditions around a place, the outer first.
#[derive(Clone, Debug, Default)]
pub(super) struct Conditions<'a> {
    open: Vec<Condition<'a>>,
    /// Those beyond [`MAX_DEPTH`], which are only counted.
    n_deeper: usize,
}

/// Conditions nested deeper are counted and not looked at.
const MAX_DEPTH: usize = 200;
/// Branches of one condition beyond this number are not told in the text of `else`.
const MAX_BRANCHES: usize = 20;

impl<'a> Conditions<'a> {
    pub(super) fn push(&mut self, text: &'a str, weight: Weight) {
        if self.open.len() < MAX_DEPTH {
            let text = text.trim();
            let failed = Vec::new();
            self.open.push(Condition { text: text.into(), weight, failed, own: Some(text) });
        } else {
            self.n_deeper += 1;
        }
    }

    /// Goes on to the next branch: one with a condition of its own, or `else`, where what stood before
    /// does not hold.
    pub(super) fn turn(&mut self, text: Option<&'a str>) {
        self.turn_to(text, |_| Weight::Open);
        // What is only left out for those who work on the project is there for all others.
        let is_for_others = |one: &&mut Condition<'_>| {
            text.is_none() && one.failed.iter().all(|failed| is_for_work_alone(failed))
        };
        if self.n_deeper == 0
            && let Some(last) = self.open.last_mut().filter(is_for_others)
        {
            last.weight = Weight::Default;
        }
    }

    /// As [`Conditions::turn`], where the text of what was turned says more.
    pub(super) fn turn_to(&mut self, text: Option<&'a str>, weight: impl Fn(&str) -> Weight) {
        if self.n_deeper > 0 {
            return;
        }
        let Some(last) = self.open.last_mut() else { return };
        last.weight = weight(&last.text);
        let before = last.own.take().filter(|_| last.failed.len() < MAX_BRANCHES);
        last.failed.extend(before);
        last.own = text.map(str::trim);
        last.text = match last.own {
            Some(text) => text.into(),
            None => negated(&last.failed).into(),
        };
    }

    /// The text of the only condition, if there is one alone.
    pub(super) fn only(&self) -> Option<&str> {
        match self.open.as_slice() {
            [only] if self.n_deeper == 0 => Some(&only.text),
            _ => None,
        }
    }

    pub(super) fn pop(&mut self) {
        match self.n_deeper.checked_sub(1) {
            Some(n) => self.n_deeper = n,
            None => {
                self.open.pop();
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.open.len() + self.n_deeper
    }

    /// Closes conditions down to a number of them.
    pub(super) fn truncate(&mut self, n: usize) {
        self.n_deeper = self.n_deeper.min(n.saturating_sub(self.open.len()));
        self.open.truncate(n);
    }

    /// What all of them come to, with the text that decides: the innermost of the heaviest.
    pub(super) fn all(&self) -> (Weight, Option<Cow<'a, str>>) {
        let heaviest = self.open.iter().map(|one| one.weight).max();
        match heaviest {
            _ if self.n_deeper > 0 => (Weight::Open, None),
            None | Some(Weight::Transparent) => (Weight::Transparent, None),
            Some(weight) => {
                let last = self.open.iter().rev().find(|one| one.weight == weight);
                (weight, last.map(|one| one.text.clone()))
            }
        }
    }

    /// Whether one of them holds for those alone who work on the project: tests, samples, fuzzing.
    pub(super) fn are_for_work(&self) -> bool {
        self.open.iter().any(|one| one.own.is_some_and(is_for_work_alone))
    }
}

/// Whether a condition holds for those who work on a project alone. What `or` joins may hold for
/// others, and a negation holds for them.
fn is_for_work_alone(text: &str) -> bool {
    let mut words = text.split(|c: char| c.is_whitespace() || "(){}$".contains(c));
    let is_other = |word: &str| {
        matches!(word, "or" | "OR" | "not" | "NOT" | "EXISTS" | "MATCHES" | "STREQUAL" | "!=")
    };
    !words.any(is_other) && is_for_work(&text.replace('_', " "))
}

/// What holds where none of the branches does: `not (a) and not (b)`.
fn negated(failed: &[&str]) -> String {
    let one = |text: &&str| {
        let plain = ["not ", "NOT ", "! "].iter().find_map(|no| text.strip_prefix(no));
        let plain = plain.map(str::trim).filter(|rest| !rest.contains(char::is_whitespace));
        plain.map_or_else(|| format!("not ({text})"), str::to_owned)
    };
    failed.iter().map(one).collect::<Vec<_>>().join(" and ")
}
