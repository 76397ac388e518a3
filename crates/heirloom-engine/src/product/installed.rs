// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Licenses of installed packages whose copyright file tells them in words.
//!
//! Debian's packages bring one copyright file each. Of one in the machine-readable form the license of
//! `Files: *` is taken where packages are read. Others tell it in words: where all of them come to one
//! license, it is that of the package. Where they name several, for parts that nobody can tell apart, none is
//! taken: which of them the package holds stays a question.

use std::collections::BTreeMap;

use heirloom_model::{ComponentId, Expression, TreePath};

use super::Draft;

/// What copyright files say in words, by the names of packages.
#[derive(Debug, Default)]
pub(super) struct Copyrights {
    /// `None` where files of several roots say different things.
    by_name: BTreeMap<Box<str>, Option<Expression>>,
}

impl Copyrights {
    /// Takes in what a file's words come to, if it is a copyright file.
    pub(super) fn observe(&mut self, path: &TreePath, expression: &Expression) {
        let Some(name) = package_of(path) else { return };
        let one = Some(expression).filter(|one| is_one(one)).cloned();
        let known = self.by_name.entry(name.into()).or_insert_with(|| one.clone());
        if *known != one {
            *known = None;
        }
    }

    /// Gives packages of Debian without a license what their copyright files say.
    pub(super) fn settle(&self, draft: &mut Draft) {
        if self.by_name.is_empty() {
            return;
        }
        let without = draft.components().filter(|one| {
            one.id.as_str().starts_with("pkg:deb/") && one.license.effective().is_none()
        });
        let told = without.filter_map(|one| {
            let said = self.by_name.get(&*one.name)?.clone()?;
            Some((one.id.clone(), said))
        });
        let told: Vec<(ComponentId, Expression)> = told.collect();
        for (id, expression) in told {
            if let Some(component) = draft.component_mut(&id) {
                component.license.detected = Some(expression);
            }
        }
    }
}

/// The package whose copyright file a path is: `usr/share/doc/NAME/copyright`.
fn package_of(path: &TreePath) -> Option<&str> {
    if path.file_name() != b"copyright" {
        return None;
    }
    let mut folders = path.folder_bytes().rsplit(|byte| *byte == b'/');
    let name = folders.next()?;
    let is_place = folders.next() == Some(b"doc")
        && folders.next() == Some(b"share")
        && folders.next() == Some(b"usr");
    str::from_utf8(name).ok().filter(|_| is_place)
}

/// Whether an expression is one license or a choice, of which something is known.
fn is_one(expression: &Expression) -> bool {
    let has_unknown = || expression.ids().iter().any(|id| id.is_unrecognized());
    !matches!(expression, Expression::And(_)) && !has_unknown()
}
