// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask bench`: time and memory, beside another program and beside reading the bytes.
//!
//! Each figure covers the whole path a user waits for, output included. Both programs run in turn
//! on the same tree after all its bytes were read once, so that the disk plays no part.

use std::{
    error::Error,
    ffi::OsString,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use super::{
    accuracy::program,
    cases::files_below,
    child::{self, Usage},
};
use crate::{Outcome, repository::Repository};

/// Compares time and memory with another program on given trees.
#[derive(clap::Args)]
pub(crate) struct BenchArgs {
    /// A tree; may be given more than once.
    #[arg(long, required = true)]
    tree: Vec<PathBuf>,
    /// The other program; speaks ScanCode's command line.
    #[arg(long)]
    peer: Option<PathBuf>,
    /// How often heirloom runs; the run with the least CPU time counts. The peer runs once.
    #[arg(long, default_value_t = 3)]
    runs: u32,
    /// Measures a cold `check` beside a cold `scan`, in turn, and nothing else.
    #[arg(long)]
    check: bool,
    /// The program; built when not given.
    #[arg(long)]
    heirloom: Option<PathBuf>,
    /// More arguments for `heirloom scan`.
    #[arg(last = true)]
    arguments: Vec<OsString>,
}

/// A program with arguments that come before the tree.
struct Contender<'a> {
    program: &'a Path,
    arguments: Vec<OsString>,
}

impl Contender<'_> {
    fn run(&self, tree: &Path, out: &Path) -> Result<Usage, Box<dyn Error>> {
        let mut arguments = self.arguments.clone();
        arguments.push(tree.into());
        let usage = child::run(self.program, &arguments, &[], out)?;
        // 1: a check found something; 3: some input could not be read, the rest was.
        if !matches!(usage.code, 0 | 1 | 3) {
            return Err(format!("{} ended with {}", self.program.display(), usage.code).into());
        }
        Ok(usage)
    }

    /// The run with the least CPU time.
    fn best(&self, tree: &Path, runs: u32, out: &Path) -> Result<Usage, Box<dyn Error>> {
        let mut best = self.run(tree, out)?;
        for _ in 1..runs {
            let usage = self.run(tree, out)?;
            if usage.cpu_s < best.cpu_s {
                best = usage;
            }
        }
        Ok(best)
    }
}

/// Runs `cargo xtask bench`.
pub(crate) fn bench(repository: &Repository, args: &BenchArgs) -> Outcome {
    let heirloom = program(args.heirloom.as_ref(), repository)?;
    let temporary = tempfile::tempdir()?;
    let ours = |words: &str| Contender {
        program: &heirloom,
        arguments: words
            .split(' ')
            .map(OsString::from)
            .chain(args.arguments.iter().cloned())
            .collect(),
    };
    if args.check {
        return args
            .tree
            .iter()
            .try_for_each(|tree| check(&ours, tree, args.runs, temporary.path()));
    }
    start(&ours("scan --jsonl --quiet --no-cache"), temporary.path())?;
    for tree in &args.tree {
        let (n_files, n_bytes, floor) = read_all(tree)?;
        println!(
            "\n{}: {n_files} files, {:.1} MB; counting lines of every byte: {floor:.2} CPU s",
            tree.display(),
            n_bytes as f64 / 1e6
        );
        let out = temporary.path().join("out");
        let rows = [
            (
                "licenses",
                "scan --jsonl --quiet --no-cache --no-copyrights --no-packages",
                "--license",
            ),
            ("all", "scan --jsonl --quiet --no-cache", "--license --copyright --package"),
        ];
        for (name, words, peer_words) in rows {
            let usage = ours(words).best(tree, args.runs, &out)?;
            println!("  {name:<10} heirloom  {usage}  {:.1}x the floor", usage.cpu_s / floor);
            let Some(peer) = &args.peer else { continue };
            let mut arguments: Vec<OsString> = vec!["scan".into(), "--quiet".into()];
            arguments.extend(peer_words.split(' ').map(OsString::from));
            arguments.extend(["--json".into(), temporary.path().join("peer").into()]);
            let theirs = Contender { program: peer, arguments }.run(tree, &out)?;
            let ratio = theirs.cpu_s / usage.cpu_s;
            println!("  {name:<10} peer      {theirs}  {ratio:.1}x ours");
        }
        cache(&ours, tree, temporary.path())?;
    }
    Ok(())
}

/// What a cold check costs beside a cold scan of the same tree, each the least of runs in turn.
fn check<'a>(
    ours: &impl Fn(&str) -> Contender<'a>,
    tree: &Path,
    runs: u32,
    folder: &Path,
) -> Outcome {
    let out = folder.join("out");
    let contenders =
        [ours("scan --json --quiet --no-cache"), ours("check --json --quiet --no-cache")];
    let mut least: [Option<Usage>; 2] = [None, None];
    for _ in 0..runs {
        for (contender, least) in contenders.iter().zip(&mut least) {
            let usage = contender.run(tree, &out)?;
            if least.as_ref().is_none_or(|least| usage.cpu_s < least.cpu_s) {
                *least = Some(usage);
            }
        }
    }
    if let [Some(scan), Some(check)] = least {
        println!("{}", tree.display());
        println!("  scan   {scan}");
        println!("  check  {check}  {:.2}x the scan", check.cpu_s / scan.cpu_s);
    }
    Ok(())
}

/// The time to scan one small file.
fn start(ours: &Contender<'_>, folder: &Path) -> Outcome {
    let file = folder.join("small.c");
    fs::write(&file, "// Copyright 2020 Jane Doe\nint main(void) { return 0; }\n")?;
    let mut walls = Vec::new();
    for _ in 0..11 {
        walls.push(ours.run(&file, &folder.join("out"))?.wall_s);
    }
    walls.sort_by(f64::total_cmp);
    println!("one small file: {:.1} ms (median of {})", walls[walls.len() / 2] * 1e3, walls.len());
    Ok(())
}

/// A second run from the cache, and equal bytes whatever the threads and the cache.
fn cache<'a>(ours: &impl Fn(&str) -> Contender<'a>, tree: &Path, folder: &Path) -> Outcome {
    let cache = folder.join("cache");
    let words = format!("scan --jsonl --quiet --cache-dir {}", cache.display());
    let outs = ["one", "two", "cold", "warm"].map(|name| folder.join(name));
    ours("scan --jsonl --quiet --no-cache --threads 1").run(tree, &outs[0])?;
    ours("scan --jsonl --quiet --no-cache --threads 2").run(tree, &outs[1])?;
    let cold = ours(&words).run(tree, &outs[2])?;
    let warm = ours(&words).run(tree, &outs[3])?;
    println!("  cold, filling the cache  {cold}");
    println!("  warm, from the cache     {warm}  {:.1}x less CPU", cold.cpu_s / warm.cpu_s);
    fs::remove_dir_all(&cache)?;
    let first = fs::read(&outs[0])?;
    for (name, out) in [("2 threads", &outs[1]), ("cold", &outs[2]), ("warm", &outs[3])] {
        if fs::read(out)? != first {
            return Err(format!("the output of `{name}` differs from that of 1 thread").into());
        }
    }
    println!("  equal output on 1 and 2 threads, cold and warm");
    Ok(())
}

/// Reads every byte and counts lines: files, bytes and CPU seconds of the second pass.
fn read_all(tree: &Path) -> Result<(usize, u64, f64), Box<dyn Error>> {
    let files = files_below(tree)?;
    let mut buffer = Vec::new();
    let mut figures = (0, 0.0);
    for _ in 0..2 {
        let before = child::own_cpu_s()?;
        let (mut n_bytes, mut n_lines) = (0, 0);
        for file in &files {
            buffer.clear();
            if fs::File::open(file).and_then(|mut file| file.read_to_end(&mut buffer)).is_ok() {
                n_bytes += buffer.len() as u64;
                n_lines += memchr::memchr_iter(b'\n', &buffer).count();
            }
        }
        std::hint::black_box(n_lines);
        figures = (n_bytes, child::own_cpu_s()? - before);
    }
    Ok((files.len(), figures.0, figures.1.max(0.001)))
}
