// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Plans against the trial of everything cheaper.

use heirloom_model::{Action, Component, Edit, EditSubject, Product, Relation, RelationKind};
use proptest::prelude::*;

use super::{component, id, product};
use crate::{
    book::LicenseBook,
    judge::Judge,
    plan::{Costs, Goal, Limits, Offers, actions, apply, edit::can_be_withheld, plan},
};

/// How many random products are tried.
const CASES: u32 = 96;

const LICENSES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "GPL-2.0-only",
    "GPL-3.0-only",
    "LGPL-2.1-only",
    "MPL-2.0",
    "EPL-2.0",
    "GPL-2.0-or-later",
    "AGPL-3.0-only",
    "GPL-2.0-only OR MIT",
];

const KINDS: &[RelationKind] = &[
    RelationKind::StaticLink,
    RelationKind::DynamicLink,
    RelationKind::CompiledIn,
    RelationKind::Copies,
    RelationKind::Exec,
    RelationKind::Ipc { intimate: heirloom_model::Tri::Yes },
    RelationKind::StaticLink,
    RelationKind::StaticLink,
];

/// Seven components, the first our own; relations lead downward, now and then back up.
fn world(licenses: &[usize], own: bool, relations: &[(usize, usize, usize)]) -> Product {
    let n = licenses.len();
    let mut text = "c0 own\n".to_owned();
    for (index, license) in (1..).zip(licenses) {
        let license = if own && index == 1 { "own" } else { LICENSES[license % LICENSES.len()] };
        text.extend(["c", &index.to_string(), " ", license, "\n"]);
    }
    let mut product = product(&text);
    for (from, to, kind) in relations {
        let (from, to) = (from % (n + 1), to % (n + 1));
        let up = to % 5 == 4;
        if from == to || (from > to && !up) {
            continue;
        }
        let name = |index: usize| id(&format!("c{index}"));
        let mut relation = Relation::new(name(from), name(to), KINDS[kind % KINDS.len()]);
        relation.evidence.push(heirloom_model::Evidence::statement(None, None, "test"));
        product.relations.push(relation);
    }
    product
}

/// Everything that can be done, by subject.
fn options(judge: &Judge, offers: &Offers, costs: &Costs) -> Vec<Vec<(Edit, u64)>> {
    let product = judge.product();
    let mut all = Vec::new();
    for (index, relation) in (0..).zip(&product.relations) {
        let Some((user, used)) = judge.ends(index) else { continue };
        let mut actions = actions(relation, &product.components[used as usize]);
        let others = offers.replacements.get(&relation.to).into_iter().flatten();
        actions.extend(
            others
                .filter(|other| other.id != relation.from)
                .map(|other| Action::ReplaceBy(Box::new(other.clone()))),
        );
        let subject = EditSubject::Use {
            from: relation.from.clone(),
            kind: relation.kind,
            to: relation.to.clone(),
            relation: index,
        };
        let user = &product.components[user as usize];
        let priced = |action: Action| {
            let cost = costs.of_use(&action, relation, user);
            (Edit { subject: subject.clone(), action }, cost)
        };
        all.push(actions.into_iter().map(priced).collect());
    }
    for (index, component) in (0..).zip(&product.components) {
        if component.owner == heirloom_model::Owner::Own || judge.incoming(index).is_empty() {
            continue;
        }
        let offered = offers.licenses.get(&component.id).into_iter().flatten().cloned();
        let mut actions: Vec<Action> = offered.map(Action::Obtain).collect();
        if can_be_withheld(judge, index) {
            actions.push(Action::Withhold);
        }
        let subject = EditSubject::Component(component.id.clone());
        let priced = |action: Action| {
            let cost = costs.of_component(&action);
            (Edit { subject: subject.clone(), action }, cost)
        };
        all.push(actions.into_iter().map(priced).collect());
    }
    all
}

fn is_met(judge: &Judge, goal: &Goal) -> bool {
    (0..judge.product().deliveries.len()).all(|delivery| {
        judge.verdicts(delivery).iter().all(|whole| goal.is_met(judge, delivery, whole))
    })
}

/// A set of edits that meets the goal for less than `limit`, if there is any; counts what it tries.
fn cheaper(
    judge: &mut Judge,
    goal: &Goal,
    options: &[Vec<(Edit, u64)>],
    limit: u64,
    tried: &mut u32,
) -> Option<Vec<String>> {
    let Some((first, rest)) = options.split_first() else {
        *tried += 1;
        return is_met(judge, goal).then(Vec::new);
    };
    if let Some(found) = cheaper(judge, goal, rest, limit, tried) {
        return Some(found);
    }
    for (edit, cost) in first {
        if *cost < limit && *tried < 20_000 {
            let undo = apply(edit, judge).unwrap();
            let found = cheaper(judge, goal, rest, limit - cost, tried);
            undo.undo(judge);
            if let Some(mut found) = found {
                found.push(edit.to_string());
                return Some(found);
            }
        }
    }
    None
}

#[track_caller]
fn check(book: &LicenseBook, product: Product, goal: &Goal, offers: &Offers, costs: &Costs) {
    let judge = Judge::new(book, product.clone());
    let plans = plan(&judge, goal, offers, costs, Limits::STANDARD);
    if plans.missing.is_empty() {
        assert!(is_met(&judge, goal));
        return;
    }
    let best = plans.plans.first().expect("leaving out everything helps");
    assert!(best.is_minimal());
    for plan in &plans.plans {
        let mut fresh = Judge::new(book, product.clone());
        for edit in &plan.edits {
            apply(edit, &mut fresh).expect("what a plan edits is there");
        }
        assert!(is_met(&fresh, goal), "{plan:#?}");
        assert!(plan.bound <= plan.cost && best.cost <= plan.cost);
    }
    let mut fresh = Judge::new(book, product);
    let options = options(&fresh, offers, costs);
    let found = cheaper(&mut fresh, goal, &options, best.cost, &mut 0);
    let edits: Vec<String> = best.edits.iter().map(ToString::to_string).collect();
    assert_eq!(found, None, "cheaper than {} by {edits:?}", best.cost);
}

fn costs(seed: &[u64]) -> Costs {
    Costs {
        drop_optional: 1,
        drop: 3 + seed[0],
        drop_core: 9,
        rewrite: 2 + seed[1],
        replace: 1 + seed[2],
        obtain: 1 + seed[3],
        link_dynamically: 1 + seed[4] / 3,
        run_apart: 1 + seed[5],
        talk_apart: 3,
        plain_data: 1 + seed[6],
        withhold: 1 + seed[7],
        layer: 1 + seed[8],
        user_space: 4,
        foreign_factor: 1 + seed[9] / 4,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    #[test]
    fn no_cheaper_set_of_edits_frees_a_small_product(
        licenses in prop::collection::vec(0_usize..100, 3..7),
        own in any::<bool>(),
        relations in prop::collection::vec((0_usize..7, 0_usize..7, 0_usize..8), 3..13),
        seed in prop::collection::vec(0_u64..8, 10),
        replaced in prop::collection::vec((1_usize..7, 0_usize..10), 0..3),
        offered in prop::collection::vec((1_usize..7, 0_usize..10), 0..2),
        strict in 0_usize..3,
    ) {
        let book = LicenseBook::built_in().unwrap();
        let mut offers = Offers::default();
        for (at, license) in replaced {
            let other: Component = component(&format!("other{at}"), LICENSES[license]);
            offers.replacements.insert(id(&format!("c{at}")), vec![other]);
        }
        for (at, license) in offered {
            let license = heirloom_model::Expression::parse(LICENSES[license]).unwrap();
            offers.licenses.insert(id(&format!("c{at}")), vec![license]);
        }
        let goal = match strict {
            0 => Goal::NO_CONFLICT,
            1 => super::FREE,
            _ => Goal { readings: &[heirloom_model::Reading::Text], ..super::FREE },
        };
        check(&book, world(&licenses, own, &relations), &goal, &offers, &costs(&seed));
    }
}
