// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whether values have the form that specifications give them in words.

use std::sync::LazyLock;

use regex::Regex;

use crate::purl::Purl;

/// What is wrong with a package URL.
pub(super) fn wrong_purl(text: &str) -> Option<String> {
    Purl::parse(text).is_none().then(|| format!("{text:?} is no package URL"))
}

/// What is wrong with a name of the Common Platform Enumeration, by the patterns of NISTIR 7695 that
/// both families name.
pub(super) fn wrong_cpe(text: &str) -> Option<String> {
    static CPE: LazyLock<Regex> = LazyLock::new(|| {
        let part = r##"((\?*|\*?)([a-zA-Z0-9\-._]|(\\[\\*?!"#$%&'()+,/:;<=>@\[\]^`{|}~]))+(\?*|\*?))|[*\-]"##;
        let language = r"([a-zA-Z]{2,3}(-([a-zA-Z]{2}|[0-9]{3}))?)|[*\-]";
        let later = format!(r"cpe:2\.3:[aho*\-](:({part})){{5}}(:({language}))(:({part})){{4}}");
        let earlier = r"[cC][pP][eE]:/[AHOaho]?(:[A-Za-z0-9._\-~%]*){0,6}";
        Regex::new(&format!("^(({later})|({earlier}))$")).expect("the pattern is fixed")
    });
    (!CPE.is_match(text)).then(|| format!("{text:?} is no CPE name"))
}

/// How many hexadecimal digits a checksum of an algorithm of SPDX 2 has.
fn n_digits(algorithm: &str) -> Option<usize> {
    Some(match algorithm {
        "ADLER32" => 8,
        "MD2" | "MD4" | "MD5" => 32,
        "SHA1" => 40,
        "SHA224" => 56,
        "SHA256" | "SHA3-256" | "BLAKE2b-256" => 64,
        "SHA384" | "SHA3-384" | "BLAKE2b-384" => 96,
        "SHA512" | "SHA3-512" | "BLAKE2b-512" => 128,
        _ => return None,
    })
}

/// What is wrong with a checksum of SPDX 2: "lowercase hexadecimal digits (appropriate as output to the
/// algorithm)" (clause 7.10.1).
pub(super) fn wrong_checksum(algorithm: &str, value: &str) -> Option<String> {
    let is_hex =
        !value.is_empty() && value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    match n_digits(algorithm) {
        Some(n) if !is_hex || value.len() != n => {
            Some(format!("{value:?} is not {n} lowercase hexadecimal digits, as {algorithm} has"))
        }
        // How long BLAKE3 and MD6 are is chosen.
        None if !is_hex => Some(format!("{value:?} is not of lowercase hexadecimal digits")),
        _ => None,
    }
}

/// Whether a text is one of letters, numbers, `.` and `-` behind `SPDXRef-` (clauses 7.2, 8.2, 9.1).
pub(super) fn is_spdx_id(text: &str) -> bool {
    super::licenses::is_own(text, "SPDXRef-")
}

/// What is wrong with the address from which a package is fetched: a URL or a place in a version control
/// system, both of which say how they are reached, `NONE` or `NOASSERTION` (clause 7.7.1).
pub(super) fn wrong_location(text: &str) -> Option<String> {
    if matches!(text, "NONE" | "NOASSERTION") {
        return None;
    }
    let is_written = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    // `git+git@host:path` is among the examples of the clause.
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    };
    let parted = text.split_once(':').filter(|(_, rest)| !rest.is_empty());
    let is_address =
        parted.is_some_and(|(scheme, _)| is_scheme(scheme) || scheme.starts_with("git+git@"));
    (!is_written || !is_address).then(|| {
        format!(
            "{text:?} is neither a URL, a place in a version control system, NONE nor NOASSERTION"
        )
    })
}

/// What is wrong with somebody: one of the words with a name behind it (clauses 6.8, 7.5, 7.6, 12.1).
pub(super) fn wrong_actor(text: &str, words: &[&str]) -> Option<String> {
    let named = words.iter().any(|word| {
        let rest = text.strip_prefix(word).and_then(|rest| rest.strip_prefix(':'));
        rest.is_some_and(|name| !name.trim().is_empty())
    });
    (!named).then(|| format!("{text:?} does not start with {}: and a name", words.join(": or ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpe_names_have_their_form() {
        for text in [
            "cpe:2.3:a:b:c:*:*:*:*:*:*:*:*",
            r"cpe:2.3:a:ntp:ntp:4.2.8:p3:*:*:*:*:*:*",
            r"cpe:2.3:a:\@scope\/b:c\+\+:1.0:-:*:en-us:*:*:*:*",
            "cpe:/o:canonical:ubuntu_linux:10.04:-:lts",
        ] {
            assert_eq!(wrong_cpe(text), None, "{text}");
        }
        for text in ["cpe:2.3:a:b:c:*", "a:b", "cpe:2.3:a:b c:d:*:*:*:*:*:*:*:*", ""] {
            assert!(wrong_cpe(text).is_some(), "{text}");
        }
    }

    #[test]
    fn locations_are_addresses() {
        for text in [
            "NONE",
            "https://example.org/a.tgz",
            "git+https://git.example.org/a.git@v1.0#/src",
            "git+git@git.example.org:a",
            "bzr+lp:a",
            "pkg:npm/a@1",
        ] {
            assert_eq!(wrong_location(text), None, "{text}");
        }
        for text in ["nonsense location", "", "example.org/a.tgz", "git@example.org:a", "https:"] {
            assert!(wrong_location(text).is_some(), "{text}");
        }
    }
}
