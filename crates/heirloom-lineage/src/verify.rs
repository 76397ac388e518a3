// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Replays proofs without the engine that made them.
//!
//! A proof is checked against the product and the license facts alone: each step against the
//! condition of its rule, and the whole against everything that the root carries, followed by hand.
//! Nothing here may use how the engine judges; a test holds that. `docs/proofs.md` states the rules.

mod clause;
mod law;
mod outbound;
mod owed;
mod steps;
mod suit;
mod whole;

use heirloom_model::{Claim, Component, Level, Product, Proof, ProofRule, Reading, Verdict};

use crate::book::LicenseBook;
use clause::Weight;
use steps::EndStep;
use whole::{Settled, Sure, World};

/// As many steps of one kind as a proof has to spell out.
const ENOUGH: usize = 20;

/// Why a step of a proof does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The way to the step: each place among `because`, then `despite`.
    pub path: Vec<usize>,
    /// The rule of the step.
    pub rule: ProofRule,
    /// What is wrong.
    pub why: Box<str>,
}

/// Replays a proof of the verdict on a whole; gives every step that does not stand.
///
/// # Errors
/// What is wrong, in the order of the steps; never empty.
pub fn verify(
    book: &LicenseBook,
    product: &Product,
    delivery: usize,
    proof: &Proof,
) -> Result<(), Vec<Rejection>> {
    replayed(book, product, delivery, proof, Replay::root)
}

/// Replays a proof of a duty; gives every step that does not stand.
///
/// # Errors
/// What is wrong, in the order of the steps; never empty.
pub fn verify_duty(
    book: &LicenseBook,
    product: &Product,
    delivery: usize,
    proof: &Proof,
) -> Result<(), Vec<Rejection>> {
    replayed(book, product, delivery, proof, Replay::owed)
}

fn replayed(
    book: &LicenseBook,
    product: &Product,
    delivery: usize,
    proof: &Proof,
    replay_root: impl FnOnce(&mut Replay, &World<'_>, &Proof),
) -> Result<(), Vec<Rejection>> {
    let mut replay = Replay { rejections: Vec::new(), path: Vec::new() };
    match product.deliveries.get(delivery) {
        Some(delivery) => {
            replay_root(&mut replay, &World::new(book, product, delivery), proof);
        }
        None => replay.reject(proof, "there is no such delivery"),
    }
    if replay.rejections.is_empty() { Ok(()) } else { Err(replay.rejections) }
}

/// The steps that were rejected, and where we are.
struct Replay {
    rejections: Vec<Rejection>,
    path: Vec<usize>,
}

impl Replay {
    fn reject(&mut self, step: &Proof, why: impl Into<Box<str>>) {
        let path = self.path.clone();
        self.rejections.push(Rejection { path, rule: step.rule, why: why.into() });
    }

    /// Rejects a step unless something holds.
    fn hold(&mut self, step: &Proof, holds: bool, why: &str) {
        if !holds {
            self.reject(step, why);
        }
    }

    /// Looks at the `index`th step below.
    fn at(&mut self, index: usize, look: impl FnOnce(&mut Replay)) {
        self.path.push(index);
        look(self);
        self.path.pop();
    }

    /// A step has nothing but its premises.
    fn bare(&mut self, step: &Proof) {
        let bare = step.terms.is_empty() && step.evidence.is_empty();
        self.hold(step, bare, "it rests on no terms and no evidence of its own");
    }

    fn root(&mut self, world: &World, proof: &Proof) {
        let Claim::Verdict { whole, reading: None, verdict } = &proof.claim else {
            return self.reject(proof, "a proof ends with a verdict over all readings");
        };
        self.bare(proof);
        self.hold(proof, proof.rule == ProofRule::Readings, "its rule is `readings`");
        self.hold(proof, proof.despite.is_empty(), "nothing stands against readings");
        let Some(root) = world.component(whole) else {
            return self.reject(proof, "the product has no such whole");
        };
        let mut verdicts = Vec::new();
        for (index, step) in proof.because.iter().enumerate() {
            match (&step.claim, Reading::ALL.get(index)) {
                (Claim::Verdict { reading: Some(reading), verdict, .. }, Some(wanted))
                    if reading == wanted =>
                {
                    verdicts.push(*verdict);
                    self.at(index, |replay| replay.under_reading(world, root, *reading, step));
                }
                _ => self.at(index, |replay| replay.reject(step, "not the next reading's verdict")),
            }
        }
        self.hold(proof, verdicts.len() == Reading::ALL.len(), "a reading is missing");
        let agreed = over_readings(&verdicts);
        self.hold(proof, *verdict == agreed, "the verdict is not that of its readings together");
    }

    fn under_reading(&mut self, world: &World, root: &Component, reading: Reading, proof: &Proof) {
        let Claim::Verdict { whole, verdict, .. } = &proof.claim else { return };
        self.bare(proof);
        self.hold(proof, *whole == root.id, "the verdict is on another whole");
        self.hold(proof, proof.despite.is_empty(), "its ends say what stands against it");
        let rule = match verdict.level {
            Level::Clear => ProofRule::NothingMore,
            _ => ProofRule::Heaviest,
        };
        self.hold(proof, proof.rule == rule, "the rule does not go with the level");
        let delivered =
            Claim::Delivered { name: world.delivery.name.clone(), kind: world.delivery.kind };
        let leaf = Proof::new(ProofRule::Delivery, delivered);
        self.hold(proof, proof.because.first() == Some(&leaf), "it has to say how it is delivered");
        let mut steps = proof.because.iter().enumerate().skip(1).peekable();
        let mut weights: Vec<Weight> = Vec::new();
        let ends = [
            (Sure::Certain, ProofRule::Certain),
            (Sure::Disputed, ProofRule::Disputed),
            (Sure::Possible, ProofRule::Possible),
        ];
        for (sure, rule) in ends {
            let end = EndStep::new(world, root, reading, sure);
            let weight = match steps.next_if(|(_, step)| step.rule == rule) {
                Some((index, step)) => {
                    let mut weight = None;
                    self.at(index, |replay| weight = replay.end(&end, step));
                    weight
                }
                // A missing end is as the one before.
                None => weights.last().copied().filter(|before| end.can_weigh(*before)),
            };
            match weight {
                Some(weight) => weights.push(weight),
                None => return self.reject(proof, format!("`{}` does not follow", rule.name())),
            }
        }
        if let Some((index, step)) = steps.next() {
            self.at(index, |replay| replay.reject(step, "it follows nothing"));
        }
        let [certain, disputed, most] = weights[..] else { return };
        let weighed = weighed(certain, disputed, most);
        self.hold(proof, *verdict == weighed, "the verdict is not what its ends come to");
    }
}

/// The verdict of three answers: certain, if disputes go against the user, and at most. Duties are
/// owed for what is delivered, whatever a dispute makes of who is one work with whom.
fn weighed(certain: Weight, disputed: Weight, most: Weight) -> Verdict {
    let level = match disputed.level {
        owed if owed <= Level::ReplaceabilityRequired => certain.level.max(owed),
        more if more > certain.level && certain.level < Level::Contested => Level::Contested,
        _ => certain.level,
    };
    let unknown =
        most.level > disputed.level || most.source != disputed.source || most.weak || disputed.weak;
    Verdict { level, source_to_users: disputed.source, interface_note: disputed.note, unknown }
}

/// The verdict of readings: what all say, else contested, unless even the lightest is heavier, or the
/// heaviest asks for no more than duties.
fn over_readings(verdicts: &[Verdict]) -> Verdict {
    let mut levels: Vec<Level> = verdicts.iter().map(|verdict| verdict.level).collect();
    levels.sort_unstable();
    let (Some(light), Some(heavy)) = (levels.first(), levels.last()) else {
        return Verdict::CLEAR;
    };
    let any = |of: fn(&Verdict) -> bool| verdicts.iter().any(of);
    Verdict {
        level: match heavy {
            one if one == light || *one < Level::Contested => *one,
            _ => Level::Contested.max(*light),
        },
        source_to_users: any(|one| one.source_to_users),
        interface_note: any(|one| one.interface_note),
        unknown: any(|one| one.unknown),
    }
}

impl<'w, 'a> EndStep<'w, 'a> {
    fn new(
        world: &'w World<'a>,
        root: &'a Component,
        reading: Reading,
        sure: Sure,
    ) -> EndStep<'w, 'a> {
        let carried = world.carried(&root.id, reading, sure);
        let settled = world.settle(root, &carried, sure.bound());
        let itself = world.owed_itself(root, sure.bound());
        EndStep { world, root, reading, sure, carried, settled, itself }
    }

    /// A way out's weight, with what the root owes by itself.
    fn weight(&self, settled: &Settled) -> Weight {
        let itself = if self.itself.is_empty() { Level::Clear } else { Level::DutiesOnly };
        settled.weight.and(Weight::level(itself))
    }

    fn can_weigh(&self, weight: Weight) -> bool {
        self.settled.iter().any(|settled| self.weight(settled) == weight)
    }
}

#[cfg(test)]
mod tests;
