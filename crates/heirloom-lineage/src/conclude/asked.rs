// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a question rests on: what follows as things stand, and under each answer, with proofs.
//!
//! An answer is tried on the judge and taken back. Proofs are of the product with that answer, so a
//! checker has to replay them while it holds.

use std::sync::Arc;

use heirloom_model::{DutyKind, Proof, Question, QuestionSubject, Tri, UseRef};

use super::{ConcludeLimits, duties, open::Candidate, proofs, questions, short_name, use_ref};
use crate::{
    graph::{ComponentIndex, RelationIndex},
    judge::Judge,
};

/// Proofs of duties shown for one answer.
const MAX_DUTIES: usize = 5;

/// What is proved of an answer.
#[derive(Clone, Debug)]
pub enum Consequence {
    /// The verdict on a whole.
    Verdict(Proof),
    /// A duty.
    Duty(Proof),
}

/// A short name for a question of a delivery.
pub fn question_id(delivery: &str, question: &Question) -> Arc<str> {
    let of_use = |by: &UseRef| format!("{} {} {}", by.from, by.kind.name(), by.to);
    let (about, subject) = match &question.subject {
        QuestionSubject::Use(by) => ("use", of_use(by)),
        QuestionSubject::Existence(by) => ("existence", of_use(by)),
        QuestionSubject::Component(id) => ("component", id.to_string()),
        QuestionSubject::License(id) => ("license", id.to_string()),
        QuestionSubject::Licenses { source, is_needed, .. } => match is_needed {
            true => ("licenses needed", source.to_string()),
            false => ("licenses", source.to_string()),
        },
        QuestionSubject::Modified(id) => ("modified", id.to_string()),
        QuestionSubject::Delivery(name) => ("delivery", name.to_string()),
    };
    let fact = question.fact.map_or("", |fact| fact.name());
    short_name(&[delivery, "question", about, &subject, fact])
}

/// Shows what follows as things stand (`Unknown`) and under both answers, each on a judge that holds
/// the answer. Of a license nobody can answer with yes or no: it is shown as things stand.
pub fn answers(
    judge: &mut Judge,
    delivery: usize,
    question: &Question,
    mut look: impl FnMut(Tri, &Judge, Vec<Consequence>),
) {
    let Some(candidate) = candidate(judge, question) else { return };
    let limits = ConcludeLimits::standard();
    let verdicts = judge.verdicts(delivery);
    let asking: Vec<ComponentIndex> = verdicts
        .iter()
        .filter(|whole| questions::asks(judge, delivery, whole, candidate, &limits))
        .map(|whole| whole.root)
        .collect();
    let root = questions::changed(judge, delivery, candidate, &asking).or(asking.first().copied());
    // One unknown license stands for others of the kind.
    let is_open = || verdicts.iter().find(|whole| whole.verdict.unknown).map(|whole| whole.root);
    let root = root.or_else(|| question.duties.is_empty().then(is_open).flatten());
    let seen = |judge: &Judge| -> Vec<Consequence> {
        let mut seen: Vec<Consequence> = Vec::new();
        seen.extend(root.map(|root| Consequence::Verdict(proofs::prove(judge, delivery, root))));
        seen.extend(of_duties(judge, delivery, &question.duties, candidate));
        seen
    };
    look(Tri::Unknown, judge, seen(judge));
    if matches!(candidate, Candidate::License(_)) {
        return;
    }
    for answer in [Tri::Yes, Tri::No] {
        candidate.with_answer(judge, delivery, answer, |judge| look(answer, judge, seen(judge)));
    }
}

/// The proofs of the duties that a question is about, for what it is about.
fn of_duties(
    judge: &Judge,
    delivery: usize,
    kinds: &[DutyKind],
    candidate: Candidate,
) -> Vec<Consequence> {
    if kinds.is_empty() {
        return Vec::new();
    }
    let product = judge.product();
    let about = match candidate {
        Candidate::Fact(relation, _) | Candidate::Existence(relation) => {
            Some(&product.relations[relation as usize].to)
        }
        Candidate::License(at) | Candidate::Modified(at) | Candidate::Component(at, _) => {
            Some(&product.components[at as usize].id)
        }
        Candidate::Delivery(_) => None,
    };
    let all = duties::burdens(judge, delivery, &judge.verdicts(delivery)).duties;
    let owed = all.iter().filter(|duty| kinds.contains(&duty.kind) && duty.certain);
    let named = owed.filter_map(|duty| {
        let of = match about {
            Some(about) => duty.about.iter().find(|one| *one == about)?,
            None => duty.about.first()?,
        };
        proofs::prove_duty(judge, delivery, duty, of)
    });
    named.take(MAX_DUTIES).map(Consequence::Duty).collect()
}

/// What a question asks for.
fn candidate(judge: &Judge, question: &Question) -> Option<Candidate> {
    let relation = |by: &UseRef| -> Option<RelationIndex> {
        let relations = 0..judge.product().relations.len() as RelationIndex;
        relations.into_iter().find(|at| use_ref(judge, *at) == *by)
    };
    Some(match (&question.subject, question.fact) {
        (QuestionSubject::Use(by), Some(fact)) => Candidate::Fact(relation(by)?, fact),
        (QuestionSubject::Existence(by), _) => Candidate::Existence(relation(by)?),
        (QuestionSubject::Component(id), Some(fact)) => {
            Candidate::Component(judge.component(id)?, fact)
        }
        (QuestionSubject::License(id), _) => Candidate::License(judge.component(id)?),
        (QuestionSubject::Licenses { of, .. }, _) => {
            Candidate::License(judge.component(of.first()?)?)
        }
        (QuestionSubject::Modified(id), _) => Candidate::Modified(judge.component(id)?),
        (QuestionSubject::Delivery(_), Some(fact)) => Candidate::Delivery(fact),
        (
            QuestionSubject::Use(_) | QuestionSubject::Component(_) | QuestionSubject::Delivery(_),
            None,
        ) => {
            return None;
        }
    })
}
