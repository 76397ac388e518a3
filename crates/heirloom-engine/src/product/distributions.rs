// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Distributions: the works of others side by side, with what was put beside them.
//!
//! What a system of installed packages holds is an aggregate of separate works on one medium (GPL-2.0 §2,
//! last paragraph; GPL-3.0 §5, last paragraph). Each package is judged with what it uses; the system as
//! such is no work that could come under a license. Its files belong to packages, so what they
//! say of licenses is nothing of the system itself, and what they run or load lies beside it.

use heirloom_model::{Component, ComponentId, Owner, RelationKind};

use super::Draft;

/// Whether a component is a system of installed packages.
pub(super) fn is_distribution(component: &Component) -> bool {
    component.owner == Owner::Own && component.id.as_str().starts_with("os:")
}

/// Says of everything that a distribution holds that it lies beside the rest.
pub(super) fn settle(draft: &mut Draft) {
    let systems: Vec<ComponentId> =
        draft.components().filter(|one| is_distribution(one)).map(|one| one.id.clone()).collect();
    for system in systems {
        for mut relation in draft.take_delivered(&system) {
            relation.kind = match relation.kind {
                RelationKind::BuildTool => RelationKind::BuildTool,
                _ => RelationKind::Aggregate,
            };
            draft.merge_relation(relation);
        }
    }
}
