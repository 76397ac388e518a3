// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Images that Dockerfiles make, and services that compose files start.
//!
//! A Dockerfile makes an image of ours: what it copies from the tree, as it is or by way of a stage
//! that builds it, the image it starts from and the packages it installs stand side by side there.
//! An image that holds nothing of the tree and starts nothing is no delivery. A compose file starts images, which whoever runs
//! it has from elsewhere; services that name each other talk over a network.

mod beside;
mod compose;
mod contents;
mod image;

use heirloom_model::{
    Component, ComponentId, DeliveredForm, Evidence, EvidenceMethod, PackageInstall, RelationKind,
    Scope, SourceLanguage, Span, TreePath,
};
use heirloom_package::purl::Purl;

use super::{Draft, Found, RelationSource, found::SourceFile, scope::scope_of};

pub(super) struct Containers;

impl RelationSource for Containers {
    fn join(&self, found: &Found, draft: &mut Draft) {
        let of = |language: SourceLanguage| {
            found.sources.iter().filter(move |file| file.facts.language == language)
        };
        let contexts = compose::contexts(of(SourceLanguage::Compose));
        for file in of(SourceLanguage::Dockerfile) {
            docker(found, file, contexts.get(&file.path), draft);
        }
        for file in of(SourceLanguage::Compose) {
            compose::join(file, draft);
        }
    }
}

pub(super) use contents::named;

/// The identity of the image that a Dockerfile makes.
fn image_id(owner: &ComponentId, dockerfile: &TreePath) -> Option<ComponentId> {
    ComponentId::new(&format!("{owner}#{dockerfile}")).ok()
}

/// Joins the image that a Dockerfile makes.
fn docker(found: &Found, file: &SourceFile, context: Option<&TreePath>, draft: &mut Draft) {
    let (Some(owner), Some(scope)) = (draft.owner_of(&file.path), scope_of(file)) else { return };
    let Some(id) = image_id(&owner, &file.path) else { return };
    let facts = &file.facts;
    if facts.images.is_empty() && facts.copies.is_empty() {
        return;
    }
    let brought = contents::brought(file, context, draft);
    let mut component = Component::own(id.clone());
    component.name = format!("image of {}", file.path).into();
    // One that holds nothing of the tree and starts nothing is for whoever works on the tree.
    if scope != Scope::Runtime || (brought.is_empty() && !contents::starts_something(facts)) {
        component.form = DeliveredForm::None;
    }
    draft.add(component);
    for (whole, seen) in &brought {
        draft.relate(&id, whole, RelationKind::Aggregate, Scope::Runtime, seen.clone());
    }
    if scope == Scope::Runtime {
        beside::join(found, file, &id, &brought, draft);
    }
    let mut vendor = None;
    for image in &facts.images {
        let Some(written) = image.image.as_deref() else { continue };
        let word = if image.is_copied { "COPY --from" } else { "FROM" };
        let seen = evidence(file, image.span, 0.95, &format!("{word} {written}"));
        if image.is_delivered {
            vendor = vendor.or(image::vendor(written));
            if let Some(used) = image::component(draft, written, DeliveredForm::Object) {
                draft.relate(&id, &used, RelationKind::Aggregate, Scope::Runtime, seen);
            }
        } else if let Some(used) = image::component(draft, written, DeliveredForm::None) {
            draft.relate(&owner, &used, RelationKind::BuildTool, Scope::Build, seen);
        }
    }
    for install in &facts.installs {
        let seen = evidence(file, install.span, 0.9, &format!("installs {}", install.name));
        if install.is_delivered {
            if let Some(used) = package(draft, install, vendor, DeliveredForm::Object) {
                draft.relate(&id, &used, RelationKind::Aggregate, Scope::Runtime, seen);
            }
        } else if let Some(used) = package(draft, install, vendor, DeliveredForm::None) {
            draft.relate(&owner, &used, RelationKind::BuildTool, Scope::Build, seen);
        }
    }
}

/// The component of an installed package: one that is known under its name, else a new one.
fn package(
    draft: &mut Draft,
    install: &PackageInstall,
    vendor: Option<&str>,
    form: DeliveredForm,
) -> Option<ComponentId> {
    let kind = &*install.ecosystem;
    // The usual one first; that of the image counts if it has such packages.
    let vendors: &[&str] = match kind {
        "deb" => &["debian", "ubuntu"],
        "apk" => &["alpine", "wolfi"],
        "rpm" => &["fedora", "centos", "opensuse", "redhat"],
        _ => &[],
    };
    let vendor = vendor.filter(|vendor| vendors.contains(vendor));
    let (namespace, name) = match install.name.rsplit_once('/') {
        Some((namespace, name)) => (Some(namespace), name),
        None => (vendor.or(vendors.first().copied()), &*install.name),
    };
    // Ranges are no versions.
    let is_version = |version: &&str| version.starts_with(|c: char| c.is_ascii_digit());
    let version = install.version.as_deref().filter(is_version);
    let purl = Purl::new(kind, namespace, name, version).ok()?;
    let prefix = format!("pkg:{kind}/");
    if let Some(known) = draft.named(&install.name, &|id| id.starts_with(&prefix)) {
        return Some(known);
    }
    draft.third_party(&purl.to_string(), &install.name, |component| {
        component.version = purl.version().map(Into::into);
        component.form = form;
    })
}

fn evidence(file: &SourceFile, span: Span, strength: f32, note: &str) -> Evidence {
    Evidence {
        source: Some(file.path.clone()),
        span: Some(span),
        method: EvidenceMethod::SourceCode,
        strength,
        note: note.into(),
    }
}
