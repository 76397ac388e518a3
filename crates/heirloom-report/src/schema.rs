// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! JSON Schemas of the machine formats, made from the wire types.

use schemars::{JsonSchema, generate::SchemaSettings};

use crate::{
    lineage::{BundleWire, CheckWire, PlanWire},
    wire::{LineWire, ScanWire},
};

/// The committed schemas: file name below `docs/schema/` and contents.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("heirloom-bundle-1.json", schema::<BundleWire>()),
        ("heirloom-check-1.json", schema::<CheckWire<'_>>()),
        ("heirloom-plan-1.json", schema::<PlanWire>()),
        ("heirloom-scan-1.json", schema::<ScanWire>()),
        ("heirloom-scan-line-1.json", schema::<LineWire>()),
    ]
}

fn schema<T: JsonSchema>() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema has string keys only");
    text.push('\n');
    text
}
