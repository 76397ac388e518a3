// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Proofs.

use heirloom_model::{Claim, Proof, TermRef};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    conclusion::{UseWire, subject},
    product::EvidenceWire,
};
use crate::wire::list;

/// A step of a proof, with the steps it rests on.
#[derive(Serialize, JsonSchema)]
pub(super) struct ProofWire {
    /// By which rule.
    rule: &'static str,
    /// What it says.
    claim: ClaimWire,
    /// The terms it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    terms: Vec<TermWire>,
    /// What shows it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<EvidenceWire>,
    /// What it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    because: Vec<ProofWire>,
    /// What would have changed it and does not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    despite: Vec<ProofWire>,
}

/// A term of a license.
#[derive(Serialize, JsonSchema)]
struct TermWire {
    /// Its name, such as `GPL-2.0-only#source`.
    id: String,
    clause: String,
    /// Who looked at it: `text`, `steward`, `court` or `none`.
    reviewed: &'static str,
}

/// What a step says; `is` tells which of the other keys are there.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "is", rename_all = "snake_case")]
enum ClaimWire {
    /// The verdict on a whole; without a reading over all of them.
    Verdict { whole: String, reading: Option<&'static str>, verdict: String },
    /// What one carried thing brings upon a whole.
    Brings { whole: String, by_use: UseWire, level: &'static str, certainty: &'static str },
    /// Whether a use makes one work of both.
    Joined {
        by_use: UseWire,
        reading: &'static str,
        rule: String,
        joined: &'static str,
        disputed: bool,
    },
    /// Whether a term applies to a component.
    Applies { to: String, applies: &'static str },
    /// Whether a use exists.
    Uses { by_use: UseWire, exists: &'static str },
    /// What is known.
    Fact { about: &'static str, subject: String, name: String, value: &'static str },
    /// The license of a component.
    License { of: String, license: Option<String> },
    /// What was taken of a choice.
    Elected { of: String, taken: String },
    /// The license the whole goes out under; null if none suits.
    Outbound { license: Option<String> },
    /// A part that may not be in a whole under a license.
    Misfit { part: String, whole: String, reason: String },
    /// Something is owed.
    Owed { duty: &'static str, about: String, to: &'static str, fulfilment: &'static str },
    /// A delivery.
    Delivered { name: String, kind: &'static str },
}

impl From<&Proof> for ProofWire {
    fn from(proof: &Proof) -> ProofWire {
        ProofWire {
            rule: proof.rule.name(),
            claim: ClaimWire::from(&proof.claim),
            terms: list(&proof.terms),
            evidence: list(&proof.evidence),
            because: list(&proof.because),
            despite: list(&proof.despite),
        }
    }
}

impl From<&TermRef> for TermWire {
    fn from(term: &TermRef) -> TermWire {
        TermWire {
            id: term.id.to_string(),
            clause: term.clause.to_string(),
            reviewed: term.reviewed.name(),
        }
    }
}

impl From<&Claim> for ClaimWire {
    fn from(claim: &Claim) -> ClaimWire {
        match claim {
            Claim::Verdict { whole, reading, verdict } => ClaimWire::Verdict {
                whole: whole.to_string(),
                reading: reading.map(|reading| reading.name()),
                verdict: verdict.to_string(),
            },
            Claim::Brings { whole, by, level, certainty } => ClaimWire::Brings {
                whole: whole.to_string(),
                by_use: UseWire::from(by),
                level: level.name(),
                certainty: certainty.name(),
            },
            Claim::Joined { by, reading, rule, joined, disputed } => ClaimWire::Joined {
                by_use: UseWire::from(by),
                reading: reading.name(),
                rule: rule.to_string(),
                joined: joined.name(),
                disputed: *disputed,
            },
            Claim::Applies { to, applies } => {
                ClaimWire::Applies { to: to.to_string(), applies: applies.name() }
            }
            Claim::Uses { by, exists } => {
                ClaimWire::Uses { by_use: UseWire::from(by), exists: exists.name() }
            }
            Claim::Fact { subject: about, name, value } => {
                let (about, subject, _) = subject(about);
                ClaimWire::Fact { about, subject, name: name.to_string(), value: value.name() }
            }
            Claim::License { of, license } => ClaimWire::License {
                of: of.to_string(),
                license: license.as_ref().map(ToString::to_string),
            },
            Claim::Elected { of, taken } => {
                ClaimWire::Elected { of: of.to_string(), taken: taken.to_string() }
            }
            Claim::Outbound { license } => {
                ClaimWire::Outbound { license: license.as_deref().map(str::to_owned) }
            }
            Claim::Misfit { part, whole, reason } => ClaimWire::Misfit {
                part: part.to_string(),
                whole: whole.to_string(),
                reason: reason.to_string(),
            },
            Claim::Owed { duty, about, to, fulfilment } => ClaimWire::Owed {
                duty: duty.name(),
                about: about.to_string(),
                to: to.name(),
                fulfilment: fulfilment.name(),
            },
            Claim::Delivered { name, kind } => {
                ClaimWire::Delivered { name: name.to_string(), kind: kind.name() }
            }
        }
    }
}
