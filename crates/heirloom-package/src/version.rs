// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The order of versions, as each ecosystem defines it.
//!
//! A version that is none under its scheme is an error and never guessed at: whoever asks whether an
//! advisory holds has to know that there is no answer.

mod apk;
mod composer;
mod conan;
mod dates;
mod deb;
mod gem;
mod gentoo;
mod maven;
mod nuget;
mod numbers;
mod openssl;
mod pypi;
mod rpm;
mod semantic;

use std::cmp::Ordering;

use thiserror::Error;

/// Longer versions are not compared.
const MAX_BYTES: usize = 1024;

/// Schemes with the names that package URLs and version ranges give them.
const SCHEMES: &[(&str, Scheme)] = &[
    ("alpine", Scheme::Apk),
    ("alpm", Scheme::Alpm),
    ("apk", Scheme::Apk),
    ("arch", Scheme::Alpm),
    ("cargo", Scheme::SemVer),
    ("composer", Scheme::Composer),
    ("conan", Scheme::Conan),
    ("datetime", Scheme::DateTime),
    ("deb", Scheme::Deb),
    ("ebuild", Scheme::Gentoo),
    ("gem", Scheme::Gem),
    ("gentoo", Scheme::Gentoo),
    ("golang", Scheme::Go),
    ("hex", Scheme::SemVer),
    ("intdot", Scheme::Intdot),
    ("lexicographic", Scheme::Lexicographic),
    ("maven", Scheme::Maven),
    ("nginx", Scheme::Intdot),
    ("npm", Scheme::Npm),
    ("nuget", Scheme::NuGet),
    ("openssl", Scheme::OpenSsl),
    ("opkg", Scheme::Deb),
    ("pub", Scheme::Pub),
    ("pypi", Scheme::PyPi),
    ("rpm", Scheme::Rpm),
    ("semver", Scheme::SemVer),
    ("swift", Scheme::Npm),
];

/// How versions of an ecosystem are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// Arch Linux: epoch, version, release (`vercmp`).
    Alpm,
    /// Alpine: numbers, letter, suffixes, release (the manual of apk, section on versions).
    Apk,
    /// Packagist: numbers and stabilities (Composer's documentation, "Versions and constraints").
    Composer,
    /// Conan: numbers and words, then a pre-release and a build (Conan 2, "Version ranges").
    Conan,
    /// Dates and times (RFC 3339).
    DateTime,
    /// Debian: epoch, upstream version, revision (Debian Policy 5.6.12).
    Deb,
    /// RubyGems: numbers and words (`Gem::Version`).
    Gem,
    /// Gentoo: numbers, letter, suffixes, revision (Package Manager Specification, 3.3).
    Gentoo,
    /// Go modules: a `v`, then a semantic version.
    Go,
    /// Whole numbers with dots between them.
    Intdot,
    /// Bytes.
    Lexicographic,
    /// Maven: numbers and qualifiers in nested lists ("Version Order Specification").
    Maven,
    /// Semantic versions as npm takes them: with a `v` or `=` before.
    Npm,
    /// Semantic versions of up to four numbers; the case of letters does not count.
    NuGet,
    /// OpenSSL: numbers and letters, since 3.0 semantic versions.
    OpenSsl,
    /// Dart: semantic versions, builds after the release they belong to.
    Pub,
    /// Python: PEP 440, with versions from before it below all others.
    PyPi,
    /// RPM: epoch, version, release (`rpmvercmp`).
    Rpm,
    /// Semantic Versioning 2.0.0.
    SemVer,
}

/// Why versions cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum VersionError {
    /// It is none under the scheme.
    #[error("`{0}` is no version of this scheme")]
    Invalid(String),
    /// It is longer than any real one.
    #[error("a version of {0} bytes is too long")]
    TooLong(usize),
}

impl Scheme {
    /// The scheme of a type of package URLs or of a name in a version range.
    pub fn from_name(name: &str) -> Option<Scheme> {
        let place = SCHEMES.binary_search_by_key(&name, |(known, _)| known).ok()?;
        Some(SCHEMES[place].1)
    }

    /// Compares two versions.
    ///
    /// # Errors
    /// The first of both that is no version of the scheme.
    pub fn compare(self, a: &str, b: &str) -> Result<Ordering, VersionError> {
        for version in [a, b] {
            if version.len() > MAX_BYTES {
                return Err(VersionError::TooLong(version.len()));
            }
        }
        match self {
            Scheme::Alpm => parsed(a, b, rpm::Version::of_alpm),
            Scheme::Apk => parsed(a, b, apk::Version::parse),
            Scheme::Composer => parsed(a, b, composer::Version::parse),
            Scheme::Conan => parsed(a, b, conan::Version::parse),
            Scheme::DateTime => parsed(a, b, dates::Instant::parse),
            Scheme::Deb => parsed(a, b, deb::Version::parse),
            Scheme::Gem => parsed(a, b, gem::Version::parse),
            Scheme::Gentoo => parsed(a, b, gentoo::Version::parse),
            Scheme::Go => parsed(a, b, semantic::Version::of_go),
            Scheme::Intdot => parsed(a, b, numbers::Dotted::parse),
            Scheme::Lexicographic => Ok(a.cmp(b)),
            Scheme::Maven => parsed(a, b, maven::Version::parse),
            Scheme::Npm => parsed(a, b, semantic::Version::of_npm),
            Scheme::NuGet => parsed(a, b, nuget::Version::parse),
            Scheme::OpenSsl => parsed(a, b, openssl::Version::parse),
            Scheme::Pub => parsed(a, b, semantic::Version::of_pub),
            Scheme::PyPi => parsed(a, b, pypi::Version::parse),
            Scheme::Rpm => parsed(a, b, rpm::Version::of_rpm),
            Scheme::SemVer => parsed(a, b, semantic::Version::strict),
        }
    }

    /// Says why a text is no version of the scheme.
    ///
    /// # Errors
    /// As [`Scheme::compare`].
    pub fn check(self, version: &str) -> Result<(), VersionError> {
        self.compare(version, version).map(drop)
    }
}

fn parsed<'a, T: Ord>(
    a: &'a str,
    b: &'a str,
    parse: impl Fn(&'a str) -> Option<T>,
) -> Result<Ordering, VersionError> {
    let of = |text: &'a str| parse(text).ok_or_else(|| VersionError::Invalid(text.into()));
    Ok(of(a)?.cmp(&of(b)?))
}

#[cfg(test)]
mod tests;
