// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The schemas by which bills of materials are checked: the official ones without their prose.

use std::{
    fs,
    path::{Path, PathBuf},
};

use heirloom_sbom::cyclonedx::xml::dom;
use serde_json::{Map, Value};

use crate::{Outcome, repository::Repository};

mod xml;

/// Where the result stands.
const FOLDER: &str = "crates/heirloom-sbom/schemas";

/// Words for people, which no check needs.
const PROSE: &[&str] = &["description", "title", "examples", "meta:enum", "$comment", "default"];

/// Keywords whose members are named by the form and not by JSON Schema.
const NAMES: &[&str] = &["properties", "definitions", "$defs", "patternProperties", "dependencies"];

/// Takes the facts of the official schemas.
#[derive(clap::Args)]
pub(crate) struct SbomSchemasArgs {
    /// The folder `schema` of CycloneDX's specification.
    #[arg(long, value_name = "DIR")]
    cyclonedx: PathBuf,
    /// The JSON schema of SPDX 2.3.
    #[arg(long, value_name = "FILE")]
    spdx2: PathBuf,
    /// The JSON schema of SPDX 3.0.1.
    #[arg(long, value_name = "FILE")]
    spdx3: PathBuf,
}

/// Runs `cargo xtask sbom-schemas`.
pub(crate) fn sbom_schemas(repository: &Repository, args: &SbomSchemasArgs) -> Outcome {
    let folder = repository.root().join(FOLDER);
    fs::create_dir_all(&folder)?;
    let of_cyclonedx = |name: &str| args.cyclonedx.join(format!("{name}.schema.json"));
    let versions = ["1.4", "1.5", "1.6", "1.7"].map(|version| format!("bom-{version}"));
    let parts = ["jsf-0.82", "spdx", "cryptography-defs"].map(str::to_owned);
    for name in versions.iter().chain(&parts) {
        take(&of_cyclonedx(name), &folder.join(format!("cyclonedx-{name}.json")))?;
    }
    for version in &versions {
        let xml = folder.join(format!("cyclonedx-xml-{}.json", version.trim_start_matches("bom-")));
        let text = read(&args.cyclonedx.join(format!("{version}.xsd")))?;
        let xsd = dom::read(&String::from_utf8(text)?)?;
        let json = serde_json::from_slice(&read(&of_cyclonedx(version))?)?;
        let cryptography = serde_json::from_slice(&read(&of_cyclonedx("cryptography-defs"))?)?;
        let table = serde_json::to_value(xml::grammar(&xsd, &json, &cryptography)?)?;
        write(&table, &xml)?;
    }
    take(&args.spdx2, &folder.join("spdx-2.3.json"))?;
    take(&args.spdx3, &folder.join("spdx-3.0.1.json"))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn take(from: &Path, to: &Path) -> Outcome {
    write(&without_prose(serde_json::from_slice(&read(from)?)?), to)
}

fn write(table: &Value, to: &Path) -> Outcome {
    let Value::Object(table) = table else { return Err("a schema is an object".into()) };
    fs::write(to, lines(table)?)?;
    println!("wrote {}", to.display());
    Ok(())
}

fn without_prose(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(name, _)| !PROSE.contains(&name.as_str()));
            kept.map(|(name, value)| {
                let value = match value {
                    Value::Object(named) if NAMES.contains(&name.as_str()) => {
                        let named = named.into_iter();
                        named.map(|(name, value)| (name, without_prose(value))).collect()
                    }
                    value => without_prose(value),
                };
                (name, value)
            })
            .collect()
        }
        Value::Array(items) => items.into_iter().map(without_prose).collect(),
        other => other,
    }
}

/// One line for each field and each definition, so that changes can be read.
fn lines(schema: &Map<String, Value>) -> Result<String, serde_json::Error> {
    let mut fields = Vec::new();
    for (name, value) in schema {
        let text = match value {
            Value::Object(definitions) if NAMES.contains(&name.as_str()) => {
                let mut inner = Vec::new();
                for (name, value) in definitions {
                    inner.push(format!("  {}: {}", Value::from(name.as_str()), value));
                }
                format!("{{\n{}\n }}", inner.join(",\n"))
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                let inner: Vec<String> = items.iter().map(|item| format!("  {item}")).collect();
                format!("[\n{}\n ]", inner.join(",\n"))
            }
            other => serde_json::to_string(other)?,
        };
        fields.push(format!(" {}: {text}", Value::from(name.as_str())));
    }
    Ok(format!("{{\n{}\n}}\n", fields.join(",\n")))
}
