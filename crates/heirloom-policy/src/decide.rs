// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a policy says about a subject, by which rule, and why not by the others.
//!
//! Rules see one license at a time. Of licenses that all apply the heaviest outcome counts, of
//! licenses among which one may choose the lightest.

mod all;
mod select;
#[cfg(test)]
mod tests;

use heirloom_model::{Expression, LicenseId, LicenseKind, LicenseTerm, Outcome};

use crate::{
    Date,
    policy::{Effect, License, Policy, Rule, Waiver},
    subject::Subject,
};

pub use all::{Decider, Decisions, decide_all, waiver_problems};
pub use select::{Selector, Selectors};

/// Says what sort of license an identifier names.
pub type Kinds<'a> = dyn Fn(&LicenseId) -> LicenseKind + 'a;

/// What a policy says about a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision<'p> {
    /// All licenses together.
    pub outcome: Outcome,
    /// Each license of the subject from left to right; one without license if it has none.
    pub parts: Vec<Part<'p>>,
    decisive: usize,
}

impl<'p> Decision<'p> {
    /// The license on which the outcome rests.
    pub fn decisive(&self) -> &Part<'p> {
        &self.parts[self.decisive]
    }

    /// Whether a waiver kept a rule from deciding.
    pub fn is_waived(&self) -> bool {
        self.parts.iter().any(|part| !part.waivers.is_empty())
    }
}

/// What a policy says about a subject under one of its licenses.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'p> {
    /// The license; `None` if the component has none.
    pub license: Option<LicenseTerm>,
    /// What sort of license it is.
    pub kind: LicenseKind,
    /// What is said.
    pub outcome: Outcome,
    /// On what ground.
    pub ground: Ground<'p>,
    /// The waivers that kept a rule from deciding.
    pub waivers: Vec<&'p Waiver>,
    /// Waivers that would have done so, but their last day is over.
    pub expired: Vec<&'p Waiver>,
    /// Each rule of the policy; empty where nobody asked why.
    pub tried: Vec<Tried<'p>>,
}

impl<'p> Part<'p> {
    /// The rule that decided, if one did.
    pub fn rule(&self) -> Option<&'p Rule> {
        match self.ground {
            Ground::Rule(rule) => Some(rule),
            Ground::Waived { .. } | Ground::Otherwise => None,
        }
    }
}

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ground<'p> {
    /// The first rule that matched and was not waived.
    Rule(&'p Rule),
    /// A waiver, and no other rule matched.
    Waived {
        /// The first waiver that held.
        waiver: &'p Waiver,
        /// The rule it kept from deciding; `None` if no rule matched.
        rule: Option<&'p Rule>,
    },
    /// No rule matched.
    Otherwise,
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tried<'p> {
    /// The rule.
    pub rule: &'p Rule,
    /// What became of it.
    pub result: TriedResult<'p>,
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TriedResult<'p> {
    /// It matched first.
    Decides,
    /// It matched behind the one that decides.
    Matches,
    /// It matched, but somebody decided that it does not hold here.
    Waived(&'p Waiver),
    /// It did not match, because of these.
    Differs(Selectors),
}

/// Whether to say of each rule what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trace {
    Full,
    None,
}

/// Decides about one subject, and says of each rule what became of it.
pub fn decide<'p>(
    policy: &'p Policy,
    kinds: &Kinds<'_>,
    subject: &Subject,
    as_of: Date,
) -> Decision<'p> {
    decide_on(policy, kinds, subject, Some(as_of))
}

/// Decides as [`decide`] does; without a day no waiver holds.
pub(crate) fn decide_on<'p>(
    policy: &'p Policy,
    kinds: &Kinds<'_>,
    subject: &Subject,
    as_of: Option<Date>,
) -> Decision<'p> {
    decision(subject, &mut |term| {
        let license = License { term, kind: kind_of(kinds, term) };
        let case = Case { policy, subject, license, members: &policy.members(license), as_of };
        case.part(Trace::Full)
    })
}

fn kind_of(kinds: &Kinds<'_>, term: Option<&LicenseTerm>) -> LicenseKind {
    term.map_or(LicenseKind::Unknown, |term| kinds(&term.license))
}

/// Decides about each license of a subject and joins what comes out.
fn decision<'p>(
    subject: &Subject,
    part: &mut dyn FnMut(Option<&LicenseTerm>) -> Part<'p>,
) -> Decision<'p> {
    let mut parts = Vec::new();
    let decisive = match &subject.license {
        Some(expression) => joined(expression, &mut |term| {
            parts.push(part(Some(term)));
            (parts[parts.len() - 1].outcome, parts.len() - 1)
        }),
        None => {
            parts.push(part(None));
            (parts[0].outcome, 0)
        }
    };
    let (outcome, decisive) = decisive;
    Decision { outcome, parts, decisive }
}

/// The outcome of an expression with the number of the term on which it rests: the first one of
/// the heaviest if all apply, of the lightest if one may choose.
fn joined(
    expression: &Expression,
    term_outcome: &mut dyn FnMut(&LicenseTerm) -> (Outcome, usize),
) -> (Outcome, usize) {
    let (operands, choose) = match expression {
        Expression::Term(term) => return term_outcome(term),
        Expression::And(operands) => (operands, false),
        Expression::Or(operands) => (operands, true),
    };
    operands
        .iter()
        .map(|operand| joined(operand, term_outcome))
        .collect::<Vec<_>>()
        .into_iter()
        .reduce(|best, next| {
            let better = if choose { next.0 < best.0 } else { next.0 > best.0 };
            if better { next } else { best }
        })
        .expect("an expression has operands")
}

/// A subject under one license, before a policy.
struct Case<'p, 's> {
    policy: &'p Policy,
    subject: &'s Subject,
    license: License<'s>,
    /// For each class of the policy whether the license is in it.
    members: &'s [bool],
    as_of: Option<Date>,
}

impl<'p> Case<'p, '_> {
    fn part(&self, trace: Trace) -> Part<'p> {
        let mut part = Part {
            license: self.license.term.cloned(),
            kind: self.license.kind,
            outcome: self.policy.otherwise.outcome(),
            ground: Ground::Otherwise,
            waivers: Vec::new(),
            expired: Vec::new(),
            tried: Vec::new(),
        };
        let mut decided = false;
        for rule in &self.policy.rules {
            let result = match trace {
                Trace::Full => self.tried(rule, decided, &mut part),
                Trace::None if self.misses(rule).next().is_some() => continue,
                Trace::None => self.matched(rule, decided, &mut part),
            };
            decided |= result == TriedResult::Decides;
            match trace {
                Trace::Full => part.tried.push(Tried { rule, result }),
                Trace::None if decided => break,
                Trace::None => {}
            }
        }
        if !decided {
            self.without_rule(&mut part);
        }
        part
    }

    fn tried(&self, rule: &'p Rule, decided: bool, part: &mut Part<'p>) -> TriedResult<'p> {
        let differs: Selectors = self.misses(rule).collect();
        if differs.is_empty() {
            self.matched(rule, decided, part)
        } else {
            TriedResult::Differs(differs)
        }
    }

    fn matched(&self, rule: &'p Rule, decided: bool, part: &mut Part<'p>) -> TriedResult<'p> {
        if decided {
            return TriedResult::Matches;
        }
        if rule.effect != Effect::Allow
            && let Some(waiver) = self.waiver(Some(rule), part)
        {
            if part.waivers.is_empty() {
                part.outcome = Outcome::Accepted;
                part.ground = Ground::Waived { waiver, rule: Some(rule) };
            }
            part.waivers.push(waiver);
            return TriedResult::Waived(waiver);
        }
        part.outcome = rule.effect.outcome();
        part.ground = Ground::Rule(rule);
        TriedResult::Decides
    }

    /// No rule decided: a waiver of the finding itself may.
    fn without_rule(&self, part: &mut Part<'p>) {
        if part.ground != Ground::Otherwise || self.policy.otherwise == Effect::Allow {
            return;
        }
        if let Some(waiver) = self.waiver(None, part) {
            part.outcome = Outcome::Accepted;
            part.ground = Ground::Waived { waiver, rule: None };
            part.waivers.push(waiver);
        }
    }

    /// The waiver that keeps a rule from deciding; those that no longer hold are noted.
    fn waiver(&self, rule: Option<&Rule>, part: &mut Part<'p>) -> Option<&'p Waiver> {
        let as_of = self.as_of?;
        let mut expired = None;
        for waiver in &self.policy.waivers {
            if !self.is_meant(waiver, rule) {
                continue;
            }
            if !waiver.is_expired(as_of) {
                return Some(waiver);
            }
            expired = expired.or(Some(waiver));
        }
        if let Some(waiver) = expired
            && !part.expired.iter().any(|known| std::ptr::eq(*known, waiver))
        {
            part.expired.push(waiver);
        }
        None
    }

    fn is_meant(&self, waiver: &Waiver, rule: Option<&Rule>) -> bool {
        let subject = self.subject;
        let by_rule = rule.is_some_and(|rule| waiver.rules.contains(&rule.id));
        let by_finding =
            subject.finding.as_ref().is_some_and(|finding| waiver.findings.contains(finding));
        let component = waiver.components.is_empty()
            || waiver.components.iter().any(|pattern| pattern.matches(subject.component.as_str()));
        let license = waiver.licenses.is_empty()
            || self
                .license
                .term
                .is_some_and(|term| waiver.licenses.iter().any(|pattern| pattern.matches(term)));
        let delivery = waiver.deliveries.is_empty()
            || subject.delivery.is_some_and(|kind| waiver.deliveries.contains(&kind.name()));
        (by_rule || by_finding) && component && license && delivery
    }
}
