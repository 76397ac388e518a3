// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The result of a scan: files, folders and the whole, with declared, detected and concluded
//! licenses.

use std::collections::BTreeMap;

use crate::{
    Digest, Expression, FileFacts, FileRole, Image, Inventory, LayerIndex, PackageIndex, Problem,
    TreePath,
};

/// One file of a scanned tree with everything known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRecord {
    /// Where it stands.
    pub path: TreePath,
    /// The number of bytes.
    pub size: u64,
    /// What its bytes are; `None` when they could not be read.
    pub digest: Option<Digest>,
    /// What the bytes say.
    pub facts: FileFacts,
    /// What other files of the tree add: resolved references, annotations, curations.
    pub context: FileContext,
}

/// What the rest of the tree says about a file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FileContext {
    /// What it is for.
    pub role: FileRole,
    /// References to other files, resolved.
    pub resolved: Vec<ResolvedReference>,
    /// The annotation (REUSE.toml, `.license` file, DEP-5) that speaks of this file.
    pub annotated: Option<AnnotatedLicense>,
    /// The license that holds for this file after all; `None` when nothing is known.
    pub concluded: Option<Concluded>,
    /// The package that it belongs to: the innermost whose folder holds it, or the installed one
    /// that lists it.
    pub package: Option<PackageIndex>,
    /// The layer that brought it, in an image.
    pub layer: Option<LayerIndex>,
}

/// A reference such as "see COPYING", followed to the file it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedReference {
    /// The name as written.
    pub name: Box<str>,
    /// The file it was found to mean.
    pub target: TreePath,
    /// The licenses of that file.
    pub expression: Option<Expression>,
}

/// What an annotating file says about another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnotatedLicense {
    /// The annotating file.
    pub source: TreePath,
    /// Its license for the file.
    pub expression: Option<Expression>,
    /// Its copyright statements for the file.
    pub copyrights: Vec<Box<str>>,
}

/// A concluded license with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concluded {
    /// The license that holds.
    pub expression: Expression,
    /// Why this one.
    pub reason: ConcludedReason,
    /// The file that decided, when it is another one.
    pub source: Option<TreePath>,
}

/// Why a license was concluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConcludedReason {
    /// A person decided it in `heirloom.toml`.
    Curation,
    /// An annotation that overrides.
    Annotation,
    /// The file's own tag.
    Tag,
    /// The file's own words.
    Detected,
    /// The file points to another one.
    Reference,
    /// A manifest declares it and a license text agrees.
    DeclaredAndText,
    /// A manifest declares it.
    Declared,
    /// A license text stands at the top of the project.
    LicenseText,
    /// Most files say so.
    Files,
}

/// What `heirloom.toml` says about a path, by whom and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curation {
    /// Pattern of paths from the root of the tree.
    pub pattern: Box<str>,
    /// The license that holds.
    pub expression: Expression,
    /// Why.
    pub reason: Box<str>,
    /// Who says so.
    pub author: Box<str>,
    /// On how many files it acted.
    pub n_files: u64,
}

/// A folder or the whole project.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FolderRecord {
    /// The folder; the root for the project.
    pub path: TreePath,
    /// Files in it and below it.
    pub n_files: u64,
    /// Bytes in it and below it.
    pub n_bytes: u64,
    /// Declared by a manifest directly in the folder.
    pub declared: Option<Expression>,
    /// Concluded for the folder, with the reason.
    pub concluded: Option<Concluded>,
    /// How many files have which concluded expression; `None` counts files without one.
    pub licenses: BTreeMap<Option<Expression>, u64>,
    /// The licenses that make up what it consists of, one by one, with the number of files that are
    /// content (see [`FileRole::is_content`]) and under each; its own license stands there even
    /// when no file says it.
    pub contents: BTreeMap<Expression, u64>,
    /// The clarity of its licensing; present where a project starts.
    pub clarity: Option<Clarity>,
    /// Files whose own license disagrees with the concluded one of the project, sorted, at most
    /// [`FolderRecord::MAX_DISAGREEING`].
    pub disagreeing: Vec<TreePath>,
    /// How many disagree in all.
    pub n_disagreeing: u64,
}

impl FolderRecord {
    /// The number of disagreeing files that are named.
    pub const MAX_DISAGREEING: usize = 100;
}

/// License clarity: how plainly a project says its license.
///
/// Score = .4 declared + .2 one expression + .2 text present + .2 headers agree, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Clarity {
    /// A manifest or a file at the top declares a license.
    pub declared: bool,
    /// All declarations are one expression.
    pub one_expression: bool,
    /// The full text of each declared license is present.
    pub text_present: bool,
    /// The share of files with a license of their own that agree with the declared one, in
    /// thousandths.
    pub headers_agree: u16,
}

impl Clarity {
    /// The score, 0 to 1000.
    pub fn score(self) -> u16 {
        400 * u16::from(self.declared)
            + 200 * u16::from(self.one_expression)
            + 200 * u16::from(self.text_present)
            + self.headers_agree / 5
    }
}

/// A body of rules that took part in a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSource {
    /// Its name: `built-in`, or the pack's.
    pub name: Box<str>,
    /// Its version as its maker writes it.
    pub version: Box<str>,
    /// The license of its data.
    pub license: Box<str>,
    /// What must be said when it was used.
    pub attribution: Box<str>,
    /// The number of rules.
    pub n_rules: u32,
    /// The digest of its compiled form.
    pub digest: Digest,
}

/// The whole scan but for its files, which are streamed beside it in order of their paths.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ScanSummary {
    /// What was scanned, as the user named it.
    pub source: Box<str>,
    /// The version of Heirloom.
    pub version: Box<str>,
    /// The rules used.
    pub rules: Vec<RuleSource>,
    /// The tree as a whole.
    pub project: FolderRecord,
    /// Folders below it that are projects of their own or hold something worth showing, by path.
    pub folders: Vec<FolderRecord>,
    /// Curations that were given, with their effect.
    pub curations: Vec<Curation>,
    /// The packages of the tree.
    pub inventory: Inventory,
    /// The image that was scanned, if it was one.
    pub image: Option<Image>,
    /// Tallies over files.
    pub tallies: Tallies,
    /// Problems of the tree and of all files, sorted by path.
    pub problems: Vec<Problem>,
}

/// Counts over all files.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Tallies {
    /// Files seen.
    pub n_files: u64,
    /// Their bytes.
    pub n_bytes: u64,
    /// Files that could not be read at all.
    pub n_unread: u64,
    /// Files with binary contents.
    pub n_binary: u64,
    /// Files with unknown legal text.
    pub n_unknown: u64,
    /// Distinct contents.
    pub n_distinct: u64,
    /// License identifiers found, with the number of files.
    pub licenses: BTreeMap<Box<str>, u64>,
    /// Normalized copyright holders, with the number of files.
    pub holders: BTreeMap<Box<str>, u64>,
}
