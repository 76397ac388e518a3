// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask sources`: how fast the source reader goes through a tree, and what it finds.

use std::{collections::BTreeMap, fs, path::PathBuf, time::Duration};

use heirloom_model::{SourceLanguage, TreePath};
use heirloom_source::{SourceLimits, language_of};
use nix::sys::resource::{UsageWho, getrusage};

use super::files_below;
use crate::Outcome;

/// Reads the source files of trees in-process, on one thread, and prints bytes per second of CPU time.
#[derive(clap::Args)]
pub(crate) struct SourcesArgs {
    /// A folder or file; may be given more than once.
    #[arg(long, required = true)]
    tree: Vec<PathBuf>,
    /// Prints the calls, loads and references of every file.
    #[arg(long)]
    print: bool,
}

#[derive(Default)]
struct Row {
    n_files: usize,
    n_bytes: u64,
    n_calls: usize,
    n_questions: usize,
    n_imports: usize,
    n_loads: usize,
    n_problems: usize,
    time: Duration,
    slowest: Duration,
    slowest_path: String,
}

/// Runs `cargo xtask sources`.
pub(crate) fn sources(args: &SourcesArgs) -> Outcome {
    for tree in &args.tree {
        let mut rows: BTreeMap<SourceLanguage, Row> = BTreeMap::new();
        let mut n_all = 0;
        let paths = if tree.is_file() { vec![tree.clone()] } else { files_below(tree)? };
        for path in paths {
            let Ok(bytes) = fs::read(&path) else { continue };
            n_all += bytes.len() as u64;
            let name = path.file_name().unwrap_or_default().as_encoded_bytes();
            let Ok(tree_path) = TreePath::parse(name) else { continue };
            let Some(language) = language_of(&tree_path, &bytes) else { continue };
            let start = cpu_time()?;
            let (facts, problems) =
                heirloom_source::read(&tree_path, &bytes, &SourceLimits::standard());
            let time = cpu_time()?.saturating_sub(start);
            let row = rows.entry(language).or_default();
            row.n_files += 1;
            row.n_bytes += bytes.len() as u64;
            row.n_problems += problems.len();
            row.time += time;
            if time > row.slowest {
                row.slowest = time;
                row.slowest_path = path.display().to_string();
            }
            let Some(facts) = facts else { continue };
            row.n_calls += facts.calls.len();
            row.n_questions += facts.calls.iter().filter(|call| call.program.is_none()).count();
            row.n_imports += facts.imports.len() + facts.includes.len();
            row.n_loads += facts.loads.len();
            if args.print {
                print_facts(&path.display().to_string(), &facts);
            }
        }
        print(&tree.display().to_string(), n_all, &rows);
    }
    Ok(())
}

/// The CPU time of this program so far: wall clocks tell more about what else the machine does.
fn cpu_time() -> Result<Duration, Box<dyn std::error::Error>> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    let (user, system) = (usage.user_time(), usage.system_time());
    let microseconds = |time: nix::sys::time::TimeVal| {
        u64::try_from(time.tv_sec() * 1_000_000 + time.tv_usec()).unwrap_or_default()
    };
    Ok(Duration::from_micros(microseconds(user) + microseconds(system)))
}

fn print(tree: &str, n_all: u64, rows: &BTreeMap<SourceLanguage, Row>) {
    println!("{tree}");
    let megabytes = |n: u64| n as f64 / 1e6;
    for (language, row) in rows {
        println!(
            "  {:11} {:6} files {:8.1} MB {:7.2} s {:7.1} MB/s  {:6} calls, {:5} computed, {:6} imports, {:3} loads, {} problems; slowest {:.2} s {}",
            language.name(),
            row.n_files,
            megabytes(row.n_bytes),
            row.time.as_secs_f64(),
            megabytes(row.n_bytes) / row.time.as_secs_f64().max(1e-9),
            row.n_calls,
            row.n_questions,
            row.n_imports,
            row.n_loads,
            row.n_problems,
            row.slowest.as_secs_f64(),
            row.slowest_path,
        );
    }
    let n_bytes: u64 = rows.values().map(|row| row.n_bytes).sum();
    let time: Duration = rows.values().map(|row| row.time).sum();
    println!(
        "  all: {:.1} MB of source in {:.2} s, {:.1} MB/s; {:.1} MB of files, {:.1} MB/s",
        megabytes(n_bytes),
        time.as_secs_f64(),
        megabytes(n_bytes) / time.as_secs_f64().max(1e-9),
        megabytes(n_all),
        megabytes(n_all) / time.as_secs_f64().max(1e-9),
    );
}

fn print_facts(path: &str, facts: &heirloom_model::SourceFacts) {
    for call in &facts.calls {
        let program = call.program.as_deref().unwrap_or("?");
        println!(
            "{path}:{}\t{program}\t{}\t{}\t{}",
            call.span.first_line,
            call.through,
            call.ground,
            call.written.escape_debug()
        );
    }
    for load in &facts.loads {
        let library = load.library.as_deref().unwrap_or("?");
        println!(
            "{path}:{}\tload {library}\t{}\t{}",
            load.span.first_line, load.through, load.ground
        );
    }
    for install in &facts.installs {
        println!(
            "{path}:{}\tinstall {} {}",
            install.span.first_line, install.ecosystem, install.name
        );
    }
    for reference in &facts.model_references {
        println!("{path}:{}\t{:?} {:?}", reference.span.first_line, reference.role, reference.name);
    }
    for image in &facts.images {
        println!(
            "{path}:{}\timage {:?} delivered {}",
            image.span.first_line, image.image, image.is_delivered
        );
    }
    for service in &facts.services {
        println!("{path}:{}\t{service:?}", service.span.first_line);
    }
    if let Some(module) = &facts.module {
        println!("{path}\tmodule {module:?}");
    }
}
