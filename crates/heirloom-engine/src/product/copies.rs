// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files of ours under licenses of others: copies, with the share of files.

use std::collections::BTreeMap;

use heirloom_model::{
    Component, ComponentId, Evidence, EvidenceMethod, Expression, RelationKind, Scope, TreePath,
    Tri,
};

use super::{Draft, Found, RelationSource, draft::MAX_EVIDENCE};

pub(super) struct Copies;

impl RelationSource for Copies {
    fn join(&self, found: &Found, draft: &mut Draft) {
        let mut by_owner: BTreeMap<ComponentId, BTreeMap<&Expression, Vec<&TreePath>>> =
            BTreeMap::new();
        for (path, expression) in &found.licensed {
            if let Some(owner) = draft.owner_of(path) {
                by_owner.entry(owner).or_default().entry(expression).or_default().push(path);
            }
        }
        for (owner, licenses) in by_owner {
            let n_files: usize = licenses.values().map(Vec::len).sum();
            let own = draft.component(&owner).and_then(|own| own.license.effective()).cloned();
            for (expression, paths) in licenses {
                let is_own = own.as_ref().is_none_or(|own| expression.ids().is_subset(&own.ids()));
                if !is_own {
                    copy(draft, &owner, expression, &paths, n_files);
                }
            }
        }
    }
}

fn copy(
    draft: &mut Draft,
    owner: &ComponentId,
    expression: &Expression,
    paths: &[&TreePath],
    n_files: usize,
) {
    let Ok(id) = ComponentId::new(&format!("{owner}#{expression}")) else { return };
    let mut component = Component::third_party(id.clone());
    component.name = format!("{} files under {expression}", paths.len()).into();
    component.license.detected = Some(expression.clone());
    component.modified = Tri::Unknown;
    draft.add(component);
    let note = format!("{} of {n_files} licensed files", paths.len());
    for path in paths.iter().take(MAX_EVIDENCE) {
        let evidence = Evidence {
            source: Some((*path).clone()),
            span: None,
            method: EvidenceMethod::LicenseFind,
            strength: 0.9,
            note: note.as_str().into(),
        };
        draft.relate(owner, &id, RelationKind::Copies, Scope::Runtime, evidence);
    }
}
