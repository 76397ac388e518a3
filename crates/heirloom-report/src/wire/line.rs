// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One line of the JSON lines format.

use std::collections::BTreeSet;

use heirloom_model::{FileRecord, FindKind, Inventory, LicenseFind};
use schemars::JsonSchema;
use serde::Serialize;

use super::{FileRoleWire, ReasonWire, component_id, path_hex, text};

/// One file, flat. Lists keep the order of the text.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Heirloom scan, one line per file")]
pub(crate) struct LineWire {
    /// The path from the root of what was scanned, `/` between components, `!/` after archives;
    /// bytes that are not UTF-8 and control characters as `\xNN`.
    path: String,
    /// The exact bytes of the path in hexadecimal, only where `path` does not show them.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_hex: Option<String>,
    /// The number of bytes.
    size: u64,
    /// BLAKE3 of the bytes in hexadecimal; null when they could not be read.
    digest: Option<String>,
    /// What the file is for.
    role: FileRoleWire,
    /// The package it belongs to, by its package URL or another name that tells it apart.
    component: Option<String>,
    /// One SPDX expression per find, before joining; clues and unknown legal text are left out.
    expressions: Vec<String>,
    /// One SPDX expression per clue: words too weak to conclude from.
    clues: Vec<String>,
    /// First lines of legal text that no rule knows.
    unknown: Vec<u32>,
    /// The finds of the file joined into one SPDX expression.
    detected: Option<String>,
    /// The license expressions that manifests in this file declare.
    declared: Vec<String>,
    /// The license that holds for this file after all.
    concluded: Option<String>,
    /// Why that one.
    concluded_reason: Option<ReasonWire>,
    /// Copyright statements.
    copyrights: Vec<String>,
    /// Copyright holders as written, each once.
    holders: Vec<String>,
    /// Authors as written, each once.
    authors: Vec<String>,
    /// Codes of problems, each once.
    problems: Vec<&'static str>,
}

impl LineWire {
    pub(crate) fn new(file: &FileRecord, inventory: &Inventory) -> LineWire {
        let facts = &file.facts;
        let finds = |wanted: fn(FindKind) -> bool| {
            facts.licenses.iter().filter(move |find: &&LicenseFind| wanted(find.kind))
        };
        let expressions = |wanted| finds(wanted).map(|find| text(&find.expression)).collect();
        let declared = facts.manifests.iter().flat_map(|manifest| &manifest.licenses);
        let concluded = file.context.concluded.as_ref();
        LineWire {
            path: file.path.to_string(),
            path_hex: path_hex(&file.path),
            size: file.size,
            digest: file.digest.map(|digest| digest.to_hex()),
            role: file.context.role.into(),
            component: component_id(file, inventory),
            expressions: expressions(|kind| !matches!(kind, FindKind::Clue | FindKind::Unknown)),
            clues: expressions(|kind| kind == FindKind::Clue),
            unknown: finds(|kind| kind == FindKind::Unknown)
                .map(|find| find.span.first_line)
                .collect(),
            detected: facts.detection.as_ref().map(|detection| text(&detection.expression)),
            declared: declared.filter_map(|l| l.expression.as_ref()).map(text).collect(),
            concluded: concluded.map(|concluded| text(&concluded.expression)),
            concluded_reason: concluded.map(|concluded| concluded.reason.into()),
            copyrights: facts.copyrights.iter().map(|find| find.statement.to_string()).collect(),
            holders: once(facts.copyrights.iter().flat_map(|find| &find.holders).map(|h| &*h.name)),
            authors: once(facts.authors.iter().map(|author| &*author.name)),
            problems: {
                let codes = facts.problems.iter().map(|problem| problem.code.as_str());
                codes.collect::<BTreeSet<_>>().into_iter().collect()
            },
        }
    }
}

fn once<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(*name)).map(str::to_owned).collect()
}
