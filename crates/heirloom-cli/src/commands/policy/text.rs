// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What `heirloom policy` says, for people.

use std::fmt::Write;

use heirloom_engine::{
    Gate,
    gate::Explained,
    policy::{
        Decision, Ground, License, Part, Policy, Rule, Selector, Subject, TestReport, TriedResult,
        Waiver,
    },
};
use heirloom_model::Problem;
use heirloom_report::messages::Messages;

/// How the examples of a policy came out.
pub(super) fn test(
    messages: &Messages,
    name: &str,
    policy: &Policy,
    report: &TestReport<'_>,
    problems: &[Problem],
    expired: &[&Waiver],
) -> String {
    let mut text = String::new();
    for result in report.failures() {
        let example = result.example;
        let args = [("name", &*example.name), ("line", &*example.place.line.to_string())];
        line(&mut text, 0, &messages.text("policy.failed", &args));
        let expected = verdict(messages, example.expect.name(), example.rule.as_deref());
        line(&mut text, 4, &messages.text("policy.expected", &[("what", &expected)]));
        let found = decided(messages, &result.decision);
        line(&mut text, 4, &messages.text("policy.found", &[("what", &found)]));
        if let Some(rule) = example.rule.as_deref().and_then(|id| policy.rule(id)) {
            let why = became(messages, rule, result.decision.decisive(), &example.subject, None);
            line(&mut text, 4, &format!("{}: {why}", rule.id));
        }
    }
    for rule in &report.untried {
        let args = [("rule", &*rule.id), ("line", &*rule.place.line.to_string())];
        line(&mut text, 0, &messages.text("policy.untried", &args));
    }
    for problem in problems {
        let place = problem.line.map_or_else(String::new, |line| format!("{name}:{line}: "));
        line(&mut text, 0, &format!("! {place}{}", messages.problem(problem)));
    }
    for waiver in expired {
        let args =
            [("what", &*waiver.what()), ("by", &*waiver.by), ("day", &*waiver.expires.to_string())];
        let expired = messages.text("problem.waiver-expired", &args);
        line(&mut text, 0, &format!("! {name}:{}: {expired}", waiver.place.line));
    }
    let counts = [
        ("name", name),
        ("rules", &*policy.rules().len().to_string()),
        ("waivers", &*policy.waivers().len().to_string()),
        ("examples", &*report.results.len().to_string()),
        ("failed", &*report.failures().count().to_string()),
    ];
    line(&mut text, 0, &messages.text("policy.summary", &counts));
    text
}

/// Which rule decided about a subject, and what became of the others.
pub(super) fn explained(messages: &Messages, gate: &Gate, explained: &Explained<'_>) -> String {
    let Explained { subject, decision, by_use, .. } = explained;
    let mut text = String::new();
    let what = match by_use {
        Some(by) => {
            let kind = messages.label(&format!("relation.{}", by.kind.name())).to_owned();
            format!("{} {kind} {}", by.from, by.to)
        }
        None => messages.text("gate.whole", &[("whole", subject.component.as_str())]),
    };
    let whole = subject.whole.as_ref().map_or("", |whole| whole.id.as_str());
    line(&mut text, 0, &messages.text("gate.within", &[("use", &what), ("whole", whole)]));
    let delivery = subject.delivery.map_or("", |kind| kind.name());
    let delivery = messages.label(&format!("delivery.{delivery}")).to_owned();
    line(&mut text, 0, &format!("{} · {delivery}", explained.delivery));
    let day = gate.as_of.to_string();
    let args = [("policy", gate.policy.name()), ("day", &*day)];
    let head = messages.text("gate.policy", &args);
    line(&mut text, 0, &format!("{head} {}", decided(messages, decision)));
    for part in &decision.parts {
        text.push('\n');
        let license = part.license.as_ref().map_or_else(
            || messages.label("gate.no-license").to_owned(),
            |license| format!("{license} ({})", part.kind.name()),
        );
        let outcome = ground(messages, part);
        line(&mut text, 2, &format!("{license}: {outcome}"));
        if let Some(rule) = part.rule() {
            line(&mut text, 4, &rule.reason);
            if let Some(reference) = &rule.reference {
                line(&mut text, 4, &messages.text("gate.see", &[("reference", reference)]));
            }
        }
        for waiver in &part.waivers {
            line(&mut text, 4, &waived(messages, waiver));
        }
        for tried in &part.tried {
            let became = became(messages, tried.rule, part, subject, Some(gate));
            line(&mut text, 4, &format!("{}: {became}", tried.rule.id));
        }
    }
    text
}

fn line(text: &mut String, indent: usize, what: &str) {
    let visible: String = what
        .chars()
        .map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
        .collect();
    writeln!(text, "{}{visible}", " ".repeat(indent)).expect("a string");
}

fn waived(messages: &Messages, waiver: &Waiver) -> String {
    let rules: Vec<&str> = waiver.rules.iter().chain(&waiver.findings).map(|one| &**one).collect();
    let args = [
        ("rule", &*rules.join(", ")),
        ("day", &*waiver.expires.to_string()),
        ("by", &*waiver.by),
        ("reason", &*waiver.reason),
    ];
    messages.text("gate.waived-by", &args)
}

/// An outcome with the rule that made it.
fn verdict(messages: &Messages, outcome: &str, rule: Option<&str>) -> String {
    let outcome = messages.label(&format!("outcome.{outcome}")).to_owned();
    match rule {
        Some(rule) => messages.text("policy.by-rule", &[("outcome", &outcome), ("rule", rule)]),
        None => outcome,
    }
}

fn decided(messages: &Messages, decision: &Decision<'_>) -> String {
    let rule = decision.decisive().rule().map(|rule| &*rule.id);
    verdict(messages, decision.outcome.name(), rule)
}

fn ground(messages: &Messages, part: &Part<'_>) -> String {
    let outcome = messages.label(&format!("outcome.{}", part.outcome.name())).to_owned();
    match part.ground {
        Ground::Rule(rule) => verdict(messages, part.outcome.name(), Some(&rule.id)),
        Ground::Waived { .. } => format!("{outcome}, {}", messages.label("gate.by-waiver")),
        Ground::Otherwise => format!("{outcome}, {}", messages.label("gate.no-rule")),
    }
}

/// What became of a rule.
fn became(
    messages: &Messages,
    rule: &Rule,
    part: &Part<'_>,
    subject: &Subject,
    gate: Option<&Gate>,
) -> String {
    let tried = part.tried.iter().find(|tried| std::ptr::eq(tried.rule, rule));
    match tried.map(|tried| tried.result) {
        Some(TriedResult::Decides) => messages.label("policy.decides").to_owned(),
        Some(TriedResult::Matches) => messages.label("policy.matches").to_owned(),
        Some(TriedResult::Waived(waiver)) => waived(messages, waiver),
        Some(TriedResult::Differs(selectors)) => {
            let differ =
                selectors.iter().map(|one| differs(messages, one, rule, part, subject, gate));
            differ.collect::<Vec<_>>().join("; ")
        }
        None => String::new(),
    }
}

fn differs(
    messages: &Messages,
    selector: Selector,
    rule: &Rule,
    part: &Part<'_>,
    subject: &Subject,
    gate: Option<&Gate>,
) -> String {
    let wanted = selector.wanted(rule);
    if let (Selector::Condition, Some(when)) = (selector, &rule.when) {
        let license = License { term: part.license.as_ref(), kind: part.kind };
        let values = when.values(subject, license, gate.map(|gate| gate.as_of));
        let values: Vec<String> =
            values.iter().map(|(path, value)| format!("{path} = {value}")).collect();
        let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
        let args = [("when", &*wanted), ("values", &*values.join(", "))];
        return messages.text("policy.condition", &args);
    }
    let mut found = selector.found(subject, part);
    if found.is_empty() {
        found = messages.label("policy.nothing").to_owned();
    }
    let args = [("key", selector.name()), ("wanted", &*wanted), ("found", &*found)];
    messages.text("policy.differs", &args)
}
