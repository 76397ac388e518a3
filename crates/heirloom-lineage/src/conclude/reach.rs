// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which wholes use a component, themselves or by way of others.

use std::collections::{BTreeSet, HashMap};

use heirloom_model::{ComponentId, Product, Tri};

use crate::graph::ComponentIndex;

/// How many of some wholes reach each component over what is delivered with them; by the component's number.
///
/// Sixty-four wholes are followed at once, each by its bit: the time is near to linear in the relations for
/// so many.
pub(super) fn wholes_of(product: &Product, wholes: &BTreeSet<ComponentIndex>) -> Vec<u32> {
    let places: HashMap<&ComponentId, ComponentIndex> =
        product.components.iter().zip(0..).map(|(one, at)| (&one.id, at)).collect();
    let mut used: Vec<Vec<ComponentIndex>> = vec![Vec::new(); product.components.len()];
    for relation in &product.relations {
        if !relation.scope.is_delivered() || relation.exists() == Tri::No {
            continue;
        }
        if let (Some(&from), Some(&to)) = (places.get(&relation.from), places.get(&relation.to)) {
            used[from as usize].push(to);
        }
    }
    let mut n_wholes = vec![0; used.len()];
    let wholes: Vec<ComponentIndex> = wholes.iter().copied().collect();
    for some in wholes.chunks(u64::BITS as usize) {
        let mut bits = vec![0_u64; used.len()];
        let mut waiting: Vec<ComponentIndex> = Vec::new();
        for (&whole, bit) in some.iter().zip(0..) {
            bits[whole as usize] |= 1 << bit;
            waiting.push(whole);
        }
        while let Some(at) = waiting.pop() {
            let own = bits[at as usize];
            for &to in &used[at as usize] {
                if own & !bits[to as usize] != 0 {
                    bits[to as usize] |= own;
                    waiting.push(to);
                }
            }
        }
        for (n, bits) in n_wholes.iter_mut().zip(bits) {
            *n += bits.count_ones();
        }
    }
    n_wholes
}
