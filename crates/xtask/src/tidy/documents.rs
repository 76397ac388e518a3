// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Documents that would rot: names of crates and paths.

use super::Violation;
use crate::repository::Files;

const ARCHITECTURE: &str = "docs/ARCHITECTURE.md";

/// Checks that each crate has a README, shows it as its crate docs and stands in the architecture.
pub(super) fn crates(files: &Files) -> Vec<Violation> {
    let mut violations = Vec::new();
    let architecture = files.text(ARCHITECTURE).unwrap_or_default();
    let manifests = files.texts().filter_map(|(path, _)| {
        let folder = path.strip_suffix("/Cargo.toml")?;
        let name = folder.strip_prefix("crates/")?;
        (!name.contains('/')).then_some((folder, name))
    });
    for (folder, name) in manifests {
        if !architecture.contains(&format!("`{name}`")) {
            violations.push(Violation::new(folder, format!("`{name}` is not in {ARCHITECTURE}")));
        }
        if !files.exists(&format!("{folder}/README.md")) {
            violations.push(Violation::new(folder, "has no README.md"));
        }
        let roots = ["lib", "main"].map(|root| format!("{folder}/src/{root}.rs"));
        let shown = roots.iter().filter_map(|root| files.text(root));
        if !shown.into_iter().any(|text| text.contains("include_str!(\"../README.md\")")) {
            violations.push(Violation::new(folder, "does not show its README as crate docs"));
        }
    }
    violations
}

/// Checks that paths named in documents exist.
pub(super) fn paths(files: &Files) -> Vec<Violation> {
    let mut violations = Vec::new();
    let documents = files.texts().filter(|(path, _)| {
        path.ends_with(".md") && (path.starts_with("docs/") || !path.contains('/'))
    });
    for (path, text) in documents {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (index, line) in text.lines().enumerate() {
            let code = code_paths(line).map(str::to_owned);
            let links = link_targets(line).map(|target| resolve(folder, target));
            for named in code.chain(links).filter(|named| !files.exists(named)) {
                violations.push(Violation::at_line(path, index, format!("no such path: {named}")));
            }
        }
    }
    violations
}

/// Code spans that name a place in this repository.
fn code_paths(line: &str) -> impl Iterator<Item = &str> {
    const TOPS: &[&str] =
        &["crates/", "data/", "docs/", "examples/", "fuzz/", "LICENSES/", ".ci/", ".config/"];
    let spans = line.split('`').skip(1).step_by(2);
    spans.filter(|span| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        TOPS.iter().any(|top| span.starts_with(top)) && span.chars().all(plain)
    })
}

/// Targets of links that stay in the repository, without anchors.
fn link_targets(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets
        .map(|(target, _)| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains(':'))
}

fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::{super::check, *};

    #[test]
    fn crates_are_documented() {
        let files = Files::of(
            "
            //- docs/ARCHITECTURE.md
            `good` does all.
            //- crates/good/Cargo.toml
            //- crates/good/README.md
            //- crates/good/src/lib.rs
            #![doc = include_str!(\"../README.md\")]
            //- crates/bad/Cargo.toml
            //- crates/bad/src/lib.rs
            ",
        );
        check(
            &crates(&files),
            &[
                "crates/bad: `bad` is not in docs/ARCHITECTURE.md",
                "crates/bad: has no README.md",
                "crates/bad: does not show its README as crate docs",
            ],
        );
    }

    #[test]
    fn named_paths_exist() {
        let files = Files::of(
            "
            //- README.md
            [good](docs/a.md#part) [bad](docs/b.md) [web](https://example.org/x)
            //- docs/a.md
            `docs/a.md`, `docs/gone.md`, `crates/*/x`, [up](../README.md), [gone](adr/1.md)
            ",
        );
        check(
            &paths(&files),
            &[
                "README.md:1: no such path: docs/b.md",
                "docs/a.md:1: no such path: docs/gone.md",
                "docs/a.md:1: no such path: docs/adr/1.md",
            ],
        );
    }
}
