// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What whoever delivers a product has to do.
//!
//! Terms on the licensed thing itself hold for each delivered component; terms on uses for each
//! use of them. A duty is met where a stated fact, or the way of use itself, says so.

use std::collections::BTreeMap;

use heirloom_model::{
    Component, Duty, DutyKind, DutyMeans, FactKind, Facts, Fulfilment, Level, LicenseTerm, Means,
    OwedTo, Owner, Prohibition, ProhibitionKind, Reading, RelationKind, Tri,
};

use super::{
    id_of,
    open::{self, OpenDuties},
    reading, term_ref, use_ref,
};
use crate::{
    book::{Effect, License, Lift, Term, TermId, Uses},
    graph::{ComponentIndex, RelationIndex},
    join::{Nearness, nearness},
    judge::{Certainty, Judge, WholeVerdict},
    solve::Outbound,
    uses::{self, Situation},
};

/// What makes two duties one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    kind: DutyKind,
    term: String,
    by_use: Option<RelationIndex>,
    readings: Vec<Reading>,
    certain: bool,
    fulfilment: Fulfilment,
}

/// What makes two prohibitions one: kind, term, use, readings as bits, and whether it is certain.
type Forbidden = (ProhibitionKind, TermId, Option<RelationIndex>, u8, bool);

/// What terms ask of a delivery.
pub(super) struct Burdens {
    /// The duties, by kind and term.
    pub(super) duties: Vec<Duty>,
    /// What nobody knows that decides whether some are owed.
    pub(super) open: OpenDuties,
    /// What may not be done, by kind and term.
    pub(super) prohibitions: Vec<Prohibition>,
}

/// The duties of a delivery, by kind and term.
pub fn all_duties(judge: &Judge, delivery: usize, verdicts: &[WholeVerdict]) -> Vec<Duty> {
    burdens(judge, delivery, verdicts).duties
}

/// What terms ask of a delivery.
pub(super) fn burdens(judge: &Judge, delivery: usize, verdicts: &[WholeVerdict]) -> Burdens {
    let mut collector = Collector {
        judge,
        delivery,
        members: judge.delivered(delivery).collect(),
        found: BTreeMap::new(),
        forbidden: BTreeMap::new(),
        open: OpenDuties::new(),
        may_be_lifted: false,
        taken: taken(judge, delivery, verdicts),
    };
    let members = collector.members.clone();
    for member in &members {
        collector.of_component(*member);
    }
    for member in &members {
        for relation in judge.outgoing(*member) {
            collector.of_use(*relation);
        }
    }
    for whole in verdicts {
        collector.of_whole(whole);
    }
    let prohibitions = collector.prohibitions();
    Burdens { duties: collector.found.into_values().collect(), open: collector.open, prohibitions }
}

/// The duties of one whole and of these uses inside it, by kind and term.
pub fn duties_within(
    judge: &Judge,
    delivery: usize,
    whole: &WholeVerdict,
    uses: &[RelationIndex],
) -> Vec<Duty> {
    let elections = &whole.readings[0].solutions[Certainty::Certain as usize].elections;
    let mut taken = BTreeMap::new();
    let mut members = Vec::new();
    for relation in uses {
        let Some((number, used)) = judge.use_number(delivery, *relation) else { continue };
        if !judge.product().relations[*relation as usize].scope.is_delivered() {
            continue;
        }
        members.push(used);
        let index = elections.get(&(number * 2 + 1)).or_else(|| elections.get(&(number * 2)));
        if let Some(index) = index
            && let Some((alternatives, _)) = judge.use_of(delivery, *relation, Reading::Text)
            && let Some(alternative) = alternatives.get(*index)
        {
            taken.entry(used).or_insert_with(|| alternative.terms.clone());
        }
    }
    members.sort_unstable();
    members.dedup();
    let found = BTreeMap::new();
    let forbidden = BTreeMap::new();
    let (open, may_be_lifted) = (OpenDuties::new(), false);
    let mut collector =
        Collector { judge, delivery, members, found, forbidden, open, may_be_lifted, taken };
    for member in collector.members.clone() {
        collector.of_component(member);
    }
    for relation in uses {
        collector.of_use(*relation);
    }
    collector.of_whole(whole);
    collector.found.into_values().collect()
}

/// Of each component that is carried the licenses that hold, as the wholes of a delivery elected.
pub fn licenses_taken(
    judge: &Judge,
    delivery: usize,
) -> BTreeMap<ComponentIndex, Vec<LicenseTerm>> {
    taken(judge, delivery, &judge.verdicts(delivery))
}

/// The licenses taken of components, as the wholes that carry them elected; ours decide first.
fn taken(
    judge: &Judge,
    delivery: usize,
    verdicts: &[WholeVerdict],
) -> BTreeMap<ComponentIndex, Vec<LicenseTerm>> {
    let mut by_use: BTreeMap<u32, usize> = BTreeMap::new();
    let is_own =
        |whole: &&WholeVerdict| judge.product().components[whole.root as usize].owner == Owner::Own;
    let (own, others): (Vec<_>, Vec<_>) = verdicts.iter().partition(is_own);
    for whole in own.into_iter().chain(others) {
        for (number, index) in &whole.readings[0].solutions[Certainty::Certain as usize].elections {
            by_use.entry(number / 2).or_insert(*index);
        }
    }
    let mut taken = BTreeMap::new();
    for relation in 0..judge.product().relations.len() {
        let relation = RelationIndex::try_from(relation).expect("fewer than 2^32 relations");
        if let Some((number, used)) = judge.use_number(delivery, relation)
            && let Some(index) = by_use.get(&number)
            && let Some((alternatives, _)) = judge.use_of(delivery, relation, Reading::Text)
            && let Some(alternative) = alternatives.get(*index)
        {
            taken.entry(used).or_insert_with(|| alternative.terms.clone());
        }
    }
    taken
}

struct Collector<'a, 'b> {
    judge: &'a Judge<'b>,
    delivery: usize,
    members: Vec<ComponentIndex>,
    found: BTreeMap<Key, Duty>,
    forbidden: BTreeMap<Forbidden, Vec<ComponentIndex>>,
    open: OpenDuties,
    /// Whether an exception takes away all that is collected, if unknown facts are so.
    may_be_lifted: bool,
    taken: BTreeMap<ComponentIndex, Vec<LicenseTerm>>,
}

impl Collector<'_, '_> {
    fn component(&self, index: ComponentIndex) -> &Component {
        &self.judge.product().components[index as usize]
    }

    /// The licenses that hold for a component: as elected, else the first choice.
    fn licenses(&self, index: ComponentIndex) -> Vec<LicenseTerm> {
        if let Some(terms) = self.taken.get(&index) {
            return terms.clone();
        }
        let expression = self.component(index).license.effective();
        expression.and_then(|one| uses::choices(one).into_iter().next()).unwrap_or_default()
    }

    /// Terms on the licensed thing itself.
    fn of_component(&mut self, index: ComponentIndex) {
        let lifted = self.is_inside_and_lifted(index);
        if !uses::binds(self.judge.book(), self.component(index)) || lifted == Tri::Yes {
            return;
        }
        let none = Facts::default();
        self.may_be_lifted = lifted == Tri::Unknown;
        self.collect(index, RelationKind::Aggregate, &none, None, |term| {
            term.trigger.uses.meets(Uses::ITSELF)
        });
        self.may_be_lifted = false;
    }

    /// Whether a component is delivered inside others alone, by uses that an exception frees of all
    /// terms: the combination goes out under terms of its owner's choice.
    fn is_inside_and_lifted(&self, index: ComponentIndex) -> Tri {
        let judge = self.judge;
        let delivery = &judge.product().deliveries[self.delivery];
        let component = self.component(index);
        let licenses = self.licenses(index);
        let with_exception = |license: &LicenseTerm| license.exception.is_some();
        if !licenses.iter().any(with_exception) || delivery.roots.contains(&component.id) {
            return Tri::No;
        }
        let holders = judge
            .incoming(index)
            .iter()
            .copied()
            .filter(|relation| judge.counts(self.delivery, *relation));
        let frees = |relation: RelationIndex| {
            let stated = &judge.product().relations[relation as usize];
            let situation =
                Situation { kind: stated.kind, relation: &stated.facts, used: component, delivery };
            let lifted = |license: &LicenseTerm| {
                let exception =
                    license.exception.as_ref().and_then(|id| judge.book().exception(id));
                let exception =
                    exception.filter(|exception| uses::fits(exception, &license.license));
                let reliefs = exception.into_iter().flat_map(|exception| &exception.relief);
                reliefs
                    .filter(|relief| relief.lifts == Lift::All)
                    .map(|relief| situation.relieves(relief))
                    .fold(Tri::No, Tri::or)
            };
            match nearness(stated.kind) {
                Nearness::Inside => licenses.iter().map(lifted).fold(Tri::Yes, Tri::and),
                _ => Tri::No,
            }
        };
        holders.map(frees).reduce(Tri::and).unwrap_or(Tri::No)
    }

    /// Terms on a use.
    fn of_use(&mut self, relation: RelationIndex) {
        let Some((_, used)) = self.judge.use_number(self.delivery, relation) else { return };
        if self.component(used).owner == Owner::Own || !self.judge.counts(self.delivery, relation) {
            return;
        }
        let stated = &self.judge.product().relations[relation as usize];
        let kind = Uses::of(stated.kind);
        self.collect(used, stated.kind, &stated.facts, Some(relation), |term| {
            term.trigger.uses.meets(kind) && !term.trigger.uses.meets(Uses::ITSELF)
        });
    }

    fn collect(
        &mut self,
        used: ComponentIndex,
        kind: RelationKind,
        relation_facts: &Facts,
        relation: Option<RelationIndex>,
        wanted: impl Fn(&Term) -> bool,
    ) {
        let judge = self.judge;
        let situation = Situation {
            kind,
            relation: relation_facts,
            used: &judge.product().components[used as usize],
            delivery: &judge.product().deliveries[self.delivery],
        };
        let asks_holders = situation.used.owner == Owner::Own
            && situation.fact(FactKind::SoleHolder) == Tri::Unknown;
        for license_term in self.licenses(used) {
            let Some(license) = judge.book().license(&license_term.license) else { continue };
            for term in license.terms.iter().filter(|term| wanted(term)) {
                let forbids = forbidden(&term.effect);
                if forbids.is_none() && !matches!(term.effect, Effect::Duty { .. })
                    || is_relieved(judge, &situation, &license_term, term)
                {
                    continue;
                }
                let applies = |index: usize| situation.applies(term, reading(index), false);
                let all: Vec<Tri> = (0..Reading::ALL.len()).map(applies).collect();
                let readings: Vec<Reading> = (0..)
                    .zip(&all)
                    .filter(|(_, applies)| **applies != Tri::No)
                    .map(|(index, _)| reading(index))
                    .collect();
                if readings.is_empty() {
                    continue;
                }
                let certain = all.contains(&Tri::Yes) && !self.may_be_lifted;
                if let Some(kind) = forbids {
                    let bits = readings.iter().fold(0, |bits, one| bits | 1 << *one as u8);
                    let key = (kind, term.id.clone(), relation, bits, certain);
                    self.forbidden.entry(key).or_default().push(used);
                }
                let Effect::Duty { kind: duty, to, until, means } = &term.effect else { continue };
                if asks_holders {
                    let asked = open::Candidate::Component(used, FactKind::SoleHolder);
                    self.open.entry(asked).or_default().insert(*duty);
                }
                if !certain {
                    for asked in open::guards(&situation, &term.trigger.guards, used, relation) {
                        self.open.entry(asked).or_default().insert(*duty);
                    }
                }
                let means: Vec<DutyMeans> = means.iter().map(|way| situation.means(way)).collect();
                let (fulfilment, settled_by) = fulfilment(*duty, &means, &situation);
                self.add(used, term, *duty, relation, readings, certain, fulfilment, |found| {
                    found.owed_to = *to;
                    found.until.clone_from(until);
                    found.settled_by = settled_by;
                    found.means = means;
                });
            }
        }
    }

    /// What may not be done, with the components that each prohibition is about.
    fn prohibitions(&mut self) -> Vec<Prohibition> {
        let judge = self.judge;
        let made = |((kind, term, relation, bits, certain), mut about): (Forbidden, Vec<_>)| {
            about.sort_unstable();
            about.dedup();
            let mut about: Vec<_> = about.into_iter().map(|index| id_of(judge, index)).collect();
            about.sort();
            let held = Reading::ALL.iter().filter(|reading| bits & 1 << **reading as u8 != 0);
            Some(Prohibition {
                kind,
                term: term_ref(judge.book().term(&term)?),
                about,
                by_use: relation.map(|relation| use_ref(judge, relation)),
                readings: held.copied().collect(),
                certain,
            })
        };
        std::mem::take(&mut self.forbidden).into_iter().filter_map(made).collect()
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one duty")]
    fn add(
        &mut self,
        about: ComponentIndex,
        term: &Term,
        kind: DutyKind,
        relation: Option<RelationIndex>,
        readings: Vec<Reading>,
        certain: bool,
        fulfilment: Fulfilment,
        finish: impl FnOnce(&mut Duty),
    ) {
        let key = Key {
            kind,
            term: term.id.as_str().to_owned(),
            by_use: relation,
            readings: readings.clone(),
            certain,
            fulfilment,
        };
        let id = id_of(self.judge, about);
        let judge = self.judge;
        let duty = self.found.entry(key).or_insert_with(|| {
            let mut duty = Duty {
                kind,
                term: term_ref(term),
                about: Vec::new(),
                by_use: relation.map(|relation| use_ref(judge, relation)),
                owed_to: OwedTo::Recipient,
                until: None,
                readings,
                certain,
                fulfilment,
                settled_by: None,
                means: Vec::new(),
            };
            finish(&mut duty);
            duty
        });
        if let Err(place) = duty.about.binary_search(&id) {
            duty.about.insert(place, id);
        }
    }

    /// The duty to put a whole under the license that claims it.
    fn of_whole(&mut self, whole: &WholeVerdict) {
        let root = self.component(whole.root).clone();
        let claims: Vec<(Reading, License)> = whole
            .readings
            .iter()
            .filter(|read| read.verdict.level == Level::InheritsWhole)
            .filter_map(|read| match &read.solutions[Certainty::Certain as usize].outbound {
                Outbound::License { id, .. } => {
                    Some((read.reading, self.judge.book().license(id)?.clone()))
                }
                _ => None,
            })
            .collect();
        let Some((_, license)) = claims.first() else { return };
        let Some(term) =
            license.terms.iter().find(|term| matches!(term.effect, Effect::ShareAlike(_)))
        else {
            return;
        };
        let suits = |expression: &heirloom_model::Expression| {
            uses::choices(expression).iter().flatten().any(|written| {
                written.license == license.id
                    || crate::compat::elections(self.judge.book(), written)
                        .is_ok_and(|all| all.iter().any(|one| one.license.id == license.id))
            })
        };
        let fulfilment = match root.license.effective() {
            Some(expression) if suits(expression) => Fulfilment::Met,
            Some(_) => Fulfilment::Unmet,
            None => Fulfilment::Unknown,
        };
        let readings = claims.iter().map(|(reading, _)| *reading).collect();
        let term = term.clone();
        self.add(
            whole.root,
            &term,
            DutyKind::LicenseAlike,
            None,
            readings,
            true,
            fulfilment,
            |_| {},
        );
    }
}

/// Whether an exception takes a term away for certain.
fn is_relieved(judge: &Judge, situation: &Situation, license: &LicenseTerm, term: &Term) -> bool {
    let Some(exception) = license.exception.as_ref().and_then(|id| judge.book().exception(id))
    else {
        return false;
    };
    uses::fits(exception, &license.license)
        && exception.relief.iter().any(|relief| {
            let lifts = match &relief.lifts {
                Lift::All => !term.trigger.uses.meets(Uses::ITSELF),
                Lift::Terms(names) => names.iter().any(|name| **name == *term.id.short_name()),
                Lift::Incompatibility(_) | Lift::Cure(_) => false,
            };
            lifts && situation.relieves(relief) == Tri::Yes
        })
}

/// What a term forbids.
fn forbidden(effect: &Effect) -> Option<ProhibitionKind> {
    match effect {
        Effect::Prohibition(kind) => Some(*kind),
        Effect::NoFurtherRestrictions { .. } => Some(ProhibitionKind::RestrictFurther),
        Effect::ShareAlike(_)
        | Effect::Duty { .. }
        | Effect::Relicense(_)
        | Effect::Yield(_)
        | Effect::Combine(_)
        | Effect::Termination { .. } => None,
    }
}

/// Whether a duty is met, by any of the ways that are open, and the fact that says so.
fn fulfilment(
    duty: DutyKind,
    means: &[DutyMeans],
    situation: &Situation,
) -> (Fulfilment, Option<FactKind>) {
    let fact = match duty {
        DutyKind::KeepCopyrightNotices
        | DutyKind::KeepLicenseNotices
        | DutyKind::KeepDisclaimer
        | DutyKind::IncludeLicenseText
        | DutyKind::ReferenceLicenseText
        | DutyKind::IncludeNoticeFile
        | DutyKind::Attribute
        | DutyKind::AnnounceLibrary
        | DutyKind::KeepPatentNotices
        | DutyKind::KeepTrademarkNotices => FactKind::NoticesDelivered,
        DutyKind::ProvideSource
        | DutyKind::ProvideSourceOfFiles
        | DutyKind::ReferenceSource
        | DutyKind::ProvideBuildScripts
        | DutyKind::OfferSourceToUsers => FactKind::SourceDelivered,
        DutyKind::StateChanges | DutyKind::StateChangeDate | DutyKind::DescribeChanges => {
            FactKind::ChangesMarked
        }
        DutyKind::PermitRelinking => FactKind::Relinkable,
        DutyKind::PermitReverseEngineering => FactKind::ReverseEngineeringAllowed,
        DutyKind::ProvideInstallationInformation => FactKind::InstallationInfo,
        _ => return (Fulfilment::Unknown, None),
    };
    let met = match situation.fact(fact) {
        Tri::Yes => Fulfilment::Met,
        Tri::No => Fulfilment::Unmet,
        // A shared library can be replaced; what is linked in cannot, unless somebody says how.
        Tri::Unknown if duty == DutyKind::PermitRelinking => {
            let by_sharing = [Means::SharedLibrary, Means::RelinkObjects];
            let is_open = |one: &DutyMeans| one.open == Tri::Yes && by_sharing.contains(&one.by);
            match nearness(situation.kind) {
                Nearness::Inside => Fulfilment::Unmet,
                _ if means.is_empty() || means.iter().any(is_open) => Fulfilment::Met,
                _ => Fulfilment::Unknown,
            }
        }
        Tri::Unknown => Fulfilment::Unknown,
    };
    (met, Some(fact))
}
