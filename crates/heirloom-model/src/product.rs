// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What software is made of, how its parts use each other and how it leaves the house.
//!
//! Readers and people state these; nothing here follows from anything else. What follows is the
//! business of `heirloom-lineage`.

mod component;
mod delivery;
mod evidence;
mod relation;

pub use component::{
    Component, ComponentId, ComponentIdError, ComponentLicense, DeliveredForm, Owner, Part,
    PartKind,
};
pub use delivery::{Delivery, DeliveryKind, ServiceUsers};
pub use evidence::{Evidence, EvidenceMethod, FactKind, Facts, Statement, combined_strength};
pub use relation::{Relation, RelationKind, Scope};

/// A product: components, how they use each other, and the ways it is delivered.
///
/// Relations may name components that are not listed; whoever joins them reports it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Product {
    /// Its parts; their identities are unique.
    pub components: Vec<Component>,
    /// Who uses whom, and how.
    pub relations: Vec<Relation>,
    /// How it leaves the house.
    pub deliveries: Vec<Delivery>,
}
