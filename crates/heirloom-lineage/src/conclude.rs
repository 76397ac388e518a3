// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From verdicts to what people read: causes, duties, questions and proofs.

mod asked;
mod beside;
mod causes;
mod duties;
mod endings;
mod open;
mod proofs;
mod questions;
mod reach;

use std::sync::Arc;

use heirloom_model::{
    ComponentId, DeliveryConclusion, Level, Owner, ReadConclusion, Reading, TermRef, UseRef,
    WholeConclusion,
};

use crate::{
    book::Term,
    court::Courts,
    graph::{ComponentIndex, RelationIndex},
    judge::{Certainty, Judge, ReadWhole, WholeVerdict},
    solve::{Outbound, Solution},
};

pub use asked::{Consequence, answers, question_id};
use duties::Burdens;
pub use duties::{all_duties, duties_within, licenses_taken};
pub use endings::endings_of;
pub use proofs::{component_named, prove, prove_duties, prove_duty};

/// Bounds on what is listed; what is judged knows none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConcludeLimits {
    /// Causes listed for a whole under a reading.
    pub max_causes: usize,
    /// Questions whose answers are tried.
    pub max_questions: usize,
}

impl ConcludeLimits {
    /// As many as somebody reads.
    pub const fn standard() -> ConcludeLimits {
        ConcludeLimits { max_causes: 20, max_questions: 50 }
    }
}

/// Concludes what follows for a delivery.
///
/// The judge is the same afterward: to weigh questions, their answers are tried and taken back.
pub fn conclude(judge: &mut Judge, delivery: usize, limits: &ConcludeLimits) -> DeliveryConclusion {
    let verdicts = judge.verdicts(delivery);
    let Burdens { duties, open, prohibitions } = duties::burdens(judge, delivery, &verdicts);
    let endings = endings::endings(judge, &verdicts, &duties);
    let mut questions = questions::questions(judge, delivery, &verdicts, open, limits);
    for question in &mut questions {
        question.id = question_id(&judge.product().deliveries[delivery].name, question);
    }
    let mut wholes: Vec<WholeConclusion> =
        verdicts.iter().map(|whole| whole_conclusion(judge, delivery, whole, limits)).collect();
    beside::fill(judge, &mut wholes);
    let courts = Courts::built_in().expect("a test reads the decisions");
    wholes.iter_mut().filter(|whole| whole.own).for_each(|whole| courts.tell(whole));
    wholes.sort_by(|a, b| {
        let key = |whole: &WholeConclusion| (whole.own, whole.verdict);
        key(b).cmp(&key(a)).then_with(|| a.root.cmp(&b.root))
    });
    let delivery = &judge.product().deliveries[delivery];
    DeliveryConclusion {
        name: Arc::clone(&delivery.name),
        kind: delivery.kind,
        wholes,
        duties,
        prohibitions,
        endings,
        questions,
    }
}

fn whole_conclusion(
    judge: &Judge,
    delivery: usize,
    whole: &WholeVerdict,
    limits: &ConcludeLimits,
) -> WholeConclusion {
    let component = &judge.product().components[whole.root as usize];
    let readings = whole
        .readings
        .iter()
        .map(|read| {
            let solution = telling(read).1;
            ReadConclusion {
                reading: read.reading,
                verdict: read.verdict,
                outbound: outbound(solution),
                causes: causes::causes(judge, delivery, whole.root, read, limits.max_causes)
                    .into_iter()
                    .map(|cause| cause.shown(judge))
                    .collect(),
            }
        })
        .collect();
    WholeConclusion {
        id: conclusion_id(judge, delivery, whole.root),
        root: component.id.clone(),
        alike: component.alike.clone(),
        own: component.owner == Owner::Own,
        verdict: whole.verdict,
        readings,
        beside: None,
        courts: Vec::new(),
    }
}

/// The solution that a verdict speaks of: what is certain, or what could be if that is what makes
/// it contested or unknown.
fn telling(read: &ReadWhole) -> (Certainty, &Solution) {
    let of = |certainty: Certainty| read.solutions[certainty as usize].effects.level;
    let heavier = of(Certainty::Disputed) > of(Certainty::Certain);
    let certainty =
        if heavier && read.verdict.level >= of(Certainty::Disputed).min(Level::Contested) {
            Certainty::Disputed
        } else if read.verdict.unknown && read.verdict.level == Level::Clear {
            Certainty::Possible
        } else {
            Certainty::Certain
        };
    (certainty, &read.solutions[certainty as usize])
}

fn outbound(solution: &Solution) -> Option<Arc<str>> {
    match &solution.outbound {
        Outbound::License { id, exception: None } => Some(id.as_str().into()),
        Outbound::License { id, exception: Some(exception) } => {
            Some(format!("{} WITH {}", id.as_str(), exception.as_str()).into())
        }
        Outbound::Free | Outbound::None { .. } => None,
    }
}

/// The whole of a delivery with this short name.
pub fn find(judge: &Judge, id: &str) -> Option<(usize, ComponentIndex)> {
    (0..judge.product().deliveries.len()).find_map(|delivery| {
        judge
            .wholes(delivery)
            .find(|root| *conclusion_id(judge, delivery, *root) == *id)
            .map(|root| (delivery, root))
    })
}

/// A short name for a whole of a delivery.
pub fn conclusion_id(judge: &Judge, delivery: usize, root: ComponentIndex) -> Arc<str> {
    let delivery = &judge.product().deliveries[delivery].name;
    short_name(&[delivery, judge.product().components[root as usize].id.as_str()])
}

/// A short name made of longer ones (FNV-1a; Fowler, Noll, Vo, 1991).
pub fn short_name(parts: &[&str]) -> Arc<str> {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            hash = step(hash, 0);
        }
        hash = part.bytes().fold(hash, step);
    }
    (0..8)
        .map(|index| char::from(ALPHABET[(hash >> (index * 5)) as usize & 31]))
        .collect::<String>()
        .into()
}

/// A use as proofs name it.
fn use_ref(judge: &Judge, relation: RelationIndex) -> UseRef {
    let relation = &judge.product().relations[relation as usize];
    UseRef { from: relation.from.clone(), kind: relation.kind, to: relation.to.clone() }
}

fn term_ref(term: &Term) -> TermRef {
    TermRef {
        id: term.id.as_str().into(),
        clause: Arc::clone(&term.clause),
        reviewed: term.reviewed,
    }
}

fn id_of(judge: &Judge, index: ComponentIndex) -> ComponentId {
    judge.product().components[index as usize].id.clone()
}

/// The readings by their place in [`Reading::ALL`].
fn reading(index: usize) -> Reading {
    Reading::ALL[index]
}

#[cfg(test)]
mod tests;
