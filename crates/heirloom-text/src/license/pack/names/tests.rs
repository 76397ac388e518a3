// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Tests of the lexicon and of the rules that it becomes.

use heirloom_model::Expression;

use super::*;

const LEXICON: &str = include_str!("../../../../../../data/license-names.toml");

fn expand() -> BTreeMap<String, RuleDocument> {
    let rules = rules("license-names.toml", LEXICON).unwrap();
    rules.into_iter().map(|rule| (rule.id.clone(), rule)).collect()
}

#[test]
fn every_identifier_is_known() {
    for rule in expand().values() {
        let Some(text) = &rule.expression else { continue };
        let expression = Expression::parse(text).unwrap();
        for id in expression.ids() {
            let id = id.as_str();
            assert!(
                id.starts_with("LicenseRef-")
                    || spdx::license_id(id).is_some()
                    || spdx::exception_id(id).is_some(),
                "{id} of {}",
                rule.id
            );
        }
    }
}

#[track_caller]
fn check(words: &str, expression: Option<&str>) {
    let rules = expand();
    let found = rules.get(&short_id(&slug(words))).and_then(|rule| rule.expression.as_deref());
    assert_eq!(found, expression, "{words}");
}

#[test]
fn names_versions_and_tails_multiply() {
    check("GNU General Public License, version 2 or later", Some("GPL-2.0-or-later"));
    check("version 2 of the GNU General Public License", Some("GPL-2.0-only"));
    check("GPLv3+", Some("GPL-3.0-or-later"));
    check("LGPL 2.1", Some("LGPL-2.1-only"));
    check("GNU General Public License", Some("GPL-1.0-or-later"));
    check("Apache License, Version 2.0", Some("Apache-2.0"));
    check("dual licensed under the MIT or GPL licenses", Some("MIT OR GPL-1.0-or-later"));
}

#[test]
fn short_names_need_a_context() {
    check("MIT", None);
    check("GPL", None);
    check("licensed under the MIT", Some("MIT"));
    check("MIT license", Some("MIT"));
}

#[test]
fn a_broken_lexicon_is_an_error() {
    assert!(rules("x", "before = 1").is_err());
}
