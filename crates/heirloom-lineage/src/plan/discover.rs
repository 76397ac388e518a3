// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Why a whole misses the goal: a small set of subjects, one of which must change.
//!
//! The ways by which the whole carries what troubles it are judged as a product of their own. What
//! is not needed for the trouble is left out of it, and options that do not help are told apart
//! from those that do. Both rest on one property, which is tested: whoever carries less, or more
//! loosely, is never worse off.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Goal,
    field::{Field, Ground, PartMap},
    hitting::{Conflict, OptionIndex, SubjectIndex},
};
use crate::{
    book::LicenseBook,
    graph::{ComponentIndex, RelationIndex},
    join::{Nearness, nearness},
    judge::Certainty,
};

/// More combinations of options that do not help are not tried.
const MOST_COMBINATIONS: usize = 16;

/// Finds the conflicts of a whole that share no relation, until none is left; the field comes back
/// as it was.
pub(super) fn conflicts(
    book: &LicenseBook,
    ground: &Ground,
    field: &mut Field,
    goal: &Goal,
    (delivery, whole): (usize, ComponentIndex),
) -> Vec<Conflict> {
    let mut found = Vec::new();
    let mut before: Vec<(SubjectIndex, OptionIndex)> = Vec::new();
    while field.misses(goal, delivery, whole) {
        let conflict = conflict(book, ground, field, goal, (delivery, whole));
        let subjects: BTreeSet<SubjectIndex> =
            conflict.iter().map(|(subject, _)| *subject).collect();
        found.push(conflict);
        let n_before = before.len();
        for subject in subjects {
            if let Some(drop) = ground.subjects[subject as usize].drop_option() {
                before.push((subject, field.set(ground, None, subject, drop)));
            }
        }
        if before.len() == n_before {
            break;
        }
    }
    for (subject, option) in before.into_iter().rev() {
        field.set(ground, None, subject, option);
    }
    found
}

fn conflict(
    book: &LicenseBook,
    ground: &Ground,
    field: &Field,
    goal: &Goal,
    (delivery, whole): (usize, ComponentIndex),
) -> Conflict {
    let mut relations = along(ground, field, delivery, whole);
    for certainty in [Certainty::Certain, Certainty::Disputed, Certainty::Possible] {
        for reading in goal.readings {
            for (_, way) in field.judge.ways(delivery, whole, *reading, certainty) {
                relations.extend(way);
            }
        }
        if let Some(mut part) = Part::new(book, ground, field, goal, delivery, &relations) {
            part.shrink();
            return part.widen();
        }
    }
    // What else the whole may use: everything.
    let all = (0..).take(ground.product.relations.len()).collect();
    match Part::new(book, ground, field, goal, delivery, &all) {
        Some(mut part) => {
            part.shrink();
            part.widen()
        }
        None => Vec::new(),
    }
}

/// What makes the whole one of its own, and part of the delivery.
fn along(
    ground: &Ground,
    field: &Field,
    delivery: usize,
    whole: ComponentIndex,
) -> BTreeSet<RelationIndex> {
    let mut relations: BTreeSet<RelationIndex> =
        field.judge.way_along(delivery, whole).into_iter().collect();
    let holds = |index: &&RelationIndex| {
        let relation = &field.judge.product().relations[**index as usize];
        relation.scope.is_delivered() && nearness(relation.kind) == Nearness::Inside
    };
    if !relations.is_empty() {
        relations.extend(field.judge.outgoing(whole).iter().find(holds));
    }
    debug_assert!(relations.iter().all(|index| (*index as usize) < ground.product.relations.len()));
    relations
}

/// A part of the product that misses the goal by itself.
struct Part<'a, 'b> {
    ground: &'a Ground,
    goal: &'a Goal<'a>,
    field: Field<'b>,
    map: PartMap,
    /// The options that do not help, for each subject that is needed: the farthest of them.
    needed: BTreeMap<SubjectIndex, Vec<OptionIndex>>,
}

impl<'a, 'b> Part<'a, 'b> {
    /// Takes relations with the options their subjects are at; `None` if they meet the goal.
    fn new(
        book: &'b LicenseBook,
        ground: &'a Ground,
        field: &Field,
        goal: &'a Goal<'a>,
        delivery: usize,
        relations: &BTreeSet<RelationIndex>,
    ) -> Option<Part<'a, 'b>> {
        let mut subjects: BTreeSet<SubjectIndex> = BTreeSet::new();
        let mut all = BTreeSet::new();
        for relation in relations {
            let subject = ground.of_relation.get(relation);
            subjects.extend(subject);
            match subject.map(|subject| &ground.subjects[*subject as usize]) {
                // One of many alike is enough, with those that stand in for it.
                Some(subject) if subject.is_single() => all.extend(&subject.relations),
                _ => {
                    all.insert(*relation);
                }
            }
        }
        let (mut own, map) = Field::part(book, ground, delivery, &all);
        for component in map.components.keys() {
            subjects.extend(ground.of_component.get(component));
        }
        let mut needed = BTreeMap::new();
        for subject in subjects {
            let option = field.option(subject);
            own.set(ground, Some(&map), subject, option);
            needed.insert(subject, vec![option]);
        }
        let part = Part { ground, goal, field: own, map, needed };
        part.misses().then_some(part)
    }

    fn misses(&self) -> bool {
        !self.field.violations(self.goal).is_empty()
    }

    fn set(&mut self, subject: SubjectIndex, option: OptionIndex) -> OptionIndex {
        self.field.set(self.ground, Some(&self.map), subject, option)
    }

    /// Leaves out what is not needed, in ever smaller pieces.
    fn shrink(&mut self) {
        let mut candidates: Vec<(SubjectIndex, OptionIndex)> = self
            .needed
            .keys()
            .filter_map(|subject| {
                Some((*subject, self.ground.subjects[*subject as usize].drop_option()?))
            })
            .collect();
        let mut size = candidates.len().div_ceil(2);
        while size > 0 {
            let mut kept = Vec::new();
            for piece in candidates.chunks(size) {
                let before: Vec<OptionIndex> =
                    piece.iter().map(|(subject, drop)| self.set(*subject, *drop)).collect();
                if self.misses() {
                    for (subject, _) in piece {
                        self.needed.remove(subject);
                    }
                } else {
                    for ((subject, _), option) in piece.iter().zip(before) {
                        self.set(*subject, option);
                    }
                    kept.extend_from_slice(piece);
                }
            }
            candidates = kept;
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
    }

    /// Tells the options that help from those that do not.
    fn widen(mut self) -> Conflict {
        let used: BTreeSet<ComponentIndex> = self
            .needed
            .keys()
            .flat_map(|subject| &self.ground.subjects[*subject as usize].relations)
            .filter(|relation| self.map.relations.contains_key(relation))
            .filter_map(|relation| {
                self.ground.place(&self.ground.product.relations[*relation as usize].to)
            })
            .collect();
        self.needed.retain(|subject, _| {
            self.ground.subjects[*subject as usize].component.is_none_or(|one| used.contains(&one))
        });
        let subjects: Vec<SubjectIndex> = self.needed.keys().copied().collect();
        for subject in &subjects {
            for option in 0..self.ground.subjects[*subject as usize].n_options() {
                self.try_option(*subject, option);
            }
        }
        let mut conflict = Conflict::new();
        for (subject, useless) in &self.needed {
            let data = &self.ground.subjects[*subject as usize];
            let helps =
                |option: &OptionIndex| !useless.iter().any(|far| data.is_covered_by(*option, *far));
            conflict.extend((0..data.n_options()).filter(helps).map(|option| (*subject, option)));
        }
        conflict
    }

    /// Notes an option that does not help, whatever the others are at.
    fn try_option(&mut self, subject: SubjectIndex, option: OptionIndex) {
        let data = &self.ground.subjects[subject as usize];
        if self.needed[&subject].iter().any(|far| data.is_covered_by(option, *far)) {
            return;
        }
        let others: Vec<(SubjectIndex, Vec<OptionIndex>)> = self
            .needed
            .iter()
            .filter(|(other, useless)| **other != subject && useless.len() > 1)
            .map(|(other, useless)| (*other, useless.clone()))
            .collect();
        let n: usize = others.iter().map(|(_, useless)| useless.len()).product();
        if n > MOST_COMBINATIONS {
            return;
        }
        let before = self.set(subject, option);
        let helps_never = (0..n).all(|mut code| {
            for (other, useless) in &others {
                self.set(*other, useless[code % useless.len()]);
                code /= useless.len();
            }
            self.misses()
        });
        let useless = self.needed.get_mut(&subject).expect("it is needed");
        if helps_never {
            let data = &self.ground.subjects[subject as usize];
            useless.retain(|near| !data.is_covered_by(*near, option));
            useless.push(option);
        } else {
            self.set(subject, before);
        }
    }
}
