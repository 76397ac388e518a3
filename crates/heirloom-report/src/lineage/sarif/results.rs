// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The results: findings of the policy, verdicts, unmet duties, questions; errors first.

use std::collections::{BTreeMap, HashSet};

use heirloom_model::{
    Cause, ComponentId, DeliveryConclusion, Duty, FindingSubject, Fulfilment, Level, Outcome,
    PolicyFinding, Question, QuestionSubject, UseRef, WholeConclusion,
};

use super::{
    document::{
        CodeFlow, Fingerprints, Found, Location, Logical, Message, Physical, Step, Suppression,
        ThreadFlow,
    },
    rules::{QUESTION_ID, Rules, duty_id, level_of, policy_id, verdict_id},
};
use crate::{
    lineage::{
        CheckView,
        places::{Place, Places, statements},
        told::{Teller, shown},
    },
    visible::visible,
};

/// Ways of uses that are shown step by step.
const MAX_FLOWS: usize = 5;
/// Other places that show the same.
const MAX_RELATED: usize = 20;

/// The rules, and the results with the heavier first.
pub(super) fn results(view: &CheckView<'_>, teller: &Teller) -> (Rules, Vec<Found>) {
    let rules = Rules::new(view, teller);
    let context = Context { rules: &rules, places: Places::new(view.product), teller };
    let by_policy: HashSet<&str> = view.policy.map_or_else(HashSet::new, |policy| {
        let of_wholes = policy.findings.iter().filter(|one| one.subject == FindingSubject::Whole);
        of_wholes.map(|one| &*one.whole_id).collect()
    });
    let mut found = Vec::new();
    if let Some(policy) = view.policy {
        found.extend(policy.findings.iter().map(|one| context.finding(view, one)));
    }
    let is_decided = view.policy.is_some();
    for delivery in view.deliveries {
        let open = delivery.wholes.iter().filter(|whole| !by_policy.contains(&*whole.id));
        found.extend(open.filter_map(|whole| context.whole(delivery, whole, is_decided)));
        let unmet = |duty: &&Duty| duty.fulfilment == Fulfilment::Unmet;
        let duties = delivery.duties.iter().filter(unmet);
        found.extend(duties.map(|duty| context.duty(delivery, duty, is_decided)));
        found.extend(delivery.questions.iter().map(|one| context.question(delivery, one)));
    }
    let rank = |level: &str| ["error", "warning"].iter().position(|known| *known == level);
    found.sort_by_key(|one| rank(one.level).unwrap_or(2));
    (rules, found)
}

struct Context<'a> {
    rules: &'a Rules,
    places: Places<'a>,
    teller: &'a Teller,
}

impl Context<'_> {
    fn finding(&self, view: &CheckView<'_>, finding: &PolicyFinding) -> Found {
        let waived = finding.waived.iter().find_map(|waived| waived.rule.as_deref());
        let rule = policy_id(finding.rule.as_deref().or(waived));
        let mut text = self.teller.finding(finding);
        if !finding.reason.is_empty() {
            text = format!("{text}. {}", visible(&finding.reason));
        }
        let place = match &finding.subject {
            FindingSubject::Whole => self.places.of_component(&finding.whole),
            FindingSubject::Use(by) => finding
                .evidence
                .iter()
                .find_map(Place::of)
                .unwrap_or_else(|| self.places.of_use(by)),
        };
        let (about, used) = match &finding.subject {
            FindingSubject::Whole => ("whole".to_owned(), None),
            FindingSubject::Use(by) => (key(by), Some(&by.to)),
        };
        let mut found =
            self.found(rule, level_of(finding.outcome), &text, place, [&finding.delivery, &about]);
        found.fingerprint(&[&finding.id]);
        found.locations[0].logical_locations = logical([Some(&finding.whole), used]);
        found.properties.insert("findingId", finding.id.to_string());
        found.properties.insert("wholeId", finding.whole_id.to_string());
        found.related_locations = self.related(&finding.evidence);
        if finding.outcome == Outcome::Accepted {
            let suppression = |waived| Suppression {
                kind: "external",
                status: "accepted",
                justification: self.teller.waived(waived),
            };
            found.suppressions = finding.waived.iter().map(suppression).collect();
        }
        if finding.subject == FindingSubject::Whole {
            let wholes = view.deliveries.iter().flat_map(|delivery| &delivery.wholes);
            let whole = { wholes }.find(|whole| whole.id == finding.whole_id);
            if let Some(whole) = whole {
                found.message.text = format!("{text}. {}", self.verdict(whole));
                found.code_flows = self.flows(whole);
            }
        }
        found
    }

    /// A verdict that somebody should look at; of others, conflicts alone.
    fn whole(
        &self,
        delivery: &DeliveryConclusion,
        whole: &WholeConclusion,
        is_decided: bool,
    ) -> Option<Found> {
        let level = match whole.verdict.level {
            Level::Conflict if is_decided => "note",
            Level::Conflict => "error",
            _ if !whole.own => return None,
            Level::InheritsWhole | Level::Contested if is_decided => "note",
            Level::InheritsWhole | Level::Contested => "warning",
            Level::ReplaceabilityRequired => "note",
            Level::Clear | Level::DutiesOnly => return None,
        };
        let place = match first_cause(whole).and_then(|cause| cause.way.last()) {
            Some(by) => self.places.of_use(by),
            None => self.places.of_component(&whole.root),
        };
        let rule = verdict_id(whole.verdict.level);
        let about = whole.root.as_str();
        let mut found =
            self.found(rule, level, &self.verdict(whole), place, [&delivery.name, about]);
        found.locations[0].logical_locations = logical([Some(&whole.root), None]);
        found.properties.insert("wholeId", whole.id.to_string());
        found.properties.insert("verdict", whole.verdict.to_string());
        found.code_flows = self.flows(whole);
        Some(found)
    }

    fn duty(&self, delivery: &DeliveryConclusion, duty: &Duty, is_decided: bool) -> Found {
        let level = match (is_decided, duty.certain) {
            (true, _) => "note",
            (false, true) => "error",
            (false, false) => "warning",
        };
        let place = match (&duty.by_use, duty.about.first()) {
            (Some(by), _) => self.places.of_use(by),
            (None, Some(id)) => self.places.of_component(id),
            (None, None) => statements(),
        };
        let about: Vec<&str> = duty.about.iter().map(ComponentId::as_str).collect();
        let subject = format!("{} {}", duty.term.id, about.join(" "));
        let text = self.teller.duty(duty);
        let mut found =
            self.found(duty_id(duty.kind), level, &text, place, [&delivery.name, &subject]);
        found.locations[0].logical_locations = logical([duty.about.first(), None]);
        found.properties.insert("term", duty.term.id.to_string());
        found.properties.insert("clause", duty.term.clause.to_string());
        found
    }

    fn question(&self, delivery: &DeliveryConclusion, question: &Question) -> Found {
        let (place, names, subject) = match &question.subject {
            QuestionSubject::Use(by) | QuestionSubject::Existence(by) => {
                (self.places.of_use(by), logical([Some(&by.from), Some(&by.to)]), key(by))
            }
            QuestionSubject::Component(id)
            | QuestionSubject::License(id)
            | QuestionSubject::Modified(id) => {
                (self.places.of_component(id), logical([Some(id), None]), id.to_string())
            }
            QuestionSubject::Licenses { of, source, .. } => {
                let names = logical([of.first(), of.get(1)]);
                (Place::of_file(source), names, format!("licenses {source}"))
            }
            QuestionSubject::Delivery(name) => (statements(), Vec::new(), name.to_string()),
        };
        let fact = question.fact.map_or("", |fact| fact.name());
        let text = self.teller.question(question);
        let subject = format!("{subject} {fact}");
        let rule = QUESTION_ID.to_owned();
        let mut found = self.found(rule, "note", &text, place, [&delivery.name, &subject]);
        found.locations[0].logical_locations = names;
        found
    }

    /// A result about something of a delivery.
    fn found(
        &self,
        rule_id: String,
        level: &'static str,
        text: &str,
        place: Place,
        [delivery, about]: [&str; 2],
    ) -> Found {
        let mut found = Found {
            rule_index: self.rules.index(&rule_id),
            rule_id,
            level,
            message: Message::new(text),
            locations: vec![location(place)],
            related_locations: Vec::new(),
            code_flows: Vec::new(),
            partial_fingerprints: Fingerprints { line: String::new(), subject: String::new() },
            suppressions: Vec::new(),
            properties: BTreeMap::from([("delivery", shown(delivery))]),
        };
        found.fingerprint(&[delivery, about]);
        found
    }

    fn verdict(&self, whole: &WholeConclusion) -> String {
        let mut text = self.teller.whole(whole);
        for cause in heaviest(whole).iter().take(3) {
            text = format!("{text}; {}", self.teller.cause(cause));
        }
        text
    }

    /// The ways from a whole to what makes its verdict, use by use.
    fn flows(&self, whole: &WholeConclusion) -> Vec<CodeFlow> {
        let step = |by: &UseRef| {
            let mut location = location(self.places.of_use(by));
            location.message = Some(Message::new(&self.teller.use_of(by)));
            location.logical_locations = logical([Some(&by.to), None]);
            Step { location }
        };
        let flow = |cause: &Cause| CodeFlow {
            thread_flows: [ThreadFlow { locations: cause.way.iter().map(step).collect() }],
        };
        let causes = heaviest(whole).iter().filter(|cause| !cause.way.is_empty());
        causes.take(MAX_FLOWS).map(flow).collect()
    }

    /// The places of further evidence.
    fn related(&self, evidence: &[heirloom_model::Evidence]) -> Vec<Location> {
        let shown_at = evidence.iter().filter_map(|one| Some((Place::of(one)?, &one.note)));
        let located = |(at, (place, note)): (usize, (Place, &std::sync::Arc<str>))| Location {
            id: Some(at + 1),
            message: Some(Message::new(&shown(note))),
            ..location(place)
        };
        shown_at.enumerate().skip(1).take(MAX_RELATED).map(located).collect()
    }
}

impl Found {
    /// Names the result by what it is about, which lines that move do not change.
    fn fingerprint(&mut self, parts: &[&str]) {
        let bytes = [&[self.rule_id.as_str()], parts].concat().join("\0");
        // FNV-1a (Fowler, Noll, Vo, 1991).
        let hash = bytes.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        self.partial_fingerprints =
            Fingerprints { line: format!("{hash:016x}:1"), subject: format!("{hash:016x}") };
    }
}

/// The causes under the reading that tells the verdict.
fn heaviest(whole: &WholeConclusion) -> &[Cause] {
    let told = whole.readings.iter().max_by_key(|reading| reading.verdict);
    told.map_or(&[], |reading| &reading.causes)
}

fn first_cause(whole: &WholeConclusion) -> Option<&Cause> {
    heaviest(whole).first()
}

fn key(by: &UseRef) -> String {
    format!("{} {} {}", by.from, by.kind.name(), by.to)
}

fn location(place: Place) -> Location {
    Location {
        id: None,
        physical_location: Physical::from(place),
        logical_locations: Vec::new(),
        message: None,
    }
}

fn logical<const N: usize>(ids: [Option<&ComponentId>; N]) -> Vec<Logical> {
    let one = |id: &ComponentId| Logical {
        name: shown(id.as_str()),
        fully_qualified_name: visible(id.as_str()).into_owned(),
        kind: "package",
    };
    ids.into_iter().flatten().map(one).collect()
}
