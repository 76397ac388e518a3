// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Proofs: every verdict down to clauses, facts and the files that show them.
//!
//! The verdict under a reading rests on what follows for certain, if disputes go against the user,
//! and if missing evidence does too; `docs/proofs.md` says what each step needs.

mod carried;
mod owed;

use heirloom_model::{
    Claim, Expression, LicenseId, LicenseTerm, Proof, ProofRule, Reading, TermRef, Tri, Verdict,
};

use super::{
    causes::{CarriedCause, End},
    id_of, term_ref,
};
use crate::{
    book::{Effect, Exception, LicenseBook, TermId},
    compat::{self, Answer, Reason},
    graph::ComponentIndex,
    judge::{Certainty, Judge, ReadWhole, WholeVerdict},
    solve::{Misfit, Outbound},
    uses::{self, Effects, Situation},
};

pub use owed::{component_named, prove_duties, prove_duty};

/// Steps of one kind that a proof spells out.
pub(super) const MAX_STEPS: usize = 20;

/// Proves the verdict on a whole of a delivery.
pub fn prove(judge: &Judge, delivery: usize, root: ComponentIndex) -> Proof {
    let whole = judge.verdict(delivery, root);
    let prover = Prover { judge, delivery, root };
    let mut proof = Proof::new(ProofRule::Readings, prover.verdict(None, whole.verdict));
    proof.because = whole.readings.iter().map(|read| prover.under_reading(&whole, read)).collect();
    proof
}

struct Prover<'a, 'b> {
    judge: &'a Judge<'b>,
    delivery: usize,
    root: ComponentIndex,
}

impl Prover<'_, '_> {
    fn book(&self) -> &LicenseBook {
        self.judge.book()
    }

    fn verdict(&self, reading: Option<Reading>, verdict: Verdict) -> Claim {
        Claim::Verdict { whole: id_of(self.judge, self.root), reading, verdict }
    }

    fn under_reading(&self, whole: &WholeVerdict, read: &ReadWhole) -> Proof {
        let rule = match read.verdict.level {
            heirloom_model::Level::Clear => ProofRule::NothingMore,
            _ => ProofRule::Heaviest,
        };
        let mut proof = Proof::new(rule, self.verdict(Some(read.reading), read.verdict));
        let delivery = &self.judge.product().deliveries[self.delivery];
        proof.because.push(Proof::new(
            ProofRule::Delivery,
            Claim::Delivered { name: delivery.name.clone(), kind: delivery.kind },
        ));
        let ends = self.judge.effects_at_ends(self.delivery, whole.root, read);
        let mut before = None;
        for (certainty, effects) in Certainty::ALL.into_iter().zip(ends) {
            // What is the same as at the certainty before needs no step of its own.
            if before.replace(effects) != Some(effects) {
                proof.because.push(self.end(read, certainty, effects));
            }
        }
        proof
    }

    fn end(&self, read: &ReadWhole, certainty: Certainty, effects: Effects) -> Proof {
        let rule = match certainty {
            Certainty::Certain => ProofRule::Certain,
            Certainty::Disputed => ProofRule::Disputed,
            Certainty::Possible => ProofRule::Possible,
        };
        let verdict = Verdict {
            level: effects.level,
            source_to_users: effects.source_to_users,
            interface_note: effects.interface_note,
            unknown: effects.unreviewed,
        };
        let mut proof = Proof::new(rule, self.verdict(Some(read.reading), verdict));
        let solution = &*read.solutions[certainty as usize];
        let Prover { judge, delivery, root } = *self;
        let end = End { judge, delivery, root, reading: read.reading, certainty, solution };
        proof.because = end.supporting(MAX_STEPS).iter().map(|one| self.way(&end, one)).collect();
        proof.because.extend(self.itself(certainty));
        match &solution.outbound {
            Outbound::Free => {}
            Outbound::License { id: license, .. } => {
                proof.because.push(self.outbound(&end, license))
            }
            Outbound::None { nearest, .. } => {
                proof.because.push(self.no_outbound(&end, nearest.as_ref()));
            }
        }
        proof.despite = self.despite(&end, effects);
        proof
    }

    /// The duties that a component has by itself, one for each choice of licenses.
    fn itself(&self, certainty: Certainty) -> Vec<Proof> {
        let component = &self.judge.product().components[self.root as usize];
        if !uses::binds(self.book(), component) {
            return Vec::new();
        }
        let none = heirloom_model::Facts::default();
        let situation = Situation {
            kind: heirloom_model::RelationKind::Aggregate,
            relation: &none,
            used: component,
            delivery: &self.judge.product().deliveries[self.delivery],
        };
        let ways = component.license.effective().map(uses::choices).unwrap_or_default();
        let mut steps: Vec<Proof> = Vec::new();
        for way in &ways {
            let terms = way.iter().filter_map(|term| self.book().license(&term.license));
            let mut duties = terms.flat_map(|license| &license.terms).filter_map(|term| {
                let applies = situation.applies(term, Reading::Text, false);
                let counts = match certainty {
                    Certainty::Possible => applies != Tri::No,
                    _ => applies == Tri::Yes,
                };
                (counts && matches!(term.effect, Effect::Duty { .. })).then_some((term, applies))
            });
            // One choice without duties and nothing is owed.
            let Some((term, applies)) = duties.next() else { return Vec::new() };
            let claim = Claim::Applies { to: component.id.clone(), applies };
            let mut step = Proof::new(ProofRule::Term, claim);
            step.terms.push(term_ref(term));
            step.because = carried::guards(&situation, &term.trigger.guards, None);
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        steps
    }

    /// The license that the whole goes out under, with what was taken of each license it carries.
    fn outbound(&self, end: &End, license: &LicenseId) -> Proof {
        let claim = Claim::Outbound { license: Some(license.as_str().into()) };
        let mut proof = Proof::new(ProofRule::Outbound, claim);
        let mut seen = std::collections::BTreeSet::new();
        for cause in end.claims() {
            let last = *cause.way.last().expect("a way has a relation");
            let of = &self.judge.product().relations[last as usize].to;
            let used = self.judge.component(of).expect("relations on a way have both ends");
            let written = self.judge.product().components[used as usize].license.effective();
            if let Some((step, taken)) = self.suiting(of, &cause, license, end.certainty)
                && seen.insert((written.cloned(), taken))
            {
                proof.because.push(step);
            }
        }
        proof
    }

    /// The exception behind the root's own license, where it may be used under this one.
    fn own_exception(&self, license: &LicenseId) -> Option<&Exception> {
        let component = &self.judge.product().components[self.root as usize];
        let ways = component.license.effective().map(uses::choices).unwrap_or_default();
        let exception = ways.iter().flatten().find_map(|term| {
            let elections = compat::elections(self.book(), term).unwrap_or_default();
            let is_form =
                term.license == *license || elections.iter().any(|one| one.license.id == *license);
            self.book().exception(term.exception.as_ref().filter(|_| is_form)?)
        })?;
        uses::fits(exception, license).then_some(exception)
    }

    /// What was taken of a component's licenses so that it suits the whole's license.
    fn suiting(
        &self,
        of: &heirloom_model::ComponentId,
        cause: &CarriedCause,
        whole: &LicenseId,
        certainty: Certainty,
    ) -> Option<(Proof, Expression)> {
        let mut taken = Vec::new();
        let mut terms = Vec::new();
        let choices = self.book().license(whole).map_or(0, |license| license.elections.len());
        let last = *cause.way.last().expect("a way has a relation");
        let kind = self.judge.product().relations[last as usize].kind;
        let own = self.own_exception(whole);
        for term in &cause.taken.terms {
            let outbound = LicenseTerm { license: whole.clone(), or_later: false, exception: None };
            let compat = compat::into_whole(self.book(), term, &outbound);
            let relief = own.and_then(|own| {
                let end = certainty.end();
                compat::permitted(self.book(), own, kind, term, end)
            });
            if let (Answer::No, Some(relief)) = (compat.answer, relief) {
                terms.push(carried::relief_ref(relief));
                taken.push(Expression::Term(term.clone()));
                continue;
            }
            let mut elected = term.clone();
            for reason in &compat.reasons {
                match reason {
                    // Where the whole leaves a choice to others, so does the part.
                    Reason::Elected { to, .. } if choices < 2 => {
                        elected = LicenseTerm { license: to.clone(), or_later: false, ..elected };
                    }
                    Reason::Relicensed { by, .. } | Reason::Combined(by) | Reason::Lifted(by) => {
                        terms.extend(self.term(by));
                    }
                    _ => {}
                }
            }
            taken.push(Expression::Term(elected));
        }
        let taken = Expression::all(taken)?;
        let mut proof = Proof::new(
            ProofRule::Election,
            Claim::Elected { of: of.clone(), taken: taken.clone() },
        );
        proof.terms = terms;
        Some((proof, taken))
    }

    /// That no license suits: each that could be asked for, the nearest first, with what does not.
    fn no_outbound(&self, end: &End, nearest: Option<&LicenseId>) -> Proof {
        let mut none = Proof::new(ProofRule::NoOutbound, Claim::Outbound { license: None });
        let tried = self.judge.candidates(self.delivery, self.root, end.reading, end.certainty);
        let (first, rest): (Vec<_>, Vec<_>) =
            tried.into_iter().partition(|(id, _)| Some(id) == nearest);
        for (license, misfits) in first.into_iter().chain(rest) {
            let claim = Claim::Outbound { license: Some(license.as_str().into()) };
            let mut candidate = Proof::new(ProofRule::Candidate, claim);
            candidate.because = self.misfits(&misfits, license.as_str());
            none.because.push(candidate);
        }
        if let (None, Outbound::None { misfits, .. }) = (nearest, &end.solution.outbound) {
            none.because = self.misfits(misfits, "");
        }
        none
    }

    fn misfits(&self, misfits: &[Misfit], whole: &str) -> Vec<Proof> {
        let mut steps: Vec<Proof> = Vec::new();
        for misfit in misfits {
            let step = self.misfit(misfit, whole);
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        steps
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

    /// A term or a relief of an exception.
    fn term(&self, id: &TermId) -> Option<TermRef> {
        self.book().term(id).map(term_ref).or_else(|| {
            let (exception, _) = id.as_str().rsplit_once('#')?;
            let exception = self.book().exception(&LicenseId::new(exception).ok()?)?;
            exception.relief.iter().find(|relief| relief.id == *id).map(carried::relief_ref)
        })
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
