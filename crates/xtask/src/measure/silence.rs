// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask silence`: source files without any legal word must yield nothing.

use std::{collections::BTreeMap, ffi::OsString, fs, path::PathBuf};

use super::{
    accuracy::program,
    cases::{files_below, stage_file},
    found::{Scanner, by_number},
    sha256::sha256,
};
use crate::{Outcome, repository::Repository};

/// Scans source files without any legal word: none may yield a find.
#[derive(clap::Args)]
pub(crate) struct SilenceArgs {
    /// A tree to choose from; may be given more than once.
    #[arg(long, required = true)]
    tree: Vec<PathBuf>,
    /// How many files are chosen.
    #[arg(long, default_value_t = 2000)]
    files: usize,
    /// The program; built when not given.
    #[arg(long)]
    heirloom: Option<PathBuf>,
    /// More arguments for `heirloom scan`.
    #[arg(last = true)]
    arguments: Vec<OsString>,
}

const SOURCES: &[&str] = &[
    "c", "cc", "cpp", "cs", "css", "go", "h", "hpp", "hs", "java", "js", "json", "kt", "lua", "m",
    "ml", "mjs", "php", "pl", "py", "rb", "rs", "scala", "sh", "sql", "swift", "ts", "tsx", "yml",
];

/// A file with one of these, in any case and inside any word, is not chosen.
const LEGAL: &[&str] = &[
    "licen",
    "copyr",
    "copyl",
    "copying",
    "©",
    "(c)",
    "public domain",
    "spdx",
    "gpl",
    "bsd",
    "mit ",
    "mit-",
    "mit\"",
    "mit.",
    "mit,",
    "mit/",
    "mozilla",
    "mpl",
    "apache",
    "warrant",
    // "Free for all purposes without any express guarantee" is a license.
    "guarantee",
    "free for",
    "rights",
    "permission",
    "redistribut",
    "author",
    "written by",
    "contributed",
    "creative commons",
    "cc-by",
    "cc0",
    "free software",
    "open source",
    "opensource",
    "patent",
    "trademark",
    "legal",
    "unlicen",
    "wtfpl",
    "zlib",
    "isc",
    "artistic",
    "eula",
    "proprietary",
    "confidential",
    "terms of",
    "copr.",
    "版权",
    "著作",
    "作者",
    "许可",
    "授權",
    "ライセンス",
];

/// Runs `cargo xtask silence`.
pub(crate) fn silence(repository: &Repository, args: &SilenceArgs) -> Outcome {
    let mut chosen: BTreeMap<[u8; 32], (PathBuf, Vec<u8>)> = BTreeMap::new();
    for tree in &args.tree {
        for path in files_below(tree)? {
            let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
            let size = fs::metadata(&path)?.len();
            if !SOURCES.contains(&end) || !(200..200_000).contains(&size) {
                continue;
            }
            let bytes = fs::read(&path)?;
            let name = path.strip_prefix(tree)?.to_string_lossy().to_lowercase();
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            let is_legal = |word: &&str| text.contains(*word) || name.contains(word.trim_end());
            if LEGAL.iter().any(is_legal) || names_a_person(&text) {
                continue;
            }
            // The digest of the contents: an even sample, and no file twice.
            chosen.insert(sha256(&bytes), (path, bytes));
            if chosen.len() > args.files {
                chosen.pop_last();
            }
        }
    }
    let stage = tempfile::tempdir()?;
    for (number, (path, bytes)) in chosen.values().enumerate() {
        stage_file(stage.path(), number, path, bytes)?;
    }
    let program = program(args.heirloom.as_ref(), repository)?;
    let scanner = Scanner::Heirloom { program: &program, arguments: &args.arguments };
    let (found, usage) = scanner.scan(stage.path())?;
    let found = by_number(found);
    let mut n_loud = 0;
    for (number, (path, _)) in chosen.values().enumerate() {
        let Some(file) = found.get(&number) else { return Err("a file has no answer".into()) };
        let finds =
            [&file.expressions, &file.clues, &file.copyrights, &file.holders, &file.authors];
        let finds: Vec<&String> = finds.into_iter().flatten().collect();
        if !finds.is_empty() {
            n_loud += 1;
            println!("{}: {finds:?}", path.display());
        }
    }
    println!("{} files without any legal word, {n_loud} with a find; {usage}", chosen.len());
    if chosen.len() < args.files {
        println!("fewer files than asked for: give more trees");
    }
    if n_loud == 0 { Ok(()) } else { Err(format!("{n_loud} files are not silent").into()) }
}

/// Whether an address in angle brackets stands there: "by Ann <ann@example.org>" credits somebody.
fn names_a_person(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let inner = text[at + 1..].split(['>', '<', '\n', ' ']).next().unwrap_or_default();
        inner.contains('@') && text[at + 1 + inner.len()..].starts_with('>')
    })
}

#[cfg(test)]
mod tests {
    use super::names_a_person;

    #[test]
    fn an_address_behind_a_name_is_a_credit() {
        assert!(names_a_person("moved by ann <ann@example.org>."));
        assert!(!names_a_person("if a < b && c > d { e@f }"));
    }
}
