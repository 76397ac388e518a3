// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Steps about what is carried: ways, terms that weigh, exceptions, facts with their evidence.

use heirloom_model::{
    Claim, Expression, FactKind, Level, LicenseTerm, Proof, ProofRule, QuestionSubject, Reading,
    TermRef, TermScope, Tri, UseRef,
};

use super::{
    super::{
        causes::{CarriedCause, End},
        id_of, term_ref, use_ref,
    },
    MAX_STEPS, Prover,
};
use crate::{
    book::{Effect, Exception, Guard, GuardSubject, License, Lift, Relief, Term},
    graph::RelationIndex,
    join::{Joined, nearness},
    judge::Certainty,
    uses::{self, Effects, Situation},
};

impl<'b> Prover<'_, 'b> {
    /// What a whole carries by way of others, and the terms that make it weigh.
    pub(super) fn way(&self, end: &End, cause: &CarriedCause) -> Proof {
        let last = *cause.way.last().expect("a way has a relation");
        let certainty = match end.certainty {
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
        proof.because = cause.way.iter().map(|one| self.join(*one, end.reading)).collect();
        self.terms(&mut proof, last, cause, end);
        proof
    }

    fn situation(&self, relation: RelationIndex) -> Situation<'_> {
        let product = self.judge.product();
        let stated = &product.relations[relation as usize];
        let used = self.judge.component(&stated.to).expect("a judged use has both ends");
        Situation {
            kind: stated.kind,
            relation: &stated.facts,
            used: &product.components[used as usize],
            delivery: &product.deliveries[self.delivery],
        }
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
        let situation = self.situation(relation);
        let subject = |(fact, _): &(FactKind, Tri)| GuardSubject::Fact(*fact);
        let asked = join.asked.iter();
        proof.because.extend(asked.map(|one| fact(&situation, subject(one), Some(&by))));
        proof
    }

    /// The terms that bring as much as the cause does, and what nearly took them away.
    fn terms(&self, proof: &mut Proof, relation: RelationIndex, cause: &CarriedCause, end: &End) {
        let by = use_ref(self.judge, relation);
        let situation = self.situation(relation);
        let id = situation.used.id.clone();
        let license = situation.used.license.effective().cloned();
        let claim = Claim::License { of: id.clone(), license: license.clone() };
        proof.because.push(Proof::new(ProofRule::License, claim));
        let taken = Expression::all(cause.taken.terms.iter().cloned().map(Expression::Term));
        if let Some(taken) = taken
            && Some(&taken) != license.as_ref()
        {
            let claim = Claim::Elected { of: id.clone(), taken };
            proof.because.push(Proof::new(ProofRule::Election, claim));
        }
        let mut note_is_told = !cause.effects.interface_note;
        for license_term in &cause.taken.terms {
            let Some(license) = self.judge.book().license(&license_term.license) else { continue };
            let exception = self.exception_of(license_term, license);
            for term in &license.terms {
                if is_lifted(&situation, exception, term, end.certainty) {
                    continue;
                }
                let applies = situation.applies(term, end.reading, cause.joined);
                let shares =
                    matches!(term.effect, Effect::ShareAlike(TermScope::Work | TermScope::Library));
                let tells = shares && !note_is_told;
                let makes = counts(applies, end.certainty) && weighs(term, &situation, cause);
                if !tells && !makes {
                    continue;
                }
                note_is_told |= shares;
                let claim = Claim::Applies { to: id.clone(), applies };
                let mut step = Proof::new(ProofRule::Term, claim);
                step.terms.push(term_ref(term));
                step.because = guards(&situation, &term.trigger.guards, Some(&by));
                step.despite = failed(&situation, exception, &by);
                proof.because.push(step);
            }
        }
        if cause.effects.interface_note {
            let documented = GuardSubject::Fact(FactKind::InterfaceDocumented);
            proof.because.push(fact(&situation, documented, Some(&by)));
        }
    }

    /// The exception behind a license, where it may stand there.
    fn exception_of(&self, term: &LicenseTerm, license: &License) -> Option<&'b Exception> {
        let exception = self.judge.book().exception(term.exception.as_ref()?)?;
        uses::fits(exception, &license.id).then_some(exception)
    }

    /// What would bring more and does not: uses that do not join, exceptions that reach.
    pub(super) fn despite(&self, end: &End, effects: Effects) -> Vec<Proof> {
        let mut steps: Vec<Proof> = self
            .judge
            .border(self.delivery, self.root, end.reading, end.certainty)
            .into_iter()
            .filter(|relation| {
                let used = self.judge.use_of(self.delivery, *relation, end.reading);
                let alternatives = used.map_or(&[][..], |(alternatives, _)| alternatives);
                let joined = |one: &uses::Alternative| end.certainty.end().of(one.joined).level;
                alternatives.iter().map(joined).min().is_some_and(|least| least > effects.level)
            })
            .take(MAX_STEPS)
            .map(|relation| self.join(relation, end.reading))
            .collect();
        for carried in end.carried() {
            for step in self.reliefs(end, &carried, effects.level) {
                if steps.len() < 2 * MAX_STEPS && !steps.contains(&step) {
                    steps.push(step);
                }
            }
        }
        steps
    }

    /// The reliefs that take away from a joined use what would weigh more than everything else.
    fn reliefs(
        &self,
        end: &End,
        (number, taken): &(u32, Vec<LicenseTerm>),
        level: Level,
    ) -> Vec<Proof> {
        let with_exception = taken.iter().any(|term| term.exception.is_some());
        if !with_exception {
            return Vec::new();
        }
        let way = self.judge.way_to(self.delivery, self.root, end.reading, end.certainty, *number);
        let Some(last) = way.and_then(|way| way.last().copied()) else { return Vec::new() };
        let by = use_ref(self.judge, last);
        let situation = self.situation(last);
        let near = nearness(situation.kind);
        let mut steps = Vec::new();
        for license_term in taken {
            let Some(license) = self.judge.book().license(&license_term.license) else { continue };
            let Some(exception) = self.exception_of(license_term, license) else { continue };
            let heavier = license.terms.iter().any(|term| {
                is_lifted(&situation, Some(exception), term, end.certainty)
                    && counts(situation.applies(term, end.reading, true), end.certainty)
                    && uses::effects(term, &situation, near).level > level
            });
            let reach = exception.relief.iter().filter(|relief| {
                heavier
                    && matches!(relief.lifts, Lift::All | Lift::Terms(_))
                    && relieves(&situation, relief, end.certainty)
            });
            steps.extend(reach.map(|relief| exception_step(&situation, relief, &by)));
        }
        steps
    }
}

/// Whether an answer counts at a certainty.
fn counts(applies: Tri, certainty: Certainty) -> bool {
    applies == Tri::Yes || (applies == Tri::Unknown && certainty == Certainty::Possible)
}

/// Whether a relief counts at a certainty: an unknown one takes away what is certain.
fn relieves(situation: &Situation, relief: &Relief, certainty: Certainty) -> bool {
    match situation.relieves(relief) {
        Tri::Yes => true,
        Tri::Unknown => certainty != Certainty::Possible,
        Tri::No => false,
    }
}

fn is_lifted(
    situation: &Situation,
    exception: Option<&Exception>,
    term: &Term,
    certainty: Certainty,
) -> bool {
    exception.into_iter().flat_map(|exception| &exception.relief).any(|relief| {
        let lifts = match &relief.lifts {
            Lift::All => true,
            Lift::Terms(names) => names.iter().any(|name| **name == *term.id.short_name()),
            Lift::Incompatibility(_) | Lift::Cure(_) => false,
        };
        lifts && relieves(situation, relief, certainty)
    })
}

/// Whether a term is one of those that make what a cause brings.
fn weighs(term: &Term, situation: &Situation, cause: &CarriedCause) -> bool {
    let effects = uses::effects(term, situation, nearness(situation.kind));
    let least = cause.level.min(Level::InheritsWhole);
    (effects.level >= least && effects.level > Level::Clear)
        || (effects.source_to_users && cause.effects.source_to_users)
}

/// The reliefs that do not reach, with the guards that failed.
pub(super) fn failed(
    situation: &Situation,
    exception: Option<&Exception>,
    by: &UseRef,
) -> Vec<Proof> {
    exception
        .into_iter()
        .flat_map(|exception| &exception.relief)
        .filter(|relief| situation.relieves(relief) != Tri::Yes)
        .map(|relief| exception_step(situation, relief, by))
        .collect()
}

fn exception_step(situation: &Situation, relief: &Relief, by: &UseRef) -> Proof {
    let applies = situation.relieves(relief);
    let claim = Claim::Applies { to: situation.used.id.clone(), applies };
    let mut step = Proof::new(ProofRule::Exception, claim);
    step.terms.push(relief_ref(relief));
    step.because = guards(situation, &relief.guards, Some(by));
    step
}

pub(super) fn relief_ref(relief: &Relief) -> TermRef {
    TermRef {
        id: relief.id.as_str().into(),
        clause: relief.clause.clone(),
        reviewed: relief.reviewed,
    }
}

/// The facts that guards ask for.
pub(super) fn guards(situation: &Situation, guards: &[Guard], by: Option<&UseRef>) -> Vec<Proof> {
    guards.iter().map(|guard| fact(situation, guard.subject, by)).collect()
}

/// A fact where it was stated: about the use, the component or the delivery; of the use where nobody
/// stated it.
pub(super) fn fact(situation: &Situation, subject: GuardSubject, by: Option<&UseRef>) -> Proof {
    let component = || situation.used.id.clone();
    let of_use = || match by {
        Some(by) => QuestionSubject::Use(by.clone()),
        None => QuestionSubject::Component(component()),
    };
    let delivery = || QuestionSubject::Delivery(situation.delivery.name.clone());
    let (about, evidence) = match subject {
        GuardSubject::Modified => (QuestionSubject::Modified(component()), Vec::new()),
        GuardSubject::UserProduct | GuardSubject::Locked => (delivery(), Vec::new()),
        GuardSubject::Fact(kind) => {
            let places = [
                (situation.relation, of_use()),
                (&situation.used.facts, QuestionSubject::Component(component())),
                (&situation.delivery.facts, delivery()),
            ];
            let stated = places.into_iter().find(|(facts, _)| facts.value(kind) != Tri::Unknown);
            match stated {
                Some((facts, about)) => {
                    let statement = facts.statement(kind);
                    (about, statement.map_or_else(Vec::new, |one| one.evidence.clone()))
                }
                None => (of_use(), Vec::new()),
            }
        }
    };
    let claim = Claim::Fact {
        subject: about,
        name: subject.name().into(),
        value: situation.guard(subject),
    };
    Proof { evidence, ..Proof::new(ProofRule::Fact, claim) }
}
