// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Models and datasets: what cards say they were made from, and what programs load.

use heirloom_model::{
    Component, ComponentId, DeliveredForm, Evidence, EvidenceMethod, FileRole, ModelReference,
    ModelReferenceKind, ModelRole, RelationKind, Scope, SourceLanguage, TreePath,
};
use heirloom_package::purl::Purl;

use super::{
    Draft, Found, RelationSource,
    found::{SourceFile, is_aside},
    scope::scope_of,
};

pub(super) struct Models;

/// Names by which files of the user's own are loaded as datasets.
const FORMATS: [&str; 10] = [
    "arrow",
    "audiofolder",
    "csv",
    "imagefolder",
    "json",
    "pandas",
    "parquet",
    "text",
    "webdataset",
    "xml",
];

impl RelationSource for Models {
    fn join(&self, found: &Found, draft: &mut Draft) {
        for file in found.sources.iter().filter(|file| !file.facts.model_references.is_empty()) {
            let is_card = file.facts.language == SourceLanguage::ModelCard;
            let user = if is_card { card(file, draft) } else { draft.owner_of(&file.path) };
            // A card is a document, but it speaks of what lies beside it.
            let scope = if is_card { Some(Scope::Runtime) } else { scope_of(file) };
            let (Some(user), Some(scope)) = (user, scope) else { continue };
            for reference in &file.facts.model_references {
                relate(draft, file, &user, scope, reference);
            }
        }
    }
}

/// The model or dataset that a card describes: all that lies in its folder.
fn card(file: &SourceFile, draft: &mut Draft) -> Option<ComponentId> {
    let folder = file.path.parent().unwrap_or_default();
    if is_aside(&folder, FileRole::Source) || is_below_tests(&folder) {
        return None;
    }
    let owner = draft.owner_of(&folder)?;
    if draft.component(&owner)?.path.as_ref() == Some(&folder) {
        return Some(owner);
    }
    let id = ComponentId::new(&format!("{owner}#{folder}")).ok()?;
    if draft.component(&id).is_none() {
        let mut component = Component::own(id.clone());
        component.name = String::from_utf8_lossy(folder.file_name()).into();
        component.license = draft.license_of(&folder);
        component.path = Some(folder);
        draft.add(component);
    }
    Some(id)
}

fn is_below_tests(folder: &TreePath) -> bool {
    folder.components().any(|name| {
        matches!(name, b"test" | b"tests" | b"testdata" | b"fixtures" | b"docs" | b"doc")
    })
}

fn relate(
    draft: &mut Draft,
    file: &SourceFile,
    user: &ComponentId,
    scope: Scope,
    reference: &ModelReference,
) {
    let Some(name) = reference.name.as_deref().filter(|name| !FORMATS.contains(name)) else {
        return;
    };
    let kind = match (reference.kind, reference.role) {
        // Whoever runs it fetches it then.
        (_, ModelRole::Loaded) => RelationKind::OptionalLoad,
        (ModelReferenceKind::Model, _) => RelationKind::DerivesWeights,
        (ModelReferenceKind::Dataset, _) => RelationKind::TrainsOn,
    };
    let Some(used) = component(draft, reference.kind, name) else { return };
    if used == *user {
        return;
    }
    let evidence = Evidence {
        source: Some(file.path.clone()),
        span: Some(reference.span),
        method: EvidenceMethod::SourceCode,
        strength: reference.ground.strength(),
        note: format!("{}: {name}", reference.through).into(),
    };
    draft.relate(user, &used, kind, scope, evidence);
}

/// The model or dataset of a name: one whose card is in the tree, else one of the hub.
fn component(draft: &mut Draft, kind: ModelReferenceKind, name: &str) -> Option<ComponentId> {
    let last = name.rsplit('/').next().unwrap_or(name);
    if let Some(known) = draft.named(last, &|id| !id.starts_with("pkg:")) {
        return Some(known);
    }
    let (namespace, last) = match name.rsplit_once('/') {
        Some((namespace, last)) => (Some(namespace), last),
        None => (None, name),
    };
    let namespace = match (kind, namespace) {
        (ModelReferenceKind::Model, namespace) => namespace.map(str::to_owned),
        (ModelReferenceKind::Dataset, None) => Some("datasets".to_owned()),
        (ModelReferenceKind::Dataset, Some(namespace)) => Some(format!("datasets/{namespace}")),
    };
    let purl = Purl::new("huggingface", namespace.as_deref(), last, None).ok()?;
    draft.third_party(&purl.to_string(), name, |component| component.form = DeliveredForm::None)
}
