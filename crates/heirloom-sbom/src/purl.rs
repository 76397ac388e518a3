// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Package URLs (ECMA-427) as documents hold them: whether a text is one, and whether two are of the
//! same package.
//!
//! Readers of packages make their URLs elsewhere, with every rule of every type; what others wrote is
//! only compared here.

use std::{collections::BTreeMap, fmt::Write as _};

/// The parts of a package URL, decoded, and normalized as its type says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Purl {
    kind: String,
    /// The namespace and the name.
    path: String,
    version: Option<String>,
    qualifiers: BTreeMap<String, String>,
    subpath: String,
}

/// Types whose namespace and name are without case; names of PyPI and NuGet are looked up without it.
const WITHOUT_CASE: [&str; 17] = [
    "alpm",
    "apk",
    "bitbucket",
    "bitnami",
    "brew",
    "composer",
    "deb",
    "docker",
    "git",
    "github",
    "gitlab",
    "golang",
    "hex",
    "npm",
    "nuget",
    "oci",
    "pypi",
];

/// Qualifiers that say where a package came from or lies, and not which one it is.
const ASIDE: [&str; 8] = [
    "distro",
    "upstream",
    "extension",
    "download_url",
    "vcs_url",
    "checksum",
    "file_name",
    "package-id",
];

impl Purl {
    /// The type.
    pub(crate) fn kind(&self) -> &str {
        &self.kind
    }

    /// The first part of the namespace, which belongs to somebody in some types.
    pub(crate) fn owner(&self) -> Option<&str> {
        self.path.split_once('/').map(|(owner, _)| owner)
    }

    /// The value of a qualifier.
    pub(crate) fn qualifier(&self, name: &str) -> Option<&str> {
        self.qualifiers.get(name).map(String::as_str)
    }

    /// Reads a package URL; `None` where it is none: without `pkg:`, type or name, with characters that
    /// stand encoded in one, or with a qualifier that stands twice.
    pub(crate) fn parse(text: &str) -> Option<Purl> {
        let (scheme, rest) = text.split_once(':')?;
        let is_written = |c: char| !c.is_whitespace() && !c.is_control();
        if !scheme.eq_ignore_ascii_case("pkg") || !rest.chars().all(is_written) {
            return None;
        }
        let (rest, subpath) = rest.rsplit_once('#').unwrap_or((rest, ""));
        let (rest, qualifiers) = rest.rsplit_once('?').unwrap_or((rest, ""));
        let (kind, rest) = rest.trim_matches('/').split_once('/')?;
        let rest = rest.trim_matches('/');
        let is_kind = |byte: u8| byte.is_ascii_alphanumeric() || b".-+".contains(&byte);
        if !kind.starts_with(|c: char| c.is_ascii_alphabetic()) || !kind.bytes().all(is_kind) {
            return None;
        }
        // An `@` that starts a segment with others behind it belongs to a scope that is not encoded.
        let is_scope =
            |at: usize| (at == 0 || rest[..at].ends_with('/')) && rest[at..].contains('/');
        let (path, version) = match rest.rfind('@').filter(|&at| !is_scope(at)) {
            Some(at) => (&rest[..at], Some(decoded(&rest[at + 1..])?)),
            None => (rest, None),
        };
        let segments: Vec<String> =
            path.split('/').filter(|part| !part.is_empty()).map(decoded).collect::<Option<_>>()?;
        if segments.last().is_none_or(|name| name.trim_matches('/').is_empty()) {
            return None;
        }
        let mut purl = Purl {
            kind: kind.to_ascii_lowercase(),
            path: segments.join("/"),
            version: version.filter(|version| !version.is_empty()),
            qualifiers: qualified(qualifiers)?,
            subpath: decoded(subpath)?.trim_matches('/').to_owned(),
        };
        purl.normalize();
        Some(purl)
    }

    fn normalize(&mut self) {
        if WITHOUT_CASE.contains(&&*self.kind) {
            self.path = self.path.to_lowercase();
        }
        match &*self.kind {
            // Runs of these are one stroke (PEP 503).
            "pypi" => {
                let parts = self.path.split(['-', '_', '.']).filter(|part| !part.is_empty());
                self.path = parts.collect::<Vec<_>>().join("-");
            }
            // What nothing is said of is a `jar`.
            "maven" => self.qualifiers.retain(|key, value| key != "type" || value != "jar"),
            "rpm" => self.qualifiers.retain(|key, value| key != "epoch" || value != "0"),
            _ => {}
        }
    }

    /// Names the package whatever its version: equal for equal packages.
    pub(crate) fn package(&self) -> String {
        format!("{}/{}", self.kind, self.path)
    }

    /// What tells parts and builds of one version apart: architecture, classifier, path in it.
    pub(crate) fn variant(&self) -> String {
        let mut text = String::new();
        for (key, value) in &self.qualifiers {
            if !ASIDE.contains(&&**key) {
                let _never_fails = write!(text, "&{key}={value}");
            }
        }
        if !self.subpath.is_empty() {
            text.push('#');
            text.push_str(&self.subpath);
        }
        text
    }

    /// The version.
    pub(crate) fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// Qualifiers that name no other package.
    pub(crate) fn aside(&self) -> impl Iterator<Item = (&str, &str)> {
        let aside = self.qualifiers.iter().filter(|(key, _)| ASIDE.contains(&&***key));
        aside.map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

/// The package URL with what another one of the same package says beside; of what both say otherwise,
/// the second values are told.
pub(crate) fn joined(text: &str, other: &str) -> (String, bool) {
    let (Some(own), Some(others)) = (Purl::parse(text), Purl::parse(other)) else {
        return (text.to_owned(), text != other);
    };
    let mut is_other = false;
    let mut missing = Vec::new();
    for (key, value) in others.aside() {
        match own.qualifiers.get(key) {
            Some(known) => is_other |= known != value,
            None => missing.push(key),
        }
    }
    let query = |text: &str| {
        let text = text.rsplit_once('#').map_or(text, |(text, _)| text);
        text.rsplit_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
    };
    if missing.is_empty() {
        return (text.to_owned(), is_other);
    }
    let (head, subpath) = match text.rsplit_once('#') {
        Some((head, subpath)) => (head, format!("#{subpath}")),
        None => (text, String::new()),
    };
    let head = head.rsplit_once('?').map_or(head, |(head, _)| head);
    let (ours, theirs) = (query(text), query(other));
    let is_missing = |pair: &&str| {
        let key = pair.split('=').next().unwrap_or_default();
        missing.iter().any(|known| key.eq_ignore_ascii_case(known))
    };
    let mut pairs: Vec<&str> = ours.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.extend(theirs.split('&').filter(is_missing));
    // Keys of a canonical URL are in order.
    pairs.sort_unstable();
    (format!("{head}?{}{subpath}", pairs.join("&")), is_other)
}

fn qualified(text: &str) -> Option<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=')?;
        let is_key = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        if !key.starts_with(|c: char| c.is_ascii_alphabetic()) || !key.bytes().all(is_key) {
            return None;
        }
        let value = decoded(value)?;
        if !value.is_empty() && found.insert(key.to_ascii_lowercase(), value).is_some() {
            return None;
        }
    }
    Some(found)
}

/// Percent-decoding; `None` where a sign of percent starts no byte, or the bytes are no UTF-8.
fn decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = tail.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
        rest = &tail[2..];
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_none_are_told() {
        for text in [
            "pkg:npm/a@1",
            "pkg:npm/%40scope/a@1?x=1#lib",
            "pkg:npm/@scope/a",
            "pkg:/npm/a",
            "PKG:NPM/a",
            "pkg://deb/debian/adduser@3.134?arch=all&distro=debian-12",
            "pkg:maven/org.x/a@1?classifier=sources&type=jar",
            "pkg:golang/github.com/x/y@v1.0.0+incompatible",
        ] {
            assert!(Purl::parse(text).is_some(), "{text}");
        }
        for text in [
            "npm/a@1",
            "pkg:npm",
            "pkg:npm/",
            "pkg:npm/%zz@%",
            "pkg:npm/a b",
            "pkg:n&m/a",
            "pkg:npm/a?x=1&x=2",
            "pkg:npm/a?in%20valid=1",
            "not a purl",
            "pkg:npm/@1",
            "",
        ] {
            assert!(Purl::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn equal_packages_have_equal_names() {
        let named = |text: &str| {
            let purl = Purl::parse(text).unwrap();
            (purl.package(), purl.version().map(str::to_owned), purl.variant())
        };
        for (one, other) in [
            ("pkg:PyPI/Zope_Interface@2", "pkg:pypi/zope.interface@2"),
            (
                "pkg:deb/debian/a@1?arch=all&distro=debian-12",
                "pkg:deb/debian/a@1?arch=all&upstream=b%401&distro=debian-12",
            ),
            ("pkg:maven/g/a@1?type=jar", "pkg:maven/g/a@1"),
            ("pkg:rpm/fedora/a@1?epoch=0", "pkg:rpm/fedora/a@1"),
            ("pkg:npm/%40s/a@1?extension=tgz", "pkg:npm/@s/a@1"),
        ] {
            assert_eq!(named(one), named(other), "{one} {other}");
        }
        for (one, other) in [
            ("pkg:maven/G/a@1", "pkg:maven/g/a@1"),
            ("pkg:deb/debian/a@1?arch=amd64", "pkg:deb/debian/a@1?arch=arm64"),
            ("pkg:maven/g/a@1?classifier=sources", "pkg:maven/g/a@1"),
            ("pkg:rpm/fedora/a@1?epoch=1", "pkg:rpm/fedora/a@1"),
            ("pkg:golang/x.example/a@1#b", "pkg:golang/x.example/a@1"),
        ] {
            assert_ne!(named(one), named(other), "{one} {other}");
        }
    }

    #[test]
    fn what_stands_beside_is_kept() {
        let one = "pkg:deb/debian/a@1?arch=all&distro=debian-12";
        let other = "pkg:deb/debian/a@1?arch=all&distro=debian-12&upstream=b";
        assert_eq!(joined(one, other), (other.to_owned(), false));
        assert_eq!(joined(other, one), (other.to_owned(), false));
        assert_eq!(
            joined("pkg:npm/a@1#x", "pkg:npm/a@1?extension=tgz#x").0,
            "pkg:npm/a@1?extension=tgz#x"
        );
        assert!(joined("pkg:deb/debian/a@1?distro=a", "pkg:deb/debian/a@1?distro=b").1);
    }
}
