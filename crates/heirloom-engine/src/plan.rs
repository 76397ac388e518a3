// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Remedy plans for a product, with a policy as part of the goal.

pub use heirloom_lineage::plan::{Costs, Limits, Offers};
use heirloom_lineage::{
    book::LicenseBook,
    judge::Judge,
    plan::{self, EditError, Goal, residual_risks},
};
use heirloom_model::{Edit, Level, Plans, Product, Reading, ResidualRisk, WholeChange};

use crate::{Gate, gate};

/// What a plan has to reach, and by what means.
#[derive(Clone, Debug)]
pub struct PlanRequest {
    /// The readings that count.
    pub readings: Vec<Reading>,
    /// The heaviest level that a whole of ours may have under them.
    pub most: Level,
    /// The policy that may reject nothing that edits can change; `None` for none.
    pub gate: Option<Gate>,
    /// What could be had.
    pub offers: Offers,
    /// What edits cost.
    pub costs: Costs,
    /// How long to search.
    pub limits: Limits,
}

/// What edits change.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// The edits, as they were read.
    pub edits: Vec<Edit>,
    /// The wholes whose verdict they change.
    pub changes: Vec<WholeChange>,
    /// What they leave open.
    pub risks: Vec<ResidualRisk>,
    /// How many wholes miss the goal after them.
    pub n_missing: usize,
}

/// Finds plans for a product.
pub fn plans(book: &LicenseBook, product: &Product, request: &PlanRequest) -> Plans {
    let judge = Judge::new(book, product.clone());
    with_goal(book, request, |goal| {
        plan::plan(&judge, goal, &request.offers, &request.costs, request.limits)
    })
}

/// Judges a product anew after edits in words.
///
/// # Errors
/// Each text that is no edit of this product.
pub fn what_if(
    book: &LicenseBook,
    product: &Product,
    request: &PlanRequest,
    texts: &[String],
) -> Result<WhatIf, Vec<EditError>> {
    let mut judge = Judge::new(book, product.clone());
    let (edits, errors) = plan::parse_edits(&judge, &texts.join("\n"));
    if !errors.is_empty() {
        return Err(errors);
    }
    let changes = plan::what_if(&mut judge, &edits);
    for edit in &edits {
        plan::apply(edit, &mut judge);
    }
    let n_missing = with_goal(book, request, |goal| plan::missing(&judge, goal).len());
    let risks = edits.iter().flat_map(residual_risks).collect();
    Ok(WhatIf { edits, changes, risks, n_missing })
}

fn with_goal<T>(book: &LicenseBook, request: &PlanRequest, then: impl FnOnce(&Goal<'_>) -> T) -> T {
    let goal = Goal { readings: &request.readings, most: request.most, accepts: None };
    let Some(gate) = &request.gate else { return then(&goal) };
    let kinds = gate::kinds(book);
    let accepts = gate::accepts(gate, &kinds);
    then(&Goal { accepts: Some(&accepts), ..goal })
}
