// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bills of materials of Heirloom, Syft and cdxgen of the same sources, scored side by side.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use super::validate_sbom::{install, run};
use crate::Outcome;

/// Scores bills of materials beside those that other programs write.
#[derive(clap::Args)]
pub(crate) struct SbomPeersArgs {
    /// Folders with source text.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// The program.
    #[arg(long, value_name = "FILE")]
    heirloom: PathBuf,
    /// Where the others are installed and documents are written.
    #[arg(long, value_name = "DIR")]
    work: PathBuf,
}

/// A program that writes bills of materials.
struct Writer {
    name: &'static str,
    command: fn(&Programs, source: &Path, document: &Path) -> Command,
}

struct Programs {
    heirloom: PathBuf,
    work: PathBuf,
}

const WRITERS: &[Writer] = &[
    Writer {
        name: "Heirloom",
        command: |programs, source, document| {
            let mut command = Command::new(&programs.heirloom);
            command.arg("bom").arg(source).args(["-f", "cyclonedx-1.6", "--allow-partial", "-q"]);
            command.args(["--no-config", "--author", "Example <sbom@example.org>", "-o"]);
            command.arg(document);
            command
        },
    },
    Writer {
        name: "Syft",
        command: |programs, source, document| {
            let mut command = Command::new(programs.work.join("venv/bin/syft"));
            command.args(["scan", "-q"]).arg(format!("dir:{}", source.display()));
            command.arg("-o").arg(format!("cyclonedx-json@1.6={}", document.display()));
            command
        },
    },
    Writer {
        name: "cdxgen",
        command: |programs, source, document| {
            let mut command = Command::new(programs.work.join("node_modules/.bin/cdxgen"));
            command.args(["-r", "--no-install-deps", "--no-babel", "--spec-version", "1.6", "-o"]);
            command.arg(document).arg(source).env("FETCH_LICENSE", "false");
            command
        },
    },
];

/// What `heirloom bom score` says of a document.
struct Score {
    /// The share of required fields of each guideline, in percent.
    percents: Vec<(String, f64)>,
    n_components: u64,
    /// The share of components that have a required field, by guideline and field.
    fields: Vec<(String, f64)>,
}

/// Runs `cargo xtask sbom-peers`.
pub(crate) fn sbom_peers(args: &SbomPeersArgs) -> Outcome {
    fs::create_dir_all(&args.work)?;
    let work = fs::canonicalize(&args.work)?;
    let heirloom = fs::canonicalize(&args.heirloom)
        .map_err(|error| format!("{}: {error}", args.heirloom.display()))?;
    install(&work)?;
    let programs = Programs { heirloom, work };
    println!("| source | program | components | NTIA 2021 | CISA 2025 | BSI | Telco |");
    println!("|---|---|---|---|---|---|---|");
    let mut better = Vec::new();
    for (number, source) in args.sources.iter().enumerate() {
        let source = fs::canonicalize(source)?;
        let name = source.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut scores = Vec::new();
        for writer in WRITERS {
            let document = programs.work.join(format!("peer-{number}-{}.json", writer.name));
            let score = written(&programs, writer, &source, &document);
            match &score {
                Ok(score) => {
                    let percents = score.percents.iter().map(|(_, percent)| format!("{percent}"));
                    let percents: Vec<String> = percents.collect();
                    let (who, n, percents) =
                        (writer.name, score.n_components, percents.join(" | "));
                    println!("| {name} | {who} | {n} | {percents} |");
                }
                Err(said) => {
                    let said = said.lines().next().unwrap_or_default();
                    println!("| {name} | {} | failed: {said} | | | | |", writer.name);
                }
            }
            scores.push((writer.name, score));
        }
        better.extend(lost(&name, &scores));
    }
    println!(
        "\nRequired fields that another program fills for a larger share of its components:\n"
    );
    better.iter().for_each(|line| println!("- {line}"));
    Ok(())
}

fn written(
    programs: &Programs,
    writer: &Writer,
    source: &Path,
    document: &Path,
) -> Result<Score, String> {
    if document.exists() {
        fs::remove_file(document).map_err(|error| error.to_string())?;
    }
    run(&mut (writer.command)(programs, source, document))?;
    let mut command = Command::new(&programs.heirloom);
    command.args(["bom", "score", "--json"]).arg(document).stdin(Stdio::null());
    let output = command.output().map_err(|error| error.to_string())?;
    let told: Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let guidelines = told["documents"][0]["guidelines"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut score = Score { percents: Vec::new(), n_components: 0, fields: Vec::new() };
    for guideline in &guidelines {
        let name = text(&guideline["guideline"]);
        let required = guideline["fields"].as_array().into_iter().flatten();
        for field in required.filter(|field| field["level"] == "required") {
            let (of, with) = (&field["of"], &field["with"]);
            let (of, with) = (of.as_u64().unwrap_or_default(), with.as_u64().unwrap_or_default());
            score.n_components = score.n_components.max(of);
            let label = format!("{name}: {}", text(&field["field"]));
            score.fields.push((label, with as f64 / of.max(1) as f64));
        }
        score.percents.push((name, guideline["percent"].as_f64().unwrap_or_default()));
    }
    Ok(score)
}

/// Where the first of the programs is behind another one.
fn lost(source: &str, scores: &[(&str, Result<Score, String>)]) -> Vec<String> {
    let Some((_, Ok(own))) = scores.first() else { return Vec::new() };
    let mut found = Vec::new();
    for (who, score) in &scores[1..] {
        let Ok(score) = score else { continue };
        for ((field, own), (_, other)) in own.fields.iter().zip(&score.fields) {
            if other > &(own + 0.005) {
                let percent = |share: &f64| format!("{:.0} %", 100.0 * share);
                let (own, other) = (percent(own), percent(other));
                found.push(format!("{source}, {field}: {own}, {who} {other}"));
            }
        }
    }
    found
}
