// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Copies of other people's packages in the tree: folders of third parties with a manifest or
//! license of their own, and installed packages of which a lock file tells the name alone.

use std::collections::BTreeMap;

use heirloom_model::{
    Component, ComponentId, DeliveredForm, Evidence, EvidenceMethod, Owner, Relation, RelationKind,
    ScanSummary, Scope, Span, TreePath, Tri,
};

use super::{Draft, Found, found::Code};
use crate::thirdparty::{
    is_collection, is_third_party_folder, module, split_version, third_party_depth,
};

/// Makes components of copies: packages of which a manifest lies below a folder of third parties
/// are not ours, and folders with licenses of their own there are components.
pub(super) fn join(found: &Found, summary: &ScanSummary, draft: &mut Draft) {
    adopt(found, summary, draft);
    disown(draft);
    draft.settle();
    pass_on(draft);
    // The inventory knows copies by more than the names of folders, and versions by their headers.
    let bare = summary.inventory.graph.packages.iter();
    let bare = bare.filter(|package| &*package.ecosystem == "generic");
    let bare: BTreeMap<&TreePath, Option<&str>> = bare
        .filter_map(|package| Some((package.folder.as_ref()?, package.version.as_deref())))
        .collect();
    let mut last: Option<&TreePath> = None;
    for folder in &summary.folders {
        let is_inside = last.is_some_and(|last| folder.path.is_within(last));
        if is_inside
            || third_party_depth(&folder.path, true).is_none() && !bare.contains_key(&folder.path)
            || is_collection(&folder.path)
        {
            continue;
        }
        last = Some(&folder.path);
        if !draft.is_component(&folder.path) {
            copy(found, draft, &folder.path, bare.get(&folder.path).copied().flatten());
        }
    }
    silent(found, summary, draft);
}

/// Folders of third parties whose source a program is made of and in which nothing says a license: what is
/// not told is no license of ours.
fn silent(found: &Found, summary: &ScanSummary, draft: &mut Draft) {
    let mut last: Option<TreePath> = None;
    for path in found.folders_of_code() {
        let Some(depth) = third_party_depth(path, false) else { continue };
        // The folder below that of third parties, whatever lies deeper in it.
        let above = std::iter::successors(Some(path.clone()), TreePath::parent);
        let Some(folder) = above.filter(|one| one.components().count() == depth + 2).last() else {
            continue;
        };
        if last.replace(folder.clone()).is_some_and(|last| last == folder) {
            continue;
        }
        let is_told = summary.folders.iter().any(|one| {
            one.path.is_within(&folder) || folder.is_within(&one.path) && is_own_copy(&one.path)
        });
        let is_taken = found.parts.taken(&folder).is_some_and(|target| target.is_delivered)
            || found.parts.holds_target(&folder);
        if !is_told && is_taken && !is_collection(&folder) && !draft.is_component(&folder) {
            copy(found, draft, &folder, None);
        }
    }
}

/// Whether a folder is a copy itself, in a folder of third parties.
fn is_own_copy(path: &TreePath) -> bool {
    third_party_depth(path, true).is_some() && !is_collection(path)
}

/// Manifests of vendored copies look like those of our own packages.
fn disown(draft: &mut Draft) {
    draft.settle();
    let mut changed: Vec<(ComponentId, TreePath)> = Vec::new();
    draft.change_components(|component, folders| {
        let Some(path) = &component.path else { return };
        if component.owner == Owner::Own && third_party_depth(path, false).is_some() {
            component.owner = Owner::ThirdParty;
            component.modified = Tri::Unknown;
            // What lies in a package that is known is part of it.
            if !folders.is_in_foreign(path) {
                changed.push((component.id.clone(), path.clone()));
            }
        }
    });
    draft.settle();
    for (id, path) in changed {
        let Some(owner) = draft.outer_owner(&path) else { continue };
        if draft.is_used(&id) {
            continue;
        }
        let kind = RelationKind::StaticLink;
        draft.relate(&owner, &id, kind, scope(&path), evidence(&path, kind));
    }
}

/// Lists of packages that lie in a folder of third parties are those of the project around it.
fn pass_on(draft: &mut Draft) {
    let is_list = |one: &&Component| {
        let path = one.path.as_ref();
        one.owner == Owner::Own && path.is_some_and(is_third_party_folder)
    };
    let lists: Vec<(ComponentId, TreePath)> = draft
        .components()
        .filter(is_list)
        .filter_map(|one| Some((one.id.clone(), one.path.as_ref()?.parent()?)))
        .collect();
    for (id, around) in lists {
        let Some(owner) = draft.outer_owner(&around).filter(|owner| *owner != id) else { continue };
        // What Meson takes where the system lacks it, its own files ask for.
        if !id.as_str().starts_with("meson:") {
            for relation in draft.take_delivered(&id) {
                draft.merge_relation(Relation { from: owner.clone(), ..relation });
            }
        }
        if let Some(component) = draft.component_mut(&id) {
            component.form = DeliveredForm::None;
        }
    }
}

/// A copy that lies in the tree and is run as a program is none that is linked as well, unless something
/// besides its place says so.
pub(super) fn part_programs(draft: &mut Draft) {
    draft.drop_relations(|relation, others| {
        let is_link = matches!(relation.kind, RelationKind::StaticLink | RelationKind::DynamicLink);
        let by_place = |one: &Evidence| one.method == EvidenceMethod::Layout;
        is_link && relation.evidence.iter().all(by_place) && others.contains(&relation.to)
    });
}

/// Gives packages that only a lock file names the folder of an installed copy of the same name and
/// version, and so its license.
fn adopt(found: &Found, summary: &ScanSummary, draft: &mut Draft) {
    let modules: BTreeMap<&[u8], &TreePath> =
        summary.folders.iter().filter_map(|one| Some((module(&one.path)?, &one.path))).collect();
    draft.change_components(|component, _| {
        if component.path.is_some() || component.owner == Owner::Own {
            return;
        }
        if let Some((folder, license)) = found.installed.get(component.id.as_str()) {
            component.path = Some(folder.clone());
            component.modified = Tri::Unknown;
            if component.license.declared.is_none() {
                component.license.declared.clone_from(license);
            }
        } else if component.id.as_str().starts_with("pkg:golang/")
            && let Some(folder) = modules.get(component.name.as_bytes())
        {
            component.path = Some((*folder).clone());
        }
    });
}

fn copy(found: &Found, draft: &mut Draft, path: &TreePath, version: Option<&str>) {
    let Some(owner) = draft.outer_owner(path) else { return };
    let last = String::from_utf8_lossy(path.file_name()).into_owned();
    let (name, of_folder) = split_version(&last);
    let version = of_folder.or(version);
    let version_part = version.map(|version| format!("@{version}")).unwrap_or_default();
    let mut id = match found.purls.get(path) {
        Some(purl) => purl.to_string(),
        None => match module(path).and_then(|module| str::from_utf8(module).ok()) {
            Some(module) => format!("pkg:golang/{}", module.to_lowercase()),
            None => format!("pkg:generic/{}{version_part}", name.to_lowercase()),
        },
    };
    if ComponentId::new(&id).is_ok_and(|id| draft.component(&id).is_some()) {
        id = format!("{id}#{path}");
    }
    let Ok(id) = ComponentId::new(&id) else { return };
    let mut component = Component::third_party(id.clone());
    component.name = name.into();
    component.version = version.map(Into::into);
    component.path = Some(path.clone());
    draft.add(component);
    let Code { compiled, loaded, .. } = found.code_below(path);
    let kind = match (compiled, loaded) {
        (0, 0) => RelationKind::Aggregate,
        (compiled, loaded) if compiled >= loaded => RelationKind::StaticLink,
        _ => RelationKind::DynamicLink,
    };
    if kind == RelationKind::StaticLink
        && let Some((kind, scope, evidence)) = built(found, path)
    {
        return draft.relate(&owner, &id, kind, scope, evidence);
    }
    draft.relate(&owner, &id, kind, scope(path), evidence(path, kind));
}

/// What build files say on a copy whose source is mostly C: a target takes files of it, a build file
/// outside goes on to it, or none speaks of it. `None` where they leave it open.
fn built(found: &Found, path: &TreePath) -> Option<(RelationKind, Scope, Evidence)> {
    let parts = &found.parts;
    if 2 * parts.n_sources(path) <= found.code_below(path).compiled {
        return None;
    }
    let seen = |source: &TreePath, span: Option<Span>, strength: f32, note: String| Evidence {
        source: Some(source.clone()),
        span,
        method: EvidenceMethod::SourceCode,
        strength,
        note: note.into(),
    };
    if let Some(target) = parts.taken(path) {
        let scope = if target.is_delivered { scope(path) } else { Scope::Test };
        let note = format!("makes {} of its files", target.name);
        let seen = seen(&target.file, Some(target.span), 0.9, note);
        return Some((RelationKind::StaticLink, scope, seen));
    }
    if let Some((file, span)) = parts.mention(path) {
        let note = format!("speaks of {path}");
        return Some((RelationKind::StaticLink, scope(path), seen(file, Some(span), 0.7, note)));
    }
    let file = parts.told_by(path)?;
    let note = format!("neither this build file nor another outside of {path} speaks of it");
    Some((RelationKind::Aggregate, scope(path), seen(file, None, 0.6, note)))
}

/// Copies that tests, examples and tools bring along do not reach the product.
fn scope(path: &TreePath) -> Scope {
    let folder = |names: &[&str]| {
        let mut parts = path.components();
        parts.any(|part| names.iter().any(|name| part.eq_ignore_ascii_case(name.as_bytes())))
    };
    if folder(&["test", "tests", "testing", "testdata", "testsuite", "fixtures", "fuzz"]) {
        Scope::Test
    } else if folder(&["example", "examples", "doc", "docs", "benchmark", "benchmarks", "bench"]) {
        Scope::Development
    } else if folder(&["scripts", "tools", "hack", "ci", "build"]) || is_hidden(path) {
        Scope::Build
    } else {
        Scope::Runtime
    }
}

fn is_hidden(path: &TreePath) -> bool {
    path.components().any(|part| part.starts_with(b"."))
}

fn evidence(path: &TreePath, kind: RelationKind) -> Evidence {
    let note = match kind {
        RelationKind::Aggregate => "lies in the tree, in a folder of third parties",
        _ => "its source lies in the tree, in a folder of third parties",
    };
    Evidence {
        source: Some(path.clone()),
        span: None,
        method: EvidenceMethod::Layout,
        strength: 0.6,
        note: note.into(),
    }
}

/// Installed packages by their package URLs, with their folders and what they declare.
pub(super) type Installed = BTreeMap<Box<str>, (TreePath, Option<heirloom_model::Expression>)>;
