// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask truth purl`: package URLs against the test suite of their specification.

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use heirloom_package::purl::Purl;
use serde_json::Value;

use crate::Outcome;

/// Compares package URLs with the test suite of their specification.
#[derive(clap::Args)]
pub(crate) struct PurlArgs {
    /// The folder `tests` of the suite.
    #[arg(long)]
    cases: PathBuf,
}

pub(super) fn purl(args: &PurlArgs) -> Outcome {
    let mut files = Vec::new();
    collect(&args.cases, &mut files)?;
    files.sort();
    let (mut n_cases, mut n_right) = (0, 0);
    for file in files {
        let suite: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for case in suite["tests"].as_array().into_iter().flatten() {
            n_cases += 1;
            match wrong(case) {
                None => n_right += 1,
                Some(why) => {
                    println!("{name}: {} {}: {why}", case["test_type"], case["description"]);
                }
            }
        }
    }
    println!("{n_right} of {n_cases} as the suite says");
    Ok(())
}

pub(super) fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "json") {
            files.push(path);
        }
    }
    Ok(())
}

/// What a case got that the suite does not say.
fn wrong(case: &Value) -> Option<String> {
    let found = match &case["input"] {
        Value::String(text) => Purl::parse(text),
        parts => build(parts),
    };
    let is_failure = case["expected_failure"].as_bool().unwrap_or(false);
    match (found, is_failure) {
        (Err(_), true) => None,
        (Ok(purl), true) => Some(format!("gives {purl}, must fail")),
        (Err(error), false) => Some(format!("{} fails: {error}", case["input"])),
        (Ok(purl), false) => match &case["expected_output"] {
            Value::String(expected) => {
                let written = purl.to_string();
                (written != *expected).then(|| format!("{written}, not {expected}"))
            }
            expected => {
                let parts = parts(&purl);
                (parts != without_empty(expected)).then(|| format!("{parts:?}, not {expected}"))
            }
        },
    }
}

fn build(parts: &Value) -> Result<Purl, heirloom_package::purl::PurlError> {
    let text = |key: &str| parts[key].as_str();
    let qualifiers: BTreeMap<String, String> = parts["qualifiers"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect();
    Purl::with_parts(
        text("type").unwrap_or_default(),
        text("namespace"),
        text("name").unwrap_or_default(),
        text("version"),
        qualifiers,
        text("subpath"),
    )
}

/// Type, namespace, name, version, subpath and qualifiers, as text.
fn parts(purl: &Purl) -> Vec<String> {
    let mut parts: Vec<String> = [
        Some(purl.package_type()),
        purl.namespace(),
        Some(purl.name()),
        purl.version(),
        purl.subpath(),
    ]
    .into_iter()
    .map(|part| part.unwrap_or_default().to_owned())
    .collect();
    let mut qualifiers: Vec<String> =
        purl.qualifiers().iter().map(|(key, value)| format!("{key}={value}")).collect();
    qualifiers.sort();
    parts.extend(qualifiers);
    parts
}

fn without_empty(expected: &Value) -> Vec<String> {
    let text = |key: &str| expected[key].as_str().unwrap_or_default().to_owned();
    let mut parts = ["type", "namespace", "name", "version", "subpath"].map(text).to_vec();
    let qualifiers = expected["qualifiers"].as_object().into_iter().flatten();
    let mut qualifiers: Vec<String> = qualifiers
        .map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default()))
        .collect();
    qualifiers.sort();
    parts.extend(qualifiers);
    parts
}
