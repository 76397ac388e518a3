// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The page of what is known about each license.

use std::{collections::BTreeMap, error::Error, fmt::Write as _};

use heirloom_lineage::book::{Effect, Exception, License, LicenseBook, Lift};
use heirloom_model::{LicenseKind, Reviewed};

use super::Generated;

const HEAD: &str = "<!-- Made by `cargo xtask generate`; do not edit. -->\n\n# Licenses\n\n\
    What Heirloom knows about each license: from `data/licenses`, whose words are explained in\n\
    [license-facts.md](license-facts.md). Technical facts, not legal advice.\n\n";

/// Writes `docs/licenses.md`.
pub(super) fn page() -> Result<Generated, Box<dyn Error>> {
    let book = LicenseBook::built_in()?;
    let mut page = HEAD.to_owned();
    let described: Vec<&License> = book.licenses().filter(|license| license.described).collect();
    let terms: usize = described.iter().map(|license| license.terms.len()).sum();
    writeln!(
        page,
        "## Described by their terms\n\n{} licenses, {terms} terms.\n",
        described.len()
    )?;
    page.push_str("| license | class | terms | reviewed | copyleft | asks for | forbids |\n");
    page.push_str("|---|---|---|---|---|---|---|\n");
    for license in described {
        row(&mut page, license)?;
    }
    exceptions(&mut page, &book)?;
    classes(&mut page, &book)?;
    Ok(Generated { path: "docs/licenses.md".to_owned(), contents: page })
}

fn row(page: &mut String, license: &License) -> Result<(), Box<dyn Error>> {
    let alike = license.terms.iter().filter_map(|term| match &term.effect {
        Effect::ShareAlike(scope) => Some(scope.name()),
        _ => None,
    });
    let duties = license.duties().map(|(_, kind)| kind.name());
    let forbids = license.terms.iter().filter_map(|term| match &term.effect {
        Effect::Prohibition(kind) => Some(kind.name()),
        Effect::NoFurtherRestrictions { .. } => Some("restrict_further"),
        _ => None,
    });
    writeln!(
        page,
        "| {} | {} | {} | {} | {} | {} | {} |",
        license.id,
        license.kind.name(),
        license.terms.len(),
        reviewed(license.terms.iter().map(|term| term.reviewed)),
        words(alike),
        words(duties),
        words(forbids),
    )?;
    Ok(())
}

/// Each word once, in the order of the text.
fn words<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.iter().map(|name| name.replace('_', " ")).collect::<Vec<_>>().join(", ")
}

/// Who looked at the terms, with how many.
fn reviewed(marks: impl Iterator<Item = Reviewed>) -> String {
    let mut counts: BTreeMap<Reviewed, usize> = BTreeMap::new();
    for mark in marks {
        *counts.entry(mark).or_default() += 1;
    }
    let counts: Vec<String> =
        counts.iter().map(|(mark, count)| format!("{} {count}", mark.name())).collect();
    counts.join(", ")
}

fn exceptions(page: &mut String, book: &LicenseBook) -> Result<(), Box<dyn Error>> {
    page.push_str(
        "\n## Exceptions\n\nAn exception takes something away or adds a right, never a \
        license. Without relief it is known, and nothing is concluded from it.\n\n",
    );
    page.push_str("| exception | for | lifts | reviewed |\n|---|---|---|---|\n");
    for exception in book.exceptions() {
        let applies: Vec<String> = exception.applies_to.iter().map(ToString::to_string).collect();
        let reviewed = reviewed(exception.relief.iter().map(|relief| relief.reviewed));
        let lifts = lifts(exception);
        writeln!(page, "| {} | {} | {lifts} | {reviewed} |", exception.id, applies.join(", "))?;
    }
    Ok(())
}

fn lifts(exception: &Exception) -> String {
    let one = |lift: &Lift| match lift {
        Lift::All => "all".to_owned(),
        Lift::Terms(names) => names.join(", "),
        Lift::Incompatibility(ids) => {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            format!("incompatibility with {}", ids.join(", "))
        }
        Lift::Cure(_) => "a breach can be cured".to_owned(),
    };
    let lifts: Vec<String> = exception.relief.iter().map(|relief| one(&relief.lifts)).collect();
    lifts.join("; ")
}

fn classes(page: &mut String, book: &LicenseBook) -> Result<(), Box<dyn Error>> {
    page.push_str("\n## Known by their class\n");
    for kind in LicenseKind::ALL {
        let ids: Vec<String> = book
            .licenses()
            .filter(|license| !license.described && license.kind == *kind)
            .map(|license| license.id.to_string())
            .collect();
        if !ids.is_empty() {
            let name = kind.name().replace('_', " ");
            writeln!(page, "\n{name} ({}): {}\n", ids.len(), ids.join(", "))?;
        }
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    Ok(())
}

#[cfg(test)]
mod tests;
