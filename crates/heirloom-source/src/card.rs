// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Cards of models and datasets: what they say their model or data were made from.

use heirloom_model::{ModelReference, ModelReferenceKind, ModelRole, SourceGround};

use crate::{
    calls::is_reference,
    collect::Collector,
    yaml::{self, Value},
};

/// More references of one card are not read.
const MAX_REFERENCES: usize = 1_000;

/// Reads the front matter of a card.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    let Some(front) = front_matter(text) else { return };
    let Some(root) = yaml::read(front, collector.limits.max_nodes) else { return };
    let relation = root.get("base_model_relation").and_then(Value::scalar);
    let role = match relation {
        Some("finetune") => ModelRole::Finetune,
        Some("adapter") => ModelRole::Adapter,
        Some("merge") => ModelRole::Merge,
        Some("quantized") => ModelRole::Quantized,
        _ if root.get("base_model").is_some_and(|base| base.items().len() > 1) => ModelRole::Merge,
        _ => ModelRole::Base,
    };
    let keys = [
        ("base_model", ModelReferenceKind::Model, role),
        ("datasets", ModelReferenceKind::Dataset, ModelRole::Trained),
        ("source_datasets", ModelReferenceKind::Dataset, ModelRole::Trained),
    ];
    for (key, kind, role) in keys {
        let Some(value) = root.get(key) else { continue };
        let items =
            if value.items().is_empty() { std::slice::from_ref(value) } else { value.items() };
        for item in items.iter().take(MAX_REFERENCES) {
            let name = item.scalar().map(|name| name.strip_prefix("extended|").unwrap_or(name));
            let Some(name) = name.filter(|name| is_reference(name) && *name != "original") else {
                continue;
            };
            if collector.has_room() {
                // The front matter begins behind one line.
                let span = collector.source.line_span(item.line + 1);
                collector.facts.model_references.push(ModelReference {
                    kind,
                    role,
                    name: Some(name.into()),
                    through: key.into(),
                    ground: SourceGround::Literal,
                    span,
                });
            }
        }
    }
}

fn front_matter(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let end = rest.find("\n---")?;
    let front = &rest[..end + 1];
    let has = |key: &str| front.contains(key);
    (has("base_model") || has("datasets")).then_some(front)
}
