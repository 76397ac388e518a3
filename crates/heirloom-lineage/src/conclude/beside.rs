// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What lies beside wholes on the same medium: the programs of an image.
//!
//! Such things ask nothing of each other, so the verdict of an image alone would hide what whoever
//! passes it on has to do, and of how much in it nobody knows the license.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use heirloom_model::{
    Beside, BesideWhole, ComponentId, DeliveredForm, Level, Owner, RelationKind, Tri, Verdict,
    WholeConclusion,
};

use crate::judge::{Judge, is_fetched};

/// More wholes beside one are not named.
const MAX_WHOLES: usize = 100;

/// Gives each of these wholes what lies beside it.
pub(super) fn fill(judge: &Judge, wholes: &mut [WholeConclusion]) {
    let verdicts: HashMap<ComponentId, (bool, Verdict)> =
        wholes.iter().map(|whole| (whole.root.clone(), (whole.own, whole.verdict))).collect();
    let mut held: HashMap<&ComponentId, BTreeSet<&ComponentId>> = HashMap::new();
    for relation in &judge.product().relations {
        let lies_beside = relation.kind == RelationKind::Aggregate
            && relation.scope.is_delivered()
            && !is_fetched(relation)
            && relation.exists() != Tri::No
            && verdicts.contains_key(&relation.from);
        if lies_beside {
            held.entry(&relation.from).or_default().insert(&relation.to);
        }
    }
    if held.is_empty() {
        return;
    }
    let components: HashMap<&ComponentId, (bool, bool)> = judge
        .product()
        .components
        .iter()
        .map(|one| {
            let known = one.license.effective().is_some_and(|expression| {
                expression.ids().iter().all(|id| {
                    judge.book().license(id).is_some() || judge.book().exception(id).is_some()
                })
            });
            // The license of ours is ours to choose.
            let known = known || one.owner == Owner::Own;
            (&one.id, (one.form != DeliveredForm::None, known))
        })
        .collect();
    for whole in wholes {
        let Some(held) = held.get(&whole.root) else { continue };
        let delivered: Vec<&&ComponentId> =
            held.iter().filter(|id| components.get(**id).is_some_and(|one| one.0)).collect();
        // Parts of the whole itself that are programs of their own are told apart anyway.
        let part = format!("{}#", whole.root);
        let mut beside: Vec<BesideWhole> = delivered
            .iter()
            .filter(|id| !id.as_str().starts_with(&part))
            .filter_map(|id| {
                let (own, verdict) = *verdicts.get(**id)?;
                let root = (**id).clone();
                (own || verdict.level > Level::DutiesOnly).then_some(BesideWhole {
                    root,
                    own,
                    verdict,
                })
            })
            .collect();
        beside.sort_by_key(|one| Reverse((one.own, one.verdict)));
        beside.truncate(MAX_WHOLES);
        let n_unlicensed =
            delivered.iter().filter(|id| !components.get(**id).is_some_and(|one| one.1)).count();
        let n_components = delivered.len();
        if n_components > 0 {
            whole.beside = Some(Beside { wholes: beside, n_components, n_unlicensed });
        }
    }
}
