// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The part that a file has in the software around it.

/// What a file is for, judged by its place, its name and what it says of itself.
///
/// Whose licenses hold for a package depends on it: a script that build tools copied into the tree
/// is under a license of its own that says nothing about what is built with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum FileRole {
    /// Written by people to be a part of the software.
    #[default]
    Source,
    /// Serves to build it, and comes from a build tool rather than from its authors.
    BuildTool,
    /// Written by a program, and a part of the software.
    Generated,
    /// Read by people.
    Documentation,
    /// Tells what happened: change logs, news, lists of people and of things to do.
    History,
    /// Tests the software.
    Test,
    /// Holds the text of licenses, or lists of them.
    LicenseText,
    /// Read by programs: pictures, tables, translations.
    Data,
}

impl FileRole {
    /// Whether such files are what their package consists of, so that their licenses are its own.
    pub fn is_content(self) -> bool {
        !matches!(self, FileRole::BuildTool | FileRole::History | FileRole::LicenseText)
    }
}
