// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Products as lines of text, verdicts as lines.

use heirloom_model::{
    Component, ComponentId, Delivery, DeliveryKind, Evidence, Expression, FactKind, Facts, Product,
    Relation, RelationKind, Statement, Tri,
};

use super::Judge;
use crate::book::LicenseBook;

pub(crate) fn id(text: &str) -> ComponentId {
    ComponentId::new(text).unwrap()
}

/// Somebody else's component.
pub(crate) fn component(name: &str, license: &str) -> Component {
    let mut component = Component::third_party(id(name));
    component.license.concluded = Some(Expression::parse(license).unwrap());
    component
}

/// A product of lines such as `app own` (with its license or without), `lib GPL-2.0-only` and `app static_link lib core`, the
/// last with facts that hold; the first component is delivered as binary.
pub(crate) fn product(text: &str) -> Product {
    let mut product = Product::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match RelationKind::from_name(words[1]) {
            Some(kind) => {
                let mut relation = Relation::new(id(words[0]), id(words[2]), kind);
                let evidence = Evidence::statement(None, None, "test");
                for fact in &words[3..] {
                    let holds = Statement { value: Tri::Yes, evidence: vec![evidence.clone()] };
                    relation.facts.set(FactKind::from_name(fact).unwrap(), holds);
                }
                relation.evidence.push(evidence);
                product.relations.push(relation);
            }
            None if words[1] == "own" => {
                let mut own = Component::own(id(words[0]));
                own.license.concluded = Expression::parse(&words[2..].join(" ")).ok();
                product.components.push(own);
            }
            None => product.components.push(component(words[0], &words[1..].join(" "))),
        }
    }
    product.deliveries.push(Delivery {
        name: "shipped".into(),
        kind: DeliveryKind::Binary,
        roots: vec![product.components[0].id.clone()],
        monthly_users: None,
        facts: Facts::default(),
    });
    product
}

#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let book = LicenseBook::built_in().unwrap();
    let judge = Judge::new(&book, product(text));
    assert_eq!(verdicts(&judge), expect);
}

fn verdicts(judge: &Judge) -> Vec<String> {
    judge
        .verdicts(0)
        .iter()
        .map(|whole| {
            let id = &judge.product().components[whole.root as usize].id;
            format!("{id} {}", whole.verdict)
        })
        .collect()
}

#[test]
fn what_is_inside_is_inherited_through_others() {
    check(
        "app own
         a MIT
         b GPL-3.0-only
         app static_link a
         a static_link b",
        &["app inherits_whole"],
    );
}

#[test]
fn programs_are_wholes_of_their_own() {
    check(
        "app own
         rsync GPL-3.0-or-later
         popt MIT
         app exec rsync
         rsync static_link popt",
        &["app clear+interface_note", "rsync duties_only"],
    );
}

#[test]
fn licenses_that_do_not_meet_conflict() {
    check(
        "app own
         old GPL-2.0-only
         new Apache-2.0
         app static_link old
         app static_link new",
        &["app conflict"],
    );
}

#[test]
fn a_whole_under_copyleft_of_several_holders_stays_under_it() {
    check("app own GPL-3.0-or-later", &["app inherits_whole"]);
    check("app own MPL-2.0", &["app duties_only"]);
    check("app own GPL-3.0-or-later OR MIT", &["app clear"]);
    check("app own MIT", &["app clear"]);
}

#[test]
fn only_all_holders_can_put_what_is_ours_under_another_license() {
    let library = "lib GPL-2.0-only\napp static_link lib";
    check(&format!("app own Apache-2.0\n{library}"), &["app inherits_whole+unknown"]);
    check(&format!("app own MIT\n{library}"), &["app inherits_whole"]);
    check(&format!("app own Apache-2.0 AND MIT\n{library}"), &["app inherits_whole"]);
}

#[test]
fn a_dispute_about_duties_alone_leaves_nothing_open() {
    let library = "a MIT\nlib LGPL-3.0-or-later\napp dynamic_link a\na optional_load lib";
    check(&format!("app own MIT\n{library}"), &["app replaceability_required"]);
    let program = "a MIT\nlib GPL-3.0-or-later\napp dynamic_link a\na optional_load lib";
    check(&format!("app own MIT\n{program}"), &["app contested"]);
}

#[test]
fn a_whole_goes_out_under_its_own_license_as_it_is_written() {
    let book = LicenseBook::built_in().unwrap();
    let outbound = |own: &str, others: &str| {
        let judge = Judge::new(&book, product(&format!("app own {own}\n{others}")));
        let certain = judge.verdict(0, 0).readings[0].solutions[0].clone();
        match &certain.outbound {
            crate::solve::Outbound::License { id, .. } => id.as_str().to_owned(),
            other => format!("{other:?}"),
        }
    };
    assert_eq!(outbound("GPL-2.0-or-later", ""), "GPL-2.0-or-later");
    let apache = "lib Apache-2.0\napp static_link lib";
    assert_eq!(outbound("GPL-2.0-or-later", apache), "GPL-3.0-or-later");
    let only = "lib GPL-2.0-only\napp static_link lib";
    assert_eq!(outbound("GPL-2.0-or-later", only), "GPL-2.0-only");
    // Compatibility that goes one way is gone that way.
    assert_eq!(outbound("CC-BY-SA-4.0 AND GPL-3.0-or-later", ""), "GPL-3.0-only");
}

/// rsync and libgit2 were said to owe duties alone: what their exceptions grant to users switched their
/// own license off.
#[test]
fn an_exception_frees_users_and_not_the_work_itself() {
    check("app own GPL-3.0-or-later WITH rsync-linking-exception", &["app inherits_whole"]);
    // The permission is for libraries that are loaded when it runs.
    let rsync = "app own GPL-3.0-or-later WITH rsync-linking-exception\nssl OpenSSL";
    check(&format!("{rsync}\napp dynamic_link ssl"), &["app inherits_whole"]);
    check(&format!("{rsync}\napp static_link ssl"), &["app conflict"]);
    let apache = "lib Apache-2.0\napp static_link lib";
    check(&format!("app own GPL-2.0-only\n{apache}"), &["app conflict"]);
    check(
        &format!("app own GPL-2.0-only WITH GCC-exception-2.0\n{apache}"),
        &["app inherits_whole"],
    );
    // Others who use it stay free.
    check(
        "app own MIT\nlib GPL-2.0-only WITH GCC-exception-2.0\napp static_link lib",
        &["app clear"],
    );
}

#[test]
fn a_whole_keeps_its_exception_where_nothing_stands_against_it() {
    let book = LicenseBook::built_in().unwrap();
    let outbound = |others: &str| {
        let own = "app own GPL-2.0-only WITH GCC-exception-2.0";
        let mut judge = Judge::new(&book, product(&format!("{own}\n{others}")));
        let limits = crate::conclude::ConcludeLimits::standard();
        let concluded = crate::conclude::conclude(&mut judge, 0, &limits);
        concluded.wholes[0].readings[0].outbound.as_deref().map(str::to_owned)
    };
    let kept = Some("GPL-2.0-only WITH GCC-exception-2.0".to_owned());
    assert_eq!(outbound(""), kept);
    assert_eq!(outbound("lib Apache-2.0\napp static_link lib"), kept);
    // Somebody else's file, whose holder did not give it.
    assert_eq!(outbound("lib GPL-2.0-only\napp copies lib"), Some("GPL-2.0-only".to_owned()));
}

#[test]
fn later_versions_are_elected() {
    check(
        "app own
         old GPL-2.0-or-later
         new Apache-2.0
         app static_link old
         app static_link new",
        &["app inherits_whole"],
    );
}

#[test]
fn choices_free_the_whole() {
    check(
        "app own
         dual GPL-2.0-only OR MIT
         app static_link dual",
        &["app duties_only"],
    );
}

#[test]
fn disputed_relations_contest() {
    check(
        "app own
         lib GPL-2.0-only
         app dynamic_link lib",
        &["app contested"],
    );
}

#[test]
fn an_unknown_license_is_unknown() {
    check(
        "app own
         lib LicenseRef-x
         app static_link lib",
        &["app clear+unknown"],
    );
}

#[test]
fn edits_equal_a_fresh_start() {
    let book = LicenseBook::built_in().unwrap();
    let text = "app own
         a MIT
         b GPL-3.0-only
         c LGPL-2.1-only
         app static_link a
         a static_link b
         b dynamic_link c
         c static_link a";
    let mut judge = Judge::new(&book, product(text));
    let heavy = verdicts(&judge);
    judge.remove(1);
    assert_eq!(verdicts(&judge), ["app duties_only"]);
    judge.restore(1);
    assert_eq!(verdicts(&judge), heavy);
    let mut looser = judge.product().relations[1].clone();
    looser.kind = RelationKind::Exec;
    let tight = judge.replace(1, looser);
    let mut expect = product(text);
    expect.relations[1].kind = RelationKind::Exec;
    assert_eq!(verdicts(&judge), verdicts(&Judge::new(&book, expect)));
    judge.replace(1, tight);
    let mut free = judge.product().components[2].clone();
    free.license.concluded = Some(Expression::parse("ISC OR MIT").unwrap());
    let bound = judge.replace_component(2, free);
    assert_eq!(verdicts(&judge)[0], "app replaceability_required");
    judge.replace_component(2, bound);
    assert_eq!(verdicts(&judge), heavy);
}

/// A product of a few components under licenses that meet badly, with any uses.
fn any_product() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;

    const LICENSES: [&str; 7] = [
        "MIT",
        "Apache-2.0",
        "GPL-2.0-only",
        "GPL-3.0-or-later",
        "LGPL-2.1-only",
        "MPL-2.0",
        "GPL-2.0-only OR MIT",
    ];
    let licenses = prop::collection::vec(prop::sample::select(&LICENSES[..]), 5);
    let kind = prop::sample::select(RelationKind::ALL);
    let uses = prop::collection::vec((0..6usize, 0..6usize, kind), 0..12);
    (licenses, uses).prop_map(|(licenses, uses)| {
        let components = (1..).zip(&licenses).map(|(index, license)| format!("c{index} {license}"));
        let uses = uses
            .iter()
            .filter(|(from, to, _)| from != to)
            .map(|(from, to, kind)| format!("c{from} {} c{to}", kind.name()));
        let own = std::iter::once("c0 own".to_owned());
        own.chain(components).chain(uses).collect::<Vec<_>>().join("\n")
    })
}

proptest::proptest! {
    #[test]
    fn removing_a_use_never_adds_to_what_follows(text in any_product()) {
        let book = LicenseBook::built_in().unwrap();
        let mut judge = Judge::new(&book, product(&text));
        let root = |judge: &Judge| judge.verdict(0, 0).readings;
        let before = root(&judge);
        for relation in 0..judge.product().relations.len() {
            let relation = u32::try_from(relation).unwrap();
            judge.remove(relation);
            for (before, after) in before.iter().zip(root(&judge)) {
                // A verdict may go from certain to contested; what follows at each certainty may not
                // grow.
                for (before, after) in before.solutions.iter().zip(&after.solutions) {
                    let (before, after) = (before.effects.level, after.effects.level);
                    proptest::prop_assert!(
                        after <= before,
                        "without {relation}: {} after {}", after.name(), before.name()
                    );
                }
            }
            judge.restore(relation);
        }
        proptest::prop_assert_eq!(root(&judge), before);
    }

    #[test]
    fn renaming_changes_nothing(text in any_product()) {
        let book = LicenseBook::built_in().unwrap();
        let plain = Judge::new(&book, product(&text)).verdicts(0);
        // Only names of components are the letter and a digit.
        let renamed = (0..6).fold(text, |text, index| {
            text.replace(&format!("c{index}"), &format!("pkg:generic/z{}@1", 9 - index))
        });
        proptest::prop_assert_eq!(Judge::new(&book, product(&renamed)).verdicts(0), plain);
    }
}
