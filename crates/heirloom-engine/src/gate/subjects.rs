// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What is decided about in one delivery, and what of it a policy can tell apart.

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
    sync::Arc,
};

use heirloom_lineage::{
    conclude,
    judge::{Judge, UseWithin, WholeVerdict, WithinLimits},
};
use heirloom_model::{
    Component, ComponentId, DeliveredForm, Duty, DutyKind, Expression, FactKind, Facts, Fulfilment,
    Owner, Reading, RelationKind, Scope, Tri, Verdict,
};
use heirloom_policy::{Policy, Subject, Whole};

use super::Place;

/// What a policy can tell a subject from another one by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    delivery: u32,
    whole: u32,
    component: u32,
    relation: Option<(RelationKind, Scope, u32)>,
    duties: u32,
    readings: [Verdict; 3],
    verdict: Verdict,
}

/// What follows: each reading, and all of them together.
pub(super) type Verdicts = ([Verdict; 3], Verdict);

/// Duties that are owed and not met, and those of which nobody knows.
type Owed = (BTreeSet<DutyKind>, BTreeSet<DutyKind>);

/// Numbers for things, equal ones alike.
struct Classes<T> {
    numbers: HashMap<T, u32>,
}

impl<T: Eq + Hash> Classes<T> {
    fn new() -> Classes<T> {
        Classes { numbers: HashMap::new() }
    }

    fn number(&mut self, thing: T) -> u32 {
        let next = u32::try_from(self.numbers.len()).expect("fewer classes than things");
        *self.numbers.entry(thing).or_insert(next)
    }
}

#[derive(PartialEq, Eq, Hash)]
struct ComponentClass {
    id: Option<ComponentId>,
    license: Option<Expression>,
    owner: Owner,
    modified: Tri,
    form: DeliveredForm,
    facts: Vec<(FactKind, Tri)>,
}

/// The subjects of a delivery.
pub(super) struct Subjects<'a, 'b> {
    judge: &'a Judge<'b>,
    delivery: usize,
    wholes: Vec<WholeVerdict>,
    /// By component.
    components: Vec<u32>,
    /// By component, as wholes.
    whole_classes: Vec<u32>,
    /// By relation.
    facts: Vec<u32>,
    /// By relation.
    use_duties: Vec<u32>,
    /// What the whole itself owes, by component.
    whole_duties: HashMap<u32, u32>,
    owed: Vec<Owed>,
}

impl<'a, 'b> Subjects<'a, 'b> {
    pub(super) fn new(
        judge: &'a Judge<'b>,
        delivery: usize,
        duties: &[Duty],
        policy: &Policy,
    ) -> Subjects<'a, 'b> {
        let mut wholes = judge.verdicts(delivery);
        let product = judge.product();
        // Ours first.
        wholes.sort_by_key(|whole| {
            (product.components[whole.root as usize].owner != Owner::Own, whole.root)
        });
        let names_components = policy.names_components();
        let mut classes = Classes::new();
        let components = product.components.iter().map(|component| {
            classes.number(ComponentClass {
                id: names_components.then(|| component.id.clone()),
                license: component.license.effective().cloned(),
                owner: component.owner,
                modified: component.modified,
                form: component.form,
                facts: values(&component.facts),
            })
        });
        let components: Vec<u32> = components.collect();
        let names_wholes = policy.mentions("whole.id");
        let mut classes = Classes::new();
        let whole_classes = product.components.iter().map(|component| {
            let license = component.license.effective().cloned();
            classes.number((names_wholes.then(|| component.id.clone()), license, component.owner))
        });
        let whole_classes: Vec<u32> = whole_classes.collect();
        let mut classes = Classes::new();
        let nothing = classes.number(Vec::new());
        // Most uses have no facts stated, and there are many.
        let facts = product.relations.iter().map(|relation| match values(&relation.facts) {
            values if values.is_empty() => nothing,
            values => classes.number(values),
        });
        let facts: Vec<u32> = facts.collect();
        let mut subjects = Subjects {
            judge,
            delivery,
            wholes,
            components,
            whole_classes,
            facts,
            use_duties: Vec::new(),
            whole_duties: HashMap::new(),
            owed: Vec::new(),
        };
        subjects.take_duties(duties, 0..product.relations.len());
        subjects
    }

    /// One whole with these uses alone, to decide about without telling apart what is alike.
    pub(super) fn of_whole(
        judge: &'a Judge<'b>,
        delivery: usize,
        whole: &WholeVerdict,
        duties: &[Duty],
        uses: &[u32],
    ) -> Subjects<'a, 'b> {
        let mut subjects = Subjects {
            judge,
            delivery,
            wholes: vec![whole.clone()],
            components: Vec::new(),
            whole_classes: Vec::new(),
            facts: Vec::new(),
            use_duties: Vec::new(),
            whole_duties: HashMap::new(),
            owed: Vec::new(),
        };
        subjects.take_duties(duties, uses.iter().map(|relation| *relation as usize));
        subjects
    }

    /// Gives each duty to the subjects that owe it.
    fn take_duties(&mut self, duties: &[Duty], uses: impl Iterator<Item = usize>) {
        let product = self.judge.product();
        let by_subject = BySubject::new(self.judge, duties);
        let mut classes = OwedClasses::new();
        let of_component: HashMap<u32, u32> = by_subject
            .components
            .into_iter()
            .map(|(one, owed)| (one, classes.number(owed)))
            .collect();
        let of_use: HashMap<(u32, RelationKind, u32), u32> =
            by_subject.uses.into_iter().map(|(one, owed)| (one, classes.number(owed))).collect();
        self.use_duties = vec![0; product.relations.len()];
        for index in uses {
            let relation = &product.relations[index];
            let ends = u32::try_from(index).ok().and_then(|index| self.judge.ends(index));
            let Some((from, to)) = ends.filter(|_| relation.scope.is_delivered()) else { continue };
            let by_use = match of_use.is_empty() {
                true => None,
                false => of_use.get(&(from, relation.kind, to)),
            };
            self.use_duties[index] = classes.joined(of_component.get(&to), by_use);
        }
        let roots: BTreeSet<&ComponentId> =
            product.deliveries[self.delivery].roots.iter().collect();
        for whole in &self.wholes {
            let id = &product.components[whole.root as usize].id;
            // What is owed for a used program belongs to its use.
            let itself = of_component.get(&whole.root).filter(|_| roots.contains(id));
            let of_whole = by_subject.wholes.get(&whole.root).cloned();
            let of_whole = of_whole.map(|owed| classes.number(owed));
            let owed = classes.joined(of_whole.as_ref(), itself);
            self.whole_duties.insert(whole.root, owed);
        }
        self.owed = classes.all;
    }

    /// Gives each subject; says whether each use was given for every whole that holds it.
    pub(super) fn each(&self, each: &mut dyn FnMut(Place, Key, Verdicts)) -> bool {
        for whole in &self.wholes {
            let place = self.place(whole.root, None);
            let readings = [0, 1, 2].map(|index: usize| whole.readings[index].verdict);
            each(place, self.key(place, (readings, whole.verdict)), (readings, whole.verdict));
        }
        let limits = WithinLimits::standard();
        self.judge.uses_within(self.delivery, &self.wholes, limits, &mut |within: UseWithin| {
            let root = self.wholes[within.whole].root;
            let place = self.place(root, Some(within.relation));
            let verdicts = (within.readings, within.verdict);
            each(place, self.key(place, verdicts), verdicts);
        })
    }

    pub(super) fn place(&self, whole: u32, relation: Option<u32>) -> Place {
        let delivery = u32::try_from(self.delivery).expect("few deliveries");
        Place { delivery, whole, relation }
    }

    fn key(&self, place: Place, (readings, verdict): Verdicts) -> Key {
        let (component, relation, duties) = match place.relation {
            None => (place.whole, None, self.whole_duties.get(&place.whole).copied().unwrap_or(0)),
            Some(index) => {
                let relation = &self.judge.product().relations[index as usize];
                let (_, used) = self.judge.ends(index).expect("uses within wholes have both ends");
                let key = (relation.kind, relation.scope, self.facts[index as usize]);
                (used, Some(key), self.use_duties[index as usize])
            }
        };
        Key {
            delivery: place.delivery,
            whole: self.whole_classes[place.whole as usize],
            component: self.components[component as usize],
            relation,
            duties,
            readings,
            verdict,
        }
    }

    /// A subject with everything that is known about it but its name.
    pub(super) fn subject(&self, place: Place, (readings, verdict): Verdicts) -> Subject {
        let product = self.judge.product();
        let root = &product.components[place.whole as usize];
        let (used, duties) = match place.relation {
            None => (root, self.whole_duties.get(&place.whole).copied().unwrap_or(0)),
            Some(index) => {
                let (_, used) = self.judge.ends(index).expect("uses within wholes have both ends");
                (&product.components[used as usize], self.use_duties[index as usize])
            }
        };
        let mut subject = Subject::of_component(used);
        if let Some(index) = place.relation {
            subject = subject.used_by(&product.relations[index as usize]);
        }
        subject = subject.delivered(&product.deliveries[self.delivery]);
        subject.whole = Some(whole(root));
        subject.verdict = Some(verdict);
        subject.readings = Reading::ALL.iter().copied().zip(readings).collect();
        (subject.unmet, subject.open) = self.owed[duties as usize].clone();
        subject
    }

    /// The stable name of a subject.
    pub(super) fn name(&self, place: Place) -> Arc<str> {
        name(self.judge, place)
    }
}

/// Duties that are not met, by those who owe them.
#[derive(Default)]
struct BySubject {
    components: HashMap<u32, Owed>,
    wholes: HashMap<u32, Owed>,
    uses: HashMap<(u32, RelationKind, u32), Owed>,
}

impl BySubject {
    fn new(judge: &Judge, duties: &[Duty]) -> BySubject {
        let mut by_subject = BySubject::default();
        for duty in duties.iter().filter(|duty| duty.fulfilment != Fulfilment::Met) {
            let unmet = duty.fulfilment == Fulfilment::Unmet && duty.certain;
            let add = |owed: &mut Owed| {
                let set = if unmet { &mut owed.0 } else { &mut owed.1 };
                set.insert(duty.kind);
            };
            if let Some(by) = &duty.by_use {
                if let (Some(from), Some(to)) = (judge.component(&by.from), judge.component(&by.to))
                {
                    add(by_subject.uses.entry((from, by.kind, to)).or_default());
                }
                continue;
            }
            let subjects = match duty.kind {
                DutyKind::LicenseAlike => &mut by_subject.wholes,
                _ => &mut by_subject.components,
            };
            for about in duty.about.iter().filter_map(|id| judge.component(id)) {
                add(subjects.entry(about).or_default());
            }
        }
        by_subject
    }
}

/// Sets of duties and their numbers; nothing is number 0.
struct OwedClasses {
    numbers: Classes<Owed>,
    all: Vec<Owed>,
    joined: HashMap<(u32, u32), u32>,
}

impl OwedClasses {
    fn new() -> OwedClasses {
        let mut classes =
            OwedClasses { numbers: Classes::new(), all: Vec::new(), joined: HashMap::new() };
        classes.number(Owed::default());
        classes
    }

    fn number(&mut self, owed: Owed) -> u32 {
        let number = self.numbers.number(owed.clone());
        if number as usize == self.all.len() {
            self.all.push(owed);
        }
        number
    }

    /// The number of both together.
    fn joined(&mut self, one: Option<&u32>, other: Option<&u32>) -> u32 {
        let (one, other) = match (one, other) {
            (Some(one), Some(other)) => (*one, *other),
            (one, other) => return one.or(other).copied().unwrap_or(0),
        };
        if let Some(known) = self.joined.get(&(one, other)) {
            return *known;
        }
        let (mut both, more) = (self.all[one as usize].clone(), &self.all[other as usize]);
        both.0.extend(&more.0);
        both.1.extend(&more.1);
        let number = self.number(both);
        self.joined.insert((one, other), number);
        number
    }
}

/// The stable name of a subject: the same for the same use in the same whole and delivery.
pub(super) fn name(judge: &Judge, place: Place) -> Arc<str> {
    let product = judge.product();
    let delivery = &product.deliveries[place.delivery as usize].name;
    let whole = product.components[place.whole as usize].id.as_str();
    match place.relation {
        None => conclude::short_name(&[delivery, whole, "itself"]),
        Some(relation) => {
            let relation = &product.relations[relation as usize];
            conclude::short_name(&[
                delivery,
                whole,
                relation.from.as_str(),
                relation.kind.name(),
                relation.to.as_str(),
                relation.scope.name(),
            ])
        }
    }
}

fn whole(root: &Component) -> Whole {
    Whole { id: root.id.clone(), owner: root.owner, license: root.license.effective().cloned() }
}

fn values(facts: &Facts) -> Vec<(FactKind, Tri)> {
    facts.iter().map(|(kind, statement)| (kind, statement.value)).collect()
}
