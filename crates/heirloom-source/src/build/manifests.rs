// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which files belong to a package, as its manifest says: `Cargo.toml`, `pyproject.toml`.

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

/// Reads a manifest of Python: the folders of packages that are installed, where it names them.
pub(crate) fn read_python(text: &str, collector: &mut Collector<'_>) {
    let Ok(manifest) = text.parse::<Table>() else { return };
    let tool = table(&manifest, "tool");
    let name = table(&manifest, "project")
        .or_else(|| table(tool?, "poetry"))
        .and_then(|project| project.get("name")?.as_str());
    let Some(name) = name else { return };
    let start = text.find("[project]").or_else(|| text.find("[tool.poetry]")).unwrap_or_default();
    let usual = name.replace(['-', '.'], "_").to_lowercase();
    let at = start..start + 1;
    collector.build(Kind::Set, "python:usual", vec![usual], false, at.clone());
    let mut named: Vec<String> = Vec::new();
    if let Some(tool) = tool {
        let at = |path: &[&str]| {
            let (last, folders) = path.split_last()?;
            folders.iter().try_fold(tool, |table, key| table.get(*key)?.as_table())?.get(*last)
        };
        for path in [
            &["hatch", "build", "targets", "wheel", "packages"][..],
            &["hatch", "build", "targets", "wheel", "only-include"],
            &["setuptools", "packages"],
            &["setuptools", "py-modules"],
            &["flit", "module", "name"],
            &["poetry", "packages"],
            &["setuptools", "packages", "find", "include"],
        ] {
            match at(path) {
                Some(Value::Array(values)) => named.extend(values.iter().filter_map(|value| {
                    let include = || value.get("include")?.as_str();
                    let from = value.get("from").and_then(Value::as_str);
                    let folder = value.as_str().or_else(include)?;
                    let folder = folder.trim_end_matches(['*', '.']);
                    let folder = match folder.contains('/') {
                        true => folder.to_owned(),
                        false => folder.replace('.', "/"),
                    };
                    Some(from.map_or(folder.clone(), |from| format!("{from}/{folder}")))
                })),
                Some(Value::String(one)) => named.push(one.clone()),
                _ => {}
            }
        }
    }
    let start = text.find("packages").map_or(at, |at| at..at + 8);
    if !named.is_empty() {
        collector.build(Kind::Set, "python:packages", named, false, start);
    }
}

fn table<'t>(table: &'t Table, key: &str) -> Option<&'t Table> {
    table.get(key)?.as_table()
}
