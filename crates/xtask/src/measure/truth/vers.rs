// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask truth vers`: versions and ranges against the test suite of their specification.

use std::{cmp::Ordering, fs, path::PathBuf};

use heirloom_package::{
    vers::{self, Range},
    version::Scheme,
};
use serde_json::{Value, json};

use super::purl::collect;
use crate::Outcome;

/// Compares the order of versions and the reading of ranges with the test suite of VERS.
#[derive(clap::Args)]
pub(crate) struct VersArgs {
    /// The folder `tests` of the suite.
    #[arg(long)]
    cases: PathBuf,
}

pub(super) fn vers(args: &VersArgs) -> Outcome {
    let mut files = Vec::new();
    collect(&args.cases, &mut files)?;
    files.sort();
    // Cases and those that come out right: what the specification requires, what it recommends.
    let mut counts = [(0, 0); 2];
    for file in files {
        let suite: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for case in suite["tests"].as_array().into_iter().flatten() {
            let group = &case["test_group"];
            let (n_cases, n_right) = &mut counts[usize::from(group != "required")];
            *n_cases += 1;
            match wrong(case) {
                None => *n_right += 1,
                Some(why) => println!("{name}: {group} {}: {why}", case["input"]),
            }
        }
    }
    let [(required, right), (recommended, also_right)] = counts;
    println!(
        "{right} of {required} required and {also_right} of {recommended} recommended cases as the suite says"
    );
    Ok(())
}

/// What a case got that the suite does not say.
fn wrong(case: &Value) -> Option<String> {
    let input = &case["input"];
    let found = match case["test_type"].as_str() {
        Some("comparison") => sorted(input),
        Some("equality") => equal(input),
        Some("parse") => read(input),
        Some("validate") => Range::parse_unsorted(input.as_str().unwrap_or_default())
            .map(|range| json!(range.to_string()))
            .map_err(|error| error.to_string()),
        Some("containment") => contained(input),
        Some("from_native") => native(input),
        other => Err(format!("nobody knows the test {other:?}")),
    };
    let is_failure = case["expected_failure"].as_bool().unwrap_or(false);
    match (found, is_failure) {
        (Err(_), true) => None,
        (Ok(found), true) => Some(format!("gives {found}, must fail")),
        (Err(error), false) => Some(format!("fails: {error}")),
        (Ok(found), false) => {
            let expected = &case["expected_output"];
            (found != *expected).then(|| format!("{found}, not {expected}"))
        }
    }
}

type Found = Result<Value, String>;

fn text(input: &Value) -> &str {
    input.as_str().unwrap_or_default()
}

fn versions(input: &Value) -> Result<(Scheme, Vec<&str>), String> {
    let name = text(&input["input_scheme"]);
    let scheme = Scheme::from_name(name).ok_or_else(|| format!("unknown scheme {name}"))?;
    Ok((scheme, input["versions"].as_array().into_iter().flatten().map(text).collect()))
}

fn sorted(input: &Value) -> Found {
    let (scheme, mut versions) = versions(input)?;
    let mut failed = None;
    versions.sort_by(|a, b| {
        scheme.compare(a, b).unwrap_or_else(|error| {
            failed = Some(error.to_string());
            Ordering::Equal
        })
    });
    // The suite writes some versions of NuGet in lower case before the build.
    let shown = |version: &&str| match (scheme, version.split_once('+')) {
        (Scheme::NuGet, Some((version, build))) => {
            format!("{}+{build}", version.to_ascii_lowercase())
        }
        (Scheme::NuGet, None) => version.to_ascii_lowercase(),
        _ => (*version).to_owned(),
    };
    match failed {
        Some(error) => Err(error),
        None => Ok(json!(versions.iter().map(shown).collect::<Vec<_>>())),
    }
}

fn equal(input: &Value) -> Found {
    let (scheme, versions) = versions(input)?;
    let [a, b] = *versions.as_slice() else { return Err("not two versions".into()) };
    let order = scheme.compare(a, b).map_err(|error| error.to_string())?;
    Ok(json!(order == Ordering::Equal))
}

fn read(input: &Value) -> Found {
    let range = Range::parse(text(input)).map_err(|error| error.to_string())?;
    let constraints = range.constraints().unwrap_or_default().iter().map(|one| {
        let sign = if one.comparator.sign().is_empty() { "=" } else { one.comparator.sign() };
        json!([sign, one.version])
    });
    let constraints: Vec<Value> = constraints.collect();
    Ok(json!({"scheme": range.scheme(), "version_constraints": constraints}))
}

fn contained(input: &Value) -> Found {
    let range = Range::parse_unsorted(text(&input["vers"])).map_err(|error| error.to_string())?;
    let is_inside = range.contains(text(&input["version"])).map_err(|error| error.to_string())?;
    Ok(json!(is_inside))
}

fn native(input: &Value) -> Found {
    let range = vers::from_native(text(&input["scheme"]), text(&input["native_range"]));
    range.map(|range| json!(range.to_string())).map_err(|error| error.to_string())
}
