// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Rows about the whole: the scan, its projects, counts, rules, curations, problems of no file.

use std::collections::BTreeMap;

use heirloom_model::{
    Clarity, Curation, Expression, FolderRecord, RuleSource, ScanSummary, Tallies,
};

use super::{Row, Shared, inventory, problem, push, reason, text};

pub(super) fn rows(summary: &ScanSummary, out: &mut String) {
    let nowhere = Shared::default();
    let scan = Row {
        fact: "scan",
        value: summary.source.to_string(),
        detail: format!("heirloom {}", summary.version),
        ..Row::default()
    };
    push(&nowhere, &scan, out);
    for folder in std::iter::once(&summary.project).chain(&summary.folders) {
        let concluded = folder.concluded.as_ref().map(|concluded| &concluded.expression);
        let shared = Shared {
            path: folder.path.to_string(),
            concluded: text(concluded),
            ..Shared::default()
        };
        project(folder, &mut |row| push(&shared, &row, out));
    }
    inventory::rows(&summary.inventory, out);
    tallies(&summary.tallies, &mut |row| push(&nowhere, &row, out));
    summary.rules.iter().for_each(|source| push(&nowhere, &rules(source), out));
    summary.curations.iter().for_each(|given| push(&nowhere, &curation(given), out));
    for found in summary.problems.iter().filter(|problem| problem.path.is_none()) {
        push(&nowhere, &problem(found), out);
    }
}

fn project<'a>(folder: &'a FolderRecord, push: &mut impl FnMut(Row<'a>)) {
    push(Row {
        fact: "project",
        value: text(folder.concluded.as_ref().map(|concluded| &concluded.expression)),
        detail: folder.concluded.as_ref().map(reason).unwrap_or_default(),
        files: Some(folder.n_files),
        bytes: Some(folder.n_bytes),
        ..Row::default()
    });
    if let Some(declared) = &folder.declared {
        push(Row { fact: "project-declared", value: declared.to_string(), ..Row::default() });
    }
    for (license, &n_files) in &folder.licenses {
        let value = text(license.as_ref());
        push(Row { fact: "project-license", value, files: Some(n_files), ..Row::default() });
    }
    contents(&folder.contents, push);
    if let Some(parts) = folder.clarity {
        clarity(parts, push);
    }
    if folder.n_disagreeing > 0 {
        let named = folder.disagreeing.iter().map(ToString::to_string).collect::<Vec<_>>();
        let files = Some(folder.n_disagreeing);
        push(Row { fact: "project-disagrees", detail: named.join("; "), files, ..Row::default() });
    }
}

fn contents<'a>(licenses: &BTreeMap<Expression, u64>, push: &mut impl FnMut(Row<'a>)) {
    for (license, &n_files) in licenses {
        let (value, files) = (license.to_string(), Some(n_files));
        push(Row { fact: "project-contents", value, files, ..Row::default() });
    }
}

fn clarity<'a>(clarity: Clarity, push: &mut impl FnMut(Row<'a>)) {
    let share = |thousandths: u16| (f64::from(thousandths) / 1000.0).to_string();
    let parts = [
        ("score", share(clarity.score())),
        ("declared", clarity.declared.to_string()),
        ("one-expression", clarity.one_expression.to_string()),
        ("text-present", clarity.text_present.to_string()),
        ("headers-agree", share(clarity.headers_agree)),
    ];
    for (kind, value) in parts {
        push(Row { fact: "project-clarity", value, kind, ..Row::default() });
    }
}

fn tallies<'a>(tallies: &Tallies, push: &mut impl FnMut(Row<'a>)) {
    let counts = [
        ("all", tallies.n_files),
        ("unread", tallies.n_unread),
        ("binary", tallies.n_binary),
        ("unknown", tallies.n_unknown),
        ("distinct", tallies.n_distinct),
    ];
    for (kind, n) in counts {
        let bytes = (kind == "all").then_some(tallies.n_bytes);
        push(Row { fact: "tally", kind, files: Some(n), bytes, ..Row::default() });
    }
    for (kind, names) in [("license", &tallies.licenses), ("holder", &tallies.holders)] {
        for (name, &n) in names {
            let value = name.to_string();
            push(Row { fact: "tally", value, kind, files: Some(n), ..Row::default() });
        }
    }
}

fn rules(rules: &RuleSource) -> Row<'_> {
    let RuleSource { name, version, license, attribution, n_rules, digest } = rules;
    Row {
        fact: "rules",
        value: format!("{name} {version}"),
        detail: format!("{attribution} ({license}); rules: {n_rules}"),
        digest: digest.to_hex(),
        ..Row::default()
    }
}

fn curation(curation: &Curation) -> Row<'_> {
    let Curation { pattern, expression, reason, author, n_files } = curation;
    Row {
        fact: "curation",
        value: expression.to_string(),
        detail: format!("{pattern}: {reason} ({author}); files: {n_files}"),
        files: Some(*n_files),
        ..Row::default()
    }
}
