// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What makes a whole's verdict what it is.

use std::cmp::Reverse;

use heirloom_model::{Cause, Level};

use super::{telling, use_ref};
use crate::{
    graph::{ComponentIndex, RelationIndex},
    judge::{Certainty, Judge, ReadWhole},
    solve::Outbound,
    uses::Alternative,
};

/// A carried use with the way to it.
#[derive(Clone, Debug)]
pub(super) struct CarriedCause {
    /// The relations from the whole to the component.
    pub(super) way: Vec<RelationIndex>,
    /// How much follows.
    pub(super) level: Level,
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

/// The carried things that weigh most, the heaviest first; for a conflict what claims the whole and
/// what does not suit it.
pub(super) fn causes(
    judge: &Judge,
    delivery: usize,
    root: ComponentIndex,
    read: &ReadWhole,
    max: usize,
) -> Vec<CarriedCause> {
    let (certainty, solution) = telling(read);
    let misfits: Vec<u32> = match &solution.outbound {
        Outbound::None { misfits, .. } => misfits.iter().filter_map(|one| one.number).collect(),
        _ => Vec::new(),
    };
    let mut found: Vec<(Level, bool, u32, Alternative)> = judge
        .carried(delivery, root, read.reading, certainty)
        .into_iter()
        .filter_map(|(number, joined, alternatives)| {
            let index = solution.elections.get(&number).copied().unwrap_or(0);
            let taken = alternatives.get(index)?.clone();
            let span = if joined { taken.joined } else { taken.apart };
            let effects = if certainty == Certainty::Possible { span.most } else { span.least };
            let level = if misfits.contains(&number) { Level::Conflict } else { effects.level };
            Some((level, joined, number, taken))
        })
        .collect();
    found.sort_by_key(|(level, _, number, _)| (Reverse(*level), *number));
    let heaviest = found.first().map_or(Level::Clear, |(level, ..)| *level);
    // What weighs least is no cause where something weighs more; a conflict has two sides.
    let least = match heaviest {
        Level::Conflict => Level::InheritsWhole,
        other => other,
    };
    found
        .into_iter()
        .filter(|(level, ..)| *level >= least && *level > Level::Clear)
        .take(max)
        .filter_map(|(level, joined, number, taken)| {
            let way = judge.way_to(delivery, root, read.reading, certainty, number)?;
            Some(CarriedCause { way, level, taken, joined })
        })
        .collect()
}
