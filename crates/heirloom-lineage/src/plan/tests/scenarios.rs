// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The plans of the scenarios under `tests/scenarios`: a `[[plan]]` gives the heaviest level (`most`)
//! a whole may have, what is offered, and lines that must be among the plans, each as
//! `COST EDITS: WHOLE BEFORE→AFTER`; the first of them is the cheapest plan.
#![expect(clippy::disallowed_methods, reason = "tests read the scenarios")]

use std::{fs, path::Path};

use heirloom_model::{DeliveryKind, Expression, Level, Reading, TreePath};

use super::{Costs, Goal, Limits, Offers, component, id, lines, plan};
use crate::{book::LicenseBook, judge::Judge, stated::parse};

#[test]
fn plans_of_scenarios_end_as_designed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios");
    let mut files: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let book = LicenseBook::built_in().unwrap();
    let (mut n_plans, mut wrong) = (0, Vec::new());
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let table: toml::Table = text.parse().unwrap();
        let stated = parse(&TreePath::root(), text.as_bytes()).expect(&name);
        let judge = Judge::new(&book, stated.product(DeliveryKind::Binary));
        for wanted in table.get("plan").and_then(toml::Value::as_array).into_iter().flatten() {
            n_plans += 1;
            wrong.extend(compared(&name, &judge, wanted.as_table().unwrap()));
        }
    }
    assert!(n_plans >= 6, "the plans are there");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn compared(name: &str, judge: &Judge, wanted: &toml::Table) -> Vec<String> {
    let texts = |key: &str| -> Vec<String> {
        let values = wanted.get(key).and_then(toml::Value::as_array).into_iter().flatten();
        values.map(|value| value.as_str().unwrap().to_owned()).collect()
    };
    let mut offers = Offers::default();
    for offer in texts("licenses") {
        let (of, license) = offer.split_once(' ').unwrap();
        offers.licenses.insert(id(of), vec![Expression::parse(license).unwrap()]);
    }
    for offer in texts("replacements") {
        let words: Vec<&str> = offer.split(' ').collect();
        offers.replacements.insert(id(words[0]), vec![component(words[1], words[2])]);
    }
    let most = Level::from_name(wanted["most"].as_str().unwrap()).unwrap();
    let goal = Goal { readings: Reading::ALL, most, accepts: None };
    let found = plan(judge, &goal, &offers, &Costs::STANDARD, Limits::STANDARD);
    let mut wrong = Vec::new();
    let plans: Vec<String> = lines(&found).iter().map(|line| line.replacen('!', "", 1)).collect();
    let expect = texts("expect");
    if expect.first() != plans.first() || !expect.iter().all(|line| plans.contains(line)) {
        wrong.push(format!("{name}: {plans:#?}, not {expect:#?}"));
    }
    if !found.plans.iter().all(super::Plan::is_minimal) {
        wrong.push(format!("{name}: not proved minimal"));
    }
    let risks: Vec<&str> =
        found.plans.iter().flat_map(|plan| &plan.risks).map(|(_, one)| one.risk.name()).collect();
    for risk in texts("risks") {
        if !risks.contains(&&*risk) {
            wrong.push(format!("{name}: no risk {risk}; there are {risks:?}"));
        }
    }
    let refused: Vec<String> =
        found.refused.iter().map(|one| format!("{} {}", one.from, one.rule.name())).collect();
    if refused != texts("refused") {
        wrong.push(format!("{name}: refused {refused:?}"));
    }
    wrong
}
