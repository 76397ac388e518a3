// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Annotated files: FILE with `FILE.yml` beside it.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use super::{answer::Answer, sha256::sha256};
use crate::Outcome;

/// One annotated file.
pub(super) struct Case {
    /// Its path from the folder of cases.
    pub(super) relative: String,
    pub(super) answer: Answer,
    pub(super) half: Half,
    path: PathBuf,
}

/// Cases are split once and for all, so that one half stays unseen while rules are tuned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Half {
    /// May be looked at.
    Tune,
    /// Is only counted.
    Held,
}

impl Half {
    /// The half of a name: the last byte of its SHA-256 digest, even or odd.
    pub(super) fn of(name: &str) -> Half {
        if sha256(name.as_bytes())[31].is_multiple_of(2) { Half::Tune } else { Half::Held }
    }
}

/// Reads the cases of all folders in order of their paths.
pub(super) fn load(folders: &[PathBuf]) -> Result<Vec<Case>, Box<dyn Error>> {
    let mut cases = Vec::new();
    for folder in folders {
        for answer in files_below(folder)? {
            let path = answer.with_extension("");
            if answer.extension().is_none_or(|end| end != "yml") || !path.is_file() {
                continue;
            }
            let relative = path.strip_prefix(folder)?.to_string_lossy().into_owned();
            let answer = Answer::parse(&fs::read_to_string(&answer)?)
                .map_err(|error| format!("{}: {error}", answer.display()))?;
            cases.push(Case { half: Half::of(&relative), relative, answer, path });
        }
    }
    if cases.is_empty() { Err("no cases found".into()) } else { Ok(cases) }
}

/// All files below a folder, sorted.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Copies the cases to `stage` as `NNNNN/<name>`: the answers are out of the program's sight, and
/// no case can be read as the license file of another.
pub(super) fn stage(cases: &[Case], stage: &Path) -> Outcome {
    for (number, case) in cases.iter().enumerate() {
        stage_file(stage, number, &case.path, &fs::read(&case.path)?)?;
    }
    Ok(())
}

/// Writes one numbered file with the name of `path`.
pub(super) fn stage_file(stage: &Path, number: usize, path: &Path, bytes: &[u8]) -> Outcome {
    let folder = stage.join(format!("{number:05}"));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(path.file_name().ok_or("a file has a name")?), bytes)?;
    Ok(())
}

/// The number of a staged file by the path that a program reports, whatever root it puts before.
pub(super) fn staged_number(path: &str) -> Option<usize> {
    let (folder, _) = path.rsplit_once('/')?;
    let number = folder.rsplit('/').next()?;
    let good = number.len() == 5 && number.bytes().all(|byte| byte.is_ascii_digit());
    if good { number.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staged_files_are_recognized() {
        assert_eq!(staged_number("/tmp/x/00017/a.c"), Some(17));
        assert_eq!(staged_number("00003/b"), Some(3));
        assert_eq!(staged_number("00003/b/c"), None);
        assert_eq!(staged_number("0003"), None);
    }

    #[test]
    fn halves_are_fixed() {
        // ba78…15ad for "abc" is odd; e3b0…b855 for the empty name too.
        assert_eq!(Half::of("abc"), Half::Held);
        let n_tune = (0..1000).filter(|n| Half::of(&n.to_string()) == Half::Tune).count();
        assert!((400..600).contains(&n_tune));
    }

    #[test]
    fn cases_have_answers_beside_them() {
        let disk = heirloom_testkit::World::parse(
            "
            //- b/x.c
            int x;
            //- b/x.c.yml
            holders:
              - Jane
            //- b/no-answer.c
            //- alone.yml
            ",
        )
        .on_disk();
        let cases = load(&[disk.root().to_owned()]).unwrap();
        assert_eq!(cases.len(), 1);
        assert_eq!(cases[0].relative, "b/x.c");
        assert_eq!(cases[0].answer.list("holders"), ["Jane"]);
    }
}
