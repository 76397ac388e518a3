// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The table of inheritance: ways of use against families of licenses, computed from the terms.
//!
//! Assumptions: user and used one are delivered as binary to third parties, the used one was
//! changed, what serves a network serves the public, and nothing else is known.

use heirloom_model::{
    Component, ComponentId, Delivery, DeliveryKind, EvidenceMethod, Expression, FactKind, Facts,
    RelationKind, Statement, Tri, Verdict,
};

use crate::{
    book::LicenseBook,
    cell::{Cell, cell},
    uses::Situation,
};

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name, `R1` to `R6`.
    pub name: &'static str,
    /// The way of use.
    pub kind: RelationKind,
}

/// The rows of the table, from near to far.
pub const ROWS: &[Row] = &[
    Row { name: "R1", kind: RelationKind::CompiledIn },
    Row { name: "R2", kind: RelationKind::StaticLink },
    Row { name: "R3", kind: RelationKind::DynamicLink },
    Row { name: "R4", kind: RelationKind::Exec },
    Row { name: "R5", kind: RelationKind::NetworkClient },
    Row { name: "R6", kind: RelationKind::NetworkServer },
];

/// A column of the table: a family with the licenses it stands for.
pub const FAMILIES: &[(&str, &[&str])] = &[
    ("BSD-3-Clause", &["BSD-3-Clause"]),
    ("Apache-2.0", &["Apache-2.0"]),
    ("LGPL-2.1/3.0", &["LGPL-2.1-only", "LGPL-3.0-only"]),
    ("GPL-2.0/3.0", &["GPL-2.0-only", "GPL-3.0-only"]),
    ("AGPL-3.0", &["AGPL-3.0-only"]),
];

/// What follows when a component under `license` is used in the way of `kind`, under the
/// assumptions of the table.
pub fn judge(book: &LicenseBook, license: &Expression, kind: RelationKind) -> Cell {
    let used = assumed(license, kind);
    let delivery = Delivery {
        name: "matrix".into(),
        kind: DeliveryKind::Binary,
        roots: Vec::new(),
        monthly_users: None,
        facts: Facts::default(),
    };
    let relation = Facts::default();
    cell(book, &Situation { kind, relation: &relation, used: &used, delivery: &delivery }, false)
}

/// The verdict on a family: that of its members, which agree where the table is sound; else the
/// heaviest.
pub fn family(book: &LicenseBook, licenses: &[Expression], kind: RelationKind) -> Verdict {
    licenses
        .iter()
        .map(|license| judge(book, license, kind).verdict)
        .reduce(Verdict::join)
        .unwrap_or(Verdict::CLEAR)
}

/// The used component as the table assumes it: changed, serving the public unless it is a client.
fn assumed(license: &Expression, kind: RelationKind) -> Component {
    let id = ComponentId::new("A").expect("a letter is a name");
    let mut used = Component::third_party(id);
    used.license.concluded = Some(license.clone());
    used.modified = Tri::Yes;
    let evidence = heirloom_model::Evidence {
        source: None,
        span: None,
        method: EvidenceMethod::Statement,
        strength: 1.0,
        note: "assumption of the table".into(),
    };
    let serves = Tri::from(kind != RelationKind::NetworkServer);
    let statement = Statement { value: serves, evidence: vec![evidence] };
    used.facts.set(FactKind::FacesRemoteUsers, statement);
    used
}

#[cfg(test)]
mod tests;
