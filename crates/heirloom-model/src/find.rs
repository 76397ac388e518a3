// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What readers find in the bytes of one file: licenses, copyrights, authors.

use std::{fmt, sync::Arc};

use crate::{Expression, named::named};

/// A place in a file.
///
/// Bytes count in the file as it is on disk, before decoding; lines start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The first byte.
    pub start: u64,
    /// The byte after the last.
    pub end: u64,
    /// The line of the first byte.
    pub first_line: u32,
    /// The line of the last byte.
    pub last_line: u32,
}

named! {
    /// What sort of evidence a license find is.
    pub enum FindKind {
        /// The text of a license.
        Text = "text",
        /// A statement that something is under a license, such as a standard header.
        Notice = "notice",
        /// A name or an address of a license.
        Reference = "reference",
        /// A structured tag: `SPDX-License-Identifier`, a manifest field, `MODULE_LICENSE`.
        Tag = "tag",
        /// Words that introduce a license that stands beside them.
        Intro = "intro",
        /// Words too weak to conclude from: a bare name in prose, a list of licenses.
        Clue = "clue",
        /// Legal text that no rule knows.
        Unknown = "unknown",
    }
}

/// How a license find was matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Matcher {
    /// The whole file equals a rule.
    Hash,
    /// All words of a rule, in a row.
    Exact,
    /// Most words of a rule, aligned.
    Approximate,
    /// An `SPDX-License-Identifier` or REUSE tag.
    SpdxTag,
    /// The grammar of license references.
    Grammar,
    /// Legal words that no rule explains.
    Unknown,
}

/// The stable name of a detection rule, unique among the loaded rule sets.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub Arc<str>);

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A license found at a place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenseFind {
    /// What was found; for unknown legal text `LicenseRef-unknown`.
    pub expression: Expression,
    /// What sort of evidence it is.
    pub kind: FindKind,
    /// How it was matched.
    pub matcher: Matcher,
    /// By which rule.
    pub rule: RuleId,
    /// The share of the rule's words that were found, in thousandths (0 to 1000).
    pub coverage: u16,
    /// How much the rule is worth by its author's judgement, 0 to 100.
    pub relevance: u8,
    /// The number of matched words.
    pub n_words: u32,
    /// Where it stands.
    pub span: Span,
    /// Names of files that the find points to, such as `COPYING`.
    pub refers_to: Vec<Box<str>>,
    /// The text itself, kept for unknown legal text only.
    pub text: Option<Box<str>>,
}

/// The licenses of one file joined into one expression, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detection {
    /// The joined expression.
    pub expression: Expression,
    /// The steps of joining, in order of the text.
    pub because: Vec<Joining>,
}

/// One step that joined finds into an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joining {
    /// What was done.
    pub method: JoiningMethod,
    /// The result of this step.
    pub expression: Expression,
    /// The lines it rests on, first and last.
    pub lines: (u32, u32),
}

/// How finds were joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JoiningMethod {
    /// A find stands alone.
    Alone,
    /// The words between say that one may be chosen.
    Choice,
    /// The finds stand together, all apply.
    Together,
    /// Words that introduce were bound to the license beside them.
    Introduced,
    /// An exception was bound to its license.
    Exception,
    /// A tag decides for its file.
    TagDecides,
    /// The tag and the text disagree.
    TagDisagrees,
    /// The words before say that it is the license of a part.
    OfPart,
}

/// A copyright statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyrightFind {
    /// The statement as written, white space folded, comment marks removed.
    pub statement: Box<str>,
    /// Who holds the copyright, in order.
    pub holders: Vec<Holder>,
    /// The years, in order.
    pub years: Vec<YearRange>,
    /// Where it stands.
    pub span: Span,
}

/// A copyright holder.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Holder {
    /// The name as written.
    pub name: Box<str>,
    /// The name folded for grouping: legal forms, punctuation and mail addresses removed.
    pub normalized: Box<str>,
}

/// Years of a copyright statement, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct YearRange {
    /// The first year.
    pub first: u16,
    /// The last year; equal to the first for a single year, `None` for "to present".
    pub last: Option<u16>,
}

/// An author named in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorFind {
    /// The name as written, with the mail address if there is one.
    pub name: Box<str>,
    /// Where it stands.
    pub span: Span,
}
