// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which component a file belongs to: the one with the innermost folder around it.

use std::collections::HashMap;

use heirloom_model::{Component, ComponentId, Owner, TreePath};

/// Components of one folder.
#[derive(Debug, Default)]
struct Held {
    own: Option<ComponentId>,
    foreign: Option<ComponentId>,
}

/// The folders of components.
#[derive(Debug, Default)]
pub(super) struct Folders {
    by_path: HashMap<Box<[u8]>, Held>,
}

impl Folders {
    pub(super) fn new<'a>(components: impl Iterator<Item = &'a Component>) -> Folders {
        let mut folders = Folders::default();
        for component in components {
            if let Some(path) = &component.path {
                folders.insert(path, component.owner, &component.id);
            }
        }
        folders
    }

    /// Adds a component's folder; of several in one folder the last by identity counts.
    pub(super) fn insert(&mut self, folder: &TreePath, owner: Owner, id: &ComponentId) {
        let held = self.by_path.entry(folder.as_bytes().into()).or_default();
        let place = match owner {
            Owner::Own => &mut held.own,
            Owner::ThirdParty => &mut held.foreign,
        };
        if place.as_ref().is_none_or(|known| known < id) {
            *place = Some(id.clone());
        }
    }

    /// The component of ours that a file belongs to; `None` for files in somebody else's, such as
    /// a vendored copy, and those that belong to nobody.
    pub(super) fn own<'a>(&'a self, path: &'a TreePath) -> Option<&'a ComponentId> {
        let held = self.around(path).next()?;
        held.own.as_ref()
    }

    /// The component of ours around a file, even if it lies in somebody else's inside it.
    pub(super) fn outer_own<'a>(&'a self, path: &'a TreePath) -> Option<&'a ComponentId> {
        self.around(path).find_map(|held| held.own.as_ref())
    }

    /// Whether a component of somebody else has this folder or one around it, with none of ours in
    /// between.
    pub(super) fn is_foreign(&self, path: &TreePath) -> bool {
        self.around(path).next().is_some_and(|held| held.own.is_none())
    }

    /// Whether somebody else's component has this folder or one around it.
    pub(super) fn is_in_foreign(&self, path: &TreePath) -> bool {
        self.around(path).any(|held| held.foreign.is_some())
    }

    /// Whether a folder is that of a component.
    pub(super) fn is_folder(&self, folder: &TreePath) -> bool {
        self.by_path.contains_key(folder.as_bytes())
    }

    /// What is held by the folders around a file and by the file itself, from the inside.
    fn around<'a>(&'a self, path: &'a TreePath) -> impl Iterator<Item = &'a Held> {
        let bytes = path.as_bytes();
        let slashes = (0..bytes.len()).rev().filter(|&at| bytes[at] == b'/');
        let ends = std::iter::once(bytes.len()).chain(slashes);
        // The root's folder is the empty path, around all.
        let root = (!bytes.is_empty()).then_some(0);
        ends.chain(root).filter_map(|end| self.by_path.get(&bytes[..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_folder_decides() {
        let id = |text| ComponentId::new(text).unwrap();
        let path = |text: &str| TreePath::parse(text.as_bytes()).unwrap();
        let mut folders = Folders::default();
        folders.insert(&TreePath::root(), Owner::Own, &id("root"));
        folders.insert(&path("vendor/z"), Owner::ThirdParty, &id("z"));
        folders.insert(&path("vendor/z/ours"), Owner::Own, &id("ours"));
        let own = |text| folders.own(&path(text)).map(|id| id.as_str().to_owned());
        assert_eq!(own("a/b.c").as_deref(), Some("root"));
        assert_eq!(own("vendor/z/b.c"), None);
        assert_eq!(own("vendor/zz/b.c").as_deref(), Some("root"));
        assert_eq!(own("vendor/z/ours/b.c").as_deref(), Some("ours"));
        assert_eq!(folders.outer_own(&path("vendor/z/b.c")), Some(&id("root")));
        assert!(folders.is_foreign(&path("vendor/z")) && !folders.is_foreign(&path("vendor")));
    }
}
