// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Patterns of component and license identifiers.
//!
//! Only `*` is special, and stands for any text: a package URL may hold `?`, `[` and `{`.

use std::{fmt, sync::Arc};

use heirloom_model::LicenseTerm;

/// A pattern of component identifiers, such as `pkg:npm/@ours/*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComponentPattern(Arc<str>);

impl ComponentPattern {
    /// Takes a pattern; any text is one.
    pub fn new(text: &str) -> ComponentPattern {
        ComponentPattern(text.into())
    }

    /// Whether an identifier is of the pattern.
    pub fn matches(&self, id: &str) -> bool {
        fits(&self.0, id)
    }
}

impl fmt::Display for ComponentPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A pattern of license terms: `MIT`, `GPL-2.0-*`, `GPL-2.0-only WITH Classpath-exception-2.0`.
///
/// One without `WITH` means the license with and without exceptions, as an exception never adds a
/// burden. Letters' case does not count (SPDX specification 2.3, annex D.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicensePattern {
    written: Arc<str>,
    license: Box<str>,
    exception: Option<Box<str>>,
}

/// A text that no license can be of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("read `{0}` as a license identifier or pattern of such")]
pub struct LicensePatternError(Box<str>);

impl LicensePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`LicensePatternError`] for a text with characters that no identifier has.
    pub fn new(text: &str) -> Result<LicensePattern, LicensePatternError> {
        let lower = text.to_ascii_lowercase();
        let (license, exception) = match lower.split_once(" with ") {
            Some((license, exception)) => (license, Some(exception)),
            None => (lower.as_str(), None),
        };
        let plain = |text: &str| {
            let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:*".contains(&byte);
            !text.is_empty() && text.bytes().all(known)
        };
        if !plain(license.strip_suffix('+').unwrap_or(license)) || !exception.is_none_or(plain) {
            return Err(LicensePatternError(text.escape_debug().to_string().into()));
        }
        Ok(LicensePattern {
            written: text.into(),
            license: license.into(),
            exception: exception.map(Into::into),
        })
    }

    /// The identifiers that the pattern names in full, as written.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        // Lower case does not change the length: the license is the start of what was written.
        let (license, rest) = self.written.split_at(self.license.len());
        let exception = &rest[rest.len() - self.exception.as_deref().map_or(0, str::len)..];
        let license = license.strip_suffix('+').unwrap_or(license);
        [license, exception].into_iter().filter(|id| !id.is_empty() && !id.contains('*'))
    }

    /// Whether a term is of the pattern, however its version is spelled.
    pub fn matches(&self, term: &LicenseTerm) -> bool {
        let exception = match (&self.exception, &term.exception) {
            (None, _) => true,
            (Some(pattern), Some(id)) => fits(pattern, &id.as_str().to_ascii_lowercase()),
            (Some(_), None) => false,
        };
        exception && spellings(term).iter().any(|spelling| fits(&self.license, spelling))
    }
}

impl fmt::Display for LicensePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// The ways in which a license of one version, or of it and later ones, is written.
fn spellings(term: &LicenseTerm) -> Vec<String> {
    let id = term.license.as_str().to_ascii_lowercase();
    let gnu = ["gpl-", "lgpl-", "agpl-", "gfdl-"].iter().any(|family| id.starts_with(family));
    let told = id.ends_with("-only") || id.ends_with("-or-later");
    let mut spellings = Vec::new();
    if term.or_later {
        spellings.push(format!("{id}+"));
    }
    // The GNU licenses once were named without saying whether later versions are meant.
    match (gnu && !told, term.or_later) {
        (true, true) => spellings.push(format!("{id}-or-later")),
        (true, false) => spellings.push(format!("{id}-only")),
        (false, _) => {}
    }
    if let Some(base) = id.strip_suffix("-or-later") {
        spellings.push(format!("{base}+"));
    }
    spellings.push(id);
    spellings
}

/// Whether a text is of a pattern; takes time linear in the text for each `*`.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let last = pieces.pop().expect("a split has a piece");
    for piece in pieces {
        match text.find(piece) {
            Some(at) => text = &text[at + piece.len()..],
            None => return false,
        }
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use heirloom_model::Expression;

    use super::*;

    #[track_caller]
    fn check(pattern: &str, yes: &[&str], no: &[&str]) {
        let pattern = LicensePattern::new(pattern).unwrap();
        let matches = |text: &&str| match Expression::parse(text).unwrap() {
            Expression::Term(term) => pattern.matches(&term),
            other => panic!("{other} is no term"),
        };
        assert_eq!(yes.iter().filter(|text| !matches(text)).collect::<Vec<_>>(), [&""; 0]);
        assert_eq!(no.iter().filter(|text| matches(text)).collect::<Vec<_>>(), [&""; 0]);
    }

    #[test]
    fn versions_may_be_spelled_in_each_way() {
        check("GPL-2.0-only", &["GPL-2.0", "gpl-2.0-only"], &["GPL-2.0+", "GPL-2.0-or-later"]);
        check("GPL-2.0-or-later", &["GPL-2.0+", "GPL-2.0-or-later"], &["GPL-2.0"]);
        check("GPL-2.0+", &["GPL-2.0+", "GPL-2.0-or-later"], &["GPL-2.0-only"]);
        check("GPL-*", &["GPL-1.0-only", "GPL-3.0+"], &["LGPL-3.0-only", "AGPL-3.0-only"]);
        check("Apache-2.0", &["Apache-2.0+", "apache-2.0"], &["Apache-1.1"]);
    }

    #[test]
    fn exceptions_count_where_the_pattern_names_one() {
        let classpath = "GPL-2.0-only WITH Classpath-exception-2.0";
        check("GPL-2.0-only", &["GPL-2.0-only", classpath], &[]);
        check("GPL-2.0-only with classpath-*", &[classpath], &["GPL-2.0-only"]);
        check("* WITH *", &[classpath], &["GPL-2.0-only"]);
    }

    #[test]
    fn identifiers_named_in_full_are_told() {
        let ids = |text| -> Vec<String> {
            LicensePattern::new(text).unwrap().ids().map(str::to_owned).collect()
        };
        assert_eq!(
            ids("GPL-2.0+ with Classpath-Exception-2.0"),
            ["GPL-2.0", "Classpath-Exception-2.0"]
        );
        assert_eq!(ids("GPL-* WITH GCC-exception-2.0"), ["GCC-exception-2.0"]);
        assert_eq!(ids("MIT"), ["MIT"]);
    }

    #[test]
    fn stars_stand_for_any_text() {
        let fits = |pattern: &str, text| ComponentPattern::new(pattern).matches(text);
        assert!(fits("pkg:npm/*", "pkg:npm/@ours/a@1.0.0?arch=x"));
        assert!(fits("*", "") && fits("**", "a") && fits("a*a", "aa") && fits("*b*", "abc"));
        assert!(!fits("a*a", "a") && !fits("pkg:npm/*", "pkg:cargo/a") && !fits("", "a"));
    }

    #[test]
    fn nonsense_is_no_license() {
        for text in ["", "GPL 2", "A OR B", "A WITH ", "A/B", "+"] {
            assert!(LicensePattern::new(text).is_err(), "{text}");
        }
    }
}
