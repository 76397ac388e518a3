// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Sets of uses and deliveries, and guards: what triggers are made of.

use heirloom_model::{DeliveryKind, FactKind, RelationKind, ServiceUsers, Tri};

/// A set of ways of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Uses(u32);

impl Uses {
    /// The licensed thing itself is delivered, whatever uses it.
    pub const ITSELF: Uses = Uses(1 << 30);
    /// User and used one are one work, as the reading has it.
    pub const COMBINED: Uses = Uses(1 << 31);

    const GROUPS: &[(&str, &[&str])] = &[
        ("part", &["copies", "modifies", "compiled_in", "static_link"]),
        (
            "link",
            &[
                "compiled_in",
                "static_link",
                "dynamic_link",
                "optional_load",
                "subclass",
                "plugin",
                "header_use",
            ],
        ),
        ("process", &["exec", "ipc"]),
        ("network", &["network_client", "network_server"]),
    ];

    /// One kind of relation.
    pub fn of(kind: RelationKind) -> Uses {
        let index = RelationKind::ALL
            .iter()
            .position(|known| known.name() == kind.name())
            .expect("`ALL` holds every kind");
        Uses(1 << index)
    }

    /// The set a word of the files means: a kind of relation, a group, `itself` or `combined`.
    pub fn from_name(name: &str) -> Option<Uses> {
        match name {
            "itself" => return Some(Uses::ITSELF),
            "combined" => return Some(Uses::COMBINED),
            "any" => return Some(Uses(u32::MAX)),
            _ => {}
        }
        if let Some((_, members)) = Uses::GROUPS.iter().find(|(group, _)| *group == name) {
            return members
                .iter()
                .map(|member| Uses::from_name(member))
                .try_fold(Uses::default(), |set, member| Some(set.with(member?)));
        }
        RelationKind::from_name(name).map(Uses::of)
    }

    /// Both sets together.
    #[must_use]
    pub fn with(self, other: Uses) -> Uses {
        Uses(self.0 | other.0)
    }

    /// Whether the sets share a use.
    pub fn meets(self, other: Uses) -> bool {
        self.0 & other.0 != 0
    }
}

/// A set of ways of delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Deliveries(u16);

impl Deliveries {
    /// Giving copies to others.
    pub const DISTRIBUTION: Deliveries = Deliveries(0b0000_0111_0001_0111);
    /// Any use at all, also inside the house.
    pub const ANY: Deliveries = Deliveries(u16::MAX);

    /// One way of delivery; a service for the house's own people is use inside the house.
    pub fn of(kind: DeliveryKind) -> Deliveries {
        let kind = match kind {
            DeliveryKind::NetworkService { users: ServiceUsers::Internal } => {
                DeliveryKind::InternalOnly
            }
            other => other,
        };
        let index = DeliveryKind::ALL
            .iter()
            .position(|known| known.name() == kind.name())
            .expect("`ALL` holds every kind");
        Deliveries(1 << index)
    }

    /// The set a word of the files means: a way of delivery, `distribution` or `any`.
    pub fn from_name(name: &str) -> Option<Deliveries> {
        match name {
            "distribution" => Some(Deliveries::DISTRIBUTION),
            "any" => Some(Deliveries::ANY),
            _ => DeliveryKind::from_name(name).map(Deliveries::of),
        }
    }

    /// Both sets together.
    #[must_use]
    pub fn with(self, other: Deliveries) -> Deliveries {
        Deliveries(self.0 | other.0)
    }

    /// Whether the sets share a way.
    pub fn meets(self, other: Deliveries) -> bool {
        self.0 & other.0 != 0
    }
}

/// Something that has to hold for a term to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Guard {
    /// What is asked.
    pub subject: GuardSubject,
    /// The answer that lets the term apply.
    pub wanted: bool,
}

/// What a guard asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GuardSubject {
    /// Whether the used component was changed.
    Modified,
    /// Whether the device is a user product.
    UserProduct,
    /// Whether the device refuses changed software.
    Locked,
    /// A fact about the relation, the component or the delivery.
    Fact(FactKind),
}

impl Guard {
    /// The guard a text of the files means: a subject, with `not ` before it for the opposite.
    pub fn from_name(name: &str) -> Option<Guard> {
        let (subject, wanted) = match name.strip_prefix("not ") {
            Some(subject) => (subject, false),
            None => (name, true),
        };
        let subject = match subject {
            "modified" => GuardSubject::Modified,
            "user_product" => GuardSubject::UserProduct,
            "locked" => GuardSubject::Locked,
            fact => GuardSubject::Fact(FactKind::from_name(fact)?),
        };
        Some(Guard { subject, wanted })
    }

    /// Whether the guard holds when its subject has this value.
    pub fn holds(self, value: Tri) -> Tri {
        if self.wanted { value } else { value.negated() }
    }
}

impl GuardSubject {
    /// The subject of a fact that belongs to a device.
    pub(crate) fn of_device(kind: FactKind) -> Option<GuardSubject> {
        match kind {
            FactKind::UserProduct => Some(GuardSubject::UserProduct),
            FactKind::Locked => Some(GuardSubject::Locked),
            _ => None,
        }
    }

    /// The stable name, as in the files.
    pub fn name(self) -> &'static str {
        match self {
            GuardSubject::Modified => "modified",
            GuardSubject::UserProduct => "user_product",
            GuardSubject::Locked => "locked",
            GuardSubject::Fact(kind) => kind.name(),
        }
    }
}
