// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads rules and waivers.

use std::{collections::BTreeSet, sync::Arc};

use heirloom_model::{DeliveryKind, DutyKind, Level, LicenseKind, RelationKind, Scope};

use crate::{
    condition::Condition,
    pattern::{ComponentPattern, LicensePattern},
    policy::{Class, Effect, Rule, Waiver},
};

use super::{
    ClassNames, Fault,
    document::{Document, Table, Written},
    unknown_class,
};

pub(super) const RULE_KEYS: &[&str] = &[
    "id",
    "effect",
    "licenses",
    "classes",
    "relations",
    "deliveries",
    "scopes",
    "components",
    "levels",
    "duties",
    "when",
    "reason",
    "reference",
];

pub(super) const WAIVER_KEYS: &[&str] =
    &["rules", "findings", "components", "licenses", "deliveries", "reason", "by", "expires"];

/// Ids of rules.
pub(super) type Ids = BTreeSet<Arc<str>>;

/// The id of a rule, if it has one, and the rule, if nothing essential is wrong with it.
pub(super) fn rule(
    document: &mut Document<'_>,
    table: &Table<'_>,
    classes: &ClassNames,
) -> (Option<Written<Arc<str>>>, Option<Rule>) {
    let id = document.needed(table, "id").filter(|id| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let good = id.get().bytes().all(plain);
        if !good {
            document.problem(id.span(), Fault::new("id-letters").text("name", id.get()));
        }
        good
    });
    let effect = document
        .needed(table, "effect")
        .and_then(|word| document.word(&word, "effect", Effect::from_name));
    let reason = document.needed(table, "reason");
    let (licenses, licenses_written) = licenses(document, table, classes);
    let relations = document.words(table, "relations", "relation", RelationKind::from_name);
    let deliveries = deliveries(document, table);
    let scopes = document.words(table, "scopes", "scope", Scope::from_name);
    let components = components(document, table);
    let levels = document.words(table, "levels", "level", Level::from_name);
    let duties = duties(document, table);
    let when = condition(document, table);
    let reference = document.text(table, "reference").map(Written::into);
    let place = document.place(table.span());
    let rule = || {
        Some(Rule {
            id: id.clone()?.into(),
            effect: effect?,
            licenses,
            licenses_written,
            relations,
            deliveries,
            scopes,
            components,
            levels,
            duties,
            when,
            reason: reason?.into(),
            reference,
            place,
        })
    };
    let rule = rule();
    (id, rule)
}

/// The licenses a rule is about, and how they were written.
fn licenses(
    document: &mut Document<'_>,
    table: &Table<'_>,
    classes: &ClassNames,
) -> (Option<Class>, Vec<Arc<str>>) {
    let licenses = document.licenses(table, "licenses");
    let mut written: Vec<Arc<str>> =
        licenses.iter().map(|pattern| pattern.to_string().into()).collect();
    let mut class = Class { licenses, ..Class::default() };
    for word in document.texts(table, "classes") {
        if let Some(kind) = LicenseKind::from_name(word.get()) {
            class.kinds.push(kind);
        } else if let Some(place) = classes.get(word.get()) {
            class.classes.push(*place);
        } else {
            document.problem(word.span(), unknown_class(word.get()));
        }
        written.push(word.into());
    }
    let any = !table.has("licenses") && !table.has("classes");
    ((!any).then_some(class), written)
}

fn deliveries(document: &mut Document<'_>, table: &Table<'_>) -> Vec<&'static str> {
    document.words(table, "deliveries", "delivery", |name| {
        DeliveryKind::from_name(name).map(DeliveryKind::name)
    })
}

fn components(document: &mut Document<'_>, table: &Table<'_>) -> Vec<ComponentPattern> {
    document.words(table, "components", "components", |text| {
        (!text.is_empty()).then(|| ComponentPattern::new(text))
    })
}

/// Duties by name; `any` stands for each of them.
fn duties(document: &mut Document<'_>, table: &Table<'_>) -> Vec<DutyKind> {
    let words = document.words(table, "duties", "duty-or-any", |name| {
        if name == "any" { Some(None) } else { DutyKind::from_name(name).map(Some) }
    });
    if words.contains(&None) {
        return DutyKind::ALL.to_vec();
    }
    words.into_iter().flatten().collect()
}

fn condition(document: &mut Document<'_>, table: &Table<'_>) -> Option<Condition> {
    let text = document.text(table, "when")?;
    match Condition::read(text.get()) {
        Ok(condition) => Some(condition),
        Err(faults) => {
            for fault in faults {
                let span = document.inside(&text, &fault.span);
                document.problem(span, fault.fault);
            }
            None
        }
    }
}

pub(super) fn waiver(document: &mut Document<'_>, table: &Table<'_>, ids: &Ids) -> Option<Waiver> {
    let rules = document.texts(table, "rules");
    for rule in &rules {
        if !ids.contains(rule.get()) {
            document.problem(rule.span(), Fault::new("rule-unknown").text("name", rule.get()));
        }
    }
    let findings = document.texts(table, "findings");
    let components = components(document, table);
    if !table.has("rules") && !table.has("findings") {
        document.problem(table.span(), Fault::new("waiver-subject"));
    }
    if table.has("rules") && !table.has("components") {
        document.problem(table.span(), Fault::new("waiver-components"));
    }
    let licenses: Vec<LicensePattern> = document.licenses(table, "licenses");
    let deliveries = deliveries(document, table);
    let reason = document.needed(table, "reason");
    let by = document.needed(table, "by");
    if !table.has("expires") {
        document.problem(table.span(), Fault::new("waiver-day"));
    }
    let expires = document.date(table, "expires");
    Some(Waiver {
        rules: rules.into_iter().map(Written::into).collect(),
        findings: findings.into_iter().map(Written::into).collect(),
        components,
        licenses,
        deliveries,
        reason: reason?.into(),
        by: by?.into(),
        expires: expires?,
        place: document.place(table.span()),
    })
}
