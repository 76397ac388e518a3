// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The conditions around a place of a build file.

/// A condition that is open.
#[derive(Clone, Debug)]
struct Condition<'a> {
    text: &'a str,
    weight: Weight,
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

impl<'a> Conditions<'a> {
    pub(super) fn push(&mut self, text: &'a str, weight: Weight) {
        if self.open.len() < MAX_DEPTH {
            self.open.push(Condition { text: text.trim(), weight });
        } else {
            self.n_deeper += 1;
        }
    }

    /// What stood behind `if` turns into its opposite, of which nothing is known.
    pub(super) fn turn(&mut self, text: Option<&'a str>) {
        self.turn_to(text, |_| Weight::Open);
    }

    /// As [`Conditions::turn`], where the text of what was turned says more.
    pub(super) fn turn_to(&mut self, text: Option<&'a str>, weight: impl Fn(&str) -> Weight) {
        if self.n_deeper > 0 {
            return;
        }
        if let Some(last) = self.open.last_mut() {
            last.weight = weight(last.text);
            last.text = text.map_or(last.text, str::trim);
        }
    }

    /// The text of the only condition, if there is one alone.
    pub(super) fn only(&self) -> Option<&'a str> {
        match self.open.as_slice() {
            [only] if self.n_deeper == 0 => Some(only.text),
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
    pub(super) fn all(&self) -> (Weight, Option<&'a str>) {
        let heaviest = self.open.iter().map(|one| one.weight).max();
        match heaviest {
            _ if self.n_deeper > 0 => (Weight::Open, None),
            None | Some(Weight::Transparent) => (Weight::Transparent, None),
            Some(weight) => {
                let last = self.open.iter().rev().find(|one| one.weight == weight);
                (weight, last.map(|one| one.text))
            }
        }
    }
}
