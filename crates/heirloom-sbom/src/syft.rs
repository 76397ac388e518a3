// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Syft's own JSON as a bill of materials. It is read and not written.

use std::collections::HashMap;

use serde::Deserialize;

use crate::{
    Bill, Item, ItemKind, Licensing, Place, Relation, RelationKind,
    bill::texts::{Texts, all_of},
};

/// A document; what a bill has no use for is not read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Document {
    /// The packages.
    pub artifacts: Vec<Artifact>,
    /// How they belong together.
    pub artifact_relationships: Vec<Relationship>,
    /// What was looked at.
    pub source: Source,
    /// By which program.
    pub descriptor: Descriptor,
}

/// A package.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Artifact {
    id: String,
    name: String,
    version: String,
    #[serde(rename = "type")]
    kind: String,
    purl: String,
    licenses: Vec<License>,
    cpes: Vec<Cpe>,
    locations: Vec<Location>,
}

/// A license, as a text alone in older documents.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum License {
    Text(String),
    Stated {
        #[serde(default)]
        value: String,
        #[serde(rename = "spdxExpression", default)]
        expression: String,
        #[serde(rename = "type", default)]
        kind: String,
    },
}

/// A name of the Common Platform Enumeration, as a text alone in older documents.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Cpe {
    Text(String),
    Stated { cpe: String },
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Location {
    path: String,
}

/// How two packages belong together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Relationship {
    parent: String,
    child: String,
    #[serde(rename = "type")]
    kind: String,
}

/// What was looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Source {
    name: String,
    version: String,
    #[serde(rename = "type")]
    kind: String,
}

/// By which program.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Descriptor {
    name: String,
    version: String,
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty() && text != "UNKNOWN").then(|| text.to_owned())
}

/// A document as a bill of materials. The first item is what was looked at.
pub fn bill(document: &Document) -> Bill {
    let source = &document.source;
    let mut bill = Bill {
        name: said(&source.name),
        tools: said(&document.descriptor.name)
            .map(|name| (name, said(&document.descriptor.version)))
            .into_iter()
            .collect(),
        about: vec![0],
        ..Bill::default()
    };
    bill.items.push(Item {
        key: "source".into(),
        kind: match source.kind.as_str() {
            "image" => ItemKind::Container,
            "file" => ItemKind::File,
            _ => ItemKind::Application,
        },
        name: said(&source.name).unwrap_or_else(|| "source".into()),
        version: said(&source.version),
        ..Item::default()
    });
    let mut texts = Texts::default();
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for artifact in &document.artifacts {
        by_id.insert(&artifact.id, bill.items.len());
        bill.items.push(item(artifact, &mut texts));
    }
    let mut is_needed = vec![false; bill.items.len()];
    for one in &document.artifact_relationships {
        let (Some(&child), Some(&parent)) =
            (by_id.get(one.child.as_str()), by_id.get(one.parent.as_str()))
        else {
            continue;
        };
        // `dependency-of` is said of what is needed.
        let (from, kind, to) = match one.kind.as_str() {
            "dependency-of" => (child, RelationKind::DependsOn, parent),
            "contains" | "ownership-by-file-overlap" => (parent, RelationKind::Contains, child),
            _ => continue,
        };
        is_needed[to] = true;
        bill.relations.push(Relation { from, kind, to, comment: None });
    }
    let alone = (1..bill.items.len()).filter(|&at| !is_needed[at]);
    let contains = |to| Relation { from: 0, kind: RelationKind::Contains, to, comment: None };
    bill.relations.extend(alone.map(contains));
    bill.texts = texts.finish();
    bill.tidy();
    bill
}

fn item(artifact: &Artifact, texts: &mut Texts) -> Item {
    let (mut declared, mut concluded) = (Vec::new(), Vec::new());
    for license in &artifact.licenses {
        let (text, kind) = match license {
            License::Text(text) => (text, ""),
            License::Stated { value, expression, kind } if expression.is_empty() => {
                (value, kind.as_str())
            }
            License::Stated { expression, kind, .. } => (expression, kind.as_str()),
        };
        if let Licensing::Stated(text) = texts.stated(text) {
            if kind == "concluded" { concluded.push(text) } else { declared.push(text) }
        }
    }
    Item {
        key: artifact.id.clone(),
        kind: if artifact.kind == "binary" { ItemKind::Application } else { ItemKind::Library },
        name: artifact.name.clone(),
        version: said(&artifact.version),
        purl: said(&artifact.purl),
        cpes: artifact
            .cpes
            .iter()
            .map(|cpe| match cpe {
                Cpe::Text(cpe) | Cpe::Stated { cpe } => cpe.clone(),
            })
            .collect(),
        declared: all_of(declared),
        concluded: all_of(concluded),
        places: artifact
            .locations
            .iter()
            .map(|place| Place { file: place.path.trim_start_matches('/').to_owned(), line: None })
            .collect(),
        ..Item::default()
    }
}
