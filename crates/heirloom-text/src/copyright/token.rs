// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Words of a legal line and the classes the grammar knows.
//!
//! A token keeps its place in the text; what is shown is rebuilt from tokens, so that comment
//! marks, tags and escapes between them never reach a statement.

use std::borrow::Cow;

/// The class of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The word copyright in any of its forms: `Copyright`, `Copr.`, `SPDX-FileCopyrightText`.
    Mark,
    /// A sign: `©`, `(c)`, `&copy;`.
    Sign,
    /// A year, a range or a list of years.
    Year,
    /// Any other number.
    Number,
    /// A capitalized word, or a word of a script without case.
    Name,
    /// A word in capitals.
    Caps,
    /// Initials: `J.`, `J.R.`, `K`.
    Initial,
    /// A word that only organizations have: `Inc.`, `University`, `Project`.
    Org,
    /// A small word inside names: `van`, `de`.
    Particle,
    /// `of` and its like.
    Of,
    /// `in`, `at`, `for`, `to` and their like.
    In,
    /// `and`, `&`, `or`.
    And,
    /// The article.
    The,
    /// `others`, `al.`
    Others,
    /// `by`.
    By,
    /// `author`, `authors`, `contributors`, `developers`.
    Agent,
    /// `maintainer`.
    Maintainer,
    /// `written`, `created`: words that make an author of the name behind `by`.
    Made,
    /// `holder`, `owner`.
    Holder,
    /// `portions`, `parts`.
    Portions,
    /// A dash or slash that stands alone.
    Dash,
    /// A comma that stands alone.
    Comma,
    /// A bracket that stands alone.
    Paren,
    /// A mail address.
    Email,
    /// An address of the web.
    Url,
    /// A word that a form leaves to be filled in: `<year>`, `yyyy`.
    Blank,
    /// A word in small letters.
    Word,
    /// A word that no statement holds.
    Stop,
    /// The end of a line.
    Newline,
    /// An empty line, or the end of a comment with code behind it.
    Break,
}

/// A word with its place.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    /// How it is shown.
    pub(super) text: Cow<'a, str>,
    /// The word in small letters, without punctuation around it.
    pub(super) lower: Cow<'a, str>,
    /// The first byte in the text.
    pub(super) start: usize,
    /// The byte after the last.
    pub(super) end: usize,
    /// Its class.
    pub(super) kind: Kind,
    /// Whether it stands directly behind the one before.
    pub(super) glued: bool,
    /// Whether a comma ends it.
    pub(super) comma: bool,
    /// Whether a colon ends it.
    pub(super) colon: bool,
    /// Whether a full stop that is no abbreviation ends it.
    pub(super) stop: bool,
    /// Whether it starts with a round bracket.
    pub(super) is_opened: bool,
    /// Whether it ends with a round bracket.
    pub(super) is_closed: bool,
}

impl Token<'_> {
    /// The word without punctuation around it, as the lexicon has it.
    pub(super) fn core(&self) -> &str {
        core_of(&self.text)
    }

    /// Whether the token can be part of a name by itself.
    pub(super) fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Name | Kind::Caps | Kind::Initial | Kind::Org)
    }

    /// Whether the word is written in small letters only.
    pub(super) fn is_lower(&self) -> bool {
        !self.text.chars().any(char::is_uppercase)
    }

    /// Whether it ends a line.
    pub(super) fn is_line_end(&self) -> bool {
        matches!(self.kind, Kind::Newline | Kind::Break)
    }
}

/// The word without punctuation around it.
pub(super) fn core_of(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}
