// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What is decided about: one use of a component in a delivered whole, and what follows from it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use heirloom_model::{
    Component, ComponentId, DeliveredForm, Delivery, DeliveryKind, DutyKind, Expression, FactKind,
    Facts, Level, Owner, Reading, Relation, RelationKind, Scope, Tri, Verdict,
};

/// The whole that a component is part of, as it leaves the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Its identity.
    pub id: ComponentId,
    /// Whose it is.
    pub owner: Owner,
    /// The license it leaves under, if one is known.
    pub license: Option<Expression>,
}

/// One use of a component, or a delivered whole itself; what is absent is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The stable name of the finding, by which a waiver may mean it alone.
    pub finding: Option<Arc<str>>,
    /// The component.
    pub component: ComponentId,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its version.
    pub version: Option<Arc<str>>,
    /// Whose it is.
    pub owner: Owner,
    /// Whether it was changed.
    pub modified: Tri,
    /// In which form it leaves the house.
    pub form: DeliveredForm,
    /// Its license; each of its terms is decided about.
    pub license: Option<Expression>,
    /// How it is used.
    pub relation: Option<RelationKind>,
    /// What for.
    pub scope: Scope,
    /// How it leaves the house.
    pub delivery: Option<DeliveryKind>,
    /// The name of the delivery.
    pub delivery_name: Arc<str>,
    /// Users in the month that counts.
    pub monthly_users: Option<u64>,
    /// The whole it is part of.
    pub whole: Option<Whole>,
    /// What follows from the use, all readings together.
    pub verdict: Option<Verdict>,
    /// What follows under each reading, where that is known.
    pub readings: BTreeMap<Reading, Verdict>,
    /// Duties that are owed and not met.
    pub unmet: BTreeSet<DutyKind>,
    /// Duties that are owed and of which nobody knows whether they are met.
    pub open: BTreeSet<DutyKind>,
    /// What is known about the use and the component.
    pub facts: BTreeMap<FactKind, Tri>,
}

impl Subject {
    /// A component of which nothing but the identity is known.
    pub fn new(component: ComponentId) -> Subject {
        Subject::of_component(&Component::third_party(component))
    }

    /// A component by itself.
    pub fn of_component(component: &Component) -> Subject {
        Subject {
            finding: None,
            component: component.id.clone(),
            name: component.name.clone(),
            version: component.version.clone(),
            owner: component.owner,
            modified: component.modified,
            form: component.form,
            license: component.license.effective().cloned(),
            relation: None,
            scope: Scope::Runtime,
            delivery: None,
            delivery_name: "".into(),
            monthly_users: None,
            whole: None,
            verdict: None,
            readings: BTreeMap::new(),
            unmet: BTreeSet::new(),
            open: BTreeSet::new(),
            facts: values(&component.facts),
        }
    }

    /// The same component, used in this way; the relation's facts go before the component's.
    #[must_use]
    pub fn used_by(mut self, relation: &Relation) -> Subject {
        self.relation = Some(relation.kind);
        self.scope = relation.scope;
        self.facts.extend(values(&relation.facts));
        self
    }

    /// The same use, delivered in this way; facts that are there stay.
    #[must_use]
    pub fn delivered(mut self, delivery: &Delivery) -> Subject {
        self.delivery = Some(delivery.kind);
        self.delivery_name = delivery.name.clone();
        self.monthly_users = delivery.monthly_users;
        let mut facts = values(&delivery.facts);
        facts.append(&mut self.facts);
        self.facts = facts;
        self
    }

    /// What follows under a reading: as it was judged, else as all readings together say.
    pub fn level(&self, reading: Reading) -> Option<Level> {
        self.readings.get(&reading).or(self.verdict.as_ref()).map(|verdict| verdict.level)
    }

    /// What is known about a fact.
    pub fn fact(&self, kind: FactKind) -> Tri {
        self.facts.get(&kind).copied().unwrap_or_default()
    }
}

fn values(facts: &Facts) -> BTreeMap<FactKind, Tri> {
    facts.iter().map(|(kind, statement)| (kind, statement.value)).collect()
}
