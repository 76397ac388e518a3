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
    arg_names: &'static [&'static str],
}

macro_rules! codes {
    ($(
        $(#[doc = $doc:literal])+
        $constant:ident = $name:literal, $severity:ident, [$($arg:literal),*];
    )*) => {
        impl ProblemCode {
            $($(#[doc = $doc])+ pub const $constant: ProblemCode = ProblemCode {
                name: $name,
                severity: Severity::$severity,
                arg_names: &[$($arg),*],
            };)*

            /// Every code, sorted by name.
            pub const ALL: &[ProblemCode] = &[$(ProblemCode::$constant),*];
        }
    };
}

codes! {
    /// The archive is damaged or of an unknown variant.
    ARCHIVE_DAMAGED = "archive-damaged", Unread, ["reason"];
    /// Two members of an archive have the same name; the later one got another.
    ARCHIVE_DUPLICATE_NAME = "archive-duplicate-name", Warning, ["name"];
    /// A member of an archive is encrypted.
    ARCHIVE_ENCRYPTED = "archive-encrypted", Unread, [];
    /// The file is an archive of a form that no reader opens.
    ARCHIVE_FORMAT_UNREAD = "archive-format-unread", Unread, ["format"];
    /// An archive limit was hit.
    ARCHIVE_LIMIT = "archive-limit", Unread, ["limit", "value"];
    /// A member's name leaves the archive or is absolute.
    ARCHIVE_UNSAFE_NAME = "archive-unsafe-name", Warning, ["name"];
    /// A binary file has more strings than are kept.
    BINARY_STRINGS_LIMIT = "binary-strings-limit", Note, ["limit"];
    /// A list of files in a build file is computed, or set by what is not in the tree.
    BUILD_LIST_OPEN = "build-list-open", Note, ["what", "n", "files"];
    /// Files lie around a build file of a tool whose files are not read.
    BUILD_TOOL_UNREAD = "build-tool-unread", Note, ["tool", "n", "files"];
    /// A checksum has not the length or the signs that its algorithm gives.
    CHECKSUM_MALFORMED = "checksum-malformed", Warning, ["name", "checksum"];
    /// A lock or several of them have two checksums for one version of a package.
    CHECKSUM_CONTRADICTED = "checksum-contradicted", Warning, ["name"];
    /// A device node, socket or pipe was passed over.
    ENTRY_SPECIAL = "entry-special", Note, ["what"];
    /// An encoding was guessed and some bytes do not fit it.
    ENCODING_BROKEN = "encoding-broken", Note, ["encoding"];
    /// Only the first part of a large file was read.
    FILE_TOO_LARGE = "file-too-large", Unread, ["limit", "size"];
    /// The file could not be read.
    FILE_UNREADABLE = "file-unreadable", Unread, ["reason"];
    /// The folder could not be listed.
    FOLDER_UNREADABLE = "folder-unreadable", Unread, ["reason"];
    /// What a layer of an image holds cannot stand in the image.
    IMAGE_ENTRY_MISPLACED = "image-entry-misplaced", Unread, ["name", "layer", "reason"];
    /// A layer of an image is what its digest says and yet damaged.
    IMAGE_LAYER_DAMAGED = "image-layer-damaged", Unread, ["layer", "reason"];
    /// A kernel module says it is not under the GPL and uses what the kernel gives to such alone.
    KERNEL_MODULE_CONTRADICTED = "kernel-module-contradicted", Warning, ["license", "symbol"];
    /// A limit of the license reader was hit.
    LICENSE_LIMIT = "license-limit", Unread, ["limit"];
    /// A lock holds a version that the request for it does not allow.
    LOCK_CONTRADICTED = "lock-contradicted", Warning, ["name", "requested", "version"];
    /// A manifest requests versions and no lock says what they came to.
    LOCK_MISSING = "lock-missing", Note, [];
    /// A manifest requests a package that its lock does not hold.
    LOCK_OUTDATED = "lock-outdated", Warning, ["name"];
    /// A lock holds a package twice that stands in it once.
    LOCK_REPEATED = "lock-repeated", Warning, ["name"];
    /// A manifest could not be read.
    MANIFEST_DAMAGED = "manifest-damaged", Warning, ["reason"];
    /// A license field of a manifest is not an SPDX expression.
    MANIFEST_LICENSE_UNKNOWN = "manifest-license-unknown", Note, ["value"];
    /// Folders nest deeper than the limit.
    NESTED_TOO_DEEP = "nested-too-deep", Unread, ["limit"];
    /// `REUSE.toml` or a DEP-5 file could not be read.
    ANNOTATION_DAMAGED = "annotation-damaged", Warning, ["reason"];
    /// A file that another one includes, or a member of a workspace, is not in the tree.
    PACKAGE_FILE_MISSING = "package-file-missing", Warning, ["file"];
    /// A limit of the package readers was hit.
    PACKAGE_LIMIT = "package-limit", Unread, ["limit"];
    /// A parent or bill of materials is not in the tree; what it states is unknown.
    PACKAGE_PARENT_MISSING = "package-parent-missing", Note, ["name"];
    /// A package has a name that its ecosystem does not know, or that hides what it is.
    PACKAGE_NAME_ODD = "package-name-odd", Warning, ["name"];
    /// Which package is meant cannot be told.
    PACKAGE_UNKNOWN = "package-unknown", Warning, ["name"];
    /// The version of a package is written in a way that needs something unknown.
    PACKAGE_VERSION_UNKNOWN = "package-version-unknown", Note, ["name", "value"];
    /// A path is longer than the limit; what lies below it was not read.
    PATH_TOO_LONG = "path-too-long", Unread, ["limit"];
    /// The text of a PDF file, or a part of it, was not read.
    PDF_UNREAD = "pdf-unread", Unread, ["reason"];
    /// More problems of one code were met than are listed.
    PROBLEMS_LEFT_OUT = "problems-left-out", Note, ["code", "n"];
    /// A reader broke off on this file; what it had found is lost.
    READER_FAILED = "reader-failed", Unread, [];
    /// A limit of the source reader was hit.
    SOURCE_LIMIT = "source-limit", Unread, ["limit"];
    /// An `SPDX-License-Identifier` is not a valid expression.
    SPDX_TAG_BROKEN = "spdx-tag-broken", Warning, ["value", "reason"];
    /// A git submodule: its files are in another repository.
    SUBMODULE_UNREAD = "submodule-unread", Note, ["commit"];
    /// A symbolic link leaves the tree and was not followed.
    SYMLINK_OUTSIDE = "symlink-outside", Note, ["target"];
    /// A curation of `heirloom.toml` matches no file.
    CURATION_UNUSED = "curation-unused", Warning, ["pattern"];
    /// A policy names a license that nobody knows.
    POLICY_LICENSE_UNKNOWN = "policy-license-unknown", Warning, ["license"];
    /// Two components have one identity; the first counts.
    COMPONENT_DUPLICATE = "component-duplicate", Warning, ["component"];
    /// A relation names a component that is not there.
    RELATION_COMPONENT_MISSING = "relation-component-missing", Warning, ["use", "component"];
    /// A component is said to use itself.
    RELATION_ITSELF = "relation-itself", Warning, ["component"];
    /// Two relations say the same; their evidence counts together.
    RELATION_DUPLICATE = "relation-duplicate", Warning, ["use"];
    /// A kernel module under no GPL uses a symbol kept for GPL modules.
    MODULE_UNLOADABLE = "module-unloadable", Warning, ["use"];
    /// Strong evidence stands for and against a relation.
    RELATION_CONTRADICTED = "relation-contradicted", Warning, ["use"];
    /// A delivery names a component that is not there.
    DELIVERY_ROOT_MISSING = "delivery-root-missing", Warning, ["delivery", "component"];
    /// No facts describe a license.
    LICENSE_UNDESCRIBED = "license-undescribed", Warning, ["license"];
    /// No facts describe an exception.
    EXCEPTION_UNDESCRIBED = "exception-undescribed", Warning, ["exception"];
    /// An exception stands behind a license it was not written for; it is left aside.
    EXCEPTION_MISPLACED = "exception-misplaced", Warning, ["exception", "license"];
    /// More findings of a policy were met than are listed.
    POLICY_FINDINGS_LIMIT = "policy-findings-limit", Note, ["limit", "n"];
    /// A use was decided about in the first whole that holds it, not in each.
    POLICY_WHOLES_LIMIT = "policy-wholes-limit", Warning, [];
    /// The last day of a waiver is over: its rules hold again.
    WAIVER_EXPIRED = "waiver-expired", Warning, ["what", "by", "day"];
    /// A waiver kept no rule from deciding.
    WAIVER_UNUSED = "waiver-unused", Note, ["what", "by"];
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

    /// The names of the arguments its message can show; those of every [`Problem`] are among them.
    pub fn arg_names(self) -> &'static [&'static str] {
        self.arg_names
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
    /// What fills the message, by name, in the order of [`ProblemCode::arg_names`].
    pub args: Vec<(&'static str, Box<str>)>,
}

impl Problem {
    /// A problem without place; `args` are named as [`ProblemCode::arg_names`] says.
    pub fn new(code: ProblemCode, args: Vec<(&'static str, Box<str>)>) -> Problem {
        debug_assert!(args.iter().all(|(name, _)| code.arg_names.contains(name)), "{args:?}");
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
