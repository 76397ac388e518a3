// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The scenarios under `tests/scenarios`: a product as `heirloom.toml` states it, and what must
//! follow.
#![expect(clippy::disallowed_methods, reason = "tests read the scenarios")]

use std::{fs, path::Path};

use heirloom_model::{DeliveryConclusion, DeliveryKind, Duty, Reading, TreePath, WholeConclusion};

use super::parse;
use crate::{
    ProductProblem,
    book::LicenseBook,
    conclude::{ConcludeLimits, conclude},
    judge::Judge,
};

#[test]
fn scenarios_end_as_designed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios");
    let mut files: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    assert!(files.len() >= 20, "the scenarios are there");
    let book = LicenseBook::built_in().unwrap();
    let wrong: Vec<String> = files.iter().flat_map(|file| scenario(&book, file)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What a scenario gives that it should not, or does not that it should.
fn scenario(book: &LicenseBook, file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    let table: toml::Table = text.parse().unwrap();
    let stated = parse(&TreePath::root(), text.as_bytes()).expect(&name);
    let mut judge = Judge::new(book, stated.product(DeliveryKind::Binary));
    let deliveries: Vec<DeliveryConclusion> = (0..judge.product().deliveries.len())
        .map(|delivery| conclude(&mut judge, delivery, &ConcludeLimits::standard()))
        .collect();
    let problems = judge.problems();
    let mut wrong: Vec<String> = problems
        .iter()
        .filter(|problem| !is_expected(problem))
        .map(|problem| format!("{name}: {problem:?}"))
        .collect();
    for expect in table["expect"].as_array().unwrap() {
        let expect = expect.as_table().unwrap();
        let delivery = match expect.get("delivery") {
            Some(wanted) => deliveries.iter().find(|one| Some(&*one.name) == wanted.as_str()),
            None => deliveries.first(),
        };
        let delivery = delivery.expect(&name);
        let root = expect["whole"].as_str().unwrap();
        match delivery.wholes.iter().find(|whole| whole.root.as_str() == root) {
            Some(whole) => wrong.extend(compared(&name, expect, delivery, whole)),
            None => wrong.push(format!("{name}: no whole {root}")),
        }
    }
    wrong
}

/// Own licenses that nobody described are what the scenarios are about.
fn is_expected(problem: &ProductProblem) -> bool {
    matches!(problem, ProductProblem::UnknownLicense(_))
}

fn compared(
    name: &str,
    expect: &toml::Table,
    delivery: &DeliveryConclusion,
    whole: &WholeConclusion,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut compare = |key: &str, found: String| {
        if let Some(wanted) = expect.get(key).and_then(toml::Value::as_str)
            && wanted != found
        {
            wrong.push(format!("{name}: {} {key}: {found}, not {wanted}", whole.root));
        }
    };
    compare("verdict", whole.verdict.to_string());
    for reading in &whole.readings {
        compare(reading.reading.name(), reading.verdict.to_string());
    }
    let duties: Vec<String> = delivery.duties.iter().flat_map(shown).collect();
    for wanted in expect.get("duties").and_then(toml::Value::as_array).into_iter().flatten() {
        let wanted = wanted.as_str().unwrap();
        if !duties.iter().any(|duty| duty == wanted) {
            wrong.push(format!("{name}: no duty {wanted}; there are {}", duties.join(", ")));
        }
    }
    wrong
}

/// A duty for each component: `KIND COMPONENT FULFILMENT`, with the readings where not all agree.
fn shown(duty: &Duty) -> Vec<String> {
    let readings: Vec<_> = duty.readings.iter().map(|reading| reading.name()).collect();
    let under = if duty.readings.len() == Reading::ALL.len() {
        String::new()
    } else {
        format!(" under {}", readings.join(" "))
    };
    let one = |id: &heirloom_model::ComponentId| {
        format!("{} {id} {}{under}", duty.kind.name(), duty.fulfilment.name())
    };
    duty.about.iter().map(one).collect()
}
