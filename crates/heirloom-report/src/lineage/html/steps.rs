// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Proofs as the page holds them: the same tree with short names, components by their numbers.

use heirloom_model::{Claim, Evidence, Proof, QuestionSubject, UseRef};
use serde::Serialize;
use serde_json::{Value, json};

use super::data::Data;
use crate::lineage::words;

/// A step: rule, claim, terms, evidence, because, despite.
#[derive(Serialize)]
pub(super) struct Step {
    r: &'static str,
    c: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    t: Vec<(String, String, &'static str)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    e: Vec<Seen>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    b: Vec<Step>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    d: Vec<Step>,
}

/// Path, first and last line, method, strength, note.
#[derive(Serialize)]
pub(super) struct Seen(Option<String>, u32, u32, &'static str, f64, String);

impl From<&Evidence> for Seen {
    fn from(evidence: &Evidence) -> Seen {
        let lines = evidence.span.map_or((0, 0), |span| (span.first_line, span.last_line));
        Seen(
            evidence.source.as_ref().map(ToString::to_string),
            lines.0,
            lines.1,
            evidence.method.name(),
            words::strength(evidence),
            evidence.note.to_string(),
        )
    }
}

impl Data<'_> {
    pub(super) fn step(&self, proof: &Proof) -> Step {
        let terms = proof.terms.iter();
        Step {
            r: proof.rule.name(),
            c: self.claim(&proof.claim),
            t: terms
                .map(|term| (term.id.to_string(), term.clause.to_string(), term.reviewed.name()))
                .collect(),
            e: proof.evidence.iter().map(Seen::from).collect(),
            b: proof.because.iter().map(|step| self.step(step)).collect(),
            d: proof.despite.iter().map(|step| self.step(step)).collect(),
        }
    }

    pub(super) fn by(&self, by: &UseRef) -> Value {
        json!([self.number(&by.from), by.kind.name(), self.number(&by.to)])
    }

    /// What a question or fact is about: its sort, and a component, use or name.
    pub(super) fn subject(&self, subject: &QuestionSubject) -> Value {
        match subject {
            QuestionSubject::Use(by) => json!(["use", self.by(by)]),
            QuestionSubject::Existence(by) => json!(["existence", self.by(by)]),
            QuestionSubject::Component(id) => json!(["component", self.number(id)]),
            QuestionSubject::License(id) => json!(["license", self.number(id)]),
            QuestionSubject::Licenses { of, source, .. } => {
                let of: Vec<Value> = of.iter().map(|id| self.number(id)).collect();
                json!(["licenses", of, source.to_string()])
            }
            QuestionSubject::Modified(id) => json!(["modified", self.number(id)]),
            QuestionSubject::Delivery(name) => json!(["delivery", &**name]),
        }
    }

    fn claim(&self, claim: &Claim) -> Value {
        match claim {
            Claim::Verdict { whole, reading, verdict } => json!([
                "verdict",
                self.number(whole),
                reading.map(|reading| reading.name()),
                verdict.tokens()
            ]),
            Claim::Brings { by, level, .. } => json!(["brings", self.by(by), level.name()]),
            Claim::Joined { by, rule, joined, disputed, .. } => {
                json!(["joined", self.by(by), &**rule, joined.name(), disputed])
            }
            Claim::Applies { to, applies } => {
                json!(["applies", self.number(to), applies.name()])
            }
            Claim::Uses { by, exists } => json!(["uses", self.by(by), exists.name()]),
            Claim::Fact { subject, name, value } => {
                json!(["fact", self.subject(subject), &**name, value.name()])
            }
            Claim::License { of, license } => {
                let license = license.as_ref().map(ToString::to_string);
                json!(["license", self.number(of), license])
            }
            Claim::Elected { of, taken } => {
                json!(["elected", self.number(of), taken.to_string()])
            }
            Claim::Outbound { license } => json!(["outbound", license.as_deref()]),
            Claim::Misfit { part, whole, reason } => {
                json!(["misfit", &**part, &**whole, &**reason])
            }
            Claim::Owed { duty, about, fulfilment, .. } => {
                json!(["owed", self.number(about), duty.name(), fulfilment.name()])
            }
            Claim::Delivered { name, kind } => json!(["delivered", &**name, kind.name()]),
        }
    }
}
