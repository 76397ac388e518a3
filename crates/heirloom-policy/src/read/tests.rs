// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Texts in, policies or every problem with its line out.

use proptest::prelude::*;

use super::*;
use crate::{Date, Starter};

const HEAD: &str = "version = 1\notherwise = \"ask\"\n";

#[track_caller]
fn check_problems(text: &str, expect: &[&str]) {
    let error = Policy::read("p.toml", text).expect_err("the policy has problems");
    let found: Vec<String> = error.problems.iter().map(ToString::to_string).collect();
    assert_eq!(found, expect);
}

#[test]
fn everything_wrong_is_collected_with_its_line() {
    check_problems(
        r#"version = 2
otherwise = "perhaps"
colour = "red"
[classes]
permissive = { licenses = ["MIT"] }
strong = { classes = ["work_copyleft", "stronger"], license = ["MIT"] }
[[rule]]
id = "a"
effect = "forbid"
licenses = ["GPL 2", 3]
classes = ["strongest"]
relations = []
when = "scope == 1"
[[rule]]
id = "a"
effect = "deny"
relations = ["linked"]
levels = "conflict"
duties = ["any", "sing"]
reason = " "
[[rule]]
id = "Big Rule"
effect = "deny"
reason = "r"
"#,
        &[
            "p.toml:1: version 2 is not known, only 1",
            "p.toml:2: `perhaps` is not an effect (allow, ask, needs_approval, deny)",
            "p.toml:3: `colour` is no key of a policy; known are version, name, description, \
             otherwise, classes, rule, waiver, example",
            "p.toml:5: `permissive` is a kind of license: a class needs another name",
            "p.toml:6: `stronger` is neither a class of this policy nor a kind of license",
            "p.toml:6: `license` is no key of a class; known are licenses, classes, except",
            "p.toml:7: a rule needs `reason`",
            "p.toml:9: `forbid` is not an effect (allow, ask, needs_approval, deny)",
            "p.toml:10: `GPL 2` is not a license identifier or a pattern of such",
            "p.toml:10: `licenses` is an integer and has to be a list of strings",
            "p.toml:11: `strongest` is neither a class of this policy nor a kind of license",
            "p.toml:12: `relations` is an empty list: leave it out for any",
            "p.toml:13: a string is compared with an int",
            "p.toml:15: two rules are called `a`",
            "p.toml:17: `linked` is not a relation",
            "p.toml:18: `levels` is a string and has to be a list of strings",
            "p.toml:19: `sing` is not a duty, or `any`",
            "p.toml:20: `reason` says nothing",
            "p.toml:22: `Big Rule` is not made of a to z, 0 to 9 and `-`",
        ],
    );
}

#[test]
fn waivers_say_until_when_by_whom_and_for_what() {
    check_problems(
        &format!(
            "{HEAD}[[waiver]]\nrules = [\"no\"]\nexpires = 2026-02-30\n\
             [[waiver]]\nreason = \"r\"\nby = \"b\"\n\
             [[waiver]]\nfindings = [\"f\"]\nreason = \"r\"\nby = \"b\"\nexpires = 2026\n\
             [[waiver]]\nfindings = [\"f\"]\nreason = \"r\"\nby = \"b\"\nexpires = \"soon\"\n"
        ),
        &[
            "p.toml:3: a waiver of rules needs `components`: `[\"*\"]` for all",
            "p.toml:3: a waiver needs `reason`",
            "p.toml:3: a waiver needs `by`",
            "p.toml:4: no rule is called `no`",
            "p.toml:5: invalid date, expected day between 01 and 28",
            "p.toml:6: a waiver needs `rules` or `findings`",
            "p.toml:6: a waiver needs `expires`, its last day",
            "p.toml:13: `expires` is an integer and has to be a day such as 2026-12-31",
            "p.toml:18: failed to read `soon` as a day: days are written like 2026-12-31",
        ],
    );
}

#[test]
fn examples_are_read_with_the_same_care() {
    check_problems(
        &format!(
            "{HEAD}[[example]]\nname = \"a\"\nexpect = \"denied\"\nrule = \"x\"\n\
             component = \" \"\nlicense = \"MIT OR\"\nlevel = \"light\"\nown = \"yes\"\n\
             modified = 3\nmonthly_users = -1\nfacts = {{ core = 1, cure = true }}\n\
             [[example]]\nname = \"b\"\nexpect = \"asks\"\nunknown = true\nwhole_own = true\n"
        ),
        &[
            "p.toml:5: `denied` is not an outcome (accepted, asks, needs_approval, rejected)",
            "p.toml:6: no rule is called `x`",
            "p.toml:7: failed to name a component ` `: no white space at the ends, no control \
             characters",
            "p.toml:8: failed to read the expression at byte 6",
            "p.toml:9: `light` is not a level",
            "p.toml:10: `own` is a string and has to be true or false",
            "p.toml:11: `modified` is an integer and has to be a string",
            "p.toml:12: `monthly_users` is an integer and has to be a whole number from 0 on",
            "p.toml:13: an answer is true, false, \"yes\", \"no\" or \"unknown\"",
            "p.toml:13: `cure` is not a fact",
            "p.toml:14: `whole_own` and `whole_license` need a `whole`",
            "p.toml:14: what stands beside a level needs a `level`",
        ],
    );
}

#[test]
fn broken_toml_is_told_beside_the_rest() {
    check_problems(
        "version = 1\notherwise = \"ask\"\nname = \n[[rule]]\nid = \"a\"\n",
        &[
            "p.toml:3: string values must be quoted, expected literal string",
            "p.toml:4: a rule needs `effect`",
            "p.toml:4: a rule needs `reason`",
        ],
    );
    check_problems(
        "",
        &["p.toml:1: `version = 1` is missing", "p.toml:1: a policy needs `otherwise`"],
    );
    check_problems(
        "version = 1\notherwise = \"ask\"\nrule = 1\nwaiver = [2]\nclasses = []\n",
        &[
            "p.toml:3: `rule` is an integer and has to be a list of tables, written `[[rule]]`",
            "p.toml:4: `waiver` is an integer and has to be a table",
            "p.toml:5: `classes` is an array and has to be a table",
        ],
    );
}

#[test]
fn classes_may_stand_in_any_order_but_in_no_circle() {
    let policy = Policy::read(
        "p.toml",
        &format!(
            "{HEAD}[classes]\na = {{ classes = [\"z\"], except = [\"MIT\"] }}\n\
             z = {{ classes = [\"permissive\"] }}\n"
        ),
    )
    .unwrap();
    let names: Vec<&str> = policy.classes().map(|(name, _)| name).collect();
    assert_eq!(names, ["z", "a"]);
    check_problems(
        &format!(
            "{HEAD}[classes]\na = {{ classes = [\"b\"] }}\nb = {{ classes = [\"a\"] }}\n\
             c = {{ classes = [\"c\"] }}\nd = {{ licenses = [\"MIT\"] }}\ne = {{}}\n"
        ),
        &[
            "p.toml:4: `a` is made of itself, or of a class that is",
            "p.toml:5: `b` is made of itself, or of a class that is",
            "p.toml:6: `c` is made of itself, or of a class that is",
            "p.toml:8: a class needs `licenses` or `classes`",
        ],
    );
}

#[test]
fn faults_of_conditions_stand_where_they_are_written() {
    let text = format!(
        "{HEAD}[[rule]]\nid = \"a\"\neffect = \"ask\"\nreason = \"r\"\nwhen = \"\"\"\n\
         scope == 'runtime'\n  && relation == 'linked'\n\"\"\"\n"
    );
    let error = Policy::read("p.toml", &text).unwrap_err();
    let problem = &error.problems[0];
    assert_eq!(problem.to_string(), "p.toml:9: `linked` is not a relation");
    assert_eq!(&text[problem.span.clone()], "'linked'");
}

#[test]
fn days_are_written_with_or_without_quotes() {
    for day in ["2026-12-31", "\"2026-12-31\""] {
        let text = format!(
            "{HEAD}[[waiver]]\nfindings = [\"f\"]\nreason = \"r\"\nby = \"b\"\nexpires = {day}\n"
        );
        let policy = Policy::read("p.toml", &text).unwrap();
        assert_eq!(policy.waivers()[0].expires, Date::parse("2026-12-31").unwrap());
        assert_eq!(policy.waivers()[0].place.line, 3);
    }
}

/// Policies that come along, with bytes taken out, doubled or replaced.
fn damaged() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..3u8, any::<prop::sample::Index>());
    (prop::sample::select(Starter::ALL), prop::collection::vec(edit, 1..6)).prop_map(
        |(starter, edits)| {
            let mut chars: Vec<char> = starter.text.chars().collect();
            for (place, what, other) in edits {
                if chars.is_empty() {
                    break;
                }
                let (place, other) = (place.index(chars.len()), other.index(chars.len()));
                match what {
                    0 => drop(chars.remove(place)),
                    1 => chars.insert(place, chars[other]),
                    _ => chars.truncate(place + 1),
                }
            }
            chars.into_iter().collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn reading_never_panics(text in prop_oneof![damaged(), any::<String>()]) {
        if let Err(error) = Policy::read("p.toml", &text) {
            prop_assert!(!error.problems.is_empty());
            for problem in &error.problems {
                prop_assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
            }
        }
    }
}
