// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The rule files of `data/rules`: every sample finds what it says, every rule finds itself.

use std::collections::BTreeMap;

use heirloom_model::{Expression, FindKind, LicenseFind};
use heirloom_text::{
    decode::Text,
    license::{
        Index, LicenseLimits, detect,
        pack::{Pack, RuleDocument, compile, own},
    },
};

const FILES: &[(&str, &str)] = &[
    ("choices.toml", include_str!("../../../data/rules/choices.toml")),
    ("creative-commons.toml", include_str!("../../../data/rules/creative-commons.toml")),
    ("data-licenses.toml", include_str!("../../../data/rules/data-licenses.toml")),
    ("languages.toml", include_str!("../../../data/rules/languages.toml")),
    ("model-licenses.toml", include_str!("../../../data/rules/model-licenses.toml")),
    ("references.toml", include_str!("../../../data/rules/references.toml")),
    ("source-available.toml", include_str!("../../../data/rules/source-available.toml")),
];

fn pack() -> (Pack, Vec<own::Sample>) {
    let mut pack = Pack::default();
    let mut samples = Vec::new();
    for (name, content) in FILES {
        samples.extend(own::add_file(&mut pack, name, content).expect("a rule file is valid"));
    }
    (pack, samples)
}

fn found(text: &str, index: &Index<'_>) -> Vec<String> {
    let facts = detect(&Text::plain(text), index, &LicenseLimits::standard());
    facts.finds.iter().map(|find| find.expression.to_string()).collect()
}

/// What `heirloom rules test` compares: clues and unknown legal text do not count.
fn concluded(text: &str, index: &Index<'_>) -> Vec<String> {
    let facts = detect(&Text::plain(text), index, &LicenseLimits::standard());
    let counts = |find: &&LicenseFind| !matches!(find.kind, FindKind::Clue | FindKind::Unknown);
    facts.finds.iter().filter(counts).map(|find| find.expression.to_string()).collect()
}

#[test]
fn samples_find_what_they_say() {
    let (pack, samples) = pack();
    let bytes = compile(&[pack]).unwrap();
    let index = Index::open(&bytes).unwrap();
    let wrong: Vec<String> = samples
        .iter()
        .filter(|sample| concluded(&sample.text, &index) != sample.expect)
        .map(|sample| {
            let found = concluded(&sample.text, &index);
            format!("{}: {:?} found {found:?}, not {:?}", sample.file, sample.text, sample.expect)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_find_themselves_within_other_words() {
    let (pack, _) = pack();
    let rules: Vec<RuleDocument> = pack.rules.clone();
    let bytes = compile(&[pack]).unwrap();
    let index = Index::open(&bytes).unwrap();
    let mut wrong = Vec::new();
    for rule in rules {
        let text = rule.text.replace("{{", "").replace("}}", "");
        let found = found(&format!("Some words here.\n\n{text}\n\nAnd others.\n"), &index);
        if !found.contains(rule.expression.as_ref().unwrap()) {
            wrong.push(format!("{}: found {found:?} in {text:?}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn expressions_name_licenses_of_the_list_or_of_their_file() {
    let (pack, _) = pack();
    let mut n_rules: BTreeMap<String, usize> = BTreeMap::new();
    for rule in &pack.rules {
        let expression = Expression::parse(rule.expression.as_ref().unwrap()).unwrap();
        for id in expression.ids() {
            let listed = spdx::license_id(id.as_str()).is_some();
            let declared = pack.licenses.iter().any(|license| license.spdx_id == id.as_str());
            assert!(listed || declared, "{}: {id}", rule.id);
            *n_rules.entry(id.as_str().to_owned()).or_default() += 1;
        }
    }
    for license in &pack.licenses {
        assert!(n_rules.contains_key(&license.spdx_id), "no rule for {}", license.spdx_id);
    }
}
