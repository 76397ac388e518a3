// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a policy says.

use heirloom_model::{FindingSubject, PolicyConclusion, PolicyFinding, WaivedBy};
use schemars::JsonSchema;
use serde::Serialize;

use super::{conclusion::UseWire, product::EvidenceWire};
use crate::wire::{ProblemWire, list};

/// What a policy says of the product.
#[derive(Serialize, JsonSchema)]
pub(super) struct PolicyWire {
    /// The policy's name.
    name: String,
    /// The day of the decision, as `2026-12-31`.
    as_of: String,
    /// The heaviest outcome: `accepted`, `asks`, `needs_approval` or `rejected`.
    outcome: &'static str,
    /// How many subjects were decided about.
    subjects: usize,
    /// What is not simply accepted, the heaviest first.
    findings: Vec<FindingWire>,
    /// Waivers that have expired or that nothing needed.
    problems: Vec<ProblemWire>,
}

/// Something that the policy does not simply accept.
#[derive(Serialize, JsonSchema)]
struct FindingWire {
    /// A short name, the same for the same subject and delivery.
    id: String,
    delivery: String,
    /// The whole, by its root.
    whole: String,
    /// The name by which `heirloom explain` knows the whole.
    whole_id: String,
    /// The use it is about; null if it is about the whole itself.
    by_use: Option<UseWire>,
    /// The license on which the outcome rests.
    license: Option<String>,
    /// What the policy says; `accepted` only where a waiver made it so.
    outcome: &'static str,
    /// The rule that decided; null where none matched or a waiver held.
    rule: Option<String>,
    /// Why, in the words of the policy's author.
    reason: String,
    /// Where more about it stands.
    reference: Option<String>,
    /// The waivers that kept rules from deciding.
    waived: Vec<WaivedWire>,
    /// What shows the use.
    evidence: Vec<EvidenceWire>,
}

/// A waiver that held.
#[derive(Serialize, JsonSchema)]
struct WaivedWire {
    /// The rule that it kept from deciding; null if none matched.
    rule: Option<String>,
    reason: String,
    /// Who decided.
    by: String,
    /// The last day on which it holds, as `2027-03-31`.
    expires: String,
}

impl From<&PolicyConclusion> for PolicyWire {
    fn from(policy: &PolicyConclusion) -> PolicyWire {
        PolicyWire {
            name: policy.policy.to_string(),
            as_of: policy.as_of.to_string(),
            outcome: policy.outcome.name(),
            subjects: policy.totals.n_subjects(),
            findings: list(&policy.findings),
            problems: list(&policy.problems),
        }
    }
}

impl From<&PolicyFinding> for FindingWire {
    fn from(finding: &PolicyFinding) -> FindingWire {
        FindingWire {
            id: finding.id.to_string(),
            delivery: finding.delivery.to_string(),
            whole: finding.whole.to_string(),
            whole_id: finding.whole_id.to_string(),
            by_use: match &finding.subject {
                FindingSubject::Whole => None,
                FindingSubject::Use(by) => Some(UseWire::from(by)),
            },
            license: finding.license.as_ref().map(ToString::to_string),
            outcome: finding.outcome.name(),
            rule: finding.rule.as_deref().map(str::to_owned),
            reason: finding.reason.to_string(),
            reference: finding.reference.as_deref().map(str::to_owned),
            waived: list(&finding.waived),
            evidence: list(&finding.evidence),
        }
    }
}

impl From<&WaivedBy> for WaivedWire {
    fn from(waived: &WaivedBy) -> WaivedWire {
        WaivedWire {
            rule: waived.rule.as_deref().map(str::to_owned),
            reason: waived.reason.to_string(),
            by: waived.by.to_string(),
            expires: waived.expires.to_string(),
        }
    }
}
