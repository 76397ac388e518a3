// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Proofs: every verdict down to clauses, facts and the files that show them.

use heirloom_model::{
    Claim, Expression, Level, LicenseTerm, Proof, ProofRule, QuestionSubject, Reading, Tri,
};

use super::{
    causes::{self, CarriedCause},
    id_of, outbound, telling, term_ref, use_ref,
};
use crate::{
    book::{Effect, GuardSubject, Term, TermId},
    compat::Reason,
    graph::{ComponentIndex, RelationIndex},
    join::Joined,
    judge::{Certainty, Judge, ReadWhole, WholeVerdict},
    solve::{Misfit, Outbound},
    uses::{self, Situation},
};

/// Causes that a proof spells out.
const MAX_CAUSES: usize = 20;

/// Proves the verdict on a whole of a delivery.
pub fn prove(judge: &Judge, delivery: usize, root: ComponentIndex) -> Proof {
    let whole = judge.verdict(delivery, root);
    let prover = Prover { judge, delivery, root };
    let mut proof = Proof::new(ProofRule::Readings, prover.verdict(&whole, None));
    proof.because = whole.readings.iter().map(|read| prover.under_reading(&whole, read)).collect();
    proof
}

struct Prover<'a, 'b> {
    judge: &'a Judge<'b>,
    delivery: usize,
    root: ComponentIndex,
}

impl Prover<'_, '_> {
    fn verdict(&self, whole: &WholeVerdict, read: Option<&ReadWhole>) -> Claim {
        Claim::Verdict {
            whole: id_of(self.judge, self.root),
            reading: read.map(|read| read.reading),
            verdict: read.map_or(whole.verdict, |read| read.verdict),
        }
    }

    fn under_reading(&self, whole: &WholeVerdict, read: &ReadWhole) -> Proof {
        let causes = causes::causes(self.judge, self.delivery, self.root, read, MAX_CAUSES);
        let rule = if causes.is_empty() { ProofRule::NothingMore } else { ProofRule::Heaviest };
        let mut proof = Proof::new(rule, self.verdict(whole, Some(read)));
        let delivery = &self.judge.product().deliveries[self.delivery];
        proof.because.push(Proof::new(
            ProofRule::Delivery,
            Claim::Delivered { name: delivery.name.clone(), kind: delivery.kind },
        ));
        let (certainty, solution) = telling(read);
        for cause in &causes {
            proof.because.push(self.cause(cause, read.reading, certainty));
        }
        match &solution.outbound {
            Outbound::Free => {}
            Outbound::License(_) => {
                let license = outbound(solution);
                proof.because.push(Proof::new(ProofRule::Outbound, Claim::Outbound { license }));
            }
            Outbound::None { nearest, misfits } => {
                let mut none = Proof::new(ProofRule::NoOutbound, Claim::Outbound { license: None });
                let nearest = nearest.as_ref().map_or("", |id| id.as_str());
                none.because = misfits.iter().map(|misfit| self.misfit(misfit, nearest)).collect();
                proof.because.push(none);
            }
        }
        proof
    }

    fn cause(&self, cause: &CarriedCause, reading: Reading, certainty: Certainty) -> Proof {
        let last = *cause.way.last().expect("a way has a relation");
        let certainty = match certainty {
            Certainty::Certain => Tri::Yes,
            Certainty::Disputed | Certainty::Possible => Tri::Unknown,
        };
        let claim = Claim::Brings {
            whole: id_of(self.judge, self.root),
            by: use_ref(self.judge, last),
            level: cause.level,
            certainty,
        };
        let mut proof = Proof::new(ProofRule::Way, claim);
        proof.because = cause.way.iter().map(|relation| self.join(*relation, reading)).collect();
        self.terms(&mut proof, last, cause, reading);
        proof
    }

    /// Whether a use joins, with its evidence and the facts that were asked.
    fn join(&self, relation: RelationIndex, reading: Reading) -> Proof {
        let by = use_ref(self.judge, relation);
        let stated = &self.judge.product().relations[relation as usize];
        let mut leaf =
            Proof::new(ProofRule::Use, Claim::Uses { by: by.clone(), exists: stated.exists() });
        leaf.evidence = stated.evidence.iter().chain(&stated.against).cloned().collect();
        let Some((_, join)) = self.judge.use_of(self.delivery, relation, reading) else {
            return leaf;
        };
        let joined = match join.joined {
            Joined::Yes => Tri::Yes,
            Joined::No => Tri::No,
            Joined::Disputed | Joined::Unknown => Tri::Unknown,
        };
        let claim = Claim::Joined {
            by: by.clone(),
            reading,
            rule: join.rule.name().into(),
            joined,
            disputed: join.joined == Joined::Disputed,
        };
        let mut proof = Proof::new(ProofRule::Join, claim);
        proof.because.push(leaf);
        for (fact, value) in &join.asked {
            let claim = Claim::Fact {
                subject: QuestionSubject::Use(by.clone()),
                name: fact.name().into(),
                value: *value,
            };
            let mut leaf = Proof::new(ProofRule::Fact, claim);
            leaf.evidence =
                stated.facts.statement(*fact).map_or_else(Vec::new, |one| one.evidence.clone());
            proof.because.push(leaf);
        }
        proof
    }

    /// The terms that bring as much as the cause does, and what nearly took them away.
    fn terms(
        &self,
        proof: &mut Proof,
        relation: RelationIndex,
        cause: &CarriedCause,
        reading: Reading,
    ) {
        let stated = &self.judge.product().relations[relation as usize];
        let Some(used) = self.judge.component(&stated.to) else { return };
        let component = &self.judge.product().components[used as usize];
        let id = component.id.clone();
        let license = component.license.effective().cloned();
        let claim = Claim::License { of: id.clone(), license: license.clone() };
        proof.because.push(Proof::new(ProofRule::License, claim));
        let taken = Expression::all(cause.taken.terms.iter().cloned().map(Expression::Term));
        if let Some(taken) = taken
            && Some(&taken) != license.as_ref()
        {
            let claim = Claim::Elected { of: id.clone(), taken };
            proof.because.push(Proof::new(ProofRule::Election, claim));
        }
        let situation = Situation {
            kind: stated.kind,
            relation: &stated.facts,
            used: component,
            delivery: &self.judge.product().deliveries[self.delivery],
        };
        for license_term in &cause.taken.terms {
            let Some(license) = self.judge.book().license(&license_term.license) else { continue };
            for term in &license.terms {
                let applies = situation.applies(term, reading, cause.joined);
                if applies == Tri::No || !weighs(term, cause.level) {
                    continue;
                }
                let claim = Claim::Applies { to: id.clone(), applies };
                let mut step = Proof::new(ProofRule::Term, claim);
                step.terms.push(term_ref(term));
                step.because = guards(&situation, term, &id);
                self.exception(&mut step, &situation, license_term, &id);
                proof.because.push(step);
            }
        }
    }

    /// An exception that does not reach, with the guards that failed.
    fn exception(
        &self,
        step: &mut Proof,
        situation: &Situation,
        license: &LicenseTerm,
        id: &heirloom_model::ComponentId,
    ) {
        let exception = license.exception.as_ref().and_then(|id| self.judge.book().exception(id));
        let Some(exception) = exception else { return };
        for relief in &exception.relief {
            let applies = if uses::fits(exception, &license.license) {
                situation.relieves(relief)
            } else {
                Tri::No
            };
            if applies == Tri::Yes {
                continue;
            }
            let claim = Claim::Applies { to: id.clone(), applies };
            let mut failed = Proof::new(ProofRule::Exception, claim);
            failed.terms.push(heirloom_model::TermRef {
                id: relief.id.as_str().into(),
                clause: relief.clause.clone(),
                reviewed: relief.reviewed,
            });
            failed.because = relief
                .guards
                .iter()
                .map(|guard| fact(guard.subject, situation.guard(guard.subject), id))
                .collect();
            step.despite.push(failed);
        }
    }

    fn misfit(&self, misfit: &Misfit, whole: &str) -> Proof {
        let part = misfit.part.as_ref().map_or_else(
            || "unknown".to_owned(),
            |term| Expression::Term(term.clone()).to_string(),
        );
        let (reason, terms) = match &misfit.compat {
            None => ("prohibited", Vec::new()),
            Some(compat) => reason(&compat.reasons),
        };
        let claim = Claim::Misfit { part: part.into(), whole: whole.into(), reason: reason.into() };
        let mut proof = Proof::new(ProofRule::Misfit, claim);
        proof.terms = terms.iter().filter_map(|id| self.term(id)).collect();
        proof
    }

    fn term(&self, id: &TermId) -> Option<heirloom_model::TermRef> {
        self.judge.book().term(id).map(term_ref)
    }
}

/// The decisive reason, with the terms it rests on.
fn reason(reasons: &[Reason]) -> (&'static str, Vec<TermId>) {
    match reasons.last() {
        Some(Reason::StaysAlike(term)) => ("stays_alike", vec![term.clone()]),
        Some(Reason::Burden { of, against }) => {
            ("burden", std::iter::once(of).chain(against).cloned().collect())
        }
        Some(Reason::ExceptionNotGiven(_)) => ("exception_not_given", Vec::new()),
        _ => ("unknown", Vec::new()),
    }
}

/// Whether a term is one of those that make a level.
fn weighs(term: &Term, level: Level) -> bool {
    match (&term.effect, level) {
        (Effect::ShareAlike(_), level) => level >= Level::DutiesOnly,
        (Effect::Prohibition(kind), Level::Conflict) => uses::breaks_use(*kind),
        (Effect::Duty { kind, .. }, Level::ReplaceabilityRequired) => {
            *kind == heirloom_model::DutyKind::PermitRelinking
        }
        (Effect::Duty { .. }, Level::DutiesOnly) => true,
        _ => false,
    }
}

fn guards(situation: &Situation, term: &Term, id: &heirloom_model::ComponentId) -> Vec<Proof> {
    term.trigger
        .guards
        .iter()
        .map(|guard| fact(guard.subject, situation.guard(guard.subject), id))
        .collect()
}

fn fact(subject: GuardSubject, value: Tri, id: &heirloom_model::ComponentId) -> Proof {
    let claim = Claim::Fact {
        subject: QuestionSubject::Component(id.clone()),
        name: subject.name().into(),
        value,
    };
    Proof::new(ProofRule::Fact, claim)
}
