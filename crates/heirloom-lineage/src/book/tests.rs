// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What files of license facts mean, and what is wrong with them.

use heirloom_model::{LicenseId, TermScope};

use super::{Effect, LicenseBook};

fn id(text: &str) -> LicenseId {
    LicenseId::new(text).unwrap()
}

#[track_caller]
fn check_problems(text: &str, expect: &[&str]) {
    let error = LicenseBook::read(&[("a.toml", text)]).unwrap_err();
    let found: Vec<String> = error.problems.iter().map(ToString::to_string).collect();
    assert_eq!(found, expect);
}

#[test]
fn built_in_facts_are_valid() {
    let book = LicenseBook::built_in().unwrap();
    assert!(book.license(&id("GPL-2.0-only")).unwrap().shares_alike(TermScope::Work));
}

#[test]
fn shared_terms_are_replaced_by_name() {
    let text = r#"
[[license]]
id = "A"
kind = "permissive"
terms = [
  { name = "text", clause = "1", duty = "include_license_text" },
  { name = "names", clause = "2", forbids = "endorse" },
  { name = "ads", clause = "3", duty = "acknowledge_in_advertising" },
]
[[license]]
id = "B"
kind = "permissive"
like = "A"
without = ["ads"]
terms = [{ name = "text", clause = "9", duty = "keep_copyright_notices" }]
"#;
    let book = LicenseBook::read(&[("a.toml", text)]).unwrap();
    let terms: Vec<_> = book.license(&id("B")).unwrap().terms.iter().collect();
    let names: Vec<_> = terms.iter().map(|term| (term.id.as_str(), &*term.clause)).collect();
    assert_eq!(names, [("B#names", "2"), ("B#text", "9")]);
}

#[test]
fn problems_are_collected_with_their_lines() {
    check_problems(
        r#"[[license]]
id = "A"
kind = "nice"
like = "C"
[[license]]
id = "B"
kind = "permissive"
terms = [
  { name = "x", clause = "1", duty = "sing" },
  { name = "y", clause = " ", duty = "attribute", forbids = "endorse" },
]
"#,
        &[
            "a.toml:3: `nice` is not a class of licenses",
            "a.toml:9: `sing` is not a duty",
            "a.toml:10: a term needs the clause it stands in",
            "a.toml:10: a term has one of `duty`, `forbids`, `share_alike`, `permits`, `ends`",
            "a.toml:4: no file describes `C`",
        ],
    );
    check_problems(
        "[[license]]\nid = 3\n",
        &["a.toml:2: invalid type: integer `3`, expected a string"],
    );
}

#[test]
fn classes_stand_for_their_licenses() {
    let text = r#"
[[license]]
id = "A"
kind = "permissive"
terms = [{ name = "r", clause = "1", permits = "relicense", outbound = ["any work_copyleft"] }]
[class]
work_copyleft = ["B", "C"]
"#;
    let book = LicenseBook::read(&[("a.toml", text)]).unwrap();
    let effect = &book.license(&id("A")).unwrap().terms[0].effect;
    assert_eq!(*effect, Effect::Relicense(vec![id("B"), id("C")]));
}

#[test]
fn exceptions_lift_terms_that_exist() {
    check_problems(
        r#"[[license]]
id = "A"
kind = "permissive"
[[exception]]
id = "E"
applies_to = ["A"]
relief = [{ name = "r", clause = "1", lifts = "terms", of = ["none"] }]
"#,
        &["a.toml:5: no license of `E` has a term `none`"],
    );
}

#[test]
fn likeness_in_a_circle_is_a_problem() {
    check_problems(
        "[[license]]\nid = \"A\"\nkind = \"permissive\"\nlike = \"B\"\n\
         [[license]]\nid = \"B\"\nkind = \"permissive\"\nlike = \"A\"\n",
        &["a.toml:2: `A` is like itself in the end", "a.toml:6: `B` is like itself in the end"],
    );
}
