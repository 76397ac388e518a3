// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Conditions in, answers and faults out.

use heirloom_model::{
    ComponentId, DeliveryKind, DutyKind, Expression, FactKind, Level, LicenseKind, Reading,
    RelationKind, ServiceUsers, Tri, Verdict,
};
use proptest::prelude::*;

use super::*;

fn subject() -> Subject {
    let mut subject = Subject::new(ComponentId::new("pkg:npm/left-pad@1.3.0").unwrap());
    subject.name = "left-pad".into();
    subject.version = Some("1.3.0".into());
    subject.license = Some(Expression::parse("GPL-2.0-or-later WITH GCC-exception-2.0").unwrap());
    subject.relation = Some(RelationKind::StaticLink);
    subject.delivery = Some(DeliveryKind::NetworkService { users: ServiceUsers::Public });
    subject.monthly_users = Some(12);
    subject.verdict = Some(Verdict { unknown: true, ..Verdict::of(Level::Contested) });
    subject.readings = [(Reading::Interface, Verdict::CLEAR)].into();
    subject.unmet = [DutyKind::ProvideSource, DutyKind::IncludeLicenseText].into();
    subject.facts = [(FactKind::Core, Tri::Yes)].into();
    subject
}

fn ask(condition: &Condition, subject: &Subject) -> bool {
    let Some(Expression::Term(term)) = &subject.license else { panic!("a single license") };
    let license = License { term: Some(term), kind: LicenseKind::WorkCopyleft };
    condition.holds(subject, license, Date::parse("2026-11-22").ok())
}

#[track_caller]
fn check(text: &str, expect: bool) {
    match Condition::read(text) {
        Ok(condition) => assert_eq!(ask(&condition, &subject()), expect, "{text}"),
        Err(faults) => panic!("{text}: {faults:?}"),
    }
}

/// Each fault as `what is meant: what is wrong`.
#[track_caller]
fn check_faults(text: &str, expect: &[&str]) {
    let faults = Condition::read(text).expect_err(text);
    let found: Vec<String> = faults
        .iter()
        .map(|fault| format!("{}: {}", &text[fault.span.clone()], fault.fault.english()))
        .collect();
    assert_eq!(found, expect, "{text}");
}

#[test]
fn variables_say_what_the_subject_is() {
    for text in [
        "license.id == 'GPL-2.0-or-later'",
        "license.kind == 'work_copyleft' && license.copyleft && license.or_later",
        "license.exception.startsWith(\"GCC\")",
        "license.expression.endsWith('exception-2.0')",
        "relation == 'static_link'",
        "relation in ['exec', 'static_link']",
        "scope == 'runtime'",
        "delivery.kind == 'network_service' && delivery.users == 'public'",
        "delivery.monthly_users < 700000000",
        "delivery.locked == 'no'",
        "component.id.contains('left-pad') && component.type == 'npm'",
        "component.version == '1.3.0' && !component.own",
        "component.modified == 'unknown'",
        "verdict.level == 'contested' && verdict.unknown && !verdict.source_to_users",
        "verdict.steward_strict == 'contested' && verdict.interface == 'clear'",
        "facts.core == 'yes' && facts.relinkable == 'unknown'",
        "'provide_source' in duties.unmet && size(duties.open) == 0",
        "whole.id == '' && !whole.own",
        "as_of < '2027-01-01' && as_of >= '2026-11-22'",
    ] {
        check(text, true);
    }
}

#[test]
fn the_documentation_lists_each_variable() {
    let page = include_str!("../../../../docs/policy.md");
    for variable in variables() {
        let row =
            format!("| `{}` | {} | {} |", variable.path(), variable.type_name(), variable.about());
        assert!(page.contains(&row), "docs/policy.md has to say: {row}");
    }
    let (_, example) = page.split_once("```toml\n").expect("the page has an example");
    let (example, _) = example.split_once("```").expect("the example ends");
    let policy = crate::Policy::read("docs/policy.md", example).unwrap();
    let report = policy.test(&|_: &_| LicenseKind::WorkCopyleft);
    assert!(report.passed() && report.untried.is_empty());
}

#[test]
fn operators_order_and_group_as_in_cel() {
    check("true || false && false", true);
    check("(true || false) && false", false);
    check("!false && !!true", true);
    check("false ? false : true ? true : false", true);
    check("true ? (true ? true : false) : false", true);
    check("'a' in ['b', 'a',]", true);
    check("1 < 2 == true", true);
    check("-1 < 0 && 0x10 == 16", true);
    check("delivery.monthly_users == 12 ? scope == 'runtime' : false", true);
    check("(component.own ? 'a' : 'b') == 'b'", true);
}

#[test]
fn lists_are_looked_through() {
    check("duties.unmet.exists(d, d == 'provide_source')", true);
    check("duties.unmet.exists_one(d, d == 'provide_source')", true);
    check("duties.unmet.all(d, d == 'provide_source')", false);
    check("duties.open.all(d, d == 'provide_source')", true);
    check("size(duties.unmet.filter(d, d != 'provide_source')) == 1", true);
    check("['GPL', 'LGPL'].exists(p, license.id.startsWith(p))", true);
    check("[1, 2].exists(n, n == 2) && !(3 in [1, 2]) && !(3 in [])", true);
    check("has(license.id) && 'ü'.size() == 1", true);
    check("r'\\d' == '\\\\d' // a comment", true);
}

#[test]
fn names_and_types_are_checked() {
    check_faults(
        "licence.id == 'MIT'",
        &["licence: `licence` is not known; known are license, \
        relation, scope, delivery, component, verdict, duties, whole, as_of, facts"],
    );
    check_faults(
        "verdict.levels == 'clear' || facts.cor == 'yes'",
        &[
            "verdict.levels: `verdict.levels` is not known: say `verdict.level`, \
         `verdict.text`, `verdict.steward_strict`, `verdict.interface`, \
         `verdict.source_to_users`, `verdict.interface_note`, `verdict.unknown`",
            "facts.cor: `cor` is not a fact",
        ],
    );
    check_faults(
        "license",
        &["license: `license` has no value by itself: say `license.id`, \
        `license.kind`, `license.or_later`, `license.exception`, `license.copyleft`, \
        `license.expression`"],
    );
    check_faults("relation", &["relation: a string stands where a bool has to"]);
    check_faults("scope == 1", &["scope == 1: a string is compared with an int"]);
    check_faults("verdict.level == 'confict'", &["'confict': `confict` is not a level"]);
    check_faults("'sing' in duties.unmet", &["'sing': `sing` is not a duty"]);
    check_faults("relation in ['exec', 'linked']", &["'linked': `linked` is not a relation"]);
    check_faults("duties.open.exists(d, d == 'sing')", &["'sing': `sing` is not a duty"]);
    check_faults(
        "verdict.level < 'conflict'",
        &["verdict.level < 'conflict': a level has no \
        order: compare with `==` or `in`"],
    );
    check_faults("1 in ['a']", &["1 in ['a']: an int is never in a list of strings"]);
    check_faults("scope in 'a'", &["'a': `in` needs a list behind it"]);
    check_faults("[1, 'a'] == []", &["1, 'a': a list holds strings alone or numbers alone"]);
    check_faults(
        "license.id.matches('a')",
        &["license.id.matches('a'): no function `matches` \
        takes this; known are size, has, startsWith, endsWith, contains, exists, exists_one, all, \
        filter"],
    );
    check_faults(
        "duties.open.all(a, duties.open.all(b, a == b))",
        &["duties.open: a list is \
        looked through inside another one"],
    );
    check_faults("license.id.x == 'a'", &["license.id.x: `x` is not a field of this"]);
}

#[test]
fn faults_of_form_have_a_place() {
    check_faults("", &[": a value is missing here"]);
    check_faults("a ==", &[": a value is missing here"]);
    check_faults("true ? true ? true : false : false", &["?: `:` is missing here"]);
    check_faults("size([],) == 0", &["): a value is missing here"]);
    check_faults("(true", &[": `)` is missing here"]);
    check_faults("true false", &["false: an operator is missing before this"]);
    check_faults("1 + 1 == 2", &["+: conditions do not calculate: `+` has no meaning"]);
    check_faults("'a", &["'a: a string has no end on its line"]);
    check_faults("'\\q'", &["'\\q: `\\q` is not an escape known here"]);
    check_faults("true § false", &["§: `§` has no meaning here"]);
    check_faults("1.5 > 1", &["1.5: `1.5` is not a whole number"]);
    check_faults(
        "99999999999999999999 > 1",
        &["99999999999999999999: \
        `99999999999999999999` is not a whole number"],
    );
    check_faults(
        "duties.open[0] == 'a'",
        &["0: elements are not picked by number: use `exists` \
        or `in`"],
    );
}

#[test]
fn what_is_too_deep_or_too_long_is_told() {
    for text in ["(".repeat(5000), "!".repeat(5000), "true ? ".repeat(100), "[".repeat(300)] {
        assert!(Condition::read(&text).is_err());
    }
    let long = format!("true{}", " && true".repeat(150));
    check(&long, true);
    let longer = format!("true{}", " && true".repeat(250));
    check_faults(
        &longer,
        &[&format!(
            "{}: a condition has at most 400 words and signs",
            &longer[longer.len() - 51 * 8 + 4..]
        )],
    );
}

/// Texts made of words and signs that conditions have.
fn conditions() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "license.id",
        "relation",
        "duties.unmet",
        "facts.core",
        "verdict.unknown",
        "size(",
        ")",
        "(",
        "[",
        "]",
        ",",
        "&&",
        "||",
        "!",
        "==",
        "!=",
        "<",
        "in",
        "?",
        ":",
        "'exec'",
        "\"\"",
        "1",
        "-",
        "true",
        "false",
        ".exists(d,",
        "d",
        ".startsWith(",
        ".",
        "has(",
        "r'",
        "§",
    ];
    prop::collection::vec(prop::sample::select(WORDS), 0..40).prop_map(|all| all.join(" "))
}

proptest! {
    #[test]
    fn reading_and_asking_never_panics(text in prop_oneof![conditions(), any::<String>()]) {
        match Condition::read(&text) {
            Ok(condition) => { ask(&condition, &subject()); }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for fault in faults {
                    prop_assert!(text.get(fault.span.clone()).is_some(), "{fault:?}");
                }
            }
        }
    }
}
