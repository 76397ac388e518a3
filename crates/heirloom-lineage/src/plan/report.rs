// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What edits change: verdicts before and after.

use std::collections::BTreeMap;

use heirloom_model::{ReadVerdicts, WholeChange};

use crate::{
    graph::ComponentIndex,
    judge::{Judge, WholeVerdict},
};

/// The verdicts on every whole of every delivery.
pub(super) type AllVerdicts = BTreeMap<(usize, ComponentIndex), ReadVerdicts>;

pub(super) fn all_verdicts(judge: &Judge) -> AllVerdicts {
    (0..judge.product().deliveries.len())
        .flat_map(|delivery| {
            let whole = move |whole: WholeVerdict| ((delivery, whole.root), read(&whole));
            judge.verdicts(delivery).into_iter().map(whole)
        })
        .collect()
}

fn read(whole: &WholeVerdict) -> ReadVerdicts {
    ReadVerdicts {
        verdict: whole.verdict,
        readings: whole.readings.iter().map(|read| (read.reading, read.verdict)).collect(),
    }
}

/// The wholes that differ, by delivery and component.
pub(super) fn changes(
    judge: &Judge,
    before: &AllVerdicts,
    after: &AllVerdicts,
) -> Vec<WholeChange> {
    let product = judge.product();
    let keys: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    keys.into_iter()
        .filter(|key| before.get(key) != after.get(key))
        .map(|key| WholeChange {
            delivery: product.deliveries[key.0].name.clone(),
            whole: product.components[key.1 as usize].id.clone(),
            before: before.get(key).cloned(),
            after: after.get(key).cloned(),
        })
        .collect()
}
