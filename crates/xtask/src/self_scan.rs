// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Heirloom run on its own repository: it must conclude what we are, for every file.

use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::{Outcome, repository::Repository, status::build_heirloom};

/// The project's own license.
const LICENSE: &str = "Apache-2.0 OR MIT";

#[derive(Deserialize)]
struct Report {
    project: Project,
}

/// The parts of the report that are compared; its form is in `docs/schema/`.
#[derive(Deserialize)]
struct Project {
    files: u64,
    declared: Option<String>,
    concluded: Option<Concluded>,
    licenses: Vec<Share>,
    disagreeing_files: u64,
}

#[derive(Deserialize)]
struct Concluded {
    expression: String,
}

#[derive(Deserialize)]
struct Share {
    expression: Option<String>,
    files: u64,
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
    compare(&serde_json::from_slice::<Report>(&done.stdout)?.project)
}

fn compare(project: &Project) -> Outcome {
    let concluded = project.concluded.as_ref().map(|concluded| concluded.expression.as_str());
    let ours = |share: &&Share| share.expression.as_deref() == Some(LICENSE);
    let n_ours: u64 = project.licenses.iter().filter(ours).map(|share| share.files).sum();
    println!(
        "{} files, {n_ours} of them {LICENSE}, project {}",
        project.files,
        concluded.unwrap_or("without conclusion")
    );
    if project.declared.as_deref() != Some(LICENSE) || concluded != Some(LICENSE) {
        return Err(format!("the project is not found to be {LICENSE}").into());
    }
    if n_ours != project.files || project.disagreeing_files > 0 {
        return Err("some files have another license or none: see REUSE.toml".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(concluded: &str, licenses: &str, good: bool) {
        let json = format!(
            r#"{{"files": 3, "declared": "{LICENSE}", "concluded": {{"expression": "{concluded}"}},
                "licenses": [{licenses}], "disagreeing_files": 0}}"#
        );
        assert_eq!(compare(&serde_json::from_str(&json).unwrap()).is_ok(), good);
    }

    #[test]
    fn every_file_must_be_ours() {
        let all = r#"{"expression": "Apache-2.0 OR MIT", "files": 3}"#;
        let some = r#"{"expression": "Apache-2.0 OR MIT", "files": 2},
            {"expression": null, "files": 1}"#;
        check(LICENSE, all, true);
        check("MIT", all, false);
        check(LICENSE, some, false);
    }
}
