// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the files of a component say that has to be handed on: notices and license texts.

use std::collections::BTreeSet;

use heirloom_model::{ContentKind, FileRecord, FileRole, TreePath};

/// What was found in the files of one component.
#[derive(Debug, Default)]
pub(crate) struct Material {
    /// How many files are at hand.
    pub(crate) n_files: u64,
    /// Copyright statements.
    pub(crate) copyrights: BTreeSet<Box<str>>,
    /// Files that hold texts of licenses.
    pub(crate) texts: Vec<FileRecord>,
    /// NOTICE files.
    pub(crate) notices: Vec<FileRecord>,
    /// A file that controls building or installation.
    pub(crate) build_script: Option<TreePath>,
}

/// Files of one component of which the bytes are kept in mind; the rest repeats them.
const MAX_TEXTS: usize = 500;

impl Material {
    pub(crate) fn observe(&mut self, file: &FileRecord) {
        self.n_files += 1;
        let statements = file.facts.copyrights.iter().map(|find| &find.statement);
        let annotated = file.context.annotated.iter().flat_map(|one| &one.copyrights);
        for statement in statements.chain(annotated) {
            if !self.copyrights.contains(statement) {
                self.copyrights.insert(statement.clone());
            }
        }
        let name = file_name(&file.path);
        let is_text = file.facts.text.content == ContentKind::Text;
        if is_text && is_notice(&name) {
            keep(&mut self.notices, file);
        } else if is_text && file.context.role == FileRole::LicenseText && !is_data(&name) {
            keep(&mut self.texts, file);
        }
        if self.build_script.is_none() && controls_building(&name, file.context.role) {
            self.build_script = Some(file.path.clone());
        }
    }
}

fn keep(files: &mut Vec<FileRecord>, file: &FileRecord) {
    if files.len() < MAX_TEXTS && files.iter().all(|known| known.digest != file.digest) {
        files.push(file.clone());
    }
}

fn file_name(path: &TreePath) -> String {
    let name = path.as_bytes().rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    String::from_utf8_lossy(name).to_lowercase()
}

/// A NOTICE file as Apache-2.0 §4(d) means it.
fn is_notice(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    ["notice", "notices"].contains(&stem)
}

/// Lists of licenses for programs, which tools for licenses carry along.
fn is_data(name: &str) -> bool {
    let suffix = name.rsplit_once('.').map(|(_, suffix)| suffix);
    suffix.is_some_and(|suffix| ["json", "xml", "yaml", "yml", "toml", "csv"].contains(&suffix))
}

fn controls_building(name: &str, role: FileRole) -> bool {
    const NAMES: [&str; 17] = [
        "makefile",
        "gnumakefile",
        "kbuild",
        "configure",
        "configure.ac",
        "cmakelists.txt",
        "meson.build",
        "build.gradle",
        "build.gradle.kts",
        "pom.xml",
        "cargo.toml",
        "package.json",
        "setup.py",
        "pyproject.toml",
        "go.mod",
        "sconstruct",
        "build.ninja",
    ];
    role == FileRole::BuildTool || NAMES.contains(&name)
}
