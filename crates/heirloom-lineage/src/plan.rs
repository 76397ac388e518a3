// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Remedies: the cheapest sets of edits that free a product, found by judging it again.
//!
//! A remedy is an edit of the graph, never canned advice: every plan was made on the product and
//! its verdicts are those of [`Judge`]. There are three families, remove (剔除), separate (分開) and
//! intermediary (中介); see [`heirloom_model::Action`]. What plans may cost is the caller's, see
//! [`Costs`]; so is which licenses holders offer and which components could take another's place,
//! see [`Offers`].

mod costs;
mod discover;
mod edit;
mod field;
mod hitting;
mod report;
mod risk;
mod search;
mod what_if;

use heirloom_model::{Edit, Family, Level, Owner, Plan, Plans, Reading, WholeChange};

use crate::{
    graph::ComponentIndex,
    judge::{Judge, ReadWhole, WholeVerdict},
};

pub use costs::Costs;
pub use edit::{Undo, actions, apply};
pub use field::Offers;
pub use risk::{refused, residual_risks};
pub use what_if::{EditError, parse_edits, what_if};

use field::{Field, Ground};
use search::{Found, Search};

/// What a policy says of a whole of a delivery: whether it may leave the house.
///
/// It has to accept whatever is lighter than what it accepts. Parts of the product are judged by
/// themselves too, so it should know components by their identities, not their places.
pub type Accepts<'a> = dyn Fn(&Judge, usize, &WholeVerdict) -> bool + 'a;

/// When a product is free.
#[derive(Clone, Copy)]
pub struct Goal<'a> {
    /// The readings that count.
    pub readings: &'a [Reading],
    /// The heaviest level that a whole of our own may have under them; conflicts never pass. Below
    /// contested it is what may follow where disputes are lost.
    pub most: Level,
    /// What else has to hold.
    pub accepts: Option<&'a Accepts<'a>>,
}

impl Goal<'_> {
    /// No conflict under any reading.
    pub const NO_CONFLICT: Goal<'static> =
        Goal { readings: Reading::ALL, most: Level::InheritsWhole, accepts: None };

    fn is_met(&self, judge: &Judge, delivery: usize, whole: &WholeVerdict) -> bool {
        let own = judge.product().components[whole.root as usize].owner == Owner::Own;
        // Below contested, what follows counts as if disputes were lost: whether duties follow may be
        // open where both answers are light enough.
        let fits = |read: &ReadWhole| match read.verdict.level {
            Level::Conflict => false,
            _ if !own => true,
            _ if self.most < Level::Contested => read.solutions[1].effects.level <= self.most,
            level => level <= self.most,
        };
        whole.readings.iter().filter(|read| self.readings.contains(&read.reading)).all(fits)
            && self.accepts.is_none_or(|accepts| accepts(judge, delivery, whole))
    }
}

/// How long to search; by counts and not by the clock, so that the same question has one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Nodes of branch and bound, for each mix of families.
    pub nodes: u64,
    /// Rounds of finding conflicts, for each mix of families.
    pub rounds: u32,
    /// Plans to give.
    pub plans: usize,
}

impl Limits {
    /// Seconds for a thousand edges in conflict.
    pub const STANDARD: Limits = Limits { nodes: 100_000, rounds: 300, plans: 4 };
}

/// Finds plans under which every whole meets the goal: the cheapest of all, and those of the
/// families by themselves and in pairs.
pub fn plan(judge: &Judge, goal: &Goal, offers: &Offers, costs: &Costs, limits: Limits) -> Plans {
    let (mut field, ground) = Field::new(judge, offers, costs);
    let before = report::all_verdicts(&field.judge);
    let mut plans = Plans { refused: refused(judge.product()), ..Plans::default() };
    for (delivery, root) in field.violations(goal) {
        let product = field.judge.product();
        plans.missing.push(WholeChange {
            delivery: product.deliveries[delivery].name.clone(),
            whole: product.components[root as usize].id.clone(),
            before: before.get(&(delivery, root)).cloned(),
            after: None,
        });
    }
    if plans.missing.is_empty() {
        return plans;
    }
    let mut search = Search::new(judge.book(), &ground, &mut field, goal, limits);
    let mut found: Vec<(Vec<Family>, Found)> = Vec::new();
    for families in mixes().into_iter().take(if limits.plans == 1 { 1 } else { usize::MAX }) {
        let Some(one) = search.cheapest(&families) else { continue };
        if found.iter().all(|(_, known)| known.chosen != one.chosen) {
            found.push((families, one));
        }
    }
    found.sort_by_key(|(families, one)| (one.cost, families.len()));
    found.truncate(limits.plans);
    for (families, one) in found {
        field.set_all(&ground, &one.chosen);
        let after = report::all_verdicts(&field.judge);
        plans.plans.push(described(&ground, &field, families, &one, &before, &after));
    }
    plans
}

/// The wholes that miss the goal as the product is, by delivery.
pub fn missing(judge: &Judge, goal: &Goal) -> Vec<(usize, ComponentIndex)> {
    let deliveries = 0..judge.product().deliveries.len();
    deliveries
        .flat_map(|delivery| {
            let wholes = judge.verdicts(delivery).into_iter();
            wholes
                .filter(|whole| !goal.is_met(judge, delivery, whole))
                .map(|whole| (delivery, whole.root))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// All families, each by itself, and pairs.
fn mixes() -> Vec<Vec<Family>> {
    use Family::{Intermediary, Remove, Separate};
    vec![
        Family::ALL.to_vec(),
        vec![Remove],
        vec![Separate],
        vec![Intermediary],
        vec![Remove, Separate],
        vec![Separate, Intermediary],
        vec![Remove, Intermediary],
    ]
}

fn described(
    ground: &Ground,
    field: &Field,
    families: Vec<Family>,
    found: &Found,
    before: &report::AllVerdicts,
    after: &report::AllVerdicts,
) -> Plan {
    let mut edits: Vec<Edit> = found
        .chosen
        .iter()
        .filter_map(|(subject, option)| {
            let choice = option.checked_sub(1)?;
            Some(&ground.subjects[*subject as usize].choices[choice as usize])
        })
        .flat_map(|choice| choice.edits.iter().cloned())
        .collect();
    edits.sort_by(|a, b| a.subject.cmp(&b.subject));
    let mut risks = Vec::new();
    let mut new_owners = Vec::new();
    for (index, edit) in edits.iter().enumerate() {
        risks.extend(residual_risks(edit).into_iter().map(|risk| (index, risk)));
        new_owners.extend(risk::new_owners(edit, &field.judge));
    }
    new_owners.sort();
    new_owners.dedup();
    Plan {
        families,
        edits,
        cost: found.cost,
        bound: found.bound,
        changes: report::changes(&field.judge, before, after),
        risks,
        new_owners,
    }
}

#[cfg(test)]
mod tests;
