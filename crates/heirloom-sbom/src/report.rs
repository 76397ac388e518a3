// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What was found about documents, as JSON for machines.

use serde_json::{Value, json};

use crate::{Change, Difference, Finding, Form, Loss};

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// What is wrong in documents, each with its name and form (`heirloom-bom-validation/1`).
pub fn validation(documents: &[(String, Form, Vec<Finding>)]) -> String {
    let documents = documents.iter().map(|(file, form, findings)| {
        let findings = findings
            .iter()
            .map(|one| json!({"pointer": one.pointer, "what": one.what, "by": one.kind.name()}));
        let findings: Vec<Value> = findings.collect();
        json!({"file": file, "form": form.name(), "findings": findings})
    });
    let documents: Vec<Value> = documents.collect();
    pretty(&json!({"form": "heirloom-bom-validation/1", "documents": documents}))
}

/// What a conversion left out (`heirloom-bom-losses/1`).
pub fn losses(losses: &[Loss]) -> String {
    let losses = losses
        .iter()
        .map(|loss| json!({"field": loss.field, "n": loss.n, "example": loss.example}));
    let losses: Vec<Value> = losses.collect();
    pretty(&json!({"form": "heirloom-bom-losses/1", "losses": losses}))
}

/// What differs between two documents (`heirloom-bom-diff/1`).
pub fn diff(found: &Difference) -> String {
    let item = |(name, change): &(String, Change)| match change {
        Change::Added { version, license } => {
            json!({"name": name, "change": "added", "version": version, "license": license})
        }
        Change::Removed { version, license } => {
            json!({"name": name, "change": "removed", "version": version, "license": license})
        }
        Change::Version { from, to } => {
            json!({"name": name, "change": "version", "from": from, "to": to})
        }
        Change::License { from, to } => {
            json!({"name": name, "change": "license", "from": from, "to": to})
        }
        Change::Checksum { from, to } => {
            json!({"name": name, "change": "checksum", "from": from, "to": to})
        }
    };
    let items: Vec<Value> = found.items.iter().map(item).collect();
    pretty(&json!({
        "form": "heirloom-bom-diff/1",
        "items": items,
        "relations": {"added": found.relations_added, "removed": found.relations_removed},
    }))
}
