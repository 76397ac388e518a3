// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Remedies: edits of a product that may free it, and plans made of them.

use std::{fmt, sync::Arc};

use crate::{
    Component, ComponentId, DutyKind, Expression, Reading, RelationKind, Verdict, named::named,
};

named! {
    /// The three families of remedies.
    pub enum Family {
        /// Remove (剔除): the use or its license goes.
        Remove = "remove",
        /// Separate (分開): the parts come farther from each other.
        Separate = "separate",
        /// Intermediary (中介): something stands between the parts.
        Intermediary = "intermediary",
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
        /// Its place in [`crate::Product::relations`].
        relation: u32,
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
    /// The edit's stable name, in the words that `heirloom plan --what-if` reads.
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

impl Edit {
    /// Its family.
    pub fn family(&self) -> Family {
        self.action.family()
    }
}

/// A whole's verdict, without how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadVerdicts {
    /// All readings together.
    pub verdict: Verdict,
    /// Each reading, in the order of [`Reading::ALL`].
    pub readings: Vec<(Reading, Verdict)>,
}

/// The verdict on one whole before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeChange {
    /// The delivery's name.
    pub delivery: Arc<str>,
    /// The whole, by its root.
    pub whole: ComponentId,
    /// Before; `None` where it was no whole of its own.
    pub before: Option<ReadVerdicts>,
    /// After; `None` where it is none any more.
    pub after: Option<ReadVerdicts>,
}

named! {
    /// What remains uncertain after an edit; names are stable and have a message in each language.
    pub enum Risk {
        /// A translation of the old text is no new work.
        MechanicalTranslation = "mechanical_translation",
        /// Every holder has to agree, contributors among them.
        AllHolders = "all_holders",
        /// The steward holds that one address space makes one work.
        AddressSpace = "address_space",
        /// The tests of substance decide, by facts of the use.
        Substance = "substance",
        /// Data of the inside would make one work again.
        IntimateData = "intimate_data",
        /// The layer frees only where other implementations really exist.
        RealImplementations = "real_implementations",
        /// The kernel's developers tolerate rather than bless it.
        Tolerated = "tolerated",
        /// Giving both by arrangement can be seen as giving the whole.
        DeliveredTogether = "delivered_together",
        /// Its own terms are to be kept.
        OwnTerms = "own_terms",
    }
}

/// A risk under a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResidualRisk {
    /// Under which reading.
    pub reading: Reading,
    /// What remains.
    pub risk: Risk,
}

named! {
    /// Who owes something about a component.
    pub enum OwedBy {
        /// Whoever delivers the product.
        House = "house",
        /// Whoever gives the component to the recipient in our place.
        Bringer = "bringer",
    }
}

/// Who owes a duty about a component after an edit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NewOwner {
    /// The component.
    pub component: ComponentId,
    /// What is owed.
    pub duty: DutyKind,
    /// By whom now.
    pub owed_by: OwedBy,
}

named! {
    /// Why a remedy is refused.
    pub enum RefusalRule {
        /// A module that opens symbols kept for GPL modules to others is itself part of what it serves:
        /// the kernel marks it as tainted and lets proprietary users of it not import such symbols.
        ShimOfGplOnlySymbols = "shim_of_gpl_only_symbols",
    }
}

/// A remedy that others sell and we refuse.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Refused {
    /// The module that would be served.
    pub from: ComponentId,
    /// What it would reach: the kernel, or the layer that is there already.
    pub to: ComponentId,
    /// Why.
    pub rule: RefusalRule,
}

/// A set of edits that frees the product.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The families that were allowed.
    pub families: Vec<Family>,
    /// The edits, in the order of the product.
    pub edits: Vec<Edit>,
    /// What they cost together.
    pub cost: u64,
    /// No plan of these families costs less than this.
    pub bound: u64,
    /// The wholes whose verdict changes.
    pub changes: Vec<WholeChange>,
    /// What each edit leaves open, by the edit's place.
    pub risks: Vec<(usize, ResidualRisk)>,
    /// Who then owes the source of what the edits touch.
    pub new_owners: Vec<NewOwner>,
}

impl Plan {
    /// Whether no other plan of these families costs less; else it is the best one found.
    pub fn is_minimal(&self) -> bool {
        self.cost == self.bound
    }
}

/// The plans for a product.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Plans {
    /// The wholes that miss the goal, by the delivery's name.
    pub missing: Vec<WholeChange>,
    /// Plans, cheapest first; none if the goal is met or nothing helps.
    pub plans: Vec<Plan>,
    /// Remedies that are none.
    pub refused: Vec<Refused>,
}
