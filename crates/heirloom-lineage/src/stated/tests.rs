// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The scenarios under `tests/scenarios`: a product as `heirloom.toml` states it, and what must
//! follow. Each states the verdict on every whole under every reading (`[[expect]]`), all duties and
//! questions of each delivery (`[[delivered]]`) and what plans there are (`[[plan]]`).
#![expect(clippy::disallowed_methods, reason = "tests read the scenarios")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use heirloom_model::{
    ComponentId, Date, DeliveryConclusion, DeliveryKind, Duty, Question, QuestionSubject, Reading,
    TreePath, UseRef, WholeConclusion,
};

use super::{apply_dates, parse};
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
    let mut product = stated.product(DeliveryKind::Binary);
    if let Some(day) = table.get("as_of").and_then(toml::Value::as_str) {
        apply_dates(book, &stated, Date::parse(day).unwrap(), &mut product);
    }
    let mut judge = Judge::new(book, product);
    let deliveries: Vec<DeliveryConclusion> = (0..judge.product().deliveries.len())
        .map(|delivery| conclude(&mut judge, delivery, &ConcludeLimits::standard()))
        .collect();
    let problems = judge.problems();
    let mut wrong = Vec::new();
    let unexpected = problems.iter().filter(|problem| !is_expected(problem));
    let told: Vec<String> = unexpected.map(|one| problem_name(one).to_owned()).collect();
    if told != texts(&table, "problems").unwrap_or_default() {
        wrong.push(format!("{name}: {problems:?}"));
    }
    for delivered in entries(&table, "delivered") {
        let delivery = found(&deliveries, delivered).expect(&name);
        let owed = of_delivery(delivery);
        for key in ["duties", "questions"] {
            let wanted = texts(delivered, key);
            if wanted.as_ref() != Some(&owed[key]) {
                wrong.push(format!("{name}: {key} = {}", listed(&owed[key])));
            }
        }
        // What hardly any scenario is about is compared where one states it.
        for (key, told) in of_licenses(delivery) {
            let wanted = texts(delivered, key);
            if wanted.is_some_and(|wanted| wanted != told) {
                wrong.push(format!("{name}: {key} = {}", listed(&told)));
            }
        }
    }
    for expect in entries(&table, "expect") {
        let delivery = found(&deliveries, expect).expect(&name);
        let root = expect["whole"].as_str().unwrap();
        match delivery.wholes.iter().find(|whole| whole.root.as_str() == root) {
            Some(whole) => wrong.extend(compared(&name, expect, whole)),
            None => wrong.push(format!("{name}: no whole {root}")),
        }
    }
    let wholes: usize = deliveries.iter().map(|delivery| delivery.wholes.len()).sum();
    if entries(&table, "expect").count() != wholes {
        wrong.push(format!("{name}: there are {wholes} wholes"));
    }
    // Where the planner knows no sensible way, the file says why.
    let n_plans = usize::from(table.get("no_plan").is_none());
    for (key, least) in [("delivered", deliveries.len()), ("plan", n_plans)] {
        if entries(&table, key).count() < least {
            wrong.push(format!("{name}: `[[{key}]]` is missing"));
        }
    }
    wrong
}

fn entries<'t>(table: &'t toml::Table, key: &str) -> impl Iterator<Item = &'t toml::Table> {
    let entries = table.get(key).and_then(toml::Value::as_array).into_iter().flatten();
    entries.map(|entry| entry.as_table().unwrap())
}

fn texts(table: &toml::Table, key: &str) -> Option<Vec<String>> {
    let texts = table.get(key)?.as_array().unwrap().iter();
    Some(texts.map(|text| text.as_str().unwrap().to_owned()).collect())
}

fn listed(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("\n  \"{line}\",")).collect();
    format!("[{}\n]", lines.concat())
}

/// The delivery that an entry speaks of: by name, else the first.
fn found<'d>(
    deliveries: &'d [DeliveryConclusion],
    entry: &toml::Table,
) -> Option<&'d DeliveryConclusion> {
    match entry.get("delivery") {
        Some(wanted) => deliveries.iter().find(|one| Some(&*one.name) == wanted.as_str()),
        None => deliveries.first(),
    }
}

/// Own licenses that nobody described are what the scenarios are about.
fn is_expected(problem: &ProductProblem) -> bool {
    matches!(problem, ProductProblem::UnknownLicense(_))
}

/// What else is wrong with a product is stated by name.
fn problem_name(problem: &ProductProblem) -> &'static str {
    match problem {
        ProductProblem::ModuleCannotLoad(_) => "module_cannot_load",
        ProductProblem::ContradictedRelation(_) => "contradicted_relation",
        _ => "another",
    }
}

fn compared(name: &str, expect: &toml::Table, whole: &WholeConclusion) -> Vec<String> {
    let readings = whole.readings.iter().map(|read| (read.reading.name(), read.verdict));
    let all = std::iter::once(("verdict", whole.verdict)).chain(readings);
    all.filter_map(|(key, verdict)| {
        let wanted = expect.get(key).and_then(toml::Value::as_str);
        let verdict = verdict.to_string();
        let says = || format!("{name}: {} {key} = \"{verdict}\"", whole.root);
        (wanted != Some(&verdict)).then(says)
    })
    .collect()
}

/// What a delivery owes and asks, as lines.
///
/// Duties: `COMPONENT FULFILMENT[ under READINGS]: KIND KIND …`; questions: `WHAT: VERDICT if so,
/// VERDICT if not`.
fn of_delivery(delivery: &DeliveryConclusion) -> BTreeMap<&'static str, Vec<String>> {
    let mut duties: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for duty in &delivery.duties {
        for about in &duty.about {
            duties.entry(head(duty, about)).or_default().insert(duty.kind.name());
        }
    }
    let line = |(head, kinds): (String, BTreeSet<&str>)| {
        format!("{head}: {}", kinds.into_iter().collect::<Vec<_>>().join(" "))
    };
    let questions = delivery.questions.iter().map(asked).collect();
    [("duties", duties.into_iter().map(line).collect()), ("questions", questions)].into()
}

/// What a delivery may not do (`COMPONENT[ perhaps]: KIND KIND …`), which ways meet duties, and what
/// ends rights.
fn of_licenses(delivery: &DeliveryConclusion) -> Vec<(&'static str, Vec<String>)> {
    let mut forbidden: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for one in &delivery.prohibitions {
        for about in &one.about {
            let perhaps = if one.certain { "" } else { " perhaps" };
            forbidden.entry(format!("{about}{perhaps}")).or_default().insert(one.kind.name());
        }
    }
    let forbidden = forbidden.into_iter().map(|(about, kinds)| {
        format!("{about}: {}", kinds.into_iter().collect::<Vec<_>>().join(" "))
    });
    let means = delivery.duties.iter().filter(|duty| !duty.means.is_empty()).map(|duty| {
        let ways = duty.means.iter().map(|one| format!("{} {}", one.by.name(), one.open.name()));
        format!("{} {}: {}", duty.about[0], duty.kind.name(), ways.collect::<Vec<_>>().join(", "))
    });
    let endings = delivery.endings.iter().map(|ending| {
        let unmet = ending.unmet.iter().map(|duty| duty.name().to_owned());
        let wholes = ending.conflicts.iter().map(|whole| format!("conflict of {whole}"));
        let cures = ending.cures.iter().map(|cure| {
            let days = cure.days.map_or(String::new(), |days| format!(" {days} days"));
            format!("{}{days}", cure.from.name())
        });
        let why = unmet.chain(wholes).collect::<Vec<_>>().join(", ");
        let cures = cures.collect::<Vec<_>>().join(", ");
        let cures = if cures.is_empty() { String::new() } else { format!("; cured by {cures}") };
        format!("{} {}: {why}{cures}", ending.term.id, ending.term.clause)
    });
    vec![
        ("prohibitions", forbidden.collect()),
        ("means", means.collect()),
        ("endings", endings.collect()),
    ]
}

fn head(duty: &Duty, about: &ComponentId) -> String {
    let readings: Vec<_> = duty.readings.iter().map(|reading| reading.name()).collect();
    let under = match duty.readings.len() == Reading::ALL.len() {
        true => String::new(),
        false => format!(" under {}", readings.join(" ")),
    };
    let perhaps = if duty.certain { "" } else { " perhaps" };
    format!("{about} {}{under}{perhaps}", duty.fulfilment.name())
}

fn asked(question: &Question) -> String {
    let by = |one: &UseRef| format!("{} {} {}", one.from, one.kind.name(), one.to);
    let about = match &question.subject {
        QuestionSubject::Use(one) => by(one),
        QuestionSubject::Existence(one) => format!("existence of {}", by(one)),
        QuestionSubject::Component(id) => id.to_string(),
        QuestionSubject::License(id) => format!("license of {id}"),
        QuestionSubject::Licenses { of, source, .. } => {
            format!("licenses of {} in {source}", of.len())
        }
        QuestionSubject::Modified(id) => format!("modified {id}"),
        QuestionSubject::Delivery(name) => format!("delivery {name}"),
    };
    let fact = question.fact.map_or(String::new(), |fact| format!("{} of ", fact.name()));
    let outcomes =
        question.outcomes.map_or(String::new(), |(yes, no)| format!(": {yes} if so, {no} if not"));
    format!("{fact}{about}{outcomes}")
}
