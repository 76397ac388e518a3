// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Libraries that programs load while they run: `dlopen`, `LoadLibrary`, `ctypes`, `loadLibrary`.

use heirloom_model::{ComponentId, DeliveredForm, LinkNaming, RelationKind};

use super::{
    Draft, Found, RelationSource,
    libraries::{Named, libraries},
    scope::scope_of,
};

pub(super) struct Loads;

impl RelationSource for Loads {
    fn join(&self, found: &Found, draft: &mut Draft) {
        for file in &found.sources {
            let users = draft.holders(found, &file.path);
            let Some(scope) = scope_of(file).filter(|_| !users.is_empty()) else { continue };
            for load in &file.facts.loads {
                let Some(stem) = load.stem().map(stem) else { continue };
                if !is_name(&stem) {
                    continue;
                }
                let Some(used) = library(draft, &stem) else { continue };
                for user in users.iter().filter(|user| **user != used) {
                    let evidence = load.evidence(&file.path);
                    draft.relate(user, &used, RelationKind::OptionalLoad, scope, evidence);
                }
            }
        }
    }
}

/// The component of a library; `None` for parts of the system.
fn library(draft: &mut Draft, stem: &str) -> Option<ComponentId> {
    match libraries().find(stem, LinkNaming::Flag) {
        Named::System => None,
        Named::Project(project) => draft.library(project),
        Named::Tool | Named::Unknown => {
            draft.third_party(&format!("pkg:generic/{stem}"), stem, |component| {
                component.form = DeliveredForm::None;
            })
        }
    }
}

/// The stem as packages are named: names of Windows come in any case.
fn stem(stem: &str) -> String {
    let lower = stem.to_lowercase();
    let plain = lower.strip_prefix("lib").filter(|rest| !rest.is_empty());
    plain.map(str::to_owned).unwrap_or(lower)
}

/// Whether it can name a library at all: patterns and fragments of texts cannot.
fn is_name(stem: &str) -> bool {
    stem.chars().any(char::is_alphabetic)
        && stem.chars().all(|c| c.is_alphanumeric() || "._+-".contains(c))
}
