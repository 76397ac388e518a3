// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask sample`: findings drawn at random, with their lines, for people to read.

use std::{
    collections::BTreeMap,
    error::Error,
    ffi::OsString,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{accuracy::program, child, sha256::sha256};
use crate::{Outcome, repository::Repository};

/// Draws findings of a tree at random and writes them with their lines for people to judge.
///
/// Half of the license finds are drawn from all finds; the other half from finds that are no tags,
/// at most one of each rule, so that rare rules are read too.
#[derive(clap::Args)]
pub(crate) struct SampleArgs {
    /// The tree to scan.
    #[arg(long)]
    tree: PathBuf,
    /// Where the sheet is written, as Markdown.
    #[arg(long)]
    out: PathBuf,
    /// How many license finds are drawn.
    #[arg(long, default_value_t = 30)]
    licenses: usize,
    /// How many copyright statements are drawn.
    #[arg(long, default_value_t = 10)]
    copyrights: usize,
    /// Any word; another one draws another sample.
    #[arg(long, default_value = "one")]
    seed: String,
    /// The program; built when not given.
    #[arg(long)]
    heirloom: Option<PathBuf>,
    /// More arguments for `heirloom scan`.
    #[arg(last = true)]
    arguments: Vec<OsString>,
}

/// The most lines of a find that are shown, from its start and from its end.
const SHOWN: (usize, usize) = (24, 8);
/// The most bytes of a line that are shown.
const MAX_LINE: usize = 300;

#[derive(Deserialize)]
struct Report {
    project: Folder,
    files: Vec<File>,
}

#[derive(Deserialize)]
struct Folder {
    concluded: Option<Concluded>,
}

#[derive(Deserialize)]
struct Concluded {
    expression: Option<String>,
    reason: String,
}

#[derive(Deserialize)]
struct File {
    path: String,
    role: String,
    concluded: Option<Concluded>,
    finds: Vec<Find>,
    copyrights: Vec<Copyright>,
}

#[derive(Deserialize)]
struct Find {
    expression: String,
    kind: String,
    rule: String,
    span: Lines,
}

#[derive(Deserialize)]
struct Copyright {
    statement: String,
    span: Lines,
}

#[derive(Clone, Copy, Deserialize)]
struct Lines {
    first_line: usize,
    last_line: usize,
}

/// One finding of the sheet.
struct Drawn<'r> {
    path: &'r str,
    lines: Lines,
    says: String,
}

/// Runs `cargo xtask sample`.
pub(crate) fn sample(repository: &Repository, args: &SampleArgs) -> Outcome {
    let program = program(args.heirloom.as_ref(), repository)?;
    let temporary = tempfile::tempdir()?;
    let json = temporary.path().join("scan.json");
    let mut arguments: Vec<OsString> =
        ["scan", "--json", "--no-cache", "--quiet"].map(Into::into).into();
    arguments.extend_from_slice(&args.arguments);
    arguments.push(args.tree.clone().into());
    let usage = child::run(&program, &arguments, &[], &json)?;
    let report: Report = serde_json::from_slice(&fs::read(&json)?)?;
    let sheet = sheet(&report, args)?;
    fs::write(&args.out, sheet)?;
    let concluded = report.project.concluded.as_ref();
    let expression = concluded.and_then(|concluded| concluded.expression.as_deref());
    let reason = concluded.map_or("", |concluded| concluded.reason.as_str());
    println!("concluded {} ({reason}); {usage}", expression.unwrap_or("nothing"));
    Ok(())
}

/// Findings by their place in the drawing.
type Drawing<'r> = BTreeMap<[u8; 32], Drawn<'r>>;

fn sheet(report: &Report, args: &SampleArgs) -> Result<String, Box<dyn Error>> {
    let mut drawn = draw_finds(report, args);
    let of_rules = draw_of_rules(report, args).into_iter();
    let mut rest: Drawing<'_> = of_rules.filter(|(key, _)| !drawn.contains_key(key)).collect();
    while drawn.len() < args.licenses {
        let Some((key, find)) = rest.pop_first() else { break };
        drawn.insert(key, find);
    }
    let statements = draw_statements(report, args);
    let mut sheet = String::new();
    for (number, found) in drawn.values().chain(statements.values()).enumerate() {
        let Lines { first_line, last_line } = found.lines;
        writeln!(sheet, "## {}. {}:{first_line}", number + 1, found.path)?;
        writeln!(sheet, "\n{} (lines {first_line}-{last_line})\n", found.says)?;
        sheet.push_str(&excerpt(&args.tree, found)?);
    }
    Ok(sheet)
}

/// All license finds that are no clues.
fn finds(report: &Report) -> impl Iterator<Item = (&File, &Find)> {
    // Of a collection of license texts the report says that it is one, and concludes nothing.
    let is_data = |file: &&File| file.role == "license-text" && file.concluded.is_none();
    let files = report.files.iter().filter(move |file| !is_data(file));
    let finds = files.flat_map(|file| file.finds.iter().map(move |find| (file, find)));
    finds.filter(|(_, find)| find.kind != "clue")
}

/// Half of the license finds, from all.
fn draw_finds<'r>(report: &'r Report, args: &SampleArgs) -> Drawing<'r> {
    let mut drawn = Drawing::new();
    for (file, find) in finds(report) {
        drawn.insert(key(args, file, find.span, &find.expression), self::drawn(file, find));
        if drawn.len() > args.licenses.div_ceil(2) {
            drawn.pop_last();
        }
    }
    drawn
}

/// One find of each rule, tags left out.
fn draw_of_rules<'r>(report: &'r Report, args: &SampleArgs) -> Drawing<'r> {
    let mut of_rule: BTreeMap<&str, ([u8; 32], Drawn<'_>)> = BTreeMap::new();
    for (file, find) in finds(report).filter(|(_, find)| find.kind != "tag") {
        let key = key(args, file, find.span, &find.expression);
        let entry = of_rule.entry(&find.rule).or_insert_with(|| (key, drawn(file, find)));
        if key < entry.0 {
            *entry = (key, drawn(file, find));
        }
    }
    of_rule.into_values().collect()
}

fn draw_statements<'r>(report: &'r Report, args: &SampleArgs) -> Drawing<'r> {
    let mut drawn = Drawing::new();
    for file in &report.files {
        for found in &file.copyrights {
            let key = key(args, file, found.span, &found.statement);
            let says = format!("copyright: `{}`", found.statement);
            drawn.insert(key, Drawn { path: &file.path, lines: found.span, says });
            if drawn.len() > args.copyrights {
                drawn.pop_last();
            }
        }
    }
    drawn
}

/// Where a finding stands in the drawing.
fn key(args: &SampleArgs, file: &File, lines: Lines, says: &str) -> [u8; 32] {
    let first = lines.first_line;
    sha256(format!("{}\0{}\0{first}\0{says}", args.seed, file.path).as_bytes())
}

fn drawn<'r>(file: &'r File, find: &Find) -> Drawn<'r> {
    let says = format!("license: `{}`, {}, rule `{}`", find.expression, find.kind, find.rule);
    Drawn { path: &file.path, lines: find.span, says }
}

/// The lines of a finding, indented, with two on each side.
fn excerpt(tree: &Path, found: &Drawn<'_>) -> Result<String, Box<dyn Error>> {
    let path = tree.join(found.path);
    let bytes = fs::read(&path).or_else(|error| match found.path.contains("!/") {
        true => Ok("(inside an archive)".into()),
        false => Err(format!("read {}: {error}", path.display())),
    })?;
    let text = String::from_utf8_lossy(&bytes);
    let start = found.lines.first_line.saturating_sub(3);
    let end = found.lines.last_line + 2;
    let lines: Vec<&str> = text.lines().skip(start).take(end - start).collect();
    let mut excerpt = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at == SHOWN.0 && lines.len() > SHOWN.0 + SHOWN.1 {
            excerpt.push_str("    ...\n");
        }
        if at >= SHOWN.0 && at + SHOWN.1 < lines.len() {
            continue;
        }
        let line = &line[..line.floor_char_boundary(MAX_LINE)];
        writeln!(excerpt, "    {:5} {line}", start + at + 1)?;
    }
    excerpt.push('\n');
    Ok(excerpt)
}
