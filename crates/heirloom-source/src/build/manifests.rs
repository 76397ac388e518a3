// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which files belong to a crate, as its manifest says.

use heirloom_model::BuildLineKind as Kind;
use toml::{Table, Value};

use crate::collect::Collector;

/// Reads a manifest of Cargo: its targets and build script. What it does not name lies in the
/// usual places.
pub(crate) fn read_cargo(text: &str, collector: &mut Collector<'_>) {
    let Ok(manifest) = text.parse::<Table>() else { return };
    let Some(package) = table(&manifest, "package") else { return };
    let line = |word: &str| text.find(word).map_or(0..0, |at| at..at + word.len());
    let name = package.get("name").and_then(Value::as_str).unwrap_or_default();
    collector.build(Kind::Set, "cargo:name", vec![name.to_owned()], false, line("[package]"));
    match package.get("build") {
        Some(Value::String(path)) => {
            collector.build(Kind::Set, "cargo:build", vec![path.clone()], false, line("build"));
        }
        Some(Value::Boolean(false)) => {
            let none = vec!["-".to_owned()];
            collector.build(Kind::Set, "cargo:build", none, false, line("build"));
        }
        _ => {}
    }
    let kinds = table(&manifest, "lib").and_then(|lib| lib.get("crate-type")?.as_array());
    let kinds = kinds.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    let kinds: Vec<String> = kinds.collect();
    if !kinds.is_empty() {
        collector.build(Kind::Set, "cargo:crate-type", kinds, false, line("crate-type"));
    }
    for (key, kind, is_for_work) in [
        ("bin", Kind::Program, false),
        ("lib", Kind::Library, false),
        ("example", Kind::Program, true),
        ("test", Kind::Program, true),
        ("bench", Kind::Program, true),
    ] {
        let one = table(&manifest, key).into_iter();
        let many = manifest.get(key).and_then(Value::as_array).into_iter().flatten();
        for target in one.chain(many.filter_map(Value::as_table)) {
            let word = |key: &str| target.get(key).and_then(Value::as_str);
            let target_name = word("name").unwrap_or(name);
            let path = word("path").map(str::to_owned);
            let mark = word("path").or(word("name")).unwrap_or(key);
            let words = path.into_iter().collect();
            collector.build(kind, target_name, words, is_for_work, line(mark));
        }
    }
}

fn table<'t>(table: &'t Table, key: &str) -> Option<&'t Table> {
    table.get(key)?.as_table()
}
