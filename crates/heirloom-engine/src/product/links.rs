// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Libraries that build files and source text link programs with.
//!
//! A library that is asked for is linked; one that is only looked for, or that an option decides
//! about, may be: whether it is built in is a question. What the linked library is called decides
//! which component it is; parts of the system are left out.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{
    ComponentId, DeliveredForm, Evidence, FileRole, LibraryLink, LinkNaming, RelationKind, Scope,
    SourceGround, SourceLanguage, TreePath,
};
use heirloom_source::SUBPROJECT;

use super::{
    Draft, Found, RelationSource,
    found::SourceFile,
    libraries::{Named, libraries},
};

pub(super) struct Links;

/// A library as one component uses it.
type Key = (ComponentId, ComponentId);

/// What was found of one use.
#[derive(Clone, Default)]
struct Use {
    evidence: Vec<(Scope, bool, Evidence)>,
    is_static: bool,
}

impl RelationSource for Links {
    fn join(&self, found: &Found, draft: &mut Draft) {
        let mut uses: BTreeMap<Key, Use> = BTreeMap::new();
        // Of a package that was split: the programs whose lines name a library.
        let mut named: BTreeMap<Key, BTreeSet<ComponentId>> = BTreeMap::new();
        for file in &found.sources {
            if file.facts.links.is_empty() {
                continue;
            }
            let Some(user) = draft.owner_of(&file.path) else { continue };
            let Some(scope) = scope(file) else { continue };
            for link in &file.facts.links {
                if found.parts.is_unused(&file.path, link) {
                    continue;
                }
                let Some((used, is_open)) = resolve(found, draft, link, &user) else { continue };
                let mut evidence = link.evidence(&file.path);
                let is_optional = link.is_optional || is_open || is_beside(&file.path);
                if is_optional {
                    evidence.strength = evidence.strength.min(MAX_OPTIONAL);
                }
                let key = (user.clone(), used);
                // What `configure` found goes where a line asks for it.
                let wholes = draft.split.linked_at(found, &file.path, link.span, &user);
                let asked = || draft.split.asking_for(found, (&file.path, link), &user);
                let wholes = wholes.or_else(asked);
                // Meson takes a wrap where the system lacks the library.
                let is_meson = file.facts.language == SourceLanguage::Meson;
                if let Some(wrap) = is_meson.then(|| draft.wrap_of(&key.1)).flatten() {
                    let key = (user.clone(), wrap);
                    if let Some(wholes) = &wholes {
                        named.entry(key.clone()).or_default().extend(wholes.iter().cloned());
                    }
                    let mut evidence = evidence.clone();
                    evidence.strength = evidence.strength.min(MAX_OPTIONAL);
                    uses.entry(key).or_default().evidence.push((scope, true, evidence));
                }
                if let Some(wholes) = wholes {
                    named.entry(key.clone()).or_default().extend(wholes);
                }
                let known = uses.entry(key).or_default();
                known.is_static |= link.is_static && !is_optional;
                known.evidence.push((scope, is_optional, evidence));
            }
        }
        for ((user, used), one) in uses {
            let key = (user, used);
            let all = || draft.split.linkable(&key.0);
            let users = named.remove(&key).or_else(|| Some(all()?.into_iter().collect()));
            match users {
                Some(users) => {
                    for user in users.iter().filter(|user| **user != key.1) {
                        join(draft, user, &key.1, one.clone());
                    }
                }
                None => join(draft, &key.0, &key.1, one),
            }
        }
    }
}

/// Whether a build file makes something that is no part of the main build.
fn is_beside(path: &TreePath) -> bool {
    path.components().any(|folder| folder.eq_ignore_ascii_case(b"contrib"))
}

/// That a library is looked for in many places does not say that it is there in the end, so all of
/// them together stay below what makes a use certain.
const MAX_OPTIONAL: f32 = 0.43;
const FURTHER_OPTIONAL: f32 = 0.003;

fn join(draft: &mut Draft, user: &ComponentId, used: &ComponentId, mut one: Use) {
    if draft.relation(user, used, RelationKind::StaticLink, Scope::Runtime).is_some() {
        // A copy lies in the tree, and is what is linked.
        return;
    }
    let rank = |scope: Scope, is_optional: bool| match (scope, is_optional) {
        (Scope::Runtime, false) => 0,
        (Scope::Runtime, true) => 1,
        _ => 2,
    };
    let Some(best) = one.evidence.iter().map(|(scope, open, _)| rank(*scope, *open)).min() else {
        return;
    };
    one.evidence.retain(|(scope, open, _)| rank(*scope, *open) == best);
    // The place that says most comes first.
    one.evidence.sort_by(|a, b| b.2.strength.total_cmp(&a.2.strength));
    let kind = if one.is_static { RelationKind::StaticLink } else { RelationKind::DynamicLink };
    let scope = match best {
        0 => Scope::Runtime,
        1 => Scope::Optional,
        _ => one.evidence[0].0,
    };
    if kind == RelationKind::StaticLink
        && let Some(component) = draft.component_mut(used)
    {
        component.form = DeliveredForm::Object;
    }
    for (at, (_, _, mut evidence)) in one.evidence.into_iter().enumerate() {
        if scope == Scope::Optional && at > 0 {
            evidence.strength = FURTHER_OPTIONAL;
        }
        draft.relate(user, used, kind, scope, evidence);
    }
}

/// The component that a link means, and whether its name alone leaves open that it is used; `None`
/// for the system, for tools, and for libraries of the tree's own.
fn resolve(
    found: &Found,
    draft: &mut Draft,
    link: &LibraryLink,
    user: &ComponentId,
) -> Option<(ComponentId, bool)> {
    let name = &*link.library;
    let is_own = |name: &str| found.own_targets.contains(name);
    if &*link.through == SUBPROJECT {
        return Some((draft.wrapped(name)?, false));
    }
    if is_own(name) {
        return None;
    }
    let (used, is_open) = match libraries().find(name, link.naming) {
        Named::System | Named::Tool => return None,
        Named::Project(project) if is_own(&project.name) => return None,
        Named::Project(project) => {
            if user.as_str().eq_ignore_ascii_case(&project.name) {
                return None;
            }
            (draft.library(project)?, project.is_maybe_system)
        }
        Named::Unknown => (unknown(draft, link, &is_own)?, false),
    };
    (used != *user).then_some((used, is_open))
}

/// A library that nobody knows. What a build tool calls a package is a library only where something
/// is linked with it.
fn unknown(
    draft: &mut Draft,
    link: &LibraryLink,
    is_own: &dyn Fn(&str) -> bool,
) -> Option<ComponentId> {
    let name = &*link.library;
    if link.ground == SourceGround::Alternative {
        return None;
    }
    let name = match link.naming {
        LinkNaming::Package => name.split_once("::")?.0,
        LinkNaming::PkgConfig => name.strip_prefix("lib").filter(|r| !r.is_empty()).unwrap_or(name),
        LinkNaming::Flag => name,
    };
    let lower = name.to_lowercase();
    // A name of the build for something from elsewhere is no name of a library.
    if is_own(&format!("::{}", link.library))
        || is_own(name)
        || is_own(&lower)
        || is_own(&format!("lib{name}"))
    {
        return None;
    }
    let is_library = |id: &str| id.starts_with("pkg:generic/") || !id.contains(':');
    if let Some(known) = draft.named(&lower, &is_library).filter(|id| !draft.is_fallback(id)) {
        return Some(known);
    }
    draft.third_party(&format!("pkg:generic/{lower}"), name, |component| {
        component.form = DeliveredForm::None;
    })
}

/// What a file that links serves. Names of build files end in `.txt` too.
fn scope(file: &SourceFile) -> Option<Scope> {
    match file.role {
        _ if file.beside.is_some() => file.beside,
        FileRole::Test => Some(Scope::Test),
        FileRole::History | FileRole::LicenseText => None,
        _ => Some(scope_of_folders(&file.path)),
    }
}

fn scope_of_folders(path: &TreePath) -> Scope {
    let path = path.to_string().to_ascii_lowercase();
    let (folders, _) = path.rsplit_once('/').unwrap_or(("", ""));
    let mut scope = Scope::Runtime;
    for folder in folders.split('/').map(|folder| folder.trim_start_matches('_')) {
        let word = |word: &str| folder.split(['-', '_', '.']).any(|part| part == word);
        if ["test", "tests", "testing", "testsuite", "fuzz", "fuzzing", "t"].contains(&folder)
            || word("test")
            || word("tests")
            || word("fuzz")
        {
            return Scope::Test;
        }
        let shows = [
            "example",
            "examples",
            "demo",
            "demos",
            "sample",
            "samples",
            "doc",
            "docs",
            "documentation",
        ];
        let measures = ["bench", "benches", "benchmark", "benchmarks", "perf-tests"];
        if shows.contains(&folder) || measures.contains(&folder) {
            scope = Scope::Development;
        } else if folder.starts_with('.') && folder.len() > 1 {
            scope = Scope::Build;
        }
    }
    scope
}
