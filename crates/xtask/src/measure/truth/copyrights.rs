// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Scores copyright statements and holders against files that were read one by one.

use std::{
    collections::BTreeSet,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::CopyrightsArgs;
use crate::{
    Outcome,
    measure::{
        cases::stage_file,
        copyrights::folded,
        found::{Found, Scanner, by_number},
        tally::Tally,
    },
    repository::Repository,
};

/// What a person wrote down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Truth {
    file: Vec<ReadFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadFile {
    /// The package or project and its version.
    source: String,
    /// Its path, from the folder of all packages or from the project's root.
    path: String,
    statements: Vec<ReadStatement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadStatement {
    statement: String,
    holder: String,
}

/// The texts of one sort that a person wrote down for a file.
type Expected = fn(&ReadFile) -> Vec<String>;
/// The texts of that sort that a scanner found in a file.
type Answered = fn(&Found) -> &[String];

const KINDS: [(&str, Expected, Answered); 2] = [
    (
        "statements",
        |file| file.statements.iter().map(|s| s.statement.clone()).collect(),
        |found| &found.copyrights,
    ),
    (
        "holders",
        |file| file.statements.iter().map(|s| s.holder.clone()).collect(),
        |found| &found.holders,
    ),
];

pub(super) fn copyrights(repository: &Repository, args: &CopyrightsArgs) -> Outcome {
    let list = repository.root().join(&args.list);
    let truth: Truth = toml::from_str(&fs::read_to_string(list)?)?;
    let n_statements: usize = truth.file.iter().map(|file| file.statements.len()).sum();
    println!("{} files read one by one, {n_statements} statements", truth.file.len());
    let stage = tempfile::tempdir()?;
    for (number, file) in truth.file.iter().enumerate() {
        let path = find(&args.trees.tree, file)?;
        stage_file(stage.path(), number, &path, &fs::read(&path)?)?;
    }
    args.trees.each_scanner(repository, |name, scanner| score(name, &scanner, &truth, stage.path()))
}

fn find(trees: &[PathBuf], file: &ReadFile) -> Result<PathBuf, Box<dyn Error>> {
    let mut paths = trees.iter().map(|tree| tree.join(&file.path));
    let found = paths.find(|path| path.is_file());
    found.ok_or_else(|| format!("no tree holds {} of {}", file.path, file.source).into())
}

fn score(
    name: &str,
    scanner: &Scanner<'_>,
    truth: &Truth,
    stage: &Path,
) -> Result<String, Box<dyn Error>> {
    let (found, usage) = scanner.scan_copyrights(stage)?;
    let found = by_number(found);
    println!("\n{name}: {usage}\n{}", Tally::head(""));
    let mut wrong = String::new();
    for (kind, expected, answered) in KINDS {
        let mut tally = Tally::default();
        for (number, file) in truth.file.iter().enumerate() {
            let expected = folded(&expected(file));
            let answer: BTreeSet<String> = folded(found.get(&number).map_or(&[], answered));
            tally.add(expected == answer, &expected, &answer);
            if expected != answer {
                let missed: Vec<_> = expected.difference(&answer).collect();
                let extra: Vec<_> = answer.difference(&expected).collect();
                writeln!(wrong, "{kind}\t{}\tmissed {missed:?}\textra {extra:?}", file.path)?;
            }
        }
        println!("{}", tally.row(kind, false));
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read() {
        let list =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/evaluation/copyright-truth.toml");
        let truth: Truth = toml::from_str(&fs::read_to_string(list).unwrap()).unwrap();
        assert_eq!(truth.file.len(), 150);
        let mut paths: Vec<&str> = truth.file.iter().map(|file| file.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), 150);
    }
}
