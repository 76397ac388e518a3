// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Decisions about many subjects.

use std::collections::{HashMap, HashSet};

use heirloom_model::{LicenseKind, LicenseTerm, Outcome, Problem, ProblemCode, Totals};

use crate::{
    Date,
    policy::{License, Policy, Waiver},
    subject::Subject,
};

use super::{Case, Decision, Kinds, Trace, decision, kind_of};

/// What a policy says about many subjects.
#[derive(Clone, Debug, PartialEq)]
pub struct Decisions<'p> {
    /// Each subject in its order; [`super::decide`] says of one what became of each rule.
    pub decisions: Vec<Decision<'p>>,
    /// How many came out how.
    pub totals: Totals,
    /// Waivers to look at.
    pub problems: Vec<Problem>,
}

impl Decisions<'_> {
    /// The heaviest outcome; what holds nothing is accepted.
    pub fn outcome(&self) -> Outcome {
        let outcomes = self.decisions.iter().map(|decision| decision.outcome);
        outcomes.max().unwrap_or(Outcome::Accepted)
    }
}

/// Decides about subjects one by one; what depends on their licenses alone is found out once.
pub struct Decider<'p, 'k> {
    policy: &'p Policy,
    kinds: &'k Kinds<'k>,
    as_of: Date,
    known: HashMap<Option<LicenseTerm>, (LicenseKind, Vec<bool>)>,
}

impl<'p, 'k> Decider<'p, 'k> {
    /// Decides by a policy on a day.
    pub fn new(policy: &'p Policy, kinds: &'k Kinds<'k>, as_of: Date) -> Decider<'p, 'k> {
        Decider { policy, kinds, as_of, known: HashMap::new() }
    }

    /// Decides about one; [`super::decide`] says of it what became of each rule.
    pub fn decide(&mut self, subject: &Subject) -> Decision<'p> {
        let Decider { policy, kinds, as_of, known } = self;
        decision(subject, &mut |term| {
            let key = term.cloned();
            let (kind, members) = known.entry(key).or_insert_with(|| {
                let kind = kind_of(kinds, term);
                (kind, policy.members(License { term, kind }))
            });
            let license = License { term, kind: *kind };
            let case = Case { policy, subject, license, members, as_of: Some(*as_of) };
            case.part(Trace::None)
        })
    }
}

/// Decides about many subjects.
pub fn decide_all<'p, 's>(
    policy: &'p Policy,
    kinds: &Kinds<'_>,
    subjects: impl IntoIterator<Item = &'s Subject>,
    as_of: Date,
) -> Decisions<'p> {
    let mut decider = Decider::new(policy, kinds, as_of);
    let mut totals = Totals::default();
    let mut decisions = Vec::new();
    for subject in subjects {
        let decision = decider.decide(subject);
        totals.add(decision.outcome, decision.is_waived());
        decisions.push(decision);
    }
    Decisions { problems: waiver_problems(policy, &decisions, as_of), decisions, totals }
}

/// Waivers to look at after these decisions: those whose last day is over and those that nothing
/// needed, by their lines in the policy's file; the caller adds the file.
pub fn waiver_problems<'d, 'p: 'd>(
    policy: &'p Policy,
    decisions: impl IntoIterator<Item = &'d Decision<'p>>,
    as_of: Date,
) -> Vec<Problem> {
    let parts = decisions.into_iter().flat_map(|decision| &decision.parts);
    let used: HashSet<*const Waiver> =
        parts.flat_map(|part| &part.waivers).map(|waiver| std::ptr::from_ref(*waiver)).collect();
    let expired = policy.expired(as_of).map(|waiver| {
        let day = ("day", waiver.expires.to_string().into());
        let args = vec![("what", waiver.what().into()), ("by", (&*waiver.by).into()), day];
        Problem::new(ProblemCode::WAIVER_EXPIRED, args).at_line(line(waiver))
    });
    let unused = policy
        .waivers
        .iter()
        .filter(|waiver| !waiver.is_expired(as_of) && !used.contains(&std::ptr::from_ref(*waiver)));
    let unused = unused.map(|waiver| {
        let args = vec![("what", waiver.what().into()), ("by", (&*waiver.by).into())];
        Problem::new(ProblemCode::WAIVER_UNUSED, args).at_line(line(waiver))
    });
    expired.chain(unused).collect()
}

fn line(waiver: &Waiver) -> u32 {
    u32::try_from(waiver.place.line).unwrap_or(u32::MAX)
}
