// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Large products for benchmarks, the same on every run.

use heirloom_model::{
    Component, ComponentId, Delivery, DeliveryKind, Evidence, Expression, Facts, Product, Relation,
    RelationKind,
};

const LICENSES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-3-Clause",
    "MIT OR Apache-2.0",
    "MPL-2.0",
    "LGPL-2.1-or-later",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "AGPL-3.0-only",
    "BSD-2-Clause AND MIT",
    "GPL-2.0-only OR MIT",
];

/// Numbers that look random and are the same on every run (Steele and others, SplitMix, 2014).
#[derive(Clone, Debug)]
pub struct Numbers(pub u64);

impl Numbers {
    /// The next number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).expect("below a usize")
    }
}

/// A product of one component of ours and others below it: each uses `n_each` of the two thousand
/// below, in one of these ways, one in fifty in a circle; half are under some copyleft. It is
/// delivered once, as binary.
pub fn large_product(n_components: usize, n_each: usize, kinds: &[RelationKind]) -> Product {
    let mut numbers = Numbers(1);
    let id = |index: usize| ComponentId::new(&format!("pkg:generic/c{index}@1")).expect("a name");
    let mut product = Product::default();
    for index in 0..n_components {
        let mut component = Component::third_party(id(index));
        if index == 0 {
            component = Component::own(id(0));
        } else {
            let text = LICENSES[numbers.below(LICENSES.len())];
            component.license.concluded = Some(Expression::parse(text).expect("an expression"));
        }
        product.components.push(component);
    }
    for from in 0..n_components {
        for _ in 0..n_each {
            // Mostly downward; now and then to a neighbor and back, which makes a circle.
            let circle = numbers.below(50) == 0;
            let to = from + 1 + if circle { 0 } else { numbers.below(2_000) };
            if to >= n_components {
                continue;
            }
            if circle {
                product.relations.push(stated(id(to), id(from), RelationKind::StaticLink));
            }
            let kind = kinds[numbers.below(kinds.len())];
            product.relations.push(stated(id(from), id(to), kind));
        }
    }
    product.deliveries.push(Delivery {
        name: "shipped".into(),
        kind: DeliveryKind::Binary,
        roots: vec![id(0)],
        monthly_users: None,
        facts: Facts::default(),
    });
    product
}

/// The image of a system: programs that it delivers side by side, each linked with some ten of a
/// thousand libraries, which link others; the first program is ours, one library in twenty has no
/// known license. It is delivered once, as binary.
pub fn large_image(n_programs: usize) -> Product {
    const LIBRARIES: usize = 1_000;
    let mut numbers = Numbers(3);
    let library = |index: usize| ComponentId::new(&format!("pkg:deb/debian/lib{index}@1"));
    let library = |index: usize| library(index).expect("a name");
    let program = |index: usize| ComponentId::new(&format!("pkg:deb/debian/p{index}@1"));
    let program = |index: usize| program(index).expect("a name");
    let mut product = Product::default();
    let mut component = |id: ComponentId, licensed: bool, numbers: &mut Numbers| {
        let mut component = Component::third_party(id);
        if licensed {
            let text = LICENSES[numbers.below(LICENSES.len())];
            component.license.concluded = Some(Expression::parse(text).expect("an expression"));
        }
        product.components.push(component);
    };
    for index in 0..LIBRARIES {
        component(library(index), index % 20 != 0, &mut numbers);
    }
    for index in 1..n_programs {
        component(program(index), true, &mut numbers);
    }
    product.components.push(Component::own(program(0)));
    for index in 0..LIBRARIES - 1 {
        for _ in 0..3 {
            let used = index + 1 + numbers.below((LIBRARIES - index - 1).min(50));
            let relation = stated(library(index), library(used), RelationKind::DynamicLink);
            product.relations.push(relation);
        }
    }
    for index in 0..n_programs {
        for _ in 0..10 {
            // Some libraries are everybody's.
            let used = numbers.below(LIBRARIES).max(numbers.below(LIBRARIES));
            let relation = stated(program(index), library(used), RelationKind::DynamicLink);
            product.relations.push(relation);
        }
        if index > 0 {
            product.relations.push(stated(program(0), program(index), RelationKind::Aggregate));
        }
    }
    product.deliveries.push(Delivery {
        name: "image".into(),
        kind: DeliveryKind::Binary,
        roots: vec![program(0)],
        monthly_users: None,
        facts: Facts::default(),
    });
    product
}

fn stated(from: ComponentId, to: ComponentId, kind: RelationKind) -> Relation {
    let mut relation = Relation::new(from, to, kind);
    relation.evidence.push(Evidence::statement(None, None, "generated"));
    relation
}
