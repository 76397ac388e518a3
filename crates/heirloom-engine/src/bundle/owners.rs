// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! To which component of a product each of its files belongs.

use std::collections::BTreeMap;

use heirloom_model::{ComponentId, Expression, FileRecord, Owner, Product, RelationKind, TreePath};

/// Tells of each file of a product to which component it belongs.
pub(super) struct Owners<'a> {
    folders: BTreeMap<&'a TreePath, &'a ComponentId>,
    /// The licenses of files that ours copied from others.
    copies: BTreeMap<&'a ComponentId, Vec<(&'a Expression, &'a ComponentId)>>,
}

impl<'a> Owners<'a> {
    pub(super) fn new(product: &'a Product) -> Owners<'a> {
        let mut folders: BTreeMap<&TreePath, &ComponentId> = BTreeMap::new();
        for component in &product.components {
            // Where two lie in one folder, ours is the one that others are copied into.
            if let Some(path) = &component.path
                && (component.owner == Owner::Own || !folders.contains_key(path))
            {
                folders.insert(path, &component.id);
            }
        }
        let by_id: BTreeMap<&ComponentId, _> =
            product.components.iter().map(|component| (&component.id, component)).collect();
        let mut copies: BTreeMap<&ComponentId, Vec<(&Expression, &ComponentId)>> = BTreeMap::new();
        for relation in &product.relations {
            use RelationKind as R;
            if matches!(relation.kind, R::Copies | R::CompiledIn | R::Aggregate)
                && let Some(used) = by_id.get(&relation.to)
                && used.path.is_none()
                && let Some(license) = used.license.effective()
            {
                copies.entry(&relation.from).or_default().push((license, &used.id));
            }
        }
        Owners { folders, copies }
    }

    /// The component of a file: the innermost whose folder holds it, or the one that was copied.
    pub(super) fn of(&self, file: &FileRecord) -> Option<&'a ComponentId> {
        let mut folder = file.path.parent();
        let owner = loop {
            let here = folder?;
            if let Some(owner) = self.folders.get(&here) {
                break *owner;
            }
            folder = here.parent();
        };
        let concluded = file.context.concluded.as_ref().map(|concluded| &concluded.expression);
        let copied = concluded.and_then(|concluded| {
            let copies = self.copies.get(owner)?;
            copies.iter().find(|(license, _)| *license == concluded).map(|(_, id)| *id)
        });
        Some(copied.unwrap_or(owner))
    }
}
