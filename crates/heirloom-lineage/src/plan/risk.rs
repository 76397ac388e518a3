// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What an edit leaves open, who then owes what, and which remedies are no remedy.

use std::collections::HashSet;

use heirloom_model::{
    ComponentId, DutyKind, FactKind, Product, Reading, Relation, RelationKind, Tri,
};

use super::edit::{Action, Edit, EditSubject};
use crate::judge::Judge;

/// What remains uncertain after an edit; names are stable and have a message in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Risk {
    /// A translation of the old text is no new work.
    MechanicalTranslation,
    /// Every holder has to agree, contributors among them.
    AllHolders,
    /// The steward holds that one address space makes one work.
    AddressSpace,
    /// The tests of substance decide, by facts of the use.
    Substance,
    /// Data of the inside would make one work again.
    IntimateData,
    /// The layer frees only where other implementations really exist.
    RealImplementations,
    /// The kernel's developers tolerate rather than bless it.
    Tolerated,
    /// Giving both by arrangement can be seen as giving the whole.
    DeliveredTogether,
    /// Its own terms are to be kept.
    OwnTerms,
}

impl Risk {
    /// Every risk.
    pub const ALL: &[Risk] = &[
        Risk::MechanicalTranslation,
        Risk::AllHolders,
        Risk::AddressSpace,
        Risk::Substance,
        Risk::IntimateData,
        Risk::RealImplementations,
        Risk::Tolerated,
        Risk::DeliveredTogether,
        Risk::OwnTerms,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Risk::MechanicalTranslation => "mechanical_translation",
            Risk::AllHolders => "all_holders",
            Risk::AddressSpace => "address_space",
            Risk::Substance => "substance",
            Risk::IntimateData => "intimate_data",
            Risk::RealImplementations => "real_implementations",
            Risk::Tolerated => "tolerated",
            Risk::DeliveredTogether => "delivered_together",
            Risk::OwnTerms => "own_terms",
        }
    }

    /// One sentence in English.
    pub fn statement(self) -> &'static str {
        match self {
            Risk::MechanicalTranslation => {
                "A mechanical translation is still derived; compare both texts when they are at hand."
            }
            Risk::AllHolders => {
                "Every holder has to agree, outside contributors among them, or have handed over the right to."
            }
            Risk::AddressSpace => {
                "The steward holds that parts in one address space are one work, however they are linked."
            }
            Risk::Substance => {
                "Whether two works remain depends on whether the user stops or loses most of what it does without the used one."
            }
            Risk::IntimateData => {
                "Sharing structures of the inside instead of plain data would make them one work again."
            }
            Risk::RealImplementations => {
                "The layer separates only where the interface is published and another implementation really works."
            }
            Risk::Tolerated => "The kernel's developers tolerate rather than bless it.",
            Risk::DeliveredTogether => {
                "Handing both over by arrangement, or a product that is nothing without it, can be seen as delivering the whole."
            }
            Risk::OwnTerms => "The one that takes its place has terms of its own.",
        }
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

/// What an edit leaves open under each reading.
pub fn residual_risks(edit: &Edit) -> Vec<ResidualRisk> {
    use Reading::{Interface, StewardStrict, Text};
    let risks: &[(Reading, Risk)] = match &edit.action {
        Action::Drop => &[],
        Action::Rewrite => {
            &[(Text, Risk::MechanicalTranslation), (StewardStrict, Risk::MechanicalTranslation)]
        }
        Action::ReplaceBy(_) => &[(Text, Risk::OwnTerms)],
        Action::Obtain(_) => &[(Text, Risk::AllHolders), (StewardStrict, Risk::AllHolders)],
        Action::Become(RelationKind::DynamicLink | RelationKind::OptionalLoad) => {
            &[(Text, Risk::Substance), (StewardStrict, Risk::AddressSpace)]
        }
        Action::Become(_) | Action::PlainData => {
            &[(Text, Risk::IntimateData), (StewardStrict, Risk::IntimateData)]
        }
        Action::Withhold => {
            &[(Text, Risk::DeliveredTogether), (StewardStrict, Risk::DeliveredTogether)]
        }
        Action::Layer => &[(Text, Risk::RealImplementations), (StewardStrict, Risk::AddressSpace)],
        Action::UserSpace => &[
            (Text, Risk::IntimateData),
            (StewardStrict, Risk::Tolerated),
            (Interface, Risk::Tolerated),
        ],
    };
    risks.iter().map(|(reading, risk)| ResidualRisk { reading: *reading, risk: *risk }).collect()
}

/// Who owes something about a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OwedBy {
    /// Whoever delivers the product.
    House,
    /// Whoever gives the component to the recipient in our place.
    Bringer,
}

impl OwedBy {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            OwedBy::House => "house",
            OwedBy::Bringer => "bringer",
        }
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

/// Whom an edit makes owe the source of what it touches.
pub(super) fn new_owners(edit: &Edit, judge: &Judge) -> Vec<NewOwner> {
    let (component, owed_by) = match (&edit.subject, &edit.action) {
        (EditSubject::Component(id), Action::Withhold) => (id, OwedBy::Bringer),
        (EditSubject::Use { to, .. }, Action::Become(_) | Action::Layer | Action::UserSpace) => {
            (to, OwedBy::House)
        }
        _ => return Vec::new(),
    };
    let owes_source = judge
        .component(component)
        .and_then(|index| judge.product().components[index as usize].license.effective())
        .is_some_and(|license| {
            license.ids().into_iter().filter_map(|id| judge.book().license(id)).any(|license| {
                license.duties().any(|(_, duty)| {
                    matches!(duty, DutyKind::ProvideSource | DutyKind::ProvideSourceOfFiles)
                })
            })
        });
    if !owes_source {
        return Vec::new();
    }
    vec![NewOwner { component: component.clone(), duty: DutyKind::ProvideSource, owed_by }]
}

/// Why a remedy is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RefusalRule {
    /// A module that opens symbols kept for GPL modules to others is itself part of what it serves:
    /// the kernel marks it as tainted and lets proprietary users of it not import such symbols.
    ShimOfGplOnlySymbols,
}

impl RefusalRule {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            RefusalRule::ShimOfGplOnlySymbols => "shim_of_gpl_only_symbols",
        }
    }

    /// One sentence in English.
    pub fn statement(self) -> &'static str {
        match self {
            RefusalRule::ShimOfGplOnlySymbols => {
                "A layer that opens the kernel's GPL-only symbols to another module joins that module to the kernel: the kernel taints it, and the whole inherits the license."
            }
        }
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

/// The remedies refused for a product: a layer between a module and symbols kept for GPL modules.
pub fn refused(product: &Product) -> Vec<Refused> {
    let uses_gpl_only = |relation: &&Relation| {
        relation.kind == RelationKind::KernelModule
            && relation.facts.value(FactKind::GplOnlySymbol) == Tri::Yes
    };
    let openers: HashSet<&ComponentId> =
        product.relations.iter().filter(uses_gpl_only).map(|relation| &relation.from).collect();
    let mut refused: Vec<Refused> = product
        .relations
        .iter()
        .filter(|relation| {
            uses_gpl_only(relation)
                || (relation.kind == RelationKind::KernelModule && openers.contains(&relation.to))
        })
        .map(|relation| Refused {
            from: relation.from.clone(),
            to: relation.to.clone(),
            rule: RefusalRule::ShimOfGplOnlySymbols,
        })
        .collect();
    refused.sort();
    refused.dedup();
    refused
}
