// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Where members stand: names made safe and distinct.

use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash, Hasher},
};

use heirloom_model::{ProblemCode, TreePath};

use super::{Archive, Expansion};
use crate::problems::{problem, shown};

impl Expansion<'_> {
    /// Where a member stands; `None` when it cannot stand anywhere.
    pub(super) fn place(&mut self, archive: &mut Archive, name: &[u8]) -> Option<TreePath> {
        let inner = match TreePath::parse(name) {
            Ok(inner) => inner,
            Err(_) => {
                let unsafe_name = problem(ProblemCode::ARCHIVE_UNSAFE_NAME, "name", shown(name));
                self.problems.push(unsafe_name.at_path(archive.path.clone()));
                made_safe(name)
            }
        };
        let inner = match inner.is_root() {
            true => TreePath::root().child(b"unnamed").unwrap_or_default(),
            false => inner,
        };
        let length = archive.path.as_bytes().len() + 2 + inner.as_bytes().len();
        if length > self.limits.path_bytes {
            let too_long = problem(ProblemCode::PATH_TOO_LONG, "limit", self.limits.path_bytes);
            self.problems.push(too_long.at_path(archive.path.clone()));
            return None;
        }
        if inner.components().count() > self.limits.folder_depth {
            let too_deep = problem(ProblemCode::NESTED_TOO_DEEP, "limit", self.limits.folder_depth);
            self.problems.push(too_deep.at_path(archive.path.clone()));
            return None;
        }
        let inner = self.distinct(archive, inner);
        Some(archive.path.join_member(&inner))
    }

    /// The path itself, or with a number when it came before.
    fn distinct(&mut self, archive: &mut Archive, path: TreePath) -> TreePath {
        let n_before = archive.names.entry(hash(&path)).or_insert(0);
        *n_before += 1;
        if *n_before == 1 {
            return path;
        }
        let duplicate = problem(ProblemCode::ARCHIVE_DUPLICATE_NAME, "name", &path);
        self.problems.push(duplicate.at_path(archive.path.clone()));
        loop {
            let number = archive.names[&hash(&path)];
            let numbered = [path.as_bytes(), format!("~{number}").as_bytes()].concat();
            let numbered = TreePath::parse(&numbered).unwrap_or_default();
            if archive.names.insert(hash(&numbered), 1).is_none() {
                return numbered;
            }
            archive.names.entry(hash(&path)).and_modify(|n_before| *n_before += 1);
        }
    }
}

fn hash(path: &TreePath) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.as_bytes().hash(&mut hasher);
    hasher.finish()
}

/// The name without what leads out of the archive.
pub(super) fn made_safe(name: &[u8]) -> TreePath {
    let text: Vec<u8> = name.iter().copied().take_while(|&byte| byte != 0).collect();
    let kept: Vec<&[u8]> = text
        .split(|&byte| byte == b'/')
        .filter(|&component| !matches!(component, [] | b"." | b".."))
        .skip_while(|component| matches!(component, [letter, b':'] if letter.is_ascii_alphabetic()))
        .collect();
    let joined = kept.join(&b'/');
    let path = match joined.as_slice() {
        [letter, b':', b'\\', rest @ ..] if letter.is_ascii_alphabetic() => rest,
        path => path,
    };
    TreePath::parse(path).unwrap_or_default()
}
