// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The rules that results name: rules of the policy, levels of verdicts, kinds of duties, and one
//! for questions.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{DutyKind, FindingSubject, Level, Outcome, Verdict};

use super::document::{Configuration, Message, Rule, RuleProperties};
use crate::{
    lineage::{
        CheckView,
        told::{Teller, shown, term},
    },
    visible::visible,
};

/// Clauses that a rule's help names.
const MAX_TERMS: usize = 20;

/// The rules in the order of their ids.
pub(super) struct Rules {
    pub(super) list: Vec<Rule>,
}

impl Rules {
    pub(super) fn new(view: &CheckView<'_>, teller: &Teller) -> Rules {
        let mut by_id: BTreeMap<String, Rule> = BTreeMap::new();
        let levels = Level::ALL.iter().filter(|level| **level > Level::DutiesOnly);
        let rules = levels
            .map(|level| verdict_rule(teller, *level))
            .chain(duty_rules(view, teller))
            .chain(policy_rules(view, teller))
            .chain([question_rule(teller)]);
        for rule in rules {
            by_id.entry(rule.id.clone()).or_insert(rule);
        }
        Rules { list: by_id.into_values().collect() }
    }

    /// The place of a rule; every result's rule is listed.
    pub(super) fn index(&self, id: &str) -> usize {
        let place = self.list.binary_search_by(|rule| rule.id.as_str().cmp(id));
        place.expect("every rule of a result is listed")
    }
}

/// The id of a policy's rule, or of what no rule matches.
pub(super) fn policy_id(rule: Option<&str>) -> String {
    format!("policy/{}", shown(rule.unwrap_or("no-rule")))
}

pub(super) fn verdict_id(level: Level) -> String {
    format!("verdict/{}", level.name())
}

pub(super) fn duty_id(kind: DutyKind) -> String {
    format!("duty/{}", kind.name())
}

pub(super) const QUESTION_ID: &str = "question";

pub(super) fn level_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Rejected => "error",
        // What a waiver holds back is shown as what it would be without.
        Outcome::NeedsApproval | Outcome::Accepted => "warning",
        Outcome::Asks => "note",
    }
}

fn rule(id: String, texts: [&str; 3], level: &'static str, sort: &'static str) -> Rule {
    let [short, full, help] = texts.map(Message::new);
    Rule {
        id,
        short_description: short,
        full_description: full,
        help,
        help_uri: None,
        default_configuration: Configuration { level },
        properties: RuleProperties { tags: ["license", sort] },
    }
}

fn verdict_rule(teller: &Teller, level: Level) -> Rule {
    let verdict = teller.verdict(Verdict::of(level));
    let short = teller.text("form.verdict-rule", &[("verdict", &verdict)]);
    let full = teller.word("level-help", level.name());
    let default = match level {
        Level::Conflict => "error",
        Level::InheritsWhole | Level::Contested => "warning",
        _ => "note",
    };
    rule(verdict_id(level), [&short, &full, &full], default, "verdict")
}

fn duty_rules(view: &CheckView<'_>, teller: &Teller) -> Vec<Rule> {
    let mut terms: BTreeMap<DutyKind, BTreeSet<String>> = BTreeMap::new();
    for duty in view.deliveries.iter().flat_map(|delivery| &delivery.duties) {
        terms.entry(duty.kind).or_default().insert(term(duty));
    }
    let one = |(kind, terms): (DutyKind, BTreeSet<String>)| {
        let duty = teller.word("duty", kind.name());
        let short = teller.text("form.duty-rule", &[("duty", &duty)]);
        let more = if terms.len() > MAX_TERMS { "; …" } else { "" };
        let terms: Vec<String> = terms.into_iter().take(MAX_TERMS).collect();
        let terms = format!("{}{more}", terms.join("; "));
        let help = teller.text("form.duty-help", &[("terms", &terms)]);
        rule(duty_id(kind), [&short, &help, &help], "error", "duty")
    };
    terms.into_iter().map(one).collect()
}

fn policy_rules(view: &CheckView<'_>, teller: &Teller) -> Vec<Rule> {
    let Some(policy) = view.policy else { return Vec::new() };
    let name = shown(&policy.policy);
    let one = |finding: &heirloom_model::PolicyFinding| {
        let waived = finding.waived.iter().find_map(|waived| waived.rule.as_deref());
        let id = finding.rule.as_deref().or(waived);
        let short = match id {
            Some(id) => teller.text("form.policy-rule", &[("rule", &shown(id)), ("policy", &name)]),
            None => teller.text("form.no-rule", &[("policy", &name)]),
        };
        // The reason of a finding without a rule is a waiver's matter or none.
        let reason = match (&finding.rule, finding.subject == FindingSubject::Whole) {
            (Some(_), _) | (None, true) if !finding.reason.is_empty() => visible(&finding.reason),
            _ => short.as_str().into(),
        };
        let reference = finding.reference.as_deref().filter(|_| finding.rule.is_some());
        let see = reference.map(|text| teller.text("form.see", &[("reference", &visible(text))]));
        let help = [&*reason, see.as_deref().unwrap_or_default()].join(" ");
        let level = level_of(finding.outcome);
        let mut rule = rule(policy_id(id), [&short, &reason, help.trim()], level, "policy");
        rule.help_uri = reference.filter(|text| is_address(text)).map(str::to_owned);
        rule
    };
    policy.findings.iter().map(one).collect()
}

fn question_rule(teller: &Teller) -> Rule {
    let messages = teller.messages();
    let (short, help) =
        (messages.label("form.question-rule"), messages.label("form.question-help"));
    rule(QUESTION_ID.to_owned(), [short, short, help], "note", "question")
}

/// Whether a reference is an address by RFC 3986, as far as it matters to who checks forms.
fn is_address(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    is_web && text.bytes().all(allowed)
}
