// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Checksums as forms want them: hexadecimal, where ecosystems write base 64.

use heirloom_model::{Checksum, hexadecimal};

/// The algorithm by its length in bytes and the value in hexadecimal; `None` for what is no plain
/// checksum of a file (Go's `h1`, git revisions).
pub(crate) fn checksum(checksum: &Checksum) -> Option<(Algorithm, String)> {
    value(&checksum.algorithm, &checksum.value)
}

/// As [`checksum`], of the algorithm's name and the value.
pub(crate) fn value(algorithm: &str, value: &str) -> Option<(Algorithm, String)> {
    let algorithm = Algorithm::of(algorithm)?;
    let is_hex =
        value.len() == 2 * algorithm.bytes() && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex {
        return Some((algorithm, value.to_ascii_lowercase()));
    }
    let bytes = base64(value)?;
    (bytes.len() == algorithm.bytes()).then(|| (algorithm, hexadecimal(&bytes)))
}

/// An algorithm that both families of forms know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    fn of(name: &str) -> Option<Algorithm> {
        const ALL: [Algorithm; 5] = [
            Algorithm::Md5,
            Algorithm::Sha1,
            Algorithm::Sha256,
            Algorithm::Sha384,
            Algorithm::Sha512,
        ];
        let letters = |name: &'static str| name.bytes().filter(|byte| *byte != b'-');
        let is_called = |known: &Algorithm| {
            let own = name.bytes().filter(|byte| *byte != b'-');
            own.map(|byte| byte.to_ascii_uppercase()).eq(letters(known.name()))
        };
        ALL.into_iter().find(is_called)
    }

    fn bytes(self) -> usize {
        match self {
            Algorithm::Md5 => 16,
            Algorithm::Sha1 => 20,
            Algorithm::Sha256 => 32,
            Algorithm::Sha384 => 48,
            Algorithm::Sha512 => 64,
        }
    }

    /// The name in CycloneDX, and without the stroke in SPDX.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Algorithm::Md5 => "MD5",
            Algorithm::Sha1 => "SHA-1",
            Algorithm::Sha256 => "SHA-256",
            Algorithm::Sha384 => "SHA-384",
            Algorithm::Sha512 => "SHA-512",
        }
    }
}

/// The bytes of base 64 in either alphabet (RFC 4648, sections 4 and 5), with or without padding.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
            bits &= (1 << n_bits) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_become_hexadecimal() {
        let of = |algorithm: &str, value: &str| {
            let one = Checksum { algorithm: algorithm.into(), value: value.into() };
            checksum(&one).map(|(algorithm, value)| format!("{} {value}", algorithm.name()))
        };
        let sha1 = "SHA-1 da39a3ee5e6b4b0d3255bfef95601890afd80709";
        assert_eq!(of("sha1", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709").as_deref(), Some(sha1));
        assert_eq!(of("SHA-1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=").as_deref(), Some(sha1));
        assert_eq!(of("SHA-1", "2jmj7l5rSw0yVb_vlWAYkK_YBwk").as_deref(), Some(sha1));
        assert_eq!(of("sha1", "2jmj"), None);
        assert_eq!(of("h1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="), None);
    }
}
