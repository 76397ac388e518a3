// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `package.json`.

use heirloom_model::{PackageFact, Requirement, Scope, WorkspaceFact};

use super::{
    SECTIONS,
    source::{alias, repository, source},
};
use crate::{graph::input::Input, value::Value};

/// Reads `package.json`; one that neither names nor requires anything is only a setting.
pub(super) fn manifest(input: &mut Input<'_>) -> bool {
    let root = input.json();
    let name = root.text("name").unwrap_or_default();
    let place = root.get("name").unwrap_or(&root);
    let mut package = PackageFact::new("", name, input.span(place.range.clone()));
    package.is_root = true;
    package.version = root.text("version").map(Into::into);
    input.declare("", &mut package);
    package.requirements = requirements(input, &root);
    let workspace = workspace(input, &root);
    let says_something =
        !name.is_empty() || !package.requirements.is_empty() || workspace.is_some();
    input.facts().workspace = workspace;
    if says_something {
        input.add_package(package);
    }
    says_something
}

/// What a manifest, or an entry of a lock in its form, requires: each package once.
pub(super) fn requirements(input: &Input<'_>, value: &Value<'_>) -> Vec<Requirement> {
    let mut found: Vec<Requirement> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (section, scope) in SECTIONS {
        for (name, requested) in value.get(section).map(Value::entries).unwrap_or_default() {
            // A peer that is a development dependency too is both.
            let is_new = seen.insert((&**name, scope == Scope::Provided));
            if name.is_empty() || !is_new {
                continue;
            }
            let written = requested.as_text().unwrap_or_default();
            let mut requirement = Requirement::new(name, input.span(requested.range.clone()));
            requirement.scope = scope;
            requirement.requested = Some(written.into());
            requirement.source = repository(written).unwrap_or_else(|| source(name, written));
            if let Some((real, version)) = alias(written) {
                requirement.alias = Some((**name).into());
                requirement.name = real.into();
                requirement.requested = Some(version.into());
            }
            let is_optional_peer = scope == Scope::Provided
                && value
                    .at(&["peerDependenciesMeta", name, "optional"])
                    .is_some_and(Value::is_true);
            requirement.condition = is_optional_peer.then(|| "present".into());
            found.push(requirement);
        }
    }
    found
}

fn workspace(input: &Input<'_>, root: &Value<'_>) -> Option<WorkspaceFact> {
    let value = root.get("workspaces")?;
    let list = value.get("packages").unwrap_or(value);
    let members = list.items().iter().filter_map(Value::as_text);
    let (excluded, members): (Vec<&str>, Vec<&str>) =
        members.partition(|pattern| pattern.starts_with('!'));
    Some(WorkspaceFact {
        members: members.into_iter().map(Into::into).collect(),
        excluded: excluded.into_iter().map(|pattern| pattern[1..].into()).collect(),
        span: input.span(value.range.clone()),
        ..WorkspaceFact::default()
    })
}
