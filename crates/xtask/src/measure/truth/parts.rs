// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask truth parts`: which files are compiled, against what builds really compiled.
//!
//! The answers are lists of files, one list for each tree, written by whoever ran a build with its
//! commands recorded. A build is one of many: files of other systems and of options that are off are
//! not in its list, which costs precision and no recall.

use std::{collections::BTreeSet, fs, path::PathBuf};

use heirloom_model::TreePath;
use heirloom_source::{
    SourceLimits,
    parts::{Gathered, Part, Parts},
};

use super::super::{files_below, sha256::sha256};
use crate::Outcome;

/// Compares the files that builds compiled with those that build files are read to name.
#[derive(clap::Args)]
pub(crate) struct PartsArgs {
    /// A source tree; may be given more than once.
    #[arg(long, required = true)]
    tree: Vec<PathBuf>,
    /// A folder of lists: `NAME.txt` has the compiled files of the tree of that name, one a line.
    #[arg(long)]
    answers: Option<PathBuf>,
    /// Prints each file on which the two differ, of trees of the half that is looked at.
    #[arg(long)]
    print: bool,
    /// Prints targets and what each file is.
    #[arg(long)]
    all: bool,
}

#[derive(Default)]
struct Row {
    n_sources: usize,
    n_compiled: usize,
    n_inside: usize,
    n_right: usize,
    /// Compiled, and said to lie beside every target.
    n_lost: usize,
    n_unknown: usize,
    n_unknown_compiled: usize,
}

pub(super) fn parts(args: &PartsArgs) -> Outcome {
    let mut halves = [Row::default(), Row::default()];
    for tree in &args.tree {
        let name = tree.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let parts = read(tree)?;
        if args.all {
            print_all(&parts);
        }
        let Some(answers) = &args.answers else { continue };
        let Ok(list) = fs::read_to_string(answers.join(format!("{name}.txt"))) else { continue };
        let compiled: BTreeSet<&str> = list.lines().collect();
        let half = usize::from(sha256(name.as_bytes()).last().is_some_and(|byte| byte % 2 == 1));
        let row = score(&parts, &compiled, args.print && half == 0);
        print(&name, half, &row);
        halves[half].add(&row);
    }
    for (half, row) in halves.iter().enumerate() {
        print("all", half, row);
    }
    Ok(())
}

fn read(tree: &PathBuf) -> Result<Parts, Box<dyn std::error::Error>> {
    let mut gathered = Gathered::default();
    for file in files_below(tree)? {
        let Ok(path) = TreePath::parse(file.strip_prefix(tree)?.as_os_str().as_encoded_bytes())
        else {
            continue;
        };
        let Ok(bytes) = fs::read(&file) else { continue };
        let (mut facts, _) = heirloom_source::read(&path, &bytes, &SourceLimits::standard());
        gathered.observe(&path, facts.as_mut());
    }
    Ok(gathered.parts())
}

fn score(parts: &Parts, compiled: &BTreeSet<&str>, prints: bool) -> Row {
    let mut row = Row::default();
    for (path, part) in parts.sources() {
        let path = path.to_string();
        let is_compiled = compiled.contains(&*path);
        row.n_sources += 1;
        row.n_compiled += usize::from(is_compiled);
        match part {
            Part::Inside(_) | Part::Work(_) => {
                row.n_inside += 1;
                row.n_right += usize::from(is_compiled);
                if prints && !is_compiled {
                    println!("    only read: {path}");
                }
            }
            Part::Beside(_) => {
                row.n_lost += usize::from(is_compiled);
                if prints && is_compiled {
                    println!("    LOST: {path}");
                }
            }
            Part::Unknown => {
                row.n_unknown += 1;
                row.n_unknown_compiled += usize::from(is_compiled);
                if prints && is_compiled {
                    println!("    not known: {path}");
                }
            }
        }
    }
    row
}

impl Row {
    fn add(&mut self, other: &Row) {
        self.n_sources += other.n_sources;
        self.n_compiled += other.n_compiled;
        self.n_inside += other.n_inside;
        self.n_right += other.n_right;
        self.n_lost += other.n_lost;
        self.n_unknown += other.n_unknown;
        self.n_unknown_compiled += other.n_unknown_compiled;
    }
}

fn print(name: &str, half: usize, row: &Row) {
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    println!(
        "{:4} {name:28} {:6} sources, {:6} compiled: recall {:5.1} %, precision {:5.1} %, lost {}, not known {} ({} compiled)",
        if half == 0 { "tune" } else { "held" },
        row.n_sources,
        row.n_compiled,
        percent(row.n_right, row.n_compiled),
        percent(row.n_right, row.n_inside),
        row.n_lost,
        row.n_unknown,
        row.n_unknown_compiled,
    );
}

fn print_all(parts: &Parts) {
    for (id, target) in parts.targets().iter().enumerate() {
        println!(
            "target {id} {} {} {} {}:{} uses {:?}, {} files",
            target.name,
            if target.is_program { "program" } else { "library" },
            if target.is_delivered { "delivered" } else { "work" },
            target.file,
            target.span.first_line,
            target.uses,
            parts.files_of(id).count(),
        );
    }
    for (path, part) in parts.sources() {
        println!("{path}\t{part:?}");
    }
}
