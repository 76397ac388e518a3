// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Everything that must pass before a change lands, with the time of each step.
//!
//! A failed step does not stop the others: one run shows all that is wrong. Tools that are not
//! part of the Rust toolchain are pinned in `.ci/tools.toml` and installed into the user's cache.

mod tools;

use std::{
    error::Error,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use self::tools::Tools;
use crate::{Outcome, generate, repository::Repository, self_bill, self_scan, status, tidy};

/// The steps done so far.
#[derive(Default)]
struct Steps {
    done: Vec<(String, Duration, bool)>,
}

impl Steps {
    fn step(&mut self, name: &str, run: impl FnOnce() -> Outcome) {
        println!("\n=== {name}");
        let start = Instant::now();
        let result = run();
        let took = start.elapsed();
        if let Err(error) = &result {
            println!("FAILED: {error}");
        }
        println!("--- {name}: {:.1} s", took.as_secs_f64());
        self.done.push((name.to_owned(), took, result.is_ok()));
    }

    fn finish(self) -> Outcome {
        println!("\n{:>8}  step", "seconds");
        let mut total = Duration::ZERO;
        for (name, took, good) in &self.done {
            let seconds = took.as_secs_f64();
            println!("{seconds:>8.1}  {name}{}", if *good { "" } else { "  FAILED" });
            total += *took;
        }
        println!("{:>8.1}  total", total.as_secs_f64());
        let n_failed = self.done.iter().filter(|(_, _, good)| !good).count();
        println!("{} passed, {n_failed} failed", self.done.len() - n_failed);
        if n_failed == 0 { Ok(()) } else { Err(format!("{n_failed} steps failed").into()) }
    }
}

/// Runs `cargo xtask ci`.
pub(crate) fn ci(repository: &Repository) -> Outcome {
    let root = repository.root();
    let tools = Tools::read(root)?;
    let mut steps = Steps::default();
    steps.step("fmt", || cargo(root, "fmt --all -- --check"));
    steps.step("tidy", || tidy::tidy(repository));
    steps.step("generate", || generate::check(repository));
    steps.step("deny", || deny(root, &tools));
    steps
        .step("clippy", || cargo(root, "clippy --workspace --all-targets --locked -- -D warnings"));
    steps.step("tests, build", || nextest(root, &tools, "--no-run"));
    steps.step("tests, run", || nextest(root, &tools, "--profile ci"));
    if has_program(REGISTRY) {
        steps.step("registry of others", || registry(repository));
    } else {
        println!("\n=== registry of others: left out, {REGISTRY} is not installed");
    }
    steps.step("documentation", || documentation(root));
    if root.join("fuzz/Cargo.toml").exists() {
        steps.step("fuzz targets, check", || fuzz(root));
    }
    for command in readme_commands(&std::fs::read_to_string(root.join("README.md"))?) {
        steps.step(&format!("README: {command}"), || {
            let arguments = command.strip_prefix("cargo ").ok_or("it does not start with cargo")?;
            cargo(root, arguments)
        });
    }
    steps.step("status", || status::run(repository));
    steps.step("scan of this repository", || self_scan::self_scan(repository));
    steps.step("bill of materials of this repository", || self_bill::self_bill(repository));
    steps.finish()
}

/// A registry in Debian's packages, which some tests pull from.
const REGISTRY: &str = "docker-registry";

/// Runs `cargo xtask registry`: the tests that are left out elsewhere, as they need that program.
pub(crate) fn registry(repository: &Repository) -> Outcome {
    if !has_program(REGISTRY) {
        return Err(format!("{REGISTRY} is not installed (`apt install {REGISTRY}`)").into());
    }
    let words = "test --locked --package heirloom-intake --lib -- --ignored real_registries";
    cargo(repository.root(), words)
}

fn has_program(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// The commands of the README: the lines of its `sh` blocks.
fn readme_commands(readme: &str) -> Vec<&str> {
    let mut commands = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside => commands.push(line),
            _ => {}
        }
    }
    commands
}

fn nextest(root: &Path, tools: &Tools, arguments: &str) -> Outcome {
    let program = tools.program("cargo-nextest")?;
    let words = format!("nextest run --workspace --locked {arguments}");
    run(Command::new(program).args(words.split(' ')).current_dir(root))
}

/// Licenses, bans and sources of dependencies. Advisories need a database from the network and
/// are checked where releases are made.
fn deny(root: &Path, tools: &Tools) -> Outcome {
    let program = tools.program("cargo-deny")?;
    let words = "--locked --all-features check --hide-inclusion-graph bans licenses sources";
    run(Command::new(program).args(words.split(' ')).current_dir(root))
}

fn documentation(root: &Path) -> Outcome {
    let words = "doc --workspace --no-deps --locked --document-private-items";
    let mut command = Command::new("cargo");
    // Private items are documented too, so links to them lead somewhere.
    let flags = "-D warnings -A rustdoc::private-intra-doc-links";
    run(command.args(words.split(' ')).env("RUSTDOCFLAGS", flags).current_dir(root))
}

/// Fuzz targets compile on any toolchain; linking and running them needs a nightly one.
fn fuzz(root: &Path) -> Outcome {
    let mut command = Command::new("cargo");
    command.args(["check", "--locked", "--bins", "--manifest-path", "fuzz/Cargo.toml"]);
    // Nothing is linked, so the C++ runtime of the fuzzer need not be built.
    run(command.env("CUSTOM_LIBFUZZER_PATH", "/nowhere/libFuzzer.a").current_dir(root))
}

fn cargo(root: &Path, arguments: &str) -> Outcome {
    run(Command::new("cargo").args(arguments.split(' ')).current_dir(root))
}

/// Runs a command without input, its output shown.
fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let status = command.stdin(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readme_commands_are_found() {
        let readme = "# A\n```sh\ncargo a\n```\ntext\n```text\nout\n```\n```sh\ncargo b\n```\n";
        assert_eq!(readme_commands(readme), ["cargo a", "cargo b"]);
    }

    #[test]
    fn a_failed_step_fails_the_run() {
        let mut steps = Steps::default();
        steps.step("good", || Ok(()));
        assert!(Steps { done: steps.done.clone() }.finish().is_ok());
        steps.step("bad", || Err("wrong".into()));
        assert!(steps.finish().is_err());
    }
}
