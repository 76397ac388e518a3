// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The cheapest set of edits under which every whole meets the goal.
//!
//! Conflicts are found as they are met: the cheapest choice that breaks all known ones is tried;
//! where a whole still misses the goal, that shows new ones (implicit hitting sets; Moreno-Centeno
//! and Karp, The implicit hitting set approach to solve combinatorial optimization problems, 2013).
//! When none does, the choice is the cheapest there is, since any other breaks those conflicts too.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::Family;

use super::{
    Goal, Limits,
    discover::conflicts,
    field::{Field, Ground},
    hitting::{Choice, Conflict, Hitter, OptionIndex, SubjectIndex},
};
use crate::book::LicenseBook;

/// What a search found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) chosen: BTreeMap<SubjectIndex, OptionIndex>,
    pub(super) cost: u64,
    /// No plan of these families costs less.
    pub(super) bound: u64,
}

/// What a look at the field showed.
enum Discovered {
    /// Every whole meets the goal.
    Met,
    /// Conflicts not known before; none where nothing can be learned any more.
    New(Vec<Conflict>),
}

/// A product with all conflicts met so far; they hold whatever families of edits are asked for.
pub(super) struct Search<'a, 'b> {
    pub(super) book: &'b LicenseBook,
    pub(super) ground: &'a Ground,
    pub(super) field: &'a mut Field<'b>,
    pub(super) goal: &'a Goal<'a>,
    pub(super) limits: Limits,
    pub(super) conflicts: Vec<Conflict>,
    known: BTreeSet<Conflict>,
}

impl<'a, 'b> Search<'a, 'b> {
    pub(super) fn new(
        book: &'b LicenseBook,
        ground: &'a Ground,
        field: &'a mut Field<'b>,
        goal: &'a Goal<'a>,
        limits: Limits,
    ) -> Search<'a, 'b> {
        let (conflicts, known) = (Vec::new(), BTreeSet::new());
        Search { book, ground, field, goal, limits, conflicts, known }
    }

    /// Finds the cheapest choice of edits of these families; `None` if there is none.
    pub(super) fn cheapest(&mut self, families: &[Family]) -> Option<Found> {
        let mut hitter = Hitter::default();
        let mut nodes = self.limits.nodes;
        let mut bound = 0;
        for _ in 0..self.limits.rounds {
            let usable = self.usable(families);
            let ground = self.ground;
            let cost = |(subject, option): Choice| ground.subjects[subject as usize].cost(option);
            let hit = hitter.hit(&usable, &cost, &mut nodes)?;
            bound = bound.max(hit.bound);
            self.field.set_all(self.ground, &hit.chosen);
            match self.discover() {
                Discovered::Met => {
                    return Some(Found { chosen: hit.chosen, cost: hit.cost, bound });
                }
                Discovered::New(new) if new.is_empty() => return None,
                Discovered::New(_) => {}
            }
        }
        self.settle(families).map(|(chosen, cost)| Found { chosen, cost, bound })
    }

    /// Every conflict with what these families can do about it.
    fn usable(&self, families: &[Family]) -> Vec<Conflict> {
        let is_usable = |(subject, option): &Choice| {
            self.ground.subjects[*subject as usize]
                .action(*option)
                .is_none_or(|action| families.contains(&action.family()))
        };
        self.conflicts
            .iter()
            .map(|conflict| conflict.iter().copied().filter(is_usable).collect())
            .collect()
    }

    /// Finds new conflicts of the field as it is.
    fn discover(&mut self) -> Discovered {
        let mut new = Vec::new();
        let violations = self.field.violations(self.goal);
        if violations.is_empty() {
            return Discovered::Met;
        }
        for violation in violations {
            for conflict in conflicts(self.book, self.ground, self.field, self.goal, violation) {
                if self.known.insert(conflict.clone()) {
                    self.conflicts.push(conflict.clone());
                    new.push(conflict);
                }
            }
        }
        Discovered::New(new)
    }

    /// Where the rounds ran out: breaks what is met, one conflict after the other, never taking
    /// anything back, then leaves out what was not needed.
    fn settle(
        &mut self,
        families: &[Family],
    ) -> Option<(BTreeMap<SubjectIndex, OptionIndex>, u64)> {
        let allowed = |ground: &Ground, (subject, option): Choice| {
            ground.subjects[subject as usize]
                .action(option)
                .is_some_and(|action| families.contains(&action.family()))
        };
        loop {
            let new = match self.discover() {
                Discovered::Met => break,
                Discovered::New(new) if new.is_empty() => return None,
                Discovered::New(new) => new,
            };
            for conflict in new {
                if conflict.iter().any(|(subject, option)| self.field.option(*subject) == *option) {
                    continue;
                }
                // The farther option of a subject that is edited already, else the cheapest.
                let price = |(subject, option): &Choice| {
                    let data = &self.ground.subjects[*subject as usize];
                    data.cost(*option).saturating_sub(data.cost(self.field.option(*subject)))
                };
                let best = conflict
                    .iter()
                    .filter(|(subject, option)| {
                        let data = &self.ground.subjects[*subject as usize];
                        allowed(self.ground, (*subject, *option))
                            && (self.field.option(*subject) == 0
                                || data.is_covered_by(self.field.option(*subject), *option))
                    })
                    .min_by_key(|choice| (price(choice), **choice))?;
                self.field.set(self.ground, None, best.0, best.1);
            }
        }
        let mut order: Vec<Choice> = self.field.chosen().into_iter().collect();
        let cost = |ground: &Ground, (subject, option): Choice| {
            ground.subjects[subject as usize].cost(option)
        };
        order.sort_by_key(|choice| std::cmp::Reverse((cost(self.ground, *choice), *choice)));
        for (subject, option) in order {
            self.field.set(self.ground, None, subject, 0);
            if !self.field.violations(self.goal).is_empty() {
                self.field.set(self.ground, None, subject, option);
            }
        }
        let chosen = self.field.chosen();
        let total = chosen.iter().map(|(s, o)| cost(self.ground, (*s, *o))).sum();
        Some((chosen, total))
    }
}
