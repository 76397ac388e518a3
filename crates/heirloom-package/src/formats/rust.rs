// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `Cargo.toml`. What a package inherits from its workspace is kept as a field
//! `package.license.workspace`; it is resolved where all files of a tree are known.

use heirloom_model::{Manifest, PartyRole};

use crate::{
    context::{Context, add_party, field, manifest, unless_empty},
    value::Value,
};

pub(crate) fn cargo(context: &mut Context<'_>) -> Vec<Manifest> {
    let root = context.toml();
    let mut manifests = Vec::new();
    if let Some(package) = root.get("package").or_else(|| root.get("project")) {
        manifests.extend(unless_empty(table(context, package, "package")));
    }
    if let Some(package) = root.at(&["workspace", "package"]) {
        manifests.extend(unless_empty(table(context, package, "workspace.package")));
    }
    manifests
}

fn table(context: &mut Context<'_>, package: &Value<'_>, path: &str) -> Manifest {
    let mut cargo = manifest("cargo");
    cargo.name = field(package.text("name"));
    cargo.version = field(package.text("version"));
    cargo.homepage = field(package.text("homepage"));
    cargo.repository = field(package.text("repository"));
    for author in package.get("authors").map(Value::items).unwrap_or_default() {
        add_party(&mut cargo, PartyRole::Author, author.as_text().unwrap_or_default());
    }
    for key in ["license", "license-file"] {
        let Some(value) = package.get(key) else {
            continue;
        };
        let range = value.range.clone();
        match value.as_text() {
            Some(file) if key == "license-file" => {
                context.refer(&mut cargo, format!("{path}.{key}"), file, range);
            }
            Some(text) => context.declare(&mut cargo, format!("{path}.{key}"), text, range),
            None if value.get("workspace").is_some_and(Value::is_true) => {
                let field = format!("{path}.{key}.workspace");
                context.declare_unknown(&mut cargo, field, "true", range);
            }
            None => {}
        }
    }
    cargo
}
