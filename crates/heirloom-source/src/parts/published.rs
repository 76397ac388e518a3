// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What packages leave out when they are published: `files` of `package.json`, `.npmignore`,
//! `MANIFEST.in` of Python.
//!
//! Where a package publishes what is only made of its source, such as `dist`, its source goes along in
//! that form: nothing is known of it then.

use std::collections::{BTreeMap, BTreeSet};

use heirloom_model::{BuildLine, TreePath};

use super::files::{fits_pattern, is_within};
use crate::build::npm::{FILES, IGNORE, MAIN, TEMPLATE};

/// Packages and their files.
#[derive(Debug, Default)]
pub(super) struct Packages {
    /// What the files of each folder say.
    lines: BTreeMap<TreePath, Vec<(TreePath, BuildLine)>>,
    /// Files that programs of JavaScript are made of.
    files: BTreeSet<TreePath>,
}

/// What packages leave out, by their folders.
#[derive(Debug, Default)]
pub(super) struct Published {
    npm: BTreeMap<TreePath, Npm>,
    templates: BTreeMap<TreePath, Template>,
}

#[derive(Debug)]
struct Npm {
    /// The file that tells.
    told_by: TreePath,
    /// Patterns of what is published; of what is not where there are none.
    files: Option<Vec<String>>,
    main: Vec<String>,
    ignored: Vec<String>,
}

#[derive(Debug)]
struct Template {
    told_by: TreePath,
    commands: Vec<Vec<String>>,
}

/// Whether programs of JavaScript are made of a file.
fn is_part(path: &TreePath) -> bool {
    let ends: [&[u8]; 12] = [
        b".js", b".mjs", b".cjs", b".jsx", b".ts", b".mts", b".cts", b".tsx", b".json", b".css",
        b".wasm", b".node",
    ];
    ends.iter().any(|end| path.file_name().ends_with(end))
}

impl Packages {
    pub(super) fn observe(&mut self, path: &TreePath) {
        if is_part(path) {
            self.files.insert(path.clone());
        }
    }

    /// Whether lines are of such a file; they are taken in then.
    pub(super) fn say(&mut self, path: &TreePath, lines: &mut Vec<BuildLine>) -> bool {
        let is_own = |line: &BuildLine| [FILES, IGNORE, MAIN, TEMPLATE].contains(&&*line.name);
        if !lines.first().is_some_and(is_own) {
            return false;
        }
        let own = self.lines.entry(path.parent().unwrap_or_default()).or_default();
        own.extend(std::mem::take(lines).into_iter().map(|line| (path.clone(), line)));
        true
    }

    pub(super) fn published(&self) -> Published {
        let mut published = Published::default();
        for (folder, lines) in &self.lines {
            let of = |name: &'static str| lines.iter().filter(move |(_, line)| *line.name == *name);
            let words = |name: &'static str| -> Vec<String> {
                of(name).flat_map(|(_, line)| &line.words).map(|word| word.to_string()).collect()
            };
            let commands: Vec<Vec<String>> = of(TEMPLATE)
                .map(|(_, line)| line.words.iter().map(|word| word.to_string()).collect())
                .collect();
            if let Some((told_by, _)) = of(TEMPLATE).next() {
                let template = Template { told_by: told_by.clone(), commands };
                published.templates.insert(folder.clone(), template);
            }
            let told_by = of(FILES).chain(of(IGNORE)).next();
            let Some((told_by, _)) = told_by.filter(|_| of(MAIN).next().is_some()) else {
                continue;
            };
            let npm = Npm {
                told_by: told_by.clone(),
                files: of(FILES).next().map(|_| words(FILES)),
                main: words(MAIN),
                ignored: words(IGNORE),
            };
            if self.is_there(folder, &npm) {
                published.npm.insert(folder.clone(), npm);
            }
        }
        published
    }

    /// Whether all that a package publishes lies in the tree: nothing of it is made first.
    fn is_there(&self, folder: &TreePath, npm: &Npm) -> bool {
        let files = npm.files.iter().flatten().filter(|word| !word.starts_with('!'));
        let mut named = files.chain(&npm.main).filter(|word| !is_text(word));
        let below: Vec<&TreePath> = self
            .files
            .range(folder.clone()..)
            .take_while(|file| is_within(file, folder.as_bytes()))
            .collect();
        let rest = |file: &TreePath| relative(file, folder).map(<[u8]>::to_vec);
        let below: Vec<Vec<u8>> = below.into_iter().filter_map(rest).collect();
        named.all(|word| below.iter().any(|file| is_named(file, word)))
    }
}

/// Whether a pattern names texts alone.
fn is_text(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or(&lower);
    let starts = ["readme", "license", "licence", "changelog", "history", "notice", "copying"];
    [".md", ".txt", ".d.ts", ".map"].iter().any(|end| name.ends_with(end))
        || starts.iter().any(|start| name.starts_with(start))
}

fn relative<'p>(path: &'p TreePath, folder: &TreePath) -> Option<&'p [u8]> {
    let rest = path.as_bytes().strip_prefix(folder.as_bytes())?;
    match folder.is_root() {
        true => Some(rest),
        false => rest.strip_prefix(b"/"),
    }
}

/// Whether a pattern of `files` names a file, or a folder around it.
fn is_named(file: &[u8], word: &str) -> bool {
    let word = word.trim_start_matches("./").trim_start_matches('/').trim_end_matches('/');
    let word = word.trim_end_matches("/**/*").trim_end_matches("/**").trim_end_matches("/*");
    if word.is_empty() || word == "." || word == "*" || word == "**" {
        return true;
    }
    let word = word.replace("**", "*");
    if let Some((before, rest)) = word.split_once('{')
        && let Some((choices, after)) = rest.split_once('}')
    {
        return choices.split(',').any(|one| is_named(file, &format!("{before}{one}{after}")));
    }
    let ends = memchr::memchr_iter(b'/', file).chain([file.len()]);
    ends.into_iter().any(|end| fits_pattern(&file[..end], word.as_bytes())) || is_main(file, &word)
}

/// Whether a name is that of a file, with an end that may be left out.
fn is_main(file: &[u8], word: &str) -> bool {
    let word = word.trim_start_matches("./").trim_end_matches('/').as_bytes();
    let ends = ["", ".js", ".json", ".cjs", ".mjs", "/index.js"];
    file.strip_prefix(word).is_some_and(|rest| ends.iter().any(|end| rest == end.as_bytes()))
}

/// Whether a line of an ignore file leaves a file out: names without a folder hold everywhere.
fn is_ignored(file: &[u8], lines: &[String]) -> bool {
    let mut is_out = false;
    for line in lines {
        let (pattern, is_back) = match line.strip_prefix('!') {
            Some(pattern) => (pattern, true),
            None => (line.as_str(), false),
        };
        let plain = pattern.trim_end_matches('/');
        let fits = match plain.contains('/') {
            true => is_named(file, plain),
            false => {
                let mut parts = file.split(|byte| *byte == b'/');
                parts.any(|part| fits_pattern(part, plain.as_bytes()))
            }
        };
        if fits {
            is_out = !is_back;
        }
    }
    is_out
}

impl Npm {
    fn leaves_out(&self, file: &[u8]) -> bool {
        let is_always = self.main.iter().any(|word| is_main(file, word))
            || !file.contains(&b'/') && (file == b"package.json" || is_text_name(file));
        if is_always {
            return false;
        }
        match &self.files {
            Some(files) => {
                let takes = files.iter().any(|word| !word.starts_with('!') && is_named(file, word));
                let drops = files.iter().filter_map(|word| word.strip_prefix('!'));
                !takes || drops.into_iter().any(|word| is_named(file, word))
            }
            None => is_ignored(file, &self.ignored),
        }
    }
}

fn is_text_name(file: &[u8]) -> bool {
    str::from_utf8(file).is_ok_and(is_text)
}

impl Template {
    /// Whether the commands leave a file out; the last that speaks of it decides.
    fn leaves_out(&self, file: &[u8]) -> bool {
        let name = file.rsplit(|byte| *byte == b'/').next().unwrap_or(file);
        let fits = |text: &[u8], patterns: &[String]| {
            patterns.iter().any(|pattern| fits_pattern(text, pattern.as_bytes()))
        };
        let below = |folder: &str| {
            let folder = folder.trim_matches('/').as_bytes();
            let parts = memchr::memchr_iter(b'/', file).map(|at| &file[..at]);
            folder == b"." || parts.into_iter().any(|part| fits_pattern(part, folder))
        };
        let mut is_out = false;
        for command in &self.commands {
            let Some((verb, words)) = command.split_first() else { continue };
            let (fits, leaves) = match (verb.as_str(), words) {
                ("include" | "exclude", patterns) => (fits(file, patterns), verb == "exclude"),
                ("global-include" | "global-exclude", patterns) => {
                    (fits(name, patterns), verb == "global-exclude")
                }
                ("recursive-include" | "recursive-exclude", [folder, patterns @ ..]) => {
                    (below(folder) && fits(name, patterns), verb == "recursive-exclude")
                }
                ("graft" | "prune", folders) => {
                    (folders.iter().any(|folder| below(folder)), verb == "prune")
                }
                _ => continue,
            };
            if fits {
                is_out = leaves;
            }
        }
        is_out
    }
}

impl Published {
    /// The file that says that a package leaves a file out; `None` where it goes along or nothing is
    /// known.
    pub(super) fn beside(&self, path: &TreePath) -> Option<&TreePath> {
        if self.npm.is_empty() && self.templates.is_empty() {
            return None;
        }
        let mut above = path.parent();
        while let Some(folder) = above {
            let rest = relative(path, &folder)?;
            if let Some(npm) = self.npm.get(&folder) {
                return npm.leaves_out(rest).then_some(&npm.told_by);
            }
            // Modules are found by the build tool; the list speaks of data beside them.
            if let Some(template) = self.templates.get(&folder)
                && !path.file_name().ends_with(b".py")
            {
                return template.leaves_out(rest).then_some(&template.told_by);
            }
            above = folder.parent();
        }
        None
    }
}
