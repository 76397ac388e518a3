// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Scores the programs and libraries that the source reader finds against files read one by one.
//!
//! The reader is called in-process: it is no part of what `heirloom scan` prints.

use std::{
    collections::BTreeSet,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use heirloom_model::{SourceFacts, TreePath};
use heirloom_source::SourceLimits;
use serde::Deserialize;

use crate::{
    Outcome,
    measure::{cases::Half, tally::Tally},
    repository::Repository,
};

#[derive(clap::Args)]
pub(super) struct SourceArgs {
    /// What the person wrote down.
    #[arg(long, default_value = "data/evaluation/source-truth.toml")]
    list: PathBuf,
    /// A folder that holds the trees of the list; may be given more than once.
    #[arg(long, required = true)]
    tree: Vec<PathBuf>,
    /// Writes a line per wrong answer of the half for tuning here; the other half stays unseen.
    #[arg(long)]
    details: Option<PathBuf>,
}

/// What a person wrote down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Truth {
    file: Vec<ReadFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadFile {
    /// Its path, from the folder that holds the trees.
    path: String,
    /// The programs that it runs, by its own words.
    programs: Vec<String>,
    /// The libraries that it loads while it runs.
    loads: Vec<String>,
    /// Whether it also runs something that its words do not name.
    asks: bool,
}

/// Evidence weaker than this is a question, not a claim.
const CLAIM: f32 = 0.5;

/// Scores of one half.
#[derive(Default)]
struct Score {
    programs: Tally,
    loads: Tally,
    questions: Tally,
}

impl Score {
    fn print(&self, name: &str) {
        println!("{}", self.programs.row(&format!("programs, {name}"), false));
        println!("{}", self.loads.row(&format!("libraries, {name}"), false));
        println!("{}", self.questions.row(&format!("questions, {name}"), false));
    }
}

/// Runs `cargo xtask truth source`.
pub(super) fn source(repository: &Repository, args: &SourceArgs) -> Outcome {
    let truth = load(&repository.root().join(&args.list))?;
    println!("{} files read one by one\n{}", truth.file.len(), Tally::head(""));
    let (mut tune, mut held) = (Score::default(), Score::default());
    let mut wrong = String::new();
    for file in &truth.file {
        let path = find(&args.tree, &file.path)?;
        let facts = read(&path, &file.path)?;
        let half = Half::of(&file.path);
        let score = match half {
            Half::Tune => &mut tune,
            Half::Held => &mut held,
        };
        let details = matches!(half, Half::Tune).then_some(&mut wrong);
        add(score, file, facts.as_ref(), details)?;
    }
    tune.print("tune half");
    held.print("held half");
    if let Some(path) = &args.details {
        fs::write(path, wrong)?;
    }
    Ok(())
}

fn load(list: &Path) -> Result<Truth, Box<dyn Error>> {
    Ok(toml::from_str(&fs::read_to_string(list)?)?)
}

fn find(trees: &[PathBuf], path: &str) -> Result<PathBuf, Box<dyn Error>> {
    let mut paths = trees.iter().map(|tree| tree.join(path));
    paths.find(|path| path.is_file()).ok_or_else(|| format!("no tree holds {path}").into())
}

fn read(path: &Path, name: &str) -> Result<Option<SourceFacts>, Box<dyn Error>> {
    let tree_path = TreePath::parse(name.as_bytes())?;
    Ok(heirloom_source::read(&tree_path, &fs::read(path)?, &SourceLimits::standard()).0)
}

fn add(
    score: &mut Score,
    file: &ReadFile,
    facts: Option<&SourceFacts>,
    details: Option<&mut String>,
) -> Outcome {
    let calls = facts.map_or(&[][..], |facts| &facts.calls);
    let loads = facts.map_or(&[][..], |facts| &facts.loads);
    let claims = calls.iter().filter(|call| call.ground.strength() >= CLAIM);
    let programs = claims.filter_map(|call| call.program.as_deref());
    let libraries = loads.iter().filter_map(|load| load.library.as_deref());
    let question = |asks: bool| BTreeSet::from_iter(asks.then(|| "asks".to_owned()));
    let asks = calls.iter().any(|call| call.program.is_none());
    let rows = [
        (&mut score.programs, set(&file.programs), programs.map(str::to_owned).collect()),
        (&mut score.loads, set(&file.loads), libraries.map(str::to_owned).collect()),
        (&mut score.questions, question(file.asks), question(asks)),
    ];
    let mut wrong = String::new();
    for (tally, expected, found) in rows {
        let found: BTreeSet<String> = found;
        tally.add(expected == found, &expected, &found);
        if expected != found {
            let missed: Vec<_> = expected.difference(&found).collect();
            let extra: Vec<_> = found.difference(&expected).collect();
            writeln!(wrong, "{}\tmissed {missed:?}\textra {extra:?}", file.path)?;
        }
    }
    if let Some(details) = details {
        details.push_str(&wrong);
    }
    Ok(())
}

fn set(names: &[String]) -> BTreeSet<String> {
    names.iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read() {
        let list = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/evaluation/source-truth.toml");
        let truth = load(Path::new(list)).unwrap();
        let paths: BTreeSet<&str> = truth.file.iter().map(|file| file.path.as_str()).collect();
        assert_eq!((truth.file.len(), paths.len()), (60, 60));
    }
}
