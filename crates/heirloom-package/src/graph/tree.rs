// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The package files of one ecosystem in a tree.

use heirloom_model::{PackageFacts, TreePath};

/// The package files of one ecosystem in a tree, in the order of their paths.
pub(crate) struct Tree<'a> {
    files: Vec<File<'a>>,
    all: &'a [(TreePath, PackageFacts)],
}

/// One package file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct File<'a> {
    pub(crate) path: &'a TreePath,
    pub(crate) facts: &'a PackageFacts,
}

impl File<'_> {
    /// The folder that holds the file.
    pub(crate) fn folder(&self) -> TreePath {
        self.path.parent().unwrap_or_default()
    }
}

impl<'a> Tree<'a> {
    pub(crate) fn new(files_of_all: &'a [(TreePath, PackageFacts)], ecosystem: &str) -> Tree<'a> {
        let of_ecosystem = files_of_all.iter().filter(|(_, facts)| &*facts.ecosystem == ecosystem);
        let mut files: Vec<File<'a>> =
            of_ecosystem.map(|(path, facts)| File { path, facts }).collect();
        files.sort_by_key(|file| file.path);
        files.dedup_by_key(|file| file.path);
        Tree { files, all: files_of_all }
    }

    /// The same tree with other files of the ecosystem.
    pub(crate) fn with<'b>(&'b self, mut files: Vec<File<'b>>) -> Tree<'b> {
        files.sort_by_key(|file| file.path);
        Tree { files, all: self.all }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files of the ecosystem.
    pub(crate) fn files(&self) -> &[File<'a>] {
        &self.files
    }

    /// The files of a format of any ecosystem, in no order.
    pub(crate) fn of_any<'b>(&'b self, format: &'b str) -> impl Iterator<Item = File<'a>> + 'b {
        let files = self.all.iter().filter(move |(_, facts)| &*facts.format == format);
        files.map(|(path, facts)| File { path, facts })
    }

    /// The files of a format.
    pub(crate) fn of_format<'b>(&'b self, format: &'b str) -> impl Iterator<Item = File<'a>> + 'b {
        self.files.iter().copied().filter(move |file| &*file.facts.format == format)
    }
}

/// A folder and those that hold it, inside out.
pub(crate) fn upward(folder: &TreePath) -> impl Iterator<Item = TreePath> + use<> {
    std::iter::successors(Some(folder.clone()), TreePath::parent)
}
