// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Trees of files as strings.
//!
//! Anything wrong with a fixture is a bug of the test that holds it, so this module panics with
//! the reason instead of returning errors.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use heirloom_model::TreePath;
use tempfile::TempDir;

/// A tree of files in memory, in order of paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct World {
    files: BTreeMap<TreePath, Vec<u8>>,
    links: BTreeMap<TreePath, PathBuf>,
}

/// A [`World`] written to a temporary folder that is removed when this is dropped.
#[derive(Debug)]
pub struct DiskWorld {
    folder: TempDir,
}

impl World {
    /// Reads a fixture: each line `//- path` starts a file that ends before the next one.
    ///
    /// Indentation that all lines share is removed, and so is one leading line break, so that
    /// fixtures can stand indented in tests. `//- path -> target` makes a symbolic link.
    ///
    /// # Panics
    /// When text stands before the first header, or a path is not a path inside the tree.
    #[track_caller]
    pub fn parse(fixture: &str) -> World {
        let mut world = World::default();
        let mut current: Option<(TreePath, String)> = None;
        for line in dedent(fixture).split_inclusive('\n') {
            if let Some(header) = line.strip_prefix("//- ") {
                if let Some((path, text)) = current.take() {
                    world.files.insert(path, text.into_bytes());
                }
                match header.trim_end().split_once(" -> ") {
                    Some((path, target)) => world = world.with_link(path, target),
                    None => current = Some((tree_path(header.trim_end()), String::new())),
                }
            } else if let Some((_, text)) = &mut current {
                text.push_str(line);
            } else {
                assert!(line.trim().is_empty(), "text before the first `//- path`: {line:?}");
            }
        }
        if let Some((path, text)) = current {
            world.files.insert(path, text.into_bytes());
        }
        world
    }

    /// The same world with one more file, for contents that a string cannot hold.
    ///
    /// # Panics
    /// When `path` is not a path inside the tree.
    #[must_use]
    #[track_caller]
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> World {
        self.files.insert(tree_path(path), bytes.into());
        self
    }

    /// The same world with a symbolic link; `target` is taken as it is.
    ///
    /// # Panics
    /// When `path` is not a path inside the tree.
    #[must_use]
    #[track_caller]
    pub fn with_link(mut self, path: &str, target: &str) -> World {
        self.links.insert(tree_path(path), target.into());
        self
    }

    /// The files in order of paths.
    pub fn entries(&self) -> impl Iterator<Item = (&TreePath, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path, bytes.as_slice()))
    }

    /// The bytes of a file.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn bytes(&self, path: &str) -> &[u8] {
        match self.files.get(&tree_path(path)) {
            Some(bytes) => bytes,
            None => panic!("no file {path} in this world"),
        }
    }

    /// The text of a file.
    ///
    /// # Panics
    /// When there is none, or it is not UTF-8.
    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        str::from_utf8(self.bytes(path)).expect("a file of UTF-8")
    }

    /// Writes the world to a temporary folder.
    ///
    /// # Panics
    /// When the folder cannot be written.
    #[track_caller]
    pub fn on_disk(&self) -> DiskWorld {
        let folder = tempfile::tempdir().expect("a temporary folder");
        self.write_to(folder.path());
        DiskWorld { folder }
    }

    /// Writes the world below `folder`.
    ///
    /// # Panics
    /// When the folder cannot be written.
    #[track_caller]
    pub fn write_to(&self, folder: &Path) {
        for (path, bytes) in &self.files {
            let target = os_path(folder, path);
            fs::create_dir_all(target.parent().expect("a file has a folder"))
                .expect("a folder of the fixture");
            fs::write(target, bytes).expect("a file of the fixture");
        }
        for (path, target) in &self.links {
            let link = os_path(folder, path);
            fs::create_dir_all(link.parent().expect("a link has a folder"))
                .expect("a folder of the fixture");
            make_link(target, &link);
        }
    }
}

impl DiskWorld {
    /// The folder that holds the world.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Where a path of the world stands on disk.
    ///
    /// # Panics
    /// When `path` is not a path inside the tree.
    #[track_caller]
    pub fn path(&self, path: &str) -> PathBuf {
        os_path(self.root(), &tree_path(path))
    }
}

#[track_caller]
fn tree_path(text: &str) -> TreePath {
    match TreePath::parse(text.as_bytes()) {
        Ok(path) if !path.is_root() => path,
        Ok(_) => panic!("a fixture names the root of the tree as a file"),
        Err(error) => panic!("a fixture names {text:?}: {error}"),
    }
}

#[cfg(unix)]
fn os_path(folder: &Path, path: &TreePath) -> PathBuf {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    folder.join(OsStr::from_bytes(path.as_bytes()))
}

#[cfg(not(unix))]
fn os_path(folder: &Path, path: &TreePath) -> PathBuf {
    folder.join(str::from_utf8(path.as_bytes()).expect("a path of UTF-8"))
}

#[cfg(unix)]
fn make_link(target: &Path, link: &Path) {
    std::os::unix::fs::symlink(target, link).expect("a link of the fixture");
}

#[cfg(not(unix))]
fn make_link(_target: &Path, _link: &Path) {
    panic!("this test needs symbolic links: list it as skipped on this system");
}

/// Removes the indentation that all lines share and one leading line break.
fn dedent(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let indent = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    text.split_inclusive('\n')
        .map(|line| line.get(indent..).unwrap_or(line.trim_start_matches(' ')))
        .collect()
}

#[cfg(test)]
mod tests;
