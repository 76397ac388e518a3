// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What was found about documents, as JSON for machines.

use serde_json::{Value, json};

use crate::{
    Change, Conflict, Difference, FieldChange, Finding, Form, Guideline, Level, Loss, Score,
};

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
    let field = |(name, change): &(String, FieldChange)| {
        let FieldChange { field, from, to } = change;
        json!({"name": name, "field": field, "from": from, "to": to})
    };
    let fields: Vec<Value> = found.fields.iter().map(field).collect();
    pretty(&json!({
        "form": "heirloom-bom-diff/1",
        "items": items,
        "fields": fields,
        "relations": {"added": found.relations_added, "removed": found.relations_removed},
    }))
}

/// Where merged documents say different things (`heirloom-bom-conflicts/1`); `files` are their names.
pub fn conflicts(conflicts: &[Conflict], files: &[String]) -> String {
    merging(conflicts, files, &[])
}

/// The same with what each document holds that the merged one does not, by the numbers of `files`.
pub fn merging(conflicts: &[Conflict], files: &[String], losses: &[Vec<Loss>]) -> String {
    let said =
        |(value, number): &(String, usize)| json!({"value": value, "by": files.get(*number)});
    let conflicts = conflicts.iter().map(|one| {
        json!({"item": one.item, "field": one.field, "kept": said(&one.kept),
            "other": said(&one.other)})
    });
    let conflicts: Vec<Value> = conflicts.collect();
    let mut document = json!({"form": "heirloom-bom-conflicts/1", "conflicts": conflicts});
    if !losses.is_empty() {
        let losses = losses.iter().zip(files).flat_map(|(losses, file)| {
            losses.iter().map(move |loss| {
                json!({"file": file, "field": loss.field, "n": loss.n, "example": loss.example})
            })
        });
        document["losses"] = losses.collect();
    }
    pretty(&document)
}

/// What documents say of what guidelines ask for (`heirloom-bom-score/1`).
pub fn scores(documents: &[(String, Form, Score)]) -> String {
    let documents = documents.iter().map(|(file, form, score)| {
        let guidelines = Guideline::ALL.iter().map(|&guideline| {
            let fields = score.of(guideline).map(|(one, level)| {
                let level = if level == Level::Required { "required" } else { "recommended" };
                let [cyclonedx, spdx2, spdx3] = one.field.places().map(|place| {
                    let place = place.replace('`', "");
                    Some(place).filter(|place| !place.is_empty())
                });
                let own = match form {
                    Form::CycloneDx(_) | Form::CycloneDxXml(_) => &cyclonedx,
                    Form::Spdx2 | Form::Spdx2Tags => &spdx2,
                    Form::Spdx3 => &spdx3,
                    Form::Syft => &None,
                };
                json!({"field": one.field.name(), "level": level, "of": one.n_all,
                    "with": one.n_all - one.missing.len(), "missing": one.missing, "place": own,
                    "places": {"cyclonedx": cyclonedx, "spdx-2.3": spdx2, "spdx-3": spdx3}})
            });
            let fields: Vec<Value> = fields.collect();
            json!({"guideline": guideline.name(), "title": guideline.title(),
                "percent": (score.percent(guideline) * 10.0).round() / 10.0,
                "complete": score.is_complete(guideline), "fields": fields})
        });
        let guidelines: Vec<Value> = guidelines.collect();
        json!({"file": file, "form": form.name(), "guidelines": guidelines})
    });
    let documents: Vec<Value> = documents.collect();
    pretty(&json!({"form": "heirloom-bom-score/1", "documents": documents}))
}
