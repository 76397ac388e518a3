// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A check as the page holds it: components and licenses by number, columns for what there is much
//! of, blocks that are parsed late for what is looked at one by one.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use heirloom_model::{
    Action, Cause, ComponentId, CourtReading, Decided, DeliveryConclusion, Duty, Edit, EditSubject,
    Ending, Expression, FactKind, Facts, FindingSubject, Language, Level, Owner, Plan,
    PolicyFinding, Product, Prohibition, Question, QuestionSubject, ReadVerdicts, Relation,
    RelationKind, Statement, Verdict, WholeChange, WholeConclusion,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{PageExtras, steps::Seen};
use crate::{
    html::{block, written_block},
    lineage::{CheckView, MatrixView, Proofs, alike::alike},
    wire::{ProblemWire, list},
};

/// Components or relations per block.
const CHUNK: usize = 5_000;
/// Wholes per block.
const CHUNK_WHOLES: usize = 2_000;
/// Proofs per block.
const CHUNK_PROOFS: usize = 32;
/// The largest proof that a page holds.
const MAX_PROOF: usize = 2 << 20;
/// Components that one duty names.
const MAX_ABOUT: usize = 2_000;

/// What the page knows before anything else.
#[derive(Serialize)]
pub(super) struct Head {
    source: String,
    version: String,
    language: &'static str,
    pub(super) messages: Vec<(&'static str, Map<String, Value>)>,
    is_assumed: bool,
    problems: Vec<String>,
    /// The words that numbers of levels and ways of use mean.
    levels: Vec<&'static str>,
    kinds: Vec<&'static str>,
    licenses: Vec<String>,
    deliveries: Vec<Value>,
    policy: Option<Value>,
    matrix: Option<Value>,
    plans: Option<Value>,
}

#[derive(Default, Serialize)]
struct Components {
    id: Vec<String>,
    license: Vec<i64>,
    own: Vec<u8>,
    form: Vec<&'static str>,
    modified: Vec<&'static str>,
    path: Vec<Option<String>>,
}

#[derive(Default, Serialize)]
struct Relations {
    from: Vec<Value>,
    to: Vec<Value>,
    kind: Vec<usize>,
    scope: Vec<&'static str>,
    exists: Vec<&'static str>,
}

#[derive(Serialize)]
struct Wholes {
    delivery: usize,
    id: Vec<String>,
    root: Vec<Value>,
    /// Names of others that are alike.
    alike: Vec<Vec<String>>,
    own: Vec<u8>,
    level: Vec<usize>,
    beside: Vec<u8>,
    /// Reading, level, what stands beside it, license of the whole, causes.
    readings: Vec<Vec<Value>>,
    /// Jurisdiction, tokens of the verdict, decisions: topics, parties, court, docket, day, source.
    courts: Vec<Vec<Value>>,
}

/// The numbers of components and licenses.
pub(super) struct Data<'a> {
    components: HashMap<&'a ComponentId, usize>,
    licenses: HashMap<&'a Expression, usize>,
    names: Vec<String>,
}

impl<'a> Data<'a> {
    pub(super) fn new(product: &'a Product) -> Data<'a> {
        let components = product.components.iter().enumerate();
        let components = components.map(|(at, component)| (&component.id, at)).collect();
        let mut licenses = HashMap::new();
        let mut names = Vec::new();
        for license in product.components.iter().filter_map(|one| one.license.effective()) {
            licenses.entry(license).or_insert_with(|| {
                names.push(license.to_string());
                names.len() - 1
            });
        }
        Data { components, licenses, names }
    }

    /// The number of a component, or its name if it is not listed.
    pub(super) fn number(&self, id: &ComponentId) -> Value {
        match self.components.get(id) {
            Some(at) => Value::from(*at),
            None => Value::from(id.as_str()),
        }
    }

    pub(super) fn head(
        &self,
        view: &CheckView<'_>,
        extras: &PageExtras<'_>,
        language: Language,
    ) -> Head {
        let delivery = |one: &DeliveryConclusion| json!([&*one.name, one.kind.name()]);
        Head {
            is_assumed: view.is_assumed,
            problems: view.problems.to_vec(),
            licenses: self.names.clone(),
            deliveries: view.deliveries.iter().map(delivery).collect(),
            policy: view.policy.map(|policy| {
                json!({
                    "name": &*policy.policy,
                    "day": &*policy.as_of,
                    "outcome": policy.outcome.name(),
                    "findings": policy.findings.iter().map(|one| self.finding(one)).collect::<Vec<_>>(),
                    "problems": list::<_, ProblemWire>(&policy.problems),
                })
            }),
            matrix: extras.matrix.map(table),
            plans: extras.plans.map(|plans| {
                json!({
                    "missing": plans.missing.iter().map(|one| self.change(one)).collect::<Vec<_>>(),
                    "plans": plans.plans.iter().map(|one| self.plan(one)).collect::<Vec<_>>(),
                    "refused": plans.refused.iter().map(|one| {
                        json!([self.number(&one.from), self.number(&one.to), one.rule.name()])
                    }).collect::<Vec<_>>(),
                })
            }),
            ..bare_head(view.source, view.version, language)
        }
    }

    pub(super) fn write_product(&self, product: &Product, out: &mut dyn Write) -> io::Result<()> {
        for chunk in product.components.chunks(CHUNK) {
            let mut columns = Components::default();
            for component in chunk {
                let license = component.license.effective();
                columns.id.push(component.id.to_string());
                let number = license.and_then(|one| self.licenses.get(one));
                columns.license.push(number.and_then(|at| i64::try_from(*at).ok()).unwrap_or(-1));
                columns.own.push(u8::from(component.owner == Owner::Own));
                columns.form.push(component.form.name());
                columns.modified.push(component.modified.name());
                columns.path.push(component.path.as_ref().map(ToString::to_string));
            }
            block("components", &columns, out)?;
        }
        for chunk in product.relations.chunks(CHUNK) {
            let mut columns = Relations::default();
            for relation in chunk {
                columns.from.push(self.number(&relation.from));
                columns.to.push(self.number(&relation.to));
                columns.kind.push(kind(relation.kind));
                columns.scope.push(relation.scope.name());
                columns.exists.push(relation.exists().name());
            }
            block("relations", &columns, out)?;
            block("evidence", &chunk.iter().map(evidence).collect::<Vec<_>>(), out)?;
        }
        Ok(())
    }

    pub(super) fn write_delivery(
        &self,
        at: usize,
        delivery: &DeliveryConclusion,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for chunk in delivery.wholes.chunks(CHUNK_WHOLES) {
            let of = |whole: &WholeConclusion| self.number(&whole.root);
            let wholes = Wholes {
                delivery: at,
                id: chunk.iter().map(|whole| whole.id.to_string()).collect(),
                alike: chunk
                    .iter()
                    .map(|whole| whole.alike.iter().map(ToString::to_string).collect())
                    .collect(),
                root: chunk.iter().map(of).collect(),
                own: chunk.iter().map(|whole| u8::from(whole.own)).collect(),
                level: chunk.iter().map(|whole| level(whole.verdict.level)).collect(),
                beside: chunk.iter().map(|whole| beside(whole.verdict)).collect(),
                readings: chunk.iter().map(|whole| self.readings(whole)).collect(),
                courts: chunk.iter().map(courts).collect(),
            };
            block("wholes", &wholes, out)?;
        }
        let duties: Vec<Value> = delivery.duties.iter().map(|one| self.duty(one)).collect();
        block("duties", &json!([at, duties]), out)?;
        let prohibitions: Vec<Value> =
            delivery.prohibitions.iter().map(|one| self.prohibition(one)).collect();
        block("prohibitions", &json!([at, prohibitions]), out)?;
        let endings: Vec<Value> = delivery.endings.iter().map(|one| self.ending(one)).collect();
        block("endings", &json!([at, endings]), out)?;
        let questions: Vec<Value> =
            alike(&delivery.questions).iter().map(|row| self.questions(row)).collect();
        block("questions", &json!([at, questions]), out)
    }

    /// The proofs of wholes, ours first, until the room is used up.
    pub(super) fn write_proofs(
        &self,
        deliveries: &[DeliveryConclusion],
        proofs: Proofs<'_>,
        room: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let all = || {
            deliveries
                .iter()
                .enumerate()
                .flat_map(|(at, one)| one.wholes.iter().map(move |whole| (at, whole)))
        };
        let (own, others) = (all().filter(|(_, one)| one.own), all().filter(|(_, one)| !one.own));
        let (mut keys, mut texts, mut used) = (Vec::new(), Vec::new(), 0);
        for (at, whole) in own.chain(others) {
            if used >= room {
                break;
            }
            let Some(proof) = proofs.of(at, &whole.root) else { continue };
            let text = serde_json::to_string(&self.step(&proof))?;
            if text.len() > MAX_PROOF {
                continue;
            }
            used += text.len();
            keys.push(json!([at, self.number(&whole.root)]));
            texts.push(text);
            if keys.len() == CHUNK_PROOFS {
                block("proof-keys", &std::mem::take(&mut keys), out)?;
                written_block("proofs", &format!("[{}]", texts.join(",")), out)?;
                texts.clear();
            }
        }
        if keys.is_empty() {
            return Ok(());
        }
        block("proof-keys", &keys, out)?;
        written_block("proofs", &format!("[{}]", texts.join(",")), out)
    }

    fn readings(&self, whole: &WholeConclusion) -> Vec<Value> {
        // What is light and not ours needs no reasons at hand.
        let heavy = whole.own || whole.verdict.level > Level::DutiesOnly || whole.verdict.unknown;
        let causes = |causes: &[Cause]| -> Vec<Value> {
            let one = |cause: &Cause| {
                let way: Vec<Value> = cause.way.iter().map(|by| self.by(by)).collect();
                let license = cause.license.as_ref().map(ToString::to_string);
                json!([way, license, level(cause.level)])
            };
            if heavy { causes.iter().map(one).collect() } else { Vec::new() }
        };
        let read = |read: &heirloom_model::ReadConclusion| {
            json!([
                read.reading.name(),
                level(read.verdict.level),
                beside(read.verdict),
                read.outbound.as_deref(),
                causes(&read.causes)
            ])
        };
        whole.readings.iter().map(read).collect()
    }

    fn duty(&self, duty: &Duty) -> Value {
        let about: Vec<Value> =
            duty.about.iter().take(MAX_ABOUT).map(|id| self.number(id)).collect();
        json!([
            duty.kind.name(),
            &*duty.term.id,
            &*duty.term.clause,
            about,
            duty.about.len(),
            duty.by_use.as_ref().map(|by| self.by(by)),
            duty.owed_to.name(),
            duty.until.as_deref(),
            duty.certain,
            duty.fulfilment.name(),
            duty.settled_by.map(FactKind::name),
            duty.means
                .iter()
                .map(|one| json!([one.by.name(), &*one.clause, one.open.name()]))
                .collect::<Vec<_>>(),
        ])
    }

    fn prohibition(&self, prohibition: &Prohibition) -> Value {
        let about = prohibition.about.iter().take(MAX_ABOUT).map(|id| self.number(id));
        json!([
            prohibition.kind.name(),
            &*prohibition.term.id,
            &*prohibition.term.clause,
            about.collect::<Vec<_>>(),
            prohibition.about.len(),
            prohibition.by_use.as_ref().map(|by| self.by(by)),
            prohibition.certain,
            prohibition.kind.limits_use(),
        ])
    }

    fn ending(&self, ending: &Ending) -> Value {
        let ids = |ids: &[ComponentId]| {
            ids.iter().take(MAX_ABOUT).map(|id| self.number(id)).collect::<Vec<_>>()
        };
        json!([
            &*ending.term.id,
            &*ending.term.clause,
            ending.cures.iter().map(|one| json!([one.from.name(), one.days])).collect::<Vec<_>>(),
            ending.cured_by.iter().map(|one| json!([&*one.id, &*one.clause])).collect::<Vec<_>>(),
            ids(&ending.about),
            ending.unmet.iter().map(|duty| duty.name()).collect::<Vec<_>>(),
            ids(&ending.conflicts),
        ])
    }

    /// Questions that are one but for whom they are about: the first, what all of them decide, and whom
    /// the others are about.
    fn questions(&self, row: &[&Question]) -> Value {
        let Some((first, others)) = row.split_first() else { return Value::Null };
        let outcomes = first.outcomes.map(|(yes, no)| [yes, no].map(|one| one.tokens()));
        let fact = first.fact.map(FactKind::name);
        let decides: usize = row.iter().map(|one| one.decides).sum();
        let others = others.iter().filter_map(|one| match &one.subject {
            QuestionSubject::Component(id) => Some(self.number(id)),
            QuestionSubject::Existence(by) => Some(self.number(&by.from)),
            _ => None,
        });
        let others: Vec<Value> = others.collect();
        json!([self.subject(&first.subject), fact, outcomes, decides, others])
    }

    fn finding(&self, finding: &PolicyFinding) -> Value {
        let waived: Vec<Value> = finding
            .waived
            .iter()
            .map(|one| json!([one.rule.as_deref(), &*one.reason, &*one.by, &*one.expires]))
            .collect();
        json!({
            "id": &*finding.id,
            "delivery": &*finding.delivery,
            "whole": self.number(&finding.whole),
            "use": match &finding.subject {
                FindingSubject::Whole => None,
                FindingSubject::Use(by) => Some(self.by(by)),
            },
            "license": finding.license.as_ref().map(ToString::to_string),
            "outcome": finding.outcome.name(),
            "rule": finding.rule.as_deref(),
            "reason": &*finding.reason,
            "reference": finding.reference.as_deref(),
            "waived": waived,
            "evidence": finding.evidence.iter().map(Seen::from).collect::<Vec<_>>(),
        })
    }

    fn change(&self, change: &WholeChange) -> Value {
        let verdicts = |one: &ReadVerdicts| {
            let readings: Vec<Value> = one
                .readings
                .iter()
                .map(|(reading, verdict)| json!([reading.name(), verdict.tokens()]))
                .collect();
            json!([one.verdict.tokens(), readings])
        };
        json!([
            &*change.delivery,
            self.number(&change.whole),
            change.before.as_ref().map(verdicts),
            change.after.as_ref().map(verdicts),
        ])
    }

    fn plan(&self, plan: &Plan) -> Value {
        let risks: Vec<Value> = plan
            .risks
            .iter()
            .map(|(edit, risk)| json!([edit, risk.reading.name(), risk.risk.name()]))
            .collect();
        let owners: Vec<Value> = plan
            .new_owners
            .iter()
            .map(|one| json!([self.number(&one.component), one.duty.name(), one.owed_by.name()]))
            .collect();
        json!({
            "families": plan.families.iter().map(|one| one.name()).collect::<Vec<_>>(),
            "edits": plan.edits.iter().map(|one| self.edit(one)).collect::<Vec<_>>(),
            "cost": plan.cost,
            "bound": plan.bound,
            "changes": plan.changes.iter().map(|one| self.change(one)).collect::<Vec<_>>(),
            "risks": risks,
            "owners": owners,
        })
    }

    fn edit(&self, edit: &Edit) -> Value {
        let (from, before, to) = match &edit.subject {
            EditSubject::Use { from, kind, to, .. } => (from, Some(kind.name()), to),
            EditSubject::Component(id) => (id, None, id),
        };
        let (becomes, other, license) = match &edit.action {
            Action::Become(kind) => (Some(kind.name()), None, None),
            Action::ReplaceBy(other) => (None, Some(other.id.to_string()), None),
            Action::Obtain(license) => (None, None, Some(license.to_string())),
            _ => (None, None, None),
        };
        json!({
            "family": edit.family().name(),
            "action": edit.action.name(),
            "from": self.number(from),
            "before": before,
            "to": self.number(to),
            "becomes": becomes,
            "other": other,
            "license": license,
            "text": edit.to_string(),
        })
    }
}

fn courts(whole: &WholeConclusion) -> Vec<Value> {
    let decided = |one: &Decided| {
        let about: Vec<&str> = one.about.iter().map(|topic| topic.name()).collect();
        json!([about, &*one.parties, &*one.court, &*one.docket, one.date.as_deref(), &*one.source])
    };
    let reading = |one: &CourtReading| {
        let decisions: Vec<Value> = one.decided.iter().map(decided).collect();
        json!([&*one.jurisdiction, one.verdict.map(|verdict| verdict.tokens()), decisions])
    };
    whole.courts.iter().map(reading).collect()
}

/// The head of a page that shows a table alone.
pub(super) fn matrix_head(view: &MatrixView, version: &str, language: Language) -> Head {
    Head { matrix: Some(table(view)), ..bare_head("", version, language) }
}

fn bare_head(source: &str, version: &str, language: Language) -> Head {
    Head {
        source: source.to_owned(),
        version: version.to_owned(),
        language: language.tag(),
        messages: Vec::new(),
        is_assumed: false,
        problems: Vec::new(),
        levels: Level::ALL.iter().map(|level| level.name()).collect(),
        kinds: RelationKind::ALL.iter().map(|kind| kind.name()).collect(),
        licenses: Vec::new(),
        deliveries: Vec::new(),
        policy: None,
        matrix: None,
        plans: None,
    }
}

fn table(view: &MatrixView) -> Value {
    let row = |(name, kind, verdicts): &(String, String, Vec<Verdict>)| {
        json!([name, kind, verdicts.iter().map(|one| one.tokens()).collect::<Vec<_>>()])
    };
    json!([view.columns, view.rows.iter().map(row).collect::<Vec<_>>()])
}

/// Evidence for and against a relation, facts about it, and its details.
fn evidence(relation: &Relation) -> Value {
    let seen = |all: &[heirloom_model::Evidence]| all.iter().map(Seen::from).collect::<Vec<_>>();
    let lines = match relation.kind {
        RelationKind::HeaderUse { lines } => lines,
        _ => None,
    };
    json!([seen(&relation.evidence), seen(&relation.against), facts(&relation.facts), lines])
}

fn facts(facts: &Facts) -> Vec<Value> {
    let fact = |(kind, statement): (FactKind, &Statement)| {
        json!([
            kind.name(),
            statement.value.name(),
            statement.evidence.iter().map(Seen::from).collect::<Vec<_>>()
        ])
    };
    facts.iter().map(fact).collect()
}

fn level(level: Level) -> usize {
    Level::ALL.iter().position(|known| *known == level).expect("every level is listed")
}

fn kind(kind: RelationKind) -> usize {
    let place = RelationKind::ALL.iter().position(|known| known.name() == kind.name());
    place.expect("every way of use is listed")
}

/// What stands beside a level, one bit each.
fn beside(verdict: Verdict) -> u8 {
    u8::from(verdict.interface_note)
        | u8::from(verdict.source_to_users) << 1
        | u8::from(verdict.unknown) << 2
}
