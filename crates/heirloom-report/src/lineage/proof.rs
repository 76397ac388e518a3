// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Proofs as indented trees.

use heirloom_model::{Claim, Ending, Evidence, Proof, Question, Tri};

use super::terminal::Page;
use crate::{
    TerminalOptions,
    messages::Messages,
    terminal::{Style, paint},
    visible::visible,
};

/// Evidences shown for one step.
const MAX_EVIDENCE: usize = 3;

pub(super) fn page(proof: &Proof, endings: &[Ending], options: &TerminalOptions) -> String {
    let messages = Messages::for_language(options.language);
    let width = options.width.clamp(60, 120);
    let mut page = Page { messages, color: options.color, width, text: String::new() };
    page.step(proof, 0, false);
    page.endings(endings);
    let advice = page.messages.label("check.not-advice").to_owned();
    page.line("");
    page.block(0, &advice);
    page.text
}

/// A question with what follows as things stand (`Unknown`) and under each answer.
pub(super) fn asked(
    question: &Question,
    answers: &[(Tri, Vec<&Proof>)],
    options: &TerminalOptions,
) -> String {
    let messages = Messages::for_language(options.language);
    let width = options.width.clamp(60, 120);
    let mut page = Page { messages, color: options.color, width, text: String::new() };
    let text = page.question(question);
    page.block(0, &format!("? {text}"));
    for (answer, proofs) in answers {
        let key = match answer {
            Tri::Unknown => "asked.now",
            Tri::Yes => "asked.yes",
            Tri::No => "asked.no",
        };
        let heading = paint(page.color, Style::Heading, page.messages.label(key));
        page.line("");
        page.line(&heading);
        for proof in proofs {
            page.step(proof, 1, false);
        }
        if proofs.is_empty() {
            let nothing = page.messages.label("asked.nothing").to_owned();
            page.block(2, &nothing);
        }
    }
    let advice = page.messages.label("check.not-advice").to_owned();
    page.line("");
    page.block(0, &advice);
    page.text
}

impl Page {
    fn step(&mut self, proof: &Proof, depth: usize, despite: bool) {
        let indent = (depth * 2).min(self.width / 2);
        let rule = self.messages.word("proof", proof.rule.name()).to_owned();
        let mark = if despite { "× " } else { "" };
        let claim = self.claim(&proof.claim);
        let terms: Vec<String> = proof
            .terms
            .iter()
            .map(|term| {
                let license = term.id.rsplit_once('#').map_or(&*term.id, |(license, _)| license);
                format!("{license} {}", term.clause)
            })
            .collect();
        let terms =
            if terms.is_empty() { String::new() } else { format!("  [{}]", terms.join("; ")) };
        let rule = paint(self.color, Style::Faint, &format!("{mark}{rule}:"));
        self.block(indent, &format!("{rule} {claim}{terms}"));
        for evidence in proof.evidence.iter().take(MAX_EVIDENCE) {
            let text = shown(evidence);
            self.block(indent + 4, &paint(self.color, Style::Faint, &text));
        }
        if proof.evidence.len() > MAX_EVIDENCE {
            let more =
                self.messages.count("check.more", (proof.evidence.len() - MAX_EVIDENCE) as u64);
            self.block(indent + 4, &more);
        }
        for step in &proof.because {
            self.step(step, depth + 1, false);
        }
        for step in &proof.despite {
            self.step(step, depth + 1, true);
        }
    }

    fn tri(&self, value: heirloom_model::Tri) -> &str {
        self.messages.word("tri", value.name())
    }

    fn claim(&self, claim: &Claim) -> String {
        match claim {
            Claim::Verdict { whole, reading, verdict } => {
                let verdict = self.verdict(*verdict);
                match reading {
                    Some(reading) => {
                        let name = self.messages.word("reading", reading.name());
                        let args = [("reading", name), ("verdict", &*verdict)];
                        self.messages.text("check.by-reading", &args)
                    }
                    None => format!("{} — {verdict}", visible(whole.as_str())),
                }
            }
            Claim::Brings { by, level, .. } => {
                let level = self.messages.word("level", level.name());
                format!("{} → {level}", visible(by.to.as_str()))
            }
            Claim::Joined { by, rule, joined, .. } => {
                let rule = self.messages.word("join-rule", rule);
                format!("{}: {} — {rule}", self.use_of(by), self.tri(*joined))
            }
            Claim::Applies { to, applies } => {
                format!("{}: {}", visible(to.as_str()), self.tri(*applies))
            }
            Claim::Uses { by, exists } => format!("{}: {}", self.use_of(by), self.tri(*exists)),
            Claim::Fact { subject, name, value } => {
                let fact = self.messages.word("fact", name);
                format!("{}: {fact}: {}", self.subject(subject), self.tri(*value))
            }
            Claim::License { of, license } => {
                let license = license.as_ref().map_or_else(
                    || self.tri(heirloom_model::Tri::Unknown).to_owned(),
                    ToString::to_string,
                );
                format!("{}: {license}", visible(of.as_str()))
            }
            Claim::Elected { of, taken } => format!("{}: {taken}", visible(of.as_str())),
            Claim::Outbound { license } => license.as_deref().unwrap_or("—").to_owned(),
            Claim::Misfit { part, whole, reason } => {
                let reason = self.messages.word("misfit", reason);
                if whole.is_empty() {
                    format!("{part}: {reason}")
                } else {
                    format!("{part} ∉ {whole}: {reason}")
                }
            }
            Claim::Owed { duty, about, to, fulfilment } => {
                let args = [
                    ("state", self.messages.word("fulfilment", fulfilment.name())),
                    ("duty", self.messages.word("duty", duty.name())),
                    ("about", &*visible(about.as_str())),
                    ("to", self.messages.word("owed-to", to.name())),
                ];
                self.messages.text("check.owed", &args)
            }
            Claim::Delivered { name, kind } => {
                let kind = self.messages.word("delivery", kind.name());
                format!("{} — {kind}", visible(name))
            }
        }
    }
}

/// Where something was seen, and what.
fn shown(evidence: &Evidence) -> String {
    let place = match (&evidence.source, evidence.span) {
        (Some(source), Some(span)) => {
            format!("{}:{} ", visible(&source.to_string()), span.first_line)
        }
        (Some(source), None) => format!("{} ", visible(&source.to_string())),
        (None, _) => String::new(),
    };
    format!(
        "{place}{} ({}, {:.2})",
        visible(&evidence.note),
        evidence.method.name(),
        evidence.strength
    )
}
