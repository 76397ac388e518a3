// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Closed sets of words, one for each enum of the model.
//!
//! The same words name the messages of the catalogs, as in `kind.notice`.

use heirloom_model::{
    AnnotationConvention, ConcludedReason, ContentKind, EvidenceMethod, FileRole, FindKind,
    JoiningMethod, Matcher, Owner, PackageNature, PartyRole, Precedence, Scope, Severity,
};
use schemars::JsonSchema;
use serde::Serialize;

/// An enum of the wire format.
pub(crate) trait Word {
    /// Every word, in the order of the model.
    const ALL: &'static [&'static str];
    /// Its word there.
    fn word(self) -> &'static str;
}

/// Makes each enum with its words and the way from the model; the compiler tells a variant that is
/// missing.
macro_rules! wire_enums {
    ($($(#[doc = $doc:literal])* $name:ident of $model:ident { $($variant:ident = $word:literal,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
        pub(crate) enum $name {
            $(#[serde(rename = $word)] $variant,)*
        }

        impl Word for $name {
            const ALL: &'static [&'static str] = &[$($word),*];

            fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
        }

        impl From<$model> for $name {
            fn from(value: $model) -> $name {
                match value { $($model::$variant => $name::$variant,)* }
            }
        }
    )*};
}

wire_enums! {
    /// What sort of evidence a find is: a license text, a notice, a reference by name or address,
    /// a structured tag, words that introduce a license, a clue too weak to conclude from, or
    /// legal text that no rule knows.
    KindWire of FindKind {
        Text = "text",
        Notice = "notice",
        Reference = "reference",
        Tag = "tag",
        Intro = "intro",
        Clue = "clue",
        Unknown = "unknown",
    }

    /// What a file is for: written to be a part of the software, copied from a build tool, written
    /// by a program, read by people, telling what happened, testing, holding license texts, or
    /// read by programs.
    FileRoleWire of FileRole {
        Source = "source",
        BuildTool = "build-tool",
        Generated = "generated",
        Documentation = "documentation",
        History = "history",
        Test = "test",
        LicenseText = "license-text",
        Data = "data",
    }

    /// How a find was matched.
    MatcherWire of Matcher {
        Hash = "hash",
        Exact = "exact",
        Approximate = "approximate",
        SpdxTag = "spdx-tag",
        Grammar = "grammar",
        Unknown = "unknown",
    }

    /// How finds were joined into one expression.
    JoiningWire of JoiningMethod {
        Alone = "alone",
        Choice = "choice",
        Together = "together",
        Introduced = "introduced",
        Exception = "exception",
        TagDecides = "tag-decides",
        TagDisagrees = "tag-disagrees",
        OfPart = "of-part",
    }

    /// Why a license was concluded.
    ReasonWire of ConcludedReason {
        Curation = "curation",
        Annotation = "annotation",
        Tag = "tag",
        Detected = "detected",
        Reference = "reference",
        DeclaredAndText = "declared-and-text",
        Declared = "declared",
        LicenseText = "license-text",
        Files = "files",
    }

    /// The kind of a file's contents.
    ContentWire of ContentKind {
        Empty = "empty",
        Text = "text",
        Binary = "binary",
    }

    /// The part someone has in a package.
    RoleWire of PartyRole {
        Author = "author",
        Maintainer = "maintainer",
        Publisher = "publisher",
        Holder = "holder",
    }

    /// The convention of an annotation about other files.
    ConventionWire of AnnotationConvention {
        ReuseToml = "reuse-toml",
        Dep5 = "dep5",
    }

    /// Which information wins when the file itself says something.
    PrecedenceWire of Precedence {
        Closest = "closest",
        Aggregate = "aggregate",
        Override = "override",
    }

    /// How bad a problem is; `unread` means that the result is incomplete.
    SeverityWire of Severity {
        Note = "note",
        Warning = "warning",
        Unread = "unread",
    }

    /// Whether a package is ours or somebody else's.
    OwnerWire of Owner {
        Own = "own",
        ThirdParty = "third_party",
    }

    /// What a package is made for: to be used by others (or not said), to work while others are
    /// built, or to hold versions and members alone.
    NatureWire of PackageNature {
        Library = "library",
        BuildTool = "build-tool",
        Platform = "platform",
    }

    /// What a package is required for.
    ScopeWire of Scope {
        Runtime = "runtime",
        Optional = "optional",
        Provided = "provided",
        Build = "build",
        Test = "test",
        Development = "development",
    }

    /// What something is evidence by.
    MethodWire of EvidenceMethod {
        Statement = "statement",
        Lockfile = "lockfile",
        Manifest = "manifest",
        EcosystemDefault = "ecosystem_default",
        SourceCode = "source_code",
        LicenseFind = "license_find",
        ObjectFile = "object_file",
        Layout = "layout",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_roles_are_apart() {
        let words: std::collections::BTreeSet<_> = FileRoleWire::ALL.iter().collect();
        assert_eq!(words.len(), FileRoleWire::ALL.len());
        assert_eq!(FileRoleWire::from(FileRole::BuildTool).word(), "build-tool");
    }
}
