// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Lists of licenses of what is bundled: `THIRD_PARTY_LICENSES.txt` and its kin.
//!
//! What a license file of the project says of parts is one too: of these licenses those count that
//! nothing else in the product is under.
//!
//! Such a file says nothing of the project's own license. It says that something under these licenses
//! goes along in some form of the product, such as a frozen executable: whether it is in this one is a
//! question.

use std::collections::BTreeSet;

use heirloom_model::{
    Component, ComponentId, Evidence, EvidenceMethod, Expression, LicenseId, RelationKind, Scope,
    TreePath, Tri,
};

use super::{Draft, Found, RelationSource, distributions::is_distribution};

pub(super) struct Notices;

/// That a list is there does not say that what it lists is in the program.
const STRENGTH: f32 = 0.4;

impl RelationSource for Notices {
    fn join(&self, found: &Found, draft: &mut Draft) {
        let known = known(draft);
        let told = found.parts_told.iter();
        let told: Vec<(&TreePath, Expression)> =
            told.filter_map(|(path, all)| Some((path, unmet(all, &known)?))).collect();
        let lists = found.notices.iter().map(|(path, all)| (path, all));
        for (path, expression) in lists.chain(told.iter().map(|(path, all)| (*path, all))) {
            let Some(owner) = draft.owner_of(path) else { continue };
            // In a distribution such lists are those of its packages.
            if draft.component(&owner).is_some_and(is_distribution) {
                continue;
            }
            let Ok(id) = ComponentId::new(&format!("{owner}#{path}")) else { continue };
            if draft.component(&id).is_some() {
                continue;
            }
            let mut component = Component::third_party(id.clone());
            component.name = format!("what {path} lists").into();
            component.license.detected = Some(expression.clone());
            component.modified = Tri::No;
            draft.add(component);
            let evidence = Evidence {
                source: Some(path.clone()),
                span: None,
                method: EvidenceMethod::LicenseFind,
                strength: STRENGTH,
                note: "lists licenses of what is bundled".into(),
            };
            for user in draft.split.of(&owner).unwrap_or_else(|| vec![owner]) {
                let (kind, scope) = (RelationKind::Copies, Scope::Optional);
                draft.relate(&user, &id, kind, scope, evidence.clone());
            }
        }
    }
}

/// The licenses that something in the product is under.
fn known(draft: &Draft) -> BTreeSet<LicenseId> {
    let licenses = draft.components().filter_map(|one| one.license.effective());
    licenses.flat_map(Expression::ids).cloned().collect()
}

/// What of a list nothing in the product is under.
fn unmet(all: &Expression, known: &BTreeSet<LicenseId>) -> Option<Expression> {
    let operands = match all {
        Expression::And(operands) => operands.as_slice(),
        one => std::slice::from_ref(one),
    };
    let is_new = |one: &&Expression| one.ids().iter().any(|id| !known.contains(*id));
    Expression::all(operands.iter().filter(is_new).cloned())
}

/// Whether a file lists licenses of what others made.
pub(super) fn is_list(path: &TreePath) -> bool {
    let plain: String = String::from_utf8_lossy(path.file_name())
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let others = ["thirdparty", "3rdparty", "bundled", "opensource"];
    let lists = ["licen", "notice", "attribution", "credit", "copyright"];
    let is_text = [".txt", ".md", ".html", ".rst", ".rtf"]
        .iter()
        .any(|end| path.file_name().to_ascii_lowercase().ends_with(end.as_bytes()))
        || !path.file_name().contains(&b'.');
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    is_text && has(&others) && has(&lists)
}
