// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Libraries under the GNU Lesser GPL inside programs of ours that are under the GNU GPL.
//!
//! Whoever gets such a program is owed the source of all of it, and with that can link it again with a
//! changed library: LGPL-2.1 §6(a) and LGPL-3.0 §4(d)(0) ask for no more, and LGPL-2.1 §3 and LGPL-3.0
//! §2(b) let the library go out under the GPL itself. Whether the source really goes along is asked by
//! the duty of the program's own license.

use heirloom_lineage::stated::StatedProduct;
use heirloom_model::{
    Component, ComponentId, Evidence, EvidenceMethod, Expression, FactKind, Facts, Owner, Relation,
    RelationKind, Statement, Tri,
};

use super::Draft;

/// Notes that what lies inside programs under the GNU GPL can be linked again.
///
/// Where somebody states that no source goes along, nothing is noted.
pub(super) fn settle(stated: &StatedProduct, draft: &mut Draft) {
    let is_kept = |facts: &Facts| facts.value(FactKind::SourceDelivered) == Tri::No;
    if stated.deliveries.iter().any(|one| is_kept(&one.facts)) {
        return;
    }
    let holders = draft.components().filter(|one| owes_source(one));
    let holders: Vec<(ComponentId, String)> = holders
        .filter_map(|one| Some((one.id.clone(), one.license.effective()?.to_string())))
        .collect();
    for (holder, license) in holders {
        let uses = draft.outgoing(&holder).filter(|one| is_inside(one.kind) && is_open(one, draft));
        for used in uses.cloned().collect::<Vec<_>>() {
            let relation = draft.relation(&used.from, &used.to, used.kind, used.scope);
            let Some(relation) = relation else { continue };
            let evidence = Evidence {
                source: None,
                span: None,
                method: EvidenceMethod::LicenseFind,
                strength: 0.9,
                note: format!("{license} asks for the source of the whole").into(),
            };
            let statement = Statement { value: Tri::Yes, evidence: vec![evidence] };
            relation.facts.set(FactKind::Relinkable, statement);
        }
    }
}

/// Whether the source of a program of ours is owed whatever is taken of a choice.
fn owes_source(component: &Component) -> bool {
    component.owner == Owner::Own
        && component.facts.value(FactKind::SoleHolder) != Tri::Yes
        && component.facts.value(FactKind::SourceDelivered) != Tri::No
        && component.license.effective().is_some_and(is_gpl)
}

fn is_gpl(expression: &Expression) -> bool {
    match expression {
        Expression::And(all) => all.iter().any(is_gpl),
        Expression::Or(sides) => sides.iter().all(is_gpl),
        Expression::Term(term) => ["GPL-2.0", "GPL-3.0", "AGPL-3.0"]
            .iter()
            .any(|family| term.license.as_str().starts_with(family)),
    }
}

fn is_inside(kind: RelationKind) -> bool {
    matches!(kind, RelationKind::CompiledIn | RelationKind::Copies | RelationKind::StaticLink)
}

/// Whether a use is one of a library under the LGPL of which nobody has said more.
fn is_open(relation: &Relation, draft: &Draft) -> bool {
    let Some(used) = draft.component(&relation.to) else { return false };
    let is_lesser = used
        .license
        .effective()
        .is_some_and(|all| all.ids().iter().any(|id| id.as_str().starts_with("LGPL-")));
    is_lesser
        && relation.facts.value(FactKind::Relinkable) == Tri::Unknown
        && used.facts.value(FactKind::Relinkable) == Tri::Unknown
}
