// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The product that was judged, for programs that draw it or judge it anew.

use heirloom_model::{
    Component, Delivery, DeliveryKind, Evidence, FactKind, Facts, Part, Product, Relation,
    RelationKind, Statement,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    lineage::words,
    wire::{list, path_hex},
};

/// What was judged.
#[derive(Serialize, JsonSchema)]
pub(super) struct ProductWire {
    components: Vec<ComponentWire>,
    relations: Vec<RelationWire>,
    deliveries: Vec<DeliveryInputWire>,
}

/// A part of the product.
#[derive(Serialize, JsonSchema)]
struct ComponentWire {
    /// Its package URL, or a name unique in the product.
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// The license to judge by; null if nobody knows.
    license: Option<String>,
    /// What its manifest states.
    #[serde(skip_serializing_if = "Option::is_none")]
    declared: Option<String>,
    /// What its files say.
    #[serde(skip_serializing_if = "Option::is_none")]
    detected: Option<String>,
    /// What holds after all.
    #[serde(skip_serializing_if = "Option::is_none")]
    concluded: Option<String>,
    /// What the project usually goes out under; it is judged by this where nothing else is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    usual: Option<String>,
    /// The file that tells `concluded` where that is the license of the tree around, as nothing in the
    /// component's own folder tells one.
    #[serde(skip_serializing_if = "Option::is_none")]
    around: Option<String>,
    /// `own` or `third_party`.
    owner: &'static str,
    /// In which form it leaves the house: `source`, `object`, `both` or `none`.
    form: &'static str,
    /// Whether it was changed after it was received: `yes`, `no` or `unknown`.
    modified: &'static str,
    /// Where in the tree it lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// Parts with licenses of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartWire>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<FactWire>,
}

#[derive(Serialize, JsonSchema)]
struct PartWire {
    /// `code`, `structure`, `contents`, `schema`, `documentation`, `asset` or `weights`.
    kind: &'static str,
    license: String,
}

/// One component's use of another.
#[derive(Serialize, JsonSchema)]
struct RelationWire {
    /// The user.
    from: String,
    /// How it uses the other.
    kind: &'static str,
    /// The used one.
    to: String,
    /// Of headers: the lines of code that come into the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<u32>,
    /// Of processes: whether they share structures of the inside.
    #[serde(skip_serializing_if = "Option::is_none")]
    intimate: Option<&'static str>,
    /// What for: `runtime`, `optional`, `provided`, `build`, `test` or `development`.
    scope: &'static str,
    /// Whether it exists, by its evidence: `yes`, `no` or `unknown`.
    exists: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<FactWire>,
    /// What shows it.
    evidence: Vec<EvidenceWire>,
    /// What speaks against it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    against: Vec<EvidenceWire>,
}

/// One way in which the product is delivered.
#[derive(Serialize, JsonSchema)]
struct DeliveryInputWire {
    name: String,
    kind: &'static str,
    /// Of a device: whether it is a user product.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_product: Option<&'static str>,
    /// Of a device: whether it refuses changed software.
    #[serde(skip_serializing_if = "Option::is_none")]
    locked: Option<&'static str>,
    /// Of a service: `public` or `internal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    users: Option<&'static str>,
    /// Users in the calendar month that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    monthly_users: Option<u64>,
    /// What is delivered.
    roots: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<FactWire>,
}

/// What is known.
#[derive(Serialize, JsonSchema)]
struct FactWire {
    fact: &'static str,
    /// `yes`, `no` or `unknown`.
    value: &'static str,
    evidence: Vec<EvidenceWire>,
}

/// One reason to hold that something is so.
#[derive(Serialize, JsonSchema)]
pub(super) struct EvidenceWire {
    /// The file that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// The bytes of the path in hexadecimal, where `path` does not show them exactly.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_hex: Option<String>,
    /// First line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_line: Option<u32>,
    /// Last line.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_line: Option<u32>,
    /// First byte.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<u64>,
    /// The byte after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u64>,
    /// How it was obtained: `statement`, `lockfile`, `manifest`, `ecosystem_default`,
    /// `source_code`, `license_find`, `object_file` or `layout`.
    method: &'static str,
    /// The probability that it is right when it stands alone.
    strength: f64,
    /// What was seen there.
    note: String,
}

impl From<&Product> for ProductWire {
    fn from(product: &Product) -> ProductWire {
        ProductWire {
            components: list(&product.components),
            relations: list(&product.relations),
            deliveries: list(&product.deliveries),
        }
    }
}

impl From<&Component> for ComponentWire {
    fn from(component: &Component) -> ComponentWire {
        let text = |license: &Option<_>| license.as_ref().map(ToString::to_string);
        let license = &component.license;
        ComponentWire {
            id: component.id.to_string(),
            name: component.name.to_string(),
            version: component.version.as_deref().map(str::to_owned),
            license: license.effective().map(ToString::to_string),
            declared: text(&license.declared),
            detected: text(&license.detected),
            concluded: text(&license.concluded),
            usual: text(&license.usual),
            around: license.around.as_ref().map(ToString::to_string),
            owner: words::owner(component.owner),
            form: component.form.name(),
            modified: component.modified.name(),
            path: component.path.as_ref().map(ToString::to_string),
            parts: list(&component.parts),
            facts: facts(&component.facts),
        }
    }
}

impl From<&Part> for PartWire {
    fn from(part: &Part) -> PartWire {
        PartWire { kind: words::part(part.kind), license: part.license.to_string() }
    }
}

impl From<&Relation> for RelationWire {
    fn from(relation: &Relation) -> RelationWire {
        let (lines, intimate) = match relation.kind {
            RelationKind::HeaderUse { lines } => (lines, None),
            RelationKind::Ipc { intimate } => (None, Some(intimate.name())),
            _ => (None, None),
        };
        RelationWire {
            from: relation.from.to_string(),
            kind: relation.kind.name(),
            to: relation.to.to_string(),
            lines,
            intimate,
            scope: relation.scope.name(),
            exists: relation.exists().name(),
            facts: facts(&relation.facts),
            evidence: list(&relation.evidence),
            against: list(&relation.against),
        }
    }
}

impl From<&Delivery> for DeliveryInputWire {
    fn from(delivery: &Delivery) -> DeliveryInputWire {
        let (user_product, locked, users) = match delivery.kind {
            DeliveryKind::Device { user_product, locked } => {
                (Some(user_product.name()), Some(locked.name()), None)
            }
            DeliveryKind::NetworkService { users } => (None, None, Some(words::users(users))),
            _ => (None, None, None),
        };
        DeliveryInputWire {
            name: delivery.name.to_string(),
            kind: delivery.kind.name(),
            user_product,
            locked,
            users,
            monthly_users: delivery.monthly_users,
            roots: delivery.roots.iter().map(ToString::to_string).collect(),
            facts: facts(&delivery.facts),
        }
    }
}

fn facts(facts: &Facts) -> Vec<FactWire> {
    let fact = |(kind, statement): (FactKind, &Statement)| FactWire {
        fact: kind.name(),
        value: statement.value.name(),
        evidence: list(&statement.evidence),
    };
    facts.iter().map(fact).collect()
}

impl From<&Evidence> for EvidenceWire {
    fn from(evidence: &Evidence) -> EvidenceWire {
        EvidenceWire {
            path: evidence.source.as_ref().map(ToString::to_string),
            path_hex: evidence.source.as_ref().and_then(path_hex),
            first_line: evidence.span.map(|span| span.first_line),
            last_line: evidence.span.map(|span| span.last_line),
            start: evidence.span.map(|span| span.start),
            end: evidence.span.map(|span| span.end),
            method: evidence.method.name(),
            strength: words::strength(evidence),
            note: evidence.note.to_string(),
        }
    }
}
