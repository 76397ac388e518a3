// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Edits of a product that may free it: which there are for a relation, and how one is made and
//! taken back.
//!
//! An edit says nothing about what it helps: that is judged anew.

use std::fmt;

use heirloom_model::{
    Component, ComponentId, DeliveredForm, Evidence, Expression, FactKind, Facts, Product,
    Relation, RelationKind, Statement, Tri,
};

use crate::{
    graph::{ComponentIndex, RelationIndex},
    join::{Nearness, nearness},
    judge::Judge,
};

/// The three families of remedies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Remove (剔除): the use or its license goes.
    Remove,
    /// Separate (分開): the parts come farther from each other.
    Separate,
    /// Intermediary (中介): something stands between the parts.
    Intermediary,
}

impl Family {
    /// Every family.
    pub const ALL: [Family; 3] = [Family::Remove, Family::Separate, Family::Intermediary];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Family::Remove => "remove",
            Family::Separate => "separate",
            Family::Intermediary => "intermediary",
        }
    }
}

/// What an edit does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The use goes, with what it did for the user.
    Drop,
    /// The used one is written anew, as own work.
    Rewrite,
    /// Another component takes the place of the used one.
    ReplaceBy(Box<Component>),
    /// The holder gives another license.
    Obtain(Expression),
    /// The user uses it in another way.
    Become(RelationKind),
    /// The processes hand over plain data and share no structures of the inside.
    PlainData,
    /// It is not delivered: the recipient brings it.
    Withhold,
    /// A layer of our own, under a permissive or library license, with a published interface and
    /// more than one implementation behind it.
    Layer,
    /// A driver moves to user space and asks the kernel by system calls alone.
    UserSpace,
}

impl Action {
    /// Its family.
    pub fn family(&self) -> Family {
        match self {
            Action::Drop | Action::Rewrite | Action::ReplaceBy(_) | Action::Obtain(_) => {
                Family::Remove
            }
            Action::Become(_) | Action::PlainData | Action::Withhold => Family::Separate,
            Action::Layer | Action::UserSpace => Family::Intermediary,
        }
    }

    /// The stable name of its kind.
    pub fn name(&self) -> &'static str {
        match self {
            Action::Drop => "drop",
            Action::Rewrite => "rewrite",
            Action::ReplaceBy(_) => "replace",
            Action::Obtain(_) => "obtain",
            Action::Become(_) => "become",
            Action::PlainData => "plain_data",
            Action::Withhold => "withhold",
            Action::Layer => "layer",
            Action::UserSpace => "user_space",
        }
    }

    /// How far it takes the used one away; `None` where that depends on more than the way of use.
    fn distance(&self) -> Option<Nearness> {
        match self {
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
            (None, Some(other)) => other.distance().is_some() || *other == Action::Withhold,
            (Some(this), Some(other)) if this != other => {
                let is_bound =
                    |action: &Action| action.distance().is_some_and(|one| one >= Nearness::Bound);
                is_bound(this) && is_bound(other) && *other == Action::Layer
            }
            (this, other) => this == other,
        }
    }
}

/// What an edit changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EditSubject {
    /// One use of a component by another.
    Use {
        /// The user.
        from: ComponentId,
        /// How it uses the other now.
        kind: RelationKind,
        /// The used one.
        to: ComponentId,
        /// Its place in [`Product::relations`].
        relation: RelationIndex,
    },
    /// A component, for all its users.
    Component(ComponentId),
}

/// An edit of a product.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// What it changes.
    pub subject: EditSubject,
    /// How.
    pub action: Action,
}

impl fmt::Display for Edit {
    /// The edit's stable name, in the words that [`super::parse_edits`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.subject, &self.action) {
            (EditSubject::Use { from, kind, to, .. }, action) => {
                let kind = kind.name();
                match action {
                    Action::ReplaceBy(other) => write!(f, "{from} {kind} {to}→{}", other.id),
                    Action::Become(new) => write!(f, "{from} {kind}→{} {to}", new.name()),
                    action => write!(f, "{from} {kind}→{} {to}", action.name()),
                }
            }
            (EditSubject::Component(id), Action::Obtain(license)) => {
                write!(f, "{id} license→{license}")
            }
            (EditSubject::Component(id), action) => write!(f, "{id} form→{}", action.name()),
        }
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

impl Edit {
    /// Its family.
    pub fn family(&self) -> Family {
        self.action.family()
    }

    /// Makes the edit and judges anew what it reaches; `None` where what it changes is not there.
    pub fn apply(&self, judge: &mut Judge) -> Option<Undo> {
        let change = self.change(judge)?;
        Some(Undo(change.make(judge)))
    }

    /// The change that makes the edit; brings what takes another's place in, unused.
    pub(super) fn change(&self, judge: &mut Judge) -> Option<Change> {
        let EditSubject::Use { relation, .. } = &self.subject else {
            return self.component_change(judge);
        };
        judge.ends(*relation)?;
        let now = judge.product().relations[*relation as usize].clone();
        let Action::ReplaceBy(other) = &self.action else {
            return self.relation_change(&now, *relation);
        };
        judge.add_component((**other).clone());
        let new = Relation { to: other.id.clone(), facts: Facts::default(), ..now };
        let on = judge.add(new)?;
        judge.remove(on);
        Some(Change::Swap { off: *relation, on })
    }

    /// The change of a component.
    pub(super) fn component_change(&self, judge: &Judge) -> Option<Change> {
        let EditSubject::Component(id) = &self.subject else { return None };
        let index = judge.component(id)?;
        let component = judge.product().components[index as usize].clone();
        Some(Change::Component(index, Box::new(self.component(component)?)))
    }

    /// The change of a relation to the same component.
    pub(super) fn relation_change(&self, now: &Relation, index: RelationIndex) -> Option<Change> {
        match &self.action {
            Action::Drop | Action::Rewrite => Some(Change::Remove(index)),
            _ => Some(Change::Put(index, Box::new(self.relation(now.clone())?))),
        }
    }

    fn component(&self, mut component: Component) -> Option<Component> {
        match &self.action {
            Action::Obtain(license) => component.license.concluded = Some(license.clone()),
            Action::Withhold => component.form = DeliveredForm::None,
            _ => return None,
        }
        Some(component)
    }

    fn relation(&self, mut relation: Relation) -> Option<Relation> {
        let near = nearness(relation.kind);
        match &self.action {
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
