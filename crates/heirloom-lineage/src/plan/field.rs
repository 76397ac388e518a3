// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A product with all its possible edits prepared, on which sets of them are tried.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_model::{
    Action, Component, ComponentId, DeliveredForm, Edit, EditSubject, Expression, FactKind, Facts,
    Owner, Product, RelationKind, Scope, Tri,
};

use super::{
    Goal,
    costs::Costs,
    edit::{Change, actions, can_be_withheld, component_change, is_covered_by, relation_change},
    hitting::{OptionIndex, SubjectIndex},
};
use crate::{
    book::LicenseBook,
    graph::{ComponentIndex, RelationIndex},
    join::{Nearness, nearness},
    judge::Judge,
    stated::{Offer, StatedOffer},
};

/// One way to edit a subject.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) action: Action,
    /// One edit for each member of the subject.
    pub(super) edits: Vec<Edit>,
    pub(super) changes: Vec<Change>,
    pub(super) cost: u64,
}

/// What edits change: relations that come to the same, or one component.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// The relations, those that stand in for them among them; empty for a component.
    pub(super) relations: Vec<RelationIndex>,
    pub(super) component: Option<ComponentIndex>,
    /// Whether the user is somebody else's and the used one ours.
    frees_own: bool,
    /// Option `n` is choice `n - 1`; option 0 leaves it as it is.
    pub(super) choices: Vec<Choice>,
}

impl Subject {
    pub(super) fn action(&self, option: OptionIndex) -> Option<&Action> {
        option.checked_sub(1).map(|choice| &self.choices[choice as usize].action)
    }

    pub(super) fn cost(&self, option: OptionIndex) -> u64 {
        option.checked_sub(1).map_or(0, |choice| self.choices[choice as usize].cost)
    }

    pub(super) fn n_options(&self) -> OptionIndex {
        OptionIndex::try_from(self.choices.len() + 1).expect("few options")
    }

    /// Whether it is one relation or component and not many that are alike.
    pub(super) fn is_single(&self) -> bool {
        self.choices.iter().all(|choice| choice.edits.len() == 1)
    }

    /// The option that takes the use away.
    pub(super) fn drop_option(&self) -> Option<OptionIndex> {
        let place = self.choices.iter().position(|choice| choice.action == Action::Drop)?;
        OptionIndex::try_from(place + 1).ok()
    }

    /// Whether one option frees at least as much as another.
    pub(super) fn is_covered_by(&self, option: OptionIndex, other: OptionIndex) -> bool {
        let (this, other) = (self.action(option), self.action(other));
        // Our own part of somebody else's work has more to answer for by itself.
        let removes = matches!(other, Some(Action::Drop | Action::Rewrite));
        if self.frees_own && !removes { this == other } else { is_covered_by(this, other) }
    }
}

/// A product, judged, and its subjects with the options they are at.
#[derive(Debug)]
pub(super) struct Field<'b> {
    pub(super) judge: Judge<'b>,
    /// The options that are taken, with what takes each back.
    taken: BTreeMap<SubjectIndex, (OptionIndex, Vec<Change>)>,
}

/// The subjects of a product and where to find them.
#[derive(Debug)]
pub(super) struct Ground {
    /// The product before any edit, with the relations that could stand in.
    pub(super) product: Product,
    by_id: HashMap<ComponentId, ComponentIndex>,
    /// Those relations.
    pub(super) spare: BTreeSet<RelationIndex>,
    pub(super) subjects: Vec<Subject>,
    pub(super) of_relation: HashMap<RelationIndex, SubjectIndex>,
    pub(super) of_component: HashMap<ComponentIndex, SubjectIndex>,
}

/// What the caller knows of other licenses and components.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    /// Licenses that a component's holder gives on request, such as a commercial one.
    pub licenses: BTreeMap<ComponentId, Vec<Expression>>,
    /// Components that could take a component's place.
    pub replacements: BTreeMap<ComponentId, Vec<Component>>,
}

impl Offers {
    /// What people state in `heirloom.toml`.
    pub fn of_statements(stated: &[StatedOffer]) -> Offers {
        let mut offers = Offers::default();
        for one in stated {
            let component = one.component.clone();
            match &one.offer {
                Offer::License(license) => {
                    offers.licenses.entry(component).or_default().push(license.clone());
                }
                Offer::Replacement(other) => {
                    offers.replacements.entry(component).or_default().push((**other).clone());
                }
            }
        }
        offers
    }
}

impl<'b> Field<'b> {
    /// Judges a product anew and prepares its edits.
    pub(super) fn new(judge: &Judge<'b>, offers: &Offers, costs: &Costs) -> (Field<'b>, Ground) {
        let mut product = judge.product().clone();
        let known = (0..).zip(&product.components);
        let mut by_id: HashMap<ComponentId, ComponentIndex> = HashMap::new();
        for (index, component) in known {
            by_id.entry(component.id.clone()).or_insert(index);
        }
        let n_relations = RelationIndex::try_from(product.relations.len()).expect("as numbered");
        let gone = (0..n_relations).filter(|index| judge.ends(*index).is_none()).collect();
        let stand_ins = add_stand_ins(&mut product, &mut by_id, offers, &gone);
        let mut own = Judge::new(judge.book(), product);
        for index in gone.iter().chain(stand_ins.values().flatten().map(|(index, _)| index)) {
            own.remove(*index);
        }
        let mut subjects = component_subjects(&own, offers, costs);
        subjects.extend(relation_subjects(&own, offers, costs, &stand_ins));
        let mut ground = Ground {
            product: own.product().clone(),
            by_id,
            spare: stand_ins.values().flatten().map(|(index, _)| *index).collect(),
            subjects,
            of_relation: HashMap::new(),
            of_component: HashMap::new(),
        };
        for (number, subject) in (0..).zip(&ground.subjects) {
            for relation in &subject.relations {
                ground.of_relation.insert(*relation, number);
            }
            if let Some(component) = subject.component {
                ground.of_component.insert(component, number);
            }
        }
        (Field { judge: own, taken: BTreeMap::new() }, ground)
    }

    /// The same product with these relations alone, no edit taken.
    ///
    /// Gives the subjects' changes in the numbers of the smaller product too.
    pub(super) fn part(
        book: &'b LicenseBook,
        ground: &Ground,
        delivery: usize,
        relations: &BTreeSet<RelationIndex>,
    ) -> (Field<'b>, PartMap) {
        let product = &ground.product;
        let mut map = PartMap::default();
        let mut part = Product::default();
        for index in relations {
            let relation = &product.relations[*index as usize];
            map.relations.insert(*index, map.relations.len() as RelationIndex);
            part.relations.push(relation.clone());
        }
        let mut ids: BTreeSet<&ComponentId> =
            part.relations.iter().flat_map(|relation| [&relation.from, &relation.to]).collect();
        let roots: Vec<ComponentId> = product.deliveries[delivery].roots.clone();
        ids.extend(&roots);
        let wanted: Vec<ComponentId> = ids.into_iter().cloned().collect();
        for id in wanted {
            if let Some(place) = ground.place(&id) {
                map.components.insert(place, part.components.len() as ComponentIndex);
                part.components.push(product.components[place as usize].clone());
            }
        }
        part.deliveries.push(product.deliveries[delivery].clone());
        let mut judge = Judge::new(book, part);
        for index in relations {
            if ground.spare.contains(index) {
                judge.remove(map.relations[index]);
            }
        }
        (Field { judge, taken: BTreeMap::new() }, map)
    }

    /// The option that a subject is at.
    pub(super) fn option(&self, subject: SubjectIndex) -> OptionIndex {
        self.taken.get(&subject).map_or(0, |(option, _)| *option)
    }

    /// Puts a subject to an option; gives the one it was at.
    pub(super) fn set(
        &mut self,
        ground: &Ground,
        map: Option<&PartMap>,
        subject: SubjectIndex,
        option: OptionIndex,
    ) -> OptionIndex {
        let before = self.option(subject);
        if before == option {
            return before;
        }
        if let Some((_, undo)) = self.taken.remove(&subject) {
            for change in undo.into_iter().rev() {
                change.make(&mut self.judge);
            }
        }
        if let Some(choice) = option.checked_sub(1) {
            let changes = &ground.subjects[subject as usize].choices[choice as usize].changes;
            let undo = changes
                .iter()
                .filter_map(|change| match map {
                    None => Some(change.clone()),
                    Some(map) => map.change(change),
                })
                .map(|change| change.make(&mut self.judge))
                .collect();
            self.taken.insert(subject, (option, undo));
        }
        before
    }

    /// Puts every subject to what is chosen, and the others back.
    pub(super) fn set_all(
        &mut self,
        ground: &Ground,
        chosen: &BTreeMap<SubjectIndex, OptionIndex>,
    ) {
        let stale: Vec<SubjectIndex> =
            self.taken.keys().copied().filter(|subject| !chosen.contains_key(subject)).collect();
        for subject in stale {
            self.set(ground, None, subject, 0);
        }
        for (subject, option) in chosen {
            self.set(ground, None, *subject, *option);
        }
    }

    /// The options that are taken.
    pub(super) fn chosen(&self) -> BTreeMap<SubjectIndex, OptionIndex> {
        self.taken.iter().map(|(subject, (option, _))| (*subject, *option)).collect()
    }

    /// The wholes that miss the goal, by delivery.
    pub(super) fn violations(&self, goal: &Goal) -> Vec<(usize, ComponentIndex)> {
        (0..self.judge.product().deliveries.len())
            .flat_map(|delivery| {
                self.judge
                    .verdicts(delivery)
                    .into_iter()
                    .filter(move |whole| !goal.is_met(&self.judge, delivery, whole))
                    .map(move |whole| (delivery, whole.root))
            })
            .collect()
    }

    pub(super) fn misses(&self, goal: &Goal, delivery: usize, whole: ComponentIndex) -> bool {
        self.judge.wholes(delivery).any(|known| known == whole)
            && !goal.is_met(&self.judge, delivery, &self.judge.verdict(delivery, whole))
    }
}

impl Ground {
    pub(super) fn place(&self, id: &ComponentId) -> Option<ComponentIndex> {
        self.by_id.get(id).copied()
    }
}

/// Numbers of a whole product in a part of it.
#[derive(Debug, Default)]
pub(super) struct PartMap {
    pub(super) relations: BTreeMap<RelationIndex, RelationIndex>,
    pub(super) components: BTreeMap<ComponentIndex, ComponentIndex>,
}

impl PartMap {
    /// A change in the numbers of the part; `None` where what it changes is not in it.
    fn change(&self, change: &Change) -> Option<Change> {
        let relation = |index: &RelationIndex| self.relations.get(index).copied();
        Some(match change {
            Change::Remove(index) => Change::Remove(relation(index)?),
            Change::Restore(index) => Change::Restore(relation(index)?),
            Change::Put(index, new) => Change::Put(relation(index)?, new.clone()),
            Change::Swap { off, on } => match (relation(off), relation(on)) {
                (Some(off), Some(on)) => Change::Swap { off, on },
                (Some(off), None) => Change::Remove(off),
                _ => return None,
            },
            Change::Component(index, new) => {
                Change::Component(self.components.get(index).copied()?, new.clone())
            }
        })
    }
}

/// For each relation, those that could stand in for it and what they lead to.
type StandIns = BTreeMap<RelationIndex, Vec<(RelationIndex, Component)>>;

/// Adds the components that could take another's place, with relations to them.
fn add_stand_ins(
    product: &mut Product,
    by_id: &mut HashMap<ComponentId, ComponentIndex>,
    offers: &Offers,
    gone: &BTreeSet<RelationIndex>,
) -> StandIns {
    let mut stand_ins = StandIns::new();
    for index in (0..).take(product.relations.len()) {
        let relation = &product.relations[index as usize];
        let Some(others) = offers.replacements.get(&relation.to) else { continue };
        if gone.contains(&index) || !relation.scope.is_delivered() {
            continue;
        }
        let now = relation.clone();
        for other in others.iter().filter(|other| ![&now.from, &now.to].contains(&&other.id)) {
            let place = *by_id.entry(other.id.clone()).or_insert_with(|| {
                product.components.push(other.clone());
                ComponentIndex::try_from(product.components.len() - 1).expect("as numbered")
            });
            let other = product.components[place as usize].clone();
            let number = RelationIndex::try_from(product.relations.len()).expect("as numbered");
            let mut relation = now.clone();
            relation.to = other.id.clone();
            relation.facts = Facts::default();
            product.relations.push(relation);
            stand_ins.entry(index).or_default().push((number, other));
        }
    }
    stand_ins
}

/// Components for which another license can be had or which recipients could bring.
fn component_subjects(judge: &Judge, offers: &Offers, costs: &Costs) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for (index, component) in (0..).zip(&judge.product().components) {
        if component.owner == Owner::Own || judge.incoming(index).is_empty() {
            continue;
        }
        let offered = offers.licenses.get(&component.id).into_iter().flatten().cloned();
        let mut actions: Vec<Action> = offered.map(Action::Obtain).collect();
        if can_be_withheld(judge, index) {
            actions.push(Action::Withhold);
        }
        let choices: Vec<Choice> = actions
            .into_iter()
            .filter_map(|action| {
                let edit = Edit { subject: EditSubject::Component(component.id.clone()), action };
                Some(Choice {
                    changes: vec![component_change(&edit, judge)?],
                    cost: costs.of_component(&edit.action),
                    action: edit.action.clone(),
                    edits: vec![edit],
                })
            })
            .collect();
        if !choices.is_empty() {
            subjects.push(Subject {
                relations: Vec::new(),
                component: Some(index),
                frees_own: false,
                choices,
            });
        }
    }
    subjects
}

/// The relations that can be edited; those that come to the same are one subject.
///
/// Uses of the same kind by one user, of components that are alike and use nothing themselves,
/// can stand in each other's place in whatever conflicts: no cheapest plan treats them apart.
fn relation_subjects(
    judge: &Judge,
    offers: &Offers,
    costs: &Costs,
    stand_ins: &StandIns,
) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = Vec::new();
    let mut twins: HashMap<TwinKey, usize> = HashMap::new();
    let spares: BTreeSet<RelationIndex> =
        stand_ins.values().flatten().map(|(index, _)| *index).collect();
    for index in (0..).take(judge.product().relations.len()) {
        if judge.ends(index).is_none() || spares.contains(&index) {
            continue;
        }
        let stand_ins = stand_ins.get(&index).map_or(&[][..], Vec::as_slice);
        let Some(subject) = relation_subject(judge, costs, index, stand_ins) else { continue };
        match twin_key(judge, offers, index) {
            Some(key) => match twins.get(&key) {
                Some(twin) => subjects[*twin].join(subject),
                None => {
                    twins.insert(key, subjects.len());
                    subjects.push(subject);
                }
            },
            None => subjects.push(subject),
        }
    }
    subjects
}

fn relation_subject(
    judge: &Judge,
    costs: &Costs,
    index: RelationIndex,
    stand_ins: &[(RelationIndex, Component)],
) -> Option<Subject> {
    let relation = &judge.product().relations[index as usize];
    let (user, used) = judge.ends(index)?;
    let [user, used] = [user, used].map(|place| &judge.product().components[place as usize]);
    let subject = || EditSubject::Use {
        from: relation.from.clone(),
        kind: relation.kind,
        to: relation.to.clone(),
        relation: index,
    };
    let choice = |edit: Edit, change: Change| Choice {
        cost: costs.of_use(&edit.action, relation, user),
        action: edit.action.clone(),
        changes: vec![change],
        edits: vec![edit],
    };
    let mut choices: Vec<Choice> = actions(relation, used)
        .into_iter()
        .filter_map(|action| {
            let edit = Edit { subject: subject(), action };
            let change = relation_change(&edit, relation, index)?;
            Some(choice(edit, change))
        })
        .collect();
    if choices.is_empty() {
        return None;
    }
    let mut relations = vec![index];
    for (spare, other) in stand_ins {
        let edit = Edit { subject: subject(), action: Action::ReplaceBy(Box::new(other.clone())) };
        choices.push(choice(edit, Change::Swap { off: index, on: *spare }));
        relations.push(*spare);
    }
    let frees_own = user.owner == Owner::ThirdParty && used.owner == Owner::Own;
    Some(Subject { relations, component: None, frees_own, choices })
}

impl Subject {
    /// Takes another subject with the same options in.
    fn join(&mut self, other: Subject) {
        self.relations.extend(other.relations);
        for (choice, more) in self.choices.iter_mut().zip(other.choices) {
            choice.cost += more.cost;
            choice.edits.extend(more.edits);
            choice.changes.extend(more.changes);
        }
    }
}

/// What makes two relations come to the same.
#[derive(PartialEq, Eq, Hash)]
struct TwinKey {
    user: ComponentIndex,
    kind: RelationKind,
    scope: Scope,
    exists: Tri,
    facts: Vec<(FactKind, Tri)>,
    license: Option<Expression>,
    modified: Tri,
    form: DeliveredForm,
    used_facts: Vec<(FactKind, Tri)>,
}

fn twin_key(judge: &Judge, offers: &Offers, index: RelationIndex) -> Option<TwinKey> {
    let (user, used) = judge.ends(index)?;
    let relation = &judge.product().relations[index as usize];
    let component = &judge.product().components[used as usize];
    let is_alone = nearness(relation.kind) == Nearness::Inside
        && component.owner == Owner::ThirdParty
        && judge.outgoing(used).is_empty()
        && !offers.licenses.contains_key(&component.id)
        && !offers.replacements.contains_key(&component.id);
    let values = |facts: &Facts| -> Vec<(FactKind, Tri)> {
        facts.iter().map(|(kind, statement)| (kind, statement.value)).collect()
    };
    is_alone.then(|| TwinKey {
        user,
        kind: relation.kind,
        scope: relation.scope,
        exists: relation.exists(),
        facts: values(&relation.facts),
        license: component.license.effective().cloned(),
        modified: component.modified,
        form: component.form,
        used_facts: values(&component.facts),
    })
}
