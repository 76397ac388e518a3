// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads examples: a subject in a few lines, and what has to come out.

use heirloom_model::{
    ComponentId, DeliveredForm, DeliveryKind, DutyKind, Expression, FactKind, Level, Outcome,
    Owner, Reading, RelationKind, Scope, ServiceUsers, Tri, Verdict,
};
use toml::de::DeValue;

use crate::{
    example::Example,
    subject::{Subject, Whole},
};

use super::{
    Fault,
    document::{Document, Table, Written},
    entry::Ids,
};

pub(super) const KEYS: &[&str] = &[
    "name",
    "expect",
    "rule",
    "as_of",
    "finding",
    "component",
    "version",
    "own",
    "modified",
    "form",
    "license",
    "relation",
    "scope",
    "delivery",
    "delivery_name",
    "user_product",
    "locked",
    "users",
    "monthly_users",
    "whole",
    "whole_own",
    "whole_license",
    "level",
    "text",
    "steward_strict",
    "interface",
    "source_to_users",
    "interface_note",
    "unknown",
    "unmet",
    "open",
    "facts",
];

pub(super) fn example(
    document: &mut Document<'_>,
    table: &Table<'_>,
    ids: &Ids,
) -> Option<Example> {
    let name = document.needed(table, "name");
    let expect = document
        .needed(table, "expect")
        .and_then(|word| document.word(&word, "outcome", Outcome::from_name));
    let rule = document.text(table, "rule");
    if let Some(rule) = &rule
        && !ids.contains(rule.get())
    {
        document.problem(rule.span(), Fault::new("rule-unknown").text("name", rule.get()));
    }
    let as_of = document.date(table, "as_of");
    let subject = subject(document, table);
    Some(Example {
        name: name?.into(),
        expect: expect?,
        rule: rule.map(Written::into),
        as_of,
        subject,
        place: document.place(table.span()),
    })
}

fn subject(document: &mut Document<'_>, table: &Table<'_>) -> Subject {
    let id = component(document, table, "component")
        .unwrap_or_else(|| ComponentId::new("example").expect("a word is an identity"));
    let mut subject = Subject::new(id);
    subject.finding = document.text(table, "finding").map(Written::into);
    subject.version = document.text(table, "version").map(Written::into);
    subject.owner = owner(document, table, "own");
    subject.modified = document.answer(table, "modified");
    subject.form =
        document.word_at(table, "form", "form", DeliveredForm::from_name).unwrap_or_default();
    subject.license = license(document, table, "license");
    subject.relation = document.word_at(table, "relation", "relation", RelationKind::from_name);
    subject.scope = document.word_at(table, "scope", "scope", Scope::from_name).unwrap_or_default();
    subject.delivery = delivery(document, table);
    if let Some(name) = document.text(table, "delivery_name") {
        subject.delivery_name = name.into();
    }
    subject.monthly_users = document.integer(table, "monthly_users").map(|users| *users.get());
    subject.whole = whole(document, table);
    subject.verdict = verdict(document, table);
    for reading in Reading::ALL {
        let level = document.word_at(table, reading.name(), "level", Level::from_name);
        subject.readings.extend(level.map(|level| (*reading, Verdict::of(level))));
    }
    subject.unmet =
        document.words(table, "unmet", "duty", DutyKind::from_name).into_iter().collect();
    subject.open = document.words(table, "open", "duty", DutyKind::from_name).into_iter().collect();
    subject.facts = facts(document, table);
    subject
}

fn component(document: &mut Document<'_>, table: &Table<'_>, key: &str) -> Option<ComponentId> {
    let text = document.text(table, key)?;
    match ComponentId::new(text.get()) {
        Ok(id) => Some(id),
        Err(error) => {
            document.problem(text.span(), Fault::new("component-name").text("reason", error));
            None
        }
    }
}

fn owner(document: &mut Document<'_>, table: &Table<'_>, key: &str) -> Owner {
    match document.truth(table, key) {
        Some(true) => Owner::Own,
        _ => Owner::ThirdParty,
    }
}

fn license(document: &mut Document<'_>, table: &Table<'_>, key: &str) -> Option<Expression> {
    let text = document.text(table, key)?;
    match Expression::parse(text.get()) {
        Ok(expression) => Some(expression),
        Err(error) => {
            document.problem(text.span(), Fault::new("expression").text("reason", error));
            None
        }
    }
}

fn delivery(document: &mut Document<'_>, table: &Table<'_>) -> Option<DeliveryKind> {
    let user_product = document.answer(table, "user_product");
    let locked = document.answer(table, "locked");
    let users = document.word_at(table, "users", "users", |name| match name {
        "public" => Some(ServiceUsers::Public),
        "internal" => Some(ServiceUsers::Internal),
        _ => None,
    });
    match document.word_at(table, "delivery", "delivery", DeliveryKind::from_name)? {
        DeliveryKind::Device { .. } => Some(DeliveryKind::Device { user_product, locked }),
        DeliveryKind::NetworkService { users: public } => {
            Some(DeliveryKind::NetworkService { users: users.unwrap_or(public) })
        }
        other => Some(other),
    }
}

fn whole(document: &mut Document<'_>, table: &Table<'_>) -> Option<Whole> {
    let owner = owner(document, table, "whole_own");
    let license = license(document, table, "whole_license");
    let id = component(document, table, "whole");
    if id.is_none() && !table.has("whole") && (table.has("whole_own") || table.has("whole_license"))
    {
        document.problem(table.span(), Fault::new("whole-missing"));
    }
    Some(Whole { id: id?, owner, license })
}

fn verdict(document: &mut Document<'_>, table: &Table<'_>) -> Option<Verdict> {
    let mut truth = |key| document.truth(table, key).unwrap_or(false);
    let beside = [truth("source_to_users"), truth("interface_note"), truth("unknown")];
    let level = document.word_at(table, "level", "level", Level::from_name);
    if !table.has("level") && beside.contains(&true) {
        document.problem(table.span(), Fault::new("level-missing"));
    }
    let [source_to_users, interface_note, unknown] = beside;
    Some(Verdict { level: level?, source_to_users, interface_note, unknown })
}

fn facts(
    document: &mut Document<'_>,
    table: &Table<'_>,
) -> std::collections::BTreeMap<FactKind, Tri> {
    let mut facts = std::collections::BTreeMap::new();
    for (name, value) in document.entries(table, "facts") {
        let kind = document.word(&name, "fact", FactKind::from_name);
        let answer = match value.get_ref() {
            DeValue::Boolean(answer) => Some((*answer).into()),
            DeValue::String(word) => Tri::from_name(word),
            _ => None,
        };
        if answer.is_none() {
            document.problem(value.span(), Fault::new("answer"));
        }
        if let (Some(kind), Some(answer)) = (kind, answer) {
            facts.insert(kind, answer);
        }
    }
    facts
}
