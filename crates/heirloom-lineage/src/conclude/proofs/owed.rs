// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Proofs of duties: how a component comes along with a delivery, by which license and clause
//! something is owed for it, what triggers that, and whether it is met.

use std::collections::{HashMap, VecDeque};

use heirloom_model::{
    Claim, ComponentId, Duty, DutyKind, Expression, Facts, LicenseTerm, Proof, ProofRule, Reading,
    RelationKind, Tri,
};

use super::{
    super::{find, id_of, term_ref, use_ref},
    carried, prove,
};
use crate::{
    book::{Effect, GuardSubject, Term},
    graph::{ComponentIndex, RelationIndex},
    judge::Judge,
    uses::{self, Situation},
};

/// Proves a duty for one of the components it is about; `None` where the delivery has no such duty.
///
/// That a whole has to go out under a license is proved by the verdict on it.
pub fn prove_duty(
    judge: &Judge,
    delivery: usize,
    duty: &Duty,
    about: &ComponentId,
) -> Option<Proof> {
    let claim = Claim::Owed {
        duty: duty.kind,
        about: about.clone(),
        to: duty.owed_to,
        fulfilment: duty.fulfilment,
    };
    let mut proof = Proof::new(ProofRule::Duty, claim);
    proof.terms.push(duty.term.clone());
    let used = judge.component(about)?;
    let prover = Owing { judge, delivery };
    let term = prover.term(&duty.term.id)?;
    if matches!(term.effect, Effect::ShareAlike(_)) {
        let whole = prove(judge, delivery, used);
        proof.because.push(whole);
        return Some(proof);
    }
    let way = prover.way(used, duty)?;
    let relation = duty.by_use.as_ref().and_then(|_| way.last().copied());
    let (taken, written) = prover.taken(used, &duty.term.id)?;
    let product = judge.product();
    let none = Facts::default();
    let stated = relation.map(|relation| &product.relations[relation as usize]);
    let situation = Situation {
        kind: stated.map_or(RelationKind::Aggregate, |one| one.kind),
        relation: stated.map_or(&none, |one| &one.facts),
        used: &product.components[used as usize],
        delivery: &product.deliveries[delivery],
    };
    let by = relation.map(|relation| use_ref(judge, relation));
    proof.because.push(Proof::new(
        ProofRule::Delivery,
        Claim::Delivered { name: situation.delivery.name.clone(), kind: situation.delivery.kind },
    ));
    proof.because.extend(way.iter().map(|relation| prover.use_step(*relation)));
    proof.because.extend(prover.license(used, &taken));
    proof.because.push(prover.term_step(&situation, term, &written, by.as_ref()));
    let settling = duty
        .settled_by
        .map(|fact| carried::fact(&situation, GuardSubject::Fact(fact), by.as_ref()));
    proof.because.extend(settling);
    Some(proof)
}

struct Owing<'a, 'b> {
    judge: &'a Judge<'b>,
    delivery: usize,
}

impl<'b> Owing<'_, 'b> {
    /// The uses by which a component comes along, the last one that of the duty if it is about one.
    fn way(&self, used: ComponentIndex, duty: &Duty) -> Option<Vec<RelationIndex>> {
        let Some(by) = &duty.by_use else { return self.way_to(used) };
        let relation = self.judge.outgoing(self.judge.component(&by.from)?).iter().copied();
        let relation = relation
            .filter(|one| self.judge.counts(self.delivery, *one))
            .find(|one| use_ref(self.judge, *one) == *by)?;
        let mut way = self.way_to(self.judge.component(&by.from)?)?;
        way.push(relation);
        Some(way)
    }

    /// The shortest way by which a component comes along from a root of the delivery.
    fn way_to(&self, wanted: ComponentIndex) -> Option<Vec<RelationIndex>> {
        let judge = self.judge;
        let roots = judge.product().deliveries[self.delivery].roots.iter();
        let roots: Vec<ComponentIndex> = roots.filter_map(|id| judge.component(id)).collect();
        let mut came_by: HashMap<ComponentIndex, Option<RelationIndex>> =
            roots.iter().map(|root| (*root, None)).collect();
        let mut waiting = VecDeque::from(roots);
        while let Some(user) = waiting.pop_front() {
            if user == wanted {
                let mut way = Vec::new();
                let mut at = user;
                while let Some(Some(before)) = came_by.get(&at) {
                    way.push(*before);
                    at = judge.ends(*before)?.0;
                }
                way.reverse();
                return Some(way);
            }
            for relation in judge.outgoing(user) {
                let Some((_, used)) = judge.ends(*relation) else { continue };
                if judge.brings_along(*relation) && !came_by.contains_key(&used) {
                    came_by.insert(used, Some(*relation));
                    waiting.push_back(used);
                }
            }
        }
        None
    }

    /// The first choice of a component's licenses that holds the license of a term, and that license
    /// as it is written.
    fn taken(&self, used: ComponentIndex, id: &str) -> Option<(Vec<LicenseTerm>, LicenseTerm)> {
        let (license, _) = id.rsplit_once('#')?;
        let expression = self.judge.product().components[used as usize].license.effective()?;
        uses::choices(expression).into_iter().find_map(|choice| {
            let named = |term: &&LicenseTerm| {
                let known = self.judge.book().license(&term.license);
                known.is_some_and(|known| known.id.as_str() == license)
            };
            let written = choice.iter().find(named)?.clone();
            Some((choice, written))
        })
    }

    fn term(&self, id: &str) -> Option<&'b Term> {
        let (license, _) = id.rsplit_once('#')?;
        let license = heirloom_model::LicenseId::new(license).ok()?;
        let terms = &self.judge.book().license(&license)?.terms;
        terms.iter().find(|term| term.id.as_str() == id)
    }

    fn use_step(&self, relation: RelationIndex) -> Proof {
        let stated = &self.judge.product().relations[relation as usize];
        let by = use_ref(self.judge, relation);
        let mut step = Proof::new(ProofRule::Use, Claim::Uses { by, exists: stated.exists() });
        step.evidence = stated.evidence.iter().chain(&stated.against).cloned().collect();
        step
    }

    /// The license of a component, and what is taken of it.
    fn license(&self, used: ComponentIndex, taken: &[LicenseTerm]) -> Vec<Proof> {
        let of = || id_of(self.judge, used);
        let license = self.judge.product().components[used as usize].license.effective().cloned();
        let claim = Claim::License { of: of(), license: license.clone() };
        let mut steps = vec![Proof::new(ProofRule::License, claim)];
        let taken = Expression::all(taken.iter().cloned().map(Expression::Term));
        if let Some(taken) = taken.filter(|taken| Some(taken) != license.as_ref()) {
            steps.push(Proof::new(ProofRule::Election, Claim::Elected { of: of(), taken }));
        }
        steps
    }

    /// Whether the term applies, with its guards and the exceptions that do not reach.
    fn term_step(
        &self,
        situation: &Situation,
        term: &Term,
        written: &LicenseTerm,
        by: Option<&heirloom_model::UseRef>,
    ) -> Proof {
        let applies = Reading::ALL.iter().map(|one| situation.applies(term, *one, false));
        let applies = applies.fold(Tri::No, Tri::or);
        let claim = Claim::Applies { to: situation.used.id.clone(), applies };
        let mut step = Proof::new(ProofRule::Term, claim);
        step.terms.push(term_ref(term));
        step.because = carried::guards(situation, &term.trigger.guards, by);
        let exception = written.exception.as_ref().and_then(|id| self.judge.book().exception(id));
        if let (Some(exception), Some(by)) = (exception, by)
            && uses::fits(exception, &written.license)
        {
            step.despite = carried::failed(situation, Some(exception), by);
        }
        step
    }
}

/// The proofs of all duties of a kind for a component, by its name, with the delivery of each.
pub fn prove_duties(
    judge: &Judge,
    conclusions: &[heirloom_model::DeliveryConclusion],
    about: &ComponentId,
    kind: DutyKind,
) -> Vec<(usize, Proof)> {
    let duties = conclusions.iter().enumerate().flat_map(|(delivery, conclusion)| {
        conclusion.duties.iter().map(move |duty| (delivery, duty))
    });
    duties
        .filter(|(_, duty)| duty.kind == kind && duty.about.contains(about))
        .filter_map(|(delivery, duty)| Some((delivery, prove_duty(judge, delivery, duty, about)?)))
        .collect()
}

/// The component that a whole's short name or a component's name means.
pub fn component_named(judge: &Judge, name: &str) -> Option<ComponentId> {
    let by_name = || judge.component(&ComponentId::new(name).ok()?);
    let root = find(judge, name).map(|(_, root)| root).or_else(by_name)?;
    Some(id_of(judge, root))
}
