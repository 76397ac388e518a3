// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How a product leaves the house.

use std::sync::Arc;

use crate::{ComponentId, Facts, Tri};

/// Who uses a service over a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ServiceUsers {
    /// Anybody.
    Public,
    /// The organization's own people.
    Internal,
}

/// The way of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DeliveryKind {
    /// Source is given to others.
    Source,
    /// Object code is given to others.
    Binary,
    /// It is in a device that is given to others.
    Device {
        /// Whether the device is a user product (GPL-3.0 §6).
        user_product: Tri,
        /// Whether it refuses changed software.
        locked: Tri,
    },
    /// It serves users over a network.
    NetworkService {
        /// Whom.
        users: ServiceUsers,
    },
    /// Scripts are sent to browsers.
    JavascriptToBrowser,
    /// Others pay for the program itself as a service.
    ManagedService,
    /// It does not leave the house.
    InternalOnly,
    /// It is given to contractors who work for the house alone.
    Contractor,
    /// A trained model is given to others.
    Model,
    /// Data are given to others.
    Dataset,
    /// A work produced from data is given to others.
    ProducedWork,
}

impl DeliveryKind {
    /// Every kind, details unknown or public.
    pub const ALL: &[DeliveryKind] = &[
        DeliveryKind::Source,
        DeliveryKind::Binary,
        DeliveryKind::Device { user_product: Tri::Unknown, locked: Tri::Unknown },
        DeliveryKind::NetworkService { users: ServiceUsers::Public },
        DeliveryKind::JavascriptToBrowser,
        DeliveryKind::ManagedService,
        DeliveryKind::InternalOnly,
        DeliveryKind::Contractor,
        DeliveryKind::Model,
        DeliveryKind::Dataset,
        DeliveryKind::ProducedWork,
    ];

    /// The stable name, without details.
    pub fn name(self) -> &'static str {
        match self {
            DeliveryKind::Source => "source",
            DeliveryKind::Binary => "binary",
            DeliveryKind::Device { .. } => "device",
            DeliveryKind::NetworkService { .. } => "network_service",
            DeliveryKind::JavascriptToBrowser => "javascript_to_browser",
            DeliveryKind::ManagedService => "managed_service",
            DeliveryKind::InternalOnly => "internal_only",
            DeliveryKind::Contractor => "contractor",
            DeliveryKind::Model => "model",
            DeliveryKind::Dataset => "dataset",
            DeliveryKind::ProducedWork => "produced_work",
        }
    }

    /// The kind of a stable name, with details unknown or public.
    pub fn from_name(name: &str) -> Option<DeliveryKind> {
        DeliveryKind::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// One way in which a product is delivered.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Its name, unique in the product.
    pub name: Arc<str>,
    /// The way.
    pub kind: DeliveryKind,
    /// What is delivered; what these use at run time comes along.
    pub roots: Vec<ComponentId>,
    /// Users in the calendar month that counts, for licenses that count them.
    pub monthly_users: Option<u64>,
    /// What is known about it.
    pub facts: Facts,
}
