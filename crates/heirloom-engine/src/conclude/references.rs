// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! References to other files ("see COPYING"), followed.

use std::collections::HashMap;

use heirloom_model::{Expression, FileFacts, FindKind, ResolvedReference, TreePath};

use super::names;

/// Endings that authors leave out of a name.
const ENDS: [&str; 5] = ["", ".txt", ".md", ".rst", ".html"];

/// More references of one file are not followed.
const MAX_REFERENCES: usize = 32;

/// Files that a reference may mean, by path in lower case.
#[derive(Debug)]
pub(super) struct Targets {
    max: usize,
    files: HashMap<Box<[u8]>, Target>,
}

#[derive(Debug)]
struct Target {
    path: TreePath,
    expression: Option<Expression>,
}

impl Targets {
    pub(super) fn new(max: usize) -> Targets {
        Targets { max, files: HashMap::new() }
    }

    pub(super) fn observe(&mut self, path: &TreePath, facts: &FileFacts) {
        let name = path.file_name();
        let is_named =
            names::is_license_name(name) || names::is_readme_name(name) || is_notice(name);
        if !(is_named || names::is_license_text(facts)) {
            return;
        }
        let expression = facts.detection.as_ref().map(names::said_of_the_whole);
        let key = path.as_bytes().to_ascii_lowercase().into_boxed_slice();
        let target = Target { path: path.clone(), expression };
        let is_full = self.files.len() >= self.max;
        match self.files.get_mut(&key) {
            // Of two names that differ in case the first in order of paths counts.
            Some(known) if target.path < known.path => *known = target,
            Some(_) => {}
            None if !is_full => {
                self.files.insert(key, target);
            }
            None => {}
        }
    }

    /// Follows the references of a file, in order, each name once.
    pub(super) fn resolve(&self, path: &TreePath, facts: &FileFacts) -> Vec<ResolvedReference> {
        let mut resolved: Vec<ResolvedReference> = Vec::new();
        let finds = facts.licenses.iter().filter(|find| find.kind != FindKind::Clue);
        for name in finds.flat_map(|find| &find.refers_to).take(MAX_REFERENCES) {
            if resolved.iter().any(|known| known.name == *name) {
                continue;
            }
            if let Some(target) = self.find(path, name) {
                resolved.push(ResolvedReference {
                    name: name.clone(),
                    target: target.path.clone(),
                    expression: target.expression.clone(),
                });
            }
        }
        resolved
    }

    /// The license of the file that a manifest names.
    pub(super) fn license_of(&self, path: &TreePath, name: &str) -> Option<Expression> {
        let expression = self.find(path, name)?.expression.clone()?;
        (!names::is_vague(&expression)).then_some(expression)
    }

    /// The nearest file of that name: in the folder of `path` or above it, there also in a folder
    /// `LICENSES`. A name with folders is looked for as it is, then by its last part.
    fn find(&self, path: &TreePath, name: &str) -> Option<&Target> {
        let name = name.trim().to_ascii_lowercase();
        let name = name.trim_start_matches("./").trim_matches('/');
        if name.is_empty() || name.len() > 255 {
            return None;
        }
        let last = name.rsplit('/').next().unwrap_or(name);
        let wanted = if last == name { vec![name] } else { vec![name, last] };
        wanted.into_iter().filter(|name| !name.split('/').any(|part| part == "..")).find_map(
            |name| {
                let mut folder = path.parent();
                while let Some(above) = folder {
                    if let Some(target) = self.within(&above, name, path) {
                        return Some(target);
                    }
                    folder = above.parent();
                }
                None
            },
        )
    }

    fn within(&self, folder: &TreePath, name: &str, from: &TreePath) -> Option<&Target> {
        let mut key = folder.as_bytes().to_ascii_lowercase();
        if !key.is_empty() {
            key.push(b'/');
        }
        let len = key.len();
        ["", "licenses/"].iter().flat_map(|shelf| ENDS.map(|end| (shelf, end))).find_map(
            |(shelf, end)| {
                key.truncate(len);
                key.extend_from_slice(shelf.as_bytes());
                key.extend_from_slice(name.as_bytes());
                key.extend_from_slice(end.as_bytes());
                self.files.get(key.as_slice()).filter(|target| target.path != *from)
            },
        )
    }
}

fn is_notice(name: &[u8]) -> bool {
    names::lower(name).is_some_and(|name| {
        ["notice", "authors", "legal", "patents", "contributors", "terms", "eula"]
            .iter()
            .any(|start| name.starts_with(start))
    })
}
