// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Digests as images write them, and readers that check them.

use std::{
    fmt,
    io::{self, Read},
};

use heirloom_model::hexadecimal;
use sha2::{Digest as _, Sha256, Sha512};

/// A digest `algorithm:hexadecimal` of an algorithm that is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ContentDigest {
    algorithm: Algorithm,
    hex: Box<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Algorithm {
    Sha256,
    Sha512,
}

impl Algorithm {
    fn name(self) -> &'static str {
        match self {
            Algorithm::Sha256 => "sha256",
            Algorithm::Sha512 => "sha512",
        }
    }
}

impl ContentDigest {
    /// Reads a digest; `None` when it is not one or its algorithm is unknown.
    pub(crate) fn parse(text: &str) -> Option<ContentDigest> {
        let (name, hex) = text.split_once(':')?;
        let (algorithm, length) = match name {
            "sha256" => (Algorithm::Sha256, 64),
            "sha512" => (Algorithm::Sha512, 128),
            _ => return None,
        };
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (hex.len() == length && hex.bytes().all(is_hex))
            .then(|| ContentDigest { algorithm, hex: hex.into() })
    }

    /// A SHA-256 by its hexadecimal digits.
    pub(crate) fn of_sha256(hex: &str) -> Option<ContentDigest> {
        ContentDigest::parse(&format!("sha256:{hex}"))
    }

    /// What other bytes are hashed like where no digest is given.
    pub(crate) fn of_nothing() -> ContentDigest {
        Hasher::Sha256(Box::default()).finish()
    }

    pub(crate) fn algorithm(&self) -> &'static str {
        self.algorithm.name()
    }

    pub(crate) fn hex(&self) -> &str {
        &self.hex
    }

    /// The digest of bytes by the same algorithm.
    pub(crate) fn of_same_kind(&self, bytes: &[u8]) -> ContentDigest {
        let mut hasher = Hasher::new(self);
        hasher.update(bytes);
        hasher.finish()
    }
}

impl fmt::Display for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.algorithm(), self.hex)
    }
}

/// A digest that is being computed.
pub(crate) enum Hasher {
    Sha256(Box<Sha256>),
    Sha512(Box<Sha512>),
}

impl Hasher {
    /// By the algorithm of another digest.
    pub(crate) fn new(like: &ContentDigest) -> Hasher {
        match like.algorithm {
            Algorithm::Sha256 => Hasher::Sha256(Box::default()),
            Algorithm::Sha512 => Hasher::Sha512(Box::default()),
        }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Hasher::Sha256(hasher) => hasher.update(bytes),
            Hasher::Sha512(hasher) => hasher.update(bytes),
        }
    }

    pub(crate) fn finish(self) -> ContentDigest {
        let (algorithm, hex) = match self {
            Hasher::Sha256(hasher) => (Algorithm::Sha256, hexadecimal(&hasher.finalize())),
            Hasher::Sha512(hasher) => (Algorithm::Sha512, hexadecimal(&hasher.finalize())),
        };
        ContentDigest { algorithm, hex: hex.into() }
    }
}

/// A reader that counts and hashes what goes through it.
pub(crate) struct Checked<R> {
    inner: R,
    hasher: Option<Hasher>,
    n_bytes: u64,
    has_failed: bool,
}

impl<R: Read> Checked<R> {
    /// Hashes for comparison with `digest`; only counts without one.
    pub(crate) fn new(inner: R, digest: Option<&ContentDigest>) -> Checked<R> {
        Checked { inner, hasher: digest.map(Hasher::new), n_bytes: 0, has_failed: false }
    }

    /// Reads the rest; its errors are for the caller to see.
    pub(crate) fn drain(&mut self) -> io::Result<()> {
        let mut buffer = vec![0; 64 << 10];
        loop {
            match self.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Whether what was read broke off.
    pub(crate) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// What went through.
    pub(crate) fn finish(self) -> (u64, Option<ContentDigest>) {
        (self.n_bytes, self.hasher.map(Hasher::finish))
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = match self.inner.read(buffer) {
            Ok(n_bytes) => n_bytes,
            Err(error) => {
                self.has_failed |= error.kind() != io::ErrorKind::Interrupted;
                return Err(error);
            }
        };
        self.n_bytes += n_bytes as u64;
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&buffer[..n_bytes]);
        }
        Ok(n_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn digests_are_read_strictly() {
        let empty = ContentDigest::parse(EMPTY).unwrap();
        assert_eq!(empty.to_string(), EMPTY);
        assert_eq!(empty.of_same_kind(b""), empty);
        for bad in [
            "sha256:",
            "sha256:../../../etc/passwd",
            "md5:d41d8cd98f00b204e9800998ecf8427e",
            &EMPTY.to_uppercase(),
            &EMPTY[..70],
            &EMPTY[7..],
        ] {
            assert_eq!(ContentDigest::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn readers_count_and_hash() {
        let empty = ContentDigest::parse(EMPTY).unwrap();
        let mut reader = Checked::new(b"abc".as_slice(), Some(&empty));
        reader.drain().unwrap();
        assert_eq!(reader.finish(), (3, Some(empty.of_same_kind(b"abc"))));
    }
}
