// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a policy says of a judged product: each use inside each whole, and each whole itself.
//!
//! Uses that a policy cannot tell apart are decided about once, so that a large product costs
//! little more than a walk over it.

mod subjects;

use std::{
    cell::RefCell,
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use heirloom_lineage::{
    book::LicenseBook,
    conclude,
    judge::{Judge, WholeVerdict, WithinLimits},
};
use heirloom_model::{
    DeliveryConclusion, DutyKind, Expression, FindingSubject, LicenseId, LicenseKind, LicenseTerm,
    Outcome, PolicyConclusion, PolicyFinding, Problem, ProblemCode, Totals, TreePath, UseRef,
    WaivedBy,
};
use heirloom_policy::{
    Date, Decider, Decision, Ground, Kinds, Policy, Subject, Waiver, waiver_problems,
};

use subjects::{Key, Subjects};

/// A policy with the day on which it decides.
#[derive(Clone, Debug)]
pub struct Gate {
    /// The policy.
    pub policy: Arc<Policy>,
    /// Its file, for problems; `None` where it came with the program.
    pub file: Option<TreePath>,
    /// The day of the decision.
    pub as_of: Date,
    /// How many findings are given at most; all are counted.
    pub max_findings: usize,
}

impl Gate {
    /// Findings that a report can hold with ease.
    pub const MAX_FINDINGS: usize = 20_000;

    /// The policy that holds where nobody chose one.
    pub fn standard(as_of: Date) -> Gate {
        let policy = Arc::new(heirloom_policy::default_policy().clone());
        Gate { policy, file: None, as_of, max_findings: Gate::MAX_FINDINGS }
    }
}

/// A subject by its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Place {
    delivery: u32,
    /// The whole, by its component.
    whole: u32,
    /// The use; `None` for the whole itself.
    relation: Option<u32>,
}

/// A subject that is not simply accepted, by the place of its decision.
struct Row {
    place: Place,
    decision: usize,
}

/// Says what a policy says of a product; `conclusions` are those of the judge's deliveries.
pub fn decide(judge: &Judge, conclusions: &[DeliveryConclusion], gate: &Gate) -> PolicyConclusion {
    let kinds = kinds(judge.book());
    let mut run = Run::new(&gate.policy, Decider::new(&gate.policy, &kinds, gate.as_of));
    let mut is_complete = true;
    for (delivery, conclusion) in conclusions.iter().enumerate() {
        let subjects = Subjects::new(judge, delivery, &conclusion.duties, &gate.policy);
        is_complete &= subjects.each(&mut |place, key, verdicts| {
            run.take(place, key, &|| subjects.name(place), &|| subjects.subject(place, verdicts));
        });
    }
    let mut problems = waiver_problems(&gate.policy, &run.decisions, gate.as_of);
    problems.extend(unknown_licenses(judge.book(), &gate.policy));
    if let Some(file) = &gate.file {
        problems = problems.into_iter().map(|one| one.at_path(file.clone())).collect();
    }
    if !is_complete {
        problems.push(Problem::new(ProblemCode::POLICY_WHOLES_LIMIT, Vec::new()));
    }
    run.conclude(judge, conclusions, gate, problems)
}

/// A subject with what the policy says of it, and of each rule what became of it.
#[derive(Clone, Debug)]
pub struct Explained<'p> {
    /// The delivery's name.
    pub delivery: Arc<str>,
    /// What was decided about.
    pub subject: Subject,
    /// The use; `None` for the whole itself.
    pub by_use: Option<UseRef>,
    /// What the policy says.
    pub decision: Decision<'p>,
}

/// Explains the decision about the subject of a finding, by its short name.
pub fn explain<'p>(
    judge: &Judge,
    conclusions: &[DeliveryConclusion],
    gate: &'p Gate,
    id: &str,
) -> Option<Explained<'p>> {
    let kinds = kinds(judge.book());
    for (delivery, conclusion) in conclusions.iter().enumerate() {
        let subjects = Subjects::new(judge, delivery, &conclusion.duties, &gate.policy);
        let mut found = None;
        subjects.each(&mut |place, _, verdicts| {
            if found.is_none() && *subjects.name(place) == *id {
                found = Some((place, subjects.subject(place, verdicts)));
            }
        });
        if let Some((place, mut subject)) = found {
            subject.finding = Some(id.into());
            let decision = heirloom_policy::decide(&gate.policy, &kinds, &subject, gate.as_of);
            let by_use = place.relation.map(|relation| use_ref(judge, relation));
            return Some(Explained {
                delivery: conclusion.name.clone(),
                subject,
                by_use,
                decision,
            });
        }
    }
    None
}

/// Says of wholes whether a policy rejects nothing of them that edits can change, as plans ask.
///
/// Duties that are met by doing them, such as giving notices along, are left out: no edit meets
/// them.
pub(crate) fn accepts<'p>(
    gate: &'p Gate,
    kinds: &'p Kinds<'p>,
) -> impl Fn(&Judge, usize, &WholeVerdict) -> bool {
    let decider = RefCell::new(Decider::new(&gate.policy, kinds, gate.as_of));
    move |judge, delivery, whole| {
        let mut uses = Vec::new();
        let all = std::slice::from_ref(whole);
        judge.uses_within(delivery, all, WithinLimits::standard(), &mut |one| uses.push(one));
        let relations: Vec<u32> = uses.iter().map(|one| one.relation).collect();
        let mut duties = conclude::duties_within(judge, delivery, whole, &relations);
        duties.retain(|duty| depends_on_structure(duty.kind));
        let subjects = Subjects::of_whole(judge, delivery, whole, &duties, &relations);
        let is_rejected = |relation: Option<u32>, verdicts| {
            let place = subjects.place(whole.root, relation);
            let mut subject = subjects.subject(place, verdicts);
            subject.finding = Some(subjects.name(place));
            decider.borrow_mut().decide(&subject).outcome == Outcome::Rejected
        };
        let readings = [0, 1, 2].map(|index: usize| whole.readings[index].verdict);
        !is_rejected(None, (readings, whole.verdict))
            && !uses.iter().any(|one| is_rejected(Some(one.relation), (one.readings, one.verdict)))
    }
}

/// Whether it depends on how parts are joined, or under which license, if a duty is met.
fn depends_on_structure(duty: DutyKind) -> bool {
    matches!(
        duty,
        DutyKind::PermitRelinking
            | DutyKind::LicenseAlike
            | DutyKind::ProvideInstallationInformation
            | DutyKind::RemainLibrary
            | DutyKind::WorkWithoutUser
    )
}

/// What sort of license each identifier names, by the license facts.
pub fn kinds(book: &LicenseBook) -> impl Fn(&LicenseId) -> LicenseKind {
    |id| book.license(id).map_or(LicenseKind::Unknown, |license| license.kind)
}

/// The licenses that a policy names and nobody knows.
pub fn unknown_licenses(book: &LicenseBook, policy: &Policy) -> Vec<Problem> {
    let is_known = |name: &str| {
        LicenseId::new(name)
            .is_ok_and(|id| book.license(&id).is_some() || book.exception(&id).is_some())
    };
    let unknown = policy.unknown_licenses(&is_known).map(|(license, place)| {
        let line = u32::try_from(place.line).unwrap_or(u32::MAX);
        Problem::new(ProblemCode::POLICY_LICENSE_UNKNOWN, vec![("license", license.into())])
            .at_line(line)
    });
    unknown.collect()
}

/// Decisions as they are made.
struct Run<'p, 'k> {
    policy: &'p Policy,
    decider: Decider<'p, 'k>,
    /// The findings that waivers name.
    named: HashSet<Arc<str>>,
    known: HashMap<Key, usize>,
    decisions: Vec<Decision<'p>>,
    totals: Totals,
    rows: Vec<Row>,
}

impl<'p, 'k> Run<'p, 'k> {
    fn new(policy: &'p Policy, decider: Decider<'p, 'k>) -> Run<'p, 'k> {
        let named = policy.waivers().iter().flat_map(|waiver| waiver.findings.iter().cloned());
        Run {
            policy,
            decider,
            named: named.collect(),
            known: HashMap::new(),
            decisions: Vec::new(),
            totals: Totals::default(),
            rows: Vec::new(),
        }
    }

    /// Decides about a subject, unless one that comes to the same is known.
    fn take(
        &mut self,
        place: Place,
        key: Key,
        name: &dyn Fn() -> Arc<str>,
        subject: &dyn Fn() -> Subject,
    ) {
        // A waiver that means one finding alone tells it from all others.
        let alone = if self.named.is_empty() { None } else { Some(name()) };
        let place_of = match alone.filter(|name| self.named.contains(name)) {
            Some(name) => {
                let subject = Subject { finding: Some(name), ..subject() };
                self.decisions.push(self.decider.decide(&subject));
                self.decisions.len() - 1
            }
            None => *self.known.entry(key).or_insert_with(|| {
                self.decisions.push(self.decider.decide(&subject()));
                self.decisions.len() - 1
            }),
        };
        let decision = &self.decisions[place_of];
        let is_waived = decision.is_waived();
        self.totals.add(decision.outcome, is_waived);
        if decision.outcome != Outcome::Accepted || is_waived {
            self.rows.push(Row { place, decision: place_of });
        }
    }

    fn conclude(
        mut self,
        judge: &Judge,
        conclusions: &[DeliveryConclusion],
        gate: &Gate,
        mut problems: Vec<Problem>,
    ) -> PolicyConclusion {
        // The heaviest first, then by the order of the policy's rules and of the product.
        let rank = |decision: &Decision| {
            let rule = decision.decisive().rule().map(|rule| rule.place.line);
            (Reverse(decision.outcome), rule.unwrap_or(usize::MAX))
        };
        let ranks: Vec<_> = self.decisions.iter().map(rank).collect();
        self.rows.sort_by_key(|row| (ranks[row.decision], row.place));
        let n_left_out = self.rows.len().saturating_sub(gate.max_findings);
        if n_left_out > 0 {
            let limit = gate.max_findings.to_string().into();
            let args = vec![("limit", limit), ("n", n_left_out.to_string().into())];
            problems.push(Problem::new(ProblemCode::POLICY_FINDINGS_LIMIT, args));
        }
        let shown = self.rows.iter().take(gate.max_findings);
        let mut taken: HashMap<u32, BTreeMap<u32, Vec<LicenseTerm>>> = HashMap::new();
        let findings = shown.map(|row| {
            let conclusion = &conclusions[row.place.delivery as usize];
            let decision = &self.decisions[row.decision];
            let mut finding = finding(judge, conclusion, row.place, decision);
            // Of a choice the side that was elected is shown, where it is decided in the same way.
            if let Some((_, used)) = row.place.relation.and_then(|relation| judge.ends(relation))
                && has_choice(judge.product().components[used as usize].license.effective())
            {
                let delivery = row.place.delivery;
                let taken = taken
                    .entry(delivery)
                    .or_insert_with(|| conclude::licenses_taken(judge, delivery as usize));
                finding.license = elected(decision, taken.get(&used)).or(finding.license);
            }
            finding
        });
        let outcomes = Outcome::ALL.iter().copied();
        PolicyConclusion {
            policy: self.policy.name().into(),
            as_of: gate.as_of.to_string().into(),
            outcome: outcomes
                .rev()
                .find(|outcome| self.totals.of(*outcome) > 0)
                .unwrap_or(Outcome::Accepted),
            findings: findings.collect(),
            totals: self.totals,
            problems,
        }
    }
}

fn finding(
    judge: &Judge,
    conclusion: &DeliveryConclusion,
    place: Place,
    decision: &Decision,
) -> PolicyFinding {
    let product = judge.product();
    let part = decision.decisive();
    let rule = part.rule();
    let evidence = place.relation.map(|relation| {
        let relation = &product.relations[relation as usize];
        relation.evidence.clone()
    });
    let waived = decision.parts.iter().flat_map(|part| {
        let by_rule = match part.ground {
            Ground::Waived { rule, .. } => rule.map(|rule| rule.id.clone()),
            Ground::Rule(_) | Ground::Otherwise => None,
        };
        part.waivers.iter().map(move |waiver| waived_by(waiver, by_rule.clone()))
    });
    let whole = &product.components[place.whole as usize];
    PolicyFinding {
        id: subjects::name(judge, place),
        delivery: conclusion.name.clone(),
        whole: whole.id.clone(),
        whole_id: conclude::conclusion_id(judge, place.delivery as usize, place.whole),
        subject: match place.relation {
            Some(relation) => FindingSubject::Use(use_ref(judge, relation)),
            None => FindingSubject::Whole,
        },
        license: part.license.clone(),
        outcome: decision.outcome,
        rule: rule.map(|rule| rule.id.clone()),
        reason: rule.map_or_else(|| "".into(), |rule| rule.reason.clone()),
        reference: rule.and_then(|rule| rule.reference.clone()),
        waived: waived.collect(),
        evidence: evidence.unwrap_or_default(),
    }
}

fn has_choice(license: Option<&Expression>) -> bool {
    match license {
        Some(Expression::Or(_)) => true,
        Some(Expression::And(all)) => all.iter().any(|one| has_choice(Some(one))),
        Some(Expression::Term(_)) | None => false,
    }
}

/// The license that was taken of those about which a decision says what counts in the end.
fn elected(decision: &Decision, taken: Option<&Vec<LicenseTerm>>) -> Option<LicenseTerm> {
    let outcome = decision.decisive().outcome;
    let of_same = decision.parts.iter().filter(|part| part.outcome == outcome);
    let mut licenses = of_same.filter_map(|part| part.license.as_ref());
    licenses.find(|license| taken.is_some_and(|taken| taken.contains(license))).cloned()
}

fn waived_by(waiver: &Waiver, rule: Option<Arc<str>>) -> WaivedBy {
    let rule = rule.or_else(|| waiver.rules.first().cloned());
    let (reason, by) = (waiver.reason.clone(), waiver.by.clone());
    WaivedBy { rule, reason, by, expires: waiver.expires.to_string().into() }
}

fn use_ref(judge: &Judge, relation: u32) -> UseRef {
    let relation = &judge.product().relations[relation as usize];
    UseRef { from: relation.from.clone(), kind: relation.kind, to: relation.to.clone() }
}

#[cfg(test)]
mod tests;
