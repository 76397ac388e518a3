// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What makes a whole's verdict what it is.

use std::cmp::Reverse;

use heirloom_model::{Cause, Level, LicenseTerm, Reading};

use super::{telling, use_ref};
use crate::{
    graph::{ComponentIndex, RelationIndex},
    judge::{Certainty, Judge, ReadWhole},
    solve::{Outbound, Solution},
    uses::{Alternative, Effects},
};

/// A carried use with the way to it.
#[derive(Clone, Debug)]
pub(super) struct CarriedCause {
    /// The relations from the whole to the component.
    pub(super) way: Vec<RelationIndex>,
    /// How much follows.
    pub(super) level: Level,
    /// What follows from the licenses taken, by themselves.
    pub(super) effects: Effects,
    /// The licenses taken.
    pub(super) taken: Alternative,
    /// Whether it is one work with the whole.
    pub(super) joined: bool,
}

impl CarriedCause {
    pub(super) fn shown(&self, judge: &Judge) -> Cause {
        let last = *self.way.last().expect("a way has a relation");
        let to = &judge.product().relations[last as usize].to;
        let used = judge.component(to).expect("relations on a way have both ends");
        Cause {
            way: self.way.iter().map(|relation| use_ref(judge, *relation)).collect(),
            license: judge.product().components[used as usize].license.effective().cloned(),
            level: self.level,
        }
    }
}

/// What a whole carries under one reading and certainty, with what was taken of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct End<'a, 'b> {
    pub(super) judge: &'a Judge<'b>,
    pub(super) delivery: usize,
    pub(super) root: ComponentIndex,
    pub(super) reading: Reading,
    pub(super) certainty: Certainty,
    pub(super) solution: &'a Solution,
}

/// A carried thing before the way to it was looked for.
struct Found {
    number: u32,
    level: Level,
    effects: Effects,
    taken: Alternative,
    joined: bool,
}

impl End<'_, '_> {
    /// Everything carried, the heaviest first.
    fn found(&self) -> Vec<Found> {
        let misfits: Vec<u32> = match &self.solution.outbound {
            // What nobody knows is not known to stand against anything.
            Outbound::None { misfits, .. } => misfits
                .iter()
                .filter(|one| one.part.is_some())
                .filter_map(|one| one.number)
                .collect(),
            _ => Vec::new(),
        };
        let mut found: Vec<Found> = self
            .judge
            .carried(self.delivery, self.root, self.reading, self.certainty)
            .into_iter()
            .filter_map(|(number, joined, alternatives)| {
                let index = self.solution.elections.get(&number).copied().unwrap_or(0);
                let taken = alternatives.get(index)?.clone();
                let span = if joined { taken.joined } else { taken.apart };
                let effects = self.certainty.end().of(span);
                let level = if misfits.contains(&number) { Level::Conflict } else { effects.level };
                Some(Found { number, level, effects, taken, joined })
            })
            .collect();
        found.sort_by_key(|one| (Reverse(one.level), one.number));
        found
    }

    /// Those to which there is a way, with it.
    fn with_ways(&self, found: Vec<Found>) -> Vec<CarriedCause> {
        let End { judge, delivery, root, reading, certainty, .. } = *self;
        let numbers: Vec<u32> = found.iter().map(|one| one.number).collect();
        let mut ways = judge.ways_to(delivery, root, reading, certainty, &numbers);
        let with_way = |one: Found| {
            let Found { number, level, effects, taken, joined } = one;
            let way = ways.remove(&number)?;
            Some(CarriedCause { way, level, effects, taken, joined })
        };
        found.into_iter().filter_map(with_way).collect()
    }

    /// The carried things that weigh most, the heaviest first; for a conflict what claims the whole
    /// and what does not suit it.
    pub(super) fn heaviest(&self, max: usize) -> Vec<CarriedCause> {
        let found = self.found();
        // What weighs least is no cause where something weighs more; a conflict has two sides.
        let least = match found.first().map_or(Level::Clear, |one| one.level) {
            Level::Conflict => Level::InheritsWhole,
            other => other,
        };
        let heavy = |one: &Found| one.level >= least && one.level > Level::Clear;
        self.with_ways(found.into_iter().filter(heavy).take(max).collect())
    }

    /// The heaviest, and one for each thing beside the level that none of them brings.
    pub(super) fn supporting(&self, max: usize) -> Vec<CarriedCause> {
        let mut causes = self.heaviest(max);
        let beside: [fn(&Effects) -> bool; 2] =
            [|one| one.source_to_users, |one| one.interface_note];
        for brings in beside {
            if !causes.iter().any(|cause| brings(&cause.effects))
                && let Some(found) = self.found().into_iter().find(|one| brings(&one.effects))
            {
                causes.extend(self.with_ways(vec![found]));
            }
        }
        causes
    }

    /// What is one work with the whole, by its number, with the licenses taken.
    pub(super) fn carried(&self) -> Vec<(u32, Vec<LicenseTerm>)> {
        let joined = self.found().into_iter().filter(|one| one.joined);
        joined.map(|one| (one.number, one.taken.terms)).collect()
    }

    /// What is one work with the whole and not nothing: the licenses taken, each with a way to it.
    pub(super) fn claims(&self) -> Vec<CarriedCause> {
        let found = self.found().into_iter();
        let claims = found.filter(|one| one.joined && one.effects.level > Level::Clear);
        self.with_ways(claims.collect())
    }
}

/// The carried things that weigh most in what a verdict speaks of.
pub(super) fn causes(
    judge: &Judge,
    delivery: usize,
    root: ComponentIndex,
    read: &ReadWhole,
    max: usize,
) -> Vec<CarriedCause> {
    let (certainty, solution) = telling(read);
    let end = End { judge, delivery, root, reading: read.reading, certainty, solution };
    let mut causes = end.heaviest(max);
    // A whole that its own license claims is so by nothing that it carries.
    if read.verdict.level == Level::InheritsWhole {
        causes.retain(|cause| cause.level >= Level::InheritsWhole);
    }
    causes
}
