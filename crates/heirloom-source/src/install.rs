// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Packages that command lines install.

use std::ops::Range;

use crate::{collect::Collector, value::Template};

/// How a tool is told to install, and how its packages are named.
struct Tool {
    ecosystem: &'static str,
    /// Subcommands that install.
    verbs: &'static [&'static str],
    /// Options with a value of their own.
    valued: &'static [&'static str],
    /// What stands between name and version.
    versions: &'static [&'static str],
}

fn tool(program: &str) -> Option<Tool> {
    let base = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let (ecosystem, verbs, valued, versions): (_, &[_], &[_], &[_]) = match base {
        "apt-get" | "apt" | "aptitude" => {
            ("deb", &["install"], &["-t", "-o", "-c", "--target-release"], &["="])
        }
        "apk" => (
            "apk",
            &["add"],
            &["-t", "--virtual", "--repository", "-X", "-p", "--root", "--arch"],
            &["~=", ">=", "<=", "=", "~", ">", "<"],
        ),
        "dnf" | "yum" | "microdnf" | "tdnf" | "zypper" => {
            ("rpm", &["install", "in"], &["--repo", "-c", "--installroot", "--setopt"], &["-="])
        }
        "pip" | "pipx" => (
            "pypi",
            &["install"],
            &[
                "-r",
                "--requirement",
                "-c",
                "--constraint",
                "-i",
                "--index-url",
                "--extra-index-url",
                "-t",
                "--target",
                "-f",
                "--find-links",
                "-e",
                "--editable",
                "--prefix",
            ],
            &["==", ">=", "<=", "~=", "!=", ">", "<", " @"],
        ),
        "npm" | "pnpm" | "bun" => {
            ("npm", &["install", "i", "add"], &["--prefix", "--registry", "-C", "--dir"], &["@"])
        }
        "yarn" => ("npm", &["add", "global"], &["--cwd", "--registry"], &["@"]),
        "gem" => ("gem", &["install"], &["-v", "--version", "-i"], &[":"]),
        "cargo" => (
            "cargo",
            &["install"],
            &[
                "--version",
                "--git",
                "--rev",
                "--branch",
                "--tag",
                "--path",
                "--root",
                "--features",
                "--vers",
            ],
            &["@"],
        ),
        "go" => ("golang", &["install", "get"], &["-ldflags", "-tags"], &["@"]),
        "pacman" => return None,
        _ => return None,
    };
    Some(Tool { ecosystem, verbs, valued, versions })
}

/// Reports the packages that a command installs.
pub(crate) fn read(
    program: &str,
    words: &[Template],
    range: &Range<usize>,
    collector: &mut Collector<'_>,
) {
    // `python -m pip install`, `uv pip install`.
    let is_module = program.starts_with("python")
        && words.first().and_then(Template::known) == Some("-m")
        && words.get(1).and_then(Template::known) == Some("pip");
    let is_uv = program == "uv" && words.first().and_then(Template::known) == Some("pip");
    let (program, words) = match (is_module, is_uv) {
        (true, _) => ("pip", &words[2..]),
        (_, true) => ("pip", &words[1..]),
        _ => (program, words),
    };
    let Some(tool) = tool(program) else { return };
    let mut has_verb = false;
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let Some(word) = word.known() else { continue };
        if tool.valued.contains(&word) {
            words.next();
        } else if word.starts_with('-') {
            // An option.
        } else if !has_verb {
            if !tool.verbs.contains(&word) {
                return;
            }
            has_verb = true;
        } else if !(program == "yarn" && word == "add") {
            package(&tool, word, range, collector);
        }
    }
}

fn package(tool: &Tool, word: &str, range: &Range<usize>, collector: &mut Collector<'_>) {
    let is_place = word.starts_with(['.', '/', '~', '$']) || word.contains("://");
    let ends = [".deb", ".rpm", ".whl", ".tgz", ".gem", ".apk"];
    if is_place || ends.iter().any(|end| word.ends_with(end)) {
        return;
    }
    // The scope of an npm package starts with the sign that stands before versions.
    let start = usize::from(word.starts_with('@'));
    let found = tool.versions.iter().filter_map(|sign| {
        let at = word.get(start..)?.find(sign)? + start;
        Some((at, sign.len()))
    });
    let (name, version) = match found.min_by_key(|&(at, len)| (at, usize::MAX - len)) {
        Some((at, len)) if len == 1 && ["@", "=", ":"].contains(&&word[at..at + len]) => {
            (&word[..at], Some(&word[at + len..]))
        }
        Some((at, _)) => (&word[..at], Some(&word[at..])),
        None => (word, None),
    };
    // Extras of Python packages stand in brackets.
    let name = name.split('[').next().unwrap_or_default().trim();
    let is_name = name.chars().any(char::is_alphanumeric)
        && !name.contains(|c: char| c.is_whitespace() || "$*{}()'\"`;|&<>".contains(c));
    if is_name {
        let version = version.map(str::trim).filter(|version| !version.is_empty());
        collector.install(tool.ecosystem, name, version, range.clone());
    }
}
