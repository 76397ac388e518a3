// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From rule files to a pack in the user's folder.
//!
//! Rule files come as a folder, a file or an archive such as a Python wheel. Three kinds are read:
//! ScanCode's `.RULE` and `.LICENSE` files, with the list of legal words beside them, and
//! Heirloom's own `.toml` rule files. The metadata of a wheel give name and version.

use std::{collections::BTreeMap, ops::ControlFlow};

use heirloom_intake::{Limits, OpenError, Selection, SourceSpec, WalkError};
use heirloom_model::{Problem, Severity};
use heirloom_store::{PackDescription, PackError, PackFolder};
use heirloom_text::license::{
    Index,
    pack::{CompileError, Pack, RuleFileError, compile, own, scancode},
};

/// What ScanCode's makers want said wherever their data is used (CC-BY-4.0).
const SCANCODE_ATTRIBUTION: &str = "License rules and texts from ScanCode Toolkit, \
    Copyright (c) nexB Inc. and others, CC-BY-4.0, https://github.com/aboutcode-org/scancode-toolkit";

/// A pack to be added, and what to say about it.
#[derive(Clone, Debug)]
pub struct NewPack {
    /// Where the rule files are.
    pub source: SourceSpec,
    /// Its name; `None` takes it from the files or the source.
    pub name: Option<String>,
    /// Its version; `None` takes it from the files.
    pub version: Option<String>,
    /// The license of the rules; `None` for what is known of their kind.
    pub license: Option<String>,
    /// What reports must say; `None` for what is known of their kind.
    pub attribution: Option<String>,
}

/// Why a pack was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The source cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The source cannot be walked.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// A part of the source cannot be read, so rules would be missing.
    #[error("read all rule files: {}{}", code_of(.0), path_of(.0))]
    Unread(Box<Problem>),
    /// There are no rules in the source.
    #[error("find rule files (.RULE, .LICENSE or .toml)")]
    Empty,
    /// A rule file cannot be understood.
    #[error(transparent)]
    File(#[from] RuleFileError),
    /// The rules cannot be compiled.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// The pack cannot be written.
    #[error(transparent)]
    Pack(#[from] PackError),
}

fn code_of(problem: &Problem) -> &'static str {
    problem.code.as_str()
}

fn path_of(problem: &Problem) -> String {
    problem.path.as_ref().map(|path| format!(" ({path})")).unwrap_or_default()
}

/// Reads, compiles and adds a pack.
///
/// # Errors
/// [`AddError`]; nothing is added then.
pub fn add_pack(folder: &PackFolder, new: &NewPack) -> Result<PackDescription, AddError> {
    let pack = read(new)?;
    if pack.rules.is_empty() {
        return Err(AddError::Empty);
    }
    let name = pack.name.clone();
    let bytes = compile(&[pack, own_rules()?])?;
    let index = Index::open(&bytes).expect("what was just compiled opens");
    let source = index.sources().into_iter().find(|source| *source.name == *name);
    Ok(folder.add(source.expect("a compiled pack is among its sources"), &bytes)?)
}

/// Our own rule files: they stand beside every pack, for what no pack knows.
const OWN_RULES: [(&str, &str); 7] = [
    ("choices.toml", include_str!("../../../../data/rules/choices.toml")),
    ("creative-commons.toml", include_str!("../../../../data/rules/creative-commons.toml")),
    ("data-licenses.toml", include_str!("../../../../data/rules/data-licenses.toml")),
    ("languages.toml", include_str!("../../../../data/rules/languages.toml")),
    ("model-licenses.toml", include_str!("../../../../data/rules/model-licenses.toml")),
    ("references.toml", include_str!("../../../../data/rules/references.toml")),
    ("source-available.toml", include_str!("../../../../data/rules/source-available.toml")),
];

/// The pack of our own rules.
fn own_rules() -> Result<Pack, RuleFileError> {
    let mut pack = Pack {
        name: "heirloom".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        license: "Apache-2.0 OR MIT".to_owned(),
        ..Pack::default()
    };
    for (name, content) in OWN_RULES {
        own::add_file(&mut pack, name, content)?;
    }
    Ok(pack)
}

/// Reads the rule files of a source into one pack.
fn read(new: &NewPack) -> Result<Pack, AddError> {
    let files = files(&new.source)?;
    let mut pack = Pack::default();
    let mut metadata = None;
    let mut is_scancode = false;
    for (path, text) in &files {
        if path.ends_with(".toml") {
            own::add_file(&mut pack, path, text)?;
        } else if path.ends_with("METADATA") {
            metadata = metadata.or_else(|| wheel_metadata(text));
        } else if path.ends_with(".LICENSE") && !text.starts_with("---") {
            // The license of something that the larger wheel carries along.
        } else {
            scancode::add_file(&mut pack, path, text)?;
            is_scancode = true;
        }
    }
    let (wheel_name, wheel_version) = metadata.unzip();
    let known = |scancode: &str| is_scancode.then(|| scancode.to_owned());
    pack.name = new.name.clone().or(wheel_name).unwrap_or_else(|| source_name(&new.source));
    pack.version = new.version.clone().or(wheel_version).unwrap_or_default();
    pack.license = new.license.clone().or_else(|| known("CC-BY-4.0")).unwrap_or_default();
    pack.attribution =
        new.attribution.clone().or_else(|| known(SCANCODE_ATTRIBUTION)).unwrap_or_default();
    Ok(pack)
}

/// The texts of all rule files by path, so that equal sources give equal packs.
pub(super) fn files(source: &SourceSpec) -> Result<BTreeMap<String, String>, AddError> {
    let include = ["*.RULE", "*.LICENSE", "*.toml", "legalese.py", "*.dist-info/METADATA"];
    let selection = Selection {
        include: include.map(str::to_owned).to_vec(),
        // ScanCode keeps rules there that it does not use.
        exclude: vec!["inactive/".to_owned()],
        ..Selection::everything()
    };
    let limits = Limits::standard();
    let source = heirloom_intake::open(source, &selection, &limits)?;
    let mut files = BTreeMap::new();
    let mut failed = None;
    let mut buffer = Vec::new();
    let problems = source.walk(&mut |entry| match entry.read(&limits, &mut buffer) {
        Ok(outcome) if outcome.partial.is_none() => {
            let text = String::from_utf8_lossy(&buffer).into_owned();
            files.insert(entry.path.to_string(), text);
            ControlFlow::Continue(())
        }
        Ok(outcome) => {
            failed = outcome.partial;
            ControlFlow::Break(())
        }
        Err(problem) => {
            failed = Some(problem);
            ControlFlow::Break(())
        }
    })?;
    let unread = problems.into_iter().find(|p| p.code.severity() == Severity::Unread);
    match failed.or(unread) {
        Some(problem) => Err(AddError::Unread(Box::new(problem))),
        None => Ok(files),
    }
}

/// Name and version of a Python wheel.
fn wheel_metadata(text: &str) -> Option<(String, String)> {
    let field = |name: &str| {
        let headers = text.lines().take_while(|line| !line.is_empty());
        headers
            .filter_map(|line| line.strip_prefix(name))
            .map(|value| value.trim().to_owned())
            .next()
    };
    Some((field("Name:")?, field("Version:")?))
}

/// The last component of a source's path without its extension, as a pack may be named.
fn source_name(source: &SourceSpec) -> String {
    let path = match source {
        SourceSpec::Path(path) => path,
        SourceSpec::GitRevision { repo, .. } => repo,
        SourceSpec::Image(_) => return "image".to_owned(),
    };
    let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let good = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let name: String = stem.chars().map(|c| if good(c) { c } else { '-' }).collect();
    if name.trim_matches('.').is_empty() { "rules".to_owned() } else { name }
}
