// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Identifiers of licenses, and what they tell by themselves: family and versions of the GNU
//! licenses, and which stand for words that are no license (SPDX license list; ScanCode's keys).
//!
//! Facts about identifiers stand here alone; readers and conclusions ask.

use std::{fmt, sync::Arc};

use super::ParseExpressionError;

/// An SPDX license or exception identifier, a `LicenseRef-…` or an `AdditionRef-…`.
///
/// Identifiers are kept as written; whether the SPDX list knows one is a question for the readers.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LicenseId(Arc<str>);

/// GNU licenses named without a version: each allows any version then, so the name stands for the
/// first one or later.
const UNVERSIONED: [&str; 4] =
    ["GPL-1.0-or-later", "LGPL-2.0-or-later", "AGPL-1.0-or-later", "GFDL-1.1-or-later"];

impl LicenseId {
    /// Takes an identifier made of letters, digits, `-`, `.`, `_`, `:` (annex D, `idstring` and
    /// `DocumentRef-`).
    ///
    /// # Errors
    /// [`ParseExpressionError::BadIdentifier`] for anything else.
    pub fn new(text: &str) -> Result<LicenseId, ParseExpressionError> {
        let good = !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:".contains(&b));
        if good {
            Ok(LicenseId(text.into()))
        } else {
            Err(ParseExpressionError::BadIdentifier(text.into()))
        }
    }

    /// The identifier's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the identifier is outside the SPDX list by its form (`LicenseRef-…`).
    pub fn is_ref(&self) -> bool {
        self.0.starts_with("LicenseRef-")
            || self.0.starts_with("DocumentRef-")
            || self.0.starts_with("AdditionRef-")
    }

    /// The identifier without what says which versions are allowed: `GPL-2.0` of
    /// `GPL-2.0-or-later`. The text of the license is the same.
    pub fn base(&self) -> &str {
        let id = self.as_str();
        id.strip_suffix("-only").or_else(|| id.strip_suffix("-or-later")).unwrap_or(id)
    }

    /// The identifier that also allows later versions: `GPL-2.0-or-later` of `GPL-2.0-only`; `None`
    /// for one that is not of a single version (SPDX license list, GNU licenses).
    pub fn with_later(&self) -> Option<LicenseId> {
        let base = self.as_str().strip_suffix("-only")?;
        LicenseId::new(&format!("{base}-or-later")).ok()
    }

    /// The family: `GPL` of `GPL-2.0-only`.
    pub fn family(&self) -> &str {
        LicenseId::family_of(self.as_str())
    }

    /// The family of an identifier, or of the first one of an expression: what stands before its
    /// version; `BSD` of `BSD-3-Clause` and of `0BSD`.
    pub fn family_of(id: &str) -> &str {
        if id == "0BSD" {
            return "BSD";
        }
        let is_version =
            |&(at, _): &(usize, &str)| id[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        id.match_indices('-').find(is_version).map_or(id, |(at, _)| &id[..at])
    }

    /// Whether it stands for a GNU license that was named without a version.
    pub fn is_unversioned(&self) -> bool {
        UNVERSIONED.contains(&self.as_str())
    }

    /// Whether it is a version of the license that `unversioned` names without one.
    pub fn is_version_of(&self, unversioned: &LicenseId) -> bool {
        unversioned.is_unversioned() && self != unversioned && self.family() == unversioned.family()
    }

    /// Whether it refers to the license that `unversioned` names without a version, as the texts of
    /// the Lesser and Affero licenses refer to the General one.
    pub fn refers_to(&self, unversioned: &LicenseId) -> bool {
        unversioned.is_unversioned()
            && unversioned.family() == "GPL"
            && ["LGPL", "AGPL"].contains(&self.family())
    }

    /// Whether it stands for licensing that was not recognized.
    pub fn is_unrecognized(&self) -> bool {
        self.is_ref() && self.0.contains("unknown")
    }

    /// Whether it stands for words that grant nothing: disclaimers, terms for contributors.
    pub fn grants_nothing(&self) -> bool {
        self.is_ref() && ["warranty-disclaimer", "generic-cla"].iter().any(|id| self.0.contains(id))
    }

    /// Whether it stands for words beside a license that do not change which one holds: those that
    /// grant nothing, certificates of origin, grants of patents.
    pub fn is_aside(&self) -> bool {
        const PARTS: [&str; 5] =
            ["-disclaimer", "-dco-", "-cla", "patent-license", "-agreement-notice"];
        self.is_ref() && PARTS.iter().any(|part| self.0.contains(part))
    }
}

impl fmt::Display for LicenseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LicenseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> LicenseId {
        LicenseId::new(text).unwrap()
    }

    #[test]
    fn families_are_what_stands_before_the_version() {
        let families = [
            ("GPL-2.0-only", "GPL"),
            ("LGPL-2.1-or-later", "LGPL"),
            ("BSD-3-Clause", "BSD"),
            ("0BSD", "BSD"),
            ("MIT", "MIT"),
            ("CC-BY-SA-4.0", "CC-BY-SA"),
            ("GPL-2.0-only WITH GCC-exception-2.0", "GPL"),
        ];
        for (text, family) in families {
            assert_eq!(LicenseId::family_of(text), family, "{text}");
        }
    }

    #[test]
    fn versions_are_told_from_names_without_one() {
        let is_version = |version: &str, name: &str| id(version).is_version_of(&id(name));
        assert!(is_version("GPL-2.0-only", "GPL-1.0-or-later"));
        assert!(is_version("GFDL-1.3-no-invariants-or-later", "GFDL-1.1-or-later"));
        assert!(!is_version("LGPL-2.1-only", "GPL-1.0-or-later"));
        assert!(!is_version("GPL-1.0-or-later", "GPL-1.0-or-later"));
        assert!(!is_version("GPL-2.0-only", "GPL-3.0-or-later"));
        assert!(id("AGPL-3.0-only").refers_to(&id("GPL-1.0-or-later")));
        assert!(!id("GPL-3.0-only").refers_to(&id("LGPL-2.0-or-later")));
        assert_eq!(id("GPL-2.0-or-later").base(), "GPL-2.0");
        assert_eq!(id("GPL-2.0-only").with_later(), Some(id("GPL-2.0-or-later")));
    }

    #[test]
    fn words_that_are_no_license_are_known() {
        assert!(id("LicenseRef-scancode-unknown-license-reference").is_unrecognized());
        assert!(id("LicenseRef-scancode-warranty-disclaimer").grants_nothing());
        assert!(id("LicenseRef-scancode-warranty-disclaimer").is_aside());
        assert!(!id("LicenseRef-scancode-google-patent-license-webm").grants_nothing());
        assert!(!id("MIT").is_aside() && !id("Unknown").is_unrecognized());
    }
}
