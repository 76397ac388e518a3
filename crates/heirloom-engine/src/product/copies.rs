// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files of ours under licenses of others, with the share of files: compiled in where a compiler
//! takes them, else copied.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{
    Component, ComponentId, Evidence, EvidenceMethod, Expression, LicenseId, RelationKind, Scope,
    Tri,
};

use super::{
    Draft, Found, RelationSource,
    distributions::is_distribution,
    draft::MAX_EVIDENCE,
    found::{Code, Licensed},
};

pub(super) struct Copies;

impl RelationSource for Copies {
    fn join(&self, found: &Found, draft: &mut Draft) {
        let mut by_owner: BTreeMap<ComponentId, BTreeMap<&Expression, Vec<&Licensed>>> =
            BTreeMap::new();
        for file in &found.licensed {
            for owner in draft.holders(found, &file.path) {
                by_owner.entry(owner).or_default().entry(&file.expression).or_default().push(file);
            }
        }
        for (owner, licenses) in by_owner {
            let n_files: usize = licenses.values().map(Vec::len).sum();
            let component = draft.component(&owner);
            // What files of a distribution are under is said of the packages that they belong to.
            if component.is_some_and(is_distribution) {
                continue;
            }
            let own = component.and_then(|own| own.license.effective()).cloned();
            let folder = component.and_then(|own| own.path.clone());
            let code = folder.map_or_else(Code::default, |folder| found.code_below(&folder));
            // Next to a compiled program a script is a program of its own.
            let is_compiled = code.compiled > code.loaded;
            let own = own.as_ref().map(Expression::ids);
            let mut copied: BTreeMap<Expression, Vec<&Licensed>> = BTreeMap::new();
            for (expression, files) in licenses {
                let foreign = own.as_ref().and_then(|own| foreign(expression, own));
                if let Some(foreign) = foreign {
                    copied.entry(foreign).or_default().extend(files);
                }
            }
            for (expression, files) in copied {
                let ways = (is_compiled, draft.is_source);
                copy(found, draft, &owner, &expression, &files, n_files, ways);
            }
        }
    }
}

/// What a file is under beside our own license, if anything: of a file of ours with a part of
/// somebody else's the license of that part.
fn foreign(expression: &Expression, own: &BTreeSet<&LicenseId>) -> Option<Expression> {
    let operands = match expression {
        Expression::And(operands) => operands.as_slice(),
        one => std::slice::from_ref(one),
    };
    let is_own = |operand: &Expression| match operand {
        // Of a choice ours can be taken.
        Expression::Or(sides) => sides.iter().any(|side| side.ids().is_subset(own)),
        one => one.ids().is_subset(own),
    };
    Expression::all(operands.iter().filter(|operand| !is_own(operand)).cloned())
}

/// The component of the files of a package that are under a license of others. The programs of one
/// package share it.
pub(super) fn part(
    draft: &mut Draft,
    module: &ComponentId,
    expression: &Expression,
) -> Option<ComponentId> {
    let id = ComponentId::new(&format!("{module}#{expression}")).ok()?;
    if draft.component(&id).is_none() {
        let mut component = Component::third_party(id.clone());
        let name = draft.component(module).map(|own| own.name.to_string()).unwrap_or_default();
        component.name = format!("{name} ({expression})").into();
        component.license.detected = Some(expression.clone());
        component.modified = Tri::Unknown;
        draft.add(component);
    }
    Some(id)
}

fn copy(
    found: &Found,
    draft: &mut Draft,
    owner: &ComponentId,
    expression: &Expression,
    files: &[&Licensed],
    n_files: usize,
    (is_compiled, is_source): (bool, bool),
) {
    let module = draft.split.module_of(owner).clone();
    let is_split = draft.split.of(&module).is_some() && module == *owner;
    let Some(id) = part(draft, &module, expression) else { return };
    let note = format!("{} of {n_files} licensed files", files.len());
    let mut shown: BTreeMap<(RelationKind, Scope), usize> = BTreeMap::new();
    for file in files {
        let kind = match file {
            Licensed { beside: Some(_), .. } => RelationKind::Aggregate,
            // Of a package whose programs are known none is made of it.
            _ if is_split => RelationKind::Aggregate,
            Licensed { is_script: true, .. } if is_compiled => RelationKind::Aggregate,
            Licensed { is_compiled: true, .. } => RelationKind::CompiledIn,
            _ => RelationKind::Copies,
        };
        // With the source it goes along all the same.
        let scope = match &file.beside {
            Some(aside) if !is_source => aside.scope,
            None if is_split && found.parts.is_known(&file.path) => Scope::Development,
            _ => file.scope,
        };
        let n = shown.entry((kind, scope)).or_default();
        *n += 1;
        if *n > MAX_EVIDENCE {
            continue;
        }
        let evidence = Evidence {
            source: Some(file.path.clone()),
            span: None,
            method: EvidenceMethod::LicenseFind,
            strength: 0.9,
            note: note.as_str().into(),
        };
        draft.relate(owner, &id, kind, scope, evidence);
        if let Some(aside) = &file.beside {
            let told = Evidence {
                source: Some(aside.file.clone()),
                span: aside.span,
                method: EvidenceMethod::SourceCode,
                strength: 0.9,
                note: format!("{}: {}", file.path, aside.note).into(),
            };
            draft.relate(owner, &id, kind, scope, told);
        }
    }
}
