// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The form `heirloom-plan/1`.

use heirloom_model::{Edit, Plan, ReadVerdicts, WholeChange};
use schemars::JsonSchema;
use serde::Serialize;

use super::{PlanView, WhatIfView};

/// Plans for a product, or what some edits change.
#[derive(Serialize, JsonSchema)]
pub(crate) struct PlanWire {
    /// The form's name and version: `heirloom-plan/1`.
    form: &'static str,
    /// What was planned for.
    source: String,
    /// The version of Heirloom.
    version: String,
    /// The policy that has to accept every whole; absent where none was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    /// The heaviest level that a whole of ours may have; absent for `--what-if`.
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<&'static str>,
    /// The wholes that miss the goal.
    missing: Vec<ChangeWire>,
    /// Plans, cheapest first; for `--what-if` the edits that were asked for.
    plans: Vec<OnePlanWire>,
    /// Remedies that are none.
    refused: Vec<RefusedWire>,
}

#[derive(Serialize, JsonSchema)]
struct OnePlanWire {
    /// The cost; absent for edits that were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<u64>,
    /// No plan of these families costs less than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    bound: Option<u64>,
    /// Whether no plan of these families costs less.
    #[serde(skip_serializing_if = "Option::is_none")]
    minimal: Option<bool>,
    /// The families that were allowed.
    families: Vec<&'static str>,
    edits: Vec<EditWire>,
    changes: Vec<ChangeWire>,
    risks: Vec<RiskWire>,
    new_owners: Vec<NewOwnerWire>,
}

#[derive(Serialize, JsonSchema)]
struct EditWire {
    /// The words that `--what-if` reads.
    edit: String,
    action: &'static str,
    family: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct ChangeWire {
    delivery: String,
    whole: String,
    /// Absent where it is no whole of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<VerdictsWire>,
    /// Absent where it is no whole of its own, or where nothing changes yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<VerdictsWire>,
}

#[derive(Serialize, JsonSchema)]
struct VerdictsWire {
    /// Tokens joined by `+`, over all readings.
    verdict: String,
    readings: Vec<ReadingWire>,
}

#[derive(Serialize, JsonSchema)]
struct ReadingWire {
    reading: &'static str,
    verdict: String,
}

#[derive(Serialize, JsonSchema)]
struct RiskWire {
    reading: &'static str,
    risk: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct NewOwnerWire {
    component: String,
    duty: &'static str,
    owed_by: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct RefusedWire {
    from: String,
    to: String,
    rule: &'static str,
}

impl From<&PlanView<'_>> for PlanWire {
    fn from(view: &PlanView<'_>) -> PlanWire {
        let refused = view.plans.refused.iter().map(|refused| RefusedWire {
            from: refused.from.to_string(),
            to: refused.to.to_string(),
            rule: refused.rule.name(),
        });
        PlanWire {
            form: "heirloom-plan/1",
            source: view.source.to_owned(),
            version: view.version.to_owned(),
            policy: view.policy.map(str::to_owned),
            most: Some(view.most.name()),
            missing: view.plans.missing.iter().map(change).collect(),
            plans: view.plans.plans.iter().map(plan).collect(),
            refused: refused.collect(),
        }
    }
}

impl From<&WhatIfView<'_>> for PlanWire {
    fn from(view: &WhatIfView<'_>) -> PlanWire {
        let one = OnePlanWire {
            cost: None,
            bound: None,
            minimal: None,
            families: Vec::new(),
            edits: view.edits.iter().map(edit).collect(),
            changes: view.changes.iter().map(change).collect(),
            risks: view.risks.iter().map(risk).collect(),
            new_owners: Vec::new(),
        };
        PlanWire {
            form: "heirloom-plan/1",
            source: view.source.to_owned(),
            version: view.version.to_owned(),
            policy: None,
            most: None,
            missing: Vec::new(),
            plans: vec![one],
            refused: Vec::new(),
        }
    }
}

fn plan(plan: &Plan) -> OnePlanWire {
    let owners = plan.new_owners.iter().map(|owner| NewOwnerWire {
        component: owner.component.to_string(),
        duty: owner.duty.name(),
        owed_by: owner.owed_by.name(),
    });
    OnePlanWire {
        cost: Some(plan.cost),
        bound: Some(plan.bound),
        minimal: Some(plan.is_minimal()),
        families: plan.families.iter().map(|family| family.name()).collect(),
        edits: plan.edits.iter().map(edit).collect(),
        changes: plan.changes.iter().map(change).collect(),
        risks: plan.risks.iter().map(|(_, one)| risk(one)).collect(),
        new_owners: owners.collect(),
    }
}

fn edit(edit: &Edit) -> EditWire {
    EditWire { edit: edit.to_string(), action: edit.action.name(), family: edit.family().name() }
}

fn risk(risk: &heirloom_model::ResidualRisk) -> RiskWire {
    RiskWire { reading: risk.reading.name(), risk: risk.risk.name() }
}

fn change(change: &WholeChange) -> ChangeWire {
    ChangeWire {
        delivery: change.delivery.to_string(),
        whole: change.whole.to_string(),
        before: change.before.as_ref().map(verdicts),
        after: change.after.as_ref().map(verdicts),
    }
}

fn verdicts(verdicts: &ReadVerdicts) -> VerdictsWire {
    let readings = verdicts.readings.iter().map(|(reading, verdict)| ReadingWire {
        reading: reading.name(),
        verdict: verdict.to_string(),
    });
    VerdictsWire { verdict: verdicts.verdict.to_string(), readings: readings.collect() }
}
