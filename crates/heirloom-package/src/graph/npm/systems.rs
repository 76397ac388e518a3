// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Systems that a package is made for: `os`, `cpu` and `libc` of its manifest, which locks repeat.
//!
//! A lock holds the packages of every system; of each such choice one is installed at most. Later
//! versions of Yarn write the condition as text, `os=darwin & cpu=arm64`; the others are put so too.

use std::collections::HashMap;

use heirloom_model::PackageFact;

use crate::value::Value;

/// The fields that name systems, in the order of a condition.
const FIELDS: [&str; 3] = ["os", "cpu", "libc"];

/// The condition of an entry of a lock.
pub(super) fn condition(entry: &Value<'_>) -> Option<Box<str>> {
    if let Some(written) = entry.text("conditions") {
        return is_of_system(written).then(|| written.into());
    }
    let named = FIELDS.iter().filter_map(|field| {
        let value = entry.get(field)?;
        let items: Vec<&str> = match value.as_scalar() {
            Some(one) => vec![one],
            None => value.items().iter().filter_map(Value::as_scalar).collect(),
        };
        (!items.is_empty()).then(|| format!("{field}={}", items.join("|")))
    });
    let all: Vec<String> = named.collect();
    (!all.is_empty()).then(|| all.join(" & ").into())
}

/// Whether a condition of an edge is one of systems.
pub(crate) fn is_of_system(condition: &str) -> bool {
    FIELDS.iter().any(|field| {
        condition
            .trim_start_matches('(')
            .strip_prefix(field)
            .is_some_and(|rest| rest.starts_with('='))
    })
}

/// Puts the conditions of packages, by their keys, upon what requires them.
pub(super) fn impose(packages: &mut [PackageFact], conditions: &HashMap<Box<str>, Box<str>>) {
    for requirement in packages.iter_mut().flat_map(|package| &mut package.requirements) {
        if let Some(key) = &requirement.resolved
            && requirement.condition.is_none()
        {
            requirement.condition = conditions.get(key).cloned();
        }
    }
}
