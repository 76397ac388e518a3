// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Everything that the bytes of one file say: what the fact cache keeps per digest.

use crate::{
    AuthorFind, CopyrightFind, DeclaredLicense, Detection, LicenseFind, PackageFacts, Problem,
    SourceFacts, Span,
};

/// The facts of one file, independent of where it stands (but not of its name, which readers use).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FileFacts {
    /// What kind of text it is.
    pub text: TextFacts,
    /// The license finds in order of the text, clues and unknown text among them.
    pub licenses: Vec<LicenseFind>,
    /// The licenses joined, clues and unknown text left out; `None` without any.
    pub detection: Option<Detection>,
    /// The copyright statements in order of the text.
    pub copyrights: Vec<CopyrightFind>,
    /// The authors in order of the text.
    pub authors: Vec<AuthorFind>,
    /// Packages declared by the file, when it is a manifest.
    pub manifests: Vec<Manifest>,
    /// What the file says about other files (REUSE.toml, DEP-5).
    pub annotations: Vec<Annotation>,
    /// What it says of other software; empty unless that was asked for.
    pub uses: UseFacts,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// What the bytes of one file say of other software: the ground of products and their relations.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct UseFacts {
    /// The packages that it describes and requires, when it is a manifest or lock file.
    pub packages: Option<Box<PackageFacts>>,
    /// The programs, libraries and images that its text uses, when it is in a known language.
    pub source: Option<Box<SourceFacts>>,
}

/// What a file's bytes are.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TextFacts {
    /// The kind of contents.
    pub content: ContentKind,
    /// The WHATWG name of the encoding (`UTF-8`, `gb18030`, …); `None` for binary contents.
    pub encoding: Option<Box<str>>,
    /// The number of lines; 0 for binary contents.
    pub n_lines: u32,
    /// Whether the file says that a program wrote it.
    pub generated: bool,
    /// Whether the file says that all rights are reserved.
    pub reserved: bool,
}

/// The kind of a file's contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum ContentKind {
    /// No bytes.
    #[default]
    Empty,
    /// Text in some encoding.
    Text,
    /// Anything else; its strings are read as clues.
    Binary,
}

/// A package as a manifest declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The ecosystem by its purl type: `cargo`, `npm`, `pypi`, `maven`, `gem`, `deb`, …
    pub ecosystem: Box<str>,
    /// The package's name as written; `None` when the manifest has none.
    pub name: Option<Box<str>>,
    /// The package's version as written.
    pub version: Option<Box<str>>,
    /// The license fields, in order.
    pub licenses: Vec<DeclaredLicense>,
    /// Copyright holders, authors and maintainers as written, in order.
    pub parties: Vec<Party>,
    /// The home page as written.
    pub homepage: Option<Box<str>>,
    /// The address of the repository of its source, as written.
    pub repository: Option<Box<str>>,
}

/// Someone named by a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The part they have.
    pub role: PartyRole,
    /// The name as written, with the mail address if there is one.
    pub name: Box<str>,
}

/// The part someone has in a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartyRole {
    /// Wrote it.
    Author,
    /// Keeps it.
    Maintainer,
    /// Publishes or owns it.
    Publisher,
    /// Holds copyright.
    Holder,
}

/// A rule of a file about other files: a table of `REUSE.toml` or a stanza of
/// `debian/copyright`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Which convention the rule follows.
    pub convention: AnnotationConvention,
    /// Patterns of paths relative to [`Annotation::base`], in the convention's own syntax.
    pub patterns: Vec<Box<str>>,
    /// How many folders above the annotating file the patterns start (0: beside it).
    pub base: u8,
    /// The license as written and parsed.
    pub license: Option<DeclaredLicense>,
    /// Copyright statements as written.
    pub copyrights: Vec<Box<str>>,
    /// What wins when the file itself says something.
    pub precedence: Precedence,
    /// Where the rule stands in the annotating file.
    pub span: Span,
}

/// The convention of an [`Annotation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnnotationConvention {
    /// `REUSE.toml`, REUSE specification 3.3.
    ReuseToml,
    /// `debian/copyright` or `.reuse/dep5`, Debian's machine-readable format 1.0.
    Dep5,
}

/// Which information wins (REUSE specification 3.3, `precedence`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Precedence {
    /// The file's own information, if it has any.
    #[default]
    Closest,
    /// Both.
    Aggregate,
    /// The annotation alone.
    Override,
}
