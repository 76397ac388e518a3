// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What an edit leaves open, who then owes what, and which remedies are no remedy.

use std::collections::HashSet;

use heirloom_model::{
    Action, ComponentId, DutyKind, Edit, EditSubject, FactKind, NewOwner, OwedBy, Product, Reading,
    RefusalRule, Refused, Relation, RelationKind, ResidualRisk, Risk, Tri,
};

use crate::judge::Judge;

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
