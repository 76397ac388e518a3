// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What nobody knows that terms ask about, and of whom to ask it.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{
    DeliveryKind, DutyKind, Evidence, FactKind, Facts, QuestionSubject, Reading, RelationKind,
    Statement, Tri,
};

use super::{id_of, use_ref};
use crate::{
    book::{Guard, GuardSubject, Lift},
    graph::{ComponentIndex, RelationIndex},
    join::nearness,
    judge::Judge,
    uses::{self, Situation},
};

/// Something to ask, before its answers were tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Candidate {
    /// A fact about a use.
    Fact(RelationIndex, FactKind),
    /// Whether a use is there.
    Existence(RelationIndex),
    /// The license of a component.
    License(ComponentIndex),
    /// Whether a component was changed.
    Modified(ComponentIndex),
    /// A fact about a component.
    Component(ComponentIndex, FactKind),
    /// A fact about the delivery.
    Delivery(FactKind),
}

/// The duties that are owed or not by an answer.
pub(super) type OpenDuties = BTreeMap<Candidate, BTreeSet<DutyKind>>;

impl Candidate {
    /// What the question is about, and which fact it asks for.
    pub(super) fn asked(
        self,
        judge: &Judge,
        delivery: usize,
    ) -> (QuestionSubject, Option<FactKind>) {
        match self {
            Candidate::Fact(relation, fact) => {
                (QuestionSubject::Use(use_ref(judge, relation)), Some(fact))
            }
            Candidate::Existence(relation) => {
                (QuestionSubject::Existence(use_ref(judge, relation)), None)
            }
            Candidate::License(component) => {
                (QuestionSubject::License(id_of(judge, component)), None)
            }
            Candidate::Modified(component) => {
                (QuestionSubject::Modified(id_of(judge, component)), None)
            }
            Candidate::Component(component, fact) => {
                (QuestionSubject::Component(id_of(judge, component)), Some(fact))
            }
            Candidate::Delivery(fact) => {
                let name = judge.product().deliveries[delivery].name.clone();
                (QuestionSubject::Delivery(name), Some(fact))
            }
        }
    }

    /// Looks at a judge to which an answer was given, and takes the answer back.
    pub(super) fn with_answer<T>(
        self,
        judge: &mut Judge,
        delivery: usize,
        answer: Tri,
        look: impl FnOnce(&Judge) -> T,
    ) -> T {
        match self {
            Candidate::License(_) => look(judge),
            Candidate::Fact(relation, _) | Candidate::Existence(relation) => {
                let mut answered = judge.product().relations[relation as usize].clone();
                match self {
                    Candidate::Fact(_, fact) => state(&mut answered.facts, fact, answer),
                    _ if answer == Tri::Yes => {
                        answered.evidence = vec![tried()];
                        answered.against.clear();
                    }
                    _ => {
                        answered.against = vec![tried()];
                        answered.evidence.clear();
                    }
                }
                let old = judge.replace(relation, answered);
                let seen = look(judge);
                judge.replace(relation, old);
                seen
            }
            Candidate::Modified(component) | Candidate::Component(component, _) => {
                let mut answered = judge.product().components[component as usize].clone();
                match self {
                    Candidate::Component(_, fact) => state(&mut answered.facts, fact, answer),
                    _ => answered.modified = answer,
                }
                let old = judge.replace_component(component, answered);
                let seen = look(judge);
                judge.replace_component(component, old);
                seen
            }
            Candidate::Delivery(fact) => {
                let mut answered = judge.product().deliveries[delivery].clone();
                match (&mut answered.kind, fact) {
                    (DeliveryKind::Device { locked, .. }, FactKind::Locked) => *locked = answer,
                    (DeliveryKind::Device { user_product, .. }, FactKind::UserProduct) => {
                        *user_product = answer;
                    }
                    _ => state(&mut answered.facts, fact, answer),
                }
                let old = judge.replace_delivery(delivery, answered);
                let seen = look(judge);
                judge.replace_delivery(delivery, old);
                seen
            }
        }
    }
}

fn tried() -> Evidence {
    Evidence::statement(None, None, "tried")
}

fn state(facts: &mut Facts, fact: FactKind, value: Tri) {
    facts.set(fact, Statement { value, evidence: vec![tried()] });
}

/// What guards ask for that nobody knows.
pub(super) fn guards(
    situation: &Situation,
    guards: &[Guard],
    used: ComponentIndex,
    relation: Option<RelationIndex>,
) -> Vec<Candidate> {
    let unknown = guards.iter().filter(|guard| situation.guard(guard.subject) == Tri::Unknown);
    unknown
        .map(|guard| match (guard.subject, relation) {
            (GuardSubject::Modified, _) => Candidate::Modified(used),
            (GuardSubject::UserProduct, _) => Candidate::Delivery(FactKind::UserProduct),
            (GuardSubject::Locked, _) => Candidate::Delivery(FactKind::Locked),
            (GuardSubject::Fact(fact @ (FactKind::Commercial | FactKind::Competes)), _) => {
                Candidate::Delivery(fact)
            }
            (
                GuardSubject::Fact(
                    fact @ (FactKind::FacesRemoteUsers
                    | FactKind::LawfulSource
                    | FactKind::ChangeDatePassed
                    | FactKind::UseGranted),
                ),
                _,
            ) => Candidate::Component(used, fact),
            (GuardSubject::Fact(fact), Some(relation)) => Candidate::Fact(relation, fact),
            (GuardSubject::Fact(fact), None) => Candidate::Component(used, fact),
        })
        .collect()
}

/// What the terms and exceptions of a use ask for that nobody knows, where more than duties hangs on it.
pub(super) fn of_use(judge: &Judge, delivery: usize, relation: RelationIndex) -> Vec<Candidate> {
    let Some((_, used)) = judge.use_number(delivery, relation) else { return Vec::new() };
    let product = judge.product();
    let stated = &product.relations[relation as usize];
    let situation = Situation {
        kind: stated.kind,
        relation: &stated.facts,
        used: &product.components[used as usize],
        delivery: &product.deliveries[delivery],
    };
    of_licenses(judge, &situation, used, Some(relation))
}

/// What the terms of a component that is a whole of its own ask for that nobody knows.
pub(super) fn of_whole(judge: &Judge, delivery: usize, root: ComponentIndex) -> Vec<Candidate> {
    let product = judge.product();
    let none = Facts::default();
    let used = &product.components[root as usize];
    if used.owner == heirloom_model::Owner::Own {
        return Vec::new();
    }
    let kind = RelationKind::Aggregate;
    let delivery = &product.deliveries[delivery];
    let situation = Situation { kind, relation: &none, used, delivery };
    of_licenses(judge, &situation, root, None)
}

fn of_licenses(
    judge: &Judge,
    situation: &Situation,
    used: ComponentIndex,
    relation: Option<RelationIndex>,
) -> Vec<Candidate> {
    let Some(expression) = situation.used.license.effective() else { return Vec::new() };
    let near = nearness(situation.kind);
    let mut found = Vec::new();
    for written in uses::choices(expression).into_iter().flatten() {
        let Some(license) = judge.book().license(&written.license) else { continue };
        for term in &license.terms {
            let effects = uses::effects(term, situation, near);
            let weighs = effects.level > heirloom_model::Level::DutiesOnly
                || effects.source_to_users
                || (relation.is_none() && effects != uses::Effects::NONE);
            let open = Reading::ALL
                .iter()
                .any(|reading| situation.applies(term, *reading, true) == Tri::Unknown);
            if weighs && open {
                found.extend(guards(situation, &term.trigger.guards, used, relation));
            }
        }
        let exception = written.exception.as_ref().and_then(|id| judge.book().exception(id));
        for relief in exception.into_iter().flat_map(|exception| &exception.relief) {
            let lifts = matches!(relief.lifts, Lift::All | Lift::Terms(_));
            if lifts && situation.relieves(relief) == Tri::Unknown {
                found.extend(guards(situation, &relief.guards, used, relation));
            }
        }
    }
    found
}
