// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Scores files that carry a tag and a notice beside it, with the tag removed.

use std::{collections::BTreeSet, fs};

use super::{
    TreesArgs, current_ids,
    rows::{Case, score_files},
    words::Words,
};
use crate::{
    Outcome,
    measure::cases::{files_below, stage_file},
    repository::Repository,
};

/// The tag, split so that this file carries none.
const TAG: &str = concat!("SPDX-License-", "Identifier:");

pub(super) fn tagged(repository: &Repository, args: &TreesArgs) -> Outcome {
    let stage = tempfile::tempdir()?;
    let mut cases: Vec<(String, BTreeSet<String>)> = Vec::new();
    let mut n_tagged = 0;
    for tree in &args.tree {
        for path in files_below(tree)? {
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let Some((expected, rest)) = without_tag(&text) else { continue };
            n_tagged += 1;
            if Words::of(&rest).confirm(&expected) {
                stage_file(stage.path(), cases.len(), &path, rest.as_bytes())?;
                cases.push((path.strip_prefix(tree)?.to_string_lossy().into_owned(), expected));
            }
        }
    }
    println!("{n_tagged} files with a tag, {} with a notice that says the same", cases.len());
    args.each_scanner(repository, |name, scanner| {
        let cases = cases.iter().enumerate();
        let cases =
            cases.map(|(number, (path, expected))| Case { number, name: path.clone(), expected });
        score_files(name, &scanner, stage.path(), "tag removed", cases)
    })
}

/// The licenses of the only tag and the text without its line; `None` for other files.
fn without_tag(text: &str) -> Option<(BTreeSet<String>, String)> {
    let tagged: Vec<&str> = text.lines().filter(|line| line.contains(TAG)).collect();
    let [line] = tagged[..] else { return None };
    let value = line.split_once(TAG)?.1.trim_end_matches(['*', '/', '>', '-', ' ', '\t', '"']);
    let ids = current_ids([&value.to_owned()]);
    let rest = text.split_inclusive('\n').filter(|other| other.trim_end() != line.trim_end());
    (!ids.is_empty()).then(|| (ids, rest.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_removed() {
        let text = format!("/* {TAG} GPL-2.0+ OR MIT */\nint x;\n");
        let (ids, rest) = without_tag(&text).unwrap();
        assert_eq!(ids.into_iter().collect::<Vec<_>>(), ["GPL-2.0-or-later", "MIT"]);
        assert_eq!(rest, "int x;\n");
        assert!(without_tag("int x;\n").is_none());
        assert!(without_tag(&text.repeat(2)).is_none());
    }
}
