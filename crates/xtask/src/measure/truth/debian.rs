// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Scores against the copyright files of Debian source packages.

use std::{
    collections::BTreeSet,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use super::{
    TreesArgs, dep5,
    rows::{Case, score_files},
    words::Words,
};
use crate::{
    Outcome,
    measure::cases::{files_below, stage_file},
    repository::Repository,
};

/// Larger files are left out: they are data.
pub(super) const LARGEST_FILE: u64 = 4 << 20;

/// One file of a package.
struct PackageFile {
    path: PathBuf,
    name: String,
    /// The licenses of its stanza, when its own words confirm them.
    confirmed: Option<BTreeSet<String>>,
}

struct Package {
    name: String,
    files: Vec<PackageFile>,
}

pub(super) fn debian(repository: &Repository, args: &TreesArgs) -> Outcome {
    let mut packages = Vec::new();
    for tree in &args.tree {
        for folder in super::folders_of(tree)? {
            packages.extend(read(&folder)?);
        }
    }
    let files = || packages.iter().flat_map(|package| &package.files);
    let n_confirmed = files().filter(|file| file.confirmed.is_some()).count();
    println!(
        "{} packages, {} files, {n_confirmed} whose own words confirm their stanza",
        packages.len(),
        files().count(),
    );
    let stage = tempfile::tempdir()?;
    for (number, file) in files().enumerate() {
        stage_file(stage.path(), number, &file.path, &fs::read(&file.path)?)?;
    }
    args.each_scanner(repository, |name, scanner| {
        score_files(name, &scanner, stage.path(), "confirmed files", cases(&packages))
    })
}

/// The confirmed files, by their numbers among all.
fn cases(packages: &[Package]) -> impl Iterator<Item = Case<'_>> {
    let files = packages
        .iter()
        .flat_map(|package| package.files.iter().map(move |file| (&package.name, file)));
    files.enumerate().filter_map(|(number, (package, file))| {
        let expected = file.confirmed.as_ref()?;
        Some(Case { number, name: format!("{package}/{}", file.name), expected })
    })
}

fn read(folder: &Path) -> Result<Option<Package>, Box<dyn Error>> {
    let Ok(copyright) = fs::read_to_string(folder.join("debian/copyright")) else {
        return Ok(None);
    };
    let Some(stanzas) = dep5::parse(&copyright) else { return Ok(None) };
    let mut files = Vec::new();
    for path in files_below(folder)? {
        let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
        if name == "debian/copyright"
            || name.starts_with(".pc/")
            || fs::metadata(&path)?.len() > LARGEST_FILE
        {
            continue;
        }
        let stanza = dep5::stanza_of(&stanzas, &name);
        let ids = stanza.and_then(|stanza| stanza.ids.clone());
        let bytes = fs::read(&path)?;
        // Strings in fonts, compiled message catalogs and other binaries are clues by design.
        let is_text = !bytes[..bytes.len().min(8192)].contains(&0);
        let words = Words::of(&String::from_utf8_lossy(&bytes));
        let confirmed = ids.filter(|ids| is_text && words.confirm(ids));
        files.push(PackageFile { path, name, confirmed });
    }
    Ok(Some(Package {
        name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        files,
    }))
}
