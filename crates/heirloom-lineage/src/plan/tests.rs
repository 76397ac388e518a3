// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Plans for small products, the design's scenarios among them, and edits in words.

mod optimal;
mod scenarios;

use std::collections::BTreeMap;

use heirloom_model::{
    DeliveryKind, Evidence, Expression, FactKind, Family, Level, OwedBy, Plan, Plans, ReadVerdicts,
    Reading, RefusalRule, Risk, Statement, Tri,
};

use super::{Costs, EditError, Goal, Limits, Offers, apply, parse_edits, plan, what_if};
use crate::{
    book::LicenseBook,
    judge::{
        Judge,
        tests::{component, id, product},
    },
};

fn yes() -> Statement {
    Statement { value: Tri::Yes, evidence: vec![Evidence::statement(None, None, "test")] }
}

const FREE: Goal<'static> = Goal { readings: Reading::ALL, most: Level::DutiesOnly, accepts: None };

#[track_caller]
fn plans(text: &str, goal: &Goal, offers: &Offers) -> Plans {
    let book = LicenseBook::built_in().unwrap();
    let judge = Judge::new(&book, product(text));
    plan(&judge, goal, offers, &Costs::STANDARD, Limits::STANDARD)
}

/// Plans as lines: cost, `!` if minimal, edits, and the verdicts after.
fn lines(plans: &Plans) -> Vec<String> {
    plans.plans.iter().map(line).collect()
}

fn line(plan: &Plan) -> String {
    let edits: Vec<String> = plan.edits.iter().map(ToString::to_string).collect();
    let after: Vec<String> = plan
        .changes
        .iter()
        .map(|change| {
            let verdict = |one: &Option<ReadVerdicts>| {
                one.as_ref().map_or_else(|| "-".to_owned(), |one| one.verdict.to_string())
            };
            format!("{} {}→{}", change.whole, verdict(&change.before), verdict(&change.after))
        })
        .collect();
    let minimal = if plan.is_minimal() { "!" } else { "" };
    format!("{}{minimal} {}: {}", plan.cost, edits.join(", "), after.join(", "))
}

#[test]
fn licenses_that_do_not_meet_are_parted() {
    let plans = plans(
        "app own
         old GPL-2.0-only
         new Apache-2.0
         app static_link old
         app static_link new",
        &Goal::NO_CONFLICT,
        &Offers::default(),
    );
    assert_eq!(
        lines(&plans),
        [
            "15! app static_link→exec old: app conflict→duties_only+interface_note, old -→duties_only",
            "80! app static_link→rewrite old: app conflict→duties_only",
        ]
    );
}

/// Scenario 1: a proprietary file system module in a device.
#[test]
fn a_module_is_replaced_or_moves_to_user_space() {
    let ntfs3 = component("ntfs3", "GPL-2.0-only");
    let offers = Offers { replacements: [(id("ntfs"), vec![ntfs3])].into(), ..Offers::default() };
    let plans = plans(
        "image own
         ntfs own
         linux GPL-2.0-only WITH Linux-syscall-note
         image aggregate ntfs
         image aggregate linux
         ntfs kernel_module linux",
        &FREE,
        &offers,
    );
    let found = lines(&plans);
    assert!(found[0].starts_with("20! image aggregate ntfs→ntfs3:"), "{found:#?}");
    assert!(found.iter().any(|line| line.starts_with("60! ntfs kernel_module→user_space linux:")));
    assert!(plans.refused.is_empty());
}

/// Scenario 2: an iSCSI target inside the kernel.
#[test]
fn what_moves_to_user_space_is_tolerated() {
    let plans = plans(
        "target own
         linux GPL-2.0-only WITH Linux-syscall-note
         target kernel_module linux written_for_a_only gpl_only_symbol",
        &FREE,
        &Offers::default(),
    );
    let found = lines(&plans);
    assert!(found[0].starts_with("60! target kernel_module→user_space linux:"), "{found:#?}");
    assert!(found[0].contains("→clear"), "{found:#?}");
    let tolerated = |plan: &Plan| plan.risks.iter().any(|(_, risk)| risk.risk == Risk::Tolerated);
    assert!(tolerated(&plans.plans[0]));
    assert_eq!(plans.refused.len(), 1);
}

/// Scenario 6: a layer between a module and GPL-only symbols is no remedy.
#[test]
fn a_shim_is_refused() {
    let plans = plans(
        "secret own
         shim GPL-2.0-only
         linux GPL-2.0-only WITH Linux-syscall-note
         secret kernel_module shim
         shim kernel_module linux gpl_only_symbol",
        &FREE,
        &Offers::default(),
    );
    let refused: Vec<_> = plans.refused.iter().map(|one| (one.from.as_str(), one.rule)).collect();
    let rule = RefusalRule::ShimOfGplOnlySymbols;
    assert_eq!(refused, [("secret", rule), ("shim", rule)]);
    let layers = plans.plans.iter().flat_map(|plan| &plan.edits);
    assert!(layers.into_iter().all(|edit| edit.action.name() != "layer"));
}

/// Scenario 7: a library under the GPL, changed and linked into a delivered portal.
#[test]
fn another_license_is_obtained_or_the_library_replaced() {
    let offers = Offers {
        licenses: [(id("sso"), vec![Expression::parse("LicenseRef-commercial").unwrap()])].into(),
        replacements: [(id("sso"), vec![component("login", "MIT")])].into(),
    };
    let mut portal = product(
        "portal own
         sso GPL-2.0-or-later
         portal static_link sso core",
    );
    portal.components[1].modified = Tri::Yes;
    let book = LicenseBook::built_in().unwrap();
    let replaced = Judge::new(&book, portal.clone());
    let by_removing = |judge: &Judge, offers: &Offers| {
        let plans = plan(judge, &FREE, offers, &Costs::STANDARD, Limits::STANDARD);
        let is_one = |plan: &&Plan| plan.families == [Family::Remove];
        plans.plans.iter().find(is_one).unwrap().clone()
    };
    let plan = by_removing(&replaced, &offers);
    let expect = "20! portal static_link sso→login: portal inherits_whole→duties_only";
    assert_eq!(line(&plan), expect);
    let offers = Offers { replacements: BTreeMap::new(), ..offers };
    let plan = by_removing(&replaced, &offers);
    assert!(line(&plan).starts_with("30! sso license→LicenseRef-commercial:"), "{}", line(&plan));
    assert!(plan.risks.iter().any(|(_, risk)| risk.risk == Risk::AllHolders));
}

/// Scenario 9: libelf linked statically, then shared, then put off.
#[test]
fn a_library_is_replaced_where_replaceability_is_too_much() {
    let text = "tool own
         libelf LGPL-2.1-only
         tool static_link libelf";
    let offers = Offers {
        replacements: [(id("libelf"), vec![component("bsdelf", "BSD-2-Clause")])].into(),
        ..Offers::default()
    };
    let found = lines(&plans(text, &FREE, &offers));
    let expect = "20! tool static_link libelf→bsdelf: \
                  tool replaceability_required→duties_only";
    assert!(found.iter().any(|line| line == expect), "{found:#?}");
    let book = LicenseBook::built_in().unwrap();
    let mut judge = Judge::new(&book, product(text));
    let (edits, _) = parse_edits(&judge, "tool static_link->dynamic_link libelf");
    // Shared it stays replaceable: the duty is the same, and met.
    assert!(what_if(&mut judge, &edits).is_empty());
}

/// Scenario 12: a model for non-commercial use among the parents of another.
#[test]
fn the_non_commercial_parent_goes() {
    let mut sold = product(
        "assistant own
         llama MIT
         roads ODbL-1.0
         research CC-BY-NC-4.0
         assistant derives_weights llama
         assistant derives_weights research
         assistant produces_work roads",
    );
    sold.deliveries[0].kind = DeliveryKind::Model;
    sold.deliveries[0].facts.set(FactKind::Commercial, yes());
    let book = LicenseBook::built_in().unwrap();
    let judge = Judge::new(&book, sold);
    assert_eq!(judge.verdicts(0)[0].verdict.level, Level::Conflict);
    let found =
        plan(&judge, &Goal::NO_CONFLICT, &Offers::default(), &Costs::STANDARD, Limits::STANDARD);
    let found = lines(&found);
    assert!(found[0].starts_with("100! assistant derives_weights→drop research:"), "{found:#?}");
}

#[test]
fn whoever_brings_a_program_owes_its_source() {
    let plans = plans(
        "app own
         player GPL-2.0-only
         codec Apache-2.0
         old GPL-2.0-only
         app exec player
         player static_link codec
         player static_link old",
        &Goal::NO_CONFLICT,
        &Offers::default(),
    );
    let plan = &plans.plans[0];
    assert!(line(plan).starts_with("8! player form→withhold: player conflict→-"), "{}", line(plan));
    assert_eq!(plan.new_owners[0].owed_by, OwedBy::Bringer);
}

#[test]
fn what_a_policy_rejects_is_planned_away() {
    let accepts = |judge: &Judge, delivery: usize, _: &crate::judge::WholeVerdict| {
        let bad = |index| judge.product().components[index as usize].id.as_str() == "bad";
        !judge.delivered(delivery).any(bad)
    };
    let goal = Goal { accepts: Some(&accepts), ..Goal::NO_CONFLICT };
    let plans = plans(
        "app own
         a MIT
         bad MIT
         app static_link a
         a exec bad",
        &goal,
        &Offers::default(),
    );
    assert!(lines(&plans)[0].starts_with("8! bad form→withhold:"), "{:#?}", lines(&plans));
}

#[test]
fn edits_are_read_as_they_are_shown() {
    let book = LicenseBook::built_in().unwrap();
    let text = "app own
         b MIT
         my lib GPL-2.0-only
         app static_link b
         app exec b";
    let mut product = product(&text.replace("my lib", "my_lib"));
    product.components[2].id = id("my lib");
    product.relations[0].to = id("my lib");
    let mut judge = Judge::new(&book, product);
    let words = "app static_link→exec my lib; app static_link my lib→b; my lib license→MIT
         b form→withhold; app exec→drop b";
    let (edits, errors) = parse_edits(&judge, words);
    assert_eq!(errors, []);
    let shown: Vec<String> = edits.iter().map(ToString::to_string).collect();
    assert_eq!(parse_edits(&judge, &shown.join("\n")).0, edits);
    assert_eq!(shown.len(), 5);
    let before = super::report::all_verdicts(&judge);
    let changes = what_if(&mut judge, &edits[..1]);
    assert_eq!(changes.len(), 2);
    assert_eq!(super::report::all_verdicts(&judge), before);
    for edit in &edits {
        let undo = apply(edit, &mut judge).unwrap();
        undo.undo(&mut judge);
        assert_eq!(super::report::all_verdicts(&judge), before, "{edit}");
    }
    let bad = "app; nobody exec→drop b; app dynamic_link→exec b; app exec→sing b";
    let (_, errors) = parse_edits(&judge, bad);
    assert_eq!(
        errors,
        [
            EditError::Shape("app".into()),
            EditError::UnknownComponent("nobody".into()),
            EditError::UnknownUse("app dynamic_link b".into()),
            EditError::UnknownEdit("sing".into()),
        ]
    );
}
