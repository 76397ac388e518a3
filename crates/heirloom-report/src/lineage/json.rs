// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The form `heirloom-check/1`.

mod conclusion;
mod layout;
mod policy;
mod product;
mod proof;

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use self::{conclusion::DeliveryWire, policy::PolicyWire, product::ProductWire};
use super::{CheckView, Proofs};

/// What follows for a product.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CheckWire")]
pub(crate) struct CheckWire<'a> {
    /// The form's name and version: `heirloom-check/1`.
    form: &'static str,
    /// What was checked.
    source: String,
    /// The version of Heirloom.
    version: String,
    /// The number of components.
    components: usize,
    /// The number of relations.
    relations: usize,
    /// Whether the delivery is assumed.
    assumed_delivery: bool,
    /// What the policy says; null if none was asked.
    policy: Option<PolicyWire>,
    /// What follows for each delivery.
    deliveries: Vec<DeliveryWire<'a>>,
    /// What was judged.
    product: ProductWire,
    /// What could not be judged.
    problems: Vec<String>,
}

impl<'a> CheckWire<'a> {
    fn new(view: &CheckView<'a>, proofs: Option<Proofs<'a>>) -> CheckWire<'a> {
        let delivery = |(at, delivery)| DeliveryWire::new(at, delivery, proofs);
        CheckWire {
            form: "heirloom-check/1",
            source: view.source.to_owned(),
            version: view.version.to_owned(),
            components: view.product.components.len(),
            relations: view.product.relations.len(),
            assumed_delivery: view.is_assumed,
            policy: view.policy.map(PolicyWire::from),
            deliveries: view.deliveries.iter().enumerate().map(delivery).collect(),
            product: ProductWire::from(view.product),
            problems: view.problems.to_vec(),
        }
    }
}

/// Writes the document; each whole, finding, component and relation on a line of its own.
pub(super) fn write(
    view: &CheckView<'_>,
    proofs: Option<Proofs<'_>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    layout::write(&CheckWire::new(view, proofs), out)?;
    out.write_all(b"\n")
}
