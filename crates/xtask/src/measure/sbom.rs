// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bills of materials that others wrote to test readers: valid ones are read, written back equal and
//! accepted; invalid ones are refused.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use heirloom_sbom::{Form, check, convert, read};
use serde_json::Value;

use crate::Outcome;

/// Reads documents that others wrote to test readers.
#[derive(clap::Args)]
pub(crate) struct SbomSuiteArgs {
    /// Folders of documents; those whose name starts with `invalid` must be refused.
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Prints each document that is not as it should be.
    #[arg(long)]
    details: bool,
}

#[derive(Default)]
struct Row {
    valid: usize,
    accepted: usize,
    equal: usize,
    converted: usize,
    invalid: usize,
    refused: usize,
}

/// Runs `cargo xtask sbom-suite`.
pub(crate) fn sbom_suite(args: &SbomSuiteArgs) -> Outcome {
    let mut files = Vec::new();
    for folder in &args.folders {
        gather(folder, &mut files)?;
    }
    files.sort();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for file in files {
        let bytes = fs::read(&file)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_invalid = name.starts_with("invalid");
        let told = |what: &str| {
            if args.details {
                println!("{}: {what}", file.display());
            }
        };
        let checked = check(&bytes);
        let key = match &checked {
            Ok((form, _)) => form.name().to_owned(),
            Err(_) if is_invalid => continue_key(&file),
            Err(error) => {
                told(&error.to_string());
                continue;
            }
        };
        let row = rows.entry(key).or_default();
        if is_invalid {
            row.invalid += 1;
            match checked {
                Ok((_, findings)) if findings.is_empty() => told("is accepted"),
                _ => row.refused += 1,
            }
            continue;
        }
        row.valid += 1;
        match checked {
            Ok((_, findings)) if findings.is_empty() => row.accepted += 1,
            Ok((_, findings)) => {
                let first = &findings[0];
                told(&format!("{} refused: {} {}", findings.len(), first.pointer, first.what));
            }
            Err(error) => told(&error.to_string()),
        }
        match is_equal(&bytes) {
            Ok(true) => row.equal += 1,
            Ok(false) => told("is not written back equal"),
            Err(error) => told(&error),
        }
        match converts(&bytes) {
            Ok(()) => row.converted += 1,
            Err(error) => told(&error),
        }
    }
    println!(
        "| form | valid | accepted | written back equal | valid in other forms | invalid | refused |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (form, row) in rows {
        println!(
            "| {form} | {} | {} | {} | {} | {} | {} |",
            row.valid, row.accepted, row.equal, row.converted, row.invalid, row.refused
        );
    }
    Ok(())
}

/// A document that is not even read counts with its folder.
fn continue_key(file: &Path) -> String {
    let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
    let is_xml = file.extension().is_some_and(|end| end == "xml");
    format!("cyclonedx-{}{}", folder.to_string_lossy(), if is_xml { "-xml" } else { "" })
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
            continue;
        }
        let name = path.to_string_lossy().to_lowercase();
        if [".json", ".spdx", ".jsonld", ".xml"].iter().any(|end| name.ends_with(end)) {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether what was read says the same when it is written again.
fn is_equal(bytes: &[u8]) -> Result<bool, String> {
    let (form, document) = read(bytes).map_err(|error| error.to_string())?;
    let Some(written) = document.to_json() else { return Ok(true) };
    if matches!(form, Form::Spdx2Tags | Form::CycloneDxXml(_)) {
        let again = convert(bytes, form).map_err(|error| error.to_string())?;
        let (_, reread) = read(&again.bytes).map_err(|error| error.to_string())?;
        return Ok(without_gaps(reread.to_json().unwrap_or_default()) == without_gaps(written));
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let original: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    Ok(without_gaps(original) == without_gaps(written))
}

/// Whether each other form of it is valid.
fn converts(bytes: &[u8]) -> Result<(), String> {
    for form in Form::WRITTEN {
        let converted = convert(bytes, form).map_err(|error| error.to_string())?;
        let (_, findings) = check(&converted.bytes).map_err(|error| error.to_string())?;
        if let Some(first) = findings.first() {
            let name = form.name();
            return Err(format!("as {name}: {} {}", first.pointer, first.what));
        }
    }
    Ok(())
}

/// No list and an empty list say the same.
fn without_gaps(value: Value) -> Value {
    let is_gap = |value: &Value| match value {
        Value::Array(items) => items.is_empty(),
        Value::Null => true,
        _ => false,
    };
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, without_gaps(value)));
            fields.filter(|(_, value)| !is_gap(value)).collect()
        }
        Value::Array(items) => items.into_iter().map(without_gaps).collect(),
        other => other,
    }
}
