// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What could not be read or done, as a fact about the input.

use crate::TreePath;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the result is complete.
    Note,
    /// Something is odd; the result is complete but may surprise.
    Warning,
    /// Some input could not be read: the result is incomplete (exit code 3).
    Unread,
}

/// A stable kebab-case name of a sort of problem, with its severity.
///
/// The full list is [`ProblemCode::ALL`]; every code has a message in each language's catalog
/// under `problem.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProblemCode {
    name: &'static str,
    severity: Severity,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $constant:ident = $name:literal, $severity:ident;)*) => {
        impl ProblemCode {
            $($(#[doc = $doc])+ pub const $constant: ProblemCode =
                ProblemCode { name: $name, severity: Severity::$severity };)*

            /// Every code, sorted by name.
            pub const ALL: &[ProblemCode] = &[$(ProblemCode::$constant),*];
        }
    };
}

codes! {
    /// The archive is damaged or of an unknown variant; args: `reason`.
    ARCHIVE_DAMAGED = "archive-damaged", Unread;
    /// An archive limit was hit; args: `limit`, `value`.
    ARCHIVE_LIMIT = "archive-limit", Unread;
    /// A member's name leaves the archive or is absolute; args: `name`.
    ARCHIVE_UNSAFE_NAME = "archive-unsafe-name", Warning;
    /// A device node, socket or pipe was passed over; args: `what`.
    ENTRY_SPECIAL = "entry-special", Note;
    /// An encoding was guessed and some bytes do not fit it; args: `encoding`.
    ENCODING_BROKEN = "encoding-broken", Note;
    /// Only the first part of a large file was read; args: `limit`, `size`.
    FILE_TOO_LARGE = "file-too-large", Unread;
    /// The file could not be read; args: `reason`.
    FILE_UNREADABLE = "file-unreadable", Unread;
    /// The folder could not be listed; args: `reason`.
    FOLDER_UNREADABLE = "folder-unreadable", Unread;
    /// A limit of the license reader was hit; args: `limit`.
    LICENSE_LIMIT = "license-limit", Unread;
    /// A manifest could not be read; args: `reason`.
    MANIFEST_DAMAGED = "manifest-damaged", Warning;
    /// A license field of a manifest is not an SPDX expression; args: `value`.
    MANIFEST_LICENSE_UNKNOWN = "manifest-license-unknown", Note;
    /// Folders nest deeper than the limit; args: `limit`.
    NESTED_TOO_DEEP = "nested-too-deep", Unread;
    /// `REUSE.toml` or a DEP-5 file could not be read; args: `reason`.
    ANNOTATION_DAMAGED = "annotation-damaged", Warning;
    /// An `SPDX-License-Identifier` is not a valid expression; args: `value`, `reason`.
    SPDX_TAG_BROKEN = "spdx-tag-broken", Warning;
    /// A symbolic link leaves the tree and was not followed; args: `target`.
    SYMLINK_OUTSIDE = "symlink-outside", Note;
    /// A curation of `heirloom.toml` matches no file; args: `pattern`.
    CURATION_UNUSED = "curation-unused", Warning;
}

impl ProblemCode {
    /// The kebab-case name.
    pub fn as_str(self) -> &'static str {
        self.name
    }

    /// How bad it is.
    pub fn severity(self) -> Severity {
        self.severity
    }

    /// The code of that name.
    pub fn from_name(name: &str) -> Option<ProblemCode> {
        ProblemCode::ALL.iter().copied().find(|code| code.name == name)
    }
}

/// One problem of the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Which sort.
    pub code: ProblemCode,
    /// In which file; `None` while it is clear from the context (facts of one file).
    pub path: Option<TreePath>,
    /// On which line, if it has one.
    pub line: Option<u32>,
    /// What fills the message, by name, in the order the code documents.
    pub args: Vec<(&'static str, Box<str>)>,
}

impl Problem {
    /// A problem without place.
    pub fn new(code: ProblemCode, args: Vec<(&'static str, Box<str>)>) -> Problem {
        Problem { code, path: None, line: None, args }
    }

    /// The same problem in a file.
    pub fn at_path(self, path: TreePath) -> Problem {
        Problem { path: Some(path), ..self }
    }

    /// The same problem on a line.
    pub fn at_line(self, line: u32) -> Problem {
        Problem { line: Some(line), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_kebab_case() {
        let mut names: Vec<_> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
        assert!(names.iter().all(|n| n.bytes().all(|b| b == b'-' || b.is_ascii_lowercase())));
        let n_codes = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n_codes);
    }
}
