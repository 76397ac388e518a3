// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files that a program is made of, of which somebody else reserves all rights and grants none.
//!
//! The license of the project is what its holders give. A file of a holder whom no file with a
//! license names, which says that all rights are reserved, may not be theirs to give: somebody has to
//! say under which license it came.

use std::collections::BTreeMap;

use heirloom_model::{
    Component, ComponentId, CopyrightFind, Evidence, EvidenceMethod, RelationKind, Scope, Span,
    TreePath, Tri,
};

use heirloom_source::parts::Part;

use super::{Draft, Found, RelationSource, draft::MAX_EVIDENCE};

pub(super) struct Reserved;

/// A file that reserves all rights and grants none.
#[derive(Debug)]
pub(super) struct Withheld {
    path: TreePath,
    /// Who holds them: names as written and folded, with the place.
    holders: Vec<(Box<str>, Box<str>, Span)>,
}

impl Withheld {
    /// What a file says; `None` if it names nobody.
    pub(super) fn new(path: &TreePath, copyrights: &[CopyrightFind]) -> Option<Withheld> {
        let holders = copyrights.iter().flat_map(|find| {
            find.holders.iter().map(|one| (one.name.clone(), one.normalized.clone(), find.span))
        });
        let holders: Vec<_> = holders.filter(|(_, folded, _)| !folded.is_empty()).take(8).collect();
        (!holders.is_empty()).then(|| Withheld { path: path.clone(), holders })
    }
}

impl RelationSource for Reserved {
    fn join(&self, found: &Found, draft: &mut Draft) {
        let mut shown: BTreeMap<ComponentId, usize> = BTreeMap::new();
        for file in &found.reserved {
            // Of what nobody knows whether a program is made of it nothing is asked.
            if !matches!(found.parts.of(&file.path), Part::Inside(_)) || found.is_test(&file.path) {
                continue;
            }
            let is_other =
                |(_, folded, _): &&(Box<str>, Box<str>, Span)| !found.holders.is_known(folded);
            let Some((name, _, span)) = file.holders.iter().find(is_other) else { continue };
            let Some(module) = draft.owner_of(&file.path) else { continue };
            let Some(id) = part(draft, &module, name) else { continue };
            for holder in draft.holders(found, &file.path) {
                // Of a package whose programs are known none is made of it.
                if holder == module
                    && draft.split.of(&module).is_some_and(|all| !all.contains(&module))
                {
                    continue;
                }
                let n_shown = shown.entry(holder.clone()).or_default();
                *n_shown += 1;
                if *n_shown > MAX_EVIDENCE {
                    continue;
                }
                let evidence = Evidence {
                    source: Some(file.path.clone()),
                    span: Some(*span),
                    method: EvidenceMethod::LicenseFind,
                    strength: 0.9,
                    note: format!("{name} reserves all rights and the file grants none").into(),
                };
                draft.relate(&holder, &id, RelationKind::CompiledIn, Scope::Runtime, evidence);
            }
        }
    }
}

/// The component of what a holder reserves in a package; nobody knows its license.
fn part(draft: &mut Draft, module: &ComponentId, holder: &str) -> Option<ComponentId> {
    let id = ComponentId::new(&format!("{module}#{holder}, all rights reserved")).ok()?;
    if draft.component(&id).is_none() {
        let mut component = Component::third_party(id.clone());
        let name = draft.component(module).map(|own| own.name.to_string()).unwrap_or_default();
        component.name = format!("{name} ({holder}, all rights reserved)").into();
        component.modified = Tri::Unknown;
        draft.add(component);
    }
    Some(id)
}
