// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Scripts beside a program, in an image that holds the whole tree.
//!
//! A package leaves such scripts out, and an image that copies the tree brings them along. One under a
//! copyleft of its own is a program of its own: the web service of OCRmyPDF is under the AGPL, the program
//! that it runs is not.

use std::{
    cell::LazyCell,
    collections::{BTreeMap, HashSet},
};

use heirloom_lineage::{book::LicenseBook, uses::choices};
use heirloom_model::{
    Component, ComponentId, Evidence, Expression, FileRole, LicenseTerm, RelationKind, Scope,
    TermScope, TreePath,
};

use super::{Draft, Found, SourceFile};
use crate::product::found::Licensed;

/// Adds the scripts that an image brings beside what it holds of ours.
pub(super) fn join(
    found: &Found,
    file: &SourceFile,
    image: &ComponentId,
    brought: &BTreeMap<ComponentId, Evidence>,
    draft: &mut Draft,
) {
    let mut sources = file.facts.copies.iter().flat_map(|copy| &copy.sources);
    if !sources.any(|source| matches!(&**source, "." | "./" | "*")) {
        return;
    }
    let book = Book(LazyCell::new(|| LicenseBook::built_in().ok()));
    let started = LazyCell::new(|| {
        let sources = found.sources.iter().filter(|one| one.role == FileRole::Source);
        sources.map(|one| &one.path).collect::<HashSet<&TreePath>>()
    });
    for script in found.licensed.iter().filter(|one| stands_alone(one)) {
        let Some(owner) = draft.owner_of(&script.path) else { continue };
        let Some(seen) = brought.get(&owner) else { continue };
        if !started.contains(&script.path) {
            continue;
        }
        let Some(around) = draft.component(&owner) else { continue };
        let own = around.license.effective().map(|own| own.ids()).unwrap_or_default();
        if script.expression.ids().is_subset(&own) || !book.claims(&script.expression) {
            continue;
        }
        let Ok(id) = ComponentId::new(&format!("{owner}#{}", script.path)) else { continue };
        if draft.component(&id).is_none() {
            let mut component = Component::own(id.clone());
            component.name = script.path.to_string().into();
            component.license.concluded = Some(script.expression.clone());
            draft.add(component);
        }
        draft.relate(image, &id, RelationKind::Aggregate, Scope::Runtime, seen.clone());
    }
}

/// The license facts, read where they are asked for.
struct Book<F: FnOnce() -> Option<LicenseBook>>(LazyCell<Option<LicenseBook>, F>);

impl<F: FnOnce() -> Option<LicenseBook>> Book<F> {
    /// Whether a license claims all of the work that it is in, whichever way it is chosen.
    fn claims(&self, expression: &Expression) -> bool {
        let Some(book) = &*self.0 else { return false };
        let claims = |term: &LicenseTerm| {
            let license = book.license(&term.license);
            license.is_some_and(|license| license.shares_alike(TermScope::Work))
        };
        let ways = choices(expression);
        !ways.is_empty() && ways.iter().all(|way| way.iter().any(claims))
    }
}

/// Whether a file is a script that no package takes.
fn stands_alone(file: &Licensed) -> bool {
    let is_beside = file.beside.is_some() && file.scope == Scope::Runtime;
    // What others import is named so.
    let is_inner = file.path.file_name().starts_with(b"_");
    file.is_script && is_beside && !is_inner
}
