// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether somebody else holds rights in what is ours.
//!
//! Where the files of a program that say its license, or none, name several holders, nobody can put it
//! under another license without the word of the others. Names of one holder are written in several
//! ways, and firms are renamed: so two names show nothing, and a third does.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heirloom_model::{
    ComponentId, CopyrightFind, Evidence, EvidenceMethod, Expression, FactKind, LicenseId, Owner,
    Span, Statement, TreePath, Tri,
};

use super::{Draft, Found};

/// So many names are those of several holders.
const MANY: usize = 3;

/// Names of holders beyond this number in one tree are not told apart.
const MAX_NAMES: usize = 100_000;

/// Who holds the copyright in files that a part of the product may be made of.
#[derive(Debug, Default)]
pub(super) struct Holders {
    names: HashMap<Box<str>, u32>,
    files: Vec<Held>,
}

#[derive(Debug)]
struct Held {
    path: TreePath,
    /// The license that holds for the file, if it says one.
    license: Option<Expression>,
    /// The names with the places of the statements.
    names: Vec<(u32, Span)>,
}

impl Holders {
    /// Takes in what a file of the product says.
    pub(super) fn observe(
        &mut self,
        path: &TreePath,
        license: Option<&Expression>,
        copyrights: &[CopyrightFind],
    ) {
        let mut names: Vec<(u32, Span)> = Vec::new();
        let found =
            copyrights.iter().flat_map(|find| find.holders.iter().map(|one| (one, find.span)));
        for (holder, span) in found.filter(|(holder, _)| !holder.normalized.is_empty()) {
            // More of one file are not looked at.
            if names.len() >= MANY {
                break;
            }
            let next = u32::try_from(self.names.len()).expect("fewer names than 2^32");
            let known = self.names.get(&holder.normalized).copied();
            let name = known.or_else(|| {
                let is_full = self.names.len() >= MAX_NAMES;
                (!is_full).then(|| *self.names.entry(holder.normalized.clone()).or_insert(next))
            });
            if let Some(name) = name.filter(|name| names.iter().all(|(one, _)| one != name)) {
                names.push((name, span));
            }
        }
        if !names.is_empty() {
            self.files.push(Held { path: path.clone(), license: license.cloned(), names });
        }
    }
}

impl Holders {
    /// Whether a holder of this name is one of those who say a license in other files.
    pub(super) fn is_known(&self, normalized: &str) -> bool {
        let Some(name) = self.names.get(normalized) else { return false };
        let mut said = self.files.iter().filter(|file| file.license.is_some());
        said.any(|file| file.names.iter().any(|(one, _)| one == name))
    }
}

/// Notes for what is ours that several hold rights in it, unless somebody says who does.
pub(super) fn settle(found: &Found, draft: &mut Draft) {
    let mut seen: BTreeMap<ComponentId, BTreeMap<u32, Evidence>> = BTreeMap::new();
    let mut own: HashMap<ComponentId, BTreeSet<LicenseId>> = HashMap::new();
    for file in &found.holders.files {
        if found.is_beside(&file.path) {
            continue;
        }
        let Some(owner) = draft.owner_of(&file.path) else { continue };
        let licenses = own.entry(owner.clone()).or_insert_with(|| {
            let license = draft.component(&owner).and_then(|one| one.license.effective());
            license.map(Expression::ids).unwrap_or_default().into_iter().cloned().collect()
        });
        let is_ours = |said: &Expression| said.ids().into_iter().all(|id| licenses.contains(id));
        if !file.license.as_ref().is_none_or(is_ours) {
            continue;
        }
        for holder in draft.holders(found, &file.path) {
            let names = seen.entry(holder).or_default();
            for (name, span) in &file.names {
                if names.len() < MANY {
                    names.entry(*name).or_insert_with(|| evidence(&file.path, *span));
                }
            }
        }
    }
    for (id, names) in seen.into_iter().filter(|(_, names)| names.len() >= MANY) {
        let Some(component) = draft.component_mut(&id) else { continue };
        let is_open = component.facts.statement(FactKind::SoleHolder).is_none();
        if component.owner == Owner::Own && is_open {
            let evidence = names.into_values().collect();
            component.facts.set(FactKind::SoleHolder, Statement { value: Tri::No, evidence });
        }
    }
}

fn evidence(path: &TreePath, span: Span) -> Evidence {
    Evidence {
        source: Some(path.clone()),
        span: Some(span),
        method: EvidenceMethod::LicenseFind,
        strength: 0.6,
        note: "names a holder of rights beside others".into(),
    }
}
