// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Decisions about many subjects.

use std::collections::{HashMap, HashSet};

use heirloom_model::{LicenseKind, LicenseTerm, Outcome, Problem, ProblemCode};

use crate::{
    date::Date,
    policy::{License, Policy, Waiver},
    subject::Subject,
};

use super::{Case, Decision, Kinds, Trace, decision, kind_of};

/// How many subjects came out how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Totals {
    /// Accepted, be it by a waiver.
    pub accepted: usize,
    /// Something has to be found out first.
    pub asks: usize,
    /// Somebody has to approve.
    pub needs_approval: usize,
    /// Rejected.
    pub rejected: usize,
    /// Those, of all the others, where a waiver kept a rule from deciding.
    pub waived: usize,
}

impl Totals {
    fn add(&mut self, decision: &Decision<'_>) {
        let count = match decision.outcome {
            Outcome::Accepted => &mut self.accepted,
            Outcome::Asks => &mut self.asks,
            Outcome::NeedsApproval => &mut self.needs_approval,
            Outcome::Rejected => &mut self.rejected,
        };
        *count += 1;
        self.waived += usize::from(decision.is_waived());
    }
}

/// What a policy says about many subjects.
#[derive(Clone, Debug, PartialEq)]
pub struct Decisions<'p> {
    /// Each subject in its order; [`super::decide`] says of one what became of each rule.
    pub decisions: Vec<Decision<'p>>,
    /// How many came out how.
    pub totals: Totals,
    /// Waivers whose last day is over.
    pub expired: Vec<&'p Waiver>,
    /// Waivers that hold and were not needed.
    pub unused: Vec<&'p Waiver>,
}

impl Decisions<'_> {
    /// The heaviest outcome; what holds nothing is accepted.
    pub fn outcome(&self) -> Outcome {
        let outcomes = self.decisions.iter().map(|decision| decision.outcome);
        outcomes.max().unwrap_or(Outcome::Accepted)
    }

    /// Waivers to look at, by their lines in the policy's file; the caller adds the file.
    pub fn problems(&self) -> Vec<Problem> {
        let expired = self.expired.iter().map(|waiver| {
            let day = ("day", waiver.expires.to_string().into());
            let args = vec![("what", waiver.what().into()), ("by", (&*waiver.by).into()), day];
            Problem::new(ProblemCode::WAIVER_EXPIRED, args).at_line(line(waiver))
        });
        let unused = self.unused.iter().map(|waiver| {
            let args = vec![("what", waiver.what().into()), ("by", (&*waiver.by).into())];
            Problem::new(ProblemCode::WAIVER_UNUSED, args).at_line(line(waiver))
        });
        expired.chain(unused).collect()
    }
}

fn line(waiver: &Waiver) -> u32 {
    u32::try_from(waiver.place.line).unwrap_or(u32::MAX)
}

/// Decides about many subjects.
pub fn decide_all<'p, 's>(
    policy: &'p Policy,
    kinds: &Kinds<'_>,
    subjects: impl IntoIterator<Item = &'s Subject>,
    as_of: Date,
) -> Decisions<'p> {
    let mut known: HashMap<Option<LicenseTerm>, (LicenseKind, Vec<bool>)> = HashMap::new();
    let mut decisions = Vec::new();
    let mut totals = Totals::default();
    for subject in subjects {
        let decision = decision(subject, &mut |term| {
            let key = term.cloned();
            let (kind, members) = known.entry(key).or_insert_with(|| {
                let kind = kind_of(kinds, term);
                (kind, policy.members(License { term, kind }))
            });
            let license = License { term, kind: *kind };
            let case = Case { policy, subject, license, members, as_of: Some(as_of) };
            case.part(Trace::None)
        });
        totals.add(&decision);
        decisions.push(decision);
    }
    let unused = unused(policy, &decisions, as_of);
    Decisions { decisions, totals, expired: policy.expired(as_of).collect(), unused }
}

fn unused<'p>(policy: &'p Policy, decisions: &[Decision<'p>], as_of: Date) -> Vec<&'p Waiver> {
    let parts = decisions.iter().flat_map(|decision| &decision.parts);
    let used: HashSet<*const Waiver> =
        parts.flat_map(|part| &part.waivers).map(|waiver| std::ptr::from_ref(*waiver)).collect();
    let holding = policy.waivers.iter().filter(|waiver| !waiver.is_expired(as_of));
    holding.filter(|waiver| !used.contains(&std::ptr::from_ref(*waiver))).collect()
}
