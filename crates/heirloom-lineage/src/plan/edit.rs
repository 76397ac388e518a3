// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Edits of a product that may free it: which there are for a relation, and how one is made and
//! taken back.
//!
//! An edit says nothing about what it helps: that is judged anew.

use heirloom_model::{
    Action, Component, DeliveredForm, Edit, EditSubject, Evidence, FactKind, Facts, Product,
    Relation, RelationKind, Statement, Tri,
};

use crate::{
    graph::{ComponentIndex, RelationIndex},
    join::{Nearness, nearness},
    judge::Judge,
};

/// How far it takes the used one away; `None` where that depends on more than the way of use.
fn distance(action: &Action) -> Option<Nearness> {
    match action {
        Action::Become(kind) => Some(nearness(*kind)),
        Action::Layer => Some(Nearness::Bound),
        Action::PlainData => Some(Nearness::Apart),
        Action::UserSpace => Some(Nearness::Beside),
        _ => None,
    }
}

/// Whether another action on the same subject frees at least as much, whatever else is done;
/// `None` is no action.
///
/// What runs apart is a whole of its own and answers for itself, so it is not held against
/// ways in one address space.
pub(super) fn is_covered_by(this: Option<&Action>, other: Option<&Action>) -> bool {
    match (this, other) {
        (_, Some(Action::Drop | Action::Rewrite)) => true,
        (None, Some(other)) => distance(other).is_some() || *other == Action::Withhold,
        (Some(this), Some(other)) if this != other => {
            let is_bound =
                |action: &Action| distance(action).is_some_and(|one| one >= Nearness::Bound);
            is_bound(this) && is_bound(other) && *other == Action::Layer
        }
        (this, other) => this == other,
    }
}

/// What a change of a judged product does, and what takes it back.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Remove(RelationIndex),
    Restore(RelationIndex),
    Put(RelationIndex, Box<Relation>),
    Swap { off: RelationIndex, on: RelationIndex },
    Component(ComponentIndex, Box<Component>),
}

impl Change {
    /// Makes the change; gives the one that takes it back.
    pub(super) fn make(self, judge: &mut Judge) -> Change {
        match self {
            Change::Remove(index) => {
                judge.remove(index);
                Change::Restore(index)
            }
            Change::Restore(index) => {
                judge.restore(index);
                Change::Remove(index)
            }
            Change::Put(index, relation) => {
                Change::Put(index, Box::new(judge.replace(index, *relation)))
            }
            Change::Swap { off, on } => {
                judge.remove(off);
                judge.restore(on);
                Change::Swap { off: on, on: off }
            }
            Change::Component(index, component) => {
                Change::Component(index, Box::new(judge.replace_component(index, *component)))
            }
        }
    }
}

/// What takes an edit back.
#[derive(Debug)]
pub struct Undo(Change);

impl Undo {
    /// Takes the edit back. A component that it brought in stays, used by nobody.
    pub fn undo(self, judge: &mut Judge) {
        self.0.make(judge);
    }
}

/// Makes the edit and judges anew what it reaches; `None` where what it changes is not there.
pub fn apply(edit: &Edit, judge: &mut Judge) -> Option<Undo> {
    let change = change(edit, judge)?;
    Some(Undo(change.make(judge)))
}

/// The change that makes the edit; brings what takes another's place in, unused.
pub(super) fn change(edit: &Edit, judge: &mut Judge) -> Option<Change> {
    let EditSubject::Use { relation, .. } = &edit.subject else {
        return component_change(edit, judge);
    };
    judge.ends(*relation)?;
    let now = judge.product().relations[*relation as usize].clone();
    let Action::ReplaceBy(other) = &edit.action else {
        return relation_change(edit, &now, *relation);
    };
    judge.add_component((**other).clone());
    let new = Relation { to: other.id.clone(), facts: Facts::default(), ..now };
    let on = judge.add(new)?;
    judge.remove(on);
    Some(Change::Swap { off: *relation, on })
}

/// The change of a component.
pub(super) fn component_change(edit: &Edit, judge: &Judge) -> Option<Change> {
    let EditSubject::Component(id) = &edit.subject else { return None };
    let index = judge.component(id)?;
    let component = judge.product().components[index as usize].clone();
    Some(Change::Component(index, Box::new(changed_component(edit, component)?)))
}

/// The change of a relation to the same component.
pub(super) fn relation_change(edit: &Edit, now: &Relation, index: RelationIndex) -> Option<Change> {
    match &edit.action {
        Action::Drop | Action::Rewrite => Some(Change::Remove(index)),
        _ => Some(Change::Put(index, Box::new(changed_relation(edit, now.clone())?))),
    }
}

fn changed_component(edit: &Edit, mut component: Component) -> Option<Component> {
    match &edit.action {
        Action::Obtain(license) => component.license.concluded = Some(license.clone()),
        Action::Withhold => component.form = DeliveredForm::None,
        _ => return None,
    }
    Some(component)
}

fn changed_relation(edit: &Edit, mut relation: Relation) -> Option<Relation> {
    let near = nearness(relation.kind);
    match &edit.action {
        Action::Become(kind) => {
            relation.kind = *kind;
            if nearness(*kind) <= Nearness::Apart {
                state(&mut relation, FactKind::IntimateData, Tri::No);
            }
        }
        Action::PlainData => {
            if let RelationKind::Ipc { intimate } = &mut relation.kind {
                *intimate = Tri::No;
            }
            state(&mut relation, FactKind::IntimateData, Tri::No);
        }
        Action::Layer => {
            if near == Nearness::Inside {
                relation.kind = RelationKind::OptionalLoad;
            }
            state(&mut relation, FactKind::Replaceable, Tri::Yes);
            state(&mut relation, FactKind::InterfaceDocumented, Tri::Yes);
            state(&mut relation, FactKind::WrittenForAOnly, Tri::No);
        }
        Action::UserSpace => {
            relation.kind = RelationKind::Syscall;
            state(&mut relation, FactKind::UapiOnly, Tri::Yes);
            state(&mut relation, FactKind::GplOnlySymbol, Tri::No);
        }
        _ => return None,
    }
    Some(relation)
}

fn state(relation: &mut Relation, kind: FactKind, value: Tri) {
    let evidence = vec![Evidence::statement(None, None, "as planned")];
    relation.facts.set(kind, Statement { value, evidence });
}

/// The actions possible on a relation: a pure function of its kind and facts and of the used one.
///
/// Replacements and licenses to obtain are what the caller knows and come on top.
pub fn actions(relation: &Relation, used: &Component) -> Vec<Action> {
    let mut actions = Vec::new();
    if !relation.scope.is_delivered() || relation.exists() == Tri::No {
        return actions;
    }
    let is_known = |kind| relation.facts.value(kind) == Tri::Yes;
    match relation.kind {
        RelationKind::CompiledIn | RelationKind::StaticLink => actions.extend([
            Action::Become(RelationKind::DynamicLink),
            Action::Layer,
            Action::Become(RelationKind::Exec),
            Action::Rewrite,
        ]),
        RelationKind::DynamicLink | RelationKind::OptionalLoad | RelationKind::Plugin => {
            if !is_known(FactKind::Replaceable) {
                actions.push(Action::Layer);
            }
            actions.extend([Action::Become(RelationKind::Exec), Action::Rewrite]);
        }
        RelationKind::Subclass => {
            actions.extend([Action::Become(RelationKind::Exec), Action::Rewrite]);
        }
        RelationKind::Copies | RelationKind::Modifies if is_kernel(used) => {
            actions.extend([Action::UserSpace, Action::Rewrite]);
        }
        RelationKind::Copies | RelationKind::Modifies | RelationKind::HeaderUse { .. } => {
            actions.push(Action::Rewrite);
        }
        RelationKind::KernelModule => actions.push(Action::UserSpace),
        RelationKind::Ipc { intimate }
            if intimate != Tri::No || is_known(FactKind::IntimateData) =>
        {
            actions.push(Action::PlainData);
        }
        RelationKind::Exec | RelationKind::NetworkClient | RelationKind::NetworkServer
            if is_known(FactKind::IntimateData) =>
        {
            actions.push(Action::PlainData);
        }
        _ => {}
    }
    actions.push(Action::Drop);
    actions
}

/// Whether a component is Linux: what runs on it may ask it by system calls.
fn is_kernel(component: &Component) -> bool {
    let mut noted = false;
    if let Some(license) = component.license.effective() {
        license.visit(&mut |term| {
            noted |= term.exception.as_ref().is_some_and(|id| id.as_str() == "Linux-syscall-note");
        });
    }
    noted
}

/// Whether a recipient could bring a component: nothing that is delivered holds it inside.
pub(super) fn can_be_withheld(judge: &Judge, component: ComponentIndex) -> bool {
    let product: &Product = judge.product();
    let id = &product.components[component as usize].id;
    product.components[component as usize].form != DeliveredForm::None
        && product.deliveries.iter().all(|delivery| !delivery.roots.contains(id))
        && judge.incoming(component).iter().all(|index| {
            let relation = &product.relations[*index as usize];
            !relation.scope.is_delivered() || nearness(relation.kind) != Nearness::Inside
        })
}
