// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `docs/status.toml`: what works, shown by commands.
//!
//! Each capability names the command that shows it, the real input it was shown on and the figure
//! seen. Quick ones are run here: they must end as they say and print what they say.

use std::{
    collections::BTreeSet,
    error::Error,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde::Deserialize;

use crate::{
    Outcome,
    repository::{Repository, output},
};

/// Checks docs/status.toml and runs its quick commands.
#[derive(clap::Args)]
pub(crate) struct StatusArgs {
    /// Checks the form only.
    #[arg(long)]
    form_only: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Status {
    capability: Vec<Capability>,
}

/// One thing that works.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Capability {
    /// Kebab-case name.
    id: String,
    /// What works, for a reader who has not seen it.
    what: String,
    /// The command that shows it, from the root of the repository, without a shell.
    command: String,
    /// What it was shown on.
    input: String,
    /// The figure seen.
    figure: String,
    /// Whether the command needs nothing but the repository and ends in seconds.
    #[serde(default)]
    quick: bool,
    /// The exit code of a quick command.
    #[serde(default)]
    exit: i32,
    /// What the output of a quick command contains.
    #[serde(default)]
    shows: Vec<String>,
}

/// Runs `cargo xtask status`.
pub(crate) fn status(repository: &Repository, args: &StatusArgs) -> Outcome {
    if args.form_only { read(repository).map(drop) } else { run(repository) }
}

/// Checks the form and runs the quick commands.
pub(crate) fn run(repository: &Repository) -> Outcome {
    let capabilities = read(repository)?;
    let quick: Vec<&Capability> = capabilities.iter().filter(|c| c.quick).collect();
    println!("docs/status.toml: {} capabilities, {} quick", capabilities.len(), quick.len());
    if quick.is_empty() {
        return Ok(());
    }
    let heirloom = build_heirloom(repository.root())?;
    let mut failed = Vec::new();
    for capability in quick {
        let result = show(capability, repository.root(), &heirloom);
        println!("  {}: {}", capability.id, if result.is_ok() { "ok" } else { "FAILED" });
        if let Err(error) = result {
            println!("    {error}");
            failed.push(capability.id.as_str());
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("not shown: {}", failed.join(", ")).into()) }
}

fn read(repository: &Repository) -> Result<Vec<Capability>, Box<dyn Error>> {
    parse(&std::fs::read_to_string(repository.root().join("docs/status.toml"))?)
}

/// Reads the text and checks its form.
fn parse(text: &str) -> Result<Vec<Capability>, Box<dyn Error>> {
    let status: Status = toml::from_str(text)?;
    let mut wrong = Vec::new();
    let mut ids = BTreeSet::new();
    for capability in &status.capability {
        let id = &capability.id;
        if id.is_empty() || !id.bytes().all(|b| b == b'-' || b.is_ascii_lowercase()) {
            wrong.push(format!("`{id}` is not a kebab-case id"));
        }
        if !ids.insert(id) {
            wrong.push(format!("`{id}` stands twice"));
        }
        let fields = [
            ("what", &capability.what),
            ("command", &capability.command),
            ("input", &capability.input),
            ("figure", &capability.figure),
        ];
        for (name, value) in fields {
            if value.trim().is_empty() {
                wrong.push(format!("`{id}` has an empty `{name}`"));
            }
            if has_date(value) {
                wrong.push(format!("`{id}` has a date in `{name}`: git knows when"));
            }
        }
        if !capability.quick && (capability.exit != 0 || !capability.shows.is_empty()) {
            wrong.push(format!("`{id}` is not quick: `exit` and `shows` are never checked"));
        }
    }
    if wrong.is_empty() { Ok(status.capability) } else { Err(wrong.join("\n").into()) }
}

/// Whether a text holds a date such as `2031-02-01`.
fn has_date(text: &str) -> bool {
    text.as_bytes().windows(10).any(|window| {
        window.iter().enumerate().all(|(position, byte)| match position {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    })
}

/// Builds the program once and tells where it is.
pub(crate) fn build_heirloom(root: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let messages = output(
        Command::new("cargo")
            .args(["build", "--release", "--locked", "-p", "heirloom-cli"])
            .args(["--message-format", "json-render-diagnostics"])
            .current_dir(root),
    )?;
    let executable = messages.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let program = message["target"]["name"] == "heirloom";
        message["executable"].as_str().filter(|_| program).map(PathBuf::from)
    });
    Ok(executable.ok_or("heirloom-cli builds no program named heirloom")?)
}

/// Runs a quick command and compares what it does with what it should do.
fn show(capability: &Capability, root: &Path, heirloom: &Path) -> Outcome {
    let words = split(&capability.command);
    let (program, arguments) = words.split_first().ok_or("no command")?;
    let program = if program == "heirloom" { heirloom } else { Path::new(program) };
    let done =
        Command::new(program).args(arguments).current_dir(root).stdin(Stdio::null()).output()?;
    let text = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
    if done.status.code() != Some(capability.exit) {
        let tail: String = text.lines().rev().take(5).collect::<Vec<_>>().join(" / ");
        return Err(format!("`{}` ended with {}: {tail}", capability.command, done.status).into());
    }
    match capability.shows.iter().find(|wanted| !text.contains(wanted.as_str())) {
        Some(missing) => Err(format!("`{}` does not show {missing:?}", capability.command).into()),
        None => Ok(()),
    }
}

/// Splits a command at spaces; parts in single or double quotes stay whole.
fn split(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in command.chars() {
        match (quote, character) {
            (None, ' ') => words.extend(word.take()),
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (Some(open), _) if open == character => quote = None,
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        [[capability]]
        id = "scan-folder"
        what = "scans"
        command = "heirloom scan 'a b'"
        input = "curl"
        figure = "12 files"
        quick = true
        shows = ["MIT"]
    "#;

    #[track_caller]
    fn check(from: &str, to: &str, expect: &str) {
        let error = parse(&GOOD.replace(from, to)).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some(expect));
    }

    #[test]
    fn the_form_is_checked() {
        assert_eq!(parse(GOOD).unwrap().len(), 1);
        check("12 files", " ", "`scan-folder` has an empty `figure`");
        check("12 files", "on 2031-02-01", "`scan-folder` has a date in `figure`: git knows when");
        check("scan-folder", "Scan", "`Scan` is not a kebab-case id");
        check(
            "quick = true",
            "",
            "`scan-folder` is not quick: `exit` and `shows` are never checked",
        );
        let twice = parse(&GOOD.repeat(2)).err().map(|error| error.to_string());
        assert_eq!(twice.as_deref(), Some("`scan-folder` stands twice"));
    }

    #[test]
    fn commands_are_split_at_spaces() {
        assert_eq!(split("heirloom  scan 'a b' \"\""), ["heirloom", "scan", "a b", ""]);
    }

    #[test]
    fn what_is_not_shown_is_told() {
        let mut capability = parse(GOOD).unwrap().remove(0);
        capability.command = "heirloom --version".into();
        let cargo = Path::new("cargo");
        let error = show(&capability, Path::new("."), cargo).unwrap_err().to_string();
        assert_eq!(error, "`heirloom --version` does not show \"MIT\"");
        capability.shows = vec!["cargo".into()];
        assert!(show(&capability, Path::new("."), cargo).is_ok());
        capability.exit = 3;
        assert!(show(&capability, Path::new("."), cargo).is_err());
    }
}
