// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a build file, or source text itself, says on which files a program is made of.

use crate::Span;

/// What a line of a build file does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BuildLineKind {
    /// Gives a variable values, in place of those it had or beside them.
    Set,
    /// Names a program and the files it is made of.
    Program,
    /// Names a library and the files it is made of.
    Library,
    /// Names further files of a target; without a name, files of some target.
    Sources,
    /// Names what a target is linked with.
    Links,
    /// Names a file to make and what has to be there before.
    Rule,
    /// Names files in a command that compiles or links a file to make.
    Recipe,
    /// Names folders and files in any other way.
    Mention,
    /// Goes on in another folder.
    Folder,
    /// Reads another build file.
    Include,
    /// Names targets that are installed.
    Install,
    /// Names files in a way that only running it would tell.
    Open,
    /// Gives a name of the preprocessor a meaning that conditions ask for (`_KERNEL`).
    Defines,
}

impl BuildLineKind {
    /// Every kind.
    pub const ALL: &[BuildLineKind] = &[
        BuildLineKind::Set,
        BuildLineKind::Program,
        BuildLineKind::Library,
        BuildLineKind::Sources,
        BuildLineKind::Links,
        BuildLineKind::Rule,
        BuildLineKind::Recipe,
        BuildLineKind::Mention,
        BuildLineKind::Folder,
        BuildLineKind::Include,
        BuildLineKind::Install,
        BuildLineKind::Open,
        BuildLineKind::Defines,
    ];
}

/// A line of a build file. References to variables stand as `${NAME}` in it, whatever the language;
/// what is computed stands as `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildLine {
    /// What it does.
    pub kind: BuildLineKind,
    /// The variable, target or file.
    pub name: Box<str>,
    /// The values, files, targets or folders.
    pub words: Vec<Box<str>>,
    /// Whether a condition around it asks for tests, examples or the like.
    pub is_for_work: bool,
    /// Where it stands.
    pub span: Span,
}
