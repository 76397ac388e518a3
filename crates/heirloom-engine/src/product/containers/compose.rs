// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Services of a compose file: who runs beside whom, and who talks to whom.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{ComponentId, ComposeService, DeliveredForm, Owner, RelationKind, TreePath};

use super::{Draft, SourceFile, evidence, image, scope_of};

/// The services that a service names in one way.
type Names = fn(&ComposeService) -> &[Box<str>];

/// Another service's name in a setting is where it is sent; a link says that it may be; waiting for
/// it is mostly done by those who need it.
const GROUNDS: [(Names, f32, &str); 3] = [
    (|service| &service.mentions, 0.9, "names the host"),
    (|service| &service.links, 0.85, "is linked to"),
    (|service| &service.depends_on, 0.6, "waits for"),
];

pub(super) fn join(file: &SourceFile, draft: &mut Draft) {
    let (Some(owner), Some(scope)) = (draft.owner_of(&file.path), scope_of(file)) else { return };
    let services = &file.facts.services;
    let mut by_name: BTreeMap<&str, ComponentId> = BTreeMap::new();
    for service in services {
        if let Some(id) = component(file, draft, service, &owner) {
            by_name.insert(&service.name, id);
        }
    }
    let mut connected = BTreeSet::new();
    for service in services {
        let Some(from) = by_name.get(&*service.name) else { continue };
        for (names, strength, what) in GROUNDS {
            for name in names(service) {
                let Some(to) = by_name.get(&**name).filter(|to| *to != from) else { continue };
                let note = format!("the service {} {what} {name}", service.name);
                let seen = evidence(file, service.span, strength, &note);
                draft.relate(from, to, RelationKind::NetworkClient, scope, seen);
                connected.insert((from.clone(), to.clone()));
            }
        }
    }
    for service in services {
        let Some(used) = by_name.get(&*service.name).filter(|used| **used != owner) else {
            continue;
        };
        let is_ours = draft.component(used).is_some_and(|one| one.owner == Owner::Own);
        if !is_ours && !connected.contains(&(owner.clone(), used.clone())) {
            let note = format!("the service {} stands beside the tree's own", service.name);
            let seen = evidence(file, service.span, 0.8, &note);
            draft.relate(&owner, used, RelationKind::Aggregate, scope, seen);
        }
    }
}

/// The folders that images are built in, by their Dockerfiles, where services say so.
pub(super) fn contexts<'a>(
    files: impl Iterator<Item = &'a SourceFile>,
) -> BTreeMap<TreePath, TreePath> {
    let mut contexts = BTreeMap::new();
    for file in files {
        for service in &file.facts.services {
            if let Some((context, dockerfile)) = build(file, service) {
                contexts.entry(dockerfile).or_insert(context);
            }
        }
    }
    contexts
}

/// The folder that a service's image is built in, and its Dockerfile.
fn build(file: &SourceFile, service: &ComposeService) -> Option<(TreePath, TreePath)> {
    let folder = file.path.parent().unwrap_or_default();
    let context = heirloom_package::joined_path(&folder, service.build.as_deref()?)?;
    let name = service.dockerfile.as_deref().unwrap_or("Dockerfile");
    let dockerfile = heirloom_package::joined_path(&context, name)?;
    Some((context, dockerfile))
}

/// What a service runs: what is built from a folder of the tree, else an image that whoever starts
/// it fetches.
fn component(
    file: &SourceFile,
    draft: &mut Draft,
    service: &ComposeService,
    owner: &ComponentId,
) -> Option<ComponentId> {
    let Some(build) = &service.build else {
        return image::component(draft, service.image.as_deref()?, DeliveredForm::None);
    };
    let folder = file.path.parent().unwrap_or_default();
    let image = self::build(file, service)
        .and_then(|(_, dockerfile)| super::image_id(&draft.owner_of(&dockerfile)?, &dockerfile));
    if let Some(image) = image.filter(|image| draft.component(image).is_some()) {
        return Some(image);
    }
    let built = heirloom_package::joined_path(&folder, build);
    Some(built.and_then(|built| draft.owner_of(&built)).unwrap_or_else(|| owner.clone()))
}
