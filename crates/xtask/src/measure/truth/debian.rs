// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Scores against the copyright files of Debian source packages.

use std::{
    collections::BTreeSet,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use super::{
    TreesArgs, dep5,
    rows::{Answer, Rows},
    words::{Words, current_id},
};
use crate::{
    Outcome,
    measure::{
        cases::{Half, files_below, stage_file},
        found::{Scanner, by_number},
    },
    repository::Repository,
};

/// Larger files are left out: they are data.
const LARGEST_FILE: u64 = 4 << 20;

/// One file of a package.
struct PackageFile {
    path: PathBuf,
    name: String,
    /// The licenses of its stanza, when its own words confirm them.
    confirmed: Option<BTreeSet<String>>,
    /// Whether the record speaks of it: output of build tools under the catch-all does not count.
    recorded: bool,
}

struct Package {
    name: String,
    files: Vec<PackageFile>,
    /// Every license that the copyright file names.
    licenses: BTreeSet<String>,
    /// Whether all its names have SPDX identifiers; others would blame any scanner that finds
    /// their licenses under SPDX names.
    scored: bool,
    careful: bool,
}

/// A record is careful when at most one in this many files names licenses of other families only.
const CAREFUL: u64 = 20;

pub(super) fn debian(repository: &Repository, args: &TreesArgs) -> Outcome {
    let mut packages = Vec::new();
    for tree in &args.tree {
        let mut folders: Vec<PathBuf> =
            fs::read_dir(tree)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        folders.sort();
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            packages.extend(read(folder)?);
        }
    }
    let files = || packages.iter().flat_map(|package| &package.files);
    let n_confirmed = files().filter(|file| file.confirmed.is_some()).count();
    let n_scored = packages.iter().filter(|package| package.scored).count();
    println!(
        "{} packages ({n_scored} with SPDX names only), {} files, {n_confirmed} whose own words \
         confirm their stanza",
        packages.len(),
        files().count(),
    );
    let stage = tempfile::tempdir()?;
    for (number, file) in files().enumerate() {
        stage_file(stage.path(), number, &file.path, &fs::read(&file.path)?)?;
    }
    args.each_scanner(repository, |name, scanner| score(name, &scanner, &packages, stage.path()))
}

fn read(folder: &Path) -> Result<Option<Package>, Box<dyn Error>> {
    let Ok(copyright) = fs::read_to_string(folder.join("debian/copyright")) else {
        return Ok(None);
    };
    let Some(stanzas) = dep5::parse(&copyright) else { return Ok(None) };
    let mut files = Vec::new();
    let (mut n_agree, mut n_against) = (0, 0);
    for path in files_below(folder)? {
        let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
        if name == "debian/copyright"
            || name.starts_with(".pc/")
            || fs::metadata(&path)?.len() > LARGEST_FILE
        {
            continue;
        }
        let stanza = dep5::stanza_of(&stanzas, &name);
        let recorded =
            stanza.is_some_and(|stanza| !(stanza.is_catch_all() && is_build_tool_output(&name)));
        let ids = stanza.and_then(|stanza| stanza.ids.clone());
        let words = Words::of(&String::from_utf8_lossy(&fs::read(&path)?));
        match ids.as_ref().filter(|_| recorded).and_then(|ids| words.contradict(ids)) {
            Some(true) => n_against += 1,
            Some(false) => n_agree += 1,
            None => {}
        }
        let confirmed = ids.filter(|ids| words.confirm(ids));
        files.push(PackageFile { path, name, confirmed, recorded });
    }
    Ok(Some(Package {
        name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        files,
        scored: stanzas.iter().all(|stanza| stanza.ids.is_some()),
        careful: n_against * CAREFUL <= n_agree + n_against,
        licenses: stanzas.into_iter().filter_map(|stanza| stanza.ids).flatten().collect(),
    }))
}

/// Files that build tools copy into a package; records mostly pass over them.
fn is_build_tool_output(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "INSTALL",
        "Makefile.in",
        "aclocal.m4",
        "ar-lib",
        "compile",
        "config.guess",
        "config.h.in",
        "config.rpath",
        "config.sub",
        "configure",
        "depcomp",
        "install-sh",
        "libtool.m4",
        "ltmain.sh",
        "ltoptions.m4",
        "ltsugar.m4",
        "ltversion.m4",
        "lt~obsolete.m4",
        "missing",
        "mkinstalldirs",
        "test-driver",
        "texinfo.tex",
        "ylwrap",
    ];
    let file = name.rsplit('/').next().unwrap_or(name);
    NAMES.contains(&file) || name.starts_with("m4/") || name.starts_with("build-aux/")
}

fn score(
    name: &str,
    scanner: &Scanner<'_>,
    packages: &[Package],
    stage: &Path,
) -> Result<String, Box<dyn Error>> {
    let (found, usage) = scanner.scan(stage)?;
    let found = by_number(found);
    let [mut files, mut per_package, mut careful] = [(); 3].map(|()| Rows::default());
    let mut wrong = String::new();
    let mut number = 0;
    for package in packages {
        let mut of_package = Answer::default();
        for file in &package.files {
            let answer = found.get(&number).map(Answer::of).unwrap_or_default();
            number += 1;
            if file.recorded {
                of_package.extend(&answer);
            }
            if let Some(expected) = &file.confirmed {
                let name = format!("{}/{}", package.name, file.name);
                let half = Half::of(&name);
                files.add(half, expected, &answer);
                if half == Half::Tune && *expected != answer.composed {
                    writeln!(wrong, "{name}\texpected {expected:?}\tfound {:?}", answer.composed)?;
                }
            }
        }
        if package.scored {
            let half = Half::of(&package.name);
            let licenses = package.licenses.iter().map(|id| current_id(id)).collect();
            per_package.add(half, &licenses, &of_package);
            if package.careful {
                careful.add(half, &licenses, &of_package);
            }
            if half == Half::Tune {
                let extra: Vec<_> = of_package.composed.difference(&licenses).collect();
                let missed: Vec<_> = licenses.difference(&of_package.composed).collect();
                writeln!(wrong, "{}\tpackage\tmissed {missed:?}\textra {extra:?}", package.name)?;
            }
        }
    }
    println!("\n{name}: {usage}\n{}", Rows::head());
    print!("{}", files.lines("confirmed files"));
    print!("{}", per_package.lines("licenses per package"));
    print!("{}", careful.lines("of careful records"));
    Ok(wrong)
}
