// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Policies and subjects in, outcomes with their grounds out.

use heirloom_model::{ComponentId, DeliveryKind, Expression, Level, RelationKind, Totals, Verdict};
use proptest::prelude::*;

use super::*;
use crate::{Starter, default_policy};

fn kinds(id: &LicenseId) -> LicenseKind {
    match id.as_str() {
        "MIT" => LicenseKind::Permissive,
        "GPL-2.0-only" | "GPL-3.0-only" => LicenseKind::WorkCopyleft,
        "LGPL-2.1-only" => LicenseKind::LibraryCopyleft,
        _ => LicenseKind::Unknown,
    }
}

fn read(rules: &str) -> Policy {
    Policy::read("p.toml", &format!("version = 1\notherwise = \"ask\"\n{rules}")).unwrap()
}

fn rule(id: &str, effect: &str, rest: &str) -> String {
    format!("[[rule]]\nid = \"{id}\"\neffect = \"{effect}\"\nreason = \"r\"\n{rest}\n")
}

fn waiver(rest: &str, expires: &str) -> String {
    format!("[[waiver]]\n{rest}\nreason = \"r\"\nby = \"b\"\nexpires = {expires}\n")
}

fn subject(license: &str) -> Subject {
    let mut subject = Subject::new(ComponentId::new("pkg:npm/a@1").unwrap());
    subject.license = (!license.is_empty()).then(|| Expression::parse(license).unwrap());
    subject.relation = Some(RelationKind::StaticLink);
    subject.delivery = Some(DeliveryKind::Binary);
    subject.verdict = Some(Verdict::of(Level::DutiesOnly));
    subject
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// The outcome, with what decided.
fn said(policy: &Policy, subject: &Subject) -> String {
    let as_of = day("2026-06-15");
    let decision = decide(policy, &kinds, subject, as_of);
    let quick = decide_all(policy, &kinds, [subject], as_of);
    assert_eq!(quick.decisions[0].outcome, decision.outcome, "with and without trace");
    assert_eq!(quick.decisions[0].decisive().ground, decision.decisive().ground);
    let by = match decision.decisive().ground {
        Ground::Rule(rule) => rule.id.to_string(),
        Ground::Waived { rule, .. } => format!("waived {}", rule.map_or("-", |rule| &*rule.id)),
        Ground::Otherwise => "otherwise".into(),
    };
    format!("{} by {by}", decision.outcome)
}

#[track_caller]
fn check(policy: &Policy, license: &str, expect: &str) {
    assert_eq!(said(policy, &subject(license)), expect, "{license}");
}

#[test]
fn the_first_rule_that_matches_decides() {
    let policy = read(
        &[
            rule("exec", "allow", "relations = [\"exec\"]"),
            rule("gpl", "deny", "licenses = [\"GPL-*\"]"),
            rule(
                "linked",
                "needs_approval",
                "relations = [\"static_link\"]\nlevels = [\"duties_only\"]",
            ),
        ]
        .concat(),
    );
    check(&policy, "GPL-2.0-only", "rejected by gpl");
    check(&policy, "MIT", "needs_approval by linked");
    let mut run = subject("GPL-2.0-only");
    run.relation = Some(RelationKind::Exec);
    assert_eq!(said(&policy, &run), "accepted by exec");
    run.relation = None;
    run.license = None;
    assert_eq!(said(&policy, &run), "asks by otherwise");

    let subject = subject("GPL-2.0-only");
    let decision = decide(&policy, &kinds, &subject, day("2026-01-01"));
    let tried = &decision.decisive().tried;
    let results: Vec<String> = tried
        .iter()
        .map(|tried| match tried.result {
            TriedResult::Differs(selectors) => selectors
                .iter()
                .map(|selector| {
                    let wanted = selector.wanted(tried.rule);
                    format!("{} {wanted}", selector.name())
                })
                .collect(),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(results, ["relations exec", "Decides", "Matches"]);
    assert_eq!(Selector::Relation.found(&subject, decision.decisive()), "static_link");
    let found = Selector::License.found(&subject, decision.decisive());
    assert_eq!(found, "GPL-2.0-only (work_copyleft)");
}

#[test]
fn choices_take_the_lightest_and_sums_the_heaviest() {
    let policy = read(
        &[
            rule("strong", "deny", "classes = [\"work_copyleft\"]"),
            rule("weak", "needs_approval", "classes = [\"library_copyleft\"]"),
            rule("free", "allow", "classes = [\"permissive\"]"),
        ]
        .concat(),
    );
    check(&policy, "MIT OR GPL-2.0-only", "accepted by free");
    check(&policy, "MIT AND GPL-2.0-only", "rejected by strong");
    check(&policy, "(MIT OR GPL-2.0-only) AND LGPL-2.1-only", "needs_approval by weak");
    check(&policy, "GPL-2.0-only OR (MIT AND LGPL-2.1-only)", "needs_approval by weak");
    check(&policy, "LicenseRef-x OR GPL-2.0-only", "asks by otherwise");
}

#[test]
fn classes_leave_out_what_they_except() {
    let policy = read(
        &[
            "[classes]\ncopyleft = { classes = [\"work_copyleft\", \"library_copyleft\"] }\n\
             bad = { classes = [\"copyleft\"], licenses = [\"LicenseRef-*\"], \
             except = [\"LGPL-*\", \"GPL-2.0-only WITH Classpath-*\"] }\n"
                .to_owned(),
            rule("bad", "deny", "classes = [\"bad\"]"),
        ]
        .concat(),
    );
    check(&policy, "GPL-2.0-only", "rejected by bad");
    check(&policy, "LicenseRef-x", "rejected by bad");
    check(&policy, "LGPL-2.1-only", "asks by otherwise");
    check(&policy, "GPL-2.0-only WITH Classpath-exception-2.0", "asks by otherwise");
    check(&policy, "", "asks by otherwise");
}

#[test]
fn components_without_a_license_are_of_the_unknown_kind() {
    let policy = read(&rule("known", "deny", "classes = [\"unknown\"]"));
    check(&policy, "", "rejected by known");
    check(&policy, "MIT", "asks by otherwise");
}

#[test]
fn waivers_hold_until_their_last_day() {
    let rules = [
        rule("gpl", "deny", "licenses = [\"GPL-*\"]"),
        rule(
            "linked",
            "needs_approval",
            "relations = [\"static_link\"]\nlicenses = [\"GPL-3.0-only\"]",
        ),
    ]
    .concat();
    let scope = "rules = [\"gpl\"]\ncomponents = [\"pkg:npm/a@*\"]";
    let holds = read(&format!("{rules}{}", waiver(scope, "2026-06-15")));
    check(&holds, "GPL-2.0-only", "accepted by waived gpl");
    // Another rule still holds.
    check(&holds, "GPL-3.0-only", "needs_approval by linked");
    let expired = read(&format!("{rules}{}", waiver(scope, "2026-06-14")));
    check(&expired, "GPL-2.0-only", "rejected by gpl");
    let decision = decide(&expired, &kinds, &subject("GPL-2.0-only"), day("2026-06-15"));
    assert_eq!(decision.decisive().expired.len(), 1);
    let elsewhere = "rules = [\"gpl\"]\ncomponents = [\"pkg:npm/b@*\"]";
    check(
        &read(&format!("{rules}{}", waiver(elsewhere, "2026-12-31"))),
        "GPL-2.0-only",
        "rejected by gpl",
    );
    for narrowing in ["licenses = [\"GPL-3.0-*\"]", "deliveries = [\"device\"]"] {
        let narrow = format!("{scope}\n{narrowing}");
        check(
            &read(&format!("{rules}{}", waiver(&narrow, "2026-12-31"))),
            "GPL-2.0-only",
            "rejected by gpl",
        );
    }
}

#[test]
fn a_finding_may_be_waived_by_itself() {
    let rules = rule("gpl", "deny", "licenses = [\"GPL-*\"]");
    let policy = read(&format!("{rules}{}", waiver("findings = [\"f1\"]", "2027-01-01")));
    let mut subject = subject("GPL-2.0-only");
    assert_eq!(said(&policy, &subject), "rejected by gpl");
    subject.finding = Some("f1".into());
    assert_eq!(said(&policy, &subject), "accepted by waived gpl");
    subject.license = None;
    assert_eq!(said(&policy, &subject), "accepted by waived -");
}

#[test]
fn many_subjects_have_totals_and_waivers_an_account() {
    let rules = rule("gpl", "deny", "licenses = [\"GPL-*\"]");
    let waivers = [
        waiver("findings = [\"f1\"]", "2027-01-01"),
        waiver("findings = [\"f2\"]", "2027-01-01"),
        waiver("findings = [\"f3\"]", "2026-01-01"),
    ]
    .concat();
    let policy = read(&format!("{rules}{waivers}"));
    let mut subjects = ["GPL-2.0-only", "GPL-2.0-only", "MIT", "GPL-3.0-only"].map(subject);
    subjects[0].finding = Some("f1".into());
    let decisions = decide_all(&policy, &kinds, &subjects, day("2026-06-15"));
    assert_eq!(decisions.outcome(), Outcome::Rejected);
    assert_eq!(
        decisions.totals,
        Totals { accepted: 1, asks: 1, needs_approval: 0, rejected: 2, waived: 1 }
    );
    let problems: Vec<String> = decisions
        .problems
        .iter()
        .map(|problem| format!("{}:{}", problem.line.unwrap(), problem.code.as_str()))
        .collect();
    assert_eq!(problems, ["18:waiver-expired", "13:waiver-unused"]);
    let nothing = decide_all(&policy, &kinds, [], day("2026-06-15"));
    assert_eq!(nothing.outcome(), Outcome::Accepted);
}

#[test]
fn a_policy_may_reject_everything() {
    let policy = read(&rule("nothing", "deny", ""));
    for license in ["MIT", "", "MIT OR GPL-2.0-only"] {
        check(&policy, license, "rejected by nothing");
    }
    let none = Policy::read("p.toml", "version = 1\notherwise = \"deny\"\n").unwrap();
    check(&none, "MIT", "rejected by otherwise");
}

#[test]
fn failing_examples_and_untried_rules_are_told() {
    let rules = [
        rule("gpl", "deny", "licenses = [\"GPL-*\"]"),
        rule("mit", "allow", "licenses = [\"MIT\"]"),
    ]
    .concat();
    let examples = "[[example]]\nname = \"a\"\nexpect = \"rejected\"\nlicense = \"GPL-2.0-only\"\n\
        [[example]]\nname = \"b\"\nexpect = \"accepted\"\nlicense = \"LicenseRef-x\"\n\
        [[example]]\nname = \"c\"\nexpect = \"rejected\"\nrule = \"mit\"\nlicense = \"GPL-2.0-only\"\n";
    let policy = read(&format!("{rules}{examples}"));
    let report = policy.test(&kinds);
    assert!(!report.passed());
    let failures: Vec<&str> = report.failures().map(|failure| &*failure.example.name).collect();
    assert_eq!(failures, ["b", "c"]);
    let untried: Vec<&str> = report.untried.iter().map(|rule| &*rule.id).collect();
    assert_eq!(untried, ["mit"]);
}

#[test]
fn mistyped_licenses_are_found_by_who_knows_them() {
    let policy = read(
        &[
            "[classes.a]\nlicenses = [\"MTI\", \"GPL-*\", \"LicenseRef-x\"]\n".to_owned(),
            rule("r", "deny", "licenses = [\"MIT\", \"GPL-2.0+ WITH no-exception\"]"),
        ]
        .concat(),
    );
    let known = |id: &str| matches!(id, "MIT" | "GPL-2.0");
    let unknown: Vec<String> = policy
        .unknown_licenses(&known)
        .map(|(id, place)| format!("{}: {id}", place.line))
        .collect();
    assert_eq!(unknown, ["4: MTI", "9: no-exception"]);
}

#[test]
fn examples_without_a_day_see_no_waivers() {
    let rules = rule("gpl", "deny", "licenses = [\"GPL-*\"]");
    let waiver = waiver("rules = [\"gpl\"]\ncomponents = [\"*\"]", "2026-06-15");
    let examples = "[[example]]\nname = \"a\"\nexpect = \"rejected\"\nlicense = \"GPL-2.0-only\"\n\
        [[example]]\nname = \"b\"\nexpect = \"accepted\"\nlicense = \"GPL-2.0-only\"\nas_of = 2026-06-15\n\
        [[example]]\nname = \"c\"\nexpect = \"rejected\"\nlicense = \"GPL-2.0-only\"\nas_of = 2026-06-16\n";
    assert!(read(&format!("{rules}{waiver}{examples}")).test(&kinds).passed());
}

const EFFECTS: &[&str] = &["allow", "ask", "needs_approval", "deny"];
const SELECTORS: &[&str] = &[
    "",
    "licenses = [\"GPL-*\"]",
    "classes = [\"permissive\"]",
    "relations = [\"exec\"]",
    "levels = [\"duties_only\"]",
    "when = \"license.copyleft\"",
    "components = [\"pkg:npm/*\"]",
];

fn rules() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let rule = (prop::sample::select(EFFECTS), prop::sample::select(SELECTORS));
    prop::collection::vec(rule, 0..6)
}

fn written(rules: &[(&str, &str)]) -> Policy {
    let numbered = (0..).zip(rules);
    let text: String =
        numbered.map(|(n, (effect, rest))| rule(&format!("r{n}"), effect, rest)).collect();
    read(&text)
}

fn licenses() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &["MIT", "GPL-2.0-only", "MIT OR GPL-2.0-only", "MIT AND GPL-3.0-only", "LicenseRef-x", ""]
            [..],
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A rule behind one that matches everything changes nothing.
    #[test]
    fn rules_behind_a_wall_change_nothing(rules in rules(), behind in rules(), license in licenses()) {
        let mut walled = rules;
        walled.push(("deny", ""));
        let before = said(&written(&walled), &subject(license));
        walled.extend(behind);
        prop_assert_eq!(said(&written(&walled), &subject(license)), before);
    }

    /// An allow rule behind a deny rule for the same changes nothing.
    #[test]
    fn an_allow_behind_its_deny_changes_nothing(
        rules in rules(),
        selector in prop::sample::select(SELECTORS),
        license in licenses(),
    ) {
        let mut with_deny = vec![("deny", selector)];
        let mut with_both = vec![("deny", selector), ("allow", selector)];
        with_deny.extend(&rules);
        with_both.extend(&rules);
        let outcome = |rules: &[(&str, &str)]| {
            decide(&written(rules), &kinds, &subject(license), day("2026-01-01")).outcome
        };
        prop_assert_eq!(outcome(&with_deny), outcome(&with_both));
    }

    /// Being able to choose never makes it worse, having to take more never better.
    #[test]
    fn choices_help_and_sums_do_not(rules in rules(), a in licenses(), b in licenses()) {
        prop_assume!(!a.is_empty() && !b.is_empty());
        let policy = written(&rules);
        let outcome =
            |text: &str| decide(&policy, &kinds, &subject(text), day("2026-01-01")).outcome;
        let (one, other) = (outcome(a), outcome(b));
        prop_assert_eq!(outcome(&format!("({a}) OR ({b})")), one.min(other));
        prop_assert_eq!(outcome(&format!("({a}) AND ({b})")), one.max(other));
    }

    /// Waivers never make an outcome worse than acceptance allows: a waived rule is like no rule.
    #[test]
    fn a_waived_rule_is_like_no_rule(rules in rules(), license in licenses()) {
        let mut first = vec![("deny", "")];
        first.extend(&rules);
        let numbered = (0..).zip(&first);
        let text: String =
            numbered.map(|(n, (effect, rest))| rule(&format!("r{n}"), effect, rest)).collect();
        let waived =
            read(&format!("{text}{}", waiver("rules = [\"r0\"]\ncomponents = [\"*\"]", "2027-01-01")));
        let without = written(&rules);
        let as_of = day("2026-06-15");
        let subject = subject(license);
        let one = decide(&waived, &kinds, &subject, as_of);
        let other = decide(&without, &kinds, &subject, as_of);
        for (one, other) in one.parts.iter().zip(&other.parts) {
            match other.ground {
                Ground::Otherwise => prop_assert_eq!(one.outcome, Outcome::Accepted),
                _ => prop_assert_eq!(one.outcome, other.outcome),
            }
        }
    }
}

#[test]
fn the_default_rejects_conflicts_and_unmet_duties() {
    let mut conflict = subject("MIT");
    conflict.verdict = Some(Verdict::of(Level::Conflict));
    assert_eq!(said(default_policy(), &conflict), "rejected by no-conflict");
    let mut unmet = subject("MIT");
    unmet.unmet.insert(heirloom_model::DutyKind::IncludeLicenseText);
    assert_eq!(said(default_policy(), &unmet), "rejected by duties-are-met");
    check(default_policy(), "MIT", "accepted by nothing-open");
    assert_eq!(Starter::ALL[0].name, "default");
}
