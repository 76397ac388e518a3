// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The form `heirloom-check/1`.

use heirloom_model::{
    Cause, DeliveryConclusion, Duty, Question, QuestionSubject, UseRef, Verdict, WholeConclusion,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::CheckView;

/// What follows for a product.
#[derive(Serialize, JsonSchema)]
pub(crate) struct CheckWire {
    /// The form's name and version: `heirloom-check/1`.
    form: &'static str,
    /// What was checked.
    source: String,
    /// The version of Heirloom.
    version: String,
    /// The number of components.
    components: usize,
    /// The number of relations.
    relations: usize,
    /// Whether the delivery is assumed.
    assumed_delivery: bool,
    /// What follows for each delivery.
    deliveries: Vec<DeliveryWire>,
    /// What could not be judged.
    problems: Vec<String>,
}

/// What follows for one delivery.
#[derive(Serialize, JsonSchema)]
struct DeliveryWire {
    name: String,
    kind: &'static str,
    wholes: Vec<WholeWire>,
    duties: Vec<DutyWire>,
    questions: Vec<QuestionWire>,
}

/// What follows for one whole.
#[derive(Serialize, JsonSchema)]
struct WholeWire {
    /// The name by which `heirloom explain` knows it.
    id: String,
    root: String,
    own: bool,
    /// Tokens joined by `+`, over all readings.
    verdict: String,
    readings: Vec<ReadingWire>,
}

#[derive(Serialize, JsonSchema)]
struct ReadingWire {
    reading: &'static str,
    verdict: String,
    /// The license the whole has to go out under, if one claims it.
    outbound: Option<String>,
    causes: Vec<CauseWire>,
}

#[derive(Serialize, JsonSchema)]
struct CauseWire {
    way: Vec<UseWire>,
    license: Option<String>,
    level: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct UseWire {
    from: String,
    kind: &'static str,
    to: String,
}

/// Something that has to be done.
#[derive(Serialize, JsonSchema)]
struct DutyWire {
    kind: &'static str,
    /// The term, such as `GPL-2.0-only#source`.
    term: String,
    clause: String,
    reviewed: &'static str,
    about: Vec<String>,
    by_use: Option<UseWire>,
    owed_to: &'static str,
    until: Option<String>,
    readings: Vec<&'static str>,
    certain: bool,
    fulfilment: &'static str,
    /// The fact whose statement settles whether it is met.
    settled_by: Option<&'static str>,
}

/// Something nobody knows.
#[derive(Serialize, JsonSchema)]
struct QuestionWire {
    /// `use`, `existence`, `component`, `license`, `modified` or `delivery`.
    about: &'static str,
    subject: String,
    by_use: Option<UseWire>,
    fact: Option<&'static str>,
    if_yes: Option<String>,
    if_no: Option<String>,
    decides: usize,
}

impl From<&CheckView<'_>> for CheckWire {
    fn from(view: &CheckView<'_>) -> CheckWire {
        CheckWire {
            form: "heirloom-check/1",
            source: view.source.to_owned(),
            version: view.version.to_owned(),
            components: view.product.components.len(),
            relations: view.product.relations.len(),
            assumed_delivery: view.is_assumed,
            deliveries: view.deliveries.iter().map(DeliveryWire::from).collect(),
            problems: view.problems.to_vec(),
        }
    }
}

impl From<&DeliveryConclusion> for DeliveryWire {
    fn from(delivery: &DeliveryConclusion) -> DeliveryWire {
        DeliveryWire {
            name: delivery.name.to_string(),
            kind: delivery.kind.name(),
            wholes: delivery.wholes.iter().map(WholeWire::from).collect(),
            duties: delivery.duties.iter().map(DutyWire::from).collect(),
            questions: delivery.questions.iter().map(QuestionWire::from).collect(),
        }
    }
}

impl From<&WholeConclusion> for WholeWire {
    fn from(whole: &WholeConclusion) -> WholeWire {
        WholeWire {
            id: whole.id.to_string(),
            root: whole.root.to_string(),
            own: whole.own,
            verdict: whole.verdict.to_string(),
            readings: whole
                .readings
                .iter()
                .map(|read| ReadingWire {
                    reading: read.reading.name(),
                    verdict: read.verdict.to_string(),
                    outbound: read.outbound.as_deref().map(str::to_owned),
                    causes: read.causes.iter().map(CauseWire::from).collect(),
                })
                .collect(),
        }
    }
}

impl From<&Cause> for CauseWire {
    fn from(cause: &Cause) -> CauseWire {
        CauseWire {
            way: cause.way.iter().map(UseWire::from).collect(),
            license: cause.license.as_ref().map(ToString::to_string),
            level: cause.level.name(),
        }
    }
}

impl From<&UseRef> for UseWire {
    fn from(by: &UseRef) -> UseWire {
        UseWire { from: by.from.to_string(), kind: by.kind.name(), to: by.to.to_string() }
    }
}

impl From<&Duty> for DutyWire {
    fn from(duty: &Duty) -> DutyWire {
        DutyWire {
            kind: duty.kind.name(),
            term: duty.term.id.to_string(),
            clause: duty.term.clause.to_string(),
            reviewed: duty.term.reviewed.name(),
            about: duty.about.iter().map(ToString::to_string).collect(),
            by_use: duty.by_use.as_ref().map(UseWire::from),
            owed_to: duty.owed_to.name(),
            until: duty.until.as_deref().map(str::to_owned),
            readings: duty.readings.iter().map(|reading| reading.name()).collect(),
            certain: duty.certain,
            fulfilment: duty.fulfilment.name(),
            settled_by: duty.settled_by.map(|fact| fact.name()),
        }
    }
}

impl From<&Question> for QuestionWire {
    fn from(question: &Question) -> QuestionWire {
        let use_of = |by: &UseRef| format!("{} {} {}", by.from, by.kind.name(), by.to);
        let (about, subject, by_use) = match &question.subject {
            QuestionSubject::Use(by) => ("use", use_of(by), Some(by)),
            QuestionSubject::Existence(by) => ("existence", use_of(by), Some(by)),
            QuestionSubject::Component(id) => ("component", id.to_string(), None),
            QuestionSubject::License(id) => ("license", id.to_string(), None),
            QuestionSubject::Modified(id) => ("modified", id.to_string(), None),
            QuestionSubject::Delivery(name) => ("delivery", name.to_string(), None),
        };
        let outcome = |which: fn((Verdict, Verdict)) -> Verdict| {
            question.outcomes.map(|both| which(both).to_string())
        };
        QuestionWire {
            about,
            subject,
            by_use: by_use.map(UseWire::from),
            fact: question.fact.map(|fact| fact.name()),
            if_yes: outcome(|(yes, _)| yes),
            if_no: outcome(|(_, no)| no),
            decides: question.decides,
        }
    }
}
