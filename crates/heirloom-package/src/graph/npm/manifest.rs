// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `package.json`.

use heirloom_model::{PackageFact, Replacement, Requirement, Scope, WorkspaceFact};

use super::{
    SECTIONS,
    source::{add_download, alias, integrity, repository, source, split_at_version},
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
    // What older versions of npm leave in manifests that they install.
    package.checksums = root.text("_integrity").map(integrity).unwrap_or_default();
    package.source = root.text("_resolved").map(|url| source(name, url)).unwrap_or_default();
    add_download(&mut package, root.text("_resolved").unwrap_or_default());
    let workspace = workspace(input, &root);
    let says_something =
        !name.is_empty() || !package.requirements.is_empty() || workspace.is_some();
    input.facts().workspace = workspace;
    for overrides in [&["resolutions"][..], &["overrides"], &["pnpm", "overrides"]] {
        if let Some(value) = root.at(overrides) {
            replacements(input, value, 0);
        }
    }
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

/// Overrides inside of overrides deeper than this are not read.
const MAX_DEPTH: usize = 20;

/// What is taken whatever is requested: Yarn's `resolutions`, the `overrides` of npm and pnpm. For whom
/// they hold is left open.
pub(super) fn replacements(input: &mut Input<'_>, value: &Value<'_>, depth: usize) {
    for (pattern, taken) in value.entries() {
        let name = overridden(pattern);
        if let Some(version) = taken.as_text() {
            let span = input.span(taken.range.clone());
            input.facts().replacements.push(Replacement {
                name: name.into(),
                version: None,
                with: name.into(),
                with_version: Some(version.into()),
                source: source(name, version),
                span,
            });
        } else if depth < MAX_DEPTH {
            replacements(input, taken, depth + 1);
        }
    }
}

/// The package that an override names: the last of `a/b`, `**/b`, `@s/a/@t/b`, `a>b`, without versions.
fn overridden(pattern: &str) -> &str {
    let last = pattern.rsplit('>').next().unwrap_or(pattern);
    // What stands behind the name of the last package may have slashes of its own.
    let plain = match split_at_version(last) {
        Some((before, behind)) if behind.contains(':') || !behind.contains('/') => before,
        _ => last,
    };
    let start = plain.rfind('/').map_or(0, |at| {
        let scope = plain[..at].rfind('/').map_or(0, |at| at + 1);
        if plain[scope..].starts_with('@') { scope } else { at + 1 }
    });
    plain[start..].trim()
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

#[cfg(test)]
mod tests {
    use super::overridden;

    #[test]
    fn the_last_package_of_a_pattern_is_overridden() {
        for (pattern, name) in [
            ("lodash", "lodash"),
            ("b/ms", "ms"),
            ("**/ms", "ms"),
            ("@s/a", "@s/a"),
            ("@s/a/@t/b", "@t/b"),
            ("a@1 > b@^2", "b"),
            ("lodash@npm:^4.17.0", "lodash"),
        ] {
            assert_eq!(overridden(pattern), name, "{pattern}");
        }
    }
}
