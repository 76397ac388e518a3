// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a policy says of a product: what `heirloom-policy` decides and others show.

use std::{fmt, sync::Arc};

use crate::{ComponentId, Evidence, LicenseTerm, Problem, UseRef, named::named};

named! {
    /// What a policy says, from light to heavy.
    pub enum Outcome {
        /// It is accepted.
        Accepted = "accepted",
        /// Something has to be found out first.
        Asks = "asks",
        /// Somebody has to approve.
        NeedsApproval = "needs_approval",
        /// It is rejected.
        Rejected = "rejected",
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a finding of a policy is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingSubject {
    /// A delivered whole itself.
    Whole,
    /// A use inside the whole.
    Use(UseRef),
}

/// A waiver that kept a rule from deciding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaivedBy {
    /// The rule; `None` if no rule matched.
    pub rule: Option<Arc<str>>,
    /// Why.
    pub reason: Arc<str>,
    /// Who decided.
    pub by: Arc<str>,
    /// The last day on which it holds, such as `2027-03-31`.
    pub expires: Arc<str>,
}

/// Something that a policy does not simply accept.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyFinding {
    /// A short name, the same for the same subject and delivery; waivers may mean it alone.
    pub id: Arc<str>,
    /// The name of the delivery.
    pub delivery: Arc<str>,
    /// The whole, by its root.
    pub whole: ComponentId,
    /// The short name of the whole, as [`crate::WholeConclusion::id`].
    pub whole_id: Arc<str>,
    /// What it is about.
    pub subject: FindingSubject,
    /// The license on which the outcome rests; `None` if there is none.
    pub license: Option<LicenseTerm>,
    /// What the policy says; accepted only where a waiver made it so.
    pub outcome: Outcome,
    /// The rule that decided; `None` where none matched or a waiver held.
    pub rule: Option<Arc<str>>,
    /// Why, in the words of the policy's author; empty where no rule matched.
    pub reason: Arc<str>,
    /// Where more about it stands.
    pub reference: Option<Arc<str>>,
    /// The waivers that kept rules from deciding.
    pub waived: Vec<WaivedBy>,
    /// What shows the use.
    pub evidence: Vec<Evidence>,
}

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
    /// Counts one subject.
    pub fn add(&mut self, outcome: Outcome, waived: bool) {
        let count = match outcome {
            Outcome::Accepted => &mut self.accepted,
            Outcome::Asks => &mut self.asks,
            Outcome::NeedsApproval => &mut self.needs_approval,
            Outcome::Rejected => &mut self.rejected,
        };
        *count += 1;
        self.waived += usize::from(waived);
    }

    /// How many subjects there were.
    pub fn n_subjects(&self) -> usize {
        self.accepted + self.asks + self.needs_approval + self.rejected
    }

    /// How many came out so.
    pub fn of(&self, outcome: Outcome) -> usize {
        match outcome {
            Outcome::Accepted => self.accepted,
            Outcome::Asks => self.asks,
            Outcome::NeedsApproval => self.needs_approval,
            Outcome::Rejected => self.rejected,
        }
    }
}

/// What a policy says of a product.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyConclusion {
    /// The name of the policy.
    pub policy: Arc<str>,
    /// The day of the decision, such as `2026-12-31`.
    pub as_of: Arc<str>,
    /// The heaviest outcome.
    pub outcome: Outcome,
    /// How many subjects came out how.
    pub totals: Totals,
    /// What is not simply accepted, the heaviest first; what is beyond a limit is told in
    /// `problems`.
    pub findings: Vec<PolicyFinding>,
    /// Waivers that have expired or that nothing needed.
    pub problems: Vec<Problem>,
}
