// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Heirloom run on its own repository: it must conclude what we are, for every file.

use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::{Outcome, repository::Repository, status::build_heirloom};

/// The project's own license.
const LICENSE: &str = "Apache-2.0 OR MIT";

/// Files that others made, by how their paths start, with the license they are under.
const OF_OTHERS: &[(&str, &str)] = &[("crates/heirloom-sbom/schemas/cyclonedx-", "Apache-2.0")];

/// The parts of the report that are compared; its form is in `docs/schema/`.
#[derive(Deserialize)]
struct Report {
    project: Project,
    files: Vec<File>,
}

#[derive(Deserialize)]
struct Project {
    declared: Option<String>,
    concluded: Option<Concluded>,
}

#[derive(Deserialize)]
struct File {
    path: String,
    concluded: Option<Concluded>,
}

#[derive(Deserialize)]
struct Concluded {
    expression: String,
}

/// Scans the repository with the built-in rules and compares the result with what we are.
pub(crate) fn self_scan(repository: &Repository) -> Outcome {
    let home = tempfile::tempdir()?;
    let done = Command::new(build_heirloom(repository.root())?)
        .args([
            "scan",
            "--gitignore",
            "--no-cache",
            "--rules",
            "built-in",
            "--quiet",
            "--json",
            ".",
        ])
        .env("HEIRLOOM_HOME", home.path())
        .current_dir(repository.root())
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    if !done.status.success() {
        return Err(format!("the scan ended with {}", done.status).into());
    }
    compare(&serde_json::from_slice(&done.stdout)?)
}

fn compare(report: &Report) -> Outcome {
    let is_ours = |concluded: &Option<Concluded>| {
        concluded.as_ref().is_some_and(|concluded| concluded.expression == LICENSE)
    };
    let is_expected = |file: &File| {
        let found = OF_OTHERS.iter().find(|(start, _)| file.path.starts_with(start));
        let license = found.map_or(LICENSE, |(_, license)| license);
        file.concluded.as_ref().is_some_and(|concluded| concluded.expression == license)
    };
    // A REUSE.toml speaks of other files; the specification does not count it itself.
    let others = report
        .files
        .iter()
        .filter(|file| !is_expected(file) && !file.path.ends_with("REUSE.toml"))
        .map(|file| file.path.as_str())
        .collect::<Vec<_>>();
    println!("{} files, {} of them not as expected", report.files.len(), others.len());
    if report.project.declared.as_deref() != Some(LICENSE) || !is_ours(&report.project.concluded) {
        return Err(format!("the project is not found to be {LICENSE}").into());
    }
    if others.is_empty() { Ok(()) } else { Err(format!("not ours: {}", others.join(", ")).into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(project: &str, file: &str, good: bool) {
        let json = format!(
            r#"{{"project": {{"declared": "{LICENSE}", "concluded": {{"expression": "{project}"}}}},
                "files": [{{"path": "REUSE.toml", "concluded": null}}, {file}]}}"#
        );
        assert_eq!(compare(&serde_json::from_str(&json).unwrap()).is_ok(), good);
    }

    #[test]
    fn every_file_must_be_ours() {
        let ours = r#"{"path": "a", "concluded": {"expression": "Apache-2.0 OR MIT"}}"#;
        check(LICENSE, ours, true);
        check("MIT", ours, false);
        check(LICENSE, r#"{"path": "a", "concluded": {"expression": "MIT"}}"#, false);
        check(LICENSE, r#"{"path": "a", "concluded": null}"#, false);
        let schema = r#"{"path": "crates/heirloom-sbom/schemas/cyclonedx-spdx.json", "concluded": {"expression": "LICENSE"}}"#;
        check(LICENSE, &schema.replace("LICENSE", "Apache-2.0"), true);
        check(LICENSE, &schema.replace("LICENSE", LICENSE), false);
    }
}
