// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Verdicts, duties and questions.

use heirloom_model::{
    Beside, BesideWhole, Cause, ComponentId, CourtReading, Cure, Decided, DeliveryConclusion, Duty,
    DutyMeans, Ending, Prohibition, Question, QuestionSubject, TermRef, UseRef, Verdict,
    WholeConclusion,
};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::proof::ProofWire;
use crate::lineage::Proofs;

/// What follows for one delivery.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DeliveryWire")]
pub(super) struct DeliveryWire<'a> {
    name: String,
    kind: &'static str,
    wholes: Vec<WholeWire<'a>>,
    duties: Vec<DutyWire>,
    /// What may not be done.
    prohibitions: Vec<ProhibitionWire>,
    /// What ends rights as things stand.
    endings: Vec<EndingWire>,
    questions: Vec<QuestionWire>,
}

/// What follows for one whole.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WholeWire")]
struct WholeWire<'a> {
    /// The name by which `heirloom explain` knows it.
    id: String,
    root: String,
    /// The names of other programs or libraries of ours that are alike, for which it stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alike: Vec<String>,
    own: bool,
    /// Tokens joined by `+`, over all readings.
    verdict: String,
    readings: Vec<ReadingWire>,
    /// What lies beside it on the same medium, as programs in an image do.
    #[serde(skip_serializing_if = "Option::is_none")]
    beside: Option<BesideWire>,
    /// What courts have decided of what makes it so.
    courts: Vec<CourtWire>,
    /// Why, if proofs were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<ProofWire>")]
    proof: Option<LazyProof<'a>>,
}

/// What lies beside a whole: it asks nothing of the whole, and whoever delivers the one delivers the
/// other.
#[derive(Serialize, JsonSchema)]
struct BesideWire {
    /// The number of components.
    components: usize,
    /// How many of them have no license that anybody knows.
    unlicensed: usize,
    /// Those of ours, and those that ask for more than duties.
    wholes: Vec<BesideWholeWire>,
}

#[derive(Serialize, JsonSchema)]
struct BesideWholeWire {
    root: String,
    own: bool,
    verdict: String,
}

impl From<&Beside> for BesideWire {
    fn from(beside: &Beside) -> BesideWire {
        let whole = |one: &BesideWhole| BesideWholeWire {
            root: one.root.to_string(),
            own: one.own,
            verdict: one.verdict.to_string(),
        };
        BesideWire {
            components: beside.n_components,
            unlicensed: beside.n_unlicensed,
            wholes: beside.wholes.iter().map(whole).collect(),
        }
    }
}

/// A proof that is made when it is written, as all of them together can be large.
struct LazyProof<'a> {
    proofs: Proofs<'a>,
    delivery: usize,
    root: &'a ComponentId,
}

impl Serialize for LazyProof<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let proof = self.proofs.of(self.delivery, self.root);
        proof.as_ref().map(ProofWire::from).serialize(serializer)
    }
}

/// What the courts of a jurisdiction have decided.
#[derive(Serialize, JsonSchema)]
struct CourtWire {
    /// A country by ISO 3166, or `EU`.
    jurisdiction: String,
    /// The verdict where decisions settle all on which the readings disagree; else nothing is
    /// decided.
    verdict: Option<String>,
    decided: Vec<DecidedWire>,
}

/// A decision of a court.
#[derive(Serialize, JsonSchema)]
struct DecidedWire {
    id: String,
    court: String,
    docket: String,
    date: Option<String>,
    parties: String,
    about: Vec<&'static str>,
    source: String,
    /// How it was read: `decision`, `summary` or `reports`.
    read: String,
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
pub(super) struct UseWire {
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
    /// The ways of which one is enough, where the license names several.
    means: Vec<MeansWire>,
}

/// One of the ways to meet a duty.
#[derive(Serialize, JsonSchema)]
struct MeansWire {
    by: &'static str,
    clause: String,
    /// Whether it is open here: `yes`, `no` or `unknown`.
    open: &'static str,
}

/// Something that may not be done.
#[derive(Serialize, JsonSchema)]
struct ProhibitionWire {
    kind: &'static str,
    /// The term, such as `Apache-2.0#trademarks`.
    term: String,
    clause: String,
    reviewed: &'static str,
    about: Vec<String>,
    by_use: Option<UseWire>,
    readings: Vec<&'static str>,
    certain: bool,
}

/// That rights under a license end.
#[derive(Serialize, JsonSchema)]
struct EndingWire {
    /// The term, such as `GPL-2.0-only#termination`.
    term: String,
    clause: String,
    reviewed: &'static str,
    /// How rights come back; nothing where the license knows no way.
    cures: Vec<CureWire>,
    /// The terms that give the cures.
    cured_by: Vec<String>,
    about: Vec<String>,
    /// The duties that are not met.
    unmet: Vec<&'static str>,
    /// The wholes in conflict.
    conflicts: Vec<String>,
}

/// How rights come back.
#[derive(Serialize, JsonSchema)]
struct CureWire {
    from: &'static str,
    days: Option<u16>,
}

/// Something nobody knows.
#[derive(Serialize, JsonSchema)]
struct QuestionWire {
    /// A short name, for `heirloom explain`.
    id: String,
    /// `use`, `existence`, `component`, `license`, `modified` or `delivery`.
    about: &'static str,
    subject: String,
    by_use: Option<UseWire>,
    fact: Option<&'static str>,
    if_yes: Option<String>,
    if_no: Option<String>,
    decides: usize,
}

impl<'a> DeliveryWire<'a> {
    /// A delivery by its place among all, with proofs if there are any.
    pub(super) fn new(
        at: usize,
        delivery: &'a DeliveryConclusion,
        proofs: Option<Proofs<'a>>,
    ) -> DeliveryWire<'a> {
        let whole = |whole: &'a WholeConclusion| WholeWire {
            proof: proofs.map(|proofs| LazyProof { proofs, delivery: at, root: &whole.root }),
            ..WholeWire::from(whole)
        };
        DeliveryWire {
            name: delivery.name.to_string(),
            kind: delivery.kind.name(),
            wholes: delivery.wholes.iter().map(whole).collect(),
            duties: delivery.duties.iter().map(DutyWire::from).collect(),
            prohibitions: delivery.prohibitions.iter().map(ProhibitionWire::from).collect(),
            endings: delivery.endings.iter().map(EndingWire::from).collect(),
            questions: delivery.questions.iter().map(QuestionWire::from).collect(),
        }
    }
}

impl From<&WholeConclusion> for WholeWire<'_> {
    fn from(whole: &WholeConclusion) -> Self {
        WholeWire {
            id: whole.id.to_string(),
            root: whole.root.to_string(),
            alike: whole.alike.iter().map(ToString::to_string).collect(),
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
            beside: whole.beside.as_ref().map(BesideWire::from),
            courts: whole.courts.iter().map(CourtWire::from).collect(),
            proof: None,
        }
    }
}

impl From<&CourtReading> for CourtWire {
    fn from(reading: &CourtReading) -> CourtWire {
        CourtWire {
            jurisdiction: reading.jurisdiction.to_string(),
            verdict: reading.verdict.map(|verdict| verdict.to_string()),
            decided: reading.decided.iter().map(DecidedWire::from).collect(),
        }
    }
}

impl From<&Decided> for DecidedWire {
    fn from(decided: &Decided) -> DecidedWire {
        DecidedWire {
            id: decided.id.to_string(),
            court: decided.court.to_string(),
            docket: decided.docket.to_string(),
            date: decided.date.as_deref().map(str::to_owned),
            parties: decided.parties.to_string(),
            about: decided.about.iter().map(|topic| topic.name()).collect(),
            source: decided.source.to_string(),
            read: decided.read.to_string(),
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
            means: duty.means.iter().map(MeansWire::from).collect(),
        }
    }
}

impl From<&DutyMeans> for MeansWire {
    fn from(means: &DutyMeans) -> MeansWire {
        let (by, open) = (means.by.name(), means.open.name());
        MeansWire { by, clause: means.clause.to_string(), open }
    }
}

impl From<&Prohibition> for ProhibitionWire {
    fn from(prohibition: &Prohibition) -> ProhibitionWire {
        ProhibitionWire {
            kind: prohibition.kind.name(),
            term: prohibition.term.id.to_string(),
            clause: prohibition.term.clause.to_string(),
            reviewed: prohibition.term.reviewed.name(),
            about: prohibition.about.iter().map(ToString::to_string).collect(),
            by_use: prohibition.by_use.as_ref().map(UseWire::from),
            readings: prohibition.readings.iter().map(|reading| reading.name()).collect(),
            certain: prohibition.certain,
        }
    }
}

impl From<&Ending> for EndingWire {
    fn from(ending: &Ending) -> EndingWire {
        let term = |term: &TermRef| format!("{} {}", term.id, term.clause);
        EndingWire {
            term: ending.term.id.to_string(),
            clause: ending.term.clause.to_string(),
            reviewed: ending.term.reviewed.name(),
            cures: ending.cures.iter().map(CureWire::from).collect(),
            cured_by: ending.cured_by.iter().map(term).collect(),
            about: ending.about.iter().map(ToString::to_string).collect(),
            unmet: ending.unmet.iter().map(|duty| duty.name()).collect(),
            conflicts: ending.conflicts.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<&Cure> for CureWire {
    fn from(cure: &Cure) -> CureWire {
        CureWire { from: cure.from.name(), days: cure.days }
    }
}

impl From<&Question> for QuestionWire {
    fn from(question: &Question) -> QuestionWire {
        let (about, subject, by_use) = subject(&question.subject);
        let outcome = |which: fn((Verdict, Verdict)) -> Verdict| {
            question.outcomes.map(|both| which(both).to_string())
        };
        QuestionWire {
            id: question.id.to_string(),
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

/// What a question or fact is about: the sort, the text, the use.
pub(super) fn subject(subject: &QuestionSubject) -> (&'static str, String, Option<&UseRef>) {
    let use_of = |by: &UseRef| format!("{} {} {}", by.from, by.kind.name(), by.to);
    match subject {
        QuestionSubject::Use(by) => ("use", use_of(by), Some(by)),
        QuestionSubject::Existence(by) => ("existence", use_of(by), Some(by)),
        QuestionSubject::Component(id) => ("component", id.to_string(), None),
        QuestionSubject::License(id) => ("license", id.to_string(), None),
        QuestionSubject::Licenses { of, .. } => {
            let ids: Vec<&str> = of.iter().map(ComponentId::as_str).collect();
            ("licenses", ids.join(", "), None)
        }
        QuestionSubject::Modified(id) => ("modified", id.to_string(), None),
        QuestionSubject::Delivery(name) => ("delivery", name.to_string(), None),
    }
}
