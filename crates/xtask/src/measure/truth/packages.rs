// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Scores the licenses of whole packages against Debian's records.
//!
//! Each package is copied without its record, without Debian's own folder, whose license stands in
//! the record alone, and without files whose stanza names a license that has no SPDX identifier:
//! nobody could say what a scanner should answer for them. Expected are the licenses of the stanzas
//! that decide any file left which is not a copy of a build tool's; such files stay in the copy,
//! because telling them apart is what is scored. Heirloom's answer is what it says that the project
//! consists of (`contents`); beside it stands the union over all files, the only answer other
//! scanners have. For those, the second row leaves out what this judge calls a build tool's file.
//!
//! Debian's names are coarser than SPDX's for some families, so their variants count as one:
//! `MIT` in records means any text of MIT, X11 and their like; notices of the FSF without
//! conditions are hardly told apart. Exceptions are left out, because most have no name there.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
};

use serde::Deserialize;

use super::{
    PackagesArgs, current_ids,
    debian::LARGEST_FILE,
    dep5, folders_of,
    rows::{Answer, Rows},
    words::Words,
};
use crate::{
    Outcome,
    measure::{
        cases::{Half, files_below},
        child::Usage,
        found::{Scanner, WholeScan},
    },
    repository::Repository,
};

/// What a person found out about a record.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    name: String,
    /// Whether it holds every license that the package's own notices name.
    careful: bool,
    #[expect(dead_code, reason = "it is for people, and must be there")]
    because: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Records {
    package: Vec<Record>,
}

struct Package {
    name: String,
    expected: BTreeSet<String>,
    careful: bool,
    /// Files whose words agree with their stanza, and files whose words name other families only.
    notices: [u64; 2],
}

pub(super) fn packages(repository: &Repository, args: &PackagesArgs) -> Outcome {
    let records: Records = toml::from_str(&fs::read_to_string(&args.records)?)?;
    let careful: BTreeMap<String, bool> =
        records.package.into_iter().map(|record| (record.name, record.careful)).collect();
    let stage = tempfile::tempdir()?;
    let mut packages = Vec::new();
    for tree in &args.trees.tree {
        for folder in folders_of(tree)? {
            let Ok(copyright) = fs::read_to_string(folder.join("debian/copyright")) else {
                continue;
            };
            let Some(stanzas) = dep5::parse(&copyright) else { continue };
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let (expected, notices) = copy(&folder, &stanzas, &stage.path().join(&name))?;
            if !expected.is_empty() {
                let careful = careful.get(&name).copied();
                let careful = careful.ok_or_else(|| format!("{name} is in no list of records"))?;
                packages.push(Package { name, expected, careful, notices });
            }
        }
    }
    let n_careful = packages.iter().filter(|package| package.careful).count();
    println!("{} packages, {n_careful} with a careful record", packages.len());
    args.trees
        .each_scanner(repository, |name, scanner| score(name, &scanner, &packages, stage.path()))
}

/// Copies what can be scored of a package; returns the licenses expected of it, and how many of
/// its notices agree with the record and how many do not.
fn copy(
    folder: &Path,
    stanzas: &[dep5::Stanza],
    into: &Path,
) -> Result<(BTreeSet<String>, [u64; 2]), Box<dyn Error>> {
    let mut expected = BTreeSet::new();
    let mut notices = [0; 2];
    for path in files_below(folder)? {
        let relative = path.strip_prefix(folder)?;
        let name = relative.to_string_lossy();
        if name.starts_with("debian/")
            || name.starts_with(".pc/")
            || fs::metadata(&path)?.len() > LARGEST_FILE
        {
            continue;
        }
        let Some(ids) = dep5::stanza_of(stanzas, &name).and_then(|stanza| stanza.ids.as_ref())
        else {
            continue;
        };
        let target = into.join(relative);
        fs::create_dir_all(target.parent().ok_or("a file has a folder")?)?;
        fs::copy(&path, target)?;
        if !is_build_tool_output(&name) {
            expected.extend(coarse(&current_ids(ids)));
            let words = Words::of(&String::from_utf8_lossy(&fs::read(&path)?));
            if let Some(against) = words.contradict(ids) {
                notices[usize::from(against)] += 1;
            }
        }
    }
    Ok((expected, notices))
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
        "mdate-sh",
        "Makefile.in.in",
        "missing",
        "mkinstalldirs",
        "test-driver",
        "texinfo.tex",
        "ylwrap",
    ];
    let file = name.rsplit('/').next().unwrap_or(name);
    NAMES.contains(&file) || name.starts_with("m4/") || name.starts_with("build-aux/")
}

/// Identifiers as coarse as the names of records.
fn coarse(ids: &BTreeSet<String>) -> BTreeSet<String> {
    let one = |id: &String| match id.as_str() {
        "X11" | "MIT-Modern-Variant" | "MIT-CMU" => "MIT".to_owned(),
        id if id.starts_with("FSFUL") => "FSFUL".to_owned(),
        id if id.starts_with("FSFAP") => "FSFAP".to_owned(),
        id => id.to_owned(),
    };
    ids.iter().filter(|id| !id.to_lowercase().contains("exception")).map(one).collect()
}

fn answer(scanner: &Scanner<'_>, scan: &WholeScan) -> Answer {
    let union = |wanted: &dyn Fn(&str) -> bool| {
        let files = scan.detected.iter().filter(|(path, _)| wanted(path));
        coarse(&current_ids(files.map(|(_, expression)| expression)))
    };
    match scanner {
        Scanner::Heirloom { .. } => {
            Answer { composed: coarse(&current_ids(&scan.contents)), single: union(&|_| true) }
        }
        Scanner::ScanCode { .. } => Answer {
            composed: union(&|_| true),
            single: union(&|path| !is_build_tool_output(path)),
        },
    }
}

fn score(
    name: &str,
    scanner: &Scanner<'_>,
    packages: &[Package],
    stage: &Path,
) -> Result<String, Box<dyn Error>> {
    let [mut all, mut careful] = [(); 2].map(|()| Rows::default());
    let mut wrong = String::new();
    let mut total: Option<Usage> = None;
    for Package { name, expected, careful: is_careful, notices: [agree, against] } in packages {
        let (scan, usage) = scanner.scan_whole(&stage.join(name))?;
        total = Some(total.map_or(usage, |total| total.and(usage)));
        let answer = answer(scanner, &scan);
        let half = Half::of(name);
        all.add(half, expected, &answer);
        if *is_careful {
            careful.add(half, expected, &answer);
        }
        if half == Half::Tune {
            let extra: Vec<_> = answer.composed.difference(expected).collect();
            let missed: Vec<_> = expected.difference(&answer.composed).collect();
            writeln!(
                wrong,
                "{name}\tcareful {is_careful} ({agree} notices agree, {against} do not)\t\
                 missed {missed:?}\textra {extra:?}"
            )?;
        }
    }
    let second = match scanner {
        Scanner::Heirloom { .. } => "  union of files, all",
        Scanner::ScanCode { .. } => "  no build tools, all",
    };
    if let Some(usage) = total {
        Rows::print_head(name, usage);
    }
    print!("{}", all.lines("licenses per package", second));
    print!("{}", careful.lines("of careful records", second));
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_scored_is_left_out() {
        let world = heirloom_testkit::World::parse(
            "
            //- debian/copyright
            Format: x

            Files: *
            License: Expat

            Files: strange.c configure
            License: made-up

            Files: lib/*
            License: X11 or GPL-2+

            Files: install-sh
            License: ISC
            //- a.c
            int a;
            //- strange.c
            int b;
            //- lib/c.c
            int c;
            //- install-sh
            exit
            ",
        )
        .on_disk();
        let copyright = fs::read_to_string(world.root().join("debian/copyright")).unwrap();
        let stanzas = dep5::parse(&copyright).unwrap();
        let into = tempfile::tempdir().unwrap();
        let (expected, notices) = copy(world.root(), &stanzas, into.path()).unwrap();
        assert_eq!(expected.into_iter().collect::<Vec<_>>(), ["GPL-2.0-or-later", "MIT"]);
        assert_eq!(notices, [0, 0]);
        let left = files_below(into.path()).unwrap();
        let names = left.iter().map(|path| path.strip_prefix(into.path()).unwrap().to_owned());
        let names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["a.c", "install-sh", "lib/c.c"]);
    }

    #[test]
    fn the_list_of_records_is_well_formed() {
        let text = include_str!("../../../../../data/evaluation/debian-records.toml");
        let records: Records = toml::from_str(text).unwrap();
        assert!(records.package.iter().filter(|record| record.careful).count() >= 15);
        assert!(records.package.is_sorted_by(|a, b| a.name < b.name));
    }
}
