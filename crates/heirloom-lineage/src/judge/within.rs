// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What follows from each use by itself, inside each whole that holds its user.

use std::collections::{HashMap, VecDeque};

use heirloom_model::{Level, Reading, Tri, Verdict};

use super::{Certainty, Counts, Judge, WholeVerdict};
use crate::{
    cell::{over_readings, weigh},
    graph::{ComponentIndex, RelationIndex},
    solve::{Outbound, Solution},
    uses::Effects,
};

/// One bit for each reading and certainty.
type Reach = u16;

const EVERYWHERE: Reach = 0x1ff;

fn bit(reading: usize, certainty: usize) -> Reach {
    1 << (reading * 3 + certainty)
}

/// A use inside a whole, with what follows from it for the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UseWithin {
    /// The whole, by its place among the verdicts that were given.
    pub whole: usize,
    /// The use.
    pub relation: RelationIndex,
    /// Each reading, in the order of [`Reading::ALL`].
    pub readings: [Verdict; 3],
    /// All of them together.
    pub verdict: Verdict,
}

/// Bounds on uses that are looked at; the work grows with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WithinLimits {
    /// Beyond so many uses, a use is looked at in the first whole that holds it alone, not in each.
    pub max_repeated: usize,
}

impl WithinLimits {
    /// Some seconds at most.
    pub const fn standard() -> WithinLimits {
        WithinLimits { max_repeated: 300_000 }
    }
}

impl Judge<'_> {
    /// Gives each use inside each of these wholes, those that are not delivered among them, in the
    /// order of the wholes. Gives back whether each use was given for every whole that holds it.
    pub fn uses_within(
        &self,
        delivery: usize,
        wholes: &[WholeVerdict],
        limits: WithinLimits,
        each: &mut dyn FnMut(UseWithin),
    ) -> bool {
        let mut walk = Walk {
            judge: self,
            delivery,
            reach: vec![0; self.product.components.len()],
            seen: vec![false; self.product.components.len()],
            known: HashMap::new(),
        };
        let mut n_given = 0;
        let mut complete = true;
        for (place, whole) in wholes.iter().enumerate() {
            let repeats = n_given < limits.max_repeated;
            complete &= repeats || !walk.seen[whole.root as usize];
            let solved = Solved::new(whole);
            walk.known.clear();
            for user in walk.users(whole.root, repeats, &mut complete) {
                let reach = walk.reach[user as usize];
                for relation in self.graph.outgoing(user) {
                    if !walk.is_there(*relation) {
                        continue;
                    }
                    let (readings, verdict) = walk.verdicts(*relation, reach, &solved);
                    n_given += 1;
                    each(UseWithin { whole: place, relation: *relation, readings, verdict });
                }
                walk.reach[user as usize] = 0;
            }
        }
        complete
    }
}

/// The solutions of a whole, with what does not suit them for a quick look.
struct Solved<'w> {
    /// By reading and certainty.
    all: Vec<[(&'w Solution, Vec<u32>); 3]>,
}

impl<'w> Solved<'w> {
    fn new(whole: &'w WholeVerdict) -> Solved<'w> {
        let one = |solution: &'w Solution| {
            let mut misfits: Vec<u32> = match &solution.outbound {
                Outbound::None { misfits, .. } => {
                    misfits.iter().filter_map(|misfit| misfit.number).collect()
                }
                Outbound::Free | Outbound::License { .. } => Vec::new(),
            };
            misfits.sort_unstable();
            (solution, misfits)
        };
        let all =
            whole.readings.iter().map(|read| [0, 1, 2].map(|index| one(&read.solutions[index])));
        Solved { all: all.collect() }
    }
}

struct Walk<'a, 'b> {
    judge: &'a Judge<'b>,
    delivery: usize,
    /// Under which readings and certainties the whole at hand holds a component.
    reach: Vec<Reach>,
    /// The components that some whole was found to hold.
    seen: Vec<bool>,
    /// What follows from uses that come to the same, held so by the whole at hand.
    known: HashMap<(u32, Reach, bool), Verdicts>,
}

/// Each reading, and all of them together.
type Verdicts = ([Verdict; 3], Verdict);

impl Walk<'_, '_> {
    /// The components that a whole holds, with where they are held noted; those that an earlier
    /// whole holds are left out unless told otherwise.
    fn users(
        &mut self,
        root: ComponentIndex,
        repeats: bool,
        complete: &mut bool,
    ) -> Vec<ComponentIndex> {
        let mut users = Vec::new();
        if !repeats && self.seen[root as usize] {
            return users;
        }
        let mut waiting = VecDeque::from([root]);
        self.reach[root as usize] = EVERYWHERE;
        self.seen[root as usize] = true;
        users.push(root);
        while let Some(user) = waiting.pop_front() {
            let reach = self.reach[user as usize];
            for relation in self.judge.graph.outgoing(user) {
                let used = self.judge.graph.edge(*relation).to;
                let new = reach & self.joins(*relation) & !self.reach[used as usize];
                if new == 0 {
                    continue;
                }
                if self.reach[used as usize] == 0 {
                    if !repeats && self.seen[used as usize] {
                        *complete = false;
                        continue;
                    }
                    self.seen[used as usize] = true;
                    users.push(used);
                }
                self.reach[used as usize] |= new;
                waiting.push_back(used);
            }
        }
        users
    }

    /// Where a use makes one work of both.
    fn joins(&self, relation: RelationIndex) -> Reach {
        let state = &self.judge.deliveries[self.delivery];
        let mut reach = 0;
        for reading in 0..Reading::ALL.len() {
            for certainty in Certainty::ALL {
                if state.brings(relation, reading, certainty).all {
                    reach |= bit(reading, certainty as usize);
                }
            }
        }
        reach
    }

    /// Whether a use may exist, delivered or not.
    fn is_there(&self, relation: RelationIndex) -> bool {
        let stated = &self.judge.product.relations[relation as usize];
        match self.judge.deliveries[self.delivery].counts[relation as usize] {
            Counts::Always | Counts::IfPossible => true,
            Counts::Never => !stated.scope.is_delivered() && stated.exists() != Tri::No,
        }
    }

    /// What follows from a use whose user is held so.
    fn verdicts(&mut self, relation: RelationIndex, reach: Reach, solved: &Solved) -> Verdicts {
        let state = &self.judge.deliveries[self.delivery];
        let is_sure = match state.counts[relation as usize] {
            Counts::Always => true,
            Counts::IfPossible => false,
            Counts::Never => return ([Verdict::CLEAR; 3], Verdict::CLEAR),
        };
        let Some(number) = state.uses[relation as usize] else {
            return ([Verdict::CLEAR; 3], Verdict::CLEAR);
        };
        if let Some(known) = self.known.get(&(number, reach, is_sure)) {
            return *known;
        }
        let readings = [0, 1, 2].map(|reading: usize| {
            let [certain, disputed, most] = Certainty::ALL.map(|certainty| {
                if reach & bit(reading, certainty as usize) == 0 {
                    return self.apart(relation, reading, certainty);
                }
                self.effects(relation, reading, certainty, solved)
            });
            weigh(certain, disputed, most)
        });
        let verdicts = (readings, over_readings(readings.iter().copied()));
        self.known.insert((number, reach, is_sure), verdicts);
        verdicts
    }

    /// What follows from a use whose user the whole does not hold: what it asks for by itself,
    /// as it leaves the house all the same.
    fn apart(&self, relation: RelationIndex, reading: usize, certainty: Certainty) -> Effects {
        let state = &self.judge.deliveries[self.delivery];
        let counts = match state.counts[relation as usize] {
            Counts::Always => true,
            Counts::IfPossible => certainty == Certainty::Possible,
            Counts::Never => false,
        };
        let Some(number) = state.uses[relation as usize].filter(|_| counts) else {
            return Effects::NONE;
        };
        let (alternatives, _) = state.table.outcome(number, reading);
        let effects = alternatives.iter().map(|one| match certainty {
            Certainty::Possible => one.apart.most,
            Certainty::Certain | Certainty::Disputed => one.apart.least,
        });
        effects.min().unwrap_or(Effects::NONE)
    }

    fn effects(
        &self,
        relation: RelationIndex,
        reading: usize,
        certainty: Certainty,
        solved: &Solved,
    ) -> Effects {
        let state = &self.judge.deliveries[self.delivery];
        let Some(number) = state.brings(relation, reading, certainty).own else {
            return Effects::NONE;
        };
        let (solution, misfits) = &solved.all[reading][certainty as usize];
        let carried = state.table.carried(number, reading);
        let index = solution.elections.get(&number).copied().unwrap_or(0);
        let Some(taken) = carried.alternatives.get(index) else { return Effects::NONE };
        let span = if carried.joined { taken.joined } else { taken.apart };
        let effects = if certainty == Certainty::Possible { span.most } else { span.least };
        if misfits.binary_search(&number).is_ok() {
            return Effects { level: Level::Conflict, ..effects };
        }
        // What the whole is spared, none of its uses brings.
        Effects { level: effects.level.min(solution.effects.level), ..effects }
    }
}
